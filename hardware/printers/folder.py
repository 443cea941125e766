"""A printer that is a folder, for demonstrations and for a desk whose printer has not come yet."""

import threading
from pathlib import Path

from hardware.errors import Reason
from hardware.faults import Fault
from hardware.languages.language import Language
from hardware.languages.zpl import Zpl
from hardware.printers.jobs import PrintedJobs
from hardware.protocols import (
    CRATE_MEDIA,
    DeviceState,
    DeviceStatus,
    Media,
    PrintOutcome,
    PrintReport,
    RasterLabel,
)

_REPORTS = {
    Fault.OFF: PrintReport(PrintOutcome.FAILED, Reason.NO_CONNECTION),
    Fault.GARBLES: PrintReport(PrintOutcome.FAILED, Reason.STRANGE_ANSWER),
    Fault.SILENT: PrintReport(PrintOutcome.UNKNOWN, Reason.NO_CONFIRMATION),
    Fault.RESETS: PrintReport(PrintOutcome.UNKNOWN, Reason.CONNECTION_BROKE),
    Fault.STALLS: PrintReport(PrintOutcome.UNKNOWN, Reason.STOPPED_READING),
}
_LOST = {
    Fault.OFF: Reason.NO_CONNECTION,
    Fault.GARBLES: Reason.STRANGE_ANSWER,
    Fault.SILENT: Reason.NO_ANSWER,
    Fault.MUTE: Reason.NO_ANSWER,
}


class FolderPrinter:
    """Keeps each label as a job and as .png; can be told to fail like a real printer."""

    def __init__(self, folder: Path, language: Language | None = None, media: Media = CRATE_MEDIA) -> None:
        """Jobs are kept as ZPL where no language is given."""
        self.name = f"folder:{folder}"
        self.media = media
        self._language = language or Zpl()
        self.jobs = PrintedJobs(folder, self._language)
        self._fault = Fault.READY
        self._paper_left: int | None = None
        self._lock = threading.Lock()

    def set_fault(self, fault: Fault) -> None:
        """Change how the printer behaves."""
        with self._lock:
            self._fault = fault

    def load_paper(self, labels: int | None) -> None:
        """Give it paper for so many labels; it notices the end when it needs the next. None is endless."""
        with self._lock:
            self._paper_left = labels

    def encode(self, label: RasterLabel) -> bytes:
        """The label as a job. Raises ValueError where it is larger than the media."""
        return self._language.encode(label, self.media)

    def print_job(self, data: bytes) -> PrintReport:
        """Store the job unless a fault is set. Never raises for what a disk does."""
        with self._lock:
            if self._fault.obstacle:
                return PrintReport(PrintOutcome.FAILED, self._fault.obstacle)
            if self._fault in _REPORTS:
                return _REPORTS[self._fault]
            if self._paper_left == 0:
                self._fault = Fault.OUT_OF_PAPER
                return PrintReport(PrintOutcome.UNKNOWN, Reason.STOPPED_IN_JOB)
            return self._store(data)

    def status(self) -> DeviceStatus:
        """How the printer would answer."""
        with self._lock:
            if self._fault in _LOST:
                return DeviceStatus(self.name, DeviceState.LOST, _LOST[self._fault])
            if self._fault.obstacle:
                return DeviceStatus(self.name, DeviceState.NEEDS_HELP, self._fault.obstacle)
            return DeviceStatus(self.name, DeviceState.READY)

    def _store(self, data: bytes) -> PrintReport:
        try:
            self.jobs.add(data)
        except OSError:
            return PrintReport(PrintOutcome.FAILED, Reason.FOLDER_NOT_WRITABLE)
        if self._paper_left is not None:
            self._paper_left -= 1
        if self._fault is Fault.MUTE:
            return PrintReport(PrintOutcome.UNKNOWN, Reason.NO_CONFIRMATION)
        return PrintReport(PrintOutcome.CONFIRMED)
