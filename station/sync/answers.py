"""What the cloud answered: read and checked, or told as Trouble in words for people."""

from dataclasses import dataclass
from typing import Any, TypeVar

import requests
from pydantic import BaseModel, ValidationError

from cloud_api.wire.exchange import Change, SnapshotEnd, SnapshotHead
from station.kernel.messages import Message
from station.kernel.trouble import Trouble

LONGEST_RETRY_AFTER_S = 300.0

Answer = TypeVar("Answer", bound=BaseModel)


class CloudSilent(Trouble):
    """The cloud cannot be reached now; the work goes on and is sent later."""

    def __init__(
        self, what: Message, remedy: Message, *, retry_helps: bool, retry_after_s: float = 0.0
    ) -> None:
        """`retry_after_s`: so long the cloud asked to be left alone; 0 where it said nothing."""
        super().__init__(what, remedy, retry_helps=retry_helps)
        self.retry_after_s = retry_after_s


class CloudRefused(Trouble):
    """The cloud understood and said no."""

    def __init__(self, status: int, detail: str, error: str = "") -> None:
        """`error` is the word of OAuth for it, where the cloud gave one."""
        super().__init__(
            Message("The cloud refused: {detail}", detail=detail),
            Message("Put right what it names, or call IT"),
            retry_helps=False,
        )
        self.status = status
        self.detail = detail
        self.error = error


@dataclass(frozen=True)
class Snapshot:
    """All the cloud tells a station now, instead of every change since the beginning."""

    head: SnapshotHead
    changes: list[Change]


def read_answer(response: requests.Response, kind: type[Answer]) -> Answer:
    """What the cloud answered, checked. Raises CloudSilent for what is no answer of a cloud."""
    try:
        return kind.model_validate_json(response.content)
    except ValidationError as error:
        raise nonsense() from error


def read_snapshot(response: requests.Response) -> Snapshot:
    """A whole snapshot, checked. Raises CloudSilent for one that is cut short."""
    lines = response.content.splitlines()
    try:
        head, end = SnapshotHead.model_validate_json(lines[0]), SnapshotEnd.model_validate_json(lines[-1])
        told = [Change.model_validate_json(line) for line in lines[1:-1]]
    except (IndexError, ValidationError) as error:
        raise nonsense() from error
    if not len(told) == head.changes == end.changes:
        raise nonsense()
    return Snapshot(head, told)


def detail_of(response: requests.Response) -> str:
    """Why the cloud said no, in its words."""
    try:
        problem: Any = response.json()
    except ValueError:
        return f"HTTP {response.status_code}"
    if not isinstance(problem, dict):
        return f"HTTP {response.status_code}"
    return str(problem.get("detail") or problem.get("title") or f"HTTP {response.status_code}")


def oauth_error_of(response: requests.Response) -> str:
    """The word of OAuth for it; empty where there is none."""
    try:
        problem: Any = response.json()
    except ValueError:
        return ""
    return str(problem.get("error") or "") if isinstance(problem, dict) else ""


def nonsense() -> CloudSilent:
    """Something answered, and it is no cloud."""
    return CloudSilent(
        Message("The cloud's answer makes no sense: something else may answer at its address"),
        Message("Work on; call IT if this stays. Check the cloud's address and the network's log-in page"),
        retry_helps=True,
    )


def retry_after_s(response: requests.Response) -> float:
    """The seconds of Retry-After, within reason: whoever answers there may not be our cloud."""
    told = response.headers.get("Retry-After", "").strip()
    if not (told.isascii() and told.isdecimal()):
        return 0.0
    return min(LONGEST_RETRY_AFTER_S, float(told[:9]))


def too_many_tries(retry_after_s: float) -> CloudSilent:
    """The cloud asks to be left alone for a while."""
    return CloudSilent(
        Message("Too many tries"),
        Message("Wait a minute, then try again"),
        retry_helps=True,
        retry_after_s=retry_after_s,
    )


def silent(reason: str, retry_after_s: float = 0.0) -> CloudSilent:
    """Nobody answers, for this reason."""
    return CloudSilent(
        Message("The cloud cannot be reached ({reason})", reason=reason),
        Message("Work on: everything is kept here and sent when the network is back"),
        retry_helps=True,
        retry_after_s=retry_after_s,
    )
