"""Printers whose every answer is noted: whoever prints on them, the devices room knows how they are."""

from collections.abc import Callable
from pathlib import Path

from hardware.documents import AskableDocumentPrinter
from hardware.errors import DocumentNotPrinted, Reason
from hardware.protocols import (
    DeviceState,
    DeviceStatus,
    LabelPrinter,
    PrintOutcome,
    PrintReport,
    RasterLabel,
    ReceiptPrinter,
)

Note = Callable[[DeviceStatus], None]
AWAY = (
    *(Reason.NO_CONNECTION, Reason.NO_ANSWER, Reason.NOT_SET_UP, Reason.PORT_GONE, Reason.PORT_TAKEN),
    *(Reason.NO_PRINT_SYSTEM, Reason.NO_SUCH_QUEUE),
)
"""Reasons of a printer that is not there, rather than one that wants a hand."""


def status_after(device: str, report: PrintReport) -> DeviceStatus | None:
    """What a job tells of its printer; None where it tells nothing."""
    if report.outcome is PrintOutcome.CONFIRMED:
        return DeviceStatus(device, DeviceState.READY)
    if report.outcome is PrintOutcome.FAILED:
        return DeviceStatus(device, _state_of(report.reason), report.reason)
    return None


def _state_of(reason: str) -> DeviceState:
    return DeviceState.LOST if reason in AWAY else DeviceState.NEEDS_HELP


class WatchedLabelPrinter:
    """A label printer under watch."""

    def __init__(self, printer: LabelPrinter, note: Note) -> None:
        self.inner = printer
        self.name, self.media = printer.name, printer.media
        self._note = note

    def encode(self, label: RasterLabel) -> bytes:
        return self.inner.encode(label)

    def print_job(self, data: bytes) -> PrintReport:
        return _noted(self.name, self.inner.print_job(data), self._note)

    def status(self) -> DeviceStatus:
        status = self.inner.status()
        self._note(status)
        return status


class WatchedReceiptPrinter:
    """A receipt printer under watch."""

    def __init__(self, printer: ReceiptPrinter, note: Note) -> None:
        self.inner = printer
        self.name, self.width_dots = printer.name, printer.width_dots
        self._note = note

    def print_slip(self, slip: RasterLabel, *, cut: bool = True, open_drawer: bool = False) -> PrintReport:
        report = self.inner.print_slip(slip, cut=cut, open_drawer=open_drawer)
        return _noted(self.name, report, self._note)

    def open_drawer(self) -> PrintReport:
        return _noted(self.name, self.inner.open_drawer(), self._note)

    def status(self) -> DeviceStatus:
        status = self.inner.status()
        self._note(status)
        return status


class WatchedDocumentPrinter:
    """A printer of documents under watch: that it took a document says nothing of paper and ink, so it is
    asked behind each one."""

    def __init__(self, printer: AskableDocumentPrinter, note: Note) -> None:
        self.inner = printer
        self.name = printer.name
        self._note = note

    def print_pdf(self, path: Path, title: str) -> None:
        try:
            self.inner.print_pdf(path, title)
        except DocumentNotPrinted as error:
            if error.reason is not Reason.DOCUMENT_GONE:
                self._note(DeviceStatus(self.name, _state_of(error.reason), error.reason))
            raise
        self.status()

    def status(self) -> DeviceStatus:
        status = self.inner.status()
        self._note(status)
        return status


def _noted(device: str, report: PrintReport, note: Note) -> PrintReport:
    status = status_after(device, report)
    if status is not None:
        note(status)
    return report
