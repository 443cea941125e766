"""PINs half of all people would choose are no PINs: guesses begin with them."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date

_ROWS = ("01234567890", "09876543210", "147258369", "963852741", "25802580", "159357159")
"""Keys beside each other, there and back."""
_LOVED = frozenset(
    {"1314", "5201314", "520520", "13145201", "131452", "168168", "5168", "1688", "16881688", "2580", "5683"}
)
_YEARS = range(1900, 2100)
_LEAP_YEAR = 2000


def weakness(pin: str, badge: str) -> str | None:
    """Why a PIN is too easy to guess, in words; None when it is not. `pin` is digits only."""
    if _repeats(pin):
        return "it repeats itself"
    if any(pin in row for row in _ROWS) or pin in _LOVED:
        return "it is one of the first everybody tries"
    if any(reading for reading in _dates(pin)):
        return "it looks like a birthday or a year"
    if pin in badge:
        return "it stands on the badge"
    return None


def _repeats(pin: str) -> bool:
    """1111, 1212, 123123."""
    return any(
        len(pin) % length == 0 and pin == pin[:length] * (len(pin) // length)
        for length in range(1, len(pin) // 2 + 1)
    )


def _dates(pin: str) -> Iterator[bool]:
    """Whether each reading of the digits as a date makes sense."""
    if len(pin) == 4:
        yield int(pin) in _YEARS
        yield _is_day(_LEAP_YEAR, pin[:2], pin[2:])
        yield _is_day(_LEAP_YEAR, pin[2:], pin[:2])
    if len(pin) == 6:
        yield _is_day(_LEAP_YEAR, pin[2:4], pin[4:])
        yield _is_day(_LEAP_YEAR, pin[2:4], pin[:2])
        yield int(pin[:4]) in _YEARS and 1 <= int(pin[4:]) <= 12
    if len(pin) == 8:
        yield int(pin[:4]) in _YEARS and _is_day(int(pin[:4]), pin[4:6], pin[6:])
        yield int(pin[4:]) in _YEARS and _is_day(int(pin[4:]), pin[2:4], pin[:2])


def _is_day(year: int, month: str, day: str) -> bool:
    with suppress(ValueError):
        date(year, int(month), int(day))
        return True
    return False
