"""Who stands at the counter: by pickup code, by QR, by the end of a phone, by choice among masks."""

from datetime import timedelta

from cloud_api.wire.pickup import Means, pickup_mac
from station.kernel.ids import OrderId
from station.pickup.commands.desk import Choice, Desk, Serving
from station.pickup.model.goods import CustomerGoods, OrderGoods, PackedLine, pieces
from station.pickup.model.lock import locked_until
from station.pickup.model.records import StoredHandover
from station.pickup.model.rules import Ruling, numbers
from station.pickup.model.verdicts import Verdict
from station.pickup.model.view import Step
from station.pickup.model.words import span, when
from station.pickup.store import attempts, bags, handovers, orders
from station.pickup.store.orders import SHOWN_CUSTOMERS
from station.sync.outbox import Act


def by_code(desk: Desk, act: Act, code: str) -> Ruling:
    """Six digits, typed or scanned; locked for a while after too many misses."""
    key = desk.key()
    if key is None:
        return Ruling(Verdict.CANNOT_CHECK)
    until = locked_until(*attempts.misses(act.connection, act.at), act.at)
    if until is not None:
        return _locked(until - act.at)
    found = orders.by_code(act.connection, pickup_mac(key, code))
    if found is not None:
        return opened(desk, act, found, Means.CODE)
    attempts.add_miss(act.connection, Means.CODE.value, act.at)
    until = locked_until(*attempts.misses(act.connection, act.at), act.at)
    return Ruling(Verdict.UNKNOWN_PICKUP_CODE) if until is None else _locked(until - act.at)


def by_qr(desk: Desk, act: Act, qr: str) -> Ruling:
    """The customer's QR; its seventeen random digits cannot be guessed, so it is never locked."""
    key = desk.key()
    if key is None:
        return Ruling(Verdict.CANNOT_CHECK)
    found = orders.by_qr(act.connection, pickup_mac(key, qr))
    return Ruling(Verdict.UNKNOWN_QR) if found is None else opened(desk, act, found, Means.QR)


def by_tail(desk: Desk, act: Act, tail: str) -> Ruling:
    """The phone's last four digits: one customer is shown, several are chosen from."""
    waiting = orders.customers_by_tail(act.connection, tail, done=False)
    keys = waiting or orders.customers_by_tail(act.connection, tail, done=True)
    if not keys:
        return Ruling(Verdict.UNKNOWN_TAIL)
    if len(keys) == 1:
        return chosen(desk, act, keys[0])
    if ruling := _unconfirmed(desk, act, f"tail {tail}"):
        return ruling
    act.then(lambda: _offer(desk, Choice(tail, tuple(keys))))
    return Ruling(Verdict.CHOOSE_CUSTOMER, {"count": _many(len(keys))})


def choose(desk: Desk, key: str) -> Ruling:
    """A customer was chosen among masked names, or in the list of the day."""
    with desk.act() as act:
        return chosen(desk, act, key)


def chosen(desk: Desk, act: Act, key: str) -> Ruling:
    """Serve this customer; who has got everything is told so."""
    goods = orders.customer(act.connection, key)
    if goods is not None:
        return _serve(desk, act, goods, Means.PHONE)
    order_id = orders.order_of(act.connection, key)
    return Ruling(Verdict.NOT_NOW) if order_id is None else _collected(desk, act, order_id)


def tell_collected(desk: Desk, given: list[StoredHandover]) -> Ruling | None:
    """Show who gave an order out, when and where; None where all of it was taken back meanwhile."""
    _tell(desk, given)
    return _said(desk, given) if given else None


def opened(desk: Desk, act: Act, found: orders.Found, means: Means) -> Ruling:
    """A code opens all waiting orders of its customer, but only while its own order waits."""
    if found.done:
        return _collected(desk, act, found.order_id)
    goods = orders.customer(act.connection, found.customer_key)
    assert goods is not None
    return _serve(desk, act, goods, means)


