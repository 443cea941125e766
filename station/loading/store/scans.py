"""Scans at the dock with their answers, and reports of loading the cloud refused, as rows."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, insert, select

from cloud_api.wire.facts import FactKind
from station.kernel.ids import OperatorId, RouteId
from station.kernel.messages import Tone
from station.kernel.scan import Scan
from station.loading.model.rules import Values
from station.loading.model.verdicts import Verdict
from station.storage import tables
from station.sync.outbox import FactState

OF_LOADING = (FactKind.CRATE_LOADED, FactKind.CRATE_UNLOADED, FactKind.VAN_DEPARTED)


@dataclass(frozen=True)
class LoggedScan:
    """A scan and what was answered."""

    at: datetime
    route_id: RouteId | None
    tone: Tone
    verdict: Verdict
    values: Values


@dataclass(frozen=True)
class Refusals:
    """How many reports of loading the cloud did not take, and why it refused the newest."""

    count: int
    reason: str


def was_scanned(connection: Connection, scan: Scan) -> bool:
    """Whether this very scan was answered already."""
    known = select(tables.load_scan.c.id).where(tables.load_scan.c.id == scan.id)
    return connection.execute(known).first() is not None


def log_scan(connection: Connection, scan: Scan, answer: LoggedScan, operator_id: OperatorId | None) -> None:
    """Keep a scan with its answer; `values` as JSON."""
    row = {
        "id": scan.id,
        "route_id": answer.route_id,
        "operator_id": operator_id,
        "at": answer.at,
        "code": scan.text,
        "device": scan.device,
        "verdict": answer.verdict.value,
        "tone": answer.tone.value,
        "values": json.dumps(answer.values, ensure_ascii=False),
    }
    connection.execute(insert(tables.load_scan), row)


def last_scans(connection: Connection, limit: int) -> list[LoggedScan]:
    """The newest scans, newest first."""
    log = tables.load_scan
    rows = connection.execute(select(log).order_by(log.c.ordinal.desc()).limit(limit))
    return [
        LoggedScan(
            row.at,
            RouteId(row.route_id) if row.route_id else None,
            Tone(row.tone),
            Verdict(row.verdict),
            json.loads(row._mapping["values"]),
        )
        for row in rows
    ]


def refusals(connection: Connection) -> Refusals:
    """Reports of loading that stand refused and that nobody has settled."""
    fact = tables.fact.c
    row = connection.execute(
        select(func.count(), fact.reason)
        .where(fact.state == FactState.REFUSED.value, fact.kind.in_([kind.value for kind in OF_LOADING]))
        .having(func.max(fact.seq).is_not(None))
    ).first()
    return Refusals(0, "") if row is None else Refusals(row[0], row[1] or "")
