"""The weight of a portion against what it may be: a figure to read at two metres, and a bar to see it on."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from station.kernel.messages import Message, Texts, Tone
from station.picking.model.weights import Weighing, told_weight
from station.picking.screen.text_fitting import FIGURES, TypeStyle, draw, fit, sizes
from station.shell.look import Look
from station.shell.theme import ToneLook, tone_look

HEIGHT_PX = 128
PAD_PX = 12
TRACK_PX = 16
POINTER_PX = 13
RADIUS_PX = 8
RIGHT = Qt.AlignmentFlag.AlignRight
_FIGURE = TypeStyle(sizes(30, 60), bold=True, pitch=FIGURES)
_WORDS = TypeStyle(sizes(13, 26), bold=True)
_TARGET = TypeStyle(sizes(13, 20))


class WeighBar(QWidget):
    """Grams read, right or how far off, and the band with a pointer; the shape says what the colour says."""

    def __init__(self, parent: QWidget, texts: Texts, look: Look) -> None:
        super().__init__(parent)
        self.setObjectName("picking.product.weigh_bar")
        self._texts = texts
        self._look = look
        self._weighing: Weighing | None = None
        self.hide()

    def show_weighing(self, weighing: Weighing | None) -> None:
        """Draw it; nothing for goods that are not weighed."""
        self.setVisible(weighing is not None)
        if weighing is not None and weighing != self._weighing:
            self._weighing = weighing
            self.setAccessibleName(
                f"{self._figure(weighing)} · {self._word(weighing)} · {self._target(weighing)}"
            )
            self.update()

    def redraw(self) -> None:
        """Say everything again, in the look and language of now."""
        told, self._weighing = self._weighing, None
        if told is not None and not self.isHidden():
            self.show_weighing(told)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        weighing = self._weighing
        if weighing is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tone = tone_look(self._look.tokens, tone_of(weighing))
        panel = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(QColor(tone.mark), 2 if weighing.settled else 1))
        painter.setBrush(QColor(tone.soft))
        painter.drawRoundedRect(panel, RADIUS_PX, RADIUS_PX)
        self._paint_words(painter, panel.adjusted(PAD_PX, 6, -PAD_PX, 0), weighing)
        track = QRectF(panel.left() + PAD_PX, panel.bottom() - 26, panel.width() - 2 * PAD_PX, TRACK_PX)
        self._paint_track(painter, track, weighing, tone)

    def _paint_words(self, painter: QPainter, box: QRectF, weighing: Weighing) -> None:
        tokens = self._look.tokens
        tall = self.height() - 26 - POINTER_PX - 14
        painter.setPen(QColor(tokens.ink))
        left = QRectF(box.left(), box.top(), box.width() * 0.48, tall)
        draw(painter, fit(self._figure(weighing), left.width(), tall, _FIGURE), left)
        right = QRectF(left.right(), box.top(), box.right() - left.right(), tall / 2)
        painter.setPen(QColor(tone_look(tokens, tone_of(weighing)).words))
        draw(painter, fit(self._word(weighing), right.width(), right.height(), _WORDS), right, RIGHT)
        painter.setPen(QColor(tokens.ink_soft))
        below = right.translated(0, tall / 2)
        draw(painter, fit(self._target(weighing), below.width(), below.height(), _TARGET), below, RIGHT)

    def _paint_track(self, painter: QPainter, track: QRectF, weighing: Weighing, tone: ToneLook) -> None:
        """The scale of grams with the band in its middle half, and a pointer where the weight is."""
        tokens = self._look.tokens
        painter.setPen(QPen(QColor(tokens.ink_soft), 1))
        painter.setBrush(QColor(tokens.card))
        painter.drawRoundedRect(track, 4, 4)
        band = weighing.band
        low, high = (track.left() + track.width() * place_of(g, weighing) for g in (band.low_g, band.high_g))
        painter.setPen(QPen(QColor(tokens.ink), 2))
        painter.setBrush(QColor(tokens.ok.mark))
        painter.drawRect(QRectF(low, track.top(), high - low, track.height()))
        if weighing.weight_g is None:
            return
        at = track.left() + track.width() * place_of(weighing.weight_g, weighing)
        tip = QPointF(at, track.top() + 2)
        up = QPointF(0, -POINTER_PX)
        half = QPointF(POINTER_PX * 0.7, 0)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.ink))
        painter.drawPolygon(QPolygonF([tip, tip + up - half, tip + up + half]))
        painter.drawRect(QRectF(at - 1.5, track.top(), 3, track.height()))

    def _figure(self, weighing: Weighing) -> str:
        return "— g" if weighing.weight_g is None else told_weight(weighing.weight_g)

    def _word(self, weighing: Weighing) -> str:
        say = self._texts.say
        if weighing.weight_g is None:
            return say(Message("On the scale, please"))
        off_g = weighing.band.off_by_g(weighing.weight_g)
        if not off_g:
            return say(Message("✓ weight right"))
        words = Message("▲ {off} too heavy") if off_g > 0 else Message("▼ {off} too light")
        return say(Message(words.text, off=told_weight(abs(off_g))))

    def _target(self, weighing: Weighing) -> str:
        band = weighing.band
        values = {"target": told_weight(band.target_g), "low": band.low_g, "high": band.high_g}
        return self._texts.say(Message("Target {target} ({low}–{high})", **values))


def tone_of(weighing: Weighing) -> Tone:
    """Nothing known yet, right, or not to be taken."""
    if weighing.weight_g is None:
        return Tone.INFO
    return Tone.REFUSED if weighing.band.off_by_g(weighing.weight_g) else Tone.OK


def place_of(weight_g: int, weighing: Weighing) -> float:
    """Where a weight stands on the track, from 0 to 1: the band takes its middle half."""
    band = weighing.band
    half = max(1, band.high_g - band.low_g) / 2
    middle = (band.high_g + band.low_g) / 2
    return min(1.0, max(0.0, 0.5 + (weight_g - middle) / (4 * half)))
