"""What is read of the tables DBOS keeps in our database: which jobs wait, and which are old.

Only columns of its documented table workflow_status; DBOS itself writes it.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Dialect,
    Engine,
    String,
    TableClause,
    column,
    func,
    inspect,
    literal,
    select,
    table,
)

from cloud_api.storage.hooks import Job

APPLICATION = "youlin-cloud"
FORM = "1"
"""The form of our jobs as DBOS's version. It rises only when a job begun by one release cannot be ended by
the next, so that a newer release takes over what an older one left."""
POSTGRES_SCHEMA = "dbos"
_WAITING = "ENQUEUED"
_NAME = "workflow_status"


@dataclass(frozen=True)
class Waiting:
    """How much work nobody has begun."""

    jobs: int
    oldest_s: float
    """How long the oldest has waited; 0 when none does."""


def workflows(dialect: Dialect) -> TableClause:
    """DBOS's table of jobs, where this kind of database has it."""
    return table(
        _NAME,
        column("workflow_uuid", String),
        column("status", String),
        column("name", String),
        column("queue_name", String),
        column("executor_id", String),
        column("created_at", BigInteger),
        column("updated_at", BigInteger),
        column("delay_until_epoch_ms", BigInteger),
        schema=None if dialect.name == "sqlite" else POSTGRES_SCHEMA,
    )


def tables_there(database: Engine | Connection) -> bool:
    """Whether DBOS has made its tables in this database."""
    schema = None if database.dialect.name == "sqlite" else POSTGRES_SCHEMA
    return bool(inspect(database).has_table(_NAME, schema=schema))


def is_waiting(connection: Connection, job: Job, key: str) -> bool:
    """Whether an equal job waits that is sure to begin after this transaction.

    Its row is held to the end of the transaction: nobody can begin it before the rows it is about are
    committed. (A job that runs already may have looked past them, so it does not count.)
    """
    jobs = workflows(connection.dialect)
    query = (
        select(literal(1))
        .select_from(jobs)
        .where(jobs.c.queue_name.is_not(None), jobs.c.status == _WAITING, jobs.c.name == job.value)
        .where(jobs.c.workflow_uuid.startswith(prefix(job, key), autoescape=True))
        .limit(1)
    )
    if connection.dialect.name != "sqlite":
        query = query.with_for_update(read=True)
    return connection.execute(query).first() is not None


def prefix(job: Job, key: str) -> str:
    """What the ids of all runs of a job begin with."""
    return f"{job.value}:{key}:"


def waiting(connection: Connection, now: datetime) -> Waiting:
    """Jobs nobody has begun; the caller has seen that the tables are there."""
    jobs = workflows(connection.dialect)
    since = func.coalesce(jobs.c.delay_until_epoch_ms, jobs.c.created_at)
    query = select(func.count(), func.min(since)).where(_is_one_of_ours(jobs))
    count, oldest_ms = connection.execute(query).one()
    age_s = 0.0 if oldest_ms is None else max(0.0, now.timestamp() - oldest_ms / 1000)
    return Waiting(int(count), age_s)


def _is_one_of_ours(jobs: TableClause) -> ColumnElement[bool]:
    return (jobs.c.status == _WAITING) & jobs.c.name.in_([job.value for job in Job])
