"""Pictures of products, ready to be painted: read and made small away from the Qt thread."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from functools import partial
from pathlib import Path
from queue import SimpleQueue

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage, QPixmap

MOST_KEPT = 48
"""A wave's next products and their look-alikes; of 480 x 480 pixels each is 0.9 MB."""

Find = Callable[[str], Path | None]
Post = Callable[[Callable[[], None]], None]


class PictureStore(QObject):
    """Gives a picture at once or tells when it is there; on the Qt thread but for `came`.

    Nobody waits for a file here: a scan is answered whether its picture is drawn yet or not.
    """

    changed = Signal(str)
    """The SKU of a product that looks otherwise than it did."""

    def __init__(self, find: Find, broken: Callable[[str], None], post: Post) -> None:
        """`find` and `broken` are called on a thread of the store's own, `post` leads back to Qt's."""
        super().__init__()
        self._find = find
        self._broken = broken
        self._post = post
        self._ready: OrderedDict[tuple[str, int], QPixmap | None] = OrderedDict()
        self._asked: set[tuple[str, int]] = set()
        self._questions: SimpleQueue[tuple[str, int] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._read_all, name="picture files", daemon=True)
        self._thread.start()

    def pixmap(self, sku: str, side_px: int) -> QPixmap | None:
        """The picture within a square of `side_px` device pixels; None while, or where, there is none."""
        key = (sku, side_px)
        if key in self._ready:
            self._ready.move_to_end(key)
            return self._ready[key]
        if sku and side_px > 0 and key not in self._asked:
            self._asked.add(key)
            self._questions.put(key)
        return None

    def came(self, skus: frozenset[str]) -> None:
        """These products have another picture, or one at last; callable from any thread."""
        self._post(lambda: self._forget(skus))

    def stop(self) -> None:
        """Read no more."""
        self._questions.put(None)
        self._thread.join()

    def _forget(self, skus: frozenset[str]) -> None:
        stale = {key for key in (*self._ready, *self._asked) if key[0] in skus}
        for key in stale:
            self._ready.pop(key, None)
            self._asked.discard(key)
        for sku in {sku for sku, _ in stale}:
            self.changed.emit(sku)

    def _read_all(self) -> None:
        for key in iter(self._questions.get, None):
            self._post(partial(self._keep, key, self._read(*key)))

    def _read(self, sku: str, side_px: int) -> QImage | None:
        path = self._find(sku)
        if path is None:
            return None
        image = QImage(str(path))
        if image.isNull():
            self._broken(sku)
            return None
        fitted = Qt.AspectRatioMode.KeepAspectRatio
        smooth = Qt.TransformationMode.SmoothTransformation
        return image.scaled(side_px, side_px, fitted, smooth).convertToFormat(QImage.Format.Format_RGB32)

    def _keep(self, key: tuple[str, int], image: QImage | None) -> None:
        self._asked.discard(key)
        self._ready[key] = None if image is None else QPixmap.fromImage(image)
        self._ready.move_to_end(key)
        while len(self._ready) > MOST_KEPT:
            self._ready.popitem(last=False)
        if image is not None:
            self.changed.emit(key[0])
