"""What the cloud tells a shop: twice, late or in the wrong order, it ends the same; what a crash leaves."""

import pytest
from sqlalchemy import insert, select

from cloud_api.wire.exchange import ChangeKind
from cloud_api.wire.pickup import CollectedLine, Collection, CollectionGone, Means
from cloud_api.wire.routes import CrateMove, CrateMoved
from station.pickup.model.verdicts import Verdict
from station.pickup.model.view import Step
from station.storage import tables
from station.sync import outbox
from tests.station.pickup.kit import CrateSpec, OrderSpec, Till, code, delivery, uid
from tests.station.pickup.test_receiving import facts, verdict

CRATE = CrateSpec(1)
ORDER = OrderSpec(1, {("S1", CRATE): 2})


def collected(till: Till, station: int = 2) -> Collection:
    return Collection(
        collection_id=uid("collection"),
        order_id=ORDER.id,
        lines=(CollectedLine(sku="S1", quantity=2),),
        means=Means.QR,
        at=till.clock.now(),
        operator_name="小赵",
        station_id=uid("station", station),
        station_name=f"柜台 {station}",
    )


def gone(till: Till) -> CollectionGone:
    return CollectionGone(
        collection_id=uid("collection"),
        order_id=ORDER.id,
        reason="wrong_goods",
        at=till.clock.now(),
        station_id=uid("station", 2),
        station_name="柜台 2",
    )


def moved(till: Till, move: CrateMove, station: int = 2) -> CrateMoved:
    return CrateMoved(
        crate_id=CRATE.id,
        sscc=CRATE.sscc,
        wave_id=uid("wave", 1),
        move=move,
        route_id=None,
        at=till.clock.now(),
        station_id=uid("station", station),
        station_name=f"柜台 {station}",
    )


def rows(till: Till) -> list[object]:
    found: list[object] = []
    kept = (tables.delivery_crate, tables.pickup_order, tables.pickup_line, tables.collection)
    with till.desk.database.look() as connection:
        for table in (*kept, tables.collection_line):
            found += [tuple(row) for row in connection.execute(select(table))]
    return found


def test_a_collection_told_before_its_order_is_not_lost(till: Till) -> None:
    till.tell(ChangeKind.COLLECTED, collected(till))
    till.tell_day([CRATE], [ORDER])
    till.receive(CRATE)
    view = till.type(code(1))
    assert verdict(view) is Verdict.COLLECTED_ALREADY
    assert view.answer is not None
    assert view.answer.words.values["station"] == "柜台 2"


def test_an_undoing_told_before_its_collection_is_not_lost(till: Till) -> None:
    till.tell(ChangeKind.COLLECTION_UNDONE, gone(till))
    till.tell(ChangeKind.COLLECTED, collected(till))
    till.tell_day([CRATE], [ORDER])
    till.receive(CRATE)
    assert verdict(till.type(code(1))) is Verdict.CUSTOMER_FOUND


def test_a_receipt_told_before_its_delivery_is_not_lost(till: Till) -> None:
    till.tell(ChangeKind.CRATE_MOVED, moved(till, CrateMove.RECEIVED))
    view = till.flow.receive()
    assert view.receiving is not None
    assert view.receiving.tiles == ()
    till.tell_day([CRATE], [ORDER])
    view = till.flow.receive()
    assert view.receiving is not None
    assert [(tile.number, tile.received_by) for tile in view.receiving.tiles] == [(1, "柜台 2")]


def test_everything_told_twice_is_as_once(till: Till) -> None:
    told = [
        (ChangeKind.DELIVERY, delivery([CRATE])),
        (ChangeKind.PICKUP_ORDER, ORDER.change()),
        (ChangeKind.CRATE_MOVED, moved(till, CrateMove.RECEIVED)),
        (ChangeKind.COLLECTED, collected(till)),
        (ChangeKind.COLLECTION_UNDONE, gone(till)),
    ]
    for kind, body in told:
        till.tell(kind, body)
    once = rows(till)
    for kind, body in (*told, *told):
        till.tell(kind, body)
    assert rows(till) == once


def test_a_van_that_left_does_not_come_back(till: Till) -> None:
    till.tell(ChangeKind.DELIVERY, delivery([CRATE]))
    till.tell(ChangeKind.DELIVERY, delivery([CRATE], departed=False))
    view = till.flow.receive()
    assert view.receiving is not None
    assert view.receiving.delivery is not None
    assert view.receiving.delivery.departed_at is not None


def test_a_crate_no_longer_named_goes_unless_it_came(till: Till) -> None:
    extra = CrateSpec(2)
    till.tell(ChangeKind.DELIVERY, delivery([CRATE, extra]))
    till.receive(CRATE)
    till.tell(ChangeKind.DELIVERY, delivery([]))
    view = till.flow.view()
    assert view.receiving is not None
    assert [tile.number for tile in view.receiving.tiles] == [1]


def test_the_echo_of_an_older_act_changes_nothing(till: Till) -> None:
    till.tell_day([CRATE], [ORDER])
    echo = moved(till, CrateMove.RECEIVED, station=1)
    till.receive(CRATE)
    till.clock.advance(5)
    till.flow.undo_receipt()
    till.tell(ChangeKind.CRATE_MOVED, echo)
    view = till.flow.view()
    assert view.receiving is not None
    assert view.receiving.missing == (1,)


