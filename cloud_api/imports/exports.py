"""Writes master data as sheets whose columns are read again just as they are."""

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Connection, Engine, func, select

from cloud_api.catalogue.cells import cells_of
from cloud_api.catalogue.kinds import SHAPES, Row
from cloud_api.catalogue.service import as_row
from cloud_api.imports.day_files import ImportRefusedError
from cloud_api.imports.fields import FIELDS, Field
from cloud_api.imports.masters import KINDS
from cloud_api.sheets import Sheet, Value, write_csv, write_xlsx
from cloud_api.storage.transaction import reading
from cloud_api.wire.imports import ImportKind

_NUMBERS = frozenset(
    {
        "weight_g",
        "number",
        "level",
        "x_cm",
        "y_cm",
        "most_weight_g",
        "volume_ml",
        "path",
        "cost_fen",
        "service_s",
        "most_crates",
        "max_stops",
        "fixed_cost_fen",
        "cost_km_fen",
        "cost_hour_fen",
        "weight_tolerance_percent",
    }
)
_WIDE = frozenset({"name", "address", "gtins", "units", "components", "id"})


def export_rows(connection: Connection, kind: ImportKind, warehouse: str | None, form: str) -> bytes:
    """All rows of a kind by their keys as csv or xlsx; with a `warehouse` only its own and those of none."""
    fields = FIELDS[kind]
    header = [field.heading for field in fields]
    rows = [_cells(row, fields) for row in _rows(connection, kind, warehouse)]
    if form == "csv":
        return write_csv(header, rows)
    widths = [32.0 if field.name in _WIDE else 16.0 for field in fields]
    return write_xlsx([Sheet(kind.value, header, rows, widths)])


def write_export(engine: Engine, kind: ImportKind, path: Path) -> int:
    """Write all rows of a kind to a .csv or .xlsx file; answers how many. Raises ImportRefusedError."""
    form = path.suffix.lower().removeprefix(".")
    if form not in ("csv", "xlsx"):
        raise ImportRefusedError(f"{path} ends neither in .csv nor in .xlsx. Name the file so that it does.")
    with reading(engine) as connection:
        data = export_rows(connection, kind, None, form)
        rows = connection.scalar(select(func.count()).select_from(SHAPES[KINDS[kind]].table)) or 0
    try:
        path.write_bytes(data)
    except OSError as error:
        raise ImportRefusedError(f"{path} cannot be written: {error.strerror}.") from error
    return rows


def _rows(connection: Connection, kind: ImportKind, warehouse: str | None) -> list[Row]:
    shape = SHAPES[KINDS[kind]]
    query = select(*(shape.table.c[name] for name in shape.columns)).order_by(shape.table.c[shape.key])
    if warehouse is not None and "warehouse" in shape.columns:
        query = query.where(shape.table.c.warehouse == warehouse)
    return [as_row(shape, row) for row in connection.execute(query).mappings()]


def _cells(row: Row, fields: Sequence[Field]) -> list[Value]:
    texts = cells_of(row)
    return [
        int(texts[field.name]) if field.name in _NUMBERS and texts[field.name] else texts[field.name]
        for field in fields
    ]
