"""A single missing or extra piece that weighs the tolerance or more is always told, and named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.crates.model.weight_check import Content, Tolerance, WeightVerdict, check

TARE_G = 1500
RICE, OIL = Content("RICE", 3, 500), Content("OIL", 2, 120)
PLANNED_G = TARE_G + 3 * 500 + 2 * 120

CRATES = st.lists(
    st.builds(
        Content,
        st.text("ABCDE", min_size=1),
        st.integers(1, 20),
        st.integers(1, 5000),
        st.sampled_from([0, 0, 733]),
    ),
    min_size=1,
    max_size=12,
    unique_by=lambda content: content.sku,
)
TOLERANCES = st.builds(Tolerance, st.integers(0, 100), st.floats(0, 5))


# Three standard deviations of the five pieces at 1 %: 3 x sqrt(3 x 5.0^2 + 2 x 1.2^2) = 26.5 g; 20 g more.
TOLERANCE, TOLD_FROM_G = Tolerance(20, 1), 47


@pytest.mark.parametrize(
    ("measured_g", "verdict", "explained"),
    [
        (PLANNED_G, WeightVerdict.AS_PLANNED, ()),
        (PLANNED_G + 46, WeightVerdict.AS_PLANNED, ()),
        (PLANNED_G - 46, WeightVerdict.AS_PLANNED, ()),
        (PLANNED_G + 47, WeightVerdict.TOO_HEAVY, ()),
        (PLANNED_G + 120, WeightVerdict.TOO_HEAVY, ("OIL",)),
        (PLANNED_G - 490, WeightVerdict.TOO_LIGHT, ("RICE",)),
        (0, WeightVerdict.TOO_LIGHT, ()),
    ],
)
def test_verdicts(measured_g: int, verdict: WeightVerdict, explained: tuple[str, ...]) -> None:
    found = check([RICE, OIL], measured_g, TARE_G, TOLERANCE)
    assert (found.verdict, found.explained_by) == (verdict, explained)
    assert (found.planned_g, found.tolerance_g) == (PLANNED_G, TOLD_FROM_G)


def test_a_product_without_a_weight_is_not_guessed() -> None:
    found = check([RICE, Content("NEW", 1, 0)], PLANNED_G, TARE_G, Tolerance(50, 1))
    assert found.verdict is WeightVerdict.NOT_KNOWN


def test_many_pieces_err_less_than_one_heavy_one() -> None:
    assert Tolerance(0, 2).of([Content("SALT", 100, 100)]) == 60
    assert Tolerance(0, 2).of([Content("SACK", 1, 10_000)]) == 600
    assert Tolerance(0, 2).of([Content("MEAT", 4, 500, weighed_g=2_113)]) == 1


@given(CRATES, TOLERANCES, st.data(), st.sampled_from([1, -1]))
def test_one_piece_off_is_told_and_named(
    contents: list[Content], tolerance: Tolerance, data: st.DataObject, sign: int
) -> None:
    planned_g = TARE_G + sum(content.grams for content in contents)
    off = data.draw(st.sampled_from(contents))
    found = check(contents, planned_g + sign * off.piece_g, TARE_G, tolerance)
    if off.piece_g < tolerance.of(contents):
        assert found.verdict is WeightVerdict.AS_PLANNED
    else:
        assert found.verdict is (WeightVerdict.TOO_HEAVY if sign > 0 else WeightVerdict.TOO_LIGHT)
        assert off.weighed_g or off.sku in found.explained_by
        assert found.difference_g == sign * off.piece_g


def test_what_the_scale_cannot_vouch_for_is_named_up_to_where_it_can() -> None:
    goods = [Content("PEN", 4, 12), Content("TEA", 2, 100), Content("RICE", 1, 5_000)]
    tolerance = Tolerance(15, 1.0)
    planned_g = 600 + sum(each.grams for each in goods)
    found = check(goods, planned_g, 600, tolerance)
    # One bag of rice spreads by 50 g: 15 + 3 × 50 are no mistake, 15 + 5 × 50 are sure to be one.
    assert (tolerance.of(goods), tolerance.sure_from(goods)) == (166, 266)
    assert found.too_light_to_tell == ("PEN", "TEA")
    heavier = [*goods, Content("OIL", 1, 250)]
    assert check(heavier, planned_g + 250, 600, tolerance).too_light_to_tell == ("OIL", "PEN", "TEA")
    weighed = [*goods, Content("PLUM", 1, 0, weighed_g=150)]
    assert "PLUM" not in check(weighed, planned_g + 150, 600, tolerance).too_light_to_tell
