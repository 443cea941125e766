"""Bounds and unpacks request bodies, so that neither a huge nor a packed one can fill the memory."""

import zlib
from http import HTTPStatus

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cloud_api.http.problems import problem_response

MAX_BODY_BYTES = 16 * 1024 * 1024
_GZIP_WINDOW = 16 + zlib.MAX_WBITS


class _BodyRefusedError(Exception):
    """A body that is too long or not what its header says."""

    def __init__(self, status: HTTPStatus, slug: str, detail: str) -> None:
        super().__init__(detail)
        self.status = status
        self.slug = slug


class BoundedBodies:
    """ASGI middleware: reads a body up to a bound, unpacks gzip, then hands it on whole."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD", "OPTIONS"):
            await self._app(scope, receive, send)
            return
        try:
            body = await _read_body(receive)
            headers = dict(scope["headers"])
            if headers.get(b"content-encoding", b"").strip().lower() == b"gzip":
                body = _unpack(body)
                kept = (b"content-encoding", b"content-length")
                plain = [(name, value) for name, value in scope["headers"] if name not in kept]
                scope["headers"] = [*plain, (b"content-length", str(len(body)).encode())]
        except _BodyRefusedError as refusal:
            await problem_response(refusal.status, refusal.slug, str(refusal))(scope, receive, send)
            return
        await self._app(scope, replay(body, receive), send)


async def _read_body(receive: Receive) -> bytes:
    parts: list[bytes] = []
    length = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise _BodyRefusedError(
                HTTPStatus.BAD_REQUEST, "body-cut-off", "The body ended early. Send it again."
            )
        part = message.get("body", b"")
        length += len(part)
        if length > MAX_BODY_BYTES:
            raise _too_long()
        parts.append(part)
        if not message.get("more_body", False):
            return b"".join(parts)


def _unpack(packed: bytes) -> bytes:
    unpacker = zlib.decompressobj(_GZIP_WINDOW)
    try:
        body = unpacker.decompress(packed, MAX_BODY_BYTES)
    except zlib.error as error:
        raise _not_gzip() from error
    if unpacker.unconsumed_tail:
        raise _too_long()
    if not unpacker.eof:
        raise _not_gzip()
    return body


def _too_long() -> _BodyRefusedError:
    detail = f"The body is longer than {MAX_BODY_BYTES} bytes. Send it in smaller batches."
    return _BodyRefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "body-too-long", detail)


def _not_gzip() -> _BodyRefusedError:
    detail = "The body is not whole gzip data although its header says so. Send it again, or send it plain."
    return _BodyRefusedError(HTTPStatus.BAD_REQUEST, "body-not-gzip", detail)


def replay(body: bytes, receive: Receive) -> Receive:
    """Receives a body that was read already, then whatever comes."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def again() -> Message:
        return waiting.pop() if waiting else await receive()

    return again
