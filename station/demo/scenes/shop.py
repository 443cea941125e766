"""The last scenes: the shop receives its crates and hands the orders over."""

from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QTimer

from hardware.codes import make_sscc
from station.bootstrap.roles import PICKUP
from station.demo.customers import Customer
from station.demo.scenes.scene import Hands, Scene
from station.pickup.flow import PickupFlow
from station.pickup.model.view import PickupView, Step, TileState, UndoReason

BETWEEN_MS = 40
LEFT_WAITING = 2
"""Customers who come later: their orders stay arrived."""


class ReceivingScene(Scene):
    """Scans every crate off the van, one of another shop among them, and completes the receipt."""

    room = PICKUP

    def __init__(self, hands: Hands) -> None:
        super().__init__(hands)
        self._answered = -1
        self._foreign = make_sscc(9, "9520001", 7_311)

    def begin(self) -> None:
        self.hands.go_to(PICKUP)
        self._receive(lambda flow: flow.receive())

    def see(self, view: PickupView) -> None:
        verdict = view.answer.verdict.value if view.answer is not None else ""
        self.hands.shoot(f"receiving-{view.step.value}-{verdict}")
        card = view.receiving
        if view.serial <= self._answered or card is None:
            return
        self._answered = view.serial
        if card.delivery is not None and card.delivery.completed_at is not None:
            self.hands.report.crates_received = card.delivery.received
            self.done = True
            return
        expected = [tile for tile in card.tiles if tile.state is TileState.EXPECTED]
        if len(expected) == 1 and not card.surplus:
            self._later(lambda: self.hands.scanner.feed(self._foreign))
        elif expected:
            sscc = self.hands.crates.sscc(expected[0].crate_id)
            self._later(lambda: self.hands.scanner.feed(sscc))
        elif card.can_complete:
            self._later(lambda: self._receive(lambda flow: flow.complete_receipt()))

    def _later(self, act: Callable[[], None]) -> None:
        QTimer.singleShot(BETWEEN_MS, act)

    def _receive(self, gesture: Callable[[PickupFlow], PickupView]) -> None:
        self.hands.window.core.hand_over(gesture)


class HandoverScene(Scene):
    """Customers come with a code, a QR or their phone's end; one comes twice, one handover is taken back."""

    room = PICKUP

    def __init__(self, hands: Hands) -> None:
        super().__init__(hands)
        self._customers: deque[Customer] = deque()
        self._served = 0
        self._answered = -1
        self._asked: Customer | None = None
        self._undone = False
        self._came_twice = False

    def begin(self) -> None:
        customers = self.hands.stage.customers()
        coming = customers[: max(1, len(customers) - LEFT_WAITING)]
        self._customers.extend(coming)
        self._next()

    def see(self, view: PickupView) -> None:
        verdict = view.answer.verdict.value if view.answer is not None else ""
        self.hands.shoot(f"handover-{view.step.value}-{verdict}")
        if view.serial <= self._answered:
            return
        self._answered = view.serial
        if view.step is Step.CUSTOMER and view.customer is not None and view.customer.can_confirm:
            serial = view.serial
            self._later(lambda: self._act(lambda flow: flow.confirm(serial)))
        elif view.step is Step.CHOOSE and view.choose is not None:
            key = view.choose.customers[0].key
            self._later(lambda: self._act(lambda flow: flow.choose(key)))
        elif view.step is Step.HANDED:
            self._later(self._handed)
        elif view.step is Step.ALREADY:
            self._later(self._next)

    def _handed(self) -> None:
        asked = self._asked
        if asked is not None and not self._undone and self._served == 1:
            self._undone = True
            self._act(lambda flow: flow.undo_handover(UndoReason.CONFIRMED_TOO_EARLY))
            self._later(lambda: self._come(asked))
            return
        if asked is not None and not self._came_twice and self._served == 2:
            self._came_twice = True
            self._come(asked)
            return
        self._served += 1
        self.hands.report.handovers += 1
        self._next()

    def _next(self) -> None:
        if not self._customers:
            self.done = True
            return
        self._come(self._customers.popleft())

    def _come(self, customer: Customer) -> None:
        self._asked = customer
        means = self._served % 3
        if means == 0:
            self._act(lambda flow: flow.typed(customer.code))
        elif means == 1:
            self.hands.scanner.feed(customer.qr)
        else:
            self._act(lambda flow: flow.typed(customer.tail))

    def _later(self, act: Callable[[], None]) -> None:
        QTimer.singleShot(BETWEEN_MS, act)

    def _act(self, gesture: Callable[[PickupFlow], PickupView]) -> None:
        self.hands.window.core.hand_over(gesture)
