"""An operator at a real desk: takes waves, scans, errs now and then, and times each answer until painted.

A program of its own (`python -m tests.bench.operator ERRAND.json`), because a process has one Qt platform.
What it measured lies beside the errand, in a file that ends with .out.json.
"""

import json
import queue
import random
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from station.bootstrap.main import make_app
from station.bootstrap.pace import keep_pace
from station.bootstrap.resources import Resources
from station.bootstrap.roles import PICKING
from station.bootstrap.window import StationWindow
from station.demo.autopilot import Autopilot
from station.kernel.clock import SystemClock
from station.kernel.settings import read_settings
from station.picking.model.verdicts import Verdict
from station.picking.model.view import Answer, PickingView, Step

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
WINDOW_SIZE = (1366, 768)
MISTAKES = 0.06
"""Share of scans that err."""
SECONDS_APART = 2.0
"""Told between two scans: the desk's rules against double reads shall not stop a scanner without pauses."""
AFTER_PAINT = Qt.EventPriority.LowEventPriority.value - 100
"""Below Qt's own request to paint, so that an event of this priority comes when that is done."""
PATIENCE_S = 60.0
TICK_MS = 50
AFTER_REPEAT_MS = 1_600
WORKING = (Step.SCAN_PRODUCT, Step.PUT, Step.CLOSE_CRATES)
BETWEEN = (Step.NO_WAVE, Step.WAVE_DONE)
PUTS = (Verdict.PUT_OK, Verdict.PRODUCT_DONE)


@dataclass(frozen=True)
class Errand:
    """What the operator is sent to do."""

    settings: str
    badge: str
    gtins: dict[str, str]
    cloud_url: str
    enrol_code: str
    """Empty at a desk that is a station already."""
    scans: int = 0
    """Scans to be timed; 0 is no limit."""
    puts: int = 0
    """Puts after which it is enough; 0 is no limit."""
    by_keys: bool = False
    """Scan with the keys of a keyboard scanner instead of a serial one."""
    pause_ms: tuple[int, int] = (0, 0)
    """Shortest and longest pause between an answer on the screen and the next scan."""
    seed: int = 1


@dataclass
class Measured:
    """What came of it."""

    latencies_ms: list[float] = field(default_factory=list)
    began_s: list[float] = field(default_factory=list)
    """When each of those scans began, by the system's monotonic clock."""
    verdicts: Counter[str] = field(default_factory=Counter)
    waves: int = 0
    puts: int = 0
    memory: list[tuple[int, float]] = field(default_factory=list)
    """Puts so far and the resident memory then, in MB."""


class Scanner:
    """A serial scanner's thread: hands over a code and notes when."""

    def __init__(self, scan: Callable[[str, float, str], None]) -> None:
        self._scan = scan
        self._codes: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="bench scanner")
        self._at = 0.0
        self.scanned_at = 0.0
        self._thread.start()

    def feed(self, code: str) -> None:
        """Scan `code` now."""
        self._codes.put(code)

    def stop(self) -> None:
        """End the thread."""
        self._codes.put(None)
        self._thread.join()

    def _run(self) -> None:
        while (code := self._codes.get()) is not None:
            self._at += SECONDS_APART
            self.scanned_at = time.perf_counter()
            self._scan(code, self._at, "bench")


