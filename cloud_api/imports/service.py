"""What a person does with a file: bring it, look at it, put its reading right, start it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import Connection, Engine

from cloud_api.imports.checking import check_file
from cloud_api.imports.fields import FIELDS
from cloud_api.imports.found import Found
from cloud_api.imports.needs import missing_of
from cloud_api.imports.preview import preview_of
from cloud_api.imports.proposing import propose
from cloud_api.imports.retention import refuse_gone
from cloud_api.imports.run import run_import
from cloud_api.imports.sheets_seen import first_look, is_large, sheet_of, sheets_of
from cloud_api.imports.store import (
    KeptFile,
    change_reading,
    find_file,
    forget_outcome,
    hold,
    insert_file,
    shown_file,
    start,
)
from cloud_api.sheets import SheetRefusedError
from cloud_api.storage.audit import Actor, note_act
from cloud_api.storage.clock import Clock
from cloud_api.storage.hooks import Enqueue, Job, leave_to_sweep
from cloud_api.storage.ids import new_uuid
from cloud_api.storage.transaction import reading, writing
from cloud_api.wire.imports import ImportFile, ImportPreview, ImportState, Reading, SheetRead

_LONGEST_NAME = 255
_LONGEST_ACTOR = 200


class ReadingRefusedError(Exception):
    """A reading that does not fit its file; the message says what to put right."""


class ColumnsMissingError(ReadingRefusedError):
    """Needed fields have neither a column nor a default; `missing` names them for other words."""

    def __init__(self, missing: Sequence[str]) -> None:
        super().__init__(
            f"The file lacks the columns {', '.join(missing)}. Name the column that holds each in the "
            "reading, or give a default."
        )
        self.missing = missing


class ImportBusyError(Exception):
    """The file is being taken in at this moment; the message says so."""


@dataclass(frozen=True)
class Person:
    """Who brings files, and the only warehouse they may change things of; None: all."""

    actor: Actor
    warehouse: str | None = None


def upload(
    engine: Engine,
    clock: Clock,
    person: Person,
    name: str,
    data: bytes,
    time_zone: str = "Asia/Shanghai",
    enqueue: Enqueue = leave_to_sweep,
) -> ImportPreview:
    """Keep a file with a guessed reading and judge its rows, a large one behind the request.

    Raises SheetRefusedError for what is no table, ReadingRefusedError for a time zone there is none of.
    """
    file_id = keep(engine, clock, person, name, data, time_zone, enqueue)
    shown = _checked(engine, clock, person, file_id)
    assert shown is not None
    return shown


def keep(
    engine: Engine,
    clock: Clock,
    person: Person,
    name: str,
    data: bytes,
    time_zone: str,
    enqueue: Enqueue = leave_to_sweep,
) -> UUID:
    """Keep a file with a reading guessed from its first rows, not judged yet. Raises as upload."""
    _check_zone(time_zone)
    shown = clean_name(name)
    glanced = first_look(data, shown)
    sheets = sheets_of(glanced)
    now, file_id = clock(), new_uuid()
    digest = hashlib.sha256(data).hexdigest()
    with writing(engine) as connection:
        proposed, table = propose(connection, glanced.tables, shown, person.warehouse, now, time_zone)
        values = {
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
            "rows": len(table.rows) if glanced.is_whole else None,
            "found": Found(sheets=sheets).as_json(),
        }
        insert_file(connection, values)
        if is_large(sheets):
            enqueue(connection, Job.RUN_IMPORT, str(file_id))
        facts = {"id": str(file_id), "sha256": digest}
        note_act(connection, person.actor, "bring file", f"file {shown}", now, facts)
    return file_id


def clean_name(name: str) -> str:
    """A file's name without folders and without what cannot be shown or stored."""
    last = PurePath(name.replace("\\", "/")).name
    kept = "".join(character if character.isprintable() else "?" for character in last)
    return kept.encode("utf-8", "replace").decode().strip()[-_LONGEST_NAME:] or "file"


