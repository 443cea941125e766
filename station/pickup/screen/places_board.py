"""The crates to fetch from as tiles in walking order, each with its zone's sign and its lines."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from station.kernel.messages import Message, Texts
from station.pickup.model.view import GoodsLine, LineKey, Place
from station.pickup.screen.line_row import LineButton
from station.shell.fitting import CENTRE, LEFT, RIGHT, Fitter, Type
from station.shell.look import Look
from station.shell.theme import zone_look
from station.shell.zone_mark import draw_zone_mark, zone_mark_width

GAP_PX = 12
EDGE_PX = 8
RADIUS_PX = 12


@dataclass(frozen=True)
class _Density:
    """How closely tiles stand: their least width, height of head and of a line, in pixels."""

    tile_px: int
    head_px: int
    line_px: int


DENSITIES = (
    _Density(380, 96, 96),
    _Density(330, 72, 72),
    _Density(330, 72, 64),
    _Density(330, 64, 54),
    _Density(280, 52, 50),
)
"""The first one at which all fits is taken: many crates stand closer together rather than out of sight."""


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
        self._density = DENSITIES[0]

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
        """Each tile goes under the shortest column, so that the walking order is read from the left."""
        for density in DENSITIES:
            self._density = density
            self._tiles = self._tiles_at(density)
            bottom = max((tile.bottom() for tile in self._tiles), default=0.0)
            if bottom <= self._room_px:
                break
        at = 0
        for tile, place in zip(self._tiles, self._places, strict=True):
            at = self._place_lines(tile, at, len(place.lines))
        self.setMinimumHeight(round(bottom))
        self.update()

    def _tiles_at(self, density: _Density) -> list[QRectF]:
        columns = max(min(self.width() // density.tile_px, len(self._places)), 1)
        wide = (self.width() - GAP_PX * (columns - 1)) / columns
        tops, tiles = [0.0] * columns, []
        for place in self._places:
            column = tops.index(min(tops))
            high = density.head_px + len(place.lines) * density.line_px + 2 * EDGE_PX
            tiles.append(QRectF(column * (wide + GAP_PX), tops[column], wide, high))
            tops[column] += high + GAP_PX
        return tiles

    def _place_lines(self, tile: QRectF, first: int, count: int) -> int:
        line_px, left, wide = self._density.line_px, tile.left() + EDGE_PX, tile.width() - 2 * EDGE_PX
        for nth in range(count):
            top = tile.top() + self._density.head_px + EDGE_PX + nth * line_px
            self._lines[first + nth].setGeometry(round(left), round(top), round(wide), line_px - 2)
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
        painter.setClipRect(QRectF(tile.left(), tile.top(), tile.width(), self._density.head_px))
        painter.fillPath(shape, QColor(zone.ground))
        painter.restore()
        painter.setPen(QPen(QColor(zone.mark), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(shape)
        head = QRectF(tile.left(), tile.top(), tile.width(), self._density.head_px)
        self._paint_head(painter, head, place, at)

    def _paint_head(self, painter: QPainter, head: QRectF, place: Place, at: int) -> None:
        zone = zone_look(self._look.tokens, place.zone)
        side = min(38.0, head.height() - 16)
        disc = QRectF(head.left() + 14, head.center().y() - side / 2, side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(zone.ink))
        painter.drawEllipse(disc)
        painter.setPen(QColor(zone.ground))
        self._fitter.draw(painter, str(at), disc, Type(14, 22, bold=True), CENTRE)
        sign_px = min(26.0, head.height() * 0.36)
        sign = zone_mark_width(place.zone, sign_px)
        word = QRectF(head.right() - 14 - 84, head.top() + 6, 84, head.height() - 12)
        draw_zone_mark(
            painter, place.zone, QRectF(word.right() - sign, word.top() + 2, sign, sign_px), zone.ink
        )
        painter.setPen(QColor(zone.ink))
        under = word.adjusted(0, sign_px + 3, 0, 0)
        self._fitter.draw(painter, self._texts.say(zone.word), under, Type(12, 16, bold=True), RIGHT)
        name = QRectF(disc.right() + 14, head.top() + 4, word.left() - disc.right() - 20, head.height() - 8)
        crate = self._texts.say(Message("Crate {number}", number=place.number))
        self._fitter.draw(painter, crate, name, Type(18, round(head.height() / 2), bold=True), LEFT)
