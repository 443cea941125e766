"""All a dispatch screen needs to draw itself, as frozen values."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Protocol

from station.dispatch.model.verdicts import Verdict
from station.dispatch.model.view_routes import (
    BrokenRule,
    Gauge,
    LoadingView,
    LoadState,
    MapPoint,
    RouteView,
    Span,
    SpanKind,
    StopView,
    TimeAxis,
    UnservedView,
)
from station.kernel.ids import CycleId, WaveId
from station.kernel.messages import Message, Sound, Tone

__all__ = [
    "Answer",
    "BrokenRule",
    "CycleChoice",
    "DayHead",
    "DispatchView",
    "Gauge",
    "LoadState",
    "LoadingView",
    "MapPoint",
    "MovePreview",
    "MovePreviewer",
    "Notice",
    "PlanTotals",
    "Progress",
    "PublishedHead",
    "RefusedRow",
    "RouteView",
    "Span",
    "SpanKind",
    "Step",
    "StopView",
    "TimeAxis",
    "UnservedView",
    "VanView",
]


class Step(Enum):
    """The question the dispatch desk answers now."""

    NO_CYCLE = "no_cycle"
    """Nothing to deliver is known yet."""
    READY = "ready"
    """The day's load is here: plan it."""
    PLANNING = "planning"
    """The planner searches; the best routes so far are shown."""
    DRAFT = "draft"
    """Routes lie here that differ from what is published: look, move, publish."""
    PUBLISHED = "published"
    """What lies here is published: watch the loading."""


@dataclass(frozen=True)
class Answer:
    """The verdict of the act this view answers."""

    verdict: Verdict
    tone: Tone
    sound: Sound
    words: Message


@dataclass(frozen=True)
class Notice:
    """Something outside the act itself that the dispatcher should know."""

    tone: Tone
    words: Message


@dataclass(frozen=True)
class CycleChoice:
    """A cycle that can be planned."""

    cycle_id: CycleId
    name: str
    stops: int
    is_chosen: bool
    version: int
    """Of the routes published; 0 when none are."""


@dataclass(frozen=True)
class DayHead:
    """The night's load beside what the vans can carry."""

    cycle: str
    day: date
    """The day of delivery in the warehouse's zone."""
    warehouse: str
    time_zone: str
    stops: int
    stops_packed: int
    orders: int
    crates: int
    """Of the stops whose waves have begun."""
    pieces: int
    weight_g: int
    volume_ml: int
    vans: int
    """Active and not away."""
    vans_weight_g: int
    vans_volume_ml: int


@dataclass(frozen=True)
class PlanTotals:
    """What a whole plan comes to."""

    routes: int
    served: int
    unserved: int
    metres: int
    cost_fen: int
    drive_s: int
    wait_s: int
    late: int
    """Stops reached after their window."""
    broken: int
    """Rules broken, windows included."""
    returns_at: datetime | None
    """When the last van is back; in the warehouse's zone, as every datetime of a view."""


@dataclass(frozen=True)
class Progress:
    """A search under way."""

    phase: Message
    elapsed_s: float
    budget_s: float
    cost_fen: int | None
    """Of the best routes so far; None until there are any."""
    served: int
    unserved: int
    curve: tuple[tuple[float, int], ...] = ()
    """Seconds and cost in fen, each time it fell."""
    is_stopping: bool = False


@dataclass(frozen=True)
class PublishedHead:
    """The version that is out."""

    version: int
    at: datetime
    is_told: bool
    """The cloud has it."""
    refusal: str = ""
    """Why the cloud refused it."""


@dataclass(frozen=True)
class VanView:
    """A van in the list of vans; every field of its form."""

    code: str
    plate: str
    driver: str
    phone: str
    weight_g: int
    volume_ml: int
    shift_from: str
    """"04:00" in the warehouse's zone."""
    shift_until: str
    max_stops: int
    fixed_cost_fen: int
    cost_km_fen: int
    cost_hour_fen: int
    is_active: bool
    is_away: bool
    colour: int
    stops: int
    """On its route of the plan shown."""
    has_left: bool


@dataclass(frozen=True)
class RefusedRow:
    """A row of an import that was not taken, and why."""

    row: int
    """As a spreadsheet counts: 1 is the heading."""
    text: str
    why: Message


@dataclass(frozen=True)
class MovePreview:
    """What a drop would come to, told before it is done."""

    is_possible: bool
    """False: the drop is refused; `words` say why."""
    tone: Tone
    """OK, ASK when a rule would break, REFUSED when it is impossible."""
    words: Message
    """One sentence to show beside the pointer."""
    cost_fen: int = 0
    """Difference; below 0 is cheaper."""
    metres: int = 0
    arrives_at: datetime | None = None
    """At the stop moved."""
    breaks: tuple[BrokenRule, ...] = ()
    """Rules broken that hold now."""
    mends: int = 0
    """Rules that hold again."""


class MovePreviewer(Protocol):
    """Answers what a drop would come to: pure and immutable, so that the Qt thread may ask while dragging."""

    def preview(self, wave_id: WaveId, van: str | None, position: int) -> MovePreview:
        """Put the stop before the one that is now number `position` of the van; 1 is the first, and
        one more than its stops puts it last. A van of None takes it off its route.

        Takes well under a frame (16 ms) and never raises for an unknown stop or van.
        """
        ...


@dataclass(frozen=True)
class DispatchView:
    """The whole dispatch desk at one moment; `serial` grows with every view of a flow."""

    serial: int
    at: datetime
    step: Step
    question: Message
    """What do I do now?"""
    answer: Answer | None = None
    notice: Notice | None = None
    cycles: tuple[CycleChoice, ...] = ()
    """The newest first."""
    day: DayHead | None = None
    depot: MapPoint | None = None
    totals: PlanTotals | None = None
    before: PlanTotals | None = None
    """Of the plan the numbers are marked against: the one before the last planning, or as published."""
    routes: tuple[RouteView, ...] = ()
    """One for each van that drives tonight, by van code."""
    unserved: tuple[UnservedView, ...] = ()
    axis: TimeAxis | None = None
    travel: Message | None = None
    """How the travel times were come by."""
    progress: Progress | None = None
    published: PublishedHead | None = None
    differs: bool = False
    """What is shown differs from what is published."""
    is_stale: bool = False
    """Stops or vans have changed since the plan: plan again."""
    vans: tuple[VanView, ...] = ()
    refused_rows: tuple[RefusedRow, ...] = ()
    """Of the last import."""
    can_plan: bool = False
    can_stop: bool = False
    can_edit: bool = False
    """Stops may be dragged, locked, taken off."""
    can_undo: bool = False
    can_redo: bool = False
    undo_words: Message | None = None
    """What undo would take back."""
    redo_words: Message | None = None
    can_publish: bool = False
    must_confirm: bool = False
    """The next publish publishes although stops are late."""
    previewer: MovePreviewer | None = None
