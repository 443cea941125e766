"""Rows of files people brought, and how far each is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, func, insert, select, update

from cloud_api.imports.found import Found
from cloud_api.imports.refusals import Refused, forget_refusals, keep_refusals
from cloud_api.sheets import Table
from cloud_api.storage.tables.imports import import_files
from cloud_api.wire.imports import ImportFile, ImportKind, ImportState, Reading, SheetRead

_FILE = import_files.c
_SHOWN = tuple(column for column in _FILE if column.name not in ("data", "found"))
_KEPT = (*_SHOWN, _FILE.found, func.length(_FILE.data).label("bytes"))
_NOTHING_DONE = MappingProxyType(dict.fromkeys(("rows_done", "accepted", "repeated", "refused"), 0))


@dataclass(frozen=True)
class KeptFile:
    """A file with all that is needed to read its rows."""

    shown: ImportFile
    reading: Reading
    header: tuple[str, ...]
    warehouse: str | None
    found: Found
    is_gone: bool
    """Its bytes are not kept any more."""


def insert_file(connection: Connection, values: Mapping[str, Any]) -> None:
    """Keep a file nobody has run yet."""
    connection.execute(insert(import_files).values(**values, **_NOTHING_DONE))


def find_file(connection: Connection, file_id: UUID, warehouse: str | None) -> KeptFile | None:
    """A file; with a `warehouse` only one that was brought for it."""
    row = connection.execute(select(*_KEPT).where(_FILE.id == file_id, *_scope(warehouse))).first()
    if row is None:
        return None
    return KeptFile(
        shown=_shown(row, taken_before(connection, row)),
        reading=Reading.model_validate(row.reading),
        header=tuple(row.header),
        warehouse=row.warehouse,
        found=Found.model_validate(row.found or {}),
        is_gone=not row.bytes,
    )


def file_data(connection: Connection, file_id: UUID) -> bytes:
    """The bytes of a kept file; none when they are gone."""
    return bytes(connection.scalar(select(_FILE.data).where(_FILE.id == file_id)) or b"")


def shown_file(connection: Connection, file_id: UUID, warehouse: str | None) -> ImportFile | None:
    """How far a file is, without reading it."""
    row = connection.execute(select(*_SHOWN).where(_FILE.id == file_id, *_scope(warehouse))).first()
    return None if row is None else _shown(row, taken_before(connection, row))


def list_files(
    connection: Connection, warehouse: str | None, limit: int, after: UUID | None
) -> list[ImportFile]:
    """Files, the latest first: their ids sort by birth."""
    query = select(*_SHOWN).where(*_scope(warehouse)).order_by(_FILE.id.desc())
    if after is not None:
        query = query.where(_FILE.id < after)
    return [
        _shown(row, taken_before(connection, row)) for row in connection.execute(query.limit(limit)).all()
    ]


def taken_before(connection: Connection, row: Any) -> datetime | None:
    """When the same bytes, brought earlier, were last taken in."""
    query = select(_FILE.done_at).where(
        _FILE.sha256 == row.sha256,
        _FILE.id != row.id,
        _FILE.uploaded_at <= row.uploaded_at,
        _FILE.done_at.is_not(None),
    )
    moment: datetime | None = connection.scalar(query.order_by(_FILE.done_at.desc()).limit(1))
    return moment


def last_reading(
    connection: Connection,
    kind: ImportKind,
    is_like: Callable[[Sequence[str]], bool],
    warehouse: str | None,
) -> Reading | None:
    """How a file of this kind with such headings was read last, by whoever put it right."""
    query = (
        select(_FILE.reading, _FILE.header)
        .where(_FILE.content == kind, *_scope(warehouse))
        .order_by(_FILE.uploaded_at.desc(), _FILE.id.desc())
        .limit(20)
    )
    for row in connection.execute(query):
        if is_like(row.header):
            return Reading.model_validate(row.reading)
    return None


def _scope(warehouse: str | None) -> list[ColumnElement[bool]]:
    return [] if warehouse is None else [_FILE.warehouse == warehouse]


def _shown(row: Any, taken: datetime | None) -> ImportFile:
    return ImportFile(
        id=row.id,
        name=row.name,
        kind=row.content,
        state=_state(row),
        uploaded_by=row.uploaded_by,
        uploaded_at=row.uploaded_at,
        started_at=row.started_at,
        done_at=row.done_at,
        taken_before=taken,
        checked_at=row.checked_at,
        fault=row.fault,
        rows=row.rows,
        rows_done=row.rows_done,
        accepted=row.accepted,
        repeated=row.repeated,
        refused=row.refused,
    )


def _state(row: Any) -> ImportState:
    if row.done_at is not None:
        return ImportState.DONE
    if row.started_at is not None:
        return ImportState.RUNNING
    return ImportState.CHECKING if row.checked_at is None else ImportState.WAITING


def change_reading(connection: Connection, file_id: UUID, reading: Reading, sheets: list[SheetRead]) -> None:
    """Another reading of one of these sheets: the file is checked, then waits to be run from its start."""
    sheet = next(sheet for sheet in sheets if sheet.name == reading.sheet)
    forget_outcome(connection, file_id)
    connection.execute(
        update(import_files)
        .where(_FILE.id == file_id)
        .values(
            reading=reading.model_dump(mode="json"),
            content=reading.kind,
            header=sheet.header,
            rows=sheet.rows,
            found=Found(sheets=sheets).as_json(),
            fault=None,
            started_at=None,
        )
    )


def forget_outcome(connection: Connection, file_id: UUID) -> None:
    """The file is taken in from its first row again; what was accepted stays and is then repeated."""
    forget_refusals(connection, file_id)
    values = {**_NOTHING_DONE, "done_at": None, "checked_at": None, "checking": None}
    connection.execute(update(import_files).where(_FILE.id == file_id).values(**values))


def note_table(connection: Connection, file_id: UUID, table: Table) -> None:
    """The file was read to its end: only now it is known how many rows there are, and how wide."""
    values = {"header": list(table.header), "rows": len(table.rows)}
    connection.execute(update(import_files).where(_FILE.id == file_id).values(**values))


def start(connection: Connection, file_id: UUID, now: datetime) -> None:
    """The file is being taken in from now on."""
    values = {"started_at": now}
    connection.execute(update(import_files).where(_FILE.id == file_id).values(**values))


def hold(connection: Connection, file_id: UUID) -> int | None:
    """Hold a running file to the end of the transaction; its rows done, None for any other."""
    connection.execute(select(_FILE.id).where(_FILE.id == file_id).with_for_update())
    return rows_done(connection, file_id)


def rows_done(connection: Connection, file_id: UUID) -> int | None:
    """How many rows of a running file are done, None for any other file."""
    query = select(_FILE.rows_done, _FILE.started_at, _FILE.done_at).where(_FILE.id == file_id)
    row = connection.execute(query).first()
    if row is None or row.started_at is None or row.done_at is not None:
        return None
    return int(row.rows_done)


@dataclass(frozen=True)
class Outcome:
    """What became of some rows: counts, and what was refused."""

    rows: int
    accepted: int
    repeated: int
    refused: Refused
    refusals: int
    """Orders or rows of master data that were refused."""


def keep_outcome(connection: Connection, file_id: UUID, outcome: Outcome) -> None:
    """Count what was done and keep what was refused, in the transaction that did it."""
    keep_refusals(connection, file_id, outcome.refused)
    connection.execute(
        update(import_files)
        .where(_FILE.id == file_id)
        .values(
            rows_done=_FILE.rows_done + outcome.rows,
            accepted=_FILE.accepted + outcome.accepted,
            repeated=_FILE.repeated + outcome.repeated,
            refused=_FILE.refused + outcome.refusals,
        )
    )


def finish(connection: Connection, file_id: UUID, now: datetime) -> None:
    """All rows were taken in or refused."""
    connection.execute(update(import_files).where(_FILE.id == file_id).values(done_at=now))
