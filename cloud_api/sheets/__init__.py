"""Tables as people keep them: read from CSV and XLSX of every make, written so that Excel opens them."""

from cloud_api.sheets.reading import Glanced, glance_at, read_tables
from cloud_api.sheets.table import Row, Sheet, SheetRefusedError, Table, Value
from cloud_api.sheets.writing import write_csv, write_xlsx

__all__ = [
    "Glanced",
    "Row",
    "Sheet",
    "SheetRefusedError",
    "Table",
    "Value",
    "glance_at",
    "read_tables",
    "write_csv",
    "write_xlsx",
]
