"""The conversation at the pickup desk; every method runs on the store thread and returns the view to show."""

from collections import deque
from collections.abc import Callable

from cloud_api.wire.exchange import ChangeKind
from hardware.codes import RefusedCode, ScannedCode
from station.kernel.ids import WaveId
from station.kernel.messages import Tone
from station.kernel.scan import Scan
from station.kernel.trouble import Trouble
from station.people.badges import BadgeHolder
from station.pickup.commands import answering, empties, handover, identify, receiving
from station.pickup.commands.desk import Desk
from station.pickup.commands.slips import SlipGround
from station.pickup.flow import cards
from station.pickup.flow.slips import Aside, HandoverSlips
from station.pickup.model.reading import masked, read_input, tidy
from station.pickup.model.rules import Ruling
from station.pickup.model.verdicts import VERDICTS, Verdict
from station.pickup.model.view import Answer, Left, LineKey, Notice, PickupView, ScanLine, Step
from station.pickup.model.words import QUESTIONS
from station.pickup.store import attempts, changes, handovers, orders
from station.sync.words import collected_twice

RECENT_INPUTS = 5
KEYBOARD = "keyboard"
ABOUT_THE_SHOP = {
    ChangeKind.DELIVERY,
    ChangeKind.PICKUP_ORDER,
    ChangeKind.CRATE_MOVED,
    ChangeKind.COLLECTED,
    ChangeKind.COLLECTION_UNDONE,
    ChangeKind.BOX,
}


