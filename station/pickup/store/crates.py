"""Deliveries and their crates as rows, and crates that came without belonging here."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, RowMapping, Select, insert, select, update

from cloud_api.wire.base import Zone
from cloud_api.wire.pickup import DeliveryState
from station.kernel.ids import CrateId, WaveId, new_uuid
from station.pickup.model.goods import DeliveryHead
from station.pickup.model.records import StoredCrate, StoredDelivery, StoredSurplus
from station.storage import tables

SHOWN_DELIVERIES = 4


def head_of(row: RowMapping | None) -> DeliveryHead | None:
    """How a delivery stands, from its row."""
    if row is None:
        return None
    body = json.loads(row["body"])
    return DeliveryHead(
        wave_id=row["wave_id"],
        cycle=body["cycle_name"],
        state=DeliveryState(row["state"]),
        van=body["van"] or "",
        arrives_at=_moment(body["arrives_at"]),
        departed_at=_moment(body["departed_at"]),
        completed_at=row["completed_at"],
    )


def heads(connection: Connection, waves: Sequence[UUID]) -> dict[WaveId, DeliveryHead]:
    """How the deliveries of these waves stand; one the cloud told nothing of has no state."""
    rows = connection.execute(select(tables.delivery).where(tables.delivery.c.wave_id.in_(waves)))
    found = {WaveId(wave): DeliveryHead(WaveId(wave)) for wave in waves}
    for row in rows.mappings():
        head = head_of(row)
        assert head is not None
        found[head.wave_id] = head
    return found


def delivery(connection: Connection, wave_id: WaveId) -> StoredDelivery:
    """One delivery with its crates."""
    row = connection.execute(select(tables.delivery).where(tables.delivery.c.wave_id == wave_id)).mappings()
    return _delivery(connection, row.one())


def open_delivery(connection: Connection) -> WaveId | None:
    """The delivery to receive: on its way before not departed, oldest first; None when all are complete."""
    told = tables.delivery.c
    found: WaveId | None = connection.execute(
        select(told.wave_id)
        .where(told.completed_at.is_(None))
        .order_by(told.state != DeliveryState.DEPARTED.value, told.wave_id)
        .limit(1)
    ).scalar()
    return found


def shown_deliveries(connection: Connection) -> list[StoredDelivery]:
    """The deliveries of the day: the open ones before the completed ones, newest first."""
    told = tables.delivery.c
    rows = connection.execute(
        select(tables.delivery)
        .order_by(told.completed_at.is_not(None), told.wave_id.desc())
        .limit(SHOWN_DELIVERIES)
    ).mappings()
    return [_delivery(connection, row) for row in rows.all()]


def crate_by_sscc(connection: Connection, sscc: str) -> StoredCrate | None:
    """The crate of a delivery to this shop; a number may come again after years, then the newest counts."""
    row = connection.execute(
        _crates()
        .join(tables.delivery, tables.delivery.c.wave_id == tables.delivery_crate.c.wave_id)
        .where(tables.delivery_crate.c.sscc == sscc)
        .order_by(tables.delivery_crate.c.wave_id.desc())
        .limit(1)
    ).mappings()
    found = row.first()
    return None if found is None else _crate(found)


def own_move(connection: Connection, crate_id: UUID) -> datetime | None:
    """When this station itself last received the crate or took that back."""
    crate = tables.delivery_crate.c
    found: datetime | None = connection.execute(
        select(crate.moved_at).where(crate.crate_id == crate_id)
    ).scalar()
    return found


def note_own_move(connection: Connection, crate_id: UUID, at: datetime) -> None:
    """This station received the crate or took that back: older echoes of its own acts no longer count."""
    crate = tables.delivery_crate
    connection.execute(update(crate).where(crate.c.crate_id == crate_id).values(moved_at=at))


def set_received(connection: Connection, crate_id: UUID, at: datetime, by: str) -> None:
    """The crate is here; who said so first is kept."""
    crate = tables.delivery_crate
    connection.execute(
        update(crate)
        .where(crate.c.crate_id == crate_id, crate.c.received_at.is_(None))
        .values(received_at=at, received_by=by)
    )


def set_not_received(connection: Connection, crate_id: UUID) -> None:
    """The crate is not here after all."""
    crate = tables.delivery_crate
    connection.execute(
        update(crate)
        .where(crate.c.crate_id == crate_id)
        .values(received_at=None, received_by="", emptied_at=None)
    )


def last_received(connection: Connection) -> StoredCrate | None:
    """The crate this station itself received last in a delivery that is not completed."""
    crate = tables.delivery_crate.c
    rows = connection.execute(
        _crates()
        .join(tables.delivery, tables.delivery.c.wave_id == crate.wave_id)
        .where(crate.received_at == crate.moved_at, tables.delivery.c.completed_at.is_(None))
        .order_by(crate.received_at.desc())
        .limit(1)
    ).mappings()
    found = rows.first()
    return None if found is None else _crate(found)


def complete(connection: Connection, wave_id: WaveId, missing: Sequence[CrateId], at: datetime) -> None:
    """The van is empty; `missing` did not come."""
    connection.execute(
        update(tables.delivery).where(tables.delivery.c.wave_id == wave_id).values(completed_at=at)
    )
    connection.execute(
        update(tables.delivery_crate)
        .where(tables.delivery_crate.c.crate_id.in_(missing))
        .values(declared_missing_at=at)
    )


def crates_by_id(connection: Connection, ids: Sequence[UUID]) -> list[StoredCrate]:
    """These crates."""
    rows = connection.execute(_crates().where(tables.delivery_crate.c.crate_id.in_(ids))).mappings()
    return [_crate(row) for row in rows]


def add_surplus(
    connection: Connection, wave_id: WaveId | None, sscc: str, pickup_point: str | None, at: datetime
) -> None:
    """A crate came that does not belong here."""
    row = {"id": new_uuid(), "wave_id": wave_id, "sscc": sscc, "pickup_point": pickup_point, "at": at}
    connection.execute(insert(tables.surplus_crate), row)


def surplus_of(connection: Connection, wave_id: WaveId | None) -> list[StoredSurplus]:
    """What came too much with a delivery, oldest first; with None what came outside of any."""
    where = (tables.surplus_crate.c.wave_id == wave_id) & tables.surplus_crate.c.undone_at.is_(None)
    rows = connection.execute(select(tables.surplus_crate).where(where).order_by(tables.surplus_crate.c.at))
    return [StoredSurplus(row.id, row.sscc, row.pickup_point, row.at) for row in rows]


def surplus_by_sscc(connection: Connection, sscc: str) -> list[StoredSurplus]:
    """Where this crate stands on the list of what does not belong here."""
    where = (tables.surplus_crate.c.sscc == sscc) & tables.surplus_crate.c.undone_at.is_(None)
    rows = connection.execute(select(tables.surplus_crate).where(where))
    return [StoredSurplus(row.id, row.sscc, row.pickup_point, row.at) for row in rows]


def undo_surplus(connection: Connection, surplus_id: UUID, at: datetime) -> None:
    """A crate is off that list again."""
    connection.execute(
        update(tables.surplus_crate).where(tables.surplus_crate.c.id == surplus_id).values(undone_at=at)
    )


def shop_of(connection: Connection, sscc: str) -> tuple[str, str] | None:
    """Code and name of the shop a crate goes to, where this PC was told: it may be the warehouse's too."""
    point = tables.pickup_point.c
    row = connection.execute(
        select(tables.stop.c.pickup_point, point.name)
        .join(tables.stop_crate, tables.stop_crate.c.wave_id == tables.stop.c.wave_id)
        .outerjoin(tables.pickup_point, point.code == tables.stop.c.pickup_point)
        .where(tables.stop_crate.c.sscc == sscc)
        .limit(1)
    ).first()
    return None if row is None else (row[0], row[1] or row[0])


