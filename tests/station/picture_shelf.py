"""Pictures of products as files, and a store that reads them, for tests of what shows them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtGui import QColor, QImage

from station.shell.bridge import Bridge
from station.shell.picture_store import PictureStore


class Shelf:
    """Files by SKU, as the fetcher finds them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.files: dict[str, Path] = {}
        self.broken: list[str] = []
        self.asked: list[str] = []

    def put(self, sku: str, colour: str) -> None:
        self.files[sku] = self._folder / f"{sku}.jpg"
        image = QImage(480, 240, QImage.Format.Format_RGB32)
        image.fill(QColor(colour))
        assert image.save(str(self.files[sku]))

    def find(self, sku: str) -> Path | None:
        self.asked.append(sku)
        return self.files.get(sku)


@contextmanager
def store_of(shelf: Shelf) -> Iterator[PictureStore]:
    """A store that reads from `shelf`; needs the application."""
    bridge = Bridge()
    made = PictureStore(shelf.find, shelf.broken.append, bridge.post)
    yield made
    made.stop()
    bridge.close()


def has_colour(picture: QImage, colour: str) -> int:
    """About how many pixels wear this colour, as far as JPEG keeps it."""
    want = QColor(colour)
    points = (picture.pixelColor(x, y) for x in range(picture.width()) for y in range(0, picture.height(), 2))
    return 2 * sum(
        max(abs(at.red() - want.red()), abs(at.green() - want.green()), abs(at.blue() - want.blue())) < 12
        for at in points
    )
