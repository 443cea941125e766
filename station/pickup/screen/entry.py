"""The one field of the desk: digits reach it wherever the focus is, and no input method swallows them."""

from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from station.kernel.clock import Clock
from station.kernel.messages import Message, Texts
from station.shell.look import font
from station.shell.scan_guard import ScanSafeLineEdit, ScanSafeWidget, wants_text
from station.shell.speech import keep_told

HEIGHT_PX = 60
TYPE_PX = 28
LONGEST = 60
SETTLED_S = 0.4
"""An Enter sooner after the last one is the same press, or the second half of a scanner's CR LF."""
ALONE_MS = 120
"""A space that another key follows sooner than this belongs to what a scanner types."""
ENTER_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Entry(ScanSafeLineEdit):
    """Enter submits what is typed; on the empty field Enter or Space say yes to the next action."""

    def __init__(
        self, texts: Texts, clock: Clock, on_submit: Callable[[str], None], on_yes: Callable[[], None]
    ) -> None:
        super().__init__()
        self.setObjectName("pickup.entry")
        self.setFixedHeight(HEIGHT_PX)
        self.setFont(font(TYPE_PX, bold=True))
        self.setMaxLength(LONGEST)
        self._texts = texts
        self._clock = clock
        self._on_submit = on_submit
        self._on_yes = on_yes
        self._submitted: str | None = None
        self._last_enter_s = -SETTLED_S
        self._space = QTimer(self)
        self._space.setSingleShot(True)
        self._space.setInterval(ALONE_MS)
        self._space.timeout.connect(self._say_yes)
        keep_told(self, texts, self._tell)

    def settle(self) -> None:
        """What stands on the screen is new: a press meant for what stood there before says no yes to it."""
        self._last_enter_s = self._clock.monotonic()
        self._space.stop()

    def answered(self, *, fresh: bool, keep: bool) -> None:
        """A view came: empty the field when it answers what was typed or scanned, unless it is to `keep`.

        What was typed on behind the submitted text stays.
        """
        submitted, self._submitted = self._submitted, None
        if keep or not (fresh or submitted):
            return
        self.setText(self.text().removeprefix(submitted) if submitted else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        self._space.stop()
        if event.key() in ENTER_KEYS:
            if not event.isAutoRepeat():
                self._enter()
        elif event.key() == Qt.Key.Key_Space and not self.text():
            if not event.isAutoRepeat():
                self._space.start()
        else:
            super().keyPressEvent(event)

    def _enter(self) -> None:
        if self.text().strip():
            self._last_enter_s = self._clock.monotonic()
            self._submitted = self.text()
            self._on_submit(self.text())
        else:
            self._say_yes()

    def _say_yes(self) -> None:
        now_s = self._clock.monotonic()
        settled = now_s - self._last_enter_s >= SETTLED_S
        self._last_enter_s = now_s
        if settled and not self.text():
            self._on_yes()

    def _tell(self) -> None:
        words = self._texts.say(Message("Scan, or type the code or the phone's last four"))
        self.setPlaceholderText(words)
        self.setAccessibleName(words)


class EntryFocus(QObject):
    """Keeps the focus in the field, and brings it digits that were typed at a button of the frame.

    Only fields for words a person went to keep the focus: they are done with when the page says so.
    """

    def __init__(self, page: ScanSafeWidget, entry: Entry, for_words: tuple[QLineEdit, ...]) -> None:
        super().__init__(page)
        self._page = page
        self._entry = entry
        self._for_words = for_words
        page.setFocusProxy(entry)
        page.installEventFilter(self)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._check)
        self._window: QWidget | None = None
        self._bringing = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Keys nobody wanted come up to the window; its filter is there only while the page is on show."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            return self._bring(event)
        if watched is self._page and isinstance(event, QShowEvent):
            self._listen(self._page.window())
        elif watched is self._page and isinstance(event, QHideEvent):
            self._listen(None)
        return False

    def _listen(self, window: QWidget | None) -> None:
        if window is self._page:
            window = None
        if self._window is not None:
            self._window.removeEventFilter(self)
        self._window = window
        if window is not None:
            window.installEventFilter(self)

    def _bring(self, event: QKeyEvent) -> bool:
        if self._bringing or not event.text().isdigit():
            return False
        self._entry.setFocus(Qt.FocusReason.OtherFocusReason)
        self._bringing = True  # what the field does not want comes up here once more
        QApplication.sendEvent(self._entry, event)
        self._bringing = False
        return True

    def _check(self, _old: QWidget | None, now: QWidget | None) -> None:
        if not shiboken6.isValid(self._page):
            return  # a page that goes loses the focus once more
        if self._page.isVisible() and self._page.window().isActiveWindow() and self._strays(now):
            QTimer.singleShot(0, self._page, self._return)

    def _strays(self, now: QWidget | None) -> bool:
        if now is None:
            return True
        if now is self._entry or now in self._for_words:
            return False
        return now.window() is self._page.window() and wants_text(now)

    def _return(self) -> None:
        if self._page.isVisible() and QApplication.activeModalWidget() is None:
            self._entry.setFocus(Qt.FocusReason.OtherFocusReason)
