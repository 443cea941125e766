"""Shortages over HTTP: look first, then apply exactly what was seen."""

from bisect import bisect_right
from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Depends, Query
from fastapi.openapi.models import Example
from sqlalchemy import Connection, select

from cloud_api.http.callers import Caller, Insider
from cloud_api.http.context import Service
from cloud_api.http.problems import ProblemError, problem_responses
from cloud_api.shortages.applying import apply_shortage
from cloud_api.shortages.listing import list_shortages
from cloud_api.shortages.planning import Plan, ShortageRefusal, Why, plan_shortage
from cloud_api.shortages.rewriting import Told
from cloud_api.shortages.withdrawing import withdraw_shortage
from cloud_api.storage.tables.orders import cycles
from cloud_api.storage.transaction import reading
from cloud_api.wire.shortages import (
    OrderShare,
    Shortage,
    ShortageOrder,
    ShortagePage,
    ShortagePreview,
    ShortageQuestion,
    ShortageWithdrawal,
)
from cloud_api.wire.stations import Role

_TAKES_GOODS_IN = frozenset({Role.WAREHOUSE, Role.MANAGER, Role.INTEGRATOR})
_STATUS = {
    Why.CYCLE_OPEN: HTTPStatus.CONFLICT,
    Why.CHANGED_MEANWHILE: HTTPStatus.CONFLICT,
    Why.DOES_NOT_FIT: HTTPStatus.CONFLICT,
    Why.UNKNOWN: HTTPStatus.NOT_FOUND,
    Why.NOT_WITHDRAWN: HTTPStatus.CONFLICT,
}
_QUESTION = {"sku": "PEACH-500", "available": 180, "rule": "proportional"}
_SUBSTITUTE = {
    "sku": "PEACH-500",
    "available": 180,
    "rule": "substitute",
    "substitute_sku": "NECTARINE-500",
    "substitute_available": 60,
}
_HASH = {"preview_hash": "0" * 64, "reason": "供应商少送 20 份"}
_QUESTIONS: dict[str, Example] = {
    "proportional": {"summary": "180 pieces came; everybody gets the same part", "value": _QUESTION},
    "substitute": {"summary": "Nectarines stand in for peaches", "value": _SUBSTITUTE},
}
_ORDERS: dict[str, Example] = {
    "apply": {"summary": "Apply a preview by its hash", "value": {**_QUESTION, **_HASH}}
}
_WHY: dict[str, Example] = {"why": {"summary": "With a reason", "value": {"reason": "到货数录错了"}}}


def routes() -> APIRouter:
    """The addresses of this slice."""
    router = APIRouter(tags=["shortages"])
    refusals = (
        HTTPStatus.UNAUTHORIZED,
        HTTPStatus.FORBIDDEN,
        HTTPStatus.NOT_FOUND,
        HTTPStatus.UNPROCESSABLE_ENTITY,
    )
    answers = problem_responses(*refusals, HTTPStatus.CONFLICT)
    address = "/v1/cycles/{cycle_id}/shortages"
    router.post(f"{address}/preview", summary="Who would go without", responses=answers)(preview_shortage)
    router.post(address, summary="Apply a shortage", responses=answers)(make_shortage)
    router.post(f"{address}/{{shortage_id}}/withdrawal", summary="Take a shortage back", responses=answers)(
        take_shortage_back
    )
    router.get(address, summary="Shortages applied", responses=problem_responses(*refusals))(read_shortages)
    return router


def _receiver(caller: Insider) -> Caller:
    """Goods come in at the warehouse; a dispatcher has nothing to do with them."""
    if caller.roles & _TAKES_GOODS_IN:
        return caller
    detail = "Shortages are shared out by the warehouse, a manager or an integrator. Ask one of them."
    raise ProblemError(HTTPStatus.FORBIDDEN, "wrong-role", detail)


Receiver = Annotated[Caller, Depends(_receiver)]
"""Who takes goods in: a desk of the warehouse, its manager, or an integrator."""


def preview_shortage(
    service: Service,
    caller: Receiver,
    cycle_id: UUID,
    question: Annotated[ShortageQuestion, Body(openapi_examples=_QUESTIONS)],
    limit: Annotated[int, Query(ge=1, le=1_000)] = 200,
    after: Annotated[str | None, Query(max_length=64)] = None,
) -> ShortagePreview:
    """Who would get what; nothing is written.

    Points are told whole, orders that lose pieces in pages by their numbers: the hash stands for all of them.
    What desks are picking already comes first, for nobody can take it back.
    """
    with reading(service.engine) as connection:
        _check_visible(connection, caller, cycle_id)
        plan = plan_shortage(connection, cycle_id, question)
    if isinstance(plan, ShortageRefusal):
        raise _refused(plan)
    return _page(plan, limit, after)


def make_shortage(
    service: Service,
    caller: Receiver,
    cycle_id: UUID,
    told: Annotated[ShortageOrder, Body(openapi_examples=_ORDERS)],
) -> Shortage:
    """Change orders exactly as the preview with this hash said, and make their revision slips.

    The same hash again answers what was done and does nothing. 409 if anything changed since the preview.
    """
    with reading(service.engine) as connection:
        _check_visible(connection, caller, cycle_id)
    why = Told(caller.actor, service.now(), told.reason)
    return _answer(apply_shortage(service.engine, cycle_id, told, why, service.hooks))


def take_shortage_back(
    service: Service,
    caller: Receiver,
    cycle_id: UUID,
    shortage_id: UUID,
    told: Annotated[ShortageWithdrawal | None, Body(openapi_examples=_WHY)] = None,
) -> Shortage:
    """Give the orders back what was taken from them, and make their revision slips; again is a success.

    Until a desk begins a wave that one of them is in. Orders cancelled since stay cancelled, as they were.
    """
    with reading(service.engine) as connection:
        _check_visible(connection, caller, cycle_id)
    why = Told(caller.actor, service.now(), "" if told is None else told.reason)
    return _answer(withdraw_shortage(service.engine, cycle_id, shortage_id, why, service.hooks))


def read_shortages(
    service: Service,
    caller: Receiver,
    cycle_id: UUID,
    limit: Annotated[int, Query(ge=1, le=1_000)] = 200,
    after: UUID | None = None,
) -> ShortagePage:
    """What was applied in a cycle, oldest first."""
    with reading(service.engine) as connection:
        _check_visible(connection, caller, cycle_id)
        return list_shortages(connection, cycle_id, after, limit)


def _check_visible(connection: Connection, caller: Caller, cycle_id: UUID) -> None:
    warehouse = connection.scalar(select(cycles.c.warehouse).where(cycles.c.id == cycle_id))
    if warehouse is None or not caller.may_see(warehouse):
        detail = f"There is no cycle {cycle_id}. GET /v1/cycles lists those there are."
        raise ProblemError(HTTPStatus.NOT_FOUND, "cycle-unknown", detail)


def _page(plan: Plan, limit: int, after: str | None) -> ShortagePreview:
    begin = 0 if after is None else bisect_right(plan.losses, after, key=lambda loss: loss.order_no)
    page = plan.losses[begin : begin + limit]
    further = page[-1].order_no if begin + limit < len(plan.losses) else None
    orders = [OrderShare(**loss._asdict()) for loss in page]
    return plan.preview.model_copy(update={"orders": orders, "next": further})


def _answer(done: Shortage | ShortageRefusal) -> Shortage:
    if isinstance(done, ShortageRefusal):
        raise _refused(done)
    return done


def _refused(refusal: ShortageRefusal) -> ProblemError:
    return ProblemError(_STATUS[refusal.why], refusal.why, refusal.reason)
