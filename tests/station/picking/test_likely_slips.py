"""What a picker is warned of before the slip: goods that look the same, and cold goods too early."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import insert

from cloud_api.wire.base import Zone
from station.kernel.clock import SettableClock
from station.picking.model.verdicts import Verdict
from station.picking.model.view import PickingView
from station.storage import tables
from tests.station.kit import Bench, gtin, lease_of, product

SMALL = product(1).model_copy(update={"name": "高筋小麦粉500g", "spec": "500g/袋"})
LARGE = product(2).model_copy(update={"name": "高筋小麦粉1kg", "spec": "1kg/袋"})
ICE = product(3, zone=Zone.FROZEN).model_copy(update={"name": "老冰棍"})
MILK = product(4, zone=Zone.CHILLED).model_copy(update={"name": "三元鲜牛奶"})
PEACH = product(5).model_copy(update={"name": "平谷大桃"})


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    """A wave of flour, ice cream, milk and peaches; their bins stand in this order."""
    clock = SettableClock()
    wanted = {one.sku: 1 for one in (SMALL, ICE, MILK, PEACH)}
    made = Bench(tmp_path, [lease_of([SMALL, ICE, MILK, PEACH], [wanted], clock)], clock)
    with made.desk.database.act() as connection:
        connection.execute(insert(tables.product).values(sku=LARGE.sku, name=LARGE.name, spec=LARGE.spec))
        row = {"gtin": gtin(2).zfill(14), "sku": LARGE.sku}
        connection.execute(insert(tables.product_gtin).values(**row))
    yield made
    made.close()


def verdict(view: PickingView) -> Verdict:
    assert view.answer is not None
    return view.answer.verdict


def test_the_card_names_what_the_product_may_be_taken_for(bench: Bench) -> None:
    card = bench.take().product
    assert card is not None
    assert (card.sku, card.look_alikes) == ("S1", ("高筋小麦粉1kg 1kg/袋",))


def test_a_look_alike_nobody_ordered_is_refused_by_its_name(bench: Bench) -> None:
    bench.take()
    view = bench.scan(gtin(2))
    assert verdict(view) is Verdict.LOOK_ALIKE
    assert view.answer is not None
    assert view.answer.words.values == {
        "scanned": "高筋小麦粉1kg 1kg/袋",
        "wanted": "高筋小麦粉500g 500g/袋",
    }


def test_with_the_right_one_in_hand_the_look_alike_is_refused_as_such(bench: Bench) -> None:
    bench.take()
    assert verdict(bench.scan(gtin(1))) is Verdict.PRODUCT_OK
    view = bench.scan(gtin(2))
    assert (verdict(view), view.product and view.product.in_hand) == (Verdict.LOOK_ALIKE, 1)


def test_cold_goods_come_last_wherever_their_bins_are(bench: Bench) -> None:
    view = bench.take()
    walked = []
    for _ in range(4):
        assert view.product is not None
        walked.append((view.product.sku, view.product.position))
        bench.scan(gtin(int(view.product.sku[1:])))
        lit = next(tile for tile in bench.flow.view().crates if tile.quantity)
        view = bench.scan(f"00{lit.sscc}")
    assert walked == [("S1", 1), ("S5", 2), ("S4", 3), ("S3", 4)]
