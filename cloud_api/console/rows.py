"""Pages of master data: found, created, changed, taken out of use; and the PIN of who may sign in."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import ValidationError
from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData

from cloud_api.catalogue.cells import cells_of, row_from_cells
from cloud_api.catalogue.editing import Edit, EditRefusal, put_row, remove_row
from cloud_api.catalogue.kinds import SHAPES, Kind, Row, key_of
from cloud_api.catalogue.listing import Filter, etag_of, find_row, list_rows
from cloud_api.console.frame import Frame
from cloud_api.console.row_forms import BIN_USES, DESKS, Desk, is_active
from cloud_api.console.visit import Visit, Visitor
from cloud_api.http.problems import ProblemError, explain
from cloud_api.people.api import Pins, set_pin
from cloud_api.storage.ids import new_uuid
from cloud_api.storage.transaction import reading, writing
from cloud_api.wire.catalogue import Product, Removal, RemovalOutcome
from cloud_api.wire.people import PinChange

_ROOM = "rows"
_A_PAGE = 100
_MOST_CHOICES = 1_000
_LONGEST_CELL = 2_000
_LONGEST_KEY = 129
_NOTES = {
    "kept": "已保存",
    RemovalOutcome.DELETED.value: "已删除",
    RemovalOutcome.DEACTIVATED.value: "已停用；有单据或记录用到它，所以留着",
    "pin": "PIN 已改；用旧 PIN 登录的都已退出",
}
_CHOICES: Mapping[str, list[tuple[str, str]]] = {
    "zones": [("ambient", "常温"), ("chilled", "冷藏"), ("frozen", "冷冻")],
    "goods": [("piece", "计件"), ("weight", "称重")],
    "scan_rules": [("each", "逐件扫"), ("once", "扫一次，填件数")],
    "uses": [(use.value, words) for use, words in BIN_USES.items()],
    "turnovers": [("A", "A 快"), ("B", "B 中"), ("C", "C 慢")],
    "datums": [("WGS-84", "WGS-84（GPS）"), ("GCJ-02", "GCJ-02（高德、腾讯）")],
}


@dataclass(frozen=True)
class _Told:
    """A form as it is shown: of a new row, of one that is kept, or as it was sent and refused."""

    key: str = ""
    etag: str = ""
    cells: Mapping[str, str] | None = None
    refusal: str = ""
    note: str = ""
    status: HTTPStatus = HTTPStatus.OK


class RowPages:
    """What is sold, from whom, handed out where, driven by what, and who works here."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame

    def routes(self) -> APIRouter:
        """The addresses of these pages."""
        router = APIRouter()
        router.get("/console/rows/{path}")(self.list_all)
        router.get("/console/rows/{path}/one")(self.ask)
        router.post("/console/rows/{path}/one")(self.keep)
        router.post("/console/rows/{path}/removal")(self.remove)
        router.post("/console/rows/operators/pin")(self.set_pin)
        return router

    def list_all(
        self,
        visit: Visitor,
        path: str,
        find: Annotated[str, Query(max_length=100)] = "",
        idle: bool = False,
        after: Annotated[str | None, Query(max_length=_LONGEST_KEY)] = None,
        note: str = "",
    ) -> Response:
        """Rows by their keys, those in use unless the others are asked for."""
        desk = DESKS.get(path)
        if desk is None:
            return self._unknown(visit, "products")
        told = {"text": find.replace("\0", "").strip() or None, "after": after, "limit": _A_PAGE}
        try:
            wanted = desk.filter.model_validate({**told, "active": not idle})
        except ValidationError:
            wanted = desk.filter.model_validate({**told, "after": None, "active": not idle})
        with reading(visit.service.engine) as connection:
            rows, further = list_rows(connection, desk.kind, wanted, visit.warehouse)
        values = {
            "title": "资料",
            "desk": desk,
            "desks": list(DESKS.values()),
            "rows": [(key_of(row), desk.cells(row)) for row in rows],
            "pictures": {row.sku: row.picture for row in rows if isinstance(row, Product) and row.picture},
            "query": {"find": find.strip(), "idle": "1" if idle else ""},
            "next": further,
            "note": _NOTES.get(note, ""),
        }
        return self._page("rows.html", visit, values)

    def ask(
        self,
        visit: Visitor,
        path: str,
        key: Annotated[str, Query(max_length=_LONGEST_KEY)] = "",
        note: str = "",
    ) -> Response:
        """The form of a row, empty where no key is named."""
        desk = DESKS.get(path)
        if desk is None:
            return self._unknown(visit, "products")
        if not key:
            return self._form(visit, desk, _Told())
        row = _own_row(visit, desk, key)
        if row is None:
            return self._unknown(visit, path)
        return self._form(visit, desk, _Told(key, etag_of(row), cells_of(row), note=_NOTES.get(note, "")))

    async def keep(self, visit: Visitor, request: Request, path: str) -> Response:
        """Create or change a row; what does not fit comes back with the words why."""
        form = await request.form()
        return await run_in_threadpool(self._keep, visit, path, _texts(form))

    def _keep(self, visit: Visit, path: str, form: Mapping[str, str]) -> Response:
        desk = DESKS.get(path)
        if desk is None:
            return self._unknown(visit, "products")
        key, etag = form.get("row_key", ""), form.get("etag", "")
        before = _own_row(visit, desk, key) if key else None
        if key and before is None:
            return self._unknown(visit, path)
        cells = _cells(desk, form, before)
        told = _Told(key, etag, cells, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        try:
            row = SHAPES[desk.kind].message.model_validate(
                row_from_cells(desk.kind, {**cells, **_given(visit, desk, before)}, before)
            )
        except ValidationError as error:
            return self._refused(visit, desk, told, explain(error))
        except ValueError as error:
            return self._refused(visit, desk, told, str(error))
        with writing(visit.service.engine) as connection:
            kept = put_row(connection, _edit(visit, desk, row, etag), row)
        if isinstance(kept, EditRefusal):
            return self._refused(visit, desk, told, kept.reason)
        return _to(f"/console/rows/{path}/one", {"key": key_of(row), "note": "kept"})

    def remove(
        self,
        visit: Visitor,
        path: str,
        row_key: Annotated[str, Form(max_length=_LONGEST_KEY)],
        etag: Annotated[str, Form(max_length=100)] = "",
    ) -> Response:
        """Delete what nothing refers to, take out of use what history needs."""
        desk = DESKS.get(path)
        row = None if desk is None else _own_row(visit, desk, row_key)
        if desk is None or row is None:
            return self._unknown(visit, "products")
        with writing(visit.service.engine) as connection:
            done = remove_row(connection, _edit(visit, desk, row, etag))
        if not isinstance(done, Removal):
            told = _Told(row_key, etag_of(row), cells_of(row), status=HTTPStatus.CONFLICT)
            return self._refused(visit, desk, told, done.reason)
        return _to(f"/console/rows/{path}", {"note": done.outcome.value})

    async def set_pin(
        self,
        visit: Visitor,
        pins: Pins,
        row_key: Annotated[UUID, Form()],
        pin: Annotated[str, Form(max_length=64)] = "",
    ) -> Response:
        """Give an operator a PIN; their own too: then they sign in anew."""
        try:
            await set_pin(visit.service, pins, visit.caller, row_key, PinChange.model_validate({"pin": pin}))
        except ValidationError:
            refusal = "PIN 是 4 到 8 位数字。"
        except ProblemError as problem:
            refusal = str(problem)
        else:
            key = {"key": str(row_key), "note": "pin"}
            return _to("/console/rows/operators/one", key)
        return await run_in_threadpool(self._pin_refused, visit, str(row_key), refusal)

    def _pin_refused(self, visit: Visit, key: str, refusal: str) -> Response:
        desk = DESKS["operators"]
        row = _own_row(visit, desk, key)
        if row is None:
            return self._unknown(visit, desk.path)
        told = _Told(key, etag_of(row), cells_of(row), status=HTTPStatus.UNPROCESSABLE_ENTITY)
        return self._refused(visit, desk, told, refusal)

    def _refused(self, visit: Visit, desk: Desk, told: _Told, refusal: str) -> Response:
        return self._form(visit, desk, _Told(told.key, told.etag, told.cells, refusal, "", told.status))

    def _form(self, visit: Visit, desk: Desk, told: _Told) -> Response:
        with reading(visit.service.engine) as connection:
            choices = {**_CHOICES, **_choices_of(connection, visit, desk)}
        cells = told.cells or {field.name: "yes" for field in desk.fields if field.name == "active"}
        name = cells.get("name") or cells.get("plate") or told.key
        values = {
            "title": f"{desk.words} {name}" if told.key else f"新建{desk.words}",
            "desk": desk,
            "told": told,
            "cells": cells,
            "choices": choices,
            "key_fields": () if desk.kind is Kind.OPERATOR else SHAPES[desk.kind].key_fields,
            "may_have_picture": desk.kind is Kind.PRODUCT and bool(told.key),
            "picture": (told.cells or {}).get("picture", ""),
            "may_have_pin": desk.kind is Kind.OPERATOR and bool(told.key),
            "in_use": cells.get("active") == "yes",
        }
        return self._page("row.html", visit, values, told.status)

    def _unknown(self, visit: Visit, path: str) -> Response:
        values = {
            "title": "没有这一条",
            "meaning": "它可能属于另一个仓库，或者已经删除。",
            "back": f"/console/rows/{path}",
        }
        return self._page("message.html", visit, values, HTTPStatus.NOT_FOUND)

    def _page(
        self, template: str, visit: Visit, values: dict[str, Any], status: HTTPStatus = HTTPStatus.OK
    ) -> Response:
        return self._frame.page(template, room=_ROOM, person=visit.caller.name, values=values, status=status)


def _own_row(visit: Visit, desk: Desk, key: str) -> Row | None:
    """The row with this key; None for one that is not there or of another warehouse."""
    told: Any = key.replace("\0", "")
    if desk.kind is Kind.OPERATOR:
        try:
            told = UUID(key)
        except ValueError:
            return None
    with reading(visit.service.engine) as connection:
        row = find_row(connection, desk.kind, told)
    owner = getattr(row, "warehouse", visit.warehouse)
    return row if owner == visit.warehouse else None


def _cells(desk: Desk, form: Mapping[str, str], before: Row | None) -> dict[str, str]:
    """What was filled in; the key of a row that is kept stays as it is."""
    cells = {field.name: form.get(field.name, "") for field in desk.fields}
    cells |= {field.name: "yes" if field.name in form else "no" for field in desk.fields if field.is_tick}
    if before is None:
        return cells
    keys = [name for name in SHAPES[desk.kind].key_fields if name in cells]
    return {**cells, **{name: str(getattr(before, name)) for name in keys}}


def _given(visit: Visit, desk: Desk, before: Row | None) -> dict[str, str]:
    """What no form asks: the warehouse, and the id of an operator."""
    given = {"warehouse": visit.warehouse} if "warehouse" in SHAPES[desk.kind].columns else {}
    if desk.kind is Kind.OPERATOR:
        given["id"] = str(new_uuid()) if before is None else key_of(before)
    return given


def _edit(visit: Visit, desk: Desk, row: Row, etag: str) -> Edit:
    """The change of a row as it was shown; without an ETag it is to be a new one."""
    return Edit(
        kind=desk.kind,
        key=getattr(row, SHAPES[desk.kind].key),
        by=visit.caller.actor,
        now=visit.service.now(),
        warehouse=visit.warehouse,
        if_match=etag or None,
        if_none_match=None if etag else "*",
    )


def _choices_of(connection: Connection, visit: Visit, desk: Desk) -> dict[str, list[tuple[str, str]]]:
    """Suppliers and shops a row of this kind may name."""
    wanted = {"suppliers": Kind.SUPPLIER, "points": Kind.PICKUP_POINT}
    asked = {field.look for field in desk.fields}
    return {
        look: [("", "—"), *_named(connection, kind, visit.warehouse)]
        for look, kind in wanted.items()
        if look in asked
    }


def _named(connection: Connection, kind: Kind, warehouse: str) -> list[tuple[str, str]]:
    rows, _further = list_rows(connection, kind, Filter(limit=_MOST_CHOICES), warehouse)
    return [(key_of(row), f"{getattr(row, 'name', '')}（{key_of(row)}）") for row in rows if is_active(row)]


def _texts(form: FormData) -> dict[str, str]:
    return {name: value[:_LONGEST_CELL] for name, value in form.items() if isinstance(value, str)}


def _to(path: str, query: Mapping[str, str]) -> Response:
    return RedirectResponse(f"{path}?{urlencode(query)}", int(HTTPStatus.SEE_OTHER))
