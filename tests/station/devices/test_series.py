"""Series of names: whatever is typed, each name once, in order, from the first to the last."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.devices.model.series import LONGEST, MOST, Series, SeriesVerdict, series

WORDS = st.text("AB-货架 ", max_size=6)


@given(WORDS, WORDS, st.integers(0, 9_999), st.integers(0, 9_999))
def test_a_series_goes_from_first_to_last_each_number_once(
    front: str, behind: str, low: int, high: int
) -> None:
    front, behind = front.lstrip(), behind.rstrip()
    made = series(f"{front}{low}{behind}", f"{front}{high}{behind}")
    if abs(high - low) >= MOST:
        assert made == Series(SeriesVerdict.TOO_MANY)
        return
    assert made.verdict is SeriesVerdict.MADE
    assert (made.names[0], made.names[-1]) == (f"{front}{low}{behind}", f"{front}{high}{behind}")
    assert len(made.names) == len(set(made.names)) == abs(high - low) + 1


@given(st.integers(0, 99), st.integers(0, 99))
def test_zeros_in_front_are_kept(low: int, high: int) -> None:
    names = series(f"A-{low:03d}", f"A-{high:03d}").names
    assert {len(name) for name in names} == {5}
    assert list(names) == sorted(names, reverse=low > high)


@given(st.text(max_size=40), st.text(max_size=40))
def test_nothing_typed_makes_an_exception_or_an_endless_list(first: str, last: str) -> None:
    made = series(first, last)
    assert len(made.names) <= MOST
    assert bool(made.names) is (made.verdict is SeriesVerdict.MADE)


@pytest.mark.parametrize(
    ("first", "last", "verdict"),
    [
        ("", "A2", SeriesVerdict.EMPTY),
        ("A1", "B9", SeriesVerdict.NOT_ALIKE),
        ("A", "C", SeriesVerdict.NOT_ALIKE),
        ("A1", "A9999", SeriesVerdict.TOO_MANY),
        ("A" * (LONGEST + 1), "", SeriesVerdict.TOO_LONG),
        ("入口", "", SeriesVerdict.MADE),
    ],
)
def test_what_is_no_series_says_why(first: str, last: str, verdict: SeriesVerdict) -> None:
    assert series(first, last).verdict is verdict


def test_the_usual_one() -> None:
    assert series("A1", "A12").names == tuple(f"A{number}" for number in range(1, 13))
    assert series("A08", "A11").names == ("A08", "A09", "A10", "A11")
