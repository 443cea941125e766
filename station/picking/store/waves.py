"""Waves, their leases and the SSCC serials of this station, as rows."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, func, insert, select, update
from sqlalchemy.engine import Row

from cloud_api.wire.waves import Lease, SerialBlock, Wave
from station.kernel.ids import Sku, WaveId, new_uuid
from station.picking.model.work import Product
from station.storage import tables


class WaveState(StrEnum):
    """Where a wave is at this station."""

    TAKEN = "taken"
    STARTED = "started"
    COMPLETED = "completed"
    RETURNED = "returned"


@dataclass(frozen=True)
class LeaseTerms:
    """Until when the wave is lent to this station, or to whom it was lost."""

    id: UUID
    until: datetime
    lost_to: str | None


@dataclass(frozen=True)
class StoredWave:
    """A wave as it lies in the database, with its lease."""

    wave: Wave
    lease: LeaseTerms
    state: WaveState
    taken_at: datetime
    started_at: datetime | None
    ended_at: datetime | None


ACTIVE = (WaveState.TAKEN.value, WaveState.STARTED.value)


def asked_lease(connection: Connection) -> UUID:
    """The id of the lease that is asked for: the same again until the cloud has answered.

    An answer may get lost, or the program end before it comes: under a fresh id the wave that was lent
    then would lie with nobody until its lease runs out.
    """
    station = tables.station
    asked: UUID | None = connection.execute(select(station.c.lease_asked)).scalar()
    if asked is None:
        asked = new_uuid()
        connection.execute(update(station).values(lease_asked=asked))
    return asked


def forget_asked_lease(connection: Connection) -> None:
    """The cloud has answered: the next wave is asked for under a fresh id."""
    connection.execute(update(tables.station).values(lease_asked=None))


def save_lease(connection: Connection, lease: Lease, at: datetime) -> None:
    """Keep a fresh lease with its wave and serials; a wave that is worked on keeps its work."""
    forget_asked_lease(connection)
    known = connection.execute(select(tables.wave.c.state).where(tables.wave.c.id == lease.wave.id)).scalar()
    if known in ACTIVE:
        return
    terms = {"lease_id": lease.lease_id, "lease_until": lease.until, "lost_to": None}
    fresh = {"state": WaveState.TAKEN.value, "taken_at": at, "hand_quantity": 0, "hand_fresh": 0}
    if known is None:
        wave = {"id": lease.wave.id, "number": lease.wave.number, "body": lease.wave.model_dump_json()}
        connection.execute(insert(tables.wave).values(**wave, **terms, **fresh))
    else:
        connection.execute(
            update(tables.wave).where(tables.wave.c.id == lease.wave.id).values(**terms, **fresh)
        )
    if lease.serials is not None:
        _save_serials(connection, lease.serials)


def active_wave(connection: Connection) -> StoredWave | None:
    """The wave this desk works on: taken or started."""
    row = connection.execute(
        select(tables.wave).where(tables.wave.c.state.in_(ACTIVE)).order_by(tables.wave.c.taken_at)
    ).first()
    return None if row is None else _stored(row)


def stored_wave(connection: Connection, wave_id: WaveId) -> StoredWave:
    """A wave by its id."""
    return _stored(connection.execute(select(tables.wave).where(tables.wave.c.id == wave_id)).one())


def lease_terms(connection: Connection, wave_id: WaveId) -> LeaseTerms:
    """The lease as the sync left it."""
    wave = tables.wave.c
    row = connection.execute(
        select(wave.lease_id, wave.lease_until, wave.lost_to).where(wave.id == wave_id)
    ).one()
    return LeaseTerms(row.lease_id, row.lease_until, row.lost_to)


def set_wave_state(connection: Connection, wave_id: WaveId, state: WaveState, at: datetime) -> None:
    """Move a wave on."""
    moment = "started_at" if state is WaveState.STARTED else "ended_at"
    connection.execute(
        update(tables.wave).where(tables.wave.c.id == wave_id).values(state=state.value, **{moment: at})
    )


def serials_held(connection: Connection) -> int:
    """Unused SSCC serials of this station."""
    block = tables.serial_block.c
    held = connection.execute(select(func.sum(block.last - block.next + 1))).scalar()
    return int(held or 0)


def take_serials(connection: Connection, count: int) -> list[SerialBlock]:
    """Use up `count` serials, as one-number blocks; fewer come back when the station has fewer."""
    taken: list[SerialBlock] = []
    block = tables.serial_block
    for row in connection.execute(
        select(block).where(block.c.next <= block.c.last).order_by(block.c.id)
    ).all():
        last = min(row.last, row.next + count - len(taken) - 1)
        taken += [
            SerialBlock(
                extension_digit=row.extension_digit, company_prefix=row.company_prefix, first=n, last=n
            )
            for n in range(row.next, last + 1)
        ]
        connection.execute(update(block).where(block.c.id == row.id).values(next=last + 1))
        if len(taken) == count:
            break
    return taken


def products_of(wave: Wave) -> dict[Sku, Product]:
    """The wave's products as the desk picks them."""
    return {
        Sku(product.sku): Product(
            sku=Sku(product.sku),
            name=product.name,
            spec=product.spec,
            zone=product.zone,
            weight_g=product.weight_g,
            volume_ml=product.volume_ml,
            bin=product.bin,
            path=product.path,
            rule=product.scan_rule,
        )
        for product in wave.products
    }


def gtins_of(wave: Wave) -> dict[str, Sku]:
    """The wave's GTINs: they are known even before the catalogue came down."""
    return {gtin: Sku(product.sku) for product in wave.products for gtin in product.gtins}


def _save_serials(connection: Connection, block: SerialBlock) -> None:
    connection.execute(
        insert(tables.serial_block).values(
            extension_digit=block.extension_digit,
            company_prefix=block.company_prefix,
            next=block.first,
            last=block.last,
        )
    )


def _stored(row: Row[Any]) -> StoredWave:
    return StoredWave(
        wave=Wave.model_validate_json(row.body),
        lease=LeaseTerms(row.lease_id, row.lease_until, row.lost_to),
        state=WaveState(row.state),
        taken_at=row.taken_at,
        started_at=row.started_at,
        ended_at=row.ended_at,
    )
