"""Remembers each step of a crate's life as facts tell it, whoever handles the fact."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, insert, select, update

from cloud_api.crates.telling import tell_boxes
from cloud_api.storage.key_lists import among
from cloud_api.storage.reports import Handler, Report, RunHandler
from cloud_api.storage.tables.crates import boxes, crate_steps
from cloud_api.wire.base import Message
from cloud_api.wire.facts import FactKind, VanDeparted, WaveStarted

TAKES_BOXES_OUT = frozenset({FactKind.VAN_DEPARTED, FactKind.CRATE_RECEIVED})
"""A box left the warehouse at the latest by then."""
STEPS = frozenset(
    {
        FactKind.WAVE_STARTED,
        FactKind.CRATE_CLOSED,
        FactKind.CRATE_LOADED,
        FactKind.CRATE_UNLOADED,
        FactKind.VAN_DEPARTED,
        FactKind.CRATE_RECEIVED,
        FactKind.RECEIPT_UNDONE,
    }
)
"""Facts of other slices that are steps in the life of crates."""


def remembering(handlers: Mapping[FactKind, Handler]) -> dict[FactKind, Handler]:
    """The same handlers; what they take is kept as steps of crates."""
    return {kind: _with_steps(kind, each) if kind in STEPS else each for kind, each in handlers.items()}


def remembering_runs(handlers: Mapping[FactKind, RunHandler]) -> dict[FactKind, RunHandler]:
    """As remembering, for handlers of runs."""
    return {kind: _run_with_steps(kind, each) if kind in STEPS else each for kind, each in handlers.items()}


def keep_step(report: Report[Any], kind: FactKind, crate_id: UUID, detail: str = "") -> None:
    """Keep one step."""
    report.connection.execute(insert(crate_steps), [_row(report, kind, crate_id, detail)])


def _with_steps(kind: FactKind, handler: Handler) -> Handler:
    def handle(report: Report[Any]) -> str | None:
        fault = handler(report)
        if fault is None:
            _keep([report], kind)
        return fault

    return handle


def _run_with_steps(kind: FactKind, handler: RunHandler) -> RunHandler:
    def handle(reports: Sequence[Report[Any]]) -> list[str | None]:
        faults = handler(reports)
        taken = [report for report, fault in zip(reports, faults, strict=True) if fault is None]
        _keep(taken, kind)
        return faults

    return handle


def _keep(reports: Sequence[Report[Any]], kind: FactKind) -> None:
    rows = [_row(report, kind, crate_id) for report in reports for crate_id in set(crates_of(report.body))]
    if not rows:
        return
    connection = reports[0].connection
    connection.execute(insert(crate_steps), rows)
    if kind in TAKES_BOXES_OUT:
        _boxes_left(connection, {row["crate_id"]: row["happened_at"] for row in rows}, reports[0].now)


def crates_of(body: Message) -> Iterable[UUID]:
    """The crates a fact is about."""
    if isinstance(body, WaveStarted):
        return (crate.crate_id for crate in body.crates)
    if isinstance(body, VanDeparted):
        return body.loaded
    crate_id: UUID = getattr(body, "crate_id")  # noqa: B009 - of the bodies STEPS names, each has one
    return (crate_id,)


def _row(report: Report[Any], kind: FactKind, crate_id: UUID, detail: str = "") -> dict[str, Any]:
    return {
        "fact_id": report.fact_id,
        "crate_id": crate_id,
        "kind": kind.value,
        "station_id": report.station_id,
        "operator_id": report.operator_id,
        "happened_at": report.happened_at,
        "detail": detail[:500],
    }


def _boxes_left(connection: Connection, left: Mapping[UUID, datetime], now: datetime) -> None:
    """Boxes that carry these crates are out; the first told moment stands."""
    in_them = among(connection, boxes.c.crate_id, list(left))
    here = select(boxes.c.number, boxes.c.crate_id).where(in_them, boxes.c.out_since.is_(None))
    gone = connection.execute(here.where(boxes.c.returned_at.is_(None))).all()
    for box in gone:
        away = update(boxes).where(boxes.c.number == box.number).values(out_since=left[box.crate_id])
        connection.execute(away)
    tell_boxes(connection, [box.number for box in gone], now)
