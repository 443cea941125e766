"""Handing over: found by code, QR or phone, two actions, line by line, once only, undone with a reason."""

import json
from pathlib import Path

import pytest
from sqlalchemy import select

from cloud_api.wire.base import Zone
from cloud_api.wire.exchange import ChangeKind
from cloud_api.wire.pickup import MissingLine, pickup_mac
from station.kernel.messages import Message
from station.pickup.model.verdicts import Verdict
from station.pickup.model.view import Arrival, Left, LineState, Step
from station.storage import tables
from tests.station.pickup.handover_kit import (
    ALONE,
    COLD,
    DRY,
    FIRST,
    ICE,
    LATE,
    SECOND,
    open_lines,
)
from tests.station.pickup.kit import KEY, CrateSpec, OrderSpec, Till, code, delivery, qr
from tests.station.pickup.test_receiving import facts, verdict


@pytest.mark.parametrize(
    "typed", [code(1), f"{code(1)[:3]} {code(1)[3:]}", "".join(chr(ord(d) + 0xFEE0) for d in code(1)), qr(1)]
)
def test_a_code_opens_all_orders_of_the_customer_in_walking_order(shop: Till, typed: str) -> None:
    view = shop.type(typed)
    assert verdict(view) is Verdict.CUSTOMER_FOUND
    assert view.customer is not None
    assert [order.order_no[-1] for order in view.customer.orders] == ["1", "2"]
    assert [(place.number, place.zone) for place in view.customer.places] == [
        (7, Zone.AMBIENT),
        (2, Zone.CHILLED),
        (1, Zone.FROZEN),
    ]
    assert open_lines(view) == [("S2", 2), ("S3", 3), ("S1", 1)]
    assert view.customer.tail == "1234"
    assert view.customer.can_confirm


def test_two_actions_and_a_fact_for_each_order(shop: Till) -> None:
    shop.scan(qr(2))
    view = shop.confirm()
    assert verdict(view) is Verdict.HANDED_OVER
    assert view.answer is not None
    assert view.answer.words.values == {"pieces": 6, "orders": 2}
    assert view.step is Step.HANDED
    bodies = [body for kind, body in facts(shop) if kind == "OrderCollected"]
    assert [(body["order_id"], body["means"]) for body in bodies] == [
        (str(FIRST.id), "qr"),
        (str(SECOND.id), "qr"),
    ]
    assert view.handed is not None
    assert [(line.name, line.quantity) for each in view.handed.handovers for line in each.lines] == [
        ("商品S1", 1),
        ("商品S2", 2),
        ("商品S3", 3),
    ]


def test_the_second_try_says_who_when_and_where(shop: Till) -> None:
    shop.type(code(1))
    shop.confirm()
    for again in (code(1), qr(1), code(2)):
        view = shop.type(again)
        assert verdict(view) is Verdict.COLLECTED_ALREADY
        assert view.answer is not None
        assert view.answer.words.values == {"operator": "李店长", "at": "10:30", "station": "柜台 1"}
        assert view.step is Step.ALREADY
        assert verdict(shop.confirm()) is Verdict.NOT_NOW
    assert [kind for kind, _ in facts(shop)].count("OrderCollected") == 2


def test_a_line_may_stay(shop: Till) -> None:
    view = shop.type(code(1))
    assert view.customer is not None
    first, second, _ = (line.key for place in view.customer.places for line in place.lines)
    shop.flow.leave(first, Left.NOT_FOUND)
    view = shop.flow.leave(second, Left.REFUSED)
    assert verdict(view) is Verdict.LINE_LEFT
    assert view.answer is not None
    assert view.answer.words.values["why"] == Message("the customer does not want it")
    view = shop.flow.take(first)
    assert view.customer is not None
    states = [line.state for place in view.customer.places for line in place.lines]
    assert states == [LineState.TICKED, LineState.REFUSED, LineState.TICKED]
    assert verdict(shop.confirm()) is Verdict.HANDED_PARTLY
    assert open_lines(shop.type(code(2))) == [("S3", 3)]


