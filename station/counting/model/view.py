"""All the stock room needs to draw itself, as frozen values."""

from dataclasses import dataclass
from datetime import date
from enum import Enum, StrEnum
from uuid import UUID

from cloud_api.wire.floor import CountReason
from station.counting.model.shelf_life import ShelfLife
from station.counting.model.verdicts import Verdict
from station.kernel.messages import Message, Sound, Tone
from station.people.override import OverrideView


class Step(Enum):
    """The question the desk answers now."""

    TASKS = "tasks"
    """Which bin is counted next?"""
    COUNT = "count"
    """What lies in the bin?"""
    CONFIRM = "confirm"
    """Is that all?"""
    LOOK_UP = "look_up"
    """What lies where?"""
    CARRY = "carry"
    """What is taken out of the bin, and where does it go?"""
    DIFFERENCES = "differences"
    """Is what was found right?"""


class Press(StrEnum):
    """What a button asks for; the flow knows whether it can be done now."""

    TASKS = "tasks"
    LOOK_UP = "look_up"
    DIFFERENCES = "differences"
    BEGIN = "begin"
    DONE = "done"
    UNDO = "undo"
    GRAMS = "grams"
    WEIGH = "weigh"
    EXPIRY = "expiry"
    LOT = "lot"
    MOVE = "move"
    DAMAGED = "damaged"
    EXPIRED = "expired"
    LOST = "lost"
    CONFIRM = "confirm"
    APPROVE = "approve"
    AGAIN = "again"
    BACK = "back"


class Typed(StrEnum):
    """What is typed now."""

    CODE = "code"
    """A bin or a product whose label cannot be read."""
    PIECES = "pieces"
    GRAMS = "grams"
    EXPIRY = "expiry"
    LOT = "lot"


TYPED_WORDS = {
    Typed.CODE: Message("Scan, or type a bin or a product"),
    Typed.PIECES: Message("Pieces"),
    Typed.GRAMS: Message("Grams"),
    Typed.EXPIRY: Message("Day of expiry: year month day"),
    Typed.LOT: Message("Lot"),
}

WHY_WORDS = {
    CountReason.BELOW_ZERO: Message("The book has less than nothing"),
    CountReason.SHORT: Message("A picker found too little"),
    CountReason.ROUND: Message("It is its turn"),
    CountReason.ASKED: Message("Somebody asks"),
}


NOTHING = Message("")


@dataclass(frozen=True)
class TaskRow:
    """A bin that is to be counted."""

    key: str
    bin: str
    product: str
    """Empty: all that lies there."""
    why: CountReason
    again: bool
    """It was counted before, and not believed."""
    begun: int
    """Pieces counted here already."""
    asked: str


@dataclass(frozen=True)
class LotRow:
    """A lot that was counted, or lies somewhere by the book."""

    key: str
    bin: str
    product: str
    lot: str
    expiry: date | None
    life: ShelfLife
    quantity: int | None
    """None: not shown, for somebody counts this bin."""
    weight_g: int
    by_weight: bool
    is_last: bool = False
    """What a typed number is about."""


@dataclass(frozen=True)
class DifferenceRow:
    """What the book had and what was found of a lot, with the count it is of."""

    key: str
    count_id: UUID
    bin: str
    product: str
    lot: str
    expiry: date | None
    book: int
    found: int
    weight_g: int
    """Grams found too much; below zero: too little."""
    value_fen: int | None
    counted_by: str
    chosen: bool


@dataclass(frozen=True)
class ChoiceRow:
    """One of several answers to choose from."""

    key: str
    words: Message
    note: str = ""


Rows = tuple[TaskRow, ...] | tuple[LotRow, ...] | tuple[DifferenceRow, ...] | tuple[ChoiceRow, ...]


@dataclass(frozen=True)
class MoveLine:
    """Something this desk moved lately."""

    at: str
    words: Message


@dataclass(frozen=True)
class Card:
    """The figure that matters, what it counts, and what it is about."""

    figure: str
    under: Message
    head: tuple[Message | str, ...] = ()
    done: bool = False


@dataclass(frozen=True)
class ScanLine:
    """One of the last acts."""

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
class Part:
    """What one page of the room gives to the view."""

    step: Step
    question: Message
    card: Card
    rows: Rows = ()
    chosen: str | None = None
    empty: Message = NOTHING
    """What stands in place of rows where there are none."""
    typed: Typed = Typed.CODE
    can: frozenset[Press] = frozenset()
    next: Press | None = None
    """The one that wears the accent."""
    moves: tuple[MoveLine, ...] = ()


@dataclass(frozen=True)
class CountingView:
    """The whole room at one moment; `serial` grows with every view of a flow."""

    serial: int
    part: Part
    answer: Answer | None = None
    recent: tuple[ScanLine, ...] = ()
    differences: int = 0
    """Counts that wait for a supervisor."""
    notice: Message | None = None
    override: OverrideView | None = None
