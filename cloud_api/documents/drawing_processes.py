"""Draws many PDFs on two cores, in processes that end with the one that asked, however that one ends."""

import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import TracebackType
from typing import Any, cast
from uuid import UUID

from cloud_api.documents.press import Press
from cloud_api.wire.documents import FileFormat

_END_S = 10.0
Packed = Callable[[], bytes]
"""Reads a stored content when its turn comes, so that not all are in memory."""


@dataclass(frozen=True)
class Drawn:
    """A PDF, or why there is none."""

    document_id: UUID
    pdf: bytes | None
    fault: str = ""


class DrawingProcesses:
    """Processes started on entering; each draws one PDF after the other."""

    def __init__(self, fonts: Path, count: int) -> None:
        self._fonts = fonts
        self._count = count
        self._idle: deque[Connection[Any, Any]] = deque()
        self._busy: dict[Connection[Any, Any], UUID] = {}
        self._processes: list[BaseProcess] = []

    def __enter__(self) -> "DrawingProcesses":
        context = get_context("spawn")
        for _ in range(self._count):
            ours, theirs = context.Pipe()
            process = context.Process(target=_draw_until_closed, args=(theirs, self._fonts), daemon=True)
            process.start()
            theirs.close()
            self._processes.append(process)
            self._idle.append(ours)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for connection in (*self._idle, *self._busy):
            connection.close()
        for process in self._processes:
            process.join(_END_S)

    def draw(self, contents: Iterable[tuple[UUID, Packed]]) -> Iterator[Drawn]:
        """The PDFs of contents in the order they get done.

        Raises EOFError or OSError when a process ended by itself.
        """
        for document_id, packed in contents:
            if not self._idle:
                yield from self._done()
            connection = self._idle.popleft()
            connection.send_bytes(packed())
            self._busy[connection] = document_id
        while self._busy:
            yield from self._done()

    def _done(self) -> Iterator[Drawn]:
        for ready in cast("list[Connection[Any, Any]]", wait(list(self._busy))):
            pdf, fault = ready.recv()
            document_id = self._busy.pop(ready)
            self._idle.append(ready)
            yield Drawn(document_id, pdf, fault)


def _draw_until_closed(connection: "Connection[Any, Any]", fonts: Path) -> None:
    """Serve one who asks, until there is nobody any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    press = Press(fonts)
    with suppress(EOFError, OSError):
        while True:
            connection.send(draw_one(press, connection.recv_bytes()))


def draw_one(press: Press, packed: bytes) -> tuple[bytes | None, str]:
    """A PDF, or the name of what went wrong: one document must not keep all others back."""
    try:
        return press.render(packed, FileFormat.PDF), ""
    except Exception as error:  # noqa: BLE001 - told by name; the job fails after all others are drawn
        return None, f"{type(error).__name__}: {error}"
