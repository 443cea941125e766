"""What the printing room shows at one moment: frozen, translated only where it is drawn."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from hardware.labels import LabelKind
from hardware.protocols import DeviceState, RasterLabel
from station.kernel.ids import JobId
from station.kernel.messages import Message, Tone
from station.printing.queue import JobState


class ReprintReason(StrEnum):
    """Why a label is printed again; recorded with the reprint."""

    DAMAGED = "damaged"
    LOST = "lost"
    NEVER_CAME_OUT = "never_came_out"


DOCUMENT_WORDS = {
    LabelKind.CRATE: Message("Crate label"),
    LabelKind.SLIP: Message("Closing slip"),
    LabelKind.PARCEL: Message("Parcel label"),
    LabelKind.SHELF: Message("Shelf label"),
    LabelKind.BIN: Message("Bin label"),
    LabelKind.PRODUCT: Message("Product label"),
    LabelKind.GIFT_BOX: Message("Gift box label"),
    LabelKind.BADGE: Message("Badge"),
    LabelKind.OPERATOR_SHEET: Message("Operator sheet"),
}
STATE_WORDS = {
    JobState.WAITING: Message("Waiting for the printer"),
    JobState.SENT: Message("Prints now"),
    JobState.CONFIRMED: Message("Printed"),
    JobState.UNKNOWN: Message("Did it come out?"),
    JobState.FAILED: Message("Not printed yet"),
    JobState.CANCELLED: Message("Cancelled"),
}
STATE_TONES = {
    JobState.WAITING: Tone.INFO,
    JobState.SENT: Tone.INFO,
    JobState.CONFIRMED: Tone.OK,
    JobState.UNKNOWN: Tone.ASK,
    JobState.FAILED: Tone.REFUSED,
    JobState.CANCELLED: None,
}
"""The shape and colour of each state; None is quiet."""


@dataclass(frozen=True)
class JobLine:
    """One label of the queue, in words; `at` is the moment of its last change by the warehouse's clock."""

    id: JobId
    at: datetime
    document: Message
    title: str
    copy_number: int
    state: JobState
    words: Message
    tone: Tone | None
    reason: Message
    can_reprint: bool
    can_cancel: bool


@dataclass(frozen=True)
class PrinterPart:
    """How the printer is: `words` in short, `remedy` what happened and what to do; None was not asked yet."""

    state: DeviceState | None
    tone: Tone | None
    words: Message
    remedy: Message


@dataclass(frozen=True)
class Question:
    """Labels of which only a person can see whether they came out, in the order they were sent."""

    words: Message
    jobs: tuple[JobLine, ...]


@dataclass(frozen=True)
class Preview:
    """The label of the job looked at, as the printer would print it."""

    job_id: JobId
    raster: RasterLabel


@dataclass(frozen=True)
class Answer:
    """What became of the last gesture."""

    tone: Tone
    words: Message


@dataclass(frozen=True)
class PrintingView:
    """The whole printing room; `jobs` newest first, as far as they fit `search`."""

    jobs: tuple[JobLine, ...]
    counts: Mapping[JobState, int] = field(hash=False)
    """How many labels of the whole queue are in each state; a state without labels is missing."""
    printer: PrinterPart
    question: Question | None = None
    search: str = ""
    preview: Preview | None = None
    answer: Answer | None = None
