"""Copies the logo of the labels to where this PC keeps its own: the file a person chose may go away."""

import contextlib
import hashlib
from pathlib import Path

from hardware.drawing.brand import BadLogo, Logo
from station.kernel.messages import Message
from station.kernel.trouble import Trouble

LARGEST_BYTES = 4_000_000
PNG = b"\x89PNG\r\n\x1a\n"
ANOTHER = Message("Choose a PNG picture, black on white, of at most 4 MB")


class LogoShelf:
    """A folder of logos, each named by what is in it: a changed picture is another file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def take(self, file: Path) -> Path:
        """Copy `file` here; where it is now. Raises Trouble where it is no PNG this PC can print."""
        content = _read(file)
        _check(content)
        kept = self._folder / f"logo-{hashlib.sha256(content).hexdigest()[:16]}.png"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            kept.write_bytes(content)
        except OSError as error:
            raise _refused(Message("The logo could not be kept on this PC")) from error
        try:
            Logo(kept)
        except BadLogo as error:
            with contextlib.suppress(OSError):
                kept.unlink()
            raise _refused(Message("This picture is damaged or far too large")) from error
        return kept


def _read(file: Path) -> bytes:
    try:
        with file.open("rb") as source:
            return source.read(LARGEST_BYTES + 1)
    except OSError as error:
        raise _refused(Message("This file cannot be read")) from error


def _check(content: bytes) -> None:
    head = content[:512].lstrip().lower()
    if b"<svg" in head or head.startswith(b"<?xml"):
        raise _refused(Message("This is an SVG drawing, which label printers cannot use"))
    if not content.startswith(PNG):
        raise _refused(Message("This is no PNG picture"))
    if len(content) > LARGEST_BYTES:
        raise _refused(Message("This picture is larger than 4 MB"))


def _refused(what: Message) -> Trouble:
    return Trouble(what, ANOTHER, retry_helps=False)
