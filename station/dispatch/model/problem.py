"""What route planning is asked: stops, vans, ways between them and what must stay as it is; integers only."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.int64]
"""Square; row and column 0 are the depot, i + 1 is stop i."""

UNREACHABLE = -1
"""Entry of a matrix where there is no way: such a leg breaks a plan."""
OPEN_END_S = 10**9
"""A window or shift that never closes ends here (more than thirty years)."""

UNITS_A_FEN = 18_000
"""Costs are summed in 1/18000 fen, where a fen per kilometre and a fen per hour are both whole:
a metre is 18 units of its fen per kilometre, a second 5 units of its fen per hour."""
METRE_UNITS = UNITS_A_FEN // 1_000
SECOND_UNITS = UNITS_A_FEN // 3_600


@dataclass(frozen=True)
class PlanStop:
    """A stop to plan: what it takes and when its shop receives; seconds count from the day's midnight."""

    key: str
    name: str
    weight_g: int
    volume_ml: int
    early_s: int = 0
    """Goods are handed over from then on; a van that is earlier waits."""
    late_s: int = OPEN_END_S
    """Last moment at which handing over may begin."""
    service_s: int = 0
    has_position: bool = True
    """False: nobody knows where it is, so no van is sent there."""


@dataclass(frozen=True)
class PlanVan:
    """A van that starts and ends at the depot: what it carries, when it drives, what it costs."""

    key: str
    weight_g: int
    volume_ml: int
    shift_from_s: int = 0
    shift_until_s: int = OPEN_END_S
    """Back at the depot by then."""
    max_stops: int = 0
    """0: no limit."""
    fixed_cost_fen: int = 0
    """Only if it leaves the depot."""
    cost_km_fen: int = 0
    cost_hour_fen: int = 0
    """From departure to return, waiting included."""


@dataclass(frozen=True, eq=False)
class Problem:
    """A day to plan. Raises ValueError where the matrices are not as large as the stops ask for."""

    stops: tuple[PlanStop, ...]
    vans: tuple[PlanVan, ...]
    metres: Matrix
    seconds: Matrix

    def __post_init__(self) -> None:
        size = len(self.stops) + 1
        for matrix in (self.metres, self.seconds):
            if matrix.shape != (size, size) or matrix.dtype != np.int64:
                raise ValueError(f"{size} locations need int64 matrices of {size} x {size}")

    @cached_property
    def metre_rows(self) -> list[list[int]]:
        """The metres as lists: ten times faster to read one by one."""
        rows: list[list[int]] = self.metres.tolist()
        return rows

    @cached_property
    def second_rows(self) -> list[list[int]]:
        """The seconds as lists."""
        rows: list[list[int]] = self.seconds.tolist()
        return rows


@dataclass(frozen=True)
class Locks:
    """What planning may not change, by the dispatcher's hand. Indices of the problem's vans and stops."""

    vans: frozenset[int] = frozenset()
    """Their routes stay as the start plan has them, order and all; an empty one stays empty."""
    stops: tuple[tuple[int, int], ...] = ()
    """(stop, van): may go nowhere else, but to any place of that van's route."""
    left_out: frozenset[int] = frozenset()
    """Stops nobody shall serve."""

    def allow(self, stop: int, van: int) -> bool:
        """Whether the locks let a person or a planner put that stop on that van."""
        pinned_to = dict(self.stops).get(stop, van)
        return van == pinned_to and van not in self.vans and stop not in self.left_out
