"""Pages of the documents and how far each came: sent, opened, confirmed, or failed and sent again."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response, StreamingResponse
from sqlalchemy import Connection

from cloud_api.console.frame import Frame
from cloud_api.console.live_part import Drawn, live_part
from cloud_api.console.visit import Visit, Visitor
from cloud_api.cycles.service import list_cycles
from cloud_api.deliveries.api import read_one, replay_delivery
from cloud_api.deliveries.listing import Wanted, count_deliveries, list_deliveries
from cloud_api.deliveries.names import all_names
from cloud_api.deliveries.words import kind_words
from cloud_api.documents.listing import documents_progress
from cloud_api.http.problems import ProblemError
from cloud_api.storage.transaction import reading
from cloud_api.wire.cycles import Cycle, CycleState
from cloud_api.wire.deliveries import AttemptOutcome, Channel, Delivery, DeliveryState, RecipientKind
from cloud_api.wire.documents import DocumentKind

_ROOM = "deliveries"
_A_PAGE = 100
_MOST_AT_ONCE = 1_000
_STATES: Mapping[DeliveryState, tuple[str, str]] = {
    DeliveryState.QUEUED: ("等待发出", ""),
    DeliveryState.SENT: ("已发出", "ask"),
    DeliveryState.OPENED: ("已打开", "ask"),
    DeliveryState.CONFIRMED: ("已确认", "ok"),
    DeliveryState.FAILED: ("没送到", "bad"),
}
_TILES: Mapping[DeliveryState, str] = {DeliveryState.SENT: "已发出、可下载"}
_OUTCOMES: Mapping[AttemptOutcome, str] = {
    AttemptOutcome.STARTED: "正在发",
    AttemptOutcome.SENT: "送到了",
    AttemptOutcome.DELAYED: "对方没收，稍后再试",
    AttemptOutcome.HELD: "我们的邮件服务器没发出去",
    AttemptOutcome.REFUSED: "对方拒收",
    AttemptOutcome.DEAD: "地址无效",
    AttemptOutcome.UNKNOWN: "中途断了，不知道到没到",
}
CHANNELS: Mapping[Channel, str] = {
    Channel.EMAIL: "邮件",
    Channel.WEBHOOK: "接口",
    Channel.DOWNLOAD: "自行下载",
}
_STACKS = (
    (DocumentKind.PURCHASE_ORDER, "全部采购单"),
    (DocumentKind.PICK_SHEET, "全部分拣单"),
    (DocumentKind.DELIVERY_SHEET, "全部配送单"),
)
_NOTES = {"replayed": "马上重发", "all": "没送到的都重新排队了"}


class DeliveryPages:
    """What became of each document of a cycle."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame

    def routes(self) -> APIRouter:
        """The addresses of these pages."""
        router = APIRouter()
        router.get("/console/deliveries")(self.list_all)
        router.get("/console/deliveries/live")(self.live)
        router.post("/console/deliveries/replay")(self.replay_failed)
        router.get("/console/deliveries/{delivery_id}")(self.show)
        router.post("/console/deliveries/{delivery_id}/replay")(self.replay)
        return router

    def list_all(
        self,
        visit: Visitor,
        cycle: UUID | None = None,
        state: DeliveryState | None = None,
        find: Annotated[str, Query(max_length=64)] = "",
        after: UUID | None = None,
        note: str = "",
    ) -> Response:
        """The deliveries of one cycle: of the latest that was cut off, where none is named."""
        with reading(visit.service.engine) as connection:
            frozen = [
                each for each in list_cycles(connection, visit.warehouse) if each.state is CycleState.FROZEN
            ]
            shown = _chosen(frozen, cycle)
            values = {} if shown is None else self._part(connection, visit, shown.id, state, find, after)
        values |= {
            "title": "单据",
            "zone": visit.zone,
            "cycles": frozen,
            "cycle": shown,
            "find": find,
            "stacks": [(kind.value, words) for kind, words in _STACKS],
            "note": _NOTES.get(note, ""),
            "watched": after is None,
        }
        return self._page("deliveries.html", visit, values)

    async def live(
        self,
        visit: Visitor,
        request: Request,
        cycle: UUID,
        state: DeliveryState | None = None,
        find: Annotated[str, Query(max_length=64)] = "",
    ) -> StreamingResponse:
        """The list again whenever something moved."""

        def draw() -> Drawn:
            with reading(visit.service.engine) as connection:
                own = {each.id for each in list_cycles(connection, visit.warehouse)}
                if cycle not in own:
                    return "", ""
                values = self._part(connection, visit, cycle, state, find, None)
            return self._frame.fragment("delivery_list.html", values), ""

        return live_part(visit, request, (cycle, state, find), draw)

    def show(self, visit: Visitor, delivery_id: UUID, note: str = "") -> Response:
        """One delivery with each try."""
        try:
            detail = read_one(visit.service, visit.caller, delivery_id)
        except ProblemError:
            return self._unknown(visit)
        with reading(visit.service.engine) as connection:
            names = all_names(connection)
        delivery = _shown(detail.delivery, names)
        values = {
            "title": delivery["what"],
            "zone": visit.zone,
            "each": delivery,
            "link": detail.link,
            "tries": [{**dict(one), "words": _OUTCOMES[one.outcome]} for one in reversed(detail.tries)],
            "note": _NOTES.get(note, ""),
        }
        return self._page("delivery.html", visit, values)

    def replay(self, visit: Visitor, delivery_id: UUID) -> Response:
        """Send one once more."""
        try:
            replay_delivery(visit.service, visit.caller, delivery_id)
        except ProblemError as problem:
            words = _WHY_NOT.get(problem.slug, "现在不能重发。")
            values = {"title": "不能重发", "meaning": words, "back": f"/console/deliveries/{delivery_id}"}
            return self._page("message.html", visit, values, problem.status)
        return _to(f"/console/deliveries/{delivery_id}", {"note": "replayed"})

    def replay_failed(self, visit: Visitor, cycle: UUID) -> Response:
        """Send everything of a cycle that failed once more; what leads nowhere stays failed."""
        wanted = Wanted(cycle_id=cycle, state=DeliveryState.FAILED, warehouse=visit.warehouse)
        with reading(visit.service.engine) as connection:
            failed = list_deliveries(connection, wanted, None, _MOST_AT_ONCE).items
        for each in failed:
            try:
                replay_delivery(visit.service, visit.caller, each.id)
            except ProblemError:
                continue
        return _to("/console/deliveries", {"cycle": str(cycle), "note": "all"})

    def _part(
        self,
        connection: Connection,
        visit: Visit,
        cycle: UUID,
        state: DeliveryState | None,
        find: str,
        after: UUID | None,
    ) -> dict[str, Any]:
        """What the list shows."""
        wanted = Wanted(
            cycle_id=cycle, state=state, recipient=find.strip() or None, warehouse=visit.warehouse
        )
        page = list_deliveries(connection, wanted, after, _A_PAGE)
        names = all_names(connection)
        counts = count_deliveries(connection, cycle)
        return {
            "zone": visit.zone,
            "query": {"cycle": str(cycle), "find": find},
            "progress": documents_progress(connection, cycle),
            "counts": [
                (each.value, _TILES.get(each, words), mark, getattr(counts, each.value))
                for each, (words, mark) in _STATES.items()
            ],
            "state": "" if state is None else state.value,
            "deliveries": [_shown(each, names) for each in page.items],
            "next": page.next,
        }

    def _unknown(self, visit: Visit) -> Response:
        values = {"title": "没有这份单据", "meaning": "它可能属于另一个仓库。", "back": "/console/deliveries"}
        return self._page("message.html", visit, values, HTTPStatus.NOT_FOUND)

    def _page(
        self, template: str, visit: Visit, values: dict[str, Any], status: HTTPStatus = HTTPStatus.OK
    ) -> Response:
        return self._frame.page(template, room=_ROOM, person=visit.caller.name, values=values, status=status)


