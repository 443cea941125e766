"""Reads sheets as shops and dispatchers save them: CSV of order lines, or of vans."""

import csv
import io
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cloud_api.wire.catalogue import Van

_ORDER_COLUMNS = ("order_no", "pickup_point", "paid_at", "customer", "phone", "sku", "quantity")
_VAN_COLUMNS = tuple(name for name, column in Van.model_fields.items() if column.is_required())


class ImportRefusedError(Exception):
    """The file cannot be imported; the message says what to put right."""


def is_of_vans(text: str) -> bool:
    """Whether a sheet is one of vans: orders have no plate."""
    names = csv.DictReader(io.StringIO(text, newline="")).fieldnames or ()
    return "plate" in names and "order_no" not in names


def read_vans(text: str) -> list[dict[str, Any]]:
    """One row a van; a column or cell that is left out is as usual. Raises ImportRefusedError."""
    rows = _rows(text, _VAN_COLUMNS)
    return [
        {
            name: told.strip()
            for name, told in row.items()
            if name in Van.model_fields and (told or "").strip()
        }
        for row in rows
    ]


def _rows(text: str, needed: tuple[str, ...]) -> "csv.DictReader[str]":
    rows = csv.DictReader(io.StringIO(text, newline=""))
    missing = [name for name in needed if name not in (rows.fieldnames or ())]
    if missing:
        raise ImportRefusedError(
            f"The CSV file lacks the columns {', '.join(missing)}; it needs {', '.join(needed)}."
        )
    return rows


def read_orders(text: str, time_zone: str) -> list[dict[str, Any]]:
    """One row an order line; rows of the same order number make one order, wherever they stand.

    Times without an offset are in `time_zone`. Raises ImportRefusedError.
    """
    zone = _zone(time_zone)
    rows = _rows(text, _ORDER_COLUMNS)
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        values = {name: (row[name] or "").strip() for name in _ORDER_COLUMNS}
        line = {"sku": values.pop("sku"), "quantity": values.pop("quantity")}
        order: dict[str, Any] = {**values, "paid_at": _with_zone(values["paid_at"], zone)}
        known = found.setdefault(values["order_no"], {**order, "lines": []})
        differing = [name for name in order if known[name] != order[name]]
        if differing:
            raise ImportRefusedError(
                f"Line {rows.line_num}: order {values['order_no']} has another {differing[0]} than its "
                "rows before. All rows of an order must agree."
            )
        known["lines"].append(line)
    return list(found.values())


def _with_zone(told: str, zone: ZoneInfo) -> str:
    try:
        moment = datetime.fromisoformat(told)
    except ValueError:
        return told
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).isoformat()


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ImportRefusedError(f"There is no time zone {name}. Name one such as Asia/Shanghai.") from error
