"""One look into the database for all requests that wait for one at a moment: most of its cost is fixed."""

import asyncio
from asyncio import AbstractEventLoop, Future, Task
from collections.abc import Callable, Collection, Mapping
from typing import Generic, TypeVar

from starlette.concurrency import run_in_threadpool

Question = TypeVar("Question")
Found = TypeVar("Found")


class GroupReads(Generic[Question, Found]):
    """Collects questions while a read is under way, then asks them together; used by one event loop.

    Nothing is remembered: every answer was read after its question was asked.
    """

    def __init__(self, read: Callable[[Collection[Question]], Mapping[Question, Found]]) -> None:
        """`read` answers each question it is given, in a thread of its own."""
        self._read = read
        self._waiting: dict[Question, list[Future[Found]]] = {}
        self._reader: Task[None] | None = None

    async def answer(self, question: Question) -> Found:
        """What is found for a question. Raises what the read raised."""
        loop = asyncio.get_running_loop()
        future: Future[Found] = loop.create_future()
        self._waiting.setdefault(question, []).append(future)
        if self._reader is None:
            self._begin(loop)
        return await future

    def _begin(self, loop: AbstractEventLoop) -> None:
        self._reader = loop.create_task(self._read_all(), name="group reads")

    async def _read_all(self) -> None:
        try:
            while self._waiting:
                group, self._waiting = self._waiting, {}
                await self._read_group(group)
        finally:
            self._reader = None

    async def _read_group(self, group: Mapping[Question, list[Future[Found]]]) -> None:
        try:
            found = await run_in_threadpool(self._read, group.keys())
        except Exception as error:  # noqa: BLE001 - whatever it is, those who wait must hear of it
            for future in _open(group.values()):
                future.set_exception(error)
            return
        for question, futures in group.items():
            for future in _open([futures]):
                future.set_result(found[question])


def _open(groups: Collection[list[Future[Found]]]) -> list[Future[Found]]:
    """Those still wanted: a request that was given up has cancelled its future."""
    return [future for futures in groups for future in futures if not future.done()]
