"""What every document of a cycle bears, read once for all of them."""

import gzip
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import Connection, Row, select

from cloud_api.documents.numbering import document_code
from cloud_api.storage.tables.catalogue import warehouses
from cloud_api.storage.tables.documents import documents
from cloud_api.storage.tables.orders import cycles
from cloud_api.wire.documents import (
    DeliverySheet,
    DocumentContent,
    DocumentHead,
    PickSheet,
    PurchaseOrder,
    RevisionSlip,
)

Content = PurchaseOrder | PickSheet | DeliverySheet | RevisionSlip
_CONTENT: TypeAdapter[Content] = TypeAdapter(DocumentContent)

PLAIN = tuple(column for column in documents.c if column is not documents.c.content)
"""All of a document but its content, which may be large."""


def pack(content: Content) -> bytes:
    """A content as it is stored; the same content always packs to the same bytes."""
    return gzip.compress(content.model_dump_json().encode(), 5, mtime=0)


def unpack_json(packed: bytes) -> bytes:
    """A stored content as JSON."""
    return gzip.decompress(packed)


def unpack(packed: bytes) -> Content:
    """A stored content."""
    return _CONTENT.validate_json(unpack_json(packed))


@dataclass(frozen=True)
class Letterhead:
    """A cycle, its warehouse and whose paper it is."""

    cycle: Row[Any]
    warehouse: Row[Any]
    brand: str

    @classmethod
    def read(cls, connection: Connection, cycle_id: UUID, brand: str) -> "Letterhead":
        """The letterhead of a frozen cycle."""
        cycle = connection.execute(select(cycles).where(cycles.c.id == cycle_id)).one()
        query = select(warehouses).where(warehouses.c.code == cycle.warehouse)
        return cls(cycle, connection.execute(query).one(), brand)

    def of(self, document: Row[Any]) -> DocumentHead:
        """The head of one of the cycle's documents."""
        return DocumentHead(
            id=document.id,
            number=document.number,
            code=document_code(document.number),
            kind=document.kind,
            recipient=document.recipient,
            revision=document.revision,
            brand=self.brand,
            cycle_id=self.cycle.id,
            cycle_name=self.cycle.name,
            cut_off_at=self.cycle.frozen_at,
            made_at=document.made_at,
            warehouse=self.warehouse.code,
            warehouse_name=self.warehouse.name,
            warehouse_address=self.warehouse.address,
            time_zone=self.warehouse.time_zone,
        )
