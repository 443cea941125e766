"""Keeps rows of a sheet one by one: a bad row never fails the others."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy import Connection

from cloud_api.catalogue.cells import row_from_cells
from cloud_api.catalogue.checks import fault_of, last_manager_fault, warnings_of
from cloud_api.catalogue.kinds import SHAPES, Kind, Row, key_in, key_of
from cloud_api.catalogue.known import Known, load_known
from cloud_api.catalogue.service import keep_rows, stored_rows
from cloud_api.http.problems import explain
from cloud_api.storage.audit import Actor
from cloud_api.storage.ids import new_uuid
from cloud_api.storage.transaction import Lock, lock_exclusive
from cloud_api.wire.catalogue import RowResult, RowVerdict

_CORRECT = "Correct the row and send it again."
_NUMBER = re.compile(r"[0-9]{1,8}")


@dataclass
class _Sheet:
    """Rows of one kind while they are looked at."""

    kind: Kind
    known: Known
    kept: dict[Any, Row]
    """Rows as they stand, with those accepted so far."""
    accepted: dict[Any, Row] = field(default_factory=dict)


def put_rows(
    connection: Connection, kind: Kind, rows: Sequence[Mapping[str, str]], now: datetime, by: Actor
) -> list[RowResult]:
    """Create or replace rows of text cells by their keys; an answer a row, in their order.

    Cells are named like the fields of the message of `kind`; cells.row_from_cells says how each reads, and
    cells.cells_of writes them. An operator without an id is known by its badge. Notes and news are written
    once for all rows that were accepted, in the caller's transaction.
    """
    lock_exclusive(connection, Lock.CATALOGUE)
    known = load_known(connection, {kind})
    known.pass_over(_numbers_told(kind, rows))
    named = [_with_key(kind, cells, known) for cells in rows]
    keys = {_key(kind, cells) for cells in named} - {None}
    sheet = _Sheet(kind, known, stored_rows(connection, SHAPES[kind], keys))
    results = [_judge(sheet, cells) for cells in named]
    keep_rows(connection, list(sheet.accepted.values()), now, by)
    return results


def _with_key(kind: Kind, cells: Mapping[str, str], known: Known) -> Mapping[str, str]:
    """People know badges, not ids."""
    if kind is not Kind.OPERATOR or cells.get("id", "").strip():
        return cells
    badge = cells.get("badge", "").strip()
    return {**cells, "id": str(known.badges.setdefault(badge, new_uuid()))} if badge else cells


def _numbers_told(kind: Kind, rows: Sequence[Mapping[str, str]]) -> list[int]:
    """Numbers of bins further down, which those above that tell none must not get."""
    cells = [cells.get("number", "").strip() for cells in rows] if kind is Kind.BIN else []
    return [int(cell) for cell in cells if _NUMBER.fullmatch(cell)]


def _key(kind: Kind, cells: Mapping[str, str]) -> Any:
    """The key as the table has it; None where it cannot be one."""
    told = key_in(kind, cells)
    if kind is not Kind.OPERATOR:
        return None if "\0" in told else told or None
    try:
        return UUID(told)
    except ValueError:
        return None


def _judge(sheet: _Sheet, cells: Mapping[str, str]) -> RowResult:
    key = _key(sheet.kind, cells)
    shown = key_in(sheet.kind, cells)
    before = sheet.kept.get(key)
    try:
        row = SHAPES[sheet.kind].message.model_validate(row_from_cells(sheet.kind, cells, before))
    except ValidationError as error:
        return _refused(shown, f"{explain(error)}. {_CORRECT}")
    except ValueError as error:
        return _refused(shown, f"{error}. {_CORRECT}")
    row = sheet.known.completed(row)
    if row == before:
        return RowResult(key=key_of(row), verdict=RowVerdict.UNCHANGED)
    fault = fault_of(row, sheet.known) or last_manager_fault(row, sheet.known)
    if fault is not None:
        return _refused(shown, fault)
    sheet.known.accept(row)
    sheet.kept[key] = sheet.accepted[key] = row
    verdict = RowVerdict.CREATED if before is None else RowVerdict.CHANGED
    return RowResult(key=key_of(row), verdict=verdict, warnings=warnings_of(row, sheet.known))


def _refused(key: str, reason: str) -> RowResult:
    return RowResult(key=key.replace("\0", "")[:64], verdict=RowVerdict.REFUSED, reason=reason)
