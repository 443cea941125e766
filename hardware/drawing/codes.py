"""Bars and squares in whole dots with their quiet zones; values are checked, since no encoder does it."""

import math
from dataclasses import dataclass

import zxingcpp
from PIL import Image

from hardware.check_digits import SSCC_DIGITS, has_right_check_digit
from hardware.drawing.canvas import Box, Canvas
from hardware.drawing.elements import Align, Code, Symbology
from hardware.drawing.refusals import LabelRefused

LONGEST_VALUE = 48
"""Characters; longer codes are not for hand scanners on small labels."""
_LENGTH_OF_GTINS = (8, 12, 13, 14)
_EAN_DIGITS = 13
_SHARES = {Align.LEFT: 0.0, Align.CENTRE: 0.5, Align.RIGHT: 1.0}


@dataclass(frozen=True)
class Kind:
    """How a symbology is encoded: quiet zone in modules, bars or square, GS1 content or plain."""

    form: zxingcpp.BarcodeFormat
    quiet: int
    bars: bool
    gs1: bool = False


def kind_of(symbology: Symbology) -> Kind:
    """What is to be known of a symbology. Quiet zones: GS1 General Specifications 5.4 to 5.7, ISO 16022."""
    match symbology:
        case Symbology.GS1_128:
            return Kind(zxingcpp.BarcodeFormat.Code128, 10, bars=True, gs1=True)
        case Symbology.GS1_QR:
            return Kind(zxingcpp.BarcodeFormat.QRCode, 4, bars=False, gs1=True)
        case Symbology.GS1_DATAMATRIX:
            return Kind(zxingcpp.BarcodeFormat.DataMatrix, 2, bars=False, gs1=True)
        case Symbology.QR:
            return Kind(zxingcpp.BarcodeFormat.QRCode, 4, bars=False)
        case Symbology.DATAMATRIX:
            return Kind(zxingcpp.BarcodeFormat.DataMatrix, 2, bars=False)
        case Symbology.CODE_128:
            return Kind(zxingcpp.BarcodeFormat.Code128, 10, bars=True)
        case Symbology.EAN_13:
            return Kind(zxingcpp.BarcodeFormat.EAN13, 11, bars=True)


def element_string(sscc: str) -> str:
    """The SSCC as GS1 writes it for people. Raises LabelRefused where it is none: no encoder checks that."""
    if len(sscc) != SSCC_DIGITS or not _is_checked(sscc):
        raise LabelRefused(f"not an SSCC: {sscc!r}")
    return f"(00){sscc}"


def ean_digits(gtin: str) -> str:
    """A GTIN in the 13 digits of an EAN-13. Raises LabelRefused where it is none or one of an outer case."""
    bare = gtin[1:] if len(gtin) == _EAN_DIGITS + 1 and gtin.startswith("0") else gtin
    if len(gtin) not in _LENGTH_OF_GTINS or not _is_checked(gtin) or len(bare) > _EAN_DIGITS:
        raise LabelRefused(f"not a product number an EAN-13 can hold: {gtin!r}")
    return bare.zfill(_EAN_DIGITS)


def _is_checked(digits: str) -> bool:
    return digits.isascii() and digits.isdigit() and has_right_check_digit(digits)


def content(element: Code, value: str) -> str:
    """What is encoded of `value`. Raises LabelRefused where the symbology cannot or should not hold it."""
    if kind_of(element.symbology).gs1:
        return element_string(value)
    if element.symbology is Symbology.EAN_13:
        return ean_digits(value)
    if not (value.isascii() and value.isprintable() and 0 < len(value) <= LONGEST_VALUE):
        raise LabelRefused(f"not 1 to {LONGEST_VALUE} characters of plain ASCII for a code: {value!r}")
    if element.checked and not _is_checked(value):
        raise LabelRefused(f"not digits with a right check digit: {value!r}")
    return value


def draw_code(canvas: Canvas, box: Box, element: Code, value: str, dots_per_mm: int) -> None:
    """Draw the code into `box`, quiet zone included, in the largest whole dots a module that fit.

    Raises LabelRefused for a value that is wrong or too long for the box.
    """
    kind = kind_of(element.symbology)
    modules = _modules(content(element, value), kind)
    module = _module_dots(box, element, kind, modules, dots_per_mm)
    width = modules.width * module
    height = box.height if kind.bars else modules.height * module
    quiet = kind.quiet * module
    x = box.x + quiet + round((box.width - width - 2 * quiet) * _SHARES[element.align])
    y = box.y + (box.height - height) // 2
    canvas.image.paste(modules.resize((width, height), Image.Resampling.NEAREST), (x, y))


def _modules(text: str, kind: Kind) -> Image.Image:
    """One dot a module, black is 1; one row of bars."""
    options = {"gs1": True} if kind.gs1 else {}
    barcode = zxingcpp.create_barcode(text, kind.form, **options)
    grey = Image.fromarray(zxingcpp.write_barcode_to_image(barcode, scale=1, add_quiet_zones=False))
    dots = grey.point(lambda value: 255 - value).convert("1", dither=Image.Dither.NONE)
    return dots.crop((0, 0, dots.width, 1)) if kind.bars else dots


def _module_dots(box: Box, element: Code, kind: Kind, modules: Image.Image, dots_per_mm: int) -> int:
    room = box.width // (modules.width + 2 * kind.quiet)
    if not kind.bars:
        room = min(room, box.height // (modules.height + 2 * kind.quiet))
    found = min(room, int(element.module_mm * dots_per_mm + 1e-6))
    if found < max(1, math.ceil(element.least_module_mm * dots_per_mm - 1e-6)):
        raise LabelRefused(f"the code is too long for its place on this label: {modules.width} modules")
    return found
