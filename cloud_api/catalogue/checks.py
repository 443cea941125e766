"""Holds a catalogue against itself and the rows kept, and says in plain words what does not fit."""

from collections.abc import Iterable
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import Connection, select

from cloud_api.storage.parts import parts
from cloud_api.storage.tables.catalogue import operators, pickup_points, vans, warehouses
from cloud_api.wire.catalogue import Catalogue, Operator, PickupPoint, Product, Van, Warehouse

_MAX_PATH = 2**31 - 1
_Placed = PickupPoint | Operator | Van


class CatalogueRefusedError(Exception):
    """The catalogue contradicts itself or the rows kept; nothing was changed. The message names the row."""


def check_catalogue(connection: Connection, catalogue: Catalogue) -> None:
    """Raise CatalogueRefusedError for the first row that cannot be kept."""
    _check_texts(catalogue)
    for warehouse in catalogue.warehouses:
        _check_time_zone(warehouse)
    for product in catalogue.products:
        _check_path(product)
    sites: list[Warehouse | PickupPoint] = [*catalogue.warehouses, *catalogue.pickup_points]
    for site in sites:
        _check_position(site)
    _check_warehouses(connection, catalogue)
    _check_shops(connection, catalogue)
    _check_badges(connection, catalogue)


def check_own_vans(connection: Connection, told: Iterable[Van], warehouse: str) -> None:
    """Raise CatalogueRefusedError unless all these vans are of `warehouse`, before and after."""
    wanted = list(told)
    query = select(vans.c.code, vans.c.warehouse).where(vans.c.code.in_([van.code for van in wanted]))
    kept = {row.code: row.warehouse for row in connection.execute(query)}
    for van in wanted:
        other = {van.warehouse, kept.get(van.code, warehouse)} - {warehouse}
        if other:
            raise CatalogueRefusedError(
                f"Van {van.code} belongs to warehouse {min(other)}, this station to {warehouse}. "
                "Ask IT to move the van, or give it another code."
            )


def _check_texts(catalogue: Catalogue) -> None:
    for message in (
        *catalogue.warehouses,
        *catalogue.products,
        *catalogue.pickup_points,
        *catalogue.operators,
        *catalogue.vans,
    ):
        if "\\u0000" in message.model_dump_json():
            raise CatalogueRefusedError(f"A text holds the character NUL: {message!r}. Remove it.")


def _check_time_zone(warehouse: Warehouse) -> None:
    try:
        ZoneInfo(warehouse.time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise CatalogueRefusedError(
            f"Warehouse {warehouse.code}: there is no time zone {warehouse.time_zone!r}. "
            "Name one like Asia/Shanghai."
        ) from error


def _check_path(product: Product) -> None:
    if product.path > _MAX_PATH:
        raise CatalogueRefusedError(f"Product {product.sku}: path {product.path} is above {_MAX_PATH}.")


def _check_position(place: Warehouse | PickupPoint) -> None:
    if (place.latitude is None) != (place.longitude is None):
        raise CatalogueRefusedError(
            f"{_named(place)}: a position is latitude and longitude, one of them is missing. "
            "Send both, or neither."
        )


def _check_warehouses(connection: Connection, catalogue: Catalogue) -> None:
    known = set(connection.execute(select(warehouses.c.code)).scalars())
    known |= {warehouse.code for warehouse in catalogue.warehouses}
    placed_rows: list[_Placed] = [*catalogue.pickup_points, *catalogue.operators, *catalogue.vans]
    for placed in placed_rows:
        if placed.warehouse not in known:
            raise CatalogueRefusedError(
                f"{_named(placed)}: there is no warehouse {placed.warehouse}. "
                "Send the warehouse in the same catalogue, or correct its code."
            )


def _check_shops(connection: Connection, catalogue: Catalogue) -> None:
    """An operator of a shop belongs to the warehouse of that shop."""
    wanted = {operator.pickup_point for operator in catalogue.operators if operator.pickup_point is not None}
    query = select(pickup_points.c.code, pickup_points.c.warehouse)
    known = {
        row.code: row.warehouse
        for part in parts(sorted(wanted))
        for row in connection.execute(query.where(pickup_points.c.code.in_(part)))
    }
    known |= {point.code: point.warehouse for point in catalogue.pickup_points}
    for operator in catalogue.operators:
        if operator.pickup_point is None:
            continue
        warehouse = known.get(operator.pickup_point)
        if warehouse is None:
            raise CatalogueRefusedError(
                f"{_named(operator)}: there is no pickup point {operator.pickup_point}. "
                "Send the pickup point in the same catalogue, or correct its code."
            )
        if warehouse != operator.warehouse:
            raise CatalogueRefusedError(
                f"{_named(operator)}: pickup point {operator.pickup_point} belongs to warehouse {warehouse}, "
                f"not to {operator.warehouse}. Correct one of them."
            )


def _check_badges(connection: Connection, catalogue: Catalogue) -> None:
    wanted = {operator.id: operator for operator in catalogue.operators}
    badges = [operator.badge for operator in wanted.values()]
    query = select(operators.c.id, operators.c.badge)
    holders = {
        row.badge: row.id
        for part in parts(badges)
        for row in connection.execute(query.where(operators.c.badge.in_(part)))
    }
    seen: set[str] = set()
    for operator in wanted.values():
        holder = holders.get(operator.badge, operator.id)
        if operator.badge in seen or holder != operator.id:
            raise CatalogueRefusedError(
                f"Operator {operator.name}: badge {operator.badge} belongs to another operator. "
                "Give a new badge; a badge is never used again."
            )
        seen.add(operator.badge)


def _named(row: Warehouse | _Placed) -> str:
    """What people call a row."""
    if isinstance(row, Warehouse):
        return f"Warehouse {row.code}"
    if isinstance(row, PickupPoint):
        return f"Pickup point {row.code} ({row.name})"
    return f"Van {row.code}" if isinstance(row, Van) else f"Operator {row.name}"
