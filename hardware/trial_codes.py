"""Codes a new scanner is tried on: each shows one thing a scanner may get wrong."""

from dataclasses import dataclass
from enum import StrEnum

import zxingcpp
from PIL import Image

from hardware.check_digits import gs1_check_digit, make_sscc

GS = "\x1d"
_ITEM = "690123456789"
"""A product number of GS1's own examples: no shop sells it."""


class TrialKind(StrEnum):
    """The kinds of code a desk meets."""

    EAN13 = "ean13"
    EAN8 = "ean8"
    LETTERS = "letters"
    """Code 128 with letters of both cases and signs that move between keyboard layouts."""
    GS1_128 = "gs1_128"
    """With a group separator inside."""
    DATA_MATRIX = "data_matrix"
    """GS1 DataMatrix, with a group separator inside."""
    DIGITAL_LINK = "digital_link"
    """QR with a GS1 Digital Link."""
    CRATE = "crate"
    """The SSCC of one of our crates as GS1-128."""


@dataclass(frozen=True)
class TrialCode:
    """One code: what it holds (`text`, GS as 0x1D), and how AIM identifiers of its kind look.

    `written` is what an encoder gets: GS1 codes with their numbers in brackets.
    """

    kind: TrialKind
    text: str
    aims: tuple[str, ...]
    written: str
    symbology: zxingcpp.BarcodeFormat
    is_gs1: bool = False

    @property
    def is_matrix(self) -> bool:
        """Whether only an imager reads it: no laser scanner does."""
        return self.kind in (TrialKind.DATA_MATRIX, TrialKind.DIGITAL_LINK)

    def modules(self) -> Image.Image:
        """One dot a module, black (0) on white, without quiet zone; a bar code is as high as it is drawn."""
        barcode = zxingcpp.create_barcode(self.written, self.symbology, gs1=self.is_gs1)
        drawn = zxingcpp.write_barcode_to_image(barcode, scale=1, add_quiet_zones=False)
        return Image.fromarray(drawn).convert("L")


def trial_codes() -> tuple[TrialCode, ...]:
    """All of them, in the order they are best scanned: what is right in the first helps to tell the rest."""
    formats = zxingcpp.BarcodeFormat
    ean13, ean8 = _whole(_ITEM), _whole("6901234")
    letters = "Qa-Zw/yM.18"
    lots = f"(01)0{ean13}(10)LOT7(21)S9", f"010{ean13}10LOT7{GS}21S9"
    link = f"https://id.gs1.org/01/0{ean13}/10/LOT7"
    crate = make_sscc(0, "6901234", 17)
    return (
        TrialCode(TrialKind.EAN13, ean13, ("]E0",), ean13, formats.EAN13),
        TrialCode(TrialKind.LETTERS, letters, ("]C0",), letters, formats.Code128),
        TrialCode(TrialKind.GS1_128, lots[1], ("]C1",), lots[0], formats.Code128, is_gs1=True),
        TrialCode(TrialKind.CRATE, f"00{crate}", ("]C1",), f"(00){crate}", formats.Code128, is_gs1=True),
        TrialCode(TrialKind.EAN8, ean8, ("]E4",), ean8, formats.EAN8),
        TrialCode(TrialKind.DATA_MATRIX, lots[1], ("]d2",), lots[0], formats.DataMatrix, is_gs1=True),
        TrialCode(
            TrialKind.DIGITAL_LINK, link, tuple(f"]Q{number}" for number in range(7)), link, formats.QRCode
        ),
    )


def _whole(digits: str) -> str:
    return f"{digits}{gs1_check_digit(digits)}"
