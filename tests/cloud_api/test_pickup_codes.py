"""Pickup codes: six digits, unique while they wait, never stored; links and QRs nobody can guess."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, func, select, update
from sqlalchemy.exc import IntegrityError

from cloud_api.storage.check_digits import is_complete, with_check_digit
from cloud_api.storage.ids import new_uuid
from cloud_api.storage.page_links import known_page_path, order_of, page_path
from cloud_api.storage.phones import masked_name, masked_phone, own_number, phone_digits, phone_tail
from cloud_api.storage.pickup_keys import (
    CODE_VALID_FOR,
    make_codes,
    order_code,
    order_qr,
    release_codes,
    reopen_code,
    shop_key,
)
from cloud_api.storage.tables.orders import orders
from cloud_api.storage.tables.pickup import pickup_codes
from cloud_api.storage.transaction import reading, writing
from cloud_api.wire.exchange import ChangeKind
from cloud_api.wire.pickup import pickup_mac
from tests.cloud_api.kit import CUT_OFF, EVENING, DeskKit, Shop, order
from tests.cloud_api.night_kit import Night, changes_of, collection, packed_night, receive, refusal


@pytest.fixture
def shop_orders(shop: Shop) -> list[UUID]:
    """Orders of P1, none of them packed."""
    shop.send(*(order(f"N{number:03d}", "P1", PEACH=1) for number in range(12)))
    with reading(shop.cloud.engine) as connection:
        return list(connection.scalars(select(orders.c.id).order_by(orders.c.order_no)))


def _give_code_of(connection: Connection, owner: UUID, order_id: UUID, code: str | None = None) -> None:
    """Pretend that a waiting order has the code another order has, or would get first."""
    code = code or order_code(connection, order_id)
    assert code is not None
    mac = pickup_mac(shop_key(connection, "P1"), code)
    connection.execute(update(pickup_codes).where(pickup_codes.c.order_id == owner).values(code_mac=mac))


def test_codes_are_unique_among_those_that_wait(engine: Engine, shop_orders: list[UUID]) -> None:
    first, second, *rest = shop_orders
    with writing(engine) as connection:
        make_codes(connection, "P1", [second], EVENING)
        code = order_code(connection, second)
        make_codes(connection, "P1", [first], EVENING)
        release_codes(connection, [second], EVENING)
        _give_code_of(connection, first, second, code)
        assert order_code(connection, second) is None
        assert reopen_code(connection, second) is True
        assert order_code(connection, second) not in (None, code)
        make_codes(connection, "P1", [first, second, *rest], EVENING)
        macs = list(connection.scalars(select(pickup_codes.c.code_mac)))
    assert len(macs) == len(set(macs)) == len(shop_orders)


def test_the_database_itself_lets_a_code_wait_once(engine: Engine, shop_orders: list[UUID]) -> None:
    """Whatever two writers did not see of each other: the second is told, and takes another code."""
    first, second = shop_orders[:2]
    with writing(engine) as connection:
        make_codes(connection, "P1", [first, second], EVENING)
    with pytest.raises(IntegrityError), writing(engine) as connection:
        _give_code_of(connection, first, second)
    with writing(engine) as connection:
        code = order_code(connection, second)
        release_codes(connection, [second], EVENING)
        _give_code_of(connection, first, second, code)


def test_a_code_that_is_free_again_comes_back(engine: Engine, shop_orders: list[UUID]) -> None:
    with writing(engine) as connection:
        make_codes(connection, "P1", shop_orders, EVENING)
        code = order_code(connection, shop_orders[0])
        assert reopen_code(connection, shop_orders[0]) is False
        release_codes(connection, [shop_orders[0]], EVENING)
        assert reopen_code(connection, shop_orders[0]) is False
        assert order_code(connection, shop_orders[0]) == code
        assert reopen_code(connection, new_uuid()) is False


def test_codes_of_old_cycles_are_free_for_others(engine: Engine, shop_orders: list[UUID]) -> None:
    first, second, third = shop_orders[:3]

    def waiting(now: datetime, order_id: UUID) -> int:
        with writing(engine) as connection:
            make_codes(connection, "P1", [order_id], now)
            open_ones = select(func.count()).where(pickup_codes.c.released_at.is_(None))
            return connection.scalar(open_ones) or 0

    assert waiting(EVENING, first) == 1
    assert waiting(CUT_OFF + CODE_VALID_FOR, second) == 2
    assert waiting(CUT_OFF + CODE_VALID_FOR + timedelta(seconds=1), third) == 1


def test_no_table_shows_a_code(engine: Engine, shop_orders: list[UUID]) -> None:
    with writing(engine) as connection:
        make_codes(connection, "P1", shop_orders, EVENING)
        codes = [order_code(connection, order_id) for order_id in shop_orders]
        rows = [str(row) for row in connection.execute(select(pickup_codes))]
        qr = order_qr(connection, shop_orders[0])
        assert qr == order_qr(connection, shop_orders[0])
        assert qr != order_qr(connection, shop_orders[1])
        assert shop_key(connection, "P1") != shop_key(connection, "P2")
    assert all(code is not None and len(code) == 6 and code.isdigit() for code in codes)
    assert not [code for code in codes for row in rows if f"'{code}'" in row]
    assert (len(qr), qr[:2], is_complete(qr)) == (20, "76", True)


def _opened_by(night: Night, till: DeskKit, order_no: str) -> tuple[bool, bool]:
    """Whether the customer's code and QR open what the shop was told last of the order."""
    told = [body for body in changes_of(till, ChangeKind.PICKUP_ORDER) if body["order_no"] == order_no][-1]
    key = bytes.fromhex(till.call("GET", "/v1/pickup/key").json()["key"])
    with reading(night.shop.cloud.engine) as connection:
        code = order_code(connection, UUID(told["order_id"]))
        qr = order_qr(connection, UUID(told["order_id"]))
    return told["code_mac"] == pickup_mac(key, str(code)), told["qr_mac"] == pickup_mac(key, qr)


