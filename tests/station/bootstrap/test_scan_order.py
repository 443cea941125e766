"""What was read behind a command waits for it, whatever goes wrong meanwhile."""

from collections.abc import Callable

import pytest

from station.bootstrap.scan_order import Done, ScanOrder
from station.kernel.scan import Scan


class Thread:
    """The store thread by hand: work is done when the test says so."""

    def __init__(self) -> None:
        self.asked: list[Callable[[], None]] = []
        self.told: list[str] = []
        self.commands: list[Done] = []
        self.order = ScanOrder(self.asked.append, self._answer)

    def _answer(self, scan: Scan, done: Done) -> bool:
        self.told.append(scan.text)
        if scan.text == "broken":
            raise ValueError(scan.text)
        if scan.text.startswith("F"):
            self.commands.append(done)
        return scan.text.startswith("F")

    def read(self, *texts: str) -> None:
        for text in texts:
            self.order.take(Scan(text, 0.0, "script"))

    def do_what_was_asked(self) -> None:
        while self.asked:
            self.asked.pop(0)()


def test_scans_wait_behind_a_command_and_each_other() -> None:
    thread = Thread()
    thread.read("a", "F8", "b", "c", "F9", "d")
    assert thread.told == ["a", "F8"]
    thread.commands.pop()()
    assert thread.told == ["a", "F8"], "what the command asked of this thread comes first"
    thread.do_what_was_asked()
    assert thread.told == ["a", "F8", "b", "c", "F9"]
    thread.read("e")
    thread.commands.pop()()
    thread.do_what_was_asked()
    assert thread.told == ["a", "F8", "b", "c", "F9", "d", "e"]
    thread.read("f")
    assert thread.told[-1] == "f"


def test_a_scan_that_fails_takes_none_of_the_others_along() -> None:
    thread = Thread()
    thread.read("F8", "broken", "b")
    thread.commands.pop()()
    with pytest.raises(ValueError, match="broken"):
        thread.do_what_was_asked()
    assert thread.told == ["F8", "broken", "b"]
    with pytest.raises(ValueError, match="broken"):
        thread.read("broken")
    thread.read("c")
    assert thread.told[-1] == "c"
