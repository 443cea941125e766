"""A search for the best routes under way: what it was asked, how far it is, what becomes of its answer."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol

from station.dispatch.commands.desk import DispatchDesk
from station.dispatch.commands.editing import keep_step
from station.dispatch.model.edit import Draft
from station.dispatch.model.edit_night import Night, Sheet, sheet_of
from station.dispatch.model.edit_rules import Ruling
from station.dispatch.model.edit_words import kilometres
from station.dispatch.model.evaluation import Evaluation
from station.dispatch.model.plan import Plan
from station.dispatch.model.problem import Locks, Problem
from station.dispatch.model.verdicts import Verdict
from station.dispatch.model.view import Progress
from station.dispatch.store.drafts import Act, forget_before
from station.kernel.messages import Message

SEED = 1
"""The same day gives the same routes, as far as time allows."""

KEEP_STEPS = timedelta(days=30)

OnBetter = Callable[[Plan, Evaluation], None]


class PlanRoutes(Protocol):
    """Searches for the best routes; slow, and called off the store thread."""

    def __call__(
        self,
        problem: Problem,
        seconds: float,
        on_better: OnBetter,
        stop: threading.Event,
        start: Plan | None,
        locks: Locks,
    ) -> Plan:
        """The best plan in `seconds` or until `stop`; each better one is told to `on_better` on the way.

        Raises Trouble if no engine could run.
        """
        ...


@dataclass(eq=False)
class Search:
    """One search. `night` and `draft` are as it began; locks of `draft` hold for its answer."""

    night: Night
    draft: Draft
    budget_s: float
    began_at: float
    """Monotonic second."""
    stop: threading.Event = field(default_factory=threading.Event)
    best: Plan | None = None
    evaluation: Evaluation | None = None
    curve: list[tuple[float, int]] = field(default_factory=list)

    @property
    def start(self) -> Plan | None:
        """Where to begin: what lies here, unless nothing does."""
        return self.night.plan_of(self.draft) if self.draft.served() else None

    @property
    def locks(self) -> Locks:
        """What may not change."""
        return self.night.locks_of(self.draft)

    def better(self, plan: Plan, evaluation: Evaluation, at: float) -> None:
        """A better plan was found at a monotonic second."""
        self.best, self.evaluation = plan, evaluation
        self.curve.append((round(at - self.began_at, 2), evaluation.cost_fen))

    def sheet(self) -> Sheet | None:
        """The best routes so far."""
        return None if self.best is None else self.answer(self.best)

    def answer(self, plan: Plan) -> Sheet:
        """A plan as a draft with the locks there were."""
        return Sheet(self.night, self.night.draft_of(plan, self.draft))

    def progress(self, now: float) -> Progress:
        """How far it is at a monotonic second."""
        found = self.evaluation
        return Progress(
            phase=Message("Making routes better") if found else Message("Looking for first routes"),
            elapsed_s=max(0.0, now - self.began_at),
            budget_s=self.budget_s,
            cost_fen=None if found is None else found.cost_fen,
            served=0 if self.best is None else self.best.served(),
            unserved=len(self.night.day.stops) if found is None else found.unserved,
            curve=tuple(self.curve),
            is_stopping=self.stop.is_set(),
        )


def plan_routes(
    problem: Problem,
    seconds: float,
    on_better: OnBetter,
    stop: threading.Event,
    start: Plan | None,
    locks: Locks,
) -> Plan:
    """The station's planner; as PlanRoutes."""
    # The engines cost half a second to import: only when routes are planned.
    from station.dispatch.planner.planning import plan

    return plan(problem, seconds, SEED, on_better, stop, start, locks)


def may_plan(desk: DispatchDesk, night: Night | None) -> Ruling | None:
    """Why nothing can be planned now."""
    day = desk.day
    if day is None or not day.stops:
        return Ruling(Verdict.NO_STOPS)
    if day.depot is None:
        return Ruling(Verdict.NO_WAREHOUSE)
    if all(van.has_left for van in day.vans):
        return Ruling(Verdict.NO_VANS)
    return Ruling(Verdict.WAYS_NOT_KNOWN) if night is None else None


def keep_plan(desk: DispatchDesk, search: Search, plan: Plan) -> Ruling:
    """Make the answer of a search the draft, fitted to what has changed meanwhile."""
    night = desk.night() or search.night
    sheet = sheet_of(night, search.answer(plan).draft)
    ruling = _ruling(sheet, stopped=search.stop.is_set())
    keep_step(desk, night, Act.PLANNED, Ruling(Verdict.PLANNED, ruling.values), sheet.draft)
    return ruling


def forget_old_steps(desk: DispatchDesk) -> None:
    """Steps of cycles of long ago are of no use to anyone."""
    if desk.cycle_id is not None:
        with desk.act() as (connection, author):
            forget_before(connection, author.at - KEEP_STEPS, desk.cycle_id)


def _ruling(sheet: Sheet, *, stopped: bool) -> Ruling:
    found = sheet.evaluation
    values = {
        "stops": sheet.draft.served(),
        "routes": sum(bool(route.visits) for route in found.routes),
        "km": kilometres(found.metres),
        "left": found.unserved,
    }
    if found.unserved:
        return Ruling(Verdict.PLANNED_IN_PART, values)
    return Ruling(Verdict.PLAN_STOPPED if stopped else Verdict.PLANNED, values)
