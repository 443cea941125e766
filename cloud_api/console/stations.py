"""Pages of the stations: let a new PC in by the code on its screen, see who is in, shut a lost one out."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response
from sqlalchemy import Connection, select

from cloud_api.console.frame import Frame
from cloud_api.console.visit import Visit, Visitor
from cloud_api.devices.decisions import DecisionVerdict, decide, look_up, waiting_grants
from cloud_api.devices.grants_api import VERIFY_PATH
from cloud_api.devices.placing import CodeRefusedError
from cloud_api.devices.stations import StationVerdict, list_stations, rename, revoke
from cloud_api.exchange.refusals import count_open
from cloud_api.storage.roles import read_roles
from cloud_api.storage.tables.catalogue import pickup_points
from cloud_api.storage.transaction import reading, writing
from cloud_api.wire.stations import Decision, Role, StationState

_ROOM = "stations"
_MOST = 500
_ROLES = {
    Role.WAREHOUSE: "仓库工位",
    Role.DISPATCH: "调度",
    Role.PICKUP: "自提点",
    Role.INTEGRATOR: "商城系统",
}
_STATES = {StationState.ACTIVE: "正常", StationState.REVOKED: "已停用", StationState.EXPIRED: "凭证过期"}
_REFUSALS = {
    DecisionVerdict.UNKNOWN_CODE: "没有电脑正在显示这个码：输错了、过期了，或已处理过。请再看一遍屏幕。",
    DecisionVerdict.TOO_MANY_MISSES: "输错次数太多。请等 {wait} 秒，再对照屏幕输入。",
    DecisionVerdict.NOT_YOURS: "只能接入本仓库和它的自提点。",
    DecisionVerdict.UNSENT_RECORDS: "这台电脑还有没上传的记录：请选“恢复成原来的站点”，才能上传。",
    DecisionVerdict.NOT_THAT_STATION: "这台电脑不是那个站点。请当作新站点接入。",
}
_NOTES = {
    "allowed": "已同意接入，那台电脑会自己继续",
    "denied": "已拒绝",
    "renamed": "名称已改",
    "revoked": "已停用。那台电脑从现在起不能再登录；本机没上传的记录还在它上面",
}


@dataclass(frozen=True)
class _Told:
    """What the form of the decision said."""

    code: str = ""
    place: str = "warehouse"
    roles: tuple[str, ...] = (Role.WAREHOUSE.value,)
    pickup_point: str = ""


class StationPages:
    """Who may work with this warehouse, PC by PC."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame

    def routes(self) -> APIRouter:
        """The addresses of these pages."""
        router = APIRouter()
        router.get("/console/stations")(self.list_all)
        router.get(VERIFY_PATH)(self.ask)
        router.post(VERIFY_PATH)(self.decide)
        router.post("/console/stations/{station_id}/name")(self.rename)
        router.post("/console/stations/{station_id}/revocation")(self.revoke)
        return router

    def list_all(self, visit: Visitor, note: str = "") -> Response:
        """PCs that wait for a word, and every station of the warehouse and its shops."""
        now = visit.service.now()
        with reading(visit.service.engine) as connection:
            found = list_stations(connection, visit.warehouse, None, _MOST, now)
            waiting = waiting_grants(connection, now)
            refused = count_open(connection, visit.warehouse)
        values = {
            "title": "站点",
            "zone": visit.zone,
            "waiting": [(each, "、".join(_ROLES[role] for role in each.roles)) for each in waiting],
            "refused_facts": refused,
            "stations": [
                {
                    **dict(each),
                    "roles": "、".join(_ROLES[role] for role in each.roles),
                    "active": each.state is StationState.ACTIVE,
                    "state": _STATES[each.state],
                }
                for each in found.items
            ],
            "more": found.next is not None,
            "note": _NOTES.get(note, ""),
        }
        return self._page("stations.html", visit, values)

    def ask(self, visit: Visitor, code: str = "") -> Response:
        """The form of the decision; a QR on the PC's screen leads here with its code."""
        return self._form(visit, _Told(code=code), None, HTTPStatus.OK)

    def decide(
        self,
        visit: Visitor,
        code: Annotated[str, Form(max_length=40)] = "",
        allow: Annotated[bool, Form()] = False,
        place: Annotated[str, Form(max_length=16)] = "warehouse",
        roles: Annotated[list[str] | None, Form()] = None,
        pickup_point: Annotated[str, Form(max_length=64)] = "",
        station_id: Annotated[UUID | None, Form()] = None,
    ) -> Response:
        """A manager's word on the PC that shows this code."""
        told = _Told(code, place, tuple(roles or ()), pickup_point)
        service = visit.service
        try:
            decision = _decision(visit, told, allow, station_id)
            with writing(service.engine) as connection:
                decided = decide(
                    connection, visit.caller, code, decision, service.now(), service.settings.code_key
                )
        except (CodeRefusedError, ValueError):
            words = "请选这台电脑做什么、在哪里：仓库工位或调度至少选一个，自提点要选是哪一个。"
            return self._form(visit, told, words, HTTPStatus.UNPROCESSABLE_ENTITY)
        if decided.verdict in _REFUSALS:
            words = _REFUSALS[decided.verdict].format(wait=max(1, round(decided.wait.total_seconds())))
            return self._form(visit, told, words, HTTPStatus.CONFLICT)
        return _to_list(decided.verdict.value)

    def rename(
        self, visit: Visitor, station_id: UUID, name: Annotated[str, Form(min_length=1, max_length=60)]
    ) -> Response:
        """Give a station another name."""
        with writing(visit.service.engine) as connection:
            verdict = rename(
                connection, visit.caller, station_id, name.replace("\0", ""), visit.service.now()
            )
        return self._unknown(visit) if verdict is StationVerdict.UNKNOWN else _to_list("renamed")

    def revoke(self, visit: Visitor, station_id: UUID) -> Response:
        """Shut a station out."""
        service = visit.service
        with writing(service.engine) as connection:
            verdict = revoke(connection, visit.caller, station_id, service.now(), service.hooks)
        return self._unknown(visit) if verdict is StationVerdict.UNKNOWN else _to_list("revoked")

    def _form(self, visit: Visit, told: _Told, refusal: str | None, status: HTTPStatus) -> Response:
        service = visit.service
        row = None
        if told.code and refusal is None:
            with writing(service.engine) as connection:
                row = look_up(connection, visit.caller, told.code, service.now(), service.settings.code_key)
        with reading(service.engine) as connection:
            points = _points(connection, visit.warehouse)
        if row is not None and refusal is None:
            wanted = read_roles(row.wanted_roles) if row.wanted_roles else frozenset({Role.WAREHOUSE})
            place = "pickup_point" if wanted == {Role.PICKUP} else "warehouse"
            told = _Told(told.code, place, tuple(role.value for role in wanted), told.pickup_point)
        values = {
            "title": "接入电脑",
            "warehouse": visit.warehouse_name,
            "told": told,
            "device": row,
            "points": points,
            "refusal": refusal,
        }
        return self._page("station_enrol.html", visit, values, status)

    def _unknown(self, visit: Visit) -> Response:
        values = {"title": "没有这个站点", "meaning": "它可能属于另一个仓库。", "back": "/console/stations"}
        return self._page("message.html", visit, values, HTTPStatus.NOT_FOUND)

    def _page(
        self, template: str, visit: Visit, values: dict[str, Any], status: HTTPStatus = HTTPStatus.OK
    ) -> Response:
        return self._frame.page(template, room=_ROOM, person=visit.caller.name, values=values, status=status)


def _decision(visit: Visit, told: _Told, allow: bool, station_id: UUID | None) -> Decision:
    """Raises ValueError for a role nobody knows."""
    if not allow:
        return Decision(allow=False)
    if station_id is not None:
        return Decision(allow=True, station_id=station_id)
    if told.place == "pickup_point":
        return Decision(allow=True, roles=(Role.PICKUP,), pickup_point=told.pickup_point)
    roles = tuple(Role(role) for role in told.roles if role != Role.PICKUP)
    if not roles:
        raise ValueError("no role was chosen")
    return Decision(allow=True, roles=roles, warehouse=visit.warehouse)


def _points(connection: Connection, warehouse: str) -> list[tuple[str, str]]:
    query = select(pickup_points.c.code, pickup_points.c.name).where(
        pickup_points.c.warehouse == warehouse, pickup_points.c.active
    )
    return [(row.code, row.name) for row in connection.execute(query.order_by(pickup_points.c.code))]


def _to_list(note: str) -> Response:
    return RedirectResponse(f"/console/stations?{urlencode({'note': note})}", int(HTTPStatus.SEE_OTHER))
