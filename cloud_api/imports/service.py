"""What a person does with a file: bring it, look at it, put its reading right, start it."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import Connection, Engine

from cloud_api.imports.fields import FIELDS
from cloud_api.imports.preview import missing_of, preview
from cloud_api.imports.proposing import GROUP_HEADING, REASON_HEADING, propose, without_ours
from cloud_api.imports.retention import tables_of
from cloud_api.imports.run import run_import, sheet_named
from cloud_api.imports.store import (
    KeptFile,
    change_reading,
    find_file,
    forget_outcome,
    hold,
    insert_file,
    list_refusals,
    shown_file,
    start,
)
from cloud_api.sheets import Sheet, Table, Value, read_tables, write_csv, write_xlsx
from cloud_api.storage.audit import Actor, note_act
from cloud_api.storage.clock import Clock
from cloud_api.storage.hooks import Enqueue, Job
from cloud_api.storage.ids import new_uuid
from cloud_api.storage.transaction import reading, writing
from cloud_api.wire.imports import ImportFile, ImportPreview, ImportState, Reading

AT_ONCE_ROWS = 2_000
"""Larger files are taken in by the worker, in the background."""
_LONGEST_NAME = 255
_LONGEST_ACTOR = 200
_REFUSALS_A_READ = 1_000


class ReadingRefusedError(Exception):
    """A reading that does not fit its file; the message says what to put right."""


class ImportBusyError(Exception):
    """The file is being taken in at this moment; the message says so."""


@dataclass(frozen=True)
class Person:
    """Who brings files, and the only warehouse they may change things of; None: all."""

    actor: Actor
    warehouse: str | None = None


def upload(
    engine: Engine, clock: Clock, person: Person, name: str, data: bytes, time_zone: str = "Asia/Shanghai"
) -> ImportPreview:
    """Keep a file with a guessed reading; nothing of it is taken in yet.

    Raises SheetRefusedError for what is no table, ReadingRefusedError for a time zone there is none of.
    """
    _check_zone(time_zone)
    shown = clean_name(name)
    tables = read_tables(data, shown)
    now, file_id = clock(), new_uuid()
    with writing(engine) as connection:
        proposed, table = propose(connection, tables, shown, person.warehouse, now, time_zone)
        digest = hashlib.sha256(data).hexdigest()
        insert_file(
            connection,
            {
                "id": file_id,
                "name": shown,
                "content": proposed.kind,
                "sha256": digest,
                "data": data,
                "header": list(table.header),
                "reading": proposed.model_dump(mode="json"),
                "warehouse": person.warehouse,
                "uploaded_by": person.actor.name[:_LONGEST_ACTOR],
                "uploaded_at": now,
                "rows": len(table.rows),
            },
        )
        note_act(
            connection,
            person.actor,
            "bring file",
            f"file {shown}",
            now,
            {"id": str(file_id), "sha256": digest},
        )
    return _previewed(engine, file_id, person, now, tables)


def clean_name(name: str) -> str:
    """A file's name without folders and without what cannot be shown or stored."""
    last = PurePath(name.replace("\\", "/")).name
    kept = "".join(character if character.isprintable() else "?" for character in last)
    return kept.encode("utf-8", "replace").decode().strip()[-_LONGEST_NAME:] or "file"


def look(engine: Engine, clock: Clock, person: Person, file_id: UUID) -> ImportPreview | None:
    """How a kept file is read and what would become of it now; None when there is no such file."""
    with reading(engine) as connection:
        kept = find_file(connection, file_id, person.warehouse)
    if kept is None:
        return None
    return _previewed(engine, file_id, person, clock(), tables_of(kept))


def _previewed(
    engine: Engine, file_id: UUID, person: Person, now: datetime, tables: Sequence[Table]
) -> ImportPreview:
    with reading(engine) as connection:
        kept = find_file(connection, file_id, person.warehouse)
        assert kept is not None
        return preview(connection, tables, kept.reading, kept.warehouse, now, kept.shown)


def correct(
    engine: Engine, clock: Clock, person: Person, file_id: UUID, told: Reading
) -> ImportPreview | None:
    """Read a file another way; it then waits to be run. None when there is no such file.

    Raises ReadingRefusedError, SheetRefusedError for a sheet that is not there, and ImportBusyError.
    """
    with reading(engine) as connection:
        kept = find_file(connection, file_id, person.warehouse)
    if kept is None:
        return None
    tables = tables_of(kept)
    table = sheet_named(tables, told.sheet)
    check_reading(told, table)
    now = clock()
    with writing(engine) as connection:
        _refuse_while_running(connection, file_id)
        change_reading(connection, file_id, told, table.header, len(table.rows))
        about = f"file {kept.shown.name}"
        note_act(connection, person.actor, "correct reading", about, now, {"id": str(file_id)})
    return _previewed(engine, file_id, person, now, tables)


