"""One stop as a row: its place in driving order, the shop, and its crates as small tiles of their zone."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from station.kernel.messages import Message, Texts
from station.loading.model.view import CrateTile, StopCard, TileState
from station.shell.fitting import CENTRE, LEFT, RIGHT, Fitter, Type
from station.shell.look import Look
from station.shell.theme import zone_look

PAD_PX = 12
NAME_PX = 236
COUNT_PX = 86
ROW_PX, NEXT_ROW_PX = 52, 80
GAP_PX = 6


@dataclass(frozen=True)
class TileSize:
    """Width and height of a crate's tile in pixels."""

    wide: int
    high: int


SMALL, LARGE = TileSize(36, 30), TileSize(56, 52)


def row_height(stop: StopCard, width: int) -> int:
    """Height of the row of `stop` at this width: more crates take more lines."""
    size, least = (LARGE, NEXT_ROW_PX) if stop.is_next else (SMALL, ROW_PX)
    lines = -(-len(stop.crates) // _a_line(size, width))
    return max(least, lines * (size.high + GAP_PX) + 2 * PAD_PX - GAP_PX)


def _a_line(size: TileSize, width: int) -> int:
    room = width - NAME_PX - COUNT_PX - 2 * PAD_PX
    return max(1, (room + GAP_PX) // (size.wide + GAP_PX))


class StopPainter:
    """Draws rows with the tokens and words of now."""

    def __init__(self, texts: Texts, look: Look) -> None:
        self._texts = texts
        self._look = look
        self._fitter = Fitter()

    def words(self, stop: StopCard) -> str:
        """What a row says."""
        return f"{stop.ordinal} {stop.name} {self._under_name(stop)} {self.count(stop)}"

    def count(self, stop: StopCard) -> str:
        """How far the stop is: crates on, or that nobody knows them yet."""
        if not stop.crates_known:
            return self._texts.say(Message("not packed yet"))
        return f"{stop.on}/{len(stop.crates)}"

    def _under_name(self, stop: StopCard) -> str:
        """When the van arrives and, where the goods lie in bags, how many those are."""
        bags = [self._texts.say(Message("{count} bags", count=stop.bags))] if stop.bags else []
        return "  ·  ".join((stop.arrives, *bags))

    def paint(self, painter: QPainter, box: QRectF, stop: StopCard) -> None:
        """Draw the row of `stop` into `box`."""
        tokens = self._look.tokens
        done = stop.crates_known and stop.on == len(stop.crates)
        painter.setPen(QPen(QColor(tokens.accent if stop.is_next else tokens.line), 2 if stop.is_next else 1))
        painter.setBrush(QColor(tokens.card if stop.is_next or not done else tokens.dim))
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 10, 10)
        self._paint_name(painter, box, stop, done=done)
        painter.setPen(QColor(tokens.ok.words if done else tokens.ink_soft))
        place = QRectF(box.right() - COUNT_PX - PAD_PX, box.top(), COUNT_PX, box.height())
        kind = Type(12, 20, bold=stop.crates_known, lines=1 if stop.crates_known else 2)
        self._fitter.draw(painter, ("✓ " if done else "") + self.count(stop), place, kind, RIGHT)
        self._paint_tiles(painter, box, stop)

    def _paint_name(self, painter: QPainter, box: QRectF, stop: StopCard, *, done: bool) -> None:
        tokens, side = self._look.tokens, 40.0
        disc = QRectF(box.left() + PAD_PX, box.center().y() - side / 2, side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.accent if stop.is_next else tokens.pressed))
        painter.drawEllipse(disc)
        painter.setPen(QColor(tokens.on_accent if stop.is_next else tokens.ink))
        self._fitter.draw(painter, str(stop.ordinal), disc, Type(13, 20, bold=True), CENTRE)
        left = disc.right() + 10
        name = QRectF(left, box.center().y() - 22, box.left() + NAME_PX - left - 8, 26)
        painter.setPen(QColor(tokens.ink_soft if done else tokens.ink))
        self._fitter.draw(painter, stop.name, name, Type(13, 20 if stop.is_next else 17, bold=True), LEFT)
        painter.setPen(QColor(tokens.ink_soft))
        under = QRectF(left, name.bottom(), name.width(), 18)
        self._fitter.draw(painter, self._under_name(stop), under, Type(12, 14), LEFT)

    def _paint_tiles(self, painter: QPainter, box: QRectF, stop: StopCard) -> None:
        size = LARGE if stop.is_next else SMALL
        a_line = _a_line(size, round(box.width()))
        lines = -(-len(stop.crates) // a_line)
        top = box.center().y() - (lines * (size.high + GAP_PX) - GAP_PX) / 2
        for place, tile in enumerate(stop.crates):
            line, column = divmod(place, a_line)
            left = box.left() + NAME_PX + column * (size.wide + GAP_PX)
            square = QRectF(left, top + line * (size.high + GAP_PX), size.wide, size.high)
            self._paint_tile(painter, square, tile, named=stop.is_next)

    def _paint_tile(self, painter: QPainter, square: QRectF, tile: CrateTile, *, named: bool) -> None:
        """On: full of its zone's colour. Waiting: plain, its zone as an edge. Still packed: a broken edge.

        Where crates are loaded now their zone is `named` too.
        """
        tokens, look = self._look.tokens, zone_look(self._look.tokens, tile.zone)
        on, packing = tile.state is TileState.ON, tile.state is TileState.PACKING
        style = Qt.PenStyle.DashLine if packing else Qt.PenStyle.SolidLine
        painter.setPen(QPen(QColor(look.mark), 2 if on else 1.2, style))
        painter.setBrush(QColor(look.ground if on else tokens.card))
        painter.drawRoundedRect(square.adjusted(1, 1, -1, -1), 6, 6)
        if on:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(look.mark))
            painter.drawRect(QRectF(square.left() + 4, square.bottom() - 7, square.width() - 8, 4))
        if tile.latest:
            painter.setPen(QPen(QColor(tokens.ink), 3))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(square.adjusted(-1, -1, 1, 1), 8, 8)
        painter.setPen(QColor(look.ink if on else tokens.on_dim if packing else tokens.ink_soft))
        words = square.adjusted(3, 2, -3, -7 if on else -2)
        if named:
            under = QRectF(words.left(), words.bottom() - 16, words.width(), 15)
            words.setBottom(under.top())
            self._fitter.draw(painter, self._texts.say(look.word), under, Type(11, 12), CENTRE)
        self._fitter.draw(painter, str(tile.number), words, Type(11, 19, bold=on or named), CENTRE)