def _serve(desk: Desk, act: Act, goods: CustomerGoods, means: Means) -> Ruling:
    serving = desk.serving
    if serving is not None and desk.step is Step.CUSTOMER and serving.goods == goods:
        return Ruling(Verdict.REPEATED)
    if ruling := _unconfirmed(desk, act, goods.key):
        return ruling
    here = [portion for order in goods.orders for portion in order.here()]
    absent = [portion for order in goods.orders for portion in order.absent()]
    act.then(lambda: _show(desk, Serving(goods, means), Step.CUSTOMER if here else Step.NOT_HERE))
    if not here:
        return _nothing_here(desk, goods)
    values = {"pieces": pieces(here), "absent": pieces(absent)}
    if absent:
        return Ruling(Verdict.PARTLY_HERE, values)
    fetched = bags.bags_of(act.connection, [order.id for order in goods.orders if order.here()])
    if fetched:
        names = ", ".join(bag.name for bag in fetched)
        return Ruling(Verdict.CUSTOMER_BAGS, {"pieces": pieces(here), "bags": names})
    crates = {portion.line.key.crate_id for portion in here}
    return Ruling(Verdict.CUSTOMER_FOUND, {"pieces": pieces(here), "crates": len(crates)})


def _nothing_here(desk: Desk, goods: CustomerGoods) -> Ruling:
    waited: list[tuple[OrderGoods, PackedLine]] = [
        (order, portion.line) for order in goods.orders for portion in order.absent()
    ]
    behind = [line.crate_number for _, line in waited if line.left_behind]
    if behind and len(behind) == len(waited):
        return Ruling(Verdict.LEFT_BEHIND, {"crates": numbers(behind)})
    order = next(order for order, line in waited if not line.left_behind)
    return Ruling(Verdict.NOT_HERE_YET, {"when": when(order.delivery, desk.moments())})


def _collected(desk: Desk, act: Act, order_id: OrderId) -> Ruling:
    """Nothing waits of this order: who gave it out, when, and where."""
    given = handovers.handovers_of(act.connection, order_id)
    if not given:
        return Ruling(Verdict.NOTHING_PACKED)
    if ruling := _unconfirmed(desk, act, str(order_id)):
        return ruling
    act.then(lambda: _tell(desk, given))
    return _said(desk, given)


def _tell(desk: Desk, given: list[StoredHandover]) -> None:
    desk.handed = tuple(each.id for each in given)
    desk.go(Step.ALREADY if given else Step.DAY)


def _said(desk: Desk, given: list[StoredHandover]) -> Ruling:
    last = given[-1]
    values = {"operator": last.operator, "at": desk.moments().say(last.at), "station": last.station}
    return Ruling(Verdict.COLLECTED_ALREADY, values)


def _unconfirmed(desk: Desk, act: Act, wanted: str) -> Ruling | None:
    """Goods may be on the counter for somebody who is not confirmed: asked once, so none is forgotten."""
    serving = desk.serving
    if serving is None or desk.step is not Step.CUSTOMER or serving.goods.key == wanted:
        return None
    if desk.switch_asked == wanted:
        return None
    act.then(lambda: setattr(desk, "switch_asked", wanted))
    return Ruling(Verdict.NOT_CONFIRMED, {"customer": f"{serving.goods.name} {serving.goods.tail}".strip()})


def _show(desk: Desk, serving: Serving, step: Step) -> None:
    desk.serving = serving
    desk.go(step)


def _offer(desk: Desk, choice: Choice) -> None:
    desk.choice = choice
    desk.go(Step.CHOOSE)


def _locked(left: timedelta) -> Ruling:
    return Ruling(Verdict.LOCKED, {"span": span(left)})


def _many(count: int) -> str:
    return str(count) if count <= SHOWN_CUSTOMERS else f"{SHOWN_CUSTOMERS}+"
