"""All the slotting room needs to draw itself, as frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from cloud_api.wire.base import Zone
from cloud_api.wire.catalogue import BinUse, Turnover
from station.kernel.messages import Message, Sound, Tone
from station.slotting.model.chart import FloorChart
from station.slotting.model.guided import MoveKind, MoveState
from station.slotting.model.heat import BinHeat
from station.slotting.model.verdicts import Verdict


class Step(StrEnum):
    """The question the desk answers now."""

    MAP = "map"
    """What lies where, and how often is it walked to?"""
    SEARCHING = "searching"
    """Which moves pay most?"""
    PLAN = "plan"
    """Are these moves to be made?"""
    MOVE = "move"
    """What is carried where?"""
    ASSIGN = "assign"
    """Which bin is a product picked from?"""


class Press(StrEnum):
    """What a button asks for."""

    MAP = "map"
    MOVES = "moves"
    BOARD = "board"
    ASSIGN = "assign"
    SEARCH = "search"
    SKIP = "skip"
    UNDO = "undo"
    START = "start"
    BACK = "back"


@dataclass(frozen=True)
class Figure:
    """The figure that matters, what it counts, what it is about."""

    number: str
    under: Message
    head: tuple[Message | str, ...] = ()
    done: bool = False
    sku: str = ""
    """The product that is carried, or given a bin."""


@dataclass(frozen=True)
class PanelLot:
    """A lot that lies in the bin by the book."""

    product: str
    lot: str
    expiry: str
    quantity: int


@dataclass(frozen=True)
class PanelProduct:
    """A product that is picked from the bin."""

    name: str
    turnover: Turnover | None
    tonight: int
    a_night: float


@dataclass(frozen=True)
class BinPanel:
    """A bin told whole."""

    code: str
    zone: Zone
    use: BinUse
    level: int
    most_weight_g: int
    volume_ml: int
    products: tuple[PanelProduct, ...] = ()
    lots: tuple[PanelLot, ...] = ()
    is_below_zero: bool = False


@dataclass(frozen=True)
class MoveRow:
    """A move of the night."""

    ordinal: int
    kind: MoveKind
    product: str
    from_bin: str
    to_bin: str
    saved_m: float | None
    """Told with the first move of an exchange."""
    state: MoveState
    is_next: bool


@dataclass(frozen=True)
class Answer:
    """The verdict of the act this view answers: colour, sound, words."""

    verdict: Verdict
    tone: Tone
    sound: Sound
    words: Message


@dataclass(frozen=True)
class SlottingView:
    """The whole room at one moment; `serial` grows with every view of a flow."""

    serial: int
    step: Step
    question: Message
    figure: Figure
    chart: FloorChart
    heat: Mapping[str, BinHeat] = field(default_factory=dict)
    level: int = 0
    cursor: str | None = None
    lit: frozenset[str] = frozenset()
    """Bins that are meant now: where a product lies, where goods are taken from and brought to."""
    panel: BinPanel | None = None
    moves: tuple[MoveRow, ...] = ()
    answer: Answer | None = None
    notice: Message | None = None
    """How old what is known of orders is, or that nothing is."""
    can: frozenset[Press] = frozenset()
    next: Press | None = None
    """The one that wears the accent."""
