"""A ZPL printer that is a TCP server, so that everything above it can be tried with real sockets."""

import contextlib
import os
import socket
import struct
import threading
from collections.abc import Callable
from pathlib import Path

from hardware.faults import Fault
from hardware.printers.engine import PrintEngine
from hardware.printers.jobs import PrintedJobs
from hardware.printers.zpl import format_status

_POLL_S = 0.05
_RECEIVE_BUFFER_BYTES = 4096
_LINGER = "hh" if os.name == "nt" else "ii"
_QUERY, _START, _END = b"~HS", b"^XA", b"^XZ"


class SimulatedZplServer:
    """Listens on a loopback port and prints what it gets, or fails as it is told.

    Use it as a context manager. `jobs` holds what was really printed.
    """

    def __init__(
        self,
        port: int = 0,
        folder: Path | None = None,
        on_printed: Callable[[Path | None], None] | None = None,
        host: str = "127.0.0.1",
    ) -> None:
        """Port 0 takes any free one. `on_printed` is called from the printer's thread with the job's file."""
        self.jobs = PrintedJobs(folder)
        self.host = host
        self._engine = PrintEngine(self.jobs, on_printed)
        self._switch = threading.Lock()
        self._service: _Service | None = _Service(host, port, self._engine)
        self.port = self._service.port

    @property
    def address(self) -> str:
        """What a label printer of the catalog is opened with."""
        return f"tcp://{self.host}:{self.port}"

    def set_fault(self, fault: Fault) -> None:
        """Change how the printer behaves, from the next byte on; OFF frees the port, others take it again."""
        with self._switch:
            self._engine.set_fault(fault)
            if fault is Fault.OFF and self._service:
                self._service.stop()
                self._service = None
            elif fault is not Fault.OFF and self._service is None:
                self._service = _Service(self.host, self.port, self._engine)

    def load_paper(self, labels: int | None) -> None:
        """Paper for so many labels; it notices the end in the middle of the next one. None is endless."""
        self._engine.load_paper(labels)

    def set_label_time(self, seconds: float) -> None:
        """How long one label takes."""
        self._engine.set_label_time(seconds)

    def stop(self) -> None:
        """Free the port and end all threads."""
        self.set_fault(Fault.OFF)
        self._engine.stop()

    def __enter__(self) -> "SimulatedZplServer":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


class _Service:
    """The listening port and its connections, from power on to power off."""

    def __init__(self, host: str, port: int, engine: PrintEngine) -> None:
        self._engine = engine
        self._listener = socket.create_server((host, port))
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _RECEIVE_BUFFER_BYTES)
        self._listener.settimeout(_POLL_S)
        self.port: int = self._listener.getsockname()[1]
        self._ended = threading.Event()
        self._threads: list[threading.Thread] = []
        self._start(self._accept)

    def stop(self) -> None:
        self._ended.set()
        for thread in list(self._threads):
            thread.join()
        self._listener.close()

    def _start(self, target: Callable[[], None]) -> None:
        thread = threading.Thread(target=target, name=f"simulated-printer:{self.port}", daemon=True)
        thread.start()
        self._threads = [*(each for each in self._threads if each.is_alive()), thread]

    def _accept(self) -> None:
        while not self._ended.is_set():
            with contextlib.suppress(TimeoutError):
                connection = self._listener.accept()[0]
                self._start(_Connection(connection, self._engine, self._ended).run)


class _Connection:
    """One client: answers its queries and hands its formats to the engine."""

    def __init__(self, link: socket.socket, engine: PrintEngine, ended: threading.Event) -> None:
        self._link, self._engine, self._ended = link, engine, ended
        self._unread = b""

    def run(self) -> None:
        self._link.settimeout(_POLL_S)
        with self._link, contextlib.suppress(OSError):
            while not self._ended.is_set() and self._receive():
                while self._take_next():
                    pass

    def _receive(self) -> bool:
        """False when the client has gone or the fault ends the connection."""
        if _START in self._unread and self._engine.fault is Fault.STALLS:
            self._engine.wait_while(Fault.STALLS)
        if _START in self._unread and self._engine.fault is Fault.RESETS:
            self._reset()
            return False
        try:
            chunk = self._link.recv(_RECEIVE_BUFFER_BYTES)
        except TimeoutError:
            return True
        self._unread += chunk
        return bool(chunk)

    def _take_next(self) -> bool:
        """Deal with the first whole thing in the stream; False when there is none."""
        query, end = self._unread.find(_QUERY), self._unread.find(_END)
        if query >= 0 and (end < 0 or query < end):
            before = self._unread[:query]
            self._unread = before + self._unread[query + len(_QUERY) :]
            self._answer(format_unfinished=_START in before)
            return True
        if end < 0 or self._engine.fault in (Fault.RESETS, Fault.STALLS):
            return False
        job, self._unread = self._unread[: end + len(_END)], self._unread[end + len(_END) :]
        self._engine.take(job[max(0, job.find(_START)) :])
        return True

    def _answer(self, format_unfinished: bool) -> None:
        status = self._engine.status(format_unfinished)
        if status is not None:
            self._link.sendall(format_status(status))

    def _reset(self) -> None:
        self._link.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack(_LINGER, 1, 0))
