"""Slips as the bytes of ESC/POS, by python-escpos.

Its printers are left alone: they wait 60 s and read a missing answer as plenty of paper. Only its encoder
is used, and only for dots: it sends text as GB18030 when a character from U+4E00 to U+9FA5 stands in it and
in a western code page else, so that `￥` comes out as a question mark.
"""

import re

from PIL import Image, ImageChops

from hardware.languages.escpos import BAND_ROWS
from hardware.languages.raster_bytes import broken
from hardware.protocols import RasterLabel

RESET = b"\x1b@"
"""A job begins and ends with it: printers come to us and are left without anybody's modes."""
FEED_LINES = 6
"""From the head to the blade, or to where a hand can tear."""
_DRAWER_PIN = 2
_REAL_TIME = re.compile(rb"\x10(?=[\x04\x05\x14])")
_UNLIKE_DLE = 0x18


def encode_slip(slip: RasterLabel, *, cut: bool, open_drawer: bool) -> bytes:
    """One job: the drawer first, so that it is open while the paper still runs."""
    return _job(slip, cut=cut, open_drawer=open_drawer)


def encode_drawer() -> bytes:
    """A job that kicks the drawer open and moves no paper."""
    return _job(None, cut=False, open_drawer=True)


def _job(slip: RasterLabel | None, *, cut: bool, open_drawer: bool) -> bytes:
    # It takes 0.3 s to import: only when there is something to print.
    from hardware.receipts.recorder import Recorder, forget_cache

    forget_cache()
    printer = Recorder()
    printer.hw("INIT")
    if open_drawer:
        printer.cashdraw(_DRAWER_PIN)
    if slip is not None:
        printer.image(_picture(slip), impl="bitImageRaster", fragment_height=BAND_ROWS)
        if cut:
            printer.cut()
        else:
            printer.print_and_feed(FEED_LINES)
    printer.hw("INIT")
    return bytes(printer.output)


def _picture(slip: RasterLabel) -> Image.Image:
    """Black on white; dots that a printer would take for a question to it are broken by one more dot."""
    dots = broken(slip.rows, _REAL_TIME, _UNLIKE_DLE)
    return ImageChops.invert(Image.frombytes("1", (slip.width_dots, slip.height_dots), dots))
