"""Reads what a delivery tells of its document."""

from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, select

from cloud_api.storage.tables.catalogue import warehouses
from cloud_api.storage.tables.documents import documents
from cloud_api.storage.tables.orders import cycles


def document_row(connection: Connection, document_id: UUID) -> Row[Any]:
    """The row of a document without its content, with `cycle` (its name) and `time_zone`."""
    told: list[Any] = [column for column in documents.c if column.name != "content"]
    told += [cycles.c.name.label("cycle"), warehouses.c.time_zone]
    query = (
        select(*told)
        .join(cycles, cycles.c.id == documents.c.cycle_id)
        .join(warehouses, warehouses.c.code == cycles.c.warehouse)
        .where(documents.c.id == document_id)
    )
    return connection.execute(query).one()
