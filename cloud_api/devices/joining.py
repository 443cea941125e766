"""Makes a PC a station, new or the same again, whichever way it was let in."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, insert, select, update

from cloud_api.devices.tokens import Terms, keep_token, revoke_tokens
from cloud_api.storage.audit import Actor, note_act
from cloud_api.storage.ids import new_uuid
from cloud_api.storage.roles import in_order, read_roles
from cloud_api.storage.tables.catalogue import pickup_points, warehouses
from cloud_api.storage.tables.devices import stations, tokens
from cloud_api.storage.token_hashes import token_hash
from cloud_api.wire.stations import Enrolled

_COMPANY_TIME_ZONE = "Asia/Shanghai"


@dataclass(frozen=True)
class Newcomer:
    """A PC that may become a station, and what it will be."""

    name: str
    roles: str
    """As tables write them."""
    warehouse: str | None
    pickup_point: str | None
    again: UUID | None = None
    """The station it was before and will be again."""


def join(connection: Connection, newcomer: Newcomer, token: str, now: datetime, terms: Terms) -> Enrolled:
    """Keep the station with its token; answers what it learns about itself."""
    station_id = newcomer.again or new_uuid()
    name = newcomer.name.replace("\0", "")
    if newcomer.again is None:
        connection.execute(
            insert(stations).values(
                id=station_id,
                name=name,
                roles=newcomer.roles,
                warehouse=newcomer.warehouse,
                pickup_point=newcomer.pickup_point,
                enrolled_at=now,
            )
        )
    else:
        revoke_tokens(connection, station_id, now)
        values = {"name": name, "revoked_at": None, "enrolled_at": now}
        connection.execute(update(stations).where(stations.c.id == station_id).values(**values))
    keep_token(connection, station_id, token, now, terms.token_lasts)
    what = "enrolled" if newcomer.again is None else "enrolled again"
    note_act(connection, Actor("station", name, station_id), what, f"station {station_id}", now)
    return told(connection, station_id, token, terms)


def told(connection: Connection, station_id: UUID, token: str, terms: Terms) -> Enrolled:
    """What a station learns about itself, now or again."""
    station = connection.execute(select(stations).where(stations.c.id == station_id)).one()
    of_station = select(warehouses).where(warehouses.c.code == station.warehouse)
    warehouse = connection.execute(of_station).first()
    shop = select(pickup_points.c.name).where(pickup_points.c.code == station.pickup_point)
    expiry = select(tokens.c.expires_at).where(tokens.c.token_hash == token_hash(token))
    return Enrolled(
        station_id=station_id,
        token=token,
        roles=in_order(read_roles(station.roles)),
        pickup_point=station.pickup_point,
        pickup_point_name=connection.scalar(shop) or "",
        warehouse="" if warehouse is None else warehouse.code,
        warehouse_name="" if warehouse is None else warehouse.name,
        time_zone=_COMPANY_TIME_ZONE if warehouse is None else warehouse.time_zone,
        brand=terms.brand,
        token_expires_at=connection.scalar(expiry),
    )


def was_used(connection: Connection, station_id: UUID, since: datetime) -> bool:
    """Whether the station came in since it was given its token: then its answer was not lost."""
    seen: datetime | None = connection.scalar(
        select(stations.c.last_seen_at).where(stations.c.id == station_id)
    )
    return seen is not None and seen > since
