"""A draft beside its day and the ways between the stops: what planner and evaluator count with."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from station.dispatch.model.day import Day, DayStop, DayVan
from station.dispatch.model.edit import Draft
from station.dispatch.model.evaluation import Evaluation
from station.dispatch.model.evaluator import evaluate
from station.dispatch.model.plan import Plan, Reason
from station.dispatch.model.problem import Locks, Problem
from station.kernel.ids import WaveId


@dataclass(frozen=True, eq=False)
class Night:
    """The day, the problem made of it, and the routes of the vans that have left."""

    day: Day
    problem: Problem
    fixed: Mapping[str, tuple[WaveId, ...]]

    def fit(self, draft: Draft) -> Draft:
        """The draft for what is there now."""
        stops = [stop.wave_id for stop in self.day.stops]
        fitted = draft.fitted(stops, self.day.van_index, self.fixed)
        return replace(
            fitted, unserved={wave: self._reason(wave, known) for wave, known in fitted.unserved.items()}
        )

    def plan_of(self, draft: Draft) -> Plan:
        """A fitted draft as indices."""
        stops, vans = self.day.stop_index, self.day.vans
        return Plan(
            tuple(tuple(stops[wave] for wave in draft.routes[van.van.code]) for van in vans),
            tuple(sorted((stops[wave], reason) for wave, reason in draft.unserved.items())),
        )

    def draft_of(self, plan: Plan, locks: Draft) -> Draft:
        """A plan as a draft that keeps the locks of another."""
        waves = [stop.wave_id for stop in self.day.stops]
        routes = {
            van.van.code: tuple(waves[stop] for stop in route)
            for van, route in zip(self.day.vans, plan.routes, strict=True)
        }
        unserved = {waves[stop]: reason for stop, reason in plan.unserved}
        made = Draft(routes, unserved, locks.locked_stops, locks.locked_vans)
        return self.fit(made)

    def locks_of(self, draft: Draft) -> Locks:
        """What planning may not change: the dispatcher's locks, vans that have left, goods on a van."""
        stops, vans = self.day.stop_index, self.day.van_index
        held = {wave: draft.van_of(wave) for wave in draft.locked_stops} | self._loaded(draft)
        left_out = [wave for wave, reason in draft.unserved.items() if reason is Reason.LEFT_OUT]
        return Locks(
            vans=frozenset(vans[van] for van in (*draft.locked_vans, *self.fixed)),
            stops=tuple(sorted((stops[wave], vans[van]) for wave, van in held.items() if van is not None)),
            left_out=frozenset(stops[wave] for wave in left_out),
        )

    def stop(self, wave_id: WaveId) -> DayStop:
        """A stop of the day. Raises KeyError for another."""
        return self.day.stops[self.day.stop_index[wave_id]]

    def van(self, code: str) -> DayVan:
        """A van that drives. Raises KeyError for another."""
        return self.day.vans[self.day.van_index[code]]

    def has_left(self, van: str | None) -> bool:
        """Whether the van is on its way."""
        return van in self.fixed

    def _reason(self, wave_id: WaveId, known: Reason) -> Reason:
        """A position may have been found, or lost, since the reason was given."""
        if self.stop(wave_id).at is None:
            return Reason.NO_POSITION
        return Reason.NOT_PLANNED if known is Reason.NO_POSITION else known

    def _loaded(self, draft: Draft) -> dict[WaveId, str | None]:
        """Stops whose crates stand on a van already: they stay with it."""
        loaded = [stop.wave_id for stop in self.day.stops if stop.crates.loaded]
        return {wave: draft.van_of(wave) for wave in loaded}


@dataclass(frozen=True, eq=False)
class Sheet:
    """A fitted draft with its exact evaluation; made anew with each change."""

    night: Night
    draft: Draft

    @cached_property
    def plan(self) -> Plan:
        """The draft as indices."""
        return self.night.plan_of(self.draft)

    @cached_property
    def evaluation(self) -> Evaluation:
        """Times, loads, cost, broken rules."""
        return evaluate(self.night.problem, self.plan)


def sheet_of(night: Night, draft: Draft) -> Sheet:
    """The draft fitted to the night."""
    return Sheet(night, night.fit(draft))
