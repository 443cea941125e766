"""A bin counted, its difference approved, goods moved and damaged: with a scanner and nothing else."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from cloud_api.wire.base import Zone
from cloud_api.wire.catalogue import Bin, BinUse, Operator
from cloud_api.wire.stations import Role
from hardware.codes import make_bin_code, make_command_code
from station.bootstrap.roles import COUNTING, rooms_of
from station.kernel.desk_commands import DeskCommand as Do
from station.kernel.ids import new_uuid
from tests.journeys.kit import WAREHOUSE, FedCloud, SmallDay, badge, count, fed_cloud, rows, small_day, until
from tests.journeys.station_window import StationWindow, station_env, station_verb, station_window
from tests.station.recovery.truth import check_all_accepted

pytestmark = pytest.mark.journey

PIN = "704916"
RESTS_S = 0.4
"""Longer than the flash of a verdict."""
A_01, A_02, BLOCKED = 1, 2, 3
CHIEF = Operator(id=new_uuid(), name="陈主管", badge=badge(9), warehouse=WAREHOUSE, supervisor=True)
ROOM = Do(Do.ROOM_1 + rooms_of([Role.WAREHOUSE]).index(COUNTING))


def a_day() -> SmallDay:
    """Six products, two pick bins and a blocked one, a supervisor."""
    day = small_day(points=1, orders_a_point=1)
    told = day.catalogue
    bins = (
        Bin(warehouse=WAREHOUSE, code="A-01-01", number=A_01, zone=Zone.AMBIENT, path=1),
        Bin(warehouse=WAREHOUSE, code="A-01-02", number=A_02, zone=Zone.AMBIENT, path=2),
        Bin(warehouse=WAREHOUSE, code="X-01", number=BLOCKED, zone=Zone.AMBIENT, path=9, use=BinUse.BLOCKED),
    )
    return replace(
        day, catalogue=told.model_copy(update={"bins": bins, "operators": (*told.operators, CHIEF)})
    )


@pytest.fixture
def cloud(tmp_path: Path) -> Iterator[FedCloud]:
    with fed_cloud(tmp_path / "cloud", a_day()) as cloud:
        cloud.service.set_pin(str(CHIEF.id), PIN)
        yield cloud


class Hand:
    """A scanner, and a look into the file for what came of it."""

    def __init__(self, window: StationWindow, cloud: FedCloud) -> None:
        self.window = window
        self.cloud = cloud
        self._seen = window.look().tobytes()

    def picture(self, name: str) -> None:
        """Wait until there is something new to see that rests, flash and all, and keep it."""
        before, looks = self._seen, [(time.monotonic(), self.window.look().tobytes())]

        def is_new_and_rests() -> bool:
            now, look = time.monotonic(), self.window.look().tobytes()
            if look != looks[-1][1]:
                looks.append((now, look))
            return look != before and now - looks[-1][0] > RESTS_S

        until(f"something new for {name}", is_new_and_rests)
        self.window.picture(name)
        self._seen = looks[-1][1]

    def command(self, *whats: Do) -> None:
        """Codes of the command sheet."""
        for what in whats:
            self.window.beam(make_command_code(what))

    def number(self, digits: str) -> None:
        """A number from the keypad's page."""
        self.command(*(Do(Do.DIGIT_0 + int(digit)) for digit in digits), Do.ENTER)

    def bin(self, number: int) -> None:
        self.window.beam(make_bin_code(number))

    def product(self, sku: str) -> None:
        self.window.beam(self.cloud.day.gtins[sku])

    def counted(self, pieces: int) -> None:
        """Wait until so much was counted."""
        ask = "SELECT coalesce(sum(quantity), 0) FROM count_line"
        until(f"{pieces} pieces", lambda: count(self.window.file, ask) == pieces)

    def told(self, kind: str, times: int = 1) -> None:
        """Wait until the cloud has taken so many facts of a kind."""
        ask = "SELECT count(*) FROM fact WHERE kind = ? AND state = 'accepted'"
        until(kind, lambda: count(self.window.file, ask, kind) == times)

    def book(self) -> Sequence[tuple[str, str, int]]:
        """The cloud's."""
        query = "SELECT bin, sku, quantity FROM balances WHERE quantity <> 0 ORDER BY bin, sku"
        return [tuple(row) for row in rows(self.cloud.file, query)]


