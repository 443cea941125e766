"""First expired, first out: which lot to take, and why another one is refused. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from station.stock.book import LotInBin

NIGHT_BEGINS = 12
"""Hour from which on what is picked is collected the next day."""


class FefoVerdict(StrEnum):
    """What there is to say to a lot, or to so many pieces."""

    OK = "ok"
    EXPIRES_TOO_SOON = "expires_too_soon"
    """Before the pickup day and its margin: never to be picked."""
    EARLIER_LOT_FIRST = "earlier_lot_first"
    """Another lot in the same bins expires before it and is good as well."""
    NOT_IN_BOOK = "not_in_book"
    """The book has none, or not so many. No wall: they are picked, and a count is asked."""


@dataclass(frozen=True)
class Take:
    """So many pieces of a lot."""

    lot: LotInBin
    quantity: int


@dataclass(frozen=True)
class FefoChoice:
    """Which lots to take, in this order, and how many pieces the book does not have."""

    verdict: FefoVerdict
    takes: tuple[Take, ...] = ()
    missing: int = 0
    first: LotInBin | None = None
    """The lot that is to go first; None where none is good."""


def pickup_day_of(at: datetime, time_zone: ZoneInfo) -> date:
    """The day on which customers collect what is picked or packed now: the morning after the night."""
    here = at.astimezone(time_zone)
    return here.date() + timedelta(days=1 if here.hour >= NIGHT_BEGINS else 0)


def is_good(expiry: date | None, pickup_day: date, margin_days: int) -> bool:
    """Whether a lot may be picked: what tells no expiry may, what expires before the margin ends may not."""
    return expiry is None or expiry >= pickup_day + timedelta(days=margin_days)


def in_order(lots: Iterable[LotInBin]) -> list[LotInBin]:
    """What expires first comes first, what tells no expiry last; those alike stay as they were."""
    return sorted(lots, key=lambda lot: (lot.expiry is None, lot.expiry or date.max))


def choose(lots: Sequence[LotInBin], quantity: int, pickup_day: date, margin_days: int) -> FefoChoice:
    """Which lots to take for `quantity` pieces (at least one) that are collected on `pickup_day`.

    NOT_IN_BOOK where the good ones are not enough, with what there is of them; EXPIRES_TOO_SOON where there
    are only others.
    """
    there = [lot for lot in in_order(lots) if lot.quantity > 0]
    good = [lot for lot in there if is_good(lot.expiry, pickup_day, margin_days)]
    takes, missing = [], quantity
    for lot in good:
        taken = min(missing, lot.quantity)
        if taken:
            takes.append(Take(lot, taken))
        missing -= taken
    return FefoChoice(_verdict(there, good, missing), tuple(takes), missing, next(iter(good), None))


def judge(
    lots: Sequence[LotInBin], lot: str, expiry: date | None, pickup_day: date, margin_days: int
) -> FefoChoice:
    """What to say to a lot that was scanned, or told by the goods in hand.

    A lot whose own expiry is as early as the first good one's is as good as that.
    """
    if not is_good(expiry, pickup_day, margin_days):
        return FefoChoice(FefoVerdict.EXPIRES_TOO_SOON, first=_first(lots, pickup_day, margin_days))
    first = _first(lots, pickup_day, margin_days)
    if first is not None and first.expiry is not None and (expiry is None or first.expiry < expiry):
        return FefoChoice(FefoVerdict.EARLIER_LOT_FIRST, first=first)
    there = any((each.lot, each.expiry) == (lot, expiry) and each.quantity > 0 for each in lots)
    return FefoChoice(FefoVerdict.OK if there else FefoVerdict.NOT_IN_BOOK, first=first)


def _first(lots: Iterable[LotInBin], pickup_day: date, margin_days: int) -> LotInBin | None:
    good = (lot for lot in in_order(lots) if lot.quantity > 0)
    return next((lot for lot in good if is_good(lot.expiry, pickup_day, margin_days)), None)


def _verdict(there: Sequence[LotInBin], good: Sequence[LotInBin], missing: int) -> FefoVerdict:
    if not missing:
        return FefoVerdict.OK
    return FefoVerdict.EXPIRES_TOO_SOON if there and not good else FefoVerdict.NOT_IN_BOOK
