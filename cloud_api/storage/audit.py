"""Who did what: a chain in which no row can be changed or left out unseen."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, insert, select

from cloud_api.storage.tables.people import audit, audit_head
from cloud_api.storage.transaction import Lock, lock_exclusive
from cloud_api.storage.upsert import conflict_insert

_HEAD_ID = 1
_ROWS_AT_ONCE = 1_000


@dataclass(frozen=True)
class Head:
    """An act of the trail by its number, and the hash that stands for all acts up to it."""

    number: int
    hash: str


START = Head(0, "0" * 64)
"""Before the first act."""


@dataclass(frozen=True)
class Actor:
    """Who acts: a person signed in, a station or shop system, or the service itself."""

    kind: str
    """person, station or service"""
    name: str
    id: UUID | None = None


SERVICE = Actor("service", "service")
"""Whatever happens at its moment with nobody there."""


def note_act(
    connection: Connection,
    actor: Actor,
    action: str,
    about: str,
    now: datetime,
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Append one row to the chain, as the last but writing changes; no secret may stand in `detail`."""
    lock_exclusive(connection, Lock.AUDIT)
    last = trail_head(connection)
    values = {
        "number": last.number + 1,
        "at": now,
        "actor_kind": actor.kind,
        "actor_id": actor.id,
        "actor_name": actor.name[:500],
        "action": action,
        "about": about[:200],
        "detail": dict(detail or {}),
        "previous_hash": last.hash,
    }
    head = Head(last.number + 1, _hash(values))
    connection.execute(insert(audit).values(**values, hash=head.hash))
    _keep_head(connection, head)


def trail_head(connection: Connection) -> Head:
    """The last act of the trail; noted elsewhere from time to time it proves the trail up to there."""
    row = connection.execute(select(audit_head)).first()
    return START if row is None else Head(row.number, row.hash)


@dataclass(frozen=True)
class Proof:
    """What came of following the chain from its first row to its last."""

    acts: int
    broken: tuple[int, ...]
    """Numbers of rows that do not follow from the row before them; none in a chain nobody touched."""
    end_is_missing: bool
    """Rows were left out, or put in, after the last one that was noted."""
    head_is_known: bool
    """Whether the head noted elsewhere stands in the chain."""

    @property
    def holds(self) -> bool:
        """Whether nothing was changed, left out or put in."""
        return not self.broken and not self.end_is_missing and self.head_is_known


def verify_trail(connection: Connection, noted: Head = START) -> Proof:
    """Follow the whole chain; `noted` is a head that was written down elsewhere before."""
    last, acts, head_is_known = START, 0, noted == START
    broken: list[int] = []
    try:
        for row in connection.execute(select(audit).order_by(audit.c.number)).yield_per(_ROWS_AT_ONCE):
            acts += 1
            follows = row.number == last.number + 1 and row.previous_hash == last.hash
            if not (follows and row.hash == _row_hash(row)):
                broken.append(row.number)
            last = Head(row.number, row.hash)
            head_is_known = head_is_known or last == noted
    except (ValueError, TypeError, AttributeError, LookupError):
        # Somebody wrote what is no moment, no id or no JSON: the rest cannot even be read.
        broken.append(last.number + 1)
    return Proof(acts, tuple(broken), last != trail_head(connection), head_is_known)


def broken_links(connection: Connection) -> tuple[int, ...]:
    """Numbers of rows that do not follow from the row before them; none in a chain nobody touched."""
    return verify_trail(connection).broken


def _keep_head(connection: Connection, head: Head) -> None:
    values = {"number": head.number, "hash": head.hash}
    insertion = conflict_insert(connection, audit_head).values(id=_HEAD_ID, **values)
    connection.execute(insertion.on_conflict_do_update(index_elements=[audit_head.c.id], set_=values))


def _row_hash(row: Row[Any]) -> str:
    return _hash({name: value for name, value in row._mapping.items() if name != "hash"})


def _hash(values: Mapping[str, Any]) -> str:
    told = {**values, "at": values["at"].astimezone(UTC).isoformat(timespec="microseconds")}
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
