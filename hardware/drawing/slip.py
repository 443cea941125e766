"""The closing slip: what lies in a closed crate, order by order, on the paper of the crate label."""

from hardware.drawing.canvas import BOLD, Box, Canvas, Style
from hardware.drawing.symbols import bars, copy_mark, element_string, qr, zone_band
from hardware.labels import SLIP_ROWS, ClosingSlip, SlipRow

_LEFT, _RIGHT = 40, 760
_TABLE_TOP, _TABLE_BOTTOM = 352, 916
_ROW_HEIGHT = (_TABLE_BOTTOM - _TABLE_TOP) // SLIP_ROWS
_COLUMNS = ((_LEFT, 270, 0.0), (318, 92, 1.0), (438, _RIGHT - 438, 0.0))
"""Left edge, width and alignment of order, pieces and note."""


def draw_closing_slip(canvas: Canvas, slip: ClosingSlip) -> None:
    """Draw on 800 × 1200 dots. Raises ValueError for more rows than a slip holds."""
    if len(slip.rows) > SLIP_ROWS:
        raise ValueError(f"a slip holds {SLIP_ROWS} rows, not {len(slip.rows)}")
    header = copy_mark(canvas, Box(_LEFT, 26, _RIGHT - _LEFT, 48), slip.copy_mark)
    canvas.text(header, f"{slip.brand} · {slip.title}", Style(size=38, face=BOLD))
    zone_band(canvas, Box(24, 84, 752, 76), slip.zone, slip.zone_text)
    _whose(canvas, slip)
    _table(canvas, slip)
    _foot(canvas, slip)


def _whose(canvas: Canvas, slip: ClosingSlip) -> None:
    crate = canvas.set(slip.crate, Box(0, 0, 260, 110), Style(size=110, face=BOLD))
    width = round(canvas.faces.width(BOLD, crate.lines[0]) * crate.size) if crate.lines else 0
    canvas.text(
        Box(_RIGHT - width - 4, 176, width + 4, 110), slip.crate, Style(size=110, face=BOLD, align=1.0)
    )
    name = Style(size=64, face=BOLD, lines=2)
    canvas.text(Box(_LEFT, 176, _RIGHT - _LEFT - width - 28, 110), slip.pickup_point, name)


def _table(canvas: Canvas, slip: ClosingSlip) -> None:
    for (x, width, align), words in zip(_COLUMNS, slip.columns, strict=True):
        canvas.text(Box(x, 302, width, 40), words, Style(size=28, align=align))
    canvas.fill(Box(_LEFT, 344, _RIGHT - _LEFT, 3))
    for index, row in enumerate(slip.rows):
        _row(canvas, _TABLE_TOP + index * _ROW_HEIGHT, row)
    y = _TABLE_TOP + len(slip.rows) * _ROW_HEIGHT
    canvas.text(Box(_LEFT, y + 2, _RIGHT - _LEFT, 32), slip.more, Style(size=28, align=0.5))


def _row(canvas: Canvas, y: int, row: SlipRow) -> None:
    texts = (row.order_no, row.pieces, row.note)
    styles = (Style(size=32), Style(size=34, face=BOLD), Style(size=26, lines=2))
    for (x, width, align), text, style in zip(_COLUMNS, texts, styles, strict=True):
        box = Box(x, y, width, _ROW_HEIGHT - 2)
        canvas.text(box, text, Style(style.size, style.face, style.lines, align=align, legible=14))


def _foot(canvas: Canvas, slip: ClosingSlip) -> None:
    canvas.fill(Box(_LEFT, 958, _RIGHT - _LEFT, 3))
    code = qr(canvas, _RIGHT, 978, slip.sscc, module_dots=4)
    text_width = code.x - 32 - _LEFT
    totals = Style(size=44, face=BOLD)
    canvas.text(Box(_LEFT, 968, text_width, 52), " · ".join(slip.totals), totals)
    canvas.text(Box(_LEFT, 1020, text_width, 40), slip.printed, Style(size=28))
    bars(canvas, Box(_LEFT, 1079, _RIGHT - _LEFT, 57), slip.sscc)
    human = Style(size=34, face=BOLD, align=0.5)
    canvas.text(Box(_LEFT, 1140, _RIGHT - _LEFT, 36), element_string(slip.sscc), human)
