"""A wave 波次: all orders of one pickup point in one cycle, taken by one desk on a lease."""

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from cloud_api.wire.base import Message, Moment, Text, ToldWhole
from cloud_api.wire.catalogue import PickupPoint, Product
from cloud_api.wire.handing import PickedWave
from cloud_api.wire.orders import OrderLine

MOST_PARTS = 9
"""Of a wave: crates of part 2 have numbers from 201 on."""
Part = Annotated[int, Field(ge=0, le=MOST_PARTS, examples=[0])]
"""0: a wave one desk picks. Else the place of this part of a wave that was divided over desks."""


def wave_title(number: int, part: int) -> str:
    """What people call a wave: its number, and behind a stroke which part of a divided one it is."""
    return f"{number}-{part}" if part else str(number)


class WaveState(StrEnum):
    """Where a wave is in its life."""

    FREE = "free"
    LEASED = "leased"
    COMPLETED = "completed"


class SerialBlock(Message):
    """Serial references for SSCC-18 that this station alone may use.

    SSCC = extension digit + company prefix + serial filled with zeros to 16 digits in all + check digit.
    """

    extension_digit: Annotated[int, Field(ge=0, le=9)]
    company_prefix: Annotated[str, Field(pattern=r"^[0-9]{7,10}$")]
    first: Annotated[int, Field(ge=0)]
    last: Annotated[int, Field(ge=0)]


class WaveOrder(Message):
    """One order of a wave, as frozen at the cut-off."""

    order_id: UUID
    order_no: str
    paid_at: Moment
    lines: tuple[OrderLine, ...]
    customer: Text = ""
    """Masked, for the label of the order's parcel; empty where the pickup point wants none."""
    phone_tail: Annotated[str, Field(pattern=r"^[0-9]{0,4}$")] = ""


class Wave(Message):
    """A leased wave with everything a desk needs to pick it without a network."""

    id: UUID
    number: int
    """Number of the wave within its cycle, for people."""
    part: Part = 0
    cycle_id: UUID
    cycle_name: Text
    pickup_point: PickupPoint
    orders: tuple[WaveOrder, ...]
    products: tuple[Product, ...]

    @property
    def title(self) -> str:
        """What people call it; made of other fields, so it is not told on the wire."""
        return wave_title(self.number, self.part)


class LeaseRequest(Message):
    """Ask for the next free wave, or for one by its id. The same `lease_id` again answers the same wave."""

    lease_id: UUID
    serials_held: Annotated[int, Field(ge=0, le=10**9), ToldWhole]
    """Unused SSCC serials this station still has."""
    wave_id: UUID | None = None
    """This wave and no other, such as one whose van waits."""


class Lease(Message):
    """A wave lent until `until`, and fresh serials when the station runs low."""

    lease_id: UUID
    until: Moment
    wave: Wave
    serials: SerialBlock | None = None
    picked: PickedWave | None = None
    """What another desk has done of it; None where the desk begins it."""
    beside_id: UUID | None = None
    """A free wave that is meant to be picked together with this one: to be asked for by its id."""


class LeaseRenewal(Message):
    """Until when a renewed lease holds."""

    until: Moment


class WaveSummary(Message):
    """A line of the list of waves."""

    id: UUID
    number: int
    part: Part = 0
    pickup_point: str
    pickup_point_name: Text
    state: WaveState
    station_name: str | None = None
    lease_until: Moment | None = None
    completed_at: Moment | None = None
    orders: int
    pieces: int


class OrderNews(StrEnum):
    """What became of an order while a desk had its wave."""

    CANCELLED = "cancelled"


class WaveChanged(Message):
    """An order of a wave that is with a desk is another one than the desk knows; a later word replaces it."""

    wave_id: UUID
    order_id: UUID
    order_no: str
    kind: OrderNews
