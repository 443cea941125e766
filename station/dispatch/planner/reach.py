"""What a van can reach in time by whatever way: also over other stops, where straight there is slower."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from station.dispatch.model.problem import UNREACHABLE, Matrix, PlanVan, Problem

_Times = NDArray[np.int64]
_NEVER = np.int64(2**60)
"""Later than any clock; still small enough to be added to."""


class Reach:
    """Bounds no route can beat: what they exclude is hopeless, what they allow may still be found impossible.

    On the way to a stop others are served, with their windows and service times; `passed_by` are those that
    nobody serves. Loads on the way are not counted, nor that a stop is served only once.
    """

    def __init__(self, problem: Problem, passed_by: frozenset[int]) -> None:
        self._problem = problem
        self._serves = [stop not in passed_by for stop in range(len(problem.stops))]
        self._ways = (problem.metres != UNREACHABLE) & (problem.seconds != UNREACHABLE)
        self._seconds = np.where(self._ways, problem.seconds, _NEVER)
        self._early = np.array([stop.early_s for stop in problem.stops], dtype=np.int64)
        self._late = np.array([stop.late_s for stop in problem.stops], dtype=np.int64)
        self._service = np.array([stop.service_s for stop in problem.stops], dtype=np.int64)
        self._earliest = cache(self._earliest_begins)
        self._latest = cache(self._latest_begins)

    def in_time(self, stop: int, van: PlanVan) -> bool:
        """Whether a van might begin at the stop within its hours and still be back in its shift."""
        earliest = self._earliest(van.shift_from_s)[stop]
        return bool(earliest <= self._latest(van.shift_until_s)[stop])

    def at_all(self) -> NDArray[np.bool_]:
        """Which stops have a way from the depot and one back to it, whatever time it takes."""
        there, back = _spread(self._ways), _spread(self._ways.T)
        return (there & back)[1:]

    def _earliest_begins(self, leaves_s: int) -> _Times:
        """When each stop can be begun at the earliest; never, where its window is missed."""
        begins = self._begun(leaves_s + self._seconds[0, 1:])
        left = np.ones(len(begins), dtype=bool)
        for _ in range(len(begins)):
            here = int(np.where(left, begins, _NEVER).argmin())
            left[here] = False
            if begins[here] < _NEVER and self._serves[here]:
                over_here = begins[here] + self._service[here] + self._seconds[here + 1, 1:]
                begins = np.minimum(begins, self._begun(over_here))
        return begins

    def _begun(self, arrivals: _Times) -> _Times:
        begins = np.maximum(arrivals, self._early)
        return np.where(begins <= self._late, begins, _NEVER)

    def _latest_begins(self, back_s: int) -> _Times:
        """When each stop must be begun at the latest for the van to be back in time."""
        begins = self._due(back_s - self._seconds[1:, 0])
        left = np.ones(len(begins), dtype=bool)
        for _ in range(len(begins)):
            here = int(np.where(left, begins, -_NEVER).argmax())
            left[here] = False
            if begins[here] > -_NEVER and self._serves[here]:
                begins = np.maximum(begins, self._due(begins[here] - self._seconds[1:, here + 1]))
        return begins

    def _due(self, leaves: _Times) -> _Times:
        begins = np.minimum(leaves - self._service, self._late)
        return np.where(begins >= self._early, begins, -_NEVER)


def _spread(ways: Matrix) -> NDArray[np.bool_]:
    """The locations that can be reached from the depot over any others."""
    seen = np.zeros(len(ways), dtype=bool)
    newly = np.arange(len(ways)) == 0
    while newly.any():
        seen |= newly
        newly = ways[newly].any(axis=0) & ~seen
    return seen