def test_the_other_desk_takes_a_receipt_back(till: Till) -> None:
    till.tell_day([CRATE], [ORDER])
    till.receive(CRATE)
    till.clock.advance(60)
    till.tell(ChangeKind.CRATE_MOVED, moved(till, CrateMove.NOT_RECEIVED))
    assert till.type(code(1)).step is Step.NOT_HERE


def test_own_handovers_that_come_back_are_known(till: Till) -> None:
    till.tell_day([CRATE], [ORDER])
    till.receive(CRATE)
    till.type(code(1))
    till.confirm()
    kind, body = facts(till)[-1]
    assert kind == "OrderCollected"
    before = rows(till)
    own = collected(till, station=1).model_dump(mode="json") | {"collection_id": body["collection_id"]}
    till.tell(ChangeKind.COLLECTED, own)
    assert rows(till) == before


def test_a_handover_that_gave_way_counts_after_all_when_the_cloud_says_so(till: Till) -> None:
    till.tell_day([CRATE], [ORDER])
    till.receive(CRATE)
    till.type(code(1))
    till.confirm()
    own_id = facts(till)[-1][1]["collection_id"]
    own = collected(till, station=1).model_dump(mode="json") | {"collection_id": own_id}
    till.tell(ChangeKind.COLLECTED, collected(till))
    till.tell(ChangeKind.COLLECTION_UNDONE, gone(till))
    assert till.type(code(1)).step is Step.CUSTOMER
    till.tell(ChangeKind.COLLECTED, own)
    assert till.shown[-1].step is Step.ALREADY


def test_moves_of_other_shops_crates_are_nobodys_here(till: Till) -> None:
    till.tell(ChangeKind.CRATE_MOVED, moved(till, CrateMove.LOADED))
    assert rows(till) == []
    till.tell(ChangeKind.CRATE_MOVED, moved(till, CrateMove.RECEIVED))
    assert verdict(till.scan(CRATE.sscc)) is Verdict.FOREIGN_CRATE


def test_what_cannot_be_read_is_a_value_error(till: Till) -> None:
    for kind in (ChangeKind.DELIVERY, ChangeKind.PICKUP_ORDER, ChangeKind.COLLECTED):
        with pytest.raises(ValueError, match="Field required"):
            till.tell(kind, {"order_id": "x"})


def test_an_act_the_disk_does_not_take_did_not_happen(till: Till) -> None:
    till.tell_day([CRATE], [ORDER])
    till.receive(CRATE)
    till.type(code(1))
    before = rows(till)
    connection = till.desk.database._connection
    connection.exec_driver_sql("PRAGMA query_only=ON")
    connection.commit()
    view = till.confirm()
    assert verdict(view) is Verdict.NOT_RECORDED
    assert view.step is Step.CUSTOMER
    connection.exec_driver_sql("PRAGMA query_only=OFF")
    connection.commit()
    assert rows(till) == before
    assert verdict(till.confirm()) is Verdict.HANDED_OVER


def test_facts_written_are_those_the_screen_told_of_after_a_crash(till: Till) -> None:
    till.tell_day([CRATE], [ORDER])
    till.receive(CRATE)
    till.type(code(1))
    till.restart()  # known, not confirmed: nothing happened
    assert [kind for kind, _ in facts(till)] == ["CrateReceived"]
    till.type(code(1))
    till.confirm()
    till.restart()
    assert verdict(till.type(code(1))) is Verdict.COLLECTED_ALREADY
    with till.desk.database.look() as connection:
        assert [each.kind for each in outbox.waiting(connection, 10)] == ["CrateReceived", "OrderCollected"]


def test_a_crate_of_this_shop_whose_delivery_is_not_told_yet(till: Till) -> None:
    wave = uid("wave", 1)
    stop = {"wave_id": wave, "cycle_id": uid("cycle", 1), "number": 7, "state": "packed", "body": "{}"}
    crate = {"crate_id": CRATE.id, "wave_id": wave, "sscc": CRATE.sscc, "number": 1, "zone": "ambient"}
    with till.desk.database.act() as connection:
        connection.execute(insert(tables.stop).values(**stop, pickup_point="P001", told_at=till.clock.now()))
        connection.execute(insert(tables.stop_crate).values(**crate, weight_g=1, closed=True))
    view = till.scan(CRATE.sscc)
    assert verdict(view) is Verdict.NOT_TOLD_YET
    assert view.receiving is not None
    assert view.receiving.surplus == ()


def test_undo_takes_back_no_receipt_of_another_desk_of_the_same_name(till: Till) -> None:
    till.tell_day([CRATE], [])
    theirs = moved(till, CrateMove.RECEIVED).model_copy(update={"station_name": till.name})
    till.tell(ChangeKind.CRATE_MOVED, theirs)
    view = till.flow.undo_receipt()
    assert view.answer is not None
    assert view.answer.verdict is Verdict.NOTHING_TO_UNDO
