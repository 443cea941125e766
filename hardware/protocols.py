"""The seams between devices and whoever uses them."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


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


class LabelPrinter(Protocol):
    """Prints finished labels, one job at a time."""

    name: str
    dots_per_mm: int

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
