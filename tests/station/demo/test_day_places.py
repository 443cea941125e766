from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from station.demo.day_places import home_points, share_points
from station.demo.day_source import Basket


def basket(number: int, household: str, store: str) -> Basket:
    return Basket(str(number), store, household, (("p", 1),), 1)


def test_a_busy_store_gets_more_points() -> None:
    shares = share_points({"big": 600, "middle": 310, "small": 10}, 9)
    assert {store: len(points) for store, points in shares.items()} == {"big": 5, "middle": 3, "small": 1}


@given(
    st.dictionaries(
        st.sampled_from([f"{number}" for number in range(80)]), st.integers(1, 1_000), min_size=1
    ),
    st.integers(1, 60),
)
def test_each_store_has_a_point_and_each_point_a_store(weights: dict[str, int], points: int) -> None:
    shares = share_points(weights, points)
    used = Counter(point for owned in shares.values() for point in owned)
    assert set(shares) == set(weights)
    assert all(shares.values())
    assert set(used) <= set(range(points))
    if points >= len(weights):
        assert used == dict.fromkeys(range(points), 1)
    else:
        assert max(used.values()) - min(used.values()) <= 1


def test_a_household_walks_to_the_point_of_the_store_it_visits_most() -> None:
    baskets = [basket(1, "h", "far"), basket(2, "h", "near"), basket(3, "h", "near"), basket(4, "g", "far")]
    homes = home_points(baskets, 2)
    assert homes == {"h": 1, "g": 0}
