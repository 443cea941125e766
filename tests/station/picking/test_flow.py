"""The conversation at the put-wall, act by act: what is answered, what is true afterwards."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from cloud_api.wire.base import ScanRule
from cloud_api.wire.waves import Lease
from hardware.codes import make_sscc
from station.kernel.clock import SettableClock
from station.kernel.ids import new_uuid
from station.kernel.messages import Message
from station.kernel.trouble import Trouble
from station.picking.commands import wave
from station.picking.model.verdicts import Verdict
from station.picking.model.view import PickingView, Step, TileState
from station.picking.model.work import first_number
from station.printing import queue
from station.printing.queue import JobState
from station.storage import tables
from tests.station.kit import PICKER, Bench, english, gtin, lease_of, product


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    """Three crates: 1 wants 2×S1; 2 wants S1 and 3×S2 (once); 3 wants S3."""
    clock = SettableClock()
    products = [product(1), product(2, rule=ScanRule.ONCE), product(3)]
    lease = lease_of(products, [{"S1": 2}, {"S1": 1, "S2": 3}, {"S3": 1}], clock)
    made = Bench(tmp_path, [lease], clock)
    yield made
    made.close()


def verdict(view: PickingView) -> Verdict:
    assert view.answer is not None
    return view.answer.verdict


def sscc(view: PickingView, number: int) -> str:
    return next(tile.sscc for tile in view.crates if tile.number == number)


def facts(bench: Bench) -> list[str]:
    with bench.desk.database.look() as connection:
        return list(connection.execute(select(tables.fact.c.kind).order_by(tables.fact.c.seq)).scalars())


def test_a_wave_is_taken_planned_and_its_labels_wait_to_be_printed(bench: Bench) -> None:
    view = bench.take()
    assert (view.step, verdict(view)) == (Step.SCAN_PRODUCT, Verdict.WAVE_READY)
    assert [(tile.number, tile.state, tile.planned) for tile in view.crates] == [
        (1, TileState.WAITING, 2),
        (2, TileState.WAITING, 4),
        (3, TileState.WAITING, 1),
    ]
    assert facts(bench) == ["WaveStarted"]
    with bench.desk.database.look() as connection:
        titles = connection.execute(select(tables.print_job.c.title)).scalars().all()
    assert titles == ["三元梅园 1/3", "三元梅园 2/3", "三元梅园 3/3"]


def test_each_item_is_scanned_then_its_crate(bench: Bench) -> None:
    view = bench.take()
    view = bench.scan(gtin(1))
    assert (view.step, verdict(view)) == (Step.PUT, Verdict.PRODUCT_OK)
    assert [(tile.number, tile.quantity) for tile in view.crates if tile.state is TileState.LIT] == [
        (1, 1),
        (2, 1),
    ]
    view = bench.scan(sscc(view, 1))
    assert verdict(view) is Verdict.PUT_OK
    bench.scan(gtin(1))
    view = bench.scan(gtin(1))
    assert view.product is not None
    assert view.product.in_hand == 2
    view = bench.scan(sscc(view, 1))
    assert [tile.put for tile in view.crates] == [2, 0, 0]
    view = bench.scan(sscc(view, 2))
    assert verdict(view) is Verdict.PRODUCT_DONE
    assert view.product is not None
    assert view.product.sku == "S2"


def test_one_scan_is_enough_where_the_product_says_so(bench: Bench) -> None:
    view = bench.take()
    bench.flow.put_off()
    view = bench.scan(gtin(2))
    assert verdict(view) is Verdict.PRODUCT_OK
    assert verdict(bench.scan(gtin(2))) is Verdict.SCANNED_ONCE
    view = bench.flow.set_hand(2)
    assert [tile.quantity for tile in view.crates if tile.state is TileState.LIT] == [2]
    view = bench.scan(sscc(view, 2))
    assert (verdict(view), view.step) == (Verdict.PUT_OK, Step.SCAN_PRODUCT)
    view = bench.scan(gtin(2))
    assert view.product is not None
    assert view.product.in_hand == 1


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (gtin(3), Verdict.WRONG_PRODUCT),
        (gtin(77), Verdict.UNKNOWN_CODE),
        ("6900000000012", Verdict.BAD_CHECK_DIGIT),
        ("hello", Verdict.UNKNOWN_CODE),
        ("095200010000099999", Verdict.BAD_CHECK_DIGIT),
        (make_sscc(1, "9520001", 999), Verdict.FOREIGN_CRATE),
    ],
)
def test_a_wrong_scan_is_refused_by_its_name_and_changes_nothing(
    bench: Bench, code: str, expected: Verdict
) -> None:
    before = bench.take()
    view = bench.scan(code)
    assert verdict(view) is expected
    assert (view.step, view.product, view.crates) == (before.step, before.product, before.crates)
    assert facts(bench) == ["WaveStarted"]


def test_one_too_many_is_refused(bench: Bench) -> None:
    bench.take()
    for _ in range(3):
        view = bench.scan(gtin(1))
    assert verdict(view) is Verdict.PRODUCT_OK
    assert verdict(bench.scan(gtin(1))) is Verdict.TOO_MANY
    view = bench.scan(sscc(view, 1))
    assert verdict(bench.scan(sscc(view, 1))) is Verdict.CRATE_HAS_ENOUGH
    assert verdict(bench.scan(sscc(view, 3))) is Verdict.WRONG_CRATE


def test_another_product_waits_until_the_hand_is_empty(bench: Bench) -> None:
    bench.take()
    bench.scan(gtin(1))
    assert verdict(bench.scan(gtin(2))) is Verdict.HAND_NOT_EMPTY
    assert verdict(bench.flow.put_off()) is Verdict.HAND_NOT_EMPTY
    assert verdict(bench.flow.declare_short()) is Verdict.HAND_NOT_EMPTY


def test_the_same_label_read_twice_neither_scolds_nor_closes(bench: Bench) -> None:
    view = bench.take()
    bench.flow.put_off()
    bench.flow.put_off()
    bench.scan(gtin(3))
    view = bench.scan(sscc(view, 3))
    assert verdict(view) is Verdict.PRODUCT_DONE
    view = bench.scan(sscc(view, 3), after_s=0.2)
    assert verdict(view) is Verdict.REPEATED
    assert [tile.state for tile in view.crates][2] is TileState.FULL
    assert verdict(bench.scan(sscc(view, 3), after_s=2)) is Verdict.CRATE_CLOSED
    assert verdict(bench.scan(sscc(view, 3), after_s=0.2)) is Verdict.REPEATED
    assert verdict(bench.scan(sscc(view, 3), after_s=2)) is Verdict.CRATE_IS_CLOSED


def test_a_product_read_twice_within_a_moment_counts_once_but_ten_a_second_all_count(tmp_path: Path) -> None:
    clock = SettableClock()
    bench = Bench(tmp_path, [lease_of([product(1)], [{"S1": 12}], clock)], clock)
    bench.take()
    for _ in range(10):
        view = bench.scan(gtin(1), after_s=0.1)
    assert view.product is not None
    assert view.product.in_hand == 10
    view = bench.scan(gtin(1), after_s=0.03)
    assert verdict(view) is Verdict.REPEATED
    assert view.product is not None
    assert view.product.in_hand == 10
    bench.close()


def test_undo_goes_back_step_by_step(bench: Bench) -> None:
    start = bench.take()
    bench.scan(gtin(1))
    in_hand = bench.scan(gtin(1))
    bench.scan(sscc(start, 1))
    view = bench.flow.undo()
    assert verdict(view) is Verdict.UNDONE
    assert (view.crates, view.product) == (in_hand.crates, in_hand.product)
    view = bench.flow.undo()
    assert verdict(view) is Verdict.HAND_EMPTIED
    assert (view.crates, view.product) == (start.crates, start.product)
    assert verdict(bench.flow.undo()) is Verdict.NOTHING_TO_UNDO
    assert facts(bench) == ["WaveStarted", "ItemPut", "PutUndone"]


def test_short_is_asked_back_once_and_then_recorded(bench: Bench) -> None:
    bench.take()
    view = bench.flow.declare_short()
    assert verdict(view) is Verdict.CONFIRM_SHORT
    bench.scan("hello")
    assert verdict(bench.flow.declare_short()) is Verdict.CONFIRM_SHORT
    view = bench.flow.declare_short()
    assert verdict(view) is Verdict.SHORT_DECLARED
    assert view.wave is not None
    assert view.wave.short == 3
    assert view.crates[0].state is TileState.FULL
    assert facts(bench)[-1] == "ProductShort"


def test_the_last_crate_closes_the_wave(bench: Bench) -> None:
    view = finish(bench, bench.take())
    assert (view.step, verdict(view)) == (Step.WAVE_DONE, Verdict.WAVE_DONE)
    assert view.done is not None
    assert (view.done.crates, view.done.orders, view.done.pieces, view.done.short) == (3, 3, 7, 0)
    assert facts(bench)[-1] == "WaveCompleted"
    assert bench.restart().step is Step.NO_WAVE


def finish(bench: Bench, view: PickingView) -> PickingView:
    """Pick everything as the desk says."""
    while view.step is not Step.WAVE_DONE:
        if view.step is Step.SCAN_PRODUCT:
            assert view.product is not None
            view = bench.scan(gtin(int(view.product.sku[1:])))
        else:
            wanted = TileState.LIT if view.step is Step.PUT else TileState.FULL
            tile = next(tile for tile in view.crates if tile.state is wanted)
            view = bench.scan(tile.sscc)
    return view


def test_a_restart_loses_nothing(bench: Bench) -> None:
    view = bench.take()
    bench.scan(gtin(1))
    bench.scan(gtin(1))
    before = bench.scan(sscc(view, 2))
    after = bench.restart()
    assert (after.step, after.product, after.crates, after.wave) == (
        before.step,
        before.product,
        before.crates,
        before.wave,
    )
    assert after.recent == before.recent
    assert verdict(bench.flow.undo()) is Verdict.UNDONE


def test_without_a_network_the_desk_says_so_and_can_try_again(bench: Bench) -> None:
    bench.lender.trouble = Trouble(Message("No network"), Message("Work on"), retry_helps=True)
    view = bench.take()
    assert (view.step, view.notice is not None) == (Step.NO_WAVE, True)
    bench.lender.trouble = None
    assert bench.take().step is Step.SCAN_PRODUCT


def test_no_wave_is_free(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    view = bench.take()
    assert (view.step, view.notice is not None) == (Step.NO_WAVE, True)
    assert verdict(bench.scan(gtin(1))) is Verdict.NO_WAVE
    bench.close()


def test_a_wave_lost_to_another_desk_can_be_left(bench: Bench) -> None:
    view = bench.take()
    assert not view.can_return
    with bench.desk.database.act() as connection:
        connection.execute(tables.wave.update().values(lost_to="工位 2"))
    bench.flow.lease_changed()
    view = bench.shown[-1]
    assert view.wave is not None
    assert (view.wave.lease_lost_to, view.can_return) == ("工位 2", True)
    view = bench.flow.give_back()
    assert (view.step, verdict(view)) == (Step.NO_WAVE, Verdict.WAVE_RETURNED)
    assert bench.lender.given_back == []


def test_a_reprint_is_marked_and_recorded(bench: Bench) -> None:
    view = bench.take()
    view = bench.flow.reprint(view.crates[1].crate_id, "lost")
    assert verdict(view) is Verdict.LABEL_QUEUED
    assert facts(bench)[-1] == "LabelReprinted"
    with bench.desk.database.look() as connection:
        job = connection.execute(select(tables.print_job).order_by(tables.print_job.c.ordinal.desc())).first()
    assert job is not None
    assert job.copy_number == 2
    assert '"copy_mark":"Copy 2"' in job.label


def test_undo_after_fewer_in_hand_never_leaves_less_than_nothing(tmp_path: Path) -> None:
    clock = SettableClock()
    lease = lease_of([product(1, rule=ScanRule.ONCE)], [{"S1": 1}, {"S1": 2}], clock)
    bench = Bench(tmp_path, [lease], clock)
    view = bench.take()
    bench.scan(gtin(1))
    bench.scan(sscc(view, 1))
    bench.flow.set_hand(1)
    assert verdict(bench.flow.undo()) is Verdict.UNDONE
    assert verdict(bench.flow.undo()) is Verdict.HAND_EMPTIED
    assert verdict(bench.flow.undo()) is Verdict.NOTHING_TO_UNDO
    assert finish(bench, bench.flow.view()).step is Step.WAVE_DONE
    bench.close()


def test_a_wave_left_and_lent_again_starts_from_nothing(bench: Bench) -> None:
    view = bench.take()
    bench.scan(gtin(1))
    bench.scan(sscc(view, 1))
    lease = Lease(
        lease_id=new_uuid(), until=bench.clock.now() + timedelta(hours=1), wave=bench.desk.held().wave
    )
    with bench.desk.database.act() as connection:
        connection.execute(tables.wave.update().values(lost_to="工位 2"))
    bench.flow.lease_changed()
    bench.flow.give_back()
    bench.lender.leases.append(lease)
    view = bench.take()
    assert [(tile.number, tile.put, tile.planned) for tile in view.crates] == [
        (1, 0, 2),
        (2, 0, 4),
        (3, 0, 1),
    ]
    assert not view.can_undo
    assert finish(bench, view).step is Step.WAVE_DONE


def test_a_wave_finished_here_is_not_picked_twice(bench: Bench) -> None:
    finish(bench, bench.take())
    lease = Lease(
        lease_id=new_uuid(), until=bench.clock.now() + timedelta(hours=1), wave=bench.desk.held().wave
    )
    bench.lender.leases.append(lease)
    view = bench.take()
    assert view.notice is not None
    assert "has not heard of it yet" in english().say(view.notice.words)


def test_labels_of_a_lost_wave_are_not_printed(bench: Bench) -> None:
    bench.take()
    with bench.desk.database.act() as connection:
        connection.execute(tables.wave.update().values(lost_to="工位 2"))
    bench.flow.lease_changed()
    bench.flow.give_back()
    with bench.desk.database.look() as connection:
        assert queue.counts(connection) == {JobState.CANCELLED: 3}


def test_a_wave_taken_but_not_planned_is_asked_about_before_it_starts(tmp_path: Path) -> None:
    clock = SettableClock()
    bench = Bench(tmp_path, clock=clock)
    wave.keep_lease(bench.desk, lease_of([product(1)], [{"S1": 1}], clock))
    assert bench.restart().step is Step.UNPLANNED
    clock.advance(8 * 3600)
    bench.lender.trouble = Trouble(Message("No network"), Message("Work on"), retry_helps=True)
    view = bench.take()
    assert (view.step, view.notice is not None) == (Step.UNPLANNED, True)
    bench.lender.trouble = Trouble(Message("It is gone"), Message("Take another"), retry_helps=False)
    view = bench.take()
    assert view.can_return
    assert (bench.flow.give_back().step, facts(bench)) == (Step.NO_WAVE, [])
    bench.close()


def test_a_wave_taken_but_not_planned_goes_on_when_it_is_still_ours(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    wave.keep_lease(bench.desk, lease_of([product(1)], [{"S1": 1}], bench.clock))
    bench.restart()
    assert bench.take().step is Step.SCAN_PRODUCT
    assert len(bench.lender.renewed) == 1
    bench.close()


def test_two_products_with_one_barcode_are_told_apart_by_what_is_wanted(tmp_path: Path) -> None:
    clock = SettableClock()
    twins = [product(1), product(2).model_copy(update={"gtins": product(1).gtins})]
    bench = Bench(tmp_path, [lease_of(twins, [{"S1": 1, "S2": 1}], clock)], clock)
    view = bench.take()
    for _ in twins:
        view = bench.scan(gtin(1))
        assert verdict(view) is Verdict.PRODUCT_OK
        view = bench.scan(view.crates[0].sscc)
    assert view.step is Step.CLOSE_CRATES
    bench.close()


def test_a_shortage_asked_about_is_not_declared_by_the_next_operator(bench: Bench) -> None:
    bench.take()
    bench.flow.declare_short()
    bench.flow.sign_in(PICKER)
    assert verdict(bench.flow.declare_short()) is Verdict.CONFIRM_SHORT


def test_crates_of_a_part_bear_numbers_no_other_part_has(tmp_path: Path) -> None:
    lent = lease_of([product(1)], [{"S1": 1}, {"S1": 2}], SettableClock(), number=17)
    part = lent.model_copy(update={"wave": lent.wave.model_copy(update={"part": 2})})
    made = Bench(tmp_path, [part])
    view = made.take()
    assert view.wave is not None
    assert view.wave.title == "17-2"
    assert [crate.number for crate in made.desk.working().crates] == [201, 202]
    with made.desk.database.look() as connection:
        jobs = select(tables.print_job.c.title).order_by(tables.print_job.c.ordinal)
        titles = list(connection.scalars(jobs))
    assert titles == ["三元梅园 201/202", "三元梅园 202/202"]
    made.close()
    assert (first_number(0, 500), first_number(3, 99), first_number(3, 100)) == (1, 301, 3001)
