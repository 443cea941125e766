"""Lets the bytes of files go that people brought long ago; what became of their rows stays."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Engine, func, or_, select, update

from cloud_api.imports.store import KeptFile, file_data
from cloud_api.sheets import SheetRefusedError, Table, read_tables
from cloud_api.storage.retention import Keep
from cloud_api.storage.tables.imports import import_files
from cloud_api.storage.transaction import reading, writing

FILES_AT_ONCE = 20


def prune(engine: Engine, now: datetime, keep: Keep) -> Mapping[str, int]:
    """Files brought longer ago than `keep.import_files` lose their bytes, unless they are being taken in;
    how many did."""
    files = import_files.c
    still = or_(files.started_at.is_(None), files.done_at.is_not(None))
    old = select(files.id).where(
        files.uploaded_at < now - keep.import_files, still, func.length(files.data) > 0
    )
    gone = 0
    while True:
        with writing(engine) as connection:
            some = list(connection.scalars(old.limit(FILES_AT_ONCE)))
            connection.execute(update(import_files).where(files.id.in_(some)).values(data=b""))
        gone += len(some)
        if len(some) < FILES_AT_ONCE:
            return {"import_file_bytes": gone}


def tables_of(engine: Engine, kept: KeptFile) -> list[Table]:
    """The tables of a file that was brought. Raises SheetRefusedError, also where its bytes are gone."""
    refuse_gone(kept)
    with reading(engine) as connection:
        data = file_data(connection, kept.shown.id)
    return read_tables(data, kept.shown.name)


def refuse_gone(kept: KeptFile) -> None:
    """Raise SheetRefusedError for a file whose bytes are not kept any more."""
    if kept.is_gone:
        raise SheetRefusedError(
            f"{kept.shown.name} was brought on {kept.shown.uploaded_at:%Y-%m-%d}; what it held is not kept "
            "for so long. Bring the file again."
        )
