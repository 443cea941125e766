"""The status of an order, derived from its wave, crates and handovers; one derivation for all slices."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, select

from cloud_api.storage.goods import packed_of_order
from cloud_api.storage.tables.orders import orders
from cloud_api.storage.tables.pickup import collection_lines, collections
from cloud_api.storage.tables.waves import IS_WHOLE, crates, waves
from cloud_api.wire.orders import OrderStatus, StatusStep


@dataclass(frozen=True)
class OrderFacts:
    """All that decides the status of an order."""

    paid_at: datetime
    packed_at: datetime | None
    """Its wave was completed."""
    departed: Sequence[datetime | None]
    """A moment for each crate with pieces of it, None for one still in the yard."""
    received: Sequence[datetime | None]
    pieces: int
    """Packed."""
    handovers: Sequence[tuple[datetime, int]]
    """Moment and pieces of each handover that stands."""


def order_timeline(connection: Connection, order_id: UUID) -> list[StatusStep]:
    """The steps of a known order, at least that it was paid; the last one is its status."""
    query = (
        select(orders.c.id, orders.c.paid_at, orders.c.cancelled_at, waves.c.completed_at)
        .outerjoin(
            waves,
            (waves.c.cycle_id == orders.c.cycle_id)
            & (waves.c.pickup_point == orders.c.pickup_point)
            & IS_WHOLE,
        )
        .where(orders.c.id == order_id)
    )
    order = connection.execute(query).one()
    if order.cancelled_at is not None:
        return _cancelled(order.paid_at, order.cancelled_at)
    return steps(_facts(connection, order.id, order.paid_at, order.completed_at))


def steps(facts: OrderFacts) -> list[StatusStep]:
    """The steps an order has come, in their order; the last one is its status.

    An order of which nothing could be packed ends there. Goods speak: what was received has arrived, also
    when no van was told to have departed with it.
    """
    timeline = [StatusStep(status=OrderStatus.PAID, at=facts.paid_at)]
    if facts.packed_at is None:
        return timeline
    timeline.append(StatusStep(status=OrderStatus.PACKED, at=facts.packed_at))
    timeline += _when_all(OrderStatus.DEPARTED, facts.departed)
    timeline += _when_all(OrderStatus.ARRIVED, facts.received)
    return timeline + _handed_over(facts)


def _cancelled(paid_at: datetime, at: datetime) -> list[StatusStep]:
    """What was packed of it nobody waits for, so no crate is asked."""
    return [
        StatusStep(status=OrderStatus.PAID, at=paid_at),
        StatusStep(status=OrderStatus.CANCELLED, at=at),
    ]


def _when_all(status: OrderStatus, moments: Sequence[datetime | None]) -> list[StatusStep]:
    """The step at the last of the moments, once there is one for every crate."""
    known = [moment for moment in moments if moment is not None]
    return [StatusStep(status=status, at=max(known))] if known and len(known) == len(moments) else []


def _handed_over(facts: OrderFacts) -> list[StatusStep]:
    """Partly collected by the first handover that leaves something, collected by the one that leaves none."""
    told: list[StatusStep] = []
    left = facts.pieces
    for at, pieces in sorted(facts.handovers):
        left -= pieces
        if left == 0:
            told.append(StatusStep(status=OrderStatus.COLLECTED, at=at))
        elif not told:
            told.append(StatusStep(status=OrderStatus.PARTLY_COLLECTED, at=at))
    return told


def _facts(
    connection: Connection, order_id: UUID, paid_at: datetime, packed_at: datetime | None
) -> OrderFacts:
    packed = packed_of_order(connection, order_id)
    query = select(crates.c.departed_at, crates.c.received_at)
    rows = connection.execute(query.where(crates.c.id.in_({line.crate_id for line in packed}))).all()
    return OrderFacts(
        paid_at=paid_at,
        packed_at=packed_at,
        departed=[row.departed_at for row in rows],
        received=[row.received_at for row in rows],
        pieces=sum(line.quantity for line in packed),
        handovers=_handovers(connection, order_id),
    )


def _handovers(connection: Connection, order_id: UUID) -> list[tuple[datetime, int]]:
    query = (
        select(collections.c.id, collections.c.collected_at, collection_lines.c.quantity)
        .join(collection_lines, collection_lines.c.collection_id == collections.c.id)
        .where(collections.c.order_id == order_id, collections.c.undone_at.is_(None))
    )
    moments: dict[UUID, datetime] = {}
    pieces: Counter[UUID] = Counter()
    for row in connection.execute(query):
        moments[row.id] = row.collected_at
        pieces[row.id] += row.quantity
    return [(moments[collection_id], pieces[collection_id]) for collection_id in moments]
