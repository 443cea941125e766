"""A listener of server-sent events for tests: real HTTP, events as they come, never without a deadline."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import requests

from tests.cloud_api.kit import DEADLINE_S, Cloud


class Listener:
    """What one listener hears, line by line."""

    def __init__(self, answer: requests.Response) -> None:
        self.answer = answer
        self.comments = 0
        self._lines = answer.iter_lines(chunk_size=1, decode_unicode=True)

    def next(self) -> tuple[str, Any, str | None] | None:
        """Name, data and id of the next event; None when the stream has ended."""
        told: dict[str, str] = {}
        for line in self._lines:
            if line.startswith(":"):
                self.comments += 1
            elif line:
                name, _, value = line.partition(": ")
                told[name] = value
            elif told:
                return told["event"], json.loads(told["data"]), told.get("id")
        return None

    def comment(self) -> bool:
        """Wait for a comment; False when the stream has ended."""
        return any(line.startswith(":") for line in self._lines)


@contextmanager
def listening(cloud: Cloud, path: str, token: str, **headers: str) -> Iterator[Listener]:
    """A stream that is open: its first comment has come."""
    told = {"Authorization": f"Bearer {token}", "Accept-Encoding": "gzip", **headers}
    with requests.get(cloud.url + path, headers=told, stream=True, timeout=DEADLINE_S) as answer:
        assert answer.status_code == 200, answer.text
        listener = Listener(answer)
        assert listener.comment()
        yield listener
