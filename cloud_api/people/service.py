"""Signs managers in and out, and keeps their PINs."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from pydantic import SecretStr
from sqlalchemy import Connection, Engine, Row, delete, insert, select, update
from starlette.concurrency import run_in_threadpool

from cloud_api.http.sessions import SESSION_LASTS, TOKEN_PREFIX
from cloud_api.people.pins import PinKeeper
from cloud_api.people.weak_pins import weakness
from cloud_api.storage.audit import Actor, note_act
from cloud_api.storage.clock import Clock
from cloud_api.storage.misses import Door, forget, note_misses, shut_for, take_back
from cloud_api.storage.sessions import end_sessions
from cloud_api.storage.tables.catalogue import operators
from cloud_api.storage.tables.people import sessions
from cloud_api.storage.token_hashes import new_token, token_hash
from cloud_api.storage.transaction import writing

_BADGE_DOOR = "sign-in badge"
_ADDRESS_DOOR = "sign-in address"
_KEPT_AFTER_END = timedelta(days=30)


class SignInVerdict(StrEnum):
    """What came of a try to sign in."""

    SIGNED_IN = "signed_in"
    WRONG = "wrong"
    """Badge unknown, nobody's who may sign in, or the PIN wrong; nobody is told which."""
    SHUT = "shut"
    """Too many misses of this badge or this address."""


@dataclass(frozen=True)
class SignInResult:
    """A verdict, with the session where there is one."""

    verdict: SignInVerdict
    token: str = ""
    """For the cookie or the bearer; shown this once."""
    operator_id: UUID | None = None
    name: str = ""
    warehouse: str = ""
    expires_at: datetime | None = None
    wait: timedelta = timedelta()
    """How long the door stays shut."""


class WeakPinError(Exception):
    """The PIN is too easy to guess; the message says why and what to do."""


@dataclass(frozen=True)
class _Try:
    """A try that was let through the door: counted as a miss until it proves right."""

    badge: str
    misses: tuple[int, ...]
    operator: Row[Any] | None


async def sign_in(
    engine: Engine, pins: PinKeeper, clock: Clock, badge: str, pin: SecretStr, address: str
) -> SignInResult:
    """Badge and PIN for a session; as slow and the same answer for a badge nobody has.

    A try counts as a miss before the PIN is looked at, so that many at the same time gain nothing.
    Raises pins.TooManyPinsError.
    """
    tried = await run_in_threadpool(_let_in, engine, badge, address, clock())
    if isinstance(tried, timedelta):
        return SignInResult(SignInVerdict.SHUT, wait=tried)
    kept = tried.operator.pin_hash if tried.operator is not None else None
    try:
        fits = await pins.fits(kept, pin)
    except BaseException:
        await run_in_threadpool(_uncount, engine, tried)
        raise
    if not fits or tried.operator is None:
        await run_in_threadpool(_note_wrong, engine, tried, address, clock())
        return SignInResult(SignInVerdict.WRONG)
    return await run_in_threadpool(_start_session, engine, tried, tried.operator, address, clock())


def _let_in(engine: Engine, badge: str, address: str, now: datetime) -> "_Try | timedelta":
    """Count the try; or how long the door stays shut."""
    doors = (Door(_BADGE_DOOR, badge), Door(_ADDRESS_DOOR, address))
    with writing(engine) as connection:
        shut = shut_for(connection, doors, now)
        if shut is not None:
            return shut
        query = select(operators).where(operators.c.badge == badge, operators.c.active, operators.c.manager)
        operator = connection.execute(query).first()
        return _Try(badge, tuple(note_misses(connection, doors, now)), operator)


def _uncount(engine: Engine, tried: _Try) -> None:
    with writing(engine) as connection:
        take_back(connection, tried.misses)


def _note_wrong(engine: Engine, tried: _Try, address: str, now: datetime) -> None:
    """The badge is noted only where it is somebody's: what was typed by mistake may be a secret."""
    who = Actor("person", "", None) if tried.operator is None else _actor(tried.operator)
    with writing(engine) as connection:
        note_act(connection, who, "sign-in missed", f"address {address}", now)


def _start_session(
    engine: Engine, tried: _Try, operator: Row[Any], address: str, now: datetime
) -> SignInResult:
    token = TOKEN_PREFIX + new_token()
    expires_at = now + SESSION_LASTS
    with writing(engine) as connection:
        if not _is_as_before(connection, operator):
            return SignInResult(SignInVerdict.WRONG)
        take_back(connection, tried.misses)
        forget(connection, Door(_BADGE_DOOR, tried.badge))
        connection.execute(delete(sessions).where(sessions.c.expires_at < now - _KEPT_AFTER_END))
        connection.execute(
            insert(sessions).values(
                token_hash=token_hash(token),
                operator_id=operator.id,
                started_at=now,
                seen_at=now,
                expires_at=expires_at,
            )
        )
        note_act(connection, _actor(operator), "signed in", f"address {address}", now)
    return SignInResult(
        SignInVerdict.SIGNED_IN, token, operator.id, operator.name, operator.warehouse, expires_at
    )


def _is_as_before(connection: Connection, operator: Row[Any]) -> bool:
    """Comparing a PIN takes a while, in which another may be set: sessions of the old one have ended then."""
    query = select(operators.c.pin_hash, operators.c.active, operators.c.manager)
    row = connection.execute(query.where(operators.c.id == operator.id).with_for_update()).one()
    return bool(row.pin_hash == operator.pin_hash and row.active and row.manager)


def sign_out(connection: Connection, token: str, now: datetime) -> None:
    """End a session; one that has ended stays so."""
    this = (sessions.c.token_hash == token_hash(token)) & sessions.c.ended_at.is_(None)
    query = select(operators).join(sessions, sessions.c.operator_id == operators.c.id).where(this)
    operator = connection.execute(query).first()
    if operator is None:
        return
    connection.execute(update(sessions).where(this).values(ended_at=now))
    note_act(connection, _actor(operator), "signed out", f"operator {operator.id}", now)


def check_pin(pin: SecretStr, badge: str) -> None:
    """Raises WeakPinError with what to do for a PIN anybody would guess."""
    why = weakness(pin.get_secret_value(), badge)
    if why is not None:
        raise WeakPinError(f"This PIN is too easy to guess: {why}. Choose another one, better of six digits.")


def keep_pin(connection: Connection, operator_id: UUID, hashed: str, by: Actor, now: datetime) -> None:
    """Give an operator this PIN; whoever was signed in with the old one is signed out."""
    connection.execute(update(operators).where(operators.c.id == operator_id).values(pin_hash=hashed))
    end_sessions(connection, [operator_id], now)
    note_act(connection, by, "PIN set", f"operator {operator_id}", now)


def operator_with_badge(connection: Connection, badge: str) -> Row[Any] | None:
    """Whose badge it is."""
    return connection.execute(select(operators).where(operators.c.badge == badge)).first()


def find_operator(connection: Connection, operator_id: UUID, warehouse: str | None) -> Row[Any] | None:
    """An operator, of this warehouse where one is named."""
    query = select(operators).where(operators.c.id == operator_id)
    if warehouse is not None:
        query = query.where(operators.c.warehouse == warehouse)
    return connection.execute(query).first()


def _actor(operator: Row[Any]) -> Actor:
    return Actor("person", operator.name, operator.id)
