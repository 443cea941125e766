"""QR codes as outlines: sharp at any size, small in the file."""

from functools import lru_cache

import numpy as np
import zxingcpp

_CHUNK = 8


class QrOutlines:
    """Draws QR codes as rectangles of dark modules; remembers pieces of outline, since they recur."""

    def __init__(self) -> None:
        self._piece = lru_cache(maxsize=None)(_piece)

    def outline(self, content: str) -> tuple[int, str]:
        """Modules of a side, and the PDF path of the dark ones: one unit a module, y down.

        Level M of error correction. `content` is ASCII. Raises ValueError where it does not fit a code.
        """
        barcode = zxingcpp.create_barcode(content, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
        image = np.asarray(zxingcpp.write_barcode_to_image(barcode, scale=1, add_quiet_zones=False))
        rows = np.packbits(image == 0, axis=1)
        piece = self._piece
        paths = [
            piece(x, y, bits) for y, row in enumerate(rows.tolist()) for x, bits in enumerate(row) if bits
        ]
        return int(image.shape[0]), "".join(paths)


def _piece(chunk: int, y: int, bits: int) -> str:
    """The dark modules among eight of a row, the most significant bit left."""
    runs = []
    at = 0
    while at < _CHUNK:
        start = at
        while at < _CHUNK and bits >> (_CHUNK - 1 - at) & 1:
            at += 1
        if at > start:
            runs.append(f"{chunk * _CHUNK + start} {y} {at - start} 1 re\n")
        at += 1
    return "".join(runs)
