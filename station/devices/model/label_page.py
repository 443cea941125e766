"""What the pages of labels show at one moment: what can be printed, what is chosen, how it will look."""

from dataclasses import dataclass
from pathlib import Path

from hardware.labels import LabelKind
from hardware.protocols import RasterLabel
from station.devices.model.told import Told
from station.kernel.messages import Message

PRINTED_HERE = (
    LabelKind.BIN,
    LabelKind.SHELF,
    LabelKind.PRODUCT,
    LabelKind.BADGE,
    LabelKind.OPERATOR_SHEET,
)
"""Kinds a person prints by hand; the others come out of the work itself."""
MOST_COPIES = 99


@dataclass(frozen=True)
class LabelRow:
    """One thing a label can be printed for; `key` names it in gestures."""

    key: str
    title: str
    detail: Message
    code: str
    """Digits its bar code will hold; empty where it bears none."""
    sought: str = ""
    """What a search looks in, in small letters."""


@dataclass(frozen=True)
class Batch:
    """What became of the labels printed last, in numbers."""

    total: int
    printed: int
    waiting: int
    """Still to be sent."""
    stopped: int
    """Refused by the printer: they wait until it is ready."""
    unseen: int
    """Sent; only a person can see whether they came out."""

    @property
    def is_over(self) -> bool:
        """Whether nothing of it moves any more."""
        return self.printed >= self.total


@dataclass(frozen=True)
class LabelsPart:
    """The page that prints labels."""

    kind: LabelKind
    rows: tuple[LabelRow, ...]
    """Those that fit what is searched for."""
    known: int
    """How many there are of this kind."""
    ticked: frozenset[str]
    current: str
    """Key of the row looked at; empty for none."""
    search: str
    copies: int
    count: int
    """Labels the button would print."""
    rooms: tuple[tuple[str, Message], ...]
    """Rooms an operator sheet can be made for; empty for other kinds."""
    room: str
    preview: RasterLabel | None
    told: Told | None
    """Why the label looked at cannot be drawn."""
    printer: Message
    has_printer: bool
    batch: Batch | None


@dataclass(frozen=True)
class SampleLine:
    """A label of a kind with made-up data, on the paper of this PC's printer for it."""

    kind: LabelKind
    preview: RasterLabel | None
    paper: Message
    told: Message | None = None
    """Why there is no picture."""


@dataclass(frozen=True)
class BrandPart:
    """The brand on labels, and every kind of label as it looks with it."""

    text: str
    usual: str
    """What stands there where nobody wrote anything."""
    logo: Path | None
    is_fixed: bool
    """The settings file names it."""
    is_changed: bool
    """Whether what is shown was not saved yet."""
    told: Told | None
    samples: tuple[SampleLine, ...]
