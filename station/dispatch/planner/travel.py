"""How far and how long from each place to each other: an estimate that needs no map, by rules stated here."""

from collections.abc import Sequence

import numpy as np

from station.dispatch.model.problem import UNREACHABLE, Matrix
from station.dispatch.planner.places import Place, straight_metres

DETOUR = 1.35
"""Road to straight line: the median over the pairs of resources/bench/road_matrix_201.npz."""
SPEEDS = ((1_000, 30.0), (2_000, 32.0), (5_000, 37.0), (10_000, 42.0), (20_000, 44.0))
"""(road metres, km/h), between them in proportion: medians by length over those pairs, roads not jammed."""

Matrices = tuple[Matrix, Matrix]
"""Metres and seconds; UNREACHABLE where there is no way."""


def estimate(points: Sequence[Place | None], slower_percent: int = 0) -> Matrices:
    """Metres and seconds between all points (None: nobody knows where it is, so there is no way there).

    `slower_percent` lengthens the seconds, for the traffic of the hour.
    """
    known = [at for at, point in enumerate(points) if point is not None]
    straight = straight_metres([point for point in points if point is not None])
    road = straight * DETOUR
    lengths, speeds = zip(*SPEEDS, strict=True)
    kmh = np.interp(road, lengths, speeds)
    seconds = road * 3.6 / kmh * (100 + slower_percent) / 100
    return _spread(np.rint(road), known, len(points)), _spread(np.ceil(seconds), known, len(points))


def _spread(among_known: np.ndarray, known: Sequence[int], size: int) -> Matrix:
    matrix = np.full((size, size), UNREACHABLE, dtype=np.int64)
    np.fill_diagonal(matrix, 0)
    if known:
        matrix[np.ix_(known, known)] = among_known.astype(np.int64)
    return matrix
