"""Draws every page of the console in one frame, with headers that let nothing foreign in."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any

from fastapi.responses import HTMLResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from cloud_api.console import shown
from cloud_api.console.wording import Wording
from cloud_api.storage.clock import Clock, system_clock

_HERE = Path(__file__).parent
_MEDIA_TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8"}
_A_YEAR = "public, max-age=31536000, immutable"
_PAGE_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow",
    "X-Content-Type-Options": "nosniff",
}


@dataclass(frozen=True)
class Room:
    """One entry of the navigation."""

    key: str
    words: str
    path: str


ROOMS = (
    Room("cycles", "团期", "/console"),
    Room("deliveries", "单据", "/console/deliveries"),
    Room("imports", "导入", "/console/imports"),
    Room("orders", "订单", "/console/orders"),
    Room("stations", "站点", "/console/stations"),
    Room("recipients", "收件方", "/console/recipients"),
    Room("rows", "资料", "/console/rows/products"),
    Room("trail", "记录", "/console/trail"),
)


@dataclass(frozen=True)
class Asset:
    """A style sheet or script under a name that changes with its content."""

    path: str
    content: bytes
    media_type: str


class Frame:
    """The templates and assets of the console, read once."""

    def __init__(self, brand: str, clock: Clock = system_clock) -> None:
        self._brand = brand
        self._assets = {file.name: _asset(file) for file in sorted((_HERE / "static").iterdir())}
        self._templates = Environment(
            loader=FileSystemLoader(_HERE / "templates"),
            autoescape=select_autoescape(["html"]),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.wording = Wording()
        self._templates.filters |= shown.FILTERS
        self._templates.filters |= {
            "moment": lambda at, zone: shown.moment(at, zone, clock()),
            "words": self.wording.words,
            "action": self.wording.action,
            "about": self.wording.about,
            "actor": self.wording.actor,
            "field": self.wording.field,
        }

    def page(
        self,
        template: str,
        *,
        room: str,
        person: str | None,
        values: Mapping[str, Any],
        status: HTTPStatus = HTTPStatus.OK,
    ) -> HTMLResponse:
        """A page in the frame; `person` is who is signed in, None before that. `values` needs `title`."""
        drawn = self._templates.get_template(template).render(
            brand=self._brand,
            rooms=ROOMS,
            room=room,
            person=person,
            style=self._assets["console.css"].path,
            script=self._assets["console.js"].path,
            **values,
        )
        return HTMLResponse(drawn, int(status), headers=_PAGE_HEADERS)

    def fragment(self, template: str, values: Mapping[str, Any]) -> str:
        """A part of a page, for pages that refresh a part of themselves."""
        return self._templates.get_template(template).render(**values)

    def asset(self, name: str) -> Response:
        """An asset by the name pages call it by; an old name is gone."""
        for asset in self._assets.values():
            if asset.path.endswith(f"/{name}"):
                headers = {"Cache-Control": _A_YEAR, "X-Content-Type-Options": "nosniff"}
                return Response(asset.content, media_type=asset.media_type, headers=headers)
        return Response(status_code=int(HTTPStatus.NOT_FOUND))


def _asset(file: Path) -> Asset:
    content = file.read_bytes()
    digest = hashlib.sha256(content).hexdigest()[:12]
    return Asset(f"/console/assets/{file.stem}.{digest}{file.suffix}", content, _MEDIA_TYPES[file.suffix])
