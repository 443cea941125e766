"""Tells what a reading still lacks before any row can be understood."""

from collections.abc import Sequence

from cloud_api.imports.fields import missing_fields
from cloud_api.wire.imports import ImportKind, Reading


def missing_of(reading: Reading, header: Sequence[str]) -> list[str]:
    """Fields that are needed, and neither a column under these headings nor a default tells."""
    columns = {name for name, heading in reading.columns.items() if heading in header}
    missing = missing_fields(
        reading.kind, columns | {name for name, text in reading.defaults.items() if text}
    )
    by_group = reading.kind is ImportKind.ORDERS and "group_no" in columns and "order_no" not in columns
    if by_group and not reading.group and "group" not in columns:
        missing.append("group")
    return missing
