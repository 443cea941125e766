"""The buttons of the room with their function keys: one key for what is alike on different pages."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QWidget

from station.counting.model.view import CountingView, Part, Press, Step
from station.kernel.messages import Message, Texts
from station.shell.big_button import ButtonKind
from station.shell.key_button import KeyButton
from station.shell.press_key import PressKey

HEIGHT_PX, TAB_PX = 72, 52
TABS: Mapping[Press, tuple[Message, str]] = {
    Press.TASKS: (Message("Count"), "F2"),
    Press.LOOK_UP: (Message("Look up"), "F3"),
    Press.DIFFERENCES: (Message("Differences"), "F4"),
}
ACTIONS: Mapping[Press, tuple[Message, str]] = {
    Press.BACK: (Message("Back"), "Esc"),
    Press.UNDO: (Message("Undo"), "F8"),
    Press.LOT: (Message("Lot"), "F10"),
    Press.EXPIRY: (Message("Expiry"), "F7"),
    Press.GRAMS: (Message("Grams"), "F5"),
    Press.WEIGH: (Message("Weigh"), "F6"),
    Press.LOST: (Message("Lost"), "F10"),
    Press.EXPIRED: (Message("Expired"), "F7"),
    Press.DAMAGED: (Message("Damaged"), "F6"),
    Press.MOVE: (Message("Move"), "F5"),
    Press.AGAIN: (Message("Count again"), "F8"),
    Press.BEGIN: (Message("Begin"), "F9"),
    Press.DONE: (Message("Done"), "F9"),
    Press.CONFIRM: (Message("Confirm"), "F9"),
    Press.APPROVE: (Message("Approve"), "F9"),
}
"""In the order they stand; the next action stands on the right."""
SHOWN: Mapping[Step, frozenset[Press]] = {
    Step.TASKS: frozenset({Press.BEGIN}),
    Step.COUNT: frozenset(
        {Press.BACK, Press.UNDO, Press.LOT, Press.EXPIRY, Press.GRAMS, Press.WEIGH, Press.DONE}
    ),
    Step.CONFIRM: frozenset({Press.BACK, Press.UNDO, Press.DONE}),
    Step.LOOK_UP: frozenset({Press.LOST, Press.EXPIRED, Press.DAMAGED, Press.MOVE}),
    Step.CARRY: frozenset({Press.BACK, Press.GRAMS, Press.WEIGH, Press.CONFIRM}),
    Step.DIFFERENCES: frozenset({Press.AGAIN, Press.APPROVE}),
}
"""What stands on a page, so that nothing jumps while work goes on."""
TAB_OF = {
    Step.TASKS: Press.TASKS,
    Step.COUNT: Press.TASKS,
    Step.CONFIRM: Press.TASKS,
    Step.LOOK_UP: Press.LOOK_UP,
    Step.CARRY: Press.LOOK_UP,
    Step.DIFFERENCES: Press.DIFFERENCES,
}
_ONLY_WHERE_NEEDED = (Press.GRAMS, Press.WEIGH, Press.CONFIRM)


class Buttons:
    """All buttons of the room: the pages above, the actions below."""

    def __init__(self, texts: Texts, on_press: Callable[[Press], None]) -> None:
        self._buttons = {
            press: KeyButton(texts, f"counting.{press.value}", words, key, partial(on_press, press))
            for press, (words, key) in (*TABS.items(), *ACTIONS.items())
        }
        self.tabs = _row("counting.tabs", [self._buttons[press] for press in TABS], TAB_PX)
        self.actions = _row("counting.actions", [self._buttons[press] for press in ACTIONS], HEIGHT_PX)

    def bind(self, page: QWidget) -> None:
        """Give each key to the buttons that bear it."""
        keys: dict[str, list[KeyButton]] = {}
        for press, (_, key) in (*TABS.items(), *ACTIONS.items()):
            keys.setdefault(key, []).append(self._buttons[press])
        for key, buttons in keys.items():
            PressKey(key, page, *buttons)

    def show_view(self, view: CountingView) -> None:
        """Show what belongs to the page, enable what can be done now; the next action wears the accent."""
        part, asked = view.part, view.override is not None
        for press in ACTIONS:
            button = self._buttons[press]
            shown = press in SHOWN[part.step] and (press not in _ONLY_WHERE_NEEDED or _is_of(press, part))
            button.setVisible(shown and not asked)
            button.setEnabled(press in part.can)
            button.weigh(ButtonKind.NEXT if press is part.next and press in part.can else ButtonKind.PLAIN)
        for press in TABS:
            self._buttons[press].setEnabled(not asked)
            self._buttons[press].weigh(ButtonKind.NEXT if press is TAB_OF[part.step] else ButtonKind.PLAIN)
        words = TABS[Press.DIFFERENCES][0]
        if view.differences:
            words = Message("{words} · {count}", words=words, count=view.differences)
        self._buttons[Press.DIFFERENCES].do(words)


def _is_of(press: Press, part: Part) -> bool:
    """Grams are of weight goods only; a move ends with the label of a bin instead of a button."""
    return press in part.can or press is part.next


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
