"""The floor out of the database: read fast on the store thread, put together wherever there is time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, func, select

from cloud_api.wire.base import Zone
from cloud_api.wire.catalogue import Bin, BinUse, Turnover
from station.kernel.ids import Sku
from station.slotting.model.slots import SlotProduct
from station.slotting.model.standing import Standing
from station.stock.book import LotInBin, everything, pick_face
from station.storage import tables

_BIN_COLUMNS = tuple(column.name for column in tables.bin_place.columns)


@dataclass(frozen=True)
class FloorRows:
    """One look at bins, products, pick bins and the book, as rows."""

    warehouse: str
    bins: Sequence[Any]
    products: Sequence[Any]
    faces: Sequence[Any]
    lots: Sequence[LotInBin]

    def standing(self) -> Standing:
        """The floor as planners read it: some ten milliseconds for 2,000 products."""
        return Standing(
            bins=tuple(self._bin(row) for row in self.bins),
            products={Sku(row.sku): _product(row) for row in self.products if row.zone is not None},
            names={Sku(row.sku): row.name for row in self.products},
            faces=self._faces(),
            holds=_holds(self.lots),
        )

    def _faces(self) -> dict[Sku, str]:
        """What nobody slotted yet is picked from the bin its master data name, where there is such a bin."""
        codes = {row.code for row in self.bins}
        named = {Sku(row.sku): row.bin for row in self.products if row.bin in codes}
        return named | {Sku(row.sku): row.bin for row in self.faces}

    def _bin(self, row: Any) -> Bin:
        """Not validated once more: the sync did that when it was told."""
        told = dict(zip(_BIN_COLUMNS, row, strict=True))
        kinds = {"zone": Zone(row.zone), "use": BinUse(row.use), "turnover": Turnover(row.turnover)}
        return Bin.model_construct(**told | kinds, warehouse=self.warehouse)


def read_floor(connection: Connection) -> FloorRows:
    """Everything the planners and the map need, in one consistent picture."""
    product = tables.product.c
    told = [
        func.json_extract(product.body, f"$.{name}").label(name)
        for name in ("zone", "weight_g", "volume_ml", "bin")
    ]
    return FloorRows(
        connection.execute(select(tables.station.c.warehouse)).scalar() or "",
        connection.execute(select(tables.bin_place).order_by(tables.bin_place.c.path)).all(),
        connection.execute(select(product.sku, product.name, *told)).all(),
        connection.execute(select(tables.pick_face)).all(),
        everything(connection),
    )


def look_again(connection: Connection, before: Standing) -> Standing:
    """The same bins and products, with what lies there and is picked from there now."""
    told = {Sku(row.sku): row.bin for row in connection.execute(select(tables.pick_face))}
    return replace(
        before,
        faces={**before.faces, **told},
        holds=_holds(everything(connection)),
    )


def face_of(connection: Connection, sku: str) -> str | None:
    """The bin one product is picked from: where it was slotted, else where its master data say."""
    face = pick_face(connection, sku)
    if face is not None:
        return face
    named = func.json_extract(tables.product.c.body, "$.bin")
    query = select(named).join(tables.bin_place, tables.bin_place.c.code == named)
    return connection.execute(query.where(tables.product.c.sku == sku)).scalar()


def below_zero(connection: Connection) -> frozenset[str]:
    """Bins of which the book has less than nothing of something."""
    return frozenset(lot.bin for lot in everything(connection) if lot.quantity < 0)


def _holds(lots: Iterable[LotInBin]) -> dict[str, dict[Sku, int]]:
    found: dict[str, dict[Sku, int]] = {}
    for lot in lots:
        if lot.quantity > 0:
            here = found.setdefault(lot.bin, {})
            here[Sku(lot.sku)] = here.get(Sku(lot.sku), 0) + lot.quantity
    return found


def _product(row: Any) -> SlotProduct:
    return SlotProduct(Sku(row.sku), Zone(row.zone), row.weight_g, row.volume_ml)
