"""Who a supervisor let do a task without the skill for it: kept on this PC until the shift is over."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection, insert, select

from cloud_api.wire.work import Task
from station.kernel.ids import OperatorId
from station.storage import tables

KEY = "people.let_in"
SHIFT = timedelta(hours=12)
"""The longest night: who works the next one is asked for again."""


@dataclass(frozen=True)
class LetIn:
    """One word of a supervisor."""

    operator: OperatorId
    task: Task
    until: datetime


def let_in(connection: Connection, now: datetime) -> tuple[LetIn, ...]:
    """The words that still count."""
    setting = tables.device_setting.c
    kept = connection.execute(select(setting.value).where(setting.key == KEY)).scalar()
    rows = json.loads(kept) if kept else ()
    known = {task.value: task for task in Task}
    words = (
        LetIn(OperatorId(UUID(row["operator"])), known[row["task"]], datetime.fromisoformat(row["until"]))
        for row in rows
        if row["task"] in known
    )
    return tuple(word for word in words if word.until > now)


def keep_let_in(connection: Connection, word: LetIn, now: datetime) -> None:
    """Another word; those of nights before go."""
    same = (word.operator, word.task)
    others = [each for each in let_in(connection, now) if (each.operator, each.task) != same]
    rows = [
        {"operator": str(each.operator), "task": each.task.value, "until": each.until.isoformat()}
        for each in (*others, word)
    ]
    row = {"key": KEY, "value": json.dumps(rows)}
    connection.execute(insert(tables.device_setting).prefix_with("OR REPLACE"), row)
