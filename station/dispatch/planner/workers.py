"""The engines at work: each speaks over a pipe and may come to its end at any moment."""

import multiprocessing
import signal
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum, auto
from multiprocessing.connection import Connection

from station.dispatch.planner.task import Routes, Task

SPEAK_EVERY_S = 0.02
"""A search that finds ten better answers at once tells only the last."""
LONGEST_STEP_S = 10.0
"""A thread is not waited for any longer; it ends by itself."""


class Kind(Enum):
    """What a worker does, and where."""

    FIRST = auto()
    """The quick answer of pyvroom, in a process: it never lets go of the interpreter."""
    POLISH = auto()
    """A search, in a thread: PyVRP lets go of the interpreter, so that threads fill as many cores as
    processes do, and they search half a second earlier."""


@dataclass(frozen=True)
class Orders:
    """All a worker is told at its start."""

    task: Task
    style: int
    seed: int
    start: Routes | None
    iterations: int | None
    """Stop by itself after so many, deaf to others' routes, so that the answer is always the same."""


class Worker:
    """An engine at work, seen from outside. Its pipe yields Routes; the end of the pipe is its end."""

    def __init__(self, kind: Kind, orders: Orders) -> None:
        self.kind = kind
        self.pipe, far = multiprocessing.Pipe()
        self._life = _Thread(far, orders) if kind is Kind.POLISH else _Process(far, orders.task)

    def hear(self) -> Routes | None:
        """What it has said; None: it has come to its end."""
        try:
            routes: Routes | None = self.pipe.recv()
        except (EOFError, OSError):
            return None
        return routes

    def offer(self, routes: Routes | None) -> None:
        """Send routes found elsewhere; a process that is gone does not mind."""
        with suppress(OSError, ValueError):
            self.pipe.send(routes)

    def hush(self) -> None:
        """It may end; nothing it says is heard any more."""
        self.pipe.close()

    def kill(self) -> None:
        """End it now, whatever it does, and wait until it has."""
        self.hush()
        self._life.end()


class _Process:
    """May be killed in the middle of anything."""

    def __init__(self, far: Connection, task: Task) -> None:
        context = multiprocessing.get_context("spawn")
        hears, tells = context.Pipe(duplex=False)
        self._process = context.Process(target=answer_over, args=(hears, far), daemon=True)
        self._process.start()
        far.close()
        hears.close()
        # Large tasks fill the pipe until the process has started, half a second later.
        threading.Thread(target=_hand_over, args=(tells, task), daemon=True, name="first answer").start()

    def end(self) -> None:
        self._process.kill()
        self._process.join()
        self._process.close()


def _hand_over(pipe: Connection, task: Task) -> None:
    with pipe, suppress(OSError):
        pipe.send(task)


class _Thread:
    """Looks after each step whether its pipe is closed."""

    def __init__(self, pipe: Connection, orders: Orders) -> None:
        self._thread = threading.Thread(target=polish_over, args=(pipe, orders), daemon=True, name="polish")
        self._thread.start()

    def end(self) -> None:
        self._thread.join(LONGEST_STEP_S)


def answer_over(task: Connection, answer: Connection) -> None:
    """The life of the process. A key meant for the program it belongs to does not end it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    from station.dispatch.planner.first_answer import first_routes

    # Nobody waits for it any more: no reason for a traceback.
    with suppress(EOFError, OSError):
        answer.send(first_routes(task.recv()))


def polish_over(pipe: Connection, orders: Orders) -> None:
    """Polish what the orders say and tell it over the pipe, until the other end is closed."""
    ear, mouth = _Ear(pipe), _Mouth(pipe)
    try:
        _polish(orders, ear, mouth)
    finally:
        mouth.end()
        ear.join()
        pipe.close()


def _polish(orders: Orders, ear: "_Ear", mouth: "_Mouth") -> None:
    from station.dispatch.planner.polish import STYLES, Polisher, polish

    polisher = Polisher(orders.task, STYLES[orders.style], orders.seed, orders.start)

    def done(iterations: int) -> bool:
        mouth.speak_in_time()
        return ear.closed or iterations == orders.iterations

    polish(polisher, mouth.tell, ear.take if orders.iterations is None else _nothing, done)


def _nothing() -> None:
    return None


class _Ear:
    """Listens in a thread of its own, so that the search never waits for a word."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe
        self._routes: Routes | None = None
        self.closed = False
        self._thread = threading.Thread(target=self._listen, daemon=True, name="polish, listening")
        self._thread.start()

    def join(self) -> None:
        """Wait until the other end is closed: before that, this end may not be."""
        self._thread.join()

    def take(self) -> Routes | None:
        """The last routes heard and not yet taken."""
        routes, self._routes = self._routes, None
        return routes

    def _listen(self) -> None:
        with suppress(EOFError, OSError):
            while True:
                self._routes = self._pipe.recv()
        self.closed = True


class _Mouth:
    """Tells the newest answer, but not more often than anyone can listen."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe
        self._waiting: Routes | None = None
        self._spoke_at = 0.0

    def tell(self, routes: Routes) -> None:
        self._waiting = routes

    def speak_in_time(self) -> None:
        if self._waiting is not None and time.monotonic() - self._spoke_at >= SPEAK_EVERY_S:
            self.speak()

    def speak(self) -> None:
        if self._waiting is None:
            return
        with suppress(OSError):
            self._pipe.send(self._waiting)
        self._waiting, self._spoke_at = None, time.monotonic()

    def end(self) -> None:
        """Say the last answer, and that it is the last."""
        self.speak()
        with suppress(OSError):
            self._pipe.send(None)
