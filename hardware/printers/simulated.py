"""A label printer that is a TCP server, so that everything above it can be tried with real sockets."""

import os
import socket
import struct
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from hardware.faults import Fault
from hardware.languages.language import Language, LanguageName
from hardware.languages.zpl import Zpl
from hardware.printers.engine import PrintEngine
from hardware.printers.jobs import PrintedJobs
from hardware.printers.listener import Listener

_POLL_S = 0.02
_RECEIVE_BUFFER_BYTES = 65_536
_LINGER = "hh" if os.name == "nt" else "ii"


class SimulatedPrinter:
    """Listens on a loopback port and prints what it gets, or fails as it is told.

    Use it as a context manager. `jobs` holds what was really printed.
    """

    def __init__(
        self,
        port: int = 0,
        folder: Path | None = None,
        on_printed: Callable[[Path | None], None] | None = None,
        host: str = "127.0.0.1",
        language: Language | None = None,
    ) -> None:
        """Port 0 takes any free one. `on_printed` is called from the printer's thread with the job's file.

        It speaks ZPL where no language is given. Raises OSError where the port is taken.
        """
        self._language = language or Zpl()
        self.jobs = PrintedJobs(folder, self._language)
        self.host = host
        self._switch = threading.Lock()
        self._engine = PrintEngine(self.jobs, on_printed)
        self._service: _Service | None = self._serve(port)
        self.port = self._service.port

    @property
    def address(self) -> str:
        """What a label printer of the catalog is opened with."""
        language = self._language.name
        return f"tcp://{self.host}:{self.port}" + (
            "" if language is LanguageName.ZPL else f"?language={language}"
        )

    def set_fault(self, fault: Fault) -> None:
        """Change how the printer behaves, from the next byte on; OFF frees the port, others take it again."""
        with self._switch:
            self._engine.set_fault(fault)
            if fault is Fault.OFF and self._service:
                self._service.stop()
                self._service = None
            elif fault is not Fault.OFF and self._service is None:
                self._service = self._serve(self.port)

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

    def _serve(self, port: int) -> "_Service":
        try:
            return _Service(self.host, port, self._language, self._engine)
        except OSError:
            self._engine.stop()
            raise

    def __enter__(self) -> "SimulatedPrinter":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


class _Service:
    """The listening port and its connections, from power on to power off."""

    def __init__(self, host: str, port: int, language: Language, engine: PrintEngine) -> None:
        self._language, self._engine = language, engine
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
            with suppress(TimeoutError):
                self._start(_Client(self._listener.accept()[0], self).run)

    def listen(self, wire: "_Client") -> None:
        """Serve one client until it goes."""
        Listener(wire, self._language, self._engine, self._ended).run()


class _Client:
    """One connection as a wire."""

    def __init__(self, link: socket.socket, service: _Service) -> None:
        self._link, self._service = link, service
        self._link.settimeout(_POLL_S)

    def run(self) -> None:
        with self._link:
            self._service.listen(self)

    def receive(self) -> bytes | None:
        try:
            return self._link.recv(_RECEIVE_BUFFER_BYTES)
        except TimeoutError:
            return None

    def send(self, data: bytes) -> None:
        self._link.sendall(data)

    def reset(self) -> None:
        self._link.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack(_LINGER, 1, 0))
