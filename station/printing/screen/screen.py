"""The printing room: the open question on top, the printer, then every label in a calm list."""

from collections.abc import Hashable
from typing import cast

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from station.kernel.ids import JobId
from station.kernel.messages import Message, Texts
from station.printing.screen.gestures import PrintingGestures
from station.printing.screen.job_panel import CANCEL_KEY, JobPanel
from station.printing.screen.printer_card import PrinterCard
from station.printing.screen.question_card import ALL_NO_KEY, ALL_YES_KEY, NO_KEY, YES_KEY, QuestionCard
from station.printing.view import Answer, JobLine, PrintingView
from station.shell.look import Look
from station.shell.press_key import PressKey
from station.shell.record_table import Cell, Column, RecordTable, Row
from station.shell.scan_guard import ScanSafeWidget
from station.shell.speech import keep_told
from station.shell.theme import SCALE
from station.shell.tone_card import ToneCard

COLUMNS = (
    Column(Message("Time"), 132),
    Column(Message("Document"), 150),
    Column(Message("For"), 0),
    Column(Message("State"), 330),
)
PANEL_PX = 344
NOTHING = Message("")
NO_LABELS = Message("No labels yet. They come with the first wave")
NO_MATCH = Message("No label fits. Clear the search to see all")
TYPING_MS = 250
"""A pause in typing this long starts the search."""
ANSWER_MS = 6_000
"""How long the answer to a gesture stays."""


class PrintingScreen(ScanSafeWidget):
    """Draws each view while it is in sight; forwards each gesture."""

    def __init__(
        self, texts: Texts, look: Look, gestures: PrintingGestures, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("printing")
        self._texts = texts
        self._gestures = gestures
        self._view: PrintingView | None = None
        self._told: Answer | None = None
        self._question = QuestionCard(texts, look, gestures)
        self._printer = PrinterCard(texts, look)
        self._search = QLineEdit()
        self._table = RecordTable(texts, look, "printing.jobs", COLUMNS, self._chosen)
        self._answer = ToneCard(texts, look, "printing.answer", SCALE.base_px)
        self._panel = JobPanel(texts, look, gestures)
        self._typing = self._timer(TYPING_MS)
        self._typing.timeout.connect(self._search_now)
        self._fading = self._timer(ANSWER_MS)
        self._fading.timeout.connect(self._answer.hide)
        self._lay_out()
        self._bind_keys()
        keep_told(self, texts, self._redraw)

    def show_view(self, view: PrintingView) -> None:
        """Draw `view` (on the Qt thread); while the room is out of sight it is only kept."""
        self._view = view
        if self.isVisible():
            self._redraw()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self._redraw()

    def _timer(self, span_ms: int) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(span_ms)
        return timer

    def _bind_keys(self) -> None:
        asked, job = self._question, self._panel
        PressKey(YES_KEY, self, asked.yes)
        PressKey(NO_KEY, self, asked.no)
        PressKey(ALL_YES_KEY, self, asked.all_yes)
        PressKey(ALL_NO_KEY, self, asked.all_no)
        PressKey(CANCEL_KEY, self, job.cancel)
        for key, again in job.again.items():
            PressKey(key, self, again)

    def _lay_out(self) -> None:
        self._search.setObjectName("printing.search")
        self._search.setClearButtonEnabled(True)
        self._search.textEdited.connect(lambda _text: self._typing.start())
        self._search.textChanged.connect(lambda text: None if text else self._typing.start())
        self._answer.hide()
        left = QVBoxLayout()
        left.setSpacing(8)
        for widget in (self._search, self._table, self._answer):
            left.addWidget(widget)
        left.setStretchFactor(self._table, 1)
        self._panel.setFixedWidth(PANEL_PX)
        below = QHBoxLayout()
        below.setSpacing(12)
        below.addLayout(left, 1)
        below.addWidget(self._panel)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(10)
        column.addWidget(self._question)
        column.addWidget(self._printer)
        column.addLayout(below, 1)

    def _redraw(self) -> None:
        self._search.setPlaceholderText(self._texts.say(Message("Find labels by pickup point")))
        view = self._view
        if view is None:
            return
        self._question.show_question(view.question)
        self._printer.show_view(view)
        self._table.say_when_empty(NO_MATCH if view.search else NO_LABELS)
        self._table.show_rows([self._row(job) for job in view.jobs])
        self._tell_answer(view.answer)
        chosen = next((job for job in view.jobs if job.id == self._table.chosen), None)
        self._panel.show_job(chosen, view.preview)

    def _tell_answer(self, answer: Answer | None) -> None:
        if answer is None or answer is self._told:
            return
        self._told = answer
        self._answer.show_verdict(answer.tone, answer.words)
        self._answer.show()
        self._fading.start()

    def _row(self, job: JobLine) -> Row:
        say = self._texts.say
        copy = Message("Copy {number}", number=job.copy_number) if job.copy_number > 1 else NOTHING
        cells = (
            Cell(f"{job.at:%m-%d %H:%M}", sort=job.at.isoformat()),
            Cell(say(job.document), note=say(copy), sort=f"{say(job.document)} {job.copy_number:04d}"),
            Cell(job.title, sort=job.title),
            Cell(say(job.words), note=say(job.reason), shaped=True, tone=job.tone, sort=job.state.value),
        )
        return Row(job.id, cells)

    def _chosen(self, key: Hashable | None) -> None:
        self._gestures.select(cast("JobId | None", key))

    def _search_now(self) -> None:
        self._gestures.search(self._search.text())
        if not self._search.text():
            self.setFocus(Qt.FocusReason.OtherFocusReason)
