"""Judges the rows of a kept file before anything is taken in: a person decides by what it finds."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Engine

from cloud_api.imports.check_store import begin_check, end_check, is_checking, keep_found
from cloud_api.imports.drafts import Draft
from cloud_api.imports.found import Found
from cloud_api.imports.judging import Judging
from cloud_api.imports.refusals import Refused
from cloud_api.imports.retention import tables_of
from cloud_api.imports.run import Progress, no_progress, run_import
from cloud_api.imports.store import KeptFile, note_table
from cloud_api.sheets import SheetRefusedError
from cloud_api.storage.clock import Clock
from cloud_api.storage.ids import new_uuid
from cloud_api.storage.transaction import reading, writing
from cloud_api.wire.imports import PreviewRow, PreviewVerdict


def go_on(engine: Engine, clock: Clock, file_id: UUID) -> None:
    """Do what a file waits for: judge its rows, or take them in once a person said so. Safe to repeat."""
    check_file(engine, clock, file_id)
    run_import(engine, clock, file_id)


def check_file(engine: Engine, clock: Clock, file_id: UUID, progress: Progress = no_progress) -> None:
    """Judge all rows of a file that waits for it; nothing for any other.

    Each slice commits what was found so far with the rows it refuses. A check that was broken off begins
    anew; one that is overtaken, by another check, another reading or a run, stops.
    """
    check = new_uuid()
    with writing(engine) as connection:
        kept = begin_check(connection, file_id, check)
    if kept is None:
        return
    try:
        judging = _judging(engine, kept)
    except SheetRefusedError as refusal:
        _end(engine, clock, file_id, check, None, str(refusal))
        return
    with writing(engine) as connection:
        if not is_checking(connection, file_id, check):
            return
        note_table(connection, file_id, judging.table)
    if _judge(engine, clock, file_id, check, judging, progress):
        _end(engine, clock, file_id, check, judging.whole(), None)


def _judging(engine: Engine, kept: KeptFile) -> Judging:
    """Raises SheetRefusedError."""
    tables = tables_of(engine, kept)
    with reading(engine) as connection:
        return Judging(connection, tables, kept.reading, kept.warehouse)


def _judge(
    engine: Engine, clock: Clock, file_id: UUID, check: UUID, judging: Judging, progress: Progress
) -> bool:
    """Judge slice by slice; False when the check was overtaken."""
    done = 0
    for batch in judging.slices():
        with reading(engine) as connection:
            judged = judging.judge(connection, batch, clock())
        rows = sum(len(draft.rows) for draft in batch)
        with writing(engine) as connection:
            if not is_checking(connection, file_id, check):
                return False
            keep_found(connection, file_id, judging.so_far(), rows, _refused(batch, judged))
        done += rows
        progress(done, len(judging.table.rows))
    return True


def _refused(batch: Sequence[Draft], judged: Sequence[PreviewRow]) -> Refused:
    return [
        (draft.key, each.reason or "", row)
        for draft, each in zip(batch, judged, strict=True)
        if each.verdict is PreviewVerdict.REFUSED
        for row in draft.rows
    ]


def _end(
    engine: Engine, clock: Clock, file_id: UUID, check: UUID, found: Found | None, fault: str | None
) -> None:
    with writing(engine) as connection:
        if is_checking(connection, file_id, check):
            end_check(connection, file_id, clock(), found, fault)
