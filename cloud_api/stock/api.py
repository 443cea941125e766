"""The book of stock over HTTP: what lies where, how it came to be, what was lost, what is counted."""

from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from cloud_api.http.callers import Caller, Insider
from cloud_api.http.context import Service
from cloud_api.http.problems import ProblemError, problem_responses
from cloud_api.stock.listing import Wanted, list_counts, list_movements, list_stock, read_spot
from cloud_api.stock.losses import LONGEST, list_losses
from cloud_api.storage.transaction import reading
from cloud_api.wire.base import NO_NUL, Moment
from cloud_api.wire.floor import CountPage, CountState, LossReport, MovementPage, MoveReason, StockPage

_MOST_NUMBER = 2**62
_LOSSES_OF = timedelta(days=31)
_Warehouse = Annotated[
    str | None,
    Query(max_length=64, pattern=NO_NUL, description="For integrators; others see their own warehouse."),
]
_Bin = Annotated[str | None, Query(max_length=64, pattern=NO_NUL, examples=["A-03-12"])]
_Sku = Annotated[str | None, Query(max_length=64, pattern=NO_NUL, examples=["PEACH-500"])]
_Lot = Annotated[str | None, Query(max_length=40, pattern=NO_NUL, examples=["L260618"])]
_Limit = Annotated[int, Query(ge=1, le=1_000)]


def routes() -> APIRouter:
    """The addresses of this slice."""
    router = APIRouter(tags=["stock"])
    answers = problem_responses(
        HTTPStatus.UNAUTHORIZED,
        HTTPStatus.FORBIDDEN,
        HTTPStatus.CONFLICT,
        HTTPStatus.UNPROCESSABLE_ENTITY,
    )
    router.get("/v1/stock", summary="What lies in which bin", responses=answers)(read_stock)
    router.get("/v1/stock/movements", summary="The ledger of stock", responses=answers)(read_movements)
    router.get("/v1/stock/losses", summary="What was lost", responses=answers)(read_losses)
    router.get("/v1/counts", summary="Counts and their differences", responses=answers)(read_counts)
    return router


def read_stock(
    service: Service,
    caller: Insider,
    warehouse: _Warehouse = None,
    bin: _Bin = None,
    sku: _Sku = None,
    lot: _Lot = None,
    limit: _Limit = 200,
    after: Annotated[str | None, Query(max_length=1_000)] = None,
) -> StockPage:
    """Balances by bin, product and lot; one below zero says that a count is due.

    Stations are told each balance as a change `stock`, whole, whenever it changes.
    """
    wanted = Wanted(_whose(caller, warehouse), bin, sku, lot)
    try:
        place = None if after is None else read_spot(after)
    except ValueError as error:
        detail = "This `after` is of no page of balances. Send the `next` of the page before, or none."
        raise ProblemError(HTTPStatus.CONFLICT, "page-unknown", detail) from error
    with reading(service.engine) as connection:
        return list_stock(connection, wanted, place, limit)


def read_movements(
    service: Service,
    caller: Insider,
    warehouse: _Warehouse = None,
    bin: _Bin = None,
    sku: _Sku = None,
    lot: _Lot = None,
    why: MoveReason | None = None,
    since: Moment | None = None,
    until: Moment | None = None,
    limit: _Limit = 200,
    before: Annotated[int | None, Query(ge=1, le=_MOST_NUMBER)] = None,
) -> MovementPage:
    """Lines of the ledger, the one written last first; go on with `before` as `next` says.

    A line is never changed. A count that was approved, and what it explains later, stands as `count`.
    """
    wanted = Wanted(_whose(caller, warehouse), bin, sku, lot, since, until)
    with reading(service.engine) as connection:
        return list_movements(connection, wanted, why, before, limit)


def read_losses(
    service: Service,
    caller: Insider,
    warehouse: _Warehouse = None,
    sku: _Sku = None,
    since: Moment | None = None,
    until: Moment | None = None,
) -> LossReport:
    """Damaged, expired, lost and lacking goods by day, product and reason, with their price of purchase.

    Of the last 31 days unless told otherwise, 93 at most. Goods set apart in a bin are lost when they leave
    it.
    """
    end = until or service.now()
    begin = since or _before(end)
    if not timedelta() <= end - begin <= LONGEST:
        detail = f"Ask for {LONGEST.days} days at most, `since` before `until`."
        raise ProblemError(HTTPStatus.CONFLICT, "period-too-long", detail)
    with reading(service.engine) as connection:
        return list_losses(connection, _whose(caller, warehouse), begin, end, sku)


def read_counts(
    service: Service,
    caller: Insider,
    warehouse: _Warehouse = None,
    bin: _Bin = None,
    sku: _Sku = None,
    state: CountState | None = None,
    since: Moment | None = None,
    until: Moment | None = None,
    limit: _Limit = 200,
    after: UUID | None = None,
) -> CountPage:
    """Counts, the one asked last first, with what the book had and what was found."""
    wanted = Wanted(_whose(caller, warehouse), bin, sku, None, since, until)
    with reading(service.engine) as connection:
        return list_counts(connection, wanted, state, after, limit)


def _before(end: datetime) -> datetime:
    """The first years of our era have no month before them."""
    try:
        return end - _LOSSES_OF
    except OverflowError:
        return end


def _whose(caller: Caller, asked: str | None) -> str | None:
    """The warehouse whose book the caller may see; None: all."""
    if caller.is_integrator:
        return asked
    if asked in (None, caller.warehouse):
        return caller.warehouse
    detail = f"{caller.name} belongs to warehouse {caller.warehouse} and sees the book of no other one."
    raise ProblemError(HTTPStatus.FORBIDDEN, "other-warehouse", detail)
