"""Gift boxes, or the parts of one, as large rows with pictures; what is done wears a tick."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from station.kernel.messages import Message, Texts, Tone
from station.packing.model.view import Item, PackingView
from station.packing.screen.item_grid import GAP_PX, ItemGrid, item_grid
from station.shell.fitting import CENTRE, LEFT, RIGHT, Fitter, Type
from station.shell.look import Look
from station.shell.picture_store import PictureStore
from station.shell.product_picture import ProductPicture
from station.shell.shapes import draw_shape
from station.shell.theme import tone_look

RADIUS_PX, PAD_PX = 10, 14
FIGURE_SHARE, LEAST_FIGURE_PX = 0.2, 84
DISC_PX, NAME_SHARE = 40, 0.62
NAME = Type(14, 48, bold=True, lines=2)
NOTE = Type(12, 24)
FIGURE = Type(18, 80, bold=True)
EMPTY = Type(16, 28, bold=True, lines=2)
PAGE = Type(12, 16)
PAGE_PX = 20


class ItemList(QWidget):
    """Paints the rows of a view; a touch chooses one."""

    def __init__(
        self, texts: Texts, look: Look, on_choose: Callable[[str], None], pictures: PictureStore | None
    ) -> None:
        super().__init__()
        self.setObjectName("packing.items")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._texts, self._look, self._on_choose = texts, look, on_choose
        self._pictures = pictures
        self._items: tuple[Item, ...] = ()
        self._chosen: str | None = None
        self._empty: Message | None = None
        self._shown: list[ProductPicture] = []
        self._has_pictures = False
        self._fitter = Fitter()
        if pictures is not None:
            pictures.changed.connect(lambda _sku: self._arrange())

    def show_view(self, view: PackingView) -> None:
        """Draw the rows of `view`."""
        self._items, self._chosen, self._empty = view.items, view.chosen, view.empty
        self.redraw()

    def redraw(self) -> None:
        """Draw again, in the look and language of now."""
        said = [f"{item.name} {item.figure} {self._notes(item)}".strip() for item in self._items]
        empty = self._texts.say(self._empty) if self._empty else ""
        self.setAccessibleName("; ".join(said) or empty)
        self._arrange()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(900, 380)

    def row_box(self, key: str) -> QRectF | None:
        """Where a row is drawn; None for one of another page."""
        grid = self._grid()
        number = next((place for place, item in enumerate(self._items) if item.key == key), None)
        if number is None or not grid.first <= number < grid.first + grid.capacity:
            return None
        column, row = grid.place(number)
        wide = (self.width() + GAP_PX) / grid.columns
        return QRectF(column * wide, row * (grid.row_px + GAP_PX), wide - GAP_PX, grid.row_px)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._arrange()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        for item in self._items:
            box = self.row_box(item.key)
            if box is not None and box.contains(event.position()):
                self._on_choose(item.key)
                return

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self._items and self._empty is not None:
            painter.setPen(QColor(self._look.tokens.ink_soft))
            self._fitter.draw(painter, self._texts.say(self._empty), QRectF(self.rect()), EMPTY, CENTRE)
        for item in self._items:
            box = self.row_box(item.key)
            if box is not None:
                self._paint_item(painter, box, item)
        self._paint_page(painter)

    def _grid(self) -> ItemGrid:
        keys = [item.key for item in self._items]
        chosen = keys.index(self._chosen) if self._chosen in keys else 0
        grid = item_grid(len(keys), self.height(), chosen)
        return grid if grid.pages == 1 else item_grid(len(keys), self.height() - PAGE_PX, chosen)

    def _arrange(self) -> None:
        """Put the pictures into their rows; where nobody has any, they take no room."""
        while len(self._shown) < len(self._items):
            name = f"packing.picture_{len(self._shown) + 1}"
            self._shown.append(ProductPicture(self, name, self._look, self._pictures))
        found = False
        for picture, item in zip(self._shown, self._items, strict=False):
            box = self.row_box(item.key)
            place = _picture_box(box).toRect() if box is not None else None
            found |= place is not None and picture.show_product(item.sku, place)
            if place is None:
                picture.show_product("", picture.geometry())
        for picture in self._shown[len(self._items) :]:
            picture.show_product("", picture.geometry())
        self._has_pictures = found
        self.update()

    def _paint_item(self, painter: QPainter, box: QRectF, item: Item) -> None:
        tokens, chosen = self._look.tokens, item.key == self._chosen
        tone = tone_look(tokens, item.mark) if item.mark else None
        ground = tone.soft if tone else tokens.accent_soft if chosen else tokens.card
        painter.setPen(QPen(QColor(tokens.accent if chosen else tokens.line), 3 if chosen else 1))
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(box.adjusted(1.5, 1.5, -1.5, -1.5), RADIUS_PX, RADIUS_PX)
        left = _picture_box(box).right() if self._has_pictures else box.left()
        wide = max(LEAST_FIGURE_PX, box.width() * FIGURE_SHARE)
        inner = QRectF(left + PAD_PX, box.top() + 4, box.right() - wide - left - 2 * PAD_PX, box.height() - 8)
        self._paint_words(painter, inner, item)
        self._paint_figure(painter, QRectF(box.right() - wide - PAD_PX, box.top(), wide, box.height()), item)

    def _paint_words(self, painter: QPainter, box: QRectF, item: Item) -> None:
        notes, tokens = self._notes(item), self._look.tokens
        tall = box.height() * NAME_SHARE
        top = box.top() if notes else box.center().y() - tall / 2
        painter.setPen(QColor(tokens.ink))
        self._fitter.draw(painter, item.name, QRectF(box.left(), top, box.width(), tall), NAME, LEFT)
        if notes:
            painter.setPen(QColor(tone_look(tokens, item.mark).words if item.mark else tokens.ink_soft))
            below = QRectF(box.left(), box.top() + tall, box.width(), box.height() - tall)
            self._fitter.draw(painter, notes, below, NOTE, LEFT)

    def _paint_figure(self, painter: QPainter, box: QRectF, item: Item) -> None:
        side = min(DISC_PX, box.height() - 12)
        if item.mark is not None:
            tone = tone_look(self._look.tokens, item.mark)
            disc = QRectF(box.right() - side, box.center().y() - side / 2, side, side)
            draw_shape(painter, disc, item.mark, tone.mark, tone.on_mark)
        box = box.adjusted(0, 0, -side - 8, 0)  # figures stand below each other, with a shape or without
        painter.setPen(QColor(self._look.tokens.ink_soft if item.mark is Tone.OK else self._look.tokens.ink))
        self._fitter.draw(painter, item.figure, box, FIGURE, RIGHT)

    def _paint_page(self, painter: QPainter) -> None:
        grid = self._grid()
        if grid.pages > 1:
            painter.setPen(QColor(self._look.tokens.ink_soft))
            foot = QRectF(0, self.height() - PAGE_PX, self.width(), PAGE_PX)
            words = Message("Page {page} of {pages}: ↑ ↓", page=grid.page, pages=grid.pages)
            self._fitter.draw(painter, self._texts.say(words), foot, PAGE, RIGHT)

    def _notes(self, item: Item) -> str:
        words = (self._texts.say(note) if isinstance(note, Message) else note for note in item.notes)
        return " · ".join(words)


def _picture_box(box: QRectF) -> QRectF:
    side = box.height() - 12
    return QRectF(box.left() + 8, box.top() + 6, side, side)
