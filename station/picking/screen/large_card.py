"""What matters now, in figures that are read from three metres away: where, what, how many, which crate."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent

from station.kernel.messages import Message, Texts
from station.picking.model.view import CrateTile, PickingView, Step, TileState
from station.picking.screen.card_frame import FlashingCard
from station.picking.screen.fitted_text import FittedText
from station.picking.screen.text_fitting import FIGURES, TypeStyle, sizes
from station.shell.look import Look
from station.shell.speech import NOTHING

PAD_PX = 24
NAME_SHARE, WORDS_SHARE = 0.25, 0.11
MOST_CRATES = 6
CENTRE = Qt.AlignmentFlag.AlignHCenter


@dataclass(frozen=True)
class Figures:
    """What the card says: the goods, a place with its words, and a number with its words."""

    goods: str = ""
    place: str = ""
    place_words: Message = NOTHING
    number: str = ""
    number_words: Message = NOTHING


def figures_of(view: PickingView) -> Figures:
    """The few words that count at a step."""
    if view.step is Step.TAKE_OUT and view.take_out is not None:
        out = view.take_out
        return Figures(
            f"{out.name} {out.spec}".strip(),
            str(out.crate),
            Message("out of crate"),
            f"−{out.quantity}",
            Message("take out, pcs"),
        )
    if view.step is Step.CLOSE_CRATES:
        open_ones = [str(tile.number) for tile in view.crates if tile.state is not TileState.CLOSED]
        return Figures(place="  ".join(open_ones[:MOST_CRATES]), place_words=Message("crates to close"))
    product = view.product
    if product is None:
        return Figures()
    goods = f"{product.name} {product.spec}".strip()
    if view.step is not Step.PUT:
        return Figures(goods, product.bin, Message("bin"), str(product.wanted), Message("still wanted, pcs"))
    lit = [tile for tile in view.crates if tile.state is TileState.LIT]
    if len(lit) == 1:
        return Figures(
            goods, _named(lit[0]), Message("into crate"), str(lit[0].quantity), Message("put, pcs")
        )
    told = "   ".join(f"{_named(tile)}×{tile.quantity}" for tile in lit[:MOST_CRATES])
    return Figures(goods, told, Message("crate × pieces"))


def _named(tile: CrateTile) -> str:
    """The bag that comes first where orders have bags of their own, else the crate."""
    return tile.bag or str(tile.number)


class LargeCard(FlashingCard):
    """Two figures side by side under the name of the goods; or one line of them over the whole width."""

    def __init__(self, texts: Texts, look: Look) -> None:
        super().__init__(look)
        self.setObjectName("picking.large")
        self._texts = texts
        self._shown = Figures()
        self._goods = self._text("goods", TypeStyle(sizes(24, 96), bold=True, max_lines=2))
        figures = TypeStyle(sizes(48, 400), bold=True, pitch=FIGURES)
        self._place = self._text("place", figures)
        self._number = self._text("number", figures)
        words = TypeStyle(range(18, 41), bold=True)
        self._place_words = self._text("place_words", words)
        self._number_words = self._text("number_words", words)
        self._strong = [self._goods, self._place, self._number]
        self._soft = [self._place_words, self._number_words]
        self.ink_texts()

    def _text(self, name: str, style: TypeStyle) -> FittedText:
        return FittedText(self, f"picking.large.{name}", style, CENTRE | Qt.AlignmentFlag.AlignVCenter)

    def show_moment(self, view: PickingView) -> None:
        """Draw what counts in `view`."""
        told = figures_of(view)
        if told != self._shown:
            self._shown = told
            self.redraw()

    def redraw(self) -> None:
        """Say everything again, in the look and language of now."""
        told, say = self._shown, self._texts.say
        self._goods.show_text(told.goods)
        self._place.show_text(told.place)
        self._place_words.show_text(say(told.place_words))
        self._number.show_text(told.number)
        self._number_words.show_text(say(told.number_words))
        self.setAccessibleName(
            " · ".join(filter(None, (told.goods, told.place, say(told.place_words), told.number)))
        )
        self._arrange()
        self.ink_texts()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        wide, high = self.width() - 2 * PAD_PX, self.height() - 2 * PAD_PX
        top = PAD_PX + (round(high * NAME_SHARE) if self._shown.goods else 0)
        words = round(high * WORDS_SHARE)
        self._goods.setGeometry(PAD_PX, PAD_PX, wide, top - PAD_PX)
        tall = PAD_PX + high - top - words
        half = (wide - PAD_PX) // 2 if self._shown.number else wide
        for figure, under, left in (
            (self._place, self._place_words, PAD_PX),
            (self._number, self._number_words, PAD_PX + half + PAD_PX),
        ):
            figure.setGeometry(left, top, half, tall)
            under.setGeometry(left, top + tall, half, words)
        for part in (self._number, self._number_words):
            part.setVisible(bool(self._shown.number))
