"""Priority, groups, pairs at a wall, and the sharing of waves over desks."""

from dataclasses import replace
from itertools import product
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cloud_api.wire.base import Zone
from station.kernel.ids import OrderId, Sku, WaveId
from station.waves.model.answers import Sharing, SharingMethod
from station.waves.model.work import FreeDesk, OrderPart, Rates, WaveLoad
from station.waves.planner import by_priority, pair_small_waves, release_groups, share_waves

RATES = Rates(line_s=1, piece_s=0)


def part(number: int, lines: int, zone: Zone = Zone.AMBIENT) -> OrderPart:
    return OrderPart(OrderId(UUID(int=number)), zone, lines, lines)


def wave(
    number: int, *lines: int, departs_s: int | None = None, goods: str = "", crates: int = 1
) -> WaveLoad:
    parts = tuple(part(number * 100 + place, count) for place, count in enumerate(lines))
    return WaveLoad(WaveId(UUID(int=number)), number, departs_s, parts, frozenset(map(Sku, goods)), crates)


def desks(count: int, free_from_s: int = 0) -> list[FreeDesk]:
    return [FreeDesk(f"D{number}", free_from_s) for number in range(count)]


def test_who_leaves_first_is_first_then_the_biggest_else_as_given() -> None:
    waves = [
        wave(1, 5),
        wave(2, 1, departs_s=90),
        wave(3, 9, departs_s=90),
        wave(4, 1, departs_s=0),
        wave(5, 5),
    ]
    assert [each.number for each in by_priority(waves)] == [4, 3, 2, 1, 5]


def test_groups_leave_together_and_share_products() -> None:
    waves = [
        wave(1, 9, departs_s=60, goods="abc"),
        wave(2, 8, departs_s=60, goods="xyz"),
        wave(3, 7, departs_s=60, goods="abd"),
        wave(4, 6, departs_s=90, goods="abc"),
    ]
    groups = release_groups(waves, 2)
    assert [[each.int for each in group.waves] for group in groups] == [[1, 3], [2], [4]]
    assert [group.shared_products for group in groups] == [2, 0, 0]
    with pytest.raises(ValueError, match="one wave"):
        release_groups(waves, 0)


def test_two_small_points_share_a_wall_when_nothing_speaks_against_it() -> None:
    one = wave(1, 1, departs_s=60, goods="ab", crates=3)
    akin = wave(2, 1, departs_s=60, goods="ab", crates=3)
    stranger = wave(3, 1, departs_s=60, goods="z", crates=3)
    (pair,) = pair_small_waves([one, stranger, akin], 6, {})
    assert ({pair.one.int, pair.other.int}, pair.shared_products) == ({1, 2}, 2)
    assert not pair_small_waves([one, akin], 5, {})
    assert not pair_small_waves([one, replace(akin, departs_s=61)], 6, {})


def test_look_alikes_come_together_only_where_no_other_pair_fits() -> None:
    one = wave(1, 1, departs_s=60, goods="ab", crates=3)
    alike = wave(2, 1, departs_s=60, goods="abz", crates=3)
    plain = wave(3, 1, departs_s=60, goods="a", crates=3)
    taken_for = {Sku("b"): frozenset({Sku("z")}), Sku("z"): frozenset({Sku("b")})}
    (pair,) = pair_small_waves([one, alike, plain], 6, {})
    assert {pair.one.int, pair.other.int} == {1, 2}
    (pair,) = pair_small_waves([one, alike, plain], 6, taken_for)
    assert {pair.one.int, pair.other.int} == {1, 3}
    (pair,) = pair_small_waves([one, alike], 6, taken_for)
    assert {pair.one.int, pair.other.int} == {1, 2}


def test_desks_end_as_early_as_can_be() -> None:
    found = share_waves([wave(n, lines) for n, lines in enumerate((5, 5, 4, 4, 3, 3, 3), 1)], desks(3), RATES)
    assert (found.finish_s, found.method) == (9, SharingMethod.OPTIMAL)
    assert share_waves([wave(n, 1) for n in range(1, 4)], desks(3), RATES, budget_s=0).method is (
        SharingMethod.FALLBACK
    )


def test_the_solver_is_in_time_where_the_rule_is_late() -> None:
    waves = [wave(n, lines, departs_s=9) for n, lines in enumerate((5, 5, 4, 4, 3, 3, 3), 1)]
    assert share_waves(waves, desks(3), RATES, budget_s=0).late
    assert not share_waves(waves, desks(3), RATES).late


def test_a_wave_too_big_for_its_time_is_divided_and_it_is_said() -> None:
    found = share_waves([wave(7, 30, 30, 30, departs_s=60)], desks(4), RATES)
    assert not found.late
    assert len({share.desk for share in found.shares}) == len(found.shares) == 2
    (notice,) = found.notices
    assert notice.values == {"wave": "7", "desks": 2, "minutes": 2}


