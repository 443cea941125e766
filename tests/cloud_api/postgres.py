"""A throw-away PostgreSQL server for tests."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from sqlalchemy import create_engine, make_url, text

_SOCKET_ONLY = "-c listen_addresses=''"
_NOT_DURABLE = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"


def find_binaries() -> Path | None:
    """The folder with initdb and pg_ctl, or None."""
    found = shutil.which("pg_ctl")
    if found:
        return Path(found).parent
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))
    return folders[-1].parent if folders else None


@dataclass(frozen=True)
class PostgresServer:
    """A running server; databases are made on demand."""

    folder: Path

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://postgres@/{database}?host={self.folder}"

    def create(self, template: str = "template1") -> str:
        """A fresh database; its URL."""
        name = f"test_{uuid4().hex}"
        self._run(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return self.url(name)

    def drop(self, url: str) -> None:
        self._run(f'DROP DATABASE "{database_name(url)}" WITH (FORCE)')

    def _run(self, statement: str) -> None:
        engine = create_engine(self.url("postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()


def database_name(url: str) -> str:
    """The name of the database a URL leads to."""
    return str(make_url(url).database)


@contextmanager
def running_server(binaries: Path, *, durable: bool = False) -> Iterator[PostgresServer]:
    """A server of its own on a socket in a temporary folder; root lends it the user postgres.

    Only a durable one, as for a bench, would survive a power cut.
    """
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    as_owner: list[str] = []
    if os.geteuid() == 0:
        owner = pwd.getpwnam("postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)
        as_owner = ["setpriv", f"--reuid={owner.pw_uid}", f"--regid={owner.pw_gid}", "--clear-groups"]
    data = folder / "data"

    def tool(*words: str) -> None:
        subprocess.run([*as_owner, *words], check=True, cwd=folder, stdout=subprocess.DEVNULL)

    try:
        tool(str(binaries / "initdb"), "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "-N")
        options = f"-k {folder} {_SOCKET_ONLY} {'' if durable else _NOT_DURABLE}"
        pg_ctl = str(binaries / "pg_ctl")
        tool(pg_ctl, "-D", str(data), "-l", str(folder / "log"), "-w", "-o", options, "start")
        try:
            yield PostgresServer(folder)
        finally:
            tool(pg_ctl, "-D", str(data), "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder)
