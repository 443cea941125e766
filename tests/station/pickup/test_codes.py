"""Typed codes: read as people type them, and locked against guessing for as long as it takes."""

from datetime import timedelta

import pytest

from station.kernel.messages import Message
from station.pickup.model.lock import LONGEST_LOCK, lock_span, locked_until
from station.pickup.model.reading import Asked, is_torn_qr, masked, read_input
from station.pickup.model.verdicts import Verdict
from tests.station.pickup.kit import KEY, MORNING, OTHER_KEY, CrateSpec, OrderSpec, Till, code, qr
from tests.station.pickup.test_receiving import verdict

CRATE = CrateSpec(1)
ORDER = OrderSpec(1, {("S1", CRATE): 1})
WRONG = "000000"


@pytest.fixture
def shop(till: Till) -> Till:
    till.tell_day([CRATE], [ORDER])
    till.receive(CRATE)
    return till


def miss(shop: Till, times: int) -> list[Verdict]:
    return [verdict(shop.type(WRONG)) for _ in range(times)]


@pytest.mark.parametrize(
    ("text", "asked", "plain"),
    [
        ("123456", Asked.CODE, "123456"),
        (" 123 456 ", Asked.CODE, "123456"),
        ("123-456", Asked.CODE, "123456"),
        ("１２３４５６", Asked.CODE, "123456"),
        ("1234", Asked.TAIL, "1234"),
        ("138 0000 1234", Asked.TAIL, "1234"),
        ("12345", Asked.HALF, "12345"),
        ("", Asked.OTHER, ""),
        ("12a456", Asked.OTHER, "12a456"),
        ("1234567", Asked.OTHER, "1234567"),
        ("٣٤٥٦٧٨", Asked.OTHER, "٣٤٥٦٧٨"),
    ],
)
def test_what_is_typed_is_understood(text: str, asked: Asked, plain: str) -> None:
    told = read_input(text)
    assert (told.asked, told.text) == (asked, plain)


def test_codes_are_shown_masked() -> None:
    assert masked("123456") == "••••56"
    assert masked("１２３ 456") == "••••56"
    assert masked(qr(1)) == f"••••{qr(1)[-2:]}"
    assert masked("c=654321&x") == "c=••••21&x"


def test_a_qr_read_in_part_is_known_as_one() -> None:
    assert is_torn_qr(qr(1)[:15])
    assert not is_torn_qr(code(1))


def test_the_fifth_miss_locks_and_each_further_one_doubles() -> None:
    spans = [lock_span(misses).total_seconds() for misses in range(13)]
    assert spans == [0, 0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900, 900]


def test_a_clock_set_back_does_not_lock_for_longer() -> None:
    until = locked_until(5, MORNING + timedelta(days=3), MORNING)
    assert until == MORNING + timedelta(seconds=30)


def test_five_misses_lock_typing_and_nothing_else(shop: Till) -> None:
    assert miss(shop, 5) == [Verdict.UNKNOWN_PICKUP_CODE] * 4 + [Verdict.LOCKED]
    view = shop.type(code(1))
    assert verdict(view) is Verdict.LOCKED
    assert view.answer is not None
    assert view.answer.words.values["span"] == Message("{count} seconds", count=29)
    assert view.lock is not None
    assert view.lock.until - view.at == timedelta(seconds=29)
    assert verdict(shop.scan(qr(1))) is Verdict.CUSTOMER_FOUND
    shop.flow.put_away()
    assert verdict(shop.type("1234")) is Verdict.CUSTOMER_FOUND


def test_tries_while_locked_do_not_lengthen_it(shop: Till) -> None:
    miss(shop, 5)
    assert set(miss(shop, 20)) == {Verdict.LOCKED}
    shop.clock.advance(10)
    assert verdict(shop.type(code(1))) is Verdict.CUSTOMER_FOUND


def test_a_restart_does_not_unlock(shop: Till) -> None:
    miss(shop, 5)
    view = shop.restart()
    assert view.lock is not None
    assert verdict(shop.type(code(1))) is Verdict.LOCKED


def test_each_further_miss_locks_for_longer_up_to_the_longest(shop: Till) -> None:
    miss(shop, 5)
    for _ in range(8):
        view = shop.flow.view()
        assert view.lock is not None
        shop.clock.advance((view.lock.until - view.at).total_seconds())
        assert shop.flow.view().lock is None
        assert miss(shop, 1) == [Verdict.LOCKED]
    view = shop.flow.view()
    assert view.lock is not None
    assert view.lock.until - view.at == LONGEST_LOCK


def test_looking_alone_does_not_forgive_a_handover_does(shop: Till) -> None:
    miss(shop, 4)
    shop.type(code(1))
    shop.flow.put_away()
    assert miss(shop, 1) == [Verdict.LOCKED]
    shop.scan(qr(1))
    shop.confirm()
    assert miss(shop, 4) == [Verdict.UNKNOWN_PICKUP_CODE] * 4


def test_half_codes_tails_and_foreign_qrs_are_no_misses(shop: Till) -> None:
    for text in ("12345", "9999", qr(99), "hello") * 3:
        shop.type(text)
    assert shop.flow.view().lock is None


def test_a_code_of_another_shop_is_not_known_here(shop: Till) -> None:
    shop.key = OTHER_KEY
    assert verdict(shop.type(code(1))) is Verdict.UNKNOWN_PICKUP_CODE
    assert verdict(shop.scan(qr(1))) is Verdict.UNKNOWN_QR
    shop.key = KEY
    assert verdict(shop.scan(qr(1))) is Verdict.CUSTOMER_FOUND
