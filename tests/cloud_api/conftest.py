"""Databases of both kinds, ready to be served."""

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, QueuePool

from cloud_api.documents.press import Press
from cloud_api.storage.engine import open_engine
from cloud_api.storage.schema import migrate
from tests.cloud_api.kit import DEADLINE_S, Cloud, SetClock, Shop, open_shop, running
from tests.cloud_api.postgres import PostgresServer, database_name, find_binaries, running_server

BOTH = ("sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql))


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    binaries = find_binaries()
    if binaries is None:
        pytest.skip("no PostgreSQL server is installed here")
    with running_server(binaries) as server:
        yield server


@pytest.fixture(scope="session")
def postgres_template(postgres_server: PostgresServer) -> str:
    """The name of a migrated database new ones are copied from."""
    url = postgres_server.create()
    _migrate(url)
    return database_name(url)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file new ones are copied from."""
    path = tmp_path_factory.mktemp("template") / "cloud.db"
    _migrate(str(path))
    return path


def _migrate(database: str) -> None:
    engine = open_engine(database)
    migrate(engine)
    engine.dispose()


@pytest.fixture(params=BOTH)
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without any table, as --database names it."""
    if request.param == "sqlite":
        yield str(tmp_path / "cloud.db")
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    url = server.create()
    yield url
    server.drop(url)


@pytest.fixture(params=BOTH)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A migrated database, as --database names it."""
    if request.param == "sqlite":
        path = tmp_path / "cloud.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield str(path)
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    url = server.create(request.getfixturevalue("postgres_template"))
    yield url
    server.drop(url)


@pytest.fixture
def open_database(database: str) -> Iterator[Callable[[], Engine]]:
    """Opens the test's database; each engine stands for a process of its own."""
    engines: list[Engine] = []

    def open_one() -> Engine:
        engines.append(open_engine(database))
        return engines[-1]

    yield open_one
    for engine in engines:
        _wait_for_threads(engine)
        engine.dispose()


def _wait_for_threads(engine: Engine) -> None:
    """DBOS does not wait for its threads; a connection one gives back later would be closed by nobody."""
    deadline = time.monotonic() + DEADLINE_S
    while isinstance(engine.pool, QueuePool) and engine.pool.checkedout() and time.monotonic() < deadline:
        time.sleep(0.01)


@pytest.fixture
def engine(open_database: Callable[[], Engine]) -> Engine:
    return open_database()


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def cloud(engine: Engine, clock: SetClock) -> Iterator[Cloud]:
    """A running service over an empty, migrated database."""
    with running(engine, clock) as serving:
        yield serving


@pytest.fixture
def shop(cloud: Cloud) -> Shop:
    """An integrator, a catalogue, and an open cycle of W1."""
    return open_shop(cloud)


@pytest.fixture
def house(shop: Shop) -> Shop:
    """A shop whose manager can sign in at the console."""
    from tests.cloud_api.console_kit import with_people

    with_people(shop)
    return shop


@pytest.fixture(scope="session")
def press() -> Press:
    """Draws documents; its fonts are read once for all tests."""
    return Press()
