"""Receipts as data: what stands on a slip from a roll, line by line; nobody here knows a printer."""

from dataclasses import dataclass
from enum import Enum, StrEnum


class Align(StrEnum):
    """Where a text stands in its line or column."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


class Size(Enum):
    """Height of a text in dots, the same on both widths of paper: 8 dots are one millimetre."""

    SMALL = 22
    NORMAL = 26
    LARGE = 36
    HUGE = 72


@dataclass(frozen=True)
class Text:
    """A text over the whole width, broken into as many lines as it needs."""

    text: str
    size: Size = Size.NORMAL
    bold: bool = False
    align: Align = Align.LEFT


@dataclass(frozen=True)
class Cell:
    """One column of a row; its width is its `share` of the shares of the row."""

    text: str
    share: int = 1
    align: Align = Align.LEFT


@dataclass(frozen=True)
class Columns:
    """Two or three texts beside each other, each broken within its column."""

    cells: tuple[Cell, ...]
    size: Size = Size.NORMAL
    bold: bool = False

    def __post_init__(self) -> None:
        if not 2 <= len(self.cells) <= 3 or any(cell.share < 1 for cell in self.cells):
            raise ValueError("a row has two or three columns, each with a share of 1 or more")


@dataclass(frozen=True)
class Rule:
    """A line across the paper."""

    bold: bool = False


@dataclass(frozen=True)
class Blank:
    """Room between two parts."""

    size: Size = Size.SMALL


@dataclass(frozen=True)
class QrCode:
    """A QR code in the middle, as large as is comfortable to scan."""

    content: str


@dataclass(frozen=True)
class Barcode:
    """A Code 128 in the middle with its content in figures below. The content is ASCII."""

    content: str


Line = Text | Columns | Rule | Blank | QrCode | Barcode


@dataclass(frozen=True)
class Receipt:
    """A whole slip; `cut` says whether the paper is cut behind it."""

    lines: tuple[Line, ...]
    cut: bool = True
