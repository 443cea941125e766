"""What a scanned text means: one reader for all codes a desk meets, so that no slice parses digits itself."""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from hardware.check_digits import (
    BADGE_DIGITS,
    BADGE_PREFIX,
    BIN_DIGITS,
    BIN_PREFIX,
    BOX_DIGITS,
    BOX_PREFIX,
    COMMAND_DIGITS,
    COMMAND_PREFIX,
    DOCUMENT_DIGITS,
    DOCUMENT_PREFIX,
    PARCEL_DIGITS,
    PARCEL_PREFIX,
    PICKUP_QR_DIGITS,
    PICKUP_QR_PREFIX,
    ROUTE_DIGITS,
    ROUTE_PREFIX,
    SSCC_DIGITS,
    crate_of_parcel,
    gs1_check_digit,
    has_right_check_digit,
    make_badge,
    make_bin_code,
    make_box_code,
    make_command_code,
    make_document_code,
    make_parcel_code,
    make_pickup_qr,
    make_route_code,
    make_sscc,
)
from hardware.gs1 import GS, Elements, Refusal, read_digital_link, read_elements
from hardware.in_store import InStore, WeightLayout, WrongDigit, read_in_store

__all__ = [
    "CodeKind",
    "Refusal",
    "RefusedCode",
    "ScannedCode",
    "crate_of_parcel",
    "gs1_check_digit",
    "make_badge",
    "make_bin_code",
    "make_box_code",
    "make_command_code",
    "make_document_code",
    "make_parcel_code",
    "make_pickup_qr",
    "make_route_code",
    "make_sscc",
    "read_code",
    "warm_up",
]

LONGEST_CODE = 2000
"""Characters; no barcode a hand scanner reads holds more useful ones."""


class CodeKind(StrEnum):
    """What a code is."""

    GTIN = "gtin"
    """A product number of 8, 12, 13 or 14 digits."""
    SSCC = "sscc"
    """A crate number of 18 digits, bare."""
    GS1 = "gs1"
    """GS1 element strings, or a GS1 Digital Link."""
    BADGE = "badge"
    """An operator's badge of ours."""
    DOCUMENT = "document"
    """A purchase order or another paper of the cut-off."""
    ROUTE = "route"
    """The code of a route sheet of ours."""
    PICKUP_QR = "pickup_qr"
    """A customer's QR of ours."""
    BIN = "bin"
    """A bin's or a shelf's label of ours."""
    BOX = "box"
    """A re-usable box of ours."""
    PARCEL = "parcel"
    """One order's parcel of ours."""
    COMMAND = "command"
    """A command for the desk, from a sheet of ours."""
    IN_STORE = "in_store"
    """A weighed pack of a shop's scale, read by a layout of the settings."""
    DIGITS = "digits"
    """Other digits, vouched for by an AIM identifier."""
    TEXT = "text"
    """Other text, vouched for by an AIM identifier."""


@dataclass(frozen=True)
class ScannedCode:
    """A code that was understood.

    `text` is the content without AIM identifier. `gtin` has 14 digits whatever its length on the pack;
    `sscc` has 18, `badge`, `document` and `route` 10, `pickup_qr` 20, `bin` and `box` 11,
    `parcel` 22, `command` 9. Weight is in grams, rounded; `quantity` counts pieces (AI 30 or 37). `plu` is a
    product's number on a shop's scale, `amount_fen` the price printed.
    """

    kind: CodeKind
    text: str
    symbology: str | None = None
    """AIM identifier such as "]C1", where the scanner sent one."""
    gtin: str | None = None
    sscc: str | None = None
    badge: str | None = None
    document: str | None = None
    route: str | None = None
    pickup_qr: str | None = None
    bin: str | None = None
    box: str | None = None
    parcel: str | None = None
    command: str | None = None
    lot: str | None = None
    serial: str | None = None
    expiry: dt.date | None = None
    best_before: dt.date | None = None
    produced: dt.date | None = None
    weight_g: int | None = None
    quantity: int | None = None
    plu: str | None = None
    amount_fen: int | None = None


@dataclass(frozen=True)
class RefusedCode:
    """A code that was not understood: `why` for the verdict, `detail` in plain words for a person."""

    why: Refusal
    text: str
    detail: str


_AIM = re.compile(r"\][A-Za-z][0-9A-Za-z]")
_GS1_SYMBOLOGIES = frozenset({"]C1", "]e0", "]e1", "]e2", "]d2", "]Q3", "]J1"})
_GTIN_SYMBOLOGIES = frozenset({"]E0", "]E4", "]I1"})
_GTIN_LENGTHS = (8, 12, 13, 14)
_SHORTEST_KEY = 16
"""Characters of AI 01 with its number, the shortest element string that starts with a key."""
_GS1_KEYS = ("00", "01", "02")
_CRUMBS = "".join(chr(c) for c in range(0x21) if chr(c) != GS) + "\x7f\u200b\ufeff"
_WEB = re.compile(r"https?://", re.IGNORECASE)


def read_code(text: str, layouts: Sequence[WeightLayout] = ()) -> ScannedCode | RefusedCode:
    """Say what a scanned text is.

    `text` is what the scanner sent: an AIM identifier in front where it has one, GS as 0x1D. Digits that fit
    one of `layouts` are an in-store code and nothing else, though a crate's number may look alike.
    Without an identifier only known patterns with a right check digit are taken, since a slow keyboard
    wedge may leak the tail of a code. Never raises.
    """
    whole = unicodedata.normalize("NFKC", text[:LONGEST_CODE]).strip(_CRUMBS)
    aim = _AIM.match(whole)
    symbology = aim.group() if aim else None
    content = whole[len(symbology or "") :]
    if not content.strip(GS):
        return RefusedCode(Refusal.EMPTY, whole, "Nothing was read.")
    if len(text) > LONGEST_CODE or not _is_clean(content):
        return RefusedCode(Refusal.GARBLED, content, "The scanner sent characters no code contains.")
    in_store = read_in_store(content, layouts)
    if in_store is not None:
        return _told_in_store(in_store, content, symbology)
    return _read_content(content, symbology)


