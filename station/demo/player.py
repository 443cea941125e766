"""Plays some waves by itself through the real window, and keeps pictures of what was new on the screen."""

import time
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from station.bootstrap.core import DATABASE_FILE
from station.bootstrap.roles import PICKING
from station.bootstrap.window import StationWindow
from station.demo.autopilot import Autopilot
from station.demo.report import DemoReport
from station.demo.stage import Stage
from station.picking.model.verdicts import Verdict
from station.picking.model.view import PickingView, Step

MISTAKES = 0.06
"""Share of scans that err: about one in sixteen, so that every verdict is seen."""
AFTER_REPEAT_MS = 1_600
"""A careful operator waits after «counted once» before she closes the crate."""
NEXT_PIECE_MS = 100
"""Nobody has the next piece of a product before the scanner sooner."""
PATIENCE_S = 90.0
TICK_MS = 100
ROOMS = ("printing", "sync")


@runtime_checkable
class FedScanner(Protocol):
    """A scanner that reads what it is told."""

    def feed(self, text: str) -> None:
        """Read a code."""
        ...


def fed_scanner(window: StationWindow) -> FedScanner:
    """The simulated scanner of the window's station."""
    return next(scanner for scanner in window.core.scanners if isinstance(scanner, FedScanner))


class Player:
    """Signs in, takes waves, picks them with a few mistakes, waits until the cloud knows it all."""

    def __init__(
        self, app: QApplication, window: StationWindow, stage: Stage, *, waves: int, seed: int
    ) -> None:
        self._app = app
        self._window = window
        self._stage = stage
        self._waves = waves
        self._pilot = Autopilot(stage.gtins, MISTAKES, seed)
        self._scanner = fed_scanner(window)
        self._badge = stage.day.catalogue.operators[0].badge
        self._report = stage.report
        self._view: PickingView | None = None
        self._last: str | None = None
        self._seen: set[str] = set()
        self._moved_at = time.monotonic()
        self.done = False
        (stage.folder / "screenshots").mkdir()
        window.on_view(PICKING, self._on_view)
        self._ticker = QTimer(window.window)
        self._ticker.timeout.connect(self._tick)
        self._ticker.start(TICK_MS)

    def finish(self) -> DemoReport:
        """Count what cloud, station and folder hold at the end; the station is closed by then."""
        report, cloud = self._report, self._stage.cloud
        report.mistakes.update({mistake.value: count for mistake, count in self._pilot.made.items()})
        report.count_station(self._stage.settings.data_folder / DATABASE_FILE)
        report.labels = len(list((self._stage.folder / "labels").glob("*.zpl")))
        done = {wave["pickup_point"] for wave in cloud.waves(self._stage.cycle_id) if wave["completed_at"]}
        for order in self._stage.day.orders:
            if order.pickup_point in done:
                report.order_statuses[cloud.order(order.order_no)["status"]] += 1
        return report

    def _on_view(self, view: PickingView) -> None:
        self._view = view
        self._moved_at = time.monotonic()
        if view.answer is not None:
            self._shoot(f"{view.step.value}-{view.answer.verdict.value}")
        else:
            self._shoot(view.step.value)
        if view.step in (Step.SCAN_PRODUCT, Step.PUT, Step.CLOSE_CRATES):
            repeated = view.answer is not None and view.answer.verdict is Verdict.REPEATED
            QTimer.singleShot(AFTER_REPEAT_MS if repeated else 0, lambda: self._scan(view))

    def _scan(self, view: PickingView) -> None:
        if self._view is not view:
            return  # a label came out of the printer meanwhile: the newer view is answered
        code = self._pilot.next_code(view)
        if code is not None and code == self._last:
            QTimer.singleShot(NEXT_PIECE_MS, lambda: self._scanner.feed(code))
        elif code is not None:
            self._scanner.feed(code)
        self._last = code

    def _tick(self) -> None:
        if time.monotonic() - self._moved_at > PATIENCE_S:
            self._app.quit()
        view = self._view
        if self._window.window.door is not None:
            self._shoot("sign-in")
            self._scanner.feed(self._badge)
        elif view is not None and view.step in (Step.NO_WAVE, Step.WAVE_DONE):
            self._between_waves(view)

    def _between_waves(self, view: PickingView) -> None:
        if view.step is Step.WAVE_DONE and view.done and view.wave:
            self._count_wave(view)
        if len(self._report.waves) < self._waves:
            self._scanner.feed(self._badge)
        elif self._window.rooms.is_settled:
            self._leave()

    def _count_wave(self, view: PickingView) -> None:
        assert view.done is not None
        assert view.wave is not None
        if any(wave["number"] == view.wave.number for wave in self._report.waves):
            return
        self._report.waves.append(
            {
                "number": view.wave.number,
                "pickup_point": view.wave.pickup_point,
                "orders": view.done.orders,
                "pieces": view.done.pieces,
                "crates": view.done.crates,
                "errors_caught": view.done.errors_caught,
            }
        )

    def _leave(self) -> None:
        self._ticker.stop()
        for room in ROOMS:
            self._window.window.show_room(room)
            self._app.processEvents()
            self._shoot(f"room-{room}")
        self.done = True
        self._app.quit()

    def _shoot(self, name: str) -> None:
        if name in self._seen:
            return
        self._seen.add(name)
        file = self._stage.folder / "screenshots" / f"{len(self._seen):02d}-{name}.png"
        self._window.window.grab().save(str(file))
        self._report.screenshots.append(file.name)
