"""No input method on scanning pages, and the focus comes back to them."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodQueryEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QTableWidget,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from station.shell.scan_guard import ScanGuard, ScanSafeLineEdit, ScanSafeWidget, wants_text


def input_method_enabled(widget: QWidget) -> bool:
    """What the platform asks before it lets an input method take keys."""
    query = QInputMethodQueryEvent(Qt.InputMethodQuery.ImEnabled)
    QApplication.sendEvent(widget, query)
    return bool(query.value(Qt.InputMethodQuery.ImEnabled))


@pytest.mark.parametrize("kind", [ScanSafeWidget, ScanSafeLineEdit, QPushButton, QTableWidget])
def test_an_input_method_stays_off(qtbot: QtBot, kind: type[QWidget]) -> None:
    widget = kind()
    qtbot.addWidget(widget)
    assert not input_method_enabled(widget)


def test_a_plain_field_lets_it_in(qtbot: QtBot) -> None:
    """The pitfall itself: if this fails, the guard is no longer needed."""
    entry = QLineEdit()
    qtbot.addWidget(entry)
    assert input_method_enabled(entry)


@pytest.mark.parametrize(
    ("kind", "wanted"),
    [
        (QLineEdit, True),
        (QPlainTextEdit, True),
        (ScanSafeLineEdit, True),
        (ScanSafeWidget, False),
        (QPushButton, False),
        (QTableWidget, False),
    ],
)
def test_only_text_fields_want_text(qtbot: QtBot, kind: type[QWidget], wanted: bool) -> None:
    widget = kind()
    qtbot.addWidget(widget)
    assert wants_text(widget) is wanted


def test_nobody_wants_no_text() -> None:
    assert not wants_text(None)


class Page(ScanSafeWidget):
    def __init__(self) -> None:
        super().__init__()
        self.field = QLineEdit()
        self.digits = ScanSafeLineEdit()
        self.button = QPushButton("ok")
        self.spin = QSpinBox()
        column = QVBoxLayout(self)
        for widget in (self.field, self.digits, self.button, self.spin):
            column.addWidget(widget)
        self.guard = ScanGuard(self)


@pytest.fixture
def page(qtbot: QtBot) -> Page:
    made = Page()
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    qtbot.waitUntil(made.hasFocus)
    return made


def test_a_page_takes_the_focus_when_it_is_shown(page: Page) -> None:
    assert page.hasFocus()


def test_the_focus_returns_from_a_field_that_would_eat_keys(page: Page, qtbot: QtBot) -> None:
    page.field.setFocus()
    qtbot.waitUntil(page.hasFocus)


def test_the_focus_returns_from_nowhere(page: Page, qtbot: QtBot) -> None:
    page.button.setFocus()
    assert page.button.hasFocus()
    page.button.hide()
    page.clearFocus()
    qtbot.waitUntil(page.hasFocus)


def test_digits_may_be_typed(page: Page, qtbot: QtBot) -> None:
    page.digits.setFocus()
    QTest.keyClicks(page.digits, "1024")
    assert page.digits.hasFocus()
    assert page.digits.text() == "1024"
