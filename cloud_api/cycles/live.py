"""Pushes the totals of a cycle to those who watch it, as orders come."""

from collections.abc import AsyncIterator, Sequence
from http import HTTPStatus
from typing import cast
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse
from sqlalchemy import Engine
from starlette.concurrency import run_in_threadpool

from cloud_api.cycles.service import find_cycle
from cloud_api.cycles.totals import TotalsBy, cycle_totals
from cloud_api.http.callers import Caller, Insider
from cloud_api.http.context import Context, Service
from cloud_api.http.live import LiveStreams, event, events, live_answer, live_response, still_welcome
from cloud_api.http.problems import ProblemError, problem_responses
from cloud_api.storage.transaction import reading
from cloud_api.wire.base import Zone
from cloud_api.wire.cycles import Total
from cloud_api.wire.live import TotalsMoved


def live_routes() -> APIRouter:
    """The addresses of totals that move."""
    router = APIRouter(tags=["cycles"])
    refusals = (
        HTTPStatus.UNAUTHORIZED,
        HTTPStatus.FORBIDDEN,
        HTTPStatus.NOT_FOUND,
        HTTPStatus.UNPROCESSABLE_ENTITY,
    )
    router.get(
        "/v1/cycles/{cycle_id}/totals/stream",
        summary="Totals pushed as orders come",
        responses=problem_responses(*refusals)
        | live_answer("Events `totals` with the data TotalsMoved; comments keep it alive."),
        response_class=StreamingResponse,
    )(stream_totals)
    return router


async def stream_totals(
    service: Service, request: Request, caller: Insider, cycle_id: UUID, by: TotalsBy
) -> StreamingResponse:
    """All totals at once, then those that changed, at most twice a second.

    However many watch, they are counted once; a count that takes long is made less often.
    """
    await run_in_threadpool(_check_visible, service, caller, cycle_id)
    return live_response(_moving(service, request, caller, cycle_id, by))


async def _moving(
    service: Context, request: Request, caller: Caller, cycle_id: UUID, by: TotalsBy
) -> AsyncIterator[bytes]:
    streams = cast(LiveStreams, request.app.state.live)
    told = ToldTotals()
    stream = streams.watch((cycle_id, by), lambda: _count(service.engine, cycle_id, by))
    async for part in events(streams, stream, told.words, still_welcome(service, request, caller)):
        yield part


def _check_visible(service: Context, caller: Caller, cycle_id: UUID) -> None:
    with reading(service.engine) as connection:
        cycle = find_cycle(connection, cycle_id)
    if cycle is None or not caller.may_see(cycle.warehouse):
        raise ProblemError(
            HTTPStatus.NOT_FOUND, "cycle-unknown", f"There is no cycle {cycle_id}. GET /v1/cycles lists them."
        )


def _count(engine: Engine, cycle_id: UUID, by: TotalsBy) -> list[Total]:
    with reading(engine) as connection:
        return cycle_totals(connection, cycle_id, by)


class ToldTotals:
    """What one listener has heard, so that only what changed is said."""

    def __init__(self) -> None:
        self._rows: dict[tuple[str, Zone | None], Total] | None = None

    def words(self, totals: Sequence[Total]) -> bytes:
        """The event that brings the listener up to these totals."""
        before, now = self._rows, {(total.key, total.zone): total for total in totals}
        self._rows = now
        if before is None:
            moved = TotalsMoved(whole=True, rows=tuple(totals))
        else:
            rows = tuple(total for key, total in now.items() if before.get(key) != total)
            gone = tuple(total for key, total in before.items() if key not in now)
            moved = TotalsMoved(whole=False, rows=rows, gone=gone)
        return event("totals", moved.model_dump_json())