_WHY_NOT = {
    "recipient-download": "这份单据没有设收件方，只能下载。先在“收件方”里加一个邮箱或接口。",
    "recipient-dead": "这个地址已经失效。先到“收件方”里改地址，或者恢复它。",
    "recipient-gone": "这个收件方已经停用。",
}
_RECIPIENTS = {
    DocumentKind.PURCHASE_ORDER: RecipientKind.SUPPLIER,
    DocumentKind.PICK_SHEET: RecipientKind.PICKUP_POINT,
    DocumentKind.DELIVERY_SHEET: RecipientKind.PICKUP_POINT,
}


def _chosen(frozen: list[Cycle], wanted: UUID | None) -> Cycle | None:
    if wanted is None:
        return frozen[0] if frozen else None
    return next((each for each in frozen if each.id == wanted), None)


def _shown(delivery: Delivery, names: Mapping[tuple[str, str], str]) -> dict[str, Any]:
    document = delivery.document
    words, mark = _STATES[delivery.state]
    if delivery.channel is Channel.DOWNLOAD and delivery.state is DeliveryState.SENT:
        words, mark = "可下载", ""
    whose = _RECIPIENTS[document.kind].value, document.recipient
    return {
        **dict(delivery),
        "what": f"{kind_words(document.kind, document.revision)} {names.get(whose, document.recipient)}",
        "words": words,
        "mark": mark,
        "channel_words": CHANNELS[delivery.channel],
        "is_sent": delivery.channel is not Channel.DOWNLOAD,
        "can_replay": delivery.channel is not Channel.DOWNLOAD,
        "files": f"/v1/documents/{document.id}/file",
    }


def _to(path: str, query: Mapping[str, str]) -> Response:
    return RedirectResponse(f"{path}?{urlencode(query)}", int(HTTPStatus.SEE_OTHER))
