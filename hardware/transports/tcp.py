"""One TCP connection to a device, with a deadline on each step and our own errors."""

import contextlib
import socket
from collections.abc import Callable
from types import TracebackType
from typing import TypeVar

from hardware.errors import DeviceLost, DeviceStalled, Reason
from hardware.transports.answers import Answers

_CHUNK_BYTES = 4096

Answer = TypeVar("Answer")


class TcpTransport:
    """The way to a printer on the network."""

    two_way = True

    def __init__(self, host: str, port: int = 9100, connect_timeout_s: float = 3.0) -> None:
        self.name = f"tcp://{host}:{port}"
        self._host, self._port, self._timeout_s = host, port, connect_timeout_s

    def open(self) -> "TcpLink":
        """Connect. Raises DeviceLost."""
        return TcpLink(self._host, self._port, self._timeout_s)


class TcpLink:
    """An open connection; close it, or use it as a context manager.

    `bytes_sent` says how many bytes have left our hands; the device may have got fewer.
    """

    def __init__(self, host: str, port: int, connect_timeout_s: float) -> None:
        """Connect. Raises DeviceLost."""
        self.device = f"{host}:{port}"
        self.bytes_sent = 0
        self._answers = Answers(self.device, self._receive)
        try:
            self._socket = socket.create_connection((host, port), connect_timeout_s)
        except (OSError, UnicodeError) as error:
            raise DeviceLost(self.device) from error

    def send(self, data: bytes, timeout_s: float) -> None:
        """Send all bytes; the timeout counts from the last progress. Raises DeviceLost, DeviceStalled."""
        view = memoryview(data)
        self._socket.settimeout(timeout_s)
        while view:
            try:
                count = self._socket.send(view)
            except TimeoutError as error:
                raise DeviceStalled(self.device) from error
            except OSError as error:
                raise DeviceLost(self.device, Reason.CONNECTION_BROKE) from error
            self.bytes_sent += count
            view = view[count:]

    def read(self, parse: Callable[[bytes], Answer | None], timeout_s: float) -> Answer:
        """Read until `parse` makes an answer of the bytes.

        Raises DeviceSilent when nothing complete came in time, DeviceLost, and DeviceGarbled when `parse`
        raises ValueError or the answer has no end.
        """
        return self._answers.read(parse, timeout_s)

    def _receive(self, timeout_s: float) -> bytes:
        self._socket.settimeout(timeout_s)
        try:
            chunk = self._socket.recv(_CHUNK_BYTES)
        except TimeoutError:
            return b""
        except OSError as error:
            raise DeviceLost(self.device, Reason.CONNECTION_BROKE) from error
        if not chunk:
            raise DeviceLost(self.device, Reason.CONNECTION_BROKE)
        return chunk

    def close(self) -> None:
        """End the connection so that bytes on their way still arrive: unread answers would reset it."""
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_WR)
            self._socket.setblocking(False)
            while self._socket.recv(_CHUNK_BYTES):
                pass
        self._socket.close()

    def __enter__(self) -> "TcpLink":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
