"""A wave half picked goes from desk to desk: nothing is picked twice, nothing lost, whenever that happens."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from station.kernel.ids import WaveId
from station.picking.model.verdicts import Verdict
from station.picking.model.view import HandingState, LabelState, PickingView, Step, TileState
from tests.cloud_api.kit import operator
from tests.station.kit import gtin
from tests.station.picking.handing_kit import CloudDesk, Warehouse, new_database, right_code, warehouse
from tests.station.recovery.truth import check_station

ORDERS = ({"S1": 2, "S2": 1}, {"S1": 1, "S3": 4}, {"S2": 2, "S4": 1})


@pytest.fixture(scope="module")
def new_cloud(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return new_database(tmp_path_factory.mktemp("new"))


@pytest.fixture
def floor(tmp_path: Path, new_cloud: Path) -> Iterator[Warehouse]:
    with warehouse(tmp_path, new_cloud, [ORDERS]) as made:
        yield made


def verdict(view: PickingView) -> Verdict:
    assert view.answer is not None
    return view.answer.verdict


def go_on(desk: CloudDesk, view: PickingView, scans: int | None = None) -> PickingView:
    """Do what the desk says, to the end of the wave or so many scans."""
    while view.step is not Step.WAVE_DONE and scans != 0:
        code = right_code(view)
        assert code is not None
        view = desk.put(code)
        scans = None if scans is None else scans - 1
    return view


def test_the_next_desk_goes_on_where_the_last_one_stopped(floor: Warehouse) -> None:
    first, second = floor.desk(), floor.desk()
    view = go_on(first, first.take(), 3)
    assert verdict(first.flow.hand_over()) is Verdict.HAND_NOT_EMPTY
    view = go_on(first, view, 5)
    crate = view.crates[0]
    assert verdict(first.flow.hand_over()) is Verdict.CONFIRM_HAND_OVER
    assert verdict(first.put(gtin(9))) is Verdict.UNKNOWN_CODE
    assert verdict(first.flow.hand_over()) is Verdict.CONFIRM_HAND_OVER, "another act takes it back"
    printed = first.printed()
    view = first.flow.hand_over()
    assert (verdict(view), view.step, view.crates) == (Verdict.HANDED_OVER, Step.NO_WAVE, ())
    assert view.left is not None
    assert view.left.state is HandingState.WAITING
    first.send()
    assert first.shown[-1].left is not None
    assert first.shown[-1].left.state is HandingState.TOLD
    assert first.printed() == printed, "what was queued still comes out there"

    view = second.take()
    assert verdict(view) is Verdict.TAKEN_OVER
    assert view.wave is not None
    assert (view.wave.put, view.wave.planned) == (sum(first.crates.values()), 11)
    assert [tile.label for tile in view.crates] == [LabelState.PRINTED] * 3
    assert (second.printed(), second.facts()) == (0, [])
    assert not view.can_undo
    assert verdict(second.undo()) is Verdict.NOTHING_TO_UNDO
    second.reopen()
    assert second.flow.view().crates == view.crates
    assert verdict(second.flow.reprint(crate.crate_id, "damaged")) is Verdict.LABEL_QUEUED
    assert verdict(second.flow.reprint(crate.crate_id, "damaged")) is Verdict.LABEL_QUEUED
    view = go_on(second, second.flow.view(), 1)
    wrong = next(tile for tile in view.crates if tile.state is TileState.WAITING)
    assert verdict(second.put(wrong.sscc)) in (Verdict.WRONG_CRATE, Verdict.CRATE_HAS_ENOUGH)
    view = go_on(second, second.flow.view(), 1)
    assert second.undo().crates[0].put >= crate.put
    view = go_on(second, second.flow.view())
    second.send()
    assert "WaveStarted" not in {kind for kind, _ in second.facts()}
    check_exact(floor)
    assert first.take().step is Step.NO_WAVE
    assert first.flow.view().left is not None, "it is known where the crates went"


def check_exact(floor: Warehouse) -> None:
    """What lies in crates is what the cloud says, and with what is short all that was paid."""
    truth = sum((desk.crates for desk in floor.desks), Counter[tuple[str, str]]())
    assert +truth == +floor.in_crates()
    for desk in floor.desks:
        check_station(desk.path)
    states = Counter(state for desk in floor.desks for _, state in desk.facts())
    assert states.keys() == {"accepted"}, states


def test_without_a_network_nobody_else_gets_it_and_a_crash_changes_nothing(floor: Warehouse) -> None:
    first, second = floor.desk(), floor.desk()
    go_on(first, first.take(), 4)
    first.send()
    first.line.is_cut = True
    go_on(first, first.flow.view(), 4)
    if first.flow.view().step is Step.PUT:
        go_on(first, first.flow.view(), 1)
    assert verdict(first.hand_over()) is Verdict.HANDED_OVER
    first.reopen()
    view = first.take()
    assert view.notice is not None
    assert view.left is not None
    assert (view.step, view.left.state) == (Step.NO_WAVE, HandingState.WAITING)
    assert second.take().step is Step.NO_WAVE
    first.line.is_cut = False
    first.send()
    go_on(second, second.take())
    second.send()
    check_exact(floor)


def test_a_desk_may_take_its_own_wave_up_again(floor: Warehouse) -> None:
    desk = floor.desk()
    view = go_on(desk, desk.take(), 4)
    view = go_on(desk, view, 1) if view.step is Step.PUT else view
    assert verdict(desk.hand_over()) is Verdict.HANDED_OVER
    view = desk.take()
    assert verdict(view) is Verdict.TAKEN_OVER
    assert [tile.label for tile in view.crates] == [LabelState.PRINTING] * 3, "as its own queue says"
    go_on(desk, view)
    desk.send()
    check_exact(floor)


def test_the_foreman_asks_and_the_desk_ends_what_is_in_its_hand(floor: Warehouse) -> None:
    desk, other = floor.desk(), floor.desk()
    view = go_on(desk, desk.take(), 1)
    assert view.step is Step.PUT
    desk.send()
    told = {"wave_ids": [str(desk.desk.working().wave_id)], "operator_id": operator()["id"]}
    answer = floor.shop.call("POST", "/v1/waves/hand-over", json=told)
    assert answer.status_code == 200, answer.text
    desk.pull()
    asked = desk.shown[-1].wave
    assert asked is not None
    assert asked.wanted_by == operator()["name"]
    assert desk.flow.view().step is Step.PUT
    view = go_on(desk, desk.flow.view(), 1)
    view = go_on(desk, view, 1) if view.step is Step.PUT else view
    assert (verdict(view), view.step) == (Verdict.HANDED_AS_ASKED, Step.NO_WAVE)
    desk.send()
    go_on(other, other.take())
    other.send()
    check_exact(floor)


def test_what_was_asked_for_is_called_off_before_the_desk_gave_it(floor: Warehouse) -> None:
    desk = floor.desk()
    view = go_on(desk, desk.take(), 1)
    assert view.step is Step.PUT
    desk.send()
    told = {"wave_ids": [str(desk.desk.working().wave_id)], "operator_id": operator()["id"]}
    for called_off in (False, True):
        answer = floor.shop.call("POST", "/v1/waves/hand-over", json={**told, "called_off": called_off})
        assert answer.status_code == 200, answer.text
        desk.pull()
        asked = desk.shown[-1].wave
        assert asked is not None
        assert asked.wanted_by == (None if called_off else operator()["name"])
    go_on(desk, desk.flow.view())
    desk.send()
    check_exact(floor)


@pytest.fixture
def came_back(floor: Warehouse) -> CloudDesk:
    """The cloud has forgotten a put when it hears of the hand-over; then it knows it again."""
    desk = floor.desk()
    view = go_on(desk, desk.take(), 4)
    go_on(desk, view, 1) if view.step is Step.PUT else view
    desk.send()
    floor.forget_puts(forgotten=True)
    assert verdict(desk.hand_over()) is Verdict.HANDED_OVER
    desk.send()
    floor.forget_puts(forgotten=False)
    return desk


def test_a_wave_whose_hand_over_was_refused_is_at_its_desk_again(
    floor: Warehouse, came_back: CloudDesk
) -> None:
    desk, view = came_back, came_back.shown[-1]
    assert verdict(view) is Verdict.CAME_BACK
    assert view.answer is not None
    assert "its desk counts 3/0/" in str(view.answer.words.values["reason"])
    assert (view.left, view.wave is not None) == (None, True)
    assert [tile.label for tile in view.crates] == [LabelState.PRINTING] * 3
    assert desk.reopen().crates == view.crates, "it is under work again on the disk too"
    check_station(desk.path)
    assert floor.desk().take().step is Step.NO_WAVE
    assert verdict(desk.flow.hand_over()) is Verdict.RECORDS_REFUSED
    view = go_on(desk, desk.flow.view())
    desk.send()
    check_station(desk.path)
    assert [kind for kind, state in desk.facts() if state == "refused"] == ["WaveHandedOver"]
    assert +desk.crates == +floor.in_crates()


def test_it_leaves_after_all_once_somebody_has_the_refused_hand_over_taken(
    floor: Warehouse, came_back: CloudDesk
) -> None:
    item = floor.shop.call("GET", "/v1/facts/refused").json()["items"][0]
    answer = floor.shop.call("POST", f"/v1/facts/refused/{item['id']}/again")
    assert answer.json()["verdict"] == "accepted", answer.text
    came_back.pull()
    came_back.flow.facts_answered()
    view = came_back.shown[-1]
    assert (view.step, view.crates) == (Step.NO_WAVE, ())
    assert view.left is not None
    assert view.left.state is HandingState.TOLD
    second = floor.desk()
    go_on(second, second.take())
    second.send()
    check_exact(floor)


def test_it_comes_back_beside_the_wave_that_was_taken_since(tmp_path: Path, new_cloud: Path) -> None:
    with warehouse(tmp_path, new_cloud, [ORDERS, ORDERS]) as floor:
        desk = floor.desk()
        view = go_on(desk, desk.take(), 4)
        go_on(desk, view, 1) if view.step is Step.PUT else view
        desk.send()
        floor.forget_puts(forgotten=True)
        assert verdict(desk.hand_over()) is Verdict.HANDED_OVER
        # The other wave is lent while the fact of the hand-over still waits.
        desk.send_before_lease = False
        view = desk.take()
        assert view.wave is not None
        assert view.wave.title == "2"
        desk.send()
        floor.forget_puts(forgotten=False)
        view = desk.shown[-1]
        assert view.wave is not None
        assert (verdict(view), view.wave.title) == (Verdict.CAME_BACK, "2")
        go_on(desk, view)
        view = desk.take()
        assert view.wave is not None
        assert (view.wave.title, view.wave.put) == ("1", sum(tile.put for tile in view.crates))
        go_on(desk, view)
        desk.send()
        assert +desk.crates == +floor.in_crates()


def test_records_the_cloud_refused_are_settled_first(floor: Warehouse) -> None:
    desk = floor.desk()
    view = go_on(desk, desk.take(), 4)
    go_on(desk, view, 1) if view.step is Step.PUT else view
    with desk.desk.database.act() as connection:
        connection.exec_driver_sql("UPDATE fact SET state = 'refused', reason = 'x' WHERE kind = 'ItemPut'")
    view = desk.flow.hand_over()
    assert verdict(view) is Verdict.RECORDS_REFUSED
    assert view.can_hand_over


def cancel(floor: Warehouse, order_no: str) -> None:
    answer = floor.shop.call("POST", f"/v1/orders/{order_no}/cancellation", json={"reason": "不要了"})
    assert answer.status_code == 200, answer.text


def test_an_order_cancelled_between_two_desks_is_taken_out_at_the_second(floor: Warehouse) -> None:
    first, second = floor.desk(), floor.desk()
    view = first.take()
    while not view.crates[0].put:
        view = go_on(first, view, 1)
    while view.step is Step.PUT:
        view = go_on(first, view, 1)
    assert verdict(first.hand_over()) is Verdict.HANDED_OVER
    first.send()
    cancel(floor, "1-1")
    view = second.take()
    assert (verdict(view), view.step) == (Verdict.TAKEN_OVER, Step.TAKE_OUT)
    assert view.take_out is not None
    label = view.crates[0].sscc
    assert view.take_out.quantity == first.crates[label, "S1"]
    assert verdict(second.scan(gtin(1))) is Verdict.TAKE_OUT_NOW
    assert verdict(second.flow.hand_over()) is Verdict.TAKE_OUT_FIRST
    assert verdict(second.scan(label)) is Verdict.TAKEN_OUT
    first.crates[label, "S1"] = 0
    go_on(second, second.flow.view())
    second.send()
    check_exact(floor)


@pytest.mark.parametrize("seed", range(2))
def test_whenever_it_is_handed_over_crates_hold_what_was_paid_or_declared(
    tmp_path: Path, new_cloud: Path, seed: int
) -> None:
    random = Random(seed)
    waves = [
        [
            {f"S{sku}": random.randint(1, 4) for sku in random.sample(range(1, 5), random.randint(1, 3))}
            for _ in range(random.randint(2, 4))
        ]
        for _ in range(2)
    ]
    with warehouse(tmp_path, new_cloud, waves) as floor:
        desks = [floor.desk() for _ in range(3)]
        for number, orders in enumerate(waves, start=1):
            _pick_around(floor, desks, number, random)
            wanted = sum((Counter(each) for each in orders), Counter[str]())
            labels = {crate.sscc for crate in _holder(desks, number).desk.working().crates}
            got: Counter[str] = Counter()
            for held in (floor.in_crates(), floor.short()):
                for (label, sku), pieces in held.items():
                    got[sku] += pieces if label in labels else 0
            assert +got == wanted
        check_exact(floor)
        handed = sum(kind == "WaveHandedOver" for desk in desks for kind, _ in desk.facts())
        assert handed >= len(waves)


def _holder(desks: list[CloudDesk], number: int) -> CloudDesk:
    return next(desk for desk in desks if desk.desk.work is not None and desk.desk.work.title == str(number))


def _pick_around(floor: Warehouse, desks: list[CloudDesk], number: int, random: Random) -> None:
    """One wave goes through the hands of desks, with slips, until it is done; one is at it at a time."""
    wave_id = WaveId(floor.shop.waves()[number - 1]["id"])
    desk = random.choice(desks)
    view = desk.take(wave_id)
    is_first = True
    while view.step is not Step.WAVE_DONE:
        chance = random.random()
        if chance < 0.12 or is_first:
            view = desk.hand_over()
        elif chance < 0.2:
            view = desk.undo() if view.can_undo else view
        elif chance < 0.24 and view.can_short:
            desk.flow.declare_short()
            view = desk.flow.declare_short()
        elif chance < 0.3:
            view = desk.put(random.choice(view.crates).sscc)
        elif chance < 0.33:
            view = desk.reopen()
        else:
            code = right_code(view)
            assert code is not None
            view = desk.put(code)
        if view.step is Step.NO_WAVE:
            is_first = False
            view, desk = _next_desk(desks, desk, wave_id, random)
    desk.send()


def _next_desk(
    desks: list[CloudDesk], desk: CloudDesk, wave_id: WaveId, random: Random
) -> tuple[PickingView, CloudDesk]:
    other = random.choice(desks)
    if other is not desk:
        early = other.take(wave_id)
        assert early.step in (Step.NO_WAVE, Step.WAVE_DONE)
        assert early.notice is not None
        assert "is taken by" in str(early.notice.words.values), "its desk has not told of it yet"
    desk.send()
    view = other.take(wave_id)
    assert verdict(view) is Verdict.TAKEN_OVER
    return view, other
