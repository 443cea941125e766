"""Keeps scans and scanned commands in the order they were read, though two threads answer them."""

from collections.abc import Callable

from station.kernel.scan import Scan

Done = Callable[[], None]
"""To be called from any thread, once, when a command was done."""


class ScanOrder:
    """Holds back what was read behind a command until that was done; used on the store thread only.

    A command is done by the window. A scan right behind it must be answered by what the command left: an undo
    belongs to the scan before it.
    """

    def __init__(
        self, act: Callable[[Callable[[], None]], object], answer: Callable[[Scan, Done], bool]
    ) -> None:
        """`act` runs work on the store thread, behind what was asked before.

        `answer` answers a scan; True when it was a command, which is done once its Done was called.
        """
        self._act = act
        self._answer = answer
        self._at_a_command = False
        self._behind: list[Scan] = []

    def take(self, scan: Scan) -> None:
        """Answer `scan`, now or in its turn."""
        if self._at_a_command:
            self._behind.append(scan)
        else:
            self._at_a_command = self._answer(scan, self._done)

    def _done(self) -> None:
        # Behind what the command itself asked of this thread.
        self._act(self._go_on)

    def _go_on(self) -> None:
        """Answer what waited, as far as the next command; one that fails takes no other along."""
        self._at_a_command = False
        if self._behind:
            try:
                self.take(self._behind.pop(0))
            finally:
                if not self._at_a_command:
                    self._go_on()
