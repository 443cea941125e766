"""A receipt printer that is a TCP server, so that slips and drawers can be tried with real sockets."""

from collections.abc import Callable
from pathlib import Path

from hardware.printers.simulated import SimulatedPrinter
from hardware.receipts.language import SlipLanguage, opens_drawer
from hardware.receipts.paper import WIDTH_DOTS, WIDTH_MM


class SimulatedReceiptPrinter(SimulatedPrinter):
    """Prints slips as pictures, opens its drawer, or fails as it is told. Use it as a context manager."""

    def __init__(
        self,
        port: int = 0,
        folder: Path | None = None,
        on_printed: Callable[[Path | None], None] | None = None,
        width_mm: int = WIDTH_MM,
    ) -> None:
        """With a folder each slip becomes NNNNNN.png beside its bytes; `width_mm` is 80 or 58.

        Raises OSError where the port is taken.
        """
        self._width_mm = width_mm
        self.width_dots = WIDTH_DOTS[width_mm]
        super().__init__(port, folder, on_printed, language=SlipLanguage())

    @property
    def address(self) -> str:
        """What a receipt printer of the catalog is opened with."""
        option = "" if self._width_mm == WIDTH_MM else f"?width={self._width_mm}"
        return f"tcp://{self.host}:{self.port}{option}"

    @property
    def drawer_openings(self) -> int:
        """How often its drawer was kicked open."""
        return sum(map(opens_drawer, self.jobs.all()))

    def __enter__(self) -> "SimulatedReceiptPrinter":
        return self
