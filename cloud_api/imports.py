"""Brings a day from a file into the database through the same services as HTTP."""

import csv
import io
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import ValidationError
from sqlalchemy import Engine

from cloud_api.catalogue.service import CatalogueRefusedError, put_catalogue
from cloud_api.cycles.service import CycleRefusedError, open_cycle
from cloud_api.http.problems import explain
from cloud_api.orders.service import take_orders
from cloud_api.storage.clock import Clock
from cloud_api.storage.transaction import writing
from cloud_api.wire.catalogue import Catalogue
from cloud_api.wire.cycles import NewCycle
from cloud_api.wire.orders import MAX_BATCH, OrderVerdict

_CSV_COLUMNS = ("order_no", "pickup_point", "paid_at", "customer", "phone", "sku", "quantity")


class ImportRefusedError(Exception):
    """The file cannot be imported; the message says what to put right."""


@dataclass(frozen=True)
class ImportFile:
    """What a file holds."""

    catalogues: list[dict[str, Any]] = field(default_factory=list)
    cycles: list[dict[str, Any]] = field(default_factory=list)
    orders: list[Any] = field(default_factory=list)


@dataclass(frozen=True)
class RefusedRow:
    """An order of the file that was refused; `row` counts orders from 1."""

    row: int
    order_no: str
    reason: str


@dataclass
class ImportReport:
    """What became of a file."""

    catalogue_changes: dict[str, int] = field(default_factory=dict)
    cycle_ids: list[str] = field(default_factory=list)
    accepted: int = 0
    repeated: int = 0
    refused: list[RefusedRow] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """The report as plain values."""
        return asdict(self)


def read_import_file(path: Path, time_zone: str) -> ImportFile:
    """Read a JSON, JSON Lines or CSV file. Raises ImportRefusedError.

    Times in a CSV file without an offset are in `time_zone`.
    """
    try:
        text = _decode(path.read_bytes())
    except OSError as error:
        raise ImportRefusedError(f"{path} cannot be read: {error.strerror}.") from error
    try:
        if path.suffix.lower() == ".csv":
            return ImportFile(orders=list(_csv_orders(text, _zone(time_zone))))
        content = ImportFile()
        for part in _json_parts(path, text):
            _sort_in(content, part)
    except (csv.Error, RecursionError, ValueError) as error:
        raise ImportRefusedError(f"{path} cannot be read: {error}. Nothing was done.") from error
    return content


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ImportRefusedError(f"There is no time zone {name}. Name one such as Asia/Shanghai.") from error


def _decode(data: bytes) -> str:
    """Shops' sheets come as UTF-8 with or without a mark, or as GB18030 from Chinese Excel."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("gb18030")
    except UnicodeDecodeError as error:
        raise ImportRefusedError("The file is neither UTF-8 nor GB18030 text. Save it as UTF-8.") from error


def _json_parts(path: Path, text: str) -> Iterator[Any]:
    try:
        yield json.loads(text)
    except json.JSONDecodeError as error:
        whole_fault = error
    else:
        return
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            yield json.loads(line)
        except json.JSONDecodeError as error:
            fault = whole_fault if number == 1 else error
            raise ImportRefusedError(
                f"{path} is not JSON: line {number}: {fault.msg}. Nothing was done."
            ) from (error)


def _sort_in(content: ImportFile, part: Any) -> None:
    if isinstance(part, list):
        content.orders.extend(part)
        return
    if not isinstance(part, dict):
        content.orders.append(part)
        return
    if not part.keys() & {"catalogue", "cycle", "orders", "order"}:
        content.orders.append(part)
        return
    if "catalogue" in part:
        content.catalogues.append(part["catalogue"])
    if "cycle" in part:
        content.cycles.append(part["cycle"])
    if "order" in part:
        content.orders.append(part["order"])
    if isinstance(part.get("orders", []), list):
        content.orders.extend(part.get("orders", []))
    else:
        raise ImportRefusedError("`orders` must be a list of orders.")


def _csv_orders(text: str, zone: ZoneInfo) -> Iterator[dict[str, Any]]:
    """One row an order line; rows of the same order number make one order, wherever they stand."""
    rows = csv.DictReader(io.StringIO(text, newline=""))
    missing = [name for name in _CSV_COLUMNS if name not in (rows.fieldnames or ())]
    if missing:
        raise ImportRefusedError(
            f"The CSV file lacks the columns {', '.join(missing)}; it needs {', '.join(_CSV_COLUMNS)}."
        )
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        values = {name: (row[name] or "").strip() for name in _CSV_COLUMNS}
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
    yield from found.values()


def _with_zone(told: str, zone: ZoneInfo) -> str:
    try:
        moment = datetime.fromisoformat(told)
    except ValueError:
        return told
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).isoformat()


def import_file(
    engine: Engine, content: ImportFile, clock: Clock, progress: Callable[[int, int], None]
) -> ImportReport:
    """Catalogue, then cycles, then orders in batches, each committed; importing again repeats nothing.

    `progress` is told orders done and orders in all. Raises ImportRefusedError.
    """
    report = ImportReport()
    for catalogue in content.catalogues:
        _import_catalogue(engine, catalogue, clock, report)
    for cycle in content.cycles:
        report.cycle_ids.append(_import_cycle(engine, cycle, clock))
    for start in range(0, len(content.orders), MAX_BATCH):
        _import_orders(engine, content.orders[start : start + MAX_BATCH], start, clock, report)
        progress(min(start + MAX_BATCH, len(content.orders)), len(content.orders))
    return report


def _import_catalogue(engine: Engine, body: Any, clock: Clock, report: ImportReport) -> None:
    try:
        catalogue = Catalogue.model_validate(body)
        with writing(engine) as connection:
            counts = put_catalogue(connection, catalogue, clock()).counts
    except ValidationError as error:
        raise ImportRefusedError(
            f"The catalogue does not fit: {explain(error)}. Nothing was done."
        ) from error
    except CatalogueRefusedError as error:
        raise ImportRefusedError(f"The catalogue was refused: {error}") from error
    for name, count in counts.items():
        report.catalogue_changes[name] = report.catalogue_changes.get(name, 0) + count


def _import_cycle(engine: Engine, body: Any, clock: Clock) -> str:
    try:
        new = NewCycle.model_validate(body)
        with writing(engine) as connection:
            cycle, _opened = open_cycle(connection, new, clock())
    except ValidationError as error:
        raise ImportRefusedError(f"The cycle does not fit: {explain(error)}. No order was taken.") from error
    except CycleRefusedError as error:
        raise ImportRefusedError(f"The cycle was refused: {error} No order was taken.") from error
    return str(cycle.id)


def _import_orders(
    engine: Engine, rows: Sequence[Any], start: int, clock: Clock, report: ImportReport
) -> None:
    for place, result in enumerate(take_orders(engine, rows, clock), start=start + 1):
        if result.verdict is OrderVerdict.ACCEPTED:
            report.accepted += 1
        elif result.verdict is OrderVerdict.REPEATED:
            report.repeated += 1
        else:
            report.refused.append(RefusedRow(place, result.order_no, result.reason or ""))
