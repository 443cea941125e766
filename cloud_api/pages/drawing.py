"""Pages as HTML: no script, no cookie, nothing from elsewhere, and headers that keep the link to oneself."""

import base64
import hashlib
import re
from datetime import datetime
from http import HTTPStatus
from pathlib import Path

import segno
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from cloud_api.pages.content import OrderPage
from cloud_api.pages.words import code_hint, goods_shown, headline, moment, timeline
from cloud_api.wire.maps import map_link
from cloud_api.wire.orders import OrderStatus

REFRESH_S = 60
_TEMPLATES = Path(__file__).parent / "templates"
_STYLE = "style.css"
_NOT_DIALLED = re.compile(r"[^0-9+]")


class PageMaker:
    """Draws the customer's pages from templates read once."""

    def __init__(self, brand: str) -> None:
        self._brand = brand
        self._style = (_TEMPLATES / _STYLE).read_text(encoding="utf-8").strip()
        self._templates = Environment(
            loader=FileSystemLoader(_TEMPLATES),
            autoescape=select_autoescape(["html"]),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._headers = _headers(self._style)

    def order(self, page: OrderPage, now: datetime) -> HTMLResponse:
        """The page of an order as it is `now`; it asks for itself again until everything is collected."""
        title, meaning = headline(page)
        values = {
            "title": title,
            "meaning": meaning,
            "page": page,
            "code": f"{page.code[:3]} {page.code[3:]}" if page.code else "",
            "code_hint": code_hint(page),
            "qr": qr_svg(page.qr) if page.qr else "",
            "steps": timeline(page),
            "goods": [goods_shown(goods) for goods in page.goods],
            "some_missing": any(goods.missing for goods in page.goods),
            "map_link": map_link(page.point),
            "phone_link": _NOT_DIALLED.sub("", page.point.phone),
            "updated": moment(now, page.zone),
            "refresh_s": 0 if page.status is OrderStatus.COLLECTED else REFRESH_S,
        }
        return self._answer("order.html", HTTPStatus.OK, values)

    def unknown(self) -> HTMLResponse:
        """For a link that leads nowhere, or not any more."""
        return self._message(
            HTTPStatus.NOT_FOUND, "找不到这个订单", "链接可能不完整或已失效，请从商城的订单里重新打开"
        )

    def busy(self) -> HTMLResponse:
        """For a database that does not answer; the page tries again by itself."""
        answer = self._message(
            HTTPStatus.SERVICE_UNAVAILABLE, "请稍候", "现在有些忙，页面会自动重试", REFRESH_S // 6
        )
        answer.headers["Retry-After"] = str(REFRESH_S // 6)
        return answer

    def _message(self, status: HTTPStatus, title: str, meaning: str, refresh_s: int = 0) -> HTMLResponse:
        return self._answer(
            "message.html", status, {"title": title, "meaning": meaning, "refresh_s": refresh_s}
        )

    def _answer(self, template: str, status: HTTPStatus, values: dict[str, object]) -> HTMLResponse:
        # The style is ours and part of no markup; escaping it would change what its hash allows.
        style = Markup(self._style)  # noqa: S704
        drawn = self._templates.get_template(template).render(brand=self._brand, style=style, **values)
        return HTMLResponse(drawn, int(status), headers=self._headers)


def qr_svg(content: str) -> Markup:
    """The customer's QR as inline SVG with its quiet zone, black on white in any colour scheme."""
    drawn = segno.make_qr(content, error="m").svg_inline(
        border=4, omitsize=True, dark="#000", light="#fff", svgclass="qr", lineclass=None
    )
    return Markup(drawn)  # noqa: S704 - drawn from digits by segno, nothing of anybody's text is in it


def _headers(style: str) -> dict[str, str]:
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return {
        "Content-Security-Policy": (
            f"default-src 'none'; style-src 'sha256-{digest}'; "
            "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        ),
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-store",
        "X-Robots-Tag": "noindex, nofollow",
        "X-Content-Type-Options": "nosniff",
    }
