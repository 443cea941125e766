"""Rows of files people brought, and of what was refused in them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from cloud_api.sheets import Row
from cloud_api.storage.tables.imports import import_files, import_refusals
from cloud_api.wire.imports import ImportFile, ImportKind, ImportRefusal, ImportState, Reading

_FILE = import_files.c
_SHOWN = tuple(column for column in _FILE if column.name not in ("data",))
_LONGEST_KEY = 64


@dataclass(frozen=True)
class KeptFile:
    """A file with all that is needed to take its rows in."""

    shown: ImportFile
    reading: Reading
    header: tuple[str, ...]
    data: bytes
    warehouse: str | None


def insert_file(connection: Connection, values: Mapping[str, Any]) -> None:
    """Keep a file nobody has run yet."""
    counts = dict.fromkeys(("rows_done", "accepted", "repeated", "refused"), 0)
    connection.execute(insert(import_files).values(**values, **counts))


def find_file(connection: Connection, file_id: UUID, warehouse: str | None) -> KeptFile | None:
    """A file; with a `warehouse` only one that was brought for it."""
    row = connection.execute(select(import_files).where(_FILE.id == file_id, *_scope(warehouse))).first()
    if row is None:
        return None
    shown = _shown(row, taken_before(connection, row))
    return KeptFile(shown, Reading.model_validate(row.reading), tuple(row.header), row.data, row.warehouse)


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
    state = ImportState.WAITING if row.started_at is None else ImportState.RUNNING
    return ImportFile(
        id=row.id,
        name=row.name,
        kind=row.content,
        state=state if row.done_at is None else ImportState.DONE,
        uploaded_by=row.uploaded_by,
        uploaded_at=row.uploaded_at,
        started_at=row.started_at,
        done_at=row.done_at,
        taken_before=taken,
        rows=row.rows,
        rows_done=row.rows_done,
        accepted=row.accepted,
        repeated=row.repeated,
        refused=row.refused,
    )


def change_reading(
    connection: Connection, file_id: UUID, reading: Reading, header: Sequence[str], rows: int
) -> None:
    """Another reading: the file waits to be run again from its start."""
    forget_outcome(connection, file_id)
    connection.execute(
        update(import_files)
        .where(_FILE.id == file_id)
        .values(
            reading=reading.model_dump(mode="json"),
            content=reading.kind,
            header=list(header),
            rows=rows,
            started_at=None,
        )
    )


def forget_outcome(connection: Connection, file_id: UUID) -> None:
    """The file is taken in from its first row again; what was accepted stays and is then repeated."""
    connection.execute(delete(import_refusals).where(import_refusals.c.file_id == file_id))
    values: dict[str, Any] = dict.fromkeys(("rows_done", "accepted", "repeated", "refused"), 0)
    connection.execute(update(import_files).where(_FILE.id == file_id).values(**values, done_at=None))


def start(connection: Connection, file_id: UUID, now: datetime) -> None:
    """The file is being taken in from now on."""
    connection.execute(update(import_files).where(_FILE.id == file_id).values(started_at=now))


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
    refused: list[tuple[str, str, Row]]
    """Key, reason and row, for each row of the file."""
    refusals: int
    """Orders or rows of master data that were refused."""


def keep_outcome(connection: Connection, file_id: UUID, outcome: Outcome) -> None:
    """Count what was done and keep what was refused, in the transaction that did it."""
    if outcome.refused:
        connection.execute(
            insert(import_refusals),
            [
                {
                    "file_id": file_id,
                    "row": row.number,
                    "key": key[:_LONGEST_KEY],
                    "reason": reason,
                    "cells": list(row.cells),
                }
                for key, reason, row in outcome.refused
            ],
        )
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


def list_refusals(connection: Connection, file_id: UUID, limit: int, after: int) -> list[ImportRefusal]:
    """Refused rows behind row `after`, in the order of the file."""
    query = (
        select(import_refusals)
        .where(import_refusals.c.file_id == file_id, import_refusals.c.row > after)
        .order_by(import_refusals.c.row)
        .limit(limit)
    )
    return [
        ImportRefusal(row=row.row, key=row.key, reason=row.reason, cells=row.cells)
        for row in connection.execute(query)
    ]
