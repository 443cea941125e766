"""Orders over HTTP: one or a batch in, what was refused, where an order is."""

import asyncio
from collections import Counter
from http import HTTPStatus
from typing import Annotated, Any, cast
from uuid import UUID

from fastapi import APIRouter, Body, Depends, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.openapi.models import Example
from pydantic import ValidationError
from sqlalchemy import Engine

from cloud_api.http.callers import Anyone, Integrator
from cloud_api.http.context import Service
from cloud_api.http.problems import ProblemError, problem_responses
from cloud_api.orders.intake import Intake
from cloud_api.orders.refusals import open_refusals
from cloud_api.orders.state import order_state
from cloud_api.storage.page_links import known_page_path, page_path
from cloud_api.storage.transaction import reading, writing
from cloud_api.wire.orders import OrderBatch, OrderBatchResult, OrderResult, OrderState, OrderVerdict
from cloud_api.wire.refusals import RefusedOrder

_ORDER = {
    "order_no": "2026061800001",
    "pickup_point": "P001",
    "paid_at": "2026-06-18T20:15:00+08:00",
    "customer": "王女士",
    "phone": "13800000000",
    "lines": [{"sku": "PEACH-500", "quantity": 2}],
}
_EXAMPLES: dict[str, Example] = {
    "one": {"summary": "One order", "value": _ORDER},
    "batch": {"summary": "A batch of up to 1,000", "value": {"orders": [_ORDER]}},
}


def routes() -> APIRouter:
    """The addresses of this slice."""
    router = APIRouter(tags=["orders"])
    refusals = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.UNPROCESSABLE_ENTITY)
    router.post("/v1/orders", summary="Take one order or a batch", responses=problem_responses(*refusals))(
        receive_orders
    )
    router.get(
        "/v1/orders/refused",
        summary="Refused orders nobody has put right yet",
        responses=problem_responses(*refusals),
    )(read_refused)
    router.get(
        "/v1/orders/{order_no:path}",
        summary="Where an order is",
        responses=problem_responses(*refusals, HTTPStatus.NOT_FOUND),
    )(read_order_state)
    return router


def _intake(request: Request) -> Intake:
    return cast(Intake, request.app.state.intake)


async def receive_orders(
    _caller: Integrator,
    intake: Annotated[Intake, Depends(_intake)],
    message: Annotated[dict[str, Any], Body(openapi_examples=_EXAMPLES)],
) -> OrderBatchResult:
    """Take an order (wire.orders.Order) or a batch of them under the key `orders`.

    Answered when everything accepted is on disk. The same order number with the same content again is
    `repeated`, a success. A batch answers 200 with a verdict a row; a single order that is refused answers
    422. Refused orders are kept and listed under /v1/orders/refused. Lines of the same product are merged.
    """
    rows = _rows(message)
    results = await asyncio.wrap_future(intake.submit(rows))
    if "orders" not in message and results[0].verdict is OrderVerdict.REFUSED:
        raise ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, "order-refused", results[0].reason or "")
    return summed_up(results)


def _rows(message: dict[str, Any]) -> list[Any]:
    if "orders" not in message:
        return [message]
    try:
        return list(OrderBatch.model_validate(message).orders)
    except ValidationError as error:
        raise RequestValidationError(error.errors()) from error


def summed_up(results: list[OrderResult]) -> OrderBatchResult:
    """Verdicts with their counts."""
    counts = Counter(result.verdict for result in results)
    return OrderBatchResult(
        accepted=counts[OrderVerdict.ACCEPTED],
        repeated=counts[OrderVerdict.REPEATED],
        refused=counts[OrderVerdict.REFUSED],
        results=results,
    )


def read_refused(
    service: Service, _caller: Integrator, limit: Annotated[int, Query(ge=1, le=1000)] = 200
) -> list[RefusedOrder]:
    """Refused orders as they were sent, the latest first; gone once the same number is accepted."""
    with reading(service.engine) as connection:
        return open_refusals(connection, limit)


def read_order_state(service: Service, caller: Anyone, order_no: str) -> OrderState:
    """Status, timeline and crates of an order, derived from facts; for integrators its page too."""
    with reading(service.engine) as connection:
        found = order_state(connection, order_no)
    if found is None or not caller.may_see(found[1], found[0].pickup_point):
        detail = f"There is no order {order_no}. GET /v1/orders/refused lists orders that were refused."
        raise ProblemError(HTTPStatus.NOT_FOUND, "order-unknown", detail)
    if not caller.is_integrator:
        return found[0]
    return found[0].model_copy(update={"page": _page(service.engine, found[0].order_id)})


def _page(engine: Engine, order_id: UUID) -> str:
    with reading(engine) as connection:
        path = known_page_path(connection, order_id)
    if path is not None:
        return path
    with writing(engine) as connection:
        return page_path(connection, order_id)
