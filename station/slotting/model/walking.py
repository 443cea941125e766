"""How far people walk: bins in aisles, cross aisles at both ends, tours along the pick path."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cloud_api.wire.catalogue import Bin
from station.kernel.messages import Message
from station.slotting.model.places import Place, read_places

CROSS_CM = 150
"""From the last bin of an aisle to the middle of the cross aisle behind it."""

Centimetres = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class FloorPlan:
    """Bins gathered into stops (one above the other, one after the other on the path) and their distances.

    Stop 0 is the start, where tours begin and end; the others are numbered along the pick path.
    """

    stop_of: Mapping[str, int]
    """The stop of each bin, by the bin's code."""
    distances_cm: Centimetres
    """Stop by stop."""
    problems: tuple[Message, ...]
    """What was wrong with the bins, and how it was taken."""

    @property
    def stops(self) -> int:
        """How many there are, the start not counted."""
        return len(self.distances_cm) - 1

    def between_cm(self, bin_code: str, other: str) -> int:
        """Walking from bin to bin, along the aisles. Raises KeyError for a bin that is not on the plan."""
        return int(self.distances_cm[self.stop_of[bin_code], self.stop_of[other]])

    def tour_cm(self, bins: Iterable[str]) -> int:
        """From the start through these bins in the order of the pick path and back; 0 without a bin.

        Raises KeyError for a bin that is not on the plan.
        """
        return self.walk_cm(sorted({self.stop_of[code] for code in bins}))

    def orders_cm(self, orders: Iterable[Iterable[str]]) -> int:
        """Picking order by order: a tour for each, told by its bins."""
        return sum(self.tour_cm(bins) for bins in orders)

    def walk_cm(self, stops: Sequence[int]) -> int:
        """From the start through these stops in the order given and back."""
        walked = [0, *stops, 0]
        return int(self.distances_cm[walked[:-1], walked[1:]].sum())


def floor_plan(bins: Iterable[Bin], start: tuple[int, int] | None = None) -> FloorPlan:
    """The plan of these bins; `start` is where tours begin and end, x and y in centimetres.

    None: at the head of the aisle in which the pick path begins. Of bins with one code the last counts.
    """
    ranked = sorted({each.code: each for each in bins}.values(), key=lambda each: (each.path, each.code))
    told = read_places(ranked)
    stops: list[Place] = []
    stop_of: dict[str, int] = {}
    for each in ranked:
        place = told.by_bin[each.code]
        if not stops or stops[-1] != place:
            stops.append(place)
        stop_of[each.code] = len(stops)
    ends = _ends(stops)
    at = start if start is None or not told.aisles_run_along_x else (start[1], start[0])
    return FloorPlan(stop_of, _distances(stops, ends, at or _head(stops, ends)), told.problems)


def _ends(stops: Iterable[Place]) -> dict[str, tuple[int, int]]:
    """The cross aisles at both ends of each aisle."""
    ends: dict[str, tuple[int, int]] = {}
    for place in stops:
        low, high = ends.get(place.aisle, (place.along_cm - CROSS_CM, place.along_cm + CROSS_CM))
        ends[place.aisle] = (min(low, place.along_cm - CROSS_CM), max(high, place.along_cm + CROSS_CM))
    return ends


def _head(stops: Sequence[Place], ends: Mapping[str, tuple[int, int]]) -> tuple[int, int]:
    if not stops:
        return 0, 0
    first = stops[0]
    return first.across_cm, min(ends[first.aisle], key=lambda end: abs(end - first.along_cm))


def _distances(
    stops: Sequence[Place], ends: Mapping[str, tuple[int, int]], start: tuple[int, int]
) -> Centimetres:
    """Within an aisle straight; else out at an end of one and in at an end of the other."""
    across = np.array([start[0], *(place.across_cm for place in stops)])
    along = np.array([start[1], *(place.along_cm for place in stops)])
    low = np.array([start[1], *(ends[place.aisle][0] for place in stops)])
    high = np.array([start[1], *(ends[place.aisle][1] for place in stops)])
    names = {name: number for number, name in enumerate(ends, 1)}
    aisle = np.array([0, *(names[place.aisle] for place in stops)])
    aside = np.array([0, *(place.aside_cm for place in stops)])
    ways = [
        np.add.outer(np.abs(along - out), np.abs(along - into)) + np.abs(np.subtract.outer(out, into))
        for out in (low, high)
        for into in (low, high)
    ]
    straight = np.abs(np.subtract.outer(along, along))
    same_aisle = np.equal.outer(aisle, aisle)
    between = np.where(same_aisle, straight, np.minimum.reduce(ways))
    between += np.abs(np.subtract.outer(across, across))
    return _with_asides(between, same_aisle & (between == 0), aside)


def _with_asides(between: Centimetres, same_spot: npt.NDArray[np.bool_], aside: Centimetres) -> Centimetres:
    """Bins without a position lie aside of a measured one; two of one spot are walked to directly."""
    both = np.add.outer(np.abs(aside), np.abs(aside))
    direct = np.abs(np.subtract.outer(aside, aside))
    told: Centimetres = (between + np.where(same_spot, direct, both)).astype(np.int64)
    return told
