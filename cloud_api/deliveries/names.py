"""What suppliers, pickup points and warehouses are called."""

from collections.abc import Mapping

from sqlalchemy import Column, Connection, Table, select

from cloud_api.storage.tables.catalogue import pickup_points, suppliers, warehouses
from cloud_api.wire.deliveries import RecipientKind
from cloud_api.wire.documents import WITHOUT_SUPPLIER

NO_SUPPLIER = "无供应商"
_TABLES: Mapping[RecipientKind, Table] = {
    RecipientKind.SUPPLIER: suppliers,
    RecipientKind.PICKUP_POINT: pickup_points,
    RecipientKind.WAREHOUSE: warehouses,
}


def name_of(connection: Connection, kind: RecipientKind, code: str) -> str:
    """The name in the catalogue, or the code where there is none."""
    return known_name(connection, kind, code) or code


def known_name(connection: Connection, kind: RecipientKind, code: str) -> str | None:
    """The name in the catalogue; None for a code nobody has."""
    if kind is RecipientKind.SUPPLIER and code == WITHOUT_SUPPLIER:
        return NO_SUPPLIER
    columns: Mapping[str, Column[str]] = dict(_TABLES[kind].c.items())
    name: str | None = connection.scalar(select(columns["name"]).where(columns["code"] == code))
    return name


def all_names(connection: Connection) -> Mapping[tuple[str, str], str]:
    """Every name by kind and code, for lists."""
    found = {(RecipientKind.SUPPLIER.value, WITHOUT_SUPPLIER): NO_SUPPLIER}
    for kind, table in _TABLES.items():
        for row in connection.execute(select(table.c.code, table.c.name)):
            found[kind.value, row.code] = row.name
    return found
