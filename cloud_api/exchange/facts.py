"""Takes the facts of one station in, each once and in order; a refused one is kept with its reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, Engine, case, select
from sqlalchemy.exc import DataError, IntegrityError

from cloud_api.exchange.permissions import role_fault
from cloud_api.exchange.reading import BadBody, HashedFact, fact_json, read_body
from cloud_api.http.callers import Desk
from cloud_api.storage.clock import Clock
from cloud_api.storage.ids import new_uuid
from cloud_api.storage.key_lists import among
from cloud_api.storage.many_rows import insert_rows
from cloud_api.storage.reports import Handler, Report, RunHandler
from cloud_api.storage.tables.exchange import facts, refused_facts
from cloud_api.storage.transaction import Lock, lock_exclusive, writing
from cloud_api.storage.upsert import conflict_insert
from cloud_api.wire.base import Message
from cloud_api.wire.exchange import GENESIS_HASH, FactBatchResult, FactResult, FactVerdict
from cloud_api.wire.facts import FactKind

NO_RUNS: Mapping[FactKind, RunHandler] = {}
NOT_STORED = "The database could not store what this fact says. Its texts or numbers do not fit."


@dataclass
class _Chain:
    """How far a station's facts have come."""

    last_seq: int
    last_hash: str

    @property
    def expected_seq(self) -> int:
        return self.last_seq + 1


class _Kept(NamedTuple):
    hash: str
    refused_because: str | None


def take_facts(
    engine: Engine,
    desk: Desk,
    sent: Sequence[HashedFact],
    handlers: Mapping[FactKind, Handler],
    clock: Clock,
    runs: Mapping[FactKind, RunHandler] = NO_RUNS,
) -> FactBatchResult:
    """Keep and apply facts in one transaction; a verdict a fact, in their order.

    Facts of a kind in `runs` that follow each other are applied together.

    When the database itself rejects a value, the batch is taken again with a savepoint around each fact, so
    that only the faulty one is refused.
    """
    try:
        with writing(engine) as connection:
            return _Taking(connection, desk, handlers, runs, clock(), careful=False).take(sent)
    except (IntegrityError, DataError):
        with writing(engine) as connection:
            return _Taking(connection, desk, handlers, NO_RUNS, clock(), careful=True).take(sent)


class _RunOfFacts:
    """Reports of one kind that follow each other, until another kind comes."""

    def __init__(self, handlers: Mapping[FactKind, RunHandler]) -> None:
        self._handlers = handlers
        self._kind: FactKind | None = None
        self._seqs: list[int] = []
        self._reports: list[Report[Any]] = []

    def takes(self, seq: int, kind: FactKind, report: Report[Any]) -> bool:
        """Whether the report was added to the run; not where another kind stands in it, or none may."""
        if kind not in self._handlers or (self._reports and kind is not self._kind):
            return False
        self._kind = kind
        self._seqs.append(seq)
        self._reports.append(report)
        return True

    def apply(self, reasons: dict[int, str | None]) -> None:
        """Apply what stands in the run, add the answers, and begin anew."""
        if self._kind is not None and self._reports:
            answers = self._handlers[self._kind](self._reports)
            reasons |= dict(zip(self._seqs, answers, strict=True))
        self._seqs, self._reports = [], []


