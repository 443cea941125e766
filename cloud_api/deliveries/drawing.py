"""Draws the page behind the link of a document: nothing from elsewhere, and headers that keep the link."""

import base64
import hashlib
from datetime import datetime
from http import HTTPStatus
from pathlib import Path

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from cloud_api.deliveries.links import LINK_PREFIX
from cloud_api.deliveries.opening import Opened
from cloud_api.deliveries.words import concerns, counts, document_code, kind_words, moment, one_line
from cloud_api.wire.documents import FileFormat

_TEMPLATES = Path(__file__).parent / "templates"
_FORMATS = ((FileFormat.PDF, "PDF"), (FileFormat.XLSX, "Excel"), (FileFormat.CSV, "CSV"))
_RETRY_S = 10


class DocumentPageMaker:
    """Draws from templates read once."""

    def __init__(self, brand: str) -> None:
        self._brand = brand
        self._style = _text("page.css")
        self._script = _text("page.js")
        self._templates = Environment(
            loader=FileSystemLoader(_TEMPLATES),
            autoescape=select_autoescape(["html"]),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._headers = {
            "Content-Security-Policy": (
                f"default-src 'none'; style-src {_hash(self._style)}; script-src {_hash(self._script)}; "
                "connect-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; "
                "frame-ancestors 'none'"
            ),
            **KEPT_TO_ONESELF,
        }

    def document(
        self, opened: Opened, link: str, name: str, *, typed: str = "", wrong: str = ""
    ) -> HTMLResponse:
        """The page of a document; `name` is its recipient's, `wrong` says what does not fit in `typed`."""
        row, zone = opened.document, opened.document.time_zone
        confirmed_at: datetime | None = opened.delivery.confirmed_at
        values = {
            "title": kind_words(row.kind, row.revision),
            "meaning": "请下载查看，并确认收到" if confirmed_at is None else "谢谢，已经确认收到",
            "code": document_code(row.number),
            "concerns": concerns(row.kind),
            "whose": one_line(row.whose),
            "cycle": one_line(row.cycle),
            "name": one_line(name),
            "made": moment(row.made_at, zone),
            "counts": counts(row),
            "later": [document_code(number) for number in opened.later],
            "path": LINK_PREFIX + link,
            "formats": _FORMATS,
            "confirmed_at": moment(confirmed_at, zone) if confirmed_at else "",
            "confirmed_by": opened.delivery.confirmed_by or "",
            "typed": typed,
            "wrong": wrong,
            # Ours and part of no markup; escaping it would change what its hash allows.
            "script": Markup(self._script),  # noqa: S704
        }
        return self._answer("document.html", HTTPStatus.CONFLICT if wrong else HTTPStatus.OK, values)

    def unknown(self) -> HTMLResponse:
        """For a link that leads nowhere, or not any more."""
        return self._message(
            HTTPStatus.NOT_FOUND,
            "打不开这份单据",
            "链接不完整，或者已经过期。请从邮件里重新打开，或向发单方要新的链接。",
        )

    def busy(self) -> HTMLResponse:
        """For a database that does not answer."""
        answer = self._message(HTTPStatus.SERVICE_UNAVAILABLE, "请稍候", "现在有些忙，请过一会儿再打开。")
        answer.headers["Retry-After"] = str(_RETRY_S)
        return answer

    def _message(self, status: HTTPStatus, title: str, meaning: str) -> HTMLResponse:
        return self._answer("message.html", status, {"title": title, "meaning": meaning})

    def _answer(self, template: str, status: HTTPStatus, values: dict[str, object]) -> HTMLResponse:
        # As the script: ours, escaping would change what its hash allows.
        style = Markup(self._style)  # noqa: S704
        drawn = self._templates.get_template(template).render(brand=self._brand, style=style, **values)
        return HTMLResponse(drawn, int(status), headers=self._headers)


KEPT_TO_ONESELF = {
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow",
    "X-Content-Type-Options": "nosniff",
}
"""Headers of everything behind a link: not cached, not indexed, not told to other sites."""


def _text(name: str) -> str:
    return (_TEMPLATES / name).read_text(encoding="utf-8").strip()


def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"
