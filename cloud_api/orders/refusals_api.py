"""Refused orders and changes over HTTP: what waits for a person, and the word that it is settled."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Body, Path, Query, Response
from fastapi.openapi.models import Example
from sqlalchemy import Connection, Table

from cloud_api.http.callers import Caller, Manager
from cloud_api.http.context import Context, Service
from cloud_api.http.idempotency import Answer, Idempotency, RequestKey, message_answer, once
from cloud_api.http.problems import ProblemError, problem_responses
from cloud_api.orders.refusals import (
    CursorRefusedError,
    Whose,
    open_refusals,
    open_refused_amendments,
    settle_by_hand,
)
from cloud_api.storage.audit import note_act
from cloud_api.storage.tables.orders import refused_amendments, refused_orders
from cloud_api.storage.transaction import reading
from cloud_api.wire.amendments import RefusedAmendmentPage, Settlement, SettlementNote
from cloud_api.wire.refusals import RefusedOrderPage

_NOTE: dict[str, Example] = {
    "dropped": {"summary": "Looked at and dropped", "value": {"note": "重复导出，商城已确认"}}
}
_Limit = Annotated[int, Query(ge=1, le=1000)]
_After = Annotated[str | None, Query(max_length=128)]
_Digest = Annotated[str, Path(pattern="^[0-9a-f]{64}$")]
_Note = Annotated[SettlementNote, Body(openapi_examples=_NOTE)]


def add_routes(router: APIRouter) -> None:
    """Add the addresses of refusals to those of the slice."""
    refusals = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.UNPROCESSABLE_ENTITY)
    told = problem_responses(*refusals, HTTPStatus.CONFLICT)
    one = problem_responses(*refusals, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT)
    router.get("/v1/orders/refused", summary="Refused orders nobody has put right yet", responses=told)(
        read_refused
    )
    router.post(
        "/v1/orders/refused/{digest}/settlement",
        summary="Drop a refused order",
        response_model=Settlement,
        responses=one,
    )(settle_refused)
    router.get(
        "/v1/orders/amendments/refused",
        summary="Refused changes nobody has put right yet",
        responses=told,
    )(read_refused_amendments)
    router.post(
        "/v1/orders/amendments/refused/{digest}/settlement",
        summary="Drop a refused change",
        response_model=Settlement,
        responses=one,
    )(settle_refused_amendment)


def read_refused(
    service: Service, caller: Manager, limit: _Limit = 200, after: _After = None
) -> RefusedOrderPage:
    """Refused orders as they were sent, the latest first; gone once accepted or settled.

    A manager does not see those for shops of other warehouses; those that name no known shop all see.
    """
    try:
        with reading(service.engine) as connection:
            return open_refusals(connection, _scope(caller), limit, after)
    except CursorRefusedError as error:
        raise _bad_cursor(error) from error


def read_refused_amendments(
    service: Service, caller: Manager, limit: _Limit = 200, after: _After = None
) -> RefusedAmendmentPage:
    """Refused changes as they were sent, the latest first; gone once accepted or settled.

    A manager does not see those of orders of other warehouses; those of no known order all see.
    """
    try:
        with reading(service.engine) as connection:
            return open_refused_amendments(connection, _scope(caller), limit, after)
    except CursorRefusedError as error:
        raise _bad_cursor(error) from error


def settle_refused(
    service: Service, caller: Manager, key: Idempotency, digest: _Digest, note: _Note
) -> Response:
    """A person looked at a refused order and drops it, with a note. Settling again changes nothing.

    The same order sent again is refused again and stands in the list again.
    """
    return _settle(service, caller, key, refused_orders, digest, note)


def settle_refused_amendment(
    service: Service, caller: Manager, key: Idempotency, digest: _Digest, note: _Note
) -> Response:
    """A person looked at a refused change and drops it, with a note. Settling again changes nothing."""
    return _settle(service, caller, key, refused_amendments, digest, note)


def _settle(
    service: Context, caller: Caller, key: RequestKey | None, table: Table, digest: str, note: SettlementNote
) -> Response:
    def act(connection: Connection) -> Answer:
        now = service.now()
        whose = Whose(digest, _scope(caller))
        settled = settle_by_hand(connection, table, whose, caller.name, note.note, now)
        if settled is None:
            detail = f"Nothing refused has the digest {digest}. The lists of refusals name each digest."
            raise ProblemError(HTTPStatus.NOT_FOUND, "refusal-unknown", detail)
        about = f"order {settled.order_no}"
        detail_kept = {"digest": digest, "note": note.note}
        note_act(connection, caller.actor, "settle refusal", about, now, detail_kept)
        return message_answer(settled)

    return once(service, key, act)


def _scope(caller: Caller) -> str | None:
    return None if caller.is_integrator else caller.warehouse


def _bad_cursor(error: CursorRefusedError) -> ProblemError:
    return ProblemError(HTTPStatus.CONFLICT, "cursor-not-ours", str(error))
