"""Crates off the van: each is counted once, what is missing or too much is told apart and written down."""

import json

from sqlalchemy import insert, select

from cloud_api.wire.base import Zone
from cloud_api.wire.exchange import ChangeKind
from cloud_api.wire.facts import FACT_BODIES, FactKind, ReceiptCompleted
from hardware.codes import make_badge
from station.kernel.messages import Message
from station.pickup.model.verdicts import Verdict
from station.pickup.model.view import PickupView, Step, TileState
from station.storage import tables
from tests.station.pickup.kit import CrateSpec, OrderSpec, Till, code, delivery, sscc, uid

DRY, COLD, ICE = CrateSpec(1), CrateSpec(2, Zone.CHILLED), CrateSpec(3, Zone.FROZEN)
BEHIND = CrateSpec(4, left_behind=True)
CRATES = (DRY, COLD, ICE)
ORDER = OrderSpec(1, {("S1", DRY): 2, ("S2", COLD): 1})


def verdict(view: PickupView) -> Verdict:
    assert view.answer is not None
    return view.answer.verdict


def facts(till: Till) -> list[tuple[str, dict[str, object]]]:
    with till.desk.database.look() as connection:
        rows = connection.execute(select(tables.fact).order_by(tables.fact.c.seq)).all()
    for row in rows:
        FACT_BODIES[FactKind(row.kind)].model_validate_json(row.body)
    return [(row.kind, json.loads(row.body)) for row in rows]


def test_crates_count_down_and_say_where_to_put_them(till: Till) -> None:
    till.tell_day(CRATES, [ORDER])
    view = till.receive(COLD)
    assert view.step is Step.RECEIVING
    assert view.answer is not None
    assert view.answer.words.values == {
        "crate": 2,
        "place": Message("Put it into the fridge"),
        "received": 1,
        "expected": 3,
    }
    assert view.receiving is not None
    assert view.receiving.missing == (1, 3)
    assert view.receiving.last is not None
    assert view.receiving.last.zone is Zone.CHILLED
    till.receive(DRY)
    view = till.receive(ICE)
    assert verdict(view) is Verdict.LAST_RECEIVED
    assert [kind for kind, _ in facts(till)] == ["CrateReceived"] * 3


def test_a_crate_is_received_once(till: Till) -> None:
    till.tell_day(CRATES, [])
    till.receive(DRY)
    assert verdict(till.scan(DRY.sscc, after_s=0.3)) is Verdict.REPEATED
    assert verdict(till.scan(DRY.sscc)) is Verdict.RECEIVED_ALREADY
    assert len(facts(till)) == 1


def test_a_foreign_crate_goes_on_the_list_once_and_off_it_by_undo(till: Till) -> None:
    till.tell_day(CRATES, [])
    stranger = sscc(77)
    assert verdict(till.scan(stranger)) is Verdict.FOREIGN_CRATE
    view = till.scan(stranger)
    assert verdict(view) is Verdict.SURPLUS_ALREADY
    assert view.receiving is not None
    assert [row.sscc for row in view.receiving.surplus] == [stranger]
    view = till.flow.undo_receipt()
    assert verdict(view) is Verdict.SURPLUS_UNDONE
    assert view.receiving is not None
    assert view.receiving.surplus == ()
    assert facts(till) == []


def test_another_shops_crate_is_named_where_this_pc_knows_it(till: Till) -> None:
    stranger = sscc(78)
    with till.desk.database.act() as connection:
        wave = uid("wave of another shop")
        stop = {"wave_id": wave, "cycle_id": uid("cycle", 1), "number": 7, "state": "packed", "body": "{}"}
        connection.execute(insert(tables.stop).values(**stop, pickup_point="P002", told_at=till.clock.now()))
        crate = {"crate_id": uid("x"), "wave_id": wave, "sscc": stranger, "number": 1, "zone": "ambient"}
        connection.execute(insert(tables.stop_crate).values(**crate, weight_g=1, closed=True))
        connection.execute(insert(tables.pickup_point).values(code="P002", name="好邻居", body="{}"))
    till.tell_day(CRATES, [])
    view = till.scan(stranger)
    assert verdict(view) is Verdict.SHOP_CRATE
    assert view.answer is not None
    assert view.answer.words.values["shop"] == "好邻居"
    assert view.receiving is not None
    assert view.receiving.surplus[0].shop == "好邻居"


def test_a_crate_told_late_is_received_by_the_next_scan(till: Till) -> None:
    till.scan(DRY.sscc)
    till.tell(ChangeKind.DELIVERY, delivery(CRATES))
    view = till.flow.receive()
    assert verdict(till.receive(DRY)) is Verdict.CRATE_RECEIVED
    assert view.receiving is not None
    assert till.flow.view().receiving is not None