def test_it_is_divided_by_zone_first() -> None:
    cold = tuple(part(n, 20, Zone.CHILLED) for n in (1, 2))
    dry = tuple(part(n, 25) for n in (1, 2))
    load = WaveLoad(WaveId(UUID(int=1)), 1, 50, (cold[0], dry[0], cold[1], dry[1]))
    found = share_waves([load], desks(4), RATES)
    assert {frozenset(each.zone for each in share.parts) for share in found.shares} == {
        frozenset({Zone.CHILLED}),
        frozenset({Zone.AMBIENT}),
    }


def test_what_cannot_be_in_time_is_told() -> None:
    found = share_waves([wave(3, 100, departs_s=40)], desks(2, free_from_s=5), RATES)
    (late,) = found.late
    assert (late.late_s, late.words.values) == (65, {"wave": "3", "minutes": 2})


def test_no_desk_is_an_error_only_where_there_is_work() -> None:
    assert share_waves([], [], RATES) == Sharing((), 0, (), SharingMethod.OPTIMAL)
    assert share_waves([], desks(1), RATES).method is SharingMethod.OPTIMAL
    with pytest.raises(ValueError, match="no desk"):
        share_waves([wave(1, 1)], [], RATES)


loads = st.builds(
    lambda number, lines, departs_s: wave(number, *lines, departs_s=departs_s),
    st.integers(1, 50),
    st.lists(st.integers(1, 9), max_size=4),
    st.sampled_from((None, 0, 5, 12, 30)),
)
nights = st.lists(loads, max_size=5, unique_by=lambda load: load.wave_id)
crews = st.lists(st.sampled_from((0, 3, 10)), min_size=1, max_size=3)
ample = settings(deadline=None, max_examples=40)


@ample
@given(nights, crews, st.sampled_from((0.0, 2.0)))
def test_each_wave_is_picked_once_and_desks_do_one_thing_at_a_time(
    waves: list[WaveLoad], free: list[int], budget_s: float
) -> None:
    crew = [FreeDesk(f"D{n}", free_from_s) for n, free_from_s in enumerate(free)]
    found = share_waves(waves, crew, RATES, budget_s=budget_s)
    assert found == share_waves(waves, crew, RATES, budget_s=budget_s)
    picked = sorted(
        (share.wave_id, each.order_id, each.zone) for share in found.shares for each in share.parts
    )
    assert picked == sorted((load.wave_id, each.order_id, each.zone) for load in waves for each in load.parts)
    assert {share.wave_id for share in found.shares} == {load.wave_id for load in waves}
    for desk in crew:
        clock = desk.free_from_s
        for share in (share for share in found.shares if share.desk == desk.code):
            assert share.begins_s == clock
            clock = share.ends_s
            assert clock - share.begins_s == RATES.seconds(share.parts)
    assert found.finish_s == max([*free, *(share.ends_s for share in found.shares)])
    _check_late(found, waves)


def _check_late(found: Sharing, waves: list[WaveLoad]) -> None:
    told = {each.wave_id: each.late_s for each in found.late}
    for load in waves:
        ready = max(share.ends_s for share in found.shares if share.wave_id == load.wave_id)
        late_s = 0 if load.departs_s is None else max(0, ready - load.departs_s)
        assert told.get(load.wave_id, 0) == late_s


@ample
@given(nights, st.integers(1, 3))
def test_what_is_called_optimal_is_the_best_of_all(waves: list[WaveLoad], crew: int) -> None:
    whole = [replace(load, parts=load.parts[:1]) for load in waves]  # one part each: nothing can be divided
    found = share_waves(whole, desks(crew), RATES)
    assert found.method is SharingMethod.OPTIMAL
    best = min(_reached(whole, chosen, crew) for chosen in product(range(crew), repeat=len(whole)))
    assert (max([0, *(each.late_s for each in found.late)]), found.finish_s) == best


def _reached(waves: list[WaveLoad], chosen: tuple[int, ...], crew: int) -> tuple[int, int]:
    desk_of = {load.wave_id: desk for load, desk in zip(waves, chosen, strict=True)}
    clock, late_s = [0] * crew, 0
    for load in by_priority(waves):
        desk = desk_of[load.wave_id]
        clock[desk] += RATES.seconds(load.parts)
        if load.departs_s is not None:
            late_s = max(late_s, clock[desk] - load.departs_s)
    return late_s, max(clock)


@ample
@given(nights, st.integers(1, 4))
def test_groups_hold_each_wave_once(waves: list[WaveLoad], size: int) -> None:
    groups = release_groups(waves, size)
    assert sorted(each for group in groups for each in group.waves) == sorted(load.wave_id for load in waves)
    departs = {load.wave_id: load.departs_s for load in waves}
    for group in groups:
        assert 1 <= len(group.waves) <= size
        assert len({departs[each] for each in group.waves}) == 1
