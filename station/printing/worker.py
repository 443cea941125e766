"""The thread that empties the print queue: one job at a time, nothing sent twice by itself."""

import threading
from collections.abc import Callable

from hardware.labels import Label
from hardware.protocols import DeviceState, DeviceStatus, LabelPrinter, PrintOutcome, RasterLabel
from station.kernel.clock import Clock
from station.printing import queue
from station.storage.database import Records

RETRY_S = 3.0


class PrintWorker:
    """Sends waiting jobs to the printer and keeps what is known of each."""

    def __init__(
        self,
        printer: LabelPrinter,
        draw: Callable[[Label], RasterLabel],
        records: Records,
        clock: Clock,
        *,
        on_jobs: Callable[[], None],
        on_status: Callable[[DeviceStatus], None],
    ) -> None:
        """`on_jobs` is called on the store thread after a job changed; `on_status` from this thread,
        once for each change of the printer's state."""
        self._printer = printer
        self._draw = draw
        self._records = records
        self._clock = clock
        self._on_jobs = on_jobs
        self._on_status = on_status
        self._status: DeviceStatus | None = None
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._blocked = False
        self._thread = threading.Thread(target=self._run, name="printing", daemon=True)

    def start(self) -> None:
        """Settle what an earlier run left half done, then begin to print."""
        self._records.act(queue.recover, self._clock.now())
        self._thread.start()
        self._wake.set()

    def wake(self) -> None:
        """A job was queued."""
        self._wake.set()

    def stop(self, timeout_s: float = 15.0) -> None:
        """End after the job under way."""
        self._stopping.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(timeout_s)

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._wake.wait(RETRY_S if self._blocked else None)
            self._wake.clear()
            if self._blocked:
                self._look_again()
            while not self._stopping.is_set() and not self._blocked and self._print_next():
                pass

    def _look_again(self) -> None:
        """Ask a printer that refused whether it is ready; if so, what failed waits again."""
        status = self._printer.status()
        self._tell(status)
        if status.state is DeviceState.READY:
            self._blocked = False
            self._records.act(queue.retry_failed, self._clock.now())

    def _print_next(self) -> bool:
        """Print one job; False when none waits."""
        found = self._records.act(queue.send_next, self._clock.now())
        if found is None:
            return False
        job_id, label = found
        self._records.submit(self._on_jobs)
        report = self._printer.print_job(self._printer.encode(self._draw(label)))
        self._records.act(queue.record_outcome, job_id, report, self._clock.now())
        self._records.submit(self._on_jobs)
        if report.outcome is PrintOutcome.CONFIRMED:
            self._tell(DeviceStatus(self._printer.name, DeviceState.READY))
        else:
            self._blocked = report.outcome is PrintOutcome.FAILED
            self._tell(DeviceStatus(self._printer.name, DeviceState.NEEDS_HELP, report.reason))
        return True

    def _tell(self, status: DeviceStatus) -> None:
        if status != self._status:
            self._status = status
            self._on_status(status)
