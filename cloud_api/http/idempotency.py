"""Answers a repeated request as it was answered before: a key of the sender's makes a POST safe to repeat."""

import hashlib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Header, Request, Response
from sqlalchemy import Connection, bindparam, delete, or_, select, update
from sqlalchemy.sql.elements import ColumnElement
from starlette.types import Scope

from cloud_api.http.callers import Anyone
from cloud_api.http.context import Context
from cloud_api.http.problems import MEDIA_TYPE, ProblemError, problem_response
from cloud_api.storage.tables.orders import idempotency_keys
from cloud_api.storage.transaction import writing
from cloud_api.storage.upsert import conflict_insert
from cloud_api.wire.base import Message

KEPT_FOR = timedelta(hours=48)
REPLAYED = "Idempotency-Replayed"
_UNDER_WAY = 0
"""Status of a key whose request is not answered yet; seen by nobody but its own transaction."""
_JSON = "application/json"


@dataclass(frozen=True)
class RequestKey:
    """The key a caller gave a request, and what the request was."""

    caller_id: UUID
    key: str
    request_hash: str


@dataclass(frozen=True)
class Answer:
    """What a request was answered, whole; told again byte by byte."""

    status: int
    text: str

    def response(self, *, replayed: bool = False) -> Response:
        """The answer over HTTP."""
        headers = {REPLAYED: "true"} if replayed else {}
        media = _JSON if self.status < HTTPStatus.BAD_REQUEST else MEDIA_TYPE
        return Response(self.text, self.status, headers, media_type=media)


async def request_key(
    request: Request,
    caller: Anyone,
    key: Annotated[
        str | None,
        Header(
            alias="Idempotency-Key",
            min_length=1,
            max_length=255,
            description="Any text of your own. The same key with the same request answers the same for 48 h.",
        ),
    ] = None,
) -> RequestKey | None:
    """The key of a request, or None where its sender gave none."""
    if key is None:
        return None
    return RequestKey(caller.station_id, key, request_hash(request.scope, await request.body()))


def request_hash(scope: Scope, body: bytes) -> str:
    """What tells two requests apart."""
    told = hashlib.sha256(f"{scope['method']} {scope['path']}?{scope['query_string'].decode()}\n".encode())
    told.update(body)
    return told.hexdigest()


Idempotency = Annotated[RequestKey | None, Depends(request_key)]
"""For a POST that may be repeated; hand it to `once`."""


def message_answer(message: Message, status: HTTPStatus = HTTPStatus.OK) -> Answer:
    """The answer that is a message."""
    return Answer(int(status), message.model_dump_json())


def problem_answer(status: HTTPStatus, slug: str, detail: str) -> Answer:
    """The answer that is a refusal; unlike a ProblemError it is kept with what the request wrote."""
    return Answer(int(status), bytes(problem_response(status, slug, detail).body).decode())


def once(service: Context, key: RequestKey | None, act: Callable[[Connection], Answer]) -> Response:
    """Do `act` in one transaction with its answer; a repeat does nothing and gets the answer of before.

    Two requests with one key at the same moment: the second waits for the first. Raises ProblemError 409 for
    a key of another request. An exception of `act` keeps nothing, so the request may come again.
    """
    with writing(service.engine) as connection:
        if key is None:
            return act(connection).response()
        now = service.now()
        known = claim(connection, [key], now).get(key)
        if known is not None:
            return replay(known, key.request_hash)
        answer = act(connection)
        keep_answers(connection, {key: answer}, now)
        return answer.response()


@dataclass(frozen=True)
class KnownAnswer:
    """An answer given before, and to which request."""

    answer: Answer
    request_hash: str


def replay(known: KnownAnswer, request_hash: str | None) -> Response:
    """The answer of before over HTTP. Raises ProblemError 409 where the request is another one."""
    if known.request_hash != request_hash:
        raise ProblemError(
            HTTPStatus.CONFLICT,
            "idempotency-key-used",
            "This Idempotency-Key was used for another request in the last 48 hours. "
            "Take a fresh key for each new request; repeat a request byte for byte.",
        )
    return known.answer.response(replayed=True)


def claim(
    connection: Connection, keys: Collection[RequestKey], now: datetime
) -> Mapping[RequestKey, KnownAnswer]:
    """Take keys for this transaction; answers those that were answered before, the others are ours now.

    No two of `keys` may be of one caller and equal. Waits for other transactions that hold one of them.
    """
    if not keys:
        return {}
    _forget(connection, keys, now)
    rows = [
        {
            "caller_id": key.caller_id,
            "key": key.key,
            "request_hash": key.request_hash,
            "status": _UNDER_WAY,
            "answer": "",
            "answered_at": now,
        }
        for key in sorted(keys, key=lambda key: (key.caller_id, key.key))
    ]
    unless_known = conflict_insert(connection, idempotency_keys).on_conflict_do_nothing(
        index_elements=[idempotency_keys.c.caller_id, idempotency_keys.c.key]
    )
    connection.execute(unless_known, rows)
    found = select(idempotency_keys).where(or_(*(_is(key) for key in keys)))
    known = {(row.caller_id, row.key): row for row in connection.execute(found)}
    return {
        key: KnownAnswer(Answer(row.status, row.answer), row.request_hash)
        for key in keys
        if (row := known[key.caller_id, key.key]).status != _UNDER_WAY
    }


def _is(key: RequestKey) -> ColumnElement[bool]:
    return (idempotency_keys.c.caller_id == key.caller_id) & (idempotency_keys.c.key == key.key)


def _forget(connection: Connection, keys: Collection[RequestKey], now: datetime) -> None:
    """A key that is too old counts as new also where nobody swept it up yet."""
    connection.execute(
        delete(idempotency_keys).where(
            idempotency_keys.c.answered_at < now - KEPT_FOR, or_(*(_is(key) for key in keys))
        )
    )


def keep_answers(connection: Connection, answers: Mapping[RequestKey, Answer], now: datetime) -> None:
    """Write what was answered under keys that were claimed in this transaction."""
    if not answers:
        return
    statement = (
        update(idempotency_keys)
        .where(idempotency_keys.c.caller_id == bindparam("of_caller"))
        .where(idempotency_keys.c.key == bindparam("of_key"))
        .values(status=bindparam("told_status"), answer=bindparam("told"), answered_at=now)
    )
    rows = [
        {"of_caller": key.caller_id, "of_key": key.key, "told_status": answer.status, "told": answer.text}
        for key, answer in answers.items()
    ]
    connection.execute(statement, rows)


def forget_old_keys(connection: Connection, now: datetime) -> int:
    """Delete keys older than 48 hours; answers how many. For the sweep of old rows."""
    old = delete(idempotency_keys).where(idempotency_keys.c.answered_at < now - KEPT_FOR)
    return connection.execute(old).rowcount
