"""Copies of a PostgreSQL database: by its own tools, in their custom format."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from cloud_api.storage.copying import CopyRefusedError

_SCHEMAS = ("public", "dbos")
"""Our tables, and those of our jobs."""
_OTHERS = text(
    "SELECT count(*) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
)


def copy_out(engine: Engine, path: Path) -> None:
    """Copy one moment of the database; writers go on. Raises CopyRefusedError."""
    ours = [f"--schema={schema}" for schema in _SCHEMAS]
    _run(engine, "pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={path}", *ours)
    _run(engine, "pg_restore", "--list", str(path), with_database=False)


def put_back(engine: Engine, path: Path, stamp: str) -> str | None:
    """Put a copy into the database; the schemas that were there get other names, which it answers.

    Raises CopyRefusedError; then the schemas have their names again.
    """
    engine.dispose()
    with _nobody_else(engine):
        makes_public = " SCHEMA - public " in _run(
            engine, "pg_restore", "--list", str(path), with_database=False
        )
        kept = _set_aside(engine, stamp, empty_public=not makes_public)
        try:
            _run(engine, "pg_restore", "--no-owner", "--no-privileges", "--single-transaction", str(path))
        except CopyRefusedError:
            _bring_back(engine, kept)
            raise
    return ", ".join(kept.values()) or None


@contextmanager
def _nobody_else(engine: Engine) -> Iterator[None]:
    with engine.connect() as connection:
        others = connection.scalar(_OTHERS) or 0
    engine.dispose()
    if others:
        raise CopyRefusedError(
            f"{others} other sessions use the database. Stop the services and workers, then restore again."
        )
    yield


def _set_aside(engine: Engine, stamp: str, *, empty_public: bool) -> dict[str, str]:
    """New names by the old ones; if asked, an empty public stands in the place of the one that went."""
    kept: dict[str, str] = {}
    with engine.begin() as connection:
        for schema in _SCHEMAS:
            if inspect(connection).get_table_names(schema=schema):
                kept[schema] = f"{schema}_before_{stamp.replace('-', '_')}"
                _rename(connection, schema, kept[schema])
        if not empty_public:
            connection.execute(text("DROP SCHEMA IF EXISTS public"))
        elif "public" in kept:
            connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    return kept


def _bring_back(engine: Engine, kept: dict[str, str]) -> None:
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA IF EXISTS public"))
        for schema, name in kept.items():
            _rename(connection, name, schema)
        connection.execute(text("CREATE SCHEMA IF NOT EXISTS public"))


def _rename(connection: Connection, schema: str, name: str) -> None:
    quote = connection.dialect.identifier_preparer.quote
    connection.execute(text(f"ALTER SCHEMA {quote(schema)} RENAME TO {quote(name)}"))


def _run(engine: Engine, tool: str, *words: str, with_database: bool = True) -> str:
    """What a tool of PostgreSQL prints; the password goes by the environment, where `ps` does not show it."""
    url = engine.url.set(drivername="postgresql", password=None)
    secret = {"PGPASSWORD": str(engine.url.password)} if engine.url.password else {}
    target = [f"--dbname={url.render_as_string(hide_password=False)}"] if with_database else []
    done = subprocess.run(  # noqa: S603 - a tool of PostgreSQL by its whole path
        [_find(tool), *target, *words],
        env={**os.environ, **secret},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise CopyRefusedError(f"{tool} says: {done.stderr.strip() or 'nothing'}")
    return done.stdout


def _find(tool: str) -> str:
    found = shutil.which(tool)
    if found is None:
        newest = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{tool}"), key=_version)
        found = str(newest[-1]) if newest else None
    if found is None:
        raise CopyRefusedError(
            f"{tool} is not installed here. Install the client package of your PostgreSQL server "
            "(Debian: postgresql-client), or make copies where the server runs."
        )
    return found


def _version(tool: Path) -> float:
    try:
        return float(tool.parent.parent.name)
    except ValueError:
        return 0.0
