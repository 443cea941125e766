"""A task in PyVRP's words, its solutions in ours; integers throughout, since it cuts floats silently."""

from collections import defaultdict
from math import gcd
from typing import Any

import numpy as np
import pyvrp

from station.dispatch.model.problem import (
    METRE_UNITS,
    OPEN_END_S,
    SECOND_UNITS,
    UNITS_A_FEN,
    Matrix,
    PlanStop,
    PlanVan,
    Problem,
)
from station.dispatch.planner.holes import filled, hole_s
from station.dispatch.planner.task import Routes, Task

FINE_UNIT = 100
"""Costs that a unit of load may stand for."""
_UNPINNED = -1


class PyvrpModel:
    """One task for PyVRP: every stop required, or each optional with a prize above any saving."""

    def __init__(self, task: Task, *, required: bool) -> None:
        self._problem = task.problem
        self._pins = dict(task.pins)
        self._required = required
        self._unit = _common_unit(task.problem)
        self._kinds = _kinds_of_van(task)
        self._kind_of = {van: kind for kind, vans in enumerate(self._kinds) for van in vans}
        self._mean_leg = self._mean_cost_of_leg()
        self._scales = self._load_scales()
        self.data = self._data()

    def solution(self, routes: Routes) -> pyvrp.Solution:
        """Our routes as a solution."""
        driven = [
            pyvrp.Route(self.data, list(route), self._kind_of[van])
            for van, route in enumerate(routes)
            if route
        ]
        return pyvrp.Solution(self.data, driven)

    def routes(self, solution: pyvrp.Solution) -> Routes:
        """A solution as routes of our vans; alike vans take theirs in order."""
        found: list[tuple[int, ...]] = [() for _ in self._problem.vans]
        idle = [iter(vans) for vans in self._kinds]
        for route in solution.routes():
            stops = tuple(activity.idx for activity in route.schedule() if activity.is_client())
            found[next(idle[route.vehicle_type()])] = stops
        return tuple(found)

    def typical_penalties(self) -> tuple[list[float], float, float]:
        """What a unit of load, of lateness and of length is worth here, as a start for the penalties."""
        costs = [(self._metre_cost(van), self._second_cost(van)) for van in self._problem.vans]
        metre, second = (float(each) for each in np.mean(costs, axis=0))
        loads = [mean * scale for mean, scale in zip(self._mean_loads(), self._scales, strict=True)]
        return [self._mean_leg / load for load in loads], max(metre, second), 1.0

    def _mean_cost_of_leg(self) -> float:
        metres, seconds = filled(self._problem)
        costs = [(self._metre_cost(van), self._second_cost(van)) for van in self._problem.vans]
        metre, second = np.mean(costs, axis=0)
        return float(metre * np.mean(metres) + second * np.mean(seconds))

    def _mean_loads(self) -> list[float]:
        """Of the dimensions that count, at least a unit."""
        loads = [self._limiting([stop.weight_g, stop.volume_ml, 1]) for stop in self._problem.stops]
        return [max(float(load), 1.0) for load in np.mean(np.array(loads, dtype=np.float64), axis=0)]

    def _load_scales(self) -> list[int]:
        """Loads in finer units where one is worth very much: penalties have a bound."""
        return [max(1, round(self._mean_leg / load / FINE_UNIT)) for load in self._mean_loads()]

    def _data(self) -> pyvrp.ProblemData:
        problem = self._problem
        metres, seconds = filled(problem)
        owners = sorted({owner for vans in self._kinds for owner in [self._owner(vans[0])]})
        places = len(problem.stops) + 1
        return pyvrp.ProblemData(
            locations=[pyvrp.Location(0, 0) for _ in range(places)],
            clients=[self._client(at, stop) for at, stop in enumerate(problem.stops)],
            depots=[pyvrp.Depot(0)],
            vehicle_types=[self._vehicle_type(vans, owners) for vans in self._kinds],
            distance_matrices=[_plain(metres) for _ in owners],
            duration_matrices=[_plain(self._allowed(seconds, owner)) for owner in owners],
        )

    def _owner(self, van: int) -> int:
        """Vans to which something is pinned have ways of their own."""
        return van if van in self._pins.values() else _UNPINNED

    def _allowed(self, seconds: Matrix, owner: int) -> Matrix:
        """The ways as seen by one van: there is none to stops pinned to others."""
        barred = [stop + 1 for stop, van in self._pins.items() if van != owner]
        ways = seconds.copy()
        ways[:, barred] = hole_s(self._problem)
        np.fill_diagonal(ways, 0)
        return ways

    def _client(self, at: int, stop: PlanStop) -> pyvrp.Client:
        window: dict[str, Any] = {}
        if stop.early_s > 0:
            window["tw_early"] = stop.early_s
        if stop.late_s < OPEN_END_S:
            window["tw_late"] = stop.late_s
        return pyvrp.Client(
            at + 1,
            delivery=self._load(stop.weight_g, stop.volume_ml, 1),
            service_duration=stop.service_s,
            required=self._required,
            prize=0 if self._required else self._prize() * (2 if at in self._pins else 1),
            **window,
        )

    def _load(self, grams: int, millilitres: int, stops: int) -> list[int]:
        loads = self._limiting([grams, millilitres, stops])
        return [load * scale for load, scale in zip(loads, self._scales, strict=True)]

    def _limiting(self, dimensions: list[int]) -> list[int]:
        """Grams, millilitres, stops: only what limits anyone, for each dimension costs time."""
        problem = self._problem
        asked = (
            any(stop.weight_g for stop in problem.stops),
            any(stop.volume_ml for stop in problem.stops),
            any(van.max_stops for van in problem.vans),
        )
        return [value for value, counts in zip(dimensions, asked, strict=True) if counts]

    def _vehicle_type(self, vans: list[int], owners: list[int]) -> pyvrp.VehicleType:
        van = self._problem.vans[vans[0]]
        shift: dict[str, Any] = {}
        if van.shift_from_s > 0:
            shift["tw_early"] = van.shift_from_s
        if van.shift_until_s < OPEN_END_S:
            shift["tw_late"] = van.shift_until_s
        return pyvrp.VehicleType(
            num_available=len(vans),
            capacity=self._load(van.weight_g, van.volume_ml, van.max_stops or len(self._problem.stops)),
            fixed_cost=van.fixed_cost_fen * UNITS_A_FEN // self._unit,
            unit_distance_cost=self._metre_cost(van),
            unit_duration_cost=self._second_cost(van),
            profile=owners.index(self._owner(vans[0])),
            **shift,
        )

    def _metre_cost(self, van: PlanVan) -> int:
        """Where driving costs nothing at all, metres are what is saved."""
        return van.cost_km_fen * METRE_UNITS // self._unit if self._unit else 1

    def _second_cost(self, van: PlanVan) -> int:
        return van.cost_hour_fen * SECOND_UNITS // self._unit if self._unit else 0

    def _prize(self) -> int:
        """More than any stop can cost: its own van, two of the longest ways and the longest shift."""
        problem = self._problem
        metres, seconds = filled(problem)
        costs = (
            van.fixed_cost_fen * UNITS_A_FEN // (self._unit or 1)
            + 4 * self._metre_cost(van) * int(metres.max())
            + self._second_cost(van) * (hole_s(problem) + 4 * int(seconds.max()))
            for van in problem.vans
        )
        return 1 + max(costs)


def _plain(matrix: Matrix) -> Any:
    """The same matrix: PyVRP's signatures name its type in a way that no matrix fulfils."""
    return matrix


def _common_unit(problem: Problem) -> int:
    """The largest unit in which all costs are whole: small numbers leave room for penalties. 0: no costs."""
    unit = 0
    for van in problem.vans:
        unit = gcd(unit, van.cost_km_fen * METRE_UNITS, van.cost_hour_fen * SECOND_UNITS)
    if not unit:
        return 0
    return gcd(unit, *(van.fixed_cost_fen * UNITS_A_FEN for van in problem.vans))


def _kinds_of_van(task: Task) -> list[list[int]]:
    """Vans that are alike in all that matters; fewer kinds make a smaller search."""
    owners = {van for _, van in task.pins}
    kinds: defaultdict[tuple[Any, ...], list[int]] = defaultdict(list)
    for at, van in enumerate(task.problem.vans):
        alike = (
            *(van.weight_g, van.volume_ml, van.shift_from_s, van.shift_until_s, van.max_stops),
            *(van.fixed_cost_fen, van.cost_km_fen, van.cost_hour_fen),
        )
        kinds[(*alike, at if at in owners else _UNPINNED)].append(at)
    return list(kinds.values())
