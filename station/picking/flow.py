"""The conversation at the picking desk: a scan or a button in, a view out; runs on the store thread."""

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar
from uuid import UUID

from cloud_api.wire.base import ScanRule
from cloud_api.wire.waves import Lease, LeaseRenewal
from hardware.codes import RefusedCode, ScannedCode
from station.kernel.aside import Aside
from station.kernel.ids import CrateId, Sku, WaveId
from station.kernel.messages import Message, Tone
from station.kernel.scan import Scan
from station.kernel.trouble import Trouble
from station.picking.commands import closing, damage, hand, scanning, wave
from station.picking.commands.desk import Desk, Picker
from station.picking.commands.lending import WaveLender
from station.picking.commands.lots import first_lot
from station.picking.model import picture
from station.picking.model.plan import CratePlan, ItemSize, OrderToPack
from station.picking.model.rules import Ruling
from station.picking.model.verdicts import VERDICTS, Verdict
from station.picking.model.view import (
    Answer,
    DoneSummary,
    LabelState,
    Notice,
    PickingView,
    ScanLine,
    Step,
    WaveHead,
)
from station.picking.model.work import CrateState, WaveWork
from station.picking.store import scans, waves
from station.picking.store.waves import StoredWave
from station.printing import queue
from station.printing.queue import JobState
from station.stock.book import LotInBin

RECENT_SCANS = 5

T = TypeVar("T")

LABEL_STATES = {
    JobState.WAITING: LabelState.PRINTING,
    JobState.SENT: LabelState.PRINTING,
    JobState.CONFIRMED: LabelState.PRINTED,
    JobState.UNKNOWN: LabelState.UNSURE,
    JobState.FAILED: LabelState.FAILED,
    JobState.CANCELLED: LabelState.FAILED,
}


