"""Facts and changes over HTTP."""

from collections.abc import AsyncIterator, Mapping
from http import HTTPStatus
from typing import Annotated, Any, cast
from uuid import UUID

from fastapi import APIRouter, Body, Depends, Header, Query, Request, Response
from fastapi.openapi.models import Example
from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool

from cloud_api.exchange.chain import check_chain
from cloud_api.exchange.facts import take_facts
from cloud_api.exchange.feeds import (
    CursorBelowHorizonError,
    change_page,
    newest_concerning,
    newest_cursor,
)
from cloud_api.exchange.reading import UnreadableFactError, hashed
from cloud_api.exchange.refusals_api import FactHandlers, add_refusal_routes
from cloud_api.exchange.snapshot import snapshot
from cloud_api.exchange.watch import ChangeWatch
from cloud_api.http.callers import Anyone, Caller, Insider, Station
from cloud_api.http.context import Context, Service
from cloud_api.http.live import LiveStreams, event, events, live_answer, live_response, still_welcome
from cloud_api.http.problems import ProblemError, problem_responses
from cloud_api.storage.reports import RunHandler
from cloud_api.storage.transaction import reading
from cloud_api.wire.exchange import (
    GENESIS_HASH,
    ChainState,
    ChangePage,
    CursorMoved,
    FactBatch,
    FactBatchResult,
)
from cloud_api.wire.facts import FactKind

