"""Shows what a product looks like; takes no place where nobody has a picture of it."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from station.shell.look import Look
from station.shell.picture_store import PictureStore

RADIUS_PX = 8


class ProductPicture(QWidget):
    """One picture in a rounded frame, hidden while there is none; its parent says where it stands."""

    def __init__(self, parent: QWidget, name: str, look: Look, store: PictureStore | None) -> None:
        """Without a store (None) nothing is ever shown."""
        super().__init__(parent)
        self.setObjectName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._look = look
        self._store = store
        self._sku = ""
        self._picture: QPixmap | None = None
        self.hide()
        if store is not None:
            store.changed.connect(self._changed)

    @property
    def sku(self) -> str:
        """Which product is shown; empty while none is."""
        return self._sku

    @property
    def picture(self) -> QPixmap | None:
        """What is painted; None while there is nothing to see."""
        return self._picture

    def show_product(self, sku: str, place: QRect) -> bool:
        """Show this product within `place`; whether there is a picture of it. Free when nothing changed."""
        self._sku = sku
        if place != self.geometry():
            self.setGeometry(place)
        self._take()
        return self._picture is not None

    def _changed(self, sku: str) -> None:
        if sku == self._sku:
            self._take()

    def _take(self) -> None:
        side = round(min(self.width(), self.height()) * self.devicePixelRatioF())
        found = self._store.pixmap(self._sku, side) if self._store is not None and self._sku else None
        if found is not self._picture:
            self._picture = found
            self.update()
        if self.isHidden() is (found is not None):
            self.setVisible(found is not None)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        if self._picture is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box, line = QRectF(self.rect()), self._look.tokens.line
        draw_framed(painter, box, self._picture, self.devicePixelRatioF(), line)


def draw_framed(painter: QPainter, place: QRectF, picture: QPixmap, ratio: float, line: str) -> None:
    """Draw a picture in the middle of `place`, `ratio` of its pixels a unit, in a rounded frame.

    The painter's clipping is as before afterwards.
    """
    wide, tall = picture.width() / ratio, picture.height() / ratio
    box = QRectF(place.center().x() - wide / 2, place.center().y() - tall / 2, wide, tall)
    frame = QPainterPath()
    frame.addRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS_PX, RADIUS_PX)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setClipPath(frame, Qt.ClipOperation.IntersectClip)
    painter.drawPixmap(box, picture, QRectF(picture.rect()))
    painter.restore()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(line), 1))
    painter.drawPath(frame)
    painter.restore()
