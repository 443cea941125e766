"""A line of the ledger before it is written, and the place in the book each of its sides changes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from cloud_api.storage.reports import Report
from cloud_api.wire.facts import ItemPut
from cloud_api.wire.floor import Lot, MoveReason, StockLine, StockMoved, stock_key


class Place(NamedTuple):
    """A lot in a bin; `expiry` is YYYY-MM-DD, empty where there is none."""

    bin: str
    sku: str
    lot: str
    expiry: str


@dataclass
class Amount:
    """Pieces and grams; below zero where more went than came."""

    quantity: int = 0
    weight_g: int = 0

    def add(self, quantity: int, weight_g: int) -> None:
        """So much more."""
        self.quantity += quantity
        self.weight_g += weight_g

    @property
    def is_below_zero(self) -> bool:
        """Whether pieces or grams are."""
        return self.quantity < 0 or self.weight_g < 0


class Entry(NamedTuple):
    """Goods that moved, in the form the ledger keeps."""

    movement_id: UUID
    sku: str
    lot: str
    expiry: str
    from_bin: str | None
    to_bin: str | None
    quantity: int
    weight_g: int
    why: MoveReason
    station_id: UUID
    operator_id: UUID | None
    happened_at: datetime
    ref: UUID | None = None
    note: str = ""
    photo: str | None = None
    supervisor_id: UUID | None = None
    absorbed: bool = False
    """It takes back what an approved count had found already: no later count takes it back again."""

    def sides(self) -> Iterator[tuple[Place, int, int]]:
        """Each place it changes, with the pieces and grams that come to it (or go: below zero)."""
        if self.from_bin is not None:
            yield Place(self.from_bin, self.sku, self.lot, self.expiry), -self.quantity, -self.weight_g
        if self.to_bin is not None:
            yield Place(self.to_bin, self.sku, self.lot, self.expiry), self.quantity, self.weight_g


def entry_of_move(report: Report[StockMoved]) -> Entry:
    """What a desk says that moved."""
    body = report.body
    return Entry(
        movement_id=body.movement_id,
        sku=body.sku,
        lot=body.lot,
        expiry=written(body.expiry),
        from_bin=body.from_bin,
        to_bin=body.to_bin,
        quantity=body.quantity,
        weight_g=body.weight_g,
        why=body.why,
        station_id=report.station_id,
        operator_id=report.operator_id,
        happened_at=report.happened_at,
        ref=body.ref,
        note=body.note,
        photo=body.photo,
        supervisor_id=body.supervisor_id,
    )


def entry_of_put(report: Report[ItemPut]) -> Entry:
    """What a put into a crate took from its bin; it bears the put's own id."""
    body = report.body
    return Entry(
        movement_id=body.put_id,
        sku=body.sku,
        lot=body.lot,
        expiry=written(body.expiry),
        from_bin=body.bin,
        to_bin=None,
        quantity=body.quantity,
        weight_g=body.weight_g,
        why=MoveReason.PICK,
        station_id=report.station_id,
        operator_id=report.operator_id,
        happened_at=report.happened_at,
        ref=body.crate_id,
    )


def written(expiry: date | None) -> str:
    """A date of expiry as the tables keep it."""
    return expiry.isoformat() if expiry else ""


def read_expiry(kept: str) -> date | None:
    """A date of expiry as messages tell it."""
    return date.fromisoformat(kept) if kept else None


def lot_place(bin_code: str, lot: Lot) -> Place:
    """Where a lot lies."""
    return Place(bin_code, lot.sku, lot.lot, written(lot.expiry))


def line_of(warehouse: str, place: Place, held: Amount) -> StockLine:
    """What stations are told of a place."""
    expiry = read_expiry(place.expiry)
    return StockLine(
        key=stock_key(place.bin, place.sku, place.lot, expiry),
        warehouse=warehouse,
        bin=place.bin,
        sku=place.sku,
        lot=place.lot,
        expiry=expiry,
        quantity=held.quantity,
        weight_g=held.weight_g,
    )


def place_of(row: Any) -> Place:
    """The place a row of balances is about."""
    return Place(row.bin, row.sku, row.lot, row.expiry)
