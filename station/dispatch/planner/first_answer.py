"""The first answer, within a second: pyvroom. It holds the interpreter, so it has a process of its own."""

from datetime import timedelta
from typing import Any

import numpy as np

from station.dispatch.model.problem import OPEN_END_S, PlanStop, PlanVan
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
    given._set_durations_matrix(_PROFILE, vroom.Matrix(seconds.astype(np.uint32)))
    given._set_distances_matrix(_PROFILE, vroom.Matrix(metres.astype(np.uint32)))
    pins = dict(task.pins)
    free_of_cost = not any(van.cost_km_fen or van.cost_hour_fen for van in problem.vans)
    for at, van in enumerate(problem.vans):
        given._add_vehicle(_vehicle(vroom, at, van, free_of_cost))
    for at, stop in enumerate(problem.stops):
        given._add_job(_job(vroom, at, stop, pins.get(at)))
    return _routes(vroom, given._solve(exploration, threads, limit), len(problem.vans))


def _vehicle(vroom: Any, at: int, van: PlanVan, free_of_cost: bool) -> Any:
    ends = van.shift_until_s < OPEN_END_S
    return vroom.Vehicle(
        id=at,
        start=vroom.Location(0),
        end=vroom.Location(0),
        profile=_PROFILE,
        capacity=_amount(vroom, van.weight_g, van.volume_ml),
        # Skill 0 is everyone's: a vehicle with no skill at all must not differ from one with pins.
        skills={0, at + 1},
        time_window=vroom.TimeWindow(van.shift_from_s, van.shift_until_s) if ends else vroom.TimeWindow(),
        breaks=[],
        description="",
        costs=vroom.VehicleCosts(
            van.fixed_cost_fen, van.cost_hour_fen, 1 if free_of_cost else van.cost_km_fen
        ),
        speed_factor=1.0,
        max_tasks=van.max_stops or None,
        max_travel_time=None,
        max_distance=None,
        steps=[],
    )


def _job(vroom: Any, at: int, stop: PlanStop, pinned_to: int | None) -> Any:
    open_ended = stop.early_s <= 0 and stop.late_s >= OPEN_END_S
    return vroom.Job(
        id=at,
        location=vroom.Location(at + 1),
        default_service=stop.service_s,
        delivery=_amount(vroom, stop.weight_g, stop.volume_ml),
        pickup=_amount(vroom, 0, 0),
        skills={0} if pinned_to is None else {pinned_to + 1},
        tws=[vroom.TimeWindow() if open_ended else vroom.TimeWindow(stop.early_s, stop.late_s)],
    )


def _amount(vroom: Any, *numbers: int) -> Any:
    return vroom.Amount(np.array(numbers, dtype=np.longlong))


def _routes(vroom: Any, solution: Any, vans: int) -> Routes:
    job = vroom.STEP_TYPE.JOB
    found: dict[int, tuple[int, ...]] = {
        route.vehicle: tuple(step._id for step in route.steps if step._step_type == job)
        for route in solution._routes
    }
    return tuple(found.get(van, ()) for van in range(vans))
