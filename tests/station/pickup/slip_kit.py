"""Slips in tests: a press that can be told what happens, and work aside that waits to be done."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from hardware.protocols import PrintOutcome, PrintReport
from hardware.receipt import Columns, Receipt, Text
from station.kernel.messages import Texts
from station.kernel.settings import SlipWish
from station.kernel.trouble import Trouble
from station.pickup.commands.slips import SlipGround, SlipPress
from station.pickup.flow import PickupFlow
from tests.station.pickup.kit import Till

CONFIRMED = PrintReport(PrintOutcome.CONFIRMED)


@dataclass
class Press:
    """Keeps what it printed."""

    report: PrintReport | Trouble = CONFIRMED
    there: bool = True
    printed: list[Receipt] = field(default_factory=list)

    def is_there(self) -> bool:
        return self.there

    def print(self, receipt: Receipt) -> PrintReport:
        self.printed.append(receipt)
        if isinstance(self.report, Trouble):
            raise self.report
        return self.report


class Later:
    """Work aside, done when the test says so."""

    def __init__(self) -> None:
        self._waiting: list[Callable[[], None]] = []

    def __call__(
        self, work: Callable[[], Any], done: Callable[[Any], None], failed: Callable[[Trouble], None]
    ) -> None:
        def run() -> None:
            try:
                result = work()
            except Trouble as trouble:
                failed(trouble)
            else:
                done(result)

        self._waiting.append(run)

    def __len__(self) -> int:
        return len(self._waiting)

    def happen(self) -> None:
        """All that waits is done now."""
        waiting, self._waiting = self._waiting, []
        for run in waiting:
            run()


def give_printer(
    till: Till, texts: Texts, press: SlipPress, aside: Later, wish: SlipWish = SlipWish.NEVER
) -> None:
    """The desk of `till` has a receipt printer from now on."""
    ground = SlipGround(press, texts, "优邻站", "三元梅园", wish)
    till.flow = PickupFlow(till.desk, till.shown.append, lambda: None, ground, aside)
    till.flow.open()


def said(receipt: Receipt) -> list[str]:
    """What stands on a slip, line by line; columns apart by a bar."""
    lines = []
    for line in receipt.lines:
        if isinstance(line, Text):
            lines.append(line.text)
        elif isinstance(line, Columns):
            lines.append(" | ".join(cell.text for cell in line.cells))
    return lines
