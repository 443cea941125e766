"""The aisles as a picture: from positions, from the pick path, and with what is wrong in either."""

from hypothesis import given, settings

from cloud_api.wire.base import Zone
from station.slotting.model.chart import FloorChart, floor_chart
from tests.station.slotting.floor_kit import Place, a_bin, places, two_aisles


def drawn(chart: FloorChart) -> dict[str, tuple[int, int]]:
    return {code: (place.column, place.row) for code, place in (chart.places or {}).items()}


def test_measured_bins_stand_as_on_the_floor_with_north_at_the_top() -> None:
    chart = floor_chart(two_aisles())
    assert drawn(chart) == {
        "A0": (0, 2),
        "A1": (0, 1),
        "A2": (0, 0),
        "B0": (1, 0),
        "B1": (1, 1),
        "B2": (1, 2),
    }
    assert [(aisle.name, aisle.column) for aisle in chart.sections[0].aisles] == [("A", 0), ("B", 1)]
    assert (chart.columns, chart.rows, chart.levels, chart.is_guessed) == (2, 3, (0,), False)


def test_both_sides_of_an_aisle_and_bins_of_one_spot_stand_side_by_side() -> None:
    sides = [
        a_bin("L", 200, 300, 1, aisle="A"),
        a_bin("R", 350, 300, 2, aisle="A"),
        a_bin("S", 350, 300, 3, aisle="A"),
        a_bin("U", 350, 300, 4, aisle="A", level=1),
        a_bin("N", 200, 700, 5, aisle="A"),
    ]
    found = drawn(floor_chart(sides))
    assert found == {"L": (0, 1), "R": (1, 1), "S": (2, 1), "U": (1, 1), "N": (0, 0)}


def test_zones_stand_apart_and_bins_out_of_use_are_left_out() -> None:
    bins = [
        a_bin("F", 200, 300, 1, aisle="A", zone=Zone.FROZEN),
        a_bin("A", 200, 400, 2, aisle="A"),
        a_bin("X", 200, 500, 3, aisle="A", active=False),
    ]
    chart = floor_chart(bins)
    assert [(section.zone, section.column) for section in chart.sections] == [
        (Zone.AMBIENT, 0),
        (Zone.FROZEN, 1),
    ]
    assert set(drawn(chart)) == {"F", "A"}


def test_without_positions_the_pick_path_is_drawn() -> None:
    named = [
        a_bin(f"{aisle}{n}", 0, 0, at * 10 + n, aisle=aisle) for at, aisle in enumerate("AB") for n in (1, 2)
    ]
    chart = floor_chart(named)
    assert chart.is_guessed
    assert drawn(chart) == {"A1": (0, 0), "A2": (0, 1), "B1": (1, 0), "B2": (1, 1)}
    plain = floor_chart([a_bin(f"{n:02}", 0, 0, n) for n in range(45)])
    assert (plain.columns, plain.rows) == (3, 20)
    assert drawn(plain)["20"] == (1, 0)
    assert floor_chart([]).columns == 0


@settings(max_examples=60, deadline=None)
@given(places())
def test_every_bin_in_use_has_a_cell_of_its_own_and_can_be_walked_to(place: Place) -> None:
    chart = floor_chart(place.bins)
    cells = [(each.column, each.row, each.level) for each in (chart.places or {}).values()]
    assert len(set(cells)) == len(cells) == sum(each.active for each in place.bins)
    assert all(0 <= column < chart.columns and 0 <= row < chart.rows for column, row, _ in cells)
    for level in chart.levels:
        assert _reached(chart, level) == {each.bin for each in chart.on(level)}


def _reached(chart: FloorChart, level: int) -> set[str]:
    first = chart.beside(None, level, 1, 0)
    assert first is not None
    seen, ahead = {first}, [first]
    while ahead:
        here = ahead.pop()
        for right, down in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            there = chart.beside(here, level, right, down)
            if there is not None and there not in seen:
                seen.add(there)
                ahead.append(there)
    return seen
