"""A desk that meets what the book cannot be right about asks for a count, once for each question."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from cloud_api.wire.floor import CountReason, CountState, CountTask
from station.kernel.ids import new_uuid
from station.stock.applying import apply_count
from station.stock.asking import ask_count
from station.stock.tasks import counts
from station.storage import tables
from station.storage.database import Database
from station.sync.outbox import acting
from tests.station.stock.kit import AUTHOR, NOW, furnish

ASKED = (CountState.ASKED,)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = Database(tmp_path / "station.db")
    with made.act() as connection:
        furnish(connection)
    yield made
    made.close()


def ask(database: Database, bin: str, sku: str | None) -> bool:
    with acting(database, AUTHOR) as act:
        return ask_count(act, bin, sku, CountReason.SHORT) is not None


def facts(database: Database) -> int:
    with database.look() as connection:
        return connection.execute(select(func.count()).select_from(tables.fact)).scalar_one()


def test_the_same_question_is_asked_once(database: Database) -> None:
    assert ask(database, "A-01", "PEACH")
    assert not ask(database, "A-01", "PEACH")
    assert ask(database, "A-01", "MILK")
    assert ask(database, "A-02", "PEACH")
    with database.look() as connection:
        asked = [(task.bin, task.sku, task.why) for task in counts(connection, ASKED)]
    assert sorted(asked) == [
        ("A-01", "MILK", CountReason.SHORT),
        ("A-01", "PEACH", CountReason.SHORT),
        ("A-02", "PEACH", CountReason.SHORT),
    ]
    assert facts(database) == 3


def test_a_count_of_the_whole_bin_answers_it_too(database: Database) -> None:
    assert ask(database, "A-01", None)
    assert not ask(database, "A-01", "PEACH")
    assert not ask(database, "A-01", None)


@pytest.mark.parametrize(
    ("state", "is_new"),
    [(CountState.REJECTED, False), (CountState.TAKEN, True), (CountState.APPROVED, True)],
)
def test_a_count_that_ended_is_asked_anew(database: Database, state: CountState, is_new: bool) -> None:
    task = CountTask(
        count_id=new_uuid(),
        bin="A-01",
        sku="PEACH",
        why=CountReason.ROUND,
        state=state,
        asked_at=NOW,
        counted_by=AUTHOR.operator_id,
    )
    with database.act() as connection:
        apply_count(connection, task.model_dump(mode="json"), NOW)
    assert ask(database, "A-01", "PEACH") is is_new
