"""What every printer language can do, so that one driver and one simulated twin serve them all."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from hardware.errors import Reason
from hardware.protocols import Media, RasterLabel


class LanguageName(StrEnum):
    """Languages as they are named in settings; also the suffix of a job kept as a file."""

    ZPL = "zpl"
    TSPL = "tspl"
    ESCPOS = "escpos"


@dataclass(frozen=True)
class PrinterStatus:
    """How a printer says it is, whatever its language."""

    obstacle: Reason | None = None
    """What a person must put right, the most telling first."""
    at_work: bool = False
    """Whether something that was sent is still to print, as far as the language can tell."""


@dataclass(frozen=True)
class Answers:
    """The newest status, and whether the printer has come to the marker behind the job."""

    status: PrinterStatus
    is_reached: bool


class PieceKind(StrEnum):
    """What a printer finds in the stream of bytes it gets."""

    JOB = "job"
    QUESTION = "question"
    """Answered at once, whatever still waits."""
    MARKER = "marker"
    """Answered in its turn: when all before it was worked off."""


@dataclass(frozen=True)
class Piece:
    """One whole thing in a stream, at `stream[start:end]`; what lies before is a job not yet complete."""

    kind: PieceKind
    start: int
    end: int


@dataclass(frozen=True)
class TwinState:
    """What a simulated printer knows of itself when it is asked."""

    obstacle: Reason | None
    jobs_waiting: int
    job_begun: bool
    """Whether a part of a job has come and its end has not."""


class Language(Protocol):
    """One language, both its sides: the station's, and the printer's for simulated twins."""

    name: LanguageName
    questions: tuple[bytes, ...]
    """Ways to ask how it is, answered at once; the most telling first, the others for older printers."""

    def encode(self, label: RasterLabel, media: Media) -> bytes:
        """One label as a job. Raises ValueError where it does not fit the media."""
        ...

    def decode(self, job: bytes) -> RasterLabel:
        """The raster of a job made by `encode`. Raises ValueError for other jobs."""
        ...

    def marker(self, token: int) -> bytes:
        """What is sent once behind a job to be answered in its turn; empty where the status tells of jobs."""
        ...

    def hear(self, question: bytes, heard: bytes, asked: int, token: int | None) -> Answers | None:
        """Make sense of all that was heard since `question` was first asked, `asked` times by now.

        `token` is that of the marker that was sent, None where none was. None while an answer is not
        complete; ValueError where it is no answer of this language.
        """
        ...

    def cut(self, stream: bytes | bytearray) -> Piece | None:
        """The first whole thing in a stream, on the printer's side; None where none is whole yet."""
        ...

    def is_begun(self, stream: bytes | bytearray) -> bool:
        """Whether a job begins in a stream that holds no whole one."""
        ...

    def answer(self, question: bytes, state: TwinState) -> bytes:
        """What a printer answers to a question or a marker."""
        ...


def check_fit(label: RasterLabel, media: Media) -> None:
    """Nothing prints outside the label. Raises ValueError."""
    if label.width_dots > media.width_dots or label.height_dots > media.height_dots:
        raise ValueError(
            f"a raster of {label.width_dots} x {label.height_dots} dots does not fit "
            f"{media.width_dots} x {media.height_dots}"
        )
