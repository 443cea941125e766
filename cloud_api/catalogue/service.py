"""Keeps master data, and tells stations of exactly the rows that changed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Table, insert, select, update

from cloud_api.catalogue.checks import check_catalogue, check_own_vans
from cloud_api.storage.changes import NewChange, write_changes
from cloud_api.storage.parts import parts
from cloud_api.storage.stops import stop_news
from cloud_api.storage.tables.catalogue import (
    operators,
    pickup_points,
    products,
    suppliers,
    vans,
    warehouses,
)
from cloud_api.storage.tables.orders import cycles
from cloud_api.storage.tables.waves import waves
from cloud_api.storage.transaction import Lock, lock_exclusive
from cloud_api.wire.base import Message
from cloud_api.wire.catalogue import Catalogue, Van
from cloud_api.wire.exchange import ChangeKind

_DELIVERED_AFTER = timedelta(days=1)
"""A cycle is delivered on the first morning after its cut-off; later nobody plans with its stops."""


@dataclass
class CatalogueChanges:
    """How many rows of each kind were new or different, and what to tell stations."""

    counts: dict[str, int] = field(default_factory=dict)
    news: list[NewChange] = field(default_factory=list)


@dataclass(frozen=True)
class _Changed:
    """A row that is new or different, with how it was before."""

    body: dict[str, Any]
    before: Mapping[str, Any] | None


_Scope = tuple[str | None, str | None]
"""Warehouse and shop whose stations are told."""


def put_catalogue(connection: Connection, catalogue: Catalogue, now: datetime) -> CatalogueChanges:
    """Create or replace each row by its key, all or none; unchanged rows write nothing.

    Raises checks.CatalogueRefusedError.
    """
    lock_exclusive(connection, Lock.CATALOGUE)
    check_catalogue(connection, catalogue)
    done = CatalogueChanges()
    moved: list[str] = []
    for table, key, messages, news_of in (
        (warehouses, "code", catalogue.warehouses, _warehouse_news),
        (suppliers, "code", catalogue.suppliers, _nobody_told),
        (products, "sku", catalogue.products, _product_news),
        (pickup_points, "code", catalogue.pickup_points, _pickup_point_news),
        (operators, "id", catalogue.operators, _operator_news),
        (vans, "code", catalogue.vans, _van_news),
    ):
        changed = _put(connection, table, key, messages)
        done.counts[table.name] = len(changed)
        done.news += [new for row in changed for new in news_of(row)]
        if table is pickup_points:
            moved = [row.body["code"] for row in changed]
    done.news += _stops_of(connection, moved, now)
    write_changes(connection, done.news, now)
    return done


def _stops_of(connection: Connection, points: Sequence[str], now: datetime) -> list[NewChange]:
    """A position corrected in the night must reach the dispatcher who plans with the stop."""
    tonight = select(cycles.c.id).where(cycles.c.frozen_at > now - _DELIVERED_AFTER)
    return [
        new
        for part in parts(points)
        for new in stop_news(connection, waves.c.cycle_id.in_(tonight) & waves.c.pickup_point.in_(part))
    ]


def put_vans(
    connection: Connection, told: Sequence[Van], now: datetime, warehouse: str | None
) -> CatalogueChanges:
    """Create or replace vans; with a warehouse, only its own. Raises checks.CatalogueRefusedError."""
    lock_exclusive(connection, Lock.CATALOGUE)
    if warehouse is not None:
        check_own_vans(connection, told, warehouse)
    return put_catalogue(connection, Catalogue(vans=tuple(told)), now)


def _warehouse_news(row: _Changed) -> list[NewChange]:
    return [NewChange(ChangeKind.WAREHOUSE, row.body, row.body["code"])]


def _nobody_told(_row: _Changed) -> list[NewChange]:
    """No station works with it."""
    return []


def _product_news(row: _Changed) -> list[NewChange]:
    return [NewChange(ChangeKind.PRODUCT, row.body, None)]


def _pickup_point_news(row: _Changed) -> list[NewChange]:
    """The shop itself is told, and each warehouse it belongs to or belonged to."""
    here = row.body["warehouse"]
    concerned = {here, row.before["warehouse"] if row.before else here}
    told = [NewChange(ChangeKind.PICKUP_POINT, row.body, warehouse) for warehouse in sorted(concerned)]
    return [*told, NewChange(ChangeKind.PICKUP_POINT, row.body, here, row.body["code"])]


def _operator_news(row: _Changed) -> list[NewChange]:
    return _of_one_place(ChangeKind.OPERATOR, row, _operator_scope)


def _operator_scope(values: Mapping[str, Any]) -> _Scope:
    return values["warehouse"], values["pickup_point"]


def _van_news(row: _Changed) -> list[NewChange]:
    return _of_one_place(ChangeKind.VAN, row, _van_scope)


def _van_scope(values: Mapping[str, Any]) -> _Scope:
    return values["warehouse"], None


def _of_one_place(
    kind: ChangeKind, row: _Changed, scope_of: Callable[[Mapping[str, Any]], _Scope]
) -> list[NewChange]:
    """Where a row has left it is told as not active any more, and first: a station may stand in both."""
    scope = scope_of(row.body)
    told = [NewChange(kind, row.body, *scope)]
    if row.before is None or scope_of(row.before) == scope:
        return told
    return [NewChange(kind, {**row.body, "active": False}, *scope_of(row.before)), *told]


def _put(connection: Connection, table: Table, key: str, messages: Sequence[Message]) -> list[_Changed]:
    """Write rows that are new or different; answers them with how they were before."""
    wanted = {getattr(message, key): message for message in messages}
    before = _rows(connection, table, key, list(wanted))
    changed = [code for code in sorted(wanted) if before.get(code) != _row(wanted[code])]
    new = [_row(wanted[code]) for code in changed if code not in before]
    if new:
        connection.execute(insert(table), new)
    for code in changed:
        if code in before:
            connection.execute(update(table).where(table.c[key] == code).values(_row(wanted[code])))
    return [_Changed(wanted[code].model_dump(mode="json"), before.get(code)) for code in changed]


def _rows(connection: Connection, table: Table, key: str, codes: list[Any]) -> dict[Any, Mapping[str, Any]]:
    return {
        row[key]: dict(row)
        for part in parts(codes)
        for row in connection.execute(select(table).where(table.c[key].in_(part))).mappings()
    }


def _row(message: Message) -> dict[str, Any]:
    row = message.model_dump()
    return {name: list(value) if isinstance(value, tuple) else value for name, value in row.items()}
