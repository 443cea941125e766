"""Pages of what cannot both be true: the same goods handed over twice."""

from http import HTTPStatus
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Form, Query
from fastapi.responses import RedirectResponse, Response
from pydantic import ValidationError
from sqlalchemy import select

from cloud_api.console.frame import Frame
from cloud_api.console.visit import Visit, Visitor
from cloud_api.exchange.refusals import settle_of_fact
from cloud_api.http.problems import ProblemError
from cloud_api.pickup.api import read_conflict, read_conflicts, settle_one
from cloud_api.storage.tables.pickup import conflicts
from cloud_api.storage.transaction import writing
from cloud_api.wire.amendments import SettlementNote
from cloud_api.wire.pickup import Collection, Means, ToldHandover

_A_PAGE = 50
_MEANS = {Means.CODE: "取货码", Means.QR: "扫码", Means.PHONE: "电话后四位"}


class ConflictPages:
    """Where a manager lays two stories side by side and says what was done."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame

    def routes(self) -> APIRouter:
        """The addresses of these pages."""
        router = APIRouter()
        router.get("/console/conflicts")(self.list_all)
        router.get("/console/conflicts/{conflict_id}")(self.show)
        router.post("/console/conflicts/{conflict_id}")(self.settle)
        return router

    def list_all(
        self, visit: Visitor, after: Annotated[str | None, Query(max_length=64)] = None, note: str = ""
    ) -> Response:
        """Conflicts, open ones first."""
        try:
            page = read_conflicts(visit.service, visit.caller, _A_PAGE, after)
        except ProblemError:
            page = read_conflicts(visit.service, visit.caller, _A_PAGE)
        values = {
            "title": "重复交付",
            "zone": visit.zone,
            "conflicts": page.items,
            "next": page.next,
            "note": "已处理" if note == "settled" else "",
        }
        return self._page("conflicts.html", "orders", visit, values)

    def show(self, visit: Visitor, conflict_id: UUID) -> Response:
        """Both handovers as their desks reported them."""
        return self._show(visit, conflict_id, "", HTTPStatus.OK)

    def settle(
        self, visit: Visitor, conflict_id: UUID, note: Annotated[str, Form(max_length=500)] = ""
    ) -> Response:
        """Say what was done; then it needs nobody any more."""
        try:
            settle_one(
                visit.service, visit.caller, conflict_id, SettlementNote.model_validate({"note": note})
            )
        except ValidationError:
            words = "请写一句怎样处理的。"
            return self._show(visit, conflict_id, words, HTTPStatus.UNPROCESSABLE_ENTITY)
        except ProblemError:
            return self._unknown(visit)
        _settle_fact(visit, conflict_id, note)
        query = urlencode({"note": "settled"})
        return RedirectResponse(f"/console/conflicts?{query}", int(HTTPStatus.SEE_OTHER))

    def _show(self, visit: Visit, conflict_id: UUID, refusal: str, status: HTTPStatus) -> Response:
        try:
            sides = read_conflict(visit.service, visit.caller, conflict_id)
        except ProblemError:
            return self._unknown(visit)
        conflict = sides.conflict
        told = {(each.station_id, each.happened_at): each for each in sides.standing}
        standing = [_side(each, told.get((each.station_id, each.at))) for each in conflict.standing]
        values = {
            "title": f"重复交付：订单 {conflict.order_no}",
            "zone": visit.zone,
            "conflict": conflict,
            "sides": [(True, each) for each in standing] + [(False, _side(conflict.refused, sides.refused))],
            "refusal": refusal,
        }
        return self._page("conflict.html", "orders", visit, values, status)

    def _unknown(self, visit: Visit) -> Response:
        values = {"title": "没有这条", "meaning": "它可能属于另一个仓库。", "back": "/console/conflicts"}
        return self._page("message.html", "orders", visit, values, HTTPStatus.NOT_FOUND)

    def _page(
        self,
        template: str,
        room: str,
        visit: Visit,
        values: dict[str, Any],
        status: HTTPStatus = HTTPStatus.OK,
    ) -> Response:
        return self._frame.page(template, room=room, person=visit.caller.name, values=values, status=status)


def _settle_fact(visit: Visit, conflict_id: UUID, note: str) -> None:
    """The refused handover waits for nobody either."""
    with writing(visit.service.engine) as connection:
        fact_id = connection.scalar(select(conflicts.c.fact_id).where(conflicts.c.id == conflict_id))
        if fact_id is not None:
            now = visit.service.now()
            settle_of_fact(connection, fact_id, visit.warehouse, visit.caller.actor, note.strip(), now)


def _side(handover: Collection, told: ToldHandover | None) -> dict[str, Any]:
    """One desk's story; where its fact is not kept any more, without its number."""
    return {
        **dict(handover),
        "means_words": _MEANS[handover.means],
        "seq": None if told is None else told.seq,
        "received_at": None if told is None else told.received_at,
        "refused_because": None if told is None else told.refused_because,
    }
