"""The product to pick now: where it lies, what it is, and how many."""

from collections.abc import Hashable

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QResizeEvent

from cloud_api.wire.base import ScanRule, Zone
from station.kernel.messages import Message, Texts
from station.picking.model.look_alikes import Alike
from station.picking.model.view import NextProduct, ProductCard
from station.picking.screen.card_frame import FlashingCard
from station.picking.screen.fitted_text import FittedText
from station.picking.screen.gestures import Gestures
from station.picking.screen.pair_panel import PairPanel
from station.picking.screen.text_fitting import FIGURES, TypeStyle, draw, fit, sizes
from station.picking.screen.weigh_bar import HEIGHT_PX as WEIGH_BAR_PX
from station.picking.screen.weigh_bar import WeighBar
from station.shell.big_button import BigButton
from station.shell.look import Look, font
from station.shell.picture_store import PictureStore
from station.shell.product_picture import ProductPicture
from station.shell.theme import SCALE, ZoneLook, zone_look
from station.shell.zone_mark import draw_zone_mark, zone_mark_width

PAD_PX = 20
TOP_PX = 30
STEPPER_PX = 56
MARK_PX = 17
ALIKE_PX = 40
LOT_PX = 26
TWINS_PX = 58
"""Room for the picture of two packs in front of the words."""
PAIR_SHARE = 0.31
"""Of the height of the card, for two products side by side."""
PICTURE_SHARE = 0.36
"""Of its width, for the picture beside the name."""
DESIGN_HEIGHT_PX = 616
"""Height of the card on a screen of 1366 x 768."""
RULE_WORDS = {ScanRule.EACH: Message("Scan every piece"), ScanRule.ONCE: Message("Scan once")}
WEIGH_EACH = Message("Weigh every portion")

TOP = Qt.AlignmentFlag.AlignTop
SMALL = TypeStyle(range(13, SCALE.secondary_px + 1))


def _figures(least_px: int, most_px: int) -> TypeStyle:
    return TypeStyle(sizes(least_px, most_px), bold=True, pitch=FIGURES)


def _words(least_px: int, most_px: int) -> TypeStyle:
    return TypeStyle(sizes(least_px, most_px), bold=True, max_lines=2)


