"""Changes of accepted orders over HTTP: cancel, resume, another address, another pickup point."""

from collections import Counter
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Body, Response
from fastapi.exceptions import RequestValidationError
from fastapi.openapi.models import Example
from pydantic import ValidationError
from sqlalchemy import Connection

from cloud_api.http.callers import Caller, Manager
from cloud_api.http.context import Context, Service
from cloud_api.http.idempotency import (
    Answer,
    Idempotency,
    RequestKey,
    message_answer,
    once,
    problem_answer,
)
from cloud_api.http.problems import problem_responses
from cloud_api.orders.amending import NO_SUCH_ORDER, amend_orders
from cloud_api.wire.amendments import (
    AmendmentBatch,
    AmendmentBatchResult,
    AmendmentResult,
    AmendmentWish,
    NewAddress,
    NewPickupPoint,
    WantedAmendment,
    Why,
)
from cloud_api.wire.orders import OrderVerdict

_WHY: dict[str, Example] = {"why": {"summary": "With a reason", "value": {"reason": "顾客不要了"}}}
_ADDRESS: dict[str, Example] = {
    "door": {"summary": "Another door", "value": {"address": "3 号楼 2 单元 501", "reason": "顾客搬家"}}
}
_POINT: dict[str, Example] = {"shop": {"summary": "Another shop", "value": {"pickup_point": "P002"}}}
_BATCH: dict[str, Example] = {
    "two": {
        "summary": "Two changes",
        "value": {
            "amendments": [
                {"order_no": "2026061800001", "kind": "cancellation", "reason": "顾客不要了"},
                {"order_no": "2026061800002", "kind": "pickup_point", "pickup_point": "P002"},
            ]
        },
    }
}
_Reason = Annotated[Why | None, Body(openapi_examples=_WHY)]


def add_routes(router: APIRouter) -> None:
    """Add the addresses of changes to those of the slice."""
    refusals = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.UNPROCESSABLE_ENTITY)
    one = problem_responses(*refusals, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT)
    router.post(
        "/v1/orders/amendments",
        summary="Change many orders",
        response_model=AmendmentBatchResult,
        responses=problem_responses(*refusals, HTTPStatus.CONFLICT),
    )(amend_many)
    order = "/v1/orders/{order_no:path}"
    shown: dict[str, Any] = {"response_model": AmendmentResult, "responses": one}
    router.post(f"{order}/cancellation", summary="Cancel an order", **shown)(cancel_order)
    router.post(f"{order}/resumption", summary="Resume a cancelled order", **shown)(resume_order)
    router.put(f"{order}/address", summary="Give an order another address", **shown)(change_address)
    router.put(f"{order}/pickup-point", summary="Give an order another pickup point", **shown)(move_order)


def cancel_order(
    service: Service, caller: Manager, key: Idempotency, order_no: str, why: _Reason = None
) -> Response:
    """Cancel an order; again is a success.

    Until its wave is packed. After the cut-off those who have it on a paper get a revision slip.
    """
    return _amend(service, caller, key, _row(order_no, AmendmentWish.CANCELLATION, why))


def resume_order(
    service: Service, caller: Manager, key: Idempotency, order_no: str, why: _Reason = None
) -> Response:
    """Take a cancelled order up again, as it was; one that is not cancelled stays as it is, a success.

    While its cycle is open, or after the cut-off until a desk takes the wave.
    """
    return _amend(service, caller, key, _row(order_no, AmendmentWish.RESUMPTION, why))


def change_address(
    service: Service,
    caller: Manager,
    key: Idempotency,
    order_no: str,
    new: Annotated[NewAddress, Body(openapi_examples=_ADDRESS)],
) -> Response:
    """Change where the goods go from the pickup point, until the wave is packed."""
    return _amend(service, caller, key, _row(order_no, AmendmentWish.ADDRESS, new, address=new.address))


def move_order(
    service: Service,
    caller: Manager,
    key: Idempotency,
    order_no: str,
    new: Annotated[NewPickupPoint, Body(openapi_examples=_POINT)],
) -> Response:
    """Change the pickup point within the warehouse, until a desk takes the wave of the old or the new one."""
    row = _row(order_no, AmendmentWish.PICKUP_POINT, new, pickup_point=new.pickup_point)
    return _amend(service, caller, key, row)


def amend_many(
    service: Service,
    caller: Manager,
    key: Idempotency,
    batch: Annotated[AmendmentBatch, Body(openapi_examples=_BATCH)],
) -> Response:
    """Change up to 1,000 orders in their order (wire.amendments.WantedAmendment), a verdict a row.

    Those refused are kept and listed under /v1/orders/amendments/refused until the same is accepted.
    """

    def act(connection: Connection) -> Answer:
        results = amend_orders(connection, batch.amendments, caller, service.hooks, service.now())
        return message_answer(_summed_up(results))

    return once(service, key, act)


def _row(order_no: str, kind: AmendmentWish, why: Why | None, **rest: str) -> dict[str, Any]:
    return {"order_no": order_no, "kind": str(kind), "reason": why.reason if why else "", **rest}


def _amend(service: Context, caller: Caller, key: RequestKey | None, row: dict[str, Any]) -> Response:
    """One change; a refusal is kept, and told as a problem. One that cannot be read is not kept."""
    try:
        WantedAmendment.model_validate(row)
    except ValidationError as error:
        raise RequestValidationError(error.errors()) from error

    def act(connection: Connection) -> Answer:
        result = amend_orders(connection, [row], caller, service.hooks, service.now())[0]
        if result.verdict is not OrderVerdict.REFUSED:
            return message_answer(result)
        if result.reason == NO_SUCH_ORDER.format(result.order_no):
            return problem_answer(HTTPStatus.NOT_FOUND, "order-unknown", result.reason)
        return problem_answer(HTTPStatus.CONFLICT, "amendment-refused", result.reason or "")

    return once(service, key, act)


def _summed_up(results: list[AmendmentResult]) -> AmendmentBatchResult:
    counts = Counter(result.verdict for result in results)
    return AmendmentBatchResult(
        accepted=counts[OrderVerdict.ACCEPTED],
        repeated=counts[OrderVerdict.REPEATED],
        refused=counts[OrderVerdict.REFUSED],
        results=results,
    )
