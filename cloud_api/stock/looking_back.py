"""What was counted stays true of its moment, whenever the facts of before come in.

A desk may be offline for hours: what it moved before a count arrives after it. The rule: what was counted
is held against the book as of the count's own moment, that is the balance of now without the movements that
happened after it. A movement that happened at or before a count and comes in later therefore

* changes what a count shows that nobody has approved: it is compared anew, and what agreed may differ then
  and what differed agree;
* does not change the book behind a count that was approved: what was found there held that movement
  already. The earliest such count at or after it takes it back with a movement COUNT of its own moment.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid5

from sqlalchemy import Connection, Row, or_, select, update

from cloud_api.stock.entries import Amount, Entry, Place, lot_place, place_of, read_expiry
from cloud_api.storage.key_lists import among
from cloud_api.storage.tables.catalogue import products
from cloud_api.storage.tables.floor import balances, counts, movements
from cloud_api.wire.catalogue import Goods
from cloud_api.wire.floor import CountDifference, CountedLot, CountState, MoveReason

_COUNTED = (CountState.TAKEN, CountState.AGREED, CountState.APPROVED)


@dataclass(frozen=True)
class Compared:
    """Where the book as of a count's moment and what was found are not the same."""

    differences: tuple[CountDifference, ...]

    @property
    def state(self) -> CountState:
        """What the count comes to without anybody's word."""
        return CountState.TAKEN if self.differences else CountState.AGREED

    def columns(self) -> dict[str, Any]:
        """What the row of the count keeps of it."""
        told = [each.model_dump(mode="json") for each in self.differences]
        return {"state": str(self.state), "differences": told}


def compare(
    connection: Connection, warehouse: str, counted: "Counted", found: Iterable[CountedLot]
) -> Compared:
    """Hold what was found against the book as of the moment of the count.

    As many pieces whose grams are within the product's tolerance are no difference: goods dry, scales err.
    """
    book = _book_as_of(connection, warehouse, counted)
    seen: defaultdict[Place, Amount] = defaultdict(Amount)
    for lot in found:
        seen[lot_place(counted.bin, lot)].add(lot.quantity, lot.weight_g)
    differing_at = sorted(place for place in book.keys() | seen.keys() if book[place] != seen[place])
    percent = _tolerances(connection, {place.sku for place in differing_at})
    told = (
        _difference(place, book[place], seen[place])
        for place in differing_at
        if not _is_tolerable(book[place], seen[place], percent.get(place.sku, 0))
    )
    return Compared(tuple(told))


def _tolerances(connection: Connection, skus: set[str]) -> dict[str, int]:
    """Percent by which weight goods may be off, by SKU, where the catalogue says so."""
    product = products.c
    query = select(product.sku, product.weight_tolerance_percent).where(
        among(connection, product.sku, skus),
        product.goods == str(Goods.WEIGHT),
        product.weight_tolerance_percent.is_not(None),
    )
    return {row.sku: row.weight_tolerance_percent for row in connection.execute(query)} if skus else {}


def _is_tolerable(book: Amount, found: Amount, percent: int) -> bool:
    off_g = abs(found.weight_g - book.weight_g)
    return book.quantity == found.quantity and off_g * 100 <= book.weight_g * percent


@dataclass(frozen=True)
class Counted:
    """What was counted when; of one product, or all that lies in the bin."""

    bin: str
    sku: str | None
    at: datetime

    def covers(self, place: Place) -> bool:
        """Whether the place was looked at."""
        return self.bin == place.bin and self.sku in (None, place.sku)


def counted_of(row: Row[Any]) -> Counted:
    """Of a row of counts that was taken."""
    return Counted(row.bin, row.sku, row.counted_at)


def counted_since(connection: Connection, warehouse: str, entries: Sequence[Entry]) -> list[Row[Any]]:
    """Counts at or after the first of these movements that looked at a place they change, oldest first."""
    touched = {code for entry in entries for code in (entry.from_bin, entry.to_bin) if code is not None}
    query = select(counts).where(
        counts.c.warehouse == warehouse,
        counts.c.counted_at >= min(entry.happened_at for entry in entries),
        counts.c.state.in_([str(state) for state in _COUNTED]),
        among(connection, counts.c.bin, touched),
    )
    rows = connection.execute(query.order_by(counts.c.counted_at, counts.c.id)).all()
    places = {place for entry in entries for place, _, _ in entry.sides()} if rows else set()
    return [row for row in rows if any(counted_of(row).covers(place) for place in places)]


