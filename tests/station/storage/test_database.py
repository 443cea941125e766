"""The database file: durable, checked, one at a time, and plain words when it cannot be used."""

import contextlib
import os
import shutil
import sqlite3
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import IntegrityError

from station.kernel.clock import SettableClock
from station.kernel.trouble import Trouble
from station.storage import tables
from station.storage.database import HEAD, Database, Records

NOTICE = {"at": SettableClock().now(), "kind": "test", "body": "x" * 3000}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "station.db"


@pytest.fixture
def database(path: Path) -> Iterator[Database]:
    made = Database(path)
    yield made
    made.close()


def notices(connection: Connection) -> int:
    return len(connection.execute(select(tables.notice.c.id)).all())


def trouble(path: Path) -> Trouble:
    """What opening `path` complains of."""
    with pytest.raises(Trouble) as caught:
        Database(path)
    return caught.value


def test_a_new_file_has_the_tables_of_the_code(database: Database) -> None:
    with database.look() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, tables.metadata) == []
        version = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    assert version == HEAD


def test_a_file_is_taken_up_again_as_it_was(path: Path) -> None:
    first = Database(path)
    with first.act() as connection:
        connection.execute(insert(tables.notice).values(**NOTICE))
    first.close()
    second = Database(path)
    with second.look() as connection:
        assert notices(connection) == 1
        assert connection.execute(select(tables.notice.c.at)).scalar() == NOTICE["at"]
    second.close()


def test_an_act_survives_a_power_cut_and_a_half_act_does_not(path: Path, tmp_path: Path) -> None:
    """The files as they lie on the disk, without any closing, are what a power cut leaves."""
    database = Database(path)
    with database.act() as connection:
        connection.execute(insert(tables.notice).values(**NOTICE))
    with database.act() as connection:
        connection.execute(insert(tables.notice).values(**NOTICE))
        after = tmp_path / "after"
        after.mkdir()
        for file in path.parent.glob("station.db*"):
            if file.suffix != ".lock":
                shutil.copy(file, after)
    database.close()
    again = Database(after / "station.db")
    with again.look() as connection:
        assert notices(connection) == 1
    again.close()


@pytest.mark.parametrize(
    ("pragma", "value"), [("foreign_keys", 1), ("synchronous", 2), ("journal_mode", "wal")]
)
def test_the_file_is_set_for_safety(database: Database, pragma: str, value: object) -> None:
    with database.look() as connection:
        assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value


def test_a_broken_reference_is_a_bug_of_ours_and_leaves_nothing(database: Database) -> None:
    def break_it() -> None:
        with database.act() as connection:
            connection.execute(insert(tables.notice).values(**NOTICE))
            connection.exec_driver_sql(
                "INSERT INTO crate (id, wave_id, sscc, number, zone, state) VALUES ('1', '2', '3', 4, '', '')"
            )

    with pytest.raises(IntegrityError):
        break_it()
    with database.look() as connection:
        assert notices(connection) == 0


def test_an_act_that_fails_is_undone_whole(database: Database) -> None:
    def torn() -> None:
        with database.act() as connection:
            connection.execute(insert(tables.notice).values(**NOTICE))
            raise KeyError

    with pytest.raises(KeyError):
        torn()
    with database.act() as connection:
        assert notices(connection) == 0


