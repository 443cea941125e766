"""Parcels at the put-wall: a bag for each order, each with its label, its place and its own scan."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from cloud_api.storage.tables.orders import order_lines
from cloud_api.storage.tables.waves import puts
from cloud_api.wire.base import ScanRule
from cloud_api.wire.catalogue import Goods
from cloud_api.wire.waves import Lease
from hardware.codes import make_parcel_code, make_sscc
from hardware.labels import CrateLabel, LabelKind, ParcelLabel
from hardware.protocols import Reading, ReadingState
from station.kernel.clock import SettableClock
from station.kernel.ids import Sku
from station.picking.model.verdicts import Verdict
from station.picking.model.view import PickingView, Step, TileState
from station.printing import queue
from station.printing.commands import copy_marks, reprint_page
from station.storage import tables
from tests.cloud_api.kit import pickup_point
from tests.station import kit
from tests.station.kit import Bench, english, gtin, lease_of, product
from tests.station.picking.handing_kit import CloudDesk, new_database, right_code, warehouse
from tests.station.picking.test_intercepting import a_crate_a_zone, cancel, told, verdict
from tests.station.picking.test_parcels_machine import in_parcels
from tests.station.picking.test_substitutes import lie


@pytest.fixture
def lease() -> Lease:
    """Three orders in one crate, a bag for each: 2×S1; 3×S1 and 1×S2; 1×S1."""
    orders = [{"S1": 2}, {"S1": 3, "S2": 1}, {"S1": 1}]
    lent = lease_of([product(1), product(2)], orders, SettableClock())
    named = [
        order.model_copy(update={"customer": "王**", "phone_tail": f"000{place}"})
        for place, order in enumerate(lent.wave.orders, start=1)
    ]
    return in_parcels(lent.model_copy(update={"wave": lent.wave.model_copy(update={"orders": tuple(named)})}))


@pytest.fixture
def bench(tmp_path: Path, lease: Lease, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    monkeypatch.setattr(kit, "an_order_a_crate", a_crate_a_zone)
    made = Bench(tmp_path, [lease])
    made.take()
    yield made
    made.close()


def bag(bench: Bench, place: int) -> str:
    """The code on the label of a bag of the one crate."""
    return bench.desk.working().crates[0].bags[place - 1].code


def fill(bench: Bench, number: int, place: int, pieces: int) -> PickingView:
    for _ in range(pieces):
        bench.scan(gtin(number))
    return bench.scan(bag(bench, place))


def view_crate(bench: Bench) -> str:
    return bench.flow.view().crates[0].sscc


def held(bench: Bench) -> list[Counter[Sku]]:
    return [+Counter(each.put) for each in bench.desk.working().crates[0].bags]


def shown(view: PickingView) -> tuple[str, int, tuple[tuple[str, int], ...]]:
    (tile,) = view.crates
    return tile.bag, tile.quantity, tile.bags_then


def test_labels_of_bags_come_out_behind_that_of_their_crate(bench: Bench, lease: Lease) -> None:
    with bench.desk.database.look() as connection:
        jobs = queue.recent(connection)[::-1]
        labels = [queue.label_of(connection, job.id) for job in jobs]
    assert [job.document for job in jobs] == [LabelKind.CRATE, *[LabelKind.PARCEL] * 3]
    crate, first, second, _ = labels
    assert isinstance(crate, CrateLabel)
    assert isinstance(first, ParcelLabel)
    assert isinstance(second, ParcelLabel)
    assert crate.facts[0] == "3 bags · 7 pieces"
    assert (first.parcel, first.crate, first.customer, first.phone_tail) == (
        "1-1",
        "Crate 1/1",
        "王**",
        "0001",
    )
    assert (second.order_no, second.facts) == (lease.wave.orders[1].order_no, ("4 pieces", "2.0 kg"))
    assert second.code == make_parcel_code(crate.sscc, 2)
    (started,) = told(bench, "WaveStarted")
    assert [each["place"] for each in started["crates"][0]["parcels"]] == [1, 2, 3]


def test_pieces_go_bag_by_bag_and_the_screen_says_which_and_how_many(bench: Bench) -> None:
    view = bench.scan(gtin(1))
    assert (verdict(view), shown(view)) == (Verdict.PRODUCT_OK_BAGS, ("1-1", 1, ()))
    for _ in range(3):
        view = bench.scan(gtin(1))
    assert shown(view) == ("1-1", 2, (("1-2", 2),))
    assert view.question.values["bags"] == "1-1 (+2), 1-2 (+2)"
    view = bench.scan(bag(bench, 2))
    assert (verdict(view), shown(view)) == (Verdict.BAG_PUT, ("1-1", 2, ()))
    view = bench.scan(bag(bench, 1))
    assert (verdict(view), held(bench)) == (Verdict.BAG_PUT, [{"S1": 2}, {"S1": 2}, {}])
    order_ids = [body["order_id"] for body in told(bench, "ItemPut")]
    assert order_ids == [str(bench.desk.working().crates[0].bags[place].order_id) for place in (1, 0)]
    bench.scan(gtin(1))
    view = fill(bench, 1, 3, 1)
    assert view.answer is not None
    assert (verdict(view), view.answer.words.values["bag"]) == (Verdict.BAG_PUT, "1-3")


def test_a_wrong_bag_a_crate_s_label_and_last_week_s_bag_book_nothing(bench: Bench) -> None:
    bench.scan(gtin(1))
    view = bench.scan(view_crate(bench))
    assert view.answer is not None
    assert (verdict(view), view.answer.words.values["lit"]) == (Verdict.SCAN_BAG, "1-1")
    view = bench.scan(bag(bench, 3))
    assert view.answer is not None
    assert (verdict(view), view.answer.words.values["lit"]) == (Verdict.BAG_HAS_ENOUGH, "1-1")
    assert verdict(bench.scan(make_parcel_code(make_sscc(0, "9520001", 77), 1))) is Verdict.FOREIGN_BAG
    bench.scan(bag(bench, 1))
    fill(bench, 1, 1, 1)
    fill(bench, 1, 2, 3)
    fill(bench, 1, 3, 1)
    bench.scan(gtin(2))
    view = bench.scan(bag(bench, 1))
    assert view.answer is not None
    assert (verdict(view), view.answer.words.values["lit"]) == (Verdict.WRONG_BAG, "1-2")
    assert held(bench) == [{"S1": 2}, {"S1": 3}, {"S1": 1}]
    assert len(told(bench, "ItemPut")) == 4


def test_a_bag_read_twice_counts_once_and_closes_nothing(bench: Bench) -> None:
    fill(bench, 1, 1, 2)
    assert verdict(bench.scan(bag(bench, 1), after_s=0.3)) is Verdict.REPEATED
    assert verdict(bench.scan(bag(bench, 1), after_s=5.0)) is Verdict.SCAN_PRODUCT_FOR_BAG
    fill(bench, 1, 2, 3)
    fill(bench, 1, 3, 1)
    view = fill(bench, 2, 2, 1)
    assert (verdict(view), view.step) == (Verdict.BAG_PRODUCT_DONE, Step.CLOSE_CRATES)
    assert verdict(bench.scan(view_crate(bench), after_s=0.3)) is Verdict.WAVE_DONE
    assert verdict(bench.scan(bag(bench, 1))) is Verdict.CRATE_IS_CLOSED


def test_undo_takes_pieces_out_of_the_bag_also_after_a_crash(bench: Bench) -> None:
    fill(bench, 1, 1, 2)
    fill(bench, 1, 2, 3)
    before = held(bench)
    bench.restart()
    assert held(bench) == before
    view = bench.flow.undo()
    assert view.answer is not None
    assert (verdict(view), view.answer.words.values["bag"]) == (Verdict.UNDONE_BAG, "1-2")
    assert held(bench) == [{"S1": 2}, {}, {}]
    assert shown(view) == ("1-2", 3, ())


def test_what_lacks_is_of_the_bag_it_was_not_put_into(bench: Bench) -> None:
    for _ in range(3):
        bench.scan(gtin(1))
    bench.scan(bag(bench, 2))
    bench.flow.undo()
    bench.scan(bag(bench, 2))
    bench.scan(bag(bench, 1))
    bench.flow.declare_short()
    bench.flow.declare_short()
    fill(bench, 2, 2, 1)
    bench.scan(view_crate(bench), after_s=60.0)
    with bench.desk.database.look() as connection:
        query = select(tables.print_job.c.label).where(tables.print_job.c.document == LabelKind.SLIP.value)
        slip = queue.LABELS[LabelKind.SLIP].validate_json(connection.execute(query).scalar_one())
    numbers = [order.order_no for order in bench.desk.held().wave.orders]
    assert [(row.order_no.split()[1], row.pieces, row.note) for row in slip.rows] == [
        (numbers[0], "2", ""),
        (numbers[1], "2", "2 short"),
        (numbers[2], "0", "1 short"),
    ]
    assert slip.rows[0].order_no.startswith("1-1")
    assert slip.totals[0] == "3 bags"


def test_the_bag_of_a_cancelled_order_comes_out_whole(bench: Bench, lease: Lease) -> None:
    fill(bench, 1, 1, 2)
    fill(bench, 1, 2, 3)
    bench.flow.declare_short()
    bench.flow.declare_short()
    fill(bench, 2, 2, 1)
    view = cancel(bench, lease.wave, 1)
    assert (verdict(view), view.step) == (Verdict.ORDER_CANCELLED_BAG, Step.TAKE_OUT)
    assert view.take_out is not None
    assert (view.take_out.bag, view.take_out.quantity, view.take_out.further) == ("1-2", 4, 0)
    assert view.take_out.goods == ("3 × 商品1 500g → A-01-01", "1 × 商品2 500g → A-01-02")
    assert [(tile.state, tile.bag, tile.quantity) for tile in view.crates] == [(TileState.OUT, "1-2", 4)]
    assert verdict(bench.scan(gtin(1))) is Verdict.TAKE_OUT_BAG
    assert verdict(bench.scan(view_crate(bench))) is Verdict.TAKE_OUT_BAG
    view = bench.scan(bag(bench, 1))
    assert view.answer is not None
    assert (verdict(view), view.answer.words.values["wanted"]) == (Verdict.TAKE_OUT_OTHER_BAG, "1-2")
    view = bench.scan(bag(bench, 2))
    assert (verdict(view), held(bench)) == (Verdict.BAG_TAKEN_OUT, [{"S1": 2}, {}, {}])
    # What came out serves the order that was short of it.
    assert view.product is not None
    assert (view.step, view.product.wanted) == (Step.SCAN_PRODUCT, 1)
    (body,) = told(bench, "OrderIntercepted")
    assert [(line["sku"], line["quantity"], line["short_back"]) for line in body["lines"]] == [
        ("S1", 3, 1),
        ("S2", 1, 0),
    ]
    fill(bench, 1, 3, 1)
    assert verdict(bench.scan(view_crate(bench), after_s=60.0)) is Verdict.WAVE_DONE


def test_a_label_is_printed_again_for_its_bag_alone(bench: Bench) -> None:
    with bench.desk.database.act() as connection:
        job = next(each for each in queue.recent(connection) if each.title.endswith("1-2"))
        for number in (2, 3):
            author = bench.desk.author()
            assert reprint_page(connection, author, job.id, "lost", copy_marks(english())) == number
        newest = queue.recent(connection)[0]
        label = queue.label_of(connection, newest.id)
    assert isinstance(label, ParcelLabel)
    assert (newest.title, label.copy_mark, label.code) == (job.title, "Copy 3", bag(bench, 2))
    assert [(each["document"], each["copy_number"]) for each in told(bench, "LabelReprinted")] == [
        ("parcel", 2),
        ("parcel", 3),
    ]


def test_a_crate_has_no_more_bags_than_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kit, "an_order_a_crate", a_crate_a_zone)
    clock = SettableClock()
    many = in_parcels(lease_of([product(1, rule=ScanRule.ONCE)], [{"S1": 1}] * 120, clock))
    bench = Bench(tmp_path, [many], clock)
    view = bench.take()
    crates = bench.desk.working().crates
    assert [len(crate.bags) for crate in crates] == [99, 21]
    assert view.answer is not None
    assert (verdict(view), view.answer.words.values["bags"]) == (Verdict.WAVE_READY_BAGS, 120)
    paid = [order.paid_at for order in many.wave.orders]
    assert paid == sorted(paid)
    assert paid[1] - paid[0] == timedelta(minutes=1)
    assert [bag.order_id for bag in crates[0].bags] == [order.order_id for order in many.wave.orders[:99]]
    bench.close()


def test_a_portion_has_its_grams_in_its_bag(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kit, "an_order_a_crate", a_crate_a_zone)
    clock = SettableClock()
    pear = product(1).model_copy(update={"goods": Goods.WEIGHT})
    bench = Bench(tmp_path, [in_parcels(lease_of([pear], [{"S1": 1}, {"S1": 1}], clock))], clock)
    now = Reading(ReadingState.STABLE, 0, 0.0)
    bench.desk.has_scale, bench.desk.scale = (lambda: True), (lambda: now)
    bench.take()
    bench.scan(gtin(1))
    assert verdict(bench.scan(bag(bench, 1))) is Verdict.WEIGH_IT
    now = Reading(ReadingState.STABLE, 512, 1.0)
    assert verdict(bench.flow.weigh()) is Verdict.WEIGHED_BAGS
    assert verdict(bench.scan(bag(bench, 2))) is Verdict.BAG_HAS_ENOUGH
    assert verdict(bench.scan(bag(bench, 1))) is Verdict.BAG_PUT
    (body,) = told(bench, "ItemPut")
    first = bench.desk.working().crates[0].bags[0]
    assert (body["weight_g"], body["order_id"]) == (512, str(first.order_id))
    bench.close()


def test_what_stands_in_goes_into_the_bags_that_lacked_something(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kit, "an_order_a_crate", a_crate_a_zone)
    clock = SettableClock()
    goods = [product(1).model_copy(update={"substitutes": ("S2",)}), product(2)]
    orders = [{"S1": 2}, {"S1": 1, "S2": 1}, {"S1": 1}]
    bench = Bench(tmp_path, [in_parcels(lease_of(goods, orders, clock))], clock)
    bench.take()
    lie(bench, goods[1], 9)
    for _ in range(3):
        bench.scan(gtin(1))
    bench.scan(bag(bench, 2))
    bench.flow.undo()
    bench.scan(bag(bench, 2))
    bench.flow.undo()
    bench.flow.undo()
    fill(bench, 1, 1, 1)
    bench.flow.declare_short()
    assert verdict(bench.flow.substitute()) is Verdict.SUBSTITUTED
    (body,) = told(bench, "ProductSubstituted")
    bags = bench.desk.working().crates[0].bags
    assert [(line["order_id"], line["quantity"]) for line in body["lines"]] == [
        (str(each.order_id), 1) for each in bags
    ]
    assert [dict(each.planned) for each in bags] == [
        {"S1": 1, "S2": 1},
        {"S1": 0, "S2": 2},
        {"S1": 0, "S2": 1},
    ]
    assert verdict(bench.flow.undo()) is Verdict.NOT_SUBSTITUTED
    assert [each.lacks(Sku("S1")) for each in bags] == [1, 1, 1]
    bench.flow.declare_short()
    bench.flow.substitute()
    for place, pieces in ((1, 1), (2, 2), (3, 1)):
        fill(bench, 2, place, pieces)
    assert held(bench) == [{"S1": 1, "S2": 1}, {"S2": 2}, {"S2": 1}]
    bench.restart()
    assert held(bench) == [{"S1": 1, "S2": 1}, {"S2": 2}, {"S2": 1}]
    assert verdict(bench.scan(view_crate(bench), after_s=60.0)) is Verdict.WAVE_DONE
    bench.close()


def test_the_next_desk_fills_the_same_bags_and_the_cloud_has_each_order_s(tmp_path: Path) -> None:
    orders = ({"S1": 2, "S2": 1}, {"S1": 1, "S3": 4}, {"S2": 2, "S4": 1})
    with warehouse(tmp_path, new_database(tmp_path / "new"), [orders]) as floor:
        point = {"pickup_points": [pickup_point("H1", parcels=True)]}
        assert floor.shop.call("PUT", "/v1/catalogue", json=point).status_code == 200
        first, second = floor.desk(), floor.desk()
        view = go_on(first, first.take(), 4)
        names = [[each.code for each in crate.bags] for crate in first.desk.working().crates]
        assert first.hand_over().step is Step.NO_WAVE
        first.send()
        view = second.take()
        assert verdict(view) is Verdict.TAKEN_OVER
        assert [[each.code for each in crate.bags] for crate in second.desk.working().crates] == names
        assert go_on(second, view).step is Step.WAVE_DONE
        second.send()
        assert {state for _, state in second.facts()} == {"accepted"}
        lines, put = order_lines.c, puts.c
        with floor._engine.connect() as connection:
            paid = connection.execute(select(lines.order_id, lines.sku, lines.quantity)).all()
            given = connection.execute(
                select(put.order_id, put.sku, func.sum(put.quantity)).group_by(put.order_id, put.sku)
            ).all()
        assert sorted(map(tuple, given)) == sorted(map(tuple, paid))


def go_on(desk: CloudDesk, view: PickingView, scans: int | None = None) -> PickingView:
    """Do what the desk says, to the end of the wave or so many puts."""
    while view.step is not Step.WAVE_DONE and scans != 0:
        if view.step is Step.PUT:
            view = desk.scan(desk.desk.working().lit_bags()[0].bag.code)
            scans = None if scans is None else scans - 1
        else:
            code = right_code(view)
            assert code is not None
            view = desk.scan(code, after_s=5.0)
    return view
