"""Planning a day: engines side by side, each answer checked by the evaluator, the best feasible one kept."""

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection, wait
from typing import cast

from station.dispatch.model.plan import Plan
from station.dispatch.model.problem import Locks, Problem
from station.dispatch.planner.best_plan import BestPlan, OnBetter
from station.dispatch.planner.task import Routes, Share, share_of
from station.dispatch.planner.workers import Kind, Orders, Worker

CORES = 2
APART = 1_000_003
"""Between the seeds of two searches; the first has the caller's."""
STOP_LOOK_S = 0.02
"""How often the stop is looked at, whatever the engines do."""
FIRST_ANSWER_S = 60.0
"""Beyond its seconds, planning waits so long for a first answer on a PC that is slow to start programs."""


def plan(
    problem: Problem,
    seconds: float,
    seed: int,
    on_better: OnBetter,
    stop: threading.Event,
    start: Plan | None = None,
    locks: Locks | None = None,
    *,
    iterations: int | None = None,
    cores: int = CORES,
) -> Plan:
    """The best plan found in `seconds`, or until `stop`; every stop is on one route or named with a reason.

    `on_better` is called in this thread with each better plan. `start` is where to begin, and what the
    locked routes of `locks` are taken from. With `iterations`, each of `cores` searches makes so many and
    ignores the others: the same problem, seed and start then give the same plan, if `seconds` do not end it.
    Stopped before the first answer, all that is not locked is NOT_PLANNED. Raises Trouble if no engine could
    run at all.
    """
    ends_at = time.monotonic() + seconds
    locks = locks or Locks()
    share = share_of(problem, start, locks)
    best = BestPlan(share, on_better)
    if start is not None:
        best.take(share.part(start))
    if not share.stops or not share.vans:
        best.take(tuple(() for _ in share.vans))
        return best.known()
    with _running(share, seed, best.complete_routes(), iterations, cores) as workers:
        _listen(workers, best, ends_at, stop, exchange=iterations is None)
    return share.untouched() if best.routes is None and stop.is_set() else best.known()


@contextmanager
def _running(
    share: Share, seed: int, start: Routes | None, iterations: int | None, cores: int
) -> Iterator[Sequence[Worker]]:
    """The engines at work, ended for certain afterwards."""
    workers: list[Worker] = []

    def begin(kind: Kind, style: int) -> None:
        workers.append(Worker(kind, Orders(share.task, style, seed + style * APART, start, iterations)))

    try:
        for core in range(cores):
            begin(Kind.POLISH, core)
        if start is None:
            begin(Kind.FIRST, 0)
        yield workers
    finally:
        for worker in workers:
            worker.hush()
        for worker in workers:
            worker.kill()


def _listen(
    workers: Sequence[Worker], best: BestPlan, ends_at: float, stop: threading.Event, *, exchange: bool
) -> None:
    """Hear all engines out, until the time is over and an answer is there, or all fell silent."""
    speaking = {worker.pipe: worker for worker in workers}
    while speaking and not stop.is_set():
        left_s = ends_at - time.monotonic()
        if left_s <= (0 if best.routes is not None else -FIRST_ANSWER_S):
            return
        for pipe in wait(list(speaking), min(max(left_s, 0.001), STOP_LOOK_S)):
            worker = speaking[cast("Connection", pipe)]
            routes = worker.hear()
            if routes is None:
                del speaking[worker.pipe]
            elif best.take(routes) and exchange:
                _pass_on(routes, [other for other in workers if other is not worker])


def _pass_on(routes: Routes, others: Sequence[Worker]) -> None:
    """A better answer goes to the other searches; the quick answer has no ear for it."""
    for other in others:
        if other.kind is Kind.POLISH:
            other.offer(routes)
