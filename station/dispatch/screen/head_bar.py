"""The strip over the map: which night, what it comes to, and the next thing to do."""

from PySide6.QtCore import QElapsedTimer, QTimer
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from station.dispatch.model.view import DispatchView, PlanTotals, Progress, PublishedHead, Step
from station.dispatch.screen.choice_box import ChoiceBox
from station.dispatch.screen.gestures import DispatchGestures
from station.dispatch.screen.ink import clock, cubic_metres, kilograms, kilometres, weigh, yuan
from station.kernel.ids import CycleId
from station.kernel.messages import Message, Texts
from station.shell.big_button import BigButton, ButtonKind
from station.shell.fitted_label import FittedLabel
from station.shell.look import Look
from station.shell.speech import keep_told
from station.shell.theme import SCALE

PROGRESS_STEPS = 1_000
TICK_MS = 200


class HeadBar(QWidget):
    """Cycle, question, figures; plan, stop, undo, redo, publish."""

    def __init__(self, texts: Texts, look: Look, gestures: DispatchGestures) -> None:
        super().__init__()
        self._texts = texts
        self._look = look
        self._view: DispatchView | None = None
        self._cycles = ChoiceBox(look, "dispatch.cycle")
        self._cycles.activated.connect(lambda at: gestures.choose_cycle(CycleId(self._cycles.itemData(at))))
        self._question = FittedLabel(SCALE.heading_px, bold=True, lines=1)
        self._totals = FittedLabel(SCALE.base_px, bold=True, lines=1)
        self._figures = FittedLabel(SCALE.secondary_px, lines=1)
        self._progress = QProgressBar()
        self._progress.setObjectName("dispatch.progress")
        self._progress.setRange(0, PROGRESS_STEPS)
        self._progress.setTextVisible(False)
        self._progress.setFixedHeight(8)
        self._plan = BigButton(texts, "dispatch.plan", Message("Plan routes"), gestures.plan, ButtonKind.NEXT)
        self._stop = BigButton(texts, "dispatch.stop", Message("Stop and keep"), gestures.stop_planning)
        self._undo = BigButton(texts, "dispatch.undo", Message("Undo"), gestures.undo, ButtonKind.QUIET)
        self._redo = BigButton(texts, "dispatch.redo", Message("Redo"), gestures.redo, ButtonKind.QUIET)
        self._publish = BigButton(texts, "dispatch.publish", Message("Publish"), gestures.publish)
        self._since_told = QElapsedTimer()
        self._ticking = QTimer(self)
        self._ticking.timeout.connect(self._tell_progress)
        self._lay_out()
        look.changed.connect(self._redraw)
        keep_told(self, texts, self._redraw)

    def show_view(self, view: DispatchView) -> None:
        """Draw the night and what it comes to."""
        if self._view is None or view.serial != self._view.serial:
            self._since_told.start()
        self._view = view
        self._redraw()

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        for widget in (self._question, self._totals, self._figures, self._progress):
            words.addWidget(widget)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._cycles)
        row.addLayout(words, 1)
        for button in (self._undo, self._redo, self._plan, self._stop, self._publish):
            row.addWidget(button)

    def _redraw(self) -> None:
        view = self._view
        if view is None:
            return
        self._fill_cycles(view)
        self._question.set_text(self._texts.say(view.question))
        self._figures.set_text(self._texts.say(_second_line(view)))
        self._figures.set_colour(self._figures_colour(view))
        self._figures.setToolTip(self._texts.say(_load(view)))
        planning = view.step is Step.PLANNING
        self._progress.setVisible(planning)
        self._tell_progress()
        if planning and self.isVisible():
            self._ticking.start(TICK_MS)
        else:
            self._ticking.stop()
        self._plan.setVisible(not planning)
        planned = any(route.stops for route in view.routes)
        self._plan.say(Message("Plan again") if planned else Message("Plan routes"))
        self._stop.setVisible(planning)
        self._plan.setEnabled(view.can_plan)
        self._stop.setEnabled(view.can_stop)
        self._undo.setEnabled(view.can_undo)
        self._redo.setEnabled(view.can_redo)
        for button, act in ((self._undo, view.undo_words), (self._redo, view.redo_words)):
            button.setToolTip(self._texts.say(act) if act is not None else "")
        self._publish.setEnabled(view.can_publish)
        self._publish.say(Message("Publish all the same") if view.must_confirm else Message("Publish"))
        self._weigh_buttons(view)

    def _figures_colour(self, view: DispatchView) -> str:
        tokens, totals = self._look.tokens, view.totals
        wrong = totals is not None and totals.served and (totals.late or totals.unserved)
        return tokens.ask.words if wrong else tokens.ink_soft

    def _tell_progress(self) -> None:
        """A search tells only what it finds: between two finds the seconds go on by themselves."""
        view = self._view
        if view is None:
            return
        self._totals.set_text(self._totals_words(view))
        self._totals.setVisible(bool(self._totals.text()))
        if view.progress is not None and view.progress.budget_s > 0:
            share = min(1.0, self._elapsed_s(view.progress) / view.progress.budget_s)
            self._progress.setValue(round(share * PROGRESS_STEPS))

    def _elapsed_s(self, progress: Progress) -> float:
        return min(progress.elapsed_s + self._since_told.elapsed() / 1000, max(progress.budget_s, 1.0))

    def _weigh_buttons(self, view: DispatchView) -> None:
        """One button is the next action: plan, then publish, then nothing here but to watch the loading."""
        publish_next = view.can_publish and not view.is_stale
        plan_next = not publish_next and view.step is not Step.PUBLISHED
        for button, is_next in ((self._publish, publish_next), (self._plan, plan_next or view.is_stale)):
            weigh(button, ButtonKind.NEXT if is_next else ButtonKind.PLAIN)

    def _fill_cycles(self, view: DispatchView) -> None:
        names = [(cycle.name, cycle.cycle_id) for cycle in view.cycles]
        shown = [(self._cycles.itemText(at), self._cycles.itemData(at)) for at in range(self._cycles.count())]
        if names != shown:
            self._cycles.clear()
            for name, cycle_id in names:
                self._cycles.addItem(name, cycle_id)
        chosen = next((at for at, cycle in enumerate(view.cycles) if cycle.is_chosen), -1)
        self._cycles.setCurrentIndex(chosen)
        self._cycles.setVisible(bool(view.cycles))

    def _totals_words(self, view: DispatchView) -> str:
        totals, progress = view.totals, view.progress
        if view.step is Step.PLANNING and progress is not None:
            seconds = int(self._elapsed_s(progress))
            if progress.cost_fen is None:
                return self._texts.say(Message("{phase}: {seconds} s", phase=progress.phase, seconds=seconds))
            words = Message(
                "{phase}: {cost} yuan, {served} stops, {seconds} s",
                phase=progress.phase,
                cost=yuan(progress.cost_fen),
                served=progress.served,
                seconds=seconds,
            )
            return self._texts.say(words)
        if totals is None or not totals.served:
            return ""
        return self._texts.say(_totals(totals))


