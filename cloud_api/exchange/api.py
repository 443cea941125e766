"""Facts and changes over HTTP."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, cast

from fastapi import APIRouter, Body, Depends, Query, Request
from fastapi.openapi.models import Example

from cloud_api.exchange.facts import take_facts
from cloud_api.exchange.feeds import change_page, list_refused
from cloud_api.exchange.reading import UnreadableFactError, hashed
from cloud_api.http.callers import Anyone, Station
from cloud_api.http.context import Service
from cloud_api.http.problems import ProblemError, problem_responses
from cloud_api.storage.reports import Handler
from cloud_api.storage.transaction import reading
from cloud_api.wire.exchange import GENESIS_HASH, ChangePage, FactBatch, FactBatchResult
from cloud_api.wire.facts import FactKind
from cloud_api.wire.refusals import RefusedFact

MAX_CURSOR = 2**62
_BATCH: dict[str, Example] = {
    "put": {
        "summary": "The first fact of a station",
        "value": {
            "facts": [
                {
                    "id": "01976b1e-5f00-7000-8000-000000000002",
                    "seq": 1,
                    "operator_id": None,
                    "happened_at": "2026-06-18T23:10:00Z",
                    "kind": "ItemPut",
                    "version": 1,
                    "body": {
                        "wave_id": "01976b1e-5f00-7000-8000-000000000003",
                        "crate_id": "01976b1e-5f00-7000-8000-000000000004",
                        "put_id": "01976b1e-5f00-7000-8000-000000000005",
                        "sku": "PEACH-500",
                        "quantity": 2,
                    },
                    "previous_hash": GENESIS_HASH,
                }
            ]
        },
    }
}


def routes() -> APIRouter:
    """The addresses of this slice."""
    router = APIRouter(tags=["exchange"])
    refusals = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.UNPROCESSABLE_ENTITY)
    answers = problem_responses(*refusals)
    router.post("/v1/facts", summary="Report facts", responses=answers)(receive_facts)
    router.get("/v1/facts/refused", summary="Facts that wait for a person", responses=answers)(read_refused)
    router.get("/v1/changes", summary="Changes after a cursor", responses=answers)(read_changes)
    return router


def _handlers(request: Request) -> Mapping[FactKind, Handler]:
    return cast(Mapping[FactKind, Handler], request.app.state.fact_handlers)


def receive_facts(
    service: Service,
    station: Station,
    handlers: Annotated[Mapping[FactKind, Handler], Depends(_handlers)],
    batch: Annotated[FactBatch, Body(openapi_examples=_BATCH)],
) -> FactBatchResult:
    """Take a station's facts in the order of their numbers; a verdict a fact.

    A repeat gets the answer of the first time: `repeated`, or `refused` with the reason kept. After a gap
    facts are `out_of_order`: send again from `expected_seq`. A refused fact is kept and the chain goes on.
    """
    try:
        sent = [hashed(fact, station.station_id) for fact in batch.facts]
    except UnreadableFactError as trouble:
        raise ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, "fact-unreadable", str(trouble)) from trouble
    return take_facts(service.engine, station, sent, handlers, service.clock)


def read_refused(
    service: Service, caller: Anyone, limit: Annotated[int, Query(ge=1, le=1000)] = 200
) -> list[RefusedFact]:
    """Refused facts, the latest first: all for an integrator, its own for a station."""
    station_id = None if caller.is_integrator else caller.station_id
    with reading(service.engine) as connection:
        return list_refused(connection, station_id, limit)


def read_changes(
    service: Service,
    caller: Anyone,
    after: Annotated[int, Query(ge=0, le=MAX_CURSOR)] = 0,
    limit: Annotated[int, Query(ge=1, le=1000)] = 500,
) -> ChangePage:
    """Changes after `after` that concern the caller, oldest first; pull again with `next_cursor`.

    Stations of the roles warehouse and dispatch get those of their warehouse, stations of the role pickup
    those of their shop, an integrator all.

    A `last_cursor` below the caller's cursor, or an `expected_seq` at or below a fact that was answered, says
    that this service was restored from a backup: pull again from 0, send facts again from `expected_seq`.
    """
    with reading(service.engine) as connection:
        return change_page(connection, caller, after, limit, service.now())
