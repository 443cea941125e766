"""The card of the moment: the number that matters, what to do now, and the verdict of the last act."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from station.kernel.messages import Texts, Tone
from station.pickup.model.view import Answer, PickupView
from station.pickup.screen.moment_words import Moment, moment
from station.shell.fitting import CENTRE, LEFT, RIGHT, Fitter, Type
from station.shell.look import Look
from station.shell.shapes import draw_shape
from station.shell.theme import tone_look

RADIUS_PX = 12
PAD_PX = 22
FIGURE_SHARE = 0.275
HEAD_PX = 36
UNDER_PX = 34
FIGURE = Type(40, 160, bold=True)
UNDER = Type(14, 21, bold=True)
HEAD = Type(13, 20, bold=True)
QUESTION = Type(18, 60, bold=True, lines=2)
VERDICT = Type(15, 40, bold=True, lines=2)
_SHARES = {Tone.OK: 0.5, Tone.INFO: 0.5, Tone.ASK: 0.4, Tone.REFUSED: 0.4}
"""The question's part of the card: it is the larger one unless something went wrong."""


class MomentCard(QWidget):
    """Takes the verdict's colour whole while it flashes."""

    def __init__(self, texts: Texts, look: Look) -> None:
        super().__init__()
        self.setObjectName("pickup.card")
        self._texts = texts
        self._look = look
        self._fitter = Fitter()
        self._view: PickupView | None = None
        self._moment: Moment | None = None
        self._flashing = False

    @property
    def flashing(self) -> bool:
        """Whether the card wears the verdict's full colour now."""
        return self._flashing

    def show_view(self, view: PickupView, *, flashing: bool) -> None:
        """Draw `view`; `flashing` while its answer is fresh."""
        self._view, self._moment, self._flashing = view, moment(view), flashing
        self.redraw()

    def rest(self) -> None:
        """End the flash; the words stay."""
        self._flashing = False
        self.update()

    def redraw(self) -> None:
        """Paint again, in the look and language of now."""
        self.setAccessibleName(" · ".join(word for word in self.words() if word))
        self.update()

    def words(self) -> list[str]:
        """What is written: figure, what it counts, head, question, verdict."""
        view, told, say = self._view, self._moment, self._texts.say
        if view is None or told is None:
            return []
        end = say(told.end) if told.end else ""
        verdict = [say(view.answer.words)] if view.answer else []
        return [told.figure, say(told.under), told.head, end, say(view.question), *verdict]

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(900, 190)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        view, told = self._view, self._moment
        if view is None or told is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        edge = box.left() + round(box.width() * FIGURE_SHARE)
        right = box.adjusted(edge - box.left(), 0, 0, 0)
        band = self._paint_ground(painter, box, right, view.answer)
        self._paint_figure(painter, QRectF(box.left(), box.top(), edge - box.left(), box.height()), told)
        has_head = bool(told.head or told.end)
        if has_head:
            self._paint_head(painter, right, told)
        top = HEAD_PX + 4 if has_head else 8
        question = right.adjusted(PAD_PX, top, -PAD_PX, band.top() - box.bottom() - 2)
        painter.setPen(QColor(self._ink(self._look.tokens.ink)))
        self._fitter.draw(painter, self._texts.say(view.question), question, QUESTION, LEFT)
        if view.answer is not None:
            self._paint_verdict(painter, band, view.answer)

    def _paint_ground(self, painter: QPainter, box: QRectF, right: QRectF, answer: Answer | None) -> QRectF:
        """The card in its colours; returns the band of the verdict, which is empty without one."""
        tokens = self._look.tokens
        tone = tone_look(tokens, answer.tone) if answer else None
        flash = tone.fill if tone and self._flashing else ""
        painter.setPen(QPen(QColor(flash or (tone.mark if tone else tokens.line)), 1))
        painter.setBrush(QColor(flash or tokens.card))
        painter.drawRoundedRect(box, RADIUS_PX, RADIUS_PX)
        band = QRectF(right)
        if answer is None or tone is None:
            band.setTop(box.bottom())
            return band
        band.setTop(box.top() + HEAD_PX + round((box.height() - HEAD_PX) * _SHARES[answer.tone]))
        if not self._flashing:
            painter.save()
            painter.setClipRect(band)
            painter.setBrush(QColor(tone.soft))
            painter.drawRoundedRect(box, RADIUS_PX, RADIUS_PX)
            painter.restore()
        return band

    def _ink(self, quiet: str) -> str:
        """`quiet`, or what reads on the flash."""
        answer = self._view.answer if self._view else None
        if answer is None or not self._flashing:
            return quiet
        return tone_look(self._look.tokens, answer.tone).on_fill

    def _paint_figure(self, painter: QPainter, place: QRectF, told: Moment) -> None:
        tokens = self._look.tokens
        inner = place.adjusted(12, 4, -12, -UNDER_PX - 8)
        painter.setPen(QColor(self._ink(tokens.ok.words if told.done else tokens.ink)))
        self._fitter.draw(painter, told.figure, inner, FIGURE, CENTRE)
        below = QRectF(inner.left(), place.bottom() - UNDER_PX - 8, inner.width(), UNDER_PX)
        painter.setPen(QColor(self._ink(tokens.ink_soft)))
        self._fitter.draw(painter, self._texts.say(told.under), below, UNDER, CENTRE)
        painter.setPen(QPen(QColor(self._ink(tokens.line)), 1))
        edge = round(place.right())
        painter.drawLine(edge, round(place.top()) + 14, edge, round(place.bottom()) - 14)

    def _paint_head(self, painter: QPainter, right: QRectF, told: Moment) -> None:
        tokens = self._look.tokens
        line = QRectF(right.left() + PAD_PX, right.top() + 8, right.width() - 2 * PAD_PX, HEAD_PX - 8)
        painter.setPen(QColor(self._ink(tokens.ink_soft)))
        if told.head:
            self._fitter.draw(painter, told.head, line.adjusted(0, 0, -line.width() * 0.4, 0), HEAD, LEFT)
        if told.end is not None:
            loud = tone_look(tokens, told.end_tone).words if told.end_tone else tokens.ink_soft
            painter.setPen(QColor(self._ink(loud)))
            end = line.adjusted(line.width() * 0.6 if told.head else 0, 0, 0, 0)
            self._fitter.draw(painter, self._texts.say(told.end), end, HEAD, RIGHT if told.head else LEFT)

    def _paint_verdict(self, painter: QPainter, band: QRectF, answer: Answer) -> None:
        tone = tone_look(self._look.tokens, answer.tone)
        side = min(band.height() - 16, 56)
        disc = QRectF(band.left() + PAD_PX, band.center().y() - side / 2, side, side)
        colours = (tone.on_fill, tone.fill) if self._flashing else (tone.mark, tone.on_mark)
        draw_shape(painter, disc, answer.tone, *colours)
        words = band.adjusted(disc.right() - band.left() + 14, 4, -PAD_PX, -4)
        painter.setPen(QColor(tone.on_fill if self._flashing else tone.words))
        self._fitter.draw(painter, self._texts.say(answer.words), words, VERDICT, LEFT)
