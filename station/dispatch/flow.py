"""The conversation at the dispatch desk: a gesture in, a view out; runs on the store thread."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from cloud_api.wire.exchange import ChangeKind
from station.dispatch.commands import editing, opening, planning, publishing, vans
from station.dispatch.commands.desk import DispatchDesk
from station.dispatch.commands.picture import DeskState, draw
from station.dispatch.commands.planning import PlanRoutes, Search
from station.dispatch.commands.sheets import SheetOrder, sheet_order
from station.dispatch.commands.van_files import VanFile, read_van_file
from station.dispatch.commands.van_sending import VanSending, VanTaker
from station.dispatch.commands.ways import Measure, Ways
from station.dispatch.model import edit_rules
from station.dispatch.model.edit import Draft
from station.dispatch.model.edit_night import Night
from station.dispatch.model.edit_rules import Ruling
from station.dispatch.model.edit_van import VanForm
from station.dispatch.model.evaluation import Evaluation
from station.dispatch.model.plan import Plan
from station.dispatch.model.verdicts import VERDICTS, Verdict
from station.dispatch.model.view import Answer, DispatchView, Notice, RefusedRow
from station.kernel.aside import Aside
from station.kernel.ids import CycleId, WaveId
from station.kernel.messages import Message, Tone
from station.kernel.trouble import Trouble
from station.people.badges import BadgeHolder

CONCERNS = frozenset(
    {
        ChangeKind.STOP.value,
        ChangeKind.VAN.value,
        ChangeKind.WAREHOUSE.value,
        ChangeKind.ROUTES.value,
        ChangeKind.ROUTE_DEPARTED.value,
        ChangeKind.CRATE_MOVED.value,
    }
)
"""Kinds of change this desk shows."""


class SheetOutput(Protocol):
    """Where route sheets go; slow, and called off the store thread."""

    def save(self, order: SheetOrder, folder: Path) -> Path:
        """Write them as one PDF; the file. Raises Trouble."""
        ...

    def print(self, order: SheetOrder) -> None:
        """Print them. Raises Trouble."""
        ...


class DispatchFlow:
    """One dispatch desk.

    Steps: NO_CYCLE → READY → (plan) PLANNING → DRAFT → (publish) PUBLISHED → (a change by hand, another
    planning) DRAFT. Every public method runs on the store thread and returns the view to show; what ends
    later (ways, a plan, vans sent) comes through `show`.
    """

    def __init__(
        self,
        desk: DispatchDesk,
        measure: Measure,
        plan_routes: PlanRoutes,
        cloud: VanTaker,
        sheets: SheetOutput,
        aside: Aside,
        act: Callable[[Callable[[], None]], object],
        show: Callable[[DispatchView], None],
        after_act: Callable[[], None],
        brand: str,
        budget_s: float = 20.0,
    ) -> None:
        """`act` brings work onto the store thread from any thread; `after_act` hears of queued facts.

        `brand` stands on the sheets; `budget_s` is the longest time a planning may take.
        """
        self._desk = desk
        self._measure = measure
        self._plan_routes = plan_routes
        self._vans = VanSending(desk, cloud, aside, self._noticed)
        self._sheets = sheets
        self._aside = aside
        self._act = act
        self._show = show
        self._after_act = after_act
        self._brand = brand
        self._budget_s = budget_s
        self._serial = 0
        self._search: Search | None = None
        self._measuring: tuple[object, ...] | None = None
        self._answer: Answer | None = None
        self._notice: Notice | None = None
        self._must_confirm = False
        self._refused_rows: tuple[RefusedRow, ...] = ()
        self._told = threading.Lock()

    def open(self) -> DispatchView:
        """Take up the night where the last commit left it."""
        opening.resume(self._desk)
        planning.forget_old_steps(self._desk)
        self._find_ways()
        return self.view()

    def sign_in(self, holder: BadgeHolder | None) -> DispatchView:
        """Somebody else (or nobody) works here from now on."""
        self._desk.dispatcher = holder
        self._answer, self._must_confirm = None, False
        return self.view()

    def choose_cycle(self, cycle_id: CycleId) -> DispatchView:
        """Look at another cycle."""
        if self._search is not None:
            return self._answered(Ruling(Verdict.PLANNING_NOW))
        ruling = self._guarded(lambda: opening.choose_cycle(self._desk, cycle_id))
        self._find_ways()
        return self._answered(ruling)

    def plan(self) -> DispatchView:
        """Search for the best routes; what is locked, has left or is loaded stays."""
        night = self._desk.night()
        refused = planning.may_plan(self._desk, night)
        if self._search is not None:
            refused = Ruling(Verdict.PLANNING_NOW)
        if refused is not None or night is None:
            return self._answered(refused or Ruling(Verdict.WAYS_NOT_KNOWN))
        draft = night.fit(self._desk.draft())
        search = self._search = Search(night, draft, self._budget_s, self._desk.clock.monotonic())
        self._answer, self._notice, self._must_confirm = None, None, False
        self._aside(
            lambda: self._plan_routes(
                night.problem, search.budget_s, self._better(search), search.stop, search.start, search.locks
            ),
            lambda plan: self._planned(search, plan),
            lambda trouble: self._not_planned(search, trouble),
        )
        return self.view()

    def stop_planning(self) -> DispatchView:
        """Keep the best routes found so far."""
        if self._search is not None:
            self._search.stop.set()
        return self.view()

    def move(self, wave_id: WaveId, van: str, position: int) -> DispatchView:
        """Put a stop before the one that is now number `position` of a van's route; 1 is the first."""
        return self._edit(lambda night, draft: edit_rules.move(night, draft, wave_id, van, position), wave_id)

    def swap(self, one: WaveId, other: WaveId) -> DispatchView:
        """Two stops change places."""
        return self._edit(lambda night, draft: edit_rules.swap(night, draft, one, other), one)

    def take_off(self, wave_id: WaveId) -> DispatchView:
        """Take a stop off its route; planning leaves it out until it is unlocked."""
        return self._edit(lambda night, draft: edit_rules.take_off(night, draft, wave_id), wave_id)

    def lock_stop(self, wave_id: WaveId, *, locked: bool) -> DispatchView:
        """Hold a stop to its van, or let it go; unlocking lets planning have a stop taken off by hand."""
        return self._edit(lambda night, draft: edit_rules.lock_stop(night, draft, wave_id, locked=locked))

    def lock_route(self, van: str, *, locked: bool) -> DispatchView:
        """Hold a whole route as it is, or let it go."""
        return self._edit(lambda night, draft: edit_rules.lock_route(night, draft, van, locked=locked))

    def undo(self) -> DispatchView:
        """Back to the step before."""
        return self._command(lambda: editing.undo(self._desk))

    def redo(self) -> DispatchView:
        """Forth to the step undone last."""
        return self._command(lambda: editing.redo(self._desk))

    def publish(self) -> DispatchView:
        """Tell everyone the routes; late stops are asked about once."""
        night, sure = self._desk.night(), self._must_confirm
        if night is None:
            return self._answered(Ruling(Verdict.WAYS_NOT_KNOWN))
        view = self._command(
            lambda: publishing.publish(self._desk, self._desk.sheet(night), late_is_fine=sure)
        )
        if view.answer is not None and view.answer.verdict is Verdict.VAN_NOT_SENT:
            self._vans.send()
        return view

    def save_van(self, form: VanForm) -> DispatchView:
        """Add a van, or change the one of this code."""
        return self._vans_edited(lambda: vans.save_van(self._desk, form))

    def send_van_away(self, code: str, *, away: bool) -> DispatchView:
        """A van stays at home tonight, or drives after all."""
        return self._vans_edited(lambda: vans.set_away(self._desk, code, away=away))

    def import_vans(self, file: Path) -> DispatchView:
        """Take vans over from a CSV table."""
        warehouse = self._desk.warehouse
        self._aside(lambda: read_van_file(file, warehouse), self._imported, self._file_unreadable)
        return self.view()

    def save_sheets(self, folder: Path, van: str | None = None) -> DispatchView:
        """Write the published route sheets as one PDF: of one van, or of all."""

        def save(order: SheetOrder) -> Ruling:
            return Ruling(Verdict.SHEETS_SAVED, {"file": str(self._sheets.save(order, folder))})

        return self._make_sheets(save, van)

    def print_sheets(self, van: str | None = None) -> DispatchView:
        """Print the published route sheets: of one van, or of all."""

        def send(order: SheetOrder) -> Ruling:
            self._sheets.print(order)
            return Ruling(Verdict.SHEETS_PRINTED, {"routes": len(order.routes)})

        return self._make_sheets(send, van)

    def changes_applied(self, kinds: set[str]) -> None:
        """The sync applied changes of these kinds."""
        if kinds & CONCERNS:
            self.rows_changed()

    def rows_changed(self) -> None:
        """Rows this desk shows were changed by somebody else on this PC, such as the loading."""
        opening.resume(self._desk)
        self._find_ways()
        self._show(self.view())

    def synced(self, *, connected: bool) -> None:
        """A round of the sync ended: what was published may be told now, changed vans can be sent."""
        if connected:
            self._vans.send()
        out = self._desk.published
        if out is not None and not out.is_told:
            self.rows_changed()

    def view(self) -> DispatchView:
        """The desk as it is now."""
        self._serial += 1
        state = DeskState(
            serial=self._serial,
            search=self._search,
            measuring=self._measuring is not None,
            answer=self._answer,
            notice=self._notice,
            must_confirm=self._must_confirm,
            refused_rows=self._refused_rows,
        )
        return draw(self._desk, state)

    def _edit(self, rule: Callable[[Night, Draft], Ruling], wave_id: WaveId | None = None) -> DispatchView:
        night = self._desk.night()
        if night is None:
            return self._answered(Ruling(Verdict.WAYS_NOT_KNOWN))

        def act() -> Ruling:
            ruling = rule(night, night.fit(self._desk.draft()))
            return editing.apply_edit(self._desk, night, ruling, wave_id)

        return self._command(act)

    def _command(self, act: Callable[[], Ruling]) -> DispatchView:
        if self._search is not None:
            return self._answered(Ruling(Verdict.PLANNING_NOW))
        return self._answered(self._guarded(act))

    def _guarded(self, act: Callable[[], Ruling]) -> Ruling:
        """An act that could not be written down did not happen, and the dispatcher hears that."""
        try:
            return act()
        except Trouble as trouble:
            return Ruling(Verdict.NOT_RECORDED, {"what": trouble.what, "remedy": trouble.remedy})

    def _answered(self, ruling: Ruling) -> DispatchView:
        telling = VERDICTS[ruling.verdict]
        words = Message(telling.words, **ruling.values)
        self._answer = Answer(ruling.verdict, telling.tone, telling.sound, words)
        self._notice = None
        self._must_confirm = ruling.verdict is Verdict.CONFIRM_WINDOWS
        view = self.view()
        self._after_act()
        return view

    def _find_ways(self) -> None:
        """Measure the ways between today's places where they are not known."""
        day = self._desk.day
        if day is None or self._desk.has_ways():
            self._measuring = None
            return
        places, points = self._desk.places(), day.points()
        wanted = (places, points)
        if self._measuring != wanted:
            self._measuring = wanted
            self._aside(lambda: self._measure(places, points), self._measured, self._not_measured)

    def _measured(self, ways: Ways) -> None:
        if self._measuring != (ways.places, ways.points):
            return  # the stops have changed meanwhile: newer ways are being measured
        self._desk.ways, self._measuring = ways, None
        self._show(self.view())

    def _not_measured(self, trouble: Trouble) -> None:
        self._measuring = None
        self._failed(trouble)

    def _better(self, search: Search) -> Callable[[Plan, Evaluation], None]:
        """Hears of better plans on the planner's thread; tells the desk the newest, one at a time."""

        def tell(plan: Plan, evaluation: Evaluation) -> None:
            search.better(plan, evaluation, self._desk.clock.monotonic())
            if self._told.acquire(blocking=False):
                self._act(lambda: self._progressed(search))

        return tell

    def _progressed(self, search: Search) -> None:
        self._told.release()
        if self._search is search:
            self._show(self.view())

    def _planned(self, search: Search, plan: Plan) -> None:
        if self._search is not search:
            return
        self._search = None
        self._show(self._answered(self._guarded(lambda: planning.keep_plan(self._desk, search, plan))))

    def _not_planned(self, search: Search, trouble: Trouble) -> None:
        if self._search is search:
            self._search = None
            self._failed(trouble)

    def _vans_edited(self, act: Callable[[], Ruling]) -> DispatchView:
        ruling = self._guarded(act)
        self._refused_rows = ()
        opening.resume(self._desk)
        view = self._answered(ruling)
        self._vans.edited()
        return view

    def _imported(self, file: VanFile) -> None:
        view = self._vans_edited(lambda: vans.import_vans(self._desk, file))
        self._refused_rows = file.refused
        self._show(self.view() if file.refused else view)

    def _file_unreadable(self, trouble: Trouble) -> None:
        values = {"what": trouble.what, "remedy": trouble.remedy}
        self._show(self._answered(Ruling(Verdict.FILE_UNREADABLE, values)))

    def _noticed(self, notice: Notice) -> None:
        self._notice = notice
        self._show(self.view())

    def _make_sheets(self, make: Callable[[SheetOrder], Ruling], van: str | None) -> DispatchView:
        order = sheet_order(self._desk, self._brand, van)
        if order is None:
            return self._answered(Ruling(Verdict.NOTHING_PUBLISHED))
        self._aside(lambda: make(order), lambda ruling: self._show(self._answered(ruling)), self._failed)
        return self.view()

    def _failed(self, trouble: Trouble) -> None:
        self._noticed(Notice(Tone.REFUSED, trouble.words()))
