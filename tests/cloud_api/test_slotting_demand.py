"""What desks walked for, night by night: counted by pickup point and product, on both databases."""

from datetime import timedelta
from typing import Any

from cloud_api.wire.slotting import SlottingDemand
from tests.cloud_api.kit import CUT_OFF, SQLITE_ONLY, DeskKit, Shop, new_cycle, order

PATH = "/v1/slotting/demand"


def _demand(desk: DeskKit, **query: Any) -> SlottingDemand:
    answer = desk.call("GET", PATH, params=query)
    assert answer.status_code == 200, answer.text
    return SlottingDemand.model_validate_json(answer.content)


def _walked(demand: SlottingDemand) -> list[tuple[str, dict[str, dict[str, int]]]]:
    """Names of nights, and lines by pickup point and product."""
    return [
        (
            night.name,
            {
                tour.pickup_point: {
                    demand.skus[place]: lines for place, lines in zip(tour.skus, tour.lines, strict=True)
                }
                for tour in night.tours
            },
        )
        for night in demand.nights
    ]


def _next_night(shop: Shop, name: str, *orders: Any) -> None:
    """A later cycle of W1, with orders, cut off."""
    later = shop.cloud.clock() + timedelta(days=1)
    made = shop.call("POST", "/v1/cycles", json=new_cycle(name=name, cut_off_at=later)).json()
    for each in orders:
        assert shop.verdicts(each) == ["accepted"]
    assert shop.call("POST", f"/v1/cycles/{made['id']}/cut-off", json={}).status_code == 200


def test_lines_are_counted_by_night_pickup_point_and_product(shop: Shop) -> None:
    desk = shop.cloud.desk()
    assert _walked(_demand(desk)) == []
    shop.send(order("1", "P1", PEACH=2), order("2", "P1", PEACH=1, MILK=3), order("3", "P2", MILK=1))
    assert _walked(_demand(desk)) == [], "an open cycle is no night yet"
    shop.cut_off()
    first = ("端午团", {"P1": {"PEACH": 2, "MILK": 1}, "P2": {"MILK": 1}})
    assert _walked(_demand(desk)) == [first]
    answer = desk.call("GET", PATH)
    assert answer.json()["warehouse"] == "W1"
    assert answer.json()["nights"][0]["cut_off_at"].startswith(CUT_OFF.date().isoformat())


def test_what_was_withdrawn_is_not_walked_for_and_nights_are_limited(shop: Shop) -> None:
    desk = shop.cloud.desk()
    shop.send(order("1", "P1", PEACH=2), order("2", "P2", MILK=1))
    shop.cut_off()
    assert shop.call("POST", "/v1/orders/2/cancellation", json={}).status_code == 200
    _next_night(shop, "次日团", order("3", "P2", MILK=1))
    nights = _walked(_demand(desk))
    assert nights == [("次日团", {"P2": {"MILK": 1}}), ("端午团", {"P1": {"PEACH": 1}})]
    assert _walked(_demand(desk, nights=1)) == nights[:1]


@SQLITE_ONLY
def test_only_desks_of_the_warehouse_are_told(shop: Shop) -> None:
    shop.send(order("1", "P1", PEACH=2))
    shop.cut_off()
    assert _walked(_demand(shop.cloud.desk("工位 9", "W2"))) == []
    assert shop.call("GET", PATH).status_code == 403
    assert shop.cloud.till("P1").call("GET", PATH).status_code == 403
    for nights in (0, 32):
        assert shop.cloud.desk("工位 2").call("GET", PATH, params={"nights": nights}).status_code == 422
