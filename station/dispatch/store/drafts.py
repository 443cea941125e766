"""Every step of the dispatcher, one row each, only ever added: undo outlives a restart and a power cut."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, delete, func, insert, select

from station.dispatch.model.edit import Draft
from station.dispatch.model.plan import Reason
from station.dispatch.model.verdicts import Verdict
from station.kernel.ids import CycleId, WaveId
from station.storage import tables


class Act(StrEnum):
    """What a row tells: a step with the draft it made, or a walk back and forth among the steps."""

    BASE = "base"
    """Where the dispatcher began: nothing planned, or what was published."""
    PLANNED = "planned"
    EDITED = "edited"
    CAME = "came"
    """Another PC published."""
    UNDO = "undo"
    REDO = "redo"


@dataclass(frozen=True)
class DraftStep:
    """A draft, and the act that led to it."""

    ordinal: int
    act: Act
    verdict: Verdict
    values: Mapping[str, Any]
    """Of the verdict's words; plain values only."""
    draft: Draft


@dataclass(frozen=True)
class Trail:
    """Where the dispatcher stands among the steps; `here` counts those done, 0 is none."""

    steps: tuple[tuple[int, Act], ...] = ()
    """(ordinal, act), oldest first."""
    here: int = 0
    last_at: datetime | None = None
    """When anything was done last."""

    @property
    def can_undo(self) -> bool:
        """There is a step before this one."""
        return self.here > 1

    @property
    def can_redo(self) -> bool:
        """A step was undone and nothing done since."""
        return self.here < len(self.steps)

    def compared(self) -> int | None:
        """Ordinal of the step the numbers are compared with: what lay here before the last planning, or
        that planning itself once a hand has changed it."""
        done = self.steps[: self.here]
        if done and done[-1][1] is Act.PLANNED:
            return done[-2][0] if len(done) > 1 else None
        return next((ordinal for ordinal, act in reversed(done) if act is Act.PLANNED), None)


def append_step(
    connection: Connection,
    cycle_id: CycleId,
    at: datetime,
    act: Act,
    verdict: Verdict,
    values: Mapping[str, Any],
    draft: Draft,
) -> None:
    """Keep a new draft; what was undone before it cannot be done again."""
    body = {"verdict": verdict.value, "values": dict(values), **_draft_body(draft)}
    _append(connection, cycle_id, at, act, body)


def append_walk(connection: Connection, cycle_id: CycleId, at: datetime, act: Act) -> None:
    """Keep that the dispatcher went back (UNDO) or forth (REDO)."""
    _append(connection, cycle_id, at, act, {})


def trail(connection: Connection, cycle_id: CycleId) -> Trail:
    """The steps of a cycle, as the rows tell them from the first to the last."""
    row = tables.route_draft.c
    rows = connection.execute(
        select(row.ordinal, row.act, row.at).where(row.cycle_id == cycle_id).order_by(row.ordinal)
    ).all()
    steps: list[tuple[int, Act]] = []
    here = 0
    for ordinal, name, _ in rows:
        act = Act(name)
        if act is Act.UNDO:
            here -= 1
        elif act is Act.REDO:
            here += 1
        else:
            steps = [*steps[:here], (ordinal, act)]
            here = len(steps)
    return Trail(tuple(steps), here, rows[-1].at if rows else None)


def load_step(connection: Connection, ordinal: int) -> DraftStep:
    """The step with this number."""
    row = connection.execute(select(tables.route_draft).where(tables.route_draft.c.ordinal == ordinal)).one()
    body = json.loads(row.body)
    return DraftStep(ordinal, Act(row.act), Verdict(body["verdict"]), body["values"], _draft(body))


def forget_before(connection: Connection, at: datetime, keep: CycleId) -> None:
    """Drop the steps of other cycles nobody has touched since `at`."""
    row = tables.route_draft.c
    old = select(row.cycle_id).group_by(row.cycle_id).having(func.max(row.at) < at)
    connection.execute(delete(tables.route_draft).where(row.cycle_id.in_(old), row.cycle_id != keep))


def _append(
    connection: Connection, cycle_id: CycleId, at: datetime, act: Act, body: Mapping[str, Any]
) -> None:
    text = json.dumps(body, ensure_ascii=False)
    connection.execute(insert(tables.route_draft).values(cycle_id=cycle_id, at=at, act=act.value, body=text))


def _draft_body(draft: Draft) -> dict[str, Any]:
    return {
        "routes": {van: [str(wave) for wave in route] for van, route in draft.routes.items()},
        "unserved": {str(wave): reason.value for wave, reason in draft.unserved.items()},
        "locked_stops": sorted(map(str, draft.locked_stops)),
        "locked_vans": sorted(draft.locked_vans),
    }


def _draft(body: Mapping[str, Any]) -> Draft:
    return Draft(
        routes={van: tuple(map(_wave, route)) for van, route in body["routes"].items()},
        unserved={_wave(wave): Reason(reason) for wave, reason in body["unserved"].items()},
        locked_stops=frozenset(map(_wave, body["locked_stops"])),
        locked_vans=frozenset(body["locked_vans"]),
    )


def _wave(text: str) -> WaveId:
    return WaveId(UUID(text))
