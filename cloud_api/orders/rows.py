"""Reads one order as it was sent; rules that need no database."""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from cloud_api.http.problems import explain
from cloud_api.storage.ids import new_uuid
from cloud_api.storage.nesting import is_shallow
from cloud_api.wire.orders import MAX_LINE_QUANTITY, Order

_LONGEST_CODE = 64


@dataclass(frozen=True)
class ReadOrder:
    """An order that can be read, with one line a product and an id of its own."""

    id: UUID
    order: Order
    quantities: dict[str, int]
    """Pieces by SKU: shops split a product into lines by price, pickers want it whole: lines are merged."""
    content_hash: str
    paid_fen: dict[str, int]
    """What was paid for all pieces of a product, where each of its lines tells a price."""


@dataclass(frozen=True)
class Unreadable:
    """A row that is no order, and what to put right."""

    order_no: str
    reason: str


def read_order(row: Any) -> ReadOrder | Unreadable:
    """Check one row by itself."""
    try:
        order = Order.model_validate(row)
    except ValidationError as error:
        return Unreadable(told_order_no(row), f"{explain(error)}. Correct the order and send it again.")
    if _has_nul(order):
        return Unreadable(
            told_order_no(row), "A text holds the character NUL. Remove it and send the order again."
        )
    quantities: Counter[str] = Counter()
    for line in order.lines:
        quantities[line.sku] += line.quantity
    for sku, quantity in quantities.items():
        if quantity > MAX_LINE_QUANTITY:
            reason = (
                f"Product {sku}: {quantity} pieces in all its lines, at most {MAX_LINE_QUANTITY} in an order."
            )
            return Unreadable(order.order_no, f"{reason} Correct the order and send it again.")
    paid = _paid_fen(order)
    return ReadOrder(new_uuid(), order, dict(quantities), _content_hash(order, quantities, paid), paid)


def _paid_fen(order: Order) -> dict[str, int]:
    paid: Counter[str] = Counter()
    for line in order.lines:
        paid[line.sku] += line.quantity * (line.price_fen or 0)
    untold = {line.sku for line in order.lines if line.price_fen is None}
    return {sku: fen for sku, fen in paid.items() if sku not in untold}


def told_order_no(row: Any) -> str:
    """The order number of a row in whatever state, fit to be stored and shown."""
    told = row.get("order_no") if isinstance(row, dict) else None
    return "" if told is None else _storable(str(told)).replace("\0", "")[:_LONGEST_CODE]


def told_pickup_point(row: Any) -> str | None:
    """The code of the shop a row names, in whatever shape that is; None where it can be none."""
    told = row.get("pickup_point") if isinstance(row, dict) else None
    code = _storable(told).strip() if isinstance(told, str) else ""
    return code if 0 < len(code) <= _LONGEST_CODE and "\0" not in code else None


def row_text(row: Any) -> str:
    """A row as JSON any database stores and any client reads, whatever the row holds."""
    kept = row if is_shallow(row) else str(row)
    return _storable(json.dumps(kept, ensure_ascii=False, sort_keys=True, default=str))


def _storable(text: str) -> str:
    """Half characters (lone surrogates) become question marks: UTF-8 cannot hold them."""
    return text.encode("utf-8", "replace").decode()


def row_digest(text: str) -> str:
    """What tells two refused rows apart."""
    return hashlib.sha256(text.encode()).hexdigest()


def _has_nul(order: Order) -> bool:
    texts = [order.order_no, order.pickup_point, order.customer, order.phone, order.address]
    return any("\0" in text for text in (*texts, *(line.sku for line in order.lines)))


def _content_hash(order: Order, quantities: Counter[str], paid_fen: dict[str, int]) -> str:
    content: list[Any] = [
        order.pickup_point,
        order.paid_at.isoformat(timespec="microseconds"),
        order.customer,
        order.phone,
        sorted(quantities.items()),
    ]
    if order.address:
        # Only then, so that an order taken before there were addresses is still known for the same.
        content.append(order.address)
    if paid_fen:
        content.append(dict(sorted(paid_fen.items())))
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()
