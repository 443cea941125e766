"""Writes who gets which document: one delivery for each document and recipient, however often asked."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Connection, Row, select

from cloud_api.deliveries.links import make_key
from cloud_api.storage.hooks import Enqueue, Job, OnDocuments
from cloud_api.storage.ids import new_uuid
from cloud_api.storage.parts import parts
from cloud_api.storage.tables.deliveries import deliveries, recipients
from cloud_api.storage.tables.documents import documents
from cloud_api.storage.tables.orders import cycles
from cloud_api.storage.upsert import conflict_insert
from cloud_api.wire.deliveries import Channel, RecipientKind
from cloud_api.wire.documents import DocumentKind

_PARTY = {
    DocumentKind.PURCHASE_ORDER: RecipientKind.SUPPLIER,
    DocumentKind.PICK_SHEET: RecipientKind.PICKUP_POINT,
    DocumentKind.DELIVERY_SHEET: RecipientKind.PICKUP_POINT,
}
"""Whom the code in `documents.recipient` names."""
_ROWS_A_STATEMENT = 500

_TOLD: tuple[Column[Any], ...] = (
    *(documents.c[name] for name in ("id", "kind", "recipient", "cycle_id")),
    cycles.c.warehouse,
)

_Wanting = Mapping[tuple[str, str], list[Row[Any]]]


def tell_recipients(enqueue: Enqueue) -> OnDocuments:
    """The hook for documents that are ready: queues their deliveries and promises to send them."""

    def queue(connection: Connection, document_ids: Collection[UUID], now: datetime) -> None:
        for cycle_id in sorted(queue_deliveries(connection, document_ids, now)):
            enqueue(connection, Job.DELIVER, str(cycle_id))

    return queue


def queue_deliveries(connection: Connection, document_ids: Collection[UUID], now: datetime) -> set[UUID]:
    """Queue these documents for their recipients; those queued before stay as they are.

    A document nobody is set up for lies ready for download; so does the purchase order of a supplier that is
    not set up, although the warehouse may get a copy. Answers the cycles of the documents.
    """
    make_key(connection)
    wanting = _wanting(connection)
    concerned: set[UUID] = set()
    rows: list[dict[str, Any]] = []
    for part in parts(document_ids):
        query = select(*_TOLD).join(cycles, cycles.c.id == documents.c.cycle_id)
        for document in connection.execute(query.where(documents.c.id.in_(part)).order_by(documents.c.id)):
            concerned.add(document.cycle_id)
            rows += _rows(document, wanting, now)
    for batch in parts(rows, _ROWS_A_STATEMENT):
        connection.execute(conflict_insert(connection, deliveries).values(batch).on_conflict_do_nothing())
    return concerned


def _wanting(connection: Connection) -> _Wanting:
    """Recipients by what they are and their code, each list in the order of ids: no two writers wait in a
    circle."""
    found: dict[tuple[str, str], list[Row[Any]]] = defaultdict(list)
    query = select(recipients).where(recipients.c.active).order_by(recipients.c.id)
    for row in connection.execute(query):
        found[row.kind, row.recipient].append(row)
    return found


def _rows(document: Row[Any], wanting: _Wanting, now: datetime) -> Iterator[dict[str, Any]]:
    kind = DocumentKind(document.kind)
    asked = [
        *wanting.get((_PARTY[kind], document.recipient), ()),
        *wanting.get((RecipientKind.WAREHOUSE, document.warehouse), ()),
    ]
    takers = [row for row in asked if kind in row.documents.split(",")]
    wanted_by_supplier = any(row.kind == RecipientKind.SUPPLIER for row in takers)
    for row in sorted(takers, key=lambda taker: str(taker.id)):
        yield _row(document.id, row, now)
    if not takers or (kind is DocumentKind.PURCHASE_ORDER and not wanted_by_supplier):
        yield {**_NEW, "id": new_uuid(), "document_id": document.id, "queued_at": now, "sent_at": now}


_NEW: Mapping[str, Any] = {
    "recipient_id": None,
    "channel": Channel.DOWNLOAD.value,
    "attempts": 0,
    "tries": 0,
    "next_try_at": None,
    "sent_at": None,
    "failed_at": None,
    "last_error": None,
}


def _row(document_id: UUID, taker: Row[Any], now: datetime) -> dict[str, Any]:
    """What waits for download is there at once; what is for a dead address fails at once, seen by all."""
    row = {**_NEW, "id": new_uuid(), "document_id": document_id, "queued_at": now}
    row |= {"recipient_id": taker.id, "channel": taker.channel}
    if taker.channel == Channel.DOWNLOAD:
        return row | {"sent_at": now}
    if taker.dead_at is not None:
        return row | {"failed_at": now, "last_error": taker.dead_because}
    return row | {"next_try_at": now}
