"""The rules of sharing: what holds for any orders and any number of pieces."""

from collections.abc import Sequence
from datetime import timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cloud_api.shortages.rules import Claim, replace_missing, share
from cloud_api.wire.shortages import ShortageRule
from tests.cloud_api.kit import EVENING

RULES = st.sampled_from(ShortageRule)
IN_A_ROW = (ShortageRule.FIRST_COME, ShortageRule.SMALL_ORDERS_FIRST, ShortageRule.SUBSTITUTE)


def claim(order_no: str, wanted: int, minute: int = 0, order_pieces: int = 0) -> Claim:
    return Claim(order_no, EVENING + timedelta(minutes=minute), wanted, order_pieces or wanted)


@st.composite
def _claims(draw: st.DrawFn) -> list[Claim]:
    rows = draw(
        st.lists(
            st.tuples(st.integers(1, 999), st.integers(0, 3), st.integers(0, 50)), min_size=1, max_size=12
        )
    )
    return [
        claim(f"N{number:02d}", wanted, minute, wanted + more)
        for number, (wanted, minute, more) in enumerate(rows)
    ]


CLAIMS = _claims()
PIECES = st.integers(0, 13_000)


def _total(claims: Sequence[Claim]) -> int:
    return sum(each.wanted for each in claims)


@given(RULES, CLAIMS, PIECES)
def test_all_is_given_and_nobody_gets_more_than_they_want(
    rule: ShortageRule, claims: list[Claim], available: int
) -> None:
    shares = share(rule, claims, available)
    assert shares.keys() == {each.order_no for each in claims}
    assert sum(shares.values()) == min(available, _total(claims))
    assert all(0 <= shares[each.order_no] <= each.wanted for each in claims)


@given(RULES, CLAIMS, PIECES, st.randoms(use_true_random=False))
def test_the_order_rows_come_in_decides_nothing(
    rule: ShortageRule, claims: list[Claim], available: int, chance: Random
) -> None:
    mixed = list(claims)
    chance.shuffle(mixed)
    assert share(rule, mixed, available) == share(rule, claims, available)


@given(CLAIMS, PIECES)
def test_proportional_is_within_a_piece_of_the_exact_part(claims: list[Claim], available: int) -> None:
    shares = share(ShortageRule.PROPORTIONAL, claims, available)
    given_out, total = min(available, _total(claims)), _total(claims)
    for each in claims:
        whole, rest = divmod(each.wanted * given_out, total)
        assert whole <= shares[each.order_no] <= whole + (1 if rest else 0)


@given(CLAIMS, PIECES)
def test_proportional_gives_odd_pieces_by_largest_remainder_then_payment(
    claims: list[Claim], available: int
) -> None:
    total = _total(claims)
    shares = share(ShortageRule.PROPORTIONAL, claims, available)
    if available >= total:
        return
    ranks = [
        (-(each.wanted * available % total), each.paid_at, each.order_no)
        for each in claims
        if shares[each.order_no] > each.wanted * available // total
    ]
    without = [
        (-(each.wanted * available % total), each.paid_at, each.order_no)
        for each in claims
        if shares[each.order_no] == each.wanted * available // total
    ]
    assert not ranks or not without or max(ranks) < min(without)


@given(st.sampled_from(IN_A_ROW), CLAIMS, PIECES, st.integers(0, 500))
def test_more_goods_take_nothing_from_anybody_who_stands_in_a_row(
    rule: ShortageRule, claims: list[Claim], available: int, more: int
) -> None:
    fewer, now = share(rule, claims, available), share(rule, claims, available + more)
    assert all(fewer[order_no] <= now[order_no] for order_no in fewer)


def test_proportional_knows_the_paradox_of_alabama() -> None:
    """One piece more may cost a small order one of its own; that is the price of exact parts."""
    claims = [claim("A", 6), claim("B", 6), claim("C", 2)]
    ten, eleven = (share(ShortageRule.PROPORTIONAL, claims, pieces) for pieces in (10, 11))
    assert (ten, eleven) == ({"A": 4, "B": 4, "C": 2}, {"A": 5, "B": 5, "C": 1})


@given(st.sampled_from(IN_A_ROW), CLAIMS, PIECES)
def test_only_one_of_a_row_gets_a_part(rule: ShortageRule, claims: list[Claim], available: int) -> None:
    shares = share(rule, claims, available)
    assert sum(0 < shares[each.order_no] < each.wanted for each in claims) <= 1


def test_who_comes_first() -> None:
    claims = [claim("B", 3, 1, 9), claim("A", 3, 1, 3), claim("C", 3, 0, 12)]
    assert share(ShortageRule.FIRST_COME, claims, 4) == {"C": 3, "A": 1, "B": 0}
    assert share(ShortageRule.SMALL_ORDERS_FIRST, claims, 4) == {"A": 3, "B": 1, "C": 0}


@given(CLAIMS, PIECES, PIECES, st.integers(0, 999))
def test_a_substitute_fills_no_more_than_is_missing(
    claims: list[Claim], available: int, other: int, room: int
) -> None:
    shares = share(ShortageRule.SUBSTITUTE, claims, available)
    rooms = {each.order_no: room for each in claims}
    given_out = replace_missing(claims, shares, rooms, other)
    missing = {each.order_no: each.wanted - shares[each.order_no] for each in claims}
    assert all(0 <= given_out[number] <= min(missing[number], room) for number in missing)
    wanted = sum(min(lacking, room) for lacking in missing.values())
    assert sum(given_out.values()) == min(other, wanted)


@pytest.mark.parametrize("rule", ShortageRule)
def test_nothing_to_share_and_nobody_to_share_with(rule: ShortageRule) -> None:
    assert share(rule, [], 5) == {}
    assert share(rule, [claim("A", 2)], 0) == {"A": 0}
