"""What a drop would come to, before it is done: values only, so that the Qt thread may ask while dragging."""

from dataclasses import dataclass
from datetime import datetime

from station.dispatch.model import edit_rules
from station.dispatch.model.edit import Draft
from station.dispatch.model.edit_night import Sheet
from station.dispatch.model.edit_rules import Ruling
from station.dispatch.model.edit_words import broken_rule, difference, fen
from station.dispatch.model.evaluation import RouteEvaluation, Violation
from station.dispatch.model.evaluator import evaluate_route
from station.dispatch.model.verdicts import VERDICTS
from station.dispatch.model.view import MovePreview
from station.kernel.ids import WaveId
from station.kernel.messages import Message, Tone


@dataclass(frozen=True, eq=False)
class DraftPreviewer:
    """Answers for one draft; a changed draft gets a new one."""

    sheet: Sheet

    def preview(self, wave_id: WaveId, van: str | None, position: int) -> MovePreview:
        """As MovePreviewer has it."""
        night, draft = self.sheet.night, self.sheet.draft
        if van is None:
            ruling = edit_rules.take_off(night, draft, wave_id)
        else:
            ruling = edit_rules.move(night, draft, wave_id, van, position)
        return self.preview_of(ruling, wave_id)

    def preview_of(self, ruling: Ruling, wave_id: WaveId) -> MovePreview:
        """What a ruling would come to; only the routes it changes are counted anew."""
        if ruling.draft is None:
            telling = VERDICTS[ruling.verdict]
            return MovePreview(False, telling.tone, Message(telling.words, **ruling.values))
        return self._compared(ruling.draft, wave_id)

    def _compared(self, after: Draft, wave_id: WaveId) -> MovePreview:
        before, become = self._touched(after)
        was = [violation for route in before for violation in route.violations]
        will = [violation for route in become for violation in route.violations]
        known = {_cause(violation): violation.by for violation in was}
        day = self.sheet.night.day
        breaks = tuple(broken_rule(day, each) for each in will if each.by > known.get(_cause(each), 0))
        still = {_cause(violation) for violation in will}
        cost_fen = fen(sum(route.cost_units for route in become) - sum(route.cost_units for route in before))
        metres = sum(route.metres for route in become) - sum(route.metres for route in before)
        said = difference(cost_fen, metres)
        words = (
            Message("{difference}. {problem}", difference=said, problem=breaks[0].words) if breaks else said
        )
        return MovePreview(
            is_possible=True,
            tone=Tone.ASK if breaks else Tone.OK,
            words=words,
            cost_fen=cost_fen,
            metres=metres,
            arrives_at=self._arrival(become, wave_id),
            breaks=breaks,
            mends=sum(_cause(violation) not in still for violation in was),
        )

    def _touched(self, after: Draft) -> tuple[list[RouteEvaluation], list[RouteEvaluation]]:
        night, before = self.sheet.night, self.sheet.draft
        changed = [van for van, route in after.routes.items() if route != before.routes[van]]
        stops, vans = night.day.stop_index, night.day.van_index
        known = self.sheet.evaluation.routes
        return [known[vans[van]] for van in changed], [
            evaluate_route(night.problem, vans[van], [stops[wave] for wave in after.routes[van]])
            for van in changed
        ]

    def _arrival(self, routes: list[RouteEvaluation], wave_id: WaveId) -> datetime | None:
        stop = self.sheet.night.day.stop_index[wave_id]
        visits = (visit for route in routes for visit in route.visits)
        found = next((visit.arrive_s for visit in visits if visit.stop == stop), None)
        return None if found is None else self.sheet.night.day.moment(found)


def _cause(violation: Violation) -> tuple[object, ...]:
    return violation.fault, violation.van, violation.stop
