"""GS1 element strings read by biip and boiled down to what a desk needs.

biip is imported at the first use: its tables cost some 100 ms, which a window that opens cannot spare.
"""

import datetime as dt
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, TypedDict

from hardware.gs1_rules import are_contradictory, are_incomplete

if TYPE_CHECKING:
    from biip.gs1_element_strings import GS1ElementString

GS = "\x1d"


class Refusal(StrEnum):
    """Why a code is refused."""

    BAD_CHECK_DIGIT = "bad_check_digit"
    """It has the shape of a known code, but its check digit is wrong: misread or misprinted."""
    UNKNOWN = "unknown"
    """Cleanly read, and nothing we know."""
    GARBLED = "garbled"
    """Characters no code contains, or statements that contradict each other."""
    INCOMPLETE = "incomplete"
    """A right GS1 code that leaves out what it speaks of, such as a lot without its product."""
    EMPTY = "empty"
    """Nothing but blanks."""


class Elements(TypedDict, total=False):
    """What the element strings say; keys are the fields of a scanned code."""

    gtin: str
    sscc: str
    lot: str
    serial: str
    expiry: dt.date | None
    best_before: dt.date | None
    produced: dt.date | None
    weight_g: int
    quantity: int


def read_elements(content: str) -> Elements | Refusal:
    """Read GS1 element strings, separated by GS where needed."""
    from biip import ParseError
    from biip.gs1_messages import GS1Message

    try:
        strings = GS1Message.parse(content).element_strings
        return _boil_down(strings) if _are_separated(strings, content) else Refusal.UNKNOWN
    except (ParseError, ValueError, ArithmeticError):
        return Refusal.UNKNOWN


def _are_separated(strings: "list[GS1ElementString]", content: str) -> bool:
    """Whether each element of free length ends at a GS; biip reads what is too long as a next element."""
    rest = content
    for string in strings:
        rest = rest[len(string) :]
        if string.ai.separator_required and rest and not rest.startswith(GS):
            return False
        rest = rest.lstrip(GS)
    return True


def read_digital_link(content: str) -> Elements | Refusal:
    """Read a GS1 Digital Link, the web address in a product's QR code."""
    from biip import ParseError
    from biip.gs1_digital_link_uris import GS1DigitalLinkURI

    try:
        return _boil_down(GS1DigitalLinkURI.parse(content).element_strings)
    except (ParseError, ValueError, ArithmeticError):
        return Refusal.UNKNOWN


def _boil_down(strings: "list[GS1ElementString]") -> Elements | Refusal:
    if any(s.gtin_error or s.sscc_error or s.gln_error for s in strings):
        return Refusal.BAD_CHECK_DIGIT
    by_ai: dict[str, GS1ElementString] = {}
    for string in strings:
        if by_ai.setdefault(string.ai.ai, string).value != string.value:
            return Refusal.GARBLED
    found = _numbers(by_ai)
    found.update(_dates(by_ai))
    found.update(_measures(by_ai))
    return _broken_rule({ai: string.value for ai, string in by_ai.items()}) or found


def _broken_rule(values: dict[str, str]) -> Refusal | None:
    if are_contradictory(values):
        return Refusal.GARBLED
    return Refusal.INCOMPLETE if are_incomplete(values) else None


def _numbers(by_ai: "dict[str, GS1ElementString]") -> Elements:
    found: Elements = {}
    if "00" in by_ai:
        found["sscc"] = by_ai["00"].value
    item = by_ai.get("01") or by_ai.get("02")
    if item is not None:
        found["gtin"] = item.value.zfill(14)
    if "10" in by_ai:
        found["lot"] = by_ai["10"].value
    if "21" in by_ai:
        found["serial"] = by_ai["21"].value
    return found


def _dates(by_ai: "dict[str, GS1ElementString]") -> Elements:
    found: Elements = {}
    if "17" in by_ai:
        found["expiry"] = by_ai["17"].date
    if "15" in by_ai:
        found["best_before"] = by_ai["15"].date
    if "11" in by_ai:
        found["produced"] = by_ai["11"].date
    return found


def _measures(by_ai: "dict[str, GS1ElementString]") -> Elements:
    found: Elements = {}
    weight_kg = next((s.decimal for ai, s in by_ai.items() if ai.startswith("310")), None)
    if weight_kg is not None:
        found["weight_g"] = int((weight_kg * Decimal(1000)).to_integral_value())
    count = by_ai.get("37") or by_ai.get("30")
    if count is not None:
        found["quantity"] = int(count.value)
    return found
