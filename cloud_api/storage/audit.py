"""Who did what: a chain in which no row can be changed or left out unseen."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, insert, select

from cloud_api.storage.tables.people import audit
from cloud_api.storage.transaction import Lock, lock_exclusive

_START = "0" * 64


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
    last = connection.execute(select(audit).order_by(audit.c.number.desc()).limit(1)).first()
    values = {
        "number": 1 if last is None else last.number + 1,
        "at": now,
        "actor_kind": actor.kind,
        "actor_id": actor.id,
        "actor_name": actor.name[:500],
        "action": action,
        "about": about[:200],
        "detail": dict(detail or {}),
        "previous_hash": _START if last is None else last.hash,
    }
    connection.execute(insert(audit).values(**values, hash=_hash(values)))


def broken_links(connection: Connection) -> Iterator[int]:
    """Numbers of rows that do not follow from the row before them; none in a chain nobody touched."""
    number, previous = 0, _START
    for row in connection.execute(select(audit).order_by(audit.c.number)):
        if row.number != number + 1 or row.previous_hash != previous or row.hash != _row_hash(row):
            yield row.number
        number, previous = row.number, row.hash


def _row_hash(row: Row[Any]) -> str:
    return _hash({name: value for name, value in row._mapping.items() if name != "hash"})


def _hash(values: Mapping[str, Any]) -> str:
    told = {**values, "at": values["at"].astimezone(UTC).isoformat(timespec="microseconds")}
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
