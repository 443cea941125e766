"""The seams between devices and whoever uses them."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from types import TracebackType
from typing import Protocol, TypeVar

Answer = TypeVar("Answer")


class DeviceState(StrEnum):
    """What a device is known to be right now."""

    READY = "ready"
    LOST = "lost"
    """Unplugged, off, or out of reach."""
    NEEDS_HELP = "needs_help"
    """Reachable, but a person must act: paper, ribbon, head open."""


@dataclass(frozen=True)
class DeviceStatus:
    """State of one device, with a reason in plain words when it is not ready."""

    device: str
    state: DeviceState
    reason: str = ""


class Scanner(Protocol):
    """Delivers codes as they are read, from a thread of its own."""

    name: str

    def start(self, on_code: Callable[[str], None], on_status: Callable[[DeviceStatus], None]) -> None:
        """Begin to listen. `on_code` gets each code without its terminator.

        `on_status` is told once when the device is lost and once when it is back.
        Both are called from the scanner's thread.
        """
        ...

    def show_raw(self, on_scan: Callable[[bytes], None]) -> None:
        """Before the start: besides its code, give the bytes of each scan as they came, prefix and ends too.

        Called from the scanner's thread some tenths of a second after the last byte, also for a scan that
        nothing ended and that is therefore no code.
        """
        ...

    def stop(self) -> None:
        """Stop listening and free the port; returns when the thread has ended."""
        ...


class PrintOutcome(StrEnum):
    """What is known of a job that was handed to a printer."""

    CONFIRMED = "confirmed"
    """The printer itself said that it printed it."""
    UNKNOWN = "unknown"
    """It was sent, and nothing is known since: only a person can see."""
    FAILED = "failed"
    """It is certain that nothing was printed."""


@dataclass(frozen=True)
class PrintReport:
    """Outcome of a job, and why in plain words when it is not confirmed."""

    outcome: PrintOutcome
    reason: str = ""


@dataclass(frozen=True)
class Media:
    """What lies in a label printer: the size of one label, and how fine the head prints.

    203 dpi are 8 dots per mm, 300 dpi are 12.
    """

    width_mm: int
    height_mm: int
    dots_per_mm: int = 8

    @property
    def width_dots(self) -> int:
        return self.width_mm * self.dots_per_mm

    @property
    def height_dots(self) -> int:
        return self.height_mm * self.dots_per_mm


CRATE_MEDIA = Media(100, 150)
"""Paper of crate labels at 203 dpi, what a printer holds where nothing else is said."""


class LabelPrinter(Protocol):
    """Prints finished labels, one job at a time."""

    name: str
    media: Media

    def encode(self, label: "RasterLabel") -> bytes:
        """The bytes of one label in the printer's language."""
        ...

    def print_job(self, data: bytes) -> PrintReport:
        """Send the bytes and wait until the printer confirms, refuses or stays silent. Never raises."""
        ...

    def status(self) -> DeviceStatus:
        """Ask the printer how it is. Never raises; an unreachable printer is LOST."""
        ...


@dataclass(frozen=True)
class RasterLabel:
    """A label as black dots.

    `rows` holds height_dots × ceil(width_dots / 8) bytes, most significant bit left, 1 is black.
    """

    width_dots: int
    height_dots: int
    rows: bytes


class Link(Protocol):
    """An open way to a device; close it, or use it as a context manager.

    `bytes_sent` says how many bytes have left our hands; the device may have got fewer.
    """

    device: str
    bytes_sent: int

    def send(self, data: bytes, timeout_s: float) -> None:
        """Send all bytes; the timeout counts from the last progress. Raises DeviceLost, DeviceStalled."""
        ...

    def read(self, parse: Callable[[bytes], Answer | None], timeout_s: float) -> Answer:
        """Read until `parse` makes an answer of the bytes.

        Raises DeviceSilent when nothing complete came in time (always, where the way has one direction),
        DeviceLost, and DeviceGarbled when `parse` raises ValueError or the answer has no end.
        """
        ...

    def close(self) -> None:
        """End the job so that bytes on their way still arrive. Raises DeviceLost if refused."""
        ...

    def __enter__(self) -> "Link": ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class Transport(Protocol):
    """A way to a device, opened anew for each job."""

    name: str
    two_way: bool
    """Whether a device can answer on it at all: a spooler cannot."""

    def open(self) -> Link:
        """Open the way. Raises DeviceLost."""
        ...


class ReadingState(StrEnum):
    """What a scale says of its load."""

    STABLE = "stable"
    MOVING = "moving"
    OVERLOAD = "overload"
    UNDERLOAD = "underload"
    """Below zero, or the pan is missing."""
    STALE = "stale"
    """Plugged in, and silent for longer than its protocol allows: the last weight means nothing."""


@dataclass(frozen=True)
class Reading:
    """One weight as a scale told it.

    `weight_g` is net, in whole grams; None where there is no weight to tell. `tare_g` is None where the
    scale does not say. `at_s` is the monotonic second of its last byte.
    """

    state: ReadingState
    weight_g: int | None
    at_s: float
    tare_g: int | None = None


class ScaleOrder(StrEnum):
    """What a scale may be told over its wire; pressing its own keys does the same."""

    ZERO = "zero"
    TARE = "tare"
    """Take what lies on the pan as tare."""
    CLEAR_TARE = "clear_tare"


class Scale(Protocol):
    """Weighs, and tells each change from a thread of its own."""

    name: str

    @property
    def orders(self) -> frozenset[ScaleOrder]:
        """What its protocol has words for; none where only the keys of the scale itself can do it."""
        ...

    def start(self, on_reading: Callable[[Reading], None], on_status: Callable[[DeviceStatus], None]) -> None:
        """Begin to listen or to ask. `on_reading` gets each reading that differs from the one before.

        `on_status` is told once when the device is lost and once when it is back.
        Both are called from the scale's thread.
        """
        ...

    def stop(self) -> None:
        """Stop and free the port; returns when the thread has ended."""
        ...

    def latest(self) -> Reading | None:
        """The newest reading, STALE when it is too old; None before the first. Callable from any thread."""
        ...

    def order(self, order: ScaleOrder) -> bool:
        """Pass an order on. False where its protocol has no word for it.

        Whether the scale obeyed, its readings tell: it refuses while its load moves, for one.
        """
        ...


class ReceiptPrinter(Protocol):
    """Prints slips on a roll, cuts them and opens the drawer."""

    name: str
    width_dots: int
    """576 on 80 mm paper, 384 on 58 mm."""

    def print_slip(self, slip: "RasterLabel", *, cut: bool = True, open_drawer: bool = False) -> PrintReport:
        """Print dots as wide as the roll, and wait for the printer's word where it has one. Never raises."""
        ...

    def open_drawer(self) -> PrintReport:
        """Kick the drawer open and print nothing. Never raises."""
        ...

    def status(self) -> DeviceStatus:
        """Ask the printer how it is. Never raises; an unreachable printer is LOST."""
        ...
