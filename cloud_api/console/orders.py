"""Pages of the orders: found, cancelled, resumed, moved."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Form, Query
from fastapi.responses import RedirectResponse, Response
from sqlalchemy import Connection, select

from cloud_api.console.frame import Frame
from cloud_api.console.refusals import RefusalPages
from cloud_api.console.visit import Visit, Visitor
from cloud_api.cycles.service import list_cycles
from cloud_api.http.problems import ProblemError
from cloud_api.orders.amending import amend_orders
from cloud_api.orders.api import read_order_state
from cloud_api.orders.listing import Wanted, list_orders
from cloud_api.orders.refusals import Whose, settle_by_hand
from cloud_api.orders.rows import row_digest, row_text
from cloud_api.storage.tables.catalogue import pickup_points
from cloud_api.storage.tables.orders import refused_amendments
from cloud_api.storage.transaction import reading, writing
from cloud_api.wire.amendments import AmendmentWish
from cloud_api.wire.orders import OrderStatus, OrderVerdict

_ROOM = "orders"
_A_PAGE = 100
_STATUSES: Mapping[OrderStatus, tuple[str, str]] = {
    OrderStatus.PAID: ("已支付", ""),
    OrderStatus.PACKED: ("已打包", ""),
    OrderStatus.DEPARTED: ("已出发", ""),
    OrderStatus.ARRIVED: ("已到达", "ok"),
    OrderStatus.PARTLY_COLLECTED: ("取走一部分", "ask"),
    OrderStatus.COLLECTED: ("已取货", "ok"),
    OrderStatus.CANCELLED: ("已取消", "bad"),
}
_NOTES = {
    "cancellation": "订单已取消",
    "resumption": "订单已恢复",
    "address": "地址已改",
    "pickup_point": "自提点已改",
    "settled": "已处理，不再列出",
}


class OrderPages:
    """Where a manager looks up what a shopper asks about."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._refusals = RefusalPages(frame)

    def routes(self) -> APIRouter:
        """The addresses of these pages."""
        router = APIRouter()
        router.get("/console/orders")(self.list_all)
        router.get("/console/orders/one")(self.show)
        router.post("/console/orders/one")(self.amend)
        router.include_router(self._refusals.routes())
        return router

    def list_all(
        self,
        visit: Visitor,
        cycle: str = "",
        find: Annotated[str, Query(max_length=64)] = "",
        point: Annotated[str, Query(max_length=64)] = "",
        refused: bool = False,
        after: Annotated[str | None, Query(max_length=200)] = None,
        note: str = "",
    ) -> Response:
        """Orders by number; or those that were refused, with the reason."""
        if refused:
            return self._refusals.list_all(visit, after, _NOTES.get(note, ""))
        values: dict[str, Any] = {"title": "订单", "zone": visit.zone}
        with reading(visit.service.engine) as connection:
            wanted = Wanted(
                cycle_id=_uuid(cycle),
                pickup_point=point.strip() or None,
                prefix=find.strip().replace("\0", "") or None,
                warehouse=visit.warehouse,
            )
            page = list_orders(connection, wanted, _A_PAGE, after)
            values |= {
                "orders": page.items,
                "next": page.next,
                "cycles": list_cycles(connection, visit.warehouse, limit=200),
                "points": _points(connection, visit.warehouse),
                "query": {"cycle": cycle, "find": find.strip(), "point": point.strip()},
            }
        return self._page("orders.html", visit, values)

    def show(self, visit: Visitor, no: Annotated[str, Query(max_length=64)], note: str = "") -> Response:
        """One order: where it is, what is in it, and what may still be changed."""
        return self._show(visit, no, _NOTES.get(note, ""), "", HTTPStatus.OK)

    def _show(self, visit: Visit, no: str, note: str, refusal: str, status: HTTPStatus) -> Response:
        try:
            state = read_order_state(visit.service, visit.caller, no)
        except ProblemError:
            gone = {"title": "没有这个订单", "meaning": f"没有找到 {no}。", "back": "/console/orders"}
            return self._page("message.html", visit, gone, HTTPStatus.NOT_FOUND)
        with reading(visit.service.engine) as connection:
            points = _points(connection, visit.warehouse)
        words, mark = _STATUSES[state.status]
        values: dict[str, Any] = {
            "title": f"订单 {state.order_no}",
            "zone": visit.zone,
            "order": state,
            "words": words,
            "mark": mark,
            "steps": [(_STATUSES[step.status][0], step.at) for step in state.timeline],
            "points": points,
            "note": note,
            "refusal": refusal,
        }
        return self._page("order.html", visit, values, status)

    def amend(
        self,
        visit: Visitor,
        no: Annotated[str, Form(max_length=64)],
        kind: Annotated[AmendmentWish, Form()],
        reason: Annotated[str, Form(max_length=500)] = "",
        address: Annotated[str, Form(max_length=500)] = "",
        pickup_point: Annotated[str, Form(max_length=64)] = "",
    ) -> Response:
        """Cancel, resume, move an order or change its address."""
        wanted = {"order_no": no, "kind": kind.value, "reason": reason.strip()}
        if kind is AmendmentWish.ADDRESS:
            wanted["address"] = address.strip()
        if kind is AmendmentWish.PICKUP_POINT:
            wanted["pickup_point"] = pickup_point
        service = visit.service
        with writing(service.engine) as connection:
            (result,) = amend_orders(connection, [wanted], visit.caller, service.hooks, service.now())
            # Whoever asked reads the reason on this page: it waits for nobody.
            digest, now = row_digest(row_text(wanted)), service.now()
            whose = Whose(digest, None)
            settle_by_hand(connection, refused_amendments, whose, visit.caller.name, "已当面告知", now)
        if result.verdict is OrderVerdict.REFUSED:
            return self._show(visit, no, "", result.reason or "", HTTPStatus.CONFLICT)
        return _to("/console/orders/one", {"no": no, "note": kind.value})

    def _page(
        self, template: str, visit: Visit, values: dict[str, Any], status: HTTPStatus = HTTPStatus.OK
    ) -> Response:
        return self._frame.page(template, room=_ROOM, person=visit.caller.name, values=values, status=status)


def _points(connection: Connection, warehouse: str) -> list[tuple[str, str]]:
    query = select(pickup_points.c.code, pickup_points.c.name).where(pickup_points.c.warehouse == warehouse)
    return [(row.code, row.name) for row in connection.execute(query.order_by(pickup_points.c.code))]


def _uuid(told: str) -> UUID | None:
    try:
        return UUID(told)
    except ValueError:
        return None


def _to(path: str, query: Mapping[str, str]) -> Response:
    return RedirectResponse(f"{path}?{urlencode(query)}", int(HTTPStatus.SEE_OTHER))
