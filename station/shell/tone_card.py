"""The verdict moment: a card that takes the colour of a verdict at once and stays readable after it."""

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from station.kernel.messages import Message, Texts, Tone
from station.shell.look import Look, font
from station.shell.shapes import draw_shape
from station.shell.speech import NOTHING, keep_told
from station.shell.theme import FLASH_MS, SCALE, tone_look

_RADIUS_PX = 12
_BAND_PX = 8
_MARGIN_PX = 20


class ToneCard(QWidget):
    """Words in the tone of a verdict: full colour for 250 ms, then the soft ground with a band and shape."""

    def __init__(
        self,
        texts: Texts,
        look: Look,
        name: str,
        size_px: int = SCALE.verdict_px,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._texts = texts
        self._look = look
        self._size_px = size_px
        self._tone: Tone | None = None
        self._message = NOTHING
        self._words = ""
        self._flash = QTimer(self)
        self._flash.setSingleShot(True)
        self._flash.timeout.connect(self.update)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)
        look.changed.connect(self.update)
        keep_told(self, texts, self._tell)

    @property
    def tone(self) -> Tone | None:
        """The tone shown, or None when the card is empty."""
        return self._tone

    @property
    def flashing(self) -> bool:
        """Whether the full colour is still shown."""
        return self._flash.isActive()

    def words(self) -> str:
        """The words shown now."""
        return self._words

    def show_verdict(self, tone: Tone, message: Message, *, flash: bool = True) -> None:
        """Wear `tone` and say `message`; it stays until the next one."""
        self._tone = tone
        self._message = message
        if flash:
            self._flash.start(FLASH_MS)
        self._tell()

    def clear(self) -> None:
        """Show nothing."""
        self._tone = None
        self._message = NOTHING
        self._flash.stop()
        self._tell()

    def _tell(self) -> None:
        self._words = self._texts.say(self._message)
        self.setAccessibleName(self._words)
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        line_px = QFontMetrics(font(self._size_px, bold=True)).lineSpacing()
        return QSize(line_px * 10, line_px + 2 * _MARGIN_PX)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(200, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        if self._tone is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint(painter, self._tone)
        painter.end()

    def _paint(self, painter: QPainter, tone: Tone) -> None:
        colours = tone_look(self._look.tokens, tone)
        whole = QPainterPath()
        whole.addRoundedRect(QRectF(self.rect()), _RADIUS_PX, _RADIUS_PX)
        painter.fillPath(whole, QColor(colours.fill if self.flashing else colours.soft))
        if not self.flashing:
            band = QPainterPath()
            band.addRect(QRectF(0, 0, _BAND_PX, self.height()))
            painter.fillPath(whole.intersected(band), QColor(colours.mark))
        ink = colours.on_fill if self.flashing else self._look.tokens.ink
        self._paint_words(painter, tone, ink)

    def _paint_words(self, painter: QPainter, tone: Tone, ink: str) -> None:
        colours = tone_look(self._look.tokens, tone)
        disc_px = min(self.height() - _MARGIN_PX, round(self._size_px * 1.5))
        disc = QRectF(_BAND_PX + _MARGIN_PX, (self.height() - disc_px) / 2, disc_px, disc_px)
        on_flash = (colours.on_fill, colours.fill)
        ground, stroke = on_flash if self.flashing else (colours.mark, colours.on_mark)
        draw_shape(painter, disc, tone, ground, stroke)
        left = disc.right() + _MARGIN_PX
        box = QRectF(left, 8, self.width() - left - _MARGIN_PX, self.height() - 16)
        painter.setFont(font(self._fitting_px(box), bold=True))
        painter.setPen(QColor(ink))
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(box, int(flags), self._words)

    def _fitting_px(self, box: QRectF) -> int:
        flags = int(Qt.TextFlag.TextWordWrap)
        for size_px in range(self._size_px, SCALE.secondary_px, -2):
            metrics = QFontMetrics(font(size_px, bold=True))
            needed = metrics.boundingRect(box.toRect(), flags, self._words)
            if needed.height() <= box.height() and needed.width() <= box.width():
                return size_px
        return SCALE.secondary_px
