"""Printers that are whatever the devices room says now, for desks that are built once."""

from collections.abc import Callable
from pathlib import Path

from hardware.documents import DocumentPrinter
from hardware.protocols import CRATE_MEDIA, DeviceStatus, LabelPrinter, PrintReport, RasterLabel


class CurrentLabelPrinter:
    """A label printer that may be another one at the next label."""

    name = "labels"
    media = CRATE_MEDIA

    def __init__(self, current: Callable[[], LabelPrinter]) -> None:
        self._current = current

    def encode(self, label: RasterLabel) -> bytes:
        return self._current().encode(label)

    def print_job(self, data: bytes) -> PrintReport:
        return self._current().print_job(data)

    def status(self) -> DeviceStatus:
        return self._current().status()


class CurrentDocumentPrinter:
    """A printer of documents that may be another one at the next document."""

    name = "documents"

    def __init__(self, current: Callable[[], DocumentPrinter]) -> None:
        self._current = current

    def print_pdf(self, path: Path, title: str) -> None:
        self._current().print_pdf(path, title)
