"""Reads a day from a file, in whatever of the known forms it was saved."""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cloud_api.imports.sheets import ImportRefusedError, is_of_vans, read_orders, read_vans


@dataclass(frozen=True)
class ImportFile:
    """What a file holds."""

    catalogues: list[dict[str, Any]] = field(default_factory=list)
    cycles: list[dict[str, Any]] = field(default_factory=list)
    orders: list[Any] = field(default_factory=list)


def read_import_file(path: Path, time_zone: str) -> ImportFile:
    """Read a JSON, JSON Lines or CSV file. Raises sheets.ImportRefusedError.

    Times in a CSV file without an offset are in `time_zone`.
    """
    try:
        text = _decode(path.read_bytes())
    except OSError as error:
        raise ImportRefusedError(f"{path} cannot be read: {error.strerror}.") from error
    try:
        if path.suffix.lower() == ".csv":
            return _read_sheet(text, time_zone)
        content = ImportFile()
        for part in _json_parts(path, text):
            _sort_in(content, part)
    except (csv.Error, RecursionError, ValueError) as error:
        raise ImportRefusedError(f"{path} cannot be read: {error}. Nothing was done.") from error
    return content


def _read_sheet(text: str, time_zone: str) -> ImportFile:
    if is_of_vans(text):
        return ImportFile(catalogues=[{"vans": read_vans(text)}])
    return ImportFile(orders=read_orders(text, time_zone))


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
