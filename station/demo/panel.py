"""A scanner to click on: what a hand would scan at the desk, right and wrong, and a printer that can fail."""

from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QComboBox, QDockWidget, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from hardware.faults import Fault
from station.bootstrap.core import DATABASE_FILE
from station.bootstrap.roles import LOADING, PICKING, PICKUP
from station.bootstrap.window import StationWindow
from station.demo.autopilot import Autopilot, Mistake
from station.demo.customers import Customer
from station.demo.next_code import loading_code, receiving_code
from station.demo.scenes.scene import fed_scanner
from station.demo.stage import MANAGER_PIN, Stage
from station.demo.station_rows import StationRows
from station.kernel.messages import Message
from station.loading.model.view import LoadingView
from station.picking.model.view import PickingView
from station.pickup.model.view import PickupView
from station.shell.big_button import BigButton, ButtonKind
from station.shell.speech import SpokenLabel, keep_told

WIDTH_PX = 330
AUTOPLAY_MS = 700

MISTAKE_WORDS = {
    Mistake.WRONG_PRODUCT: Message("Wrong product"),
    Mistake.WRONG_CRATE: Message("Wrong crate"),
    Mistake.FOREIGN_CRATE: Message("Crate of another wave"),
    Mistake.MISREAD: Message("Misread code"),
    Mistake.UNKNOWN: Message("Unknown code"),
    Mistake.ONE_TOO_MANY: Message("One item too many"),
}
FAULT_WORDS = {
    Fault.READY: Message("Printer works"),
    Fault.OUT_OF_PAPER: Message("Printer out of paper"),
    Fault.OFF: Message("Printer off"),
    Fault.SILENT: Message("Printer hangs"),
    Fault.MUTE: Message("Printer prints but never answers"),
}


@runtime_checkable
class FailingPrinter(Protocol):
    """A printer that can be told to fail."""

    def set_fault(self, fault: Fault) -> None:
        """Behave so from now on."""
        ...


