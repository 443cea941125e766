"""The label printer of a warehouse PC: its queue at work, and the room that shows it."""

from collections.abc import Callable

from hardware.labels import Label
from hardware.protocols import DeviceStatus, LabelPrinter, RasterLabel
from station.bootstrap.stands.stand import Site
from station.printing import queue
from station.printing.commands import copy_marks
from station.printing.flow import PrintingFlow
from station.printing.worker import PrintWorker
from station.sync.outbox import Author

NewPainter = Callable[[], Callable[[Label], RasterLabel]]


class LabelPrinting:
    """The worker prints on a thread of its own; the flow is touched on the store thread only."""

    def __init__(
        self,
        site: Site,
        author: Callable[[], Author],
        printer: LabelPrinter,
        new_painter: NewPainter,
        on_jobs: Callable[[], None],
    ) -> None:
        """`author` says in whose name a reprint is written; `on_jobs` hears on the store thread of labels."""
        self._site = site
        self._on_jobs = on_jobs
        self._worker = PrintWorker(
            printer,
            new_painter(),
            site.records,
            site.clock,
            on_jobs=lambda: self._do(self._jobs_changed),
            on_status=self._printer_said,
            on_bug=site.front.bug,
        )
        self.flow = PrintingFlow(
            site.records.database,
            author,
            site.identity.time_zone,
            copy_marks(site.texts),
            new_painter(),
            site.front.printing,
            site.after_act,
        )

    def start(self) -> None:
        """Begin to print; never on the store thread, which the worker needs."""
        self._worker.start()

    def stop(self) -> None:
        """End printing; never on the store thread."""
        self._worker.stop()

    def wake(self) -> None:
        """On the store thread: an act may have queued a label."""
        if queue.was_queued(self._site.records.database.notes):
            self._worker.wake()

    def _do(self, work: Callable[[], None]) -> None:
        self._site.workers.act(work)

    def _jobs_changed(self) -> None:
        self._on_jobs()
        self.flow.jobs_changed()

    def _printer_said(self, status: DeviceStatus) -> None:
        self._site.front.device(status)
        self._do(lambda: self.flow.printer_changed(status))
