"""What dispatch plans with, and the routes it publishes; bodies of changes and facts."""

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from cloud_api.wire.base import Code, Message, Moment, Text, Zone
from cloud_api.wire.catalogue import PickupPoint
from cloud_api.wire.crates import Weighed

RouteCode = Annotated[str, Field(pattern=r"^75[0-9]{8}$")]
"""Number on a route sheet: 75, seven random digits, one GS1 modulo-10 check digit; scanned to load a van."""
Grams = Annotated[int, Field(ge=0)]
Millilitres = Annotated[int, Field(ge=0)]


class PackState(StrEnum):
    """How far the goods of a stop are."""

    WAITING = "waiting"
    PACKING = "packing"
    PACKED = "packed"


class StopCrate(Message):
    """A crate 集货箱 that goes to a stop."""

    crate_id: UUID
    sscc: Annotated[str, Field(pattern=r"^[0-9]{18}$")]
    number: Annotated[int, Field(ge=1)]
    zone: Zone
    pieces: Annotated[int, Field(ge=0)]
    weight_g: Grams
    """Planned until it is closed, then as its closing slip says."""
    closed: bool
    void_labels: tuple[str, ...] = ()
    """Labels it had before it was packed anew."""
    weighed: Weighed | None = None
    """What the scale said since it was closed; ok, too, where a supervisor let a difference pass."""
    cancelled: tuple[str, ...] = ()
    """Numbers of cancelled orders whose goods are to come out of it."""


class Stop(Message):
    """What one pickup point gets in one cycle; told anew whenever it changes."""

    wave_id: UUID
    """A pickup point has one wave a cycle: this is the key of the stop."""
    number: int
    cycle_id: UUID
    cycle_name: Text
    pickup_point: PickupPoint
    orders: Annotated[int, Field(ge=0)]
    pieces: Annotated[int, Field(ge=0)]
    weight_g: Grams
    volume_ml: Millilitres
    zones: tuple[Zone, ...]
    state: PackState
    crates: tuple[StopCrate, ...] = ()
    """Known from the start of its wave."""
    cut_off_at: Moment | None = None
    """Of its cycle: it is delivered on the first morning after."""
    bags: Annotated[int, Field(ge=0)] = 0
    """In its crates, where its pickup point wants a bag for each order; known with the crates."""


class RouteStop(Message):
    """A stop on a route."""

    wave_id: UUID
    pickup_point: Code
    arrives_at: Moment
    """Reaches the shop; goods are handed over when its window is open."""
    leaves_at: Moment
    metres_before: Annotated[int, Field(ge=0)]
    """Driven from the stop before."""
    weight_g: Grams
    volume_ml: Millilitres


class Route(Message):
    """The way of one van: its stops in order."""

    route_id: UUID
    number: Annotated[int, Field(ge=1)]
    code: RouteCode
    van: Code
    departs_at: Moment
    returns_at: Moment
    metres: Annotated[int, Field(ge=0)]
    stops: Annotated[tuple[RouteStop, ...], Field(min_length=1, max_length=500)]


class UnservedStop(Message):
    """A stop no van can serve, and why, in plain words."""

    wave_id: UUID
    pickup_point: Code
    reason: Text


class RoutePlan(Message):
    """The routes of a cycle, whole; a later version replaces the one before.

    Body of the fact RoutesPublished and of the change ROUTES.
    """

    plan_id: UUID
    cycle_id: UUID
    version: Annotated[int, Field(ge=1)]
    routes: Annotated[tuple[Route, ...], Field(max_length=500)]
    unserved: Annotated[tuple[UnservedStop, ...], Field(max_length=2_000)] = ()


class CrateMove(StrEnum):
    """Where a crate has come."""

    LOADED = "loaded"
    UNLOADED = "unloaded"
    """Taken off the van again before it left."""
    RECEIVED = "received"
    NOT_RECEIVED = "not_received"
    """A receipt was taken back."""


class CrateMoved(Message):
    """A crate was scanned by some station; body of the change CRATE_MOVED."""

    crate_id: UUID
    sscc: str
    wave_id: UUID
    move: CrateMove
    route_id: UUID | None
    at: Moment
    station_id: UUID
    station_name: Text


class RouteDeparted(Message):
    """A van left; body of the change ROUTE_DEPARTED."""

    route_id: UUID
    cycle_id: UUID
    at: Moment
    missing: tuple[UUID, ...] = ()
    """Crates that stayed behind."""
    station_id: UUID
    station_name: Text
