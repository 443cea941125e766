"""QR codes and marks of temperature zones as outlines: sharp at any size, and many of them fast."""

import math
from functools import lru_cache

import numpy as np
import zxingcpp

from cloud_api.wire.base import Zone

_MASK = 2
"""One fixed mask: judging all eight takes eight times as long, and a reader is told which one it is."""
_CHUNK = 8


class QrOutlines:
    """Draws QR codes as rectangles of dark modules; remembers pieces of outline, since they recur."""

    def __init__(self) -> None:
        self._piece = lru_cache(maxsize=None)(_piece)

    def outline(self, content: str) -> tuple[int, str]:
        """Modules of a side, and the PDF path of the dark ones: one unit a module, y down.

        Level M of error correction. `content` is ASCII. Raises ValueError where it does not fit a code.
        """
        barcode = zxingcpp.create_barcode(
            content, zxingcpp.BarcodeFormat.QRCode, ec_level="M", data_mask=_MASK
        )
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


def zone_outline(radius: float, zone: Zone) -> str:
    """A sun for ambient, a snowflake for chilled, two for frozen around 0, 0, as a path to be stroked."""
    match zone:
        case Zone.AMBIENT:
            return _sun(radius)
        case Zone.CHILLED:
            return _flake(0, radius)
        case Zone.FROZEN:
            return _flake(-1.1 * radius, radius) + _flake(1.1 * radius, radius)


def _sun(radius: float) -> str:
    corners = [_at(0, 0, 0.5 * radius, step * 45) for step in range(8)]
    rays = (_line(_at(0, 0, 0.7 * radius, step * 45), _at(0, 0, radius, step * 45)) for step in range(8))
    return _polygon(corners) + "".join(rays)


def _flake(x: float, radius: float) -> str:
    arms = []
    for angle in range(30, 390, 60):
        arms.append(_line((x, 0), _at(x, 0, radius, angle)))
        fork = _at(x, 0, 0.55 * radius, angle)
        arms += [_line(fork, _at(*fork, 0.36 * radius, angle + side)) for side in (-50, 50)]
    return "".join(arms)


def _at(x: float, y: float, distance: float, degrees: float) -> tuple[float, float]:
    turn = math.radians(degrees)
    return x + distance * math.cos(turn), y + distance * math.sin(turn)


def _line(start: tuple[float, float], end: tuple[float, float]) -> str:
    return f"{start[0]:.2f} {start[1]:.2f} m {end[0]:.2f} {end[1]:.2f} l\n"


def _polygon(corners: list[tuple[float, float]]) -> str:
    first, *others = (f"{x:.2f} {y:.2f}" for x, y in corners)
    return f"{first} m {' '.join(f'{corner} l' for corner in others)} h\n"
