"""The buttons of the crates room with their function keys."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QWidget

from cloud_api.wire.crates import BoxCondition
from station.crates.model.view import CratesView, Page, Press
from station.kernel.messages import Message, Texts
from station.shell.big_button import ButtonKind
from station.shell.key_button import KeyButton
from station.shell.press_key import PressKey

HEIGHT_PX, TAB_PX = 72, 52
TABS: Mapping[Press, tuple[Message, str]] = {
    Press.CRATES: (Message("Crates"), "F2"),
    Press.RETURNS: (Message("Came back"), "F3"),
    Press.MISSING: (Message("Missing boxes"), "F4"),
}
ACTIONS: Mapping[Press, tuple[Message, str]] = {
    Press.BACK: (Message("Back"), "Esc"),
    Press.TARE: (Message("Empty one weighed"), "F10"),
    Press.EMPTIED: (Message("It is empty"), "F11"),
    Press.REPRINT: (Message("Print label again"), "F8"),
    Press.REPACK: (Message("Pack anew"), "F7"),
    Press.REOPEN: (Message("Open again"), "F6"),
    Press.ALLOW: (Message("Let pass"), "F9"),
    Press.SOUND: (Message("Sound"), "F5"),
    Press.DAMAGED: (Message("Damaged"), "F6"),
    Press.LOST: (Message("Lost"), "F7"),
    Press.WEIGH: (Message("Weigh"), "F5"),
}
"""In the order they stand; the next action stands on the right."""
SHOWN: Mapping[Page, frozenset[Press]] = {
    Page.CRATES: frozenset(
        {
            Press.BACK,
            Press.TARE,
            Press.EMPTIED,
            Press.REPRINT,
            Press.REPACK,
            Press.REOPEN,
            Press.ALLOW,
            Press.WEIGH,
        }
    ),
    Page.RETURNS: frozenset({Press.BACK, Press.SOUND, Press.DAMAGED, Press.LOST}),
    Page.MISSING: frozenset({Press.BACK}),
}
TAB_OF = {Page.CRATES: Press.CRATES, Page.RETURNS: Press.RETURNS, Page.MISSING: Press.MISSING}
CONDITIONS = {
    BoxCondition.OK: Press.SOUND,
    BoxCondition.DAMAGED: Press.DAMAGED,
    BoxCondition.LOST: Press.LOST,
}
ONLY_WHEN_POSSIBLE = frozenset({Press.ALLOW, Press.TARE, Press.BACK})


class Buttons:
    """All buttons of the room: the pages above, the actions below."""

    def __init__(self, texts: Texts, on_press: Callable[[Press], None]) -> None:
        self._buttons = {
            press: KeyButton(texts, f"crates.{press.value}", words, key, partial(on_press, press))
            for press, (words, key) in (*TABS.items(), *ACTIONS.items())
        }
        self.tabs = _row("crates.tabs", [self._buttons[press] for press in TABS], TAB_PX)
        self.actions = _row("crates.actions", [self._buttons[press] for press in ACTIONS], HEIGHT_PX)

    def bind(self, page: QWidget) -> None:
        """Give each key to the buttons that bear it."""
        keys: dict[str, list[KeyButton]] = {}
        for press, (_, key) in (*TABS.items(), *ACTIONS.items()):
            keys.setdefault(key, []).append(self._buttons[press])
        for key, buttons in keys.items():
            PressKey(key, page, *buttons)

    def show_view(self, view: CratesView) -> None:
        """Show what belongs to the page, enable what can be done now; the next action wears the accent."""
        asked = view.override is not None
        for press in ACTIONS:
            button, can = self._buttons[press], press in view.can
            button.setVisible(
                press in SHOWN[view.page] and not asked and (can or press not in ONLY_WHEN_POSSIBLE)
            )
            button.setEnabled(can)
            button.weigh(ButtonKind.NEXT if can and self._is_next(press, view) else ButtonKind.PLAIN)
        for press in TABS:
            self._buttons[press].setEnabled(not asked)
            self._buttons[press].weigh(ButtonKind.NEXT if press is TAB_OF[view.page] else ButtonKind.PLAIN)

    def _is_next(self, press: Press, view: CratesView) -> bool:
        if view.page is Page.RETURNS:
            return press is CONDITIONS[view.condition]
        return press is view.next


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
