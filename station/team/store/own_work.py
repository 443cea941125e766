"""What one person did at this desk tonight and in the weeks before, without the cloud."""

from collections import defaultdict
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from cloud_api.wire.work import NightSums, Task, TaskFigures, WorkDone, nights_back
from station.kernel.ids import OperatorId
from station.people.work import PAUSE, HourKey, hour_of, hours
from station.people.work_rows import events, told_hours

NIGHT = timedelta(hours=12)
WEEKS = 4


def own_figures(
    connection: Connection, operator: OperatorId, now: datetime, zone: ZoneInfo
) -> tuple[TaskFigures, ...]:
    """By task: hours that are over as they were told, the running one and the one before counted now."""
    until = hour_of(now, zone) + timedelta(hours=1)
    since = until - NIGHT
    sums: dict[Task, NightSums] = defaultdict(NightSums)
    done = told_hours(connection, since - timedelta(weeks=WEEKS))
    fresh = until - timedelta(hours=2)
    done.update(_counted(connection, fresh, until, zone))
    for key, body in done.items():
        back = nights_back(key.hour, since, until)
        if key.operator == operator and back is not None:
            caught = sum(body.caught.model_dump().values())
            sums[key.task].add(back, body.lines, body.pieces, body.active_s, caught)
    return tuple(sums[task].figures(task) for task in Task if task in sums and sums[task].is_worked)


def _counted(
    connection: Connection, since: datetime, until: datetime, zone: ZoneInfo
) -> dict[HourKey, WorkDone]:
    return hours(events(connection, since - PAUSE, until), since, zone)
