"""Migrations: from nothing to the newest form, and no further than this release knows."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text

from cloud_api.storage.engine import open_engine
from cloud_api.storage.metadata import metadata
from cloud_api.storage.schema import (
    NEWEST_REVISION,
    OUR_REVISIONS,
    SchemaRefusedError,
    SchemaState,
    alembic_config,
    migrate,
    require_current,
    schema_state,
)
from cloud_api.storage.transaction import writing
from tests.cloud_api.together import all_at_once


@pytest.fixture
def empty(empty_database: str) -> Iterator[Engine]:
    engine = open_engine(empty_database)
    yield engine
    engine.dispose()


def test_an_empty_database_is_brought_to_the_newest_form(empty: Engine) -> None:
    assert schema_state(empty) is SchemaState.EMPTY
    with pytest.raises(SchemaRefusedError, match="python -m cloud_api migrate"):
        require_current(empty)
    assert [migrate(empty), migrate(empty)] == [SchemaState.EMPTY, SchemaState.CURRENT]
    require_current(empty)


def test_migrations_make_exactly_the_tables_the_code_knows(empty: Engine) -> None:
    migrate(empty)
    with empty.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        names = set(inspect(connection).get_table_names())
    assert names == {*metadata.tables, "alembic_version"}


def test_an_older_database_keeps_its_rows(empty: Engine) -> None:
    """The form of the first revision, as a database of that time has it."""
    config = alembic_config()
    with writing(empty) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.execute(text("INSERT INTO warehouses (code, name, time_zone) VALUES ('W1', 'x', 'UTC')"))
    assert schema_state(empty) is SchemaState.OLDER
    assert migrate(empty) is SchemaState.OLDER
    with empty.connect() as connection:
        assert connection.execute(text("SELECT code FROM warehouses")).scalar() == "W1"


def test_a_station_of_before_keeps_its_role_as_its_only_one(empty: Engine) -> None:
    config = alembic_config()
    values = "VALUES (:id, :name, :role, '2026-06-18 12:00:00')"
    stations = [
        {"id": UUID(int=number).hex, "name": role, "role": role}
        for number, role in enumerate(("warehouse", "integrator"))
    ]
    with writing(empty) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0002")
        connection.execute(text(f"INSERT INTO stations (id, name, role, enrolled_at) {values}"), stations)
    migrate(empty)
    query = text("SELECT name, roles FROM stations ORDER BY id")
    with empty.connect() as connection:
        assert [tuple(row) for row in connection.execute(query)] == [
            ("warehouse", "warehouse"),
            ("integrator", "integrator"),
        ]
    with writing(empty) as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0002")
        kept = connection.execute(text("SELECT role FROM stations ORDER BY id")).scalars().all()
    assert kept == ["warehouse", "integrator"]


def test_the_way_back_leaves_nothing(empty: Engine) -> None:
    migrate(empty)
    config = alembic_config()
    with writing(empty) as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
    assert schema_state(empty) is SchemaState.EMPTY
    with empty.connect() as connection:
        assert inspect(connection).get_table_names() == ["alembic_version"]


def test_the_newest_revision_is_the_last_migration() -> None:
    script = ScriptDirectory.from_config(alembic_config())
    assert script.get_heads() == [NEWEST_REVISION]
    assert {revision.revision for revision in script.walk_revisions()} == OUR_REVISIONS


def test_a_newer_database_is_refused_untouched(empty: Engine) -> None:
    migrate(empty)
    with writing(empty) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for attempt in (migrate, require_current):
        with pytest.raises(SchemaRefusedError, match="newer release"):
            attempt(empty)
    assert schema_state(empty) is SchemaState.NEWER


def test_two_processes_that_start_together_migrate_once(empty_database: str) -> None:
    engines = [open_engine(empty_database) for _ in range(3)]
    before = all_at_once([lambda engine=engine: migrate(engine) for engine in engines])
    assert sorted(before) == ["current", "current", "empty"]
    for engine in engines:
        engine.dispose()


def test_a_migration_that_fails_leaves_nothing(empty: Engine) -> None:
    with writing(empty) as connection:
        connection.execute(text("CREATE TABLE waves (x INTEGER)"))
    with pytest.raises(Exception, match="waves"):
        migrate(empty)
    with empty.connect() as connection:
        assert inspect(connection).get_table_names() == ["waves"]


def test_sqlite_is_set_to_survive_a_power_cut(tmp_path_factory: pytest.TempPathFactory) -> None:
    engine = open_engine(str(tmp_path_factory.mktemp("pragmas") / "new" / "cloud.db"))
    with engine.connect() as connection:
        pragmas = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        ]
    engine.dispose()
    assert pragmas == ["wal", 2, 1, 30_000]
