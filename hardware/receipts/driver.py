"""The driver of receipt printers: slips as jobs for whatever prints jobs and tells what came of them."""

from typing import Protocol

from hardware.errors import Reason
from hardware.protocols import DeviceStatus, PrintOutcome, PrintReport, RasterLabel
from hardware.receipts.encoding import encode_drawer, encode_slip

_OF_SLIPS = {
    Reason.NO_CONFIRMATION: Reason.SLIP_NOT_CONFIRMED,
    Reason.STOPPED_IN_JOB: Reason.STOPPED_IN_SLIP,
    Reason.QUEUE_REFUSED: Reason.SLIP_REFUSED,
    Reason.FOLDER_NOT_WRITABLE: Reason.SLIPS_NOT_WRITABLE,
}
"""What is said of labels, in the words of slips."""


class JobPrinter(Protocol):
    """Prints jobs: over a way to a real printer, or into a folder."""

    name: str

    def print_job(self, data: bytes) -> PrintReport:
        """Never raises."""
        ...

    def status(self) -> DeviceStatus:
        """Never raises."""
        ...


class SlipPrinter:
    """A receipt printer; asks before a job, confirms behind it, and takes silence for not knowing."""

    def __init__(self, jobs: JobPrinter, width_dots: int) -> None:
        """`width_dots` is 576 on 80 mm paper, 384 on 58 mm."""
        self.name = jobs.name
        self.width_dots = width_dots
        self._jobs = jobs

    def print_slip(self, slip: RasterLabel, *, cut: bool = True, open_drawer: bool = False) -> PrintReport:
        """As `ReceiptPrinter.print_slip`; a slip wider than the roll is not printed."""
        if slip.width_dots > self.width_dots:
            return PrintReport(PrintOutcome.FAILED, Reason.SLIP_TOO_WIDE)
        return self._print(encode_slip(slip, cut=cut, open_drawer=open_drawer))

    def open_drawer(self) -> PrintReport:
        """As `ReceiptPrinter.open_drawer`."""
        return self._print(encode_drawer())

    def status(self) -> DeviceStatus:
        """As `ReceiptPrinter.status`."""
        return self._jobs.status()

    def _print(self, job: bytes) -> PrintReport:
        report = self._jobs.print_job(job)
        reasons: dict[str, Reason] = {str(label): slip for label, slip in _OF_SLIPS.items()}
        return PrintReport(report.outcome, reasons.get(report.reason, report.reason))
