"""Two waves in one walk at one put wall: each product is gone for once, and each wave stays whole."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import select

from station.kernel.ids import WaveId
from station.kernel.messages import Message
from station.kernel.trouble import Trouble
from station.picking.model.verdicts import Verdict
from station.picking.model.view import LabelState, PickingView, Step
from station.storage import tables
from tests.cloud_api.kit import operator
from tests.station.kit import gtin
from tests.station.picking.handing_kit import CloudDesk, Warehouse, new_database, right_code, warehouse
from tests.station.recovery.truth import check_station

HERE = ({"S1": 2, "S2": 1}, {"S1": 1, "S3": 4})
THERE = ({"S1": 1, "S4": 2}, {"S3": 2})


@pytest.fixture(scope="module")
def new_cloud(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return new_database(tmp_path_factory.mktemp("new"))


@pytest.fixture
def floor(tmp_path: Path, new_cloud: Path) -> Iterator[Warehouse]:
    with warehouse(tmp_path, new_cloud, [HERE, THERE]) as made:
        yield made


def meant(floor: Warehouse, desk: CloudDesk) -> CloudDesk:
    """Both waves are for this desk, in one walk."""
    one, other = (row["id"] for row in floor.shop.waves())
    of_desk = {"station_id": str(desk.desk.station_id)}
    told = [
        {"wave_id": one, "place": 0, "beside_id": other, **of_desk},
        {"wave_id": other, "place": 1, **of_desk},
    ]
    wanted = {"assignments": told, "operator_id": operator()["id"]}
    assert floor.shop.call("POST", "/v1/waves/assign", json=wanted).status_code == 200
    return desk


@pytest.fixture
def desk(floor: Warehouse) -> CloudDesk:
    return meant(floor, floor.desk())


def verdict(view: PickingView) -> Verdict:
    assert view.answer is not None
    return view.answer.verdict


def go_on(desk: CloudDesk, view: PickingView, scans: int | None = None) -> PickingView:
    """Do what the desk says, to the end or so many scans."""
    while view.step is not Step.WAVE_DONE and scans != 0:
        code = right_code(view)
        assert code is not None
        view = desk.put(code)
        scans = None if scans is None else scans - 1
    return view


def walked(desk: CloudDesk) -> list[str]:
    """SKUs in the order in which they were gone for."""
    with desk.desk.database.look() as connection:
        codes = connection.execute(select(tables.scan.c.code).order_by(tables.scan.c.ordinal)).scalars()
        skus = {gtin(number): f"S{number}" for number in range(1, 5)}
        return list(dict.fromkeys(skus[code] for code in codes if code in skus))


def check_packed(floor: Warehouse, *, short: int = 0) -> None:
    """Every order is in the crates of its own pickup point, or known to be short; the cloud knows it."""
    for desk in floor.desks:
        desk.send()
        check_station(desk.path)
    rows = floor.shop.waves()
    assert [row["state"] for row in rows] == ["completed", "completed"]
    wanted = sum((Counter(order) for order in (*HERE, *THERE)), Counter[str]())
    got: Counter[str] = Counter()
    for held in (floor.in_crates(), floor.short()):
        for (_label, sku), pieces in held.items():
            got[sku] += pieces
    assert +got == wanted
    assert sum(floor.short().values()) == short


def test_each_product_is_gone_for_once_and_each_wave_is_packed_by_itself(
    floor: Warehouse, desk: CloudDesk
) -> None:
    view = desk.take()
    assert (view.step, verdict(view)) == (Step.SCAN_PRODUCT, Verdict.WAVES_READY)
    assert [(tile.number, tile.point) for tile in view.crates] == [
        (1, "自提点 H1"),
        (2, "自提点 H1"),
        (101, "自提点 H2"),
        (102, "自提点 H2"),
    ]
    assert view.wave is not None
    assert (view.wave.title, view.wave.pickup_point, view.wave.planned) == (
        "1 + 2",
        "自提点 H1 + 自提点 H2",
        13,
    )
    view = desk.put(gtin(1))
    assert "1, 2, 101" in str(view.question.values), "crates of both are lit"
    view = go_on(desk, view)
    assert walked(desk) == ["S1", "S2", "S3", "S4"]
    kinds = Counter(kind for kind, _ in desk.facts())
    assert (kinds["WaveStarted"], kinds["WaveCompleted"], kinds["CrateClosed"]) == (2, 2, 4)
    check_packed(floor)
    assert {state for _, state in desk.facts()} == {"accepted"}


def test_papers_name_the_pickup_point_of_their_crate(desk: CloudDesk) -> None:
    go_on(desk, desk.take())
    with desk.desk.database.look() as connection:
        job = tables.print_job.c
        titles = connection.execute(select(job.title).order_by(job.ordinal)).scalars().all()
    assert titles[:4] == ["自提点 H1 1/2", "自提点 H1 2/2", "自提点 H2 101/102", "自提点 H2 102/102"]
    assert sorted(titles[4:]) == sorted(titles[:4]), "a slip for each crate"


def test_what_is_in_the_hand_stays_there_when_the_first_wave_is_packed(
    floor: Warehouse, desk: CloudDesk
) -> None:
    view, work = desk.take(), desk.desk.working()
    while any(crate.wanted for crate in work.crates_of(work.wave_id)):
        view = go_on(desk, view, 1)
    held = work.hand
    assert (held.sku, held.quantity) == ("S3", 2), "pieces for the other wave"
    for crate in work.crates_of(work.wave_id):
        view = desk.flow.close_crate(crate.id)
    assert verdict(view) is Verdict.WAVE_DONE
    assert [tile.number for tile in view.crates] == [101, 102]
    assert desk.desk.working().hand == held
    view = desk.put(work.crates[0].sscc)
    assert verdict(view) is Verdict.CRATE_IS_CLOSED, "not one of strangers"
    view = desk.reopen()
    assert desk.desk.working().hand == held
    go_on(desk, view)
    check_packed(floor)


def test_without_a_network_in_between_the_first_is_picked_alone(floor: Warehouse, desk: CloudDesk) -> None:
    lease, line = desk.line.lease, desk.line

    def once(request: object) -> object:
        try:
            return lease(request)  # type: ignore[arg-type]
        finally:
            line.is_cut = True

    line.lease = once  # type: ignore[assignment, method-assign]
    view = desk.take()
    assert (verdict(view), [tile.number for tile in view.crates]) == (Verdict.WAVE_READY, [1, 2])
    line.is_cut, line.lease = False, lease  # type: ignore[method-assign]
    go_on(desk, view)
    desk.send()
    view = desk.take()
    assert [(tile.number, tile.point) for tile in view.crates] == [(1, ""), (2, "")]
    go_on(desk, view)
    check_packed(floor)


def test_a_short_product_and_what_stands_in_are_told_wave_by_wave(floor: Warehouse, desk: CloudDesk) -> None:
    desk.take()
    desk.flow.declare_short()
    view = desk.flow.declare_short()
    assert (verdict(view), view.answer and view.answer.words.values["quantity"]) == (
        Verdict.SHORT_DECLARED,
        4,
    )
    kinds = Counter(kind for kind, _ in desk.facts())
    assert kinds["ProductShort"] == 2
    go_on(desk, view)
    check_packed(floor, short=4)


def test_a_cancelled_order_of_the_other_wave_comes_out(floor: Warehouse, desk: CloudDesk) -> None:
    view = go_on(desk, desk.take(), 8)
    desk.send()
    cancelled = floor.shop.call("POST", "/v1/orders/2-1/cancellation", json={"reason": "不要了"})
    assert cancelled.status_code == 200, cancelled.text
    desk.pull()
    view = desk.flow.view()
    assert view.take_out is not None
    assert view.take_out.crate > 100
    view = desk.flow.confirm_taken_out()
    go_on(desk, view)
    desk.send()
    assert {state for _, state in desk.facts()} == {"accepted"}
    check_station(desk.path)


def test_both_are_handed_over_and_the_next_desk_goes_on_with_each(floor: Warehouse, desk: CloudDesk) -> None:
    view = go_on(desk, desk.take(), 5)
    while desk.desk.working().hand.quantity:
        view = go_on(desk, view, 1)
    view = desk.hand_over()
    assert (verdict(view), view.step) == (Verdict.HANDED_OVER, Step.NO_WAVE)
    desk.send()
    other = floor.desk()
    for _ in range(2):
        assert verdict(other.take()) is Verdict.TAKEN_OVER
        go_on(other, other.flow.view())
        other.send()
    assert {state for _, state in desk.facts()} == {"accepted"}
    assert [row["state"] for row in floor.shop.waves()] == ["completed", "completed"]


def test_a_foreman_may_ask_for_one_of_the_two(floor: Warehouse, desk: CloudDesk) -> None:
    view = go_on(desk, desk.take(), 3)
    desk.send()
    second = floor.shop.waves()[1]["id"]
    wanted = {"wave_ids": [second], "operator_id": operator()["id"]}
    assert floor.shop.call("POST", "/v1/waves/hand-over", json=wanted).status_code == 200
    desk.pull()
    view = go_on(desk, desk.flow.view())
    assert ("WaveHandedOver", "waiting") in desk.facts()
    desk.send()
    other = floor.desk()
    view = other.take(WaveId(second))
    assert {tile.number for tile in view.crates} == {101, 102}
    go_on(other, view)
    check_packed(floor)


def test_one_that_another_desk_got_leaves_the_wall(floor: Warehouse, desk: CloudDesk) -> None:
    view = go_on(desk, desk.take(), 2)
    beside = desk.desk.beside
    assert beside is not None
    with desk.desk.database.act() as connection:
        lost = tables.wave.update().where(tables.wave.c.id == beside.wave.id).values(lost_to="")
        connection.execute(lost)
    desk.flow.lease_changed()
    view = desk.shown[-1]
    assert verdict(view) is Verdict.BESIDE_LOST
    assert "101, 102" in str(view.answer and view.answer.words.values)
    assert {tile.number for tile in view.crates} == {1, 2}
    view = go_on(desk, view)
    view = desk.take()
    assert view.wave is not None
    assert (view.wave.title, view.wave.lease_lost) == ("2", True)
    assert verdict(desk.flow.give_back()) is Verdict.WAVE_RETURNED


def test_when_the_first_one_is_lost_the_other_goes_on_with_its_labels(desk: CloudDesk) -> None:
    go_on(desk, desk.take(), 2)
    with desk.desk.database.act() as connection:
        first = tables.wave.c.id == desk.desk.working().wave_id
        connection.execute(tables.wave.update().where(first).values(lost_to="工位 2"))
    desk.flow.lease_changed()
    view = desk.shown[-1]
    assert view.wave is not None
    assert view.wave.lease_lost
    view = desk.flow.give_back()
    assert [tile.number for tile in view.crates] == [101, 102]
    assert {tile.label for tile in view.crates} == {LabelState.PRINTING}, "they still come out of the printer"
    go_on(desk, view)


@pytest.mark.parametrize("seed", range(6))
def test_with_slips_crashes_and_shortages_both_come_out_exact(
    floor: Warehouse, desk: CloudDesk, seed: int
) -> None:
    random = Random(seed)
    view = desk.take()
    short = 0
    while view.step is not Step.WAVE_DONE:
        chance = random.random()
        if chance < 0.12:
            view = desk.undo() if view.can_undo else view
        elif chance < 0.16 and view.can_short:
            desk.flow.declare_short()
            view = desk.flow.declare_short()
            told = view.answer.words.values if view.answer else {}
            short += int(told["quantity"]) if verdict(view) is Verdict.SHORT_DECLARED else 0
        elif chance < 0.25:
            view = desk.put(random.choice(view.crates).sscc)
        elif chance < 0.32:
            view = desk.reopen()
        else:
            code = right_code(view)
            assert code is not None
            view = desk.put(code)
    check_packed(floor, short=short)
    assert {state for _, state in desk.facts()} == {"accepted"}


def test_a_second_wave_that_the_cloud_refuses_is_not_waited_for(floor: Warehouse, desk: CloudDesk) -> None:
    lease, asked = desk.line.lease, []

    def refused(request: object) -> object:
        asked.append(request)
        if len(asked) == 2:
            raise Trouble(Message("Wave 2 is taken"), Message("Ask for the next one"), retry_helps=False)
        return lease(request)  # type: ignore[arg-type]

    desk.line.lease = refused  # type: ignore[assignment, method-assign]
    view = desk.take()
    assert (verdict(view), [tile.number for tile in view.crates]) == (Verdict.WAVE_READY, [1, 2])
