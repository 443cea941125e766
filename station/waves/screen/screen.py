"""The board of waves on the screen: draws each view, forwards each gesture, and decides nothing."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from station.kernel.messages import N_, Message, Texts, Tone
from station.shell.look import Look, font
from station.shell.moment_card import Moment, MomentCard
from station.shell.scan_guard import ScanSafeWidget
from station.shell.speech import keep_told
from station.shell.tone_card import ToneCard
from station.waves.model.view import DivisionView, Press, Step, WavesView
from station.waves.screen.board_list import BoardList
from station.waves.screen.buttons import TAB_PX, Buttons
from station.waves.screen.facts_line import FactsLine
from station.waves.screen.gestures import Gestures
from station.waves.screen.tables import CrateTable, PairTable, PartTable, PlanTable

POLL_MS = 5_000
GAP_PX = 10
CARD_SHARE, FIGURE_SHARE = 0.2, 0.24
LEAST_CARD_PX, MOST_CARD_PX = 124, 210
NOTICE_PX = 48
FIND_PX = 280


class WavesScreen(ScanSafeWidget):
    """The page of the board; lives on the Qt thread. It asks for news while it is in sight."""

    def __init__(self, texts: Texts, look: Look, gestures: Gestures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("waves")
        self._texts = texts
        self._gestures = gestures
        self._view: WavesView | None = None
        self.buttons = Buttons(texts, self._press)
        self.card = MomentCard(texts, look, "waves.card", FIGURE_SHARE)
        self._notice = ToneCard(texts, look, "waves.notice", 17)
        self.finder = QLineEdit()
        self.board = BoardList(texts, look, gestures.choose, lambda: gestures.press(Press.ENTER))
        self._facts = FactsLine(texts, "waves.facts")
        self.crates = CrateTable(texts, look)
        self.plan = PlanTable(texts, look)
        self.pairs = PairTable(texts, look)
        self.parts = PartTable(texts, look)
        self._pages = QStackedWidget()
        self._lay_out()
        self._bind()
        self.news = QTimer(self)
        self.news.setInterval(POLL_MS)
        self.news.timeout.connect(gestures.look)
        look.changed.connect(self.redraw)
        keep_told(self, texts, self.redraw)

    def _lay_out(self) -> None:
        self._notice.setFixedHeight(NOTICE_PX)
        self._notice.hide()
        self.finder.setObjectName("waves.find")
        self.finder.setFixedSize(FIND_PX, TAB_PX)
        self.finder.setFont(font(18))
        self.finder.setClearButtonEnabled(True)
        # The keys belong to the board until somebody asks for the field.
        self.finder.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.finder.textEdited.connect(self._gestures.find)
        head = QHBoxLayout()
        head.setSpacing(GAP_PX)
        head.addWidget(self.buttons.tabs, 0, Qt.AlignmentFlag.AlignLeft)
        head.addWidget(self.finder)
        head.addStretch(1)
        for each in (self.board, self.crates, self.plan, self.pairs, self.parts):
            self._pages.addWidget(each)
        page = QVBoxLayout(self)
        page.setContentsMargins(16, 10, 16, 10)
        page.setSpacing(GAP_PX)
        page.addLayout(head)
        page.addWidget(self.card)
        page.addWidget(self._notice)
        page.addWidget(self._facts)
        page.addWidget(self._pages, 1)
        page.addWidget(self.buttons.actions, 0, Qt.AlignmentFlag.AlignRight)

    def _bind(self) -> None:
        self.buttons.bind(self)
        for key, down in (("Up", -1), ("Down", 1)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.activated.connect(lambda down=down: self._gestures.walk(down))
        find = QShortcut(QKeySequence("F10"), self)
        find.activated.connect(self._begin_finding)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self.news.start()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        super().hideEvent(event)
        self.news.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self.card.setFixedHeight(min(max(round(self.height() * CARD_SHARE), LEAST_CARD_PX), MOST_CARD_PX))

    def show_view(self, view: WavesView) -> None:
        """Draw `view` (on the Qt thread)."""
        self._view = view
        figure = view.figure
        told = Moment(figure.number, figure.under, figure.head, done=figure.done)
        self.card.show_moment(told, view.question, view.answer)
        self.buttons.show_view(view)
        if self.finder.text() != view.search and not self.finder.hasFocus():
            self.finder.setText(view.search)
        self._show_page(view)
        if view.notice is not None:
            self._notice.show_verdict(Tone.ASK if view.is_old else Tone.INFO, view.notice, flash=False)
        self._notice.setVisible(view.notice is not None)

    def _show_page(self, view: WavesView) -> None:
        facts: tuple[Message, ...] = ()
        page: QWidget = self.board
        if view.step is Step.WAVE and view.card is not None:
            page, facts = self.crates, view.card.facts
            self.crates.show_crates(view.card.crates)
        elif view.step is Step.PLAN and view.plan is not None:
            page = self.plan
            facts = (Message("All packed at {time}", time=view.plan.finish), *view.plan.late)
            self.plan.show_plan(view.plan)
        elif view.step is Step.PAIRS:
            page = self.pairs
            self.pairs.show_pairs(view.pairs)
        elif view.step is Step.DIVIDING and view.division is not None:
            page, facts = self.parts, _about(view.division)
            self.parts.show_parts(view.division)
        else:
            self.board.show_rows(view.rows, view.cursor)
        self._facts.show_facts(facts)
        self._pages.setCurrentWidget(page)

    def redraw(self) -> None:
        """Say everything again, in the look and language of now."""
        self.finder.setPlaceholderText(f"{self._texts.say(Message('Find a pickup point'))}  F10")
        self.card.redraw()
        self.board.redraw()
        if self._view is not None:
            self._show_page(self._view)

    def _begin_finding(self) -> None:
        self.finder.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.finder.selectAll()

    def _press(self, press: Press) -> None:
        """What is opened or put away is not typed into any more."""
        if press in (Press.ENTER, Press.BACK):
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._gestures.press(press)


def _about(division: DivisionView) -> tuple[Message, ...]:
    """What dividing it brings, and what it costs."""
    sooner = N_("Picked in {minutes} min instead of {whole}")
    twice = Message("{count} stops are walked twice", count=division.more_stops)
    told = Message(sooner, minutes=division.minutes, whole=division.whole_minutes)
    return (told, twice) if division.more_stops else (told,)
