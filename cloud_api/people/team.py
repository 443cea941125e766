"""A warehouse's night by desk and task, beside the same hours of the last weeks; it ranks nobody."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection, select

from cloud_api.people.work import CAUGHT
from cloud_api.storage.tables.catalogue import operators
from cloud_api.storage.tables.devices import stations
from cloud_api.storage.tables.exchange import facts
from cloud_api.storage.tables.people import work_hours
from cloud_api.wire.work import DeskFigures, NightSums, Task, TaskFigures, TeamReport, nights_back

NIGHT = timedelta(hours=12)
"""The running hour and the eleven before it."""
WEEKS = 4
_SUMMED = ("lines", "pieces", "active_s", *CAUGHT)


@dataclass(frozen=True)
class _Last:
    """Who did something at a desk last."""

    name: str
    skills: tuple[Task, ...]
    at: datetime


def team_report(connection: Connection, warehouse: str, now: datetime) -> TeamReport:
    """The night until now; what desks did not tell yet is lacking."""
    until = now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    since = until - NIGHT
    by_desk, whole = _sums(connection, warehouse, since, until)
    last = _last_acts(connection, warehouse, since)
    query = (
        select(stations.c.id, stations.c.name)
        .where(stations.c.warehouse == warehouse, stations.c.revoked_at.is_(None))
        .where(stations.c.pickup_point.is_(None))
        .order_by(stations.c.name, stations.c.id)
    )
    rows = connection.execute(query).all()
    desks = [_desk(row.id, row.name, last.get(row.id), by_desk[row.id]) for row in rows]
    desks = [desk for desk in desks if desk.tasks or desk.operator]
    tasks = tuple(_figures(whole))
    return TeamReport(since=since, until=until, weeks=WEEKS, desks=tuple(desks), tasks=tasks)


def _desk(desk_id: UUID, name: str, last: _Last | None, sums: dict[Task, NightSums]) -> DeskFigures:
    desk = DeskFigures(station_id=desk_id, name=name, tasks=tuple(_figures(sums)))
    if last is None:
        return desk
    who = {"operator": last.name, "skills": last.skills, "last_act_at": last.at}
    return desk.model_copy(update=who)


def _figures(sums: dict[Task, NightSums]) -> Iterable[TaskFigures]:
    return (sums[task].figures(task) for task in Task if task in sums and sums[task].is_worked)


def _sums(
    connection: Connection, warehouse: str, since: datetime, until: datetime
) -> tuple[dict[UUID, dict[Task, NightSums]], dict[Task, NightSums]]:
    by_desk: dict[UUID, dict[Task, NightSums]] = defaultdict(lambda: defaultdict(NightSums))
    whole: dict[Task, NightSums] = defaultdict(NightSums)
    columns = [work_hours.c[name] for name in ("station_id", "task", "hour", *_SUMMED)]
    first = since - timedelta(weeks=WEEKS)
    held = (work_hours.c.hour >= first, work_hours.c.hour < until, work_hours.c.warehouse == warehouse)
    for row in connection.execute(select(*columns).where(*held)):
        back = nights_back(row.hour, since, until)
        if back is None:
            continue
        caught = sum(getattr(row, kind) for kind in CAUGHT)
        task = Task(row.task)
        for sums in (by_desk[row.station_id], whole):
            sums[task].add(back, row.lines, row.pieces, row.active_s, caught)
    return by_desk, whole


def _last_acts(connection: Connection, warehouse: str, since: datetime) -> dict[UUID, _Last]:
    """The newest fact of each desk, found by its key; who signed in and did nothing is not seen here."""
    newest = (
        select(facts.c.seq)
        .where(facts.c.station_id == stations.c.id)
        .order_by(facts.c.seq.desc())
        .limit(1)
        .correlate(stations)
        .scalar_subquery()
    )
    query = (
        select(stations.c.id, facts.c.happened_at, operators.c.name, operators.c.skills)
        .join(facts, (facts.c.station_id == stations.c.id) & (facts.c.seq == newest))
        .join(operators, operators.c.id == facts.c.operator_id)
        .where(stations.c.warehouse == warehouse, facts.c.happened_at >= since)
    )
    return {
        row.id: _Last(row.name, tuple(Task(word) for word in row.skills), row.happened_at)
        for row in connection.execute(query)
    }
