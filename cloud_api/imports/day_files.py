"""Reads a day from a JSON or JSON Lines file, in whatever of the known forms it was saved."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any


class ImportRefusedError(Exception):
    """The file cannot be imported; the message says what to put right."""


@dataclass(frozen=True)
class Day:
    """What a file holds."""

    catalogues: list[dict[str, Any]] = field(default_factory=list)
    cycles: list[dict[str, Any]] = field(default_factory=list)
    orders: list[Any] = field(default_factory=list)


def is_json(data: bytes) -> bool:
    """Whether a file begins as JSON does; no table begins so."""
    return data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[")


def read_day(data: bytes, name: str) -> Day:
    """Read a JSON or JSON Lines file. Raises ImportRefusedError."""
    day = Day()
    try:
        for part in _json_parts(name, _decode(data)):
            _sort_in(day, part)
    except (RecursionError, ValueError) as error:
        raise ImportRefusedError(f"{name} cannot be read: {error}. Nothing was done.") from error
    return day


def _decode(data: bytes) -> str:
    """JSON comes as UTF-8 with or without a mark, or as GB18030 from Chinese tools."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("gb18030")
    except UnicodeDecodeError as error:
        raise ImportRefusedError("The file is neither UTF-8 nor GB18030 text. Save it as UTF-8.") from error


def _json_parts(name: str, text: str) -> Iterator[Any]:
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
                f"{name} is not JSON: line {number}: {fault.msg}. Nothing was done."
            ) from (error)


def _sort_in(content: Day, part: Any) -> None:
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
