"""Waves, their leases and the SSCC serials of this station, as rows."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, delete, func, insert, select, update
from sqlalchemy.engine import Row

from cloud_api.wire.catalogue import Goods
from cloud_api.wire.catalogue import Product as WireProduct
from cloud_api.wire.waves import Lease, SerialBlock, Wave
from station.kernel.ids import Sku, WaveId, new_uuid
from station.kernel.messages import Message
from station.kernel.trouble import Trouble
from station.picking.model.work import Product
from station.storage import tables


class WaveState(StrEnum):
    """Where a wave is at this station."""

    TAKEN = "taken"
    STARTED = "started"
    COMPLETED = "completed"
    RETURNED = "returned"
    HANDED_OVER = "handed_over"
    """Half picked, for another desk to go on with."""


@dataclass(frozen=True)
class LeaseTerms:
    """Until when the wave is lent to this station, or to whom it was lost."""

    id: UUID
    until: datetime
    lost_to: str | None
    """Who has the wave now, empty when nobody said; None while it is ours."""

    @property
    def is_lost(self) -> bool:
        """Whether the wave is no longer this desk's."""
        return self.lost_to is not None


@dataclass(frozen=True)
class StoredWave:
    """A wave as it lies in the database, with its lease."""

    wave: Wave
    lease: LeaseTerms
    state: WaveState
    taken_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    wanted_by: str | None = None
    """Who asks for it to be handed over; None while nobody does."""
    came_from: str | None = None
    """The desk that handed it over to this one, with its crates; None where it was begun here."""
    beside_id: WaveId | None = None
    """The wave that is meant to be picked together with it."""


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


def save_lease(connection: Connection, lease: Lease, at: datetime) -> bool:
    """Keep a fresh lease with its wave and serials; whether the wave is new here. One this desk works on
    keeps its work; an earlier try at the same wave, left, lost or handed over, is forgotten.

    Raises Trouble for a wave that was finished here: the cloud has not heard of it yet.
    """
    forget_asked_lease(connection)
    if lease.serials is not None:
        _save_serials(connection, lease.serials)
    known = connection.execute(select(tables.wave.c.state).where(tables.wave.c.id == lease.wave.id)).scalar()
    if known in ACTIVE:
        terms = {"lease_id": lease.lease_id, "lease_until": lease.until, "handed_seq": None}
        connection.execute(update(tables.wave).where(tables.wave.c.id == lease.wave.id).values(**terms))
        return False
    if known == WaveState.COMPLETED.value:
        raise _finished_here(lease.wave.title)
    _forget_try(connection, lease.wave.id)
    connection.execute(
        insert(tables.wave).values(
            id=lease.wave.id,
            lease_id=lease.lease_id,
            lease_until=lease.until,
            number=lease.wave.number,
            state=WaveState.TAKEN.value,
            body=lease.wave.model_dump_json(),
            taken_at=at,
            hand_quantity=0,
            hand_fresh=0,
            beside_id=lease.beside_id,
        )
    )
    return True


def active_wave(connection: Connection) -> StoredWave | None:
    """The wave this desk works on: taken or started."""
    row = connection.execute(
        select(tables.wave).where(tables.wave.c.state.in_(ACTIVE)).order_by(tables.wave.c.taken_at)
    ).first()
    return None if row is None else _stored(row)


def wave_beside(connection: Connection, lead: StoredWave) -> StoredWave | None:
    """The wave picked together with `lead`: no further than it, and still this desk's."""
    if lead.beside_id is None:
        return None
    wave = tables.wave
    is_here = (wave.c.id == lead.beside_id, wave.c.state == lead.state.value, wave.c.lost_to.is_(None))
    row = connection.execute(select(wave).where(*is_here)).first()
    return None if row is None else _stored(row)


def stored_wave(connection: Connection, wave_id: WaveId) -> StoredWave:
    """A wave by its id."""
    return _stored(connection.execute(select(tables.wave).where(tables.wave.c.id == wave_id)).one())


def extend_lease(connection: Connection, wave_id: WaveId, until: datetime) -> None:
    """The cloud lends the wave longer."""
    connection.execute(update(tables.wave).where(tables.wave.c.id == wave_id).values(lease_until=until))


def lose_lease(connection: Connection, wave_id: WaveId) -> None:
    """The cloud no longer counts the wave as ours; nobody said who has it."""
    connection.execute(update(tables.wave).where(tables.wave.c.id == wave_id).values(lost_to=""))


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
    return {Sku(product.sku): picked(product) for product in wave.products}


def picked(product: WireProduct) -> Product:
    """A product of the wire as the desk picks it."""
    return Product(
        sku=Sku(product.sku),
        name=product.name,
        spec=product.spec,
        zone=product.zone,
        weight_g=product.weight_g,
        volume_ml=product.volume_ml,
        bin=product.bin,
        path=product.path,
        rule=product.scan_rule,
        by_weight=product.goods is Goods.WEIGHT,
        has_plu=product.plu is not None,
        is_loose=product.plu is None and not product.gtins,
        tolerance_percent=product.weight_tolerance_percent,
        substitutes=tuple(Sku(sku) for sku in product.substitutes),
    )


def gtins_of(waves: Iterable[Wave]) -> dict[str, list[Sku]]:
    """The GTINs of waves, known even before the catalogue came down; two products may bear the same one."""
    return _skus_by(waves, lambda product: product.gtins)


def plus_of(waves: Iterable[Wave]) -> dict[str, list[Sku]]:
    """The products of waves by their numbers on scales, as `gtins_of`."""
    return _skus_by(waves, lambda product: () if product.plu is None else (product.plu,))


def _skus_by(waves: Iterable[Wave], codes_of: Callable[[WireProduct], Iterable[str]]) -> dict[str, list[Sku]]:
    found: dict[str, list[Sku]] = {}
    for product in {each.sku: each for wave in waves for each in wave.products}.values():
        for code in codes_of(product):
            found.setdefault(code, []).append(Sku(product.sku))
    return found


def _forget_try(connection: Connection, wave_id: UUID) -> None:
    """Remove what is left of an earlier try; its facts and its scans stay."""
    crates = select(tables.crate.c.id).where(tables.crate.c.wave_id == wave_id)
    puts = select(tables.put.c.id).where(tables.put.c.wave_id == wave_id)
    connection.execute(delete(tables.put_taken).where(tables.put_taken.c.put_id.in_(puts)))
    for table in (tables.put, tables.slot, tables.crate_line, tables.parcel):
        connection.execute(delete(table).where(table.c.crate_id.in_(crates)))
    connection.execute(delete(tables.crate).where(tables.crate.c.wave_id == wave_id))
    connection.execute(update(tables.scan).where(tables.scan.c.wave_id == wave_id).values(wave_id=None))
    connection.execute(delete(tables.wave).where(tables.wave.c.id == wave_id))


def _finished_here(title: str) -> Trouble:
    return Trouble(
        Message("Wave {wave} was finished here, and the cloud has not heard of it yet", wave=title),
        Message("Wait until everything is sent, then take a wave again"),
        retry_helps=True,
    )


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
        wanted_by=row.wanted_by,
        came_from=row.came_from,
        beside_id=None if row.beside_id is None else WaveId(row.beside_id),
    )