class ProductNow(FlashingCard):
    """Bin, name, specification and the wanted quantity in the largest type of the desk."""

    def __init__(
        self, texts: Texts, look: Look, gestures: Gestures, pictures: PictureStore | None = None
    ) -> None:
        super().__init__(look)
        self.setObjectName("picking.product")
        self._texts = texts
        self._gestures = gestures
        self._product: ProductCard | None = None
        self._following: NextProduct | None = None
        self._taken_for = ""
        self._shows_pair = False
        self._store = pictures
        self._picture = ProductPicture(self, "picking.product.picture", look, pictures)
        self._pair = PairPanel(self, texts, look, pictures)
        if pictures is not None:
            pictures.changed.connect(self._picture_came)
        self._place = self._text("place", SMALL, Qt.AlignmentFlag.AlignRight, soft=True)
        self._bin_words = self._text("bin_words", SMALL, soft=True)
        self._bin = self._text("bin", _figures(30, 84))
        self._name = self._text("name", _words(17, 28), TOP)
        self._spec = self._text("spec", _words(18, 46), TOP)
        self._lot = self._text("lot", TypeStyle(sizes(13, 18), bold=True))
        self._alike = self._text("look_alike", TypeStyle(sizes(13, 22), bold=True))
        self._wanted = self._text("wanted", _figures(56, 160), TOP)
        self._hand = self._text("hand", _figures(40, 84), TOP)
        self._wanted_words = self._text("wanted_words", SMALL, soft=True)
        self._hand_words = self._text("hand_words", SMALL, soft=True)
        self._weigh_bar = WeighBar(self, texts, look)
        self._next = self._text("next", TypeStyle(range(13, 17)), soft=True)
        self.fewer = self._stepper("hand_fewer", Message("−"), -1)
        self.more = self._stepper("hand_more", Message("+"), 1)
        self.ink_texts()

    def _text(
        self,
        name: str,
        style: TypeStyle,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
        *,
        soft: bool = False,
    ) -> FittedText:
        text = FittedText(self, f"picking.product.{name}", style, align)
        (self._soft if soft else self._strong).append(text)
        return text

    def _stepper(self, name: str, words: Message, step: int) -> BigButton:
        button = BigButton(
            self._texts, f"picking.{name}", words, lambda: self._change_hand(step), parent=self
        )
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setFont(font(SCALE.heading_px, bold=True))
        return button

    def _change_hand(self, step: int) -> None:
        if self._product is not None:
            self._gestures.set_hand(self._product.in_hand + step)

    def show_product(
        self,
        product: ProductCard,
        following: NextProduct | None,
        *,
        can_set_hand: bool,
        taken_for: str = "",
    ) -> None:
        """Draw `product`, a glance at the one after it, and the stepper where the hand may be set.

        `taken_for` are the words of the look-alike that was scanned in its place a moment ago.
        """
        if following is not None and self._store is not None and following != self._following:
            self._store.pixmap(following.sku, self._picture_px())  # read ahead: the next scan needs it
        if taken_for != self._taken_for:
            self._taken_for, self._product = taken_for, None
        can_set_hand = can_set_hand and not taken_for
        self.fewer.setVisible(can_set_hand)
        self.more.setVisible(can_set_hand)
        self.fewer.setEnabled(product.in_hand > 1)
        self.more.setEnabled(product.in_hand < product.wanted)
        if (product, following) != (self._product, self._following):
            self._product, self._following = product, following
            self.redraw()

    def redraw(self) -> None:
        """Say everything again, in the look and language of now."""
        product = self._product
        if product is None:
            return
        say = self._texts.say
        self._place.show_text(
            say(
                Message(
                    "Product {position} of {products}", position=product.position, products=product.products
                )
            )
        )
        self._bin.show_text(product.bin)
        self._bin_words.show_text(say(Message("bin")))
        self._name.show_text(product.name)
        self._spec.show_text(product.spec)
        self._lot.show_text(self._lot_words(product))
        self._alike.show_text(self._warning(product))
        self._wanted.show_text(str(product.wanted))
        self._wanted_words.show_text(say(Message("still wanted, pcs")))
        self._hand.show_text(str(product.in_hand) if self._shows_hand() else "")
        self._hand_words.show_text(say(Message("in hand")) if self._shows_hand() else "")
        self._weigh_bar.show_weighing(product.weighing)
        self._next.show_text(self._glance())
        self.setAccessibleName(f"{product.bin} · {product.name} {product.spec} · {product.wanted}")
        self._arrange(self.width() - 2 * PAD_PX, self.height())
        self.ink_texts()

    def _lot_words(self, product: ProductCard) -> str:
        """Which lot to take; it matters only where there is a date on the pack."""
        if product.expiry is None:
            return ""
        lot = f" · {product.lot}" if product.lot else ""
        until = f"{product.expiry:%Y-%m-%d}"
        return self._texts.say(Message("Take: expires {date}{lot}", date=until, lot=lot))

    def _warning(self, product: ProductCard) -> str:
        """The nearest look-alike; who knows that there is one looks twice."""
        if not product.look_alikes:
            return ""
        return self._texts.say(Message("Not {other}!", other=product.look_alikes[0]))

    def _glance(self) -> str:
        after = self._following
        if after is None:
            return self._texts.say(Message("This is the last product"))
        goods = f"{after.name} {after.spec}".strip()
        return self._texts.say(Message("Next: {bin}  {goods}", bin=after.bin, goods=goods))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        self._scale_type(min(max(self.height() / DESIGN_HEIGHT_PX, 1.0), 1.5))
        self._arrange(self.width() - 2 * PAD_PX, self.height())

    def _scale_type(self, scale: float) -> None:
        """Let the type grow with a taller screen."""
        self._bin.set_style(_figures(30, round(84 * scale)))
        self._name.set_style(_words(17, round(28 * scale)))
        self._spec.set_style(_words(18, round(46 * scale)))
        self._wanted.set_style(_figures(56, round(160 * scale)))
        self._hand.set_style(_figures(40, round(84 * scale)))

    def _arrange(self, width: int, height: int) -> None:
        """Divide the card: a line of marks, bin, name and specification, figures, a line for what follows."""
        free = height - TOP_PX - 40 - 2 * PAD_PX
        top = PAD_PX - 4
        top += TOP_PX + 14
        self._bin_words.setGeometry(PAD_PX, top, width // 2, 20)
        self._place.setGeometry(PAD_PX + width // 2, top, width - width // 2, 20)
        self._bin.setGeometry(PAD_PX, top + 22, width, round(free * 0.155))
        top += 22 + round(free * 0.155) + 14
        if self._product is not None and self._product.expiry is not None:
            self._lot.setGeometry(PAD_PX, top - 8, width, LOT_PX)
            top += LOT_PX - 4
            free -= LOT_PX - 4
        weighed = self._product is not None and self._product.weighing is not None
        goods = round(free * (0.26 if weighed else 0.32))
        if self._arrange_pair(QRect(PAD_PX, top, width, round(free * PAIR_SHARE))):
            self._picture.show_product("", self._picture.geometry())
            goods = round(free * 0.2)
            self._arrange_name(top, width, goods)
            self._pair.move(PAD_PX, top + goods + 4)
            top += goods + 4 + self._pair.height()
        elif self._product is not None and self._product.look_alikes:
            goods -= ALIKE_PX
            strip = QRect(PAD_PX, top + goods, width, ALIKE_PX)
            self._alike.setGeometry(strip.adjusted(TWINS_PX, 4, -10, -4))
            self._arrange_name(top, width, goods)
            top += goods + ALIKE_PX
        else:
            self._arrange_name(top, width, goods)
            top += goods
        bottom = height - PAD_PX - 22
        self._next.setGeometry(PAD_PX, bottom, width, 28)
        if weighed:
            self._weigh_bar.setGeometry(PAD_PX, bottom - WEIGH_BAR_PX - 20, width, WEIGH_BAR_PX)
            bottom -= WEIGH_BAR_PX + 12
        self._arrange_figures(QRect(PAD_PX, top + 14, width, bottom - top - 30))

    def _arrange_pair(self, place: QRect) -> bool:
        """Both pictures, while nothing is in the hand or the other one was just scanned; else none."""
        product = self._product
        other = None if product is None else self._nearest(product)
        wanted = product is not None and (not product.in_hand or bool(self._taken_for))
        if product is None or other is None or not wanted:
            self._pair.hide()
            self._shows_pair = False
        else:
            self._shows_pair = self._pair.show_pair(product, other, place)
        self._alike.setVisible(not self._shows_pair)
        return self._shows_pair

    def _nearest(self, product: ProductCard) -> Alike | None:
        """The look-alike that was scanned, else the one most like it."""
        scanned = (other for other in product.alikes if other.words == self._taken_for)
        return next(scanned, product.alikes[0] if product.alikes else None)

    def _picture_px(self) -> int:
        """Side of the picture beside the name, in device pixels."""
        return round(self._picture.width() * self.devicePixelRatioF())

    def _picture_came(self, sku: str) -> None:
        product = self._product
        if product is not None and sku in (product.sku, *(other.sku for other in product.alikes)):
            self.redraw()

    def _arrange_name(self, top: int, width: int, goods: int) -> None:
        """The specification right below the name, however many lines that takes; the picture beside both."""
        side = min(goods - 4, round(width * PICTURE_SHARE))
        place = QRect(PAD_PX + width - side, top, side, side)
        sku = "" if self._product is None or self._shows_pair else self._product.sku
        if self._picture.show_product(sku, place):
            width -= side + 12
        self._name.setGeometry(PAD_PX, top, width, goods * 6 // 10)
        name = round(self._name.fitted().height) + 4
        self._spec.setGeometry(PAD_PX, top + name, width, goods - name)

    def _arrange_figures(self, box: QRect) -> None:
        """What is wanted, as large as there is room; the hand beside it, on the same line on top."""
        in_hand = self._shows_hand()
        beside = round(box.width() * 0.6)
        left = beside if in_hand else box.width()
        # The same place with and without a hand: it is not painted again when the hand fills and empties.
        self._wanted_words.setGeometry(box.left(), box.top(), beside, 22)
        self._wanted.setGeometry(box.left(), box.top() + 30, left - 20, box.height() - 30)
        right = QRect(box.left() + left, box.top(), box.width() - left, box.height())
        self._hand_words.setGeometry(right.left(), right.top(), right.width(), 22)
        tall = round(72 * min(max(self.height() / DESIGN_HEIGHT_PX, 1.0), 1.5))
        tall = min(tall, right.height() - 30 - 16 - STEPPER_PX)
        self._hand.setGeometry(right.left(), right.top() + 30, right.width(), tall)
        half = (right.width() - 8) // 2
        step_top = right.top() + 30 + tall + 8
        self.fewer.setGeometry(right.left(), step_top, half, STEPPER_PX)
        self.more.setGeometry(right.left() + half + 8, step_top, half, STEPPER_PX)

    def _shows_hand(self) -> bool:
        """Of weighed goods one portion is in the hand, and the bar below tells its grams."""
        product = self._product
        holds = product is not None and product.in_hand > 0 and product.weighing is None
        return holds and not self._taken_for

    def details(self) -> Hashable:
        """Marks and where the hair lines are."""
        if self._product is None:
            return None
        say, product = self._texts.say, self._product
        words = say(zone_look(self._look.tokens, product.zone).word), say(_rule_words(product))
        lines = self._wanted_words.y(), self._next.y(), self._alike.y()
        return product.zone, product.rule, words, self._warns(), lines, self.width()

    def paint_details(self, painter: QPainter) -> None:
        """Zone and scan rule as marks on top, hair lines between the parts."""
        if self._product is None:
            return
        look = zone_look(self._look.tokens, self._product.zone)
        right = self._paint_zone(painter, self._product.zone, look)
        each = self._product.rule is ScanRule.EACH or self._product.weighing is not None
        tokens = self._look.tokens
        colours = (tokens.accent_soft, tokens.ink) if each else (tokens.pressed, tokens.ink)
        self._paint_pill(painter, right + 8, self._texts.say(_rule_words(self._product)), *colours)
        painter.setPen(QPen(QColor(self._ink(tokens.line)), 1))
        for text in (self._wanted_words, self._next):
            line = text.geometry().top() - 10
            painter.drawLine(PAD_PX, line, self.width() - PAD_PX, line)
        if self._warns():
            self._paint_warning(painter)

    def _warns(self) -> bool:
        """Whether the look-alike is told in words alone."""
        return self._product is not None and bool(self._product.look_alikes) and not self._shows_pair

    def _paint_warning(self, painter: QPainter) -> None:
        """A strip in the colour of a question; on a flash only the picture stands, in the flash's ink."""
        asked = self._look.tokens.ask
        strip = QRectF(self._alike.geometry()).adjusted(-TWINS_PX, -4, 10, 4)
        if self._tone is None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(asked.soft))
            painter.drawRoundedRect(strip, 8, 8)
        painter.setPen(QPen(QColor(self._ink(asked.mark)), 2.2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        _draw_twins(painter, QPointF(strip.left() + 8, strip.bottom() - 8))

    def _paint_zone(self, painter: QPainter, zone: Zone, look: ZoneLook) -> float:
        """The zone as a pill with its mark; returns its right edge."""
        room = zone_mark_width(zone, MARK_PX) + 6
        right = self._paint_pill(painter, PAD_PX, self._texts.say(look.word), look.ground, look.ink, room)
        mark = QRectF(PAD_PX + 10, PAD_PX - 4 + (TOP_PX - MARK_PX) / 2, room, MARK_PX)
        draw_zone_mark(painter, zone, mark, look.ink)
        return right

    def _paint_pill(
        self, painter: QPainter, left: float, words: str, ground: str, ink: str, room: float = 0
    ) -> float:
        """Words on a pill with `room` in front of them; returns its right edge."""
        metrics = QFontMetricsF(font(SCALE.secondary_px))
        pill = QRectF(left, PAD_PX - 4, metrics.horizontalAdvance(words) + 22 + room, TOP_PX)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(pill, TOP_PX / 2, TOP_PX / 2)
        painter.setPen(QColor(ink))
        size = SCALE.secondary_px
        fitted = fit(words, pill.width(), TOP_PX, TypeStyle(range(size, size + 1)))
        draw(painter, fitted, pill.adjusted(11 + room, 0, 0, 0))
        return pill.right()


def _rule_words(product: ProductCard) -> Message:
    return RULE_WORDS[product.rule] if product.weighing is None else WEIGH_EACH


def _draw_twins(painter: QPainter, foot: QPointF) -> None:
    """Two packs of two sizes that are not equal, standing at `foot`."""
    for left, wide, tall in ((0, 10, 14), (28, 14, 22)):
        pack = QRectF(foot.x() + left, foot.y() - tall, wide, tall)
        painter.drawRoundedRect(pack, 2, 2)
        painter.drawLine(pack.topLeft() + QPointF(0, 5), pack.topRight() + QPointF(0, 5))
    middle = foot + QPointF(19, -9)
    for rise in (-3, 3):
        painter.drawLine(middle + QPointF(-5, rise), middle + QPointF(5, rise))
    painter.drawLine(middle + QPointF(-4, 8), middle + QPointF(4, -8))
