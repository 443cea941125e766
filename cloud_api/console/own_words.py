"""Says refusals to people as a page of the console, where the service would answer them for programs."""

from collections.abc import Mapping
from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cloud_api.console.frame import Frame
from cloud_api.http.bodies import MAX_BODY_BYTES
from cloud_api.http.problems import MEDIA_TYPE

_CONSOLE = "/console"
_SAID: Mapping[int, tuple[str, str]] = {
    HTTPStatus.FORBIDDEN: ("这一步没有做", "请求不是从运营台自己的页面发出的。请返回，在页面上再做一次。"),
    HTTPStatus.NOT_FOUND: ("没有这个页面", "地址写错了，或者它已经不在了。"),
    HTTPStatus.METHOD_NOT_ALLOWED: ("没有这个页面", "这个地址不能直接打开，请从页面上的按钮进入。"),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: (
        "内容太大，没有收下",
        f"一次最多 {MAX_BODY_BYTES // 1024 // 1024} MB。请把文件拆成几份，或者去掉图片和用不到的列，再导入。",
    ),
    HTTPStatus.UNPROCESSABLE_ENTITY: ("打不开", "地址不完整，或者填写的内容格式不对。请返回检查后再试。"),
    HTTPStatus.TOO_MANY_REQUESTS: ("操作太快了", "请过一会儿再试。"),
    HTTPStatus.SERVICE_UNAVAILABLE: ("现在有些忙", "数据没有改动。请过一会儿再试。"),
}
_ELSE = ("没有做成", "数据没有改动。请返回再试；还是不行，请联系 IT。")
_KEPT = frozenset({b"retry-after", b"allow"})


class OwnWords:
    """ASGI middleware: under /console a refusal meant for programs becomes a page in Chinese."""

    def __init__(self, app: ASGIApp, brand: str) -> None:
        self._app = app
        self._frame = Frame(brand)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] != "http" or not _is_page(scope["path"]):
            await self._app(scope, receive, send)
            return
        replaced = False

        async def pass_on(message: Message) -> None:
            nonlocal replaced
            if message["type"] == "http.response.start" and _is_problem(message):
                replaced = True
                await self._say(message, scope, receive, send)
            elif not replaced:
                await send(message)

        await self._app(scope, receive, pass_on)

    async def _say(self, start: Message, scope: Scope, receive: Receive, send: Send) -> None:
        status = HTTPStatus(start["status"])
        title, meaning = _SAID.get(status, _ELSE)
        values = {"title": title, "meaning": meaning, "back": _CONSOLE}
        page = self._frame.page("message.html", room="", person=None, values=values, status=status)
        page.raw_headers += [(name, value) for name, value in start["headers"] if name.lower() in _KEPT]
        await page(scope, receive, send)


def _is_page(path: str) -> bool:
    return path == _CONSOLE or path.startswith(f"{_CONSOLE}/")


def _is_problem(start: Message) -> bool:
    return Headers(raw=list(start["headers"])).get("content-type", "").startswith(MEDIA_TYPE)
