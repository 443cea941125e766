"""Takes rows of master data in, each judged by itself, and says beforehand what would become of them."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Connection

from cloud_api.catalogue.cells import row_from_cells
from cloud_api.catalogue.checks import fault_of
from cloud_api.catalogue.kinds import SHAPES, Kind, Row, key_of
from cloud_api.catalogue.known import Known, load_known
from cloud_api.catalogue.rows import put_rows
from cloud_api.catalogue.service import stored_rows
from cloud_api.http.problems import explain
from cloud_api.imports.drafts import Draft
from cloud_api.storage.audit import Actor
from cloud_api.storage.ids import new_uuid
from cloud_api.wire.catalogue import RowResult, RowVerdict
from cloud_api.wire.imports import ImportKind, PreviewRow, PreviewVerdict

KINDS = MappingProxyType(
    {
        ImportKind.PRODUCTS: Kind.PRODUCT,
        ImportKind.SUPPLIERS: Kind.SUPPLIER,
        ImportKind.BINS: Kind.BIN,
        ImportKind.PICKUP_POINTS: Kind.PICKUP_POINT,
        ImportKind.VANS: Kind.VAN,
        ImportKind.OPERATORS: Kind.OPERATOR,
    }
)


def put_drafts(
    connection: Connection,
    kind: ImportKind,
    drafts: Sequence[Draft],
    warehouse: str | None,
    now: datetime,
    by: Actor,
) -> list[RowResult]:
    """Create or replace rows; an answer a draft, in their order. With a `warehouse` only its own."""
    foreign = _foreign(connection, kind, drafts, warehouse)
    faults = [draft.fault or foreign.get(draft.key) for draft in drafts]
    good = [draft for draft, fault in zip(drafts, faults, strict=True) if fault is None]
    results = iter(put_rows(connection, KINDS[kind], [draft.told[0] for draft in good], now, by))
    return [
        next(results) if fault is None else RowResult(key=draft.key, verdict=RowVerdict.REFUSED, reason=fault)
        for draft, fault in zip(drafts, faults, strict=True)
    ]


class RowJudge:
    """Says what would become of rows of master data, each held against what is kept and the rows before."""

    def __init__(self, connection: Connection, kind: ImportKind, warehouse: str | None) -> None:
        self._kind = kind
        self._warehouse = warehouse
        self._known = load_known(connection, {KINDS[kind]})

    def judge(self, connection: Connection, batch: Sequence[Draft], _now: datetime) -> list[PreviewRow]:
        """A verdict a draft; nothing is written."""
        foreign = _foreign(connection, self._kind, batch, self._warehouse)
        kept = _kept(connection, KINDS[self._kind], batch, self._known)
        return [self._judged(draft, draft.fault or foreign.get(draft.key), kept) for draft in batch]

    def _judged(self, draft: Draft, fault: str | None, kept: dict[str, Row]) -> PreviewRow:
        before = kept.get(draft.key)
        try:
            row = self._read(draft, before)
        except ValidationError as error:
            return _row_of(draft, PreviewVerdict.REFUSED, fault or explain(error), dict(draft.told[0]))
        except ValueError as error:
            return _row_of(draft, PreviewVerdict.REFUSED, fault or str(error), dict(draft.told[0]))
        row = self._known.completed(row)
        becomes = row.model_dump(mode="json")
        fault = fault or (None if row == before else fault_of(row, self._known))
        if fault is not None:
            return _row_of(draft, PreviewVerdict.REFUSED, fault, becomes)
        if row == before:
            return _row_of(draft, PreviewVerdict.KNOWN, None, becomes)
        self._known.accept(row)
        return _row_of(draft, PreviewVerdict.NEW if before is None else PreviewVerdict.CHANGED, None, becomes)

    def _read(self, draft: Draft, before: Row | None) -> Row:
        """Raises ValueError, of which ValidationError is a kind."""
        kind, cells = KINDS[self._kind], {**draft.told[0]}
        if kind is Kind.OPERATOR and not cells.get("id"):
            cells["id"] = key_of(before) if before is not None else str(new_uuid())
        return SHAPES[kind].message.model_validate(row_from_cells(kind, cells, before))


def _row_of(draft: Draft, verdict: PreviewVerdict, reason: str | None, becomes: dict[str, Any]) -> PreviewRow:
    return PreviewRow(
        rows=[row.number for row in draft.rows],
        key=draft.key,
        verdict=verdict,
        reason=reason,
        becomes=becomes,
    )


def _kept(connection: Connection, kind: Kind, drafts: Iterable[Draft], known: Known) -> dict[str, Row]:
    """The rows kept now by what the file knows them by; people know operators by their badge."""
    if kind is not Kind.OPERATOR:
        keys = [draft.key for draft in drafts if draft.key]
        return {str(key): row for key, row in stored_rows(connection, SHAPES[kind], keys).items()}
    ids = {draft.key: known.badges[draft.key] for draft in drafts if draft.key in known.badges}
    rows = stored_rows(connection, SHAPES[kind], list(ids.values()))
    return {badge: rows[operator_id] for badge, operator_id in ids.items() if operator_id in rows}


def _foreign(
    connection: Connection, kind: ImportKind, drafts: Sequence[Draft], warehouse: str | None
) -> dict[str, str]:
    """Why rows of another warehouse are not taken from a manager of this one."""
    of = KINDS[kind]
    if warehouse is None or "warehouse" not in SHAPES[of].columns:
        return {}
    kept = _kept(connection, of, drafts, load_known(connection, {of}))
    reasons: dict[str, str] = {}
    for draft in drafts:
        before = getattr(kept.get(draft.key), "warehouse", warehouse)
        told = draft.first("warehouse") or before
        other = sorted({before, told} - {warehouse})
        if other:
            reasons[draft.key] = f"The row belongs to warehouse {other[0][:64]}; you import for {warehouse}."
    return reasons
