"""Listens to the cloud on a thread of its own, so that a change is pulled when it is made; it never works."""

import random
import threading
import time
from collections.abc import Callable

from station.sync.stream import ChangeStream, StreamEndedError, StreamUnknownError

FIRST_RETRY_S = 1.0
LONGEST_RETRY_S = 60.0
NO_STREAM_RETRY_S = 600.0
"""What answers has no stream for us: an older cloud, perhaps updated one day. Polling does meanwhile."""
STEADY_S = 20.0
"""A stream that lived so long was none that is cut as soon as it is opened."""


class ChangeListener:
    """Keeps one stream open, again and again; while it hears nothing the engine polls as without it."""

    def __init__(
        self,
        open_stream: Callable[[], ChangeStream],
        *,
        on_news: Callable[[], None],
        on_line: Callable[[], None],
        on_gone: Callable[[], None],
    ) -> None:
        """`on_line` when the cloud is heard, `on_news` when it tells of changes, `on_gone` when it is not
        heard any more; all on the listener's thread.
        """
        self._open_stream = open_stream
        self._on_news = on_news
        self._on_line = on_line
        self._on_gone = on_gone
        self._lock = threading.Lock()
        self._stream: ChangeStream | None = None
        self._stopping = threading.Event()
        self._hears = threading.Event()
        self._cuts = 0
        self._thread = threading.Thread(target=self._run, name="sync listener", daemon=True)

    @property
    def hears(self) -> bool:
        """Whether the cloud said something on the stream that is open."""
        return self._hears.is_set()

    def start(self) -> None:
        """Begin to listen."""
        self._thread.start()

    def stop(self) -> None:
        """Stop listening; a stream that is just being opened is not waited for."""
        with self._lock:
            self._stopping.set()
            stream = self._stream
        if stream is not None:
            stream.close()

    def pause_s(self) -> float:
        """Seconds until the next try: twice as long after each stream that was cut, with jitter."""
        longest = min(LONGEST_RETRY_S, FIRST_RETRY_S * 2.0 ** min(max(self._cuts - 1, 0), 10))
        return longest * random.uniform(0.5, 1.0)  # noqa: S311 - jitter, not a secret

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._stopping.wait(self._listened())

    def _listened(self) -> float:
        """Listen until the stream is down; seconds until the next try."""
        begun = time.monotonic()
        try:
            self._listen()
        except StreamUnknownError:
            return NO_STREAM_RETRY_S * random.uniform(0.5, 1.0)  # noqa: S311 - jitter, not a secret
        except StreamEndedError:
            self._cuts = 1 if self._hears.is_set() and time.monotonic() - begun > STEADY_S else self._cuts + 1
        finally:
            self._fall_silent()
        return self.pause_s()

    def _listen(self) -> None:
        stream = self._open_stream()
        with self._lock:
            self._stream = stream
            if self._stopping.is_set():
                stream.close()
        for cursor in stream.cursors():
            if not self._hears.is_set():
                self._hears.set()
                self._on_line()
            if cursor is not None:
                self._on_news()

    def _fall_silent(self) -> None:
        with self._lock:
            stream, self._stream = self._stream, None
        if stream is not None:
            stream.close()
        if self._hears.is_set():
            self._hears.clear()
            if not self._stopping.is_set():
                self._on_gone()
