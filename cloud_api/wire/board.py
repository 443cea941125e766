"""The board of waves: how far each one is, whom it is meant for, and what a foreman says about it."""

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from cloud_api.wire.base import Exact, Message, Moment, Text, ToldWhole, Zone
from cloud_api.wire.orders import OrderLine
from cloud_api.wire.waves import MOST_PARTS, Part

MOST_WAVES = 2_000
"""In one request: more than a night has."""
MOST_ORDERS = 20_000
"""Of one pickup point in a night: more than ever came."""


class WaveStage(StrEnum):
    """How far a wave is, as a foreman sees it."""

    WAITING = "waiting"
    """Not released: no desk gets it."""
    FREE = "free"
    """The next desk that asks may get it."""
    LEASED = "leased"
    """With a desk that has not begun to pick."""
    STARTED = "started"
    """Its crates have labels."""
    HALF_PICKED = "half_picked"
    """Handed over: its crates are begun, and it waits for a desk."""
    COMPLETED = "completed"


class BoardWave(Message):
    """A wave on the board. Waves whose orders were all cancelled are not told."""

    id: UUID
    number: int
    part: Part = 0
    pickup_point: str
    pickup_point_name: Text
    stage: WaveStage
    orders: int
    lines: int
    pieces: int
    pieces_put: int = 0
    short_pieces: int = 0
    crates: int = 0
    crates_closed: int = 0
    station_id: UUID | None = None
    """Who has it, or packed it."""
    station_name: str | None = None
    taken_at: Moment | None = None
    lease_until: Moment | None = None
    """May be past: the desk works without a network, or is dead."""
    completed_at: Moment | None = None
    released_at: Moment | None = None
    """When a person released it."""
    handed_at: Moment | None = None
    """Since when it waits for a desk, half picked."""
    handed_by: str | None = None
    """The desk that left it half picked."""
    wanted_at: Moment | None = None
    """When its desk was asked to hand it over."""
    desk_id: UUID | None = None
    """The desk it is meant for."""
    desk_name: str | None = None
    desk_place: int | None = None
    """Its place in the order of that desk, the lowest first."""
    beside_id: UUID | None = None
    """The wave that desk is to pick together with it, in one walk."""
    departs_at: Moment | None = None
    """When its van leaves; None: no route is published."""
    departed_at: Moment | None = None
    route_code: str | None = None
    van: str | None = None


class BoardDesk(Message):
    """A station of the warehouse that picks."""

    station_id: UUID
    name: str
    seen_at: Moment | None = None
    in_sight: bool
    """Whether it spoke with the cloud in the last minutes."""


class WaveBoard(Message):
    """All waves of a cycle by number, and the desks of its warehouse."""

    warehouse: str
    cycle_id: UUID | None = None
    """None: this warehouse has had no cut-off yet."""
    cycle_name: Text = ""
    told_at: Moment
    by_people: bool
    """Whether waves wait until a person releases them; else all are free at the cut-off."""
    waves: tuple[BoardWave, ...] = ()
    desks: tuple[BoardDesk, ...] = ()


class WaveGoods(Message):
    """What is in a wave: what it shares with others, and how large it is."""

    wave_id: UUID
    skus: tuple[int, ...]
    """Places in `skus` of the whole."""
    weight_g: int
    volume_ml: int


class BoardGoods(Message):
    """The products of all waves of a cycle; each is named once."""

    cycle_id: UUID
    skus: tuple[str, ...]
    waves: tuple[WaveGoods, ...]


class BoardCrate(Message):
    """A crate of a wave that is picked or packed."""

    crate_id: UUID
    number: int
    sscc: str
    zone: Zone
    pieces: int
    """Planned for it."""
    pieces_put: int
    short_pieces: int
    closed_at: Moment | None = None


class WaveCrates(Message):
    """The crates of one wave by number."""

    wave_id: UUID
    crates: tuple[BoardCrate, ...]


class WavesChosen(Exact):
    """Waves to release, or to hold back."""

    wave_ids: Annotated[tuple[UUID, ...], Field(min_length=1, max_length=MOST_WAVES)]
    operator_id: UUID | None = None
    """Who says so; a station has to tell."""


class WaveAssignment(Exact):
    """A wave meant for a desk, at its place in that desk's order."""

    wave_id: UUID
    station_id: UUID | None = None
    """None: for whoever is free."""
    place: Annotated[int, Field(ge=0, le=100_000), ToldWhole] = 0
    beside_id: UUID | None = None
    """Another wave for the same desk, which is picked together with this one, in one walk at one put wall."""


class WaveAssignments(Exact):
    """Which wave is meant for which desk; waves that are not named stay as they are."""

    assignments: Annotated[tuple[WaveAssignment, ...], Field(min_length=1, max_length=MOST_WAVES)]
    operator_id: UUID | None = None
    """Who says so; a station has to tell."""


class WaveLeft(Message):
    """A wave that stays as it is, and why."""

    wave_id: UUID
    detail: Text


class WavesChanged(Message):
    """What came of it, wave by wave. What was so already counts as done."""

    done: tuple[UUID, ...]
    left: tuple[WaveLeft, ...] = ()


class OrderGoods(Message):
    """What is still to be picked of one order."""

    order_id: UUID
    lines: tuple[OrderLine, ...]


class WaveOrders(Message):
    """The orders of one wave, as a proposal to divide it needs them."""

    wave_id: UUID
    orders: tuple[OrderGoods, ...]


OrdersOfPart = Annotated[tuple[UUID, ...], Field(min_length=1, max_length=MOST_ORDERS)]


class WaveDivision(Exact):
    """Which orders of a wave each of its parts has; each order of the wave once."""

    wave_id: UUID
    parts: Annotated[tuple[OrdersOfPart, ...], Field(min_length=2, max_length=MOST_PARTS)]
    operator_id: UUID | None = None
    """Who says so; a station has to tell."""
