"""Products that are taken for each other are found by their names, and others are left alone."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from station.kernel.ids import Sku
from station.picking.model.look_alikes import Named, look_alikes

FLOUR_500 = Named(Sku("F500"), "五得利特精高筋小麦粉500g", "500g/袋")
FLOUR_1000 = Named(Sku("F1000"), "五得利特精高筋小麦粉1kg", "1kg/袋")
FLOUR_LOW = Named(Sku("FLOW"), "五得利特精低筋小麦粉500g", "500g/袋")
MILK = Named(Sku("M"), "三元鲜牛奶", "950ml")
YOGURT = Named(Sku("Y"), "三元酸牛奶", "950ml")
PEACH = Named(Sku("P"), "平谷大桃", "2.5kg/箱")
CABBAGE, SPINACH = Named(Sku("C1"), "白菜"), Named(Sku("C2"), "菠菜")


def alike(picked: Sequence[Named], others: Sequence[Named] = ()) -> dict[Sku, tuple[Sku, ...]]:
    """Which are found alike, by their numbers."""
    return {sku: tuple(each.sku for each in found) for sku, found in look_alikes(picked, others).items()}


def test_the_same_name_in_another_size_is_warned_of() -> None:
    found = alike([FLOUR_500, FLOUR_1000, PEACH])
    assert found == {FLOUR_500.sku: (FLOUR_1000.sku,), FLOUR_1000.sku: (FLOUR_500.sku,)}


def test_the_nearest_comes_first() -> None:
    found = alike([FLOUR_500, FLOUR_LOW, FLOUR_1000])
    assert found[FLOUR_500.sku] == (FLOUR_1000.sku, FLOUR_LOW.sku)


def test_a_size_nobody_ordered_lies_on_the_shelf_all_the_same() -> None:
    found = alike([FLOUR_500, PEACH], [FLOUR_1000, FLOUR_LOW, MILK])
    assert found == {FLOUR_500.sku: (FLOUR_1000.sku,)}


def test_one_other_character_makes_another_product_that_looks_the_same() -> None:
    assert alike([MILK, YOGURT, PEACH]) == {MILK.sku: (YOGURT.sku,), YOGURT.sku: (MILK.sku,)}


def test_short_names_that_share_a_character_are_not_alike() -> None:
    assert alike([CABBAGE, SPINACH, PEACH]) == {}


def test_a_name_of_figures_only_is_like_no_other() -> None:
    assert alike([Named(Sku("A"), "500g"), Named(Sku("B"), "1kg")]) == {}


@given(st.lists(st.text("五得利特精高筋小麦粉鲜牛奶 15kg", min_size=1, max_size=14), max_size=12))
def test_within_a_wave_it_goes_both_ways_and_never_to_itself(names: list[str]) -> None:
    products = [Named(Sku(f"S{number}"), name) for number, name in enumerate(names)]
    found = alike(products)
    for sku, others in found.items():
        assert sku not in others
        assert all(sku in found[other] for other in others)
