"""Reads from the database what the card of each step shows, and no more than that step needs."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from station.kernel.ids import WaveId
from station.pickup.commands.desk import Desk
from station.pickup.commands.handover import UNDO_WITHIN, may_undo
from station.pickup.model import picture, receipt_picture
from station.pickup.model.empties import EmptiesCard
from station.pickup.model.lock import locked_until
from station.pickup.model.view import (
    ChooseCard,
    CustomerCard,
    CustomerRow,
    DayCard,
    DeliveryCard,
    HandedCard,
    LockCard,
    ReceivingCard,
    SlipCard,
)
from station.pickup.store import attempts, crates, empties, handovers, orders
from station.pickup.store.orders import SHOWN_CUSTOMERS


def day_card(connection: Connection, desk: Desk) -> DayCard:
    """The shop's day with the customers waited for, or those the search found."""
    keys = (
        orders.customers_like(connection, desk.search)
        if desk.search
        else orders.waiting_customers(connection)
    )
    shown = crates.shown_deliveries(connection)
    counts = orders.counts(connection, [each.head.wave_id for each in shown])
    moments = desk.moments()
    deliveries = (
        receipt_picture.delivery_card(each, counted.orders, counted.done, moments)
        for each in shown
        for counted in (counts[each.head.wave_id],)
    )
    return DayCard(
        deliveries=tuple(deliveries),
        orders_waiting=orders.all_waiting_orders(connection),
        orders_ready=orders.ready_orders(connection),
        orders_collected=handovers.collected_since(connection, _midnight(desk)),
        search=desk.search,
        customers=_rows(connection, keys),
        more=len(keys) > SHOWN_CUSTOMERS,
    )


def receiving_card(connection: Connection, desk: Desk) -> ReceivingCard:
    """The count-down of the delivery under receipt, else of the one to be received next."""
    wave_id = desk.receiving or crates.open_delivery(connection)
    delivery = crates.delivery(connection, wave_id) if wave_id is not None else None
    surplus = crates.surplus_of(connection, wave_id)
    shops = crates.shop_names(connection, [each.pickup_point or "" for each in surplus])
    ours = {each.sscc for each in surplus if crates.crate_by_sscc(connection, each.sscc) is not None}
    return receipt_picture.receiving_card(
        _delivery_card(connection, desk, wave_id),
        delivery,
        surplus,
        shops,
        ours,
        crates.last_received(connection),
        desk.moments(),
        complete_asked=wave_id is not None and desk.complete_asked == wave_id,
    )


def choose_card(connection: Connection, desk: Desk) -> ChooseCard:
    """Customers who fit the digits: those who wait, else those who were served."""
    assert desk.choice is not None
    keys = list(desk.choice.keys)
    return ChooseCard(desk.choice.digits, _rows(connection, keys), len(keys) > SHOWN_CUSTOMERS)


def customer_card(desk: Desk) -> CustomerCard:
    """The customer at the counter."""
    assert desk.serving is not None
    return picture.customer_card(desk.serving.goods, desk.serving.left, desk.moments())


def handed_card(connection: Connection, desk: Desk, slip: SlipCard | None = None) -> HandedCard | None:
    """What went to a customer; None once it was taken back elsewhere."""
    given = [each for each in handovers.handovers(connection, desk.handed) if not each.undone]
    if not given:
        return None
    customer = orders.order(connection, given[-1].order_id)
    assert customer is not None
    until = min(each.at for each in given) + UNDO_WITHIN
    waiting = orders.waiting_orders(connection, given[-1].customer_key)
    young = all(may_undo(desk, each) for each in given)
    card = picture.handed_card(customer, given, desk.moments(), until if young else None, waiting)
    return replace(card, slip=slip)


def empties_card(connection: Connection, desk: Desk) -> EmptiesCard:
    """What the driver takes back, and what is still here."""
    local = desk.moments().maybe
    here = empties.boxes_here(connection, desk.pickup_point)
    given = desk.empties.given()
    return EmptiesCard(
        here=tuple(replace(each, since=local(each.since)) for each in here),
        given=tuple(replace(each, since=local(each.since), given_at=local(each.given_at)) for each in given),
        emptied=desk.empties.emptied(),
        can_undo=bool(desk.empties.gone),
    )


def lock_card(connection: Connection, desk: Desk) -> LockCard | None:
    """There while typed codes are locked."""
    now = desk.clock.now()
    misses, last = attempts.misses(connection, now)
    until = locked_until(misses, last, now)
    return None if until is None else LockCard(desk.moments().local(until), misses)


def _delivery_card(connection: Connection, desk: Desk, wave_id: WaveId | None) -> DeliveryCard | None:
    if wave_id is None:
        return None
    counted = orders.counts(connection, [wave_id])[wave_id]
    delivery = crates.delivery(connection, wave_id)
    return receipt_picture.delivery_card(delivery, counted.orders, counted.done, desk.moments())


def _rows(connection: Connection, keys: list[str]) -> tuple[CustomerRow, ...]:
    shown = keys[:SHOWN_CUSTOMERS]
    waiting = orders.customers(connection, shown)
    served = set(shown) - {each.key for each in waiting}
    rows = [*waiting, *orders.last_orders(connection, [key for key in shown if key in served])]
    return tuple(picture.customer_row(each) for each in rows)


def _midnight(desk: Desk) -> datetime:
    here = desk.clock.now().astimezone(desk.time_zone)
    return here.replace(hour=0, minute=0, second=0, microsecond=0)
