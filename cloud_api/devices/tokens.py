"""Tokens of stations: good for a while, replaced in time, worth nothing once they are revoked."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, insert, or_, select, update

from cloud_api.settings import Settings
from cloud_api.storage.tables.devices import tokens
from cloud_api.storage.token_hashes import derived_token, token_hash
from cloud_api.storage.transaction import Lock, lock_exclusive
from cloud_api.wire.stations import NewToken, TokenState

OVERLAP = timedelta(hours=24)
"""So long the old token is good beside the new one: a station may lose power before it keeps that."""


@dataclass(frozen=True)
class Terms:
    """What this deployment gives a station besides its place."""

    brand: str
    token_lasts: timedelta


def terms_of(settings: Settings) -> Terms:
    """The terms of this deployment."""
    return Terms(settings.brand, timedelta(days=settings.token_days))


def keep_token(connection: Connection, station_id: UUID, token: str, now: datetime, lasts: timedelta) -> None:
    """Let a station come in with this token."""
    connection.execute(
        insert(tokens).values(
            token_hash=token_hash(token), station_id=station_id, created_at=now, expires_at=now + lasts
        )
    )


def rotate(
    connection: Connection, station_id: UUID, shown: str, proof: str, now: datetime, lasts: timedelta
) -> NewToken:
    """A new token for the one shown, which stays good for the overlap; the same again for the same proof.

    A token that came of an answer the station never got is revoked: nobody has it.
    """
    lock_exclusive(connection, Lock.ENROLMENT)
    token = derived_token(connection, proof)
    old = connection.execute(select(tokens).where(tokens.c.token_hash == token_hash(shown))).one()
    known = connection.execute(select(tokens).where(tokens.c.token_hash == token_hash(token))).first()
    if known is not None and known.station_id == station_id and known.expires_at is not None:
        return NewToken(token=token, expires_at=known.expires_at, old_until=old.revoked_at or now + OVERLAP)
    later = (tokens.c.station_id == station_id) & (tokens.c.created_at > old.created_at)
    connection.execute(update(tokens).where(later, _open(now)).values(revoked_at=now))
    old_until = min(moment for moment in (old.revoked_at, now + OVERLAP) if moment is not None)
    connection.execute(
        update(tokens).where(tokens.c.token_hash == old.token_hash).values(revoked_at=old_until)
    )
    keep_token(connection, station_id, token, now, lasts)
    return NewToken(token=token, expires_at=now + lasts, old_until=old_until)


def revoke_tokens(connection: Connection, station_id: UUID, now: datetime) -> None:
    """No token of this station is good from now on."""
    connection.execute(
        update(tokens).where(tokens.c.station_id == station_id, _open(now)).values(revoked_at=now)
    )


def token_state(connection: Connection, shown: str) -> TokenState:
    """How long a token that was let in is good; half its time over, a new one should be asked for."""
    row = connection.execute(select(tokens).where(tokens.c.token_hash == token_hash(shown))).one()
    if row.expires_at is None:
        # Given by a release whose tokens had no end.
        return TokenState(created_at=row.created_at, expires_at=None, rotate_from=row.created_at)
    half = row.created_at + (row.expires_at - row.created_at) / 2
    return TokenState(created_at=row.created_at, expires_at=row.expires_at, rotate_from=half)


def _open(now: datetime) -> ColumnElement[bool]:
    return or_(tokens.c.revoked_at.is_(None), tokens.c.revoked_at > now)
