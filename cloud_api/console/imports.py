"""Pages of files people bring: how each is read, put right by hand, taken in, and what was refused."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, UploadFile
from fastapi.responses import RedirectResponse, Response, StreamingResponse
from pydantic import ValidationError
from sqlalchemy import Engine
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData

from cloud_api.console.becoming import becoming
from cloud_api.console.frame import Frame
from cloud_api.console.live_part import Drawn, live_part
from cloud_api.console.visit import Visit, Visitor
from cloud_api.http.problems import explain
from cloud_api.imports import service as files
from cloud_api.imports.api import Form, file_answer, person_of
from cloud_api.imports.refusals import list_refusals
from cloud_api.imports.refused_files import refusals_file
from cloud_api.imports.store import find_file, list_files
from cloud_api.sheets import SheetRefusedError
from cloud_api.storage.transaction import reading
from cloud_api.wire.imports import ImportFile, ImportKind, ImportPreview, ImportState, PreviewVerdict, Reading

_ROOM = "imports"
_MOST_FILES = 60
_MOST_REFUSALS = 200
_KINDS = {
    ImportKind.ORDERS: "订单",
    ImportKind.PRODUCTS: "商品",
    ImportKind.SUPPLIERS: "供应商",
    ImportKind.BINS: "库位",
    ImportKind.PICKUP_POINTS: "自提点",
    ImportKind.VANS: "车辆",
    ImportKind.OPERATORS: "操作员",
}
_STATES = {
    ImportState.CHECKING: ("正在检查", ""),
    ImportState.WAITING: ("等待确认", "ask"),
    ImportState.RUNNING: ("正在导入", ""),
    ImportState.DONE: ("已导入", "ok"),
}
_VERDICTS = {
    PreviewVerdict.NEW: ("新的", "ok"),
    PreviewVerdict.CHANGED: ("有改动", "ask"),
    PreviewVerdict.KNOWN: ("已有", ""),
    PreviewVerdict.REFUSED: ("会被拒收", "bad"),
}
_EXPORTS = tuple((kind.value, words) for kind, words in _KINDS.items() if kind is not ImportKind.ORDERS)
_After = Annotated[int, Query(ge=0, le=2**31 - 1)]
_FAULTS = (SheetRefusedError, files.ReadingRefusedError, files.ImportBusyError)


class ImportPages:
    """From a file on somebody's desk to orders and master data, with a look in between."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame

    def routes(self) -> APIRouter:
        """The addresses of these pages."""
        router = APIRouter()
        router.get("/console/imports")(self.list_all)
        router.post("/console/imports")(self.bring)
        router.get("/console/imports/{file_id}")(self.show)
        router.get("/console/imports/{file_id}/live")(self.live)
        router.get("/console/imports/{file_id}/refusals.{form}")(self.refusals)
        router.post("/console/imports/{file_id}/reading")(self.correct)
        router.post("/console/imports/{file_id}/run")(self.run)
        return router

    def list_all(self, visit: Visitor) -> Response:
        """Files that were brought, the latest first."""
        return self._list(visit, None, HTTPStatus.OK)

    def bring(self, visit: Visitor, file: UploadFile) -> Response:
        """Keep a file and show how it would be read."""
        service = visit.service
        try:
            shown = files.upload(
                service.engine,
                service.clock,
                person_of(visit.caller),
                file.filename or "",
                file.file.read(),
                enqueue=service.hooks.enqueue,
            )
        except _FAULTS as fault:
            return self._list(visit, str(fault), HTTPStatus.UNPROCESSABLE_ENTITY)
        assert shown.file is not None
        return _to_file(shown.file.id)

    def show(self, visit: Visitor, file_id: UUID, after: _After = 0) -> Response:
        """How a file is read and what would become of its rows; or how far it is, and what was refused.

        Refused rows are shown behind row `after`.
        """
        try:
            shown = files.look(visit.service.engine, person_of(visit.caller), file_id)
        except _FAULTS as fault:
            return self._message(visit, str(fault), HTTPStatus.CONFLICT)
        if shown is None:
            return self._message(visit, "它可能属于另一个仓库。", HTTPStatus.NOT_FOUND)
        return self._preview(visit, shown, None, HTTPStatus.OK, after)

    def refusals(self, visit: Visitor, file_id: UUID, form: Form) -> Response:
        """Refused rows as a file for whoever sent them: its reasons are in Chinese."""
        say = self._frame.wording.words
        found = refusals_file(visit.service.engine, visit.warehouse, file_id, form, say)
        if found is None:
            return self._message(visit, "它可能属于另一个仓库。", HTTPStatus.NOT_FOUND)
        return file_answer(*found, form)

    async def live(self, visit: Visitor, request: Request, file_id: UUID) -> StreamingResponse:
        """How far a file is, until it is checked or done."""

        def draw() -> Drawn:
            with reading(visit.service.engine) as connection:
                kept = find_file(connection, file_id, visit.warehouse)
            if kept is None:
                return "", ""
            values = {"file": kept.shown, "zone": visit.zone, "counts": _counts(kept.found.counts)}
            return self._frame.fragment("import_progress.html", values), kept.shown.state

        return live_part(visit, request, file_id, draw)

    async def correct(self, visit: Visitor, request: Request, file_id: UUID) -> Response:
        """Read the file another way."""
        form = await request.form()
        return await run_in_threadpool(self._correct, visit, form, file_id)

    def _correct(self, visit: Visit, form: FormData, file_id: UUID) -> Response:
        service, person = visit.service, person_of(visit.caller)
        try:
            before = files.look(service.engine, person, file_id)
        except _FAULTS as fault:
            return self._message(visit, str(fault), HTTPStatus.CONFLICT)
        if before is None:
            return self._message(visit, "它可能属于另一个仓库。", HTTPStatus.NOT_FOUND)
        try:
            told = _told(form, before.reading)
            files.correct(service.engine, service.clock, person, file_id, told, service.hooks.enqueue)
        except ValidationError as error:
            return self._preview(visit, before, explain(error), HTTPStatus.UNPROCESSABLE_ENTITY)
        except _FAULTS as fault:
            return self._preview(visit, before, str(fault), HTTPStatus.CONFLICT)
        return _to_file(file_id)

    def run(self, visit: Visitor, file_id: UUID) -> Response:
        """Take the rows in; a large file is taken in by the worker while the page tells how far it is."""
        service, person = visit.service, person_of(visit.caller)
        try:
            file = files.begin(service.engine, service.clock, service.hooks.enqueue, person, file_id)
        except _FAULTS as fault:
            shown = _looked(service.engine, person, file_id)
            if shown is None:
                return self._message(visit, str(fault), HTTPStatus.CONFLICT)
            return self._preview(visit, shown, str(fault), HTTPStatus.CONFLICT)
        if file is None:
            return self._message(visit, "它可能属于另一个仓库。", HTTPStatus.NOT_FOUND)
        return _to_file(file_id)

    def _list(self, visit: Visit, refusal: str | None, status: HTTPStatus) -> Response:
        with reading(visit.service.engine) as connection:
            found = list_files(connection, visit.warehouse, _MOST_FILES, None)
        values = {
            "title": "导入",
            "zone": visit.zone,
            "files": [_shown(file) for file in found],
            "exports": _EXPORTS,
            "refusal": refusal,
        }
        return self._page("imports.html", visit, values, status)

    def _preview(
        self, visit: Visit, shown: ImportPreview, refusal: str | None, status: HTTPStatus, after: int = 0
    ) -> Response:
        assert shown.file is not None
        with reading(visit.service.engine) as connection:
            refusals = list_refusals(connection, shown.file.id, _MOST_REFUSALS + 1, after)
        sheet = next(each for each in shown.sheets if each.name == shown.reading.sheet)
        values = {
            "title": shown.file.name,
            "zone": visit.zone,
            "file": shown.file,
            "each": _shown(shown.file),
            "shown": shown,
            "header": sheet.header,
            "kinds": [(kind.value, words) for kind, words in _KINDS.items()],
            "counts": _counts(shown.counts),
            "rows": [(row, *_VERDICTS[row.verdict], becoming(row.becomes, visit.zone)) for row in shown.rows],
            "refusals": refusals[:_MOST_REFUSALS],
            "more_refusals": len(refusals) > _MOST_REFUSALS,
            "refusal": refusal,
        }
        return self._page("import.html", visit, values, status)

    def _message(self, visit: Visit, meaning: str, status: HTTPStatus) -> Response:
        values = {"title": "这个文件打不开", "meaning": meaning, "back": "/console/imports"}
        return self._page("message.html", visit, values, status)

    def _page(self, template: str, visit: Visit, values: dict[str, Any], status: HTTPStatus) -> Response:
        return self._frame.page(template, room=_ROOM, person=visit.caller.name, values=values, status=status)


