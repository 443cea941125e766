"""Applies puts that follow each other with a few statements for all: most facts of a night are puts."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Table, func, insert, select

from cloud_api.storage.reports import Report
from cloud_api.storage.tables.waves import crate_lines, crates, puts, shorts
from cloud_api.waves.crates import Holdings, held_wave, too_many, unusable_crate
from cloud_api.wire.facts import ItemPut

_Key = tuple[UUID, str]


def apply_puts(reports: Sequence[Report[ItemPut]], lease: timedelta) -> list[str | None]:
    """Store the puts that fit and answer why the others are refused, each as if it had come alone.

    Nobody else changes these waves meanwhile (Lock.WAVES), so what was read once stays true and only the
    puts of the run itself have to be counted.
    """
    run = _Run(reports, lease)
    faults = [run.fault(report) for report in reports]
    if run.rows:
        reports[0].connection.execute(insert(puts), run.rows)
    return faults


class _Run:
    """What a run of puts is checked against, and what of it is to be stored."""

    def __init__(self, reports: Sequence[Report[ItemPut]], lease: timedelta) -> None:
        connection = reports[0].connection
        first_of_wave = {report.body.wave_id: report for report in reversed(reports)}
        self._waves = {
            wave_id: held_wave(report, wave_id, lease) for wave_id, report in first_of_wave.items()
        }
        crate_ids = sorted({report.body.crate_id for report in reports})
        found = connection.execute(select(crates).where(crates.c.id.in_(crate_ids)))
        self._crates: dict[UUID, Row[Any]] = {row.id: row for row in found}
        skus = sorted({report.body.sku for report in reports})
        self._planned = _sums(connection, crate_lines, crate_ids, skus)
        self._put = _sums(connection, puts, crate_ids, skus, puts.c.undone_at.is_(None))
        self._short = _sums(connection, shorts, crate_ids, skus)
        known = select(puts.c.id).where(puts.c.id.in_([report.body.put_id for report in reports]))
        self._known = set(connection.scalars(known))
        self.rows: list[dict[str, Any]] = []

    def fault(self, report: Report[ItemPut]) -> str | None:
        """Why a put is refused; one that is not counts from now on."""
        body = report.body
        wave = self._waves[body.wave_id]
        if isinstance(wave, str):
            return wave
        crate = self._crates.get(body.crate_id)
        reason = unusable_crate(wave, crate, body.crate_id)
        if reason is not None:
            return reason
        assert crate is not None
        key = crate.id, body.sku
        holdings = Holdings(self._planned[key], self._put[key], self._short[key])
        if body.quantity > holdings.open:
            return too_many(body, crate, holdings)
        if body.put_id in self._known:
            return f"The put {body.put_id} is known from another fact; each put has an id of its own."
        self._known.add(body.put_id)
        self._put[key] += body.quantity
        self.rows.append(
            {
                "id": body.put_id,
                "crate_id": crate.id,
                "sku": body.sku,
                "quantity": body.quantity,
                "put_at": report.happened_at,
            }
        )
        return None


def _sums(
    connection: Connection, table: Table, crate_ids: list[UUID], skus: list[str], *more: Any
) -> Counter[_Key]:
    query = (
        select(table.c.crate_id, table.c.sku, func.sum(table.c.quantity))
        .where(table.c.crate_id.in_(crate_ids), table.c.sku.in_(skus), *more)
        .group_by(table.c.crate_id, table.c.sku)
    )
    return Counter({(crate_id, sku): int(total) for crate_id, sku, total in connection.execute(query)})
