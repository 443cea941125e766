"""A wave half picked at one desk and handed over to another: what the next desk has to know of it."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from cloud_api.wire.base import Code, Exact, Message, Moment, Text, Zone
from cloud_api.wire.floor import Grams, LotText

Count = Annotated[int, Field(ge=0, examples=[12])]
Quantity = Annotated[int, Field(ge=1, examples=[2])]
ParcelCode = Annotated[str, Field(pattern=r"^73[0-9]{20}$", examples=["7306901234000000001015"])]
"""73, seventeen digits of the crate's SSCC, two of the place, one GS1 modulo-10 check digit."""
MOST_WAVES = 200
"""In one request: more than a warehouse has desks."""


class WaveHandedOver(Message):
    """Fact: a desk leaves a wave it has begun; another one goes on where it stopped.

    The last word of its desk on this wave. The counts let the cloud see that it has heard all before it.
    """

    wave_id: UUID
    lease_id: UUID
    crates: Count
    crates_closed: Count
    pieces: Count
    """In the crates."""
    short_pieces: Count


class TakenLot(Message):
    """Pieces of a put out of one bin, of one lot."""

    bin: Code
    lot: LotText = ""
    expiry: date | None = None
    quantity: Quantity


class PutMade(Message):
    """A put that stands; `taken` is empty where the warehouse keeps no book of the product."""

    put_id: UUID
    sku: Code
    quantity: Quantity
    weight_g: Grams = 0
    taken: tuple[TakenLot, ...] = ()
    order_id: UUID | None = None
    """Into whose parcel; None where the crate has no parcels."""


class LineMeant(Message):
    """Pieces of a product for one order, as they are planned for a crate now."""

    order_id: UUID
    sku: Code
    quantity: Quantity


class PiecesShort(Message):
    """Pieces of a product a crate will not get."""

    sku: Code
    quantity: Quantity


class CrateParcel(Message):
    """One order's bag in a crate, with the code on its label."""

    order_id: UUID
    place: Annotated[int, Field(ge=1, le=99, examples=[1])]
    code: ParcelCode


class PickedCrate(Message):
    """A crate that bears its label already, and all that was told of it."""

    crate_id: UUID
    sscc: Annotated[str, Field(pattern=r"^[0-9]{18}$", examples=["069012340000000017"])]
    number: Annotated[int, Field(ge=1, examples=[1])]
    zone: Zone
    closed_at: Moment | None = None
    reopened: bool = False
    """A supervisor had it opened again, and it was not closed since."""
    lines: tuple[LineMeant, ...] = ()
    puts: tuple[PutMade, ...] = ()
    """In the order in which they were made."""
    short: tuple[PiecesShort, ...] = ()
    parcels: tuple[CrateParcel, ...] = ()


class CancelledOrder(Message):
    """An order of the wave that is cancelled and still stands in a crate's plan."""

    order_id: UUID
    order_no: str


class PickedWave(Message):
    """What is done of a wave that is lent on half picked."""

    handed_by: Text = ""
    """The desk it comes from, where its crates stand."""
    crates: tuple[PickedCrate, ...]
    cancelled: tuple[CancelledOrder, ...] = ()


class WavesWanted(Exact):
    """Waves their desks shall hand over."""

    wave_ids: Annotated[tuple[UUID, ...], Field(min_length=1, max_length=MOST_WAVES)]
    operator_id: UUID | None = None
    """Who says so; a station has to tell."""
    called_off: bool = False
    """Nobody asks for them any more: their desks keep them."""


class WaveWanted(Message):
    """Change: the desk that holds this wave on this lease shall hand it over, or keep it after all."""

    wave_id: UUID
    lease_id: UUID
    asked_by: Text = ""
    called_off: bool = False
    """It was asked for before, and is not any more."""
