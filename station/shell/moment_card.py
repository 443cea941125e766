"""The card of the moment: the number that matters, what to do now, and the verdict of the last act."""

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QRect, QRectF, QSize, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from station.kernel.messages import Message, Texts, Tone
from station.shell.fitting import CENTRE, LEFT, RIGHT, Fitter, Type
from station.shell.look import Look
from station.shell.picture_store import PictureStore
from station.shell.product_picture import ProductPicture
from station.shell.shapes import draw_shape
from station.shell.theme import FLASH_MS, tone_look

RADIUS_PX = 12
PAD_PX = 20
PICTURE_PAD_PX = 12
HEAD_PX = 36
UNDER_PX = 46
DISC_PX = 58
END_SHARE = 0.38
"""The part of the head that its end takes."""
FIGURE = Type(40, 170, bold=True)
UNDER = Type(13, 21, bold=True, lines=2)
HEAD = Type(13, 20, bold=True)
QUESTION = Type(18, 64, bold=True, lines=2)
VERDICT = Type(15, 46, bold=True, lines=2)
_SHARES = {Tone.OK: 0.5, Tone.INFO: 0.5, Tone.ASK: 0.4, Tone.REFUSED: 0.4}
"""The question's part of the card: it is the larger one unless something went wrong."""


@dataclass(frozen=True)
class Moment:
    """Figure and the words under it; whose or what it is, and the end of that line.

    `done` draws the figure as something finished; `end_tone` makes the end stand out; the product `sku` is
    shown at the right, where somebody has put a picture of it.
    """

    figure: str
    under: Message
    head: tuple[Message | str, ...] = ()
    end: Message | None = None
    end_tone: Tone | None = None
    done: bool = False
    sku: str = ""


class Told(Protocol):
    """The verdict of an act; another object is another act."""

    @property
    def tone(self) -> Tone: ...
    @property
    def words(self) -> Message: ...


