"""Documents over HTTP: lists, contents, files, the stack to print, and how far the background is."""

import hashlib
from http import HTTPStatus
from typing import Annotated, Any
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Header, Path, Query, Request, Response
from sqlalchemy import ColumnElement, Connection, Row, select, true

from cloud_api.documents.files import document_file, read_content
from cloud_api.documents.heads import Content, unpack, unpack_json
from cloud_api.documents.listing import documents_progress, find_document, list_documents, summary
from cloud_api.documents.numbering import read_code
from cloud_api.documents.press import MEDIA_TYPES, Press
from cloud_api.documents.stack import StackNotDrawnError, draw_stack
from cloud_api.documents.words import KIND_WORDS, recipient_name, title_of
from cloud_api.http.callers import Anyone, Caller, Insider
from cloud_api.http.context import Service
from cloud_api.http.problems import ProblemError, problem_responses
from cloud_api.storage.tables.documents import documents
from cloud_api.storage.tables.orders import cycles
from cloud_api.storage.transaction import reading
from cloud_api.wire.base import Code
from cloud_api.wire.documents import (
    DocumentContent,
    DocumentKind,
    DocumentsPage,
    DocumentsProgress,
    DocumentSummary,
    FileFormat,
)

_LARGEST_NUMBER = 9_999_999
_RETRY_S = 5
_PDF = {"description": "The PDF", "content": {"application/pdf": {}}}
_FILES: dict[str, Any] = {
    "description": "The file",
    "content": {kind.split(";")[0]: {} for kind in MEDIA_TYPES.values()},
}


def routes() -> APIRouter:
    """The addresses of this slice."""
    router = APIRouter(tags=["documents"])
    refusals = (HTTPStatus.UNAUTHORIZED, HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.NOT_FOUND)
    of_cycle = problem_responses(*refusals, HTTPStatus.FORBIDDEN)
    of_one = problem_responses(*refusals, HTTPStatus.CONFLICT)
    of_cycles, of_documents = "/v1/cycles/{cycle_id}/documents", "/v1/documents/{document_id}"
    router.get(of_cycles, summary="Documents of a cycle", responses=problem_responses(*refusals))(
        read_documents
    )
    router.get(f"{of_cycles}/progress", summary="How far they are", responses=of_cycle)(read_progress)
    router.get(
        f"{of_cycles}.pdf",
        summary="All documents of one kind as one PDF",
        response_class=Response,
        responses={**of_cycle, **problem_responses(HTTPStatus.CONFLICT), 200: _PDF},
    )(read_stack)
    router.get(
        "/v1/documents/by-code/{code}",
        summary="The document a scanned code names",
        responses=problem_responses(*refusals),
    )(read_by_code)
    router.get(of_documents, response_model=DocumentContent, summary="What it says", responses=of_one)(
        read_document
    )
    router.get(
        f"{of_documents}/file.{{format}}",
        summary="A document as a file",
        response_class=Response,
        responses={**of_one, 200: _FILES, 304: {"description": "The caller has this file already"}},
    )(read_file)
    return router


def read_documents(
    service: Service,
    caller: Anyone,
    cycle_id: UUID,
    kind: DocumentKind | None = None,
    recipient: Code | None = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 200,
    after: Annotated[int, Query(ge=0, le=_LARGEST_NUMBER)] = 0,
) -> DocumentsPage:
    """Documents and revision slips by number, with counts and the path of each file.

    A till of a shop sees the delivery sheets of its shop.
    """
    which = [true() if kind is None else documents.c.kind == kind]
    if recipient is not None:
        which.append(documents.c.recipient == recipient)
    with reading(service.engine) as connection:
        which.append(_visible(connection, caller, cycle_id))
        clause: ColumnElement[bool] = which[0]
        for each in which[1:]:
            clause = clause & each
        return list_documents(connection, cycle_id, clause, after, limit)


def read_progress(service: Service, caller: Insider, cycle_id: UUID) -> DocumentsProgress:
    """How many documents are written and drawn, and how many changes still wait for their slip."""
    with reading(service.engine) as connection:
        _require_cycle(connection, caller, cycle_id)
        return documents_progress(connection, cycle_id)


def read_stack(service: Service, caller: Insider, cycle_id: UUID, kind: DocumentKind) -> Response:
    """The documents of the cut-off of one kind, one behind the other, each with its own page numbers."""
    with reading(service.engine) as connection:
        cycle = _require_cycle(connection, caller, cycle_id)
        of_kind = select(documents.c.content).where(
            documents.c.cycle_id == cycle_id, documents.c.kind == kind, documents.c.revision == 0
        )
        contents = list(connection.scalars(of_kind.order_by(documents.c.number)))
    if not contents:
        detail = f"The cycle has no {kind.replace('_', ' ')} yet. They are written at its cut-off."
        raise ProblemError(HTTPStatus.NOT_FOUND, "no-documents", detail)
    if any(content is None for content in contents):
        raise _not_ready()
    try:
        pdf = draw_stack([bytes(content) for content in contents])
    except StackNotDrawnError as error:
        raise _not_ready() from error
    return _answer(pdf, f"{KIND_WORDS[kind]} {cycle.name}.pdf", FileFormat.PDF, None)