def _second_line(view: DispatchView) -> Message:
    """What is wrong with the plan, what changed since the one before; else the night's load."""
    totals, line = view.totals, _load(view)
    if totals is not None and view.before is not None and view.before != totals:
        line = _difference(view.before, totals)
    elif view.step is Step.PUBLISHED and view.published is not None:
        line = _published(view.published)
    if totals is None or not totals.served or not (totals.late or totals.unserved):
        return line
    return Message(
        "{late} late, {left} left over · {rest}", late=totals.late, left=totals.unserved, rest=line
    )


def _published(out: PublishedHead) -> Message:
    if out.is_told:
        return Message("Version {version}, published at {time}", version=out.version, time=clock(out.at))
    return Message(
        "Version {version} is saved here and goes out with the next connection", version=out.version
    )


def _load(view: DispatchView) -> Message:
    day = view.day
    if day is None:
        return Message("")
    return Message(
        "{day}: {stops} stops ({packed} packed), {kg} of {kg_limit} kg, "
        "{volume} of {volume_limit} m³, {vans} vans",
        day=f"{day.day:%m-%d}",
        stops=day.stops,
        packed=day.stops_packed,
        kg=kilograms(day.weight_g),
        kg_limit=kilograms(day.vans_weight_g),
        volume=cubic_metres(day.volume_ml),
        volume_limit=cubic_metres(day.vans_volume_ml),
        vans=day.vans,
    )


def _totals(totals: PlanTotals) -> Message:
    return Message(
        "{routes} routes, {served} stops, {km} km, {cost} yuan, back by {back}",
        routes=totals.routes,
        served=totals.served,
        km=kilometres(totals.metres),
        cost=yuan(totals.cost_fen),
        back=clock(totals.returns_at) if totals.returns_at is not None else "–",
    )


def _difference(before: PlanTotals, now: PlanTotals) -> Message:
    km = (now.metres - before.metres) / 1_000
    cost = (now.cost_fen - before.cost_fen) / 100
    return Message("{km} km and {cost} yuan against the plan before", km=f"{km:+,.1f}", cost=f"{cost:+,.0f}")
