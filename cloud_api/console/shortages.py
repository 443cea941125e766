"""The page of a shortage: what came, who would go without by which rule, and only then doing it."""

from http import HTTPStatus
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response
from pydantic import ValidationError
from sqlalchemy import Connection, func, select

from cloud_api.console.frame import Frame
from cloud_api.console.visit import Visit, Visitor
from cloud_api.cycles.service import find_cycle
from cloud_api.http.problems import ProblemError, explain
from cloud_api.shortages.api import make_shortage, preview_shortage, read_shortages, take_shortage_back
from cloud_api.storage.tables.catalogue import products
from cloud_api.storage.tables.orders import order_lines
from cloud_api.storage.transaction import reading
from cloud_api.wire.shortages import ShortageOrder, ShortageQuestion, ShortageRule, ShortageWithdrawal

_ROOM = "cycles"
_MOST_ORDERS = 1_000
_RULES = {
    ShortageRule.PROPORTIONAL: "按比例，大家都少一点",
    ShortageRule.FIRST_COME: "先付款的先得",
    ShortageRule.SMALL_ORDERS_FIRST: "小单优先，齐的单最多",
    ShortageRule.SUBSTITUTE: "用另一种商品补上",
}
_NOTES = {
    "applied": "已经分好，变更单会发给相关的人",
    "withdrawn": "已经撤回，变更单会发给相关的人",
}
_EMPTY = {
    "sku": "",
    "available": "",
    "rule": ShortageRule.PROPORTIONAL.value,
    "substitute_sku": "",
    "substitute_available": "",
}


class ShortagePages:
    """When a supplier brings less than was ordered."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame

    def routes(self) -> APIRouter:
        """The addresses of this page."""
        router = APIRouter()
        router.get("/console/cycles/{cycle_id}/shortages")(self.ask)
        router.post("/console/cycles/{cycle_id}/shortages")(self.answer)
        router.post("/console/cycles/{cycle_id}/shortages/{shortage_id}/withdrawal")(self.take_back)
        return router

    def ask(self, visit: Visitor, cycle_id: UUID, note: str = "") -> Response:
        """The empty form, and what was shared out before."""
        return self._show(visit, cycle_id, _EMPTY, {"note": _NOTES.get(note, "")})

    def answer(
        self,
        visit: Visitor,
        cycle_id: UUID,
        sku: Annotated[str, Form(max_length=64)] = "",
        available: Annotated[str, Form(max_length=12)] = "",
        rule: Annotated[str, Form(max_length=32)] = "",
        substitute_sku: Annotated[str, Form(max_length=64)] = "",
        substitute_available: Annotated[str, Form(max_length=12)] = "",
        preview_hash: Annotated[str, Form(max_length=64)] = "",
        reason: Annotated[str, Form(max_length=500)] = "",
    ) -> Response:
        """Show who would get what; with the hash of what was shown, do exactly that."""
        told = {
            "sku": sku,
            "available": available,
            "rule": rule,
            "substitute_sku": substitute_sku,
            "substitute_available": substitute_available,
        }
        try:
            question = _question(told)
            if preview_hash:
                order = ShortageOrder(**question.model_dump(), preview_hash=preview_hash, reason=reason)
                make_shortage(visit.service, visit.caller, cycle_id, order)
                return _back(cycle_id, "applied")
            shown = preview_shortage(visit.service, visit.caller, cycle_id, question, _MOST_ORDERS)
        except ValidationError as error:
            return self._show(
                visit, cycle_id, told, {"refusal": explain(error)}, HTTPStatus.UNPROCESSABLE_ENTITY
            )
        except ProblemError as problem:
            return self._show(visit, cycle_id, told, {"refusal": str(problem)}, problem.status)
        return self._show(visit, cycle_id, told, {"shown": shown})

    def take_back(
        self,
        visit: Visitor,
        cycle_id: UUID,
        shortage_id: UUID,
        reason: Annotated[str, Form(max_length=500)] = "",
    ) -> Response:
        """Give the orders back what was taken from them."""
        try:
            why = ShortageWithdrawal(reason=reason)
            take_shortage_back(visit.service, visit.caller, cycle_id, shortage_id, why)
        except ValidationError as error:
            told, status = explain(error), HTTPStatus.UNPROCESSABLE_ENTITY
        except ProblemError as problem:
            told, status = str(problem), problem.status
        else:
            return _back(cycle_id, "withdrawn")
        return self._show(visit, cycle_id, _EMPTY, {"kept": told}, status)

    def _show(
        self,
        visit: Visit,
        cycle_id: UUID,
        told: dict[str, str],
        more: dict[str, Any],
        status: HTTPStatus = HTTPStatus.OK,
    ) -> Response:
        with reading(visit.service.engine) as connection:
            cycle = find_cycle(connection, cycle_id)
            ordered = _ordered(connection, cycle_id)
        if cycle is None or cycle.warehouse != visit.warehouse:
            gone = {"title": "没有这个团期", "meaning": "它可能属于另一个仓库。", "back": "/console"}
            return self._page("message.html", visit, gone, HTTPStatus.NOT_FOUND)
        done = read_shortages(visit.service, visit.caller, cycle_id, _MOST_ORDERS)
        names = {sku: name for sku, name, _pieces in ordered}
        values: dict[str, Any] = {
            "title": f"到货不足：{cycle.name}",
            "zone": visit.zone,
            "cycle": cycle,
            "ordered": ordered,
            "rules": [(rule.value, words) for rule, words in _RULES.items()],
            "done": [(each, names.get(each.sku, each.sku), _RULES[each.rule]) for each in done.items],
            "told": told,
            "shown": None,
            "refusal": None,
            "kept": None,
            "note": "",
            **more,
        }
        return self._page("shortages.html", visit, values, status)

    def _page(
        self, template: str, visit: Visit, values: dict[str, Any], status: HTTPStatus = HTTPStatus.OK
    ) -> Response:
        return self._frame.page(template, room=_ROOM, person=visit.caller.name, values=values, status=status)


def _question(told: dict[str, str]) -> ShortageQuestion:
    """Raises ValidationError for what is no number or no rule."""
    values: dict[str, Any] = {name: value.strip() for name, value in told.items() if value.strip()}
    for name in ("available", "substitute_available"):
        if values.get(name, "").isdecimal():
            values[name] = int(values[name])
    if values.get("rule") != ShortageRule.SUBSTITUTE:
        values = {name: value for name, value in values.items() if not name.startswith("substitute")}
    return ShortageQuestion.model_validate(values)


def _ordered(connection: Connection, cycle_id: UUID) -> list[tuple[str, str, int]]:
    """Products of the cycle: SKU, name, pieces still to be picked."""
    query = (
        select(order_lines.c.sku, products.c.name, func.sum(order_lines.c.quantity).label("pieces"))
        .join(products, products.c.sku == order_lines.c.sku)
        .where(order_lines.c.cycle_id == cycle_id, order_lines.c.live)
        .group_by(order_lines.c.sku, products.c.name)
        .order_by(order_lines.c.sku)
    )
    return [(row.sku, row.name, int(row.pieces)) for row in connection.execute(query)]


def _back(cycle_id: UUID, note: str) -> Response:
    query = urlencode({"note": note})
    return RedirectResponse(f"/console/cycles/{cycle_id}/shortages?{query}", int(HTTPStatus.SEE_OTHER))
