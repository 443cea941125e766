"""Reads what is done of a half-picked wave, so that the next desk goes on where the last one stopped."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Result, Row, select, update

from cloud_api.storage.key_lists import among
from cloud_api.storage.tables.crates import crate_steps
from cloud_api.storage.tables.devices import stations
from cloud_api.storage.tables.floor import movements
from cloud_api.storage.tables.orders import orders
from cloud_api.storage.tables.waves import crate_lines, crates, puts, shorts, waves
from cloud_api.waves.parcels import parcels_of
from cloud_api.wire.facts import FactKind
from cloud_api.wire.floor import MoveReason
from cloud_api.wire.handing import (
    CancelledOrder,
    LineMeant,
    PickedCrate,
    PickedWave,
    PiecesShort,
    PutMade,
    TakenLot,
)


def picked_wave(connection: Connection, wave_id: UUID, lease_id: UUID) -> PickedWave | None:
    """What this lease found done, and what was done on it since; None for a wave its desk has to begin."""
    rows = connection.execute(
        select(crates)
        .where(
            crates.c.picked_wave_id == wave_id, crates.c.lease_id == lease_id, crates.c.voided_at.is_(None)
        )
        .order_by(crates.c.number)
    ).all()
    if not rows:
        return None
    ids = [row.id for row in rows]
    lines, short = _lines(connection, ids), _short(connection, ids)
    made = _puts(connection, wave_id, ids)
    bags = parcels_of(connection, ids)
    reopened = _reopened(connection, ids)
    by = select(stations.c.name).join(waves, waves.c.handed_by == stations.c.id).where(waves.c.id == wave_id)
    return PickedWave(
        handed_by=connection.scalar(by) or "",
        crates=tuple(
            PickedCrate(
                crate_id=row.id,
                sscc=row.sscc,
                number=row.number,
                zone=row.zone,
                closed_at=row.closed_at,
                reopened=row.closed_at is None and row.id in reopened,
                lines=tuple(lines[row.id]),
                puts=tuple(made[row.id]),
                short=tuple(short[row.id]),
                parcels=tuple(bags.get(row.id, ())),
            )
            for row in rows
        ),
        cancelled=_cancelled(connection, ids),
    )


def take_over(connection: Connection, wave_id: UUID, lease_id: UUID) -> None:
    """The crates that count are the next desk's from now on: it closes them, and opens them again."""
    living = (crates.c.picked_wave_id == wave_id, crates.c.voided_at.is_(None))
    connection.execute(update(crates).where(*living).values(lease_id=lease_id))
    connection.execute(update(waves).where(waves.c.id == wave_id).values(handed_at=None))


def _lines(connection: Connection, ids: Sequence[UUID]) -> defaultdict[UUID, list[LineMeant]]:
    found: defaultdict[UUID, list[LineMeant]] = defaultdict(list)
    query = select(crate_lines).where(among(connection, crate_lines.c.crate_id, ids))
    for row in connection.execute(query.order_by(crate_lines.c.order_id, crate_lines.c.sku)):
        line = LineMeant(order_id=row.order_id, sku=row.sku, quantity=row.quantity)
        found[row.crate_id].append(line)
    return found


def _short(connection: Connection, ids: Sequence[UUID]) -> defaultdict[UUID, list[PiecesShort]]:
    found: defaultdict[UUID, list[PiecesShort]] = defaultdict(list)
    query = select(shorts).where(among(connection, shorts.c.crate_id, ids))
    for row in connection.execute(query.order_by(shorts.c.declared_at, shorts.c.id)):
        found[row.crate_id].append(PiecesShort(sku=row.sku, quantity=row.quantity))
    return found


def _puts(connection: Connection, wave_id: UUID, ids: Sequence[UUID]) -> defaultdict[UUID, list[PutMade]]:
    query = select(puts).where(among(connection, puts.c.crate_id, ids), puts.c.undone_at.is_(None))
    standing = connection.execute(query.order_by(puts.c.put_at, puts.c.id)).all()
    taken = _taken(connection, wave_id, standing)
    found: defaultdict[UUID, list[PutMade]] = defaultdict(list)
    for row in standing:
        put = PutMade(
            put_id=row.id,
            sku=row.sku,
            quantity=row.quantity,
            weight_g=row.weight_g,
            taken=tuple(taken[row.id]),
            order_id=row.order_id,
        )
        found[row.crate_id].append(put)
    return found


def _taken(
    connection: Connection, wave_id: UUID, standing: Sequence[Row[Any]]
) -> defaultdict[UUID, list[TakenLot]]:
    """Out of which bins, as the ledger has it: a put of one lot is a movement, of several it has some."""
    warehouse = connection.scalar(select(waves.c.warehouse).where(waves.c.id == wave_id))
    picked = select(movements).where(
        movements.c.warehouse == warehouse, movements.c.why == str(MoveReason.PICK)
    )
    found: defaultdict[UUID, list[TakenLot]] = defaultdict(list)
    mine = picked.where(among(connection, movements.c.id, [row.id for row in standing]))
    for row in connection.execute(mine):
        found[row.id].append(_lot(row))
    several = [row for row in standing if row.id not in found]
    if several:
        _add_several(connection, picked, several, found)
    return found


def _add_several(
    connection: Connection,
    picked: Any,
    several: Sequence[Row[Any]],
    found: defaultdict[UUID, list[TakenLot]],
) -> None:
    since: datetime = min(row.put_at for row in several)
    of_products = among(connection, movements.c.sku, sorted({row.sku for row in several}))
    query = picked.where(of_products, movements.c.happened_at >= since, movements.c.ref.is_not(None))
    wanted = {row.id for row in several}
    rows: Result[Any] = connection.execute(query.order_by(movements.c.number))
    for row in rows:
        if row.ref in wanted:
            found[row.ref].append(_lot(row))


def _lot(row: Row[Any]) -> TakenLot:
    expiry = date.fromisoformat(row.expiry) if row.expiry else None
    return TakenLot(bin=row.from_bin, lot=row.lot, expiry=expiry, quantity=row.quantity)


def _reopened(connection: Connection, ids: Sequence[UUID]) -> set[UUID]:
    query = select(crate_steps.c.crate_id).where(
        among(connection, crate_steps.c.crate_id, ids),
        crate_steps.c.kind == FactKind.CRATE_REOPENED.value,
    )
    return set(connection.scalars(query.distinct()))


def _cancelled(connection: Connection, ids: Sequence[UUID]) -> tuple[CancelledOrder, ...]:
    """Orders cancelled while it was picked, or while it waited for a desk."""
    query = (
        select(orders.c.id, orders.c.order_no)
        .join(crate_lines, crate_lines.c.order_id == orders.c.id)
        .where(among(connection, crate_lines.c.crate_id, ids), orders.c.cancelled_at.is_not(None))
        .distinct()
        .order_by(orders.c.order_no)
    )
    told: Iterable[Row[Any]] = connection.execute(query)
    return tuple(CancelledOrder(order_id=row.id, order_no=row.order_no) for row in told)
