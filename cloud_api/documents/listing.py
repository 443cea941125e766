"""Documents as lists show them, and how far the background is with them."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, Select, func, literal, select

from cloud_api.documents.heads import PLAIN
from cloud_api.documents.numbering import document_code
from cloud_api.documents.purchase import NO_SUPPLIER_NAME
from cloud_api.storage.tables.catalogue import pickup_points, suppliers
from cloud_api.storage.tables.documents import document_files, documents
from cloud_api.storage.tables.orders import amendments, cycles
from cloud_api.wire.documents import (
    WITHOUT_SUPPLIER,
    DocumentKind,
    DocumentsPage,
    DocumentsProgress,
    DocumentSummary,
    FileFormat,
)


def list_documents(
    connection: Connection, cycle_id: UUID, which: ColumnElement[bool], after: int, limit: int
) -> DocumentsPage:
    """Documents of a cycle for which `which` holds, numbered above `after`, at most `limit`."""
    query = _summaries().where(documents.c.cycle_id == cycle_id, documents.c.number > after, which)
    rows = connection.execute(query.order_by(documents.c.number).limit(limit + 1)).all()
    items = _told(connection, rows[:limit])
    return DocumentsPage(items=items, next=str(items[-1].number) if len(rows) > limit else None)


def find_document(connection: Connection, which: ColumnElement[bool]) -> Row[Any] | None:
    """The document for which `which` holds, with the warehouse of its cycle; None where there is none."""
    return connection.execute(_summaries().where(which)).first()


def _summaries() -> Select[Any]:
    written = documents.c.content.is_not(None).label("ready")
    return select(*PLAIN, written, cycles.c.warehouse).join(cycles, cycles.c.id == documents.c.cycle_id)


def summary(connection: Connection, row: Row[Any]) -> DocumentSummary:
    """A row of `find_document` as it is told."""
    return _told(connection, [row])[0]


def _told(connection: Connection, rows: Collection[Row[Any]]) -> list[DocumentSummary]:
    bought = {row.recipient for row in rows if row.kind == DocumentKind.PURCHASE_ORDER}
    points = {row.recipient for row in rows if row.kind != DocumentKind.PURCHASE_ORDER}
    of_suppliers = {**_names(connection, suppliers, bought), WITHOUT_SUPPLIER: NO_SUPPLIER_NAME}
    of_points = _names(connection, pickup_points, points)
    return [
        _summary(row, of_suppliers if row.kind == DocumentKind.PURCHASE_ORDER else of_points) for row in rows
    ]


def _names(connection: Connection, table: Any, codes: Collection[str]) -> dict[str, str]:
    query = select(table.c.code, table.c.name).where(table.c.code.in_(sorted(codes)))
    return {row.code: row.name for row in connection.execute(query)} if codes else {}


def _summary(row: Row[Any], names: dict[str, str]) -> DocumentSummary:
    path = f"/v1/documents/{row.id}/file"
    return DocumentSummary(
        id=row.id,
        number=row.number,
        code=document_code(row.number),
        cycle_id=row.cycle_id,
        kind=row.kind,
        recipient=row.recipient,
        recipient_name=names.get(row.recipient, ""),
        revision=row.revision,
        made_at=row.made_at,
        orders=None if row.kind == DocumentKind.PURCHASE_ORDER else row.orders,
        lines=row.lines,
        pieces=row.pieces,
        ready=row.ready,
        files={each: f"{path}.{each}" for each in FileFormat} if row.ready else {},
    )


def documents_progress(connection: Connection, cycle_id: UUID) -> DocumentsProgress:
    """How far the background is with a cycle's documents."""
    of_cycle = documents.c.cycle_id == cycle_id
    counted = connection.execute(
        select(
            func.count().label("documents"),
            func.count(documents.c.content).label("written"),
            func.coalesce(func.sum(func.sign(documents.c.revision)), literal(0)).label("slips"),
        ).where(of_cycle)
    ).one()
    drawn = connection.scalar(
        select(func.count())
        .join_from(document_files, documents, documents.c.id == document_files.c.document_id)
        .where(of_cycle, document_files.c.format == FileFormat.PDF)
    )
    without_slip = connection.scalar(
        select(func.count()).where(amendments.c.cycle_id == cycle_id, amendments.c.slipped_at.is_(None))
    )
    return DocumentsProgress(
        cycle_id=cycle_id,
        documents=counted.documents,
        written=counted.written,
        drawn=drawn or 0,
        slips=int(counted.slips),
        changes_without_slip=without_slip or 0,
        done=counted.written == counted.documents and (drawn or 0) >= counted.documents and not without_slip,
    )
