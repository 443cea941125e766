"""The rail on the left: the rooms of the station, one key and one large target each."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from station.kernel.messages import Message, Texts
from station.shell.icons import Icons
from station.shell.look import Look, font
from station.shell.speech import keep_told
from station.shell.theme import SCALE

_WIDTH_PX = 120
_BUTTON_PX = 84
_MOST_TALL = 7
"""So many tall buttons stand in a window 768 px high; more are lower, all alike."""
_LOW_BUTTON_PX = 68
_ICON_PX = 28


@dataclass(frozen=True)
class Room:
    """A place of the station one can go to; `icon` is the name of a drawing in resources/icons."""

    id: str
    title: Message
    icon: str
    widget: QWidget


class Navigation(QFrame):
    """The rail: a button per room, Ctrl+1 to Ctrl+9 in their order: function keys belong to the desks."""

    def __init__(
        self,
        texts: Texts,
        look: Look,
        icons: Icons,
        on_choose: Callable[[str], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("navigation")
        self._texts = texts
        self._look = look
        self._icons = icons
        self._on_choose = on_choose
        self._buttons: dict[str, tuple[Room, QToolButton]] = {}
        self.setFixedWidth(_WIDTH_PX)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(8, 12, 8, 12)
        self._column.setSpacing(6)
        self._column.addStretch(1)
        look.changed.connect(self._tell)
        keep_told(self, texts, self._tell)

    def add(self, room: Room) -> None:
        """Put a button for `room` under the others."""
        button = QToolButton()
        button.setObjectName(f"room_{room.id}")
        button.setProperty("room", "true")
        button.setCheckable(True)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setIconSize(QSize(_ICON_PX, _ICON_PX))
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.setFont(font(SCALE.secondary_px))
        button.clicked.connect(lambda _checked=False: self._on_choose(room.id))
        self._column.insertWidget(len(self._buttons), button)
        self._buttons[room.id] = (room, button)
        height = _BUTTON_PX if len(self._buttons) <= _MOST_TALL else _LOW_BUTTON_PX
        for _room, each in self._buttons.values():
            each.setFixedHeight(height)
        self._add_key(room.id, len(self._buttons))
        self._tell()

    def _add_key(self, room_id: str, number: int) -> None:
        if number <= 9:
            key = QKeySequence(f"Ctrl+{number}")
            shortcut = QShortcut(key, self, context=Qt.ShortcutContext.WindowShortcut)
            shortcut.activated.connect(lambda: self._on_choose(room_id))

    def mark(self, room_id: str) -> None:
        """Show that `room_id` is the room one is in."""
        for name, (_room, button) in self._buttons.items():
            button.setChecked(name == room_id)
        self._tell()

    def _tell(self) -> None:
        for number, (room, button) in enumerate(self._buttons.values(), start=1):
            title = self._texts.say(room.title)
            colour = self._look.tokens.accent if button.isChecked() else self._look.tokens.ink_soft
            button.setIcon(self._icons.icon(room.icon, colour, _ICON_PX))
            button.setText(title)
            button.setToolTip(f"{title} (Ctrl+{number})" if number <= 9 else title)
            button.setAccessibleName(title)