def test_a_newer_file_is_refused_in_plain_words_and_left_alone(path: Path) -> None:
    Database(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    before = path.read_bytes()
    found = trouble(path)
    assert found.what.text == "The data was written by a newer version of the station ({version})"
    assert (found.what.values, found.retry_helps) == ({"version": "9999"}, False)
    assert path.read_bytes() == before


@pytest.mark.parametrize("damage", ["not a database", "torn pages"])
def test_a_damaged_file_is_told_and_kept(path: Path, damage: str) -> None:
    database = Database(path)
    with database.act() as connection:
        for _ in range(50):
            connection.execute(insert(tables.notice).values(**NOTICE))
    database.close()
    content = bytearray(path.read_bytes())
    if damage == "not a database":
        content[:100] = os.urandom(100)
    else:
        content[4096 * 3 :] = b"\xff" * (len(content) - 4096 * 3)
    path.write_bytes(content)
    found = trouble(path)
    assert found.what.text == "The data file is damaged: {reason}"
    assert found.remedy.values == {"path": str(path)}
    assert path.read_bytes() == content


def test_a_second_station_on_one_file_is_refused(database: Database, path: Path) -> None:
    found = trouble(path)
    assert found.what.text == "The station is running already on this PC"
    assert found.retry_helps
    with database.act() as connection:
        assert notices(connection) == 0


def test_a_failed_opening_frees_the_file(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"nonsense" * 1000)
    trouble(path)
    path.unlink()
    Database(path).close()


def test_a_folder_that_is_none_is_told_with_its_path(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    found = trouble(blocked / "station.db")
    assert found.what.text == "The data file cannot be used: {reason}"
    assert str(blocked) in found.remedy.values["path"]


def test_a_file_that_may_not_be_written_is_told(path: Path) -> None:
    """By the database itself: the rights of a folder do not stop a superuser."""
    database = Database(path)
    with database.look() as connection:
        connection.exec_driver_sql("PRAGMA query_only=1")
    with pytest.raises(Trouble) as caught, database.act():
        raise AssertionError("the act must not begin")
    assert caught.value.what.text == "The data file cannot be used: {reason}"
    database.close()


def test_a_full_disk_is_told_and_leaves_nothing_half_done(database: Database) -> None:
    with database.act() as connection:
        connection.execute(insert(tables.notice).values(**NOTICE))
    with database.look() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")

    def fill() -> None:
        with database.act() as connection:
            for _ in range(50):
                connection.execute(insert(tables.notice).values(**NOTICE))

    with pytest.raises(Trouble) as caught:
        fill()
    assert caught.value.what.text == "The disk is full: nothing was recorded for this act"
    assert caught.value.retry_helps
    with database.look() as connection:
        assert notices(connection) == 1
        connection.exec_driver_sql("PRAGMA max_page_count=1000000")
    fill()
    with database.look() as connection:
        assert notices(connection) == 51


def test_records_run_all_threads_in_one_order_on_one_thread(path: Path) -> None:
    records = Records(path)
    threads = [threading.Thread(target=lambda: [records.act(_count_up) for _ in range(20)]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert records.act(notices) == 80
    names = {records.submit(lambda: threading.current_thread().name).result() for _ in range(3)}
    assert len(names) == 1
    records.close()


def _count_up(connection: Connection) -> None:
    connection.execute(insert(tables.notice).values(at=NOTICE["at"], kind="test", body=""))


def test_records_tell_the_trouble_of_their_file_to_whoever_opens_them(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"nonsense" * 1000)
    with pytest.raises(Trouble):
        Records(path)


def test_the_database_serves_no_other_thread(database: Database) -> None:
    failures: list[BaseException] = []

    def intrude() -> None:
        try:
            with database.look():
                pass
        except AssertionError as error:
            failures.append(error)

    thread = threading.Thread(target=intrude)
    thread.start()
    thread.join()
    assert len(failures) == 1


def test_a_half_act_whose_undoing_fails_never_reaches_the_disk(path: Path, tmp_path: Path) -> None:
    database = Database(path)

    def torn() -> None:
        with database.act() as connection:
            connection.execute(insert(tables.notice).values(**NOTICE))
            forbid_rollback(connection, forbidden=True)
            raise KeyError

    with pytest.raises(Trouble):
        torn()
    with contextlib.closing(sqlite3.connect(path)) as other:
        assert other.execute("SELECT count(*) FROM notice").fetchone() == (0,)
    database.close()
    again = Database(path)
    with again.look() as connection:
        assert notices(connection) == 0
    again.close()


def test_an_act_comes_after_one_whose_undoing_failed(database: Database) -> None:
    held: list[Connection] = []

    def torn() -> None:
        with database.act() as connection:
            held.append(connection)
            connection.execute(insert(tables.notice).values(**NOTICE))
            forbid_rollback(connection, forbidden=True)
            raise KeyError

    with pytest.raises(Trouble):
        torn()
    forbid_rollback(held[0], forbidden=False)
    with database.act() as connection:
        connection.execute(insert(tables.notice).values(**NOTICE))
    with database.look() as connection:
        assert notices(connection) == 1


def forbid_rollback(connection: Connection, *, forbidden: bool) -> None:
    """Let SQLite refuse to roll back, as a disk that fails does."""

    def rule(action: int, what: str | None, *_: object) -> int:
        refused = action == sqlite3.SQLITE_TRANSACTION and what == "ROLLBACK"
        return sqlite3.SQLITE_DENY if refused else sqlite3.SQLITE_OK

    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    driver.set_authorizer(rule if forbidden else None)


def test_a_failure_of_another_file_within_an_act_is_not_the_databases(database: Database) -> None:
    def read_another_file() -> None:
        with database.act() as connection:
            connection.execute(insert(tables.notice).values(**NOTICE))
            raise FileNotFoundError("a label's template")

    with pytest.raises(FileNotFoundError):
        read_another_file()
    with database.look() as connection:
        assert notices(connection) == 0


def test_closing_that_fails_still_frees_the_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    records = Records(path)
    close = Connection.close

    def broken(connection: Connection) -> None:
        close(connection)
        raise OSError("the disk is gone")

    with monkeypatch.context() as patch:
        patch.setattr(Connection, "close", broken)
        with pytest.raises(OSError, match="the disk is gone"):
            records.close()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("store")]
    Database(path).close()


def test_nothing_gets_in_behind_the_close(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    records = Records(path)
    closing, go_on, close = threading.Event(), threading.Event(), Database.close

    def slow(database: Database) -> None:
        closing.set()
        assert go_on.wait(10)
        close(database)

    monkeypatch.setattr(Database, "close", slow)
    ending = threading.Thread(target=records.close)
    ending.start()
    assert closing.wait(10)
    with pytest.raises(RuntimeError):
        records.submit(lambda: None)
    go_on.set()
    ending.join()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("store")]


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc for the files this process holds open")
def test_a_failed_opening_holds_no_file_open_while_its_trouble_is_told(path: Path) -> None:
    Database(path).close()
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    found = trouble(path)
    still_open = [file for file in Path("/proc/self/fd").iterdir() if str(path) in os.path.realpath(file)]
    assert (found.retry_helps, still_open) == (False, [])