def test_a_shop_opens_an_order_with_its_code_until_it_is_collected(engine: Engine, shop: Shop) -> None:
    night = packed_night(shop)
    till = shop.cloud.till("P1")
    assert _opened_by(night, till, "A") == _opened_by(night, till, "B") == (True, True)
    receive(till, *night.crates("P1"))
    part, rest = collection(night.order_id("A"), PEACH=2), collection(night.order_id("A"), MILK=1)
    assert till.report("OrderCollected", part)["verdict"] == "accepted"
    assert _opened_by(night, till, "A") == (True, True)
    assert till.report("OrderCollected", rest)["verdict"] == "accepted"
    assert _opened_by(night, till, "A") == (False, True)
    with writing(engine) as connection:
        taken = select(pickup_codes.c.code_mac).where(pickup_codes.c.order_id == UUID(part["order_id"]))
        other = UUID(night.order_id("B"))
        mac = connection.scalar(taken)
        connection.execute(update(pickup_codes).where(pickup_codes.c.order_id == other).values(code_mac=mac))
    undone = {"collection_id": rest["collection_id"], "order_id": rest["order_id"], "reason": "mistake"}
    told = len(changes_of(till, ChangeKind.PICKUP_ORDER))
    assert till.report("CollectionUndone", undone)["verdict"] == "accepted"
    assert len(changes_of(till, ChangeKind.PICKUP_ORDER)) == told + 1
    assert _opened_by(night, till, "A") == (True, True)


def test_the_key_of_a_shop_is_for_its_tills_only(shop: Shop) -> None:
    till, other = shop.cloud.till("P1"), shop.cloud.till("P2")
    told = till.call("GET", "/v1/pickup/key").json()
    assert told == shop.cloud.till("P1", "二号台").call("GET", "/v1/pickup/key").json()
    assert told["pickup_point"] == "P1"
    assert told["key"] != other.call("GET", "/v1/pickup/key").json()["key"]
    for caller in (shop, shop.cloud.desk()):
        assert caller.call("GET", "/v1/pickup/key").status_code == 403
    assert "need the role pickup" in refusal(
        shop.cloud.desk(), "CrateReceived", {"crate_id": str(new_uuid())}
    )


def test_a_link_leads_to_its_order_and_cannot_be_made_up(engine: Engine) -> None:
    order_id, other = new_uuid(), new_uuid()
    with reading(engine) as connection:
        assert known_page_path(connection, order_id) is None
        assert order_of(connection, "A" * 43) is None
    with writing(engine) as connection:
        path = page_path(connection, order_id)
        assert path == known_page_path(connection, order_id)
        token = path.removeprefix("/o/")
        assert order_of(connection, token) == order_id
        swapped = page_path(connection, other).removeprefix("/o/")[:22] + token[22:]
        for wrong in (
            swapped,
            token[:-1],
            token + "A",
            token[:20] + "!" + token[21:],
            "",
            "页" * 43,
            "=" * 43,
        ):
            assert order_of(connection, wrong) is None


@pytest.mark.parametrize(
    ("phone", "digits", "own", "tail", "masked"),
    [
        ("13812341234", "13812341234", "13812341234", "1234", "138****1234"),
        ("+86 138-1234-1234", "13812341234", "13812341234", "1234", "138****1234"),
        ("008613812341234", "13812341234", "13812341234", "1234", "138****1234"),
        ("１３８１２３４１２３４", "13812341234", "13812341234", "1234", "138****1234"),
        ("138****1234", "1381234", None, "1234", "****1234"),
        ("010-65432109", "01065432109", "01065432109", "2109", "010****2109"),
        ("65432109", "65432109", "65432109", "2109", "****2109"),
        ("12345", "12345", None, "", "****"),
        ("none", "", None, "", ""),
        ("", "", None, "", ""),
    ],
)
def test_phones_are_one_number_however_written_and_masked(
    phone: str, digits: str, own: str | None, tail: str, masked: str
) -> None:
    assert (phone_digits(phone), own_number(phone), phone_tail(phone), masked_phone(phone)) == (
        digits,
        own,
        tail,
        masked,
    )


@given(st.text(max_size=32))
def test_a_masked_text_never_shows_more_than_a_shop_needs(text: str) -> None:
    digits, masked = phone_digits(text), masked_phone(text)
    shown = [character for character in masked if character != "*"]
    assert len(shown) <= max(0, len(digits) - 3)
    assert len(masked_name(text)) in (0, 3)


@given(st.integers(0, 10**17 - 1))
def test_one_wrong_digit_is_found_by_the_check_digit(number: int) -> None:
    whole = with_check_digit(f"76{number:017d}")
    assert is_complete(whole)
    place = number % len(whole)
    wrong = f"{whole[:place]}{(int(whole[place]) + 1) % 10}{whole[place + 1 :]}"
    assert not is_complete(wrong)
