"""Weight goods at the put-wall: each portion has its real weight, by its label's code or by the scale."""

import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert, select

from cloud_api.wire.base import ScanRule
from cloud_api.wire.catalogue import Goods, Product
from hardware.catalog import open_scale
from hardware.check_digits import gs1_check_digit
from hardware.codes import read_code
from hardware.in_store import WeightLayout
from hardware.protocols import Reading, ReadingState
from hardware.scales.simulated import ScaleFault, SimulatedScaleServer
from station.kernel.clock import SettableClock
from station.kernel.scan import Scan
from station.picking.model.verdicts import Verdict
from station.picking.model.view import PickingView, Step
from station.picking.model.weights import Band
from station.stock import book
from station.storage import tables
from tests.station.kit import Bench, gtin, lease_of, product

LAYOUTS = (WeightLayout("28PPPPPWWWWWC"),)
TOMATO = product(1, rule=ScanRule.ONCE).model_copy(
    update={"goods": Goods.WEIGHT, "plu": "123", "weight_tolerance_percent": 10}
)
PEAR = product(2).model_copy(update={"goods": Goods.WEIGHT, "gtins": ()})
RICE = product(3)


class Pan:
    """A scale whose reading a test sets."""

    def __init__(self) -> None:
        self.there = True
        self.now: Reading | None = Reading(ReadingState.STABLE, 0, 0.0)

    def lay(self, weight_g: int, state: ReadingState = ReadingState.STABLE) -> None:
        self.now = Reading(state, weight_g, 0.0)


@pytest.fixture
def pan() -> Pan:
    return Pan()


@pytest.fixture
def bench(tmp_path: Path, pan: Pan) -> Iterator[Bench]:
    clock = SettableClock()
    made = _bench(tmp_path, pan, clock, TOMATO, PEAR, RICE)
    yield made
    made.close()


def _bench(folder: Path, pan: Pan, clock: SettableClock, *products: Product) -> Bench:
    orders = [{each.sku: 2 for each in products}] * 2
    made = Bench(folder, [lease_of(products, orders, clock)], clock)
    _connect(made, pan)
    made.take()
    return made


def _connect(bench: Bench, pan: Pan) -> None:
    bench.desk.has_scale, bench.desk.scale = (lambda: pan.there), (lambda: pan.now)


def label(weight_g: int, plu: int = 123) -> str:
    digits = f"28{plu:05d}{weight_g:05d}"
    return f"{digits}{gs1_check_digit(digits)}"


def show(bench: Bench, code: str) -> PickingView:
    """Scan with the layouts of this shop."""
    bench.at += 2.0
    return bench.flow.scan(Scan(code, bench.at, "test"), read_code(code, LAYOUTS))


def into(bench: Bench, number: int) -> PickingView:
    tile = next(tile for tile in bench.flow.view().crates if tile.number == number)
    return bench.scan(f"00{tile.sscc}")


def told(view: PickingView) -> Verdict:
    assert view.answer is not None
    return view.answer.verdict


def bodies(bench: Bench, kind: str) -> list[dict[str, Any]]:
    with bench.desk.database.look() as connection:
        rows = select(tables.fact.c.body).where(tables.fact.c.kind == kind).order_by(tables.fact.c.seq)
        return [json.loads(body) for body in connection.execute(rows).scalars()]


@given(target=st.integers(1, 10**6), percent=st.integers(0, 100), weight=st.integers(0, 2 * 10**6))
def test_the_band_holds_what_is_within_its_percent(target: int, percent: int, weight: int) -> None:
    within = abs(weight - target) * 100 <= target * percent
    off = Band.around(target, percent).off_by_g(weight)
    assert (off == 0) == within
    assert within or (off > 0) == (weight > target)


