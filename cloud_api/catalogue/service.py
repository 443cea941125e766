"""Keeps master data, and tells stations of exactly the rows that changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import Connection, Table, insert, select, update

from cloud_api.storage.changes import NewChange, write_changes
from cloud_api.storage.parts import parts
from cloud_api.storage.tables.catalogue import operators, pickup_points, products, warehouses
from cloud_api.storage.transaction import Lock, lock_exclusive
from cloud_api.wire.base import Message
from cloud_api.wire.catalogue import Catalogue, Operator, PickupPoint, Warehouse
from cloud_api.wire.exchange import ChangeKind

_MAX_PATH = 2**31 - 1


class CatalogueRefusedError(Exception):
    """The catalogue contradicts itself or the rows kept; nothing was changed. The message names the row."""


@dataclass
class CatalogueChanges:
    """How many rows of each kind were new or different, and what to tell stations."""

    counts: dict[str, int] = field(default_factory=dict)
    news: list[NewChange] = field(default_factory=list)


def put_catalogue(connection: Connection, catalogue: Catalogue, now: datetime) -> CatalogueChanges:
    """Create or replace each row by its key, all or none; unchanged rows write nothing.

    Raises CatalogueRefusedError.
    """
    lock_exclusive(connection, Lock.CATALOGUE)
    _check(connection, catalogue)
    done = CatalogueChanges()
    done.counts["warehouses"] = len(_put(connection, warehouses, "code", catalogue.warehouses))
    _put_products(connection, catalogue, done)
    _put_placed(connection, pickup_points, "code", catalogue.pickup_points, ChangeKind.PICKUP_POINT, done)
    _put_placed(connection, operators, "id", catalogue.operators, ChangeKind.OPERATOR, done)
    write_changes(connection, done.news, now)
    return done


def _put_products(connection: Connection, catalogue: Catalogue, done: CatalogueChanges) -> None:
    changed = _put(connection, products, "sku", catalogue.products)
    done.counts["products"] = len(changed)
    done.news += [
        NewChange(ChangeKind.PRODUCT, message.model_dump(mode="json"), None) for message, _ in changed
    ]


def _put_placed(
    connection: Connection,
    table: Table,
    key: str,
    messages: Sequence[Message],
    kind: ChangeKind,
    done: CatalogueChanges,
) -> None:
    changed = _put(connection, table, key, messages)
    done.counts[table.name] = len(changed)
    for message, before in changed:
        body = message.model_dump(mode="json")
        concerned = {body["warehouse"], before["warehouse"] if before else body["warehouse"]}
        done.news += [NewChange(kind, body, warehouse) for warehouse in sorted(concerned)]


def _put(
    connection: Connection, table: Table, key: str, messages: Sequence[Message]
) -> list[tuple[Message, Mapping[str, Any] | None]]:
    """Write rows that are new or different; answers them with how they were before."""
    wanted = {getattr(message, key): message for message in messages}
    before = _rows(connection, table, key, list(wanted))
    changed = [
        (wanted[code], before.get(code)) for code in sorted(wanted) if before.get(code) != _row(wanted[code])
    ]
    new = [_row(message) for message, old in changed if old is None]
    if new:
        connection.execute(insert(table), new)
    for message, old in changed:
        if old is not None:
            row = _row(message)
            connection.execute(update(table).where(table.c[key] == row[key]).values(row))
    return changed


def _rows(connection: Connection, table: Table, key: str, codes: list[Any]) -> dict[Any, Mapping[str, Any]]:
    return {
        row[key]: dict(row)
        for part in parts(codes)
        for row in connection.execute(select(table).where(table.c[key].in_(part))).mappings()
    }


def _row(message: Message) -> dict[str, Any]:
    row = message.model_dump()
    return {name: list(value) if isinstance(value, tuple) else value for name, value in row.items()}


def _check(connection: Connection, catalogue: Catalogue) -> None:
    for message in (
        *catalogue.warehouses,
        *catalogue.products,
        *catalogue.pickup_points,
        *catalogue.operators,
    ):
        if "\\u0000" in message.model_dump_json():
            raise CatalogueRefusedError(f"A text holds the character NUL: {message!r}. Remove it.")
    for warehouse in catalogue.warehouses:
        _check_time_zone(warehouse)
    for product in catalogue.products:
        if product.path > _MAX_PATH:
            raise CatalogueRefusedError(f"Product {product.sku}: path {product.path} is above {_MAX_PATH}.")
    _check_warehouses(connection, catalogue)
    _check_badges(connection, catalogue)


def _check_time_zone(warehouse: Warehouse) -> None:
    try:
        ZoneInfo(warehouse.time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise CatalogueRefusedError(
            f"Warehouse {warehouse.code}: there is no time zone {warehouse.time_zone!r}. "
            "Name one like Asia/Shanghai."
        ) from error


def _check_warehouses(connection: Connection, catalogue: Catalogue) -> None:
    known = set(connection.execute(select(warehouses.c.code)).scalars())
    known |= {warehouse.code for warehouse in catalogue.warehouses}
    placed_rows: list[PickupPoint | Operator] = [*catalogue.pickup_points, *catalogue.operators]
    for placed in placed_rows:
        if placed.warehouse not in known:
            raise CatalogueRefusedError(
                f"{type(placed).__name__} {placed.name}: there is no warehouse {placed.warehouse}. "
                "Send the warehouse in the same catalogue, or correct its code."
            )


def _check_badges(connection: Connection, catalogue: Catalogue) -> None:
    wanted = {operator.id: operator for operator in catalogue.operators}
    badges = [operator.badge for operator in wanted.values()]
    query = select(operators.c.id, operators.c.badge).where(operators.c.badge.in_(badges))
    holders = {row.badge: row.id for row in connection.execute(query)} if badges else {}
    seen: set[str] = set()
    for operator in wanted.values():
        holder = holders.get(operator.badge, operator.id)
        if operator.badge in seen or holder != operator.id:
            raise CatalogueRefusedError(
                f"Operator {operator.name}: badge {operator.badge} belongs to another operator. "
                "Give a new badge; a badge is never used again."
            )
        seen.add(operator.badge)
