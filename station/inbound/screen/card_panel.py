"""The goods in hand: picture, what was ordered and came, and what is known of them so far."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from cloud_api.wire.inbound import Condition
from station.inbound.model.card import CONDITION_WORDS, WHY_WORDS, Field
from station.inbound.model.rules import ZONE_WORDS, told_weight
from station.inbound.model.view import CardView
from station.kernel.messages import Message, Texts, Tone
from station.shell.fitting import CENTRE, LEFT, Fitter, Type
from station.shell.look import Look
from station.shell.picture_store import PictureStore
from station.shell.product_picture import ProductPicture
from station.shell.theme import tone_look
from station.shell.zone_mark import draw_zone_mark

PAD_PX = 14
PICTURE_PX = 92
PICTURE = QRect(PAD_PX, PAD_PX, PICTURE_PX, PICTURE_PX)
FACT_PX = 54
GAP_PX = 8
COLUMNS = 3
NAME = Type(16, 26, bold=True)
LABEL = Type(12, 15)
VALUE = Type(14, 24, bold=True)
LETTERS = Type(20, 52, bold=True)


class CardPanel(QWidget):
    """Draws a card; knows no rules."""

    def __init__(self, texts: Texts, look: Look, pictures: PictureStore | None) -> None:
        super().__init__()
        self.setObjectName("inbound.card")
        self.picture = ProductPicture(self, "inbound.card.picture", look, pictures)
        self._texts = texts
        self._look = look
        self._fitter = Fitter()
        self._card: CardView | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_card(self, card: CardView) -> None:
        """Draw `card`."""
        self._card = card
        self.picture.show_product(card.sku, PICTURE)
        self.redraw()

    def redraw(self) -> None:
        """Paint again, in the look and language of now."""
        self.setAccessibleName(" · ".join(word for word in self.words() if word))
        self.update()

    def words(self) -> list[str]:
        """All that is written."""
        card = self._card
        if card is None:
            return []
        told = [f"{self._texts.say(name)} {value}" for name, value, _ in self._facts(card)]
        return [card.name, card.spec, self._came(card), *told]

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(700, 300)

    def _came(self, card: CardView) -> str:
        if not card.was_ordered:
            return self._texts.say(Message("Nobody ordered it"))
        words = Message(
            "ordered {ordered} · came {came} · open {lacks}",
            ordered=card.ordered,
            came=card.came,
            lacks=card.lacks,
        )
        return self._texts.say(words)

    def _facts(self, card: CardView) -> list[tuple[Message, str, bool]]:
        """Name, value and whether it is typed now."""
        say = self._texts.say
        how = say(CONDITION_WORDS[card.condition])
        if card.why is not None:
            how = f"{how}: {say(WHY_WORDS[card.why])}"
        weight = told_weight(card.weight_g) if card.weight_g else ""
        facts = [
            (Message("Quantity"), str(card.quantity), card.field is Field.QUANTITY),
            (Message("Expiry"), card.expiry, card.field is Field.EXPIRY),
            (Message("Lot"), card.lot, card.field is Field.LOT),
            (Message("Bin"), card.bin if card.condition is Condition.GOOD else "—", False),
            (Message("Condition"), how, False),
            (Message("Photo"), say(Message("taken")) if card.has_photo else "", False),
        ]
        if card.by_weight:
            facts[5] = (Message("Weight"), weight, card.field is Field.WEIGHT)
        return facts

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        card, tokens = self._card, self._look.tokens
        if card is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bad = card.condition is not Condition.GOOD
        edge = tone_look(tokens, Tone.ASK if card.condition is Condition.DAMAGED else Tone.REFUSED).mark
        painter.setPen(QPen(QColor(edge if bad else tokens.line), 3 if bad else 1))
        painter.setBrush(QColor(tokens.card))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5), 12, 12)
        picture = QRectF(PICTURE)
        self._paint_letters(painter, picture, card)
        self._paint_name(painter, picture, card)
        self._paint_facts(painter, picture.bottom() + GAP_PX, card)

    def _paint_letters(self, painter: QPainter, place: QRectF, card: CardView) -> None:
        """Under the picture, for who has none: the first two characters of the name."""
        tokens = self._look.tokens
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.accent_soft))
        painter.drawRoundedRect(place, 12, 12)
        painter.setPen(QColor(tokens.ink))
        self._fitter.draw(painter, card.name[:2], place.adjusted(10, 10, -10, -10), LETTERS, CENTRE)

    def _paint_name(self, painter: QPainter, picture: QRectF, card: CardView) -> None:
        tokens = self._look.tokens
        left = picture.right() + PAD_PX
        wide = self.width() - left - PAD_PX
        painter.setPen(QColor(tokens.ink))
        name = f"{card.name} {card.spec}".strip()
        self._fitter.draw(painter, name, QRectF(left, picture.top() - 2, wide, 40), NAME, LEFT)
        lower = QRectF(left, picture.top() + 38, wide, 26)
        painter.setPen(QColor(tokens.ink_soft if card.was_ordered else tokens.ask.words))
        self._fitter.draw(painter, self._came(card), lower, Type(13, 19), LEFT)
        if card.zone is not None:
            mark = QRectF(left, picture.top() + 67, 22, 22)
            past = draw_zone_mark(painter, card.zone, mark, tokens.ink) + 8
            words = self._texts.say(ZONE_WORDS[card.zone.value])
            painter.setPen(QColor(tokens.ink))
            self._fitter.draw(
                painter, words, QRectF(left + past, mark.top() - 2, 200, 28), Type(13, 17), LEFT
            )

    def _paint_facts(self, painter: QPainter, top: float, card: CardView) -> None:
        wide = (self.width() - 2 * PAD_PX - (COLUMNS - 1) * GAP_PX) / COLUMNS
        for place, fact in enumerate(self._facts(card)):
            row, column = divmod(place, COLUMNS)
            left = PAD_PX + column * (wide + GAP_PX)
            box = QRectF(left, top + row * (FACT_PX + GAP_PX), wide, FACT_PX)
            self._paint_fact(painter, box, *fact)

    def _paint_fact(self, painter: QPainter, box: QRectF, name: Message, value: str, is_asked: bool) -> None:
        tokens = self._look.tokens
        painter.setPen(QPen(QColor(tokens.accent if is_asked else tokens.line), 2 if is_asked else 1))
        painter.setBrush(QColor(tokens.accent_soft if is_asked else tokens.ground))
        painter.drawRoundedRect(box, 10, 10)
        painter.setPen(QColor(tokens.ink_soft))
        inner = box.adjusted(12, 3, -12, -3)
        self._fitter.draw(
            painter,
            self._texts.say(name),
            QRectF(inner.topLeft(), QSize(int(inner.width()), 20)),
            LABEL,
            LEFT,
        )
        painter.setPen(QColor(tokens.ink))
        self._fitter.draw(painter, value or "—", inner.adjusted(0, 19, 0, 2), VALUE, LEFT)
