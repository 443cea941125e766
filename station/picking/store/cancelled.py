"""Cancelled orders of waves, as rows: what the cloud told, and what crates still have of them."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Connection, delete, select, update

from cloud_api.wire.waves import OrderNews
from station.kernel.ids import OrderId, Sku, WaveId
from station.picking.model.cancelled import CancelledLine, Leaving
from station.storage import tables

_CANCELLED = tables.order_news.c.kind == OrderNews.CANCELLED.value


class ToldOrder(NamedTuple):
    """An order the cloud told of that nobody here has heard about yet."""

    id: OrderId
    order_no: str


def unheard(connection: Connection, wave_id: WaveId) -> list[ToldOrder]:
    """Cancelled orders of a wave that were not told to its desk yet, the oldest first."""
    news = tables.order_news.c
    query = (
        select(news.order_id, news.order_no)
        .where(news.wave_id == wave_id, _CANCELLED, news.heard_at.is_(None))
        .order_by(news.told_at, news.order_no)
    )
    return [ToldOrder(OrderId(row.order_id), row.order_no) for row in connection.execute(query)]


def cancelled_orders(connection: Connection, wave_id: WaveId) -> frozenset[UUID]:
    """Orders of a wave that were cancelled while a desk had it."""
    news = tables.order_news.c
    query = select(news.order_id).where(news.wave_id == wave_id, _CANCELLED)
    return frozenset(connection.execute(query).scalars())


def mark_heard(connection: Connection, wave_id: WaveId, at: datetime) -> None:
    """The desk acted on all it was told of this wave."""
    news = tables.order_news
    waiting = (news.c.wave_id == wave_id, news.c.heard_at.is_(None))
    connection.execute(update(news).where(*waiting).values(heard_at=at))


def cancelled_lines(connection: Connection, wave_id: WaveId) -> list[CancelledLine]:
    """Pieces of cancelled orders still planned for crates of a wave, crate by crate."""
    news, line, crate = tables.order_news.c, tables.crate_line.c, tables.crate.c
    query = (
        select(line.order_id, news.order_no, line.crate_id, line.sku, line.quantity)
        .join(tables.crate, crate.id == line.crate_id)
        .join(tables.order_news, (news.order_id == line.order_id) & (news.wave_id == crate.wave_id))
        .where(crate.wave_id == wave_id, _CANCELLED)
        .order_by(crate.number, news.order_no, line.sku)
    )
    return [CancelledLine(*row) for row in connection.execute(query)]


def take_off(connection: Connection, line: CancelledLine, gone: Leaving) -> None:
    """Plan fewer pieces of a cancelled line for its crate."""
    rows = tables.crate_line
    here = (
        rows.c.crate_id == line.crate_id,
        rows.c.order_id == line.order_id,
        rows.c.sku == line.sku,
    )
    if gone.dropped == line.quantity:
        connection.execute(delete(rows).where(*here))
    else:
        connection.execute(update(rows).where(*here).values(quantity=line.quantity - gone.dropped))
    slot = tables.slot
    connection.execute(
        update(slot)
        .where(slot.c.crate_id == line.crate_id, slot.c.sku == Sku(line.sku))
        .values(planned=slot.c.planned - gone.dropped, short=slot.c.short - gone.short_back)
    )