def test_the_stock_room_with_nothing_but_a_scanner(tmp_path: Path, cloud: FedCloud, display: str) -> None:
    env = station_env(tmp_path / "station")
    code = cloud.desk_code()
    enrolled = station_verb("enrol", "--cloud", cloud.url, "--code", code, "--name", "A-01", env=env)
    assert enrolled.returncode == 0, enrolled.stderr
    with station_window(display, env) as window:
        until(
            "the supervisor", lambda: count(window.file, "SELECT count(*) FROM operator WHERE supervisor = 1")
        )
        until("the bins", lambda: count(window.file, "SELECT count(*) FROM bin") == 3)
        hand = Hand(window, cloud)
        window.beam(cloud.day.badges[0])
        window.wait_for_rooms()
        hand.command(ROOM)
        hand.picture("stock-1-nothing-to-count")
        count_a_bin(hand)
        approve(hand)
        move_and_set_apart(hand)
    check_all_accepted(window.file)


def count_a_bin(hand: Hand) -> None:
    """Three pieces by scans, ten by a number, one taken back; a wrong bin is told apart."""
    hand.bin(A_01)
    for _ in range(3):
        hand.product("S1")
    hand.product("S2")
    hand.counted(4)
    hand.number("10")
    hand.counted(13)
    hand.product("S6")
    hand.counted(14)
    hand.picture("stock-2-counting")
    hand.command(Do.F8)
    hand.counted(13)
    hand.bin(A_02)
    hand.picture("stock-3-other-bin")
    hand.bin(A_01)
    hand.picture("stock-4-is-that-all")
    hand.bin(A_01)
    hand.told("CountTaken")
    ask = "SELECT count(*) FROM count_task WHERE state = 'taken' AND body LIKE '%\"found\":10%'"
    until("the difference", lambda: count(hand.window.file, ask))


def approve(hand: Hand) -> None:
    """The supervisor signs in, looks, and gives badge, PIN and reason."""
    hand.window.beam(CHIEF.badge)
    hand.command(ROOM, Do.F4)
    hand.picture("stock-5-differences")
    hand.command(Do.F9)
    hand.window.beam(CHIEF.badge)
    hand.picture("stock-6-pin")
    hand.number(PIN)
    until("the PIN", lambda: count(hand.window.file, "SELECT count(*) FROM pin_proof"))
    hand.picture("stock-7-reason")
    hand.command(Do.DOWN, Do.ENTER)
    hand.told("CountSettled")
    hand.told("OverrideGiven")
    until("the book", lambda: hand.book() == [("A-01-01", "S1", 3), ("A-01-01", "S2", 10)])


def move_and_set_apart(hand: Hand) -> None:
    """Four pieces to the next bin, one damaged into the blocked bin."""
    hand.command(Do.F3)
    hand.bin(A_01)
    hand.picture("stock-8-look-up")
    hand.command(Do.F5)
    hand.product("S2")
    hand.number("4")
    hand.picture("stock-9-move")
    hand.bin(A_02)
    hand.told("StockMoved")
    hand.bin(A_01)
    hand.command(Do.F6)
    hand.product("S1")
    hand.command(Do.DOWN)
    hand.picture("stock-10-damaged")
    hand.command(Do.F9)
    hand.told("StockMoved", 2)
    book = [("A-01-01", "S1", 2), ("A-01-01", "S2", 6), ("A-01-02", "S2", 4), ("X-01", "S1", 1)]
    until("the book", lambda: hand.book() == book)
    hand.picture("stock-11-done")
