"""Reads accepted orders with all that decides whether they may change, and holds them until the commit."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Select, select, tuple_

from cloud_api.orders.changing import PointFound, StandingOrder, StandingWave
from cloud_api.storage.amendments import AmendmentKind, amendment_body
from cloud_api.storage.parts import parts
from cloud_api.storage.tables.catalogue import pickup_points
from cloud_api.storage.tables.orders import amendments, cycles, order_lines, orders
from cloud_api.storage.tables.waves import IS_PICKED, crates, waves
from cloud_api.storage.transaction import Lock, lock_exclusive, lock_shared


@dataclass
class _Lines:
    """Lines of one order."""

    live: dict[str, int] = field(default_factory=dict)
    told: dict[str, int] = field(default_factory=dict)
    """Live when it was last cancelled."""


def hold_orders(connection: Connection, order_nos: Collection[str]) -> dict[str, StandingOrder]:
    """Orders by number; nobody else changes them, freezes their cycles or takes their waves until the commit.

    Numbers that are not known are not in the answer.
    """
    lock_shared(connection, Lock.INTAKE)
    heads = _heads(connection, order_nos)
    for warehouse in sorted({head.warehouse for head in heads if head.frozen_at is not None}):
        lock_exclusive(connection, Lock.WAVES, warehouse)
    ids = sorted(head.id for head in heads)
    rows = _locked(connection, ids)
    lines = _lines(connection, ids)
    _add_cancelled_lines(connection, [row.id for row in rows.values() if row.cancelled_at], lines)
    return {head.order_no: _standing(head, rows[head.id], lines[head.id]) for head in heads}


def _standing(head: Row[Any], row: Row[Any], lines: _Lines) -> StandingOrder:
    return StandingOrder(
        id=row.id,
        order_no=row.order_no,
        cycle_id=row.cycle_id,
        warehouse=head.warehouse,
        frozen=head.frozen_at is not None,
        pickup_point=row.pickup_point,
        address=row.address,
        cancelled_at=row.cancelled_at,
        lines={} if row.cancelled_at else lines.live,
        cancelled_lines=lines.told,
        cancelled_under=row.cancelled_under,
        part_id=row.part_id,
    )


def _heads(connection: Connection, order_nos: Collection[str]) -> list[Row[Any]]:
    head = select(orders.c.id, orders.c.order_no, cycles.c.warehouse, cycles.c.frozen_at)
    query: Select[Any] = head.join(cycles, cycles.c.id == orders.c.cycle_id)
    return [
        row
        for part in parts(sorted(order_nos))
        for row in connection.execute(query.where(orders.c.order_no.in_(part)))
    ]


def _locked(connection: Connection, ids: Sequence[UUID]) -> dict[UUID, Row[Any]]:
    """In the order of their ids, so that two batches of the same orders follow one another."""
    query = select(orders).order_by(orders.c.id).with_for_update(key_share=True)
    return {
        row.id: row for part in parts(ids) for row in connection.execute(query.where(orders.c.id.in_(part)))
    }


def _lines(connection: Connection, ids: Sequence[UUID]) -> defaultdict[UUID, _Lines]:
    lines: defaultdict[UUID, _Lines] = defaultdict(_Lines)
    query = select(order_lines)
    for part in parts(ids):
        for row in connection.execute(query.where(order_lines.c.order_id.in_(part))):
            if row.live:
                lines[row.order_id].live[row.sku] = row.quantity
    return lines


def _add_cancelled_lines(connection: Connection, ids: Sequence[UUID], lines: dict[UUID, _Lines]) -> None:
    """A line that a shortage took away before the cancellation does not come back with it."""
    query = (
        select(amendments)
        .where(amendments.c.kind == str(AmendmentKind.CANCELLED))
        .order_by(amendments.c.made_at, amendments.c.id)
    )
    for part in parts(ids):
        for row in connection.execute(query.where(amendments.c.order_id.in_(part))):
            before = amendment_body(row).before
            lines[row.order_id].told = {line.sku: line.quantity for line in before.lines}


def find_waves(
    connection: Connection, keys: Collection[tuple[UUID, str]]
) -> dict[tuple[UUID, str], StandingWave]:
    """Waves by cycle and pickup point; of a divided one the part an order can still join, if there is one."""
    found: dict[tuple[UUID, str], StandingWave] = {}
    for key, wave in _picked_waves(connection, keys):
        known = found.get(key)
        if known is None or (known.started and not wave.started):
            found[key] = wave
    return found


def find_parts(connection: Connection, keys: Collection[tuple[UUID, str]]) -> dict[UUID, StandingWave]:
    """All parts of divided waves of these cycles and pickup points, by their ids."""
    return {wave.id: wave for _key, wave in _picked_waves(connection, keys) if wave.whole_id is not None}


def _picked_waves(
    connection: Connection, keys: Collection[tuple[UUID, str]]
) -> Iterator[tuple[tuple[UUID, str], StandingWave]]:
    with_crates = (
        select(crates.c.id)
        .where(crates.c.picked_wave_id == waves.c.id, crates.c.voided_at.is_(None))
        .exists()
    )
    query = select(waves, with_crates.label("with_crates")).where(IS_PICKED).order_by(waves.c.part)
    of_points = tuple_(waves.c.cycle_id, waves.c.pickup_point)
    for part in parts(sorted(keys), 1_000):
        for row in connection.execute(query.where(of_points.in_(part))):
            yield (
                (row.cycle_id, row.pickup_point),
                StandingWave(
                    id=row.id,
                    number=row.number,
                    started=row.lease_id is not None or row.completed_at is not None or row.with_crates,
                    packed=row.completed_at is not None,
                    lease_id=row.lease_id,
                    whole_id=row.whole_id,
                ),
            )


def find_points(connection: Connection, codes: Collection[str]) -> dict[str, PointFound]:
    """Pickup points by code, those that are known."""
    query = select(pickup_points.c.code, pickup_points.c.warehouse, pickup_points.c.active)
    return {
        row.code: PointFound(row.warehouse, row.active)
        for part in parts(sorted(codes))
        for row in connection.execute(query.where(pickup_points.c.code.in_(part)))
    }
