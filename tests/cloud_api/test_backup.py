"""Backups made while orders come in, and what a restore puts back, refuses and keeps."""

import json
import subprocess
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func, inspect, select, text

from cloud_api.__main__ import main
from cloud_api.app import release
from cloud_api.jobs.dbos_setup import make_job_tables
from cloud_api.orders.service import take_orders
from cloud_api.storage import pg_copies
from cloud_api.storage.backup import back_up, manifest_path, read_manifest, restore
from cloud_api.storage.copying import CopyRefusedError
from cloud_api.storage.engine import open_engine
from cloud_api.storage.schema import NEWEST_REVISION, SchemaState, schema_state
from cloud_api.storage.tables.orders import order_lines, orders
from cloud_api.storage.transaction import reading
from tests.cloud_api.kit import EVENING, SQLITE_ONLY, Shop, order, running

LATER = EVENING + timedelta(hours=1)


def count(engine: Engine, what: Any = orders) -> int:
    with reading(engine) as connection:
        return connection.scalar(select(func.count()).select_from(what)) or 0


def test_a_backup_under_writing_load_is_one_moment(shop: Shop, engine: Engine, tmp_path: Path) -> None:
    """Each order has two lines, written in one transaction: half of one would show."""
    shop.send(order("FIRST", PEACH=1, RICE=1))
    going_on, written = threading.Event(), threading.Event()

    def write() -> None:
        number = 0
        while not going_on.is_set():
            rows = [order(f"L{number + place}", PEACH=1, RICE=2) for place in range(20)]
            take_orders(engine, rows, shop.cloud.clock)
            number += len(rows)
            written.set()

    writer = threading.Thread(target=write)
    writer.start()
    assert written.wait(20)
    path = tmp_path / "day.backup"
    manifest = back_up(engine, path, release(), LATER)
    going_on.set()
    writer.join(20)
    assert (manifest.revision, manifest.database) == (NEWEST_REVISION, engine.dialect.name)
    assert read_manifest(path) == manifest
    taken = count(engine)
    restored = _restored(engine, path, shop)
    try:
        kept = count(restored)
        assert 0 < kept <= taken
        assert count(restored, order_lines) == 2 * kept
        assert schema_state(restored) is SchemaState.CURRENT
    finally:
        restored.dispose()


def _restored(engine: Engine, path: Path, shop: Shop) -> Engine:
    """The backup in a database beside; on PostgreSQL in another one of the same server."""
    if engine.dialect.name == "sqlite":
        other = open_engine(str(path.with_name("other.db")))
    else:
        name = f"restored_{engine.url.database}"
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(f'CREATE DATABASE "{name}"'))
        other = open_engine(engine.url.set(database=name).render_as_string(hide_password=False))
    assert restore(other, path, LATER, force=False).kept is None
    return other


def test_a_restore_keeps_what_was_there_and_stations_notice(
    shop: Shop, engine: Engine, database: str, tmp_path: Path
) -> None:
    desk = shop.cloud.desk()
    make_job_tables(engine)
    path = tmp_path / "evening.backup"
    shop.send(order("A"))
    back_up(engine, path, release(), LATER)
    shop.send(order("B"))
    shop.cut_off()
    newest = desk.call("GET", "/v1/changes").json()["last_cursor"]
    shop.cloud.session.close()
    fresh = _stopped(engine, database)
    with pytest.raises(CopyRefusedError, match="add --force"):
        restore(fresh, path, LATER, force=False)
    assert count(fresh) == 2
    fresh.dispose()
    done = restore(fresh, path, LATER, force=True)
    assert count(fresh) == 1
    _old_rows_are_there(fresh, done.kept, 2)
    with running(fresh, shop.cloud.clock) as served:
        told = served.call("GET", "/v1/changes", desk.token).json()
        assert told["last_cursor"] < newest
        assert served.call("GET", f"/v1/cycles/{shop.cycle_id}", shop.token).json()["orders"] == 1
    fresh.dispose()


def _stopped(engine: Engine, database: str) -> Engine:
    """The service of the fixture holds no session while nobody asks."""
    engine.dispose()
    return open_engine(database)


