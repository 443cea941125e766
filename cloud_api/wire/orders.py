"""Orders as a shop system sends them, and what the cloud answers."""

from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from cloud_api.wire.base import NO_NUL, Code, Message, Moment, Text, ToldWhole

MAX_LINE_QUANTITY = 999
MAX_BATCH = 1_000
MAX_PRICE_FEN = 100_000_000


class OrderLine(Message):
    """So many pieces of one product."""

    sku: Code
    quantity: Annotated[int, Field(ge=1, le=MAX_LINE_QUANTITY), ToldWhole]


class PaidLine(OrderLine):
    """A line as a shop sends it, with what the shopper paid."""

    price_fen: Annotated[int, Field(ge=0, le=MAX_PRICE_FEN), ToldWhole] | None = None
    """Paid for one piece; of weight goods for a portion of the product's weight. None: not told."""


class Order(Message):
    """A paid order of one shopper for one pickup point."""

    order_no: Code
    """The shop system's number: the same number again is the same order."""
    pickup_point: Code
    paid_at: Moment
    customer: Text = ""
    phone: Annotated[str, Field(max_length=32, pattern=NO_NUL)] = ""
    address: Text = ""
    """Where the goods go from the pickup point, for shops that bring them to the door."""
    lines: Annotated[tuple[PaidLine, ...], Field(min_length=1, max_length=200)]


class OrderBatch(Message):
    """Up to 1,000 orders; rows are checked one by one, so a bad one never fails the others."""

    orders: Annotated[list[Any], Field(min_length=1, max_length=MAX_BATCH)]


class OrderVerdict(StrEnum):
    """What became of one order of a batch."""

    ACCEPTED = "accepted"
    REPEATED = "repeated"
    """Known already with the same content."""
    REFUSED = "refused"


class OrderResult(Message):
    """The answer for one order; `reason` says what to put right when it was refused."""

    order_no: str
    verdict: OrderVerdict
    reason: str | None = None


class OrderBatchResult(Message):
    """Counts, and a verdict a row in the order they were sent."""

    accepted: int
    repeated: int
    refused: int
    results: list[OrderResult]


class OrderStatus(StrEnum):
    """Status of an order, derived from facts, never set by hand."""

    PAID = "paid"
    PACKED = "packed"
    DEPARTED = "departed"
    ARRIVED = "arrived"
    PARTLY_COLLECTED = "partly_collected"
    COLLECTED = "collected"
    CANCELLED = "cancelled"
    """Nothing of it is picked any more; it may be resumed while its wave is not started."""


class StatusStep(Message):
    """A step of an order's way and when it happened."""

    status: OrderStatus
    at: Moment


class Instead(Message):
    """Pieces of another product that stand in for one that was short."""

    sku: str
    quantity: int
    """Pieces that were packed."""
    weight_g: int = 0
    """Of weight goods what the scale said; 0: not weighed."""


class Fulfilled(Message):
    """What became of one product of an order when its wave was packed, in pieces, grams and money."""

    sku: str
    ordered: int
    packed: int
    """Pieces of the product itself."""
    weight_g: int = 0
    """Charged weight of weight goods: all portions as they were weighed; 0: none was weighed."""
    instead: tuple[Instead, ...] = ()
    paid_fen: int | None = None
    """None where the shop told no price, and so are the next ones."""
    charged_fen: int | None = None
    """Price by what was packed: weight goods by their weight, others by the piece.

    A piece that stands in costs what it stands for. Half a fen counts as one. Never more than was paid,
    unless this service is set so.
    """
    refund_fen: int | None = None
    """What was paid and is not charged."""


class OrderState(Message):
    """Where an order is now, and how it came there."""

    order_id: UUID
    order_no: str
    pickup_point: str
    status: OrderStatus
    timeline: list[StatusStep]
    crates: list[str]
    """SSCCs of the crates it was packed in."""
    cycle_id: UUID | None = None
    customer: str = ""
    """Masked (王**) for stations, and so is the phone: 138****1234."""
    phone: str = ""
    address: str = ""
    """Told to integrators and managers only."""
    lines: tuple[OrderLine, ...] = ()
    """What is still to be picked or was; of a cancelled order what it was."""
    cancelled_at: Moment | None = None
    fulfilment: tuple[Fulfilled, ...] = ()
    """Told once the order is packed, by SKU; derived from facts, so a late one corrects it."""
    page: str | None = None
    """Path of the customer's page, unguessable; told to integrators, who hand it to the shopper."""


class OrderSummary(Message):
    """A line of the list of orders."""

    order_id: UUID
    order_no: str
    cycle_id: UUID
    pickup_point: str
    paid_at: Moment
    accepted_at: Moment
    customer: str
    phone: str
    address: str
    cancelled_at: Moment | None = None


class OrderPage(Message):
    """Orders by number; `next` is what to send as `after` for those behind, None at the end."""

    items: list[OrderSummary]
    next: str | None = None