def look(engine: Engine, person: Person, file_id: UUID) -> ImportPreview | None:
    """How a kept file is read and what would become of it, as far as it is checked.

    None when there is no such file. Raises SheetRefusedError when what it held is not kept any more.
    """
    with reading(engine) as connection:
        kept = find_file(connection, file_id, person.warehouse)
    if kept is None:
        return None
    refuse_gone(kept)
    return preview_of(kept)


def _checked(engine: Engine, clock: Clock, person: Person, file_id: UUID) -> ImportPreview | None:
    """Judge a small file in front of the person; a large one is left to the worker."""
    shown = look(engine, person, file_id)
    if shown is None or is_large(shown.sheets):
        return shown
    check_file(engine, clock, file_id)
    return look(engine, person, file_id)


def correct(
    engine: Engine,
    clock: Clock,
    person: Person,
    file_id: UUID,
    told: Reading,
    enqueue: Enqueue = leave_to_sweep,
) -> ImportPreview | None:
    """Read a file another way and judge its rows again; it then waits to be run.

    None when there is no such file. Raises ReadingRefusedError, ImportBusyError, and SheetRefusedError for
    a sheet that is not there.
    """
    with reading(engine) as connection:
        kept = find_file(connection, file_id, person.warehouse)
    if kept is None:
        return None
    change(engine, clock, person, kept, told, enqueue)
    return _checked(engine, clock, person, file_id)


def change(
    engine: Engine, clock: Clock, person: Person, kept: KeptFile, told: Reading, enqueue: Enqueue
) -> None:
    """Read a file another way, without judging its rows yet. Raises as correct."""
    refuse_gone(kept)
    sheets = kept.found.sheets
    check_reading(told, sheet_of(sheets, told.sheet))
    file_id = kept.shown.id
    with writing(engine) as connection:
        _refuse_while_running(connection, file_id)
        change_reading(connection, file_id, told, sheets)
        if is_large(sheets):
            enqueue(connection, Job.RUN_IMPORT, str(file_id))
        about = f"file {kept.shown.name}"
        note_act(connection, person.actor, "correct reading", about, clock(), {"id": str(file_id)})


def _refuse_while_running(connection: Connection, file_id: UUID) -> None:
    if hold(connection, file_id) is not None:
        raise ImportBusyError(
            "The file is being taken in now. Wait until it is done, then correct its reading."
        )


def check_reading(told: Reading, sheet: SheetRead) -> None:
    """Raise ReadingRefusedError for a field, a heading or a time zone there is none of."""
    _check_zone(told.time_zone)
    fields = {field.name for field in FIELDS[told.kind]}
    for name in (*told.columns, *told.defaults):
        if name not in fields:
            raise ReadingRefusedError(
                f"There is no field {name[:60]}; {told.kind} have {', '.join(sorted(fields))}."
            )
    for name, heading in told.columns.items():
        if heading not in sheet.header:
            raise ReadingRefusedError(
                f"{name}: the sheet {sheet.name[:60]} has no column {heading[:60]}. Name one of its headings."
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
    large = is_large(kept.found.sheets)
    if kept.shown.state is not ImportState.RUNNING:
        start_file(engine, clock, person, kept, enqueue if large else None)
    if not large:
        run_import(engine, clock, file_id)
    with reading(engine) as connection:
        return shown_file(connection, file_id, person.warehouse)


def start_file(engine: Engine, clock: Clock, person: Person, kept: KeptFile, enqueue: Enqueue | None) -> None:
    """From now on the file is being taken in, whatever happens to this process."""
    refuse_gone(kept)
    if kept.shown.fault is not None:
        raise SheetRefusedError(kept.shown.fault)
    missing = missing_of(kept.reading, kept.header)
    if missing:
        raise ColumnsMissingError(missing)
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
