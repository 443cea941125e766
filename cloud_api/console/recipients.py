"""Pages of whom documents go to: by e-mail or webhook, tested, brought back to life, secrets shown once."""

from http import HTTPStatus
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response
from pydantic import ValidationError
from sqlalchemy import Connection, select

from cloud_api.console.deliveries import CHANNELS
from cloud_api.console.frame import Frame
from cloud_api.console.visit import Visit, Visitor
from cloud_api.deliveries.recipients import list_recipients
from cloud_api.deliveries.recipients_api import (
    create_recipient,
    remove_recipient,
    renew_secret,
    revive_recipient,
    test_recipient,
)
from cloud_api.http.problems import ProblemError, explain
from cloud_api.storage.tables.catalogue import pickup_points, suppliers
from cloud_api.storage.transaction import reading
from cloud_api.wire.deliveries import AttemptOutcome, Channel, NewRecipient, Recipient, RecipientKind
from cloud_api.wire.documents import DocumentKind

_ROOM = "recipients"
_MOST = 1_000
_KINDS = {
    RecipientKind.SUPPLIER: "供应商",
    RecipientKind.PICKUP_POINT: "自提点",
    RecipientKind.WAREHOUSE: "仓库",
}
_DOCUMENTS = {
    DocumentKind.PURCHASE_ORDER: "采购单",
    DocumentKind.PICK_SHEET: "分拣单",
    DocumentKind.DELIVERY_SHEET: "配送单",
}
_NOTES = {
    "added": "已添加，从下一份单据起发给它",
    "removed": "已停用，不再发给它",
    "revived": "已恢复，七天内没送到的会重新发",
}
_OUTCOMES = {
    AttemptOutcome.SENT: "测试消息送到了",
    AttemptOutcome.DELAYED: "对方暂时没收",
    AttemptOutcome.HELD: "我们的邮件服务器没发出去",
    AttemptOutcome.REFUSED: "对方拒收",
    AttemptOutcome.DEAD: "地址无效",
}


