"""All a loading screen needs to draw itself, as frozen values."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, StrEnum

from cloud_api.wire.base import Zone
from station.kernel.ids import CrateId, RouteId
from station.kernel.messages import Message, Sound, Tone
from station.loading.model.verdicts import Verdict
from station.people.override import OverrideView


class Step(Enum):
    """The question the desk answers now."""

    NO_ROUTES = "no_routes"
    """Nothing was published for tonight."""
    ALL_DEPARTED = "all_departed"
    """Every van has left and none is looked at."""
    CHOOSE = "choose"
    """Scan the sheet of a route, or tap it."""
    LOADING = "loading"
    """Scan crates."""
    COMPLETE = "complete"
    """Everything is on: depart."""
    CONFIRM = "confirm"
    """Departure was asked for: once more."""
    SUPERVISOR = "supervisor"
    """A supervisor has to let the van leave without crates or with some that should come down, or a crate on
    that the scale did not pass."""
    DEPARTED = "departed"
    """The route looked at has left."""


class TileState(StrEnum):
    """Where a crate is."""

    WAITING = "waiting"
    """Packed, and to be fetched."""
    PACKING = "packing"
    """Its wave is still being packed."""
    ON = "on"


@dataclass(frozen=True)
class CrateTile:
    """One crate of a stop."""

    crate_id: CrateId
    number: int
    zone: Zone
    state: TileState
    latest: bool = False
    """The crate of the scan just answered."""


@dataclass(frozen=True)
class StopCard:
    """One stop of the route being loaded."""

    ordinal: int
    code: str
    name: str
    arrives: str
    """Time of day at the warehouse, such as 06:40."""
    on: int
    crates: tuple[CrateTile, ...]
    crates_known: bool
    is_next: bool
    """Its crates are the ones to load now."""
    bags: int = 0
    """In its crates, where each order has a bag of its own."""


@dataclass(frozen=True)
class RouteRow:
    """One of tonight's routes in the list."""

    route_id: RouteId
    number: int
    plate: str
    driver: str
    on: int
    crates: int
    stops_waiting: int
    """Stops whose crates nobody knows yet."""
    departs: str
    departs_at: datetime
    departed: str
    """Time of day it left; empty while it stands here."""
    chosen: bool


@dataclass(frozen=True)
class RouteCard:
    """The chosen route."""

    route_id: RouteId
    number: int
    plate: str
    driver: str
    departs: str
    departs_at: datetime
    departed: str
    departed_by: str
    on: int
    crates: int
    left: int
    stops_waiting: int
    stops: tuple[StopCard, ...]
    """In loading order: the last stop first."""


@dataclass(frozen=True)
class MissingCrate:
    """A crate (or a whole stop, where nobody knows its crates) the van would leave without, or should."""

    stop: int
    shop: str
    number: int
    """0 stands for all crates of a stop that is not packed."""
    zone: Zone | None
    packing: bool


@dataclass(frozen=True)
class SupervisedCard:
    """The talk with a supervisor who may let a van leave without everything, or a crate on unweighed."""

    missing: tuple[MissingCrate, ...]
    """What would stay behind; nothing where it is about a crate."""
    talk: OverrideView
    take_down: tuple[MissingCrate, ...] = ()
    """What lies on the van and should not: asked about before what is missing."""


@dataclass(frozen=True)
class ScanLine:
    """One of the last scans."""

    at: datetime
    tone: Tone
    words: Message


@dataclass(frozen=True)
class Answer:
    """The verdict of the act this view answers: colour, sound, words."""

    verdict: Verdict
    tone: Tone
    sound: Sound
    words: Message


@dataclass(frozen=True)
class Notice:
    """Something outside the act itself that the operator should know."""

    tone: Tone
    words: Message


@dataclass(frozen=True)
class LoadingView:
    """The whole loading desk at one moment; `serial` grows with every view of a flow."""

    serial: int
    at: datetime
    """When it was made, by the cloud's clock: what lateness is counted by."""
    step: Step
    question: Message
    """What do I do now?"""
    routes: tuple[RouteRow, ...] = ()
    route: RouteCard | None = None
    supervised: SupervisedCard | None = None
    answer: Answer | None = None
    recent: tuple[ScanLine, ...] = ()
    taking_off: bool = False
    can_undo: bool = False
    can_take_off: bool = False
    can_ask: bool = False
    """Whether a supervisor may let on what was just refused."""
    can_depart: bool = False
    notice: Notice | None = None
