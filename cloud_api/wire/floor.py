"""The warehouse floor on the wire: what lies in which bin, what was moved and counted."""

import hashlib
from datetime import date
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from cloud_api.wire.base import Code, Exact, Message, Moment, Text
from cloud_api.wire.catalogue import BadgeCode
from cloud_api.wire.people import Pin

MOST_PIECES = 10_000_000
MOST_GRAMS = 10_000_000_000
Pieces = Annotated[int, Field(ge=0, le=MOST_PIECES)]
Grams = Annotated[int, Field(ge=0, le=MOST_GRAMS)]
LotText = Annotated[str, Field(max_length=40, pattern=r"^[^\x00-\x1f]*$")]
"""A lot 批次 as its maker writes it; empty where none is told."""
PhotoHash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
"""SHA-256 (hex) of a photo's file; the file itself is sent by PUT /v1/photos/{hash}."""


class Lot(Message):
    """Goods of one product that need not be told apart 批次. Without lot and expiry: all that tell none."""

    sku: Code
    lot: LotText = ""
    expiry: date | None = None


class MoveReason(StrEnum):
    """Why goods came, went or changed place."""

    RECEIPT = "receipt"
    PUT_AWAY = "put_away"
    REFILL = "refill"
    """From a reserve bin into a pick bin."""
    RESLOT = "reslot"
    PICK = "pick"
    PUT_BACK = "put_back"
    RETURN = "return"
    """Back from a shop or a crate that was taken apart."""
    DAMAGE = "damage"
    EXPIRED = "expired"
    LOSS = "loss"
    COUNT = "count"
    """A difference found by counting, approved."""
    PACK = "pack"
    """Parts of a gift box became one, or one became its parts again."""


class StockMoved(Lot):
    """Fact: goods moved. A side without a bin is outside the book: a supplier, a crate, the waste."""

    movement_id: UUID
    from_bin: Code | None = None
    to_bin: Code | None = None
    quantity: Pieces
    weight_g: Grams = 0
    """Of weight goods; 0 for goods counted in pieces."""
    why: MoveReason
    note: Text = ""
    ref: UUID | None = None
    """What it belongs to: a receipt, a put, a count."""
    photo: PhotoHash | None = None
    supervisor_id: UUID | None = None


class StockLine(Lot):
    """Change: what the book has of a lot in a bin now, whole. It may be below zero: then a count is due."""

    key: str
    """What it is about within its warehouse: see stock_key."""
    warehouse: Code
    bin: Code
    quantity: int
    weight_g: int = 0


def stock_key(bin_code: str, sku: str, lot: str, expiry: date | None) -> str:
    """32 hex digits that stand for a lot in a bin."""
    told = "\x1f".join((bin_code, sku, lot, expiry.isoformat() if expiry else ""))
    return hashlib.sha256(told.encode()).hexdigest()[:32]


class PickFace(Message):
    """The bin a product is picked from in this warehouse, and its place along the path."""

    sku: Code
    bin: Code


class PickFaceTold(PickFace):
    """Change: as a warehouse has it now."""

    warehouse: Code


class ProductSlotted(PickFace):
    """Fact: a product is picked from another bin from now on."""

    from_bin: Code | None = None


# Counting


class CountReason(StrEnum):
    """Why somebody is asked to count."""

    BELOW_ZERO = "below_zero"
    """The book has less than nothing: something was picked that it did not have."""
    SHORT = "short"
    """A picker found the bin empty or nearly so."""
    ROUND = "round"
    """It is this bin's turn."""
    ASKED = "asked"
    """A supervisor wants to know."""


class CountAsked(Message):
    """Fact: a bin is to be counted; of one product, or all that lies in it."""

    count_id: UUID
    bin: Code
    sku: Code | None = None
    why: CountReason


class CountedLot(Lot):
    """What was found of a lot."""

    quantity: Pieces
    weight_g: Grams = 0


class CountTaken(Message):
    """Fact: somebody counted, without seeing the book. A lot of the book that is not among them is gone."""

    count_id: UUID
    bin: Code
    sku: Code | None = None
    found: Annotated[tuple[CountedLot, ...], Field(max_length=500)]


class CountSettled(Message):
    """Fact: a supervisor has looked at a difference. Approved, the book follows what was found."""

    count_id: UUID
    approved: bool
    supervisor_id: UUID
    reason: Text = ""


class CountState(StrEnum):
    """Where a count is."""

    ASKED = "asked"
    TAKEN = "taken"
    """There is a difference; a supervisor decides."""
    APPROVED = "approved"
    REJECTED = "rejected"
    """It is to be counted again, by somebody else."""
    AGREED = "agreed"
    """The book was right."""


class CountDifference(Lot):
    """What the book had and what was found."""

    book: int
    found: int
    book_weight_g: int = 0
    found_weight_g: int = 0


class CountTask(Message):
    """Change: a count and what became of it."""

    count_id: UUID
    bin: Code
    sku: Code | None = None
    why: CountReason
    state: CountState
    asked_at: Moment
    counted_by: UUID | None = None
    differences: tuple[CountDifference, ...] = ()


# Overrides


class OverrideGiven(Message):
    """Fact: a supervisor let pass what the rules stop, by badge and PIN."""

    override_id: UUID
    supervisor_id: UUID
    action: Annotated[str, Field(pattern=r"^[a-z][a-z_]{0,63}$")]
    """What was let pass, such as crate_reopened."""
    reason: Annotated[str, Field(min_length=1, max_length=500, pattern=r"^[^\x00]*$")]
    ref: UUID | None = None
    """The crate, wave, receipt or count it is about."""
    without_network: bool = False
    """The PIN was compared at the desk, with what the cloud had said of it earlier."""


class SupervisorCheck(Exact):
    """Badge and PIN of somebody who wants to let something pass at a desk."""

    badge: BadgeCode
    pin: Pin


class Supervisor(Message):
    """Whose badge and PIN they are."""

    operator_id: UUID
    name: Text


# What the API tells of the book


class Movement(StockMoved):
    """A line of the ledger."""

    station: Text
    operator_id: UUID | None
    happened_at: Moment


class MovementPage(Message):
    """Movements, newest first; `next` is what to send as `before`."""

    items: list[Movement]
    next: str | None = None


class StockHeld(StockLine):
    """What the book has of a lot in a bin."""

    name: Text
    """Of the product."""


class StockPage(Message):
    """Balances by warehouse, bin, product and lot; `next` is what to send as `after`."""

    items: list[StockHeld]
    next: str | None = None


class LossLine(Message):
    """What left the book on one day for one reason; below zero: more came to light than was lost."""

    day: date
    """In the zone of the warehouse."""
    warehouse: Code
    sku: Code
    name: Text
    why: MoveReason
    quantity: int
    weight_g: int
    cost_fen: int | None
    """By the product's price of purchase; None where none is known."""


class LossReport(Message):
    """Losses 报损 by day, product and reason."""

    items: list[LossLine]
    cost_fen: int
    """Of all lines whose cost is known."""
    without_cost: int
    """Lines whose product has no price of purchase."""


class CountHeld(CountTask):
    """A count with how it was taken and settled."""

    warehouse: Code
    counted_at: Moment | None = None
    settled_at: Moment | None = None
    settled_by: UUID | None = None
    reason: Text = ""


class CountPage(Message):
    """Counts, the one asked last first; `next` is what to send as `after`."""

    items: list[CountHeld]
    next: UUID | None = None