class RecipientPages:
    """Where each supplier, shop and warehouse gets its documents."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame

    def routes(self) -> APIRouter:
        """The addresses of these pages."""
        router = APIRouter()
        router.get("/console/recipients")(self.list_all)
        router.post("/console/recipients")(self.add)
        router.post("/console/recipients/{recipient_id}/test")(self.test)
        router.post("/console/recipients/{recipient_id}/secret")(self.renew)
        router.post("/console/recipients/{recipient_id}/revival")(self.revive)
        router.post("/console/recipients/{recipient_id}/removal")(self.remove)
        return router

    def list_all(self, visit: Visitor, note: str = "") -> Response:
        """Every recipient, the dead ones marked, and the form for another."""
        return self._list(visit, {"note": _NOTES.get(note, "")})

    def add(
        self,
        visit: Visitor,
        whom: Annotated[str, Form(max_length=100)] = "",
        channel: Annotated[str, Form(max_length=16)] = "",
        address: Annotated[str, Form(max_length=500)] = "",
    ) -> Response:
        """Add a recipient; the secret of a webhook is shown on this page only."""
        told = {"whom": whom, "channel": channel, "address": address}
        kind, _, code = whom.partition(":")
        answer = Response()
        try:
            new = NewRecipient.model_validate(
                {"kind": kind, "recipient": code, "channel": channel, "address": address}
            )
            added = create_recipient(visit.service, visit.caller, answer, new)
        except ValidationError as error:
            return self._list(
                visit, {"told": told, "refusal": explain(error)}, HTTPStatus.UNPROCESSABLE_ENTITY
            )
        except ProblemError as problem:
            return self._list(visit, {"told": told, "refusal": str(problem)}, problem.status)
        if added.secret is None:
            return _to_list("added")
        return self._list(visit, {"secret": added.secret, "note": _NOTES["added"]})

    def test(self, visit: Visitor, recipient_id: UUID) -> Response:
        """Send a test message and say how it went."""
        try:
            result = test_recipient(visit.service, visit.caller, recipient_id)
        except ProblemError as problem:
            return self._refused(visit, problem)
        words = _OUTCOMES.get(result.outcome, result.outcome.value)
        tried = {"ok": result.outcome is AttemptOutcome.SENT, "words": words, "detail": result.detail}
        return self._list(visit, {"tried": tried})

    def renew(self, visit: Visitor, recipient_id: UUID) -> Response:
        """A new secret for a webhook; the old one signs too for a day."""
        try:
            fresh = renew_secret(visit.service, visit.caller, recipient_id)
        except ProblemError as problem:
            return self._refused(visit, problem)
        return self._list(visit, {"secret": fresh.secret})

    def revive(self, visit: Visitor, recipient_id: UUID) -> Response:
        """Take a dead address for alive."""
        try:
            revive_recipient(visit.service, visit.caller, recipient_id)
        except ProblemError as problem:
            return self._refused(visit, problem)
        return _to_list("revived")

    def remove(self, visit: Visitor, recipient_id: UUID) -> Response:
        """Send nothing there any more."""
        try:
            remove_recipient(visit.service, visit.caller, recipient_id)
        except ProblemError as problem:
            return self._refused(visit, problem)
        return _to_list("removed")

    def _list(self, visit: Visit, more: dict[str, Any], status: HTTPStatus = HTTPStatus.OK) -> Response:
        with reading(visit.service.engine) as connection:
            found = list_recipients(connection, visit.warehouse, None, _MOST)
            whom = _whom(connection, visit)
        active = [_shown(each) for each in found.items if each.active]
        values = {
            "title": "收件方",
            "zone": visit.zone,
            "recipients": sorted(active, key=lambda each: each["dead_at"] is None),
            "whom": whom,
            "channels": [(channel.value, words) for channel, words in CHANNELS.items()],
            "told": {"whom": "", "channel": Channel.EMAIL.value, "address": ""},
            "refusal": None,
            "secret": None,
            "tried": None,
            "note": "",
            **more,
        }
        return self._page("recipients.html", visit, values, status)

    def _refused(self, visit: Visit, problem: ProblemError) -> Response:
        values = {"title": "没有做成", "meaning": str(problem), "back": "/console/recipients"}
        return self._page("message.html", visit, values, problem.status)

    def _page(
        self, template: str, visit: Visit, values: dict[str, Any], status: HTTPStatus = HTTPStatus.OK
    ) -> Response:
        return self._frame.page(template, room=_ROOM, person=visit.caller.name, values=values, status=status)


def _shown(recipient: Recipient) -> dict[str, Any]:
    return {
        **dict(recipient),
        "kind_words": _KINDS[recipient.kind],
        "channel_words": CHANNELS[recipient.channel],
        "documents": "、".join(_DOCUMENTS[each] for each in recipient.documents),
        "is_webhook": recipient.channel is Channel.WEBHOOK,
        "is_sent_to": recipient.channel is not Channel.DOWNLOAD,
    }


def _whom(connection: Connection, visit: Visit) -> list[tuple[str, list[tuple[str, str]]]]:
    """Everybody documents can go to, in groups: value of the field and words."""
    of_suppliers = select(suppliers.c.code, suppliers.c.name).where(suppliers.c.active)
    of_points = select(pickup_points.c.code, pickup_points.c.name).where(
        pickup_points.c.active, pickup_points.c.warehouse == visit.warehouse
    )
    groups: list[tuple[RecipientKind, list[tuple[str, str]]]] = [
        (RecipientKind.WAREHOUSE, [(visit.warehouse, visit.warehouse_name)]),
        (RecipientKind.SUPPLIER, [(row.code, row.name) for row in connection.execute(of_suppliers)]),
        (RecipientKind.PICKUP_POINT, [(row.code, row.name) for row in connection.execute(of_points)]),
    ]
    return [
        (_KINDS[kind], [(f"{kind.value}:{code}", f"{name}（{code}）") for code, name in sorted(rows)])
        for kind, rows in groups
        if rows
    ]


def _to_list(note: str) -> Response:
    return RedirectResponse(f"/console/recipients?{urlencode({'note': note})}", int(HTTPStatus.SEE_OTHER))