class _Taking:
    """One batch of one station within one transaction."""

    def __init__(
        self,
        connection: Connection,
        desk: Desk,
        handlers: Mapping[FactKind, Handler],
        runs: Mapping[FactKind, RunHandler],
        now: datetime,
        *,
        careful: bool,
    ) -> None:
        self._connection = connection
        self._desk = desk
        self._handlers = handlers
        self._runs = runs
        self._now = now
        self._careful = careful
        self._role_faults = {kind: role_fault(kind, desk.roles) for kind in FactKind}
        self._kept_rows: list[dict[str, Any]] = []
        self._refused_rows: list[dict[str, Any]] = []

    def take(self, sent: Sequence[HashedFact]) -> FactBatchResult:
        lock_exclusive(self._connection, Lock.WAVES, self._desk.warehouse)
        if self._desk.pickup_point is not None:
            lock_exclusive(self._connection, Lock.SHOPS, self._desk.pickup_point)
        chain = self._chain()
        kept = self._kept([item.fact.seq for item in sent if item.fact.seq <= chain.last_seq])
        known_ids = self._known_ids([item.fact.id for item in sent])
        reasons = self._reasons(sent, chain.last_seq, chain.last_hash, known_ids)
        results = [self._take_one(item, chain, kept, reasons) for item in sent]
        self._write_kept()
        return FactBatchResult(results=results, expected_seq=chain.expected_seq, now=self._now)

    def _chain(self) -> _Chain:
        query = (
            select(facts.c.seq, facts.c.hash)
            .where(facts.c.station_id == self._desk.station_id)
            .order_by(facts.c.seq.desc())
            .limit(1)
        )
        row = self._connection.execute(query).first()
        return _Chain(0, GENESIS_HASH) if row is None else _Chain(row.seq, row.hash)

    def _kept(self, seqs: list[int]) -> dict[int, _Kept]:
        if not seqs:
            return {}
        stands = case((facts.c.applied_again_at.is_(None), facts.c.refused_because))
        query = select(facts.c.seq, facts.c.hash, stands.label("refused_because")).where(
            facts.c.station_id == self._desk.station_id, facts.c.seq.in_(seqs)
        )
        return {row.seq: _Kept(row.hash, row.refused_because) for row in self._connection.execute(query)}

    def _known_ids(self, fact_ids: list[UUID]) -> set[UUID]:
        known = select(facts.c.id).where(among(self._connection, facts.c.id, fact_ids))
        return set(self._connection.scalars(known))

    def _reasons(
        self, sent: Sequence[HashedFact], last_seq: int, last_hash: str, known_ids: set[UUID]
    ) -> dict[int, str | None]:
        """Apply each fact that is next in the chain; by its number why it is refused, None when it is not."""
        reasons: dict[int, str | None] = {}
        run = _RunOfFacts(self._runs)
        for item in sent:
            seq = item.fact.seq
            if seq != last_seq + 1:
                continue
            read = self._read(item, last_seq, last_hash, known_ids)
            if isinstance(read, BadBody):
                reasons[seq] = read.reason
            elif not run.takes(seq, *read):
                run.apply(reasons)
                if not run.takes(seq, *read):
                    reasons[seq] = self._apply(*read)
            last_seq, last_hash = seq, item.hash
            known_ids.add(item.fact.id)
        run.apply(reasons)
        return reasons

    def _take_one(
        self, item: HashedFact, chain: _Chain, kept: dict[int, _Kept], reasons: dict[int, str | None]
    ) -> FactResult:
        fact, seq = item.fact, item.fact.seq
        expected = chain.expected_seq
        if seq > expected:
            missing = f"Facts {expected} to {seq - 1} are missing. Send them first."
            return FactResult(id=fact.id, verdict=FactVerdict.OUT_OF_ORDER, reason=missing)
        if seq < expected:
            return self._answer_known(item, kept[seq])
        reason = reasons[seq]
        self._keep(item, reason)
        chain.last_seq, chain.last_hash = seq, item.hash
        kept[seq] = _Kept(item.hash, reason)
        verdict = FactVerdict.ACCEPTED if reason is None else FactVerdict.REFUSED
        return FactResult(id=fact.id, verdict=verdict, reason=reason)

    def _answer_known(self, item: HashedFact, known: _Kept) -> FactResult:
        """A repeat gets the answer of the first time; another fact under a used number is refused."""
        fact_id = item.fact.id
        if known.hash == item.hash and known.refused_because is None:
            return FactResult(id=fact_id, verdict=FactVerdict.REPEATED)
        if known.hash == item.hash:
            return FactResult(id=fact_id, verdict=FactVerdict.REFUSED, reason=known.refused_because)
        reason = (
            f"Number {item.fact.seq} of this station is taken by another fact. Was the station restored from "
            "an old copy, or does it run twice? Compare the two facts and settle this one by hand."
        )
        self._keep_refusal(item, reason)
        return FactResult(id=fact_id, verdict=FactVerdict.REFUSED, reason=reason)

    def _fault(self, item: HashedFact, last_seq: int, last_hash: str, known_ids: set[UUID]) -> str | None:
        if item.fact.id in known_ids:
            return f"The fact id {item.fact.id} was used before by another fact; each has an id of its own."
        if item.fact.previous_hash != last_hash:
            return (
                f"The chain is broken: fact {item.fact.seq} does not follow fact {last_seq} as it was "
                "received. Check the station's database with `python -m station doctor`."
            )
        return None

    def _read(
        self, item: HashedFact, last_seq: int, last_hash: str, known_ids: set[UUID]
    ) -> tuple[FactKind, Report[Any]] | BadBody:
        """What a fact reports, or why it cannot be used."""
        fault = self._fault(item, last_seq, last_hash, known_ids)
        if fault is not None:
            return BadBody(fault)
        read = read_body(item)
        if isinstance(read, BadBody):
            return read
        kind, body = read
        reason = self._role_faults[kind]
        return (kind, self._report(item, body)) if reason is None else BadBody(reason)

    def _apply(self, kind: FactKind, report: Report[Any]) -> str | None:
        handler = self._handlers[kind]
        return self._apply_carefully(handler, report) if self._careful else handler(report)

    def _report(self, item: HashedFact, body: Message) -> Report[Any]:
        return Report(
            connection=self._connection,
            station_id=self._desk.station_id,
            station_name=self._desk.name,
            warehouse=self._desk.warehouse,
            pickup_point=self._desk.pickup_point,
            operator_id=item.fact.operator_id,
            fact_id=item.fact.id,
            happened_at=item.fact.happened_at,
            now=self._now,
            body=body,
        )

    def _apply_carefully(self, handler: Handler, report: Report[Any]) -> str | None:
        try:
            with self._connection.begin_nested():
                return handler(report)
        except (IntegrityError, DataError):
            return NOT_STORED

    def _keep(self, item: HashedFact, reason: str | None) -> None:
        fact = item.fact
        self._kept_rows.append(
            {
                "station_id": self._desk.station_id,
                "seq": fact.seq,
                "id": fact.id,
                "operator_id": fact.operator_id,
                "happened_at": fact.happened_at,
                "received_at": self._now,
                "kind": fact.kind,
                "version": fact.version,
                "body": item.body_text,
                "previous_hash": fact.previous_hash,
                "hash": item.hash,
                "refused_because": reason,
            }
        )
        if reason is not None:
            self._keep_refusal(item, reason)

    def _keep_refusal(self, item: HashedFact, reason: str) -> None:
        self._refused_rows.append(
            {
                "id": new_uuid(),
                "station_id": self._desk.station_id,
                "hash": item.hash,
                "fact": fact_json(item.fact),
                "reason": reason,
                "refused_at": self._now,
            }
        )

    def _write_kept(self) -> None:
        """A statement a table for the whole batch: the warehouse waits while facts are taken."""
        insert_rows(self._connection, facts, self._kept_rows, as_text=("body",))
        if self._refused_rows:
            columns = [refused_facts.c.station_id, refused_facts.c.hash]
            refused = conflict_insert(self._connection, refused_facts)
            self._connection.execute(
                refused.on_conflict_do_nothing(index_elements=columns), self._refused_rows
            )
