"""Signing in at the console with badge and PIN, and out again."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import ValidationError

from cloud_api.console.frame import Frame
from cloud_api.http.context import Context, Service
from cloud_api.http.problems import ProblemError
from cloud_api.http.sessions import (
    COOKIE,
    HOME_PATH,
    SIGN_IN_PATH,
    clear_cookie,
    path_after_sign_in,
    refuse_foreign_page,
    refuse_foreign_sign_in,
    set_cookie,
)
from cloud_api.people.api import Pins, sign_in_or_refuse
from cloud_api.people.service import sign_out
from cloud_api.storage.transaction import writing
from cloud_api.wire.people import SignIn

_WORDS = {
    "wrong-badge-or-pin": "工牌号和 PIN 不相符，或这个工牌不能登录运营台。",
    "too-many-misses": "试错次数太多。请等 {wait} 秒，再仔细输入。",
}
_NO_BADGE = "工牌号是 77 开头的 10 位数字，PIN 是 4 到 8 位数字。"
_BUSY = "现在登录的人太多，请过几秒再试。"


class SignInPages:
    """The door of the console."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame

    def routes(self) -> APIRouter:
        """The addresses of the door, and of the style sheet and script."""
        router = APIRouter()
        router.get(SIGN_IN_PATH)(self.ask)
        router.post(SIGN_IN_PATH)(self.sign_in)
        router.post("/console/sign-out")(self.sign_out)
        router.get("/console/assets/{name}")(self._frame.asset)
        return router

    def ask(self, next: str = HOME_PATH) -> Response:
        """The empty form."""
        return self._form("", next, None, HTTPStatus.OK)

    async def sign_in(
        self,
        service: Service,
        pins: Pins,
        request: Request,
        badge: Annotated[str, Form(max_length=64)] = "",
        pin: Annotated[str, Form(max_length=64)] = "",
        next: Annotated[str, Form(max_length=2000)] = HOME_PATH,
    ) -> Response:
        """Open a session and go where the person wanted to go."""
        refuse_foreign_sign_in(request)
        try:
            told = SignIn.model_validate({"badge": badge.strip(), "pin": pin.strip()})
            result = await sign_in_or_refuse(service, pins, request, told)
        except ValidationError:
            return self._form(badge, next, _NO_BADGE, HTTPStatus.UNPROCESSABLE_ENTITY)
        except ProblemError as problem:
            words = _WORDS.get(problem.slug, _BUSY).format(wait=problem.retry_after_s or 1)
            return self._form(badge, next, words, problem.status)
        answer = RedirectResponse(path_after_sign_in(next), int(HTTPStatus.SEE_OTHER))
        set_cookie(request, answer, result.token)
        return answer

    def sign_out(self, service: Service, request: Request) -> Response:
        """End the session, here and in the database."""
        refuse_foreign_page(request)
        self._end(service, request.cookies.get(COOKIE))
        answer = RedirectResponse(SIGN_IN_PATH, int(HTTPStatus.SEE_OTHER))
        clear_cookie(request, answer)
        return answer

    def _end(self, service: Context, token: str | None) -> None:
        if token is not None:
            with writing(service.engine) as connection:
                sign_out(connection, token, service.now())

    def _form(self, badge: str, wanted: str, refusal: str | None, status: HTTPStatus) -> Response:
        values = {
            "title": "登录运营台",
            "badge": badge,
            "next": path_after_sign_in(wanted),
            "refusal": refusal,
        }
        return self._frame.page("sign_in.html", room="", person=None, values=values, status=status)
