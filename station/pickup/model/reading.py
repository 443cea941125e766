"""What a person typed or a scanner read at the counter: a code, the end of a phone, half of either."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

CODE_DIGITS = 6
TAIL_DIGITS = 4
PHONE_DIGITS = 11
QR_DIGITS = 20
QR_PREFIX = "76"
_CODE_RUN = re.compile(r"\d{5,}")
_GAPS = re.compile(r"[\s\-‐-―·.]+")


class Asked(StrEnum):
    """What digits at the counter are."""

    CODE = "code"
    TAIL = "tail"
    HALF = "half"
    """Too few digits for either."""
    OTHER = "other"


@dataclass(frozen=True)
class Input:
    """An input without its gaps: "１２３ 456" is 123456."""

    asked: Asked
    text: str
    missing: int = 0
    """Digits still to come, for HALF."""


def read_input(text: str) -> Input:
    """What `text` asks for; a whole phone number counts by its end."""
    plain = tidy(text)
    if not (plain.isascii() and plain.isdigit()):
        return Input(Asked.OTHER, plain)
    if len(plain) == CODE_DIGITS:
        return Input(Asked.CODE, plain)
    if len(plain) == TAIL_DIGITS:
        return Input(Asked.TAIL, plain)
    if len(plain) == PHONE_DIGITS and plain.startswith("1"):
        return Input(Asked.TAIL, plain[-TAIL_DIGITS:])
    if len(plain) < CODE_DIGITS:
        aim = TAIL_DIGITS if len(plain) < TAIL_DIGITS else CODE_DIGITS
        return Input(Asked.HALF, plain, aim - len(plain))
    return Input(Asked.OTHER, plain)


def tidy(text: str) -> str:
    """The text in half-width characters, without the gaps people and phones put into numbers."""
    return _GAPS.sub("", unicodedata.normalize("NFKC", text))


def is_torn_qr(text: str) -> bool:
    """Whether this is a customer's QR read in part, or misread."""
    plain = tidy(text)
    return plain.isdigit() and plain.startswith(QR_PREFIX) and CODE_DIGITS < len(plain) <= QR_DIGITS


def masked(text: str) -> str:
    """The text as it may be kept and shown: of each long number only the last two digits."""
    plain = unicodedata.normalize("NFKC", text)
    if tidy(plain).isdigit():
        plain = tidy(plain)
        return plain if len(plain) <= 2 else f"••••{plain[-2:]}"
    return _CODE_RUN.sub(lambda run: f"••••{run.group()[-2:]}", plain)[:40]
