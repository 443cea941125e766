"""People signed in: where their session travels, how long it lasts, and why no other site can use it.

A browser carries the session in a cookie: HttpOnly, SameSite=Strict, and Secure anywhere but on loopback. A
program carries the same token as `Authorization: Bearer`. A request that changes something with the cookie
must come from a page of this service: `Sec-Fetch-Site: same-origin`, or, from a browser that sends none, an
`Origin` of this very host. So a page of the console needs no hidden token in its forms: it posts to its own
host, and its Referrer-Policy must not be `no-referrer` (browsers then send `Origin: null`).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from urllib.parse import quote, urlsplit
from uuid import UUID

from sqlalchemy import Connection, select
from starlette.requests import Request
from starlette.responses import Response

from cloud_api.http.problems import ProblemError
from cloud_api.storage.tables.catalogue import operators
from cloud_api.storage.tables.people import sessions
from cloud_api.storage.token_hashes import token_hash

SESSION_LASTS = timedelta(hours=12)
SESSION_IDLE = timedelta(hours=1)
COOKIE = "youlin_session"
TOKEN_PREFIX = "yls_"  # noqa: S105 - what tells a session's token from a station's
SIGN_IN_PATH = "/console/sign-in"
HOME_PATH = "/console"
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_HARMLESS = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True)
class SignedIn:
    """A session that lasts, and whose it is."""

    operator_id: UUID
    name: str
    warehouse: str
    seen_at: datetime


def find_session(connection: Connection, token: str, now: datetime) -> SignedIn | None:
    """The session of this token, or None when it ended, ran out, or its person may not sign in."""
    query = (
        select(operators.c.id, operators.c.name, operators.c.warehouse, sessions.c.seen_at)
        .join(sessions, sessions.c.operator_id == operators.c.id)
        .where(
            sessions.c.token_hash == token_hash(token),
            sessions.c.ended_at.is_(None),
            sessions.c.expires_at > now,
            sessions.c.seen_at > now - SESSION_IDLE,
            operators.c.active,
            operators.c.manager,
        )
    )
    row = connection.execute(query).first()
    return None if row is None else SignedIn(row.id, row.name, row.warehouse, row.seen_at)


def session_expiry(connection: Connection, token: str) -> datetime | None:
    """When the session of this token ends at the latest; None when it is none."""
    query = select(sessions.c.expires_at).where(sessions.c.token_hash == token_hash(token))
    found: datetime | None = connection.scalar(query)
    return found


def shown_token(request: Request) -> str:
    """The token of this request, from the header or else from the cookie."""
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else request.cookies.get(COOKIE, "")


def set_cookie(request: Request, response: Response, token: str) -> None:
    """Let the browser keep a session."""
    response.set_cookie(
        COOKIE,
        token,
        max_age=int(SESSION_LASTS.total_seconds()),
        path="/",
        secure=_needs_secure(request),
        httponly=True,
        samesite="strict",
    )


def client_address(request: Request) -> str:
    """Where a request comes from; behind a trusted proxy the address the proxy tells."""
    return request.client.host if request.client else "unknown"


def clear_cookie(request: Request, response: Response) -> None:
    """Let the browser forget its session."""
    response.delete_cookie(COOKIE, path="/", secure=_needs_secure(request), httponly=True, samesite="strict")


def refuse_foreign_page(request: Request) -> None:
    """Raises ProblemError for a change some other site's page asks for with our cookie."""
    if request.method in _HARMLESS or _is_own_page(request):
        return
    raise ProblemError(
        HTTPStatus.FORBIDDEN,
        "foreign-page",
        "This change did not come from a page of this service. Open the console itself and do it there.",
    )


def refuse_foreign_sign_in(request: Request) -> None:
    """Raises ProblemError where another site's page signs its reader in; a program says no origin."""
    if {"origin", "sec-fetch-site"} & set(request.headers):
        refuse_foreign_page(request)


def sign_in_path(request: Request) -> str:
    """Where a page without a session sends the browser; what was wanted is opened afterwards."""
    if request.method not in _HARMLESS:
        return SIGN_IN_PATH
    query = f"?{request.url.query}" if request.url.query else ""
    return f"{SIGN_IN_PATH}?next={quote(request.url.path + query, safe='/')}"


def path_after_sign_in(wanted: str) -> str:
    """`next` of a sign-in as a path of the console; anything else would be an open redirect."""
    parts = urlsplit(wanted)
    is_ours = wanted == HOME_PATH or wanted.startswith((f"{HOME_PATH}/", f"{HOME_PATH}?"))
    plain = wanted.isascii() and wanted.isprintable() and "\\" not in wanted
    if is_ours and plain and not parts.scheme and not parts.netloc and ".." not in parts.path:
        return wanted
    return HOME_PATH


def _is_own_page(request: Request) -> bool:
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = urlsplit(request.headers.get("origin", ""))
    return bool(origin.netloc) and origin.netloc.lower() == request.headers.get("host", "").lower()


def _needs_secure(request: Request) -> bool:
    return request.url.hostname not in _LOOPBACK
