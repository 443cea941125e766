"""The work people did, hour by hour: kept as desks tell it, summed up for whoever plans the night."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, Select, func, select

from cloud_api.storage.reports import Handler, Report
from cloud_api.storage.tables.catalogue import operators
from cloud_api.storage.tables.devices import stations
from cloud_api.storage.tables.people import work_hours
from cloud_api.storage.upsert import conflict_insert
from cloud_api.wire.facts import FactKind
from cloud_api.wire.work import Caught, WorkBy, WorkDone, WorkSum

_FIGURES = ("lines", "pieces", "scans", "active_s")
CAUGHT = tuple(Caught.model_fields)
"""What errors are told apart by."""


@dataclass(frozen=True)
class WorkWanted:
    """Which hours: those that begin from `since` on and before `until`; None: of all warehouses."""

    warehouse: str | None
    since: datetime
    until: datetime
    operator_id: UUID | None = None


def fact_handlers() -> Mapping[FactKind, Handler]:
    """What an hour of work writes."""
    return {FactKind.WORK_DONE: _work_done}


def _work_done(report: Report[WorkDone]) -> str | None:
    """Facts of a station come in the order of their numbers: whichever comes last is the newest.

    A fact that comes days late counts for its hour all the same; the nightly clearing lets it go in its turn.
    """
    body, connection = report.body, report.connection
    if report.operator_id is None:
        return "Work is somebody's: a fact WorkDone names its operator."
    if body.hour > report.happened_at:
        return "This hour had not begun when the fact was written: set the clock of the desk."
    key = {
        "station_id": report.station_id,
        "operator_id": report.operator_id,
        "task": body.task.value,
        "hour": body.hour,
    }
    told: dict[str, Any] = {name: getattr(body, name) for name in _FIGURES}
    told |= body.caught.model_dump() | {"warehouse": report.warehouse}
    insertion = conflict_insert(connection, work_hours).values(**key, **told)
    keys = [work_hours.c[name] for name in key]
    connection.execute(insertion.on_conflict_do_update(index_elements=keys, set_=told))
    return None


def work_sums(connection: Connection, wanted: WorkWanted, by: WorkBy) -> tuple[WorkSum, ...]:
    """Figures by operator, desk, hour or task, in the order of names: nobody is first for being fast."""
    rows = connection.execute(_summed(wanted, by))
    return tuple(_sum(row, by) for row in rows)


def _summed(wanted: WorkWanted, by: WorkBy) -> Select[Any]:
    key, name, source = _key(by)
    sums = [func.sum(work_hours.c[figure]).label(figure) for figure in _FIGURES + CAUGHT]
    held = [work_hours.c.hour >= wanted.since, work_hours.c.hour < wanted.until]
    if wanted.warehouse is not None:
        held.append(work_hours.c.warehouse == wanted.warehouse)
    if wanted.operator_id is not None:
        held.append(work_hours.c.operator_id == wanted.operator_id)
    columns = [key.label("key")] if name is None else [key.label("key"), name.label("name")]
    group = [key] if name is None else [key, name]
    query = select(*columns, *sums).select_from(source).where(*held).group_by(*group)
    return query.order_by(*([key] if name is None else [name, key]))


def _key(by: WorkBy) -> tuple[ColumnElement[Any], ColumnElement[Any] | None, Any]:
    """What rows are summed by, the name told with it, and where both are from."""
    if by is WorkBy.OPERATOR:
        joined = work_hours.outerjoin(operators, operators.c.id == work_hours.c.operator_id)
        return work_hours.c.operator_id, operators.c.name, joined
    if by is WorkBy.DESK:
        joined = work_hours.join(stations, stations.c.id == work_hours.c.station_id)
        return work_hours.c.station_id, stations.c.name, joined
    return (work_hours.c.hour if by is WorkBy.HOUR else work_hours.c.task), None, work_hours


def _sum(row: Row[Any], by: WorkBy) -> WorkSum:
    caught = {kind: int(getattr(row, kind)) for kind in CAUGHT}
    figures = {name: int(getattr(row, name)) for name in _FIGURES}
    named: dict[str, Any] = {"id": row.key, "name": row.name or ""} if by in _PEOPLE else {by.value: row.key}
    return WorkSum(**named, **figures, caught=sum(caught.values()), caught_by=caught)


_PEOPLE = frozenset({WorkBy.OPERATOR, WorkBy.DESK})
