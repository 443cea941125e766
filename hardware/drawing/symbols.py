"""Barcodes and the marks of temperature zones, drawn as shapes so that no font need hold them."""

import math

import zxingcpp
from PIL import Image, ImageDraw

from hardware.check_digits import SSCC_DIGITS, has_right_check_digit
from hardware.drawing.canvas import BOLD, Box, Canvas, Style
from hardware.labels import ZoneMark

BAR_MODULE_DOTS = 4
"""0.5 mm a module at 8 dots/mm: within GS1's range for logistic labels (0.495 to 0.94 mm)."""
QR_MODULE_DOTS = 7
QR_QUIET_MODULES = 4


def element_string(sscc: str) -> str:
    """The SSCC as GS1 writes it for people. Raises ValueError where it is none: no encoder checks that."""
    if len(sscc) != SSCC_DIGITS or not has_right_check_digit(sscc):
        raise ValueError(f"not an SSCC: {sscc!r}")
    return f"(00){sscc}"


def _modules(sscc: str, symbology: zxingcpp.BarcodeFormat) -> Image.Image:
    barcode = zxingcpp.create_barcode(element_string(sscc), symbology, gs1=True)
    grey = Image.fromarray(zxingcpp.write_barcode_to_image(barcode, scale=1, add_quiet_zones=False))
    return grey.point(lambda value: 255 - value).convert("1", dither=Image.Dither.NONE)


def bars(canvas: Canvas, box: Box, sscc: str) -> None:
    """GS1-128 of an SSCC, centred in `box` as high as it; what is left at its sides is the quiet zone."""
    row = _modules(sscc, zxingcpp.BarcodeFormat.Code128)
    width = row.width * BAR_MODULE_DOTS
    wide = row.crop((0, 0, row.width, 1)).resize((width, box.height), Image.Resampling.NEAREST)
    canvas.image.paste(wide, (box.x + (box.width - width) // 2, box.y))


def qr(canvas: Canvas, right: int, top: int, sscc: str, module_dots: int = QR_MODULE_DOTS) -> Box:
    """GS1 QR code of an SSCC with its right edge at `right`; returns its place without quiet zone."""
    matrix = _modules(sscc, zxingcpp.BarcodeFormat.QRCode)
    side = matrix.width * module_dots
    canvas.image.paste(matrix.resize((side, side), Image.Resampling.NEAREST), (right - side, top))
    return Box(right - side, top, side, side)


def zone_band(canvas: Canvas, box: Box, zone: ZoneMark, words: str) -> None:
    """White on black: symbol, word, and at the right end a pattern of its own for each zone."""
    canvas.fill(box)
    radius = box.height * 3 // 8
    x = box.x + box.height // 5 + radius
    for _ in range(2 if zone is ZoneMark.FROZEN else 1):
        _symbol(canvas.draw, zone, x, box.y + box.height // 2, radius)
        x += 2 * radius + radius // 3
    pattern = Box(box.right - box.width // 5, box.y, box.width // 5, box.height)
    _pattern(canvas, pattern, zone)
    left = x - radius + radius // 4
    words_box = Box(left, box.y, pattern.x - left - 12, box.height).inset(0, box.height // 16)
    canvas.text(words_box, words, Style(size=box.height * 3 // 4, face=BOLD, ink=0))


def _symbol(draw: ImageDraw.ImageDraw, zone: ZoneMark, x: int, y: int, radius: int) -> None:
    if zone is ZoneMark.AMBIENT:
        _sun(draw, x, y, radius)
    else:
        _snowflake(draw, x, y, radius)


def _sun(draw: ImageDraw.ImageDraw, x: int, y: int, radius: int) -> None:
    core = radius * 0.5
    draw.ellipse((x - core, y - core, x + core, y + core), fill=0)
    for step in range(8):
        start, end = _at(x, y, radius * 0.68, step * 45), _at(x, y, radius, step * 45)
        draw.line((start, end), fill=0, width=max(3, radius // 6))


def _snowflake(draw: ImageDraw.ImageDraw, x: int, y: int, radius: int) -> None:
    width = max(3, radius // 8)
    for angle in range(30, 390, 60):
        draw.line(((x, y), _at(x, y, radius, angle)), fill=0, width=width)
        fork = _at(x, y, radius * 0.55, angle)
        for side in (-45, 45):
            draw.line((fork, _at(*fork, radius * 0.36, angle + side)), fill=0, width=width)


def _at(x: float, y: float, distance: float, degrees: float) -> tuple[float, float]:
    turn = math.radians(degrees)
    return x + distance * math.cos(turn), y + distance * math.sin(turn)


def _pattern(canvas: Canvas, box: Box, zone: ZoneMark) -> None:
    """Ambient plain, chilled slanting stripes, frozen a lattice: told apart from afar and without colour."""
    if zone is ZoneMark.AMBIENT:
        return
    tile = Image.new("1", (box.width, box.height), 0)
    draw = ImageDraw.Draw(tile)
    for x in range(-box.height, box.width + box.height, 40):
        draw.line(((x, box.height), (x + box.height, 0)), fill=1, width=14)
        if zone is ZoneMark.FROZEN:
            draw.line(((x, 0), (x + box.height, box.height)), fill=1, width=14)
    canvas.image.paste(0, (box.x, box.y), tile)


def copy_mark(canvas: Canvas, box: Box, words: str) -> Box:
    """A reprint says so in white on black at the right end of `box`; returns what is left of the box."""
    if not words.strip():
        return box
    style = Style(size=box.height * 3 // 4, face=BOLD, ink=0, align=0.5)
    room = Box(box.x, box.y, box.width // 2, box.height)
    width = canvas.text(room, words, Style(size=style.size, face=BOLD, ink=0)).width + box.height // 2
    chip = Box(box.right - width, box.y, width, box.height)
    canvas.fill(chip)
    canvas.text(chip.inset(box.height // 4), words, style)
    return Box(box.x, box.y, box.width - width - 16, box.height)
