"""Test pages of each kind of printer."""

from pathlib import Path

from PIL import Image

from hardware.documents import DocumentPrinter
from hardware.errors import DocumentNotPrinted
from hardware.protocols import LabelPrinter, Media, PrintOutcome, PrintReport, ReceiptPrinter
from hardware.trial_pages import trial_label, trial_slip
from station.kernel.clock import Clock

A4_DOTS_PER_MM = 6
"""Fine enough for a test page of a document printer: 152 dpi."""
A4 = Media(210, 297, A4_DOTS_PER_MM)
INCH_MM = 25.4
FILE = "test-page.pdf"


class Trials:
    """Draws test pages and hands them to a printer; may be used from any thread."""

    def __init__(self, fonts: Path, papers: Path, clock: Clock) -> None:
        """`papers` is where the one test document lies while it is printed."""
        self._fonts, self._papers, self._clock = fonts, papers, clock

    def label(self, printer: LabelPrinter, title: str, address: str) -> PrintReport:
        """Print a test label as large as what lies in the printer."""
        media = printer.media
        size = f"{media.width_mm}×{media.height_mm} mm · {media.dots_per_mm} dots/mm"
        drawn = trial_label(media, self._fonts, title, (address, size, self._moment()), address)
        return printer.print_job(printer.encode(drawn))

    def slip(self, printer: ReceiptPrinter, title: str, address: str) -> PrintReport:
        """Print a test slip and cut it."""
        lines = (address, f"{printer.width_dots} dots", self._moment())
        return printer.print_slip(trial_slip(printer.width_dots, self._fonts, title, lines, address))

    def document(self, printer: DocumentPrinter, title: str) -> PrintReport:
        """Print a test page; that it was taken is all a print system tells."""
        file = self._papers / FILE
        try:
            self._papers.mkdir(parents=True, exist_ok=True)
            self._draw_page(file, title, printer.name)
            printer.print_pdf(file, title)
        except DocumentNotPrinted as error:
            return PrintReport(PrintOutcome.FAILED, error.reason)
        return PrintReport(PrintOutcome.UNKNOWN)

    def _draw_page(self, file: Path, title: str, address: str) -> None:
        drawn = trial_label(A4, self._fonts, title, (address, self._moment()), address)
        image = Image.frombytes("1", (drawn.width_dots, drawn.height_dots), drawn.rows)
        # Black on white: the dots are 1 where there is ink.
        image.convert("L").point(lambda grey: 255 - grey).convert("1").save(
            file, "PDF", resolution=A4_DOTS_PER_MM * INCH_MM
        )

    def _moment(self) -> str:
        return f"{self._clock.now():%Y-%m-%d %H:%M} UTC"
