"""One crate of the put-wall, painted: where it stands, what it takes now, and whether its label came out."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from station.kernel.messages import Message, Texts
from station.picking.model.view import CrateTile, LabelState, TileState
from station.picking.screen.text_fitting import FIGURES, TypeStyle, draw, draw_whole, fit
from station.picking.screen.zone_mark import draw_zone_mark
from station.shell.look import Look, font
from station.shell.theme import SCALE, Tokens, zone_look

HALO_PX = 5
"""Room around a tile that the glow of a lit one takes."""
RADIUS_PX = 10
FOOT_PX = 22
PILL_PX = 24
SMALL_TILE_PX = 80

LEFT = Qt.AlignmentFlag.AlignLeft
RIGHT = Qt.AlignmentFlag.AlignRight

STATE_WORDS = {
    TileState.WAITING: Message("waiting"),
    TileState.LIT: Message("put here now"),
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
DIGIT_WIDTH = 0.575
"""Width of a digit of Noto Sans SC Bold in parts of the type size, with a little room."""
PLUS_SHARE = 0.62


class CrateTileButton(QAbstractButton):
    """A crate as a tile that can be touched; repaints only when what it shows has changed."""

    def __init__(self, parent: QWidget, place: int, texts: Texts, look: Look) -> None:
        """`place` counts the tiles of the wall from 1."""
        super().__init__(parent)
        self.setObjectName(f"picking.wall.tile_{place}")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._texts = texts
        self._look = look
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
            say(zone_look(self._look.tokens, tile.zone).word),
            say(STATE_WORDS[tile.state]),
            f"{tile.put}/{tile.planned}",
        ]
        if tile.quantity:
            parts.append(f"+{tile.quantity}")
        if tile.label in LABEL_WORDS:
            parts.append(say(LABEL_WORDS[tile.label]))
        return " · ".join(parts)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        if self.tile is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(HALO_PX, HALO_PX, -HALO_PX, -HALO_PX)
        ink = self._paint_ground(painter, box, self.tile)
        small = box.height() < SMALL_TILE_PX
        inner = box.adjusted(17, 4, -9, -4) if small else box.adjusted(18, 8, -12, -8)
        head = inner.adjusted(0, 0, 0, -FOOT_PX)
        painter.setPen(QColor(ink if self._on_colour(self.tile) else self._look.tokens.ink_soft))
        foot = QRectF(inner.left(), inner.bottom() - FOOT_PX, inner.width(), FOOT_PX)
        zone_width = self._paint_foot(painter, foot, self.tile, 13 if small else 16)
        painter.setPen(QColor(ink))
        number_width = self._paint_number(painter, head, self.tile)
        beside = head.adjusted(number_width + 10, 0, 0, 0)
        if self._calls(self.tile):
            self._paint_next_act(painter, beside, inner.adjusted(max(number_width, zone_width) + 10, 0, 0, 0))
        else:
            self._paint_state(painter, beside, self.tile)
        if self.tile.label in LABEL_WORDS and self.tile.state is not TileState.CLOSED:
            taken = zone_width if self._calls(self.tile) else number_width
            self._paint_label_mark(painter, inner.adjusted(taken + 8, 0, 0, 0), self.tile)

    def _calls(self, tile: CrateTile) -> bool:
        """Whether this tile is where the next scan belongs."""
        return tile.state is TileState.LIT or (tile.state is TileState.FULL and self.asking)

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

    def _paint_ground(self, painter: QPainter, box: QRectF, tile: CrateTile) -> str:
        tokens = self._look.tokens
        ground, edge, ink = self._colours(tile, tokens)
        if self._calls(tile):
            self._paint_glow(painter, box)
        marked = self._chosen or self.isDown()
        painter.setPen(QPen(QColor(tokens.ink if marked else edge), 3 if marked else 1))
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS_PX, RADIUS_PX)
        if tile.state is not TileState.CLOSED:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(zone_look(tokens, tile.zone).mark))
            painter.drawRoundedRect(QRectF(box.left() + 6, box.top() + 8, 5, box.height() - 16), 2.5, 2.5)
        return ink

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
        size_px = int(max(min(head.height() * 0.76, head.width() * NUMBER_SHARE, 80), 20))
        style = TypeStyle(range(size_px, size_px + 1), bold=True, pitch=FIGURES)
        draw(painter, fit(str(tile.number), head.width(), head.height() + 8, style), head)
        return QFontMetricsF(painter.font()).horizontalAdvance(str(tile.number))

    def _paint_next_act(self, painter: QPainter, beside: QRectF, tall: QRectF) -> None:
        """Pieces to put, or to be closed: in whichever of the two places the words come out larger."""
        assert self.tile is not None, "paintEvent draws nothing without a tile"
        if self.tile.state is TileState.LIT:
            places = [beside] if self.tile.label in LABEL_WORDS else [beside, tall]
            place = max(places, key=lambda box: quantity_px(box, self.tile, 128))
            paint_quantity(painter, place, self.tile, 128)
            return
        style = TypeStyle(range(13, 27), bold=True, max_lines=2)
        words = self._texts.say(Message("Scan to close"))
        draw(painter, fit(words, beside.width(), beside.height(), style), beside, RIGHT)

    def _paint_state(self, painter: QPainter, beside: QRectF, tile: CrateTile) -> None:
        """Pieces it will want, or that it is full; a label that needs eyes takes their place."""
        if tile.label in LABEL_WORDS:
            return
        if tile.state is TileState.WAITING and tile.quantity:
            painter.setPen(QColor(self._look.tokens.accent))
            paint_quantity(painter, beside, tile, min(60, int(beside.height() * 0.7)))
        elif tile.state is TileState.FULL:
            style = TypeStyle(range(13, 27), bold=True, max_lines=2)
            words = self._texts.say(STATE_WORDS[TileState.FULL])
            draw(painter, fit(words, beside.width(), beside.height(), style), beside, RIGHT)

    def _paint_foot(self, painter: QPainter, foot: QRectF, tile: CrateTile, mark_px: int) -> float:
        """Zone on the left, whose width is returned; the count on the right, where there is room for it."""
        mark = QRectF(foot.left(), foot.center().y() - mark_px / 2, foot.width(), mark_px)
        look = zone_look(self._look.tokens, tile.zone)
        left = draw_zone_mark(painter, tile.zone, mark, painter.pen().color().name()) + mark_px / 3
        small = TypeStyle(range(13, SCALE.secondary_px if mark_px < SCALE.secondary_px else 16))
        beside = foot.adjusted(left, 0, 0, 0)
        taken = left + draw_whole(painter, self._texts.say(look.word), beside, small, LEFT)
        if not self._calls(tile):
            closed = tile.state is TileState.CLOSED
            words = self._texts.say(STATE_WORDS[tile.state]) if closed else f"{tile.put}/{tile.planned}"
            draw_whole(painter, words, foot.adjusted(taken + 4, 0, 0, 0), TypeStyle(range(12, 16)), RIGHT)
        return taken

    def _paint_label_mark(self, painter: QPainter, area: QRectF, tile: CrateTile) -> None:
        """A pill that says the label needs eyes or hands: top right, or under the quantity of a lit tile."""
        tokens = self._look.tokens
        ground, ink = {
            LabelState.UNSURE: (tokens.ask.fill, tokens.ask.on_fill),
            LabelState.FAILED: (tokens.refused.fill, tokens.refused.on_fill),
        }.get(tile.label, (tokens.pressed, tokens.ink))
        style = TypeStyle(range(12, 16), bold=tile.label is not LabelState.PRINTING)
        fitted = fit(self._texts.say(LABEL_WORDS[tile.label]), area.width() - 16, PILL_PX, style)
        if "…" in fitted.lines[0]:
            fitted = fit(LABEL_SIGNS[tile.label], area.width(), PILL_PX, style)
        metrics = QFontMetricsF(font(fitted.size_px, bold=fitted.bold))
        width = metrics.horizontalAdvance(fitted.lines[0]) + 16
        top = area.bottom() - PILL_PX if self._calls(tile) else area.top()
        pill = QRectF(area.right() - width + 4, top, width, PILL_PX)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(pill, PILL_PX / 2, PILL_PX / 2)
        painter.setPen(QColor(ink))
        draw(painter, fitted, pill, Qt.AlignmentFlag.AlignHCenter)


def quantity_px(place: QRectF, tile: CrateTile | None, most_px: int) -> int:
    """Type size at which the pieces of `tile`, with a smaller plus before them, fill `place`."""
    digits = len(str(tile.quantity)) if tile else 1
    wide = place.width() / (DIGIT_WIDTH * (digits + PLUS_SHARE) + 0.06)
    return int(max(12, min(most_px, place.height() / 0.78, wide)))


def paint_quantity(painter: QPainter, place: QRectF, tile: CrateTile, most_px: int) -> None:
    """Draw "+3" at the right of `place`, the plus smaller than the figure it belongs to."""
    size_px = quantity_px(place, tile, most_px)
    style = TypeStyle(range(size_px, size_px + 1), bold=True, pitch=FIGURES)
    plus_px = int(size_px * PLUS_SHARE)
    plus_style = TypeStyle(range(plus_px, plus_px + 1), bold=True, pitch=FIGURES)
    draw(painter, fit(str(tile.quantity), place.width() + 9, place.height() + 9, style), place, RIGHT)
    before = place.adjusted(0, 0, -QFontMetricsF(painter.font()).horizontalAdvance(str(tile.quantity)), 0)
    draw(painter, fit("+", place.width() + 9, place.height() + 9, plus_style), before, RIGHT)
