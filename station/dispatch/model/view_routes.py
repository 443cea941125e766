"""Routes as a screen draws them: stops, bars of the Gantt, loads, what is broken, as frozen values."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cloud_api.wire.base import Zone
from cloud_api.wire.routes import PackState
from station.kernel.ids import RouteId, WaveId
from station.kernel.messages import Message


class SpanKind(StrEnum):
    """What a van does for a while."""

    DRIVE = "drive"
    WAIT = "wait"
    """It is there before the shop takes goods."""
    SERVE = "serve"


class LoadState(StrEnum):
    """How far the loading of a route is."""

    NOT_PUBLISHED = "not_published"
    WAITING = "waiting"
    """No crate is on the van yet."""
    LOADING = "loading"
    LOADED = "loaded"
    """Every crate that is known is on the van."""
    DEPARTED = "departed"


@dataclass(frozen=True)
class MapPoint:
    """A position in degrees, always WGS-84: a screen draws it without asking for its datum."""

    latitude: float
    longitude: float


@dataclass(frozen=True)
class Span:
    """A bar of the Gantt."""

    kind: SpanKind
    from_at: datetime
    until_at: datetime
    wave_id: WaveId | None = None
    """Where it serves or waits, and to where it drives; None on the way home."""
    is_late: bool = False


@dataclass(frozen=True)
class TimeAxis:
    """From when to when the Gantt reaches; whole hours."""

    from_at: datetime
    until_at: datetime


@dataclass(frozen=True)
class Gauge:
    """A load beside its limit; `limit` 0 is no limit."""

    value: int
    limit: int

    @property
    def percent(self) -> int:
        """Rounded up, so that 100 is never shown for what is over it; 0 without a limit."""
        return -(-self.value * 100 // self.limit) if self.limit else 0

    @property
    def is_over(self) -> bool:
        """More than the van may carry."""
        return bool(self.limit) and self.value > self.limit


@dataclass(frozen=True)
class BrokenRule:
    """A rule a route breaks."""

    words: Message
    blocks: bool
    """A window only asks; anything else cannot be published."""
    wave_id: WaveId | None = None


@dataclass(frozen=True)
class StopView:
    """A stop on a route."""

    wave_id: WaveId
    position: int
    """1 is the first after the warehouse."""
    code: str
    name: str
    address: str
    contact: str
    phone: str
    at: MapPoint | None
    """None only for a stop of a van that left before its position was lost."""
    arrives_at: datetime
    serves_at: datetime
    """`arrives_at`, or when the window opens."""
    leaves_at: datetime
    wait_s: int
    window_from: datetime | None
    window_until: datetime | None
    metres_before: int
    weight_g: int
    volume_ml: int
    orders: int
    crates: int
    """0 while its wave has not begun."""
    crates_loaded: int
    zones: tuple[Zone, ...]
    state: PackState
    is_locked: bool
    """By itself, or because its whole route is."""
    is_late: bool
    is_changed: bool
    """Against the plan before: on another van, or the time moved by five minutes or more."""
    was: Message | None = None
    """Where and when it stood in the plan before, when it is changed."""
    broken: BrokenRule | None = None


@dataclass(frozen=True)
class LoadingView:
    """How far the loading of a route is."""

    state: LoadState
    crates_loaded: int
    crates: int
    departed_at: datetime | None = None
    left_behind: int = 0
    """Crates not on the van when it left."""


@dataclass(frozen=True)
class RouteView:
    """The way of one van; a van without stops has one too, so that stops can be dropped on it."""

    van: str
    plate: str
    driver: str
    phone: str
    colour: int
    """Index into the palette of routes; the same van keeps it all night."""
    number: int | None
    """On its route sheet; None until it is published."""
    code: str | None
    route_id: RouteId | None
    is_locked: bool
    is_changed: bool
    """Its stops or times differ from the plan before."""
    departs_at: datetime
    returns_at: datetime
    shift_from: datetime
    shift_until: datetime
    metres: int
    cost_fen: int
    drive_s: int
    wait_s: int
    weight: Gauge
    """Grams."""
    volume: Gauge
    """Millilitres."""
    stop_count: Gauge
    stops: tuple[StopView, ...]
    spans: tuple[Span, ...]
    path: tuple[MapPoint, ...]
    """From the warehouse over the stops and back; empty without stops."""
    broken: tuple[BrokenRule, ...]
    loading: LoadingView

    @property
    def has_left(self) -> bool:
        """The van is on its way: nothing here can change."""
        return self.loading.state is LoadState.DEPARTED


@dataclass(frozen=True)
class UnservedView:
    """A stop on no route: why, and what to do."""

    wave_id: WaveId
    code: str
    name: str
    weight_g: int
    volume_ml: int
    reason: Message
    remedy: Message
    can_be_routed: bool
    """Whether it may be dropped on a route; not without a position."""
    is_by_hand: bool = False
    """A person took it off: unlocking lets the next planning have it again."""
    at: MapPoint | None = None
    is_new: bool = False
    """It came, or fell out, since the plan before."""
