"""Who gets what, one to one, at the least cost: OR-Tools' linear assignment, asked so that it can answer."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Cells = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

NOTHING = -1
"""What a row gets that can have no column."""


def assign(costs: Cells, allowed: Mask, importance: Sequence[int] = ()) -> list[int]:
    """The column of each row so that as many rows as possible have one, at the least sum of costs.

    `costs` and `allowed` are rows by columns; what is not allowed is never given. Where not all rows can
    have a column, those of least `importance` (0 or more, one a row) get NOTHING. The same input gives the
    same answer.
    """
    rows, columns = costs.shape
    if not rows or not columns:
        return [NOTHING] * rows
    answer = _solve(costs, allowed, ()) if rows <= columns else None
    if answer is not None:
        return answer
    served = _served(allowed, np.array(importance or [0] * rows, np.int64))
    found = _solve(costs[served], allowed[served], ()) if served else []
    assert found is not None, "these rows were just seen to fit"
    columns_of = dict(zip(served, found, strict=True))
    return [columns_of.get(row, NOTHING) for row in range(rows)]


def _served(allowed: Mask, importance: Cells) -> list[int]:
    """The rows that can have a column together: as many, and as important, as possible.

    The important ones may come first: what can be served together is a transversal matroid.
    """
    rows, columns = allowed.shape
    without = max(1, rows - columns)
    while True:
        answer = _solve(np.zeros(allowed.shape, np.int64), allowed, [importance + 1] * without)
        if answer is not None:
            return [row for row, column in enumerate(answer) if column != NOTHING]
        without = min(rows, 2 * without)


def _solve(costs: Cells, allowed: Mask, without: Sequence[Cells]) -> list[int] | None:
    """An assignment in which at most as many rows as `without` has entries go without; None: there is none.

    An entry tells what it costs each row to have nothing.
    """
    # Takes a tenth of a second: imported only when somebody wants bins.
    from ortools.graph.python.linear_sum_assignment import SimpleLinearSumAssignment

    rows, columns = costs.shape
    solver = SimpleLinearSumAssignment()
    left, right = np.nonzero(allowed)
    # Below zero the solver takes some that can be assigned for impossible; every row gets one, so none gains.
    _add(solver, left, right, costs[left, right] - min(0, int(costs.min())))
    everyone = np.arange(rows)
    for column, dear in enumerate(without, columns):
        _add(solver, everyone, np.full(rows, column), dear)
    # The solver wants as many rows as columns: the others stand for columns that nobody needs.
    ends = columns + len(without)
    spare = np.array(np.meshgrid(range(rows, ends), range(ends), indexing="ij"), np.int64).reshape(2, -1)
    _add(solver, spare[0], spare[1], np.zeros(spare.shape[1], np.int64))
    if solver.num_nodes() != ends or solver.solve() != solver.OPTIMAL:
        return None
    mates = [solver.right_mate(row) for row in range(rows)]
    return [mate if mate < columns else NOTHING for mate in mates]


def _add(solver: object, left: npt.NDArray[np.integer], right: npt.NDArray[np.integer], costs: Cells) -> None:
    if left.size:
        solver.add_arcs_with_cost(left.astype(np.int32), right.astype(np.int32), costs)  # type: ignore[attr-defined] # ortools has no types
