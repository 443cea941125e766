"""Refused facts over HTTP: what waits for a person, the word that it is settled, and another try."""

from collections.abc import Mapping
from enum import StrEnum
from http import HTTPStatus
from typing import Annotated, cast
from uuid import UUID

from fastapi import APIRouter, Body, Depends, Query, Request, Response
from fastapi.openapi.models import Example
from sqlalchemy import Connection

from cloud_api.exchange.applying_again import apply_again
from cloud_api.exchange.refusals import WantedRefusals, list_refused, settle_by_hand
from cloud_api.http.callers import Anyone, Caller, Manager
from cloud_api.http.context import Service
from cloud_api.http.idempotency import Answer, Idempotency, message_answer, once
from cloud_api.http.problems import ProblemError, problem_responses
from cloud_api.storage.reports import Handler
from cloud_api.storage.transaction import reading
from cloud_api.wire.amendments import SettlementNote
from cloud_api.wire.base import Code
from cloud_api.wire.facts import FactKind
from cloud_api.wire.refusals import FactTried, RefusedFact, RefusedFactPage

_NOTE: dict[str, Example] = {
    "counted": {"summary": "Put right by hand", "value": {"note": "已重新清点，箱里两件桃子"}}
}


class RefusalState(StrEnum):
    """Which refusals a list shows."""

    OPEN = "open"
    SETTLED = "settled"
    ALL = "all"


_SETTLED = {RefusalState.OPEN: False, RefusalState.SETTLED: True, RefusalState.ALL: None}


def fact_handlers_of(request: Request) -> Mapping[FactKind, Handler]:
    """The handlers this service was assembled with."""
    return cast(Mapping[FactKind, Handler], request.app.state.fact_handlers)


FactHandlers = Annotated[Mapping[FactKind, Handler], Depends(fact_handlers_of)]


def add_refusal_routes(router: APIRouter) -> None:
    """Add the addresses of refused facts to those of the slice."""
    refusals = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.UNPROCESSABLE_ENTITY)
    one = problem_responses(*refusals, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT)
    router.get(
        "/v1/facts/refused", summary="Facts that wait for a person", responses=problem_responses(*refusals)
    )(read_refused)
    router.post(
        "/v1/facts/refused/{refusal_id}/settlement",
        summary="Settle a refused fact by hand",
        response_model=RefusedFact,
        responses=one,
    )(settle_refused)
    router.post(
        "/v1/facts/refused/{refusal_id}/again",
        summary="Try a refused fact again",
        response_model=FactTried,
        responses=one,
    )(try_again)


def read_refused(
    service: Service,
    caller: Anyone,
    station: UUID | None = None,
    warehouse: Annotated[Code | None, Query()] = None,
    state: RefusalState = RefusalState.OPEN,
    limit: Annotated[int, Query(ge=1, le=1000)] = 200,
    after: UUID | None = None,
) -> RefusedFactPage:
    """Refused facts, the latest first: all for an integrator, its own for a station.

    A manager sees those of the stations of the own warehouse and of its shops.
    """
    wanted = (WantedRefusals(station, warehouse, _SETTLED[state]), _own(caller))
    with reading(service.engine) as connection:
        return list_refused(connection, wanted, limit, after)


def settle_refused(
    service: Service,
    caller: Manager,
    key: Idempotency,
    refusal_id: UUID,
    note: Annotated[SettlementNote, Body(openapi_examples=_NOTE)],
) -> Response:
    """A person put things right and writes down how; the station is told. Settling again changes nothing.

    `settled_how` and `note` of the answer are those of whoever came first.
    """

    def act(connection: Connection) -> Answer:
        settled = settle_by_hand(
            connection, refusal_id, _own(caller).warehouse, caller.actor, note.note, service.now()
        )
        if settled is None:
            raise _unknown(refusal_id)
        return message_answer(settled)

    return once(service, key, act)


def try_again(
    service: Service, caller: Manager, key: Idempotency, handlers: FactHandlers, refusal_id: UUID
) -> Response:
    """Apply a refused fact as it was sent, where its reason may have gone; the answer says what came of it.

    `accepted`: it counts as if it had been taken when it came, and the station is told. `refused`: nothing
    changed but `reason`. `settled`: it was settled before, and nothing was done. A fact whose number belongs
    to another one, or that does not follow the one before it, stays refused: settle it by hand.
    """

    def act(connection: Connection) -> Answer:
        tried = apply_again(
            connection, handlers, refusal_id, _own(caller).warehouse, caller.actor, service.now()
        )
        if tried is None:
            raise _unknown(refusal_id)
        return message_answer(tried)

    return once(service, key, act)


def _own(caller: Caller) -> WantedRefusals:
    """What a caller may see at all."""
    if caller.is_integrator:
        return WantedRefusals()
    if caller.is_person:
        return WantedRefusals(warehouse=caller.warehouse)
    return WantedRefusals(station_id=caller.station_id)


def _unknown(refusal_id: UUID) -> ProblemError:
    detail = f"No refused fact has the id {refusal_id}. GET /v1/facts/refused lists them."
    return ProblemError(HTTPStatus.NOT_FOUND, "refusal-unknown", detail)
