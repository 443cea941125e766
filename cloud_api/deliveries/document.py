"""Reads what a delivery tells of its document."""

from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, case, func, literal, select

from cloud_api.deliveries.names import NO_SUPPLIER
from cloud_api.storage.tables.catalogue import pickup_points, suppliers, warehouses
from cloud_api.storage.tables.documents import documents
from cloud_api.storage.tables.orders import cycles
from cloud_api.wire.documents import WITHOUT_SUPPLIER, DocumentKind


def document_row(connection: Connection, document_id: UUID) -> Row[Any]:
    """The row of a document without its content, with `cycle` (its name), `time_zone` and `whose`: the
    name of the supplier or pickup point it is about, whoever gets it."""
    of_supplier = documents.c.kind == DocumentKind.PURCHASE_ORDER
    name = case(
        (of_supplier & (documents.c.recipient == WITHOUT_SUPPLIER), literal(NO_SUPPLIER)),
        (of_supplier, suppliers.c.name),
        else_=pickup_points.c.name,
    )
    told: list[Any] = [column for column in documents.c if column.name != "content"]
    told += [cycles.c.name.label("cycle"), warehouses.c.time_zone]
    told.append(func.coalesce(name, documents.c.recipient).label("whose"))
    query = (
        select(*told)
        .join(cycles, cycles.c.id == documents.c.cycle_id)
        .join(warehouses, warehouses.c.code == cycles.c.warehouse)
        .outerjoin(suppliers, suppliers.c.code == documents.c.recipient)
        .outerjoin(pickup_points, pickup_points.c.code == documents.c.recipient)
        .where(documents.c.id == document_id)
    )
    return connection.execute(query).one()
