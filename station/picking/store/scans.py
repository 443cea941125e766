"""Scans with their answers, and the catalogue a scanned code is looked up in, as rows."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select

from station.kernel.ids import OperatorId, Sku, WaveId
from station.kernel.messages import Tone
from station.kernel.scan import Scan
from station.picking.model.verdicts import Verdict
from station.stock.codes import by_gtin
from station.storage import tables

# Statements of every scan are built once: building them anew was half of the time they took.
_WAS_SCANNED = select(tables.scan.c.id).where(tables.scan.c.id == bindparam("scan"))
_LOG_SCAN = insert(tables.scan)


@dataclass(frozen=True)
class LoggedScan:
    """A scan and what was answered."""

    at: datetime
    code: str
    tone: Tone
    verdict: Verdict
    values: dict[str, Any]


@dataclass(frozen=True)
class KnownProduct:
    """A product of the catalogue, for the words that name it."""

    sku: Sku
    name: str
    spec: str


def was_scanned(connection: Connection, scan: Scan) -> bool:
    """Whether this very scan was answered already."""
    return connection.execute(_WAS_SCANNED, {"scan": scan.id}).first() is not None


def log_scan(
    connection: Connection,
    scan: Scan,
    answer: LoggedScan,
    wave_id: WaveId | None,
    operator_id: OperatorId | None,
) -> None:
    """Keep a scan with its answer; `values` keep their numbers and names as JSON."""
    row = {
        "id": scan.id,
        "wave_id": wave_id,
        "operator_id": operator_id,
        "at": answer.at,
        "code": scan.text,
        "device": scan.device,
        "verdict": answer.verdict.value,
        "tone": answer.tone.value,
        "values": json.dumps(answer.values, ensure_ascii=False),
    }
    connection.execute(_LOG_SCAN, row)


def last_scans(connection: Connection, limit: int) -> list[LoggedScan]:
    """The newest scans, newest first."""
    rows = connection.execute(select(tables.scan).order_by(tables.scan.c.ordinal.desc()).limit(limit))
    return [
        LoggedScan(row.at, row.code, Tone(row.tone), Verdict(row.verdict), json.loads(row._mapping["values"]))
        for row in rows
    ]


def verdict_counts(connection: Connection, wave_id: WaveId) -> dict[str, int]:
    """How often each verdict fell in a wave."""
    rows = connection.execute(
        select(tables.scan.c.verdict, func.count())
        .where(tables.scan.c.wave_id == wave_id)
        .group_by(tables.scan.c.verdict)
    )
    return {row[0]: row[1] for row in rows}


def product_by_gtin(connection: Connection, gtin: str) -> KnownProduct | None:
    """The product of the catalogue that bears this GTIN (14 digits)."""
    row = by_gtin(connection, gtin)
    return None if row is None else KnownProduct(Sku(row.sku), row.name, row.spec)


def product_by_plu(connection: Connection, plu: str) -> KnownProduct | None:
    """The product of the catalogue that scales know by this number."""
    of_plu = tables.product.c.plu == (plu.lstrip("0") or "0")
    row = connection.execute(select(tables.product).where(of_plu)).first()
    return None if row is None else KnownProduct(Sku(row.sku), row.name, row.spec)


def skus_by_plu(connection: Connection, plu: str) -> list[Sku]:
    """As `product_by_plu`, its SKU alone; none where the cloud told of none."""
    known = product_by_plu(connection, plu)
    return [] if known is None else [known.sku]
