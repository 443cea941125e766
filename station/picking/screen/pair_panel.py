"""Two products that are taken for each other, side by side: the wanted one ticked, the other one crossed."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from station.kernel.messages import Message, Texts, Tone
from station.picking.model.look_alikes import Alike
from station.picking.model.view import ProductCard
from station.picking.screen.text_fitting import TypeStyle, draw, fit, sizes
from station.shell.look import Look
from station.shell.picture_store import PictureStore
from station.shell.product_picture import ProductPicture
from station.shell.shapes import draw_shape
from station.shell.theme import tone_look

PAD_PX = 8
WORDS_PX = 34
WORDS_SHARE = 0.2
"""Of the height, on larger screens."""
RADIUS_PX = 10
DISC_PX = 26
WORDS = TypeStyle(sizes(13, 34), bold=True)
THIS, OTHER = Message("this one"), Message("not this one")


class PairPanel(QWidget):
    """Pictures above, below each what tells it apart in a frame of its own; hidden without pictures."""

    def __init__(self, parent: QWidget, texts: Texts, look: Look, pictures: PictureStore | None) -> None:
        super().__init__(parent)
        self.setObjectName("picking.product.pair")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._texts = texts
        self._look = look
        self._pair: tuple[ProductCard, Alike] | None = None
        self.this = ProductPicture(self, "picking.product.pair.this", look, pictures)
        self.other = ProductPicture(self, "picking.product.pair.other", look, pictures)
        self.hide()

    def show_pair(self, product: ProductCard, other: Alike, place: QRect) -> bool:
        """Show both within `place` of the parent; whether there is a picture of either."""
        if place != self.geometry():
            self.setGeometry(place)
        half = place.width() // 2
        room = QRect(
            PAD_PX, PAD_PX, half - 2 * PAD_PX, place.height() - 2 * PAD_PX - _words_px(place.height())
        )
        here = self.this.show_product(product.sku, room)
        there = self.other.show_product(other.sku, room.translated(half, 0))
        if self._pair is None or (self._pair[0].sku, self._pair[1]) != (product.sku, other):
            self.redraw(product, other)
        if self.isHidden() is (here or there):
            self.setVisible(here or there)
        return here or there

    def redraw(self, product: ProductCard, other: Alike) -> None:
        """Say everything again, in the look and language of now."""
        self._pair = product, other
        self.setAccessibleName(" / ".join(self.words()))
        self.update()

    def words(self) -> tuple[str, str]:
        """What is written below the wanted product and below the other one."""
        if self._pair is None:
            return "", ""
        here, there = self._pair[1].here, self._pair[1].there
        return here or self._texts.say(THIS), there or self._texts.say(OTHER)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens, box = self._look.tokens, QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(QColor(tokens.line), 1))
        painter.setBrush(QColor(tokens.card))
        painter.drawRoundedRect(box, RADIUS_PX, RADIUS_PX)
        half = self.width() / 2
        for at, (tone, words) in enumerate(zip((Tone.OK, Tone.REFUSED), self.words(), strict=True)):
            self._paint_words(painter, QRectF(at * half, 0, half, self.height()), tone, words)

    def _paint_words(self, painter: QPainter, half: QRectF, tone: Tone, words: str) -> None:
        """A tick or a cross, and beside it the words in a frame: dashed where they are the wrong ones."""
        colours = tone_look(self._look.tokens, tone)
        row = QRectF(
            half.left() + PAD_PX, half.bottom() - PAD_PX - WORDS_PX + 6, half.width() - 16, WORDS_PX - 6
        )
        disc = QRectF(row.left(), row.center().y() - DISC_PX / 2, DISC_PX, DISC_PX)
        draw_shape(painter, disc, tone, colours.mark, colours.on_mark)
        frame = row.adjusted(DISC_PX + 6, 0, 0, 0)
        is_wrong = tone is Tone.REFUSED
        style = Qt.PenStyle.DashLine if is_wrong else Qt.PenStyle.SolidLine
        painter.setPen(QPen(QColor(colours.mark), 2, style))
        painter.setBrush(QColor(colours.soft))
        painter.drawRoundedRect(frame.adjusted(1, 1, -1, -1), 6, 6)
        painter.setPen(QColor(self._look.tokens.ink))
        inner = frame.adjusted(8, 3, -8, -3)
        fitted = fit(words, inner.width(), inner.height(), WORDS)
        draw(painter, fitted, inner, Qt.AlignmentFlag.AlignHCenter)


def _words_px(height: int) -> int:
    return max(WORDS_PX, round(height * WORDS_SHARE))
