"""Goods that come in on the wire: what was ordered, what came, and what became of what lacks."""

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from cloud_api.wire.base import Code, Message, Moment, Text
from cloud_api.wire.floor import MOST_PIECES, Grams, Lot, PhotoHash


class Condition(StrEnum):
    """How goods came."""

    GOOD = "good"
    DAMAGED = "damaged"
    """Kept apart; the supplier is told."""
    REFUSED = "refused"
    """Not taken in: wrong goods, too warm, too near to expiry."""


class GoodsReceived(Lot):
    """Fact: goods of a purchase order came in. Those in good condition stand in `bin` from then on."""

    receipt_id: UUID
    document_id: UUID | None
    """The purchase order; None for goods nobody ordered."""
    quantity: Annotated[int, Field(ge=1, le=MOST_PIECES)]
    weight_g: Grams = 0
    condition: Condition = Condition.GOOD
    reason: Text = ""
    """Wanted unless the condition is good."""
    photo: PhotoHash | None = None
    bin: Code | None = None
    """Wanted for goods taken in."""


class GoodsReceiptUndone(Message):
    """Fact: a receipt was a slip; it counts no more."""

    receipt_id: UUID


class PurchaseClosed(Message):
    """Fact: no more is to come of a purchase order. What lacks is shared out by the warehouse's rule."""

    document_id: UUID


class PurchaseReopened(Message):
    """Fact: more is to come after all; what was shared out is withdrawn where nobody picks yet."""

    document_id: UUID


class ReceivedLine(Message):
    """What came of one product of a purchase order."""

    sku: Code
    ordered: int
    good: int = 0
    damaged: int = 0
    refused: int = 0


class SharedLine(Message):
    """What became of a product that lacked when its purchase order was closed."""

    sku: Code
    ordered: int
    came: int
    missing: int = 0
    """Pieces that orders not begun yet go without, by the warehouse's rule."""
    orders: int = 0
    """Orders that lost some of them."""
    note: Text = ""
    """Why nothing was shared out, or not taken back."""


class Purchase(Message):
    """Change: a purchase order 采购指令单 as the dock sees it, with what came so far at any desk."""

    document_id: UUID
    number: int
    code: str
    """On its paper: 74 and eight digits."""
    supplier: str
    supplier_name: Text
    cycle_id: UUID
    cycle_name: Text
    lines: tuple[ReceivedLine, ...]
    closed_at: Moment | None = None
    revision: int = 0
    slip_codes: tuple[str, ...] = ()
    """On its revision slips, the latest last."""
    settled_at: Moment | None = None
    """When what follows from closing or reopening it was done; None while that is under way."""
    shared: tuple[SharedLine, ...] = ()


class PurchaseHeld(Purchase):
    """A purchase order with what lacks of it."""

    warehouse: Code
    lacks: int
    """Pieces ordered that did not come in good condition."""


class PurchasePage(Message):
    """Purchase orders, the newest first; `next` is what to send as `before`."""

    items: list[PurchaseHeld]
    next: int | None = None


class ReceiptHeld(GoodsReceived):
    """Goods that came in, and who took them in."""

    station: Text
    operator_id: UUID | None
    happened_at: Moment
    undone_at: Moment | None = None
    """Since then it counts no more."""


class PurchaseReceipts(Message):
    """All that came of a purchase order, the oldest first, slips of the hand among them."""

    purchase: PurchaseHeld
    receipts: list[ReceiptHeld]


class PhotoKept(Message):
    """A photo the service holds."""

    hash: PhotoHash
    media_type: str
    bytes: int
