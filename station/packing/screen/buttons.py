"""The buttons of the packing room with their function keys."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QWidget

from station.kernel.messages import Message, Texts
from station.packing.model.view import PackingView, Press, Step
from station.shell.big_button import ButtonKind
from station.shell.key_button import KeyButton
from station.shell.press_key import PressKey

HEIGHT_PX = 72
ACTIONS: Mapping[Press, tuple[Message, str]] = {
    Press.BACK: (Message("Back"), "Esc"),
    Press.REPRINT: (Message("Label again"), "F2"),
    Press.MISSING: (Message("Part missing"), "F6"),
    Press.UNDO: (Message("Undo"), "F8"),
    Press.BEGIN: (Message("Pack this one"), "F9"),
    Press.FINISH: (Message("Box is done"), "F9"),
}
"""In the order they stand; the next action stands on the right."""
SHOWN: Mapping[Step, frozenset[Press]] = {
    Step.JOBS: frozenset({Press.REPRINT, Press.UNDO, Press.BEGIN}),
    Step.PACK: frozenset({Press.BACK, Press.REPRINT, Press.MISSING, Press.UNDO}),
    Step.LABEL: frozenset({Press.BACK, Press.REPRINT, Press.UNDO, Press.FINISH}),
}
"""What stands on a page, so that nothing jumps while work goes on."""


class Buttons:
    """All buttons of the room."""

    def __init__(self, texts: Texts, on_press: Callable[[Press], None]) -> None:
        self._buttons = {
            press: KeyButton(texts, f"packing.{press.value}", words, key, partial(on_press, press))
            for press, (words, key) in ACTIONS.items()
        }
        self.actions = QWidget()
        self.actions.setObjectName("packing.actions")
        self.actions.setFixedHeight(HEIGHT_PX)
        row = QHBoxLayout(self.actions)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for button in self._buttons.values():
            row.addWidget(button)

    def bind(self, page: QWidget) -> None:
        """Give each key to the buttons that bear it."""
        keys: dict[str, list[KeyButton]] = {}
        for press, (_, key) in ACTIONS.items():
            keys.setdefault(key, []).append(self._buttons[press])
        for key, buttons in keys.items():
            PressKey(key, page, *buttons)

    def show_view(self, view: PackingView) -> None:
        """Show what belongs to the step, enable what can be done now; the next action wears the accent."""
        for press, button in self._buttons.items():
            button.setVisible(press in SHOWN[view.step])
            button.setEnabled(press in view.can)
            button.weigh(ButtonKind.NEXT if press is view.next else ButtonKind.PLAIN)
