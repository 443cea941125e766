"""Prints the set-up sheet of scanners on this PC's document printer."""

from pathlib import Path

from hardware.documents import DocumentPrinter
from hardware.errors import DocumentNotPrinted
from hardware.protocols import PrintOutcome, PrintReport
from station.kernel.messages import Message, Texts

FILE = "scanner-sheet.pdf"


def print_scanner_sheet(texts: Texts, fonts: Path, papers: Path, printer: DocumentPrinter) -> PrintReport:
    """Draw the sheet into the folder `papers` and print it; that it was taken is all a print system tells."""
    # reportlab takes long to load and few people ever print this sheet.
    from station.devices.documents import ScannerSheet

    file = papers / FILE
    try:
        papers.mkdir(parents=True, exist_ok=True)
        file.write_bytes(ScannerSheet(texts, fonts).pdf())
        printer.print_pdf(file, texts.say(Message("Setting a scanner up")))
    except DocumentNotPrinted as error:
        return PrintReport(PrintOutcome.FAILED, error.reason)
    return PrintReport(PrintOutcome.UNKNOWN)
