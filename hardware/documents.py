"""Whole documents on paper: the seam between sheets and whatever puts them out."""

import re
from pathlib import Path
from typing import Protocol

from hardware.protocols import DeviceStatus

_NOT_IN_NAMES = frozenset('<>:"/\\|?*')
_NAME_CHARACTERS = 80
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
"""Names Windows keeps for devices."""


class DocumentPrinter(Protocol):
    """Puts PDFs out. Whether ink met paper, no print system tells: taking the document is all it promises."""

    name: str

    def print_pdf(self, path: Path, title: str) -> None:
        """Hand the PDF at `path` over to be printed as `title`; returns once it was taken.

        Raises DocumentNotPrinted where it is certain that it was not.
        """
        ...


class AskableDocumentPrinter(DocumentPrinter, Protocol):
    """A printer of documents that can be asked how it is, as far as its print system knows."""

    def status(self) -> DeviceStatus:
        """Ask the print system. Never raises; a queue that is not there is LOST."""
        ...


def file_name(title: str) -> str:
    """`title` as a file name without its ending that Windows, Linux and a USB stick take; never empty."""
    kept = "".join(c for c in " ".join(title.split()) if c.isprintable() and c not in _NOT_IN_NAMES)
    name = kept[:_NAME_CHARACTERS].strip(" .")
    return f"_{name}" if not name or _RESERVED.match(name) else name
