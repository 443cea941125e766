"""Parcels 包裹 within crates: whose bag a put goes into, and what each bag still takes."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Result, Row, select

from cloud_api.storage.key_lists import among
from cloud_api.storage.tables.waves import crate_lines, crate_parcels, puts
from cloud_api.wire.facts import ItemPut
from cloud_api.wire.handing import CrateParcel

_Key = tuple[UUID, UUID, str]
"""Crate, order and product."""


class ParcelRooms:
    """What the bags of some crates take and hold; puts of one run are counted on while it goes."""

    def __init__(self, connection: Connection, bodies: Sequence[ItemPut]) -> None:
        self._bagged = parcels_of(connection, {body.crate_id for body in bodies})
        self._left: Counter[_Key] = Counter()
        if self._bagged:
            self._read(connection, sorted(self._bagged), sorted({body.sku for body in bodies}))

    def fault(self, body: ItemPut, sscc: str) -> str | None:
        """Why a put goes into no bag of its crate; one that does counts from now on."""
        orders = {parcel.order_id for parcel in self._bagged.get(body.crate_id, ())}
        if body.order_id is None:
            return f"Crate {sscc} has a parcel for each order; the put names none." if orders else None
        if body.order_id not in orders:
            return f"Crate {sscc} has no parcel of order {body.order_id}."
        key = (body.crate_id, body.order_id, body.sku)
        if body.quantity > self._left[key]:
            return (
                f"{body.quantity} of product {body.sku} put into the parcel of order {body.order_id} "
                f"in crate {sscc}, which still takes {self._left[key]}."
            )
        self._left[key] -= body.quantity
        return None

    def _read(self, connection: Connection, crate_ids: list[UUID], skus: list[str]) -> None:
        for table, sign in ((crate_lines, 1), (puts, -1)):
            query = select(table.c.crate_id, table.c.order_id, table.c.sku, table.c.quantity).where(
                among(connection, table.c.crate_id, crate_ids), among(connection, table.c.sku, skus)
            )
            if table is puts:
                query = query.where(puts.c.undone_at.is_(None))
            rows: Result[Any] = connection.execute(query)
            for row in rows:
                self._left[row.crate_id, row.order_id, row.sku] += sign * row.quantity


def parcels_of(connection: Connection, crate_ids: Collection[UUID]) -> dict[UUID, list[CrateParcel]]:
    """By crate, its parcels by place; crates without parcels are left out."""
    found: defaultdict[UUID, list[CrateParcel]] = defaultdict(list)
    query = select(crate_parcels).where(among(connection, crate_parcels.c.crate_id, crate_ids))
    rows: Result[Any] = connection.execute(query.order_by(crate_parcels.c.crate_id, crate_parcels.c.place))
    row: Row[Any]
    for row in rows:
        parcel = CrateParcel(order_id=row.order_id, place=row.place, code=row.code)
        found[row.crate_id].append(parcel)
    return dict(found)
