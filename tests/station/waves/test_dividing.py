"""One wave for several desks: how it is parted, and how a foreman is asked."""

from itertools import product
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cloud_api.wire.board import BoardWave, WaveDivision, WavesChosen, WaveStage
from station.kernel.ids import OrderId, Sku
from station.waves.model.division import Division, OrderLoad
from station.waves.model.verdicts import Verdict
from station.waves.model.view import Press, Step
from station.waves.model.work import Rates
from station.waves.planner import divide_orders
from station.waves.planner.dividing import TRAVEL
from tests.station.waves.night import LI, SILENT, Foreman, ToldCloud, board, said, wave

RATES = Rates(line_s=20, piece_s=2, start_s=60)


def load(number: int, products: str, pieces: int = 1) -> OrderLoad:
    return OrderLoad(OrderId(UUID(int=number)), frozenset(map(Sku, products)), pieces)


def orders_in(division: Division) -> list[list[int]]:
    return [[order.int for order in part.orders] for part in division.parts]


def test_orders_with_the_same_goods_stay_together() -> None:
    alike = [load(place, "AB" if place % 2 else "CD") for place in range(12)]
    division = divide_orders(alike, 2, RATES)
    assert sorted(map(tuple, orders_in(division))) == [(0, 2, 4, 6, 8, 10), (1, 3, 5, 7, 9, 11)]
    assert (division.more_stops, division.is_proved) == (0, True)
    assert division.finish_s < division.whole_s


LOADS = st.lists(
    st.builds(
        lambda products, pieces: ("".join(products), pieces),
        st.sets(st.sampled_from("ABCDE"), min_size=1, max_size=3),
        st.integers(1, 9),
    ),
    min_size=3,
    max_size=6,
)


@settings(max_examples=25)
@given(told=LOADS, parts=st.integers(2, 3))
def test_no_division_of_a_small_wave_is_done_sooner_than_the_proved_one(
    told: list[tuple[str, int]], parts: int
) -> None:
    orders = [load(place, products, pieces) for place, (products, pieces) in enumerate(told)]
    division = divide_orders(orders, parts, RATES)
    assert sorted(order for part in orders_in(division) for order in part) == list(range(len(orders)))
    assert all(part.orders for part in division.parts)
    rule = divide_orders(orders, parts, RATES, budget_s=0)
    assert division.finish_s <= rule.finish_s
    if division.is_proved:
        assert division.finish_s <= _soonest(orders, parts) + 1, "rounded to whole seconds"


