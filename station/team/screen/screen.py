"""The team room on the screen: draws each view, forwards each gesture, and decides nothing."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station.kernel.messages import Message, Texts, Tone
from station.shell.big_button import ButtonKind
from station.shell.key_button import KeyButton
from station.shell.look import Look, font
from station.shell.press_key import PressKey
from station.shell.scan_guard import ScanGuard, ScanSafeWidget
from station.shell.scrolling import quiet_scroll
from station.shell.speech import SpokenLabel, keep_told
from station.shell.theme import SCALE
from station.shell.tone_card import ToneCard
from station.team.model.view import Page, Press, TeamView
from station.team.screen.gestures import Gestures
from station.team.screen.rate_rows import RateRows

BUTTON_PX, NOTICE_PX, GAP_PX = 56, 64, 10
BUTTONS: Mapping[Press, tuple[Message, str]] = {
    Press.DESKS: (Message("Desks"), "F2"),
    Press.TASKS: (Message("Tasks"), "F3"),
    Press.MINE: (Message("My figures"), "F4"),
    Press.LOOK: (Message("Newest figures"), "F5"),
}
SHOWS = {Page.DESKS: Press.DESKS, Page.TASKS: Press.TASKS, Page.MINE: Press.MINE}


class TeamScreen(ScanSafeWidget):
    """The page of the team room; lives on the Qt thread. Nothing is typed or scanned here."""

    def __init__(self, texts: Texts, look: Look, gestures: Gestures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("team")
        self._buttons = {
            press: KeyButton(texts, f"team.{press.value}", words, key, partial(gestures.press, press))
            for press, (words, key) in BUTTONS.items()
        }
        self._head = SpokenLabel(texts)
        self._head.setObjectName("team.head")
        self._head.setFont(font(SCALE.heading_px, bold=True))
        self._notice = ToneCard(texts, look, "team.notice", SCALE.base_px)
        self._notice.setFixedHeight(NOTICE_PX)
        self._told: object = None
        self._empty = SpokenLabel(texts)
        self._empty.setObjectName("team.empty")
        self._empty.setFont(font(SCALE.heading_px))
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.rows = RateRows(texts, look)
        self._area = quiet_scroll("team.area", self.rows)
        self._lay_out()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for press, (_, key) in BUTTONS.items():
            PressKey(key, self, self._buttons[press])
        for key, step in (("Down", 1), ("Up", -1)):
            QShortcut(QKeySequence(key), self, lambda step=step: gestures.step(step))
        self._guard = ScanGuard(self)
        look.changed.connect(self.redraw)
        keep_told(self, texts, self.redraw)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        for button in self._buttons.values():
            button.setFixedHeight(BUTTON_PX)
            top.addWidget(button)
        top.addStretch(1)
        page = QVBoxLayout(self)
        page.setContentsMargins(16, 10, 16, 12)
        page.setSpacing(GAP_PX)
        page.addLayout(top)
        page.addWidget(self._head)
        page.addWidget(self._notice)
        page.addWidget(self._area, 1)
        page.addWidget(self._empty, 1)

    def show_view(self, view: TeamView) -> None:
        """Draw `view` (on the Qt thread)."""
        for press, button in self._buttons.items():
            button.setVisible(press in view.can)
            button.weigh(ButtonKind.NEXT if press is SHOWS[view.page] else ButtonKind.PLAIN)
        self._head.say(view.head)
        self._tell((view.answer.tone, view.answer.words) if view.answer is not None else view.notice)
        self.rows.show_rows(view.rows, view.cursor)
        self._area.setVisible(bool(view.rows))
        self._empty.setVisible(not view.rows)
        self._empty.say(view.empty)
        top, bottom = self.rows.row_box(view.cursor)
        self._area.ensureVisible(0, top, 0, 0)
        self._area.ensureVisible(0, bottom, 0, 0)

    def _tell(self, told: tuple[Tone, Message] | None) -> None:
        self._notice.setVisible(told is not None)
        if told is not None and told != self._told:
            self._notice.show_verdict(*told, flash=False)
        self._told = told

    def redraw(self) -> None:
        """Say everything again, in the look and language of now."""
        self.rows.redraw()
