"""Takes the rows of a kept file in, batch by batch, and goes on where it was broken off."""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DataError, IntegrityError

from cloud_api.imports.check_store import end_check
from cloud_api.imports.drafts import Draft, drafts
from cloud_api.imports.masters import put_drafts
from cloud_api.imports.orders import Made, OrderMaker, known_moments, order_maker
from cloud_api.imports.retention import tables_of
from cloud_api.imports.store import (
    KeptFile,
    Outcome,
    find_file,
    finish,
    hold,
    keep_outcome,
    note_table,
    rows_done,
)
from cloud_api.orders.service import accept_rows
from cloud_api.sheets import SheetRefusedError, Table
from cloud_api.storage.audit import Actor, note_act
from cloud_api.storage.clock import Clock
from cloud_api.storage.transaction import reading, writing
from cloud_api.wire.catalogue import RowResult, RowVerdict
from cloud_api.wire.imports import ImportKind
from cloud_api.wire.orders import OrderResult, OrderVerdict

_ORDERS_A_BATCH = 1_000
_ROWS_A_BATCH = 500
_NOT_STORED = "The database could not store this. Check its texts and numbers and send it again."

Progress = Callable[[int, int], None]
"""Told rows done and rows in all."""


def no_progress(_done: int, _total: int) -> None:
    """Nobody watches."""


def run_import(engine: Engine, clock: Clock, file_id: UUID, progress: Progress = no_progress) -> None:
    """Take in what is left of a file that was started; nothing for any other.

    Each batch commits with its progress, so that a run that was killed goes on behind it, and two runs of
    one file never take the same rows. Safe to repeat.
    """
    with reading(engine) as connection:
        kept = find_file(connection, file_id, None)
        left = rows_done(connection, file_id)
        if kept is None or left is None:
            return
        take = _taker(connection, clock, kept)
    try:
        table = sheet_named(tables_of(engine, kept), kept.reading.sheet)
    except SheetRefusedError as refusal:
        _give_up(engine, file_id, left, str(refusal), clock())
        return
    with writing(engine) as connection:
        note_table(connection, file_id, table)
    waiting = _behind(drafts(table, kept.reading), left)
    size = _ORDERS_A_BATCH if kept.reading.kind is ImportKind.ORDERS else _ROWS_A_BATCH
    for begin in range(0, len(waiting), size):
        batch = waiting[begin : begin + size]
        if not _take(engine, kept, take, batch, left):
            return
        left += _rows(batch)
        progress(left, len(table.rows))
    with writing(engine) as connection:
        if hold(connection, file_id) is not None:
            _finish(connection, file_id, kept, clock())


def _give_up(engine: Engine, file_id: UUID, done: int, fault: str, now: datetime) -> None:
    """The file was started before anybody read it to its end, and cannot be read so far."""
    with writing(engine) as connection:
        if hold(connection, file_id) == done:
            end_check(connection, file_id, now, None, fault)


def sheet_named(tables: Sequence[Table], name: str) -> Table:
    """The sheet a reading names. Raises SheetRefusedError."""
    table = next((table for table in tables if table.name == name), None)
    if table is None:
        raise SheetRefusedError(
            f"The file has no sheet {name[:60]}; it has {', '.join(table.name for table in tables)[:200]}."
        )
    return table


def _behind(all_drafts: Sequence[Draft], done: int) -> list[Draft]:
    """Drafts that are not done: a batch ends with a whole draft, and they always come in the same order."""
    seen = 0
    for place, draft in enumerate(all_drafts):
        if seen >= done:
            return list(all_drafts[place:])
        seen += len(draft.rows)
    return []


def _rows(batch: Sequence[Draft]) -> int:
    return sum(len(draft.rows) for draft in batch)


Take = Callable[[Connection, Sequence[Draft]], Outcome]
"""Takes a batch in, within a transaction."""


