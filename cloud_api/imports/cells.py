"""Puts amounts into the units of our fields; all else of a cell the catalogue reads itself."""

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

_GRAMS = {"g": 1, "克": 1, "kg": 1000, "公斤": 1000, "千克": 1000, "斤": 500, "吨": 1_000_000, "t": 1_000_000}
_MILLILITRES = {
    "ml": 1,
    "毫升": 1,
    "cm3": 1,
    "l": 1000,
    "升": 1000,
    "m3": 1_000_000,
    "m³": 1_000_000,
    "方": 1_000_000,
    "立方米": 1_000_000,
}
_MEASURE = re.compile(r"^([0-9]{1,12}(?:\.[0-9]{1,6})?)\s*([^0-9\s.]*[3³]?)$")
_MONEY = re.compile(r"^[¥￥]?\s*([0-9]{1,12}(?:\.[0-9]{1,6})?)\s*元?$")
_MINUTES = re.compile(r"^([0-9]{1,4})\s*(?:分钟|分|min)$")


def amount(field: str, text: str, heading: str) -> str:
    """A cell in the unit of its field: 0.5kg or 0.5 under 重量(kg) is 500 for weight_g, 12.80 is 1280 fen.

    A text that is not understood stays as it is, so that whoever checks the row can name it.
    """
    told = text.strip()
    if field in ("weight_g", "most_weight_g"):
        return _measured(told, heading, _GRAMS)
    if field == "volume_ml":
        return _measured(told, heading, _MILLILITRES)
    if field.endswith("_fen"):
        return _fen(told, heading)
    if field == "service_s" and (minutes := _MINUTES.match(told)):
        return str(int(minutes.group(1)) * 60)
    return text


def _measured(text: str, heading: str, units: Mapping[str, int]) -> str:
    match = _MEASURE.match(text.replace(",", ""))
    if match is None:
        return text
    unit = match.group(2).casefold() or _unit_of(heading, units)
    if unit not in units:
        return text
    return _whole(Decimal(match.group(1)) * units[unit], text)


def _unit_of(heading: str, units: Mapping[str, int]) -> str:
    """The unit in brackets or at the end of a heading: 重量(kg), 载重/吨; the smallest where none is."""
    folded = heading.casefold().rstrip(")）】] ")
    ends = [unit for unit in units if re.search(rf"[(（【\[/_ ]{re.escape(unit)}$", folded)]
    return max(ends, key=len) if ends else next(iter(units))


def _fen(text: str, heading: str) -> str:
    """Yuan, unless the heading says 分 or fen."""
    match = _MONEY.match(text.replace(",", ""))
    if match is None:
        return text
    folded = heading.casefold()
    in_fen = ("fen" in folded or "分" in folded) and "元" not in text
    try:
        return _whole(Decimal(match.group(1)) * (1 if in_fen else 100), text)
    except InvalidOperation:
        return text


def _whole(value: Decimal, text: str) -> str:
    return str(int(value)) if value == value.to_integral_value() else text
