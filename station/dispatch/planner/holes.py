"""Holes of a matrix, made so long that no engine uses one: engines know no missing way."""

import numpy as np

from station.dispatch.model.problem import UNREACHABLE, Matrix, Problem

LONGEST_SHIFT_S = 10**7
"""Where shifts have no end: a hundred days."""


def hole_s(problem: Problem) -> int:
    """Longer than any shift, so that a route over a hole breaks one."""
    ends = max((van.shift_until_s for van in problem.vans), default=0)
    begins = min((van.shift_from_s for van in problem.vans), default=0)
    return min(max(ends - begins, 0), LONGEST_SHIFT_S) + 1


def filled(problem: Problem) -> tuple[Matrix, Matrix]:
    """Metres and seconds with every hole filled; the diagonal is 0."""
    hole = (problem.metres == UNREACHABLE) | (problem.seconds == UNREACHABLE)
    longest_m = int(problem.metres.max(initial=0)) * 10 + 1
    metres = np.where(hole, longest_m, problem.metres)
    seconds = np.where(hole, hole_s(problem), problem.seconds)
    np.fill_diagonal(metres, 0)
    np.fill_diagonal(seconds, 0)
    return metres, seconds
