"""Counts at a desk: told ones, own ones the cloud has not heard of, and refused ones that come back."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import Connection

from cloud_api.wire.exchange import ChangeKind
from cloud_api.wire.floor import (
    CountAsked,
    CountDifference,
    CountReason,
    CountSettled,
    CountState,
    CountTaken,
    CountTask,
)
from station.kernel.ids import new_uuid
from station.stock.applying import stock_told
from station.stock.tasks import ask_count, counts, find_count, settle_count, take_count
from station.storage.database import Database
from station.sync import outbox
from tests.station.stock.kit import AUTHOR, NOW, furnish, tell

ALL = tuple(CountState)


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    """A furnished station within one act."""
    database = Database(tmp_path / "station.db")
    with database.act() as within:
        furnish(within)
        yield within
    database.close()


def _task(state: CountState = CountState.ASKED, count_id: UUID | None = None) -> CountTask:
    return CountTask(
        count_id=count_id or new_uuid(),
        bin="A-01",
        sku="PEACH",
        why=CountReason.BELOW_ZERO,
        state=state,
        asked_at=NOW,
        differences=(CountDifference(sku="PEACH", book=3, found=1),) if state is CountState.TAKEN else (),
    )


def _tell(connection: Connection, task: CountTask) -> None:
    tell(connection, [task.model_dump(mode="json")], ChangeKind.COUNT)


def _taken(task: CountTask) -> CountTaken:
    return CountTaken(count_id=task.count_id, bin=task.bin, sku=task.sku, found=())


def _state(connection: Connection, task: CountTask) -> CountState:
    found = find_count(connection, task.count_id)
    assert found is not None
    return found.state


def test_told_counts_are_listed_by_state(connection: Connection) -> None:
    task, other = _task(), _task(CountState.TAKEN)
    _tell(connection, task)
    _tell(connection, other)
    assert counts(connection, [CountState.ASKED]) == [task]
    assert counts(connection, [CountState.TAKEN]) == [other]
    assert find_count(connection, new_uuid()) is None


def test_an_own_act_stands_until_the_cloud_has_heard_of_it(connection: Connection) -> None:
    task = _task()
    _tell(connection, task)
    take_count(connection, AUTHOR, _taken(task))
    _tell(connection, task)
    assert _state(connection, task) is CountState.TAKEN
    assert counts(connection, [CountState.ASKED]) == []
    _tell(connection, _task(CountState.AGREED, task.count_id))
    assert _state(connection, task) is CountState.TAKEN
    assert stock_told(connection, 2) == {"stock", "count"}
    assert _state(connection, task) is CountState.AGREED


def test_a_count_the_cloud_refused_is_to_be_taken_again(connection: Connection) -> None:
    task = _task()
    _tell(connection, task)
    take_count(connection, AUTHOR, _taken(task))
    stock_told(connection, 2)
    assert counts(connection, [CountState.ASKED]) == [task]


def test_own_wishes_and_decisions_are_facts(connection: Connection) -> None:
    wish = CountAsked(count_id=new_uuid(), bin="A-02", why=CountReason.SHORT)
    ask_count(connection, AUTHOR, wish)
    (asked,) = counts(connection, [CountState.ASKED])
    assert (asked.bin, asked.sku, asked.why) == ("A-02", None, CountReason.SHORT)
    decided = [(_task(CountState.TAKEN), True), (_task(CountState.TAKEN), False)]
    for task, approved in decided:
        _tell(connection, task)
        told = CountSettled(count_id=task.count_id, approved=approved, supervisor_id=new_uuid())
        settle_count(connection, AUTHOR, told)
    assert [_state(connection, task) for task, _ in decided] == [CountState.APPROVED, CountState.REJECTED]
    kinds = [fact.kind for fact in outbox.waiting(connection, 9)]
    assert kinds == ["CountAsked", "CountSettled", "CountSettled"]
    assert len(counts(connection, ALL)) == 3
