"""Turns a one-time short code into a token, and makes guessing codes hopeless."""

import hashlib
import hmac
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from pydantic import SecretStr
from sqlalchemy import Connection, Row, delete, func, insert, select, update

from cloud_api.devices.joining import Newcomer, join, told, was_used
from cloud_api.devices.placing import place_for
from cloud_api.devices.tokens import Terms
from cloud_api.storage.audit import SERVICE, Actor, note_act
from cloud_api.storage.roles import in_order, role_names, written_roles
from cloud_api.storage.server_keys import server_key
from cloud_api.storage.tables.devices import enrolment_codes, enrolment_failures
from cloud_api.storage.token_hashes import derived_token, new_token, token_hash
from cloud_api.storage.transaction import Lock, lock_exclusive
from cloud_api.wire.stations import Enrolled, Enrolment, Role

CODE_VALID_FOR = timedelta(hours=24)
MISS_WINDOW = timedelta(minutes=15)
MAX_MISSES_OF_ADDRESS = 5
MAX_MISSES = 50
ANSWER_KEPT_FOR = timedelta(minutes=5)
"""So long the answer to a code is given again to whoever proves to be the one it was for."""
_CODE_KEY = "enrolment codes"


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
    by: Actor = SERVICE,
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
    note_act(connection, by, "enrolment code given", f"roles {role_names(roles)}", now)
    return NewCode(code, in_order(roles), place.warehouse, place.pickup_point, expires_at)


def enrol(
    connection: Connection,
    enrolment: Enrolment,
    address: str,
    terms: Terms,
    now: datetime,
    key: SecretStr | None = None,
) -> tuple[EnrolmentVerdict, Enrolled | None]:
    """Use a code up for a station and its token. Misses are counted for each address and in all.

    Whoever used a code and shows the same proof gets the same answer again for a while: it may be lost.
    """
    lock_exclusive(connection, Lock.ENROLMENT)
    if _too_many_misses(connection, address, now):
        return EnrolmentVerdict.TOO_MANY_MISSES, None
    mac = _mac(connection, enrolment.code, key)
    row = connection.execute(select(enrolment_codes).where(enrolment_codes.c.code_mac == mac)).first()
    if row is not None and row.used_at is None and row.expires_at > now:
        return EnrolmentVerdict.ENROLLED, _welcome(connection, row, enrolment, terms, now)
    if row is not None and _lost_answer(connection, row, enrolment.proof, now):
        assert enrolment.proof is not None
        token = derived_token(connection, enrolment.proof)
        return EnrolmentVerdict.ENROLLED, told(connection, row.station_id, token, terms)
    connection.execute(insert(enrolment_failures).values(address=address[:64], at=now))
    note_act(connection, SERVICE, "enrolment missed", f"address {address[:64]}", now)
    return EnrolmentVerdict.WRONG_CODE, None


def _lost_answer(connection: Connection, code: Row[Any], proof: str | None, now: datetime) -> bool:
    """Whether the one who used a code asks for its answer again."""
    if proof is None or code.proof_hash is None or code.used_at is None:
        return False
    in_time = now - code.used_at <= ANSWER_KEPT_FOR
    is_same = hmac.compare_digest(code.proof_hash, token_hash(proof))
    return in_time and is_same and not was_used(connection, code.station_id, code.used_at)


def _welcome(
    connection: Connection, code: Row[Any], enrolment: Enrolment, terms: Terms, now: datetime
) -> Enrolled:
    proof = enrolment.proof
    token = new_token() if proof is None else derived_token(connection, proof)
    newcomer = Newcomer(enrolment.name, code.roles, code.warehouse, code.pickup_point)
    enrolled = join(connection, newcomer, token, now, terms)
    connection.execute(
        update(enrolment_codes)
        .where(enrolment_codes.c.code_mac == code.code_mac)
        .values(
            used_at=now,
            station_id=enrolled.station_id,
            proof_hash=None if proof is None else token_hash(proof),
        )
    )
    return enrolled


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
