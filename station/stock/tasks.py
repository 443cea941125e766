"""Counts as this desk knows them: what the cloud told last, and what was done here since."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from cloud_api.wire.facts import FactKind
from cloud_api.wire.floor import CountAsked, CountSettled, CountState, CountTaken, CountTask
from station.storage import tables
from station.sync.outbox import Author, append_fact


def counts(connection: Connection, states: Collection[CountState]) -> list[CountTask]:
    """Counts that are in one of these states, the one asked first first.

    One that was taken here and is on its way to the cloud is TAKEN, without differences.
    """
    task = tables.count_task.c
    query = select(tables.count_task).where(task.state.in_([str(state) for state in states]))
    return [_task(row.body, row.state) for row in connection.execute(query.order_by(task.asked_at, task.id))]


def find_count(connection: Connection, count_id: UUID) -> CountTask | None:
    """The count with this id; None where this desk never heard of it."""
    row = connection.execute(select(tables.count_task).where(tables.count_task.c.id == count_id)).first()
    return None if row is None else _task(row.body, row.state)


def ask_count(connection: Connection, author: Author, body: CountAsked) -> None:
    """Somebody is to count a bin: the fact, and the task for this desk's own list."""
    seq = append_fact(connection, author, FactKind.COUNT_ASKED, body)
    task = CountTask(
        count_id=body.count_id,
        bin=body.bin,
        sku=body.sku,
        why=body.why,
        state=CountState.ASKED,
        asked_at=author.at,
    )
    _keep(connection, task)
    _own(connection, body.count_id, seq, CountState.ASKED)


def take_count(connection: Connection, author: Author, body: CountTaken) -> None:
    """A bin was counted: the fact; the cloud holds it against the book and tells what came of it."""
    seq = append_fact(connection, author, FactKind.COUNT_TAKEN, body)
    _own(connection, body.count_id, seq, CountState.TAKEN)


def settle_count(connection: Connection, author: Author, body: CountSettled) -> None:
    """A supervisor has decided about a difference: the fact, and the state this desk shows from now on."""
    seq = append_fact(connection, author, FactKind.COUNT_SETTLED, body)
    _own(connection, body.count_id, seq, CountState.APPROVED if body.approved else CountState.REJECTED)


def keep_told(connection: Connection, task: CountTask) -> None:
    """What the cloud tells of a count; an own act it has not heard of yet stands for its state until then."""
    _keep(connection, task)


def facts_arrived(connection: Connection, expected_seq: int) -> bool:
    """The cloud has heard of own facts below `expected_seq`: its word counts again; whether any waited."""
    task = tables.count_task.c
    arrived = connection.execute(select(task.id, task.body).where(task.own_seq < expected_seq)).all()
    for row in arrived:
        state = CountTask.model_validate_json(row.body).state
        known = update(tables.count_task).where(task.id == row.id)
        connection.execute(known.values(state=str(state), own_seq=None))
    return bool(arrived)


def _task(body: str, state: str) -> CountTask:
    told = CountTask.model_validate_json(body)
    if told.state == state:
        return told
    return told.model_copy(update={"state": CountState(state)})


def _keep(connection: Connection, task: CountTask) -> None:
    row = {
        "bin": task.bin,
        "sku": task.sku,
        "state": str(task.state),
        "asked_at": task.asked_at,
        "body": task.model_dump_json(),
    }
    known = tables.count_task.c
    statement = upsert(tables.count_task).values(id=task.count_id, **row)
    unless_own = known.own_seq.is_(None)
    connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=row, where=unless_own))
    own = update(tables.count_task).where(known.id == task.count_id, known.own_seq.is_not(None))
    connection.execute(own.values(body=row["body"]))


def _own(connection: Connection, count_id: UUID, seq: int, state: CountState) -> None:
    task = update(tables.count_task).where(tables.count_task.c.id == count_id)
    connection.execute(task.values(state=str(state), own_seq=seq))
