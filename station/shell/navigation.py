"""The rail on the left: the rooms of work, and under them, smaller, those that serve them."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from station.kernel.messages import Message, Texts
from station.shell.icons import Icons
from station.shell.look import Look, font
from station.shell.speech import keep_told
from station.shell.theme import SCALE

_WIDTH_PX = 120
_TALLEST_PX, _UPRIGHT_PX, _LOWEST_PX = 84, 64, 44
_FOR_WORK_PX = 522
"""What the buttons of rooms of work share in a window 768 px high; lower than upright, words stand beside."""
SPACING_PX, MARGIN_PX = 6, 12
ASIDE_PX = 44
_ICON_PX, _SMALL_ICON_PX = 28, 22
_KEYS = 10
"""Rooms of work have Ctrl+1 to Ctrl+9 and Ctrl+0, those aside Alt+1 and so on."""


@dataclass(frozen=True)
class Room:
    """A place of the station one can go to; `icon` is the name of a drawing in resources/icons."""

    id: str
    title: Message
    icon: str
    widget: QWidget
    is_aside: bool = False
    """Serves the work of all others, as printing does: it stands smaller at the foot of the rail."""


def work_button_px(rooms: int) -> int:
    """How high the button of a room of work is where the rail has so many of them."""
    return max(_LOWEST_PX, min(_TALLEST_PX, _FOR_WORK_PX // rooms - SPACING_PX))


def _lay_flat(button: QToolButton, height_px: int) -> None:
    """The words beside the picture."""
    button.setProperty("room", "flat")
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setIconSize(QSize(_SMALL_ICON_PX, _SMALL_ICON_PX))
    button.setFixedHeight(height_px)
    button.style().unpolish(button)
    button.style().polish(button)


class Navigation(QFrame):
    """The rail: a button and a key per room; function keys belong to the desks."""

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
        self._work: list[QToolButton] = []
        self._locked: frozenset[str] = frozenset()
        self.setFixedWidth(_WIDTH_PX)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(8, MARGIN_PX, 8, MARGIN_PX)
        self._column.setSpacing(SPACING_PX)
        self._column.addStretch(1)
        look.changed.connect(self._tell)
        keep_told(self, texts, self._tell)

    def add(self, room: Room) -> None:
        """Put a button for `room` under the others of its sort."""
        button = QToolButton()
        button.setObjectName(f"room_{room.id}")
        button.setProperty("room", "true")
        button.setCheckable(True)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.setFont(font(SCALE.secondary_px))
        button.clicked.connect(lambda _checked=False: self._on_choose(room.id))
        if room.is_aside:
            _lay_flat(button, ASIDE_PX)
            self._column.addWidget(button)
        else:
            self._column.insertWidget(len(self._work), button)
            self._work.append(button)
            self._share_out()
        self._buttons[room.id] = (room, button)
        self._add_key(room)
        self._tell()

    def _share_out(self) -> None:
        """All rooms of work are alike: words under pictures while there is room for both, else beside."""
        height_px = work_button_px(len(self._work))
        for button in self._work:
            if height_px < _UPRIGHT_PX:
                _lay_flat(button, height_px)
            else:
                button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
                button.setIconSize(QSize(_ICON_PX, _ICON_PX))
                button.setFixedHeight(height_px)

    def _add_key(self, room: Room) -> None:
        key = self._key(room)
        if key:
            shortcut = QShortcut(QKeySequence(key), self, context=Qt.ShortcutContext.WindowShortcut)
            shortcut.activated.connect(lambda: self._on_choose(room.id))

    def _key(self, room: Room) -> str:
        """The key of a room; none for the eleventh and later."""
        alike = [each for each, _ in self._buttons.values() if each.is_aside == room.is_aside]
        number = alike.index(room) + 1
        if room.is_aside:
            return f"Alt+{number}"
        return f"Ctrl+{number % _KEYS}" if number <= _KEYS else ""

    def mark(self, room_id: str) -> None:
        """Show that `room_id` is the room one is in."""
        for name, (_room, button) in self._buttons.items():
            button.setChecked(name == room_id)
        self._tell()

    def lock(self, rooms: Collection[str]) -> None:
        """Put a lock on the pictures of these rooms and take it off all others."""
        self._locked = frozenset(rooms)
        self._tell()

    def _tell(self) -> None:
        for room, button in self._buttons.values():
            title, key = self._texts.say(room.title), self._key(room)
            button.setIcon(self._icon(room, button))
            button.setText(title)
            if room.id in self._locked:
                title = self._texts.say(Message("{room}: a supervisor lets you in", room=room.title))
            button.setToolTip(f"{title} ({key})" if key else title)
            button.setAccessibleName(title)

    def _icon(self, room: Room, button: QToolButton) -> QIcon:
        tokens, size_px = self._look.tokens, button.iconSize().width()
        colour = tokens.accent if button.isChecked() else tokens.ink_soft
        if room.id not in self._locked:
            return self._icons.icon(room.icon, colour, size_px)
        return self._icons.with_mark(room.icon, colour, "lock", tokens.ink, size_px)
