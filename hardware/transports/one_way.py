"""Ways on which a device cannot answer: what a spooler took proves nothing."""

from collections.abc import Callable
from types import TracebackType
from typing import Protocol, TypeVar

from hardware.errors import DeviceSilent

Answer = TypeVar("Answer")


class Sink(Protocol):
    """Where a whole job goes."""

    bytes_sent: int
    """How many bytes are out of our hands."""

    def write(self, data: bytes, timeout_s: float) -> None:
        """Take a part of the job. Raises DeviceLost, DeviceStalled."""
        ...

    def finish(self) -> None:
        """The job is whole: let it be printed. Raises DeviceLost, DeviceStalled."""
        ...

    def abandon(self) -> None:
        """The job did not become whole: print none of it, where that is still possible. Never raises."""
        ...


class OneWayLink:
    """A link to a sink; leaving it in peace finishes the job, an error abandons it."""

    def __init__(self, device: str, sink: Sink) -> None:
        self.device = device
        self.bytes_sent = 0
        self._sink = sink
        self._is_open = True

    def send(self, data: bytes, timeout_s: float) -> None:
        """As `Link.send`."""
        try:
            self._sink.write(data, timeout_s)
        finally:
            self.bytes_sent = self._sink.bytes_sent

    def read(self, parse: Callable[[bytes], Answer | None], timeout_s: float) -> Answer:
        """Nothing ever comes. Raises DeviceSilent at once."""
        raise DeviceSilent(self.device)

    def close(self) -> None:
        """Hand the job over. Raises DeviceLost, DeviceStalled."""
        if not self._is_open:
            return
        self._is_open = False
        try:
            self._sink.finish()
        finally:
            self.bytes_sent = self._sink.bytes_sent

    def __enter__(self) -> "OneWayLink":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.close()
        elif self._is_open:
            self._is_open = False
            self._sink.abandon()
