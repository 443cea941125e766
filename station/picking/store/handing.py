"""Half-picked waves as rows: one that comes from another desk with all it did, one that leaves this desk."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, func, insert, select, update

from cloud_api.wire.handing import PickedCrate, PickedWave, PutMade
from cloud_api.wire.waves import OrderNews, Wave
from station.kernel.ids import WaveId
from station.picking.model.work import CrateState
from station.picking.store.waves import WaveState
from station.stock.moving import written
from station.storage import tables
from station.sync.outbox import FactState


@dataclass(frozen=True)
class CameBack:
    """A wave whose hand-over the cloud refused, with its reason."""

    title: str
    reason: str


@dataclass(frozen=True)
class LeftWave:
    """A wave this desk handed over, and what the cloud said of that."""

    number: int
    told: FactState
    reason: str


def save_picked(connection: Connection, wave_id: UUID, picked: PickedWave, at: datetime) -> None:
    """Keep what another desk did of a wave that was just lent: from here on it is under work here."""
    state = {"state": WaveState.STARTED.value, "started_at": at, "came_from": picked.handed_by}
    connection.execute(update(tables.wave).where(tables.wave.c.id == wave_id).values(**state))
    for crate in picked.crates:
        connection.execute(insert(tables.crate), _crate_row(wave_id, crate, at))
        _insert_all(connection, tables.crate_line, _line_rows(crate))
        _insert_all(connection, tables.slot, _slot_rows(crate))
        _insert_all(connection, tables.parcel, _parcel_rows(crate))
        _insert_all(connection, tables.put, [_put_row(wave_id, crate, put) for put in crate.puts])
        _insert_all(connection, tables.put_taken, [row for put in crate.puts for row in _taken_rows(put)])
    news = [
        {
            "wave_id": wave_id,
            "order_id": order.order_id,
            "order_no": order.order_no,
            "kind": OrderNews.CANCELLED.value,
            "told_at": at,
            "heard_at": None,
        }
        for order in picked.cancelled
    ]
    if news:  # what the cloud told of them before stands
        connection.execute(insert(tables.order_news).prefix_with("OR IGNORE"), news)


def hand_over(connection: Connection, wave_id: WaveId, seq: int, at: datetime) -> None:
    """The wave is no longer this desk's, as fact `seq` tells. Who asked for it is known if it comes back."""
    left = {"state": WaveState.HANDED_OVER.value, "ended_at": at, "handed_seq": seq}
    connection.execute(update(tables.wave).where(tables.wave.c.id == wave_id).values(**left))


def is_answered(connection: Connection) -> bool:
    """Whether the cloud has said what `come_back` or `leave_after_all` act on."""
    told = (
        _waves_told(WaveState.HANDED_OVER, FactState.REFUSED),
        _waves_told(WaveState.STARTED, FactState.ACCEPTED),
    )
    return any(connection.execute(query.limit(1)).first() is not None for query in told)


def come_back(connection: Connection) -> CameBack | None:
    """Put the wave whose hand-over was refused under work again: the cloud counts it as this desk's."""
    row = connection.execute(_waves_told(WaveState.HANDED_OVER, FactState.REFUSED).limit(1)).first()
    if row is None:
        return None
    back = {"state": WaveState.STARTED.value, "ended_at": None}
    connection.execute(update(tables.wave).where(tables.wave.c.id == row.id).values(**back))
    return CameBack(Wave.model_validate_json(row.body).title, row.reason or "")


def leave_after_all(connection: Connection, at: datetime) -> Sequence[UUID]:
    """A person at the cloud had a refused hand-over taken: the waves that came back and are gone again."""
    gone = connection.scalars(_waves_told(WaveState.STARTED, FactState.ACCEPTED)).all()
    left = {"state": WaveState.HANDED_OVER.value, "ended_at": at}
    connection.execute(update(tables.wave).where(tables.wave.c.id.in_(gone)).values(**left))
    return gone


