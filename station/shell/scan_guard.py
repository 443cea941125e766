"""Keeps the focus where an input method cannot swallow a scanner's keys.

A Chinese input method takes letters before Qt sees them, unless the focused widget says that it wants none.
"""

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QInputMethodQueryEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget


def wants_text(target: QObject | None) -> bool:
    """Whether `target` asks for an input method, as text fields do and buttons and tables do not."""
    if target is None:
        return False
    if isinstance(target, ScanSafeLineEdit):
        return True
    return _input_method_on(target)


def _input_method_on(target: QObject) -> bool:
    query = QInputMethodQueryEvent(Qt.InputMethodQuery.ImEnabled)
    QApplication.sendEvent(target, query)
    return bool(query.value(Qt.InputMethodQuery.ImEnabled))


class ScanSafeWidget(QWidget):
    """A page for scanning: takes the focus itself and wants no input method."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def inputMethodQuery(self, query: Qt.InputMethodQuery) -> object:  # noqa: N802 - Qt's name
        return False if query == Qt.InputMethodQuery.ImEnabled else super().inputMethodQuery(query)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self.setFocus(Qt.FocusReason.OtherFocusReason)


class ScanSafeLineEdit(QLineEdit):
    """A field for digits on a scanning page: typed by hand, never through an input method."""

    def inputMethodQuery(  # noqa: N802 - Qt's name
        self, query: Qt.InputMethodQuery, argument: object = None
    ) -> object:
        return False if query == Qt.InputMethodQuery.ImEnabled else super().inputMethodQuery(query)


class ScanGuard(QObject):
    """Brings the focus back to a scanning page when it goes nowhere, or to a field that would eat keys."""

    def __init__(self, page: ScanSafeWidget) -> None:
        super().__init__(page)
        self._page = page
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._check)

    def _check(self, _old: QWidget | None, now: QWidget | None) -> None:
        if self._page.isVisible() and self._page.window().isActiveWindow() and self._strays(now):
            QTimer.singleShot(0, self._page, self._return)

    def _strays(self, now: QWidget | None) -> bool:
        if now is None:
            return True
        return now.window() is self._page.window() and _input_method_on(now)

    def _return(self) -> None:
        if self._page.isVisible() and QApplication.activeModalWidget() is None:
            self._page.setFocus(Qt.FocusReason.OtherFocusReason)
