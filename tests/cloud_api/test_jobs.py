"""Jobs: promised with the rows they are about, done once they are committed, never lost, one at a time."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import Connection, Engine, event, select, text
from sqlalchemy.exc import OperationalError

from cloud_api.deliveries.queueing import tell_recipients
from cloud_api.documents.filling import fill_documents
from cloud_api.documents.press import Press
from cloud_api.jobs.background import Background
from cloud_api.jobs.dbos_setup import make_job_tables
from cloud_api.jobs.promises import Promises
from cloud_api.jobs.sweep import left_to_do, sweep
from cloud_api.jobs.tables import tables_there, waiting, workflows
from cloud_api.jobs.turns import Turns, WorkerPlace, WorkerTakenError
from cloud_api.jobs.work import ImportDuties, duties_of
from cloud_api.jobs.worker import Duties, forget_old_jobs
from cloud_api.settings import Settings
from cloud_api.storage.clock import system_clock
from cloud_api.storage.hooks import Hooks, Job, leave_to_sweep
from cloud_api.storage.schema import SchemaState, migrate, schema_state
from cloud_api.storage.transaction import reading, writing
from cloud_api.wiring import hooks_of
from tests.cloud_api.jobs_kit import Heard, Working, journal_mode, statuses, working
from tests.cloud_api.kit import DEADLINE_S, EVENING, SQLITE_ONLY, SetClock, Shop, order
from tests.cloud_api.together import all_at_once

SENT = (Job.DELIVER, "c1")


class ChangeOfMindError(Exception):
    """Rolls a transaction back."""


def promise_and_think_again(at_work: Working) -> None:
    with writing(at_work.engine) as connection:
        at_work.promises.enqueue(connection, Job.DELIVER, "never")
        raise ChangeOfMindError


def test_a_job_is_done_after_its_transaction_and_never_without_it(engine: Engine) -> None:
    heard = Heard()
    with working(engine, {Job.DELIVER: [heard.step("send")]}) as at_work:
        with pytest.raises(ChangeOfMindError):
            promise_and_think_again(at_work)
        at_work.promise(*SENT)
        at_work.settle()
    assert heard.done == [("send", "c1")]
    assert statuses(engine) == ["SUCCESS"]


def test_the_steps_of_a_job_follow_each_other(engine: Engine) -> None:
    heard = Heard()
    steps = [heard.step("fill"), heard.step("send")]
    with working(engine, {Job.FILL_DOCUMENTS: steps}) as at_work:
        at_work.promise(Job.FILL_DOCUMENTS, "c1")
        at_work.settle()
    assert heard.done == [("fill", "c1"), ("send", "c1")]


def test_equal_jobs_that_wait_are_one(engine: Engine) -> None:
    make_job_tables(engine)
    promises = Promises(engine)
    assert promises.open()
    for key in ("c1", "c2", "c1"):
        with writing(engine) as connection:
            promises.enqueue(connection, Job.DELIVER, key)
            promises.enqueue(connection, Job.DELIVER, key)
    with reading(engine) as connection:
        left = waiting(connection, datetime.now(UTC) + timedelta(hours=1))
    assert (left.jobs, left.oldest_s > 3_000) == (2, True)
    heard = Heard()
    with working(engine, {Job.DELIVER: [heard.step("send")]}) as at_work:
        at_work.settle()
    assert sorted(heard.done) == [("send", "c1"), ("send", "c2")]


def test_a_job_is_done_again_at_the_moment_its_rows_name_without_a_sweep(engine: Engine) -> None:
    heard, moment = Heard(), datetime.now(UTC) + timedelta(seconds=5)
    done_at: list[datetime] = []

    def note(_key: str) -> None:
        done_at.append(datetime.now(UTC))

    def again(job: Job, key: str) -> datetime | None:
        assert (job, key) == SENT
        return moment if datetime.now(UTC) < moment else None

    steps = {Job.DELIVER: [heard.step("send", note)]}
    with working(engine, steps, again=again) as at_work:
        at_work.promise(*SENT)
        with heard.changed:
            assert heard.changed.wait_for(lambda: len(heard.done) == 2, DEADLINE_S)
        at_work.settle()
        with reading(engine) as connection:
            left = waiting(connection, datetime.now(UTC))
    assert [at >= moment for at in done_at] == [False, True]
    assert left.jobs == 0


def test_a_job_is_promised_once_for_a_moment(engine: Engine) -> None:
    make_job_tables(engine)
    promises, now = Promises(engine), datetime.now(UTC)
    assert promises.open()
    for wait_s in (60, 60, 300):
        with writing(engine) as connection:
            promises.enqueue_at(connection, *SENT, now + timedelta(seconds=wait_s), now)
    assert statuses(engine) == ["DELAYED", "DELAYED"]
    with writing(engine) as connection:
        promises.enqueue(connection, *SENT)  # what is to be done now does not wait for what comes later
    assert statuses(engine) == ["DELAYED", "DELAYED", "ENQUEUED"]


def test_a_delivery_that_failed_is_promised_for_its_next_try(shop: Shop) -> None:
    """docs/deliveries.md: five seconds after the first."""
    cloud, settings = shop.cloud, Settings(database="unused.db")
    mail = {"kind": "warehouse", "recipient": "W1", "channel": "email", "address": "night@w.example"}
    assert shop.call("POST", "/v1/recipients", json=mail).status_code == 201
    shop.send(order("A", "P1", PEACH=1))
    shop.cut_off()
    hooks = hooks_of(settings, leave_to_sweep)
    fill_documents(cloud.engine, UUID(shop.cycle_id), cloud.clock, hooks, "brand", Press())
    imports = ImportDuties(lambda *_told: None, lambda *_told: {})
    duties = duties_of(settings, cloud.engine, cloud.clock, hooks, threading.Event(), imports)
    (step,) = duties.steps[Job.DELIVER]
    step.run(shop.cycle_id)
    due = duties.again(Job.DELIVER, shop.cycle_id)
    assert due is not None
    assert timedelta(seconds=5) <= due - cloud.clock() <= timedelta(seconds=6)
    (one, *_) = shop.call("GET", "/v1/deliveries", params={"channel": "email"}).json()["items"]
    replayed = duties.again(Job.REPLAY, one["id"])
    assert replayed is not None
    assert replayed >= due
    assert duties.again(Job.FILL_DOCUMENTS, shop.cycle_id) is None


def test_a_job_promised_while_an_equal_one_runs_is_done_after_it(engine: Engine) -> None:
    """The one that runs may have looked past the new rows."""
    heard, begun, go_on = Heard(), threading.Event(), threading.Event()

    def hold(_key: str) -> None:
        begun.set()
        assert go_on.wait(DEADLINE_S)

    with working(engine, {Job.DELIVER: [heard.step("send", hold)]}) as at_work:
        at_work.promise(*SENT)
        assert begun.wait(DEADLINE_S)
        begun.clear()
        at_work.promise(*SENT)
        assert begun.wait(0.8) is False  # it takes its turn: a worker looks twice a second
        go_on.set()
        at_work.settle()
    assert heard.done == [("send", "c1")] * 2


def test_a_failed_job_is_tried_again_by_the_sweep_and_says_nothing_secret(
    engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    heard, tries = Heard(), Heard()

    def fail_first(key: str) -> None:
        with tries.changed:
            tries.done.append(("try", key))
            tries.changed.notify_all()
            first = len(tries.done) == 1
        if first:
            raise ValueError("13800000000")

    with working(engine, {Job.DELIVER: [heard.step("send", fail_first)]}) as at_work:
        at_work.promise(*SENT)
        tries.wait(("try", "c1"))
        assert sweep(engine, SetClock(), lambda _connection, _now: [SENT], at_work.promises.enqueue) == 1
        at_work.settle()
    assert statuses(engine) == ["ERROR", "SUCCESS"]
    told = [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]
    assert len(told) == 1
    assert "ValueError at" in told[0]
    with engine.connect() as connection:
        jobs = workflows(engine.dialect)
        table = "workflow_output" if engine.dialect.name == "sqlite" else "dbos.workflow_output"
        kept = connection.execute(text(f"SELECT error FROM {table}")).scalars().all()
        assert connection.execute(select(jobs.c.name)).scalars().all()
    assert "13800000000" not in f"{kept} {told}"


def test_rows_nobody_promised_a_job_for_are_found_when_a_worker_starts(engine: Engine) -> None:
    heard = Heard()
    with working(engine, {Job.DELIVER: [heard.step("send")]}, lambda _connection, _now: [SENT]):
        heard.wait(("send", "c1"))


def test_a_worker_that_ends_leaves_what_is_left_to_the_next(engine: Engine) -> None:
    heard, begun, go_on = Heard(), threading.Event(), threading.Event()

    def hold(_key: str) -> None:
        begun.set()
        assert go_on.wait(DEADLINE_S)

    steps = [heard.step("fill", hold), heard.step("send")]
    with working(engine, {Job.FILL_DOCUMENTS: steps}) as at_work:
        at_work.promise(Job.FILL_DOCUMENTS, "c1")
        assert begun.wait(DEADLINE_S)
        at_work.stopping.set()
        go_on.set()
    assert heard.done == [("fill", "c1")]
    with working(engine, {Job.FILL_DOCUMENTS: steps}):
        heard.wait(("send", "c1"))


def test_without_tables_rows_wait_and_promises_begin_when_a_worker_has_made_them(engine: Engine) -> None:
    assert not tables_there(engine)
    promises = Promises(engine)
    assert not promises.open()
    with writing(engine) as connection:
        promises.enqueue(connection, *SENT)
    assert not tables_there(engine)
    heard = Heard()
    with working(engine, {Job.DELIVER: [heard.step("send")]}):
        assert promises.open()
        with writing(engine) as connection:
            promises.enqueue(connection, *SENT)
        heard.wait(("send", "c1"))


def test_the_tables_of_the_jobs_do_not_disturb_ours(engine: Engine) -> None:
    make_job_tables(engine)
    make_job_tables(engine)
    assert (schema_state(engine), migrate(engine)) == (SchemaState.CURRENT, SchemaState.CURRENT)
    if engine.dialect.name == "sqlite":
        assert journal_mode(engine) == "wal"


def test_one_place_one_worker(engine: Engine, open_database: Callable[[], Engine]) -> None:
    other = open_database()
    first, second = WorkerPlace(engine, "w1"), WorkerPlace(other, "w1")
    first.take()
    with pytest.raises(WorkerTakenError, match=r"leave it running|another name"):
        second.take()
    first.leave()
    second.take()
    second.leave()


def test_equal_jobs_of_two_workers_take_turns(engine: Engine, open_database: Callable[[], Engine]) -> None:
    """A SQLite file has one worker, whose threads take turns; on PostgreSQL the workers do."""
    one = Turns(engine)
    two = one if engine.dialect.name == "sqlite" else Turns(open_database())
    inside, together = [0], []

    def take(turns: Turns) -> None:
        for _ in range(20):
            with turns.taken("deliver:c1"):
                inside[0] += 1
                together.append(inside[0])
                inside[0] -= 1

    all_at_once([lambda: take(one), lambda: take(two), lambda: take(one)])
    assert together == [1] * 60


def test_old_jobs_are_forgotten_and_young_ones_kept(engine: Engine) -> None:
    heard = Heard()
    with working(engine, {Job.DELIVER: [heard.step("send")]}) as at_work:
        at_work.promise(*SENT)
        at_work.settle()
        forget_old_jobs(datetime.now(UTC) - timedelta(days=1))
        assert len(at_work.statuses()) == 1
        forget_old_jobs(datetime.now(UTC) + timedelta(days=1))
        assert at_work.statuses() == []


def test_the_sweep_looks_at_rows(shop: Shop) -> None:
    """What a cut-off leaves undone without a worker is what the sweep calls for."""
    shop.send(order("A"), order("B", "P2"))
    shop.cut_off()
    with reading(shop.cloud.engine) as connection:
        found = left_to_do(connection, EVENING)
    assert found == [(Job.FILL_DOCUMENTS, shop.cycle_id)]


def test_what_was_left_a_month_ago_is_looked_at_once_an_hour(shop: Shop) -> None:
    """Nothing is left for ever, and each look stays short."""
    shop.send(order("A"))
    shop.cut_off()
    later = EVENING + timedelta(days=40)
    with reading(shop.cloud.engine) as connection:
        looks = [left_to_do(connection, later + timedelta(minutes=minute)) for minute in range(60)]
    assert [found for found in looks if found] == [[(Job.FILL_DOCUMENTS, shop.cycle_id)]]


def _count(connection: Connection, table: str) -> int:
    return int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar() or 0)


@SQLITE_ONLY
def test_a_promise_of_another_key_is_another_job(engine: Engine) -> None:
    """Keys are compared whole: c1 is not the beginning of c10."""
    make_job_tables(engine)
    promises = Promises(engine)
    promises.open()
    keys = ["c10", "c1", str(UUID(int=1))]
    with writing(engine) as connection:
        for key in keys:
            promises.enqueue(connection, Job.DELIVER, key)
    with reading(engine) as connection:
        assert waiting(connection, datetime.now(UTC)).jobs == len(keys)


def test_a_worker_begins_when_the_one_before_it_has_gone(
    open_database: Callable[[], Engine], engine: Engine
) -> None:
    """Two processes over one file: the second serves, and does the jobs once the first has ended."""
    place = WorkerPlace(open_database(), "w1")
    place.take()
    heard, stopping, promises = Heard(), threading.Event(), Promises(engine)
    duties = Duties({Job.DELIVER: [heard.step("send")]}, lambda _connection, _now: [SENT], lambda: None)
    background = Background(engine, system_clock, promises, stopping, "w1", try_again_s=0.05)
    background.start(duties)
    place.leave()
    heard.wait(("send", "c1"))
    assert background.stop(DEADLINE_S)


def test_a_worker_that_cannot_begin_is_tried_again(engine: Engine, caplog: pytest.LogCaptureFixture) -> None:
    heard, stopping, promises = Heard(), threading.Event(), Promises(engine)
    asked = [0]

    def find(_connection: Connection, _now: datetime) -> list[tuple[Job, str]]:
        asked[0] += 1
        if asked[0] == 1:
            raise LookupError("13800000000")
        return [SENT]

    duties = Duties({Job.DELIVER: [heard.step("send")]}, find, lambda: None)
    background = Background(engine, system_clock, promises, stopping, "w1", try_again_s=0.05)
    background.start(duties)
    heard.wait(("send", "c1"))
    assert background.stop(DEADLINE_S)
    assert "LookupError at" in caplog.text
    assert "13800000000" not in caplog.text


def test_documents_nobody_was_told_of_are_found(shop: Shop, press: Press) -> None:
    """A worker that dies between drawing and telling leaves full documents and no delivery of them."""
    shop.send(order("A"), order("B", "P2"))
    shop.cut_off()
    engine, clock, cycle_id = shop.cloud.engine, shop.cloud.clock, UUID(shop.cycle_id)
    fill_documents(engine, cycle_id, clock, Hooks(), "优邻站", press)
    with reading(engine) as connection:
        assert _count(connection, "documents WHERE content IS NULL") == 0
        assert left_to_do(connection, EVENING) == [(Job.FILL_DOCUMENTS, shop.cycle_id)]
    hooks = Hooks(on_documents=(tell_recipients(leave_to_sweep),))
    fill_documents(engine, cycle_id, clock, hooks, "优邻站", press)
    with reading(engine) as connection:
        assert left_to_do(connection, EVENING) == []
        assert _count(connection, "deliveries") == _count(connection, "documents") > 0


def test_a_cycle_without_orders_leaves_nothing_to_do(shop: Shop) -> None:
    shop.cut_off()
    with reading(shop.cloud.engine) as connection:
        assert left_to_do(connection, EVENING) == []


def test_queues_are_declared_beside_who_writes(engine: Engine, open_database: Callable[[], Engine]) -> None:
    """DBOS reads before it writes; on SQLite that must wait for its turn, not fail at once."""
    make_job_tables(engine)
    promises, failed = Promises(engine), []

    def declare() -> None:
        try:
            promises.declare_queues()
        except OperationalError as error:
            failed.append(error)

    declaring = threading.Thread(target=declare)
    with writing(open_database()) as connection:
        connection.execute(text("INSERT INTO warehouses (code, name, time_zone) VALUES ('X', 'x', 'UTC')"))
        declaring.start()
        declaring.join(0.3)  # on SQLite it waits now
    declaring.join(DEADLINE_S)
    assert (declaring.is_alive(), failed) == (False, [])


@contextmanager
def locked_begin(engine: Engine, times: int) -> Iterator[list[int]]:
    """The database answers so many looks for the tables of jobs with "locked"; counts them."""
    refused = [0]

    def refuse(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if refused[0] < times and ("workflow_status" in statement or "pg_catalog" in statement):
            refused[0] += 1
            raise OperationalError(statement, {}, Exception("database is locked"))

    event.listen(engine, "before_cursor_execute", refuse)
    try:
        yield refused
    finally:
        event.remove(engine, "before_cursor_execute", refuse)


def test_a_busy_database_is_told_once_in_plain_words(
    engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    heard, stopping, promises = Heard(), threading.Event(), Promises(engine)
    background = Background(engine, system_clock, promises, stopping, "w1", try_again_s=0.05)
    with caplog.at_level(logging.INFO), locked_begin(engine, times=3) as refused:
        background.start(Duties({Job.DELIVER: [heard.step("send")]}, lambda _c, _n: [SENT], lambda: None))
        heard.wait(("send", "c1"))
    assert background.stop(DEADLINE_S)
    assert refused[0] == 3
    told = [record.getMessage() for record in caplog.records if record.name == "cloud_api.jobs.background"]
    assert [words.partition(":")[0] for words in told] == [
        "the jobs have not begun yet",
        "the jobs have begun",
    ]
