"""Work aside: told whole, brought back onto the store thread, over when the station ends."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from station.bootstrap.threads import Workers
from station.kernel.trouble import Trouble
from station.storage.database import Records
from tests.station.sync.kit import DEADLINE_S


class Bench:
    """Workers on a real store thread, and what they told."""

    def __init__(self, path: Path) -> None:
        self.records = Records(path)
        self.troubles: list[Trouble] = []
        self.bugs: list[Exception] = []
        self.done = threading.Event()
        self.workers = Workers(self.records, self.troubles.append, self.bugs.append)

    def failed(self, trouble: Trouble) -> None:
        self.troubles.append(trouble)
        self.done.set()


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = Bench(tmp_path / "station.db")
    yield made
    made.workers.stop()
    made.records.close()


def test_work_asked_for_after_the_end_is_not_begun_and_no_mistake(bench: Bench) -> None:
    """As a wave whose lease could not be renewed is planned all the same, while the station ends."""
    more: list[str] = []
    bench.workers.stop()
    bench.workers.act(
        lambda: bench.workers.aside(lambda: more.append("worked"), lambda _: None, bench.failed)
    ).result(DEADLINE_S)
    assert (more, bench.bugs, bench.troubles) == ([], [], [])


def test_a_mistake_aside_is_told_and_nobody_waits_for_ever(bench: Bench) -> None:
    def broken() -> None:
        raise KeyError("a mistake of ours")

    bench.workers.aside(broken, lambda _: None, bench.failed)
    assert bench.done.wait(DEADLINE_S)
    assert [type(bug) for bug in bench.bugs] == [KeyError]
    assert [trouble.what.text for trouble in bench.troubles] == ["The program made a mistake"]


def test_a_lease_does_not_stand_behind_what_takes_long(bench: Bench) -> None:
    """Planning, its ways, sheets, vans and the shop's key may all wait for something at the same time."""
    begun, over = [threading.Event() for _ in range(5)], threading.Event()

    def long(mine: threading.Event) -> None:
        mine.set()
        assert over.wait(DEADLINE_S)

    for each in begun:
        bench.workers.aside(lambda each=each: long(each), lambda _: None, bench.failed)  # type: ignore[misc]
    assert all(each.wait(DEADLINE_S) for each in begun)
    bench.workers.aside(lambda: None, lambda _: bench.done.set(), bench.failed)
    lent = bench.done.wait(DEADLINE_S)
    over.set()
    assert lent
