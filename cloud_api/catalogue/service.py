"""Keeps master data: all rows told or none, each noted, and stations told of exactly what changed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, insert, select, update

from cloud_api.catalogue.checks import check_all, check_own_vans
from cloud_api.catalogue.kinds import SHAPES, Kind, Row, Shape, kind_of
from cloud_api.catalogue.known import load_known
from cloud_api.catalogue.telling import ChangedRow, news_of, news_of_stops
from cloud_api.storage.audit import SERVICE, Actor, note_act
from cloud_api.storage.changes import write_changes
from cloud_api.storage.parts import parts
from cloud_api.storage.sessions import end_sessions
from cloud_api.storage.transaction import Lock, lock_exclusive
from cloud_api.wire.catalogue import Catalogue, Operator, Van

_UNNOTED = frozenset({"phone"})
"""Whose number it was is nobody's business later."""


@dataclass
class CatalogueChanges:
    """How many rows of each kind were new or different, and which."""

    counts: dict[str, int] = field(default_factory=dict)
    rows: list[ChangedRow] = field(default_factory=list)


def put_catalogue(
    connection: Connection, catalogue: Catalogue, now: datetime, by: Actor = SERVICE
) -> CatalogueChanges:
    """Create or replace each row by its key, all or none; unchanged rows write nothing.

    Of a row told twice the last counts. Raises checks.CatalogueRefusedError.
    """
    lock_exclusive(connection, Lock.CATALOGUE)
    rows = rows_of(catalogue)
    known = load_known(connection, {kind_of(row) for row in rows})
    known.pass_over(bin.number for bin in catalogue.bins)
    rows = [known.completed(row) for row in rows]
    check_all(rows, known)
    return keep_rows(connection, rows, now, by)


def put_vans(
    connection: Connection, told: Sequence[Van], now: datetime, warehouse: str | None, by: Actor = SERVICE
) -> CatalogueChanges:
    """Create or replace vans; with a warehouse, only its own. Raises checks.CatalogueRefusedError."""
    lock_exclusive(connection, Lock.CATALOGUE)
    if warehouse is not None:
        check_own_vans(connection, told, warehouse)
    return put_catalogue(connection, Catalogue(vans=tuple(told)), now, by)


def rows_of(catalogue: Catalogue) -> list[Row]:
    """All rows of a catalogue in the order in which one needs the other; of a row told twice the last."""
    last: dict[tuple[Kind, Any], Row] = {}
    told: tuple[tuple[Kind, Sequence[Row]], ...] = (
        (Kind.WAREHOUSE, catalogue.warehouses),
        (Kind.SUPPLIER, catalogue.suppliers),
        (Kind.BIN, catalogue.bins),
        (Kind.PRODUCT, catalogue.products),
        (Kind.PICKUP_POINT, catalogue.pickup_points),
        (Kind.OPERATOR, catalogue.operators),
        (Kind.VAN, catalogue.vans),
    )
    for kind, rows in told:
        last |= {(kind, getattr(row, SHAPES[kind].key)): row for row in rows}
    return list(last.values())


def keep_rows(connection: Connection, rows: Sequence[Row], now: datetime, by: Actor) -> CatalogueChanges:
    """Write rows that were checked, one a key, under Lock.CATALOGUE: note them and tell stations."""
    done = CatalogueChanges()
    for kind, shape in SHAPES.items():
        changed = _put(connection, kind, shape, [row for row in rows if kind_of(row) is kind])
        done.counts[shape.table.name] = len(changed)
        done.rows += changed
    end_sessions(connection, _shut_out(done.rows), now)
    note_changes(connection, done.rows, now, by)
    news = [new for row in done.rows for new in news_of(row)]
    moved = [row.key for row in done.rows if row.kind is Kind.PICKUP_POINT]
    write_changes(connection, [*news, *news_of_stops(connection, moved, now)], now)
    return done


def _shut_out(changed: Sequence[ChangedRow]) -> list[UUID]:
    """Operators who may not sign in; were they let in again, an old session must not come back with it.

    Nor may it follow a person to another warehouse.
    """
    return [
        row.row.id
        for row in changed
        if isinstance(row.row, Operator)
        and isinstance(row.before, Operator)
        and (not row.row.active or not row.row.manager or row.row.warehouse != row.before.warehouse)
    ]


def _put(connection: Connection, kind: Kind, shape: Shape, rows: Sequence[Row]) -> list[ChangedRow]:
    """Write rows that are new or different; answers them with how they were before."""
    wanted = {getattr(row, shape.key): row for row in rows}
    before = stored_rows(connection, shape, list(wanted))
    changed = [code for code in sorted(wanted) if before.get(code) != wanted[code]]
    new = [_values(shape, wanted[code]) for code in changed if code not in before]
    if new:
        connection.execute(insert(shape.table), new)
    key = shape.table.c[shape.key]
    for code in changed:
        if code in before:
            connection.execute(update(shape.table).where(key == code).values(_values(shape, wanted[code])))
    return [ChangedRow(kind, wanted[code], before.get(code)) for code in changed]


def stored_rows(connection: Connection, shape: Shape, keys: Iterable[Any]) -> dict[Any, Row]:
    """Rows that are kept, by their keys."""
    key = shape.table.c[shape.key]
    query = select(*(shape.table.c[name] for name in shape.columns))
    return {
        getattr(kept, shape.key): kept
        for part in parts(list(keys))
        for row in connection.execute(query.where(key.in_(part))).mappings()
        for kept in (as_row(shape, row),)
    }


def as_row(shape: Shape, values: Mapping[Any, Any]) -> Row:
    """A row as it is kept."""
    return shape.message.model_validate(dict(values))


def _values(shape: Shape, row: Row) -> dict[str, Any]:
    told = {shape.key: getattr(row, shape.key), **row.model_dump()}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in told.items()}


def note_changes(connection: Connection, changed: Sequence[ChangedRow], now: datetime, by: Actor) -> None:
    """One act for all rows of a request, with what each was and is."""
    if not changed:
        return
    if len(changed) == 1:
        row = changed[0]
        verb = "create" if row.before is None else "change"
        note_act(connection, by, f"{verb} {row.kind}", f"{row.kind} {row.key}", now, _differences(row))
        return
    detail: dict[str, Any] = {}
    for row in changed:
        detail.setdefault(row.kind.value, {})[row.key] = _differences(row)
    note_act(connection, by, "change catalogue", f"{len(changed)} rows", now, detail)


def _differences(row: ChangedRow) -> dict[str, Any]:
    """Field by field what it was and is; of a new row nothing, it stands in its table."""
    if row.before is None:
        return {}
    was, told = row.before.model_dump(mode="json"), row.row.model_dump(mode="json")
    return {
        name: "changed" if name in _UNNOTED else [was[name], told[name]]
        for name in told
        if was[name] != told[name]
    }
