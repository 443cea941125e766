"""A table as a person sees it in a spreadsheet: texts below headings, each row with its number there."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

MOST_BYTES = 32 * 1024 * 1024
"""Of a file as it comes."""
MOST_ROWS = 200_000
MOST_COLUMNS = 300
MOST_CELLS = 6_000_000
"""Of all sheets of a file, blank ones before the last of a row counted."""
MOST_CHARACTERS = 32_767
"""Of one cell: Excel's own limit."""
_HEADER_WITHIN = 20
"""Titles and notes may stand above the headings, but not more rows of them."""
_HEADER_SHARE = 0.6

Value = str | int | float | bool | datetime | date | time | None
"""What a cell to be written may hold; a text stays a text whatever it looks like."""


class SheetRefusedError(Exception):
    """The file cannot be read as a table; the message says why and what to do."""


@dataclass(frozen=True)
class Row:
    """One row with its number in the file, counted from 1, and as many cells as the table has columns."""

    number: int
    cells: tuple[str, ...]
    fault: str | None = None
    """Why the row cannot be used although it could be read: a formula without its result, and the like."""


@dataclass(frozen=True)
class Table:
    """One sheet: different headings, and the rows below them that hold anything."""

    name: str
    header: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Sheet:
    """A sheet to be written; `widths` are in characters, the last counts for all columns after it."""

    name: str
    header: Sequence[str]
    rows: Iterable[Sequence[Value]]
    widths: Sequence[float] = ()


def make_table(name: str, rows: Sequence[Row]) -> Table | None:
    """The table in these rows, whose first rows may be titles; None where nothing is written."""
    filled = [row for row in rows if row.fault or _used(row.cells)]
    if not filled:
        return None
    place = _header_place(filled)
    body = filled[place + 1 :]
    width = max(_used(row.cells) for row in filled[place:])
    header = _different(_fitted(filled[place].cells, width))
    return Table(name, header, tuple(_as_wide(row, width) for row in body))


def _header_place(rows: Sequence[Row]) -> int:
    """The first row that is nearly as wide as the widest one near it."""
    counts = [sum(1 for cell in row.cells if cell.strip()) for row in rows[:_HEADER_WITHIN]]
    return next(place for place, count in enumerate(counts) if count >= max(counts) * _HEADER_SHARE)


def _used(cells: Sequence[str]) -> int:
    """How many cells there are up to the last that holds anything."""
    used = len(cells)
    while used and not cells[used - 1].strip():
        used -= 1
    return used


def _as_wide(row: Row, width: int) -> Row:
    return row if len(row.cells) == width else Row(row.number, _fitted(row.cells, width), row.fault)


def _fitted(cells: Sequence[str], width: int) -> tuple[str, ...]:
    missing = width - len(cells)
    return tuple(cells[:width]) if missing <= 0 else (*cells, *[""] * missing)


def _different(cells: Sequence[str]) -> tuple[str, ...]:
    """Headings made different: a blank one is named by its letter, a second 电话 becomes 电话 (2)."""
    seen: set[str] = set()
    header: list[str] = []
    for place, cell in enumerate(cells):
        base = re.sub(r"\s+", " ", cell).strip() or column_letter(place)
        name, number = base, 1
        while name in seen:
            number += 1
            name = f"{base} ({number})"
        seen.add(name)
        header.append(name)
    return tuple(header)


def column_letter(place: int) -> str:
    """A column as spreadsheets name it, counted from 0: A … Z, AA …"""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


class Glance:
    """How far a reader looks into each sheet, and whether it left anything unread."""

    def __init__(self, most_rows: int) -> None:
        self._most_rows = most_rows
        self.is_whole = True

    def is_enough(self, filled_rows: int) -> bool:
        """Asked before each further row of a sheet: whether to leave the rest unread."""
        if filled_rows < self._most_rows:
            return False
        self.is_whole = False
        return True


class Budget:
    """Counts what was read of a file, so that a small file cannot fill the memory."""

    def __init__(self) -> None:
        self._cells = 0
        self._rows = 0

    def take(self, number: int, cells: Sequence[object]) -> None:
        """Count a row. Raises SheetRefusedError."""
        self._rows += 1
        self._cells += len(cells)
        if self._rows > MOST_ROWS:
            raise SheetRefusedError(
                f"The file has more than {MOST_ROWS:,} rows. Split it into several files."
            )
        if len(cells) > MOST_COLUMNS and any(str(cell or "").strip() for cell in cells[MOST_COLUMNS:]):
            raise SheetRefusedError(
                f"Row {number} has more than {MOST_COLUMNS} columns. Remove the columns nobody needs."
            )
        if self._cells > MOST_CELLS:
            raise SheetRefusedError(
                f"The file has more than {MOST_CELLS:,} cells. Split it, or remove blank columns and rows."
            )
        for place, cell in enumerate(cells):
            if type(cell) is str and len(cell) > MOST_CHARACTERS:
                raise SheetRefusedError(
                    f"Cell {column_letter(place)}{number} holds {len(cell):,} characters; at most "
                    f"{MOST_CHARACTERS:,} fit a cell. Shorten it."
                )
