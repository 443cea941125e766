"""Pages of the cycles: what is open, totals as orders come, the cut-off with a look before."""

from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Annotated, Any, cast
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response, StreamingResponse
from pydantic import ValidationError
from sqlalchemy import Engine

from cloud_api.console.attention import needs
from cloud_api.console.frame import Frame
from cloud_api.console.live_part import Drawn, live_part
from cloud_api.console.visit import Visit, Visitor
from cloud_api.cycles.cut_off import cut_off_now
from cloud_api.cycles.preview import cut_off_preview
from cloud_api.cycles.service import CycleRefusedError, find_cycle, list_cycles, open_cycle
from cloud_api.cycles.totals import TotalsBy, cycle_totals
from cloud_api.http.problems import explain
from cloud_api.storage.transaction import reading, writing
from cloud_api.wire.cycles import Cycle, CycleState, NewCycle, Total

_ROOM = "cycles"
_MOST_PRODUCTS = 300
_MOST_FROZEN = 60
_MOST_LOOKED_AT = 200
"""Those that take orders are among them: their cut-offs are the latest."""
_USUAL_CUT_OFF_HOUR = 23
_NOTES = {"opened": "已开团，订单可以进来了", "frozen": "已截单，单据正在生成"}


class CyclePages:
    """What a manager sees of the cycles of the warehouse."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame

    def routes(self) -> APIRouter:
        """The addresses of these pages."""
        router = APIRouter()
        router.get("/console")(self.list_all)
        router.post("/console/cycles")(self.open)
        router.get("/console/cycles/{cycle_id}")(self.show)
        router.get("/console/cycles/{cycle_id}/live")(self.live)
        router.get("/console/cycles/{cycle_id}/cut-off")(self.preview)
        router.post("/console/cycles/{cycle_id}/cut-off")(self.cut_off)
        return router

    def list_all(self, visit: Visitor) -> Response:
        """Cycles that take orders, and those that were cut off."""
        return self._list(visit, None, {"name": "", "cut_off_at": _usual_cut_off(visit)}, HTTPStatus.OK)

    def open(
        self,
        visit: Visitor,
        name: Annotated[str, Form(max_length=100)] = "",
        cut_off_at: Annotated[str, Form(max_length=32)] = "",
    ) -> Response:
        """Open a cycle; what does not fit comes back with the words why."""
        told = {"name": name, "cut_off_at": cut_off_at}
        try:
            at = datetime.fromisoformat(cut_off_at).replace(tzinfo=visit.zone)
            new = NewCycle(warehouse=visit.warehouse, name=name.strip(), cut_off_at=at)
            with writing(visit.service.engine) as connection:
                cycle, _opened = open_cycle(connection, new, visit.service.now())
        except ValidationError as error:
            return self._list(visit, explain(error), told, HTTPStatus.UNPROCESSABLE_ENTITY)
        except CycleRefusedError:
            return self._list(visit, "截单时间已经过去，请选一个以后的时间。", told, HTTPStatus.CONFLICT)
        except ValueError:
            return self._list(visit, "请填写截单的日期和时间。", told, HTTPStatus.UNPROCESSABLE_ENTITY)
        return _to_cycle(cycle.id, "opened")

    def show(self, visit: Visitor, cycle_id: UUID, note: str = "") -> Response:
        """One cycle with its totals."""
        values = _totals(visit.service.engine, cycle_id, visit.warehouse)
        if values is None:
            return self._unknown(visit)
        cycle = cast(Cycle, values["cycle"])
        values |= {
            "title": cycle.name,
            "warehouse": visit.warehouse_name,
            "zone": visit.zone,
            "left": _left(cycle.cut_off_at, visit.service.now()),
            "note": _NOTES.get(note, ""),
        }
        return self._page("cycle.html", visit, values)

    async def live(self, visit: Visitor, request: Request, cycle_id: UUID) -> StreamingResponse:
        """The totals again whenever they change; the whole page when the cycle was cut off meanwhile."""

        def draw() -> Drawn:
            values = _totals(visit.service.engine, cycle_id, visit.warehouse)
            if values is None:
                return "", ""
            return self._frame.fragment("totals.html", values), values["cycle"].state

        return live_part(visit, request, cycle_id, draw)

    def preview(self, visit: Visitor, cycle_id: UUID) -> Response:
        """What a cut-off now would make."""
        with reading(visit.service.engine) as connection:
            cycle = find_cycle(connection, cycle_id)
            found = cut_off_preview(connection, cycle_id)
        if cycle is None or found is None or cycle.warehouse != visit.warehouse:
            return self._unknown(visit)
        return self._page("cut_off.html", visit, {"title": f"截单：{cycle.name}", "preview": found})

    def cut_off(self, visit: Visitor, cycle_id: UUID) -> Response:
        """Cut off now; pressing twice does it once."""
        service = visit.service
        with reading(service.engine) as connection:
            cycle = find_cycle(connection, cycle_id)
        if cycle is None or cycle.warehouse != visit.warehouse:
            return self._unknown(visit)
        cut_off_now(service.engine, cycle_id, service.now(), service.hooks, visit.caller.actor)
        return _to_cycle(cycle_id, "frozen")

    def _list(self, visit: Visit, refusal: str | None, told: dict[str, str], status: HTTPStatus) -> Response:
        with reading(visit.service.engine) as connection:
            found = list_cycles(connection, visit.warehouse, limit=_MOST_LOOKED_AT)
            waiting = needs(connection, visit)
        now = visit.service.now()
        values = {
            "title": "团期",
            "zone": visit.zone,
            "needs": waiting,
            "open": [
                {**dict(cycle), "left": _left(cycle.cut_off_at, now)}
                for cycle in found
                if cycle.state is CycleState.OPEN
            ],
            "frozen": [cycle for cycle in found if cycle.state is CycleState.FROZEN][:_MOST_FROZEN],
            "refusal": refusal,
            "told": told,
        }
        return self._page("cycles.html", visit, values, status)

    def _unknown(self, visit: Visit) -> Response:
        values = {"title": "没有这个团期", "meaning": "它可能属于另一个仓库。", "back": "/console"}
        return self._page("message.html", visit, values, HTTPStatus.NOT_FOUND)

    def _page(
        self, template: str, visit: Visit, values: dict[str, Any], status: HTTPStatus = HTTPStatus.OK
    ) -> Response:
        return self._frame.page(template, room=_ROOM, person=visit.caller.name, values=values, status=status)


def _totals(engine: Engine, cycle_id: UUID, warehouse: str) -> dict[str, Any] | None:
    """What the totals template shows, in one snapshot; None for a cycle of another warehouse."""
    with reading(engine) as connection:
        cycle = find_cycle(connection, cycle_id)
        if cycle is None or cycle.warehouse != warehouse:
            return None
        products = cycle_totals(connection, cycle_id, TotalsBy.PRODUCT)
        return {
            "cycle": cycle,
            "points": _most_first(cycle_totals(connection, cycle_id, TotalsBy.PICKUP_POINT)),
            "products": _most_first(products)[:_MOST_PRODUCTS],
            "more_products": max(0, len(products) - _MOST_PRODUCTS),
            "zones": cycle_totals(connection, cycle_id, TotalsBy.ZONE),
        }


def _most_first(totals: list[Total]) -> list[Total]:
    return sorted(totals, key=lambda total: (-total.pieces, total.key))


def _left(at: datetime, now: datetime) -> str:
    """还有 3 小时 20 分"""
    minutes = int((at - now) / timedelta(minutes=1))
    if minutes < 0:
        return "截单时间已到，正在截单"
    days, minutes = divmod(minutes, 24 * 60)
    hours, minutes = divmod(minutes, 60)
    told = [f"{days} 天" if days else "", f"{hours} 小时" if hours else "", f"{minutes} 分"]
    return f"还有 {' '.join(part for part in told if part)}"


def _usual_cut_off(visit: Visit) -> str:
    """The next evening, as a field of date and time wants it."""
    now = visit.service.now().astimezone(visit.zone)
    evening = now.replace(hour=_USUAL_CUT_OFF_HOUR, minute=0)
    return f"{evening if evening > now else evening + timedelta(days=1):%Y-%m-%dT%H:%M}"


def _to_cycle(cycle_id: UUID, note: str) -> Response:
    return RedirectResponse(
        f"/console/cycles/{cycle_id}?{urlencode({'note': note})}", int(HTTPStatus.SEE_OTHER)
    )
