"""Goods go to the customer, once: checked again as it is written down, undone with a reason."""

from collections import Counter
from datetime import timedelta

from cloud_api.wire import facts
from cloud_api.wire.facts import FactKind
from cloud_api.wire.pickup import CollectedLine, Collection, CollectionGone, Means
from station.kernel.ids import CollectionId, OrderId, new_uuid
from station.pickup.commands.desk import Desk, Serving
from station.pickup.model.goods import CustomerGoods
from station.pickup.model.records import StoredHandover
from station.pickup.model.rules import Ruling, called
from station.pickup.model.verdicts import Verdict
from station.pickup.model.view import Left, LineKey, Step
from station.pickup.model.words import LEFT_WORDS
from station.pickup.store import attempts, handovers, orders
from station.sync.outbox import Act

UNDO_WITHIN = timedelta(hours=2)
"""Later it is a claim: the goods were at somebody's home."""
LONGEST_REASON = 500


def leave(desk: Desk, line: LineKey, why: Left) -> Ruling:
    """A line that is here does not go with the customer."""
    return _tick(desk, line, why)


def take(desk: Desk, line: LineKey) -> Ruling:
    """A line that was left goes with the customer after all."""
    return _tick(desk, line, None)


def confirm(desk: Desk, serial: int) -> Ruling:
    """The customer has the ticked goods; `serial` is that of the view the operator looked at.

    Everything or nothing: where another desk was faster, or the screen had changed under the hand,
    nothing is written and the operator looks again.
    """
    serving = desk.serving
    if serving is None or desk.step is not Step.CUSTOMER:
        return Ruling(Verdict.NOT_NOW)
    ticked = serving.ticked()
    if not ticked:
        return Ruling(Verdict.NOTHING_TICKED)
    if serial < serving.since:
        return Ruling(Verdict.CHANGED_MEANWHILE)
    with desk.act() as act:
        fresh = orders.customer(act.connection, serving.goods.key)
        here = fresh.here() if fresh is not None else {}
        if any(here.get(key, 0) < quantity for key, quantity in ticked.items()):
            return Ruling(Verdict.CHANGED_MEANWHILE)
        given = [
            _collect(desk, act, serving, order_id, lines) for order_id, lines in _by_order(ticked).items()
        ]
        if serving.means in (Means.CODE, Means.QR):
            attempts.clear_misses(act.connection)
        act.then(lambda: _handed(desk, given, serving.left))
    assert fresh is not None
    return _told(fresh, ticked, len(given))


def undo_handover(desk: Desk, reason: str) -> Ruling:
    """Take back what the screen tells of, whole, with a reason: one of UndoReason, or words."""
    if desk.step not in (Step.HANDED, Step.ALREADY):
        return Ruling(Verdict.NOT_NOW)
    why = reason.strip()[:LONGEST_REASON]
    if not why:
        return Ruling(Verdict.REASON_WANTED)
    with desk.act() as act:
        standing = [each for each in handovers.handovers(act.connection, desk.handed) if not each.undone]
        if not standing:
            return Ruling(Verdict.NOTHING_TO_UNDO)
        if any(not may_undo(desk, each) for each in standing):
            return Ruling(Verdict.TOO_LATE)
        for each in standing:
            _take_back(desk, act, each, why)
        act.then(lambda: desk.go(Step.DAY))
    back = sum(line.quantity for each in standing for line in each.lines)
    return Ruling(Verdict.HANDOVER_UNDONE, {"pieces": back})


def may_undo(desk: Desk, handover: StoredHandover) -> bool:
    """Whether a handover is young enough to be taken back at the counter."""
    return desk.clock.now() - handover.at <= UNDO_WITHIN


def _tick(desk: Desk, line: LineKey, why: Left | None) -> Ruling:
    serving = desk.serving
    if serving is None or desk.step is not Step.CUSTOMER or line not in serving.goods.here():
        return Ruling(Verdict.NOT_NOW)
    _, packed = serving.goods.lines()[line]
    product = called(packed.name, packed.spec)
    if why is None:
        serving.left.pop(line, None)
        return Ruling(Verdict.LINE_TAKEN, {"product": product})
    serving.left[line] = why
    return Ruling(Verdict.LINE_LEFT, {"product": product, "why": LEFT_WORDS[why]})


def _by_order(ticked: dict[LineKey, int]) -> dict[OrderId, Counter[str]]:
    found: dict[OrderId, Counter[str]] = {}
    for key, quantity in ticked.items():
        found.setdefault(key.order_id, Counter())[key.sku] += quantity
    return found


def _collect(desk: Desk, act: Act, serving: Serving, order_id: OrderId, pieces: Counter[str]) -> CollectionId:
    lines = tuple(CollectedLine(sku=sku, quantity=quantity) for sku, quantity in pieces.items())
    collection_id = CollectionId(new_uuid())
    body = facts.OrderCollected(
        collection_id=collection_id,
        order_id=order_id,
        lines=lines,
        means=serving.means,
        left=_left(serving, order_id),
    )
    act.fact(FactKind.ORDER_COLLECTED, body)
    row = Collection(
        collection_id=collection_id,
        order_id=order_id,
        lines=lines,
        means=serving.means,
        at=act.at,
        operator_name=desk.operator.name if desk.operator else "",
        station_id=desk.station_id,
        station_name=desk.station_name,
    )
    handovers.add_collection(act.connection, row)
    return collection_id


def _left(serving: Serving, order_id: OrderId) -> tuple[facts.LeftLine, ...]:
    here = serving.goods.here()
    return tuple(
        facts.LeftLine(sku=key.sku, quantity=here[key], why=why.value)
        for key, why in serving.left.items()
        if key.order_id == order_id and key in here
    )


def _take_back(desk: Desk, act: Act, handover: StoredHandover, why: str) -> None:
    body = facts.CollectionUndone(collection_id=handover.id, order_id=handover.order_id, reason=why)
    act.fact(FactKind.COLLECTION_UNDONE, body)
    gone = CollectionGone(
        collection_id=handover.id,
        order_id=handover.order_id,
        reason=why,
        at=act.at,
        station_id=desk.station_id,
        station_name=desk.station_name,
    )
    handovers.undo_collection(act.connection, gone)


def _handed(desk: Desk, given: list[CollectionId], left: dict[LineKey, Left]) -> None:
    desk.handed = tuple(given)
    desk.handed_left = dict(left)
    desk.go(Step.HANDED)


def _told(goods: CustomerGoods, ticked: dict[LineKey, int], handed: int) -> Ruling:
    pieces = sum(ticked.values())
    waiting = sum(portion.quantity for order in goods.orders for portion in (*order.here(), *order.absent()))
    if waiting > pieces:
        return Ruling(Verdict.HANDED_PARTLY, {"pieces": pieces, "left": waiting - pieces})
    return Ruling(Verdict.HANDED_OVER, {"pieces": pieces, "orders": handed})
