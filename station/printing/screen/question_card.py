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
from station.shell.key_button import with_key
from station.shell.look import Look, font
from station.shell.shapes import draw_shape
from station.shell.speech import SpokenLabel
from station.shell.theme import SCALE, tone_look

YES_KEY, NO_KEY, ALL_YES_KEY, ALL_NO_KEY = "F9", "F8", "F7", "F6"
"""Keys as on the key caps: no letter or digit of a scan can be one."""
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
        self.yes = BigButton(
            texts,
            "printing.question.came_out",
            with_key(Message("It came out"), YES_KEY),
            self._came_out,
            ButtonKind.NEXT,
        )
        self.no = BigButton(
            texts, "printing.question.did_not", with_key(Message("No: print it again"), NO_KEY), self._did_not
        )
        self.all_yes = BigButton(
            texts,
            "printing.question.all_came_out",
            with_key(Message("All came out"), ALL_YES_KEY),
            self._all_came_out,
        )
        self.all_no = ConfirmButton(
            texts,
            "printing.question.none_came_out",
            with_key(Message("None came out"), ALL_NO_KEY),
            with_key(Message("Press again: print all again"), ALL_NO_KEY),
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
            self.all_no.calm_down()
        self._ids = ids
        if question is None:
            return
        count = len(ids)
        self._words.say(question.words)
        self._reason.say(question.jobs[0].reason)
        self.all_yes.say(with_key(Message("All {count} came out", count=count), ALL_YES_KEY))
        self.all_yes.setVisible(count > 1)
        self.all_no.setVisible(count > 1)

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
        for button in (self.yes, self.no):
            buttons.addWidget(button)
        buttons.addStretch(1)
        for button in (self.all_yes, self.all_no):
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
