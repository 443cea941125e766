"""Says how a file is read and what would become of its rows, without taking any of them in."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from cloud_api.imports.fields import FIELDS
from cloud_api.imports.found import Found
from cloud_api.imports.judging import Judging
from cloud_api.imports.needs import missing_of
from cloud_api.imports.store import KeptFile
from cloud_api.sheets import Table
from cloud_api.wire.imports import ColumnRead, ImportFile, ImportPreview, PreviewVerdict, Reading


def preview(
    connection: Connection, tables: Sequence[Table], reading: Reading, warehouse: str | None, now: datetime
) -> ImportPreview:
    """What the reading makes of tables nobody keeps. Raises SheetRefusedError for an unknown sheet."""
    judging = Judging(connection, tables, reading, warehouse)
    for batch in judging.slices():
        judging.judge(connection, batch, now)
    return _shown(None, reading, judging.table.header, judging.whole())


def preview_of(kept: KeptFile) -> ImportPreview:
    """What checks of a kept file found so far."""
    return _shown(kept.shown, kept.reading, kept.header, kept.found)


def _shown(file: ImportFile | None, reading: Reading, header: Sequence[str], found: Found) -> ImportPreview:
    return ImportPreview(
        file=file,
        reading=reading,
        sheets=found.sheets,
        columns=_columns(reading, header),
        missing=missing_of(reading, header),
        rows=found.rows,
        counts={verdict: found.counts.get(verdict, 0) for verdict in PreviewVerdict},
        unmatched_products=found.unmatched_products,
        unmatched_points=found.unmatched_points,
        remarks=found.remarks,
    )


def _columns(reading: Reading, header: Sequence[str]) -> list[ColumnRead]:
    headings = {name: heading for name, heading in reading.columns.items() if heading in header}
    return [
        ColumnRead(field=field.name, label=field.label, heading=headings.get(field.name), needed=field.needed)
        for field in FIELDS[reading.kind]
    ]