def _told_in_store(
    found: InStore | WrongDigit, digits: str, symbology: str | None
) -> ScannedCode | RefusedCode:
    if isinstance(found, WrongDigit):
        return _bad_check_digit(digits)
    return ScannedCode(
        CodeKind.IN_STORE,
        digits,
        symbology,
        plu=found.plu,
        weight_g=found.weight_g,
        amount_fen=found.amount_fen,
    )


def _bad_check_digit(digits: str) -> RefusedCode:
    return RefusedCode(Refusal.BAD_CHECK_DIGIT, digits, "The check digit is wrong: scan it again.")


def warm_up() -> None:
    """Load the tables of GS1 ahead of the first scan, on any thread that has nothing better to do."""
    read_elements("01")


def _is_clean(content: str) -> bool:
    return all(c == GS or (c.isprintable() and c != "\ufffd") for c in content)


def _read_content(content: str, symbology: str | None) -> ScannedCode | RefusedCode:
    if symbology in _GS1_SYMBOLOGIES or GS in content:
        return _read_gs1(content, symbology, read_elements)
    if content.isascii() and content.isdigit():
        return _read_digits(content, symbology)
    if symbology in _GTIN_SYMBOLOGIES:
        return RefusedCode(Refusal.GARBLED, content, "A product barcode holds digits only.")
    if _WEB.match(content):
        found = _read_gs1(content, symbology, read_digital_link)
        if isinstance(found, ScannedCode) or found.why is Refusal.BAD_CHECK_DIGIT:
            return found
    if content.startswith(_GS1_KEYS):
        return _read_gs1(content, symbology, read_elements)
    if symbology is not None:
        return ScannedCode(CodeKind.TEXT, content, symbology)
    return RefusedCode(
        Refusal.UNKNOWN, content, "No product, crate, badge, route or order bears such a code."
    )


def _read_gs1(
    content: str, symbology: str | None, reader: Callable[[str], "Elements | Refusal"]
) -> ScannedCode | RefusedCode:
    found = reader(content.strip(GS)) if content.isascii() else Refusal.GARBLED
    if isinstance(found, Refusal):
        return RefusedCode(found, content, _GS1_DETAILS[found])
    return ScannedCode(CodeKind.GS1, content, symbology, **found)


_GS1_DETAILS = {
    Refusal.BAD_CHECK_DIGIT: "A check digit is wrong: scan it again.",
    Refusal.GARBLED: "This GS1 code contradicts itself or holds foreign characters.",
    Refusal.INCOMPLETE: "This GS1 code does not name its goods: scan the other code beside it.",
    Refusal.UNKNOWN: "This is not a right GS1 code.",
    Refusal.EMPTY: "Nothing was read.",
}


def _read_digits(digits: str, symbology: str | None) -> ScannedCode | RefusedCode:
    length = len(digits)
    if length in _GTIN_LENGTHS:
        return _checked(ScannedCode(CodeKind.GTIN, digits, symbology, gtin=digits.zfill(14)))
    if symbology in _GTIN_SYMBOLOGIES:
        return RefusedCode(Refusal.GARBLED, digits, "A product barcode has 8, 12, 13 or 14 digits.")
    if length == SSCC_DIGITS:
        return _checked(ScannedCode(CodeKind.SSCC, digits, symbology, sscc=digits))
    if own := _own_number(digits, symbology):
        return _checked(own)
    if length >= _SHORTEST_KEY and digits.startswith(_GS1_KEYS):
        return _read_gs1(digits, symbology, read_elements)
    if symbology is not None:
        return ScannedCode(CodeKind.DIGITS, digits, symbology)
    return RefusedCode(Refusal.UNKNOWN, digits, "These digits are no product, crate, badge, route or order.")


_OWN = {
    (BADGE_DIGITS, BADGE_PREFIX): CodeKind.BADGE,
    (DOCUMENT_DIGITS, DOCUMENT_PREFIX): CodeKind.DOCUMENT,
    (ROUTE_DIGITS, ROUTE_PREFIX): CodeKind.ROUTE,
    (PICKUP_QR_DIGITS, PICKUP_QR_PREFIX): CodeKind.PICKUP_QR,
    (BIN_DIGITS, BIN_PREFIX): CodeKind.BIN,
    (BOX_DIGITS, BOX_PREFIX): CodeKind.BOX,
    (PARCEL_DIGITS, PARCEL_PREFIX): CodeKind.PARCEL,
    (COMMAND_DIGITS, COMMAND_PREFIX): CodeKind.COMMAND,
}
"""Codes of ours by length and first two digits; the kind's name is the field that holds the digits."""


def _own_number(digits: str, symbology: str | None) -> ScannedCode | None:
    """Digits that look like a code of ours."""
    kind = _OWN.get((len(digits), digits[:2]))
    if kind is None:
        return None
    found: dict[str, Any] = {kind.value: digits}
    return ScannedCode(kind, digits, symbology, **found)


def _checked(code: ScannedCode) -> ScannedCode | RefusedCode:
    if not code.text.strip("0"):
        return RefusedCode(Refusal.UNKNOWN, code.text, "Only zeros: no such number is in use.")
    if has_right_check_digit(code.text):
        return code
    return _bad_check_digit(code.text)