def left_wave(connection: Connection) -> LeftWave | None:
    """The wave handed over last, unless all is well with it and another one was taken since."""
    wave, fact = tables.wave, tables.fact
    query = (
        select(wave.c.number, wave.c.ended_at, fact.c.state, fact.c.reason)
        .join(fact, fact.c.seq == wave.c.handed_seq)
        .where(wave.c.state == WaveState.HANDED_OVER.value, fact.c.state != FactState.SETTLED.value)
        # One the cloud has not taken yet stands before others: its crates must not go anywhere.
        .order_by(fact.c.state == FactState.ACCEPTED.value, wave.c.handed_seq.desc())
    )
    row = connection.execute(query.limit(1)).first()
    if row is None:
        return None
    told = FactState(row.state)
    newest = connection.execute(select(func.max(wave.c.taken_at))).scalar()
    if told is FactState.ACCEPTED and newest is not None and newest > row.ended_at:
        return None
    return LeftWave(row.number, told, row.reason or "")


def records_refused(connection: Connection, wave_id: WaveId) -> int:
    """So many records of a wave the cloud refused, which nobody has settled."""
    fact = tables.fact.c
    told_of = func.json_extract(fact.body, "$.wave_id") == str(wave_id)
    query = select(func.count()).where(fact.state == FactState.REFUSED.value, told_of)
    return connection.execute(query).scalar_one()


def _waves_told(state: WaveState, answered: FactState) -> Select[Any]:
    """Waves at this desk in `state` that were handed over once, as the cloud has answered that."""
    wave, fact = tables.wave.c, tables.fact.c
    query = select(wave.id, wave.body, fact.reason).join(tables.fact, fact.seq == wave.handed_seq)
    return query.where(wave.state == state.value, fact.state == answered.value)


def _insert_all(connection: Connection, table: Any, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert(table), rows)


def _crate_row(wave_id: UUID, crate: PickedCrate, at: datetime) -> dict[str, Any]:
    closed = CrateState.OPEN if crate.closed_at is None else CrateState.CLOSED
    return {
        "id": crate.crate_id,
        "wave_id": wave_id,
        "sscc": crate.sscc,
        "number": crate.number,
        "zone": crate.zone.value,
        "state": closed.value,
        "closed_at": crate.closed_at,
        "reopened_at": at if crate.reopened else None,
    }


def _line_rows(crate: PickedCrate) -> list[dict[str, Any]]:
    return [
        {"crate_id": crate.crate_id, "order_id": line.order_id, "sku": line.sku, "quantity": line.quantity}
        for line in crate.lines
    ]


def _slot_rows(crate: PickedCrate) -> list[dict[str, Any]]:
    slots: dict[str, dict[str, Any]] = {}
    counted = (("planned", crate.lines), ("put", crate.puts), ("short", crate.short))
    for name, pieces in counted:
        for each in pieces:
            none = {"crate_id": crate.crate_id, "sku": each.sku, "planned": 0, "put": 0, "short": 0}
            slots.setdefault(each.sku, none)[name] += each.quantity
    return list(slots.values())


def _put_row(wave_id: UUID, crate: PickedCrate, put: PutMade) -> dict[str, Any]:
    return {
        "id": put.put_id,
        "wave_id": wave_id,
        "crate_id": crate.crate_id,
        "sku": put.sku,
        "quantity": put.quantity,
        "fresh": 0,
        "scan_id": put.put_id,  # it was scanned at another desk
        "weight_g": put.weight_g,
        "handed": True,
        "order_id": put.order_id,
    }


def _parcel_rows(crate: PickedCrate) -> list[dict[str, Any]]:
    return [
        {"crate_id": crate.crate_id, "place": bag.place, "order_id": bag.order_id, "code": bag.code}
        for bag in crate.parcels
    ]


def _taken_rows(put: PutMade) -> list[dict[str, Any]]:
    return [
        {
            "put_id": put.put_id,
            "ordinal": ordinal,
            "bin": part.bin,
            "lot": part.lot,
            "expiry": written(part.expiry),
            "quantity": part.quantity,
        }
        for ordinal, part in enumerate(put.taken)
    ]