def test_a_weight_label_brings_the_portion_and_its_grams(bench: Bench, pan: Pan) -> None:
    pan.there = False
    view = show(bench, label(512))
    assert (told(view), view.step) == (Verdict.WEIGHED, Step.PUT)
    assert view.product is not None
    assert view.product.weighing is not None
    assert (view.product.in_hand, view.product.weighing.weight_g, view.can_set_hand) == (1, 512, False)
    assert told(show(bench, label(498))) is Verdict.HAND_NOT_EMPTY, "one portion at a time"
    assert told(into(bench, 1)) is Verdict.PUT_OK
    view = show(bench, label(551))
    assert view.answer is not None
    assert (told(view), view.answer.words.values["off"]) == (Verdict.TOO_HEAVY, "1 g")
    assert (told(show(bench, label(449))), view.product and view.product.in_hand) == (Verdict.TOO_LIGHT, 0)
    assert bench.restart().product is not None
    _connect(bench, pan)
    show(bench, label(450))
    into(bench, 1)
    assert [body["weight_g"] for body in bodies(bench, "ItemPut")] == [512, 450]
    bench.flow.undo()
    view = bench.flow.view()
    assert view.product is not None
    assert view.product.weighing is not None
    assert view.product.weighing.weight_g == 450, "undone: it is in the hand with its weight"
    work = bench.desk.working()
    assert work.weight_g(work.crates[0]) == 512


def test_a_barcode_asks_for_the_weight_and_the_scale_gives_it_once(bench: Bench, pan: Pan) -> None:
    view = show(bench, gtin(1))
    assert told(view) is Verdict.WEIGH_IT
    assert not [tile for tile in view.crates if tile.state.value == "lit"], "no crate takes it unweighed"
    assert told(into(bench, 1)) is Verdict.WEIGH_IT
    bench.shown.clear()
    pan.lay(530, ReadingState.MOVING)
    bench.flow.scale_told()
    assert [
        view.product and view.product.weighing and view.product.weighing.weight_g for view in bench.shown
    ] == [530]
    pan.lay(600)
    bench.flow.scale_told()
    bench.flow.scale_told()
    assert [told(view) for view in bench.shown[1:]] == [Verdict.TOO_HEAVY], "told once, not at each reading"
    pan.lay(520)
    bench.flow.scale_told()
    assert told(bench.shown[-1]) is Verdict.WEIGHED
    assert told(into(bench, 1)) is Verdict.PUT_OK
    assert told(show(bench, gtin(1))) is Verdict.WEIGH_IT, "what was weighed before still lies there"
    bench.flow.scale_told()
    assert bench.desk.working().hand.waits_for_weight
    assert told(bench.flow.weigh()) is Verdict.SAME_LOAD
    assert told(bench.flow.weigh()) is Verdict.WEIGHED
    into(bench, 2)
    pan.lay(0)
    bench.flow.scale_told()
    pan.lay(505)
    assert told(show(bench, gtin(1))) is Verdict.WEIGHED, "it lay on the scale already"
    assert [body["weight_g"] for body in bodies(bench, "ItemPut")] == [520, 520]


@pytest.mark.parametrize(
    ("reading", "verdict"),
    [
        (None, Verdict.SCALE_SILENT),
        (Reading(ReadingState.STALE, 500, 0.0), Verdict.SCALE_SILENT),
        (Reading(ReadingState.OVERLOAD, None, 0.0), Verdict.OVERLOADED),
        (Reading(ReadingState.MOVING, 500, 0.0), Verdict.NOT_STEADY),
        (Reading(ReadingState.UNDERLOAD, -3, 0.0), Verdict.EMPTY_SCALE),
        (Reading(ReadingState.STABLE, 2, 0.0), Verdict.EMPTY_SCALE),
    ],
)
def test_a_scale_that_tells_no_weight_takes_nothing(
    bench: Bench, pan: Pan, reading: Reading | None, verdict: Verdict
) -> None:
    assert told(bench.flow.weigh()) is Verdict.SCAN_TO_WEIGH
    show(bench, gtin(1))
    pan.now = reading
    bench.flow.scale_told()
    assert told(bench.flow.weigh()) is verdict
    assert bench.desk.working().hand.waits_for_weight
    pan.there = False
    assert told(bench.flow.weigh()) is Verdict.NO_SCALE
    assert bench.restart().step is Step.PUT
    _connect(bench, pan)
    assert bench.desk.working().hand.waits_for_weight, "also after a power cut"
    assert told(bench.flow.undo()) is Verdict.HAND_EMPTIED


