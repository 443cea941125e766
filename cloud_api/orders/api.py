"""Orders over HTTP: one or a batch in, the list of them, where an order is."""

from collections import Counter
from functools import partial
from http import HTTPStatus
from typing import Annotated, Any, cast
from uuid import UUID

from fastapi import APIRouter, Body, Depends, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.openapi.models import Example
from pydantic import ValidationError
from sqlalchemy import Engine

import cloud_api.orders.amendments_api
import cloud_api.orders.refusals_api
from cloud_api.http.callers import Anyone, Integrator, Manager
from cloud_api.http.context import Service
from cloud_api.http.idempotency import (
    Answer,
    Idempotency,
    KnownAnswer,
    message_answer,
    problem_answer,
    replay,
)
from cloud_api.http.problems import ProblemError, problem_responses
from cloud_api.http.schemas import schema_of
from cloud_api.orders.intake import Intake, Told
from cloud_api.orders.listing import Wanted, list_orders
from cloud_api.orders.state import masked, order_state
from cloud_api.storage.page_links import known_page_path, page_path
from cloud_api.storage.transaction import reading, writing
from cloud_api.wire.orders import (
    Order,
    OrderBatch,
    OrderBatchResult,
    OrderPage,
    OrderResult,
    OrderState,
    OrderVerdict,
)

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
_EITHER = {"anyOf": [schema_of(Order), schema_of(OrderBatch)]}
PATH = "/v1/orders"
REFUSALS = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.UNPROCESSABLE_ENTITY)


def routes() -> APIRouter:
    """The addresses of this slice."""
    router = APIRouter(tags=["orders"])
    router.add_api_route(
        PATH,
        receive_orders,
        methods=["POST"],
        summary="Take one order or a batch",
        response_model=OrderBatchResult,
        responses=problem_responses(*REFUSALS, HTTPStatus.CONFLICT),
        openapi_extra={"requestBody": {"content": {"application/json": {"schema": _EITHER}}}},
    )
    router.get(PATH, summary="Accepted orders", responses=problem_responses(*REFUSALS))(read_orders)
    cloud_api.orders.refusals_api.add_routes(router)
    cloud_api.orders.amendments_api.add_routes(router)
    # Takes whatever follows, so it comes last: an order number may hold slashes.
    router.get(
        "/v1/orders/{order_no:path}",
        summary="Where an order is",
        responses=problem_responses(*REFUSALS, HTTPStatus.NOT_FOUND),
    )(read_order_state)
    return router


async def _intake(request: Request) -> Intake:
    return cast(Intake, request.app.state.intake)


async def receive_orders(
    _caller: Integrator,
    intake: Annotated[Intake, Depends(_intake)],
    key: Idempotency,
    message: Annotated[dict[str, Any], Body(openapi_examples=_EXAMPLES)],
) -> Response:
    """Take an order (wire.orders.Order) or a batch of them under the key `orders`.

    Answered when everything accepted is on disk. The same order number with the same content again is
    `repeated`, a success. A batch answers 200 with a verdict a row; a single order that is refused answers
    422 where it does not fit, and 409 where it does not go together with what is kept. Refused orders are
    kept and listed under /v1/orders/refused. Lines of the same product are merged.
    """
    wording = batch_answer if "orders" in message else partial(single_answer, message)
    told = await intake.take(_rows(message), wording, key)
    return told_response(told, None if key is None else key.request_hash)


def told_response(told: Told, request_hash: str | None) -> Response:
    """What the intake told, over HTTP. Raises ProblemError 409 for the key of another request."""
    if isinstance(told, KnownAnswer):
        return replay(told, request_hash)
    return told.response()


def _rows(message: dict[str, Any]) -> list[Any]:
    if "orders" not in message:
        return [message]
    try:
        return list(OrderBatch.model_validate(message).orders)
    except ValidationError as error:
        raise RequestValidationError(error.errors()) from error


def batch_answer(results: list[OrderResult]) -> Answer:
    """The answer for a batch."""
    return message_answer(summed_up(results))


def single_answer(message: dict[str, Any], results: list[OrderResult]) -> Answer:
    """The answer for an order by itself, which was sent as `message`."""
    if results[0].verdict is OrderVerdict.REFUSED:
        status = HTTPStatus.CONFLICT if _fits(message) else HTTPStatus.UNPROCESSABLE_ENTITY
        return problem_answer(status, "order-refused", results[0].reason or "")
    return batch_answer(results)


def _fits(message: dict[str, Any]) -> bool:
    try:
        Order.model_validate(message)
    except ValidationError:
        return False
    return True


def summed_up(results: list[OrderResult]) -> OrderBatchResult:
    """Verdicts with their counts."""
    counts = Counter(result.verdict for result in results)
    return OrderBatchResult(
        accepted=counts[OrderVerdict.ACCEPTED],
        repeated=counts[OrderVerdict.REPEATED],
        refused=counts[OrderVerdict.REFUSED],
        results=results,
    )


def read_orders(
    service: Service,
    caller: Manager,
    cycle_id: UUID | None = None,
    pickup_point: Annotated[str | None, Query(max_length=64)] = None,
    cancelled: bool | None = None,
    prefix: Annotated[str | None, Query(max_length=64)] = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 200,
    after: Annotated[str | None, Query(max_length=64)] = None,
) -> OrderPage:
    """Orders by number, narrowed by what is named: `prefix` is what their numbers begin with.

    A manager sees those of the own warehouse. Send `next` as `after` for the page behind.
    """
    warehouse = None if caller.is_integrator else caller.warehouse
    wanted = Wanted(cycle_id, pickup_point, cancelled, prefix, warehouse)
    with reading(service.engine) as connection:
        return list_orders(connection, wanted, limit, after)


def read_order_state(service: Service, caller: Anyone, order_no: str) -> OrderState:
    """Status, timeline and crates of an order, derived from facts; for integrators its page too.

    Of a packed order also what was packed, weighed, replaced and charged, line by line.

    Stations see customer and phone masked.
    """
    with reading(service.engine) as connection:
        found = order_state(connection, order_no, charge_overweight=service.settings.charge_overweight)
    if found is None or not caller.may_see(found[1], found[0].pickup_point):
        detail = f"There is no order {order_no}. GET /v1/orders/refused lists orders that were refused."
        raise ProblemError(HTTPStatus.NOT_FOUND, "order-unknown", detail)
    if caller.is_integrator:
        return found[0].model_copy(update={"page": _page(service.engine, found[0].order_id)})
    return found[0] if caller.is_person else masked(found[0])


def _page(engine: Engine, order_id: UUID) -> str:
    with reading(engine) as connection:
        path = known_page_path(connection, order_id)
    if path is not None:
        return path
    with writing(engine) as connection:
        return page_path(connection, order_id)
