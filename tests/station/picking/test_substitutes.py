"""Substitutes: offered with a shortage where the book has them, for the orders that go without; undone."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert, select

from cloud_api.wire.base import Zone
from cloud_api.wire.catalogue import Product
from station.kernel.clock import SettableClock
from station.kernel.ids import CrateId, OrderId, Sku, Sscc, WaveId, new_uuid
from station.picking.model.plan import PackedLine
from station.picking.model.substitutes import Offer, exchanged_lines
from station.picking.model.verdicts import Verdict
from station.picking.model.view import PickingView
from station.picking.model.work import Crate, Slot
from station.picking.store.waves import picked
from station.storage import tables
from tests.station.kit import Bench, gtin, lease_of, product

MILK = product(1).model_copy(update={"name": "三元鲜牛奶", "substitutes": ("S9", "S8")})
RICE = product(2)
OTHER_ZONE = product(9, zone=Zone.FROZEN)
STANDS_IN = product(8).model_copy(update={"name": "蒙牛纯牛奶"})
ORDERED, CRATES = 2, 2


def a_desk(folder: Path, waves: int) -> Bench:
    """With so many waves, of which the second is picked together with the first."""
    clock = SettableClock()
    orders = [{"S1": ORDERED, "S2": 1}] * CRATES
    leases = [lease_of([MILK, RICE], orders, clock, number) for number in range(1, waves + 1)]
    leases[0] = leases[0].model_copy(update={"beside_id": leases[-1].wave.id if waves > 1 else None})
    made = Bench(folder, leases, clock)
    with made.desk.database.act() as connection:
        for each in (MILK, RICE, OTHER_ZONE, STANDS_IN):
            row = {"sku": each.sku, "name": each.name, "spec": each.spec, "body": each.model_dump_json()}
            connection.execute(insert(tables.product).values(**row))
            connection.execute(insert(tables.product_gtin).values(gtin=each.gtins[0], sku=each.sku))
    made.take()
    return made


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = a_desk(tmp_path, 1)
    yield made
    made.close()


@pytest.fixture
def two_waves(tmp_path: Path) -> Iterator[Bench]:
    made = a_desk(tmp_path, 2)
    yield made
    made.close()


def lie(bench: Bench, what: Product, quantity: int) -> None:
    """So many pieces in a pick bin of its own."""
    with bench.desk.database.act() as connection:
        place = {"code": f"B-{what.sku}", "number": int(what.sku[1:]), "zone": what.zone.value, "use": "pick"}
        rest = {"aisle": "B", "level": 0, "x_cm": 0, "y_cm": 0, "path": 50, "most_weight_g": 0}
        connection.execute(
            insert(tables.bin_place).values(**place, **rest, volume_ml=0, turnover="A", active=True)
        )
        connection.execute(insert(tables.pick_face).values(sku=what.sku, bin=f"B-{what.sku}"))
        lot = {"bin": f"B-{what.sku}", "sku": what.sku, "lot": "", "expiry": "", "weight_g": 0}
        connection.execute(insert(tables.stock).values(**lot, quantity=quantity))


def told(view: PickingView) -> Verdict:
    assert view.answer is not None
    return view.answer.verdict


def put_one(bench: Bench, number: int, crate: int) -> PickingView:
    bench.scan(gtin(number))
    tile = next(tile for tile in bench.flow.view().crates if tile.number == crate)
    return bench.scan(f"00{tile.sscc}")


def facts(bench: Bench, kind: str) -> list[dict[str, Any]]:
    with bench.desk.database.look() as connection:
        rows = select(tables.fact.c.body).where(tables.fact.c.kind == kind).order_by(tables.fact.c.seq)
        return [json.loads(body) for body in connection.execute(rows).scalars()]


def test_nothing_is_offered_that_is_not_in_the_book_or_travels_otherwise(bench: Bench) -> None:
    assert told(bench.flow.substitute()) is Verdict.NOT_NOW
    lie(bench, OTHER_ZONE, 9)
    view = bench.flow.declare_short()
    assert (told(view), view.substitute) == (Verdict.CONFIRM_SHORT, "")


def test_in_one_walk_for_two_waves_each_hears_of_its_own_orders(two_waves: Bench) -> None:
    lie(two_waves, MILK, 0)
    lie(two_waves, STANDS_IN, 2 * CRATES * ORDERED)
    two_waves.flow.declare_short()
    assert told(two_waves.flow.substitute()) is Verdict.SUBSTITUTED
    bodies = facts(two_waves, "ProductSubstituted")
    for body, stored in zip(bodies, two_waves.desk.waves(), strict=True):
        assert UUID(body["wave_id"]) == stored.wave.id
        mine = [order.order_id for order in stored.wave.orders]
        assert [UUID(line["order_id"]) for line in body["lines"]] == mine
    assert told(two_waves.flow.undo()) is Verdict.NOT_SUBSTITUTED
    undone = facts(two_waves, "SubstitutionUndone")
    assert [body["substitution_id"] for body in undone] == [body["substitution_id"] for body in bodies]


def test_what_stands_in_is_picked_for_those_who_go_without(bench: Bench) -> None:
    lie(bench, MILK, 0)
    lie(bench, STANDS_IN, 2)
    put_one(bench, 1, 1)
    view = bench.flow.declare_short()
    assert (told(view), view.substitute) == (Verdict.OFFER_SUBSTITUTE, STANDS_IN.name)
    view = bench.flow.substitute()
    assert (told(view), view.substitute) == (Verdict.SUBSTITUTED, "")
    (body,) = facts(bench, "ProductSubstituted")
    orders = [order.order_id for order in bench.desk.held().wave.orders]
    assert [(UUID(line["order_id"]), line["quantity"]) for line in body["lines"]] == [
        (orders[0], 1),
        (orders[1], 1),
    ]
    assert bench.flow.view().product is not None
    assert len(facts(bench, "CountAsked")) == 1
    assert told(bench.flow.declare_short()) is Verdict.CONFIRM_SHORT, "the book has no more of it"
    assert told(bench.flow.declare_short()) is Verdict.SHORT_DECLARED
    view = bench.restart()
    put_one(bench, 2, 1)
    put_one(bench, 2, 2)
    view = bench.flow.view()
    assert view.product is not None
    assert (view.product.name, view.product.bin, view.product.wanted) == (STANDS_IN.name, "B-S8", 2)
    put_one(bench, 8, 1)
    assert told(put_one(bench, 8, 2)) is Verdict.PRODUCT_DONE
    with bench.desk.database.look() as connection:
        lines = connection.execute(select(tables.crate_line)).all()
    assert Counter({"S1": 2, "S2": 2, "S8": 2}) == sum(
        (Counter({line.sku: line.quantity}) for line in lines), Counter()
    ), "a piece of each order was replaced"


def test_a_substitution_is_taken_back_until_something_of_it_is_put(bench: Bench) -> None:
    lie(bench, STANDS_IN, 9)
    before = bench.flow.view()
    bench.flow.declare_short()
    bench.flow.substitute()
    view = bench.flow.undo()
    assert told(view) is Verdict.NOT_SUBSTITUTED
    assert view.product is not None
    assert before.product is not None
    assert (view.product.sku, view.product.wanted) == (before.product.sku, before.product.wanted)
    assert view.crates == before.crates
    assert (
        facts(bench, "SubstitutionUndone")[0]["substitution_id"]
        == facts(bench, "ProductSubstituted")[0]["substitution_id"]
    )
    bench.flow.declare_short()
    bench.flow.substitute()
    put_one(bench, 2, 1)
    assert told(bench.flow.undo()) is Verdict.UNDONE
    assert bench.desk.working().hand.sku == "S2"
    assert told(bench.flow.undo()) is Verdict.HAND_EMPTIED
    assert told(bench.flow.undo()) is Verdict.NOT_SUBSTITUTED
    assert not bench.flow.view().can_undo


def test_a_shortage_that_is_not_meant_forgets_the_offer(bench: Bench) -> None:
    lie(bench, STANDS_IN, 9)
    bench.flow.declare_short()
    bench.scan(gtin(1))
    assert bench.flow.view().substitute == ""
    assert told(bench.flow.substitute()) is Verdict.NOT_NOW


@given(
    crates=st.lists(st.lists(st.integers(1, 5), min_size=1, max_size=4), min_size=1, max_size=4),
    share=st.data(),
)
def test_pieces_that_stand_in_are_conserved_and_go_to_who_paid_first(
    crates: list[list[int]], share: st.DataObject
) -> None:
    sku, planned, made = Sku("S1"), {}, []
    rank: dict[OrderId, int] = {}
    for wanted in crates:
        lines = []
        for quantity in wanted:
            order_id = OrderId(new_uuid())
            rank[order_id] = share.draw(st.integers(0, 100))
            lines.append(PackedLine(order_id, sku, quantity))
        put = share.draw(st.integers(0, sum(wanted)))
        short = share.draw(st.integers(0, sum(wanted) - put))
        crate = Crate(
            CrateId(new_uuid()),
            WaveId(new_uuid()),
            Sscc("0" * 18),
            1,
            Zone.AMBIENT,
            1,
            {sku: Slot(sum(wanted), put, short)},
        )
        planned[crate.id] = lines
        made.append(crate)
    still = sum(crate.wants(sku) for crate in made)
    quantity = share.draw(st.integers(0, still + 3))
    exchanged = exchanged_lines(made, planned, rank, Offer(sku, picked(STANDS_IN), quantity))
    assert sum(line.quantity for line in exchanged) == min(quantity, still)
    ordered = {(crate_id, line.order_id): line.quantity for crate_id in planned for line in planned[crate_id]}
    taken = {(line.crate_id, line.order_id): line.quantity for line in exchanged}
    assert all(0 < pieces <= ordered[key] for key, pieces in taken.items())
    for crate in made:
        assert sum(pieces for (crate_id, _), pieces in taken.items() if crate_id == crate.id) <= crate.wants(
            sku
        )
    assert [rank[line.order_id] for line in exchanged] == sorted(rank[line.order_id] for line in exchanged)
