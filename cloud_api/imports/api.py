"""Files over HTTP: brought, looked at, put right, taken in, and what was refused; master data as files."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
from typing import Annotated, Any, TypeVar
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Body, Depends, Path, Query, Request, Response
from fastapi.openapi.models import Example
from starlette.datastructures import UploadFile

from cloud_api.http.callers import Caller, Manager
from cloud_api.http.context import Service
from cloud_api.http.problems import ProblemError, problem_responses
from cloud_api.imports import service as files
from cloud_api.imports.exports import export_rows
from cloud_api.imports.refusals import list_refusals
from cloud_api.imports.refused_files import refusals_file
from cloud_api.imports.store import find_file, list_files, shown_file
from cloud_api.sheets import SheetRefusedError
from cloud_api.storage.transaction import reading
from cloud_api.wire.imports import (
    ImportFile,
    ImportFilePage,
    ImportKind,
    ImportPreview,
    ImportRefusalPage,
    Reading,
)

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CSV = "text/csv; charset=utf-8"
_TABLE = "SKU,名称,温层,单件重量（克）,单件体积（毫升）,库位\nPEACH-500,平谷鲜桃,冷藏,520,900,A-01-2\n"
_UPLOAD: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/octet-stream": {
                "schema": {"type": "string", "format": "binary"},
                "example": _TABLE,
            },
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {"file": {"type": "string", "format": "binary"}},
                },
                "example": {"file": _TABLE},
            },
        },
    }
}
_EXAMPLES: dict[str, Example] = {
    "orders": {
        "summary": "Orders of a group leader who names a product and a pickup point otherwise",
        "value": {
            "sheet": "顾客购买表",
            "kind": "orders",
            "columns": {
                "group_no": "跟团号",
                "product": "商品",
                "spec": "规格",
                "quantity": "数量",
                "pickup_point": "服务小区",
                "customer": "收货人",
                "phone": "联系电话",
            },
            "defaults": {"paid_at": "2026-06-18 20:57:56"},
            "time_zone": "Asia/Shanghai",
            "group": "大仓购惠民水果-20260618",
            "products": {"荔枝(每箱四斤)": "LYCHEE-2000"},
            "points": {"嘉怡水岸·睿府": "P001"},
        },
    }
}
_REFUSALS = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.UNPROCESSABLE_ENTITY)
_UNKNOWN = (*_REFUSALS, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT)
_DOWNLOAD: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The file",
        "content": {kind: {"schema": {"type": "string", "format": "binary"}} for kind in (_XLSX, "text/csv")},
    }
}
T = TypeVar("T")


class Form(StrEnum):
    """What a table is written as."""

    CSV = "csv"
    XLSX = "xlsx"


class MasterKind(StrEnum):
    """Master data that can be had as a file."""

    PRODUCTS = "products"
    SUPPLIERS = "suppliers"
    BINS = "bins"
    PICKUP_POINTS = "pickup_points"
    VANS = "vans"
    OPERATORS = "operators"


def routes() -> APIRouter:
    """The addresses of this slice."""
    router = APIRouter(tags=["imports"])
    router.post(
        "/v1/imports",
        summary="Bring a file",
        status_code=HTTPStatus.CREATED,
        openapi_extra=_UPLOAD,
        responses=problem_responses(*_REFUSALS, HTTPStatus.CONFLICT),
    )(bring_file)
    router.get("/v1/imports", summary="Files brought", responses=problem_responses(*_REFUSALS))(read_files)
    router.get("/v1/imports/{file_id}", summary="How far a file is", responses=problem_responses(*_UNKNOWN))(
        read_file
    )
    router.get(
        "/v1/imports/{file_id}/preview",
        summary="What would become of a file's rows",
        responses=problem_responses(*_UNKNOWN),
    )(preview_file)
    router.put(
        "/v1/imports/{file_id}/reading",
        summary="Read a file another way",
        responses=problem_responses(*_UNKNOWN),
    )(correct_reading)
    router.post(
        "/v1/imports/{file_id}/run",
        summary="Take a file's rows in",
        responses={
            **problem_responses(*_UNKNOWN),
            202: {"description": "It is taken in, in the background", "model": ImportFile},
        },
    )(run_file)
    _add_tables(router)
    return router


def _add_tables(router: APIRouter) -> None:
    router.get(
        "/v1/imports/{file_id}/refusals", summary="Refused rows", responses=problem_responses(*_UNKNOWN)
    )(read_refusals)
    router.get(
        "/v1/imports/{file_id}/refusals.{form}",
        summary="Refused rows as a file to put right",
        response_class=Response,
        responses={**problem_responses(*_UNKNOWN), **_DOWNLOAD},
    )(download_refusals)
    router.get(
        "/v1/exports/{kind}.{form}",
        summary="Master data as a file",
        response_class=Response,
        responses={**problem_responses(*_REFUSALS), **_DOWNLOAD},
    )(download_master_data)


@dataclass(frozen=True)
class Upload:
    """A file as it arrived."""

    name: str
    data: bytes


async def _upload(
    request: Request,
    name: Annotated[
        str | None, Query(max_length=500, description="The file's name, where the body is the file itself")
    ] = None,
) -> Upload:
    """The first file of a form, or the whole body."""
    if not request.headers.get("content-type", "").lower().startswith("multipart/form-data"):
        return Upload(name or "file", await request.body())
    async with request.form(max_files=1, max_fields=10) as form:
        for part in form.values():
            if isinstance(part, UploadFile):
                return Upload(name or part.filename or "file", await part.read())
    raise ProblemError(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "file-missing",
        "The form holds no file. Send it in the field `file`.",
    )


def person_of(caller: Caller) -> files.Person:
    """An integrator imports for all warehouses, a manager for their own."""
    return files.Person(caller.actor, None if caller.is_integrator else caller.warehouse)


def bring_file(
    service: Service,
    caller: Manager,
    upload: Annotated[Upload, Depends(_upload)],
    time_zone: Annotated[
        str, Query(max_length=64, description="Of times without an offset in the file")
    ] = "Asia/Shanghai",
) -> ImportPreview:
    """Keep a CSV or XLSX file of orders, products, suppliers, bins, pickup points, vans or operators.

    What it holds and which column is which is guessed and shown with what would become of its rows; nothing
    is taken in before `run`. A file of more than 2,000 rows answers with its guessed reading, and is checked
    in the background: while it is `checking`, ask for it to see how far that is. The export of 快团团 is read
    as it comes.
    """
    person, enqueue = person_of(caller), service.hooks.enqueue
    return _told(
        lambda: files.upload(
            service.engine, service.clock, person, upload.name, upload.data, time_zone, enqueue
        )
    )


def read_files(
    service: Service,
    caller: Manager,
    limit: Annotated[int, Query(ge=1, le=1000)] = 50,
    after: Annotated[UUID | None, Query(description="`next` of the page before")] = None,
) -> ImportFilePage:
    """Files, the latest first."""
    with reading(service.engine) as connection:
        found = list_files(connection, person_of(caller).warehouse, limit + 1, after)
    page = found[:limit]
    return ImportFilePage(items=page, next=str(page[-1].id) if len(found) > limit else None)


def read_file(service: Service, caller: Manager, file_id: UUID) -> ImportFile:
    """How many rows of a file are checked or done and what became of them; may be asked every second."""
    with reading(service.engine) as connection:
        return _found(shown_file(connection, file_id, person_of(caller).warehouse), file_id)


def preview_file(service: Service, caller: Manager, file_id: UUID) -> ImportPreview:
    """How a file is read, and what would become of its rows as they were last checked.

    While it is `checking`, `counts` are of its first `file.rows_done` rows. Put the same reading again to
    have it checked against what is kept now.
    """
    person = person_of(caller)
    return _found(_told(lambda: files.look(service.engine, person, file_id)), file_id)


def correct_reading(
    service: Service,
    caller: Manager,
    file_id: UUID,
    told: Annotated[Reading, Body(openapi_examples=_EXAMPLES)],
) -> ImportPreview:
    """Put the reading of a file right: its sheet, columns, defaults, and what its names mean.

    It is checked again and then waits to be run; what was taken in before stays and is repeated harmlessly.
    A file of more than 2,000 rows is checked in the background. The next file with
    the same headings is read in the same way.
    """
    person, enqueue = person_of(caller), service.hooks.enqueue
    return _found(
        _told(lambda: files.correct(service.engine, service.clock, person, file_id, told, enqueue)), file_id
    )


def run_file(service: Service, caller: Manager, file_id: UUID, response: Response) -> ImportFile:
    """Take the rows in, each by itself: a bad one never fails the others.

    A file of more than 2,000 rows answers 202 and is taken in, in the background: ask for it to see how far
    it is. Running a file again, or the same or a corrected file, takes only what is new.
    """
    person = person_of(caller)
    enqueue = service.hooks.enqueue
    file = _found(
        _told(lambda: files.begin(service.engine, service.clock, enqueue, person, file_id)), file_id
    )
    response.status_code = HTTPStatus.OK if file.done_at is not None else HTTPStatus.ACCEPTED
    return file


def read_refusals(
    service: Service,
    caller: Manager,
    file_id: UUID,
    limit: Annotated[int, Query(ge=1, le=1000)] = 200,
    after: Annotated[int, Query(ge=0, le=2**31 - 1, description="`next` of the page before")] = 0,
) -> ImportRefusalPage:
    """Rows that were refused, as they came, each with the reason; before it is run, those that would be."""
    with reading(service.engine) as connection:
        kept = _found(find_file(connection, file_id, person_of(caller).warehouse), file_id)
        found = list_refusals(connection, file_id, limit + 1, after)
    page = found[:limit]
    following = str(page[-1].row) if len(found) > limit else None
    return ImportRefusalPage(header=list(kept.header), items=page, next=following)


def download_refusals(service: Service, caller: Manager, file_id: UUID, form: Form) -> Response:
    """Refused rows as they came, with the reason in a last column: correct and bring just this file."""
    name, data = _found(refusals_file(service.engine, person_of(caller).warehouse, file_id, form), file_id)
    return file_answer(name, data, form)


def download_master_data(
    service: Service, caller: Manager, kind: Annotated[MasterKind, Path()], form: Form
) -> Response:
    """All products, suppliers, bins, pickup points, vans or operators; the file is read again as it is."""
    with reading(service.engine) as connection:
        data = export_rows(connection, ImportKind(kind), person_of(caller).warehouse, form)
    return file_answer(f"{kind.value}.{form.value}", data, form)


def file_answer(name: str, data: bytes, form: Form) -> Response:
    """A table to be saved under its name."""
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}"}
    return Response(data, media_type=_CSV if form is Form.CSV else _XLSX, headers=headers)


def _found(found: T | None, file_id: UUID) -> T:
    if found is None:
        detail = f"There is no file {file_id}. GET /v1/imports lists them."
        raise ProblemError(HTTPStatus.NOT_FOUND, "file-unknown", detail)
    return found


def _told(act: Callable[[], T]) -> T:
    """What an act answers; its refusals become problems."""
    try:
        return act()
    except SheetRefusedError as refusal:
        raise ProblemError(HTTPStatus.CONFLICT, "file-refused", str(refusal)) from refusal
    except files.ReadingRefusedError as refusal:
        raise ProblemError(HTTPStatus.CONFLICT, "reading-refused", str(refusal)) from refusal
    except files.ImportBusyError as refusal:
        raise ProblemError(HTTPStatus.CONFLICT, "file-busy", str(refusal)) from refusal
