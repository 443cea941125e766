"""One crate of the put-wall, painted: where it stands, what it takes now, and whether its label came out."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from station.kernel.messages import Message, Texts
from station.picking.model.view import CrateTile, LabelState, TileState
from station.picking.screen.text_fitting import FIGURES, TypeStyle
from station.picking.screen.text_memory import TextMemory
from station.shell.look import Look
from station.shell.picture_memory import PictureMemory
from station.shell.theme import SCALE, Tokens, zone_look
from station.shell.zone_mark import draw_zone_mark, zone_mark_width

HALO_PX = 5
"""Room around a tile that the glow of a lit one takes."""
RADIUS_PX = 10
FOOT_PX = 22
PILL_PX = 24
COUNT_PX = 56
"""Room at the foot for the count beside the name of a pickup point."""
SMALL_TILE_PX = 80

LEFT = Qt.AlignmentFlag.AlignLeft
RIGHT = Qt.AlignmentFlag.AlignRight

STATE_WORDS = {
    TileState.WAITING: Message("waiting"),
    TileState.LIT: Message("put here now"),
    TileState.OUT: Message("take out of here now"),
    TileState.FULL: Message("Full"),
    TileState.CLOSED: Message("Closed"),
}
LABEL_WORDS = {
    LabelState.PRINTING: Message("Is printing"),
    LabelState.UNSURE: Message("Label?"),
    LabelState.FAILED: Message("No label"),
}
"""Words of the marks; a label that was printed needs none."""
LABEL_SIGNS = {LabelState.PRINTING: "…", LabelState.UNSURE: "?", LabelState.FAILED: "!"}
"""What stands for the words where a tile is too narrow for them."""
NUMBER_SHARE = 0.29
"""Type size of the number in parts of the tile's width: two digits leave more than half to the quantity."""
BAG_SHARE = 0.96
"""Of the name of a bag, such as 3-2, shared by its characters: the quantity keeps its room."""
DIGIT_WIDTH = 0.575
"""Width of a digit of Noto Sans SC Bold in parts of the type size, with a little room."""
PLUS_SHARE = 0.62


class TileMemory:
    """What the tiles of a wall have in common, drawn once for all of them."""

    def __init__(self) -> None:
        self.pictures = PictureMemory(most=64)
        self.texts = TextMemory(most=512)


