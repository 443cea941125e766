"""Where a station may stand with the roles it is meant for; nonsense is refused before a code is given."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, select

from cloud_api.storage.roles import role_names
from cloud_api.storage.tables.catalogue import pickup_points, warehouses
from cloud_api.wire.stations import Role


class CodeRefusedError(Exception):
    """No code can be given for this; the message says why."""


@dataclass(frozen=True)
class Place:
    """The warehouse and shop of a station; None where it has none."""

    warehouse: str | None
    pickup_point: str | None


def place_for(
    connection: Connection, roles: Collection[Role], warehouse: str | None, pickup_point: str | None
) -> Place:
    """Where a station with these roles stands; the warehouse of a shop follows from the shop.

    Raises CodeRefusedError for roles that do not go together, and for a place that is missing or unknown.
    """
    _check_roles(roles, warehouse, pickup_point)
    if warehouse is not None and not _is_warehouse(connection, warehouse):
        raise CodeRefusedError(
            f"There is no warehouse {warehouse}. "
            "Send it with PUT /v1/catalogue or `python -m cloud_api import`."
        )
    if pickup_point is None:
        return Place(warehouse, None)
    return Place(_warehouse_of(connection, pickup_point, warehouse), pickup_point)


def _check_roles(roles: Collection[Role], warehouse: str | None, pickup_point: str | None) -> None:
    if not roles:
        raise CodeRefusedError("A station needs a role: name it with --role.")
    if Role.MANAGER in roles:
        raise CodeRefusedError(
            "A manager is a person and signs in with badge and PIN; no station has this role. "
            "Make one with `python -m cloud_api manager`."
        )
    if Role.INTEGRATOR in roles and len(roles) > 1:
        others = role_names([role for role in roles if role is not Role.INTEGRATOR])
        raise CodeRefusedError(
            f"The role integrator stands alone, it cannot go with {others}. Give two codes, one for each."
        )
    if Role.PICKUP in roles and pickup_point is None:
        raise CodeRefusedError("A station of the role pickup needs its shop: name it with --pickup-point.")
    if Role.PICKUP not in roles and pickup_point is not None:
        raise CodeRefusedError(
            f"A pickup point is only for the role pickup, not for {role_names(roles)}. "
            "Leave --pickup-point away, or add --role pickup."
        )
    if warehouse is None and Role.WAREHOUSE in roles and pickup_point is None:
        raise CodeRefusedError("A warehouse desk needs its warehouse: name it with --warehouse.")
    if warehouse is None and Role.DISPATCH in roles and pickup_point is None:
        raise CodeRefusedError("A dispatch desk needs its warehouse: name it with --warehouse.")


def _warehouse_of(connection: Connection, pickup_point: str, told: str | None) -> str:
    query = select(pickup_points.c.warehouse).where(pickup_points.c.code == pickup_point)
    warehouse: str | None = connection.scalar(query)
    if warehouse is None:
        raise CodeRefusedError(
            f"There is no pickup point {pickup_point}. "
            "Send it with PUT /v1/catalogue or `python -m cloud_api import`."
        )
    if told not in (None, warehouse):
        raise CodeRefusedError(
            f"Pickup point {pickup_point} belongs to warehouse {warehouse}, not to {told}. "
            "Correct one of them, or leave --warehouse away."
        )
    return warehouse


def _is_warehouse(connection: Connection, code: str) -> bool:
    return connection.scalar(select(warehouses.c.code).where(warehouses.c.code == code)) is not None
