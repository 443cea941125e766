"""Stands in place of a room whose task a person was not shown: says so, and asks for a supervisor."""

from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from station.kernel.messages import Message, Texts
from station.people.override import OverrideReason
from station.people.screen.override_card import OverrideCard
from station.people.skill_talk import Stopped
from station.people.task_words import task_list
from station.shell.big_button import ButtonKind
from station.shell.key_button import KeyButton
from station.shell.look import Look, font
from station.shell.press_key import PressKey
from station.shell.scan_guard import ScanGuard, ScanSafeWidget
from station.shell.speech import SpokenLabel
from station.shell.theme import SCALE
from station.shell.tone_card import ToneCard

ASK_KEY = "F1"
TOLD_PX = 168
BUTTON_WIDTH_PX, BUTTON_PX = 420, 84


class Gestures(Protocol):
    """Where each touch and key goes; answers come back as another Stopped."""

    def ask(self) -> None:
        """A supervisor is wanted."""
        ...

    def pin(self, pin: str) -> None:
        """The supervisor typed the PIN."""
        ...

    def choose_reason(self, reason: OverrideReason) -> None:
        """The supervisor says why."""
        ...

    def cancel(self) -> None:
        """Nobody is let in."""
        ...


class SkillPage(ScanSafeWidget):
    """One page for all rooms; on the Qt thread."""

    def __init__(self, texts: Texts, look: Look, gestures: Gestures) -> None:
        super().__init__()
        self.setObjectName("skill")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._told: Stopped | None = None
        self._card = ToneCard(texts, look, "skill.told", SCALE.verdict_px)
        self._card.setFixedHeight(TOLD_PX)
        self._remedy = self._line(texts, "skill.remedy", bold=True)
        self._skills = self._line(texts, "skill.skills", bold=False)
        self.ask = KeyButton(texts, "skill.ask", Message("Ask a supervisor"), ASK_KEY, gestures.ask)
        self.ask.weigh(ButtonKind.NEXT)
        self.ask.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.override = OverrideCard(
            texts, look, "skill", gestures.pin, gestures.choose_reason, gestures.cancel
        )
        self._pages = QStackedWidget()
        self._lay_out()
        PressKey(ASK_KEY, self, self.ask)
        self._guard = ScanGuard(self)

    @staticmethod
    def _line(texts: Texts, name: str, *, bold: bool) -> SpokenLabel:
        line = SpokenLabel(texts)
        line.setObjectName(name)
        line.setFont(font(SCALE.heading_px, bold=bold))
        line.setWordWrap(True)
        return line

    def _lay_out(self) -> None:
        words = QWidget()
        column = QVBoxLayout(words)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(24)
        for part in (self._card, self._remedy, self._skills):
            column.addWidget(part)
        foot = QWidget()
        foot.setFixedSize(BUTTON_WIDTH_PX, BUTTON_PX)
        row = QHBoxLayout(foot)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.ask)
        column.addWidget(foot)
        column.addStretch(1)
        self._pages.addWidget(words)
        self._pages.addWidget(self.override)
        page = QVBoxLayout(self)
        page.setContentsMargins(16, 16, 16, 16)
        page.addWidget(self._pages)

    def show_stopped(self, told: Stopped) -> None:
        """Draw it; who tries again sees it flash."""
        before, self._told = self._told, told
        again = before is None or before.serial != told.serial or before.words != told.words
        if again:
            self._card.show_verdict(told.tone, told.words, flash=before is not None)
        self._remedy.say(
            Message("Go to another room on the left, or ask a supervisor to let you do it for this shift")
        )
        self._skills.say(Message("{name} was shown: {tasks}", name=told.name, tasks=task_list(told.skills)))
        asked = told.override is not None
        was_asked = self._pages.currentWidget() is self.override
        if asked:
            self._pages.setCurrentWidget(self.override)
        else:
            self._pages.setCurrentIndex(0)
        self.override.show_view(told.override)
        if was_asked and not asked:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
