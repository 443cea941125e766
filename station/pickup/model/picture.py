"""Draws what the desk knows into the cards of a view: customers, their goods, what was handed over."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from cloud_api.wire.pickup import MissingLine
from station.kernel.ids import CrateId
from station.kernel.messages import Message
from station.pickup.model.goods import CustomerGoods, OrderGoods, PackedLine, pieces
from station.pickup.model.records import StoredHandover
from station.pickup.model.view import (
    AbsentLine,
    Arrival,
    CustomerCard,
    CustomerOrder,
    CustomerRow,
    GoodsLine,
    HandedCard,
    HandedOrder,
    Left,
    LineKey,
    LineState,
    Place,
)
from station.pickup.model.words import Moments, why_absent

ORDER_TAIL = 6


def customer_card(goods: CustomerGoods, left: Mapping[LineKey, Left], moments: Moments) -> CustomerCard:
    """The customer at the counter with the places to fetch from, in walking order."""
    here = goods.here()
    ticked = {key: quantity for key, quantity in here.items() if key not in left}
    return CustomerCard(
        key=goods.key,
        name=goods.name,
        phone=goods.phone,
        tail=goods.tail,
        orders=tuple(_order(order) for order in goods.orders),
        places=_places(goods, here, left),
        absent=tuple(line for order in goods.orders for line in _absent(order, moments)),
        ticked_lines=len(ticked),
        ticked_pieces=sum(ticked.values()),
        left_lines=len(here) - len(ticked),
        can_confirm=bool(ticked),
    )


def customer_row(goods: CustomerGoods) -> CustomerRow:
    """A customer to choose, by masks only."""
    arrivals = {order.arrival() for order in goods.orders}
    return CustomerRow(
        key=goods.key,
        name=goods.name,
        phone=goods.phone,
        order_nos=tuple(order.order_no[-ORDER_TAIL:] for order in goods.orders),
        pieces=sum(pieces(order.here()) + pieces(order.absent()) for order in goods.orders),
        arrival=arrivals.pop() if len(arrivals) == 1 else Arrival.PARTLY,
    )


def handed_card(
    customer: CustomerGoods,
    given: Sequence[StoredHandover],
    moments: Moments,
    undo_until: datetime | None,
    waiting_orders: int,
) -> HandedCard:
    """What went to a customer; `undo_until` is None where it can no longer be taken back."""
    return HandedCard(
        name=customer.name,
        phone=customer.phone,
        tail=customer.tail,
        handovers=tuple(_handed(each, moments) for each in given),
        pieces=sum(line.quantity for each in given for line in each.lines),
        can_undo=undo_until is not None,
        undo_until=moments.maybe(undo_until),
        waiting_orders=waiting_orders,
    )


def _handed(given: StoredHandover, moments: Moments) -> HandedOrder:
    return HandedOrder(
        given.id, given.order_no, moments.local(given.at), given.operator, given.station, given.lines
    )


def _order(order: OrderGoods) -> CustomerOrder:
    here, absent = pieces(order.here()), pieces(order.absent())
    return CustomerOrder(
        order_id=order.id,
        order_no=order.order_no,
        cycle=order.delivery.cycle,
        arrival=order.arrival(),
        pieces=here + absent,
        pieces_here=here,
        pieces_collected=sum(order.collected.values()),
    )


def _places(
    goods: CustomerGoods, here: Mapping[LineKey, int], left: Mapping[LineKey, Left]
) -> tuple[Place, ...]:
    """Crates to fetch from; `here` comes in walking order and so do they."""
    lines = goods.lines()
    by_crate: dict[CrateId, list[GoodsLine]] = {}
    for key, quantity in here.items():
        order, packed = lines[key]
        by_crate.setdefault(key.crate_id, []).append(_line(order, packed, quantity, left.get(key)))
    return tuple(_place(*lines[of_crate[0].key], of_crate) for of_crate in by_crate.values())


def _place(order: OrderGoods, packed: PackedLine, lines: list[GoodsLine]) -> Place:
    return Place(
        crate_id=packed.key.crate_id,
        number=packed.crate_number,
        zone=packed.zone,
        cycle=order.delivery.cycle,
        pieces=sum(line.quantity for line in lines),
        lines=tuple(lines),
    )


def _line(order: OrderGoods, packed: PackedLine, quantity: int, left: Left | None) -> GoodsLine:
    state = LineState.TICKED if left is None else LineState(left.value)
    return GoodsLine(packed.key, order.order_no, packed.name, packed.spec, quantity, state)


def _absent(order: OrderGoods, moments: Moments) -> list[AbsentLine]:
    on_the_way = [
        AbsentLine(
            order_no=order.order_no,
            name=portion.line.name,
            spec=portion.line.spec,
            quantity=portion.quantity,
            why=why_absent(order.delivery, portion.line, moments),
        )
        for portion in order.absent()
    ]
    return on_the_way + [_never_packed(order, line) for line in order.missing]


def _never_packed(order: OrderGoods, line: MissingLine) -> AbsentLine:
    why = Message("could not be packed, settled with a refund")
    return AbsentLine(order.order_no, line.name, line.spec, line.quantity, why)
