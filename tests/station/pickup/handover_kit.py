"""The shop of the handover tests: its crates, its orders."""

from cloud_api.wire.base import Zone
from station.pickup.model.view import PickupView
from tests.station.pickup.kit import CrateSpec, OrderSpec

DRY, COLD, ICE = CrateSpec(7), CrateSpec(2, Zone.CHILLED), CrateSpec(1, Zone.FROZEN)
LATE = CrateSpec(9)
CRATES = (DRY, COLD, ICE, LATE)
FIRST = OrderSpec(1, {("S1", ICE): 1, ("S2", DRY): 2})
SECOND = OrderSpec(2, {("S3", COLD): 3})
OTHER = OrderSpec(3, {("S1", ICE): 1}, phone="13900001234")
ALONE = OrderSpec(4, {("S2", DRY): 1}, phone="13700005678")
WAITING = OrderSpec(5, {("S4", LATE): 1}, phone="13600007777")
SPLIT = OrderSpec(6, {("S1", ICE): 1, ("S4", LATE): 2}, phone="13500006666")
ORDERS = (FIRST, SECOND, OTHER, ALONE, WAITING, SPLIT)


def open_lines(view: PickupView) -> list[tuple[str, int]]:
    """What is on the counter, in walking order: SKUs and pieces."""
    assert view.customer is not None
    return [(line.key.sku, line.quantity) for place in view.customer.places for line in place.lines]
