"""Judges the rows of a file slice by slice, so that neither a request nor the memory has to hold them all."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from sqlalchemy import Connection, select

from cloud_api.imports.drafts import Draft, drafts
from cloud_api.imports.found import Found
from cloud_api.imports.masters import RowJudge
from cloud_api.imports.names import Names, shown_product
from cloud_api.imports.needs import missing_of
from cloud_api.imports.orders import Made, OrderMaker, known_moments, order_maker
from cloud_api.imports.remarks import remarks
from cloud_api.imports.run import sheet_named
from cloud_api.orders.rows import Unreadable, read_order
from cloud_api.sheets import Table
from cloud_api.storage.parts import parts
from cloud_api.storage.tables.orders import cycles, orders
from cloud_api.wire.imports import ImportKind, PreviewRow, PreviewVerdict, Reading, SheetRead, Unmatched

AT_ONCE = 1_000
"""Orders or rows a slice."""
SHOWN_ROWS = 20
_MOST_UNMATCHED = 200
_OTHER_CONTENT = "The order is known with other content; it would be refused. Change it at the order itself."


class _Judge(Protocol):
    """Says what would become of drafts; remembers what those before them would have changed."""

    def judge(self, connection: Connection, batch: Sequence[Draft], now: datetime) -> list[PreviewRow]: ...


class Judging:
    """One pass over the rows of a file, adding up what it finds."""

    def __init__(
        self, connection: Connection, tables: Sequence[Table], reading: Reading, warehouse: str | None
    ) -> None:
        """Raises SheetRefusedError for a sheet that is not there."""
        self.table = sheet_named(tables, reading.sheet)
        self._tables = tables
        self._reading = reading
        self._drafts = [] if missing_of(reading, self.table.header) else drafts(self.table, reading)
        self._rows: list[PreviewRow] = []
        self._counts: Counter[PreviewVerdict] = Counter()
        self._orders = (
            OrderJudge(order_maker(connection, reading, warehouse))
            if reading.kind is ImportKind.ORDERS
            else None
        )
        self._judge: _Judge = self._orders or RowJudge(connection, reading.kind, warehouse)

    def slices(self) -> Iterator[Sequence[Draft]]:
        """All drafts of the file in its order, so many at once."""
        for begin in range(0, len(self._drafts), AT_ONCE):
            yield self._drafts[begin : begin + AT_ONCE]

    def judge(self, connection: Connection, batch: Sequence[Draft], now: datetime) -> list[PreviewRow]:
        """What would become of the drafts of the next slice; nothing is written."""
        judged = self._judge.judge(connection, batch, now)
        self._counts.update(row.verdict for row in judged)
        self._rows += judged[: SHOWN_ROWS - len(self._rows)]
        return judged

    def so_far(self) -> Found:
        """What the slices judged so far make."""
        return Found(
            sheets=[
                SheetRead(name=each.name, header=list(each.header), rows=len(each.rows))
                for each in self._tables
            ],
            rows=self._rows,
            counts={verdict: self._counts[verdict] for verdict in PreviewVerdict},
        )

    def whole(self) -> Found:
        """What all rows make, with the names nobody knows and the sums that disagree."""
        found = self.so_far()
        if self._orders is None or not self._drafts:
            return found
        return found.model_copy(
            update={
                "unmatched_products": self._orders.unmatched_products(),
                "unmatched_points": self._orders.unmatched_points(),
                "remarks": remarks(self._tables, self.table, self._reading, self._drafts),
            }
        )


class OrderJudge:
    """Says what would become of orders."""

    def __init__(self, maker: OrderMaker) -> None:
        self._maker = maker
        self._products: Counter[str] = Counter()
        self._points: Counter[str] = Counter()

    def judge(self, connection: Connection, batch: Sequence[Draft], now: datetime) -> list[PreviewRow]:
        """A verdict a draft, from the orders, cycles and names there are now."""
        self._count_unmatched(batch)
        moments = known_moments(connection, batch)
        hashes = _known_hashes(connection, batch)
        open_at = _open_warehouses(connection, now)
        return [
            self._judged(self._maker.make(draft, moments.get(draft.key)), hashes, open_at) for draft in batch
        ]

    def unmatched_products(self) -> list[Unmatched]:
        """Products no draft's name or code led to, the most frequent first."""
        return _unmatched(self._products, self._maker.goods.names)

    def unmatched_points(self) -> list[Unmatched]:
        """Pickup points nobody knows, the most frequent first."""
        return _unmatched(self._points, self._maker.points.names)

    def _count_unmatched(self, batch: Sequence[Draft]) -> None:
        goods = self._maker.goods
        for draft in batch:
            point = draft.first("pickup_point")
            if point and self._maker.points.code(point) is None:
                self._points[point] += 1
            for told in draft.told:
                sku = goods.sku(told)
                if sku is None or sku not in goods.skus:
                    self._products[shown_product(told) if sku is None else sku] += 1

    def _judged(self, made: Made, hashes: Mapping[str, str], open_at: set[str]) -> PreviewRow:
        verdict, reason = PreviewVerdict.NEW, made.fault
        if reason is None:
            read = read_order(made.order)
            if isinstance(read, Unreadable):
                reason = read.reason
            elif made.draft.key in hashes:
                verdict = PreviewVerdict.KNOWN
                reason = None if hashes[made.draft.key] == read.content_hash else _OTHER_CONTENT
            else:
                reason = self._no_place(made, open_at)
        return PreviewRow(
            rows=[row.number for row in made.draft.rows],
            key=made.draft.key,
            verdict=verdict if reason is None else PreviewVerdict.REFUSED,
            reason=reason,
            becomes=made.order,
        )

    def _no_place(self, made: Made, open_at: set[str]) -> str | None:
        goods, points = self._maker.goods, self._maker.points
        unknown = [line["sku"] for line in made.order["lines"] if line["sku"] not in goods.skus]
        if unknown:
            return (
                f"Product {unknown[0][:80]} is not known. Add it to the catalogue, or map it in the reading."
            )
        warehouse = points.warehouses.get(made.order["pickup_point"])
        if warehouse not in open_at:
            return f"No cycle of warehouse {warehouse} is open now. Open one before the file is run."
        return None


def _known_hashes(connection: Connection, batch: Sequence[Draft]) -> dict[str, str]:
    query = select(orders.c.order_no, orders.c.content_hash)
    return {
        row.order_no: row.content_hash
        for part in parts(sorted({draft.key for draft in batch}))
        for row in connection.execute(query.where(orders.c.order_no.in_(part)))
    }


def _open_warehouses(connection: Connection, now: datetime) -> set[str]:
    query = select(cycles.c.warehouse).where(cycles.c.frozen_at.is_(None), cycles.c.cut_off_at > now)
    return set(connection.scalars(query))


def _unmatched(found: Counter[str], names: Names) -> list[Unmatched]:
    return [
        Unmatched(told=told[:500], rows=rows, nearest=names.nearest(told[:200]))
        for told, rows in found.most_common(_MOST_UNMATCHED)
    ]