def _refuse_while_running(connection: Connection, file_id: UUID) -> None:
    if hold(connection, file_id) is not None:
        raise ImportBusyError(
            "The file is being taken in now. Wait until it is done, then correct its reading."
        )


def check_reading(told: Reading, table: Table) -> None:
    """Raise ReadingRefusedError for a field, a heading or a time zone there is none of."""
    _check_zone(told.time_zone)
    fields = {field.name for field in FIELDS[told.kind]}
    for name in (*told.columns, *told.defaults):
        if name not in fields:
            raise ReadingRefusedError(
                f"There is no field {name[:60]}; {told.kind} have {', '.join(sorted(fields))}."
            )
    for name, heading in told.columns.items():
        if heading not in table.header:
            raise ReadingRefusedError(
                f"{name}: the sheet {table.name[:60]} has no column {heading[:60]}. Name one of its headings."
            )


def _check_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ReadingRefusedError(
            f"There is no time zone {name[:60]}. Name one such as Asia/Shanghai."
        ) from error


def begin(engine: Engine, clock: Clock, enqueue: Enqueue, person: Person, file_id: UUID) -> ImportFile | None:
    """Start a file, or start it once more: at once, or by the worker when it is large.

    A file that is running goes on. None when there is no such file. Raises ReadingRefusedError when something
    needed is missing.
    """
    with reading(engine) as connection:
        kept = find_file(connection, file_id, person.warehouse)
    if kept is None:
        return None
    large = kept.shown.rows > AT_ONCE_ROWS
    if kept.shown.state is not ImportState.RUNNING:
        start_file(engine, clock, person, kept, enqueue if large else None)
    if not large:
        run_import(engine, clock, file_id)
    with reading(engine) as connection:
        return shown_file(connection, file_id, person.warehouse)


def start_file(engine: Engine, clock: Clock, person: Person, kept: KeptFile, enqueue: Enqueue | None) -> None:
    """From now on the file is being taken in, whatever happens to this process."""
    table = sheet_named(tables_of(kept), kept.reading.sheet)
    missing = missing_of(kept.reading, table)
    if missing:
        raise ReadingRefusedError(
            f"The file lacks the columns {', '.join(missing)}. Name the column that holds each in the "
            "reading, or give a default."
        )
    now = clock()
    with writing(engine) as connection:
        if hold(connection, kept.shown.id) is not None:
            return
        forget_outcome(connection, kept.shown.id)
        start(connection, kept.shown.id, now)
        if enqueue is not None:
            enqueue(connection, Job.RUN_IMPORT, str(kept.shown.id))
        about = f"file {kept.shown.name}"
        note_act(connection, person.actor, "run import", about, now, {"id": str(kept.shown.id)})


def refusals_file(engine: Engine, person: Person, file_id: UUID, form: str) -> tuple[str, bytes] | None:
    """Every refused row as it came, with the reason in a last column: to be put right and sent again.

    `form` is csv or xlsx. Answers a file name and the file; None when there is no such file.
    """
    with reading(engine) as connection:
        kept = find_file(connection, file_id, person.warehouse)
        if kept is None:
            return None
        rows = list(_refused_rows(connection, kept))
    extra = [GROUP_HEADING] if kept.reading.group or GROUP_HEADING in kept.header else []
    header = [*without_ours(kept.header), *extra, REASON_HEADING]
    name = f"{PurePath(kept.shown.name).stem}-refused.{form}"
    if form == "csv":
        return name, write_csv(header, rows)
    widths = [16.0] * (len(header) - 1) + [60.0]
    return name, write_xlsx([Sheet(kept.reading.sheet, header, rows, widths)])


def _refused_rows(connection: Connection, kept: KeptFile) -> Iterator[list[Value]]:
    """The group stands in another sheet of its file: it goes along, or the numbers would not be the same."""
    ours = {place for place, heading in enumerate(kept.header) if not without_ours([heading])}
    groups = [place for place, heading in enumerate(kept.header) if heading == GROUP_HEADING]
    after = 0
    while part := list_refusals(connection, kept.shown.id, _REFUSALS_A_READ, after):
        for refusal in part:
            cells: list[Value] = [cell for place, cell in enumerate(refusal.cells) if place not in ours]
            if kept.reading.group:
                cells.append(kept.reading.group)
            elif groups:
                cells.append(refusal.cells[groups[0]])
            yield [*cells, refusal.reason]
        after = part[-1].row
