"""The outbox: facts of this station, chained by hash, in one transaction with the state they tell of."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import Connection, RowMapping, bindparam, func, insert, select, update

from cloud_api.wire.exchange import GENESIS_HASH, Fact, FactResult, FactVerdict, fact_hash
from cloud_api.wire.facts import FactKind
from station.kernel.ids import OperatorId, StationId, new_uuid
from station.storage.database import Database
from station.storage.tables import fact as fact_table

TAKEN = (FactVerdict.ACCEPTED, FactVerdict.REPEATED)
"""Verdicts that end a fact's waiting well."""


class FactState(StrEnum):
    """How far a fact has come."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    """The cloud said why; it stays visible until a person settles it."""
    SETTLED = "settled"


@dataclass(frozen=True)
class Author:
    """In whose name a fact is written: this station, the operator signed in, the moment."""

    station_id: StationId
    operator_id: OperatorId | None
    at: datetime


@dataclass(frozen=True)
class RefusedFact:
    """A fact the cloud refused, with its reason."""

    seq: int
    kind: str
    happened_at: datetime
    reason: str


@dataclass
class Act:
    """One act under way: rows and facts of one transaction, and what becomes true in memory after it."""

    connection: Connection
    author: Author
    _after: list[Callable[[], None]] = field(default_factory=list)

    @property
    def at(self) -> datetime:
        """The moment of the act."""
        return self.author.at

    def fact(self, kind: FactKind, body: BaseModel) -> int:
        """Write a fact behind the last one; returns its sequence number."""
        return append_fact(self.connection, self.author, kind, body)

    def then(self, change: Callable[[], None]) -> None:
        """Do `change` in memory after the commit, in the order asked for; never when it fails."""
        self._after.append(change)

    def committed(self) -> None:
        """Make the changes true in memory."""
        for change in self._after:
            change()


@contextmanager
def acting(database: Database, author: Author) -> Iterator[Act]:
    """One durable act: all of it on the disk and then true in memory, or none of it."""
    with database.act() as connection:
        act = Act(connection, author)
        yield act
    act.committed()


def append_fact(connection: Connection, author: Author, kind: FactKind, body: BaseModel) -> int:
    """Write a fact behind the last one, inside the caller's transaction; returns its sequence number."""
    last = connection.execute(
        select(fact_table.c.seq, fact_table.c.hash).order_by(fact_table.c.seq.desc()).limit(1)
    ).first()
    seq, previous_hash = (last.seq + 1, last.hash) if last else (1, GENESIS_HASH)
    fact_id = new_uuid()
    content = body.model_dump(mode="json")
    row = {
        "seq": seq,
        "id": fact_id,
        "operator_id": author.operator_id,
        "happened_at": author.at,
        "kind": kind.value,
        "version": 1,
        "body": json.dumps(content, ensure_ascii=False),
        "previous_hash": previous_hash,
        "hash": fact_hash(
            fact_id=fact_id,
            station_id=author.station_id,
            seq=seq,
            operator_id=author.operator_id,
            happened_at=author.at,
            kind=kind.value,
            version=1,
            body=content,
            previous_hash=previous_hash,
        ),
        "state": FactState.WAITING.value,
    }
    connection.execute(insert(fact_table), row)
    return seq


def waiting(connection: Connection, limit: int, from_seq: int = 0) -> list[Fact]:
    """The oldest facts that were not answered yet, in order; with `from_seq` as waiting_rows."""
    return messages(waiting_rows(connection, limit, from_seq))


def waiting_rows(connection: Connection, limit: int, from_seq: int = 0) -> Sequence[RowMapping]:
    """The oldest facts that were not answered yet, in order, as `messages` takes them.

    With `from_seq` also facts already answered, from that number on: what a cloud that lost its
    memory asks for.
    """
    where = fact_table.c.seq >= from_seq if from_seq else fact_table.c.state == FactState.WAITING.value
    rows = connection.execute(select(fact_table).where(where).order_by(fact_table.c.seq).limit(limit))
    return rows.mappings().all()


def messages(rows: Iterable[RowMapping]) -> list[Fact]:
    """Rows as they are sent; needs no database, so that a scan need not wait for it."""
    return [Fact.model_validate({**row, "body": json.loads(row["body"])}) for row in rows]


def last_answered(connection: Connection) -> int:
    """Number of the last fact the cloud has answered; 0 when there is none."""
    answered = fact_table.c.state != FactState.WAITING.value
    return connection.execute(select(func.max(fact_table.c.seq)).where(answered)).scalar() or 0


def record_answers(connection: Connection, results: Sequence[FactResult]) -> None:
    """Keep what the cloud said of each fact; an OUT_OF_ORDER fact goes on waiting.

    A cloud restored from a backup may refuse what it once accepted: that is kept too, so that it is seen.
    """
    taken = [result.id for result in results if result.verdict in TAKEN]
    if taken:
        connection.execute(
            update(fact_table)
            .where(fact_table.c.id.in_(taken), fact_table.c.state == FactState.WAITING.value)
            .values(state=FactState.ACCEPTED.value)
        )
    refusals = [
        {"answered": result.id, "why": result.reason}
        for result in results
        if result.verdict is FactVerdict.REFUSED
    ]
    if refusals:
        connection.execute(
            update(fact_table)
            .where(fact_table.c.id == bindparam("answered"), fact_table.c.state != FactState.SETTLED.value)
            .values(state=FactState.REFUSED.value, reason=bindparam("why")),
            refusals,
        )


def count(connection: Connection) -> tuple[int, int]:
    """How many facts wait, and how many stand refused."""
    rows = connection.execute(
        select(fact_table.c.state, func.count())
        .where(fact_table.c.state.in_((FactState.WAITING.value, FactState.REFUSED.value)))
        .group_by(fact_table.c.state)
    )
    found: dict[str, int] = {row[0]: row[1] for row in rows}
    return found.get(FactState.WAITING.value, 0), found.get(FactState.REFUSED.value, 0)


def refused(connection: Connection) -> list[RefusedFact]:
    """Refused facts nobody has settled yet, oldest first."""
    rows = connection.execute(
        select(fact_table).where(fact_table.c.state == FactState.REFUSED.value).order_by(fact_table.c.seq)
    )
    return [RefusedFact(row.seq, row.kind, row.happened_at, row.reason or "") for row in rows]


def settle(connection: Connection, seq: int) -> None:
    """A person has seen the refused fact and put things right by hand."""
    connection.execute(
        update(fact_table)
        .where(fact_table.c.seq == seq, fact_table.c.state == FactState.REFUSED.value)
        .values(state=FactState.SETTLED.value)
    )


def settle_by_cloud(connection: Connection, fact_id: UUID, *, taken: bool) -> bool:
    """A person at the cloud settled the fact, or had it `taken` after all; False where nobody waited here.

    It may still wait for its answer here: the cloud's first one was lost on the way.
    """
    end = FactState.ACCEPTED if taken else FactState.SETTLED
    waits = fact_table.c.state.in_((FactState.REFUSED.value, FactState.WAITING.value))
    settled = update(fact_table).where(fact_table.c.id == fact_id, waits)
    return connection.execute(settled.values(state=end.value)).rowcount > 0
