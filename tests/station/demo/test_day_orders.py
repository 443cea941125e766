from collections import Counter
from datetime import UTC, datetime
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.demo.day_orders import Drawn, draw, make_orders
from station.demo.day_source import Basket

NOW = datetime(2026, 6, 18, 14, 3, 20, tzinfo=UTC)


def test_nothing_to_draw_from_is_told() -> None:
    with pytest.raises(ValueError, match="No basket"):
        draw(0, 5, Random(1))


@given(st.integers(1, 40), st.integers(1, 200), st.integers())
def test_no_basket_is_drawn_again_before_all_were_drawn(available: int, orders: int, seed: int) -> None:
    drawn = draw(available, orders, Random(seed))
    assert len(drawn) == len(set(drawn)) == orders
    uses = Counter(pick.basket for pick in drawn)
    counts = [uses[basket] for basket in range(available)]
    assert max(counts) - min(counts) <= 1


def test_a_basket_used_again_belongs_to_another_shopper_at_another_point() -> None:
    basket = Basket("1", "store", "household", (("p", 2),), 1)
    drawn = [Drawn(0, 0), Drawn(0, 1)]
    first, second = make_orders(
        [basket], {"p": "100001"}, ["P001", "P002", "P003"], drawn, random=Random(1), seed=12, now=NOW
    )
    assert first.lines == second.lines
    assert first.pickup_point != second.pickup_point
    assert first.phone != second.phone
    assert first.customer != second.customer
    assert [first.order_no, second.order_no] == ["2606180120000001", "2606180120000002"]


def test_a_household_with_many_baskets_becomes_several_shoppers() -> None:
    baskets = [Basket(str(number), "store", "household", (("p", 1),), 1) for number in range(5)]
    drawn = [Drawn(number, 0) for number in range(5)]
    orders = make_orders(baskets, {"p": "100001"}, ["P001"], drawn, random=Random(1), seed=1, now=NOW)
    assert sorted(Counter(order.phone for order in orders).values()) == [1, 2, 2]
