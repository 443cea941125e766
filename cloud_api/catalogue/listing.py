"""Reads master data for people and programs: one row, or a page of them."""

import hashlib
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, Field
from sqlalchemy import ColumnElement, Connection, String, Text, cast, or_, select

from cloud_api.catalogue.kinds import SHAPES, Kind, Row, Shape, key_of
from cloud_api.catalogue.service import as_row, stored_rows
from cloud_api.storage.phones import masked_phone
from cloud_api.wire.base import Zone
from cloud_api.wire.catalogue import BinKey, BinUse

_SEARCHED = frozenset(
    {"code", "sku", "name", "spec", "category", "address", "contact", "plate", "driver", "aisle"}
)
"""Never phones: who may not read one must not find it by trying either."""
_LEAST_DIGITS_OF_GTIN = 6
_DIGITS_OF_A_BIN = 8


class Filter(BaseModel):
    """Which rows a page is wanted of."""

    text: Annotated[str | None, Field(max_length=100, description="Part of a code, name or address")] = None
    after: Annotated[str | None, Field(max_length=64, description="`next` of the page before")] = None
    limit: Annotated[int, Field(ge=1, le=1_000)] = 200


class SupplierFilter(Filter):
    """Suppliers, those in use or those out of use."""

    active: bool | None = None


class ProductFilter(SupplierFilter):
    """Products of a supplier or of a temperature zone; `text` finds GTINs too."""

    supplier: Annotated[str | None, Field(max_length=64)] = None
    zone: Zone | None = None


class PlaceFilter(SupplierFilter):
    """What belongs to a warehouse."""

    warehouse: Annotated[str | None, Field(max_length=64)] = None


class BinFilter(PlaceFilter):
    """Bins of a warehouse, of a temperature zone, for a use; `text` finds their numbers too."""

    after: Annotated[BinKey | None, Field(description="`next` of the page before")] = None
    zone: Zone | None = None
    use: BinUse | None = None


class OperatorFilter(PlaceFilter):
    """Operators of a warehouse or of a pickup point."""

    after: Annotated[str | None, Field(pattern=r"^[0-9a-fA-F]{8}(-?[0-9a-fA-F]{4}){3}-?[0-9a-fA-F]{12}$")] = (
        None
    )
    pickup_point: Annotated[str | None, Field(max_length=64)] = None


def find_row(connection: Connection, kind: Kind, key: Any) -> Row | None:
    """The row with this key, or None."""
    return stored_rows(connection, SHAPES[kind], [key]).get(key)


def list_rows(
    connection: Connection, kind: Kind, wanted: Filter, warehouse: str | None
) -> tuple[list[Row], str | None]:
    """A page of rows by their keys and the key to go on after, None at the end.

    With a `warehouse` only rows that belong to it, or to none.
    """
    shape = SHAPES[kind]
    key = shape.table.c[shape.key]
    query = select(*(shape.table.c[name] for name in shape.columns)).order_by(key).limit(wanted.limit + 1)
    for condition in _conditions(kind, shape, wanted):
        query = query.where(condition)
    if warehouse is not None and "warehouse" in shape.columns:
        query = query.where(shape.table.c.warehouse == warehouse)
    if wanted.after is not None:
        query = query.where(key > (UUID(wanted.after) if kind is Kind.OPERATOR else wanted.after))
    rows = [as_row(shape, found) for found in connection.execute(query).mappings()]
    page = rows[: wanted.limit]
    return page, key_of(page[-1]) if len(rows) > wanted.limit else None


def _conditions(kind: Kind, shape: Shape, wanted: Filter) -> list[ColumnElement[bool]]:
    columns = shape.table.c
    told = wanted.model_dump(exclude={"text", "after", "limit"}, exclude_none=True)
    same = [
        columns[name].is_(value) if name == "active" else columns[name] == value
        for name, value in told.items()
    ]
    if not wanted.text:
        return same
    text = wanted.text.strip()
    found: list[ColumnElement[bool]] = [
        columns[name].icontains(text, autoescape=True) for name in shape.columns if name in _SEARCHED
    ]
    if kind is Kind.PRODUCT and text.isascii() and text.isdigit() and len(text) >= _LEAST_DIGITS_OF_GTIN:
        found += [cast(columns[name], Text).contains(text) for name in ("gtins", "units")]
    if kind is Kind.BIN and text.isascii() and text.isdigit() and len(text) <= _DIGITS_OF_A_BIN:
        found.append(columns.number == int(text))
    if kind is Kind.OPERATOR:
        found.append(cast(columns.badge, String) == text)
    return [*same, or_(*found)]


def masked(row: Row) -> Row:
    """The row for a role that has nobody to ring up."""
    phone = getattr(row, "phone", "")
    return row.model_copy(update={"phone": masked_phone(phone)}) if phone else row


def etag_of(row: Row) -> str:
    """Names what is shown of a row: of a masked row it tells nothing about the phone behind the stars."""
    return f'"{hashlib.sha256(row.model_dump_json().encode()).hexdigest()[:32]}"'
