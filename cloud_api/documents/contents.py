"""Writes what a document says, once: by the job after a cut-off, or just before its orders change."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, select, update

from cloud_api.documents.heads import PLAIN, Content, Letterhead, pack
from cloud_api.documents.sheets_of_points import PointGoods
from cloud_api.storage.parts import parts
from cloud_api.storage.tables.documents import documents
from cloud_api.wire.documents import DocumentKind

_OF_A_POINT = (DocumentKind.PICK_SHEET, DocumentKind.DELIVERY_SHEET)


def keep_as_cut_off(brand: str, connection: Connection, cycle_id: UUID, points: Collection[str]) -> None:
    """Write the sheets of points whose orders are about to change, where the job has not come to them yet."""
    letterhead: Letterhead | None = None
    for some in parts(sorted(points)):
        unwritten = _unwritten(cycle_id).where(
            documents.c.kind.in_(_OF_A_POINT), documents.c.recipient.in_(some)
        )
        rows = connection.execute(unwritten).all()
        letterhead = letterhead or (Letterhead.read(connection, cycle_id, brand) if rows else None)
        for point in sorted({row.recipient for row in rows}):
            assert letterhead is not None
            goods = PointGoods.read(connection, letterhead, point, {})
            mine = [row for row in rows if row.recipient == point]
            write_contents(connection, [(sheet, goods.sheet(sheet)) for sheet in mine])


def unwritten_documents(connection: Connection, cycle_id: UUID) -> Sequence[Row[Any]]:
    """Documents of a cycle that say nothing yet, by number."""
    return connection.execute(_unwritten(cycle_id).order_by(documents.c.number)).all()


def _unwritten(cycle_id: UUID) -> Any:
    return select(*PLAIN).where(documents.c.cycle_id == cycle_id, documents.c.content.is_(None))


def write_contents(connection: Connection, contents: Sequence[tuple[Row[Any], Content]]) -> None:
    """Write contents of documents; one that another writer was faster with stays as it is."""
    statement = (
        update(documents)
        .where(documents.c.id == bindparam("document_id"), documents.c.content.is_(None))
        .values(content=bindparam("packed"))
    )
    rows = [{"document_id": document.id, "packed": pack(content)} for document, content in contents]
    connection.execute(statement, rows)
