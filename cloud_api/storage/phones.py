"""Names and phone numbers as a shop may see them: enough to ask for, too little to keep."""

import re
import unicodedata

TAIL_DIGITS = 4
_LEAST_DIGITS = 7
"""Shorter numbers are placeholders: they name nobody."""
_CHINA = re.compile(r"^(?:00)?86(1\d{10})$")


def phone_digits(phone: str) -> str:
    """The digits of a phone number without the country code of China, one form for all ways to write it."""
    digits = re.sub(r"[^0-9]", "", unicodedata.normalize("NFKC", phone))
    china = _CHINA.match(digits)
    return china.group(1) if china else digits


def own_number(phone: str) -> str | None:
    """The digits of a number that tells its customer from others, or None.

    A number a platform masked (138****1234) may be anybody's, and so is one of few digits.
    """
    digits = phone_digits(phone)
    masked = "*" in unicodedata.normalize("NFKC", phone)
    return None if masked or len(digits) < _LEAST_DIGITS else digits


def phone_tail(phone: str) -> str:
    """The last four digits, which customers say at the desk; empty for a number of fewer than seven."""
    digits = phone_digits(phone)
    return digits[-TAIL_DIGITS:] if len(digits) >= _LEAST_DIGITS else ""


def masked_phone(phone: str) -> str:
    """138****1234; of other numbers the last four digits at most; empty where there is none."""
    digits = phone_digits(phone)
    if not digits:
        return ""
    head = digits[:3] if own_number(phone) and len(digits) >= 11 else ""
    return f"{head}****{phone_tail(phone)}"


def masked_name(name: str) -> str:
    """The first character and two stars: 王**; empty where there is no name."""
    shown = name.strip()
    return f"{shown[0]}**" if shown else ""
