"""Checks reprints of labels, many with one question: they change no row."""

from collections.abc import Sequence

from sqlalchemy import select

from cloud_api.storage.reports import Report
from cloud_api.storage.tables.waves import crates, waves
from cloud_api.wire.facts import LabelReprinted


def apply_reprint(report: Report[LabelReprinted]) -> str | None:
    """As apply_reprints, for one."""
    return apply_reprints([report])[0]


def apply_reprints(reports: Sequence[Report[LabelReprinted]]) -> list[str | None]:
    """Why each reprint is refused; None for one that names a crate of this warehouse by its number."""
    query = (
        select(crates.c.id, crates.c.sscc)
        .join(waves, waves.c.id == crates.c.wave_id)
        .where(
            crates.c.id.in_({report.body.crate_id for report in reports}),
            waves.c.warehouse == reports[0].warehouse,
        )
    )
    ssccs = {row.id: row.sscc for row in reports[0].connection.execute(query)}
    return [_fault(report.body, ssccs.get(report.body.crate_id)) for report in reports]


def _fault(body: LabelReprinted, sscc: str | None) -> str | None:
    if sscc is None:
        return f"There is no crate {body.crate_id} in this warehouse."
    if sscc != body.sscc:
        return f"Crate {body.crate_id} has the number {sscc}, not {body.sscc}."
    return None
