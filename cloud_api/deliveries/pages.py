"""The page of a document over HTTP, for whoever holds its link.

A look at the page alone does not count as opened: mail scanners fetch links before people do. What counts is
the page's own script telling that it has been on a visible screen for a second, a file that was downloaded,
or a confirmation; not from known scanners, nor fetched ahead.
"""

from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import TypeAdapter, ValidationError
from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from cloud_api.deliveries.drawing import KEPT_TO_ONESELF, DocumentPageMaker
from cloud_api.deliveries.files import MEDIA_TYPES, FileOf, read_file
from cloud_api.deliveries.links import LINK_PREFIX
from cloud_api.deliveries.names import name_of
from cloud_api.deliveries.opening import Opened, confirm, note_opened, read_opened
from cloud_api.deliveries.visitors import is_person
from cloud_api.http.context import Context, Service
from cloud_api.http.problems import problem_responses
from cloud_api.storage.transaction import reading, writing
from cloud_api.wire.deliveries import PersonName, RecipientKind
from cloud_api.wire.documents import DocumentKind, FileFormat

_NAME: TypeAdapter[str] = TypeAdapter(PersonName)
_FORM = "application/x-www-form-urlencoded"
_HTML: dict[str, Any] = {"text/html": {}}
_Responses = dict[int | str, dict[str, Any]]
_UNKNOWN: _Responses = {404: {"description": "No such link", "content": _HTML}}
_BUSY: _Responses = {503: {"description": "Try again", "content": _HTML}}
_WRONG_NAME: _Responses = {409: {"description": "The name does not fit", "content": _HTML}}
_FILE: _Responses = {
    200: {
        "description": "The file",
        "content": {MEDIA_TYPES[form].partition(";")[0]: {} for form in FileFormat},
    }
}


class DocumentPages:
    """Answers links; templates are read when the service is assembled."""

    def __init__(self, brand: str, file_of: FileOf) -> None:
        self._maker = DocumentPageMaker(brand)
        self._file_of = file_of

    def read(self, service: Service, link: str) -> Response:
        """The page of a document: what it is, its files, and a button to confirm. Changes nothing."""
        return self._answered(lambda: self._page(service, link))

    def opened(self, service: Service, request: Request, link: str) -> Response:
        """The page's script says that it is on a screen."""
        with writing(service.engine) as connection:
            found = _open(connection, service, link)
            if found is not None and is_person(request.headers):
                note_opened(connection, found.delivery.id, service.now())
        return Response(status_code=int(HTTPStatus.NO_CONTENT), headers=KEPT_TO_ONESELF)

    def file(self, service: Service, request: Request, link: str, form: FileFormat) -> Response:
        """A file of the document; a person who downloads it has opened it."""
        return self._answered(lambda: self._file(service, request, link, form))

    def confirm(
        self, service: Service, link: str, name: Annotated[str, Form(examples=["王师傅"])] = ""
    ) -> Response:
        """Somebody says they have the document; then the page again."""
        return self._answered(lambda: self._confirm(service, link, name))

    def _answered(self, answer: Callable[[], Response]) -> Response:
        try:
            return answer()
        except OperationalError:
            return self._maker.busy()

    def _page(self, service: Context, link: str, *, typed: str = "", wrong: str = "") -> HTMLResponse:
        with reading(service.engine) as connection:
            found = _open(connection, service, link)
            if found is None:
                return self._maker.unknown()
            name = _recipient_name(connection, found)
        return self._maker.document(found, link, name, typed=typed, wrong=wrong)

    def _file(self, service: Context, request: Request, link: str, form: FileFormat) -> Response:
        with reading(service.engine) as connection:
            found = _open(connection, service, link)
            if found is None:
                return self._maker.unknown()
        file = read_file(service.engine, self._file_of, found.document, form)
        if found.delivery.opened_at is None and is_person(request.headers):
            with writing(service.engine) as connection:
                note_opened(connection, found.delivery.id, service.now())
        told = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name, safe='')}"}
        return Response(file.data, media_type=file.media_type, headers={**KEPT_TO_ONESELF, **told})

    def _confirm(self, service: Context, link: str, name: str) -> Response:
        try:
            said = _NAME.validate_python(name)
        except ValidationError:
            return self._page(service, link, typed=name[:100], wrong="请填写您的姓名，不超过 100 个字。")
        with writing(service.engine) as connection:
            found = _open(connection, service, link)
            if found is None:
                return self._maker.unknown()
            confirm(connection, found.delivery.id, said, service.now())
        return RedirectResponse(LINK_PREFIX + link, int(HTTPStatus.SEE_OTHER), headers=KEPT_TO_ONESELF)


def routes(brand: str, file_of: FileOf) -> APIRouter:
    """The addresses of the pages; `brand` heads them, `file_of` draws files."""
    router = APIRouter(tags=["document pages"])
    pages = DocumentPages(brand, file_of)
    router.get(
        "/d/{link}",
        summary="The page of a delivered document",
        response_class=HTMLResponse,
        responses={**_UNKNOWN, **_BUSY},
    )(pages.read)
    router.head("/d/{link}", include_in_schema=False, response_class=HTMLResponse)(pages.read)
    router.post(
        "/d/{link}/opened",
        summary="The page is on a screen",
        status_code=HTTPStatus.NO_CONTENT,
        response_class=Response,
    )(pages.opened)
    router.get(
        "/d/{link}/files/{form}",
        summary="A file of a delivered document",
        response_class=Response,
        responses=_FILE | problem_responses(HTTPStatus.UNPROCESSABLE_ENTITY) | _UNKNOWN | _BUSY,
    )(pages.file)
    _add_confirmation(router, pages)
    return router


def _add_confirmation(router: APIRouter, pages: DocumentPages) -> None:
    problems = problem_responses(HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY)
    router.post(
        "/d/{link}/confirmation",
        summary="Confirm a delivered document on its page",
        status_code=HTTPStatus.SEE_OTHER,
        response_class=Response,
        responses=problems | _WRONG_NAME | _UNKNOWN | _BUSY,
        openapi_extra={"requestBody": {"content": {_FORM: {"example": {"name": "王师傅"}}}}},
    )(pages.confirm)


def _open(connection: Connection, service: Context, link: str) -> Opened | None:
    return read_opened(connection, link, service.now(), timedelta(days=service.settings.link_days))


def _recipient_name(connection: Connection, found: Opened) -> str:
    """Who gets this delivery; where nobody is set up, whom the document is about."""
    if found.delivery.recipient_kind is not None:
        kind = RecipientKind(found.delivery.recipient_kind)
        return name_of(connection, kind, found.delivery.recipient_code)
    of_supplier = found.document.kind == DocumentKind.PURCHASE_ORDER
    kind = RecipientKind.SUPPLIER if of_supplier else RecipientKind.PICKUP_POINT
    return name_of(connection, kind, found.document.recipient)
