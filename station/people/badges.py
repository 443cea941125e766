"""Finds the operator behind a badge, among those the cloud told this station of."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, select

from cloud_api.wire.work import Task
from station.kernel.ids import OperatorId
from station.storage.tables import operator


class BadgeAnswer(StrEnum):
    """What became of a badge."""

    WELCOME = "welcome"
    UNKNOWN = "unknown"
    INACTIVE = "inactive"


@dataclass(frozen=True)
class BadgeHolder:
    """The operator of a badge."""

    id: OperatorId
    name: str
    badge: str
    supervisor: bool = False
    """May let pass what the rules stop."""
    skills: frozenset[Task] = frozenset()
    """The tasks this person was shown how to do; none named: all of them."""

    def may_do(self, task: Task) -> bool:
        """Whether this person was shown how to do it."""
        return not self.skills or task in self.skills


def skills_of(kept: str) -> frozenset[Task]:
    """Tasks as a row of operators keeps them; one this version does not know is none of its rooms."""
    known = {task.value: task for task in Task}
    return frozenset(known[word] for word in kept.split(",") if word in known)


def find_badge(connection: Connection, badge: str) -> tuple[BadgeAnswer, BadgeHolder | None]:
    """The answer to a scanned badge (ten digits), with its holder when it is known."""
    rows = connection.execute(select(operator).where(operator.c.badge == badge)).all()
    if not rows:
        return BadgeAnswer.UNKNOWN, None
    # A badge may have been handed on: the active operator counts.
    row = next((row for row in rows if row.active), rows[0])
    holder = BadgeHolder(OperatorId(row.id), row.name, row.badge, row.supervisor, skills_of(row.skills))
    return (BadgeAnswer.WELCOME if row.active else BadgeAnswer.INACTIVE), holder