def _taker(connection: Connection, clock: Clock, kept: KeptFile) -> Take:
    """How the rows of this file are taken in; names are looked up once for a run."""
    if kept.reading.kind is ImportKind.ORDERS:
        maker = order_maker(connection, kept.reading, kept.warehouse)
        return lambda within, batch: _take_orders(within, clock, maker, batch)
    return lambda within, batch: _take_rows(within, clock, kept, batch)


def _take(engine: Engine, kept: KeptFile, take: Take, batch: Sequence[Draft], done: int) -> bool:
    """Take a batch in; False when another run has gone on meanwhile.

    What the database itself rejects is found by halving, so that it never fails the others.
    """
    try:
        with writing(engine) as connection:
            if hold(connection, kept.shown.id) != done:
                return False
            keep_outcome(connection, kept.shown.id, take(connection, batch))
            return True
    except (IntegrityError, DataError):
        if len(batch) > 1:
            first, second = batch[: len(batch) // 2], batch[len(batch) // 2 :]
            return _take(engine, kept, take, first, done) and _take(
                engine, kept, take, second, done + _rows(first)
            )
    with writing(engine) as connection:
        if hold(connection, kept.shown.id) != done:
            return False
        refused = [(draft.key, _NOT_STORED, row) for draft in batch for row in draft.rows]
        keep_outcome(connection, kept.shown.id, Outcome(_rows(batch), 0, 0, refused, len(batch)))
        return True


def _take_rows(connection: Connection, clock: Clock, kept: KeptFile, batch: Sequence[Draft]) -> Outcome:
    by = _on_behalf(kept)
    results = put_drafts(connection, kept.reading.kind, batch, kept.warehouse, clock(), by)
    return _outcome_of_rows(batch, results)


def _take_orders(connection: Connection, clock: Clock, maker: OrderMaker, batch: Sequence[Draft]) -> Outcome:
    moments = known_moments(connection, batch)
    made = [maker.make(draft, moments.get(draft.key)) for draft in batch]
    good = [each for each in made if each.fault is None]
    results = accept_rows(connection, [each.order for each in good], clock) if good else []
    reasons: list[tuple[Made, str]] = [(each, each.fault) for each in made if each.fault is not None]
    reasons += [
        (each, result.reason or "")
        for each, result in zip(good, results, strict=True)
        if result.verdict is OrderVerdict.REFUSED
    ]
    return Outcome(
        rows=_rows(batch),
        accepted=_count(results, OrderVerdict.ACCEPTED),
        repeated=_count(results, OrderVerdict.REPEATED),
        refused=[(each.draft.key, reason, row) for each, reason in reasons for row in each.draft.rows],
        refusals=len(reasons),
    )


def _count(results: Sequence[OrderResult], verdict: OrderVerdict) -> int:
    return sum(1 for result in results if result.verdict is verdict)


def _outcome_of_rows(batch: Sequence[Draft], results: Sequence[RowResult]) -> Outcome:
    refused = [
        (draft.key, result.reason or "", draft.rows[0])
        for draft, result in zip(batch, results, strict=True)
        if result.verdict is RowVerdict.REFUSED
    ]
    repeated = sum(1 for result in results if result.verdict is RowVerdict.UNCHANGED)
    return Outcome(len(batch), len(batch) - repeated - len(refused), repeated, refused, len(refused))


def _on_behalf(kept: KeptFile) -> Actor:
    """The service acts, for whoever brought the file; who started it is noted when it is started."""
    return Actor("service", f"import for {kept.shown.uploaded_by}")


def _finish(connection: Connection, file_id: UUID, kept: KeptFile, now: datetime) -> None:
    finish(connection, file_id, now)
    row = find_file(connection, file_id, None)
    assert row is not None
    counts = row.shown.model_dump(mode="json", include={"rows", "accepted", "repeated", "refused"})
    note_act(
        connection,
        _on_behalf(kept),
        "take file in",
        f"file {kept.shown.name}",
        now,
        {"id": str(file_id), **counts},
    )
