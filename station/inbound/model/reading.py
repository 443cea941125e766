"""Reads what is typed at the dock: pieces, weights and dates of expiry."""

import re
from calendar import monthrange
from datetime import date
from decimal import Decimal
from enum import StrEnum

from cloud_api.wire.floor import MOST_GRAMS, MOST_PIECES

_PIECES = re.compile(r"[0-9]{1,8}")
_WEIGHT = re.compile(r"([0-9]{1,8}(?:\.[0-9]{1,3})?)\s*(kg|g|公斤|克)?", re.IGNORECASE)
_ISO = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})")
_EIGHT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_SIX = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{2})")
_CENTURY = 2000
_KILO = ("kg", "公斤")


class DateFault(StrEnum):
    """Why a typed date is none."""

    FORM = "form"
    NO_SUCH_DAY = "no_such_day"


def read_pieces(typed: str) -> int | None:
    """A number of pieces from 1 up; None for all else."""
    text = typed.strip()
    if not (text.isascii() and _PIECES.fullmatch(text)):
        return None
    return int(text) if 1 <= int(text) <= MOST_PIECES else None


def read_weight_g(typed: str) -> int | None:
    """Grams from "2.35kg", "2350g" or "2350"; a number with a point and no unit is kilograms."""
    found = _WEIGHT.fullmatch(typed.strip())
    if found is None or not found.group(1).isascii():
        return None
    unit = (found.group(2) or "").lower()
    in_kilograms = unit in _KILO or (not unit and "." in found.group(1))
    grams = Decimal(found.group(1)) * (1000 if in_kilograms else 1)
    return int(grams) if grams == int(grams) and 1 <= grams <= MOST_GRAMS else None


def read_expiry(typed: str) -> date | DateFault:
    """A date of expiry from YYMMDD, YYYYMMDD or YYYY-MM-DD; day 00 is the last of its month, as in GS1."""
    text = typed.strip()
    if not text.isascii():
        return DateFault.FORM
    found = _ISO.fullmatch(text) or _EIGHT.fullmatch(text) or _SIX.fullmatch(text)
    if found is None:
        return DateFault.FORM
    year, month, day = (int(part) for part in found.groups())
    year = year + _CENTURY if year < 100 else year
    try:
        return date(year, month, day or monthrange(year, month)[1])
    except ValueError:
        return DateFault.NO_SUCH_DAY
