"""Where the crate received last belongs, in words and with its zone's sign."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from cloud_api.wire.base import Zone
from station.kernel.messages import Message, Texts
from station.pickup.model.view import CrateTile
from station.shell.fitting import LEFT, Fitter, Type
from station.shell.look import Look
from station.shell.theme import zone_look
from station.shell.zone_mark import draw_zone_mark, zone_mark_width


class PutPlace(QWidget):
    """Where the crate received last belongs, with its zone's sign: read from the van's door."""

    def __init__(self, texts: Texts, look: Look, places: dict[Zone, Message]) -> None:
        super().__init__()
        self.setObjectName("pickup.put_place")
        self._texts = texts
        self._look = look
        self._fitter = Fitter()
        self._places = places
        self._tile: CrateTile | None = None

    def show_tile(self, tile: CrateTile | None) -> None:
        """Draw where `tile` goes; nothing without one."""
        if tile != self._tile:
            self._tile = tile
            self.redraw()

    def redraw(self) -> None:
        """Paint again, in the look and language of now."""
        self.setAccessibleName(" · ".join(self.words()))
        self.update()

    def words(self) -> list[str]:
        """The crate and its place."""
        if self._tile is None:
            return []
        say = self._texts.say
        return [say(Message("Crate {number}", number=self._tile.number)), say(self._places[self._tile.zone])]

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        tile = self._tile
        if tile is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        zone, box = zone_look(self._look.tokens, tile.zone), QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(QPen(QColor(zone.mark), 2))
        painter.setBrush(QColor(zone.ground))
        painter.drawRoundedRect(box, 12, 12)
        crate, place = self.words()
        side = min(box.height() - 28, 52.0)
        wide = zone_mark_width(tile.zone, side)
        sign = QRectF(box.left() + 18, box.center().y() - side / 2, wide, side)
        draw_zone_mark(painter, tile.zone, sign, zone.ink)
        words = QRectF(sign.right() + 16, box.top() + 8, box.right() - sign.right() - 30, box.height() - 16)
        painter.setPen(QColor(zone.ink))
        upper, lower = (
            words.adjusted(0, 0, 0, -words.height() * 0.7),
            words.adjusted(0, words.height() * 0.32, 0, 0),
        )
        self._fitter.draw(painter, crate, upper, Type(13, 22), LEFT)
        self._fitter.draw(painter, place, lower, Type(16, 40, bold=True, lines=2), LEFT)
