"""A printer on a serial port, opened anew for each job."""

from collections.abc import Callable
from enum import StrEnum
from types import TracebackType
from typing import Protocol, TypeVar

import serial

from hardware.errors import DeviceLost, DeviceStalled, Reason
from hardware.ports import ClosablePort, close_port, foreign_errors
from hardware.transports.answers import Answers

_CHUNK_BYTES = 256
"""Small enough that a chunk is progress at 1200 baud within any timeout."""

Answer = TypeVar("Answer")


class Flow(StrEnum):
    """How the printer says that it cannot take more just now; as its own settings have it."""

    NONE = "none"
    RTS = "rts"
    """By the wires RTS and CTS."""
    DTR = "dtr"
    """By the wires DTR and DSR; only Windows heeds them."""
    XON = "xon"
    """By the bytes XOFF (13) and XON (11) on its way back: the system takes them out of each answer."""


class SerialTransport:
    """The way to a printer on a serial port."""

    two_way = True

    def __init__(self, port: str, baud: int = 9600, flow: Flow = Flow.NONE) -> None:
        """`port` is COM3, /dev/ttyUSB0, or socket://host:port of a serial server."""
        self.name = f"serial:{port}"
        self._port, self._baud, self._flow = port, baud, flow

    def open(self) -> "SerialLink":
        """Take the port. Raises DeviceLost."""
        try:
            port: _Port = serial.serial_for_url(
                self._port,
                baudrate=self._baud,
                rtscts=self._flow is Flow.RTS,
                xonxoff=self._flow is Flow.XON,
                dsrdtr=self._flow is Flow.DTR,
                exclusive=None if "://" in self._port else True,
            )
        except foreign_errors() as error:
            taken = "lock" in str(error) or "PermissionError" in str(error)
            raise DeviceLost(self.name, Reason.PORT_TAKEN if taken else Reason.PORT_GONE) from error
        return SerialLink(self.name, port)


class _Port(ClosablePort, Protocol):
    """What is used of pyserial's port; timeouts in seconds."""

    timeout: float | None
    write_timeout: float | None

    @property
    def in_waiting(self) -> int: ...

    def read(self, size: int = 1, /) -> bytes: ...

    def write(self, data: bytes, /) -> int | None: ...


class SerialLink:
    """An open serial port."""

    def __init__(self, device: str, port: _Port) -> None:
        self.device = device
        self.bytes_sent = 0
        self._port = port
        self._foreign = foreign_errors()
        self._answers = Answers(device, self._receive)

    def send(self, data: bytes, timeout_s: float) -> None:
        """As `Link.send`."""
        for start in range(0, len(data), _CHUNK_BYTES):
            chunk = data[start : start + _CHUNK_BYTES]
            try:
                self._port.write_timeout = timeout_s  # speaks to the port, which may be gone
                self._port.write(chunk)
            except serial.SerialTimeoutException as error:
                raise DeviceStalled(self.device) from error
            except self._foreign as error:
                raise DeviceLost(self.device, Reason.PORT_GONE) from error
            self.bytes_sent += len(chunk)

    def read(self, parse: Callable[[bytes], Answer | None], timeout_s: float) -> Answer:
        """As `Link.read`."""
        return self._answers.read(parse, timeout_s)

    def _receive(self, timeout_s: float) -> bytes:
        try:
            self._port.timeout = timeout_s
            first = self._port.read(1)
            return first + self._port.read(self._port.in_waiting) if first else b""
        except self._foreign as error:
            raise DeviceLost(self.device, Reason.PORT_GONE) from error

    def close(self) -> None:
        """Free the port; the system sends what it still holds."""
        close_port(self._port)

    def __enter__(self) -> "SerialLink":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
