"""What slotting asks of the cloud over HTTP: the demand of the last nights."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query, Response

from cloud_api.floor.demand import demand_of
from cloud_api.http.callers import WarehouseDesk
from cloud_api.http.context import Service
from cloud_api.http.problems import problem_responses
from cloud_api.storage.transaction import reading
from cloud_api.wire.slotting import MOST_NIGHTS, SlottingDemand

_Nights = Annotated[int, Query(ge=1, le=MOST_NIGHTS, description="How many cycles back.")]


def routes() -> APIRouter:
    """The addresses of this slice."""
    router = APIRouter(tags=["slotting"])
    answers = problem_responses(
        HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.UNPROCESSABLE_ENTITY
    )
    router.get(
        "/v1/slotting/demand",
        response_model=SlottingDemand,
        summary="What the last nights were walked for",
        responses=answers,
    )(read_demand)
    return router


def read_demand(service: Service, desk: WarehouseDesk, nights: _Nights = 7) -> Response:
    """Per cycle after its cut-off, and per pickup point, the products a desk walks for with how many lines.

    The newest cycle comes first. Products are named once, in `skus`; tours point into it. Ask for it packed
    (Accept-Encoding: gzip): a night of 200 pickup points and 2,000 products has some 70,000 numbers.
    """
    with reading(service.engine) as connection:
        demand = demand_of(connection, desk.warehouse, nights, service.now())
    return Response(demand.model_dump_json(), media_type="application/json")
