"""Pages of orders and changes that were refused, until somebody puts them right."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Path
from fastapi.responses import RedirectResponse, Response
from sqlalchemy import Connection, Table

from cloud_api.console.frame import Frame
from cloud_api.console.visit import Visit, Visitor
from cloud_api.orders.refusals import (
    CursorRefusedError,
    Whose,
    open_refusals,
    open_refused_amendments,
    settle_by_hand,
)
from cloud_api.storage.audit import note_act
from cloud_api.storage.refusals import count_open_refusals
from cloud_api.storage.tables.orders import refused_amendments, refused_orders
from cloud_api.storage.transaction import reading, writing

_A_PAGE = 100
_TABLES: Mapping[str, Table] = {"orders": refused_orders, "changes": refused_amendments}
_CHANGES = {
    "cancellation": "取消",
    "resumption": "恢复",
    "address": "改地址",
    "pickup_point": "换自提点",
}


class RefusalPages:
    """What the house did not take, with the words why."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame

    def routes(self) -> APIRouter:
        """The addresses of these pages; the list itself stands under the orders."""
        router = APIRouter()
        router.post("/console/orders/refused/{which}/{digest}")(self.settle)
        return router

    def list_all(self, visit: Visit, after: str | None, note: str) -> Response:
        """Refused orders page by page; refused changes with the first page."""
        with reading(visit.service.engine) as connection:
            values = _refused(connection, visit, after)
        values |= {"title": "拒收的订单", "zone": visit.zone, "note": note}
        return self._frame.page("orders_refused.html", room="orders", person=visit.caller.name, values=values)

    def settle(
        self,
        visit: Visitor,
        which: str,
        digest: Annotated[str, Path(max_length=64)],
        note: Annotated[str, Form(max_length=500)] = "",
    ) -> Response:
        """Drop a refused order or change, with a word why; what is not there is not settled."""
        service, table = visit.service, _TABLES.get(which)
        if table is not None:
            with writing(service.engine) as connection:
                _settle(connection, visit, table, digest, note.strip().replace("\0", "") or "已查看")
        query = urlencode({"refused": "1", "note": "settled"})
        return RedirectResponse(f"/console/orders?{query}", int(HTTPStatus.SEE_OTHER))


def count_refusals(connection: Connection, visit: Visit) -> int:
    """How many refused orders and changes wait in this warehouse."""
    return sum(count_open_refusals(connection, table, visit.warehouse) for table in _TABLES.values())


def _settle(connection: Connection, visit: Visit, table: Table, digest: str, note: str) -> None:
    now, who = visit.service.now(), visit.caller
    settled = settle_by_hand(connection, table, Whose(digest, visit.warehouse), who.name, note, now)
    if settled is not None:
        about = f"order {settled.order_no}"
        note_act(connection, who.actor, "settle refusal", about, now, {"digest": digest, "note": note})


def _refused(connection: Connection, visit: Visit, after: str | None) -> dict[str, Any]:
    try:
        page = open_refusals(connection, visit.warehouse, _A_PAGE, after)
    except CursorRefusedError:
        page, after = open_refusals(connection, visit.warehouse, _A_PAGE), None
    changes = [] if after else open_refused_amendments(connection, visit.warehouse, _A_PAGE).items
    return {
        "refused": [(each, _as_sent(each.order)) for each in page.items],
        "changes": [(each, _CHANGES.get(each.kind, each.kind), _as_sent(each.amendment)) for each in changes],
        "next": page.next,
    }


def _as_sent(sent: Any) -> str:
    return json.dumps(sent, ensure_ascii=False, indent=1)
