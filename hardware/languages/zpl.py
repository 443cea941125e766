"""The ZPL language of Zebra printers and their many imitators."""

import re
from dataclasses import dataclass

from hardware.errors import Reason
from hardware.languages.graphics import pack, unpack
from hardware.languages.language import (
    Answers,
    LanguageName,
    Piece,
    PieceKind,
    PrinterStatus,
    TwinState,
    check_fit,
)
from hardware.protocols import Media, RasterLabel

STATUS_QUERY = b"~HS\r\n"
_QUERY, _START, _END = b"~HS", b"^XA", b"^XZ"
_JOB = re.compile(r"\^XA.*?\^PW(\d+)\^LL(\d+).*?\^GFA,(\d+),(\d+),(\d+),([^\^~]*)\^FS.*?\^XZ", re.S)
_STATUS = re.compile(rb"\x02([^\x02\x03]*)\x03\s*\x02([^\x02\x03]*)\x03\s*\x02([^\x02\x03]*)\x03")
_ONE = re.compile(r"\d+,([01]),([01]),\d+,(\d+),([01]),[01],([01]),\d+,[01],[01],([01])(?:,.*)?", re.ASCII)
_TWO = re.compile(r"[0-9A-F]+,[01],([01]),([01]),[01],\d,\d,[01],(\d+),.*", re.ASCII | re.IGNORECASE)


class Zpl:
    """ZPL over any way to the printer; its status counts the formats that wait, so it needs no marker."""

    name = LanguageName.ZPL
    questions: tuple[bytes, ...] = (STATUS_QUERY,)

    def encode(self, label: RasterLabel, media: Media) -> bytes:
        """One label as a format."""
        check_fit(label, media)
        return encode_zpl(label)

    def decode(self, job: bytes) -> RasterLabel:
        """The raster of a format made by `encode`. Raises ValueError for other ZPL."""
        return decode_zpl(job)

    def marker(self, token: int) -> bytes:
        """Nothing: `~HS` behind the job tells whether the job still waits."""
        return b""

    def hear(self, question: bytes, heard: bytes, asked: int, token: int | None) -> Answers | None:
        """The last of the answers to `asked` questions."""
        answers = list(_STATUS.finditer(heard))
        if len(answers) < asked:
            return None
        status = parse_status(answers[asked - 1].group())
        assert status is not None
        return Answers(PrinterStatus(status.obstacle, not status.is_through), is_reached=True)

    def cut(self, stream: bytes | bytearray) -> Piece | None:
        """A query is answered wherever it stands, also inside a format."""
        query, end = stream.find(_QUERY), stream.find(_END)
        if query >= 0 and (end < 0 or query < end):
            return Piece(PieceKind.QUESTION, query, query + len(_QUERY))
        if end < 0:
            return None
        return Piece(PieceKind.JOB, max(0, stream.find(_START, 0, end)), end + len(_END))

    def is_begun(self, stream: bytes | bytearray) -> bool:
        """A format begins with `^XA`."""
        return _START in stream

    def answer(self, question: bytes, state: TwinState) -> bytes:
        """The three strings of `~HS`."""
        return format_status(
            ZplStatus(
                paper_out=state.obstacle is Reason.OUT_OF_PAPER,
                paused=state.obstacle is Reason.PAUSED,
                formats_waiting=state.jobs_waiting,
                buffer_full=False,
                format_unfinished=state.job_begun,
                too_hot=state.obstacle is Reason.OVERHEATED,
                head_open=state.obstacle is Reason.HEAD_OPEN,
                ribbon_out=state.obstacle is Reason.OUT_OF_RIBBON,
                labels_left=0,
            )
        )


def encode_zpl(raster: RasterLabel) -> bytes:
    """One label as a ZPL job: its size, the graphic at the origin, one copy."""
    row_bytes = (raster.width_dots + 7) // 8
    total = row_bytes * raster.height_dots
    head = f"^XA^PW{raster.width_dots}^LL{raster.height_dots}^LH0,0^PON"
    graphic = f"^FO0,0^GFA,{total},{total},{row_bytes},{pack(raster.rows, row_bytes)}^FS"
    return f"{head}{graphic}^PQ1^XZ\r\n".encode("ascii")


def decode_zpl(job: bytes) -> RasterLabel:
    """The raster of a job made by `encode_zpl`, for previews. Raises ValueError for other ZPL."""
    found = _JOB.search(job.decode("ascii", "replace"))
    if found is None:
        raise ValueError("not a job of one raster")
    width, height, _, total, row_bytes = (int(number) for number in found.groups()[:5])
    return RasterLabel(width, height, unpack(found.group(6), row_bytes, total))


@dataclass(frozen=True)
class ZplStatus:
    """What a printer answers to `~HS`."""

    paper_out: bool
    paused: bool
    formats_waiting: int
    buffer_full: bool
    format_unfinished: bool
    too_hot: bool
    head_open: bool
    ribbon_out: bool
    labels_left: int
    """Labels of the present batch that are still to print."""

    @property
    def is_through(self) -> bool:
        """Whether nothing that was sent is still to print."""
        return not (self.formats_waiting or self.labels_left or self.format_unfinished or self.buffer_full)

    @property
    def obstacle(self) -> Reason | None:
        """What a person must put right, the most telling first."""
        found = (
            (self.head_open, Reason.HEAD_OPEN),
            (self.paper_out, Reason.OUT_OF_PAPER),
            (self.ribbon_out, Reason.OUT_OF_RIBBON),
            (self.too_hot, Reason.OVERHEATED),
            (self.paused, Reason.PAUSED),
        )
        return next((reason for present, reason in found if present), None)


def parse_status(answer: bytes) -> ZplStatus | None:
    """Read the three strings that answer `~HS`; None where they are not complete, ValueError if nonsense.

    Fields as in Zebra's ZPL II programming guide, "~HS, Host Status Return".
    """
    found = _STATUS.search(answer)
    if found is None:
        return None
    one, two = _ONE.fullmatch(_text(found[1])), _TWO.fullmatch(_text(found[2]))
    if one is None or two is None:
        raise ValueError(f"no answer to ~HS: {answer!r}")
    return ZplStatus(
        paper_out=one[1] == "1",
        paused=one[2] == "1",
        formats_waiting=int(one[3]),
        buffer_full=one[4] == "1",
        format_unfinished=one[5] == "1",
        too_hot=one[6] == "1",
        head_open=two[1] == "1",
        ribbon_out=two[2] == "1",
        labels_left=int(two[3]),
    )


def _text(field: bytes) -> str:
    return field.decode("ascii", "replace")


def format_status(status: ZplStatus) -> bytes:
    """A status in the words of a printer, for the simulated one."""
    one = (
        f"030,{status.paper_out:d},{status.paused:d},1200,{status.formats_waiting:03d},"
        f"{status.buffer_full:d},0,{status.format_unfinished:d},000,0,0,{status.too_hot:d}"
    )
    two = f"000,0,{status.head_open:d},{status.ribbon_out:d},0,2,4,0,{status.labels_left:08d},1,000"
    return "".join(f"\x02{line}\x03\r\n" for line in (one, two, "0000,0")).encode("ascii")
