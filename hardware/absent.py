"""Devices that are not there, so that a desk without them needs no special case."""

from collections.abc import Callable
from pathlib import Path

from hardware.errors import DocumentNotPrinted, Reason
from hardware.languages.zpl import encode_zpl
from hardware.protocols import (
    CRATE_MEDIA,
    DeviceState,
    DeviceStatus,
    PrintOutcome,
    PrintReport,
    RasterLabel,
    Reading,
    ScaleOrder,
)


class AbsentPrinter:
    """Refuses each job and says that a printer must be chosen."""

    name = "none"
    media = CRATE_MEDIA

    def encode(self, label: RasterLabel) -> bytes:
        """The label as ZPL, so that a job that waits can go to a printer chosen later."""
        return encode_zpl(label)

    def print_job(self, data: bytes) -> PrintReport:
        """Nothing is printed."""
        return PrintReport(PrintOutcome.FAILED, Reason.NOT_SET_UP)

    def status(self) -> DeviceStatus:
        """There is no printer."""
        return DeviceStatus(self.name, DeviceState.LOST, Reason.NOT_SET_UP)


class AbsentReceiptPrinter:
    """Refuses each slip and says that a printer must be chosen."""

    name = "none"
    width_dots = 576

    def print_slip(self, slip: RasterLabel, *, cut: bool = True, open_drawer: bool = False) -> PrintReport:
        """Nothing is printed."""
        return PrintReport(PrintOutcome.FAILED, Reason.NOT_SET_UP)

    def open_drawer(self) -> PrintReport:
        """Nothing is opened."""
        return PrintReport(PrintOutcome.FAILED, Reason.NOT_SET_UP)

    def status(self) -> DeviceStatus:
        """There is no printer."""
        return DeviceStatus(self.name, DeviceState.LOST, Reason.NOT_SET_UP)


class AbsentDocumentPrinter:
    """Refuses each document and says that a printer must be chosen."""

    name = "none"

    def print_pdf(self, path: Path, title: str) -> None:
        """Nothing is printed."""
        raise DocumentNotPrinted(self.name, Reason.NOT_SET_UP)

    def status(self) -> DeviceStatus:
        """There is no printer."""
        return DeviceStatus(self.name, DeviceState.LOST, Reason.NOT_SET_UP)


class AbsentScanner:
    """Reads nothing: the desk has a keyboard wedge, or none."""

    name = "none"

    def start(self, on_code: Callable[[str], None], on_status: Callable[[DeviceStatus], None]) -> None:
        """Tells nothing, since nothing can be lost."""

    def show_raw(self, on_scan: Callable[[bytes], None]) -> None:
        """Nothing ever comes."""

    def stop(self) -> None:
        """Nothing to stop."""


class AbsentScale:
    """Weighs nothing: the desk has no scale."""

    name = "none"
    orders: frozenset[ScaleOrder] = frozenset()

    def start(self, on_reading: Callable[[Reading], None], on_status: Callable[[DeviceStatus], None]) -> None:
        """Tells nothing, since nothing can be lost."""

    def stop(self) -> None:
        """Nothing to stop."""

    def latest(self) -> Reading | None:
        """No weight ever comes."""
        return None

    def order(self, order: ScaleOrder) -> bool:
        """There is nothing to obey."""
        return False
