"""Writes tables that Excel and WPS open on a double click, and that can do nothing but be read."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time

from cloud_api.sheets.guarding import guarded
from cloud_api.sheets.table import Sheet, Value

_BOM = "\ufeff"


def write_csv(header: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """A CSV file in UTF-8 with a byte order mark, which Excel needs to see Chinese.

    A text that Excel would take for a formula gets an apostrophe in front; read_tables takes it off again.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([guarded(name) for name in header])
    writer.writerows([_csv_cell(value) for value in row] for row in rows)
    return (_BOM + out.getvalue()).encode()


def _csv_cell(value: Value) -> str:
    if isinstance(value, str):
        return guarded(value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    return "" if value is None else str(value)


def write_xlsx(sheets: Sequence[Sheet]) -> bytes:
    """A workbook with a bold, standing header row in each sheet; a text stays one whatever it looks like."""
    from cloud_api.sheets.xlsx_writing import workbook  # here: a service that starts need not wait for it

    return workbook(sheets)
