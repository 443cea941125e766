"""The first answer, within a second: pyvroom. It holds the interpreter, so it has a process of its own."""

from datetime import timedelta
from typing import Any

import numpy as np

from station.dispatch.model.problem import OPEN_END_S, PlanStop, PlanVan, Problem
from station.dispatch.planner.holes import filled
from station.dispatch.planner.task import Routes, Task
from station.dispatch.planner.vroom_engine import load_vroom

EXPLORATION = 0
"""Its quickest search: more took ten times as long for half a percent, which polishing gains sooner."""
_PROFILE = "van"


def first_routes(
    task: Task, *, exploration: int = EXPLORATION, threads: int = 1, limit: timedelta | None = None
) -> Routes:
    """Routes for the task's vans; stops it found no room for are on none. Raises what the engine raises."""
    vroom = load_vroom()
    problem = task.problem
    given = vroom.Input()
    metres, seconds = filled(problem)
    given.set_durations_matrix(_PROFILE, seconds.astype(np.uint32))
    given.set_distances_matrix(_PROFILE, metres.astype(np.uint32))
    pins = dict(task.pins)
    free_of_cost = not any(van.cost_km_fen or van.cost_hour_fen for van in problem.vans)
    for at, van in enumerate(problem.vans):
        given.add_vehicle(_vehicle(vroom, at, van, problem, free_of_cost))
    for at, stop in enumerate(problem.stops):
        given.add_job(_job(vroom, at, stop, pins.get(at)))
    solution = given.solve(exploration, threads, limit)
    return _routes(vroom, solution, len(problem.vans))


def _vehicle(vroom: Any, at: int, van: PlanVan, problem: Problem, free_of_cost: bool) -> Any:
    costs = vroom.VehicleCosts(
        fixed=van.fixed_cost_fen, per_hour=van.cost_hour_fen, per_km=1 if free_of_cost else van.cost_km_fen
    )
    # Skill 0 is everyone's: a vehicle with no skill at all must not differ from one with pins.
    rules: dict[str, Any] = {"skills": {0, at + 1}}
    if van.shift_until_s < OPEN_END_S:
        rules["time_window"] = vroom.TimeWindow(van.shift_from_s, van.shift_until_s)
    if van.max_stops:
        rules["max_tasks"] = van.max_stops
    return vroom.Vehicle(
        at, start=0, end=0, profile=_PROFILE, capacity=[van.weight_g, van.volume_ml], costs=costs, **rules
    )


def _job(vroom: Any, at: int, stop: PlanStop, pinned_to: int | None) -> Any:
    rules: dict[str, Any] = {"skills": {0} if pinned_to is None else {pinned_to + 1}}
    if stop.early_s > 0 or stop.late_s < OPEN_END_S:
        rules["time_windows"] = [vroom.TimeWindow(stop.early_s, stop.late_s)]
    return vroom.Job(
        at,
        location=at + 1,
        default_service=stop.service_s,
        delivery=[stop.weight_g, stop.volume_ml],
        **rules,
    )


def _routes(vroom: Any, solution: Any, vans: int) -> Routes:
    """The private names are the only ones that do not pass through a data frame."""
    job = vroom._vroom.STEP_TYPE.JOB
    found: dict[int, tuple[int, ...]] = {
        route.vehicle: tuple(step._id for step in route.steps if step._step_type == job)
        for route in solution._routes
    }
    return tuple(found.get(van, ()) for van in range(vans))
