"""The buttons of the room with their function keys: the same key on every page for what is alike."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QWidget

from station.kernel.messages import Message, Texts
from station.shell.big_button import ButtonKind
from station.shell.key_button import KeyButton
from station.shell.press_key import PressKey
from station.slotting.model.view import Press, SlottingView, Step

HEIGHT_PX, TAB_PX = 64, 52
TABS: Mapping[Press, tuple[Message, str]] = {
    Press.MAP: (Message("Map"), "F2"),
    Press.MOVES: (Message("Moves"), "F3"),
    Press.ASSIGN: (Message("Assign"), "F5"),
}
ACTIONS: Mapping[Press, tuple[Message, str]] = {
    Press.BACK: (Message("Back"), "Esc"),
    Press.BOARD: (Message("Next board"), "F4"),
    Press.UNDO: (Message("Undo"), "F8"),
    Press.SKIP: (Message("Skip"), "F7"),
    Press.SEARCH: (Message("Look for moves"), "F6"),
    Press.START: (Message("Start"), "F9"),
}
"""In the order they stand; the next action stands on the right."""
TAB_OF = {
    Step.MAP: Press.MAP,
    Step.SEARCHING: Press.MOVES,
    Step.PLAN: Press.MOVES,
    Step.MOVE: Press.MOVES,
    Step.ASSIGN: Press.ASSIGN,
}


class Buttons:
    """All buttons of the room: the pages above, the actions below."""

    def __init__(self, texts: Texts, on_press: Callable[[Press], None]) -> None:
        self._buttons = {
            press: KeyButton(texts, f"slotting.{press.value}", words, key, partial(on_press, press))
            for press, (words, key) in (*TABS.items(), *ACTIONS.items())
        }
        self.tabs = _row("slotting.tabs", [self._buttons[press] for press in TABS], TAB_PX)
        self.actions = _row("slotting.actions", [self._buttons[press] for press in ACTIONS], HEIGHT_PX)

    def bind(self, page: QWidget) -> None:
        """Give each key to its button."""
        for press, (_, key) in (*TABS.items(), *ACTIONS.items()):
            PressKey(key, page, self._buttons[press])

    def show_view(self, view: SlottingView) -> None:
        """Enable what can be done now; the next action and the page wear the accent."""
        for press, button in self._buttons.items():
            button.setEnabled(press in view.can)
            accent = press is TAB_OF[view.step] or (press is view.next and press in view.can)
            button.weigh(ButtonKind.NEXT if accent else ButtonKind.PLAIN)
        board = Message("Board {level}", level=view.level)
        self._buttons[Press.BOARD].do(board)


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
