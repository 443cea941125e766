"""The conversation at the picking desk: a scan or a button in, a view out; runs on the store thread."""

from collections import deque
from collections.abc import Callable
from dataclasses import replace

from hardware.codes import RefusedCode, ScannedCode
from station.kernel.aside import Aside
from station.kernel.ids import CrateId, WaveId
from station.kernel.scan import Scan
from station.kernel.trouble import Trouble
from station.people.override import Override, OverrideTalk
from station.picking.commands import (
    closing,
    damage,
    hand,
    handing,
    intercepting,
    overview,
    scanning,
    substituting,
    supervised,
    wave,
    weighing,
)
from station.picking.commands.desk import Desk, Picker
from station.picking.commands.labels import label_states
from station.picking.commands.lending import WaveLender
from station.picking.commands.taking import PlanCrates, WaveTaking
from station.picking.model import picture
from station.picking.model.rules import Ruling, of_bags
from station.picking.model.stopped import Stopped
from station.picking.model.verdicts import VERDICTS, Verdict
from station.picking.model.view import Answer, HandedOver, LabelState, Notice, PickingView, ScanLine, Step
from station.picking.model.weights import Weighing
from station.picking.store.large import is_large, keep_large

RECENT_SCANS = 5


class PickingFlow:
    """One picking desk.

    Steps: NO_WAVE → (take_wave) TAKING → PLANNING → SCAN_PRODUCT ⇄ PUT → CLOSE_CRATES → WAVE_DONE →
    (take_wave) TAKING. A crate may be closed as soon as it is full, at any step of a started wave.
    Every public method runs on the store thread and returns the view to show; what ends later
    (a lease, a plan, a printed label) comes through `show`.
    """

    def __init__(
        self,
        desk: Desk,
        lender: WaveLender,
        plan_crates: PlanCrates,
        aside: Aside,
        show: Callable[[PickingView], None],
        after_act: Callable[[], None],
        new_talk: Callable[[Callable[[], None]], OverrideTalk],
    ) -> None:
        """`after_act` is told after each act that may have queued a fact or a label."""
        self._talk = new_talk(lambda: show(self.view()))
        self._stopped: Stopped | None = None
        self._desk = desk
        self._taking = WaveTaking(desk, lender, plan_crates, aside, self._begun, self._concluded)
        self._show = show
        self._after_act = after_act
        self._serial = 0
        self._answer: Answer | None = None
        self._notice: Notice | None = None
        self._labels: dict[CrateId, LabelState] = {}
        self._recent: deque[ScanLine] = deque(maxlen=RECENT_SCANS)
        self._weighing: Weighing | None = None
        self._left: HandedOver | None = None
        self._is_large = False

    def open(self) -> PickingView:
        """Take up the work where the last commit left it."""
        with self._desk.database.look() as connection:
            self._recent.extend(overview.lines(connection, RECENT_SCANS))
            self._is_large = is_large(connection)
        wave.resume(self._desk)
        intercepting.settle(self._desk)
        self._read_labels()
        return self.view()

    def sign_in(self, picker: Picker | None) -> PickingView:
        """Somebody else (or nobody) works here from now on."""
        self._desk.picker = picker
        self._desk.short_asked = None
        self._talk.cancel()
        self._stopped = None
        self._answer = None
        return self.view()

    def scan(self, scan: Scan, code: ScannedCode | RefusedCode) -> PickingView:
        """Answer a scan of a product or a crate."""
        if isinstance(code, ScannedCode) and code.badge is not None:
            self._talk.badge(code.badge)
            return self.view()
        self._talk.cancel()
        ruling = self._guarded(lambda: scanning.answer_scan(self._desk, scan, code))
        self._stopped = supervised.may_ask(self._desk, ruling, None)
        self._recent.appendleft(
            ScanLine(self._desk.clock.now(), scan.text, VERDICTS[ruling.verdict].tone, overview.words(ruling))
        )
        return self._answered(ruling)

    def turn_large(self) -> PickingView:
        """Large figures, or the whole desk again; kept for this PC."""
        with self._desk.database.act() as connection:
            keep_large(connection, large=not self._is_large)
        self._is_large = not self._is_large
        return self.view()

    def take_wave(self, wave_id: WaveId | None = None) -> PickingView:
        """Ask the cloud for the next wave or for this one, or go on with the one that lies here unplanned."""
        back = self._came_back()
        if back is not None:
            return back
        self._taking.take(wave_id)
        return self.view()

    def _begun(self) -> None:
        self._answer = self._notice = None

    def give_back(self) -> PickingView:
        """Return a wave that was not started, or leave one that another station took over."""
        stored = self._desk.wave
        if stored is None or not self._can_return():
            return self.view()
        if stored.lease.is_lost:
            return self._answered(self._guarded(lambda: wave.give_back(self._desk)))
        self._taking.give_back()
        return self.view()

    def hand_over(self) -> PickingView:
        """Another desk shall go on with the wave under work: asked back once."""
        is_asked = self._answer is not None and self._answer.verdict is Verdict.CONFIRM_HAND_OVER
        return self._command(lambda: handing.hand_over(self._desk, confirmed=is_asked))

    def facts_answered(self) -> None:
        """The cloud answered facts: another desk may have the wave this one handed over, or it is back."""
        back = self._came_back()
        if back is not None:
            self._show(back)
        elif self._desk.work is None and handing.left(self._desk) != self._left:
            self._show(self.view())

    def _came_back(self) -> PickingView | None:
        """The wave whose hand-over the cloud refused."""
        if self._taking.busy is not None:
            return None
        ruling = self._guarded(lambda: handing.answered(self._desk) or Ruling(Verdict.NOT_NOW))
        if ruling.verdict is Verdict.NOT_NOW:
            return None
        self._read_labels()
        return self._answered(ruling)

    def undo(self) -> PickingView:
        """Take the last step back."""

        def act() -> Ruling:
            ruling = hand.undo(self._desk)
            return intercepting.settle(self._desk) or ruling

        return self._command(act)

    def confirm_taken_out(self) -> PickingView:
        """What a cancelled order had in the crate shown is out of it."""
        return self._command(lambda: intercepting.confirm(self._desk))

    def set_hand(self, quantity: int) -> PickingView:
        """Say how many pieces are in the hand."""
        return self._command(lambda: hand.set_hand(self._desk, quantity))

    def declare_damaged(self) -> PickingView:
        """The piece scanned last is damaged."""
        return self._command(lambda: damage.declare_damaged(self._desk))

    def put_off(self) -> PickingView:
        """The product shown comes later."""
        return self._command(lambda: hand.put_off(self._desk))

    def declare_short(self) -> PickingView:
        """The bin is empty."""
        return self._command(lambda: hand.declare_short(self._desk))

    def substitute(self) -> PickingView:
        """What was offered stands in for the product that is short."""
        return self._command(lambda: substituting.substitute(self._desk))

    def weigh(self) -> PickingView:
        """What lies on the scale is the weight of the portion in hand."""
        return self._command(lambda: weighing.weigh(self._desk))

    def scale_told(self) -> None:
        """The scale of this PC said something new; a portion that waits for its weight gets it."""
        work = self._desk.work
        if self._taking.busy is not None or work is None or picture.step_of(work) is Step.TAKE_OUT:
            return
        ruling = self._guarded(lambda: weighing.scale_told(self._desk) or Ruling(Verdict.NOT_NOW))
        shown = weighing.shown(self._desk, work.current())
        if ruling.verdict is not Verdict.NOT_NOW:
            self._show(self._answered(ruling))
        elif shown != self._weighing:
            self._show(self.view())
        self._weighing = shown

    def close_crate(self, crate_id: CrateId) -> PickingView:
        """Close a crate by a tap."""

        def act() -> Ruling:
            ruling = closing.close_crate(self._desk, crate_id)
            self._stopped = supervised.may_ask(self._desk, ruling, crate_id)
            return ruling

        return self._command(act)

    @property
    def wants_badge(self) -> bool:
        """Whether the next badge is a supervisor's word."""
        return self._talk.wants_badge

    def ask_supervisor(self) -> PickingView:
        """A supervisor shall let pass what was refused now."""
        stopped = self._stopped
        if stopped is not None and self._desk.work is not None:
            request = supervised.request(self._desk, stopped)
            self._talk.begin(request, lambda word: self._granted(stopped, word))
        return self.view()

    def supervise(self, act: Callable[[OverrideTalk], None]) -> PickingView:
        """The supervisor types the PIN, says why, or calls it off."""
        act(self._talk)
        return self.view()

    def _granted(self, stopped: Stopped, word: Override) -> None:
        self._command(lambda: supervised.let_pass(self._desk, stopped, word))

    def reprint(self, crate_id: CrateId, reason: str) -> PickingView:
        """Print a crate's label again."""

        def act() -> Ruling:
            ruling = closing.reprint(self._desk, crate_id, reason)
            self._read_labels()
            return ruling

        return self._command(act)

    def labels_changed(self) -> None:
        """The print queue moved."""
        before = dict(self._labels)
        self._read_labels()
        if self._labels != before:
            self._show(self.view())

    def crates_changed(self) -> None:
        """Another room of this PC opened a crate again, or gave one another label."""
        if self._taking.busy is None and wave.is_other(self._desk):
            self._stopped = self._answer = None
            wave.resume(self._desk)
            self._read_labels()
            self._show(self.view())

    def lease_changed(self) -> None:
        """The sync renewed the lease, or lost it."""
        if self._desk.wave is None:
            return
        ruling = wave.leases_changed(self._desk)
        if ruling is not None:
            self._read_labels()
        ruling = self._handed_as_asked() or ruling
        self._show(self.view() if ruling is None else self._answered(ruling))

    def _handed_as_asked(self) -> Ruling | None:
        if self._taking.busy is not None:
            return None
        ruling = self._guarded(lambda: handing.as_asked(self._desk) or Ruling(Verdict.NOT_NOW))
        return None if ruling.verdict is Verdict.NOT_NOW else ruling

    def orders_changed(self) -> None:
        """The cloud told of orders of waves: what concerns the one under work is acted on at once."""
        ruling = self._settled()
        if ruling is not None:
            self._show(self._answered(ruling))

    def _settled(self) -> Ruling | None:
        ruling = self._guarded(lambda: intercepting.settle(self._desk) or Ruling(Verdict.NOT_NOW))
        return None if ruling.verdict is Verdict.NOT_NOW else ruling

    def view(self) -> PickingView:
        """The desk as it is now."""
        self._serial += 1
        work, step = self._desk.work, self._step()
        wave_head = (
            overview.head(self._desk) if self._desk.wave and step not in (Step.NO_WAVE, Step.TAKING) else None
        )
        self._left = handing.left(self._desk) if work is None else None
        base = PickingView(
            serial=self._serial,
            at=self._desk.clock.now(),
            step=step,
            question=picture.question(step, work),
            answer=self._answer,
            wave=wave_head,
            recent=tuple(self._recent),
            notice=self._notice,
            can_return=self._can_return(),
            can_hand_over=handing.can_hand_over(self._desk),
            left=self._left,
            large=self._is_large,
        )
        if work is None or wave_head is None:
            return base
        base = replace(base, override=self._talk.view(), can_ask_supervisor=self._stopped is not None)
        return overview.with_work(self._desk, base, work, self._labels)

    def _can_return(self) -> bool:
        stored = self._desk.wave
        if stored is None or self._taking.busy is Step.TAKING:
            return False
        return self._desk.work is None or stored.lease.is_lost

    def _step(self) -> Step:
        if self._taking.busy is not None:
            return self._taking.busy
        if self._desk.work is not None:
            return picture.step_of(self._desk.work)
        return Step.UNPLANNED if self._desk.wave is not None else Step.NO_WAVE

    def _concluded(self, act: Callable[[], Ruling] | None, notice: Notice | None) -> None:
        """Taking a wave, planning it or giving it back came to its end."""
        if act is None:
            self._notice = notice or self._notice
            self._show(self.view())
            return
        ruling = self._guarded(act)
        wave.resume(self._desk)
        self._read_labels()
        self._show(self._answered(self._settled() or ruling))

    def _command(self, act: Callable[[], Ruling]) -> PickingView:
        if self._taking.busy is not None or self._desk.work is None:
            return self.view()
        self._stopped = None
        return self._answered(self._guarded(act))

    def _guarded(self, act: Callable[[], Ruling]) -> Ruling:
        """An act that could not be written down did not happen, and the operator hears that."""
        try:
            return of_bags(self._desk.work, act())
        except Trouble as trouble:
            return Ruling(Verdict.NOT_RECORDED, {"what": trouble.what, "remedy": trouble.remedy})

    def _answered(self, ruling: Ruling) -> PickingView:
        ruling = self._handed_as_asked() or ruling
        telling = VERDICTS[ruling.verdict]
        self._answer = Answer(ruling.verdict, telling.tone, telling.sound, overview.words(ruling))
        self._notice = None
        view = self.view()
        self._after_act()
        return view

    def _read_labels(self) -> None:
        self._labels = label_states(self._desk)
