"""Gift boxes 礼盒 on the wire: products the warehouse packs itself from others, ahead of the waves."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from cloud_api.wire.base import Code, Message
from cloud_api.wire.floor import Lot, LotText, Pieces

MOST_PARTS = 100
"""Lots in one box."""


class BoxPart(Lot):
    """Pieces of one lot that went into a gift box, and the bin they came from."""

    bin: Code | None = None
    """None where the warehouse keeps no book of the product."""
    quantity: Annotated[int, Field(ge=1, le=1_000, examples=[2])]


class GiftBoxMade(Message):
    """Fact: one gift box was packed, each of its pieces scanned; it lies in `bin` from then on."""

    box_id: UUID
    cycle_id: UUID | None = None
    """For which sales; None where it is packed for stock."""
    sku: Code
    parts: Annotated[tuple[BoxPart, ...], Field(min_length=1, max_length=MOST_PARTS)]
    """Together what `Product.components` ask for."""
    bin: Code | None = None
    """None where the warehouse has no such bin: the box comes into no book."""
    lot: LotText = ""
    expiry: date | None = None
    """The earliest of its parts."""


class GiftBoxUndone(Message):
    """Fact: a gift box was taken apart again; its pieces are back in the bins they came from."""

    box_id: UUID


class GiftBoxJob(Message):
    """Change: how many of a gift box the frozen orders of one cycle want in a warehouse, whole."""

    warehouse: Code
    cycle_id: UUID
    cycle_name: str = ""
    sku: Code
    wanted: Pieces
    """Of orders still standing; it falls when orders are cancelled."""
    made: Pieces = 0
    """Told by facts and not undone."""
