"""All the room of waves needs to draw itself, as frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from station.kernel.ids import WaveId
from station.kernel.messages import Message, Sound, Tone
from station.waves.model.verdicts import Verdict


class Step(StrEnum):
    """What the room shows now."""

    BOARD = "board"
    WAVE = "wave"
    """One wave told whole."""
    SHARING = "sharing"
    """Waves are being shared over desks."""
    PLAN = "plan"
    """Is this who picks what?"""
    PAIRS = "pairs"
    """Are these to follow each other?"""
    DIVIDING = "dividing"
    """Is one wave to be picked at several desks, so?"""


class Press(StrEnum):
    """What a button asks for."""

    LATE = "late"
    RUNNING = "running"
    WAITING = "waiting"
    DONE = "done"
    SHARE = "share"
    HOLD = "hold"
    PAIRS = "pairs"
    RELEASE = "release"
    WANT = "want"
    DIVIDE = "divide"
    ENTER = "enter"
    BACK = "back"


FILTERS = (Press.LATE, Press.RUNNING, Press.WAITING, Press.DONE)
"""Each shows a part of the board; pressed again it shows all."""


@dataclass(frozen=True)
class WaveRow:
    """A wave on the board; times of day as they stand on the clock of the warehouse."""

    wave_id: WaveId
    title: str
    """Its number, and which part of a divided wave it is."""
    point: str
    code: str
    desk: str
    """Who has it, or whom it is meant for."""
    is_meant: bool
    """The desk does not have it yet."""
    beside: str
    """The wave that is to be picked in one walk with it; empty for none."""
    tone: Tone | None
    state: Message
    """Beside the shape: how far it is, or how late."""
    pieces_put: int
    pieces: int
    short_pieces: int
    crates: int
    crates_closed: int
    departs: str
    """Empty: no route is published."""
    ready: str
    """Empty: nobody knows."""


@dataclass(frozen=True)
class CrateRow:
    """A crate of the wave that is told whole."""

    number: int
    label: str
    """The last digits of its SSCC, as people read them."""
    pieces_put: int
    pieces: int
    short_pieces: int
    is_closed: bool


@dataclass(frozen=True)
class WaveCard:
    """A wave told whole."""

    row: WaveRow
    orders: int
    lines: int
    van: str
    facts: tuple[Message, ...]
    """Who, since when, released when, meant for whom."""
    crates: tuple[CrateRow, ...] | None
    """None: still asked for."""
    is_wanted: bool
    """Its desk is asked to hand it over."""


@dataclass(frozen=True)
class DeskRow:
    """What one desk would pick, in this order."""

    desk: str
    waves: tuple[str, ...]
    finish: str
    late: int
    """So many of them are late."""


@dataclass(frozen=True)
class PlanView:
    """Who would pick what."""

    desks: tuple[DeskRow, ...]
    finish: str
    late: tuple[Message, ...]
    """The first of them that will not be ready in time."""


@dataclass(frozen=True)
class PairRow:
    """Two waves whose crates fit one put wall, and the desk that would pick both."""

    one: str
    one_point: str
    other: str
    other_point: str
    shared_products: int
    desk: str


@dataclass(frozen=True)
class PartRow:
    """What one desk would pick of a wave that is to be divided."""

    title: str
    orders: int
    products: int
    pieces: int
    minutes: int


@dataclass(frozen=True)
class DivisionView:
    """A wave in parts, beside what it is for one desk."""

    parts: tuple[PartRow, ...]
    minutes: int
    """Until the slowest part is picked."""
    whole_minutes: int
    more_stops: int
    """Bins that are walked to more often than by one desk."""


@dataclass(frozen=True)
class Answer:
    """The verdict of the act this view answers: colour, sound, words."""

    verdict: Verdict
    tone: Tone
    sound: Sound
    words: Message


@dataclass(frozen=True)
class Figure:
    """The figure that matters, what it counts, what it is about."""

    number: str
    under: Message
    head: tuple[Message | str, ...] = ()
    done: bool = False


@dataclass(frozen=True)
class WavesView:
    """The whole room at one moment; `serial` grows with every view of a flow."""

    serial: int
    step: Step
    question: Message
    figure: Figure
    rows: tuple[WaveRow, ...] = ()
    cursor: WaveId | None = None
    shown: Press | None = None
    """The filter; None: all."""
    counts: Mapping[Press, int] = field(default_factory=dict)
    """Waves each filter would show."""
    search: str = ""
    card: WaveCard | None = None
    plan: PlanView | None = None
    pairs: tuple[PairRow, ...] = ()
    division: DivisionView | None = None
    divide: Message | None = None
    """What the key that divides does now."""
    answer: Answer | None = None
    notice: Message | None = None
    """How old the board is, or that speed is not measured yet."""
    is_old: bool = False
    """The notice is about a board that is not of now."""
    release: int = 0
    """So many waves the next group has."""
    can: frozenset[Press] = frozenset()
    next: Press | None = None
    """The one that wears the accent."""
