"""The window of the station: a frame of rooms, lights and notices that knows none of the work in them."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from station.kernel.messages import Message, Texts
from station.shell.icons import Icons
from station.shell.look import Look
from station.shell.navigation import Navigation, Room
from station.shell.notice_bar import NoticeBar
from station.shell.speech import keep_told
from station.shell.sync_light import SyncLight
from station.shell.top_strip import TopStrip

MINIMUM_WIDTH_PX = 1024
MINIMUM_HEIGHT_PX = 680


def _nothing() -> None:
    """No one listens."""


def _no_choice(_name: str) -> None:
    """No one keeps the choice."""


@dataclass(frozen=True)
class WindowHooks:
    """Whom the window calls: each on the Qt thread."""

    on_sign_out: Callable[[], None] = _nothing
    on_sync: Callable[[], None] = _nothing
    on_room: Callable[[str], None] = _no_choice
    """The room gone to."""
    on_language: Callable[[str], None] = _no_choice
    """The language chosen, after the switch."""
    on_look: Callable[[str], None] = _no_choice
    """The look chosen (light or dark), after the switch."""
    on_close: Callable[[], None] = _nothing


class MainWindow(QMainWindow):
    """Rooms on the left, strip on top, notices below it; a door page (sign-in, enrolment) hides the rooms."""

    def __init__(self, texts: Texts, look: Look, icons_folder: Path, hooks: WindowHooks) -> None:
        super().__init__()
        self.setObjectName("main_window")
        self._texts = texts
        self._look = look
        self._hooks = hooks
        self._icons = Icons(icons_folder)
        self._rooms: dict[str, Room] = {}
        self._current = ""
        self._covers: dict[str, QWidget] = {}
        self._door: QWidget | None = None
        self.notices = NoticeBar(texts, look)
        self._strip = TopStrip(
            texts, look, self._icons, hooks.on_sync, hooks.on_sign_out, self._use_language, self._use_look
        )
        self._navigation = Navigation(texts, look, self._icons, self.show_room)
        self._stack = QStackedWidget()
        self._stack.setObjectName("room_stack")
        self._lay_out()
        self.setWindowIcon(self._icons.icon("youlin", look.tokens.accent, 64))
        self.setMinimumSize(MINIMUM_WIDTH_PX, MINIMUM_HEIGHT_PX)
        look.changed.connect(self._dress)
        keep_told(self, texts, self._tell)

    @property
    def sync_light(self) -> SyncLight:
        """The light of the sync, for show_state()."""
        return self._strip.sync_light

    @property
    def icons(self) -> Icons:
        """The drawings of the window, for rooms that show more of them."""
        return self._icons

    @property
    def current_room(self) -> str:
        """Id of the room in sight, empty while a door page is."""
        return "" if self._door is not None else self._current

    @property
    def door(self) -> QWidget | None:
        """The door page in sight, if any."""
        return self._door

    def add_room(self, room: Room) -> None:
        """Add `room`; the first one added is where one starts."""
        self._rooms[room.id] = room
        self._stack.addWidget(room.widget)
        self._navigation.add(room)
        if not self._current:
            self._current = room.id
            self._navigation.mark(room.id)

    def lock_rooms(self, rooms: Collection[str]) -> None:
        """Show that who works here was not shown the tasks of these rooms; one can go there all the same."""
        self._navigation.lock(rooms)

    def add_light(self, light: QWidget) -> None:
        """Put another light into the strip, left of the sync light."""
        self._strip.add_light(light)

    def show_room(self, room_id: str) -> None:
        """Go to a room; does nothing while a door page is shown, so that F-keys cannot pass the sign-in."""
        if self._door is not None:
            return
        room = self._rooms[room_id]
        self._current = room_id
        self._show_page(room_id)
        self._strip.set_title(room.title)
        self._navigation.mark(room_id)
        self._hooks.on_room(room_id)

    def cover(self, room_id: str, page: QWidget | None) -> None:
        """Show `page` in place of a room, which keeps its keys to itself meanwhile; None: the room again."""
        if self._covers.get(room_id) is page:
            return
        if page is None:
            del self._covers[room_id]
        else:
            self._covers[room_id] = page
            if self._stack.indexOf(page) < 0:
                self._stack.addWidget(page)
        if self.current_room == room_id:
            self._show_page(room_id)

    def _show_page(self, room_id: str) -> None:
        page = self._covers.get(room_id, self._rooms[room_id].widget)
        self._stack.setCurrentWidget(page)
        page.setFocus()

    def show_door(self, page: QWidget) -> None:
        """Show `page` (sign-in, enrolment) instead of the rooms, until open_door()."""
        if self._stack.indexOf(page) < 0:
            self._stack.addWidget(page)
        self._door = page
        self._navigation.hide()
        self._stack.setCurrentWidget(page)
        self._strip.set_title(Message("Youlin Station"))
        self._strip.set_operator("")
        page.setFocus()

    def open_door(self, operator: str = "") -> None:
        """Let `operator` in: back to the rooms."""
        self._door = None
        self._strip.set_operator(operator)
        self._navigation.show()
        if self._current:
            self.show_room(self._current)

    def show_crash(self, report: Path) -> None:
        """Say that the program made a mistake, and where its report is."""
        self.notices.tell_crash(report)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        self._hooks.on_close()
        super().closeEvent(event)

    def _lay_out(self) -> None:
        area = QWidget()
        area.setObjectName("room_area")
        below = QHBoxLayout()
        below.setSpacing(0)
        below.addWidget(self._navigation)
        below.addWidget(self._stack, 1)
        column = QVBoxLayout(area)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._strip)
        column.addWidget(self.notices)
        column.addLayout(below, 1)
        self.setCentralWidget(area)

    def _use_language(self, language: str) -> None:
        self._texts.use(language)
        self._hooks.on_language(language)

    def _use_look(self, name: str) -> None:
        self._look.use(name)
        self._hooks.on_look(name)

    def _dress(self) -> None:
        self.setWindowIcon(self._icons.icon("youlin", self._look.tokens.accent, 64))

    def _tell(self) -> None:
        self.setWindowTitle(self._texts.say(Message("Youlin Station")))
        self._look.speak(self._texts.language)
