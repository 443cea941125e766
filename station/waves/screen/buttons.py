"""The buttons of the board with their keys: filters above, what a foreman says below."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QWidget

from station.kernel.messages import Message, Texts
from station.shell.big_button import ButtonKind
from station.shell.key_button import KeyButton
from station.shell.press_key import PressKey
from station.waves.model.view import FILTERS, Press, Step, WavesView

HEIGHT_PX, TAB_PX = 64, 52
TABS: Mapping[Press, tuple[Message, str]] = {
    Press.LATE: (Message("Late"), "F2"),
    Press.RUNNING: (Message("Under way"), "F3"),
    Press.WAITING: (Message("To begin"), "F4"),
    Press.DONE: (Message("Packed"), "F5"),
}
ACTIONS: Mapping[Press, tuple[Message, str]] = {
    Press.BACK: (Message("Back"), "Esc"),
    Press.SHARE: (Message("Share over desks"), "F6"),
    Press.PAIRS: (Message("Pairs"), "F8"),
    Press.HOLD: (Message("Hold back"), "F7"),
    Press.WANT: (Message("Hand over"), "F11"),
    Press.DIVIDE: (Message("Divide"), "F12"),
    Press.ENTER: (Message("Open"), "Enter"),
    Press.RELEASE: (Message("Release"), "F9"),
}
"""In the order they stand; the next action stands on the right."""
_ENTER_KEYS = ("Return", "Enter")


class Buttons:
    """All buttons of the room."""

    def __init__(self, texts: Texts, on_press: Callable[[Press], None]) -> None:
        self._buttons = {
            press: KeyButton(texts, f"waves.{press.value}", words, key, partial(on_press, press))
            for press, (words, key) in (*TABS.items(), *ACTIONS.items())
        }
        self.tabs = _row("waves.tabs", [self._buttons[press] for press in TABS], TAB_PX)
        self.actions = _row("waves.actions", [self._buttons[press] for press in ACTIONS], HEIGHT_PX)

    def bind(self, page: QWidget) -> None:
        """Give each key to its button."""
        for press, (_, key) in (*TABS.items(), *ACTIONS.items()):
            for cap in _ENTER_KEYS if press is Press.ENTER else (key,):
                PressKey(cap, page, self._buttons[press])

    def show_view(self, view: WavesView) -> None:
        """Enable what can be done now; the filter in use and the next action wear the accent."""
        for press, button in self._buttons.items():
            button.setEnabled(press in view.can)
            accent = press is view.shown or (press is view.next and press in view.can)
            button.weigh(ButtonKind.NEXT if accent else ButtonKind.PLAIN)
        for press in FILTERS:
            words, _ = TABS[press]
            told = Message("{filter} · {count}", filter=words, count=view.counts.get(press, 0))
            self._buttons[press].do(told)
        self._buttons[Press.DIVIDE].do(view.divide or Message("Divide"))
        is_wanted = view.card is not None and view.card.is_wanted
        self._buttons[Press.WANT].do(Message("Let it stay") if is_wanted else ACTIONS[Press.WANT][0])
        makes_so = view.step in (Step.PLAN, Step.PAIRS, Step.DIVIDING)
        self._buttons[Press.ENTER].do(Message("Make it so") if makes_so else Message("Open"))
        group = Message("Release {count} waves", count=view.release)
        is_group = view.step is Step.BOARD and view.release
        self._buttons[Press.RELEASE].do(group if is_group else Message("Release"))


def _row(name: str, buttons: list[KeyButton], height_px: int) -> QWidget:
    made = QWidget()
    made.setObjectName(name)
    made.setFixedHeight(height_px)
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    for button in buttons:
        row.addWidget(button)
    return made
