"""Views of the printing room to draw: nothing yet, all well, out of paper, labels nobody is sure of."""

from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from uuid import UUID

from hardware.errors import Reason
from hardware.labels import LabelKind
from hardware.protocols import DeviceState, DeviceStatus
from hardware.raster import LabelPainter
from hardware.samples import sample_labels
from station.kernel.ids import JobId
from station.kernel.messages import Message, Tone
from station.printing.flow import NOT_ASKED, printer_part
from station.printing.queue import JobState
from station.printing.reasons import reason_words
from station.printing.view import (
    DOCUMENT_WORDS,
    STATE_TONES,
    STATE_WORDS,
    Answer,
    JobLine,
    Preview,
    PrintingView,
    Question,
)

NOW = datetime(2026, 6, 18, 2, 14, tzinfo=UTC)
FONTS = Path(__file__).parents[3] / "resources" / "fonts"
STATES = [
    (JobState.WAITING, "", 1),
    (JobState.FAILED, Reason.OUT_OF_PAPER, 1),
    (JobState.UNKNOWN, Reason.STOPPED_IN_JOB, 1),
    (JobState.UNKNOWN, Reason.NO_CONFIRMATION, 2),
    (JobState.CANCELLED, Reason.CONNECTION_BROKE, 1),
    (JobState.SENT, "", 1),
]


def line(number: int, state: JobState, reason: str = "", copy: int = 1, title: str = "") -> JobLine:
    return JobLine(
        id=JobId(UUID(int=number + 1)),
        at=NOW - timedelta(minutes=number),
        document=DOCUMENT_WORDS[LabelKind.CRATE if number % 3 else LabelKind.SLIP],
        title=title or f"三元梅园 {number % 7 + 1}/7",
        copy_number=copy,
        state=state,
        words=STATE_WORDS[state],
        tone=STATE_TONES[state],
        reason=reason_words(reason),
        can_reprint=state in (JobState.CONFIRMED, JobState.CANCELLED),
        can_cancel=state in (JobState.WAITING, JobState.FAILED),
    )


def printed(count: int) -> tuple[JobLine, ...]:
    return tuple(line(number, JobState.CONFIRMED) for number in range(10, 10 + count))


@cache
def preview(job_id: JobId) -> Preview:
    return Preview(job_id, LabelPainter(FONTS).paint(sample_labels()["crate"]))


def sample_views() -> dict[str, PrintingView]:
    mixed = tuple(line(at, *each) for at, each in enumerate(STATES)) + printed(14)
    unknown = tuple(job for job in mixed if job.state is JobState.UNKNOWN)
    ready = printer_part(DeviceStatus("tcp://192.0.2.10:9100", DeviceState.READY))
    no_paper = DeviceStatus("tcp://192.0.2.10:9100", DeviceState.NEEDS_HELP, Reason.OUT_OF_PAPER)
    absent = DeviceStatus("none", DeviceState.LOST, Reason.NOT_SET_UP)
    question = Question(
        Message("{document} {title}: did it come out?", document=unknown[0].document, title=unknown[0].title),
        unknown,
    )
    counts = {JobState.WAITING: 2, JobState.UNKNOWN: 2, JobState.CONFIRMED: 128}
    return {
        "nothing_yet": PrintingView((), {}, NOT_ASKED),
        "all_well": PrintingView(printed(30), {JobState.CONFIRMED: 128}, ready),
        "question": PrintingView(
            mixed, counts, ready, question, preview=preview(mixed[8].id),
            answer=Answer(Tone.OK, Message("Recorded as printed: {count}", count=3)),
        ),
        "out_of_paper": PrintingView(mixed, counts, printer_part(no_paper), question),
        "no_printer": PrintingView(mixed[:2], {JobState.WAITING: 2}, printer_part(absent)),
    }  # fmt: skip