class Keyboard:
    """A keyboard scanner: its keys go through the window system into the window, Enter last."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self.scanned_at = 0.0
        self.widest_gap_ms = 0.0
        """Longest pause between two keys of the last code: a busy machine types slowly, too."""

    def feed(self, code: str) -> None:
        """Type `code`; the scan counts from its last key."""
        handle = self._window.windowHandle()
        moments = []
        for character in code:
            QTest.keyClick(handle, ord(character))
            moments.append(time.perf_counter())
        self.scanned_at = time.perf_counter()
        QTest.keyClick(handle, Qt.Key.Key_Return)
        self.widest_gap_ms = max((after - before) * 1000 for before, after in pairwise(moments))

    def stop(self) -> None:
        """Nothing runs."""


class Painted(QObject):
    """Tells when the screen has been painted, and handed to the window system, after a view was shown."""

    def __init__(self, page: QWidget, then: Callable[[], None]) -> None:
        super().__init__(page)
        self._then = then
        self._waits = False
        self._paints = 0
        page.installEventFilter(self)

    def wait(self) -> None:
        """Tell when what was shown just now is painted."""
        self._paints = 0
        self._ask()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.Paint:
            self._paints += 1
        return False

    def event(self, event: QEvent) -> bool:
        if event.type() != QEvent.Type.User:
            return super().event(event)
        if self._paints:
            self._then()
        else:
            self._ask()
        return True

    def _ask(self) -> None:
        QCoreApplication.postEvent(self, QEvent(QEvent.Type.User), AFTER_PAINT)


class Operator:
    """Works through waves until the errand is done."""

    def __init__(self, app: QApplication, window: StationWindow, errand: Errand) -> None:
        self._app = app
        self._window = window
        self._errand = errand
        self._pilot = Autopilot(errand.gtins, MISTAKES, errand.seed)
        self._pause = random.Random(errand.seed)
        self.scanner = Keyboard(window.window) if errand.by_keys else Scanner(window.core.scan)
        self._painted: Painted | None = None
        self._view: PickingView | None = None
        self._told: Answer | None = None
        self._asked = False
        self._moved_at = time.monotonic()
        self.measured = Measured()
        self.failed = ""
        window.on_view(PICKING, self._on_view)
        self._ticker = QTimer(window.window)
        self._ticker.timeout.connect(self._tick)
        self._ticker.start(TICK_MS)

    def _on_view(self, view: PickingView) -> None:
        """The screen was told to draw `view`; other views than answers come too (labels, leases)."""
        fresh = view.answer is not None and view.answer is not self._told
        self._view, self._told = view, view.answer
        if not self.measured.memory and view.step in BETWEEN:
            self.measured.memory.append((0, resident_mb()))
        if fresh and (self._asked or view.step in WORKING):
            self._picking_painted().wait()

    def _picking_painted(self) -> Painted:
        """Watches the picking room, which is built once the station knows what it is."""
        if self._painted is None:
            self._painted = Painted(self._window.rooms.screen(PICKING), self._answer_is_painted)
        return self._painted

    def _answer_is_painted(self) -> None:
        if not self._asked:
            self._next_scan()  # a wave has come: its first scan is made by somebody who has seen it
            return
        latency_ms = (time.perf_counter() - self.scanner.scanned_at) * 1000
        self._asked = False
        self._moved_at = time.monotonic()
        assert self._view is not None
        assert self._told is not None
        self.measured.latencies_ms.append(latency_ms)
        self.measured.began_s.append(self.scanner.scanned_at)
        self._count(self._told.verdict)
        if self._is_done():
            self._app.quit()
        elif self._view.step in WORKING:
            self._pause_then_scan(self._told.verdict)

    def _count(self, verdict: Verdict) -> None:
        measured = self.measured
        measured.verdicts[verdict.value] += 1
        measured.waves += verdict is Verdict.WAVE_DONE
        if verdict in PUTS:
            measured.puts += 1
            if measured.puts == 1 or measured.puts % 500 == 0:
                measured.memory.append((measured.puts, resident_mb()))

    def _is_done(self) -> bool:
        errand, measured = self._errand, self.measured
        enough_scans = errand.scans and len(measured.latencies_ms) >= errand.scans
        return bool(enough_scans or (errand.puts and measured.puts >= errand.puts))

    def _pause_then_scan(self, verdict: Verdict) -> None:
        pause_ms = self._pause.randint(*self._errand.pause_ms)
        if self._errand.by_keys and verdict is Verdict.REPEATED:
            pause_ms = AFTER_REPEAT_MS
        if pause_ms:
            QTimer.singleShot(pause_ms, self._next_scan)
        else:
            self._next_scan()

    def _next_scan(self) -> None:
        if self._view is None or self._view.step not in WORKING or self._asked:
            return
        code = self._pilot.next_code(self._view)
        assert code is not None, "a desk at work always asks for a scan"
        self._asked = True
        self.scanner.feed(code)

    def _tick(self) -> None:
        """Signs in, takes the next wave, and gives up where nothing moves any more."""
        if time.monotonic() - self._moved_at > PATIENCE_S:
            step = self._view.step.value if self._view is not None else "the door"
            way = "keyboard" if self._errand.by_keys else "serial"
            scan = "a scan was not answered" if self._asked else "no scan was under way"
            if isinstance(self.scanner, Keyboard):
                scan = f"{scan}; keys of the last were up to {self.scanner.widest_gap_ms:.0f} ms apart"
            done = len(self.measured.latencies_ms)
            self.failed = f"nothing moved for {PATIENCE_S:.0f} s at {step}, {way}, after {done} scans: {scan}"
            self._app.quit()
        elif self._window.window.door is not None:
            self._window.core.badge_typed(self._errand.badge)
        elif self._view is not None and self._view.step in WORKING and not self.measured.latencies_ms:
            self._next_scan()  # the wave was begun before this program was
        elif self._view is not None and self._view.step in BETWEEN and not self._asked:
            self._window.core.badge_typed(self._errand.badge)


def resident_mb() -> float:
    """Resident memory of this process in MB (10^6 bytes)."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024 / 1e6
    raise RuntimeError("this system does not tell the memory of a process in /proc")


def work(errand: Errand) -> Measured:
    """Do the errand at a window of its own. Raises RuntimeError when the desk stands still."""
    settings, trouble = read_settings(Path(errand.settings))
    if trouble is not None:
        raise trouble
    app = make_app()
    window = StationWindow(app, settings, Resources(RESOURCES), SystemClock())
    window.window.resize(*WINDOW_SIZE)
    window.start()
    window.window.activateWindow()  # no window manager does it here, and keys go to the active window
    keep_pace()
    if errand.enrol_code:
        window.core.enrol(errand.cloud_url, errand.enrol_code, "工位 1")
    operator = Operator(app, window, errand)
    app.exec()
    operator.scanner.stop()
    window.stop()
    if operator.failed:
        raise RuntimeError(operator.failed)
    return operator.measured


def main(file: Path) -> int:
    """Do the errand written in `file`; returns the exit code."""
    measured = work(Errand(**json.loads(file.read_text(encoding="utf-8"))))
    told: dict[str, Any] = vars(measured)
    file.with_suffix(".out.json").write_text(json.dumps(told), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
