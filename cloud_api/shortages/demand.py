"""Who ordered a product in a frozen cycle, and which of them a desk has begun to serve."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, Row, func, select

from cloud_api.shortages.rules import Claim
from cloud_api.storage.parts import parts
from cloud_api.storage.tables.catalogue import pickup_points
from cloud_api.storage.tables.orders import LIVE, order_lines, orders
from cloud_api.storage.tables.waves import IS_PICKED, crate_lines, crates, shorts, waves
from cloud_api.wire.orders import MAX_LINE_QUANTITY


class WaveDemand(NamedTuple):
    """The wave of one pickup point that has orders with the product; divided or not, it is one."""

    number: int
    pickup_point: str
    name: str
    being_picked: bool
    """A desk has taken it or a part of it, or it is packed."""
    takes: int
    """Pieces of the product that a wave being picked takes; of others what was ordered."""


@dataclass(frozen=True)
class Demand:
    """All claims on a product in a cycle."""

    waves: Sequence[WaveDemand]
    claims: Mapping[str, Sequence[Claim]]
    """By pickup point."""
    order_ids: Mapping[str, UUID]

    @property
    def open_points(self) -> set[str]:
        """Pickup points whose waves no desk has."""
        return {wave.pickup_point for wave in self.waves if not wave.being_picked}

    @cached_property
    def ordered(self) -> dict[str, int]:
        """Pieces by pickup point."""
        return {point: sum(claim.wanted for claim in claims) for point, claims in self.claims.items()}


def demand_for(connection: Connection, cycle_id: UUID, sku: str, *, with_sizes: bool) -> Demand:
    """The claims on `sku`, counted now from live lines; `with_sizes` with the pieces of the whole orders."""
    rows = connection.execute(
        select(
            orders.c.id,
            orders.c.order_no,
            orders.c.paid_at,
            order_lines.c.pickup_point,
            order_lines.c.quantity,
        )
        .join(orders, orders.c.id == order_lines.c.order_id)
        .where(order_lines.c.cycle_id == cycle_id, order_lines.c.sku == sku, LIVE)
    ).all()
    pieces = _order_pieces(connection, cycle_id, sku) if with_sizes else {}
    claims: defaultdict[str, list[Claim]] = defaultdict(list)
    for row in rows:
        claims[row.pickup_point].append(Claim(row.order_no, row.paid_at, row.quantity, pieces.get(row.id, 0)))
    demand = Demand(waves=(), claims=claims, order_ids={row.order_no: row.id for row in rows})
    return Demand(wave_demand(connection, cycle_id, sku, demand.ordered), claims, demand.order_ids)


def room_for(connection: Connection, order_ids: Mapping[str, UUID], sku: str) -> dict[str, int]:
    """How many more pieces of `sku` each order may hold, by its number."""
    query = select(order_lines.c.order_id, order_lines.c.quantity).where(order_lines.c.sku == sku, LIVE)
    held = {
        row.order_id: row.quantity
        for part in parts(list(order_ids.values()))
        for row in connection.execute(query.where(order_lines.c.order_id.in_(part)))
    }
    return {order_no: MAX_LINE_QUANTITY - held.get(order_id, 0) for order_no, order_id in order_ids.items()}


def _order_pieces(connection: Connection, cycle_id: UUID, sku: str) -> dict[UUID, int]:
    wanting = select(order_lines.c.order_id).where(
        order_lines.c.cycle_id == cycle_id, order_lines.c.sku == sku, LIVE
    )
    query = (
        select(order_lines.c.order_id, func.sum(order_lines.c.quantity).label("pieces"))
        .where(order_lines.c.order_id.in_(wanting), LIVE)
        .group_by(order_lines.c.order_id)
    )
    return {row.order_id: int(row.pieces) for row in connection.execute(query)}


def wave_demand(
    connection: Connection, cycle_id: UUID, sku: str, ordered: Mapping[str, int]
) -> list[WaveDemand]:
    """What the waves of a cycle take of a product now, where `ordered` pieces of it stand in live lines."""
    planned = _by_wave(connection, crate_lines, cycle_id, sku)
    short = _by_wave(connection, shorts, cycle_id, sku)
    cancelled = _cancelled_at_desks(connection, cycle_id, sku)
    in_parts = _ordered_in_parts(connection, cycle_id, sku)
    query = (
        select(waves, pickup_points.c.name, _has_crates().label("has_crates"))
        .join(pickup_points, pickup_points.c.code == waves.c.pickup_point)
        .where(waves.c.cycle_id == cycle_id, IS_PICKED)
        .order_by(waves.c.number, waves.c.part)
    )
    found: dict[str, WaveDemand] = {}
    for row in connection.execute(query):
        point = row.pickup_point
        takes = cancelled.get(row.id, 0)
        takes += in_parts.get(row.id, 0) if row.part else ordered.get(point, 0)
        if row.has_crates:
            takes = planned.get(row.id, 0) - short.get(row.id, 0)
        told = found.setdefault(point, WaveDemand(row.number, point, row.name, False, 0))
        found[point] = told._replace(being_picked=told.being_picked or _begun(row), takes=told.takes + takes)
    return [told for point, told in found.items() if ordered.get(point) or told.takes]


def _ordered_in_parts(connection: Connection, cycle_id: UUID, sku: str) -> dict[UUID, int]:
    """Pieces by part of a divided wave."""
    query = (
        select(orders.c.part_id, func.sum(order_lines.c.quantity))
        .join(order_lines, order_lines.c.order_id == orders.c.id)
        .where(order_lines.c.cycle_id == cycle_id, order_lines.c.sku == sku, LIVE)
        .where(orders.c.part_id.is_not(None))
        .group_by(orders.c.part_id)
    )
    return {part_id: int(pieces) for part_id, pieces in connection.execute(query)}


def begun_waves(connection: Connection, cycle_id: UUID) -> dict[str, int]:
    """Numbers of the waves desks have begun, by pickup point."""
    query = (
        select(waves, _has_crates().label("has_crates"))
        .where(waves.c.cycle_id == cycle_id, IS_PICKED)
        .order_by(waves.c.number)
    )
    return {row.pickup_point: row.number for row in connection.execute(query) if _begun(row)}


def _begun(row: Row[Any]) -> bool:
    """A lease that ran out counts: its desk may be at work without a network."""
    return row.lease_id is not None or row.completed_at is not None or bool(row.has_crates)


def _cancelled_at_desks(connection: Connection, cycle_id: UUID, sku: str) -> dict[UUID, int]:
    """Pieces by wave of orders cancelled after a desk took it: it picks them all the same."""
    query = (
        select(waves.c.id, func.sum(order_lines.c.quantity).label("pieces"))
        .join(order_lines, order_lines.c.order_id == orders.c.id)
        .join(
            waves,
            (waves.c.cycle_id == orders.c.cycle_id)
            & (waves.c.pickup_point == orders.c.pickup_point)
            & (waves.c.lease_id == orders.c.cancelled_under),
        )
        .where(orders.c.cycle_id == cycle_id, order_lines.c.sku == sku)
        .group_by(waves.c.id)
    )
    return {row.id: int(row.pieces) for row in connection.execute(query)}


def _has_crates() -> Any:
    return (
        select(crates.c.id)
        .where(crates.c.picked_wave_id == waves.c.id, crates.c.voided_at.is_(None))
        .exists()
    )


def _by_wave(connection: Connection, table: Any, cycle_id: UUID, sku: str) -> dict[UUID, int]:
    query = (
        select(waves.c.id, func.sum(table.c.quantity).label("pieces"))
        .join(crates, crates.c.picked_wave_id == waves.c.id)
        .join(table, table.c.crate_id == crates.c.id)
        .where(waves.c.cycle_id == cycle_id, crates.c.voided_at.is_(None), table.c.sku == sku)
        .group_by(waves.c.id)
    )
    return {row.id: int(row.pieces) for row in connection.execute(query)}
