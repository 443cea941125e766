"""The first scene: some waves are picked through the window, with a few mistakes."""

from PySide6.QtCore import QTimer

from station.bootstrap.roles import PICKING
from station.demo.autopilot import Autopilot
from station.demo.scenes.scene import Hands, Scene
from station.picking.model.verdicts import Verdict
from station.picking.model.view import PickingView, Step

MISTAKES = 0.06
"""Share of scans that err: about one in sixteen, so that every verdict is seen."""
AFTER_REPEAT_MS = 1_600
"""A careful operator waits after «counted once» before she closes the crate."""
NEXT_PIECE_MS = 100
"""Nobody has the next piece of a product before the scanner sooner."""


class PickingScene(Scene):
    """Takes waves, picks them, waits until everything is sent and printed."""

    room = PICKING

    def __init__(self, hands: Hands, waves: int) -> None:
        super().__init__(hands)
        self._waves = waves
        self._pilot = Autopilot(hands.stage.gtins, MISTAKES, hands.seed)
        self._badge = hands.stage.day.catalogue.operators[0].badge
        self._view: PickingView | None = None
        self._last: str | None = None

    def begin(self) -> None:
        self.hands.go_to(PICKING)
        self.hands.window.core.pick(lambda flow: flow.view())

    def see(self, view: PickingView) -> None:
        self._view = view
        answer = view.answer
        self.hands.shoot(f"{view.step.value}-{answer.verdict.value}" if answer else view.step.value)
        if view.step in (Step.SCAN_PRODUCT, Step.PUT, Step.CLOSE_CRATES):
            repeated = answer is not None and answer.verdict is Verdict.REPEATED
            QTimer.singleShot(AFTER_REPEAT_MS if repeated else 0, lambda: self._scan(view))

    def tick(self) -> None:
        view = self._view
        if view is None or view.step not in (Step.NO_WAVE, Step.WAVE_DONE):
            return
        if view.step is Step.WAVE_DONE:
            self._count_wave(view)
        report = self.hands.report
        if len(report.waves) < self._waves:
            self.hands.scanner.feed(self._badge)
        elif self.hands.window.rooms.is_settled:
            report.mistakes.update({mistake.value: count for mistake, count in self._pilot.made.items()})
            self.done = True

    def _scan(self, view: PickingView) -> None:
        if self._view is not view:
            return  # a label came out of the printer meanwhile: the newer view is answered
        code = self._pilot.next_code(view)
        if code is not None and code == self._last:
            QTimer.singleShot(NEXT_PIECE_MS, lambda: self.hands.scanner.feed(code))
        elif code is not None:
            self.hands.scanner.feed(code)
        self._last = code

    def _count_wave(self, view: PickingView) -> None:
        if view.done is None or view.wave is None:
            return
        waves = self.hands.report.waves
        if any(wave["number"] == view.wave.title for wave in waves):
            return
        waves.append(
            {
                "number": view.wave.title,
                "pickup_point": view.wave.pickup_point,
                "orders": view.done.orders,
                "pieces": view.done.pieces,
                "crates": view.done.crates,
                "errors_caught": view.done.errors_caught,
            }
        )
