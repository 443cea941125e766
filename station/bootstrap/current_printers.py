"""The printer of documents that is whatever the devices room says now, for desks that are built once."""

from collections.abc import Callable
from pathlib import Path

from hardware.documents import DocumentPrinter


class CurrentDocumentPrinter:
    """A printer of documents that may be another one at the next document."""

    name = "documents"

    def __init__(self, current: Callable[[], DocumentPrinter]) -> None:
        self._current = current

    def print_pdf(self, path: Path, title: str) -> None:
        self._current().print_pdf(path, title)
