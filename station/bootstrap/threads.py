"""Where work runs: acts on the store thread in order, slow work aside, and no exception lost on the way."""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from station.kernel.messages import Message
from station.kernel.trouble import Trouble
from station.storage.database import Records

T = TypeVar("T")

MOST_ASIDE = 8
"""Routes, a crate plan, ways, sheets, a lease, vans and the shop's key may all be under way at once: each
waits for a network or a solver, and a lease must not stand behind twenty seconds of planning."""


class Workers:
    """Runs acts and slow work, and reports what goes wrong in either."""

    def __init__(
        self,
        records: Records,
        on_trouble: Callable[[Trouble], None],
        on_bug: Callable[[Exception], None],
    ) -> None:
        self._records = records
        self._on_trouble = on_trouble
        self._on_bug = on_bug
        self._pool = ThreadPoolExecutor(max_workers=MOST_ASIDE, thread_name_prefix="aside")
        self._lock = threading.Lock()
        self._stopped = False

    def act(self, work: Callable[[], None]) -> "Future[None]":
        """Run `work` on the store thread, behind what was asked before; callable from any thread."""
        return self._records.submit(lambda: self._watched(work))

    def aside(
        self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[Trouble], None]
    ) -> None:
        """Run slow `work` off the store thread, then `done(result)` or `failed(trouble)` on it.

        Once the workers are stopped nothing comes of it: what fails last may ask for more.
        """
        with self._lock:
            if not self._stopped:
                self._pool.submit(self._slow, work, done, failed)

    def stop(self) -> None:
        """Finish what is under way; nothing new begins."""
        with self._lock:
            self._stopped = True
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _slow(
        self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[Trouble], None]
    ) -> None:
        try:
            result = work()
        except Trouble as trouble:
            told = trouble
            self.act(lambda: failed(told))
        except Exception as error:  # noqa: BLE001 - reported whole; the operator must not wait for ever
            self._on_bug(error)
            self.act(lambda: failed(_mistake()))
        else:
            self.act(lambda: done(result))

    def _watched(self, work: Callable[[], None]) -> None:
        try:
            work()
        except Trouble as trouble:
            self._on_trouble(trouble)
        except Exception as error:  # noqa: BLE001 - reported whole; the store thread serves the next act
            self._on_bug(error)


def _mistake() -> Trouble:
    return Trouble(
        Message("The program made a mistake"),
        Message("Try again; a report for IT was written"),
        retry_helps=True,
    )