def _counts(counts: Mapping[PreviewVerdict, int]) -> list[tuple[str, str, int]]:
    return [(*_VERDICTS[each], counts.get(each, 0)) for each in PreviewVerdict]


def _shown(file: ImportFile) -> dict[str, Any]:
    words, mark = _STATES[file.state]
    return {**dict(file), "words": words, "mark": mark, "kind_words": _KINDS[file.kind]}


def _told(form: FormData, before: Reading) -> Reading:
    """The reading as the form says it; what it does not ask stays. Raises ValidationError.

    Fields are named column:FIELD, default:FIELD, product:NAME and point:NAME.
    """
    told: dict[str, dict[str, str]] = {"column": {}, "default": {}, "product": {}, "point": {}}
    for name, value in form.items():
        group, _, key = name.partition(":")
        if group in told and isinstance(value, str) and value.strip():
            told[group][key] = value.strip()
    plain: Mapping[str, str] = {key: value for key, value in form.items() if isinstance(value, str)}
    return Reading.model_validate(
        {
            **before.model_dump(),
            "sheet": plain.get("sheet", before.sheet),
            "kind": plain.get("kind", before.kind),
            "columns": told["column"],
            "defaults": told["default"],
            "group": plain.get("group", before.group),
            "products": {**before.products, **told["product"]},
            "points": {**before.points, **told["point"]},
        }
    )


def _looked(engine: Engine, person: files.Person, file_id: UUID) -> ImportPreview | None:
    """None also where what the file held is not kept any more."""
    try:
        return files.look(engine, person, file_id)
    except SheetRefusedError:
        return None


def _to_file(file_id: UUID) -> Response:
    return RedirectResponse(f"/console/imports/{file_id}", int(HTTPStatus.SEE_OTHER))
