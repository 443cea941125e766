"""Does what a scanned command says, as the key of the same name does: the station works by scanner alone."""

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QEvent, QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget

from station.kernel.desk_commands import DeskCommand
from station.kernel.messages import N_, Sound, Telling, Tone
from station.shell.press_key import PressKey


class CommandVerdict(StrEnum):
    """What became of a scanned command."""

    DONE = "done"
    NOTHING_HERE = "nothing_here"
    """The page in sight has no use for that key."""
    NOT_NOW = "not_now"
    """The page knows the key, but its button cannot be pressed as things stand."""
    UNKNOWN = "unknown"
    """No command of this version bears that number."""


COMMAND_TELLINGS = {
    CommandVerdict.NOTHING_HERE: Telling(Tone.ASK, Sound.ASK, N_("{key} does nothing here")),
    CommandVerdict.NOT_NOW: Telling(Tone.ASK, Sound.ASK, N_("{key} can do nothing right now")),
    CommandVerdict.UNKNOWN: Telling(
        Tone.ASK, Sound.ASK, N_("This station does not know this command. Print a new command sheet")
    ),
}
"""How what was not done is told; what was done shows itself."""

SIGN_OUT_BUTTON, SYNC_BUTTON = "sign_out", "sync_light"
_PRESSING = (DeskCommand.ENTER, DeskCommand.SPACE)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_PLAIN = Qt.KeyboardModifier.NoModifier
_CONTROL = Qt.KeyboardModifier.ControlModifier


@dataclass(frozen=True)
class _Key:
    code: Qt.Key
    text: str = ""
    modifiers: Qt.KeyboardModifier = _PLAIN

    @property
    def sequence(self) -> QKeySequence:
        return QKeySequence(QKeyCombination(self.modifiers, self.code))


class CommandKeys:
    """Presses keys and buttons of one window; to be used on the Qt thread."""

    def __init__(self, window: QWidget) -> None:
        """`window` holds the pages, the rail of rooms and the strip with its buttons."""
        self._window = window

    def do(self, command: DeskCommand) -> CommandVerdict:
        """Do it at once where the operator looks."""
        # Held to the end: with what Python knows of a dropped-down list goes what it knows of its parts.
        top = self._top()
        if command in _BUTTONS:
            return self._click(_BUTTONS[command], top)
        # Where a key would go, also while another program has the keyboard: this scanner needs none.
        focus = top.focusWidget() or top
        if command in _PRESSING and isinstance(focus, QAbstractButton):
            return _press(focus)
        return self._strike(_KEYS[command], focus, top)

    def _top(self) -> QWidget:
        """A list that dropped down or a dialog stands before everything else."""
        return QApplication.activePopupWidget() or QApplication.activeModalWidget() or self._window

    def _click(self, name: str, top: QWidget) -> CommandVerdict:
        button = self._window.findChild(QAbstractButton, name)
        if top is not self._window or button is None or not button.isVisible():
            return CommandVerdict.NOTHING_HERE
        return _press(button)

    def _strike(self, key: _Key, focus: QWidget, top: QWidget) -> CommandVerdict:
        """The shortcut first, as Qt does it, unless the widget in focus wants the key for itself."""
        found = [] if _wants(focus, key) or top is not self._window else self._shortcuts(key, focus)
        if not found:
            return _typed(focus, key)
        if len(found) > 1:
            return CommandVerdict.NOTHING_HERE
        return _activate(found[0])

    def _shortcuts(self, key: _Key, focus: QWidget) -> list[QShortcut]:
        """Those that would answer the key; of several Qt lets none."""
        every = self._window.findChildren(QShortcut)
        return [each for each in every if each.key() == key.sequence and _answers(each, focus)]


def _activate(shortcut: QShortcut) -> CommandVerdict:
    if isinstance(shortcut, PressKey) and not shortcut.can_press:
        return CommandVerdict.NOT_NOW
    shortcut.activated.emit()
    return CommandVerdict.DONE


def _answers(shortcut: QShortcut, focus: QWidget) -> bool:
    page = shortcut.parent()
    if not (shortcut.isEnabled() and isinstance(page, QWidget) and page.isVisible() and page.isEnabled()):
        return False
    context = shortcut.context()
    if context == Qt.ShortcutContext.WidgetShortcut:
        return focus is page
    if context == Qt.ShortcutContext.WidgetWithChildrenShortcut:
        return focus is page or page.isAncestorOf(focus)
    return True


def _press(button: QAbstractButton) -> CommandVerdict:
    if not button.isEnabled():
        return CommandVerdict.NOT_NOW
    button.click()
    return CommandVerdict.DONE


def _wants(focus: QWidget, key: _Key) -> bool:
    override = _event(QEvent.Type.ShortcutOverride, key)
    override.ignore()
    QApplication.sendEvent(focus, override)
    return override.isAccepted()


def _typed(focus: QWidget, key: _Key) -> CommandVerdict:
    press = _event(QEvent.Type.KeyPress, key)
    taken = QApplication.sendEvent(focus, press) and press.isAccepted()
    # A field that heard an Enter hands it on all the same.
    taken = taken or (key.code in _ENTER and isinstance(focus, QLineEdit))
    QApplication.sendEvent(focus, _event(QEvent.Type.KeyRelease, key))
    return CommandVerdict.DONE if taken else CommandVerdict.NOTHING_HERE


def _event(kind: QEvent.Type, key: _Key) -> QKeyEvent:
    return QKeyEvent(kind, key.code.value, key.modifiers, key.text)


def _keys_from(first: Qt.Key, commands: range, modifiers: Qt.KeyboardModifier = _PLAIN) -> dict[int, _Key]:
    """Keys that follow each other as their commands do."""
    return {
        command: _Key(Qt.Key(first.value + command - commands.start), modifiers=modifiers)
        for command in commands
    }


_BUTTONS = {
    DeskCommand.SIGN_OUT: SIGN_OUT_BUTTON,
    DeskCommand.SYNC: SYNC_BUTTON,
    DeskCommand.PRINTING: "room_printing",
    DeskCommand.DEVICES: "room_devices",
}
_KEYS: dict[int, _Key] = {
    **_keys_from(Qt.Key.Key_F1, range(DeskCommand.F1, DeskCommand.F12 + 1)),
    **_keys_from(Qt.Key.Key_1, range(DeskCommand.ROOM_1, DeskCommand.ROOM_9 + 1), _CONTROL),
    DeskCommand.ROOM_10: _Key(Qt.Key.Key_0, modifiers=_CONTROL),
    **{
        DeskCommand.DIGIT_0 + digit: _Key(Qt.Key(Qt.Key.Key_0.value + digit), str(digit))
        for digit in range(10)
    },
    DeskCommand.ENTER: _Key(Qt.Key.Key_Return, "\r"),
    DeskCommand.ESCAPE: _Key(Qt.Key.Key_Escape, "\x1b"),
    DeskCommand.UP: _Key(Qt.Key.Key_Up),
    DeskCommand.DOWN: _Key(Qt.Key.Key_Down),
    DeskCommand.LEFT: _Key(Qt.Key.Key_Left),
    DeskCommand.RIGHT: _Key(Qt.Key.Key_Right),
    DeskCommand.NEXT_FIELD: _Key(Qt.Key.Key_Tab, "\t"),
    DeskCommand.BACKSPACE: _Key(Qt.Key.Key_Backspace, "\b"),
    DeskCommand.SPACE: _Key(Qt.Key.Key_Space, " "),
    DeskCommand.HOME: _Key(Qt.Key.Key_Home),
}
"""The key of each command that is no button."""