def read_by_code(
    service: Service, caller: Anyone, code: Annotated[str, Path(max_length=64)]
) -> DocumentSummary:
    """The document whose paper was scanned: 74, seven digits and a check digit."""
    number = read_code(code)
    with reading(service.engine) as connection:
        row = None if number is None else find_document(connection, documents.c.number == number)
        if row is None or not _may_read(caller, row):
            detail = "No document has this code. Scan the code at the upper right of its first page."
            raise ProblemError(HTTPStatus.NOT_FOUND, "document-unknown", detail)
        return summary(connection, row)


def read_document(service: Service, caller: Anyone, document_id: UUID) -> Response:
    """What a document says; once written it never changes. 409 until it is written."""
    with reading(service.engine) as connection:
        _require_document(connection, caller, document_id)
        packed = read_content(connection, document_id)
    assert packed is not None
    return Response(unpack_json(packed), media_type=MEDIA_TYPES[FileFormat.JSON])


def read_file(
    service: Service,
    request: Request,
    caller: Anyone,
    document_id: UUID,
    format: FileFormat,
    if_none_match: Annotated[str | None, Header()] = None,
) -> Response:
    """A document as PDF (A4), XLSX, CSV (UTF-8 with a byte order mark, for Excel) or JSON."""
    press: Press = request.app.state.press
    with reading(service.engine) as connection:
        _require_document(connection, caller, document_id)
        packed = read_content(connection, document_id)
    data = document_file(service.engine, press, document_id, format, service.now())
    assert packed is not None
    assert data is not None
    return _answer(data, file_name(unpack(packed), format), format, if_none_match)


def file_name(content: Content, wanted: FileFormat) -> str:
    """What a document's file is called: 配送任务单 端午团 望京店 7400000012.pdf; no path in it."""
    head = content.head
    told = " ".join((title_of(head), head.cycle_name[:40], recipient_name(content)[:40]))
    kept = "".join(each if each.isprintable() and each not in '\\/:*?"<>|%' else "_" for each in told)
    return f"{' '.join(kept.split())} {head.code}.{wanted}"


def _answer(data: bytes, name: str, made_as: FileFormat, known: str | None) -> Response:
    """RFC 6266: the real name as RFC 5987 writes it, and one in ASCII for who cannot read that."""
    tag = f'"{hashlib.sha256(data).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if known is not None and tag in (each.strip().removeprefix("W/") for each in known.split(",")):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    plain = f"document-{name.rsplit(' ', 1)[-1]}"
    plain = plain if plain.isascii() else f"document.{made_as}"
    headers["Content-Disposition"] = (
        f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    )
    headers["X-Content-Type-Options"] = "nosniff"
    return Response(data, media_type=MEDIA_TYPES[made_as], headers=headers)


def _visible(connection: Connection, caller: Caller, cycle_id: UUID) -> ColumnElement[bool]:
    """Which documents of a cycle the caller may read; a cycle that is none of its own is not there."""
    warehouse = connection.scalar(select(cycles.c.warehouse).where(cycles.c.id == cycle_id))
    if warehouse is not None and caller.may_see(warehouse):
        return true()
    if warehouse is None or not caller.may_see(warehouse, caller.pickup_point):
        raise _unknown_cycle(cycle_id)
    of_its_shop = documents.c.recipient == caller.pickup_point
    return of_its_shop & (documents.c.kind == DocumentKind.DELIVERY_SHEET)


def _may_read(caller: Caller, row: Row[Any]) -> bool:
    """A till reads the delivery sheets of its shop, and no other."""
    shop = row.recipient if row.kind == DocumentKind.DELIVERY_SHEET else None
    return caller.may_see(row.warehouse, shop)


def _require_document(connection: Connection, caller: Caller, document_id: UUID) -> Row[Any]:
    row = find_document(connection, documents.c.id == document_id)
    if row is None or not _may_read(caller, row):
        detail = f"There is no document {document_id}. GET /v1/cycles/…/documents lists them."
        raise ProblemError(HTTPStatus.NOT_FOUND, "document-unknown", detail)
    if not row.ready:
        raise _not_ready()
    return row


def _require_cycle(connection: Connection, caller: Caller, cycle_id: UUID) -> Row[Any]:
    row = connection.execute(select(cycles).where(cycles.c.id == cycle_id)).first()
    if row is None or not caller.may_see(row.warehouse):
        raise _unknown_cycle(cycle_id)
    return row


def _unknown_cycle(cycle_id: UUID) -> ProblemError:
    detail = f"There is no cycle {cycle_id}. GET /v1/cycles lists them."
    return ProblemError(HTTPStatus.NOT_FOUND, "cycle-unknown", detail)


def _not_ready() -> ProblemError:
    detail = (
        "The background has not written this yet. Ask again in a moment; "
        "GET /v1/cycles/…/documents/progress tells how far it is."
    )
    return ProblemError(HTTPStatus.CONFLICT, "document-not-ready", detail, retry_after_s=_RETRY_S)