class DemoPanel(QDockWidget):
    """Stands at the right of the station's window; each button is a scan of the simulated scanner."""

    def __init__(self, window: StationWindow, stage: Stage) -> None:
        super().__init__(window.window)
        self.setObjectName("demo_panel")
        self.setFeatures(QDockWidget.DockWidgetFeature.NoDockWidgetFeatures)
        self._window = window
        self._texts = window.texts
        self._scanner = fed_scanner(window)
        self._stage = stage
        self._crates = StationRows(stage.settings.data_folder / DATABASE_FILE)
        self._pilot = Autopilot(stage.gtins, 0, 0)
        self._badge = stage.day.catalogue.operators[0].badge
        self._view: PickingView | None = None
        self._loading: LoadingView | None = None
        self._pickup: PickupView | None = None
        self._customers: deque[Customer] | None = None
        self._autoplay = QTimer(self)
        self._autoplay.setInterval(AUTOPLAY_MS)
        self._autoplay.timeout.connect(self._scan_next)
        self._lay_out()
        window.on_view(PICKING, self._on_view)
        window.on_view(LOADING, self._on_loading)
        window.on_view(PICKUP, self._on_pickup)
        keep_told(self, self._texts, self._tell)

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setFixedWidth(WIDTH_PX)
        self.setWidget(inside)
        column = QVBoxLayout(inside)
        column.addWidget(SpokenLabel(self._texts, Message("Simulated scanner: click to scan")))
        column.addWidget(self._button("demo_badge", Message("Badge of the operator"), self._scan_badge))
        column.addWidget(
            self._button("demo_supervisor", Message("Badge of the supervisor"), self._scan_supervisor)
        )
        column.addWidget(
            self._button("demo_next", Message("What the desk asks for"), self._scan_next, ButtonKind.NEXT)
        )
        self._auto = self._button("demo_auto", Message("Go on by itself"), self._toggle)
        column.addWidget(self._auto)
        column.addWidget(
            self._button("demo_customer", Message("QR of the next customer"), self._scan_customer)
        )
        column.addLayout(self._mistakes())
        column.addWidget(SpokenLabel(self._texts, Message("Or type any code")))
        self._typed = QLineEdit()
        self._typed.setObjectName("demo_code")
        self._typed.returnPressed.connect(self._scan_typed)
        column.addWidget(self._typed)
        self._faults = QComboBox()
        self._faults.setObjectName("demo_printer")
        self._faults.currentIndexChanged.connect(self._set_fault)
        column.addWidget(self._faults)
        column.addStretch(1)
        told = {"badge": self._stage.supervisor_badge, "pin": MANAGER_PIN}
        column.addWidget(SpokenLabel(self._texts, Message("Sign in: badge {badge}, PIN {pin}", **told)))
        column.addWidget(self._button("demo_console", Message("Open the console"), self._open_console))

    def _mistakes(self) -> QGridLayout:
        grid = QGridLayout()
        for place, (mistake, words) in enumerate(MISTAKE_WORDS.items()):
            button = self._button(f"demo_{mistake.name.lower()}", words, partial(self._err, mistake))
            grid.addWidget(button, place // 2, place % 2)
        return grid

    def _button(
        self,
        name: str,
        words: Message,
        on_click: Callable[[], None],
        kind: ButtonKind = ButtonKind.PLAIN,
    ) -> BigButton:
        return BigButton(self._texts, name, words, on_click, kind)

    def _on_view(self, view: PickingView) -> None:
        self._view = view

    def _scan_badge(self) -> None:
        self._scanner.feed(self._badge)

    def _on_loading(self, view: LoadingView) -> None:
        self._loading = view

    def _on_pickup(self, view: PickupView) -> None:
        self._pickup = view

    def _scan_supervisor(self) -> None:
        self._scanner.feed(self._stage.supervisor_badge)

    def _open_console(self) -> None:
        QDesktopServices.openUrl(QUrl(self._stage.console))

    def _scan_customer(self) -> None:
        """The next shopper of the shop opens the page and shows the QR."""
        if not self._customers:
            self._customers = deque(self._stage.customers())
        if self._customers:
            self._scanner.feed(self._customers.popleft().qr)

    def _scan_next(self) -> None:
        code = self._next_code()
        if code is not None:
            self._scanner.feed(code)
        elif not self._autoplay.isActive() and self._window.window.current_room in ("", PICKING):
            self._scan_badge()

    def _next_code(self) -> str | None:
        """What the room in sight asks for."""
        room = self._window.window.current_room
        if room == LOADING and self._loading is not None:
            return loading_code(self._loading, self._crates)
        if room == PICKUP and self._pickup is not None:
            return receiving_code(self._pickup, self._crates)
        return self._pilot.next_code(self._view) if self._view is not None else None

    def _err(self, mistake: Mistake) -> None:
        code = self._pilot.wrong_code(mistake, self._view) if self._view is not None else None
        if code is not None:
            self._scanner.feed(code)

    def _scan_typed(self) -> None:
        self._scanner.feed(self._typed.text())
        self._typed.clear()

    def _toggle(self) -> None:
        if self._autoplay.isActive():
            self._autoplay.stop()
        else:
            self._autoplay.start()
        self._tell()

    def _set_fault(self, index: int) -> None:
        printer = self._window.core.printer
        if index >= 0 and isinstance(printer, FailingPrinter):
            printer.set_fault(list(FAULT_WORDS)[index])

    def _tell(self) -> None:
        self.setWindowTitle(self._texts.say(Message("Simulated devices")))
        self._auto.say(Message("Stop") if self._autoplay.isActive() else Message("Go on by itself"))
        chosen = max(self._faults.currentIndex(), 0)
        self._faults.blockSignals(True)
        self._faults.clear()
        self._faults.addItems([self._texts.say(words) for words in FAULT_WORDS.values()])
        self._faults.setCurrentIndex(chosen)
        self._faults.blockSignals(False)