def absorbing(counted: Sequence[Row[Any]], entries: Sequence[Entry]) -> list[Entry]:
    """What approved counts take back of movements that happened before them; `counted` is oldest first."""
    approved = [row for row in counted if row.state == CountState.APPROVED]
    taken_back = []
    for entry in entries:
        for side, (place, quantity, weight_g) in enumerate(entry.sides()):
            count = next((row for row in approved if _holds_already(row, entry, place)), None)
            if count is not None:
                taken_back += differing(
                    count, place, Amount(-quantity, -weight_g), f"{entry.movement_id}:{side}", absorbed=True
                )
    return taken_back


def _holds_already(row: Row[Any], entry: Entry, place: Place) -> bool:
    return (
        not entry.absorbed
        and row.id != entry.ref
        and row.counted_at >= entry.happened_at
        and counted_of(row).covers(place)
    )


def differing(
    count: Row[Any], place: Place, more: Amount, mark: str, *, absorbed: bool = False
) -> list[Entry]:
    """Movements COUNT of the moment of a count that bring a place so much more; less, where below zero.

    Pieces and grams that go different ways are a movement each. `mark` tells them from others of this count.
    """
    ways = [more]
    if more.quantity * more.weight_g < 0:
        ways = [Amount(more.quantity, 0), Amount(0, more.weight_g)]
    return [
        Entry(
            movement_id=uuid5(count.id, f"{mark}:{number}"),
            sku=place.sku,
            lot=place.lot,
            expiry=place.expiry,
            from_bin=place.bin if way.is_below_zero else None,
            to_bin=None if way.is_below_zero else place.bin,
            quantity=abs(way.quantity),
            weight_g=abs(way.weight_g),
            why=MoveReason.COUNT,
            station_id=count.station_id,
            operator_id=count.counted_by,
            happened_at=count.counted_at,
            ref=count.id,
            supervisor_id=count.settled_by,
            absorbed=absorbed,
        )
        for number, way in enumerate(ways)
    ]


def recounted(connection: Connection, warehouse: str, counted: Sequence[Row[Any]]) -> list[Row[Any]]:
    """Compare anew what nobody has approved; the counts that show something else now, as they were."""
    changed = []
    for row in counted:
        if row.state == CountState.APPROVED:
            continue
        found = [CountedLot.model_validate(each) for each in row.found]
        now = compare(connection, warehouse, counted_of(row), found).columns()
        if now != {"state": row.state, "differences": row.differences}:
            connection.execute(update(counts).where(counts.c.id == row.id).values(now))
            changed.append(row)
    return changed


def _book_as_of(connection: Connection, warehouse: str, counted: Counted) -> defaultdict[Place, Amount]:
    book: defaultdict[Place, Amount] = defaultdict(Amount)
    of_bin = (balances.c.warehouse == warehouse, balances.c.bin == counted.bin)
    for row in connection.execute(select(balances).where(*of_bin)):
        if counted.covers(place_of(row)):
            book[place_of(row)].add(row.quantity, row.weight_g)
    since = select(movements).where(
        movements.c.warehouse == warehouse,
        movements.c.happened_at > counted.at,
        or_(movements.c.from_bin == counted.bin, movements.c.to_bin == counted.bin),
    )
    for row in connection.execute(since):
        for sign, bin_code in ((1, row.from_bin), (-1, row.to_bin)):
            place = Place(bin_code or "", row.sku, row.lot, row.expiry)
            if counted.covers(place):
                book[place].add(sign * row.quantity, sign * row.weight_g)
    return book


def _difference(place: Place, book: Amount, found: Amount) -> CountDifference:
    return CountDifference(
        sku=place.sku,
        lot=place.lot,
        expiry=read_expiry(place.expiry),
        book=book.quantity,
        found=found.quantity,
        book_weight_g=book.weight_g,
        found_weight_g=found.weight_g,
    )
