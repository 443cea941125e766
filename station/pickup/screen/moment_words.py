"""What the card of the moment says on each step: the number that matters, and whose or what it is."""

from station.kernel.messages import Message, Tone
from station.pickup.model.empties import EmptiesCard
from station.pickup.model.view import CustomerCard, HandedCard, PickupView, ReceivingCard
from station.shell.moment_card import Moment


def moment(view: PickupView) -> Moment:
    """What to say of `view`."""
    if view.day is not None:
        day = view.day
        under = Message("of {waiting} waiting orders are here", waiting=day.orders_waiting)
        collected = Message("collected today: {count}", count=day.orders_collected)
        return Moment(str(day.orders_ready), under, end=collected)
    if view.receiving is not None:
        return _receiving(view.receiving)
    if view.choose is not None:
        return Moment(view.choose.digits, Message("{count} customers", count=_count(view)))
    if view.customer is not None:
        return _customer(view.customer)
    if view.empties is not None:
        return _empties(view.empties)
    assert view.handed is not None, "each step has its card"
    return _handed(view.handed)


def _count(view: PickupView) -> str:
    assert view.choose is not None
    return f"{len(view.choose.customers)}{'+' if view.choose.more else ''}"


def _receiving(card: ReceivingCard) -> Moment:
    delivery = card.delivery
    if delivery is None:
        return Moment(str(len(card.surplus)), Message("crates that are not expected here"))
    left = max(delivery.expected - delivery.received, 0)
    here = Message("{received} of {expected} crates", received=delivery.received, expected=delivery.expected)
    done = not left and bool(delivery.expected)
    under = Message("crates still to come") if left else Message("all crates are here")
    return Moment(str(left), under, (delivery.cycle, delivery.van), here, done=done)


def _customer(card: CustomerCard) -> Moment:
    orders = len(card.orders)
    if not card.places:
        waited = sum(each.pieces for each in card.orders)
        end = Message("orders {orders}  ·  pieces to come {pieces}", orders=orders, pieces=waited)
        return Moment(card.tail, _mask(card), end=end)
    here, crates = sum(each.pieces_here for each in card.orders), len(card.places)
    end = Message(
        "orders {orders}  ·  pieces {pieces}  ·  crates {crates}", orders=orders, pieces=here, crates=crates
    )
    return Moment(card.tail, _mask(card), end=end)


def _handed(card: HandedCard) -> Moment:
    if not card.waiting_orders:
        end = Message("{pieces} pieces, nothing else waits", pieces=card.pieces)
        return Moment(card.tail, _mask(card), end=end)
    end = Message("more of this customer waits: orders {orders}", orders=card.waiting_orders)
    return Moment(card.tail, _mask(card), end=end, end_tone=Tone.ASK)


def _empties(card: EmptiesCard) -> Moment:
    left = len(card.here)
    under = Message("boxes are still here") if left else Message("no box is here")
    given = Message(
        "with the driver: boxes {boxes}, empty crates {crates}", boxes=len(card.given), crates=card.emptied
    )
    return Moment(str(left), under, end=given, done=not left)


def _mask(card: CustomerCard | HandedCard) -> Message:
    """Name and phone as far as the cloud told them."""
    words = "  ".join(part for part in (card.name, card.phone) if part)
    return Message("{words}", words=words)
