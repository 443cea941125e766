"""The crates to fetch from as tiles in walking order, each with its zone's sign and its lines."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPainterPath, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from station.kernel.messages import Message, Texts
from station.pickup.model.view import GoodsLine, LineKey, Place
from station.pickup.screen.line_row import LineButton
from station.shell.fitting import CENTRE, LEFT, RIGHT, Fitter, Type
from station.shell.look import Look
from station.shell.theme import zone_look
from station.shell.zone_mark import draw_zone_mark, zone_mark_width

GAP_PX = 12
HEAD_PX = 72
EDGE_PX = 8
LEAST_LINE_PX, MOST_LINE_PX = 50, 68
LEAST_TILE_PX = 330
RADIUS_PX = 12


class PlacesBoard(QWidget):
    """Tiles are painted, lines on them are rows to tap; both are placed by ourselves."""

    def __init__(self, texts: Texts, look: Look, tap: Callable[[GoodsLine], None]) -> None:
        super().__init__()
        self.setObjectName("pickup.places")
        self._texts = texts
        self._look = look
        self._fitter = Fitter()
        self._tap = tap
        self._places: tuple[Place, ...] = ()
        self._tiles: list[QRectF] = []
        self._lines: list[LineButton] = []
        self._room_px = 0

    @property
    def lines(self) -> list[LineButton]:
        """The lines on show, in walking order."""
        return self._lines[: sum(len(place.lines) for place in self._places)]

    def show_places(self, places: tuple[Place, ...]) -> None:
        """Draw `places`; only what has changed is painted."""
        if places == self._places:
            return
        moved = [len(place.lines) for place in places] != [len(place.lines) for place in self._places]
        self._places = places
        every = [line for place in places for line in place.lines]
        while len(self._lines) < len(every):
            name = f"pickup.line_{len(self._lines) + 1}"
            self._lines.append(LineButton(self._texts, self._look, name, self._tap, self))
        for button, line in zip(self._lines, every, strict=False):
            button.show_line(line)
        for at, button in enumerate(self._lines):
            button.setVisible(at < len(every))
        if moved:
            self._place()
        self._tell()

    def mark(self, key: LineKey | None) -> None:
        """Mark the line of `key`, or none."""
        for button in self.lines:
            button.mark(marked=button.line is not None and button.line.key == key)

    def fill(self, height: int) -> None:
        """Lines grow with the `height` (px) there is."""
        if height != self._room_px:
            self._room_px = height
            self._place()

    def redraw(self) -> None:
        """Paint again, in the look and language of now."""
        for line in self._lines:
            line.redraw()
        self._tell()

    def words(self) -> list[str]:
        """What the heads of the tiles say."""
        say = self._texts.say
        return [
            f"{at}: {say(Message('Crate {number}', number=place.number))} "
            f"{say(zone_look(self._look.tokens, place.zone).word)} ×{place.pieces}"
            for at, place in enumerate(self._places, start=1)
        ]

    def _tell(self) -> None:
        self.setAccessibleName("\n".join(self.words()))
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(600, self.minimumHeight())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        self._place()

    def _place(self) -> None:
        """Tiles side by side, as many as are wide enough to be read; each row as high as its longest."""
        columns = max(min(self.width() // LEAST_TILE_PX, len(self._places)), 1)
        rows = [self._places[at : at + columns] for at in range(0, len(self._places), columns)]
        longest = [max(len(place.lines) for place in row) for row in rows]
        line_px = self._line_px(longest)
        wide = (self.width() - GAP_PX * (columns - 1)) / columns
        self._tiles, top, at = [], 0.0, 0
        for row, most in zip(rows, longest, strict=True):
            high = HEAD_PX + most * line_px + 2 * EDGE_PX
            for column, place in enumerate(row):
                tile = QRectF(column * (wide + GAP_PX), top, wide, high)
                self._tiles.append(tile)
                at = self._place_lines(tile, at, len(place.lines), line_px)
            top += high + GAP_PX
        self.setMinimumHeight(max(round(top - GAP_PX), 0))
        self.update()

    def _line_px(self, longest: list[int]) -> int:
        room = self._room_px - len(longest) * (HEAD_PX + 2 * EDGE_PX + GAP_PX) + GAP_PX
        fitting = room // max(sum(longest), 1)
        return min(max(fitting, LEAST_LINE_PX), MOST_LINE_PX)

    def _place_lines(self, tile: QRectF, first: int, count: int, line_px: int) -> int:
        for nth in range(count):
            top = tile.top() + HEAD_PX + EDGE_PX + nth * line_px
            self._lines[first + nth].setGeometry(
                round(tile.left() + EDGE_PX), round(top), round(tile.width() - 2 * EDGE_PX), line_px - 4
            )
        return first + count

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for at, (tile, place) in enumerate(zip(self._tiles, self._places, strict=True), start=1):
            if tile.intersects(QRectF(event.rect())):
                self._paint_tile(painter, tile, place, at)

    def _paint_tile(self, painter: QPainter, tile: QRectF, place: Place, at: int) -> None:
        tokens, zone = self._look.tokens, zone_look(self._look.tokens, place.zone)
        box = tile.adjusted(1, 1, -1, -1)
        shape = QPainterPath()
        shape.addRoundedRect(box, RADIUS_PX, RADIUS_PX)
        painter.fillPath(shape, QColor(tokens.card))
        painter.save()
        painter.setClipRect(QRectF(tile.left(), tile.top(), tile.width(), HEAD_PX))
        painter.fillPath(shape, QColor(zone.ground))
        painter.restore()
        painter.setPen(QPen(QColor(zone.mark), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(shape)
        self._paint_head(painter, QRectF(tile.left(), tile.top(), tile.width(), HEAD_PX), place, at)

    def _paint_head(self, painter: QPainter, head: QRectF, place: Place, at: int) -> None:
        zone = zone_look(self._look.tokens, place.zone)
        disc = QRectF(head.left() + 14, head.center().y() - 19, 38, 38)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(zone.ink))
        painter.drawEllipse(disc)
        painter.setPen(QColor(zone.ground))
        self._fitter.draw(painter, str(at), disc, Type(14, 22, bold=True), CENTRE)
        sign_px = 26.0
        sign = zone_mark_width(place.zone, sign_px)
        word = QRectF(head.right() - 14 - 84, head.top() + 8, 84, head.height() - 16)
        draw_zone_mark(
            painter, place.zone, QRectF(word.right() - sign, word.top() + 2, sign, sign_px), zone.ink
        )
        painter.setPen(QColor(zone.ink))
        under = word.adjusted(0, sign_px + 4, 0, 0)
        self._fitter.draw(painter, self._texts.say(zone.word), under, Type(12, 16, bold=True), RIGHT)
        name = QRectF(disc.right() + 14, head.top() + 4, word.left() - disc.right() - 20, head.height() - 8)
        crate = self._texts.say(Message("Crate {number}", number=place.number))
        self._fitter.draw(painter, crate, name, Type(18, 36, bold=True), LEFT)