def shop_names(connection: Connection, codes: Sequence[str]) -> dict[str, str]:
    """Names of shops by their codes, as far as they are known."""
    point = tables.pickup_point.c
    rows = connection.execute(select(point.code, point.name).where(point.code.in_(codes)))
    return {row.code: row.name for row in rows}


def _delivery(connection: Connection, row: RowMapping) -> StoredDelivery:
    head, body = head_of(row), json.loads(row["body"])
    assert head is not None
    crate = tables.delivery_crate.c
    rows = connection.execute(
        _crates().where(crate.wave_id == row["wave_id"]).order_by(crate.number)
    ).mappings()
    pieces = {CrateId(UUID(each["crate_id"])): int(each["pieces"]) for each in body["crates"]}
    return StoredDelivery(
        head, body["orders"], pieces, tuple(_crate(each) for each in rows if each["number"])
    )


def _crates() -> Select[Any]:
    return select(tables.delivery_crate)


def _crate(row: RowMapping) -> StoredCrate:
    return StoredCrate(
        id=row["crate_id"],
        wave_id=row["wave_id"],
        sscc=row["sscc"],
        number=row["number"],
        zone=Zone(row["zone"]),
        left_behind=row["left_behind"],
        received_at=row["received_at"],
        received_by=row["received_by"],
        declared_missing_at=row["declared_missing_at"],
    )


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
