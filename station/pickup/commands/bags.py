"""A bag's label 包裹 scanned at the counter: it says whose goods it holds, and is held against who waits."""

from cloud_api.wire.pickup import Means
from station.pickup.commands import identify
from station.pickup.commands.desk import Desk, Serving
from station.pickup.model.rules import Ruling
from station.pickup.model.verdicts import Verdict
from station.pickup.model.view import Step
from station.pickup.store import bags
from station.pickup.store.bags import StoredBag
from station.sync.outbox import Act

TAIL = 4


def bag_scanned(desk: Desk, act: Act, code: str) -> Ruling:
    """Serve the customer of a bag; while one is served, say whether the bag is theirs.

    A bag is no proof of who stands there: what it opens counts as found by the shop itself, as by phone.
    """
    bag = bags.bag_by_code(act.connection, code)
    if bag is None:
        return Ruling(Verdict.UNKNOWN_BAG, {"tail": code[-TAIL:]})
    if desk.serving is not None and desk.step is Step.CUSTOMER:
        return _fetched(act, desk.serving, bag)
    if not bag.received and not bag.of.done:
        return Ruling(Verdict.BAG_NOT_RECEIVED, {"bag": bag.name, "crate": bag.crate_number})
    return identify.opened(desk, act, bag.of, Means.PHONE)


def _fetched(act: Act, serving: Serving, bag: StoredBag) -> Ruling:
    """A bag taken from the shelf for the customer at the counter."""
    goods = serving.goods
    mine = bags.bags_of(act.connection, [order.id for order in goods.orders])
    if bag.of.customer_key != goods.key or bag.of.done:
        wanted = ", ".join(each.name for each in mine)
        return Ruling(Verdict.WRONG_BAG, {"bag": bag.name, "bags": wanted})
    if not bag.received:
        return Ruling(Verdict.BAG_NOT_RECEIVED, {"bag": bag.name, "crate": bag.crate_number})
    held = (bag.of.order_id, bag.crate_id)
    pieces = sum(quantity for key, quantity in goods.here().items() if (key.order_id, key.crate_id) == held)
    return Ruling(Verdict.RIGHT_BAG, {"bag": bag.name, "pieces": pieces})
