"""A cancelled order at the put-wall: nothing more is put for it, and what was put comes out again."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from cloud_api.wire.base import Zone
from cloud_api.wire.exchange import Change, ChangeKind, ChangePage
from cloud_api.wire.waves import Lease, OrderNews, Wave, WaveChanged
from hardware.codes import make_sscc
from station.kernel.clock import SettableClock
from station.kernel.ids import Sku
from station.picking.model.cancelled import leaving
from station.picking.model.plan import CratePlan, CratePlanned, ItemSize, OrderToPack, PackedLine, PlanMethod
from station.picking.model.verdicts import Verdict
from station.picking.model.view import PickingView, Step, TileState
from station.storage import tables
from station.sync import inbox
from tests.station import kit
from tests.station.kit import Bench, gtin, lease_of, product


def a_crate_a_zone(orders: Sequence[OrderToPack], items: Mapping[Sku, ItemSize]) -> CratePlan:
    """All orders of a zone in the same crate: their pieces are alike."""
    lines = [PackedLine(order.order_id, sku, pieces) for order in orders for sku, pieces in order.lines]
    zones = [(zone, tuple(line for line in lines if items[line.sku].zone is zone)) for zone in Zone]
    return CratePlan(
        tuple(CratePlanned(zone, mine, 0, 0) for zone, mine in zones if mine), PlanMethod.FALLBACK
    )


@pytest.fixture
def lease() -> Lease:
    """Three orders in one crate: 2×S1; 3×S1 and 1×S2; 1×S1."""
    orders = [{"S1": 2}, {"S1": 3, "S2": 1}, {"S1": 1}]
    return lease_of([product(1), product(2)], orders, SettableClock())


@pytest.fixture
def bench(tmp_path: Path, lease: Lease, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    monkeypatch.setattr(kit, "an_order_a_crate", a_crate_a_zone)
    made = Bench(tmp_path, [lease])
    yield made
    made.close()


def cancel(bench: Bench, wave: Wave, place: int, cursor: int = 1) -> PickingView:
    """The cloud tells that the order at `place` is cancelled; the desk as it shows itself then."""
    order = wave.orders[place]
    told = WaveChanged(
        wave_id=wave.id, order_id=order.order_id, order_no=order.order_no, kind=OrderNews.CANCELLED
    )
    change = Change(cursor=cursor, kind=ChangeKind.WAVE_CHANGED, body=told.model_dump(mode="json"))
    page = ChangePage(changes=[change], next_cursor=cursor, more=False, now=bench.clock.now())
    with bench.desk.database.act() as connection:
        inbox.apply_page(connection, page, bench.clock.now())
    bench.flow.orders_changed()
    return bench.shown[-1] if bench.shown else bench.flow.view()


def put(bench: Bench, number: int, pieces: int) -> PickingView:
    """Pieces of a product go into the one crate with one scan of it."""
    for _ in range(pieces):
        bench.scan(gtin(number))
    return bench.scan(crate_of(bench))


def crate_of(bench: Bench) -> str:
    return bench.flow.view().crates[0].sscc


def verdict(view: PickingView) -> Verdict:
    assert view.answer is not None
    return view.answer.verdict


def told(bench: Bench, kind: str) -> list[dict[str, Any]]:
    with bench.desk.database.look() as connection:
        rows = connection.execute(
            select(tables.fact.c.body).where(tables.fact.c.kind == kind).order_by(tables.fact.c.seq)
        )
        return [json.loads(body) for body in rows.scalars()]


def taken_off(bench: Bench) -> list[tuple[str, int, int]]:
    return [
        (line["sku"], line["quantity"], line["short_back"])
        for body in told(bench, "OrderIntercepted")
        for line in body["lines"]
    ]


def test_what_nobody_put_yet_is_wanted_no_more(bench: Bench, lease: Lease) -> None:
    bench.take()
    put(bench, 1, 2)
    view = cancel(bench, lease.wave, 1)
    assert (verdict(view), view.step) == (Verdict.ORDER_CANCELLED, Step.SCAN_PRODUCT)
    assert [(tile.put, tile.planned, tile.orders) for tile in view.crates] == [(2, 3, 2)]
    assert view.product is not None
    assert (view.product.sku, view.product.wanted) == ("S1", 1)
    assert taken_off(bench) == [("S1", 3, 0), ("S2", 1, 0)]
    assert verdict(bench.scan(gtin(2))) is Verdict.TOO_MANY
    view = put(bench, 1, 1)
    assert view.step is Step.CLOSE_CRATES
    assert view.wave is not None
    assert (view.wave.put, view.wave.planned) == (3, 3)


def test_what_a_finished_wave_came_to_leaves_cancelled_orders_out(bench: Bench, lease: Lease) -> None:
    crate = bench.take().crates[0].sscc
    cancel(bench, lease.wave, 0)
    put(bench, 1, 4)
    put(bench, 2, 1)
    view = bench.scan(crate, after_s=60.0)
    assert view.step is Step.WAVE_DONE
    assert view.done is not None
    assert (view.done.orders, view.done.pieces) == (2, 5)


def test_pieces_in_the_hand_go_back_to_their_bin(bench: Bench, lease: Lease) -> None:
    bench.take()
    for _ in range(5):
        bench.scan(gtin(1))
    view = cancel(bench, lease.wave, 1)
    assert verdict(view) is Verdict.ORDER_CANCELLED_IN_HAND
    assert view.answer is not None
    assert view.answer.words.values["quantity"] == 2
    assert view.product is not None
    assert (view.product.in_hand, view.product.wanted) == (3, 3)


def test_what_was_put_comes_out_piece_by_piece_and_to_the_gram(bench: Bench, lease: Lease) -> None:
    bench.take()
    put(bench, 1, 4)
    put(bench, 1, 2)
    put(bench, 2, 1)
    view = cancel(bench, lease.wave, 1)
    assert (verdict(view), view.step) == (Verdict.ORDER_CANCELLED_TAKE_OUT, Step.TAKE_OUT)
    assert view.take_out is not None
    assert (view.take_out.quantity, view.take_out.crate, view.take_out.further) == (3, 1, 1)
    assert [(tile.state, tile.quantity) for tile in view.crates] == [(TileState.OUT, 3)]
    crate = view.crates[0].sscc
    assert verdict(bench.flow.close_crate(view.crates[0].crate_id)) is Verdict.TAKE_OUT_FIRST
    assert verdict(bench.scan(crate)) is Verdict.TAKE_OUT_PRODUCT_FIRST
    assert verdict(bench.scan(gtin(2))) is Verdict.TAKE_OUT_OTHER
    view = bench.scan(gtin(1))
    assert view.take_out is not None
    assert (verdict(view), view.take_out.scanned) == (Verdict.TAKE_OUT_NOW, True)
    assert verdict(bench.scan(make_sscc(1, "9520001", 999))) is Verdict.FOREIGN_CRATE
    view = bench.scan(crate)
    assert (verdict(view), view.step) == (Verdict.TAKEN_OUT, Step.TAKE_OUT)
    # Two puts of 2 and 4 are undone, and 3 of the 4 are put anew.
    assert len(told(bench, "PutUndone")) == 2
    assert [body["quantity"] for body in told(bench, "ItemPut")] == [4, 2, 1, 3]
    view = bench.flow.confirm_taken_out()
    assert (verdict(view), view.step) == (Verdict.TAKEN_OUT, Step.CLOSE_CRATES)
    assert sorted(taken_off(bench)) == [("S1", 3, 0), ("S2", 1, 0)]
    bench.scan(crate, after_s=60.0)
    (closed,) = told(bench, "CrateClosed")
    assert (closed["orders"], closed["pieces"], closed["weight_g"]) == (2, 3, 1500)


def test_a_shortage_is_taken_back_before_goods_come_out(bench: Bench, lease: Lease) -> None:
    bench.take()
    put(bench, 1, 4)
    bench.flow.declare_short()
    bench.flow.declare_short()
    view = cancel(bench, lease.wave, 1)
    assert taken_off(bench) == [("S1", 2, 2), ("S2", 1, 0)]
    assert view.take_out is not None
    assert (view.take_out.quantity, view.wave.short if view.wave else -1) == (1, 0)


def test_an_undone_put_needs_no_hand_any_more(bench: Bench, lease: Lease) -> None:
    bench.take()
    put(bench, 1, 3)
    put(bench, 1, 3)
    cancel(bench, lease.wave, 1)
    view = bench.flow.undo()
    assert (verdict(view), view.step) == (Verdict.HAND_EMPTIED, Step.CLOSE_CRATES)
    assert taken_off(bench) == [("S2", 1, 0), ("S1", 3, 0)]


def test_goods_in_a_closed_crate_are_told_and_wait_for_the_lead(tmp_path: Path, lease: Lease) -> None:
    bench = Bench(tmp_path, [lease])
    view = bench.take()
    crate = view.crates[0].sscc
    bench.scan(gtin(1))
    bench.scan(gtin(1))
    bench.scan(crate)
    assert verdict(bench.scan(crate, after_s=60.0)) is Verdict.CRATE_CLOSED
    view = cancel(bench, lease.wave, 0)
    assert (verdict(view), view.step) == (Verdict.ORDER_CANCELLED_CLOSED, Step.SCAN_PRODUCT)
    assert view.answer is not None
    assert view.answer.words.values["crates"] == "1"
    assert not taken_off(bench)
    bench.close()


def test_the_word_is_heard_once_also_after_a_restart_and_a_second_telling(bench: Bench, lease: Lease) -> None:
    bench.take()
    put(bench, 1, 6)
    cancel(bench, lease.wave, 0)
    shown = len(bench.shown)
    cancel(bench, lease.wave, 0, cursor=2)
    assert len(bench.shown) == shown
    view = bench.restart()
    assert (view.step, view.take_out.quantity if view.take_out else 0) == (Step.TAKE_OUT, 2)


def test_the_word_may_come_before_the_wave(bench: Bench, lease: Lease) -> None:
    cancel(bench, lease.wave, 1)
    view = bench.take()
    assert (verdict(view), [tile.planned for tile in view.crates]) == (Verdict.ORDER_CANCELLED, [3])
    started = told(bench, "WaveStarted")[0]["crates"][0]["lines"]
    assert sum(line["quantity"] for line in started) == 7
    assert UUID(told(bench, "OrderIntercepted")[0]["order_id"]) == lease.wave.orders[1].order_id


@given(st.data())
def test_a_slot_stays_exact_whatever_is_cancelled(data: st.DataObject) -> None:
    planned = data.draw(st.integers(1, 9))
    put = data.draw(st.integers(0, planned))
    short = data.draw(st.integers(0, planned - put))
    quantity = data.draw(st.integers(1, planned))
    gone = leaving(planned, put, short, quantity)
    out = quantity - gone.dropped
    assert 0 <= gone.dropped <= quantity
    assert 0 <= gone.short_back <= short
    left = planned - gone.dropped
    assert left - put - (short - gone.short_back) >= 0, "the cloud takes it: nothing is over"
    assert out == max(0, put - (planned - quantity)), "only what others do not need comes out"
    if out:
        assert left == put
        assert gone.short_back == short
