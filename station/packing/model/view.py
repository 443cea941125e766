"""All the packing room needs to draw itself, as frozen values."""

from dataclasses import dataclass
from enum import Enum, StrEnum

from station.kernel.ids import Sku
from station.kernel.messages import Message, Sound, Tone
from station.packing.model.verdicts import Verdict


class Step(Enum):
    """The question the desk answers now."""

    JOBS = "jobs"
    """Which box is packed next?"""
    PACK = "pack"
    """What goes into it?"""
    LABEL = "label"
    """Does it bear its label?"""


class Press(StrEnum):
    """What a button asks for; the flow knows whether it can be done now."""

    BEGIN = "begin"
    FINISH = "finish"
    UNDO = "undo"
    MISSING = "missing"
    REPRINT = "reprint"
    BACK = "back"
    ENTER = "enter"
    """Begin or finish, whichever comes next."""


@dataclass(frozen=True)
class Item:
    """A gift box of the list, or a part of the one under work, large enough to be read at two metres.

    `notes` stand under the name; `mark` says whether it is done (OK) or waits for something (ASK).
    """

    key: str
    sku: Sku
    name: str
    notes: tuple[Message | str, ...]
    figure: str
    mark: Tone | None = None


@dataclass(frozen=True)
class Card:
    """The figure that matters, what it counts, what it is about, and how its label is doing."""

    figure: str
    under: Message
    head: tuple[Message | str, ...] = ()
    end: Message | None = None
    end_tone: Tone | None = None
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
class PackingView:
    """The whole room at one moment; `serial` grows with every view of a flow."""

    serial: int
    step: Step
    question: Message
    card: Card
    items: tuple[Item, ...] = ()
    chosen: str | None = None
    empty: Message | None = None
    """What stands in place of items where there are none."""
    answer: Answer | None = None
    recent: tuple[ScanLine, ...] = ()
    notice: Message | None = None
    can: frozenset[Press] = frozenset()
    next: Press | None = None
    """The one that wears the accent."""
