"""Copies a database while it is served, with a manifest that says what the copy is and that it is whole."""

import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, select, text

from cloud_api.storage import pg_copies, sqlite_copies
from cloud_api.storage.copying import CopyRefusedError
from cloud_api.storage.schema import NEWEST_REVISION, OUR_REVISIONS
from cloud_api.storage.tables.catalogue import warehouses
from cloud_api.storage.tables.devices import stations
from cloud_api.storage.tables.exchange import facts
from cloud_api.storage.tables.orders import cycles, orders

_HELD = (warehouses, stations, cycles, orders, facts)
"""A database with a row in any of these is somebody's."""
_CHUNK_BYTES = 1 << 20


@dataclass(frozen=True)
class Manifest:
    """What stands beside a backup, in FILE.json."""

    release: str
    revision: str
    database: str
    """sqlite or postgresql"""
    made_at: str
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Restored:
    """What a restore did."""

    manifest: Manifest
    kept: str | None
    """Where what was there before is kept: a file, or schemas of the same database."""


def manifest_path(path: Path) -> Path:
    """Where the manifest of a backup stands."""
    return path.with_name(path.name + ".json")


def back_up(engine: Engine, path: Path, release: str, now: datetime) -> Manifest:
    """Copy the database to a new file and look that the copy is whole; the service goes on meanwhile.

    Raises CopyRefusedError.
    """
    for taken in (path, manifest_path(path)):
        if taken.exists():
            raise CopyRefusedError(f"{taken} is there already. Name a new file; a backup overwrites none.")
    revision = None
    if _is_there(engine):
        with engine.connect() as connection:
            revision = _revision(connection)
    if revision is None:
        raise CopyRefusedError("The database has no tables of this service. Name the right one: --database.")
    partial = path.with_name(path.name + ".part")
    copy = sqlite_copies.copy_out if engine.dialect.name == "sqlite" else pg_copies.copy_out
    try:
        copy(engine, partial)
        manifest = Manifest(
            release, revision, engine.dialect.name, now.isoformat(), partial.stat().st_size, _sha256(partial)
        )
        _write(manifest_path(path), json.dumps(asdict(manifest), indent=2) + "\n")
        _keep(partial)
        partial.replace(path)
    except OSError as error:
        raise CopyRefusedError(
            f"{path} cannot be written: {error.strerror or error}. Check the folder and its room."
        ) from error
    finally:
        partial.unlink(missing_ok=True)
    return manifest


def restore(engine: Engine, path: Path, now: datetime, *, force: bool) -> Restored:
    """Put a backup in the place of the database; with `force` also where one with rows stands.

    What was there is kept beside. Raises CopyRefusedError; the database is then as it was.
    """
    manifest = read_manifest(path)
    _check(manifest, path, engine)
    stamp = now.strftime("%Y%m%d-%H%M%S")
    held = _has_rows(engine)
    if held and not force:
        raise CopyRefusedError(
            "The database has rows. To put the backup in its place, add --force: the rows are kept beside."
        )
    put: Callable[[Engine, Path, str], str | None]
    put = sqlite_copies.put_back if engine.dialect.name == "sqlite" else pg_copies.put_back
    return Restored(manifest, put(engine, path, stamp))


def read_manifest(path: Path) -> Manifest:
    """The manifest of a backup. Raises CopyRefusedError."""
    try:
        return Manifest(**json.loads(manifest_path(path).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise CopyRefusedError(
            f"{manifest_path(path)} cannot be read. A backup is two files, the copy and its .json: "
            "bring both to the same folder."
        ) from error


def _check(manifest: Manifest, path: Path, engine: Engine) -> None:
    """That the file is what its manifest says, and that this release can read it."""
    if manifest.database != engine.dialect.name:
        raise CopyRefusedError(
            f"The backup is of {manifest.database}, the database is {engine.dialect.name}. "
            "Restore it to the same kind."
        )
    if manifest.revision not in OUR_REVISIONS:
        raise CopyRefusedError(
            f"The backup was made by release {manifest.release}, whose tables (revision {manifest.revision}) "
            f"are newer than those of this one ({NEWEST_REVISION}). Install that release and restore again."
        )
    try:
        sound = path.stat().st_size == manifest.bytes and _sha256(path) == manifest.sha256
    except OSError as error:
        raise CopyRefusedError(f"{path} cannot be read: {error.strerror or error}.") from error
    if not sound:
        raise CopyRefusedError(
            f"{path} is not what its manifest says: it was cut off or changed. Use another backup."
        )


def _has_rows(engine: Engine) -> bool:
    if not _is_there(engine):
        return False
    with engine.connect() as connection:
        known = set(inspect(connection).get_table_names())
        return any(
            connection.execute(select(table).limit(1)).first() is not None
            for table in _HELD
            if table.name in known
        )


def _is_there(engine: Engine) -> bool:
    """Looking into a SQLite file that is not there would make it."""
    return engine.dialect.name != "sqlite" or sqlite_copies.path_of(engine).exists()


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return revision


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()


def _write(path: Path, words: str) -> None:
    path.write_text(words, encoding="utf-8")
    _keep(path)


def _keep(path: Path) -> None:
    """Have the disk keep a file, also when the power fails now."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