class MomentCard(QWidget):
    """Takes the verdict's colour whole while it flashes; without a moment it holds the verdict alone."""

    def __init__(
        self,
        texts: Texts,
        look: Look,
        name: str,
        figure_share: float,
        pictures: PictureStore | None = None,
    ) -> None:
        """`figure_share` is the part of the width that the figure takes."""
        super().__init__()
        self.setObjectName(name)
        self._texts = texts
        self._look = look
        self._figure_share = figure_share
        self._fitter = Fitter()
        self._moment: Moment | None = None
        self._question = Message("")
        self._answer: Told | None = None
        self._picture: ProductPicture | None = None
        if pictures is not None:
            self._picture = ProductPicture(self, f"{name}.picture", look, pictures)
            pictures.changed.connect(self._picture_came)
        self._flash = QTimer(self)
        self._flash.setInterval(FLASH_MS)
        self._flash.setSingleShot(True)
        self._flash.timeout.connect(self.update)

    @property
    def flashing(self) -> bool:
        """Whether the card wears the verdict's full colour now."""
        return self._answer is not None and self._flash.isActive()

    def show_moment(self, moment: Moment | None, question: Message, answer: Told | None) -> bool:
        """Draw all of it; says whether the answer is a new one.

        An answer flashes when it is another object than the one shown last: a flow that sends the same
        object again redraws, it does not tell twice.
        """
        fresh = answer is not None and answer is not self._answer
        self._moment, self._question, self._answer = moment, question, answer
        if fresh:
            self._flash.start()
        self._place_picture()
        self.redraw()
        return fresh

    def rest(self) -> None:
        """End the flash; the words stay."""
        self._flash.stop()
        self.update()

    def redraw(self) -> None:
        """Paint again, in the look and language of now."""
        self.setAccessibleName(" · ".join(word for word in self.words() if word))
        self.update()

    def words(self) -> list[str]:
        """What is written: figure, what it counts, head and its end, question, verdict."""
        told, say = self._moment, self._texts.say
        verdict = [say(self._answer.words)] if self._answer else []
        if told is None:
            return verdict
        end = say(told.end) if told.end else ""
        return [told.figure, say(told.under), self._head(told), end, say(self._question), *verdict]

    def _head(self, told: Moment) -> str:
        words = (self._texts.say(part) if isinstance(part, Message) else part for part in told.head)
        return "  ·  ".join(word for word in words if word)

    def _place_picture(self) -> None:
        """The product at the right end of the card, as high as the card."""
        if self._picture is None:
            return
        side = self.height() - 2 * PICTURE_PAD_PX
        place = QRect(self.width() - PICTURE_PAD_PX - side, PICTURE_PAD_PX, side, side)
        self._picture.show_product(self._moment.sku if self._moment else "", place)

    def _picture_came(self, sku: str) -> None:
        if self._picture is not None and sku == self._picture.sku:
            self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(900, 200)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._place_picture()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        told, answer = self._moment, self._answer
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        wide = round(box.width() * self._figure_share) if told else 0
        right = box.adjusted(wide, 0, 0, 0)
        band = self._paint_ground(painter, box, right)
        if told is not None:
            self._paint_figure(painter, QRectF(box.left(), box.top(), wide, box.height()), told)
            work = right.adjusted(PAD_PX, 0, -PAD_PX, band.top() - box.bottom())
            self._paint_work(painter, work.adjusted(0, 0, -self._picture_px(), 0), told)
        if answer is not None:
            self._paint_verdict(painter, band.adjusted(0, 0, -self._picture_px(), 0), answer)

    def _picture_px(self) -> int:
        """What the words give up for the picture."""
        seen = self._picture is not None and self._picture.picture is not None
        return self.height() - PICTURE_PAD_PX if seen else 0

    def _paint_ground(self, painter: QPainter, box: QRectF, right: QRectF) -> QRectF:
        """The card in its colours; returns the band of the verdict, which is empty without one."""
        tokens = self._look.tokens
        tone = tone_look(tokens, self._answer.tone) if self._answer else None
        flash = tone.fill if tone and self.flashing else ""
        painter.setPen(QPen(QColor(flash or (tone.mark if tone else tokens.line)), 1))
        painter.setBrush(QColor(flash or tokens.card))
        painter.drawRoundedRect(box, RADIUS_PX, RADIUS_PX)
        band = QRectF(right)
        if self._answer is None or tone is None:
            band.setTop(box.bottom())
            return band
        if self._moment is not None:
            band.setTop(box.top() + HEAD_PX + round((box.height() - HEAD_PX) * _SHARES[self._answer.tone]))
        if not self.flashing:
            painter.save()
            painter.setClipRect(band)
            painter.setBrush(QColor(tone.soft))
            painter.drawRoundedRect(box, RADIUS_PX, RADIUS_PX)
            painter.restore()
        return band

    def _ink(self, quiet: str) -> str:
        """`quiet`, or what reads on the flash."""
        if self._answer is None or not self.flashing:
            return quiet
        return tone_look(self._look.tokens, self._answer.tone).on_fill

    def _paint_figure(self, painter: QPainter, place: QRectF, told: Moment) -> None:
        tokens = self._look.tokens
        inner = place.adjusted(10, 6, -10, -UNDER_PX - 8)
        painter.setPen(QColor(self._ink(tokens.ok.words if told.done else tokens.ink)))
        self._fitter.draw(painter, told.figure, inner, FIGURE, CENTRE)
        below = QRectF(inner.left(), place.bottom() - UNDER_PX - 8, inner.width(), UNDER_PX)
        painter.setPen(QColor(self._ink(tokens.ink_soft)))
        self._fitter.draw(painter, self._texts.say(told.under), below, UNDER, CENTRE)
        painter.setPen(QPen(QColor(self._ink(tokens.line)), 1))
        edge = round(place.right())
        painter.drawLine(edge, round(place.top()) + 14, edge, round(place.bottom()) - 14)

    def _paint_work(self, painter: QPainter, box: QRectF, told: Moment) -> None:
        """Whose or what it is, and under it what to do now."""
        has_head = bool(told.head or told.end)
        if has_head:
            self._paint_head(painter, QRectF(box.left(), box.top() + 8, box.width(), HEAD_PX - 8), told)
        painter.setPen(QColor(self._ink(self._look.tokens.ink)))
        question = box.adjusted(0, HEAD_PX + 4 if has_head else 8, 0, -2)
        self._fitter.draw(painter, self._texts.say(self._question), question, QUESTION, LEFT)

    def _paint_head(self, painter: QPainter, line: QRectF, told: Moment) -> None:
        tokens, head = self._look.tokens, self._head(told)
        painter.setPen(QColor(self._ink(tokens.ink_soft)))
        end_px = line.width() * END_SHARE if told.end else 0
        self._fitter.draw(painter, head, line.adjusted(0, 0, -end_px, 0), HEAD, LEFT)
        if told.end is not None:
            loud = tone_look(tokens, told.end_tone).words if told.end_tone else tokens.ink
            painter.setPen(QColor(self._ink(loud)))
            place = line.adjusted(line.width() - end_px, 0, 0, 0) if head else line
            self._fitter.draw(painter, self._texts.say(told.end), place, HEAD, RIGHT if head else LEFT)

    def _paint_verdict(self, painter: QPainter, band: QRectF, answer: Told) -> None:
        tone = tone_look(self._look.tokens, answer.tone)
        side = min(band.height() - 16, DISC_PX)
        disc = QRectF(band.left() + PAD_PX, band.center().y() - side / 2, side, side)
        colours = (tone.on_fill, tone.fill) if self.flashing else (tone.mark, tone.on_mark)
        draw_shape(painter, disc, answer.tone, *colours)
        words = band.adjusted(disc.right() - band.left() + 14, 4, -PAD_PX, -4)
        painter.setPen(QColor(tone.on_fill if self.flashing else tone.words))
        self._fitter.draw(painter, self._texts.say(answer.words), words, VERDICT, LEFT)
