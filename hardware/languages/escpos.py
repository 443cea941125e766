"""ESC/POS as label printers speak it: raster bands, then a feed to the next label.

Facts from Epson's ESC/POS reference and the TM-L90 programming manual (ESC @, GS v 0, GS FF, GS r, GS ( H
function 48; real-time commands are carried out also where they stand in the data of a picture) and SNBC's
and HPRT's manuals (GS FF in label mode; at most 2303 rows in one GS v 0). The printer must be set to label
paper, which ESC @ does not undo.
"""

import re

from hardware.languages.escpos_status import ASK_STATUS, hear_statuses, tell_status
from hardware.languages.language import (
    Answers,
    LanguageName,
    Piece,
    PieceKind,
    TwinState,
    check_fit,
)
from hardware.languages.raster_bytes import broken
from hardware.protocols import Media, RasterLabel

RESET, NEXT_LABEL, ASK_PAPER = b"\x1b@", b"\x1d\x0c", b"\x1dr\x01"
BAND_ROWS = 128
"""Of a label 100 mm wide a band has then 12.8 KB at 203 dpi: no more than small printers buffer."""

_ASK_DONE = b"\x1d(H\x06\x00\x30\x30"
_ASK_DONE_BYTES = len(_ASK_DONE) + 4
_REAL_TIME = re.compile(rb"\x10(?=[\x04\x05\x14])")
_UNLIKE_DLE = 0x18
_BAND = re.compile(rb"\x1dv0\x00(..)(..)", re.S)
_HIGHEST_TOKEN = 9999


class EscPos:
    """ESC/POS over any way to the printer.

    Two markers stand behind a job: GS ( H, which Epson answers with our token when the printing is
    completed, and GS r, which all answer when what stands before it was worked off. A printer that was once
    heard to answer the first must do so for each job. Keep one a printer.
    """

    name = LanguageName.ESCPOS
    questions: tuple[bytes, ...] = (ASK_STATUS,)

    def __init__(self) -> None:
        self._tells_done = False

    def encode(self, label: RasterLabel, media: Media) -> bytes:
        """One label as a job; 1 is black."""
        check_fit(label, media)
        row_bytes = (label.width_dots + 7) // 8
        dots = broken(label.rows, _REAL_TIME, _UNLIKE_DLE)
        bands = (
            _band(dots[top : top + BAND_ROWS * row_bytes], row_bytes)
            for top in range(0, len(dots), BAND_ROWS * row_bytes)
        )
        return b"".join((RESET, *bands, NEXT_LABEL))

    def decode(self, job: bytes) -> RasterLabel:
        """The raster of a job made by `encode`; its width is that of whole bytes."""
        at, row_bytes, bands = len(RESET), 0, []
        while found := _BAND.match(job, at):
            row_bytes = int.from_bytes(found[1], "little")
            at = found.end() + row_bytes * int.from_bytes(found[2], "little")
            bands.append(job[found.end() : at])
        dots = b"".join(bands)
        if not job.startswith(RESET) or not dots or job[at:] != NEXT_LABEL:
            raise ValueError("not a job of one raster")
        return RasterLabel(row_bytes * 8, len(dots) // row_bytes, dots)

    def marker(self, token: int) -> bytes:
        """Both markers; the token has four digits."""
        return _ASK_DONE + _told(token) + ASK_PAPER

    def hear(self, question: bytes, heard: bytes, asked: int, token: int | None) -> Answers | None:
        """Four bytes to each question, and the answers to the markers among them."""
        found = hear_statuses(heard, asked, is_marked=token is not None)
        if found is None:
            return None
        is_done = token is not None and _told(token) in found.done
        self._tells_done = self._tells_done or is_done
        return Answers(found.status, found.paper and (is_done or not self._tells_done))

    def cut(self, stream: bytes | bytearray) -> Piece | None:
        """Walk over bands to the first question, or to the end of a job."""
        at = 0
        while at < len(stream):
            if stream.startswith(b"\x10\x04", at):
                return _whole(PieceKind.QUESTION, at, at + 3, stream)
            if stream.startswith(ASK_PAPER, at):
                return Piece(PieceKind.MARKER, at, at + len(ASK_PAPER))
            if stream.startswith(_ASK_DONE, at):
                return _whole(PieceKind.MARKER, at, at + _ASK_DONE_BYTES, stream)
            if stream.startswith(NEXT_LABEL, at):
                return Piece(PieceKind.JOB, 0, at + len(NEXT_LABEL))
            after = _command_end(stream, at)
            if after is None:
                return None
            at = after
        return None

    def is_begun(self, stream: bytes | bytearray) -> bool:
        """A job begins with a reset of modes."""
        return RESET in stream

    def answer(self, question: bytes, state: TwinState) -> bytes:
        """As a printer of Epson would."""
        if question.startswith(_ASK_DONE):
            return b"\x37\x22" + question[-4:] + b"\x00"
        return b"\x00" if question == ASK_PAPER else tell_status(question[-1], state)


def _told(token: int) -> bytes:
    return f"{token % (_HIGHEST_TOKEN + 1):04d}".encode("ascii")


def _band(dots: bytes, row_bytes: int) -> bytes:
    rows = len(dots) // row_bytes
    return b"\x1dv0\x00" + row_bytes.to_bytes(2, "little") + rows.to_bytes(2, "little") + dots


def _whole(kind: PieceKind, start: int, end: int, stream: bytes | bytearray) -> Piece | None:
    return Piece(kind, start, end) if end <= len(stream) else None


def _command_end(stream: bytes | bytearray, at: int) -> int | None:
    """Where the command ends that begins at `at`; None where it is not whole. Strange bytes are skipped."""
    if stream.startswith(RESET, at):
        return at + len(RESET)
    band = _BAND.match(stream, at)
    if band:
        size = int.from_bytes(band[1], "little") * int.from_bytes(band[2], "little")
        return band.end() + size if band.end() + size <= len(stream) else None
    return None if stream[at] in b"\x10\x1b\x1d" and len(stream) - at < _ASK_DONE_BYTES else at + 1
