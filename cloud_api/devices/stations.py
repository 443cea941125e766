"""The stations of a company: who is in, since when, and out at once when one is lost."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Select, case, func, or_, select, update

from cloud_api.devices.tokens import revoke_tokens
from cloud_api.http.callers import Caller
from cloud_api.storage.audit import note_act
from cloud_api.storage.hooks import Hooks
from cloud_api.storage.pickup_keys import turn_shop_key
from cloud_api.storage.roles import in_order, read_roles
from cloud_api.storage.tables.catalogue import pickup_points
from cloud_api.storage.tables.devices import stations, tokens
from cloud_api.storage.transaction import Lock, lock_exclusive
from cloud_api.wire.stations import KnownStation, Role, StationPage, StationState


class StationVerdict(StrEnum):
    """What came of an act on a station."""

    DONE = "done"
    UNKNOWN = "unknown"
    """There is none, or none this caller may touch."""
    YOURSELF = "yourself"
    """Whoever shuts itself out cannot let itself in again."""


def list_stations(
    connection: Connection, warehouse: str | None, after: UUID | None, limit: int, now: datetime
) -> StationPage:
    """Stations by id, which is by age: of one warehouse and its shops, or of all when None."""
    query = _known(warehouse, now).order_by(stations.c.id).limit(limit + 1)
    if after is not None:
        query = query.where(stations.c.id > after)
    rows = connection.execute(query).all()
    items = tuple(_shown(row) for row in rows[:limit])
    return StationPage(items=items, next=str(items[-1].id) if len(rows) > limit else None)


def find_station(
    connection: Connection, station_id: UUID, warehouse: str | None, now: datetime
) -> KnownStation | None:
    """One station, of this warehouse where one is named."""
    row = connection.execute(_known(warehouse, now).where(stations.c.id == station_id)).first()
    return None if row is None else _shown(row)


def rename(
    connection: Connection, caller: Caller, station_id: UUID, name: str, now: datetime
) -> StationVerdict:
    """Give a station another name for people; the PC shows its own until it enrols again."""
    found = find_station(connection, station_id, _scope(caller), now)
    if found is None:
        return StationVerdict.UNKNOWN
    connection.execute(update(stations).where(stations.c.id == station_id).values(name=name))
    detail = {"before": found.name, "now": name}
    note_act(connection, caller.actor, "station renamed", f"station {station_id}", now, detail)
    return StationVerdict.DONE


def revoke(
    connection: Connection, caller: Caller, station_id: UUID, now: datetime, hooks: Hooks
) -> StationVerdict:
    """Shut a station out from this moment on; what it reported stays.

    The shop of a till gets a new key, which its other tills fetch: the lost one may have kept the old.
    """
    if station_id == caller.station_id:
        return StationVerdict.YOURSELF
    lock_exclusive(connection, Lock.ENROLMENT)
    found = find_station(connection, station_id, _scope(caller), now)
    if found is None:
        return StationVerdict.UNKNOWN
    if found.state is StationState.REVOKED:
        return StationVerdict.DONE
    connection.execute(update(stations).where(stations.c.id == station_id).values(revoked_at=now))
    revoke_tokens(connection, station_id, now)
    if found.pickup_point is not None:
        _lock_shop(connection, found.pickup_point)
        turn_shop_key(connection, found.pickup_point, now)
    note_act(connection, caller.actor, "station revoked", f"station {station_id}", now, {"name": found.name})
    if found.pickup_point is not None:
        hooks.shop_key_turned(connection, found.pickup_point, now)
    return StationVerdict.DONE


def _lock_shop(connection: Connection, pickup_point: str) -> None:
    """No wave of the shop may make codes with the old key meanwhile."""
    query = select(pickup_points.c.warehouse).where(pickup_points.c.code == pickup_point)
    lock_exclusive(connection, Lock.WAVES, connection.execute(query).scalar_one())
    lock_exclusive(connection, Lock.SHOPS, pickup_point)


def _scope(caller: Caller) -> str | None:
    return None if caller.is_integrator else caller.warehouse


def _known(warehouse: str | None, now: datetime) -> Select[Any]:
    """A till goes with its shop when that moves to another warehouse."""
    good = or_(tokens.c.revoked_at.is_(None), tokens.c.revoked_at > now)
    lasting = or_(tokens.c.expires_at.is_(None), tokens.c.expires_at > now)
    newest = (
        select(
            tokens.c.station_id,
            func.max(tokens.c.expires_at).label("expires_at"),
            func.count().label("good"),
        )
        .where(good, lasting)
        .group_by(tokens.c.station_id)
        .subquery()
    )
    home = case(
        (stations.c.roles == Role.PICKUP.value, pickup_points.c.warehouse), else_=stations.c.warehouse
    )
    query = (
        select(stations, home.label("home"), newest.c.good, newest.c.expires_at.label("token_expires_at"))
        .outerjoin(pickup_points, pickup_points.c.code == stations.c.pickup_point)
        .outerjoin(newest, newest.c.station_id == stations.c.id)
    )
    return query if warehouse is None else query.where(home == warehouse)


def _shown(row: Row[Any]) -> KnownStation:
    return KnownStation(
        id=row.id,
        name=row.name,
        roles=in_order(read_roles(row.roles)),
        warehouse=row.home,
        pickup_point=row.pickup_point,
        enrolled_at=row.enrolled_at,
        last_seen_at=row.last_seen_at,
        release=row.release,
        state=_state(row),
        token_expires_at=row.token_expires_at,
    )


def _state(row: Row[Any]) -> StationState:
    if row.revoked_at is not None:
        return StationState.REVOKED
    return StationState.ACTIVE if row.good else StationState.EXPIRED
