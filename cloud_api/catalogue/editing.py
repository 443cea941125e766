"""Changes one row as a person or program asks, unless somebody else changed it meanwhile."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Connection, ForeignKey, delete, exists, select

from cloud_api.catalogue.checks import fault_of, last_manager_fault, warnings_of
from cloud_api.catalogue.kinds import SHAPES, Kind, Row, key_of, kind_of, named
from cloud_api.catalogue.known import load_known
from cloud_api.catalogue.listing import etag_of, find_row
from cloud_api.catalogue.service import keep_rows
from cloud_api.catalogue.telling import ChangedRow, news_of
from cloud_api.http.problems import explain
from cloud_api.storage.audit import Actor, note_act
from cloud_api.storage.changes import write_changes
from cloud_api.storage.metadata import metadata
from cloud_api.storage.tables.exchange import changes
from cloud_api.storage.transaction import Lock, lock_exclusive
from cloud_api.wire.catalogue import Kept, Removal, RemovalOutcome, RowVerdict, Warehouse

_ANY = "*"
_NEVER_DELETED = frozenset({Kind.OPERATOR, Kind.BIN})
"""Badges and labels of bins are never given again, and facts name both without the tables knowing."""


class Why(StrEnum):
    """Why a row was not changed."""

    UNKNOWN = "row-unknown"
    CHANGED_MEANWHILE = "changed-meanwhile"
    OTHER_WAREHOUSE = "other-warehouse"
    STILL_NEEDED = "still-needed"
    DOES_NOT_FIT = "catalogue-refused"
    UNREADABLE = "message-does-not-fit"


@dataclass(frozen=True)
class EditRefusal:
    """Why nothing was changed, and what to do."""

    why: Why
    reason: str


@dataclass(frozen=True)
class Edit:
    """Which row is to be changed, by whom, and what they had before their eyes."""

    kind: Kind
    key: Any
    by: Actor
    now: datetime
    warehouse: str | None = None
    """The only warehouse the editor may change things of; None: all."""
    if_match: str | None = None
    """ETags of the row as the editor saw it, as the header If-Match tells them."""
    if_none_match: str | None = None
    """*: only if there is no such row yet."""


def put_row(connection: Connection, edit: Edit, row: Row) -> Kept[Any] | EditRefusal:
    """Create or replace a row."""
    lock_exclusive(connection, Lock.CATALOGUE)
    before = find_row(connection, edit.kind, edit.key)
    return _stale(edit, before) or _keep(connection, edit, row, before)


def patch_row(connection: Connection, edit: Edit, patch: Mapping[str, Any]) -> Kept[Any] | EditRefusal:
    """Change the fields a JSON merge patch (RFC 7396) names; null takes a field back to what is usual."""
    lock_exclusive(connection, Lock.CATALOGUE)
    before = find_row(connection, edit.kind, edit.key)
    if before is None:
        return _unknown(edit)
    # No field holds an object, so merging the fields is merging the whole.
    merged = {**before.model_dump(mode="json"), **patch}
    told = {name: value for name, value in merged.items() if value is not None}
    try:
        row = SHAPES[edit.kind].message.model_validate(told)
    except ValidationError as error:
        return EditRefusal(Why.UNREADABLE, f"{explain(error)}. Put it right and send it again.")
    return _stale(edit, before) or _keep(connection, edit, row, before)


def remove_row(connection: Connection, edit: Edit) -> Removal | EditRefusal:
    """Delete a row nothing refers to; put out of use one that history needs. A warehouse goes or stays."""
    lock_exclusive(connection, Lock.CATALOGUE)
    row = find_row(connection, edit.kind, edit.key)
    if row is None:
        return _unknown(edit)
    refusal = _stale(edit, row) or _not_own(edit, row)
    if refusal is not None:
        return refusal
    referring = _referring(connection, edit)
    if isinstance(row, Warehouse):
        return _delete(connection, edit, row) if not referring else _still_needed(row, referring)
    idle = row.model_copy(update={"active": False})
    fault = last_manager_fault(idle, load_known(connection, {edit.kind}))
    if fault is not None:
        return EditRefusal(Why.STILL_NEEDED, fault)
    if not referring and edit.kind not in _NEVER_DELETED:
        return _delete(connection, edit, idle)
    keep_rows(connection, [idle], edit.now, edit.by)
    return Removal(key=key_of(row), outcome=RemovalOutcome.DEACTIVATED, referred_by=referring)


def _keep(connection: Connection, edit: Edit, row: Row, before: Row | None) -> Kept[Any] | EditRefusal:
    if getattr(row, SHAPES[edit.kind].key) != edit.key:
        return EditRefusal(
            Why.DOES_NOT_FIT,
            f"The address names {edit.kind} {edit.key}, the row {key_of(row)}. A key is not changed; "
            "create a new row and take the old one out of use.",
        )
    refusal = _not_own(edit, row) or (None if before is None else _not_own(edit, before))
    if refusal is not None:
        return refusal
    known = load_known(connection, {edit.kind})
    row = known.completed(row)
    fault = fault_of(row, known) or last_manager_fault(row, known)
    if fault is not None:
        return EditRefusal(Why.DOES_NOT_FIT, fault)
    changed = keep_rows(connection, [row], edit.now, edit.by).rows
    verdict = RowVerdict.CHANGED if changed else RowVerdict.UNCHANGED
    if before is None:
        verdict = RowVerdict.CREATED
    return Kept(verdict=verdict, warnings=warnings_of(row, known), row=row)


def _stale(edit: Edit, row: Row | None) -> EditRefusal | None:
    if edit.if_none_match is not None and row is not None:
        seen = edit.if_none_match
        if seen.strip() == _ANY or etag_of(row) in _etags(seen):
            return EditRefusal(
                Why.CHANGED_MEANWHILE, f"{named(row)} is there already. Read it and change it."
            )
    if edit.if_match is None:
        return None
    if row is not None and (edit.if_match.strip() == _ANY or etag_of(row) in _etags(edit.if_match)):
        return None
    what = (
        f"There is no {edit.kind} {edit.key} any more."
        if row is None
        else f"{named(row)} was changed meanwhile."
    )
    return EditRefusal(Why.CHANGED_MEANWHILE, f"{what} Read it again, then change it.")


def _etags(header: str) -> list[str]:
    return [etag.strip() for etag in header.split(",")]


def _unknown(edit: Edit) -> EditRefusal:
    return EditRefusal(Why.UNKNOWN, f"There is no {edit.kind} {edit.key}. Look its key up in the list.")


def _not_own(edit: Edit, row: Row) -> EditRefusal | None:
    """A manager runs one warehouse; products and suppliers are the company's."""
    owner = row.code if isinstance(row, Warehouse) else getattr(row, "warehouse", None)
    if edit.warehouse is None or owner is None or owner == edit.warehouse:
        return None
    reason = f"{named(row)} is of warehouse {owner}, you run {edit.warehouse}. Ask an integrator to do it."
    return EditRefusal(Why.OTHER_WAREHOUSE, reason)


