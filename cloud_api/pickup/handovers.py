"""Reads orders and their handovers: what may still go out, who had what, and in which words to say it."""

from collections import Counter, defaultdict
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, select

from cloud_api.storage.goods import packed_of_order
from cloud_api.storage.reports import Report
from cloud_api.storage.tables.catalogue import operators
from cloud_api.storage.tables.devices import stations
from cloud_api.storage.tables.orders import orders
from cloud_api.storage.tables.pickup import collection_lines, collections
from cloud_api.storage.tables.waves import crates, waves
from cloud_api.wire.facts import OrderCollected
from cloud_api.wire.pickup import CollectedLine, Collection


def find_order(connection: Connection, order_id: UUID, pickup_point: str) -> Row[Any] | None:
    """An order of a shop with the `warehouse` and `wave_id` of its wave; None before its wave is made."""
    query = (
        select(orders, waves.c.warehouse, waves.c.id.label("wave_id"))
        .join(
            waves,
            (waves.c.cycle_id == orders.c.cycle_id) & (waves.c.pickup_point == orders.c.pickup_point),
        )
        .where(orders.c.id == order_id, orders.c.pickup_point == pickup_point)
    )
    return connection.execute(query).first()


def packed(connection: Connection, order_id: UUID) -> Counter[str]:
    """Pieces by product that were packed for an order, wherever they are."""
    return _pieces(connection, order_id, None)


def packed_and_here(connection: Connection, order_id: UUID) -> Counter[str]:
    """Pieces by product that were packed for an order and lie in received crates, or lay there."""
    here = (
        select(crates.c.id)
        .join(waves, waves.c.id == crates.c.wave_id)
        .join(
            orders,
            (orders.c.cycle_id == waves.c.cycle_id) & (orders.c.pickup_point == waves.c.pickup_point),
        )
        .where(orders.c.id == order_id, crates.c.received_at.is_not(None))
    )
    return _pieces(connection, order_id, set(connection.scalars(here)))


def _pieces(connection: Connection, order_id: UUID, crate_ids: set[UUID] | None) -> Counter[str]:
    pieces: Counter[str] = Counter()
    for line in packed_of_order(connection, order_id):
        if crate_ids is None or line.crate_id in crate_ids:
            pieces[line.sku] += line.quantity
    return pieces


def operator_name(connection: Connection, operator_id: UUID | None) -> str:
    """How an operator is called; empty for one that is not known here."""
    name: str | None = connection.scalar(select(operators.c.name).where(operators.c.id == operator_id))
    return name or ""


def told_pieces(body: OrderCollected) -> Counter[str]:
    """Pieces by product a handover tells of; lines of the same product count together."""
    pieces: Counter[str] = Counter()
    for line in body.lines:
        pieces[line.sku] += line.quantity
    return pieces


def told_collection(report: Report[OrderCollected]) -> Collection:
    """The handover a fact tells of, with names and one line a product."""
    return Collection(
        collection_id=report.body.collection_id,
        order_id=report.body.order_id,
        lines=tuple(
            CollectedLine(sku=sku, quantity=quantity) for sku, quantity in told_pieces(report.body).items()
        ),
        means=report.body.means,
        at=report.happened_at,
        operator_name=operator_name(report.connection, report.operator_id),
        station_id=report.station_id,
        station_name=report.station_name,
    )


def standing_collections(connection: Connection, order_id: UUID) -> tuple[Collection, ...]:
    """The handovers of an order that were not taken back, the first first."""
    query = (
        select(collections, stations.c.name.label("station_name"), operators.c.name.label("operator_name"))
        .join(stations, stations.c.id == collections.c.station_id)
        .outerjoin(operators, operators.c.id == collections.c.operator_id)
        .where(collections.c.order_id == order_id, collections.c.undone_at.is_(None))
        .order_by(collections.c.collected_at, collections.c.id)
    )
    rows = connection.execute(query).all()
    lines: defaultdict[UUID, list[CollectedLine]] = defaultdict(list)
    of_these = select(collection_lines).where(collection_lines.c.collection_id.in_([row.id for row in rows]))
    for line in connection.execute(of_these.order_by(collection_lines.c.sku)):
        lines[line.collection_id].append(CollectedLine(sku=line.sku, quantity=line.quantity))
    return tuple(
        Collection(
            collection_id=row.id,
            order_id=row.order_id,
            lines=tuple(lines[row.id]),
            means=row.means,
            at=row.collected_at,
            operator_name=row.operator_name or "",
            station_id=row.station_id,
            station_name=row.station_name,
        )
        for row in rows
    )
