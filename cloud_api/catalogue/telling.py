"""Which stations are told of a row that changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select

from cloud_api.catalogue.kinds import Kind, Row, key_of
from cloud_api.storage.changes import NewChange
from cloud_api.storage.parts import parts
from cloud_api.storage.stops import stop_news
from cloud_api.storage.tables.orders import cycles
from cloud_api.storage.tables.waves import waves
from cloud_api.wire.catalogue import Bin, Operator, PickupPoint, Van
from cloud_api.wire.exchange import ChangeKind

_DELIVERED_AFTER = timedelta(days=1)
"""A cycle is delivered on the first morning after its cut-off; later nobody plans with its stops."""
_Scope = tuple[str, str | None]
"""Warehouse and shop whose stations are told."""


@dataclass(frozen=True)
class ChangedRow:
    """A row that is new or different, with how it was before."""

    kind: Kind
    row: Row
    before: Row | None

    @property
    def key(self) -> str:
        """SKU, code or id."""
        return key_of(self.row)


def news_of(changed: ChangedRow) -> list[NewChange]:
    """What stations are told of one row; suppliers concern none of them."""
    row, before = changed.row, changed.before
    body = row.model_dump(mode="json")
    if isinstance(row, PickupPoint):
        return _of_point(row, before, body)
    if isinstance(row, Operator):
        was = None if not isinstance(before, Operator) else (before.warehouse, before.pickup_point)
        return _of_one_place(ChangeKind.OPERATOR, body, (row.warehouse, row.pickup_point), was)
    if isinstance(row, Van):
        was_at = (before.warehouse, None) if isinstance(before, Van) else None
        return _of_one_place(ChangeKind.VAN, body, (row.warehouse, None), was_at)
    if isinstance(row, Bin):
        return [NewChange(ChangeKind.BIN, body, row.warehouse)]
    if changed.kind is Kind.WAREHOUSE:
        return [NewChange(ChangeKind.WAREHOUSE, body, changed.key)]
    return [NewChange(ChangeKind.PRODUCT, body, None)] if changed.kind is Kind.PRODUCT else []


def news_of_stops(connection: Connection, points: Sequence[str], now: datetime) -> list[NewChange]:
    """A position corrected in the night must reach the dispatcher who plans with the stop."""
    tonight = select(cycles.c.id).where(cycles.c.frozen_at > now - _DELIVERED_AFTER)
    return [
        new
        for part in parts(points)
        for new in stop_news(connection, waves.c.cycle_id.in_(tonight) & waves.c.pickup_point.in_(part))
    ]


def _of_point(point: PickupPoint, before: Row | None, body: dict[str, Any]) -> list[NewChange]:
    """The shop itself is told, and each warehouse it belongs to or belonged to."""
    concerned = {point.warehouse}
    if isinstance(before, PickupPoint):
        concerned.add(before.warehouse)
    told = [NewChange(ChangeKind.PICKUP_POINT, body, warehouse) for warehouse in sorted(concerned)]
    return [*told, NewChange(ChangeKind.PICKUP_POINT, body, point.warehouse, point.code)]


def _of_one_place(
    kind: ChangeKind, body: dict[str, Any], scope: _Scope, was: _Scope | None
) -> list[NewChange]:
    """Where a row has left it is told as not active any more, and first: a station may stand in both."""
    told = [NewChange(kind, body, *scope)]
    if was is None or was == scope:
        return told
    return [NewChange(kind, {**body, "active": False}, *was), *told]
