"""The label printer of a warehouse PC: its queue at work, and the room that shows it."""

from collections.abc import Callable
from typing import Protocol

from hardware.labels import Label, LabelKind
from hardware.protocols import DeviceStatus, LabelPrinter, RasterLabel
from station.bootstrap.label_painters import NewPainter
from station.bootstrap.stands.stand import Site
from station.printing import queue
from station.printing.commands import copy_marks
from station.printing.flow import PrintingFlow
from station.printing.worker import PrintWorker
from station.printing.workers import PrintWorkers, Setup
from station.sync.outbox import Author

ABSENT = "none"


class LabelPrinters(Protocol):
    """What is asked of the devices of this PC."""

    def label_printers(self) -> dict[str, LabelPrinter]:
        """Every label printer in use by its address, in the order they were set up."""
        ...

    def label_choices(self) -> dict[LabelKind, str]:
        """Which address each kind of label was given to."""
        ...

    def label_printer(self, kind: LabelKind) -> LabelPrinter:
        """The printer of a kind of label."""
        ...


class LabelPrinting:
    """The workers print on threads of their own; the flow is touched on the store thread only."""

    def __init__(
        self,
        site: Site,
        author: Callable[[], Author],
        printers: LabelPrinters,
        new_painter: NewPainter,
        on_jobs: Callable[[], None],
    ) -> None:
        """`author` says in whose name a reprint is written; `on_jobs` hears on the store thread of labels."""
        self._site = site
        self._on_jobs = on_jobs
        self._printers = printers
        self._new_painter = new_painter
        self._paint = new_painter()
        self._workers = PrintWorkers(self._setup, self._new_worker)
        self.flow = PrintingFlow(
            site.records.database,
            author,
            site.identity.time_zone,
            copy_marks(site.texts),
            self._preview,
            site.front.printing,
            site.after_act,
        )

    def start(self) -> None:
        """Begin to print, or go on with what the devices room says now; never on the store thread."""
        names = self._workers.refresh()
        self._do(lambda: self.flow.printers_are(names))

    def printers_changed(self) -> None:
        """On the store thread: other printers are in use, or print other kinds."""
        self._site.workers.aside(self.start, lambda _: None, self._site.front.trouble)

    def stop(self) -> None:
        """End printing; never on the store thread."""
        self._workers.stop()

    def wake(self) -> None:
        """On the store thread: an act may have queued a label."""
        if queue.was_queued(self._site.records.database.notes):
            self._workers.wake()

    def _setup(self) -> Setup:
        """With no printer there is still one worker, whose jobs say that none is set up."""
        found = self._printers.label_printers() or {ABSENT: self._printers.label_printer(LabelKind.CRATE)}
        return found, self._printers.label_choices()

    def _new_worker(self, printer: LabelPrinter, kinds: frozenset[LabelKind]) -> PrintWorker:
        return PrintWorker(
            printer,
            kinds,
            self._new_painter(),
            self._site.records,
            self._site.clock,
            on_jobs=lambda: self._do(self._jobs_changed),
            on_status=self._printer_said,
            on_bug=self._site.front.bug,
        )

    def _preview(self, label: Label) -> RasterLabel:
        """As its printer would print it now."""
        return self._paint(label, self._printers.label_printer(label.kind).media)

    def _do(self, work: Callable[[], None]) -> None:
        self._site.workers.act(work)

    def _jobs_changed(self) -> None:
        self._on_jobs()
        self.flow.jobs_changed()

    def _printer_said(self, status: DeviceStatus) -> None:
        self._site.front.device(status)
        self._do(lambda: self.flow.printer_changed(status))
