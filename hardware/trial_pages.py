"""What a printer prints to be tried: a frame, the Chinese that often goes wrong, a code, where it is."""

from pathlib import Path

import segno
from PIL import Image, ImageDraw, ImageFont

from hardware.drawing.canvas import BOLD, REGULAR
from hardware.protocols import Media, RasterLabel

DIFFICULT = "取货 ￥12.50 䶮 500g×12"
"""Characters printers of other systems print wrong."""
_LEAST_PX = 12
_SLIP_LINE_PX = 34


def trial_label(media: Media, fonts: Path, title: str, lines: tuple[str, ...], code: str) -> RasterLabel:
    """A label that fills `media`: its frame shows what is cut off. `code` becomes a QR."""
    width, height = media.width_dots, media.height_dots
    image = Image.new("1", (width, height), 0)
    pen = ImageDraw.Draw(image)
    edge = max(media.dots_per_mm // 2, 2)
    pen.rectangle((edge, edge, width - 1 - edge, height - 1 - edge), outline=1, width=edge)
    pad = edge * 4
    symbol = _symbol(code, min(height - 2 * pad, width // 3))
    image.paste(symbol, (width - pad - symbol.width, pad))
    box = (pad, pad, width - 3 * pad - symbol.width, height - 2 * pad)
    _write(pen, fonts, (title, DIFFICULT, *lines), box)
    return _raster(image)


def trial_slip(width_dots: int, fonts: Path, title: str, lines: tuple[str, ...], code: str) -> RasterLabel:
    """A slip as wide as the roll; its rules at both edges show whether the width is right."""
    texts = (title, DIFFICULT, *lines)
    words_px = _SLIP_LINE_PX * (len(texts) + 1)
    symbol = _symbol(code, width_dots // 3)
    image = Image.new("1", (width_dots, words_px + symbol.height + 3 * _SLIP_LINE_PX), 0)
    pen = ImageDraw.Draw(image)
    for y in (4, image.height - 6):
        pen.rectangle((0, y, width_dots - 1, y + 2), fill=1)
    _write(pen, fonts, texts, (8, 16, width_dots - 16, words_px - 8))
    image.paste(symbol, ((width_dots - symbol.width) // 2, words_px + _SLIP_LINE_PX))
    return _raster(image)


def _write(
    pen: ImageDraw.ImageDraw, fonts: Path, texts: tuple[str, ...], box: tuple[int, int, int, int]
) -> None:
    """One line under the other, each as large as its row and the width allow."""
    left, top, width, height = box
    row_px = height // len(texts)
    for at, text in enumerate(texts):
        face = fonts / (REGULAR if at else BOLD)
        size = max(_LEAST_PX, row_px * 3 // 4)
        font = ImageFont.truetype(str(face), size)
        while size > _LEAST_PX and font.getlength(text) > width:
            size -= 1
            font = ImageFont.truetype(str(face), size)
        while text and font.getlength(text) > width:
            text = text[:-1]
        pen.text((left, top + at * row_px), text, fill=1, font=font)


def _symbol(code: str, most_px: int) -> Image.Image:
    """A QR with its quiet zone, in whole dots a module."""
    rows = [list(row) for row in segno.make_qr(code, error="m").matrix_iter(scale=1, border=2)]
    small = Image.new("1", (len(rows[0]), len(rows)), 0)
    small.putdata([1 if dark else 0 for row in rows for dark in row])
    scale = max(1, most_px // small.width)
    return small.resize((small.width * scale, small.height * scale), Image.Resampling.NEAREST)


def _raster(image: Image.Image) -> RasterLabel:
    return RasterLabel(image.width, image.height, image.tobytes())
