"""The page /docs: the interface for programs, from its OpenAPI document, with nothing from other hosts."""

from copy import copy
from threading import Lock

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from cloud_api.console.described import operations_by_tag, shape_of, shapes_of
from cloud_api.console.frame import Frame
from cloud_api.wire.problems import Problem


class ReferencePages:
    """Draws the page once: the document does not change while the service runs."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._drawn: HTMLResponse | None = None
        self._drawing = Lock()

    def routes(self) -> APIRouter:
        """The address of the page; it is open to anybody, as the document it shows."""
        router = APIRouter()
        router.get("/docs", response_class=HTMLResponse)(self.read)
        return router

    def read(self, request: Request) -> HTMLResponse:
        """Every operation with its parameters, body examples and answers; works without script."""
        with self._drawing:
            if self._drawn is None:
                self._drawn = self._draw(request)
        answer = copy(self._drawn)
        answer.raw_headers = list(self._drawn.raw_headers)  # whoever packs the answer changes them
        return answer

    def _draw(self, request: Request) -> HTMLResponse:
        document = request.app.openapi()
        values = {
            "title": "API",
            "about": document["info"],
            "tags": operations_by_tag(document),
            "shapes": shapes_of(document),
            "problem": shape_of("Problem", Problem.model_json_schema()),
            "document": request.app.openapi_url,
        }
        return self._frame.page("reference.html", room="", person=None, values=values)
