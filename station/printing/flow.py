"""The conversation in the printing room: what waits, what came out, what a person must look at."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from hardware.errors import Reason
from hardware.labels import Label
from hardware.protocols import DeviceState, DeviceStatus, RasterLabel
from station.kernel.ids import JobId
from station.kernel.messages import Message, Tone
from station.kernel.trouble import Trouble
from station.printing import commands, queue
from station.printing.commands import CopyMark
from station.printing.queue import Job, JobState
from station.printing.reasons import reason_words
from station.printing.view import (
    DOCUMENT_WORDS,
    STATE_TONES,
    STATE_WORDS,
    Answer,
    JobLine,
    Preview,
    PrinterPart,
    PrintingView,
    Question,
    ReprintReason,
)
from station.storage.database import Database
from station.sync.outbox import Author

__all__ = ["PrintingFlow", "PrintingView"]

SHOWN = 100
"""Labels in the list; older ones are found by searching."""

UNDER_WAY = (JobState.WAITING, JobState.SENT)
"""States of a label that moves on by itself, soon."""

NOTHING = Message("")
NOT_ASKED = PrinterPart(None, None, Message("Printer"), NOTHING)
PRINTER_WORDS = {
    DeviceState.READY: Message("Printer ready"),
    DeviceState.NEEDS_HELP: Message("Printer needs help"),
    DeviceState.LOST: Message("Printer not reached"),
}
PRINTER_TONES = {
    DeviceState.READY: Tone.OK,
    DeviceState.NEEDS_HELP: Tone.ASK,
    DeviceState.LOST: Tone.REFUSED,
}


_URGENCY = {DeviceState.READY: 0, DeviceState.NEEDS_HELP: 1, DeviceState.LOST: 2}


class PrintingFlow:
    """One printing room; every public method runs on the store thread and shows the view that follows."""

    def __init__(
        self,
        database: Database,
        author: Callable[[], Author],
        time_zone: ZoneInfo,
        copy_mark: CopyMark,
        draw: Callable[[Label], RasterLabel],
        show: Callable[[PrintingView], None],
        after_act: Callable[[], None],
    ) -> None:
        """`author` says who acts now and when; `draw` is called on the store thread, for previews.

        `after_act` is told after each act: a label may wait to be printed, a fact to be sent.
        """
        self._database = database
        self._author = author
        self._time_zone = time_zone
        self._copy_mark = copy_mark
        self._draw = draw
        self._show = show
        self._after_act = after_act
        self._statuses: dict[str, DeviceStatus] = {}
        """What each printer said last, by its name."""
        self._search = ""
        self._preview: Preview | None = None
        self._answer: Answer | None = None
        self._in_sight = True
        self._lines: tuple[JobLine, ...] = ()

    def open(self) -> None:
        """Show the room as it is now."""
        self._tell()

    def jobs_changed(self) -> None:
        """The print queue moved."""
        self._tell()

    def look_at_list(self, in_sight: bool) -> None:
        """The list of labels came in sight, or left it."""
        self._in_sight = in_sight
        if in_sight:
            self._tell()

    def printer_changed(self, status: DeviceStatus) -> None:
        """A printer was lost, is back, or needs help."""
        self._statuses[status.device] = status
        self._tell()

    def printers_are(self, names: Collection[str]) -> None:
        """These printers are in use now; of others nothing is told any more."""
        self._statuses = {name: status for name, status in self._statuses.items() if name in names}
        self._tell()

    def came_out(self, job_ids: Sequence[JobId]) -> None:
        """The operator looked: these unknown labels are there."""

        def act(connection: Connection, author: Author) -> Answer:
            settled = commands.came_out(connection, job_ids, author.at)
            return _answered(settled, Message("Recorded as printed: {count}", count=settled))

        self._act(act)

    def did_not_come_out(self, job_ids: Sequence[JobId]) -> None:
        """The operator looked: these unknown labels are not there; marked copies take their place."""

        def act(connection: Connection, author: Author) -> Answer:
            copies = len(commands.did_not_come_out(connection, author, job_ids, self._copy_mark))
            words = Message("Printed again, marked as copies: {count}", count=copies)
            return _answered(copies, words)

        self._act(act)

    def print_again(self, job_id: JobId, reason: ReprintReason) -> None:
        """A label that came out is gone or damaged."""

        def act(connection: Connection, author: Author) -> Answer:
            copy = commands.reprint_page(connection, author, job_id, reason, self._copy_mark)
            title = queue.job(connection, job_id).title
            return Answer(Tone.OK, Message("{title} prints again as copy {copy}", title=title, copy=copy))

        self._act(act)

    def cancel(self, job_id: JobId) -> None:
        """This label is not needed."""

        def act(connection: Connection, author: Author) -> Answer:
            cancelled = commands.cancel(connection, job_id, author.at)
            title = queue.job(connection, job_id).title
            return _answered(cancelled, Message("{title} is not printed", title=title))

        self._act(act)

    def search(self, text: str) -> None:
        """Show only labels whose title holds `text`; empty shows all."""
        self._search = text.strip()
        self._tell()

    def select(self, job_id: JobId | None) -> None:
        """Look at a label, or at none."""
        self._preview = None
        if job_id is not None:
            with self._database.look() as connection:
                label = queue.label_of(connection, job_id)
            self._preview = Preview(job_id, self._draw(label))
        self._tell()

    def view(self) -> PrintingView:
        """The room as it is now."""
        with self._database.look() as connection:
            counts = queue.counts(connection)
            unknown = queue.unknown(connection)
            # A long list that nobody sees is read when the last label is out: scans wait behind it.
            if self._in_sight or not any(counts.get(state) for state in UNDER_WAY):
                self._lines = tuple(self._line(job) for job in queue.recent(connection, SHOWN, self._search))
        return PrintingView(
            jobs=self._lines,
            counts=counts,
            printer=printers_part(list(self._statuses.values())),
            question=self._question(unknown),
            search=self._search,
            preview=self._preview,
            answer=self._answer,
        )

    def _act(self, act: Callable[[Connection, Author], Answer]) -> None:
        """An act that could not be written down did not happen, and the operator hears that."""
        try:
            with self._database.act() as connection:
                answer = act(connection, self._author())
        except Trouble as trouble:
            words = Message("{what}. {remedy}", what=trouble.what, remedy=trouble.remedy)
            answer = Answer(Tone.REFUSED, words)
        self._answer = answer
        self._tell()
        self._after_act()

    def _tell(self) -> None:
        self._show(self.view())

    def _question(self, unknown: Sequence[Job]) -> Question | None:
        if not unknown:
            return None
        lines = tuple(self._line(job) for job in unknown)
        words = Message(
            "{document} {title}: did it come out?", document=lines[0].document, title=lines[0].title
        )
        return Question(words, lines)

    def _line(self, job: Job) -> JobLine:
        return JobLine(
            id=job.id,
            at=job.changed_at.astimezone(self._time_zone),
            document=DOCUMENT_WORDS[job.document],
            title=job.title,
            copy_number=job.copy_number,
            state=job.state,
            words=STATE_WORDS[job.state],
            tone=STATE_TONES[job.state],
            reason=reason_words(job.reason),
            can_reprint=job.state in (JobState.CONFIRMED, JobState.CANCELLED),
            can_cancel=job.state in (JobState.WAITING, JobState.FAILED),
        )


def _answered(count: int, words: Message) -> Answer:
    """The answer to an act on `count` labels; none means that somebody was faster."""
    if count:
        return Answer(Tone.OK, words)
    return Answer(Tone.INFO, Message("This was answered already; nothing was changed"))


def printers_part(statuses: Sequence[DeviceStatus]) -> PrinterPart:
    """How the printers are, in words: of several the one that is worst off, by its name."""
    if not statuses:
        return NOT_ASKED
    worst = max(statuses, key=lambda status: _URGENCY[status.state])
    part = printer_part(worst)
    if len(statuses) == 1 or worst.state is DeviceState.READY:
        return part
    return replace(part, remedy=Message("{printer}: {remedy}", printer=worst.device, remedy=part.remedy))


def printer_part(status: DeviceStatus) -> PrinterPart:
    """How one printer is, in words."""
    if status.reason == Reason.NOT_SET_UP:
        words = Message("No printer is set up")
    else:
        words = PRINTER_WORDS[status.state]
    return PrinterPart(status.state, PRINTER_TONES[status.state], words, reason_words(status.reason))
