"""What each bin of the map is coloured by: how often people walk to it, and how fast its goods go."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from cloud_api.wire.catalogue import BinUse, Turnover
from station.slotting.model.demand import turnover_classes
from station.slotting.model.known import KnownDemand
from station.slotting.model.standing import Standing

STEPS = 5
"""Shades, from seldom to often."""


class Cell(StrEnum):
    """How a bin is drawn besides its colour."""

    USED = "used"
    FREE = "free"
    """Nothing lies there and nothing is picked from there: hollow."""
    RESERVE = "reserve"
    RECEIVING = "receiving"
    BLOCKED = "blocked"


_OF_USE = {
    BinUse.RESERVE: Cell.RESERVE,
    BinUse.RECEIVING: Cell.RECEIVING,
    BinUse.BLOCKED: Cell.BLOCKED,
}


@dataclass(frozen=True)
class BinHeat:
    """A bin on the map: `heat` is 0 where nobody walks, else 1 to 5 from seldom to often."""

    cell: Cell
    heat: int = 0
    turnover: Turnover | None = None
    """Of the fastest product that is picked from there."""
    tonight: int = 0
    """Tours of the newest night that go there."""
    is_below_zero: bool = False


def heat_of(floor: Standing, known: KnownDemand | None, below_zero: frozenset[str]) -> dict[str, BinHeat]:
    """How each bin is drawn. The shades share out the bins that are walked to evenly."""
    picks = {} if known is None else {sku: known.tonight[sku] or known.a_night(sku) for sku in floor.faces}
    walked = {code: sum(picks.get(sku, 0) for sku in skus) for code, skus in floor.picked_from.items()}
    shades = _shades(walked)
    classes = turnover_classes(known.picks, floor.faces) if known is not None else {}
    found = {}
    for place in floor.bins:
        skus = floor.picked_from.get(place.code, ())
        found[place.code] = BinHeat(
            _OF_USE.get(place.use, Cell.FREE if floor.is_free(place.code) else Cell.USED),
            shades.get(place.code, 0),
            min((classes[sku] for sku in skus if sku in classes), default=None),
            0 if known is None else sum(known.tonight[sku] for sku in skus),
            place.code in below_zero,
        )
    return found


def _shades(walked: Mapping[str, float]) -> dict[str, int]:
    ranked = sorted((often, code) for code, often in walked.items() if often > 0)
    return {code: 1 + place * STEPS // len(ranked) for place, (_, code) in enumerate(ranked)}
