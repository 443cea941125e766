"""Reads orders and their handovers: what may still go out, who had what, and in which words to say it."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, select

from cloud_api.storage.goods import packed_of_orders
from cloud_api.storage.key_lists import among
from cloud_api.storage.reports import Report
from cloud_api.storage.tables.catalogue import operators
from cloud_api.storage.tables.devices import stations
from cloud_api.storage.tables.orders import orders
from cloud_api.storage.tables.pickup import collection_lines, collections
from cloud_api.storage.tables.waves import IS_WHOLE, crates, waves
from cloud_api.wire.facts import OrderCollected
from cloud_api.wire.pickup import CollectedLine
from cloud_api.wire.pickup import Collection as Handover


def find_orders(
    connection: Connection, order_ids: Collection[UUID], pickup_point: str
) -> dict[UUID, Row[Any]]:
    """Orders of a shop with the `warehouse` and `wave_id` of their wave; none before its wave is made."""
    query = (
        select(orders, waves.c.warehouse, waves.c.id.label("wave_id"))
        .join(
            waves,
            (waves.c.cycle_id == orders.c.cycle_id)
            & (waves.c.pickup_point == orders.c.pickup_point)
            & IS_WHOLE,
        )
        .where(among(connection, orders.c.id, order_ids), orders.c.pickup_point == pickup_point)
    )
    return {row.id: row for row in connection.execute(query)}


@dataclass
class Pieces:
    """Pieces of one order by product."""

    packed: Counter[str] = field(default_factory=Counter)
    """Wherever they are."""
    here: Counter[str] = field(default_factory=Counter)
    """Packed, and in received crates; or they lay there."""


def packed_pieces(connection: Connection, found: Mapping[UUID, Row[Any]]) -> defaultdict[UUID, Pieces]:
    """What was packed for orders of `find_orders`."""
    lines = packed_of_orders(connection, list(found))
    query = select(crates.c.id, crates.c.wave_id).where(crates.c.received_at.is_not(None))
    these = among(connection, crates.c.id, list({line.crate_id for line in lines}))
    received = {row.id: row.wave_id for row in connection.execute(query.where(these))}
    pieces: defaultdict[UUID, Pieces] = defaultdict(Pieces)
    for line in lines:
        told = pieces[line.order_id]
        told.packed[line.sku] += line.quantity
        if received.get(line.crate_id) == found[line.order_id].wave_id:
            told.here[line.sku] += line.quantity
    return pieces


def operator_names(connection: Connection, operator_ids: Collection[UUID]) -> dict[UUID, str]:
    """How operators are called; those that are not known here are left out."""
    query = select(operators.c.id, operators.c.name).where(among(connection, operators.c.id, operator_ids))
    return {row.id: row.name for row in connection.execute(query)}


def told_pieces(body: OrderCollected) -> Counter[str]:
    """Pieces by product a handover tells of; lines of the same product count together."""
    pieces: Counter[str] = Counter()
    for line in body.lines:
        pieces[line.sku] += line.quantity
    return pieces


def told_collection(report: Report[OrderCollected], operator_name: str) -> Handover:
    """The handover a fact tells of, with names and one line a product."""
    return Handover(
        collection_id=report.body.collection_id,
        order_id=report.body.order_id,
        lines=tuple(
            CollectedLine(sku=sku, quantity=quantity) for sku, quantity in told_pieces(report.body).items()
        ),
        means=report.body.means,
        at=report.happened_at,
        operator_name=operator_name,
        station_id=report.station_id,
        station_name=report.station_name,
    )


def standing_collections(connection: Connection, order_id: UUID) -> tuple[Handover, ...]:
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
        Handover(
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
