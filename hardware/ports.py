"""A serial port kept open through unplugging, so that no driver of scanners or scales has to know how."""

import contextlib
import importlib
import socket
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import serial

from hardware.errors import DeviceLost, Reason
from hardware.protocols import DeviceState, DeviceStatus

RETRY_S = (0.25, 0.5, 1.0, 2.0)
"""Pauses between attempts to open a lost port; the last one repeats."""
READ_TIMEOUT_S = 0.1
_SAY_TIMEOUT_S = 1.0


@dataclass(frozen=True)
class LineSettings:
    """How characters travel: "8N1" is 8 bits, no parity, one stop bit."""

    baud: int = 9600
    frame: str = "8N1"


class PortUser(Protocol):
    """Whoever talks through a kept port; called from the port's thread only."""

    def opened(self) -> None:
        """The port was opened, or opened again: what came before is not continued."""
        ...

    def took(self, data: bytes) -> None:
        """These bytes came; none, where nothing came within a tenth of a second."""
        ...

    def wants_to_say(self) -> bytes:
        """What is to be sent now; asked before each read."""
        ...


class ClosablePort(Protocol):
    """What is used of pyserial's port to free it."""

    is_open: bool

    def close(self) -> None: ...


class _Port(ClosablePort, Protocol):
    """What is used of pyserial's port."""

    @property
    def in_waiting(self) -> int: ...

    def read(self, size: int = 1, /) -> bytes: ...

    def write(self, data: bytes, /) -> int | None: ...


def foreign_errors() -> tuple[type[Exception], ...]:
    """What pyserial throws when a port goes: OSError, ValueError, and on POSIX termios.error."""
    try:
        return OSError, ValueError, importlib.import_module("termios").error
    except ImportError:
        return OSError, ValueError


def close_port(port: ClosablePort) -> None:
    """Free a port, whatever has become of it.

    pyserial rests 0.3 s behind each network connection it closes, and lets go of a broken one without
    closing it: those are closed here.
    """
    link: socket.socket | None = getattr(port, "_socket", None)
    if link is None:
        with contextlib.suppress(*foreign_errors()):  # one that is gone cannot be closed, and needs not be
            port.close()
        return
    port.is_open = False
    with contextlib.suppress(OSError):
        link.shutdown(socket.SHUT_RDWR)
    link.close()


class KeptPort:
    """Reads one port on a thread of its own and opens it again whenever it is lost."""

    def __init__(
        self,
        name: str,
        find_port: Callable[[], str],
        line: LineSettings,
        retry_s: Sequence[float] = RETRY_S,
        ended: threading.Event | None = None,
    ) -> None:
        """`find_port` gives the port anew at each attempt (COM9, /dev/ttyACM0, socket://host:port), for a
        device that moves between ports; it raises DeviceLost. `retry_s` are the pauses between attempts,
        waited for on `ended`."""
        self.name = name
        self._find_port, self._line, self._retry_s = find_port, line, retry_s
        self._ended = ended or threading.Event()
        self._thread: threading.Thread | None = None
        self._state: DeviceState | None = None
        self._foreign = foreign_errors()

    def start(self, user: PortUser, on_status: Callable[[DeviceStatus], None]) -> None:
        """Begin; READY or LOST is told once the port was tried, then each change once."""
        assert self._thread is None, "started twice"
        self._user, self._on_status = user, on_status
        self._ended.clear()
        self._thread = threading.Thread(target=self._run, name=self.name, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Free the port; returns when the thread has ended.

        That takes a tenth of a second; five at most while a network address is being tried.
        """
        self._ended.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        self._state = None

    def tell(self, state: DeviceState, reason: str = "") -> None:
        """Tell the state of the device if it changed; for use on the port's thread."""
        if state is not self._state:
            self._state = state
            self._on_status(DeviceStatus(self.name, state, reason))

    def _run(self) -> None:
        failures = 0
        while not self._ended.is_set():
            try:
                port = self._open()
            except DeviceLost as error:
                self.tell(DeviceState.LOST, error.reason)
                self._ended.wait(self._retry_s[min(failures, len(self._retry_s) - 1)])
                failures += 1
                continue
            failures = 0
            self._user.opened()
            self.tell(DeviceState.READY)
            self._listen(port)

    def _open(self) -> _Port:
        try:
            url = self._find_port()
            frame = self._line.frame
            port: _Port = serial.serial_for_url(
                url,
                baudrate=self._line.baud,
                bytesize=int(frame[0]),
                parity=frame[1],
                stopbits=int(frame[2]),
                timeout=READ_TIMEOUT_S,
                write_timeout=_SAY_TIMEOUT_S,
                exclusive=None if "://" in url else True,
            )
        except PermissionError as error:
            raise DeviceLost(self.name, Reason.PORT_TAKEN) from error
        except self._foreign as error:
            taken = "lock" in str(error) or "PermissionError" in str(error)
            raise DeviceLost(self.name, Reason.PORT_TAKEN if taken else Reason.PORT_GONE) from error
        return port

    def _listen(self, port: _Port) -> None:
        try:
            while not self._ended.is_set():
                self._say(port, self._user.wants_to_say())
                self._user.took(self._read(port))
        except DeviceLost as error:
            self.tell(DeviceState.LOST, error.reason)
        finally:
            close_port(port)

    def _say(self, port: _Port, words: bytes) -> None:
        if not words:
            return
        try:
            port.write(words)
        except self._foreign as error:
            raise DeviceLost(self.name, Reason.PORT_GONE) from error

    def _read(self, port: _Port) -> bytes:
        """Wait for bytes a moment, then take all that have come."""
        try:
            first = port.read(1)
            return first + port.read(port.in_waiting) if first else b""
        except self._foreign as error:
            raise DeviceLost(self.name, Reason.PORT_GONE) from error
