"""The marks of temperature zones, drawn as shapes so that no font need hold them."""

import math

from PIL import Image, ImageDraw

from hardware.drawing.canvas import BOLD, Box, Canvas, Style
from hardware.labels import ZoneMark


def zone_band(canvas: Canvas, box: Box, zone: ZoneMark, words: str) -> None:
    """White on black: symbol, word, and at the right end a pattern of its own for each zone."""
    canvas.fill(box)
    radius = box.height * 3 // 8
    x = box.x + box.height // 5 + radius
    for _ in range(2 if zone is ZoneMark.FROZEN else 1):
        _symbol(canvas.draw, zone, x, box.y + box.height // 2, radius)
        x += 2 * radius + radius // 3
    pattern = Box(box.right - box.width // 5, box.y, box.width // 5, box.height)
    _pattern(canvas, pattern, zone, box.height / 104)
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


def _pattern(canvas: Canvas, box: Box, zone: ZoneMark, scale: float) -> None:
    """Ambient plain, chilled slanting stripes, frozen a lattice: told apart from afar and without colour."""
    if zone is ZoneMark.AMBIENT:
        return
    tile = Image.new("1", (box.width, box.height), 0)
    draw = ImageDraw.Draw(tile)
    step, width = max(12, round(40 * scale)), max(4, round(14 * scale))
    for x in range(-box.height, box.width + box.height, step):
        draw.line(((x, box.height), (x + box.height, 0)), fill=1, width=width)
        if zone is ZoneMark.FROZEN:
            draw.line(((x, 0), (x + box.height, box.height)), fill=1, width=width)
    canvas.image.paste(0, (box.x, box.y), tile)
