"""Copies of a SQLite file: by its backup API, because copying the file alone loses what stands in the WAL."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Engine

from cloud_api.storage.copying import CopyRefusedError

_SIDE_FILES = ("-wal", "-shm")


def path_of(engine: Engine) -> Path:
    """The file of a database."""
    return Path(engine.url.database or "")


def copy_out(engine: Engine, path: Path) -> None:
    """Copy one moment of the database; writers go on. Raises CopyRefusedError."""
    try:
        with closing(sqlite3.connect(path_of(engine))) as source, closing(sqlite3.connect(path)) as target:
            source.backup(target)
            # One file, not three: whoever carries it away carries all of it.
            target.execute("PRAGMA journal_mode=DELETE")
            _require_whole(target)
    except sqlite3.Error as error:
        raise CopyRefusedError(
            f"The copy could not be made: {error}. Check the folder {path.parent} and its room."
        ) from error


def put_back(engine: Engine, path: Path, stamp: str) -> str | None:
    """Put a copy in the place of the file, which is kept beside; answers where. Raises CopyRefusedError."""
    engine.dispose()
    place = path_of(engine)
    fresh = place.with_name(place.name + ".part")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, fresh)
        with closing(sqlite3.connect(fresh)) as copied:
            _require_whole(copied)
        kept = _set_aside(place, stamp) if place.exists() else None
        fresh.replace(place)
    except (sqlite3.Error, OSError) as error:
        raise CopyRefusedError(f"The copy cannot be put to {place}: {error}.") from error
    finally:
        fresh.unlink(missing_ok=True)
    return kept


def _set_aside(place: Path, stamp: str) -> str:
    """Only a file that nobody has open leaves the WAL mode; then it is one file and may be moved."""
    try:
        with closing(sqlite3.connect(place, timeout=0)) as old:
            mode = old.execute("PRAGMA journal_mode=DELETE").fetchone()[0]
    except sqlite3.OperationalError:
        mode = "in use"
    if mode != "delete" or any(place.with_name(place.name + end).exists() for end in _SIDE_FILES):
        raise CopyRefusedError(f"{place} is in use. Stop the service and its worker, then restore again.")
    kept = place.with_name(f"{place.name}.before-{stamp}")
    place.rename(kept)
    return str(kept)


def _require_whole(copied: sqlite3.Connection) -> None:
    found = [row[0] for row in copied.execute("PRAGMA integrity_check(3)")]
    if found != ["ok"]:
        raise CopyRefusedError(f"The copy is damaged: {'; '.join(found)}.")
    if copied.execute("PRAGMA foreign_key_check").fetchone() is not None:
        raise CopyRefusedError("The copy is damaged: rows refer to rows that are not there.")
