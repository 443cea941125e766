"""Pickup points over HTTP: the key of a shop, and what its desks cannot both have done."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query

from cloud_api.http.callers import Anyone, Caller, Station
from cloud_api.http.context import Service
from cloud_api.http.problems import ProblemError, problem_responses
from cloud_api.pickup.conflicts import list_conflicts
from cloud_api.storage.pickup_keys import shop_key
from cloud_api.storage.transaction import reading, writing
from cloud_api.wire.pickup import Conflict, ShopKey
from cloud_api.wire.stations import Role


def routes() -> APIRouter:
    """The addresses of this slice."""
    router = APIRouter(tags=["pickup"])
    answers = problem_responses(
        HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.UNPROCESSABLE_ENTITY
    )
    router.get("/v1/pickup/key", summary="The key a shop compares codes with", responses=answers)(read_key)
    router.get("/v1/conflicts", summary="Handovers told twice", responses=answers)(read_conflicts)
    return router


def read_key(service: Service, station: Station) -> ShopKey:
    """The key of the caller's shop. Keep it in the key store of the PC: with it codes can be compared."""
    pickup_point = _shop(station)
    # The first shop ever makes the keys.
    with writing(service.engine) as connection:
        key = shop_key(connection, pickup_point)
    return ShopKey(pickup_point=pickup_point, key=key.hex())


def read_conflicts(
    service: Service, caller: Anyone, limit: Annotated[int, Query(ge=1, le=1000)] = 200
) -> list[Conflict]:
    """Handovers that were refused because the goods had gone out: all for an integrator, a shop's own.

    Open ones first, then the latest. A conflict is settled when the second desk takes its handover back.
    """
    pickup_point = None if caller.is_integrator else _shop(caller)
    with reading(service.engine) as connection:
        return list_conflicts(connection, pickup_point, limit)


def _shop(caller: Caller) -> str:
    if Role.PICKUP in caller.roles and caller.pickup_point is not None:
        return caller.pickup_point
    detail = f"{caller.name} stands in no shop. Enrol it with a code for the role {Role.PICKUP} and a shop."
    raise ProblemError(HTTPStatus.FORBIDDEN, "wrong-role", detail)
