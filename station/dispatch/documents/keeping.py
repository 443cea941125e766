"""Route sheets out of the program: saved in a folder, or printed from there."""

import itertools
from pathlib import Path

from hardware.documents import DocumentPrinter, file_name
from hardware.errors import HardwareError
from station.kernel.messages import Message
from station.kernel.trouble import Trouble
from station.printing.reasons import reason_words

_PART = ".part"


def save_pdf(pdf: bytes, folder: Path, title: str) -> Path:
    """Write `pdf` into `folder` under its title, never over an older file; the file that was written.

    The file is there whole or not at all. Raises Trouble where the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path = _free(folder, file_name(title))
        part = path.with_suffix(_PART)
        part.write_bytes(pdf)
        part.replace(path)
    except OSError as error:
        raise _not_saved(folder, error) from error
    return path


def print_pdf(printer: DocumentPrinter, path: Path, title: str) -> None:
    """Hand a saved PDF to the printer; returns once it was taken. Raises Trouble where it was not."""
    try:
        printer.print_pdf(path, title)
    except HardwareError as error:
        raise Trouble(
            Message("{title} was not printed", title=title),
            reason_words(error.reason),
            retry_helps=error.retry_helps,
        ) from error


def _free(folder: Path, stem: str) -> Path:
    names = itertools.chain([stem], (f"{stem} ({number})" for number in itertools.count(2)))
    return next(path for name in names if not (path := folder / f"{name}.pdf").exists())


def _not_saved(folder: Path, error: OSError) -> Trouble:
    reason = error.strerror or type(error).__name__
    return Trouble(
        Message("The sheets cannot be saved in {folder}: {reason}", folder=str(folder), reason=reason),
        Message("Choose another folder, or make room on the disk"),
        retry_helps=True,
    )
