"""Turns a one-time short code into a token, and makes guessing codes hopeless."""

import hashlib
import hmac
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from pydantic import SecretStr
from sqlalchemy import Connection, Row, delete, func, insert, select, update

from cloud_api.devices.placing import place_for
from cloud_api.http.callers import token_hash
from cloud_api.storage.ids import new_uuid
from cloud_api.storage.roles import in_order, read_roles, written_roles
from cloud_api.storage.server_keys import server_key
from cloud_api.storage.tables.catalogue import pickup_points, warehouses
from cloud_api.storage.tables.devices import (
    enrolment_codes,
    enrolment_failures,
    stations,
    tokens,
)
from cloud_api.storage.transaction import Lock, lock_exclusive
from cloud_api.wire.stations import Enrolled, Enrolment, Role

CODE_VALID_FOR = timedelta(hours=24)
MISS_WINDOW = timedelta(minutes=15)
MAX_MISSES_OF_ADDRESS = 5
MAX_MISSES = 50
_CODE_KEY = "enrolment codes"
_COMPANY_TIME_ZONE = "Asia/Shanghai"


class EnrolmentVerdict(StrEnum):
    """What came of a try to enrol."""

    ENROLLED = "enrolled"
    WRONG_CODE = "wrong_code"
    """Unknown, used or expired; the caller is not told which."""
    TOO_MANY_MISSES = "too_many_misses"


@dataclass(frozen=True)
class NewCode:
    """A code for one station; shown once, kept only as an HMAC."""

    code: str
    roles: tuple[Role, ...]
    warehouse: str | None
    pickup_point: str | None
    expires_at: datetime


def issue_code(
    connection: Connection,
    roles: Collection[Role],
    warehouse: str | None,
    now: datetime,
    *,
    pickup_point: str | None = None,
    valid_for: timedelta = CODE_VALID_FOR,
    key: SecretStr | None = None,
) -> NewCode:
    """A fresh eight-digit code for a station with these roles. Raises placing.CodeRefusedError."""
    lock_exclusive(connection, Lock.ENROLMENT)
    place = place_for(connection, roles, warehouse, pickup_point)
    connection.execute(delete(enrolment_codes).where(enrolment_codes.c.expires_at < now - CODE_VALID_FOR))
    taken = set(connection.scalars(select(enrolment_codes.c.code_mac)))
    code = f"{secrets.randbelow(10**8):08d}"
    while _mac(connection, code, key) in taken:
        code = f"{secrets.randbelow(10**8):08d}"
    expires_at = now + valid_for
    connection.execute(
        insert(enrolment_codes).values(
            code_mac=_mac(connection, code, key),
            roles=written_roles(roles),
            warehouse=place.warehouse,
            pickup_point=place.pickup_point,
            created_at=now,
            expires_at=expires_at,
        )
    )
    return NewCode(code, in_order(roles), place.warehouse, place.pickup_point, expires_at)


def enrol(
    connection: Connection,
    enrolment: Enrolment,
    address: str,
    brand: str,
    now: datetime,
    key: SecretStr | None = None,
) -> tuple[EnrolmentVerdict, Enrolled | None]:
    """Use a code up for a station and its token. Misses are counted for each address and in all."""
    lock_exclusive(connection, Lock.ENROLMENT)
    if _too_many_misses(connection, address, now):
        return EnrolmentVerdict.TOO_MANY_MISSES, None
    mac = _mac(connection, enrolment.code, key)
    row = connection.execute(
        select(enrolment_codes).where(
            enrolment_codes.c.code_mac == mac,
            enrolment_codes.c.used_at.is_(None),
            enrolment_codes.c.expires_at > now,
        )
    ).first()
    if row is None:
        connection.execute(insert(enrolment_failures).values(address=address[:64], at=now))
        return EnrolmentVerdict.WRONG_CODE, None
    return EnrolmentVerdict.ENROLLED, _welcome(connection, row, enrolment, brand, now)


def _welcome(
    connection: Connection, code: Row[Any], enrolment: Enrolment, brand: str, now: datetime
) -> Enrolled:
    station_id = new_uuid()
    token = secrets.token_urlsafe(32)
    connection.execute(
        insert(stations).values(
            id=station_id,
            name=enrolment.name.replace("\0", ""),
            roles=code.roles,
            warehouse=code.warehouse,
            pickup_point=code.pickup_point,
            enrolled_at=now,
        )
    )
    connection.execute(
        insert(tokens).values(token_hash=token_hash(token), station_id=station_id, created_at=now)
    )
    connection.execute(
        update(enrolment_codes)
        .where(enrolment_codes.c.code_mac == code.code_mac)
        .values(used_at=now, station_id=station_id)
    )
    return _told(connection, code, station_id, token, brand)


def _told(connection: Connection, code: Row[Any], station_id: UUID, token: str, brand: str) -> Enrolled:
    """What the new station learns about itself."""
    query = select(warehouses).where(warehouses.c.code == code.warehouse)
    warehouse = connection.execute(query).first()
    shop = select(pickup_points.c.name).where(pickup_points.c.code == code.pickup_point)
    return Enrolled(
        station_id=station_id,
        token=token,
        roles=in_order(read_roles(code.roles)),
        pickup_point=code.pickup_point,
        pickup_point_name=connection.scalar(shop) or "",
        warehouse="" if warehouse is None else warehouse.code,
        warehouse_name="" if warehouse is None else warehouse.name,
        time_zone=_COMPANY_TIME_ZONE if warehouse is None else warehouse.time_zone,
        brand=brand,
    )


def _too_many_misses(connection: Connection, address: str, now: datetime) -> bool:
    connection.execute(delete(enrolment_failures).where(enrolment_failures.c.at <= now - MISS_WINDOW))
    in_all = connection.scalar(select(func.count()).select_from(enrolment_failures)) or 0
    of_address = (
        connection.scalar(
            select(func.count())
            .select_from(enrolment_failures)
            .where(enrolment_failures.c.address == address[:64])
        )
        or 0
    )
    return in_all >= MAX_MISSES or of_address >= MAX_MISSES_OF_ADDRESS


def _mac(connection: Connection, code: str, key: SecretStr | None) -> str:
    """Plain hashes of all eight-digit codes are computed in seconds, so a server key goes in."""
    secret = server_key(connection, _CODE_KEY) if key is None else key.get_secret_value().encode()
    return hmac.new(secret, code.encode(), hashlib.sha256).hexdigest()
