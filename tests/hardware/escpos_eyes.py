"""Reads ESC/POS as a printer would, sharing nothing with what wrote it."""

import io
import struct
from dataclasses import dataclass, field

from PIL import Image


@dataclass
class Paper:
    """What a printer made of a stream of bytes."""

    width: int = 0
    rows: list[bytes] = field(default_factory=list)
    resets: int = 0
    cuts: list[int] = field(default_factory=list)
    """Modes of the cuts."""
    kicks: list[tuple[int, int, int]] = field(default_factory=list)
    """Pin and the two times of each kick."""
    fed_lines: int = 0
    order: list[str] = field(default_factory=list)

    def picture(self) -> Image.Image:
        """Black on white."""
        image = Image.new("L", (self.width, len(self.rows)), 255)
        for y, row in enumerate(self.rows):
            for x in range(self.width):
                if row[x // 8] >> (7 - x % 8) & 1:
                    image.putpixel((x, y), 0)
        return image


def print_out(stream: bytes) -> Paper:
    """Raises ValueError for any byte that is no known command."""
    paper, source = Paper(), io.BytesIO(stream)
    while head := source.read(2):
        match head:
            case b"\x1b@":
                paper.resets += 1
                paper.order.append("reset")
            case b"\x1bp":
                pin, on, off = source.read(3)
                paper.kicks.append((pin, on, off))
                paper.order.append("kick")
            case b"\x1bd":
                paper.fed_lines += source.read(1)[0]
                paper.order.append("feed")
            case b"\x1dV":
                paper.cuts.append(source.read(1)[0])
                paper.order.append("cut")
            case b"\x1dv":
                _picture(paper, source)
            case _:
                raise ValueError(f"unknown command {head!r}")
    return paper


def _picture(paper: Paper, source: io.BytesIO) -> None:
    mode, scale, row_bytes, rows = struct.unpack("<BBHH", source.read(6))
    if (mode, scale) != (0x30, 0) or (paper.width and paper.width != row_bytes * 8):
        raise ValueError("not a plain picture of the same width")
    paper.width = row_bytes * 8
    if not paper.rows:
        paper.order.append("picture")
    for _ in range(rows):
        row = source.read(row_bytes)
        if len(row) < row_bytes:
            raise ValueError("the picture is cut off")
        paper.rows.append(row)
