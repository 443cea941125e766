"""Addresses of receipt printers: a way, and how wide the roll is."""

from pathlib import Path

from hardware.absent import AbsentReceiptPrinter
from hardware.errors import BadAddress
from hardware.printers.driver import PrinterDriver
from hardware.printers.folder import FolderPrinter
from hardware.protocols import ReceiptPrinter
from hardware.receipts.driver import JobPrinter, SlipPrinter
from hardware.receipts.language import SlipLanguage
from hardware.receipts.paper import WIDTH_DOTS, WIDTH_MM
from hardware.transports.opening import TRANSPORT_ADDRESSES, split_options, transport_at

RECEIPT_ADDRESSES = (
    f"{TRANSPORT_ADDRESSES}, folder:PATH (slips as pictures), each perhaps with ?width=58 (mm of the roll: "
    "80 or 58), none"
)
_WIDTHS = {str(width_mm): dots for width_mm, dots in WIDTH_DOTS.items()}


def receipt_printer_at(address: str) -> ReceiptPrinter:
    """The receipt printer at an address; it is not contacted yet. Raises BadAddress."""
    text = address.strip()
    if text == "none":
        return AbsentReceiptPrinter()
    try:
        where, options = split_options(text)
        width = options.pop("width", str(WIDTH_MM))
        jobs = _jobs_at(where, options)
    except (ValueError, BadAddress) as error:
        raise BadAddress(text, RECEIPT_ADDRESSES) from error
    if options or width not in _WIDTHS:
        raise BadAddress(text, RECEIPT_ADDRESSES)
    return SlipPrinter(jobs, _WIDTHS[width])


def _jobs_at(where: str, options: dict[str, str]) -> JobPrinter:
    folder = where.removeprefix("folder:")
    if folder == where:
        return PrinterDriver(transport_at(where, options), SlipLanguage())
    if not folder:
        raise ValueError("no folder")
    try:
        return FolderPrinter(Path(folder).expanduser(), SlipLanguage())
    except RuntimeError as error:  # a home folder of nobody
        raise ValueError(folder) from error
