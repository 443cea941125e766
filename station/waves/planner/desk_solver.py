"""The sharing of jobs over desks that is least late and then ends earliest: CP-SAT."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event, Thread
from typing import TYPE_CHECKING

from station.waves.planner.splitting import Job

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

MAX_CELLS = 20_000
"""Largest model worth building within a wait: jobs x desks."""

EFFORT_A_SECOND = 0.3
"""CP-SAT's deterministic time for a second of budget, so that the same task ends the same way."""

ASKED_EVERY_S = 0.2


@dataclass(frozen=True)
class DeskTask:
    """Jobs by priority, the time each desk is free from, and what the rule reached."""

    jobs: Sequence[Job]
    free_from_s: Sequence[int]
    known: Sequence[int]
    """The desk of each job by the rule."""
    known_late_s: int
    known_finish_s: int


def find_better(
    task: DeskTask, *, budget_s: float, seed: int, go_on: Callable[[], bool]
) -> tuple[list[int] | None, bool]:
    """The desk of each job in a sharing no worse than the known one, and whether nothing is better.

    None when time ran out before any was found, or the night is too large to search.
    """
    if not task.jobs or len(task.jobs) * len(task.free_from_s) > MAX_CELLS or budget_s <= 0:
        return None, False
    # Takes half a second: imported only when waves are shared.
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    at, late, finish = _ask(model, task)
    model.minimize((task.known_finish_s + 1) * late + finish)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed
    # One worker that takes turns at all strategies: nearer to the bound on the one night of 200 waves tried.
    solver.parameters.interleave_search = True
    solver.parameters.max_deterministic_time = EFFORT_A_SECOND * budget_s
    solver.parameters.max_time_in_seconds = budget_s
    with _asked(go_on, solver.stop_search):
        status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None, False
    desks = [next(d for d, here in enumerate(row) if solver.boolean_value(here)) for row in at]
    return desks, status == cp_model.OPTIMAL


@contextmanager
def _asked(go_on: Callable[[], bool], stop: Callable[[], None]) -> Iterator[None]:
    """Ask now and then whether the search is still wanted: the solver itself cannot be asked to listen."""
    ended = Event()

    def ask() -> None:
        while not ended.wait(ASKED_EVERY_S):
            if not go_on():
                stop()

    asking = Thread(target=ask, name="sharing is wanted", daemon=True)
    asking.start()
    try:
        yield
    finally:
        ended.set()
        asking.join()


def _ask(
    model: cp_model.CpModel, task: DeskTask
) -> tuple[list[list[cp_model.IntVar]], cp_model.IntVar, cp_model.IntVar]:
    """Variables and rules. A desk that works in the order of departures is late as little as it can be."""
    desks = range(len(task.free_from_s))
    at = [[model.new_bool_var("") for _ in desks] for _ in task.jobs]
    late = model.new_int_var(0, task.known_late_s, "")
    finish = model.new_int_var(_at_least(task), task.known_finish_s, "")
    for row, known in zip(at, task.known, strict=True):
        model.add_exactly_one(row)
        for desk in desks:
            model.add_hint(row[desk], desk == known)
    departures = sorted({job.wave.departs_s for job in task.jobs if job.wave.departs_s is not None})
    for desk, free_from_s in enumerate(task.free_from_s):
        work = [(job, row[desk]) for job, row in zip(task.jobs, at, strict=True)]
        model.add(free_from_s + sum(job.seconds * here for job, here in work) <= finish)
        for departs_s in departures:
            due = [(job, here) for job, here in work if _by(job, departs_s)]
            done_s = sum(job.seconds * here for job, here in due)
            if free_from_s <= departs_s:
                model.add(free_from_s + done_s <= departs_s + late)
            else:
                for _, here in due:
                    model.add(free_from_s + done_s <= departs_s + late).only_enforce_if(here)
    _keep_shares_apart(model, task, at)
    return at, late, finish


def _by(job: Job, departs_s: int) -> bool:
    return job.wave.departs_s is not None and job.wave.departs_s <= departs_s


def _at_least(task: DeskTask) -> int:
    """No sharing ends before all desks together could, nor before its longest job."""
    total = sum(task.free_from_s) + sum(job.seconds for job in task.jobs)
    longest = max(job.seconds for job in task.jobs) + min(task.free_from_s)
    return max(-(-total // len(task.free_from_s)), longest, *task.free_from_s)


def _keep_shares_apart(
    model: cp_model.CpModel, task: DeskTask, at: Sequence[Sequence[cp_model.IntVar]]
) -> None:
    """Shares of one wave are for different desks: else dividing it saved nothing."""
    shares: dict[object, list[Sequence[cp_model.IntVar]]] = {}
    for job, row in zip(task.jobs, at, strict=True):
        shares.setdefault(job.wave.wave_id, []).append(row)
    for rows in shares.values():
        if len(rows) > 1:
            for desk in range(len(task.free_from_s)):
                model.add_at_most_one(row[desk] for row in rows)