PlanCrates = Callable[[Sequence[OrderToPack], Mapping[Sku, ItemSize]], CratePlan]


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
    ) -> None:
        """`after_act` is told after each act that may have queued a fact or a label."""
        self._desk = desk
        self._lender = lender
        self._plan_crates = plan_crates
        self._aside = aside
        self._show = show
        self._after_act = after_act
        self._serial = 0
        self._busy: Step | None = None
        self._answer: Answer | None = None
        self._notice: Notice | None = None
        self._labels: dict[CrateId, LabelState] = {}
        self._recent: deque[ScanLine] = deque(maxlen=RECENT_SCANS)
        self._planned_of: tuple[UUID, int] | None = None

    def open(self) -> PickingView:
        """Take up the work where the last commit left it."""
        with self._desk.database.look() as connection:
            self._recent.extend(_line(scan) for scan in scans.last_scans(connection, RECENT_SCANS))
        wave.resume(self._desk)
        self._read_labels()
        return self.view()

    def sign_in(self, picker: Picker | None) -> PickingView:
        """Somebody else (or nobody) works here from now on."""
        self._desk.picker = picker
        self._desk.short_asked = None
        self._answer = None
        return self.view()

    def scan(self, scan: Scan, code: ScannedCode | RefusedCode) -> PickingView:
        """Answer a scan of a product or a crate."""
        ruling = self._guarded(lambda: scanning.answer_scan(self._desk, scan, code))
        self._recent.appendleft(
            ScanLine(self._desk.clock.now(), scan.text, VERDICTS[ruling.verdict].tone, _words(ruling))
        )
        return self._answered(ruling)

    def take_wave(self, wave_id: WaveId | None = None) -> PickingView:
        """Ask the cloud for the next wave or for this one, or go on with the one that lies here unplanned."""
        if self._busy is not None or self._desk.picker is None:
            return self.view()
        if self._holds_wave():
            return self._take_up()
        request = wave.lease_request(self._desk, wave_id)
        self._busy, self._answer, self._notice = Step.TAKING, None, None
        self._aside(lambda: self._lender.lease(request), self._leased, self._not_leased)
        return self.view()

    def give_back(self) -> PickingView:
        """Return a wave that was not started, or leave one that another station took over."""
        stored = self._desk.wave
        if stored is None or not self._can_return():
            return self.view()
        if stored.lease.is_lost:
            return self._answered(self._guarded(lambda: wave.give_back(self._desk)))
        self._busy = Step.TAKING
        wave_id, lease_id = stored.wave.id, stored.lease.id
        self._aside(lambda: self._lender.give_back(wave_id, lease_id), self._given_back, self._failed)
        return self.view()

    def undo(self) -> PickingView:
        """Take the last step back."""
        return self._command(lambda: hand.undo(self._desk))

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

    def close_crate(self, crate_id: CrateId) -> PickingView:
        """Close a crate by a tap."""
        return self._command(lambda: closing.close_crate(self._desk, crate_id))

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

    def lease_changed(self) -> None:
        """The sync renewed the lease, or lost it."""
        stored = self._desk.wave
        if stored is None:
            return
        with self._desk.database.look() as connection:
            self._desk.wave = waves.stored_wave(connection, WaveId(stored.wave.id))
        self._show(self.view())

    def view(self) -> PickingView:
        """The desk as it is now."""
        self._serial += 1
        work, step = self._desk.work, self._step()
        wave_head = self._head() if self._desk.wave and step not in (Step.NO_WAVE, Step.TAKING) else None
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
        )
        return self._with_work(base, work) if work is not None and wave_head is not None else base

    def _with_work(self, base: PickingView, work: WaveWork) -> PickingView:
        picking = base.step in (Step.SCAN_PRODUCT, Step.PUT)
        lot = self._first_lot(work)
        card = picture.product_card(work, lot)
        return replace(
            base,
            question=picture.question(base.step, work, lot),
            product=card,
            following=picture.following(work),
            crates=picture.tiles(work, self._labels),
            can_undo=self._can_undo(work) and base.step is not Step.WAVE_DONE,
            can_put_off=picking and not work.hand.quantity,
            can_short=picking and not work.hand.quantity,
            can_damage=picking and work.hand.fresh > 0,
            can_set_hand=bool(card and card.in_hand and card.rule is ScanRule.ONCE),
            done=self._done(work) if base.step is Step.WAVE_DONE else None,
        )

    def _first_lot(self, work: WaveWork) -> LotInBin | None:
        """The lot to go for, where the warehouse keeps a book of the product shown."""
        product = work.current()
        if product is None:
            return None
        with self._desk.database.look() as connection:
            return first_lot(self._desk, connection, product.sku)

    def _can_undo(self, work: WaveWork) -> bool:
        return bool(work.hand.fresh or work.puts or self._desk.damaged)

    def _can_return(self) -> bool:
        stored = self._desk.wave
        if stored is None or self._busy is Step.TAKING:
            return False
        return self._desk.work is None or stored.lease.is_lost

    def _head(self) -> WaveHead:
        stored, work = self._desk.held(), self._desk.work
        crates = work.crates if work else []
        return WaveHead(
            number=stored.wave.number,
            pickup_point=stored.wave.pickup_point.name,
            pickup_code=stored.wave.pickup_point.code,
            cycle=stored.wave.cycle_name,
            put=sum(crate.put for crate in crates),
            planned=self._ordered(stored),
            short=picture.shorts(work) if work else 0,
            crates_closed=sum(crate.state is CrateState.CLOSED for crate in crates),
            crates=len(crates),
            lease_until=stored.lease.until,
            lease_lost=stored.lease.is_lost,
            lease_lost_to=stored.lease.lost_to or "",
            lease_over=stored.lease.until < self._desk.clock.now(),
            started=work is not None,
        )

    def _ordered(self, stored: StoredWave) -> int:
        """Pieces ordered in the wave; counted once, because every view tells it."""
        if self._planned_of is None or self._planned_of[0] != stored.wave.id:
            pieces = sum(line.quantity for order in stored.wave.orders for line in order.lines)
            self._planned_of = (stored.wave.id, pieces)
        return self._planned_of[1]

    def _done(self, work: WaveWork) -> DoneSummary:
        with self._desk.database.look() as connection:
            stored = waves.stored_wave(connection, work.wave_id)
            counts = scans.verdict_counts(connection, work.wave_id)
        caught = sum(
            count for verdict, count in counts.items() if VERDICTS[Verdict(verdict)].tone is Tone.REFUSED
        )
        started_at, ended_at = stored.started_at, stored.ended_at
        assert started_at is not None
        assert ended_at is not None
        return picture.summary(work, len(stored.wave.orders), started_at, ended_at, caught)

    def _step(self) -> Step:
        if self._busy is not None:
            return self._busy
        if self._desk.work is not None:
            return picture.step_of(self._desk.work)
        return Step.UNPLANNED if self._desk.wave is not None else Step.NO_WAVE

    def _holds_wave(self) -> bool:
        """A wave that is not finished: taken, planned or under work."""
        work = self._desk.work
        return self._desk.wave is not None and not (work is not None and work.is_complete())

    def _leased(self, lease: Lease | None) -> None:
        self._busy = None
        if lease is None:
            self._notice = Notice(Tone.INFO, Message("No wave is free now. Ask again after the cut-off"))
            self._show(self.view())
            return
        try:
            wave.keep_lease(self._desk, lease)
        except Trouble as trouble:
            self._failed(trouble)
            return
        if self._desk.work is None:
            self._plan()
        self._show(self.view())

    def _not_leased(self, trouble: Trouble) -> None:
        """Silence may hide that a wave was lent, so the same is asked again; a refusal stands."""
        self._failed(trouble)
        if not trouble.retry_helps:
            wave.ask_anew(self._desk)

    def _take_up(self) -> PickingView:
        """Go on with a wave that was taken but not planned, if it is still ours."""
        stored = self._desk.held()
        if self._desk.work is not None or stored.lease.is_lost:
            return self.view()
        self._busy, self._answer, self._notice = Step.PLANNING, None, None
        wave_id, lease_id = stored.wave.id, stored.lease.id
        self._aside(lambda: self._lender.renew(wave_id, lease_id), self._renewed, self._not_renewed)
        return self.view()

    def _renewed(self, renewal: LeaseRenewal) -> None:
        wave.extend(self._desk, renewal.until)
        self._plan()

    def _not_renewed(self, trouble: Trouble) -> None:
        """Without a network a lease that still runs is good enough; a refusal means that the wave is gone."""
        if not trouble.retry_helps:
            wave.lose(self._desk)
        elif self._desk.held().lease.until > self._desk.clock.now():
            self._plan()
            return
        self._failed(trouble)

    def _plan(self) -> None:
        stored = self._desk.held()
        orders, items = wave.to_pack(stored.wave)
        self._busy = Step.PLANNING
        self._aside(lambda: self._plan_crates(orders, items), self._planned, self._failed)

    def _planned(self, plan: CratePlan) -> None:
        if self._busy is not Step.PLANNING:
            return  # the wave is being given back
        self._busy = None
        ruling = self._guarded(lambda: wave.start_wave(self._desk, plan))
        wave.resume(self._desk)
        self._read_labels()
        self._show(self._answered(ruling))

    def _given_back(self, _: None) -> None:
        self._busy = None
        self._show(self._answered(self._guarded(lambda: wave.give_back(self._desk))))

    def _failed(self, trouble: Trouble) -> None:
        self._busy = None
        self._notice = Notice(Tone.REFUSED, trouble.words())
        self._show(self.view())

    def _command(self, act: Callable[[], Ruling]) -> PickingView:
        if self._busy is not None or self._desk.work is None:
            return self.view()
        return self._answered(self._guarded(act))

    def _guarded(self, act: Callable[[], Ruling]) -> Ruling:
        """An act that could not be written down did not happen, and the operator hears that."""
        try:
            return act()
        except Trouble as trouble:
            return Ruling(Verdict.NOT_RECORDED, {"what": trouble.what, "remedy": trouble.remedy})

    def _answered(self, ruling: Ruling) -> PickingView:
        telling = VERDICTS[ruling.verdict]
        self._answer = Answer(ruling.verdict, telling.tone, telling.sound, _words(ruling))
        self._notice = None
        view = self.view()
        self._after_act()
        return view

    def _read_labels(self) -> None:
        work = self._desk.work
        if work is None:
            self._labels = {}
            return
        with self._desk.database.look() as connection:
            states = queue.latest_states(connection, [crate.id for crate in work.crates])
        self._labels = {crate_id: LABEL_STATES[state] for crate_id, state in states.items()}


def _line(scan: scans.LoggedScan) -> ScanLine:
    return ScanLine(scan.at, scan.code, scan.tone, _words(Ruling(scan.verdict, scan.values)))


def _words(ruling: Ruling) -> Message:
    return Message(VERDICTS[ruling.verdict].words, **ruling.values)
