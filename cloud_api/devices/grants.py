"""Enrolment by a code on the screen (RFC 8628): the PC asks, a person allows it, the PC gets its token."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pydantic import SecretStr
from sqlalchemy import Connection, Row, delete, func, insert, select, update

from cloud_api.devices.joining import Newcomer, join, told, was_used
from cloud_api.devices.service import ANSWER_KEPT_FOR
from cloud_api.devices.tokens import Terms
from cloud_api.storage.roles import written_roles
from cloud_api.storage.server_keys import server_key
from cloud_api.storage.tables.devices import device_grants
from cloud_api.storage.token_hashes import derived_token, new_token, token_hash
from cloud_api.storage.transaction import Lock, lock_exclusive
from cloud_api.wire.stations import (
    USER_CODE_LENGTH,
    USER_CODE_LETTERS,
    DeviceRequest,
    Enrolled,
    GrantError,
)

CODE_LASTS = timedelta(minutes=15)
INTERVAL_S = 5
SLOWER_BY_S = 5
"""RFC 8628, 3.5: after slow_down."""
MOST_WAITING = 500
MOST_OF_ADDRESS = 30
_TOLERANCE = timedelta(seconds=1)
"""A question that comes a little early because the last one was late on its way is not too early."""
_KEPT_AFTER_END = timedelta(days=1)
_USER_CODE_KEY = "user codes"


@dataclass(frozen=True)
class NewGrant:
    """The two codes of a request; shown once, kept as hash and MAC."""

    device_code: str
    user_code: str
    """XXXX-XXXX"""


def ask(
    connection: Connection, request: DeviceRequest, address: str, now: datetime, key: SecretStr | None = None
) -> NewGrant | None:
    """The codes of a new request; None while too many wait already."""
    lock_exclusive(connection, Lock.ENROLMENT)
    connection.execute(delete(device_grants).where(device_grants.c.expires_at < now - _KEPT_AFTER_END))
    if _too_many(connection, address, now):
        return None
    taken = set(connection.scalars(select(device_grants.c.user_code_mac)))
    letters = _letters()
    while (mac := user_code_mac(connection, letters, key)) in taken:
        letters = _letters()
    device_code = new_token()
    connection.execute(
        insert(device_grants).values(
            device_code_hash=token_hash(device_code),
            user_code_mac=mac,
            name=request.name.replace("\0", ""),
            wanted_roles=written_roles(request.roles),
            release=request.release.replace("\0", ""),
            former_station_id=request.station_id,
            unsent=request.unsent,
            address=address[:64],
            asked_at=now,
            expires_at=now + CODE_LASTS,
            interval_s=INTERVAL_S,
        )
    )
    return NewGrant(device_code, f"{letters[:4]}-{letters[4:]}")


def poll(
    connection: Connection, device_code: str, now: datetime, terms: Terms
) -> "Enrolled | tuple[GrantError, int]":
    """The token once a person allowed it; else why not, and the seconds to wait between two questions.

    For five minutes the same device code gets the same token again, until that is used: the answer may be
    lost. It is derived from the device code, which only the PC has.
    """
    lock_exclusive(connection, Lock.ENROLMENT)
    hashed = token_hash(device_code)
    row = connection.execute(select(device_grants).where(device_grants.c.device_code_hash == hashed)).first()
    if row is None:
        return GrantError.INVALID_GRANT, 0
    token = derived_token(connection, device_code)
    if row.used_at is not None:
        in_time = now - row.used_at <= ANSWER_KEPT_FOR
        if in_time and not was_used(connection, row.station_id, row.used_at):
            return told(connection, row.station_id, token, terms)
        return GrantError.INVALID_GRANT, 0
    trouble = _not_yet(connection, row, now)
    return _welcome(connection, row, token, now, terms) if trouble is None else trouble


def _not_yet(connection: Connection, row: Row[Any], now: datetime) -> tuple[GrantError, int] | None:
    """Why this request gets no token now; None when a person allowed it."""
    if row.expires_at <= now:
        return GrantError.EXPIRED_TOKEN, 0
    is_early = row.polled_at is not None and now - row.polled_at < _pause(row) - _TOLERANCE
    interval_s = row.interval_s + (SLOWER_BY_S if is_early else 0)
    this = device_grants.c.device_code_hash == row.device_code_hash
    connection.execute(update(device_grants).where(this).values(polled_at=now, interval_s=interval_s))
    if is_early:
        return GrantError.SLOW_DOWN, interval_s
    if row.decided_at is None:
        return GrantError.AUTHORIZATION_PENDING, interval_s
    return None if row.allowed else (GrantError.ACCESS_DENIED, 0)


def _pause(row: Row[Any]) -> timedelta:
    return timedelta(seconds=row.interval_s)


def _welcome(connection: Connection, row: Row[Any], token: str, now: datetime, terms: Terms) -> Enrolled:
    """A decision that lets a PC be its station again holds that station's id."""
    newcomer = Newcomer(row.name, row.roles, row.warehouse, row.pickup_point, row.station_id)
    enrolled = join(connection, newcomer, token, now, terms)
    connection.execute(
        update(device_grants)
        .where(device_grants.c.device_code_hash == row.device_code_hash)
        .values(used_at=now, station_id=enrolled.station_id)
    )
    return enrolled


def _too_many(connection: Connection, address: str, now: datetime) -> bool:
    waiting = select(func.count()).where(device_grants.c.expires_at > now, device_grants.c.used_at.is_(None))
    of_address = waiting.where(device_grants.c.address == address[:64])
    in_all, here = connection.scalar(waiting) or 0, connection.scalar(of_address) or 0
    return in_all >= MOST_WAITING or here >= MOST_OF_ADDRESS


def _letters() -> str:
    return "".join(secrets.choice(USER_CODE_LETTERS) for _ in range(USER_CODE_LENGTH))


def user_code_mac(connection: Connection, letters: str, key: SecretStr | None) -> str:
    """The 20^8 codes could all be hashed within an hour, so a server key goes in."""
    secret = server_key(connection, _USER_CODE_KEY) if key is None else key.get_secret_value().encode()
    return hmac.new(secret, f"user code {letters}".encode(), hashlib.sha256).hexdigest()
