"""Tries a refused fact again as it was sent, where the reason has gone; the chain it stands in stays."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, select, update
from sqlalchemy.exc import DataError, IntegrityError

from cloud_api.exchange.facts import NOT_STORED
from cloud_api.exchange.permissions import role_fault
from cloud_api.exchange.reading import BadBody, HashedFact, hashed, read_body
from cloud_api.exchange.refusals import (
    Settled,
    about,
    hold_refused,
    named,
    reread,
    select_refused,
    settle,
    told_refusal,
)
from cloud_api.storage.audit import Actor, note_act
from cloud_api.storage.reports import Handler, Report
from cloud_api.storage.roles import read_roles
from cloud_api.storage.tables.exchange import facts, refused_facts
from cloud_api.storage.transaction import Lock, lock_exclusive
from cloud_api.wire.exchange import GENESIS_HASH, Fact
from cloud_api.wire.facts import FactKind
from cloud_api.wire.refusals import FactSettlement, FactTried, TryVerdict

Handlers = Mapping[FactKind, Handler]

_TAKEN_AFTER_ALL = "Tried again and taken."


def apply_again(
    connection: Connection,
    handlers: Handlers,
    refusal_id: UUID,
    warehouse: str | None,
    by: Actor,
    now: datetime,
) -> FactTried | None:
    """Apply one refused fact in the name of the station that sent it; None where there is no such refusal.

    A fact that is still refused leaves nothing behind but its newest reason. One that was settled before is
    left alone, so that two people at once, or one twice, apply it once.
    """
    _wait_for_turn(connection, refusal_id)
    row = hold_refused(connection, refusal_id, warehouse)
    if row is None:
        return None
    if row.settled_at is not None:
        return FactTried(verdict=TryVerdict.SETTLED, refusal=told_refusal(row))
    # Handlers write changes, and whoever writes both takes the trail first (storage.transaction.Lock).
    lock_exclusive(connection, Lock.AUDIT)
    reason = _Try(connection, row, now).reason(handlers)
    if reason is not None:
        return _still_refused(connection, row, reason, by, now)
    return _accepted(connection, row, by, now)


def _wait_for_turn(connection: Connection, refusal_id: UUID) -> None:
    """The same turns as when the station itself reports (facts.take_facts)."""
    row = connection.execute(select_refused().where(refused_facts.c.id == refusal_id)).first()
    if row is None:
        return
    lock_exclusive(connection, Lock.WAVES, row.warehouse)
    if row.pickup_point is not None:
        lock_exclusive(connection, Lock.SHOPS, row.pickup_point)


def _still_refused(connection: Connection, row: Row[Any], reason: str, by: Actor, now: datetime) -> FactTried:
    tried = update(refused_facts).where(refused_facts.c.id == row.id)
    connection.execute(tried.values(reason=reason, tried_again_at=now))
    note_act(connection, by, "fact tried again", about(row), now, {**named(row), "because": reason})
    return FactTried(verdict=TryVerdict.REFUSED, refusal=reread(connection, row))


def _accepted(connection: Connection, row: Row[Any], by: Actor, now: datetime) -> FactTried:
    this = (facts.c.station_id == row.station_id, facts.c.seq == row.fact["seq"])
    connection.execute(update(facts).where(*this).values(applied_again_at=now))
    tried = update(refused_facts).where(refused_facts.c.id == row.id)
    connection.execute(tried.values(tried_again_at=now))
    note_act(connection, by, "fact applied again", about(row), now, named(row))
    settle(connection, row, Settled(FactSettlement.APPLIED, by, now, _TAKEN_AFTER_ALL))
    return FactTried(verdict=TryVerdict.ACCEPTED, refusal=reread(connection, row))


class _Try:
    """One refused fact before the handlers, in the station's name."""

    def __init__(self, connection: Connection, row: Row[Any], now: datetime) -> None:
        self._connection = connection
        self._row = row
        self._now = now
        self._item = hashed(Fact.model_validate(row.fact), row.station_id)

    def reason(self, handlers: Handlers) -> str | None:
        """Why the fact is still refused; None when it is applied now."""
        if not self._stands_in_chain():
            return str(self._row.reason)
        read = read_body(self._item)
        if isinstance(read, BadBody):
            return read.reason
        kind, body = read
        fault = role_fault(kind, read_roles(self._row.roles))
        if fault is not None:
            return fault
        return self._apply(handlers[kind], self._report(self._item, body))

    def _stands_in_chain(self) -> bool:
        """Whether it holds its number, alone has its id and follows the one before: no try mends that."""
        fact, connection = self._item.fact, self._connection
        of_station = facts.c.station_id == self._row.station_id
        near = select(facts.c.seq, facts.c.hash).where(of_station, facts.c.seq.in_((fact.seq - 1, fact.seq)))
        hashes = {row.seq: row.hash for row in connection.execute(near)}
        same_id = connection.execute(select(facts.c.hash).where(facts.c.id == fact.id)).scalars().all()
        links = hashes.get(fact.seq) == self._item.hash
        follows = hashes.get(fact.seq - 1, GENESIS_HASH) == fact.previous_hash
        return links and follows and len(same_id) == 1

    def _report(self, item: HashedFact, body: Any) -> Report[Any]:
        return Report(
            connection=self._connection,
            station_id=self._row.station_id,
            station_name=self._row.station_name,
            warehouse=self._row.warehouse,
            pickup_point=self._row.pickup_point,
            operator_id=item.fact.operator_id,
            fact_id=item.fact.id,
            happened_at=item.fact.happened_at,
            now=self._now,
            body=body,
        )

    def _apply(self, handler: Handler, report: Report[Any]) -> str | None:
        """A refusal leaves nothing: not even the conflict its first one kept already."""
        savepoint = self._connection.begin_nested()
        try:
            reason = handler(report)
        except (IntegrityError, DataError):
            reason = NOT_STORED
        if reason is None:
            savepoint.commit()
        else:
            savepoint.rollback()
        return reason