def _soonest(orders: list[OrderLoad], parts: int) -> int:
    """By trying all."""
    lines = sum(len(order.products) for order in orders)
    walked = frozenset().union(*(order.products for order in orders))
    stop_s = TRAVEL * RATES.line_s * lines / len(walked)
    found = []
    for chosen in product(range(parts), repeat=len(orders)):
        if len(set(chosen)) < parts:
            continue
        times = []
        for part in range(parts):
            here = [order for order, at in zip(orders, chosen, strict=True) if at == part]
            stops = len(frozenset().union(*(order.products for order in here)))
            at_bins = sum(
                (1 - TRAVEL) * RATES.line_s * len(order.products) + RATES.piece_s * order.pieces
                for order in here
            )
            times.append(RATES.start_s + stops * stop_s + at_bins)
        found.append(max(times))
    return int(-(-min(found) // 1))


def test_a_wave_of_fewer_orders_than_parts_is_refused() -> None:
    with pytest.raises(ValueError, match="1 orders cannot be divided into 2"):
        divide_orders([load(1, "A")], 2, RATES)


def foreman_at(*waves: BoardWave, desks: int = 4) -> tuple[Foreman, ToldCloud]:
    """With the card of the first wave open."""
    cloud = ToldCloud(board(waves, desks=desks))
    foreman = Foreman(cloud)
    foreman.look()
    foreman.press(Press.ENTER)
    return foreman, cloud


def test_a_wave_is_divided_only_after_enter() -> None:
    foreman, cloud = foreman_at(wave(17, lines=120, orders=40))
    view = foreman.press(Press.DIVIDE)
    assert (view.step, view.answer and view.answer.verdict, view.next) == (
        Step.DIVIDING,
        Verdict.PARTED,
        Press.ENTER,
    )
    assert view.division is not None
    assert [part.title for part in view.division.parts] == ["17-1", "17-2"]
    assert sum(part.orders for part in view.division.parts) == 40
    assert view.division.minutes < view.division.whole_minutes
    assert cloud.said == []
    view = foreman.press(Press.ENTER)
    assert (view.step, said(view.answer.words if view.answer else None)) == (
        Step.BOARD,
        "Wave 17 is divided: 2 desks can pick it at once",
    )
    ((what, told),) = cloud.said
    assert isinstance(told, WaveDivision)
    assert (what, told.wave_id.int, told.operator_id) == ("divide", 17, LI.id)
    assert sorted(order.int for part in told.parts for order in part) == list(range(8_000, 8_040))


def test_the_key_goes_through_the_numbers_of_parts_and_esc_leaves_the_wave_whole() -> None:
    foreman, cloud = foreman_at(wave(17, orders=40), desks=3)
    assert said(foreman.flow.view().divide) == "Divide"
    counts = []
    for _ in range(4):
        view = foreman.press(Press.DIVIDE)
        assert view.division is not None
        counts.append((len(view.division.parts), said(view.divide)))
    assert counts == [(2, "In 3 parts"), (3, "In 2 parts"), (2, "In 3 parts"), (3, "In 2 parts")]
    assert foreman.press(Press.BACK).step is Step.BOARD
    assert cloud.said == []


def test_as_many_parts_are_proposed_as_are_done_before_the_van_leaves() -> None:
    late, _ = foreman_at(wave(17, lines=120, orders=40, leaves=1), desks=4)
    view = late.press(Press.DIVIDE)
    assert view.division is not None
    assert len(view.division.parts) == 4, "not in time with any number: the most"
    easy, _ = foreman_at(wave(17, lines=120, orders=40, leaves=500), desks=4)
    view = easy.press(Press.DIVIDE)
    assert view.division is not None
    assert len(view.division.parts) == 2


def test_a_part_is_made_whole_again_from_its_card() -> None:
    foreman, cloud = foreman_at(wave(17, part=2, orders=20))
    view = foreman.flow.view()
    assert (view.figure.number, said(view.divide)) == ("17-2", "Make whole")
    view = foreman.press(Press.DIVIDE)
    assert said(view.answer.words if view.answer else None) == "Wave 17 is whole again"
    ((what, told),) = cloud.said
    assert isinstance(told, WavesChosen)
    assert (what, [each.int for each in told.wave_ids]) == ("rejoin", [17])


@pytest.mark.parametrize(
    "begun",
    [
        wave(17, WaveStage.STARTED, orders=40, by=1),
        wave(17, WaveStage.LEASED, orders=40, by=1),
        wave(17, WaveStage.COMPLETED, orders=40, by=1),
        wave(17, orders=1),
    ],
)
def test_what_a_desk_has_and_a_single_order_are_not_divided(begun: BoardWave) -> None:
    foreman, _ = foreman_at(begun)
    assert Press.DIVIDE not in foreman.flow.view().can


def test_a_silent_cloud_and_orders_that_are_gone_leave_the_wave_as_it_is() -> None:
    foreman, cloud = foreman_at(wave(17, orders=40))
    cloud.trouble = SILENT
    view = foreman.press(Press.DIVIDE)
    assert (view.step, view.answer and view.answer.verdict) == (Step.WAVE, Verdict.NOT_DONE)
    cloud.trouble = None
    cloud.told = board([wave(17, orders=1)])
    view = foreman.press(Press.DIVIDE)
    assert "Too few orders are left to divide this wave" in said(view.answer.words if view.answer else None)
    assert cloud.said == []
