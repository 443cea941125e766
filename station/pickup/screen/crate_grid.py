"""The crates of a delivery as tiles, zone by zone; each fills with its zone's colour as it is scanned."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from cloud_api.wire.base import Zone
from station.kernel.messages import Message, Texts
from station.pickup.model.view import CrateTile, TileState
from station.shell.fitting import CENTRE, LEFT, Fitter, Type
from station.shell.look import Look
from station.shell.theme import zone_look
from station.shell.zone_mark import draw_zone_mark

HEAD_PX = 30
GAP_PX = 8
ZONE_GAP_PX = 22
LEAST_PX, MOST_PX = 56, 148
"""Side of a tile."""
STATES = {
    TileState.EXPECTED: Message("to come"),
    TileState.RECEIVED: Message("here"),
    TileState.LEFT_BEHIND: Message("left behind"),
    TileState.MISSING: Message("missing"),
}


@dataclass(frozen=True)
class _Group:
    """The crates of one zone."""

    zone: Zone
    tiles: tuple[CrateTile, ...]


@dataclass(frozen=True)
class _ZonePlan:
    """Where the crates of a zone stand, and in how many columns."""

    group: _Group
    left: int
    top: int
    columns: int


@dataclass(frozen=True)
class _Plan:
    """All zones, the side of a tile and the height of it all, in pixels."""

    zones: list[_ZonePlan]
    side: int
    height: int


def _beside(groups: list[_Group], columns: list[int], side: int) -> _Plan:
    zones, left, lines = [], 0, 0
    for group, wide in zip(groups, columns, strict=True):
        zones.append(_ZonePlan(group, left, 0, wide))
        left += wide * (side + GAP_PX) + ZONE_GAP_PX
        lines = max(lines, -(-len(group.tiles) // wide))
    return _Plan(zones, side, HEAD_PX + lines * (side + GAP_PX) - GAP_PX)


def _below(groups: list[_Group], columns: int) -> _Plan:
    zones, top = [], 0
    for group in groups:
        zones.append(_ZonePlan(group, 0, top, columns))
        top += HEAD_PX + -(-len(group.tiles) // columns) * (LEAST_PX + GAP_PX) + GAP_PX
    return _Plan(zones, LEAST_PX, top)


class CrateGrid(QWidget):
    """All tiles, painted; as large as the room allows."""

    def __init__(self, texts: Texts, look: Look) -> None:
        super().__init__()
        self.setObjectName("pickup.crates")
        self._texts = texts
        self._look = look
        self._fitter = Fitter()
        self._tiles: tuple[CrateTile, ...] = ()
        self._last: CrateTile | None = None
        self._room_px = 0

    def show_tiles(self, tiles: tuple[CrateTile, ...], last: CrateTile | None) -> None:
        """Draw `tiles`, the `last` received one with a ring."""
        if (tiles, last) != (self._tiles, self._last):
            self._tiles, self._last = tiles, last
            self.redraw()

    def fill(self, height: int) -> None:
        """Draw as large as `height` (px) allows."""
        if height != self._room_px:
            self._room_px = height
            self.redraw()

    def redraw(self) -> None:
        """Paint again, in the look and language of now."""
        self.setMinimumHeight(self._plan().height)
        self.setAccessibleName("\n".join(self.words()))
        self.update()

    def words(self) -> list[str]:
        """Each tile: number, zone, state."""
        say, tokens = self._texts.say, self._look.tokens
        return [
            f"{tile.number} {say(zone_look(tokens, tile.zone).word)} {say(STATES[tile.state])}"
            for tile in self._tiles
        ]

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(600, self.minimumHeight())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        self.setMinimumHeight(self._plan().height)

    def _groups(self) -> list[_Group]:
        groups = [_Group(zone, tuple(tile for tile in self._tiles if tile.zone is zone)) for zone in Zone]
        return [group for group in groups if group.tiles]

    def _plan(self) -> _Plan:
        """Zones side by side, as large as they fit; too many crates for that stand zone under zone."""
        groups = self._groups()
        for side in range(MOST_PX, LEAST_PX, -4):
            lines = (self._room_px - HEAD_PX) // (side + GAP_PX)
            if lines < 1:
                continue
            columns = [-(-len(group.tiles) // lines) for group in groups]
            wide = sum(columns) * (side + GAP_PX) + (len(groups) - 1) * ZONE_GAP_PX
            if wide <= self.width() + GAP_PX:
                return _beside(groups, columns, side)
        return _below(groups, max((self.width() + GAP_PX) // (LEAST_PX + GAP_PX), 1))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        plan = self._plan()
        for each in plan.zones:
            self._paint_head(painter, QRectF(each.left, each.top, self.width(), HEAD_PX), each.group)
            for at, tile in enumerate(each.group.tiles):
                line, column = divmod(at, each.columns)
                left = each.left + column * (plan.side + GAP_PX)
                top = each.top + HEAD_PX + line * (plan.side + GAP_PX)
                self._paint_tile(painter, QRectF(left, top, plan.side, plan.side), tile)

    def _paint_head(self, painter: QPainter, box: QRectF, group: _Group) -> None:
        zone = zone_look(self._look.tokens, group.zone)
        painter.setPen(QColor(self._look.tokens.ink))
        sign = draw_zone_mark(
            painter, group.zone, QRectF(box.left() + 2, box.top() + 4, 40, 20), self._look.tokens.ink_soft
        )
        here = sum(tile.state is TileState.RECEIVED for tile in group.tiles)
        words = f"{self._texts.say(zone.word)}   {here}/{len(group.tiles)}"
        painter.setPen(QColor(self._look.tokens.ink_soft))
        self._fitter.draw(painter, words, box.adjusted(sign + 10, 0, 0, 0), Type(12, 17, bold=True), LEFT)

    def _paint_tile(self, painter: QPainter, square: QRectF, tile: CrateTile) -> None:
        """Here: full of its zone's colour. To come: an edge. Left behind or missing: a broken edge, named."""
        tokens, zone = self._look.tokens, zone_look(self._look.tokens, tile.zone)
        here = tile.state is TileState.RECEIVED
        gone = tile.state in (TileState.LEFT_BEHIND, TileState.MISSING)
        edge = tokens.ask.mark if gone else zone.mark
        style = Qt.PenStyle.DashLine if gone else Qt.PenStyle.SolidLine
        painter.setPen(QPen(QColor(edge), 2, style))
        painter.setBrush(QColor(zone.ground if here else tokens.dim if gone else tokens.card))
        painter.drawRoundedRect(square.adjusted(2, 2, -2, -2), 10, 10)
        if self._last is not None and tile.crate_id == self._last.crate_id:
            painter.setPen(QPen(QColor(tokens.ink), 3))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(square.adjusted(1.5, 1.5, -1.5, -1.5), 11, 11)
        painter.setPen(QColor(zone.ink if here else tokens.ask.words if gone else tokens.ink))
        words = square.adjusted(6, 4, -6, -square.height() * 0.3)
        self._fitter.draw(
            painter, str(tile.number), words, Type(16, round(square.height() * 0.46), bold=True), CENTRE
        )
        under = QRectF(words.left(), words.bottom() - 2, words.width(), square.bottom() - words.bottom() - 4)
        state = ("✓ " if here else "") + self._texts.say(STATES[tile.state])
        self._fitter.draw(painter, state, under, Type(11, max(round(square.height() * 0.14), 14)), CENTRE)
