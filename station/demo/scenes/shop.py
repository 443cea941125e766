"""The last scenes: the shop receives its crates and hands the orders over."""

from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QTimer

from hardware.codes import make_sscc
from station.bootstrap.roles import PICKUP
from station.demo.customers import Customer
from station.demo.next_code import receiving_code
from station.demo.scenes.scene import Hands, Scene
from station.pickup.flow import PickupFlow
from station.pickup.model.verdicts import Verdict
from station.pickup.model.view import Answer, PickupView, Step, UndoReason

BETWEEN_MS = 40
FOUND = (Verdict.CUSTOMER_FOUND, Verdict.PARTLY_HERE)
TAKEN_BACK, COMES_TWICE = 1, 3
"""Which handover is undone and made again, and after which one the same customer comes once more."""
LEFT_WAITING = 2
"""Customers who come later: their orders stay arrived."""


class ReceivingScene(Scene):
    """Scans every crate off the van, one of another shop among them, and completes the receipt."""

    room = PICKUP

    def __init__(self, hands: Hands) -> None:
        super().__init__(hands)
        self._done: set[str] = set()
        """What was scanned or pressed: news of other desks bring the same picture again."""
        self._foreign = make_sscc(9, "9520001", 7_311)

    def begin(self) -> None:
        self.hands.go_to(PICKUP)
        self._receive(lambda flow: flow.receive())

    def see(self, view: PickupView) -> None:
        verdict = view.answer.verdict.value if view.answer is not None else ""
        self.hands.shoot(f"receiving-{view.step.value}-{verdict}")
        card = view.receiving
        if view.day is not None and verdict == Verdict.RECEIPT_COMPLETED:
            self.hands.report.crates_received = view.day.deliveries[0].received
            self.done = True
        if card is None:
            return
        sscc = receiving_code(view, self.hands.rows)
        if len(card.missing) == 1 and not card.surplus:
            self._scan(self._foreign)
        elif sscc is not None:
            self._scan(sscc)
        elif card.can_complete:
            self._once("complete", lambda: self._receive(lambda flow: flow.complete_receipt()))

    def _scan(self, code: str) -> None:
        self._once(code, lambda: self.hands.scanner.feed(code))

    def _once(self, what: str, act: Callable[[], None]) -> None:
        if what not in self._done:
            self._done.add(what)
            QTimer.singleShot(BETWEEN_MS, act)

    def _receive(self, gesture: Callable[[PickupFlow], PickupView]) -> None:
        self.hands.window.core.hand_over(gesture)


class HandoverScene(Scene):
    """Customers come with a code, a QR or their phone's end; one comes twice, one handover is taken back."""

    room = PICKUP

    def __init__(self, hands: Hands) -> None:
        super().__init__(hands)
        self._coming: deque[Customer] = deque()
        self._asked: Customer | None = None
        self._answer: Answer | None = None
        self._handed = 0

    def begin(self) -> None:
        customers = self.hands.stage.customers()
        self._coming.extend(customers[: max(1, len(customers) - LEFT_WAITING)])
        self._next()

    def see(self, view: PickupView) -> None:
        """Each answer is met once; views that only tell news of other desks are not."""
        answer = view.answer
        if answer is None or answer is self._answer:
            return
        self._answer = answer
        self.hands.shoot(f"handover-{view.step.value}-{answer.verdict.value}")
        QTimer.singleShot(BETWEEN_MS, lambda: self._meet(view, answer.verdict))

    def _meet(self, view: PickupView, verdict: Verdict) -> None:
        if view.step is Step.CUSTOMER and verdict in FOUND:
            serial = view.serial
            self._act(lambda flow: flow.confirm(serial))
        elif view.step is Step.CHOOSE and view.choose is not None:
            key = view.choose.customers[0].key
            self._act(lambda flow: flow.choose(key))
        elif verdict in (Verdict.HANDED_OVER, Verdict.HANDED_PARTLY):
            self._handed += 1
            self._after_handover()
        elif verdict is Verdict.HANDOVER_UNDONE:
            self._come(self._asked)
        elif verdict is Verdict.COLLECTED_ALREADY:
            self._next()

    def _after_handover(self) -> None:
        if self._handed == TAKEN_BACK:
            self._act(lambda flow: flow.undo_handover(UndoReason.CONFIRMED_TOO_EARLY))
        elif self._handed == COMES_TWICE:
            self._come(self._asked)
        else:
            self._next()

    def _next(self) -> None:
        self._come(self._coming.popleft() if self._coming else None)

    def _come(self, customer: Customer | None) -> None:
        """The customer shows what is in hand: code, QR or the end of the phone, in turn."""
        self._asked = customer
        if customer is None:
            self.hands.report.handovers = self._handed - 1  # one was taken back and done again
            self.done = True
            return
        means = len(self._coming) % 3
        if means == 0:
            self._act(lambda flow: flow.typed(customer.code))
        elif means == 1:
            self.hands.scanner.feed(customer.qr)
        else:
            self._act(lambda flow: flow.typed(customer.tail))

    def _act(self, gesture: Callable[[PickupFlow], PickupView]) -> None:
        self.hands.window.core.hand_over(gesture)
