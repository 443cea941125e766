"""The kinds of master data, so that reading, keeping, listing and importing treat all of them alike."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from sqlalchemy import Table

from cloud_api.storage.tables import catalogue as tables
from cloud_api.wire.catalogue import Bin, Operator, PickupPoint, Product, Supplier, Van, Warehouse

Row = Warehouse | Supplier | Bin | Product | PickupPoint | Operator | Van
"""One row of master data as it goes over the wire."""


class Kind(StrEnum):
    """A kind of master data, in the order in which one needs the other."""

    WAREHOUSE = "warehouse"
    SUPPLIER = "supplier"
    BIN = "bin"
    PRODUCT = "product"
    PICKUP_POINT = "pickup point"
    OPERATOR = "operator"
    VAN = "van"


@dataclass(frozen=True)
class Shape:
    """Where rows of a kind stand, and what they look like."""

    table: Table
    key: str
    """The column people and programs name a row by."""
    message: type[Row]
    told_by: tuple[str, ...] = ()
    """The fields that make up a key no field tells by itself; without them the field of the key does."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that are told; a table may keep more, such as a PIN."""
        return tuple(self.message.model_fields)

    @property
    def key_fields(self) -> tuple[str, ...]:
        """The fields of the message that name a row and are never changed."""
        return self.told_by or (self.key,)


KEY_SEPARATOR = ":"
"""Between the parts of a key that is made of several."""

SHAPES: Mapping[Kind, Shape] = MappingProxyType(
    {
        Kind.WAREHOUSE: Shape(tables.warehouses, "code", Warehouse),
        Kind.SUPPLIER: Shape(tables.suppliers, "code", Supplier),
        Kind.BIN: Shape(tables.bins, "key", Bin, ("warehouse", "code")),
        Kind.PRODUCT: Shape(tables.products, "sku", Product),
        Kind.PICKUP_POINT: Shape(tables.pickup_points, "code", PickupPoint),
        Kind.OPERATOR: Shape(tables.operators, "id", Operator),
        Kind.VAN: Shape(tables.vans, "code", Van),
    }
)


def kind_of(row: Row) -> Kind:
    """The kind of a row."""
    return next(kind for kind, shape in SHAPES.items() if isinstance(row, shape.message))


def key_of(row: Row) -> str:
    """SKU, code or id of a row; of a bin warehouse and code."""
    return str(getattr(row, SHAPES[kind_of(row)].key))


def key_in(kind: Kind, cells: Mapping[str, str]) -> str:
    """The key that the cells of a row tell, as they tell it; empty where one of its parts is missing."""
    parts = [cells.get(name, "").strip() for name in SHAPES[kind].key_fields]
    return KEY_SEPARATOR.join(parts) if all(parts) else ""


def named(row: Row) -> str:
    """What people call a row."""
    kind = kind_of(row)
    if isinstance(row, Operator):
        return f"Operator {row.name}"
    if isinstance(row, PickupPoint):
        return f"Pickup point {row.code} ({row.name})"
    return f"{kind.value.capitalize()} {key_of(row)}"