def _still_needed(row: Row, referring: list[str]) -> EditRefusal:
    reason = f"{named(row)} still has {', '.join(referring)}. Move them to another warehouse first."
    return EditRefusal(Why.STILL_NEEDED, reason)


def _referring(connection: Connection, edit: Edit) -> list[str]:
    """Names of the tables with rows that refer to this one; news for its own stations are no history."""
    return sorted(
        {
            reference.parent.table.name.replace("_", " ")
            for reference in _references(edit)
            if reference.parent.table is not changes
            and connection.scalar(select(exists().where(reference.parent == edit.key)))
        }
    )


def _references(edit: Edit) -> list[ForeignKey]:
    shape = SHAPES[edit.kind]
    key = shape.table.c[shape.key]
    return [
        reference
        for other in metadata.sorted_tables
        for reference in other.foreign_keys
        if reference.column is key
    ]


def _delete(connection: Connection, edit: Edit, last: Row) -> Removal:
    """Stations are told what may be told: that the row is out of use. A place nothing refers to has none."""
    for reference in _references(edit):
        if reference.parent.table is changes:
            connection.execute(delete(changes).where(reference.parent == edit.key))
    shape = SHAPES[edit.kind]
    connection.execute(delete(shape.table).where(shape.table.c[shape.key] == edit.key))
    note_act(connection, edit.by, f"delete {edit.kind}", f"{edit.kind} {edit.key}", edit.now)
    if not isinstance(last, Warehouse):
        told = news_of(ChangedRow(kind_of(last), last, last))
        write_changes(connection, [new for new in told if new.pickup_point is None], edit.now)
    return Removal(key=key_of(last), outcome=RemovalOutcome.DELETED, referred_by=[])