class PickupFlow:
    """One pickup desk.

    Steps: DAY is where nobody is served. A crate leads to RECEIVING; a code, a QR or the end of a phone to
    CUSTOMER, NOT_HERE or ALREADY, through CHOOSE where several fit; `confirm` leads from CUSTOMER to HANDED,
    `give_empties` from anywhere but CUSTOMER to EMPTIES.
    From any step the next scan goes on; only a customer with goods on the counter is not dropped unasked.
    What other desks do comes by `changes_applied` and goes out through `show`.
    """

    def __init__(
        self,
        desk: Desk,
        show: Callable[[PickupView], None],
        after_act: Callable[[], None],
        slips: SlipGround | None = None,
        aside: Aside | None = None,
    ) -> None:
        """`after_act` is told after each act that may have queued a fact.

        Slips are printed where there are `slips` and `aside` to print them by.
        """
        self._desk = desk
        self._slips = None if slips is None or aside is None else self._new_slips(slips, aside)
        self._show = show
        self._after_act = after_act
        self._serial = 0
        self._answer: Answer | None = None
        self._notice: Notice | None = None
        self._told_twice = 0
        self._drawn_goods: object = None
        self._recent: deque[ScanLine] = deque(maxlen=RECENT_INPUTS)

    def open(self) -> PickupView:
        """Take up the day where the last commit left it."""
        with self._desk.database.look() as connection:
            for each in attempts.last_inputs(connection, RECENT_INPUTS):
                at = self._desk.moments().local(each.at)
                self._recent.append(ScanLine(at, each.shown, each.tone, each.ruling.words()))
            told = changes.collected_twice(connection, 0)
        self._told_twice = told[-1][0] if told else 0
        return self.view()

    def sign_in(self, holder: BadgeHolder | None) -> PickupView:
        """Somebody else (or nobody) works here from now on; nobody leaves no customer on the screen."""
        self._desk.operator = holder
        self._answer = None
        if holder is None:
            self._desk.go(Step.DAY)
        return self.view()

    def scan(self, scan: Scan, code: ScannedCode | RefusedCode) -> PickupView:
        """Answer a scan: a crate is received, a code or a QR says who stands at the counter."""
        ruling = self._guarded(lambda: answering.answer_scan(self._desk, scan, code))
        if isinstance(code, ScannedCode) and code.sscc is not None:
            self._refresh()
        return self._logged(answering.shown(code), ruling)

    def typed(self, text: str) -> PickupView:
        """Answer what was typed: a code, the end of a phone, a number under bars; else look for it."""
        told = read_input(text)
        if not told.text:
            return self.view()
        if not answering.is_number_of_ours(told):
            return self._looked_for(text)
        scan = Scan(told.text, self._desk.clock.monotonic(), KEYBOARD)
        ruling = self._guarded(lambda: answering.answer_typed(self._desk, scan, told))
        return self._logged(masked(told.text), ruling)

    def search(self, text: str) -> PickupView:
        """Look for waiting customers by order number, phone tail or masked name; an empty text shows all.

        Asked at each pause in typing, so a text that fits nobody yet is no mistake: the list says so.
        """
        if self._desk.step is Step.CUSTOMER:
            return self._answered(Ruling(Verdict.NOT_NOW))
        self._desk.go(Step.DAY)
        self._desk.search = tidy(text)
        return self._plain()

    def choose(self, key: str) -> PickupView:
        """Serve the customer of a row."""
        return self._command(lambda: identify.choose(self._desk, key))

    def leave(self, line: LineKey, why: Left) -> PickupView:
        """A line that is here stays: not found, or the customer does not want it."""
        return self._command(lambda: handover.leave(self._desk, line, why))

    def take(self, line: LineKey) -> PickupView:
        """A line that was left goes with the customer after all."""
        return self._command(lambda: handover.take(self._desk, line))

    def confirm(self, serial: int) -> PickupView:
        """The customer has the ticked goods; `serial` is that of the view the operator looks at."""
        ruling = self._guarded(lambda: handover.confirm(self._desk, serial))
        if ruling.verdict is Verdict.CHANGED_MEANWHILE:
            ruling = self._refresh() or ruling
        elif ruling.verdict in (Verdict.HANDED_OVER, Verdict.HANDED_PARTLY) and self._slips is not None:
            self._slips.handed()
        return self._answered(ruling)

    def print_slip(self) -> PickupView:
        """Print the slip of the handover on the screen; the desk goes on meanwhile."""
        slips = self._slips
        if slips is None:
            return self._answered(Ruling(Verdict.NOT_NOW))
        return self._command(slips.print_slip)

    def put_away(self) -> PickupView:
        """Nobody is served now: back to the day; nothing is recorded."""
        self._desk.go(Step.DAY)
        return self._plain()

    def undo_handover(self, reason: str) -> PickupView:
        """Take back the handover on the screen; `reason` is one of UndoReason, or words."""
        return self._command(lambda: handover.undo_handover(self._desk, reason))

    def receive(self, wave_id: WaveId | None = None) -> PickupView:
        """Show the receipt of a delivery, by default of the one that comes next."""
        if self._desk.step is Step.CUSTOMER:
            return self._answered(Ruling(Verdict.NOT_NOW))
        self._desk.receiving = wave_id
        self._desk.go(Step.RECEIVING)
        return self._plain()

    def undo_receipt(self) -> PickupView:
        """Take this desk's last scan off the van back."""
        return self._command(lambda: receiving.undo_receipt(self._desk))

    def complete_receipt(self) -> PickupView:
        """The van is empty; asked back once when crates are missing."""
        return self._command(lambda: receiving.complete_receipt(self._desk))

    def give_empties(self) -> PickupView:
        """The driver takes boxes back: each is scanned once, empty crates too."""
        if self._desk.step is Step.CUSTOMER:
            return self._answered(Ruling(Verdict.NOT_NOW))
        empties.begin(self._desk)
        return self._plain()

    def undo_empty(self) -> PickupView:
        """Take the last scan of empties back."""
        return self._command(lambda: empties.undo_empty(self._desk))

    def changes_applied(self, kinds: set[str]) -> None:
        """The sync brought changes of these kinds: what is on the screen is told anew."""
        if not kinds & ABOUT_THE_SHOP:
            return
        if ruling := self._refresh():
            self._notice = Notice(VERDICTS[ruling.verdict].tone, ruling.words())
        self._tell_twice()
        self._show(self.view())

    def view(self) -> PickupView:
        """The desk as it is now."""
        self._serial += 1
        desk = self._desk
        if desk.serving is not None and desk.serving.goods is not self._drawn_goods:
            desk.serving.since = self._serial
            self._drawn_goods = desk.serving.goods
        with desk.database.look() as connection:
            slip = self._slips.card() if self._slips is not None else None
            handed = cards.handed_card(connection, desk, slip) if desk.handed else None
            if desk.step in (Step.HANDED, Step.ALREADY) and handed is None:
                desk.go(Step.DAY)  # taken back at another desk meanwhile
            step = desk.step
            return PickupView(
                serial=self._serial,
                at=desk.moments().local(desk.clock.now()),
                step=step,
                question=QUESTIONS[step],
                answer=self._answer,
                day=cards.day_card(connection, desk) if step is Step.DAY else None,
                receiving=cards.receiving_card(connection, desk) if step is Step.RECEIVING else None,
                choose=cards.choose_card(connection, desk) if step is Step.CHOOSE else None,
                customer=cards.customer_card(desk) if step in (Step.CUSTOMER, Step.NOT_HERE) else None,
                handed=handed,
                empties=cards.empties_card(connection, desk) if step is Step.EMPTIES else None,
                lock=cards.lock_card(connection, desk),
                digits_missing=desk.digits_missing,
                recent=tuple(self._recent),
                notice=self._notice,
            )

    def _new_slips(self, ground: SlipGround, aside: Aside) -> HandoverSlips:
        return HandoverSlips(self._desk, ground, aside, self._slip_ended)

    def _slip_ended(self, notice: Notice | None) -> None:
        """A slip came out, or did not: told beside whoever is served now."""
        self._notice = notice or self._notice
        self._show(self.view())

    def _looked_for(self, text: str) -> PickupView:
        """The same for a text somebody ended with Enter, who waits for an answer."""
        view = self.search(text)
        if view.day is not None and view.day.search and not view.day.customers:
            return self._answered(Ruling(Verdict.NOTHING_FOUND, {"looked_for": masked(text.strip())}))
        return view

    def _plain(self) -> PickupView:
        """The view after a gesture that only turns a page."""
        self._answer = None
        self._desk.digits_missing = 0
        return self.view()

    def _command(self, act: Callable[[], Ruling]) -> PickupView:
        self._desk.digits_missing = 0
        return self._answered(self._guarded(act))

    def _guarded(self, act: Callable[[], Ruling]) -> Ruling:
        """An act that could not be written down did not happen, and the operator hears that."""
        try:
            return act()
        except Trouble as trouble:
            return Ruling(Verdict.NOT_RECORDED, {"what": trouble.what, "remedy": trouble.remedy})

    def _logged(self, shown: str, ruling: Ruling) -> PickupView:
        at = self._desk.moments().local(self._desk.clock.now())
        self._recent.appendleft(ScanLine(at, shown, VERDICTS[ruling.verdict].tone, ruling.words()))
        return self._answered(ruling)

    def _answered(self, ruling: Ruling) -> PickupView:
        telling = VERDICTS[ruling.verdict]
        self._answer = Answer(ruling.verdict, telling.tone, telling.sound, ruling.words())
        self._notice = None
        view = self.view()
        self._after_act()
        return view

    def _refresh(self) -> Ruling | None:
        """The customer on the screen as the database knows them now; who was faster, if all is gone."""
        desk, serving = self._desk, self._desk.serving
        if serving is None:
            return None
        with desk.database.look() as connection:
            fresh = orders.customer(connection, serving.goods.key)
            given = [
                each
                for order in (serving.goods.orders if fresh is None else ())
                for each in handovers.handovers_of(connection, order.id)
            ]
        if fresh is None:
            return identify.tell_collected(desk, given)
        if fresh != serving.goods:
            serving.goods = fresh
            desk.step = Step.CUSTOMER if fresh.here() else Step.NOT_HERE
        return None

    def _tell_twice(self) -> None:
        """Pieces that went out at two desks that did not hear of each other: a person has to know."""
        with self._desk.database.look() as connection:
            told = changes.collected_twice(connection, self._told_twice)
        if told:
            self._told_twice, body = told[-1]
            self._notice = Notice(Tone.REFUSED, collected_twice(body))
