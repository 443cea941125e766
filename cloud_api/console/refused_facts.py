"""Pages of what stations reported and the cloud did not take, until somebody settles it."""

import json
from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Form, Query
from fastapi.responses import RedirectResponse, Response
from pydantic import ValidationError
from sqlalchemy import Connection, select

from cloud_api.console.frame import Frame
from cloud_api.console.sentences.facts import KINDS
from cloud_api.console.told_facts import ToldFacts
from cloud_api.console.visit import Visitor
from cloud_api.exchange.applying_again import apply_again
from cloud_api.exchange.refusals import WantedRefusals, list_refused, settle_by_hand, stations_refused
from cloud_api.exchange.refusals_api import FactHandlers
from cloud_api.storage.tables.pickup import conflicts
from cloud_api.storage.transaction import reading, writing
from cloud_api.wire.amendments import SettlementNote
from cloud_api.wire.refusals import FactSettlement, RefusedFact, TryVerdict

_A_PAGE = 50
_PATH = "/console/facts/refused"
_NOTES = {
    "noted": ("ok", "已处理，站点的屏幕上也会消失"),
    TryVerdict.ACCEPTED.value: ("ok", "这次采用了，和当时就采用一样算数"),
    TryVerdict.REFUSED.value: ("bad", "还是不能采用，原因在下面"),
    TryVerdict.SETTLED.value: ("ask", "已经有人处理过了"),
    "empty": ("bad", "没有保存：请写一句怎样处理的"),
    "gone": ("bad", "没有这条记录，它可能属于另一个仓库"),
}


class RefusedFactPages:
    """Where a manager reads what was reported, puts it right, or has it tried again."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame

    def routes(self) -> APIRouter:
        """The addresses of these pages."""
        router = APIRouter()
        router.get(_PATH)(self.list_all)
        router.post(_PATH + "/{refusal_id}")(self.settle)
        router.post(_PATH + "/{refusal_id}/again")(self.try_again)
        return router

    def list_all(
        self,
        visit: Visitor,
        settled: bool = False,
        station: Annotated[str, Query(max_length=36)] = "",
        after: Annotated[str, Query(max_length=36)] = "",
        note: str = "",
    ) -> Response:
        """Refused facts of the stations of this warehouse, the latest first."""
        wanted = WantedRefusals(_uuid(station), visit.warehouse, settled)
        with reading(visit.service.engine) as connection:
            page = list_refused(connection, [wanted], _A_PAGE, _uuid(after))
            values = {
                "facts": _shown(connection, page.items),
                "stations": stations_refused(connection, visit.warehouse),
            }
        values |= {
            "title": "被拒的记录",
            "zone": visit.zone,
            "settled": settled,
            "station": station,
            "next": page.next,
            "note": _NOTES.get(note),
        }
        return self._frame.page(
            "facts_refused.html", room="stations", person=visit.caller.name, values=values
        )

    def settle(
        self,
        visit: Visitor,
        refusal_id: UUID,
        note: Annotated[str, Form(max_length=500)] = "",
        station: Annotated[str, Form(max_length=36)] = "",
    ) -> Response:
        """Say how it was put right; then it needs nobody any more."""
        try:
            told = SettlementNote.model_validate({"note": note})
        except ValidationError:
            return _to("empty", station)
        service = visit.service
        with writing(service.engine) as connection:
            settled = settle_by_hand(
                connection, refusal_id, visit.warehouse, visit.caller.actor, told.note, service.now()
            )
        if settled is None:
            return _to("gone", station)
        return _to("noted" if settled.note == told.note else TryVerdict.SETTLED.value, station)

    def try_again(
        self,
        visit: Visitor,
        handlers: FactHandlers,
        refusal_id: UUID,
        station: Annotated[str, Form(max_length=36)] = "",
    ) -> Response:
        """Have it applied as it was sent, where its reason has gone."""
        service = visit.service
        with writing(service.engine) as connection:
            tried = apply_again(
                connection, handlers, refusal_id, visit.warehouse, visit.caller.actor, service.now()
            )
        return _to("gone" if tried is None else tried.verdict.value, station)


def _shown(connection: Connection, refused: tuple[RefusedFact, ...]) -> list[dict[str, Any]]:
    told = ToldFacts(connection, [each.fact for each in refused])
    conflicts_of = _conflicts(connection, [each.fact["id"] for each in refused])
    return [
        {
            **dict(each),
            "what": KINDS.get(each.fact["kind"], each.fact["kind"]),
            "happened_at": datetime.fromisoformat(each.fact["happened_at"]),
            "operator": told.operator(each.fact),
            "pairs": told.pairs(each.fact),
            "order_no": told.order_no(each.fact),
            "conflict": conflicts_of.get(UUID(each.fact["id"])),
            "applied": each.settled_how is FactSettlement.APPLIED,
            "sent": json.dumps(each.fact, ensure_ascii=False, indent=1),
        }
        for each in refused
    ]


def _conflicts(connection: Connection, fact_ids: list[str]) -> Mapping[UUID, UUID]:
    """Handovers that were refused because the goods had gone before: both stories stand on a page."""
    ids = [UUID(each) for each in fact_ids]
    query = select(conflicts.c.fact_id, conflicts.c.id).where(conflicts.c.fact_id.in_(ids))
    return {row.fact_id: row.id for row in connection.execute(query)}


def _uuid(told: str) -> UUID | None:
    try:
        return UUID(told)
    except ValueError:
        return None


def _to(note: str, station: str) -> Response:
    told = {"station": station, "note": note} if _uuid(station) else {"note": note}
    return RedirectResponse(f"{_PATH}?{urlencode(told)}", int(HTTPStatus.SEE_OTHER))
