"""A small window with all a scan could hurt, run as a program of its own by test_wedge_keys.py.

It prints one JSON list a line on standard output for all that happens, and takes one word a line on standard
input: what to focus (entry, safe, page, table, default), or `dialog`, `busy`.
"""

import json
import os
import sys
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QSocketNotifier, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from station.shell.burst import Burst, BurstRules, Mode
from station.shell.scan_guard import ScanSafeLineEdit, ScanSafeWidget
from station.shell.wedge import Wedge

RULES = BurstRules(gap_ms=140, frame_gap_ms=2000, after_code_ms=240, quiet_ms=800)
"""Wider than in the shop: xdotool is a program, and on a busy machine it types slower than any scanner."""


def tell(*what: object) -> None:
    print(json.dumps(what), flush=True)


def default_button(name: str) -> QPushButton:
    button = QPushButton(name)
    button.setDefault(True)
    button.clicked.connect(lambda _checked=False: tell("clicked", name))
    return button


def read_only(text: str) -> QTableWidgetItem:
    """A cell as the station's own lists have them: an editable one would want an input method."""
    item = QTableWidgetItem(text)
    item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable)
    return item


class Desk(QDialog):
    """A dialog, because only dialogs press their default button on Enter."""

    def __init__(self, mode: Mode) -> None:
        super().__init__()
        self.setWindowTitle(f"wedge desk {mode.value}")
        self.page = ScanSafeWidget()
        self.entry = QLineEdit()
        self.safe = ScanSafeLineEdit()
        self.table = QTableWidget(2, 2)
        self.table.setItem(0, 0, QTableWidgetItem("kept"))
        self.goods = QTableWidget(1, 1)
        self.goods.setItem(0, 0, read_only("crate"))
        self.goods.setCurrentCell(0, 0)
        self.spin = QSpinBox()
        self.spin.setMaximum(2_000_000_000)
        self.default = default_button("default")
        column = QVBoxLayout(self)
        for widget in (self.page, self.entry, self.safe, self.table, self.goods, self.spin, self.default):
            column.addWidget(widget)
        self.entry.textChanged.connect(lambda text: tell("entry", text))
        self.safe.textChanged.connect(lambda text: tell("safe", text))
        self.entry.returnPressed.connect(lambda: tell("entered", self.entry.text()))
        self.spin.valueChanged.connect(lambda value: tell("spin", value))
        self.table.itemChanged.connect(lambda item: tell("cell", item.text()))
        QShortcut(QKeySequence("6"), self, lambda: tell("shortcut", "6"))


class Orders(QObject):
    """Reads what to do from standard input."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._read)

    def _read(self) -> None:
        line = os.read(sys.stdin.fileno(), 4096).decode().strip()
        deeds: dict[str, Callable[[], None]] = {"dialog": self._ask, "busy": self._be_busy, "": self._end}
        deeds.get(line, lambda: self._focus(line))()

    def _end(self) -> None:
        app = QApplication.instance()
        assert app is not None
        app.quit()

    def _focus(self, name: str) -> None:
        self._desk.entry.clear()
        self._desk.safe.clear()
        widget: QWidget = getattr(self._desk, name)
        widget.setFocus()
        tell("ready", name)

    def _ask(self) -> None:
        question = QDialog(self._desk)
        QVBoxLayout(question).addWidget(default_button("cancel the order"))
        question.setWindowTitle("question")
        question.show()

    def _be_busy(self) -> None:
        """Hold the Qt thread until the other side has typed everything, as a slow paint would."""
        tell("busy")
        os.read(sys.stdin.fileno(), 4096)
        tell("ready", "again")


def main() -> int:
    app = QApplication(sys.argv[:1])
    mode = Mode(sys.argv[1])
    desk = Desk(mode)
    wedge = Wedge(
        Burst(mode, lambda text: not text.startswith("bad"), RULES),
        on_code=lambda code, at: tell("code", code, time.monotonic() - at),
        on_unreadable=lambda text: tell("unreadable", text),
    )
    app.focusWindowChanged.connect(lambda window: tell("window", window.title() if window else ""))
    wedge.start()
    desk.show()
    orders = Orders(desk)
    code = app.exec()
    wedge.stop()
    del orders
    return code


if __name__ == "__main__":
    sys.exit(main())