MAX_CURSOR = 2**62
_NDJSON_TYPE = "application/x-ndjson"
_NDJSON: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "A line of SnapshotHead, lines of Change, a line of SnapshotEnd",
        "content": {_NDJSON_TYPE: {"schema": {"type": "string"}}},
    }
}
_BATCH: dict[str, Example] = {
    "put": {
        "summary": "The first fact of a station",
        "value": {
            "facts": [
                {
                    "id": "01976b1e-5f00-7000-8000-000000000002",
                    "seq": 1,
                    "operator_id": "01976b1e-5f00-7000-8000-00000000000a",
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
    router.post("/v1/facts", summary="Report facts", responses=answers, response_model=FactBatchResult)(
        receive_facts
    )
    add_refusal_routes(router)
    gone = problem_responses(HTTPStatus.GONE)
    router.get(
        "/v1/changes", summary="Changes after a cursor", responses=answers | gone, response_model=ChangePage
    )(read_changes)
    router.get(
        "/v1/changes/stream",
        summary="Be told at once that there are changes",
        responses=answers | live_answer("Events `cursor` with the data CursorMoved; comments keep it alive."),
        response_class=StreamingResponse,
    )(stream_changes)
    router.get(
        "/v1/snapshot",
        summary="All that counts now, instead of every change",
        responses=answers | _NDJSON,
        response_class=Response,
    )(read_snapshot)
    router.get(
        "/v1/stations/{station_id}/chain",
        summary="Look along the hash chain of a station",
        responses=answers | problem_responses(HTTPStatus.NOT_FOUND),
    )(read_chain)
    return router


def _run_handlers(request: Request) -> Mapping[FactKind, RunHandler]:
    return cast(Mapping[FactKind, RunHandler], request.app.state.run_handlers)


def receive_facts(
    service: Service,
    station: Station,
    handlers: FactHandlers,
    runs: Annotated[Mapping[FactKind, RunHandler], Depends(_run_handlers)],
    batch: Annotated[FactBatch, Body(openapi_examples=_BATCH)],
) -> Response:
    """Take a station's facts in the order of their numbers; a verdict a fact.

    A repeat gets the answer of the first time: `repeated`, or `refused` with the reason kept. After a gap
    facts are `out_of_order`: send again from `expected_seq`. A refused fact is kept and the chain goes on.
    """
    try:
        sent = [hashed(fact, station.station_id) for fact in batch.facts]
    except UnreadableFactError as trouble:
        raise ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, "fact-unreadable", str(trouble)) from trouble
    taken = take_facts(service.engine, station, sent, handlers, service.clock, runs)
    service.meters.facts(result.verdict for result in taken.results)
    return Response(taken.model_dump_json(), media_type="application/json")


def read_changes(
    service: Service,
    caller: Anyone,
    after: Annotated[int, Query(ge=0, le=MAX_CURSOR)] = 0,
    limit: Annotated[int, Query(ge=1, le=1000)] = 500,
) -> Response:
    """Changes after `after` that concern the caller, oldest first; pull again with `next_cursor`.

    Stations of the roles warehouse and dispatch get those of their warehouse, stations of the role pickup
    those of their shop, an integrator all.

    A `last_cursor` below the caller's cursor, or an `expected_seq` at or below a fact that was answered, says
    that this service was restored from a backup: pull again from 0, send facts again from `expected_seq`.

    410 says that changes behind `after` are not kept any more: take a snapshot.
    """
    try:
        with reading(service.engine) as connection:
            page = change_page(connection, caller, after, limit, service.now())
    except CursorBelowHorizonError as gone:
        raise ProblemError(HTTPStatus.GONE, "cursor-below-horizon", str(gone)) from gone
    return Response(page.json(), media_type="application/json")


def read_snapshot(service: Service, caller: Anyone) -> Response:
    """What the caller must know now, from one picture of the database: for a station that is new or was away.

    NDJSON: a SnapshotHead, changes in an order in which each can be applied, a SnapshotEnd. Of changes about
    the same thing only the newest is told. Go on with GET /v1/changes behind the cursor of the head.
    """
    with reading(service.engine) as connection:
        told = snapshot(connection, caller, service.now())
    return Response(told, media_type=_NDJSON_TYPE)


async def stream_changes(
    service: Service,
    request: Request,
    caller: Anyone,
    after: Annotated[int, Query(ge=0, le=MAX_CURSOR)] = 0,
    last_event_id: Annotated[str, Header(pattern="^[0-9]{0,18}$")] = "",
) -> StreamingResponse:
    """An event `cursor` whenever changes that concern the caller were written: then pull them.

    The first comes at once when there are such changes behind `after`, or behind the header Last-Event-ID. A
    comment comes at least every 15 seconds; without one for longer, connect again. A token that is revoked
    ends the stream.
    """
    return live_response(_cursors(service, request, caller, max(after, int(last_event_id or 0))))


async def _cursors(service: Context, request: Request, caller: Caller, after: int) -> AsyncIterator[bytes]:
    """Listens before it looks: what comes in between is told twice rather than never."""
    stream = _watch(request).listen(caller)
    try:
        seen, newest = await run_in_threadpool(_newest, service, caller)
        first = _cursor_event(newest) if newest > after else b""
        welcome = still_welcome(service, request, caller)

        def words(cursor: int) -> bytes | None:
            return _cursor_event(cursor) if cursor > seen else None

        async for part in events(_streams(request), stream, words, welcome, first):
            yield part
    finally:
        _watch(request).leave(stream)


def _newest(service: Context, caller: Caller) -> tuple[int, int]:
    """The newest cursor of all and the newest that concerns the caller."""
    with reading(service.engine) as connection:
        return newest_cursor(connection), newest_concerning(connection, caller)


def _cursor_event(cursor: int) -> bytes:
    return event("cursor", CursorMoved(cursor=cursor).model_dump_json(), cursor)


def _watch(request: Request) -> ChangeWatch:
    return cast(ChangeWatch, request.app.state.change_watch)


def _streams(request: Request) -> LiveStreams:
    return cast(LiveStreams, request.app.state.live)


def read_chain(
    service: Service,
    caller: Insider,
    station_id: UUID,
    after: Annotated[int, Query(ge=0, le=MAX_CURSOR)] = 0,
) -> ChainState:
    """The first broken link among the 20,000 facts behind number `after`; go on from `checked_to`.

    For integrators, and for a station of a warehouse its own.
    """
    if not caller.is_integrator and caller.station_id != station_id:
        raise ProblemError(
            HTTPStatus.NOT_FOUND, "station-unknown", f"There is no station {station_id} you may look into."
        )
    with reading(service.engine) as connection:
        return check_chain(connection, station_id, after)
