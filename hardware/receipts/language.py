"""ESC/POS as receipt printers speak it: from one reset of modes to the next lies one job."""

import re

from hardware.languages.escpos import ASK_PAPER, EscPos
from hardware.languages.language import Piece, PieceKind
from hardware.protocols import Media, RasterLabel
from hardware.receipts.encoding import RESET, encode_slip

_PLAIN = re.compile(rb"\x1b@|\x1bd.|\x1bp...|\x1dV.", re.S)
_BAND = re.compile(rb"\x1dv0\x00(..)(..)", re.S)
_QUESTION = re.compile(rb"\x10\x04.", re.S)
_MARKER = re.compile(re.escape(ASK_PAPER) + rb"|\x1d\(H\x06\x00\x30\x30....", re.S)
_LONGEST = 12
"""Bytes of the longest command but for the dots of a picture: fewer may be the half of one."""
DRAWER_KICK = re.compile(rb"\x1bp[\x00\x01\x30\x31]..", re.S)
PAPER_CUT = re.compile(rb"\x1dV[\x00\x01\x30\x31]", re.S)


class SlipLanguage(EscPos):
    """Questions and markers are those of label printers; jobs are slips. Keep one a printer."""

    def encode(self, label: RasterLabel, media: Media) -> bytes:
        """A slip with a cut behind it; the length of the paper has no end."""
        return encode_slip(label, cut=True, open_drawer=False)

    def decode(self, job: bytes) -> RasterLabel:
        """The dots of a job, its width that of whole bytes. Raises ValueError where it has none."""
        row_bytes, dots, at = 0, bytearray(), 0
        while at < len(job):
            end = command_end(job, at)
            if end is None:
                raise ValueError("a job that ends in the middle")
            if band := _BAND.match(job, at):
                row_bytes = int.from_bytes(band[1], "little")
                dots += job[band.end() : end]
            at = end
        if not dots or not row_bytes or len(dots) % row_bytes:
            raise ValueError("a job without a picture")
        return RasterLabel(row_bytes * 8, len(dots) // row_bytes, bytes(dots))

    def cut(self, stream: bytes | bytearray) -> Piece | None:
        """Walk over commands to the first question or marker, or to the reset that ends a job."""
        at, begun = 0, False
        while at < len(stream):
            if found := _QUESTION.match(stream, at):
                return Piece(PieceKind.QUESTION, at, found.end())
            if found := _MARKER.match(stream, at):
                return Piece(PieceKind.MARKER, at, found.end())
            end = command_end(stream, at)
            if end is None:
                return None
            if stream.startswith(RESET, at):
                if begun:
                    return Piece(PieceKind.JOB, 0, end)
                begun = True
            at = end
        return None


def command_end(stream: bytes | bytearray, at: int) -> int | None:
    """Where the command ends that begins at `at`; None where it is not whole. Strange bytes are skipped."""
    if plain := _PLAIN.match(stream, at):
        return plain.end()
    if band := _BAND.match(stream, at):
        end = band.end() + int.from_bytes(band[1], "little") * int.from_bytes(band[2], "little")
        return end if end <= len(stream) else None
    return None if stream[at] in b"\x10\x1b\x1d" and len(stream) - at < _LONGEST else at + 1


def opens_drawer(job: bytes) -> bool:
    """Whether a job kicks the drawer open."""
    return _has(job, DRAWER_KICK)


def cuts_paper(job: bytes) -> bool:
    """Whether a job cuts the paper."""
    return _has(job, PAPER_CUT)


def _has(job: bytes, command: re.Pattern[bytes]) -> bool:
    """Looked for among commands only: the dots of a picture may look like any of them."""
    at: int | None = 0
    while at is not None and at < len(job):
        if command.match(job, at):
            return True
        at = command_end(job, at)
    return False
