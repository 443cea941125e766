"""Shows at a glance in the top strip whether labels come out."""

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QPushButton, QWidget

from station.kernel.messages import Message, Texts, Tone
from station.printing.flow import NOT_ASKED
from station.printing.view import PrinterPart, PrintingView
from station.shell.icons import with_gap
from station.shell.look import Look
from station.shell.shapes import shape_pixmap
from station.shell.speech import keep_told
from station.shell.theme import tone_look

_DISC_PX = 24
_GAP_PX = 6


class PrinterLight(QPushButton):
    """Shape, colour and words; a click leads to the printing room."""

    def __init__(
        self, texts: Texts, look: Look, on_click: Callable[[], None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._texts = texts
        self._look = look
        self._printer: PrinterPart = NOT_ASKED
        self._unknown = 0
        self.setObjectName("printer_light")
        self.setProperty("kind", "quiet")
        self.setAutoDefault(False)
        self.setIconSize(QSize(_DISC_PX + _GAP_PX, _DISC_PX))
        self.clicked.connect(lambda _checked=False: on_click())
        look.changed.connect(self._tell)
        keep_told(self, texts, self._tell)

    def show_view(self, view: PrintingView) -> None:
        """Show how the printer is and how many labels a person must look at."""
        unknown = len(view.question.jobs) if view.question else 0
        if (view.printer, unknown) != (self._printer, self._unknown):
            self._printer, self._unknown = view.printer, unknown
            self._tell()

    def _words(self) -> Message:
        """A printer that needs a hand comes first: it holds up all labels."""
        if self._unknown and self._printer.tone in (None, Tone.OK):
            return Message("Labels to look at: {count}", count=self._unknown)
        return self._printer.words

    def _tell(self) -> None:
        tone = self._printer.tone
        if self._unknown and tone in (None, Tone.OK):
            tone = Tone.ASK
        tokens = self._look.tokens
        ground, stroke = tokens.on_dim, tokens.card
        if tone is not None:
            ground, stroke = tone_look(tokens, tone).mark, tone_look(tokens, tone).on_mark
        disc = shape_pixmap(tone or Tone.INFO, _DISC_PX, ground, stroke, self.devicePixelRatioF())
        words = self._texts.say(self._words())
        self.setIcon(QIcon(with_gap(disc, _GAP_PX)))
        self.setText(words)
        self.setToolTip(self._texts.say(self._printer.remedy))
        self.setAccessibleName(words)