def test_what_stays_of_an_order_is_told_with_it(shop: Till) -> None:
    view = shop.type(code(1))
    assert view.customer is not None
    frozen = view.customer.places[-1].lines[0].key
    shop.flow.leave(frozen, Left.NOT_FOUND)
    shop.confirm()
    bodies = {body["order_id"]: body for kind, body in facts(shop) if kind == "OrderCollected"}
    assert bodies[str(FIRST.id)]["left"] == [{"sku": "S1", "quantity": 1, "why": "not_found"}]
    assert bodies[str(FIRST.id)]["lines"] == [{"sku": "S2", "quantity": 2}]


def test_nothing_ticked_is_nothing_to_confirm(shop: Till) -> None:
    view = shop.type(code(4))
    assert view.customer is not None
    view = shop.flow.leave(view.customer.places[0].lines[0].key, Left.REFUSED)
    assert view.customer is not None
    assert not view.customer.can_confirm
    assert verdict(shop.confirm()) is Verdict.NOTHING_TICKED


def test_the_end_of_a_phone_offers_masks_only(shop: Till) -> None:
    view = shop.type("1234")
    assert verdict(view) is Verdict.CHOOSE_CUSTOMER
    assert view.choose is not None
    assert [(row.name, row.phone, row.order_nos) for row in view.choose.customers] == [
        ("刘**", "139****1234", ("000003",)),
        ("张**", "138****1234", ("000001", "000002")),
    ]
    view = shop.flow.choose(view.choose.customers[0].key)
    assert open_lines(view) == [("S1", 1)]
    shop.confirm()
    assert facts(shop)[-1][1]["means"] == "phone"


def test_one_customer_needs_no_choice(shop: Till) -> None:
    for typed in ("5678", "137 0000 5678"):
        assert open_lines(shop.type(typed)) == [("S2", 1)]
        shop.flow.put_away()
    shop.type("5678")
    shop.confirm()
    assert verdict(shop.type("5678")) is Verdict.COLLECTED_ALREADY
    assert verdict(shop.type("0000")) is Verdict.UNKNOWN_TAIL


@pytest.mark.parametrize(("typed", "missing"), [("1", 3), ("123", 1), ("12345", 1), ("１２３４５", 1)])
def test_half_a_code_waits_for_the_rest(shop: Till, typed: str, missing: int) -> None:
    view = shop.type(typed)
    assert (verdict(view), view.digits_missing) == (Verdict.HALF_CODE, missing)
    assert shop.type(code(4)).digits_missing == 0


def test_goods_that_are_not_here(shop: Till) -> None:
    view = shop.type(code(5))
    assert (verdict(view), view.step) == (Verdict.NOT_HERE_YET, Step.NOT_HERE)
    assert view.answer is not None
    assert view.answer.words.values["when"] == Message("on its way, expected about {at}", at="08:40")
    assert verdict(shop.confirm()) is Verdict.NOT_NOW
    behind = CrateSpec(9, left_behind=True)
    shop.tell(ChangeKind.DELIVERY, delivery((DRY, COLD, ICE, behind)))
    shop.flow.put_away()
    assert verdict(shop.type(code(5))) is Verdict.LEFT_BEHIND


def test_what_is_here_goes_and_the_rest_is_told(shop: Till) -> None:
    view = shop.type(code(6))
    assert verdict(view) is Verdict.PARTLY_HERE
    assert view.customer is not None
    assert [(line.quantity, line.why.values["at"]) for line in view.customer.absent] == [(2, "08:40")]
    assert view.customer.orders[0].arrival is Arrival.PARTLY
    assert verdict(shop.confirm()) is Verdict.HANDED_PARTLY
    shop.receive(LATE)
    view = shop.type(code(6))
    assert open_lines(view) == [("S4", 2)]
    assert verdict(shop.confirm()) is Verdict.HANDED_OVER
    assert verdict(shop.type(code(6))) is Verdict.COLLECTED_ALREADY


def test_a_crate_that_comes_while_the_customer_waits_joins_the_goods(shop: Till) -> None:
    shop.type(code(5))
    view = shop.receive(LATE)
    assert view.step is Step.CUSTOMER
    assert open_lines(view) == [("S4", 1)]


