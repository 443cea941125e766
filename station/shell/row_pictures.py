"""Small pictures of products in front of the words of a table's rows; no room where nobody has one."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from station.shell.look import Look
from station.shell.picture_store import PictureStore
from station.shell.product_picture import draw_framed

SIDE_PX, GAP_PX = 44, 10
LOOKED_AT = 16
"""So many rows are asked about before any is painted: those a screen shows."""


class RowPictures:
    """The pictures of one table; on the Qt thread. Without a store (None) nothing is ever shown."""

    def __init__(self, look: Look, store: PictureStore | None, redraw: Callable[[], None]) -> None:
        """`redraw` paints the table again: a picture came."""
        self._look = look
        self._store = store
        self._redraw = redraw
        self._skus: frozenset[str] = frozenset()
        self._has_any = False
        if store is not None:
            store.changed.connect(self._came)

    @property
    def room_px(self) -> int:
        """What the words of each row give up, so that they stand below each other."""
        return SIDE_PX + GAP_PX if self._has_any else 0

    def show(self, skus: Iterable[str], ratio: float) -> None:
        """These products are in the rows now, in their order."""
        told = [sku for sku in skus if sku]
        if self._skus != frozenset(told):
            self._skus, self._has_any = frozenset(told), False
        if self._store is not None:
            found = [self._store.pixmap(sku, _side(ratio)) for sku in told[:LOOKED_AT]]
            self._has_any |= any(picture is not None for picture in found)

    def paint(self, painter: QPainter, box: QRectF, sku: str) -> None:
        """Draw the picture of a product, if there is one, at the left of `box`."""
        ratio = painter.device().devicePixelRatioF()
        picture = self._store.pixmap(sku, _side(ratio)) if self._store is not None and sku else None
        if picture is not None:
            square = QRectF(box.left(), box.center().y() - SIDE_PX / 2, SIDE_PX, SIDE_PX)
            draw_framed(painter, square, picture, ratio, self._look.tokens.line)

    def _came(self, sku: str) -> None:
        if sku in self._skus:
            self._has_any = True
            self._redraw()


def _side(ratio: float) -> int:
    return round(SIDE_PX * ratio)
