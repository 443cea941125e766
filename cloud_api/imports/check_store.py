"""Keeps what a check of a file finds, and lets only the latest check of it go on."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select, update

from cloud_api.imports.found import Found
from cloud_api.imports.refusals import Refused, forget_refusals, keep_refusals
from cloud_api.imports.store import KeptFile, find_file
from cloud_api.storage.tables.imports import import_files
from cloud_api.wire.imports import ImportState

_FILE = import_files.c


def begin_check(connection: Connection, file_id: UUID, check: UUID) -> KeptFile | None:
    """From now on this check judges the rows, and any before it stops; None for a file that is not to be
    checked."""
    connection.execute(select(_FILE.id).where(_FILE.id == file_id).with_for_update())
    kept = find_file(connection, file_id, None)
    if kept is None or kept.shown.state is not ImportState.CHECKING:
        return None
    forget_refusals(connection, file_id)
    connection.execute(update(import_files).where(_FILE.id == file_id).values(checking=check, rows_done=0))
    return kept


def is_checking(connection: Connection, file_id: UUID, check: UUID) -> bool:
    """Hold a file to the end of the transaction; whether nothing has overtaken this check of it."""
    query = select(_FILE.checking).where(_FILE.id == file_id).with_for_update()
    return connection.scalar(query) == check


def keep_found(connection: Connection, file_id: UUID, found: Found, rows: int, refused: Refused) -> None:
    """What a check found in `rows` more rows, and those of them that would be refused."""
    keep_refusals(connection, file_id, refused)
    values = {"found": found.as_json(), "rows_done": _FILE.rows_done + rows}
    connection.execute(update(import_files).where(_FILE.id == file_id).values(**values))


def end_check(
    connection: Connection, file_id: UUID, now: datetime, found: Found | None, fault: str | None = None
) -> None:
    """All rows were judged; or the file has a fault for which none can be."""
    values: dict[str, Any] = {"checking": None, "checked_at": now, "fault": fault, "started_at": None}
    if found is not None:
        values["found"] = found.as_json()
    connection.execute(update(import_files).where(_FILE.id == file_id).values(**values))