def test_crates_scanned_while_fetching_are_checked(shop: Till) -> None:
    shop.type(code(4))
    assert verdict(shop.scan(DRY.sscc)) is Verdict.RIGHT_CRATE
    assert verdict(shop.scan(COLD.sscc)) is Verdict.WRONG_CRATE


def test_an_order_of_which_nothing_was_packed(shop: Till) -> None:
    missing = (MissingLine(sku="S9", name="草莓", quantity=1),)
    shop.tell(ChangeKind.PICKUP_ORDER, OrderSpec(8, {}, phone="13400008888", missing=missing).change())
    assert verdict(shop.type(code(8))) is Verdict.NOTHING_PACKED


def test_a_customer_on_the_screen_is_not_dropped_unasked(shop: Till) -> None:
    shop.type(code(1))
    view = shop.scan(qr(4))
    assert verdict(view) is Verdict.NOT_CONFIRMED
    assert open_lines(view)[0] == ("S2", 2)
    view = shop.scan(qr(4))
    assert open_lines(view) == [("S2", 1)]


def test_the_same_code_twice_changes_nothing(shop: Till) -> None:
    view = shop.type(code(1))
    assert view.customer is not None
    shop.flow.leave(view.customer.places[0].lines[0].key, Left.NOT_FOUND)
    view = shop.type(code(1))
    assert verdict(view) is Verdict.REPEATED
    assert view.customer is not None
    assert view.customer.left_lines == 1


def test_without_the_shops_key_only_phones_work(shop: Till) -> None:
    shop.key = None
    assert verdict(shop.type(code(4))) is Verdict.CANNOT_CHECK
    assert verdict(shop.scan(qr(4))) is Verdict.CANNOT_CHECK
    assert verdict(shop.type("5678")) is Verdict.CUSTOMER_FOUND


def test_no_row_holds_a_code_that_opens_anything(shop: Till, tmp_path: Path) -> None:
    shop.type(code(1))
    shop.confirm()
    shop.scan(qr(4))
    shop.scan(qr(4)[:-3])
    shop.type(f"{code(5)[:3]} {code(5)[3:]}")
    shop.scan(f"https://p.example.cn/o?c={code(5)}")
    with shop.desk.database.look() as connection:
        rows = [
            json.dumps([str(each) for each in row]) for row in connection.execute(select(tables.pickup_scan))
        ]
    kept = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    for number in (1, 4, 5):
        for secret in (code(number), qr(number), qr(number)[:-3]):
            assert not [row for row in rows if secret in row]
            assert secret.encode() not in kept
    assert [line.shown for line in shop.flow.view().recent][:2] == [
        "https://p.example.cn/o?c=••••" + code(5)[-2:],
        "••••" + code(5)[-2:],
    ]


def test_the_customer_key_is_the_phones(shop: Till) -> None:
    view = shop.type(code(4))
    assert view.customer is not None
    assert view.customer.key == pickup_mac(KEY, ALONE.phone)


def test_the_day_counts_and_finds_customers_without_a_phone(shop: Till) -> None:
    shop.type(code(4))
    shop.confirm()
    view = shop.flow.put_away()
    assert view.day is not None
    assert (view.day.orders_waiting, view.day.orders_ready, view.day.orders_collected) == (5, 4, 1)
    card = view.day.deliveries[0]
    assert (card.received, card.expected, card.orders_waiting, card.orders_collected) == (3, 4, 5, 1)
    assert card.arrives_at is not None
    assert f"{card.arrives_at:%H:%M}" == "08:40"
    view = shop.flow.typed("900000003")
    assert view.day is not None
    assert [row.order_nos for row in view.day.customers] == [("000003",)]
    view = shop.flow.search("张")
    assert view.day is not None
    assert [row.name for row in view.day.customers] == ["张**"]
    unfinished = shop.flow.search("nobo")
    assert unfinished.answer is None, "no sound at each pause in typing"
    assert unfinished.day is not None
    assert unfinished.day.customers == ()
    assert verdict(shop.flow.typed("nobody")) is Verdict.NOTHING_FOUND
    assert shop.flow.sign_in(None).step is Step.DAY
