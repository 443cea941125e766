"""All the team room needs to draw itself, as frozen values."""

from dataclasses import dataclass
from enum import StrEnum

from station.kernel.messages import Message, Sound, Tone


class Page(StrEnum):
    """What the figures are told by."""

    DESKS = "desks"
    TASKS = "tasks"
    MINE = "mine"


class Press(StrEnum):
    """What a button asks for."""

    DESKS = "desks"
    TASKS = "tasks"
    MINE = "mine"
    LOOK = "look"


@dataclass(frozen=True)
class Rate:
    """So much an hour; None: too little work to tell."""

    an_hour: int | None
    usual: int | None


@dataclass(frozen=True)
class FigureRow:
    """A desk's task, a task of all desks, or a task of one's own."""

    key: str
    title: Message
    under: tuple[Message, ...]
    lines: Rate
    pieces: Rate
    caught: int
    minutes: int


@dataclass(frozen=True)
class Answer:
    """What became of a key that did nothing."""

    tone: Tone
    sound: Sound
    words: Message


@dataclass(frozen=True)
class TeamView:
    """The room as it is drawn."""

    serial: int
    page: Page
    can: frozenset[Press]
    head: Message
    rows: tuple[FigureRow, ...]
    empty: Message
    """Said where there are no rows."""
    cursor: int
    notice: tuple[Tone, Message] | None = None
    answer: Answer | None = None
