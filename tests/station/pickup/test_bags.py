"""Bags of single orders at the counter: a label opens its customer, and only that one's bags are right."""

import pytest

from cloud_api.wire.exchange import ChangeKind
from cloud_api.wire.pickup import OrderParcel, PickupOrder
from hardware.codes import make_parcel_code, make_sscc
from station.pickup.model.verdicts import Verdict
from station.pickup.model.view import PickupView, Step
from tests.station.pickup.kit import CrateSpec, OrderSpec, Till, delivery, qr
from tests.station.pickup.test_receiving import facts, verdict

HERE, AWAY = CrateSpec(3), CrateSpec(4)
MINE = OrderSpec(1, {("S1", HERE): 2})
MINE_TOO = OrderSpec(2, {("S2", HERE): 1, ("S3", AWAY): 1})
OTHER = OrderSpec(3, {("S1", HERE): 1}, phone="13900009999")


def code(crate: CrateSpec, place: int) -> str:
    return make_parcel_code(crate.sscc, place)


def in_bags(order: OrderSpec, *bags: tuple[CrateSpec, int]) -> PickupOrder:
    told = tuple(
        OrderParcel(code=code(crate, place), crate_id=crate.id, place=place) for crate, place in bags
    )
    return order.change().model_copy(update={"parcels": told})


@pytest.fixture
def shop(till: Till) -> Till:
    """Two orders of one customer and one of another; crate 3 is here, crate 4 is not."""
    till.tell(ChangeKind.DELIVERY, delivery([HERE, AWAY]))
    for order in (
        in_bags(MINE, (HERE, 1)),
        in_bags(MINE_TOO, (HERE, 2), (AWAY, 1)),
        in_bags(OTHER, (HERE, 3)),
    ):
        till.tell(ChangeKind.PICKUP_ORDER, order)
    till.scan(HERE.sscc)
    till.flow.put_away()
    return till


def values(view: PickupView) -> dict[str, object]:
    assert view.answer is not None
    return dict(view.answer.words.values)


def test_a_bag_opens_its_customer_with_all_that_waits(shop: Till) -> None:
    view = shop.scan(code(HERE, 2))
    assert (verdict(view), view.step) == (Verdict.PARTLY_HERE, Step.CUSTOMER)
    assert view.customer is not None
    assert [order.order_no[-1] for order in view.customer.orders] == ["1", "2"]
    shop.confirm()
    bodies = [body for kind, body in facts(shop) if kind == "OrderCollected"]
    assert {body["means"] for body in bodies} == {"phone"}, "a bag is no proof of who stands there"


def test_the_desk_says_which_bags_to_fetch_and_checks_each(shop: Till) -> None:
    view = shop.scan(qr(3))
    assert (verdict(view), values(view)) == (Verdict.CUSTOMER_BAGS, {"pieces": 1, "bags": "3-3"})
    view = shop.scan(code(HERE, 1))
    assert (verdict(view), values(view)) == (Verdict.WRONG_BAG, {"bag": "3-1", "bags": "3-3"})
    assert view.customer is not None
    assert view.customer.tail == "9999", "the wrong bag serves nobody else"
    view = shop.scan(code(HERE, 3))
    assert (verdict(view), values(view)) == (Verdict.RIGHT_BAG, {"bag": "3-3", "pieces": 1})
    shop.confirm()
    shop.flow.put_away()
    assert verdict(shop.scan(code(HERE, 3))) is Verdict.COLLECTED_ALREADY


def test_a_bag_of_a_crate_nobody_scanned_or_of_nowhere_opens_nothing(shop: Till) -> None:
    view = shop.scan(code(AWAY, 1))
    assert (verdict(view), values(view)) == (Verdict.BAG_NOT_RECEIVED, {"bag": "4-1", "crate": 4})
    assert view.step is Step.DAY
    assert verdict(shop.scan(make_parcel_code(make_sscc(0, "9520001", 5), 1))) is Verdict.UNKNOWN_BAG
    shop.tell(ChangeKind.PICKUP_ORDER, in_bags(OTHER))
    assert verdict(shop.scan(code(HERE, 3))) is Verdict.UNKNOWN_BAG, "told anew without its bag"


def test_the_number_under_the_bars_can_be_typed(shop: Till) -> None:
    view = shop.type(code(HERE, 3))
    assert (verdict(view), view.step) == (Verdict.CUSTOMER_BAGS, Step.CUSTOMER)
