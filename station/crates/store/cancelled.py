"""Crates picked here that still hold goods of orders cancelled meanwhile, as rows."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, func, select

from cloud_api.wire.waves import OrderNews, Wave
from station.storage import tables


@dataclass(frozen=True)
class HoldsCancelled:
    """A closed crate that has not left, and the orders whose goods are to come out of it."""

    crate_id: UUID
    number: int
    of: int
    shop: str
    closed_at: datetime
    orders: tuple[str, ...]


def cancelled_in(connection: Connection, crate_id: UUID) -> tuple[str, ...]:
    """Numbers of cancelled orders this crate still has in its plan."""
    query = _lines(tables.crate.c.id == crate_id).order_by(tables.order_news.c.order_no)
    return tuple(dict.fromkeys(row.order_no for row in connection.execute(query)))


def holding_cancelled(connection: Connection) -> list[HoldsCancelled]:
    """Closed crates of this desk that are still in the warehouse, those closed first on top."""
    crate, stop, wave = tables.crate.c, tables.stop_crate, tables.wave.c
    still_here = stop.c.moved.is_(None) | (stop.c.moved == "unloaded")
    query = (
        _lines(crate.state == "closed")
        .add_columns(crate.number, crate.closed_at, crate.wave_id, wave.body)
        .join(tables.wave, wave.id == crate.wave_id)
        .outerjoin(stop, stop.c.crate_id == crate.id)
        .where(still_here, wave.state.in_(("started", "completed")))
        .order_by(crate.closed_at, tables.order_news.c.order_no)
    )
    found: dict[UUID, HoldsCancelled] = {}
    for row in connection.execute(query):
        held = found.get(row.id)
        if held is None:
            shop = Wave.model_validate_json(row.body).pickup_point.name
            of_wave = select(func.count()).select_from(tables.crate).where(crate.wave_id == row.wave_id)
            of = connection.execute(of_wave).scalar_one()
            orders: tuple[str, ...] = (row.order_no,)
        else:
            shop, of, orders = held.shop, held.of, tuple(dict.fromkeys((*held.orders, row.order_no)))
        found[row.id] = HoldsCancelled(row.id, row.number, of, shop, row.closed_at, orders)
    return list(found.values())


def _lines(which: ColumnElement[bool]) -> Select[tuple[UUID, str]]:
    crate, line, news = tables.crate.c, tables.crate_line.c, tables.order_news.c
    return (
        select(crate.id, news.order_no)
        .join(tables.crate_line, line.crate_id == crate.id)
        .join(tables.order_news, (news.order_id == line.order_id) & (news.wave_id == crate.wave_id))
        .where(news.kind == OrderNews.CANCELLED.value, which)
    )