def _old_rows_are_there(engine: Engine, kept: str | None, wanted: int) -> None:
    assert kept is not None
    if engine.dialect.name == "sqlite":
        old = open_engine(kept)
        assert count(old) == wanted
        old.dispose()
        return
    schema = kept.split(", ")[0]
    with engine.connect() as connection:
        assert inspect(connection).has_table("workflow_status", schema=kept.split(", ")[1])
        assert connection.scalar(text(f'SELECT count(*) FROM "{schema}".orders')) == wanted
    engine.dispose()


def test_a_database_in_use_is_not_replaced(
    open_database: Callable[[], Engine], shop: Shop, tmp_path: Path
) -> None:
    engine = open_database()
    path = tmp_path / "x.backup"
    back_up(engine, path, release(), LATER)
    with reading(shop.cloud.engine) as connection:
        connection.execute(select(orders).limit(1)).all()
        with pytest.raises(CopyRefusedError, match="Stop the service"):
            restore(engine, path, LATER, force=True)
    assert count(engine) == 0


def test_what_is_no_sound_backup_is_refused(engine: Engine, tmp_path: Path) -> None:
    path = tmp_path / "x.backup"
    back_up(engine, path, release(), LATER)
    with pytest.raises(CopyRefusedError, match="overwrites none"):
        back_up(engine, path, release(), LATER)
    told = json.loads(manifest_path(path).read_text(encoding="utf-8"))

    def refused(words: str, **changed: Any) -> None:
        manifest_path(path).write_text(json.dumps(told | changed), encoding="utf-8")
        with pytest.raises(CopyRefusedError, match=words):
            restore(engine, path, LATER, force=True)

    refused("newer than those", revision="9999")
    refused("same kind", database="oracle")
    refused("not what its manifest says", sha256="0" * 64)
    refused("cannot be read", colour="red")
    manifest_path(path).unlink()
    with pytest.raises(CopyRefusedError, match="two files"):
        restore(engine, path, LATER, force=True)


def test_a_damaged_copy_does_not_take_the_place_of_anything(shop: Shop, tmp_path: Path) -> None:
    """Its manifest is right, as after a bad disk at the time of the backup."""
    engine = shop.cloud.engine
    shop.send(order("A"))
    path = tmp_path / "x.backup"
    manifest = back_up(engine, path, release(), LATER)
    torn = path.read_bytes()[: manifest.bytes // 2]
    path.write_bytes(torn)
    digest = subprocess.run(["sha256sum", str(path)], capture_output=True, text=True, check=True).stdout
    told = json.loads(manifest_path(path).read_text(encoding="utf-8"))
    told |= {"bytes": len(torn), "sha256": digest.split()[0]}
    manifest_path(path).write_text(json.dumps(told), encoding="utf-8")
    engine.dispose()
    with pytest.raises(CopyRefusedError):
        restore(engine, path, LATER, force=True)
    assert count(engine) == 1


@SQLITE_ONLY
def test_the_verbs_tell_what_they_did(
    database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "copy.db"
    assert main(["backup", str(path), "--database", database, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["revision"], told["release"]) == (NEWEST_REVISION, release())
    assert main(["restore", str(path), "--database", str(tmp_path / "new" / "cloud.db")]) == 0
    assert "YOULIN_CLOUD_EXTENSION_DIGIT" in capsys.readouterr().out
    for words, said in (
        (["backup", str(tmp_path / "none" / "x"), "--database", database], "Check the folder"),
        (["backup", str(tmp_path / "y"), "--database", str(tmp_path / "nothing.db")], "Name the right one"),
        (["restore", str(tmp_path / "z"), "--database", database], "two files"),
    ):
        assert main(words) == 1
        assert said in capsys.readouterr().err
    assert not (tmp_path / "nothing.db").exists()


@pytest.mark.postgresql
@pytest.mark.parametrize(
    "database", [pytest.param("postgresql", marks=pytest.mark.postgresql)], indirect=True
)
def test_without_the_tools_of_postgresql_it_says_what_to_install(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(Path, "glob", lambda _self, _pattern: iter(()))
    with pytest.raises(CopyRefusedError, match="postgresql-client"):
        pg_copies.copy_out(engine, tmp_path / "x")
