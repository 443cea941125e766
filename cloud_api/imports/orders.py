"""Makes orders of gathered rows as a shop system would send them, or says why not."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from cloud_api.imports.drafts import Draft
from cloud_api.imports.names import Goods, Points, load_goods, load_points, shown_product
from cloud_api.storage.parts import parts
from cloud_api.storage.tables.orders import orders
from cloud_api.wire.imports import Reading
from cloud_api.wire.orders import MAX_LINE_QUANTITY

_MOMENT = re.compile(
    r"^([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?"
    r"(?:[T ]*([0-9]{1,2})[:：时]([0-9]{1,2})(?:[:：分]([0-9]{1,2})(?:\.[0-9]+)?秒?)?分?)?$"
)
_NUMBER = re.compile(r"^-?[0-9]{1,9}(\.[0-9]{1,9})?$")


@dataclass(frozen=True)
class Made:
    """An order ready to be taken in, or the reason why its rows are refused."""

    draft: Draft
    order: dict[str, Any]
    fault: str | None


@dataclass(frozen=True)
class OrderMaker:
    """What is needed to make orders of rows; holds for one run or preview."""

    reading: Reading
    zone: ZoneInfo
    goods: Goods
    points: Points
    warehouse: str | None
    """The only warehouse whose points are taken; None: all."""

    def make(self, draft: Draft, paid_at: datetime | None) -> Made:
        """The order of these rows; `paid_at` is the moment a known order has, for a file that tells none."""
        told_point = draft.first("pickup_point")
        point = self.points.code(told_point)
        order = {
            "order_no": draft.key,
            "pickup_point": point or told_point,
            "paid_at": self._paid_at(draft, paid_at),
            "customer": draft.first("customer"),
            "phone": draft.first("phone"),
            "address": draft.first("address"),
            "lines": [self._line(told) for told in draft.told],
        }
        fault = (
            draft.fault
            or self._point_fault(told_point, point)
            or self._product_fault(draft)
            or _quantity_fault(draft)
        )
        return Made(draft, order, fault)

    def _paid_at(self, draft: Draft, known: datetime | None) -> str:
        if known is not None and not _tells(draft, self.reading, "paid_at"):
            return known.isoformat()
        return moment(draft.first("paid_at"), self.zone)

    def _line(self, told: Mapping[str, str]) -> dict[str, str | int | float]:
        """Every cell is a text; an order wants a number. What is none stays as it came, to be refused."""
        return {
            "sku": self.goods.sku(told) or shown_product(told),
            "quantity": _quantity(told.get("quantity", "")),
        }

    def _point_fault(self, told: str, code: str | None) -> str | None:
        if not told:
            return "The row names no pickup point. Fill it in, or give a default in the reading."
        if code is None:
            return (
                f"Pickup point {told[:80]} is not in the catalogue. Map it to a code in the reading, "
                "or add it to the catalogue."
            )
        warehouse = self.points.warehouses.get(code)
        if self.warehouse is not None and warehouse not in (None, self.warehouse):
            return f"Pickup point {code} belongs to warehouse {warehouse}; you import for {self.warehouse}."
        return None

    def _product_fault(self, draft: Draft) -> str | None:
        for told in draft.told:
            if self.goods.sku(told) is None:
                return (
                    f"Product {shown_product(told)[:80] or 'without a name'} is not in the catalogue under "
                    "this name. Map it to a SKU in the reading, or add it to the catalogue."
                )
        return None


def _quantity(told: str) -> int | float | str:
    """What is no number stays as it came."""
    text = told.replace(",", "")
    if not _NUMBER.match(text):
        return told
    number = float(text)
    return int(number) if number.is_integer() else number


def _quantity_fault(draft: Draft) -> str | None:
    """The first quantity no line may have, by the row whoever puts it right finds it in."""
    for row, told in zip(draft.rows, draft.told, strict=True):
        text = told.get("quantity", "")
        if not text:
            return f"Row {row.number} has no quantity. Fill it in."
        number = _quantity(text)
        if not isinstance(number, int) or not 1 <= number <= MAX_LINE_QUANTITY:
            return (
                f"Row {row.number}: the quantity {text[:40]} is none. "
                f"Write a whole number from 1 to {MAX_LINE_QUANTITY}."
            )
    return None


def _tells(draft: Draft, reading: Reading, name: str) -> bool:
    default = reading.defaults.get(name)
    return draft.has(name) and draft.first(name) != default


def moment(told: str, zone: ZoneInfo) -> str:
    """A moment with its offset, of a text in any of the usual forms; other texts stay as they are."""
    match = _MOMENT.match(told.strip())
    try:
        if match is None:
            read = datetime.fromisoformat(told)
        else:
            read = datetime(*(int(part or 0) for part in match.groups()), tzinfo=zone)  # type: ignore[misc, arg-type]  # six whole numbers
        return (read if read.tzinfo else read.replace(tzinfo=zone)).isoformat()
    except ValueError:
        return told


def order_maker(connection: Connection, reading: Reading, warehouse: str | None) -> OrderMaker:
    """All that is known of products and points now."""
    zone = ZoneInfo(reading.time_zone)
    return OrderMaker(
        reading, zone, load_goods(connection, reading), load_points(connection, reading), warehouse
    )


def known_moments(connection: Connection, drafts: Sequence[Draft]) -> dict[str, datetime]:
    """When orders with these numbers were paid, as they are kept: an export that tells no moment must not
    make another order of them.
    """
    query = select(orders.c.order_no, orders.c.paid_at)
    return {
        row.order_no: row.paid_at
        for part in parts(sorted({draft.key for draft in drafts}))
        for row in connection.execute(query.where(orders.c.order_no.in_(part)))
    }
