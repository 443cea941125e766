"""The thread of one label printer: prints its kinds of label one at a time, nothing twice by itself."""

import threading
from collections.abc import Callable, Collection

from hardware.drawing.refusals import LabelDoesNotFit
from hardware.errors import Reason
from hardware.labels import Label, LabelKind
from hardware.protocols import (
    DeviceState,
    DeviceStatus,
    LabelPrinter,
    Media,
    PrintOutcome,
    PrintReport,
    RasterLabel,
)
from station.kernel.clock import Clock
from station.kernel.ids import JobId
from station.kernel.trouble import Trouble
from station.printing import queue
from station.printing.reasons import StationReason
from station.storage.database import Records

RETRY_S = 3.0
"""How often a printer that refused a job is asked whether it is ready."""
LOOK_S = 30.0
"""How often an idle printer is asked how it is."""

AWAY = (Reason.NO_CONNECTION, Reason.NO_ANSWER, Reason.NOT_SET_UP)
"""Reasons of a printer that is not there, rather than one that wants a hand."""
NOT_DRAWN = PrintReport(PrintOutcome.FAILED, StationReason.NOT_DRAWN)
DOES_NOT_FIT = PrintReport(PrintOutcome.FAILED, StationReason.DOES_NOT_FIT)
CUT_OFF = PrintReport(PrintOutcome.UNKNOWN, StationReason.INTERRUPTED)


class PrintWorker:
    """Sends waiting jobs to the printer and keeps what is known of each."""

    def __init__(
        self,
        printer: LabelPrinter,
        kinds: Collection[LabelKind],
        draw: Callable[[Label, Media], RasterLabel],
        records: Records,
        clock: Clock,
        *,
        on_jobs: Callable[[], None],
        on_status: Callable[[DeviceStatus], None],
        on_bug: Callable[[Exception], None],
        retry_s: float = RETRY_S,
    ) -> None:
        """`kinds` are what this printer prints.

        `on_jobs` is called from this thread after a job changed; `on_status` once for each change of the
        printer's state; `on_bug` such as for a label that cannot be drawn: the others print on."""
        self.printer = printer
        self.kinds = frozenset(kinds)
        self._draw = draw
        self._records = records
        self._clock = clock
        self._on_jobs = on_jobs
        self._on_status = on_status
        self._on_bug = on_bug
        self._retry_s = retry_s
        self._status: DeviceStatus | None = None
        self._look_at = clock.monotonic()
        self._blocked = False
        self._speaks = False
        self._unrecorded: tuple[JobId, PrintReport] | None = None
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"printing on {printer.name}", daemon=True)

    def start(self) -> None:
        """Settle what an earlier run left half done, then begin to print."""
        self.recover()
        self._thread.start()

    def wake(self) -> None:
        """A job was queued."""
        self._wake.set()

    def stop(self, timeout_s: float = 15.0) -> None:
        """End after the job under way."""
        self._stopping.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(timeout_s)

    def recover(self) -> None:
        """What was on its way when the last run ended is unknown; what surely failed waits again."""
        self._records.act(queue.recover, self._clock.now(), self.kinds)
        self._on_jobs()

    def round(self) -> None:
        """Look at the printer where that is due, then print until nothing waits or the printer refuses.

        Never raises. A database that cannot be written ends the round: what is not written down is not sent.
        """
        try:
            self._keep_report()
            if self._clock.monotonic() >= self._look_at:
                self._look()
            while not self._stopping.is_set() and not self._blocked and self._print_next():
                pass
        except Trouble:
            self._block()
        except Exception as bug:  # noqa: BLE001 - one bad label must not end the printing for the whole night
            self._block()
            if not self._stopping.is_set():
                self._on_bug(bug)

    def pause_s(self) -> float:
        """Seconds until the printer is looked at again."""
        return max(0.0, self._look_at - self._clock.monotonic())

    def _run(self) -> None:
        while not self._stopping.is_set():
            self.round()
            self._wake.wait(self.pause_s())
            self._wake.clear()

    def _block(self) -> None:
        """Send nothing until a look at the printer says that it is ready."""
        self._blocked = True
        self._look_at = self._clock.monotonic() + self._retry_s

    def _look(self) -> None:
        """Ask the printer how it is; once it is ready, what failed waits again.

        A printer that never spoke still gets its jobs: some print servers are one-way.
        """
        status = self.printer.status()
        self._tell(status)
        self._speaks = self._speaks or status.state is not DeviceState.LOST
        one_way = status.reason == Reason.NO_ANSWER and not self._speaks
        if status.state is not DeviceState.READY and not one_way:
            self._block()
            return
        self._blocked = False
        self._look_at = self._clock.monotonic() + LOOK_S
        if self._records.act(queue.retry_failed, self._clock.now(), self.kinds):
            self._on_jobs()

    def _print_next(self) -> bool:
        """Print one job; False when none waits."""
        found = self._records.act(queue.send_next, self._clock.now(), self.kinds, self.printer.name)
        if found is None:
            return False
        job_id, label = found
        self._unrecorded = (job_id, NOT_DRAWN)
        self._on_jobs()
        drawn = self._drawn(label)
        if isinstance(drawn, PrintReport):
            self._unrecorded = (job_id, drawn)
        else:
            self._unrecorded = (job_id, CUT_OFF)
            self._unrecorded = (job_id, self.printer.print_job(drawn))
        self._keep_report()
        return True

    def _drawn(self, label: Label) -> bytes | PrintReport:
        """The label in the printer's language, or why it is none."""
        try:
            return self.printer.encode(self._draw(label, self.printer.media))
        except LabelDoesNotFit:
            return DOES_NOT_FIT
        except Exception as bug:  # noqa: BLE001 - reported whole; the labels behind it must still come out
            self._on_bug(bug)
            return NOT_DRAWN

    def _keep_report(self) -> None:
        """Write down what became of the last job; where that raises Trouble it stays first in line."""
        if self._unrecorded is None:
            return
        job_id, report = self._unrecorded
        self._records.act(queue.record_outcome, job_id, report, self._clock.now())
        self._unrecorded = None
        self._on_jobs()
        if report not in (NOT_DRAWN, DOES_NOT_FIT, CUT_OFF):
            self._judge(report)

    def _judge(self, report: PrintReport) -> None:
        """What a report tells of the printer. One that has spoken and now says nothing gets no more jobs."""
        if report.outcome is PrintOutcome.CONFIRMED:
            self._speaks = True
            self._tell(DeviceStatus(self.printer.name, DeviceState.READY))
            return
        state = DeviceState.LOST if report.reason in AWAY else DeviceState.NEEDS_HELP
        self._tell(DeviceStatus(self.printer.name, state, report.reason))
        if report.outcome is PrintOutcome.FAILED or self._speaks:
            self._block()

    def _tell(self, status: DeviceStatus) -> None:
        if status != self._status:
            self._status = status
            self._on_status(status)