class CrateTileButton(QAbstractButton):
    """A crate as a tile that can be touched; repaints only when what it shows has changed."""

    def __init__(self, parent: QWidget, place: int, texts: Texts, look: Look, memory: TileMemory) -> None:
        """`place` counts the tiles of the wall from 1."""
        super().__init__(parent)
        self.setObjectName(f"picking.wall.tile_{place}")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._texts = texts
        self._look = look
        self._memory = memory
        self.asking = False
        self._chosen = False
        self.tile: CrateTile | None = None

    def show_tile(self, tile: CrateTile, *, asking: bool, chosen: bool) -> None:
        """Draw `tile`; `asking` when closing full crates is what is to be done now."""
        if (tile, asking, chosen) != (self.tile, self.asking, self._chosen):
            self.tile, self.asking, self._chosen = tile, asking, chosen
            self.redraw()

    def redraw(self) -> None:
        """Paint again, in the look and language of now."""
        if self.tile is not None:
            self.setAccessibleName(self._spoken(self.tile))
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(160, 110)

    def _spoken(self, tile: CrateTile) -> str:
        say = self._texts.say
        parts = [
            say(Message("Crate {number}", number=tile.number)),
            *filter(None, (tile.point,)),
            say(zone_look(self._look.tokens, tile.zone).word),
            say(STATE_WORDS[tile.state]),
            f"{tile.put}/{tile.planned}",
        ]
        if tile.bag:
            parts.append(say(Message("Bag {bag}", bag=tile.bag)))
        if tile.quantity:
            parts.append(f"{'−' if tile.state is TileState.OUT else '+'}{tile.quantity}")
        parts += [f"{bag} +{pieces}" for bag, pieces in tile.bags_then]
        if tile.label in LABEL_WORDS:
            parts.append(say(LABEL_WORDS[tile.label]))
        return " · ".join(parts)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        if self.tile is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tile = self.tile
        ink = self._paint_ground(painter, tile)
        box = _without_halo(QRectF(self.rect()))
        inner = _inner(box)
        head = inner.adjusted(0, 0, 0, -FOOT_PX)
        painter.setPen(QColor(ink if self._on_colour(tile) else self._look.tokens.ink_soft))
        zone_width = self._paint_foot(painter, _foot(inner), tile, _mark_px(box))
        painter.setPen(QColor(ink))
        number_width = self._paint_number(painter, head, tile)
        beside = head.adjusted(number_width + 10, 0, 0, 0)
        if self._calls(tile):
            self._paint_next_act(painter, beside, inner.adjusted(max(number_width, zone_width) + 10, 0, 0, 0))
        else:
            self._paint_state(painter, beside, tile)
        if tile.label in LABEL_WORDS and tile.state is not TileState.CLOSED:
            taken = zone_width if self._calls(tile) else number_width
            self._paint_label_mark(painter, inner.adjusted(taken + 8, 0, 0, 0), tile)

    def _calls(self, tile: CrateTile) -> bool:
        """Whether this tile is where the next scan belongs."""
        return tile.state in (TileState.LIT, TileState.OUT) or (tile.state is TileState.FULL and self.asking)

    def _tells_others(self, tile: CrateTile) -> bool:
        """Whether bags behind the first one have place under the quantity; the question names them all."""
        return bool(tile.bags_then) and not _is_small(_without_halo(QRectF(self.rect())))

    def _on_colour(self, tile: CrateTile) -> bool:
        return self._calls(tile) or tile.state in (TileState.FULL, TileState.CLOSED)

    def _colours(self, tile: CrateTile, tokens: Tokens) -> tuple[str, str, str]:
        """Ground, edge and ink of the tile."""
        if self._calls(tile):
            return tokens.accent, tokens.accent, tokens.on_accent
        if tile.state is TileState.FULL:
            return tokens.ok.soft, tokens.ok.mark, tokens.ok.words
        if tile.state is TileState.CLOSED:
            return tokens.dim, tokens.dim, tokens.on_dim
        return tokens.card, tokens.line, tokens.ink

    def _paint_ground(self, painter: QPainter, tile: CrateTile) -> str:
        """Everything but words and figures; returns the ink that reads on it."""
        tokens = self._look.tokens
        _, _, ink = colours = self._colours(tile, tokens)
        marked = self._chosen or self.isDown()
        key = (tokens.name, colours, tile.zone, self._calls(tile), marked)
        self._memory.pictures.draw(
            painter,
            QRectF(self.rect()),
            key,
            lambda brush, whole: self._draw_ground(brush, whole, tile, marked=marked),
        )
        return ink

    def _draw_ground(self, painter: QPainter, whole: QRectF, tile: CrateTile, *, marked: bool) -> None:
        tokens, box = self._look.tokens, _without_halo(whole)
        ground, edge, ink = self._colours(tile, tokens)
        if self._calls(tile):
            self._paint_glow(painter, box)
        painter.setPen(QPen(QColor(tokens.ink if marked else edge), 3 if marked else 1))
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS_PX, RADIUS_PX)
        if tile.state is not TileState.CLOSED:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(zone_look(tokens, tile.zone).mark))
            painter.drawRoundedRect(QRectF(box.left() + 6, box.top() + 8, 5, box.height() - 16), 2.5, 2.5)
        foot, mark_px = _foot(_inner(box)), _mark_px(box)
        mark = QRectF(foot.left(), foot.center().y() - mark_px / 2, foot.width(), mark_px)
        draw_zone_mark(painter, tile.zone, mark, ink if self._on_colour(tile) else tokens.ink_soft)

    def _paint_glow(self, painter: QPainter, box: QRectF) -> None:
        glow = QColor(self._look.tokens.accent)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for reach, alpha in ((3.5, 50), (1.5, 110)):
            glow.setAlpha(alpha)
            painter.setPen(QPen(glow, 2.5))
            radius = RADIUS_PX + reach
            painter.drawRoundedRect(box.adjusted(-reach, -reach, reach, reach), radius, radius)

    def _paint_number(self, painter: QPainter, head: QRectF, tile: CrateTile) -> float:
        """The crate's number, the same size in every state; returns its width."""
        words = tile.bag or str(tile.number)
        share = BAG_SHARE / len(words) if tile.bag else NUMBER_SHARE
        size_px = int(max(min(head.height() * 0.76, head.width() * share, 80), 16))
        style = TypeStyle(range(size_px, size_px + 1), bold=True, pitch=FIGURES)
        return self._memory.texts.draw(painter, words, head.adjusted(0, -4, 0, 4), style)

    def _paint_next_act(self, painter: QPainter, beside: QRectF, tall: QRectF) -> None:
        """Pieces to put, or to be closed: in whichever of the two places the words come out larger."""
        assert self.tile is not None, "paintEvent draws nothing without a tile"
        if self.tile.state in (TileState.LIT, TileState.OUT):
            under = self.tile.label in LABEL_WORDS or self._tells_others(self.tile)
            places = [beside] if under else [beside, tall]
            place = max(places, key=lambda box: quantity_px(box, self.tile, 128))
            self._paint_quantity(painter, place, self.tile, 128)
            return
        style = TypeStyle(range(13, 27), bold=True, max_lines=2)
        words = self._texts.say(Message("Scan to close"))
        self._memory.texts.draw(painter, words, beside, style, RIGHT)

    def _paint_state(self, painter: QPainter, beside: QRectF, tile: CrateTile) -> None:
        """Pieces it will want, or that it is full; a label that needs eyes takes their place."""
        if tile.label in LABEL_WORDS:
            return
        if tile.state is TileState.WAITING and tile.quantity:
            painter.setPen(QColor(self._look.tokens.accent))
            self._paint_quantity(painter, beside, tile, min(60, int(beside.height() * 0.7)))
        elif tile.state is TileState.FULL:
            style = TypeStyle(range(13, 27), bold=True, max_lines=2)
            words = self._texts.say(STATE_WORDS[TileState.FULL])
            self._memory.texts.draw(painter, words, beside, style, RIGHT)

    def _paint_foot(self, painter: QPainter, foot: QRectF, tile: CrateTile, mark_px: int) -> float:
        """Zone on the left, whose width is returned; the count on the right, where there is room for it.

        Where crates of two pickup points stand here the point is named, and the mark tells the zone.
        """
        left = zone_mark_width(tile.zone, mark_px) + mark_px / 3
        small = TypeStyle(range(13, SCALE.secondary_px if mark_px < SCALE.secondary_px else 16))
        texts, place = self._memory.texts, foot.adjusted(left, 0, 0, 0)
        if tile.point:
            taken = left + texts.draw(painter, tile.point, place.adjusted(0, 0, -COUNT_PX, 0), small)
        else:
            word = self._texts.say(zone_look(self._look.tokens, tile.zone).word)
            taken = left + texts.draw_whole(painter, word, place, small, LEFT)
        if self._tells_others(tile):
            words = " ".join(f"{bag} +{pieces}" for bag, pieces in tile.bags_then)
            right = foot.adjusted(taken + 8, 0, 0, 0)
            taken += 8 + texts.draw_whole(painter, words, right, TypeStyle(range(12, 17)), RIGHT)
        elif not self._calls(tile):
            closed = tile.state is TileState.CLOSED
            words = self._texts.say(STATE_WORDS[tile.state]) if closed else f"{tile.put}/{tile.planned}"
            texts.draw_whole(
                painter, words, foot.adjusted(taken + 4, 0, 0, 0), TypeStyle(range(12, 16)), RIGHT
            )
        return taken

    def _paint_label_mark(self, painter: QPainter, area: QRectF, tile: CrateTile) -> None:
        """A pill that says the label needs eyes or hands: top right, or under the quantity of a lit tile."""
        tokens = self._look.tokens
        ground, ink = {
            LabelState.UNSURE: (tokens.ask.fill, tokens.ask.on_fill),
            LabelState.FAILED: (tokens.refused.fill, tokens.refused.on_fill),
        }.get(tile.label, (tokens.pressed, tokens.ink))
        style = TypeStyle(range(12, 16), bold=tile.label is not LabelState.PRINTING)
        words = self._texts.say(LABEL_WORDS[tile.label])
        laid = self._memory.texts.lay(words, area.width() - 16, PILL_PX, style)
        if "…" in laid.lines[0][1]:
            laid = self._memory.texts.lay(LABEL_SIGNS[tile.label], area.width(), PILL_PX, style)
        width = laid.width + 16
        top = area.bottom() - PILL_PX if self._calls(tile) else area.top()
        pill = QRectF(area.right() - width + 4, top, width, PILL_PX)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(pill, PILL_PX / 2, PILL_PX / 2)
        painter.setPen(QColor(ink))
        laid.draw(painter, QPointF(pill.left() + 8, pill.top()))

    def _paint_quantity(self, painter: QPainter, place: QRectF, tile: CrateTile, most_px: int) -> None:
        """Draw "+3" (or "−3") at the right of `place`, the sign smaller than the figure it belongs to."""
        size_px = quantity_px(place, tile, most_px)
        plus_px = int(size_px * PLUS_SHARE)
        style = TypeStyle(range(size_px, size_px + 1), bold=True, pitch=FIGURES)
        plus_style = TypeStyle(range(plus_px, plus_px + 1), bold=True, pitch=FIGURES)
        roomy = place.adjusted(-9, -4.5, 0, 4.5)
        width = self._memory.texts.draw(painter, str(tile.quantity), roomy, style, RIGHT)
        sign = "−" if tile.state is TileState.OUT else "+"
        self._memory.texts.draw(painter, sign, roomy.adjusted(0, 0, -width, 0), plus_style, RIGHT)


def quantity_px(place: QRectF, tile: CrateTile | None, most_px: int) -> int:
    """Type size at which the pieces of `tile`, with a smaller plus before them, fill `place`."""
    digits = len(str(tile.quantity)) if tile else 1
    wide = place.width() / (DIGIT_WIDTH * (digits + PLUS_SHARE) + 0.06)
    return int(max(12, min(most_px, place.height() / 0.78, wide)))


def _without_halo(whole: QRectF) -> QRectF:
    return whole.adjusted(HALO_PX, HALO_PX, -HALO_PX, -HALO_PX)


def _inner(box: QRectF) -> QRectF:
    """Where words and figures stand."""
    return box.adjusted(17, 4, -9, -4) if _is_small(box) else box.adjusted(18, 8, -12, -8)


def _foot(inner: QRectF) -> QRectF:
    return QRectF(inner.left(), inner.bottom() - FOOT_PX, inner.width(), FOOT_PX)


def _mark_px(box: QRectF) -> int:
    return 13 if _is_small(box) else 16


def _is_small(box: QRectF) -> bool:
    return box.height() < SMALL_TILE_PX
