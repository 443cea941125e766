"""The moves of a night over any floor: whatever is left out, nothing is lost and no goods lie on others."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from station.kernel.ids import Sku
from station.slotting.model.guided import GuidedMove, MoveKind, MoveState, left_out, next_move
from station.slotting.model.standing import Standing
from station.slotting.planner import plan_night
from tests.station.slotting.floor_kit import RULES, Place, demand, places, product, two_aisles


def standing(place: Place, pieces: dict[Sku, int]) -> Standing:
    """Each product in the first bin that is left, with so many pieces in it."""
    faces = dict(
        zip(
            (each.sku for each in place.products),
            (each.code for each in place.bins),
            strict=False,
        )
    )
    return Standing(
        place.bins,
        {each.sku: each for each in place.products},
        {},
        faces,
        {code: {sku: pieces[sku]} for sku, code in faces.items() if pieces.get(sku)},
    )


@settings(max_examples=60, deadline=None)
@given(places(), st.data())
def test_no_goods_are_lost_or_put_upon_others(place: Place, data: st.DataObject) -> None:
    pieces = {each.sku: data.draw(st.integers(0, 3)) for each in place.products}
    floor = standing(place, pieces)
    moves = list(plan_night(floor, place.demand, rules=RULES).moves)
    lies = dict(floor.faces)
    while (move := next_move(moves)) is not None:
        if data.draw(st.booleans()):
            for changed in left_out(moves, move):
                moves[changed.ordinal - 1] = changed
            continue
        assert lies[move.sku] == move.from_bin
        assert all(at != move.to_bin for at in lies.values()), "the bin is free by then"
        lies[move.sku] = move.to_bin
        moves[move.ordinal - 1] = replace(move, state=MoveState.DONE)
    assert sorted(lies) == sorted(floor.faces)
    assert len(set(lies.values())) == len(lies)


def a_ring() -> list[GuidedMove]:
    """a and b change places over r."""
    told = [
        (MoveKind.ASIDE, "b", "A1", "R"),
        (MoveKind.MOVE, "a", "A0", "A1"),
        (MoveKind.HOME, "b", "R", "A0"),
    ]
    return [
        GuidedMove(number, 1, kind, Sku(sku), here, there, 5.0)
        for number, (kind, sku, here, there) in enumerate(told, 1)
    ]


def test_goods_aside_go_to_the_bin_that_is_free_when_the_rest_is_left_out() -> None:
    moves = a_ring()
    assert [each.state for each in left_out(moves, moves[0])] == [MoveState.SKIPPED] * 3
    skipped, home = left_out(moves, moves[1])
    assert (skipped.state, home.state, home.to_bin) == (MoveState.SKIPPED, MoveState.WAITING, "A1")
    assert [each.state for each in left_out(moves, moves[2])] == [MoveState.SKIPPED]


def test_no_bin_is_taken_in_which_goods_lie_that_nobody_picks_there() -> None:
    goods = {Sku(sku): product(sku) for sku in "ab"}
    bins = two_aisles()
    lying = {each.code: {Sku("z"): 1} for each in bins if each.code not in ("B2",)}
    floor = Standing(bins, goods, {}, {Sku("a"): "B2"}, lying)
    assert plan_night(floor, demand("a", "a", "a")).moves == ()
    free = replace(floor, holds={})
    assert [move.to_bin for move in plan_night(free, demand("a", "a", "a")).moves] == ["A0"]


def test_a_search_that_is_ended_at_once_finds_nothing_and_says_so() -> None:
    floor = Standing(two_aisles(), {Sku("a"): product("a")}, {}, {Sku("a"): "B0"}, {})
    plan = plan_night(floor, demand("a", "a", "a"), go_on=lambda _: False)
    assert (plan.moves, plan.is_cut_short) == ((), True)


def test_a_demand_is_thinned_to_whole_nights() -> None:
    week = demand(*["ab", "cd"] * 70, nights=7)
    thin = week.thinned(40)
    assert (len(thin.tours), thin.nights) == (40, 2)
    assert week.thinned(140) is week
    assert len(demand("a", "b").thinned(1).tours) == 2, "one night stays whole"
