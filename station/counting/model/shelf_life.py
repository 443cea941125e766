"""How long a lot may still be sold, and dates as people type them."""

from datetime import date, timedelta
from enum import StrEnum

MARGIN_DAYS = 1
"""As picking has it: what is picked today is collected tomorrow and is to keep a day more."""
LONGEST_YEARS = 20
"""A date further ahead is a slip."""


class ShelfLife(StrEnum):
    """What there is to say to a date of expiry."""

    GOOD = "good"
    """Or it tells none."""
    SOON = "soon"
    """No picker may take it any more, though it has not expired."""
    EXPIRED = "expired"


def shelf_life(expiry: date | None, today: date) -> ShelfLife:
    """How a lot with this expiry stands on the day `today`."""
    if expiry is None:
        return ShelfLife.GOOD
    if expiry < today:
        return ShelfLife.EXPIRED
    return ShelfLife.SOON if expiry < today + timedelta(days=1 + MARGIN_DAYS) else ShelfLife.GOOD


def read_day(typed: str, today: date) -> date | None:
    """The day of six digits YYMMDD or eight YYYYMMDD; None for anything else, or a day far from `today`."""
    digits = "".join(sign for sign in typed if sign not in " -./")
    if not (digits.isascii() and digits.isdigit() and len(digits) in (6, 8)):
        return None
    whole = digits if len(digits) == 8 else f"20{digits}"
    try:
        day = date(int(whole[:4]), int(whole[4:6]), int(whole[6:]))
    except ValueError:
        return None
    return day if abs(day.year - today.year) <= LONGEST_YEARS else None
