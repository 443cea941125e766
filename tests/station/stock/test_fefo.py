"""First expired, first out: never an expired lot, what tells no expiry last, nothing out of turn."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from station.stock.book import LotInBin
from station.stock.fefo import FefoVerdict, choose, in_order, is_good, judge

DAY = date(2026, 6, 19)
EXPIRIES = st.one_of(st.none(), st.integers(-5, 30).map(lambda days: DAY + timedelta(days=days)))
LOTS = st.lists(
    st.builds(
        lambda number, expiry, quantity: LotInBin("A-01", "PEACH", f"L{number}", expiry, quantity, 0),
        st.integers(0, 5),
        EXPIRIES,
        st.integers(-3, 12),
    ),
    max_size=8,
)
MARGINS = st.integers(0, 10)


def _lot(expiry: date | None, quantity: int = 5, lot: str = "L") -> LotInBin:
    return LotInBin("A-01", "PEACH", lot, expiry, quantity, 0)


@given(LOTS, st.integers(1, 40), MARGINS)
def test_only_good_lots_are_taken_in_their_order_and_never_more_than_there_is(
    lots: list[LotInBin], quantity: int, margin: int
) -> None:
    choice = choose(lots, quantity, DAY, margin)
    limit = DAY + timedelta(days=margin)
    assert all(take.lot.expiry is None or take.lot.expiry >= limit for take in choice.takes)
    assert all(0 < take.quantity <= take.lot.quantity for take in choice.takes)
    told = [take.lot.expiry or date.max for take in choice.takes]
    assert told == sorted(told)
    assert sum(take.quantity for take in choice.takes) + choice.missing == quantity
    good = [lot for lot in lots if lot.quantity > 0 and is_good(lot.expiry, DAY, margin)]
    assert choice.missing == max(0, quantity - sum(lot.quantity for lot in good))
    assert (choice.verdict is FefoVerdict.OK) == (choice.missing == 0)
    left = [lot for lot in good if all(take.lot is not lot for take in choice.takes)]
    assert all((lot.expiry or date.max) >= max(told) for lot in left if told)


@given(LOTS, st.integers(0, 5), EXPIRIES, MARGINS)
def test_a_scanned_lot_is_let_through_only_when_no_good_one_goes_before_it(
    lots: list[LotInBin], number: int, expiry: date | None, margin: int
) -> None:
    verdict = judge(lots, f"L{number}", expiry, DAY, margin).verdict
    good = [lot for lot in lots if lot.quantity > 0 and is_good(lot.expiry, DAY, margin)]
    earlier = [lot for lot in good if (lot.expiry or date.max) < (expiry or date.max)]
    there = any((lot.lot, lot.expiry) == (f"L{number}", expiry) and lot.quantity > 0 for lot in lots)
    if not is_good(expiry, DAY, margin):
        assert verdict is FefoVerdict.EXPIRES_TOO_SOON
    elif earlier:
        assert verdict is FefoVerdict.EARLIER_LOT_FIRST
    else:
        assert verdict is (FefoVerdict.OK if there else FefoVerdict.NOT_IN_BOOK)


@given(LOTS)
def test_blanks_stand_last(lots: list[LotInBin]) -> None:
    blanks = [lot.expiry is None for lot in in_order(lots)]
    assert blanks == sorted(blanks)


def test_the_margin_ends_on_its_day() -> None:
    assert is_good(DAY + timedelta(days=3), DAY, 3)
    assert not is_good(DAY + timedelta(days=2), DAY, 3)


def test_what_there_is_decides_between_too_soon_and_not_there() -> None:
    old = _lot(DAY - timedelta(days=1))
    assert choose([old], 1, DAY, 0).verdict is FefoVerdict.EXPIRES_TOO_SOON
    assert choose([], 1, DAY, 0).verdict is FefoVerdict.NOT_IN_BOOK
    assert choose([old, _lot(None, 2)], 3, DAY, 0).verdict is FefoVerdict.NOT_IN_BOOK
    assert choose([_lot(None, -2)], 1, DAY, 0).verdict is FefoVerdict.NOT_IN_BOOK
    first = judge([old, _lot(DAY, lot="L1")], "L2", DAY + timedelta(days=9), DAY, 0)
    assert first.first is not None
    assert first.first.lot == "L1"
