"""Codes on slips, in whole dots a module and with their quiet zones."""

import segno
import zxingcpp
from PIL import Image

QR_QUIET_MODULES = 4
_QR_DOTS = (7, 6, 5, 4, 3)
"""Sizes of a module, the best first: 0.9 mm down to the 0.4 mm that every scanner of a shop reads."""
_QR_SHARE = 0.6
"""Of the paper a QR may take while its modules can be made smaller."""
_BAR_DOTS = (3, 2)
_BAR_QUIET_MODULES = 10
_BAR_HEIGHT_DOTS = 80


def qr_symbol(content: str, room_dots: int) -> Image.Image:
    """A QR (1 is black). Raises ValueError where it is wider than the room or holds too much."""
    try:
        rows = [bytes(row) for row in segno.make_qr(content, error="m").matrix]
    except segno.DataOverflowError as error:
        raise ValueError("a QR cannot hold that much") from error
    modules = len(rows) + 2 * QR_QUIET_MODULES
    fitting = [dots for dots in _QR_DOTS if modules * dots <= room_dots]
    if not fitting:
        raise ValueError(f"a QR of {modules} modules does not fit {room_dots} dots")
    dots = next((dots for dots in fitting if modules * dots <= room_dots * _QR_SHARE), fitting[-1])
    small = Image.new("1", (modules, modules), 0)
    for y, row in enumerate(rows):
        for x, dark in enumerate(row):
            small.putpixel((x + QR_QUIET_MODULES, y + QR_QUIET_MODULES), dark)
    return small.resize((modules * dots, modules * dots), Image.Resampling.NEAREST)


def barcode_symbol(content: str, room_dots: int) -> Image.Image:
    """A Code 128 (1 is black). Raises ValueError where it is too long for the room or not ASCII."""
    if not content or not content.isascii() or not content.isprintable():
        raise ValueError("a barcode holds printable ASCII")
    code = zxingcpp.create_barcode(content, zxingcpp.BarcodeFormat.Code128)
    grey = Image.fromarray(zxingcpp.write_barcode_to_image(code, scale=1, add_quiet_zones=False))
    bars = grey.crop((0, 0, grey.width, 1)).point(lambda value: 255 - value)
    bars = bars.convert("1", dither=Image.Dither.NONE)
    modules = bars.width + 2 * _BAR_QUIET_MODULES
    dots = next((dots for dots in _BAR_DOTS if modules * dots <= room_dots), None)
    if dots is None:
        raise ValueError(f"a barcode of {modules} modules does not fit {room_dots} dots")
    symbol = Image.new("1", (modules * dots, _BAR_HEIGHT_DOTS), 0)
    wide = bars.resize((bars.width * dots, _BAR_HEIGHT_DOTS), Image.Resampling.NEAREST)
    symbol.paste(wide, (_BAR_QUIET_MODULES * dots, 0))
    return symbol
