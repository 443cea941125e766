"""In-store codes of Chinese scales: product, weight and price in one number, as each shop sets its scale.

No region of GS1 rules them: a scale prints what it was set to, so the layout is a setting here too. The usual
ones are 13 digits with either the weight or the price, and 18 digits with both. Numbers that begin with 2 are
GS1's range for use within a shop.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from hardware.check_digits import has_right_check_digit

ALLOWED = (
    "digits as they are printed, P for each digit of the product, W for the weight in grams, "
    "A for the price in fen, X for what counts nothing, C at the end for the check digit; "
    "such as 28PPPPPWWWWWC or 26PPPPPAAAAAWWWWWC"
)
USUAL_LAYOUTS = ("26PPPPPAAAAAWWWWWC", "28PPPPPWWWWWC", "21PPPPPWWWWWC", "22PPPPPAAAAAC")
"""Offered to people; none counts before it was chosen."""
_SHAPE = re.compile(r"2\d(?=.*P)[\dPWAX]*C?")
_LENGTHS = (13, 18)


@dataclass(frozen=True)
class InStore:
    """What an in-store code says: the number of the product on the scale, weight in grams, price in fen."""

    plu: str
    weight_g: int | None
    amount_fen: int | None


@dataclass(frozen=True)
class WrongDigit:
    """The code has the layout's shape, and its check digit is wrong."""


class WeightLayout:
    """One layout, read once; `text` is how it was written."""

    def __init__(self, text: str) -> None:
        """Raises ValueError, with what is allowed, for a text that is no layout."""
        self.text = text.strip().upper()
        runs = {letter: re.findall(f"{letter}+", self.text) for letter in "PWA"}
        whole = all(len(found) <= 1 for found in runs.values())
        tells = bool(runs["W"] or runs["A"])
        if len(self.text) not in _LENGTHS or not _SHAPE.fullmatch(self.text) or not (whole and tells):
            raise ValueError(f"A layout has 13 or 18 places and begins with 2: {ALLOWED}.")
        self._pattern = re.compile(_pattern(self.text))

    def read(self, digits: str) -> InStore | WrongDigit | None:
        """What these digits say; None where they have another shape."""
        found = self._pattern.fullmatch(digits)
        if found is None:
            return None
        if self.text.endswith("C") and not has_right_check_digit(digits):
            return WrongDigit()
        parts = found.groupdict()
        return InStore(parts["P"], _number(parts.get("W")), _number(parts.get("A")))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, WeightLayout) and other.text == self.text

    def __hash__(self) -> int:
        return hash(self.text)


def read_in_store(digits: str, layouts: Sequence[WeightLayout]) -> InStore | WrongDigit | None:
    """What the first layout that fits says; a wrong check digit only where no layout reads the code whole."""
    wrong = None
    for layout in layouts:
        found = layout.read(digits)
        if isinstance(found, InStore):
            return found
        wrong = wrong or found
    return wrong


def _pattern(text: str) -> str:
    pieces = re.findall(r"\d+|P+|W+|A+|X+|C", text)
    return "".join(_piece(piece) for piece in pieces)


def _piece(piece: str) -> str:
    if piece[0] in "PWA":
        return rf"(?P<{piece[0]}>[0-9]{{{len(piece)}}})"
    return f"[0-9]{{{len(piece)}}}" if piece[0] in "XC" else piece


def _number(digits: str | None) -> int | None:
    return None if digits is None else int(digits)
