"""The page of the audit trail: who did what, when, in words."""

from datetime import datetime, timedelta
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from cloud_api.console.frame import Frame
from cloud_api.console.visit import Visitor
from cloud_api.people.trail import TrailFilter, acts
from cloud_api.storage.transaction import reading

_A_PAGE = 100
_KINDS = {"person": "人", "station": "站点", "service": "系统"}


class TrailPages:
    """What was done in the house, the latest first."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame

    def routes(self) -> APIRouter:
        """The addresses of these pages."""
        router = APIRouter()
        router.get("/console/trail")(self.show)
        return router

    def show(self, visit: Visitor, day: str = "", action: str = "", after: int | None = None) -> Response:
        """Acts of a day or of all days, of one kind or of all."""
        since = _day(day, visit.zone)
        wanted = TrailFilter(
            action=action.strip() or None,
            since=since,
            until=None if since is None else since + timedelta(days=1),
        )
        with reading(visit.service.engine) as connection:
            page = acts(connection, wanted, after, _A_PAGE)
        values: dict[str, Any] = {
            "title": "记录",
            "zone": visit.zone,
            "acts": page.items,
            "next": page.next,
            "kinds": _KINDS,
            "day": day if since is not None else "",
            "action": action,
            "actions": self._frame.wording.actions(),
        }
        return self._frame.page("trail.html", room="trail", person=visit.caller.name, values=values)


def _day(told: str, zone: Any) -> datetime | None:
    try:
        return datetime.fromisoformat(told).replace(hour=0, minute=0, tzinfo=zone)
    except ValueError:
        return None
