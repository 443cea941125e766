"""Reads a keyboard-wedge scanner from the keys of whichever window has the focus."""

import sys
import time
from collections.abc import Callable, Iterable

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow

from station.shell.burst import Burst, BurstRules, Decision, Fate, KeyRecord, Mode, is_terminator
from station.shell.key_tap import KeyTap
from station.shell.pause import Pause
from station.shell.scan_guard import wants_text
from station.shell.torn import TornScan

CLOCK_JUMP_MS = 600_000
"""No window is late by ten minutes: the system's event clock began anew (X counts 49 days)."""

CAPS_LOCK_BITS = {"xcb": 0x2, "windows": 0x100}
"""The bit of QKeyEvent.nativeModifiers that tells CapsLock, by Qt platform."""


class Wedge(QObject):
    """Filters the keys of the focused window: codes go to a callback, a person's keys go on as they were.

    It sits on the QWindow, not on the application: there it would meet each key again at the widget.
    """

    def __init__(
        self,
        burst: Burst,
        on_code: Callable[[str, float], None],
        on_unreadable: Callable[[str], None],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """`on_code` gets a code and the monotonic second of its first character.

        `on_unreadable` gets the text of a burst that is no believable code, or of a scan torn so far apart
        that its end never came, when no text field has the focus.
        """
        super().__init__(QCoreApplication.instance())
        self._burst = burst
        self._on_code = on_code
        self._on_unreadable = on_unreadable
        self._monotonic = monotonic
        self._caps_bit = CAPS_LOCK_BITS.get(QGuiApplication.platformName(), 0)
        self._window: QWindow | None = None
        self._replaying = False
        self._least_delay_ms = sys.maxsize
        self._pause = Pause(self, self._give_up)
        self._torn = TornScan()
        self._torn_pause = Pause(self, self._tell_torn)
        self._tap: KeyTap | None = None
        self._tap_pause = Pause(self, self._tap_over)

    def start(self) -> None:
        """Listen to the window that has the focus, and follow the focus (dialogs are windows too)."""
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.focusWindowChanged.connect(self._follow)
        self._follow(QGuiApplication.focusWindow())

    def stop(self) -> None:
        """Give back what is held and listen no more."""
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.focusWindowChanged.disconnect(self._follow)
        self._follow(None)
        self._torn_pause.restart(None)

    def use(self, mode: Mode, rules: BurstRules) -> None:
        """Tell scanners from people so from now on; what is held is given back."""
        self._give_up()
        self._burst.mode, self._burst.rules = mode, rules

    def show_keys(self, tap: KeyTap | None) -> None:
        """While there is a tap it gets the keys of scans, and no code is made of them; None ends that."""
        self._give_up()
        self._tap = tap
        self._tap_pause.restart(None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Decide on a key before its window sees it; True keeps it."""
        kind = event.type()
        if self._replaying or kind not in _KEY_EVENTS:
            return False
        assert isinstance(event, QKeyEvent)
        record = self._record(event, pressed=kind is not QEvent.Type.KeyRelease)
        if self._tap is not None:
            return self._tapped(self._tap, event, record)
        if kind is QEvent.Type.ShortcutOverride:
            return self._override(event, record)
        return self._settle(self._burst.feed(record), record) is not Fate.FREE

    def _tapped(self, tap: KeyTap, event: QKeyEvent, record: KeyRecord) -> bool:
        if event.type() is QEvent.Type.ShortcutOverride:
            if tap.takes(record):
                event.accept()
                return True
            return False
        taken = tap.feed(record)
        self._tap_pause.restart(tap.waits_ms())
        return taken

    def _tap_over(self) -> None:
        if self._tap is not None:
            self._tap.over()

    def _override(self, event: QKeyEvent, record: KeyRecord) -> bool:
        """Keep a key that will be held from firing a one-key shortcut first."""
        held = self._burst.would_hold(record)
        if held:
            event.accept()
        return held

    def _settle(self, decision: Decision, record: KeyRecord | None = None) -> Fate:
        """Do what was decided, on `record` or because no key came."""
        self._pause.restart(self._burst.waits_ms())
        if wants_text(QGuiApplication.focusObject()):
            self._torn.forget()
            self._replay(decision.given_back)
            if decision.code is not None:
                self._on_code(decision.code, self._moment_of(decision.began_ms))
            return decision.fate
        return self._settle_unwanted(decision, record)

    def _settle_unwanted(self, decision: Decision, record: KeyRecord | None) -> Fate:
        """No text field waits: whatever was typed is a scan, whole or torn, or is told."""
        if decision.code is not None:
            self._scanned(decision.code, decision.began_ms)
            return decision.fate
        self._remember(decision.given_back)
        if record is not None and record.pressed and record.auto_repeat and decision.fate is Fate.FREE:
            self._torn.forget()
        elif record is not None and record.pressed and is_terminator(record):
            if self._end_of_torn(decision, record):
                return Fate.SWALLOWED
        elif record is not None and decision.fate is Fate.FREE:
            self._remember((record,))
        self._replay(decision.given_back)
        self._torn_pause.restart(self._torn.waits_ms())
        return decision.fate

    def _remember(self, records: Iterable[KeyRecord]) -> None:
        lost = self._torn.add(records)
        if lost:
            self._on_unreadable(lost)

    def _scanned(self, code: str, began_ms: int) -> None:
        """A whole burst; it may be only the tail of a code whose head came earlier."""
        torn = self._torn
        self._torn_pause.restart(None)
        if not torn.is_over(began_ms) and self._burst.is_plausible(torn.text() + code):
            code, began_ms = torn.text() + code, torn.began_ms
            torn.forget()
        elif lost := torn.take():
            self._on_unreadable(lost)
        self._on_code(code, self._moment_of(began_ms))

    def _end_of_torn(self, decision: Decision, record: KeyRecord) -> bool:
        """The terminator of a scan that came in pieces: answer it; False when there was none."""
        if decision.fate is Fate.SWALLOWED or self._torn.is_over(record.timestamp_ms):
            return False
        trusted = self._burst.mode is Mode.HOLD or self._torn.began_with_prefix
        began_ms, text = self._torn.began_ms, self._torn.take()
        self._torn_pause.restart(None)
        if not text:
            return False
        self._burst.drop((*decision.given_back, record))
        if trusted and self._burst.is_plausible(text):
            self._on_code(text, self._moment_of(began_ms))
        else:
            self._on_unreadable(text)
        return True

    def _tell_torn(self) -> None:
        """No terminator came: what was typed into nowhere is told, so that it is scanned again."""
        text = self._torn.take()
        if text:
            self._on_unreadable(text)

    def _moment_of(self, timestamp_ms: int) -> float:
        """The monotonic second of an event: a busy window gets its keys late and all at once."""
        return (timestamp_ms + self._least_delay_ms) / 1000

    def _learn_delay(self, delay_ms: int) -> None:
        """Keep what lies between the system's event clock and ours: the least delay seen is the truest."""
        if delay_ms < self._least_delay_ms or delay_ms - self._least_delay_ms > CLOCK_JUMP_MS:
            self._least_delay_ms = delay_ms

    def _give_up(self) -> None:
        self._settle(self._burst.expire())

    def _replay(self, records: Iterable[KeyRecord]) -> None:
        """Hand held keys to the window as if they came now, in order."""
        for record in records:
            window = self._window
            if window is None or not shiboken6.isValid(window):
                return
            assert isinstance(record.origin, tuple)
            self._replaying = True
            try:
                QCoreApplication.sendEvent(window, QKeyEvent(*record.origin))
            finally:
                self._replaying = False

    def _follow(self, window: QWindow | None) -> None:
        if window is self._window:
            return
        self._give_up()
        if self._window is not None and shiboken6.isValid(self._window):
            self._window.removeEventFilter(self)
        self._window = window
        if window is not None:
            window.installEventFilter(self)

    def _record(self, event: QKeyEvent, *, pressed: bool) -> KeyRecord:
        modifiers = event.modifiers()
        now_ms = int(self._monotonic() * 1000)
        timestamp_ms = event.timestamp() or now_ms
        self._learn_delay(now_ms - timestamp_ms)
        kind = QEvent.Type.KeyPress if pressed else QEvent.Type.KeyRelease
        return KeyRecord(
            text=event.text(),
            key=event.key(),
            timestamp_ms=timestamp_ms,
            pressed=pressed,
            shift=bool(modifiers & Qt.KeyboardModifier.ShiftModifier),
            ctrl=bool(modifiers & Qt.KeyboardModifier.ControlModifier),
            alt=bool(modifiers & Qt.KeyboardModifier.AltModifier),
            meta=bool(modifiers & Qt.KeyboardModifier.MetaModifier),
            auto_repeat=event.isAutoRepeat(),
            caps_lock=bool(event.nativeModifiers() & self._caps_bit),
            origin=(
                kind,
                event.key(),
                modifiers,
                event.nativeScanCode(),
                event.nativeVirtualKey(),
                event.nativeModifiers(),
                event.text(),
                event.isAutoRepeat(),
                event.count(),
            ),
        )


_KEY_EVENTS = frozenset({QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride})
