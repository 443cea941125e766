"""Scanners in serial mode: USB-COM, RS-232, Bluetooth SPP, or a serial server on the network."""

import importlib
import logging
import threading
from collections.abc import Callable, Sequence
from typing import Protocol

import serial

from hardware.errors import DeviceLost, Reason
from hardware.protocols import DeviceState, DeviceStatus
from hardware.scanners.lines import CodeLines

RETRY_S = (0.25, 0.5, 1.0, 2.0)
"""Pauses between attempts to open a lost port; the last one repeats."""
_READ_TIMEOUT_S = 0.1


class Port(Protocol):
    """What is used of pyserial's port."""

    @property
    def in_waiting(self) -> int: ...

    def read(self, size: int = 1, /) -> bytes: ...

    def close(self) -> None: ...


def _foreign_errors() -> tuple[type[Exception], ...]:
    """What pyserial throws when a port goes: OSError, ValueError, and on POSIX termios.error."""
    try:
        return OSError, ValueError, importlib.import_module("termios").error
    except ImportError:
        return OSError, ValueError


class SerialScanner:
    """Reads one port on a thread of its own and opens it again whenever it is lost.

    A scanner that is plugged in but broken stays silent; nobody can tell that from one not in use.
    """

    def __init__(
        self,
        url: str,
        baud: int = 9600,
        *,
        name: str = "",
        find_port: Callable[[], str] | None = None,
        retry_s: Sequence[float] = RETRY_S,
    ) -> None:
        """`url` is a port such as COM9 or /dev/ttyACM0, or socket://host:port.

        `find_port` gives the port anew at each attempt, for a device that moves between ports; it raises
        DeviceLost. `retry_s` are the pauses between attempts, in seconds.
        """
        self.name = name or url
        self._baud, self._retry_s = baud, retry_s
        self._find_port = find_port or (lambda: url)
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None
        self._state: DeviceState | None = None
        self._foreign = _foreign_errors()

    def start(self, on_code: Callable[[str], None], on_status: Callable[[DeviceStatus], None]) -> None:
        """Begin to listen; READY or LOST is told once the port was tried, then each change once."""
        assert self._thread is None, "started twice"
        self._on_code, self._on_status = on_code, on_status
        self._ended.clear()
        self._thread = threading.Thread(target=self._run, name=f"scanner {self.name}", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop listening and free the port; returns when the thread has ended.

        That takes a tenth of a second; five at most while a network address is being tried.
        """
        self._ended.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        self._state = None

    def _run(self) -> None:
        failures = 0
        while not self._ended.is_set():
            try:
                port = self._open()
            except DeviceLost as error:
                self._tell(DeviceState.LOST, error.reason)
                self._ended.wait(self._retry_s[min(failures, len(self._retry_s) - 1)])
                failures += 1
                continue
            failures = 0
            self._tell(DeviceState.READY)
            self._listen(port)

    def _open(self) -> Port:
        try:
            url = self._find_port()
            exclusive = None if "://" in url else True
            port: Port = serial.serial_for_url(
                url, baudrate=self._baud, timeout=_READ_TIMEOUT_S, exclusive=exclusive
            )
        except PermissionError as error:
            raise DeviceLost(self.name, Reason.PORT_TAKEN) from error
        except self._foreign as error:
            taken = "lock" in str(error) or "PermissionError" in str(error)
            raise DeviceLost(self.name, Reason.PORT_TAKEN if taken else Reason.PORT_GONE) from error
        return port

    def _listen(self, port: Port) -> None:
        lines = CodeLines()
        try:
            while not self._ended.is_set():
                for code in lines.feed(self._read(port)):
                    self._hand_over(code)
        except DeviceLost as error:
            self._tell(DeviceState.LOST, error.reason)
        finally:
            self._close(port)

    def _hand_over(self, code: str) -> None:
        """Whatever goes wrong with one code, the scanner stays in use for the next."""
        try:
            self._on_code(code)
        except Exception:
            logging.getLogger(__name__).exception("A code of %s could not be dealt with.", self.name)

    def _read(self, port: Port) -> bytes:
        """Wait for bytes a moment, then take all that have come."""
        try:
            first = port.read(1)
            return first + port.read(port.in_waiting) if first else b""
        except self._foreign as error:
            raise DeviceLost(self.name, Reason.PORT_GONE) from error

    def _close(self, port: Port) -> None:
        try:
            port.close()
        except self._foreign:
            return  # a port that is gone cannot be closed, and needs not be

    def _tell(self, state: DeviceState, reason: str = "") -> None:
        if state is not self._state:
            self._state = state
            self._on_status(DeviceStatus(self.name, state, reason))
