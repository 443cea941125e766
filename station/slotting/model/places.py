"""Where bins stand, also those nobody measured: positions as the pick path and the neighbours tell them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from cloud_api.wire.catalogue import Bin
from station.kernel.messages import Message

STEP_CM = 100
"""What one step of the pick path is taken for where no bin has a position: about the width of a bay."""

WIDEST_AISLE_CM = 1_000
"""Two bins of one aisle are never further apart across it; else the name is used twice."""


@dataclass(frozen=True)
class Place:
    """A place on the floor; `aside_cm` is how far beyond it (along the path; below 0: before it) a bin lies
    whose own position nobody knows."""

    aisle: str
    across_cm: int
    along_cm: int
    aside_cm: int = 0


@dataclass(frozen=True)
class FloorPlaces:
    """The places of all bins by code, whether aisles run along x, and what was wrong with the input."""

    by_bin: Mapping[str, Place]
    aisles_run_along_x: bool
    problems: tuple[Message, ...]


def read_places(bins: Sequence[Bin]) -> FloorPlaces:
    """The place of each bin. A bin at 0, 0 counts as not measured: it is guessed from the pick path."""
    measured = [each for each in bins if each.x_cm or each.y_cm]
    if not measured:
        guessed = {each.code: Place("", 0, each.path * STEP_CM) for each in bins}
        words = Message("No bin has a position: walking is guessed from the pick path")
        return FloorPlaces(guessed, aisles_run_along_x=False, problems=(words,) if bins else ())
    along_x = _aisles_run_along_x(measured)
    raw = {each.code: _place(each, along_x) for each in measured}
    places, problems = _with_narrow_aisles(raw)
    unmeasured = [each for each in bins if each.code not in places]
    if unmeasured:
        places |= _guessed(unmeasured, measured, places)
        problems += (
            Message(
                "{bins} bins have no position, such as {bin}: their walking is guessed from the pick path",
                bins=len(unmeasured),
                bin=min(each.code for each in unmeasured),
            ),
        )
    return FloorPlaces(places, along_x, problems)


def _aisles_run_along_x(measured: Iterable[Bin]) -> bool:
    votes = 0
    for named in _by_aisle({each.code: (each.aisle, each) for each in measured}).values():
        spread_x, spread_y = _spread(each.x_cm for each in named), _spread(each.y_cm for each in named)
        votes += (spread_x > spread_y) - (spread_x < spread_y)
    return votes > 0


def _by_aisle(bins: Mapping[str, tuple[str, Bin]]) -> dict[str, list[Bin]]:
    found: dict[str, list[Bin]] = {}
    for aisle, each in bins.values():
        if aisle:
            found.setdefault(aisle, []).append(each)
    return found


def _place(each: Bin, along_x: bool) -> Place:
    across, along = (each.y_cm, each.x_cm) if along_x else (each.x_cm, each.y_cm)
    return Place(each.aisle or f"@{across}", across, along)


def _with_narrow_aisles(raw: Mapping[str, Place]) -> tuple[dict[str, Place], tuple[Message, ...]]:
    """Aisles whose bins lie too far apart are several aisles with one name."""
    across: dict[str, list[int]] = {}
    for place in raw.values():
        across.setdefault(place.aisle, []).append(place.across_cm)
    wide = {aisle: _spread(found) for aisle, found in across.items() if _spread(found) > WIDEST_AISLE_CM}
    problems = tuple(
        Message(
            "Aisle {aisle} is {metres} m wide: its rows of bins are taken as aisles of their own",
            aisle=aisle,
            metres=round(spread_cm / 100),
        )
        for aisle, spread_cm in sorted(wide.items())
    )
    places = {
        code: replace(place, aisle=f"{place.aisle}@{place.across_cm}") if place.aisle in wide else place
        for code, place in raw.items()
    }
    return places, problems


def _guessed(
    unmeasured: Iterable[Bin], measured: Iterable[Bin], places: Mapping[str, Place]
) -> dict[str, Place]:
    """Each beside the measured bin that is nearest on the pick path."""
    ranked = sorted(measured, key=lambda each: (each.path, each.code))
    step_cm = _step_cm(ranked, places)
    guessed = {}
    for each in unmeasured:
        anchor = min(ranked, key=lambda other: abs(other.path - each.path))
        aside_cm = round((each.path - anchor.path) * step_cm)
        guessed[each.code] = replace(places[anchor.code], aside_cm=aside_cm)
    return guessed


def _step_cm(ranked: Sequence[Bin], places: Mapping[str, Place]) -> float:
    """What a step of the pick path is in centimetres, on the measured bins of common aisles."""
    walked = steps = 0
    for one, other in pairwise(ranked):
        here, there = places[one.code], places[other.code]
        if here.aisle == there.aisle:
            walked += abs(there.along_cm - here.along_cm)
            steps += other.path - one.path
    return walked / steps if walked and steps else STEP_CM


def _spread(values: Iterable[int]) -> int:
    found = list(values)
    return max(found) - min(found)
