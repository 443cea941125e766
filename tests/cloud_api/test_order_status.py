"""The status of an order: from facts alone, with the moment of each step; its page for who sold it."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cloud_api.storage.order_status import OrderFacts, steps
from cloud_api.storage.page_links import order_of
from cloud_api.storage.transaction import reading
from tests.cloud_api.kit import EVENING, Shop, order
from tests.cloud_api.night_kit import open_night, pack_short, packed_night, receive, start_next

HOURS = st.integers(1, 48).map(lambda hours: EVENING + timedelta(hours=hours))


def test_only_who_sold_the_order_gets_its_page(shop: Shop) -> None:
    night = packed_night(shop)
    state = night.state("A")
    assert night.state("A")["page"] == state["page"]
    assert night.state("B")["page"] != state["page"]
    with reading(shop.cloud.engine) as connection:
        assert str(order_of(connection, state["page"].removeprefix("/o/"))) == state["order_id"]
    till = shop.cloud.till("P1")
    for station in (night.desk, night.dispatch, till):
        told = station.call("GET", "/v1/orders/A").json()
        assert (told["status"], told["page"]) == ("packed", None)
    assert till.call("GET", "/v1/orders/C").status_code == 404


def test_an_order_of_which_nothing_was_packed_ends_there(shop: Shop) -> None:
    night = open_night(shop, order("A", "P1", PEACH=2))
    start_next(night)
    pack_short(night, "P1", "PEACH", 2)
    receive(shop.cloud.till("P1"), *night.crates("P1"))
    assert night.status("A") == ["packed"]


def test_moments_are_those_of_the_last_crate_and_the_completing_handover() -> None:
    moments = [EVENING + timedelta(hours=hours) for hours in range(10)]
    facts = OrderFacts(
        paid_at=moments[0],
        packed_at=moments[1],
        departed=[moments[3], moments[2]],
        received=[moments[4], moments[5]],
        pieces=5,
        handovers=[(moments[8], 2), (moments[6], 2), (moments[7], 1)],
    )
    told = [(step.status.value, step.at) for step in steps(facts)]
    assert told == [
        ("paid", moments[0]),
        ("packed", moments[1]),
        ("departed", moments[3]),
        ("arrived", moments[5]),
        ("partly_collected", moments[6]),
        ("collected", moments[8]),
    ]


@given(
    departed=st.lists(st.none() | HOURS, max_size=4),
    received=st.lists(st.none() | HOURS, max_size=4),
    packed_at=st.none() | HOURS,
    handovers=st.lists(st.tuples(HOURS, st.integers(1, 3)), max_size=4),
    left=st.integers(0, 3),
)
def test_each_step_is_told_exactly_when_its_facts_are_whole(
    departed: list[datetime | None],
    received: list[datetime | None],
    packed_at: datetime | None,
    handovers: list[tuple[datetime, int]],
    left: int,
) -> None:
    pieces = sum(quantity for _at, quantity in handovers) + left
    facts = OrderFacts(EVENING, packed_at, departed, received, pieces, handovers)
    told = {step.status.value for step in steps(facts)}
    packed = packed_at is not None
    assert ("packed" in told) == packed
    assert ("departed" in told) == (packed and bool(departed) and None not in departed)
    assert ("arrived" in told) == (packed and bool(received) and None not in received)
    assert ("collected" in told) == (packed and bool(handovers) and left == 0)
    partly = len(handovers) > 1 or left > 0
    assert ("partly_collected" in told) == (packed and bool(handovers) and partly)
