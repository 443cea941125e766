"""The crate label: whose crate, which of how many, and how cold, to be read from three metres."""

from hardware.drawing.canvas import BOLD, REGULAR, Box, Canvas, Style
from hardware.drawing.symbols import bars, copy_mark, element_string, qr, zone_band
from hardware.labels import CrateLabel

NUMBER_SIZE = 332
"""Text size in dots at which digits stand 30 mm high."""
_LEFT, _RIGHT = 40, 760
_WIDTH = _RIGHT - _LEFT


def draw_crate_label(canvas: Canvas, label: CrateLabel) -> None:
    """Draw on 800 × 1200 dots, from the top: who, how cold, where to, which crate, details, codes."""
    _header(canvas, Box(_LEFT, 26, _WIDTH, 46), label)
    zone_band(canvas, Box(24, 82, 752, 104), label.zone, label.zone_text)
    name = Style(size=120, face=BOLD, lines=2, legible=34)
    canvas.text(Box(_LEFT, 202, _WIDTH, 178), label.pickup_point, name)
    _number(canvas, Box(_LEFT, 402, _WIDTH, 260), label)
    canvas.fill(Box(_LEFT, 680, _WIDTH, 3))
    code = qr(canvas, _RIGHT, 712, label.sscc)
    _details(canvas, Box(_LEFT, 696, code.x - 36 - _LEFT, 166), label)
    bars(canvas, Box(_LEFT, 888, _WIDTH, 232), label.sscc)
    human = Style(size=42, face=BOLD, align=0.5)
    canvas.text(Box(_LEFT, 1128, _WIDTH, 44), element_string(label.sscc), human)


def _header(canvas: Canvas, box: Box, label: CrateLabel) -> None:
    left = copy_mark(canvas, box, label.copy_mark)
    half = left.width // 2
    canvas.text(Box(left.x, left.y, half, left.height), label.brand, Style(size=38, face=BOLD))
    cycle = Box(left.x + half, left.y, half, left.height)
    canvas.text(cycle, label.cycle, Style(size=34, align=1.0))


def _number(canvas: Canvas, box: Box, label: CrateLabel) -> None:
    runs = [(BOLD, str(label.number)), (REGULAR, f"/{label.total}")]
    canvas.stretched(box, runs, NUMBER_SIZE)


def _details(canvas: Canvas, box: Box, label: CrateLabel) -> None:
    """Route and shop code beside each other, then the facts, then the address, small."""
    first = Box(box.x, box.y, box.width, 58)
    route = canvas.text(
        Box(first.x, first.y, first.width * 2 // 3, 58), label.route, Style(size=52, face=BOLD)
    )
    gap = 28 if route.width else 0
    rest = Box(route.x + route.width + gap, first.y, first.width - route.width - gap, 58)
    canvas.text(rest, label.pickup_code, Style(size=44))
    lines = [(fact, Style(size=40, face=BOLD)) for fact in label.facts]
    lines += [(label.address, Style(size=28, lines=2))]
    below = Box(box.x, first.bottom + 6, box.width, box.height - first.height - 6)
    _stack(canvas, below, [(text, style) for text, style in lines if text.strip()])


def _stack(canvas: Canvas, box: Box, lines: list[tuple[str, Style]]) -> None:
    wanted = sum(style.size * style.lines * 1.2 for _, style in lines)
    scale, y = min(1.0, box.height / max(1.0, wanted)), float(box.y)
    for text, style in lines:
        height = style.size * style.lines * 1.2 * scale
        canvas.text(Box(box.x, round(y), box.width, round(height)), text, style)
        y += height
