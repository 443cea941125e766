"""The stream on which the cloud says that there are changes: read by one thread, closed by any."""

from collections.abc import Iterator
from contextlib import suppress
from http import HTTPStatus

import requests
from pydantic import ValidationError

from cloud_api.wire.exchange import CursorMoved

CONNECT_S = 3.05
SILENT_S = 40.0
"""The cloud says something every 15 s: a line so long without a word is dead, or something holds it back."""
_FEW_BYTES = 1


class StreamEndedError(Exception):
    """The stream is down; the message says how, for the log."""


class StreamUnknownError(StreamEndedError):
    """What answers has no stream for this station: an older cloud, a log-in page, a token refused."""


class ChangeStream:
    """One open stream; read by one thread, closed by any."""

    def __init__(self, session: requests.Session, url: str, after: int) -> None:
        """Open it; `after`: up to where changes are known. Raises StreamEndedError, StreamUnknownError."""
        self._session = session
        headers = {
            "Accept": "text/event-stream",
            "Accept-Encoding": "identity",
            "Cache-Control": "no-cache",
            "Last-Event-ID": str(after),
        }
        try:
            self._answer = session.get(
                url, headers=headers, stream=True, timeout=(CONNECT_S, SILENT_S), allow_redirects=False
            )
        except requests.RequestException as error:
            raise StreamEndedError(type(error).__name__) from error
        self._answer.encoding = "utf-8"
        if not self._is_stream():
            self.close()
            raise _why_not(self._answer.status_code)

    def cursors(self) -> Iterator[int | None]:
        """Cursors as they are told, None for a sign of life. Raises StreamEndedError when it is down."""
        event = ""
        try:
            for line in self._answer.iter_lines(chunk_size=_FEW_BYTES, decode_unicode=True):
                if line.startswith(":"):
                    yield None
                elif line.startswith("event:"):
                    event = line.partition(":")[2].strip()
                elif line.startswith("data:") and event == "cursor":
                    yield CursorMoved.model_validate_json(line.partition(":")[2]).cursor
        except (requests.RequestException, OSError, ValueError, AttributeError, ValidationError) as error:
            # AttributeError: what requests does when another thread closed the answer under its hands.
            raise StreamEndedError(type(error).__name__) from error
        raise StreamEndedError("the cloud ended it")

    def close(self) -> None:
        """End it now: whoever reads is let go."""
        with suppress(Exception):  # a connection that is gone already needs no end
            self._answer.raw.shutdown()
        self._answer.close()
        self._session.close()

    def _is_stream(self) -> bool:
        kind = self._answer.headers.get("Content-Type", "")
        return self._answer.status_code == HTTPStatus.OK and kind.startswith("text/event-stream")


def _why_not(status: int) -> StreamEndedError:
    busy = status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.TOO_MANY_REQUESTS
    return StreamEndedError(f"HTTP {status}") if busy else StreamUnknownError(f"HTTP {status}")
