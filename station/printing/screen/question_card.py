"""The question only a person can answer: did these labels come out? On top of the room until answered."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station.kernel.ids import JobId
from station.kernel.messages import Message, Texts, Tone
from station.printing.screen.gestures import PrintingGestures
from station.printing.view import Question
from station.shell.big_button import BigButton, ButtonKind
from station.shell.confirm_button import ConfirmButton
from station.shell.look import Look, font
from station.shell.shapes import draw_shape
from station.shell.speech import SpokenLabel
from station.shell.theme import SCALE, tone_look

_RADIUS_PX = 12
_DISC_PX = 44
_LEFT_PX = 84


class QuestionCard(QWidget):
    """Asks for the label that was sent first; with several, one press answers for all."""

    def __init__(
        self, texts: Texts, look: Look, gestures: PrintingGestures, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("printing.question")
        self._look = look
        self._gestures = gestures
        self._ids: tuple[JobId, ...] = ()
        self._words = self._label(texts, "words", SCALE.heading_px, bold=True)
        self._reason = self._label(texts, "reason", SCALE.secondary_px)
        self._yes = BigButton(
            texts, "printing.question.came_out", Message("It came out"), self._came_out, ButtonKind.NEXT
        )
        self._no = BigButton(texts, "printing.question.did_not", Message("No: print it again"), self._did_not)
        self._all_yes = BigButton(
            texts, "printing.question.all_came_out", Message("All came out"), self._all_came_out
        )
        self._all_no = ConfirmButton(
            texts,
            "printing.question.none_came_out",
            Message("None came out"),
            Message("Press again: print all again"),
            self._none_came_out,
        )
        self._lay_out()
        look.changed.connect(self.update)
        self.hide()

    def show_question(self, question: Question | None) -> None:
        """Ask `question`, or nothing."""
        self.setVisible(question is not None)
        ids = tuple(job.id for job in question.jobs) if question else ()
        if ids != self._ids:
            # Another set of labels: an answer half given for the old ones must not count for these.
            self._all_no.calm_down()
        self._ids = ids
        if question is None:
            return
        count = len(ids)
        self._words.say(question.words)
        self._reason.say(question.jobs[0].reason)
        self._all_yes.say(Message("All {count} came out", count=count))
        self._all_yes.setVisible(count > 1)
        self._all_no.setVisible(count > 1)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = tone_look(self._look.tokens, Tone.ASK)
        painter.setPen(QColor(colours.mark))
        painter.setBrush(QColor(colours.soft))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS_PX, _RADIUS_PX)
        disc = QRectF(20, 18, _DISC_PX, _DISC_PX)
        draw_shape(painter, disc, Tone.ASK, colours.mark, colours.on_mark)
        painter.end()

    def _label(self, texts: Texts, name: str, size_px: int, *, bold: bool = False) -> SpokenLabel:
        label = SpokenLabel(texts)
        label.setObjectName(f"printing.question.{name}")
        label.setFont(font(size_px, bold=bold))
        label.setWordWrap(True)
        return label

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self._yes, self._no):
            buttons.addWidget(button)
        buttons.addStretch(1)
        for button in (self._all_yes, self._all_no):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(_LEFT_PX, 14, 16, 16)
        column.setSpacing(4)
        column.addWidget(self._words)
        column.addWidget(self._reason)
        column.addSpacing(6)
        column.addLayout(buttons)

    def _came_out(self) -> None:
        self._gestures.came_out(self._ids[:1])

    def _did_not(self) -> None:
        self._gestures.did_not_come_out(self._ids[:1])

    def _all_came_out(self) -> None:
        self._gestures.came_out(self._ids)

    def _none_came_out(self) -> None:
        self._gestures.did_not_come_out(self._ids)
