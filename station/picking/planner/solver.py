"""Fewer crates than the fast rule found, or the proof that there are none: CP-SAT."""

import time
from enum import Enum, auto

from station.picking.planner.crate_model import CrateModel, Task
from station.picking.planner.parts import Packing

MAX_CELLS = 12_000
"""Largest model worth building within a wait: kinds of things x crates."""


class Answer(Enum):
    """How a search for fewer crates ended."""

    FEWEST = auto()
    """The packing is better, and nothing is better than it."""
    FEWER = auto()
    """The packing is better; time ran out before more was known."""
    NONE_FEWER = auto()
    """Proved: nothing is better than what was given."""
    UNKNOWN = auto()
    """Time ran out, or the wave is too large to search."""


def find_fewer(
    task: Task, known: Packing, at_least: int, *, effort: float, deadline: float, seed: int
) -> tuple[Answer, Packing]:
    """A packing of the task into fewer crates than `known`, but no fewer than `at_least` (a proved bound).

    `effort` is CP-SAT's deterministic time (about seconds), so that the same task ends the same way;
    `deadline` is a time of the monotonic clock, in seconds, that ends it in any case.
    """
    if task.size() * len(known) > MAX_CELLS or time.monotonic() >= deadline:
        return Answer.UNKNOWN, known
    # Takes half a second: imported only when a wave needs it.
    from ortools.sat.python import cp_model

    model = CrateModel(cp_model.CpModel(), task, len(known) - 1, at_least)
    model.hint(known)
    solver = cp_model.CpSolver()
    # One worker answers the same every time, and proved tight waves as soon as two did.
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed
    solver.parameters.max_deterministic_time = effort
    solver.parameters.max_time_in_seconds = max(deadline - time.monotonic(), 0.01)
    status = solver.solve(model.cp)
    if status == cp_model.INFEASIBLE:
        return Answer.NONE_FEWER, known
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Answer.UNKNOWN, known
    return (Answer.FEWEST if status == cp_model.OPTIMAL else Answer.FEWER), model.packing(solver)
