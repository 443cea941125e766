"""Rows of crates to tick, by temperature zone; the unit that a long stop is split by."""

from collections.abc import Iterator
from dataclasses import dataclass

from cloud_api.wire.base import Zone
from station.dispatch.documents.content import CrateRow
from station.dispatch.documents.paper import Page

ROW_MM = 5.8
_LABEL_MM, _CRATE_MM = 27.8, 19.4
_BOX_MM = 3.4
_MARK_MM = 6.4
"""Room for the two flakes of frozen goods."""
_NUMBER_SIZE, _TAIL_SIZE, _LABEL_SIZE = 10.5, 8.0, 8.5


@dataclass(frozen=True)
class GridLine:
    """One line of crates of a zone; `is_first` is the one that bears the zone's label."""

    zone: Zone
    label: str
    crates: tuple[tuple[str, str], ...]
    is_first: bool


def grid_lines(rows: tuple[CrateRow, ...], width: float) -> Iterator[GridLine]:
    """Break the crates of each zone into lines of `width` mm."""
    across = int((width - _LABEL_MM) // _CRATE_MM)
    for row in rows:
        for start in range(0, len(row.crates), across):
            yield GridLine(row.zone, row.label, row.crates[start : start + across], is_first=not start)


def draw_line(page: Page, x: float, y: float, line: GridLine, *, labelled: bool) -> None:
    """Draw one line with its upper edge at `y`; the first of a zone and the first on a page are labelled."""
    base = y + ROW_MM * 0.68
    if labelled:
        page.zone_mark(x + _MARK_MM / 2, base - 1.2, line.zone)
        label = page.line(line.label, _LABEL_MM - _MARK_MM - 2, _LABEL_SIZE, bold=True)
        page.text(x + _MARK_MM + 1.5, base, label, _LABEL_SIZE, bold=True)
    left = x + _LABEL_MM
    for number, tail in line.crates:
        page.box(left, base - _BOX_MM + 0.3, _BOX_MM)
        page.text(left + _BOX_MM + 1.2, base, number, _NUMBER_SIZE, bold=True)
        page.text_on(f" {tail}", _TAIL_SIZE)
        left += _CRATE_MM
