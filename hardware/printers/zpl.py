"""The ZPL language: a raster as a job, and what a printer says of itself."""

import re
from dataclasses import dataclass

from hardware.errors import Reason
from hardware.printers.graphics import pack, unpack
from hardware.protocols import RasterLabel

STATUS_QUERY = b"~HS\r\n"
_JOB = re.compile(r"\^XA.*?\^PW(\d+)\^LL(\d+).*?\^GFA,(\d+),(\d+),(\d+),([^\^~]*)\^FS.*?\^XZ", re.S)
_STATUS = re.compile(rb"\x02([^\x03]*)\x03\s*\x02([^\x03]*)\x03\s*\x02([^\x03]*)\x03")


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
    """Read the three strings that answer `~HS`; None where they are not complete, ValueError if nonsense."""
    found = _STATUS.search(answer)
    if found is None:
        return None
    try:
        one, two, _ = (group.decode("ascii").split(",") for group in found.groups())
        first, second = [int(field, 16) for field in one], [int(field, 16) for field in two[:8]]
        return ZplStatus(
            paper_out=first[1] == 1,
            paused=first[2] == 1,
            formats_waiting=int(one[4]),
            buffer_full=first[5] == 1,
            format_unfinished=first[7] == 1,
            too_hot=first[11] == 1,
            head_open=second[2] == 1,
            ribbon_out=second[3] == 1,
            labels_left=int(two[8]),
        )
    except (IndexError, ValueError) as error:
        raise ValueError(f"no answer to ~HS: {answer!r}") from error


def format_status(status: ZplStatus) -> bytes:
    """A status in the words of a printer, for the simulated one."""
    one = (
        f"030,{status.paper_out:d},{status.paused:d},1200,{status.formats_waiting:03d},"
        f"{status.buffer_full:d},0,{status.format_unfinished:d},000,0,0,{status.too_hot:d}"
    )
    two = f"000,0,{status.head_open:d},{status.ribbon_out:d},0,2,4,0,{status.labels_left:08d},1,000"
    return "".join(f"\x02{line}\x03\r\n" for line in (one, two, "0000,0")).encode("ascii")
