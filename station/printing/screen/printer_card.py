"""How the printer is and what to do about it, with the queue in figures beside it."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station.kernel.messages import Message, Texts, Tone
from station.printing.flow import NOT_ASKED
from station.printing.queue import JobState
from station.printing.view import PrinterPart, PrintingView
from station.shell.look import Look, font
from station.shell.shapes import draw_shape
from station.shell.speech import NOTHING, SpokenLabel
from station.shell.theme import SCALE, tone_look

_RADIUS_PX = 12
_DISC_PX = 32
_LEFT_PX = 68
_IN_WORK = (JobState.WAITING, JobState.SENT, JobState.FAILED)


class PrinterCard(QWidget):
    """Quiet while the printer is ready; in the colour of its trouble otherwise."""

    def __init__(self, texts: Texts, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("printing.printer")
        self._look = look
        self._printer: PrinterPart = NOT_ASKED
        self._words = self._label(texts, "words", SCALE.heading_px, bold=True)
        self._remedy = self._label(texts, "remedy", SCALE.base_px)
        self._remedy.setWordWrap(True)
        self._counts = self._label(texts, "counts", SCALE.base_px)
        self._lay_out()
        look.changed.connect(self.update)

    def show_view(self, view: PrintingView) -> None:
        """Show the printer and the figures of `view`."""
        self._printer = view.printer
        self._words.say(view.printer.words)
        self._remedy.say(view.printer.remedy)
        self._remedy.setVisible(view.printer.remedy != NOTHING)
        waiting = sum(view.counts.get(state, 0) for state in _IN_WORK)
        printed = view.counts.get(JobState.CONFIRMED, 0)
        self._counts.say(Message("{waiting} waiting  ·  {printed} printed", waiting=waiting, printed=printed))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens, tone = self._look.tokens, self._printer.tone
        ground, edge, mark, stroke = tokens.card, tokens.line, tokens.on_dim, tokens.card
        if tone is not None:
            mark, stroke = tone_look(tokens, tone).mark, tone_look(tokens, tone).on_mark
        if tone in (Tone.ASK, Tone.REFUSED):
            ground, edge = tone_look(tokens, tone).soft, mark
        painter.setPen(QColor(edge))
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS_PX, _RADIUS_PX)
        disc = QRectF(20, (self.height() - _DISC_PX) / 2, _DISC_PX, _DISC_PX)
        draw_shape(painter, disc, tone or Tone.INFO, mark, stroke)
        painter.end()

    def _label(self, texts: Texts, name: str, size_px: int, *, bold: bool = False) -> SpokenLabel:
        label = SpokenLabel(texts)
        label.setObjectName(f"printing.printer.{name}")
        label.setFont(font(size_px, bold=bold))
        return label

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._words)
        words.addWidget(self._remedy)
        row = QHBoxLayout(self)
        row.setContentsMargins(_LEFT_PX, 10, 20, 10)
        row.setSpacing(20)
        row.addLayout(words, 1)
        row.addWidget(self._counts)