def test_completing_names_what_is_missing_first(till: Till) -> None:
    till.tell_day((*CRATES, BEHIND), [])
    till.receive(DRY, COLD)
    till.scan(sscc(77))
    view = till.flow.complete_receipt()
    assert verdict(view) is Verdict.CONFIRM_MISSING
    assert view.answer is not None
    assert view.answer.words.values == {"crates": "3"}
    assert view.receiving is not None
    assert view.receiving.complete_asked
    assert view.receiving.left_behind == (4,)
    view = till.flow.complete_receipt()
    assert verdict(view) is Verdict.RECEIPT_COMPLETED
    kind, body = facts(till)[-1]
    told = ReceiptCompleted.model_validate(body)
    assert kind == "ReceiptCompleted"
    assert set(told.received) == {DRY.id, COLD.id}
    assert set(told.missing) == {ICE.id, BEHIND.id}
    assert [each.sscc for each in told.surplus] == [sscc(77)]
    assert verdict(till.flow.complete_receipt()) is Verdict.NOT_NOW


def test_a_scan_between_takes_the_question_back(till: Till) -> None:
    till.tell_day(CRATES, [])
    till.receive(DRY)
    till.flow.complete_receipt()
    till.receive(COLD)
    assert verdict(till.flow.complete_receipt()) is Verdict.CONFIRM_MISSING
    assert [kind for kind, _ in facts(till)] == ["CrateReceived", "CrateReceived"]


def test_missing_and_left_behind_crates_may_come_later(till: Till) -> None:
    till.tell_day((*CRATES, BEHIND), [])
    view = till.receive(DRY, COLD, ICE)
    assert verdict(view) is Verdict.LAST_RECEIVED
    till.flow.complete_receipt()
    view = till.receive(BEHIND)
    assert verdict(view) is Verdict.LATE_RECEIVED
    assert view.receiving is not None
    assert {tile.state for tile in view.receiving.tiles} == {TileState.RECEIVED}


def test_a_crate_of_last_week_is_an_empty(till: Till) -> None:
    till.tell_day(CRATES, [])
    till.receive(*CRATES)
    till.flow.complete_receipt()
    new = CrateSpec(1, cycle=2)
    till.tell(ChangeKind.DELIVERY, delivery([new], cycle=2))
    till.clock.advance(24 * 3600)
    view = till.scan(DRY.sscc)
    assert verdict(view) is Verdict.OLD_CRATE
    assert view.answer is not None
    assert view.answer.words.values == {"crate": 1, "cycle": "6月19日", "at": "06-19 10:30"}
    assert verdict(till.receive(new)) is Verdict.LAST_RECEIVED


def test_undo_takes_the_last_receipt_back_unless_goods_are_gone(till: Till) -> None:
    till.tell_day(CRATES, [ORDER])
    till.receive(DRY, COLD)
    view = till.flow.undo_receipt()
    assert verdict(view) is Verdict.RECEIPT_UNDONE
    assert view.receiving is not None
    assert view.receiving.missing == (2, 3)
    till.type(code(1))
    assert verdict(till.confirm()) is Verdict.HANDED_PARTLY
    assert verdict(till.flow.undo_receipt()) is Verdict.GOODS_GONE
    assert [kind for kind, _ in facts(till)] == [
        "CrateReceived",
        "CrateReceived",
        "ReceiptUndone",
        "OrderCollected",
    ]


def test_nothing_to_undo(till: Till) -> None:
    till.tell_day(CRATES, [])
    assert verdict(till.flow.undo_receipt()) is Verdict.NOTHING_TO_UNDO
    assert facts(till) == []


def test_other_things_than_crates_are_told_in_plain_words(till: Till) -> None:
    till.tell_day(CRATES, [])
    assert verdict(till.scan("6901234567892")) is Verdict.PRODUCT_SCANNED
    assert verdict(till.scan("hello")) is Verdict.UNKNOWN_CODE
    assert verdict(till.scan(make_badge(7))) is Verdict.BADGE_SCANNED
    assert verdict(till.scan("76123456789")) is Verdict.TORN_QR


def test_a_misread_crate_is_not_received(till: Till) -> None:
    till.tell_day(CRATES, [])
    wrong = DRY.sscc[:-1] + str((int(DRY.sscc[-1]) + 1) % 10)
    assert verdict(till.scan(wrong)) is Verdict.BAD_CHECK_DIGIT
    assert facts(till) == []


def test_the_typed_number_under_the_bars_receives_too(till: Till) -> None:
    till.tell_day(CRATES, [])
    assert verdict(till.type(DRY.sscc)) is Verdict.CRATE_RECEIVED


def test_the_receipt_survives_a_crash(till: Till) -> None:
    till.tell_day(CRATES, [])
    till.receive(DRY)
    till.restart()
    view = till.flow.receive()
    assert view.receiving is not None
    assert view.receiving.missing == (2, 3)
    assert [line.shown for line in view.recent] == [DRY.sscc]


def test_a_shop_without_a_delivery_says_so(till: Till) -> None:
    view = till.flow.receive()
    assert view.receiving is not None
    assert view.receiving.delivery is None
    assert not view.receiving.can_complete
