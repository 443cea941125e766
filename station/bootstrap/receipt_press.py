"""Slips on the receipt printer that the devices room names now."""

import threading
from collections.abc import Callable
from pathlib import Path

from hardware.errors import FontsMissing, Reason
from hardware.protocols import PrintOutcome, PrintReport, ReceiptPrinter
from hardware.receipt import Receipt
from hardware.receipt_raster import ReceiptPainter
from station.kernel.messages import Message
from station.kernel.trouble import Trouble


class ReceiptPress:
    """Draws as wide as the roll of the printer; one slip at a time, from any thread."""

    def __init__(self, current: Callable[[], ReceiptPrinter | None], fonts: Path) -> None:
        """`current` gives the receipt printer of this PC, None where there is none."""
        self._current, self._fonts = current, fonts
        self._one_slip = threading.Lock()
        self._painter: ReceiptPainter | None = None

    def is_there(self) -> bool:
        """Whether a receipt printer is set up."""
        return self._current() is not None

    def print(self, receipt: Receipt) -> PrintReport:
        """Draw and print. Raises Trouble where the fonts are gone."""
        printer = self._current()
        if printer is None:
            return PrintReport(PrintOutcome.FAILED, Reason.NOT_SET_UP)
        with self._one_slip:
            slip = self._ready().paint(receipt, printer.width_dots)
            return printer.print_slip(slip, cut=receipt.cut)

    def _ready(self) -> ReceiptPainter:
        """The fonts are opened with the first slip: most desks never print one."""
        try:
            self._painter = self._painter or ReceiptPainter(self._fonts)
        except FontsMissing as error:
            raise Trouble(
                Message("The fonts of the labels are missing"),
                Message("Install the program again"),
                retry_helps=False,
            ) from error
        return self._painter