def test_loose_goods_are_taken_by_the_scale_alone(tmp_path: Path, pan: Pan) -> None:
    bench = _bench(tmp_path, pan, SettableClock(), PEAR)
    pan.lay(470)
    assert told(bench.flow.weigh()) is Verdict.WEIGHED
    assert told(into(bench, 1)) is Verdict.PUT_OK
    assert told(bench.flow.declare_damaged()) is Verdict.SCAN_DAMAGED
    bench.close()


def test_without_scale_and_code_of_its_own_a_portion_is_what_it_is_to_weigh(tmp_path: Path, pan: Pan) -> None:
    pan.there = False
    plain = TOMATO.model_copy(update={"plu": None})
    bench = _bench(tmp_path, pan, SettableClock(), plain)
    view = show(bench, gtin(1))
    assert (told(view), view.product and view.product.in_hand, view.can_weigh) == (
        Verdict.PRODUCT_OK,
        4,
        False,
    )
    into(bench, 1)
    assert [body["weight_g"] for body in bodies(bench, "ItemPut")] == [0]
    bench.close()


def test_the_book_moves_grams_and_gets_them_back(bench: Bench, pan: Pan) -> None:
    with bench.desk.database.act() as connection:
        place = {"code": "A-01-01", "number": 1, "zone": "ambient", "use": "pick", "aisle": "A", "level": 0}
        rest = {"x_cm": 0, "y_cm": 0, "path": 1, "most_weight_g": 0, "volume_ml": 0, "turnover": "A"}
        connection.execute(insert(tables.bin_place).values(**place, **rest, active=True))
        lies = {"bin": "A-01-01", "sku": "S1", "lot": "", "expiry": "", "quantity": 9, "weight_g": 4_500}
        connection.execute(insert(tables.stock).values(**lies))

    def there() -> list[tuple[int, int]]:
        with bench.desk.database.look() as connection:
            return [(lot.quantity, lot.weight_g) for lot in book.lots_of(connection, "S1")]

    show(bench, f"]C101{gtin(1).zfill(14)}3103000517")
    into(bench, 2)
    assert there() == [(8, 3_983)]
    bench.flow.undo()
    assert there() == [(9, 4_500)]
    bench.flow.declare_damaged()
    assert there() == [(8, 3_983)]


def test_a_real_scale_jumps_is_overloaded_falls_silent_and_weighs(bench: Bench) -> None:
    told_of, seen = threading.Condition(), []

    def heard(reading: Reading) -> None:
        with told_of:
            seen.append(reading)
            told_of.notify_all()

    def wait_for(what: Callable[[Reading], bool]) -> None:
        """Until the scale told such a reading; then the desk hears of it, as on its own thread."""
        with told_of:
            assert told_of.wait_for(lambda: bool(seen) and what(seen[-1]), timeout=20.0), seen[-3:]
        bench.flow.scale_told()

    with SimulatedScaleServer("sma") as server:
        scale = open_scale(server.address)
        bench.desk.has_scale, bench.desk.scale = (lambda: True), scale.latest
        scale.start(heard, lambda _status: None)
        wait_for(lambda reading: reading.state is ReadingState.STABLE)
        assert told(show(bench, gtin(1))) is Verdict.WEIGH_IT
        server.put(640)
        server.set_fault(ScaleFault.MOVING)
        wait_for(lambda reading: reading.state is ReadingState.MOVING)
        assert told(bench.flow.weigh()) is Verdict.NOT_STEADY
        server.set_fault(ScaleFault.OVERLOAD)
        wait_for(lambda reading: reading.state is ReadingState.OVERLOAD)
        assert told(bench.flow.weigh()) is Verdict.OVERLOADED
        server.set_fault(ScaleFault.SILENT)
        wait_for(lambda reading: reading.state is ReadingState.STALE)
        assert told(bench.flow.weigh()) is Verdict.SCALE_SILENT
        assert bench.desk.working().hand.waits_for_weight, "nothing was taken"
        server.put(487)
        server.set_fault(ScaleFault.READY)
        wait_for(lambda reading: reading.weight_g == 487 and reading.state is ReadingState.STABLE)
        assert told(bench.shown[-1]) is Verdict.WEIGHED
        into(bench, 1)
        scale.stop()
    assert [body["weight_g"] for body in bodies(bench, "ItemPut")] == [487]
