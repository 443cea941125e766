"""The TSPL language of TSC printers, spoken by most label printers sold in China.

Facts from TSC's "TSPL/TSPL2 Programming Language" (SIZE, GAP, DIRECTION, CLS, BITMAP, PRINT, `<ESC>!?`,
`<ESC>!S`, `~!T`; "`~` returns the printer status only when the printer is ready") and Gprinter's
programming manual of the GP-2120T (bits 6 and 7 of `<ESC>!?`).
"""

import re

from hardware.languages.language import (
    Answers,
    LanguageName,
    Piece,
    PieceKind,
    TwinState,
    check_fit,
)
from hardware.languages.raster_bytes import broken
from hardware.languages.tspl_status import hear_flags, hear_frames, tell_flags, tell_frame
from hardware.protocols import Media, RasterLabel

ASK_FRAME, ASK_FLAGS, ASK_MODEL = b"\x1b!S", b"\x1b!?", b"~!T\r\n"
GAP_MM = 3
"""As in the manual's examples; the printer finds the real gap with its sensor."""

_INVERTED = bytes(255 - byte for byte in range(256))
_IMMEDIATE = re.compile(rb"\x1b(?=!)")
_UNLIKE_ESCAPE = 0x1A
_HEAD = re.compile(rb"BITMAP (\d+),(\d+),(\d+),(\d+),0,")
_PRINT = re.compile(rb"PRINT \d+(,\d+)?\r?\n")


class Tspl:
    """TSPL over any way to the printer.

    Its status is told at once, whatever still lies in the buffer. So the model is asked for behind the job:
    the printer answers that in its turn, and only then a status without work means that all is printed.
    """

    name = LanguageName.TSPL
    questions: tuple[bytes, ...] = (ASK_FRAME, ASK_FLAGS)

    def encode(self, label: RasterLabel, media: Media) -> bytes:
        """One label as a job; in BITMAP a 0 is black."""
        check_fit(label, media)
        row_bytes = (label.width_dots + 7) // 8
        head = (
            f"SIZE {media.width_mm} mm,{media.height_mm} mm\r\nGAP {GAP_MM} mm,0 mm\r\nDIRECTION 1,0\r\n"
            f"REFERENCE 0,0\r\nCLS\r\nBITMAP 0,0,{row_bytes},{label.height_dots},0,"
        )
        dots = broken(label.rows.translate(_INVERTED), _IMMEDIATE, _UNLIKE_ESCAPE)
        return head.encode("ascii") + dots + b"\r\nPRINT 1,1\r\n"

    def decode(self, job: bytes) -> RasterLabel:
        """The raster of a job made by `encode`; its width is that of whole bytes."""
        found = _HEAD.search(job)
        if found is None:
            raise ValueError("not a job of one raster")
        row_bytes, height = int(found[3]), int(found[4])
        dots = job[found.end() : found.end() + row_bytes * height]
        if len(dots) != row_bytes * height:
            raise ValueError(f"the bitmap has {len(dots)} bytes, not {row_bytes * height}")
        return RasterLabel(row_bytes * 8, height, dots.translate(_INVERTED))

    def marker(self, token: int) -> bytes:
        """The question for the model, whose answer cannot carry a token."""
        return ASK_MODEL

    def hear(self, question: bytes, heard: bytes, asked: int, token: int | None) -> Answers | None:
        """Answers to the question, and the model among them where it was asked for."""
        hear = hear_frames if question == ASK_FRAME else hear_flags
        return hear(heard, asked, with_model=token is not None)

    def cut(self, stream: bytes | bytearray) -> Piece | None:
        """Walk over commands and bitmaps to the first question, or to the end of a job."""
        at = 0
        while at < len(stream):
            if stream.startswith((ASK_FRAME, ASK_FLAGS), at):
                return Piece(PieceKind.QUESTION, at, at + len(ASK_FRAME))
            if stream.startswith(ASK_MODEL, at):
                return Piece(PieceKind.MARKER, at, at + len(ASK_MODEL))
            if end := _PRINT.match(stream, at):
                return Piece(PieceKind.JOB, 0, end.end())
            after = _command_end(stream, at)
            if after is None:
                return None
            at = after
        return None

    def is_begun(self, stream: bytes | bytearray) -> bool:
        """A job begins with its size."""
        return b"SIZE " in stream

    def answer(self, question: bytes, state: TwinState) -> bytes:
        """As a printer of TSC would."""
        if question == ASK_MODEL:
            return b"TWIN\r"
        return tell_frame(state) if question == ASK_FRAME else tell_flags(state)


def _command_end(stream: bytes | bytearray, at: int) -> int | None:
    """Where the command ends that begins at `at`; None where it is not whole."""
    bitmap = _HEAD.match(stream, at)
    if bitmap:
        after = bitmap.end() + int(bitmap[3]) * int(bitmap[4])
        return after if after <= len(stream) else None
    end = stream.find(b"\n", at)
    return None if end < 0 else end + 1
