"""The aisles as a picture: a column for each row of bins, a place along it for each bay, board by board."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from cloud_api.wire.base import Zone
from cloud_api.wire.catalogue import Bin
from station.slotting.model.places import Place, read_places

WRAPPED = 20
"""Bins in a column where nothing but the pick path is known."""


@dataclass(frozen=True)
class ChartPlace:
    """Where a bin is drawn: columns from the left, rows from the top."""

    bin: str
    column: int
    row: int
    level: int


@dataclass(frozen=True)
class ChartAisle:
    """A named aisle over its columns."""

    name: str
    column: int
    columns: int


@dataclass(frozen=True)
class ChartSection:
    """The aisles of a temperature zone, side by side."""

    zone: Zone
    column: int
    columns: int
    aisles: tuple[ChartAisle, ...]


@dataclass(frozen=True)
class FloorChart:
    """The whole floor; `is_guessed` where no bin has a position and the pick path stands in for it."""

    sections: tuple[ChartSection, ...] = ()
    places: Mapping[str, ChartPlace] | None = None
    columns: int = 0
    rows: int = 0
    levels: tuple[int, ...] = ()
    is_guessed: bool = False

    def on(self, level: int) -> list[ChartPlace]:
        """What is drawn of one board."""
        return [place for place in (self.places or {}).values() if place.level == level]

    def beside(self, bin_code: str | None, level: int, right: int, down: int) -> str | None:
        """The next bin of a board in a direction; the first where none is chosen, the same at the end."""
        on_level = self.on(level)
        here = (self.places or {}).get(bin_code or "")
        if here is None:
            first = min(on_level, key=lambda each: (each.column, -each.row), default=None)
            return first.bin if first else None
        ahead = [
            (abs(each.column - here.column) + abs(each.row - here.row), off, each.bin)
            for each in on_level
            if (each.column - here.column) * right + (each.row - here.row) * down > 0
            and (off := abs((each.column - here.column) * down) + abs((each.row - here.row) * right)) >= 0
        ]
        straight = [each for each in ahead if each[1] == 0]
        found = min(straight or ahead, default=None, key=lambda each: (each[0] + 2 * each[1], each[2]))
        return here.bin if found is None else found[2]


def floor_chart(bins: Sequence[Bin]) -> FloorChart:
    """The picture of these bins: zones stand apart, aisles in the order in which they stand."""
    active = [each for each in bins if each.active]
    if not active:
        return FloorChart()
    told = read_places(active)
    is_guessed = not any(each.x_cm or each.y_cm for each in active)
    rows = _ranked_rows(active) if is_guessed else _measured_rows(active, told.by_bin)
    sections: list[ChartSection] = []
    places: dict[str, ChartPlace] = {}
    column = 0
    for zone in (zone for zone in Zone if any(each.zone is zone for each in active)):
        first, aisles = column, []
        for name, mine in _aisles(
            [each for each in active if each.zone is zone], told.by_bin, is_guessed=is_guessed
        ):
            wide = _lay(mine, told.by_bin, rows, column, places)
            aisles.append(ChartAisle(name, column, wide))
            column += wide
        sections.append(ChartSection(zone, first, column - first, tuple(aisles)))
    levels = tuple(sorted({each.level for each in active}))
    return FloorChart(tuple(sections), places, column, max(rows.values(), default=0) + 1, levels, is_guessed)


def _aisles(
    bins: Iterable[Bin], placed: Mapping[str, Place], *, is_guessed: bool
) -> list[tuple[str, list[Bin]]]:
    found: dict[str, list[Bin]] = defaultdict(list)
    for each in sorted(bins, key=lambda each: (each.path, each.code)):
        found[each.aisle if is_guessed else placed[each.code].aisle].append(each)
    if is_guessed:
        return list(found.items())
    named = sorted(found.items(), key=lambda each: min(placed[one.code].across_cm for one in each[1]))
    return [("" if name.startswith("@") else name.split("@")[0], mine) for name, mine in named]


def _measured_rows(bins: Sequence[Bin], placed: Mapping[str, Place]) -> dict[str, int]:
    """Bays side by side over all aisles; what lies furthest along stands at the top."""
    along = {each.code: placed[each.code].along_cm + placed[each.code].aside_cm for each in bins}
    by_aisle: dict[str, set[int]] = defaultdict(set)
    for each in bins:
        by_aisle[placed[each.code].aisle].add(along[each.code])
    gaps = [high - low for found in by_aisle.values() for low, high in pairwise(sorted(found))]
    step = max(1, round(median(gaps))) if gaps else 1
    top = max(along.values())
    return {code: round((top - each) / step) for code, each in along.items()}


def _ranked_rows(bins: Sequence[Bin]) -> dict[str, int]:
    """Bins one after the other along the path, each board of an aisle for itself."""
    rows: dict[str, int] = {}
    passed: dict[tuple[str, Zone, int], int] = defaultdict(int)
    for each in sorted(bins, key=lambda each: (each.path, each.code)):
        lane = (each.aisle, each.zone, each.level)
        rows[each.code] = passed[lane] % WRAPPED if not each.aisle else passed[lane]
        passed[lane] += 1
    return rows


def _lay(
    bins: Sequence[Bin],
    placed: Mapping[str, Place],
    rows: Mapping[str, int],
    column: int,
    places: dict[str, ChartPlace],
) -> int:
    """Places the bins of an aisle from `column` on; how many columns they take.

    Two sides of an aisle are two columns; bins that share one spot stand side by side.
    """
    sides = {
        across: lane for lane, across in enumerate(sorted({placed[each.code].across_cm for each in bins}))
    }
    taken: set[tuple[int, int, int]] = set()
    widest = 0
    for each in bins:
        lane, row = sides[placed[each.code].across_cm], rows[each.code]
        while (lane, row, each.level) in taken:
            lane += 1
        taken.add((lane, row, each.level))
        widest = max(widest, lane)
        places[each.code] = ChartPlace(each.code, column + lane, row, each.level)
    return widest + 1
