"""Pages of orders and changes that were refused, until somebody puts them right."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Path
from fastapi.responses import RedirectResponse, Response
from sqlalchemy import Connection, Table, select

from cloud_api.console.frame import Frame
from cloud_api.console.visit import Visit, Visitor
from cloud_api.orders.refusals import (
    CursorRefusedError,
    open_refusals,
    open_refused_amendments,
    settle_by_hand,
)
from cloud_api.storage.audit import note_act
from cloud_api.storage.tables.catalogue import pickup_points
from cloud_api.storage.tables.orders import orders, refused_amendments, refused_orders
from cloud_api.storage.transaction import reading, writing
from cloud_api.wire.amendments import RefusedAmendment
from cloud_api.wire.refusals import RefusedOrder

_A_PAGE = 100
_MOST = 1_000
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
                if digest in _own_digests(connection, visit, table):
                    _settle(connection, visit, table, digest, note.strip().replace("\0", "") or "已查看")
        query = urlencode({"refused": "1", "note": "settled"})
        return RedirectResponse(f"/console/orders?{query}", int(HTTPStatus.SEE_OTHER))


def count_refusals(connection: Connection, visit: Visit) -> int:
    """How many refused orders and changes wait in this warehouse; beyond a thousand of each nobody counts."""
    return sum(len(_own_digests(connection, visit, table)) for table in _TABLES.values())


def _settle(connection: Connection, visit: Visit, table: Table, digest: str, note: str) -> None:
    now, who = visit.service.now(), visit.caller
    settled = settle_by_hand(connection, table, digest, who.name, note, now)
    if settled is not None:
        about = f"order {settled.order_no}"
        note_act(connection, who.actor, "settle refusal", about, now, {"digest": digest, "note": note})


def _own_digests(connection: Connection, visit: Visit, table: Table) -> set[str]:
    if table is refused_orders:
        found = open_refusals(connection, _MOST).items
        return {each.digest for each in _own_orders(connection, visit, found)}
    changes = open_refused_amendments(connection, _MOST).items
    return {each.digest for each in _own_changes(connection, visit, changes)}


def _refused(connection: Connection, visit: Visit, after: str | None) -> dict[str, Any]:
    try:
        page = open_refusals(connection, _A_PAGE, after)
    except CursorRefusedError:
        page, after = open_refusals(connection, _A_PAGE), None
    changes = [] if after else open_refused_amendments(connection, _A_PAGE).items
    return {
        "refused": [(each, _as_sent(each.order)) for each in _own_orders(connection, visit, page.items)],
        "changes": [
            (each, _CHANGES.get(each.kind, each.kind), _as_sent(each.amendment))
            for each in _own_changes(connection, visit, changes)
        ],
        "next": page.next,
    }


def _own_orders(connection: Connection, visit: Visit, found: list[RefusedOrder]) -> list[RefusedOrder]:
    """Those that name a shop of another warehouse are that one's; those that name none are everybody's."""
    foreign = _foreign_points(connection, visit)
    return [each for each in found if _told(each.order, "pickup_point") not in foreign]


def _own_changes(
    connection: Connection, visit: Visit, found: list[RefusedAmendment]
) -> list[RefusedAmendment]:
    """Those of an order of another warehouse are that one's; of an unknown order everybody's."""
    foreign = _foreign_points(connection, visit)
    query = select(orders.c.order_no, orders.c.pickup_point).where(
        orders.c.order_no.in_({each.order_no for each in found})
    )
    points = {row.order_no: row.pickup_point for row in connection.execute(query)}
    return [each for each in found if points.get(each.order_no) not in foreign]


def _foreign_points(connection: Connection, visit: Visit) -> set[str]:
    query = select(pickup_points.c.code).where(pickup_points.c.warehouse != visit.warehouse)
    return set(connection.scalars(query))


def _told(sent: Any, name: str) -> str | None:
    """A text of what was sent, in whatever shape that is."""
    value = sent.get(name) if isinstance(sent, dict) else None
    return value if isinstance(value, str) else None


def _as_sent(sent: Any) -> str:
    return json.dumps(sent, ensure_ascii=False, indent=1)
