"""Two gift boxes packed with a scanner alone: two wrong scans, a loss of power, the labels a printer made."""

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from cloud_api.wire.base import Zone
from cloud_api.wire.catalogue import Bin, Component
from cloud_api.wire.orders import PaidLine
from cloud_api.wire.stations import Role
from hardware.codes import make_command_code
from station.bootstrap.roles import PACKING, rooms_of
from station.demo.day_pictures import packed
from station.kernel.desk_commands import DeskCommand as Do
from tests.journeys.kit import WAREHOUSE, FedCloud, SmallDay, count, fed_cloud, rows, small_day, until
from tests.journeys.night_hand import doomed_window
from tests.journeys.station_window import PROJECT, StationWindow, station_env, station_verb, station_window
from tests.station.kit import product
from tests.station.recovery.truth import check_all_accepted

pytestmark = pytest.mark.journey

RESTS_S = 0.4
"""Longer than the flash of a verdict."""
A_PIECE_S = 0.2
"""No hand scans two pieces faster: what comes quicker is one piece read twice."""
BOX, BOXES = "S7", 2
NAMES = {"S1": ("五芳斋鲜肉粽", "500g"), "S2": ("百草味绿豆糕", "900g"), "S6": ("神丹海鸭蛋", "1.2kg")}
ROOM = Do(Do.ROOM_1 + rooms_of([Role.WAREHOUSE]).index(PACKING))


def a_day() -> SmallDay:
    """The small day with a gift box of two S1 and one S6, ordered twice."""
    day = small_day(points=1, orders_a_point=1)
    told = day.catalogue
    goods = tuple(
        each.model_copy(update=dict(zip(("name", "spec"), NAMES[each.sku], strict=True)))
        if each.sku in NAMES
        else each
        for each in told.products
    )
    parts = (Component(sku="S1", quantity=2), Component(sku="S6", quantity=1))
    box = product(7).model_copy(update={"name": "端午礼盒", "spec": "3件装", "components": parts})
    bins = tuple(
        Bin(warehouse=WAREHOUSE, code=each.bin, number=number, zone=Zone.AMBIENT, path=number)
        for number, each in enumerate((*goods, box), start=1)
    )
    catalogue = told.model_copy(update={"products": (*goods, box), "bins": bins})
    (order,) = day.orders
    wanted = order.model_copy(update={"lines": (*order.lines, PaidLine(sku=BOX, quantity=BOXES))})
    return replace(day, catalogue=catalogue, orders=(wanted,))


@pytest.fixture
def cloud(tmp_path: Path) -> Iterator[FedCloud]:
    with fed_cloud(tmp_path / "cloud", a_day()) as cloud:
        for files in packed(cloud.day.catalogue.products, PROJECT / "resources" / "fonts"):
            assert cloud.service.send_pictures(files) == []
        yield cloud


class Hand:
    """A scanner, a folder instead of a printer, and a look into the file for what came of it."""

    def __init__(self, window: StationWindow, cloud: FedCloud, printed: Path) -> None:
        self.window = window
        self.cloud = cloud
        self._printed = printed
        self._scans = len(self._verdicts())
        self._scanned_at = 0.0

    def enter(self) -> None:
        """Sign in and go to the room."""
        self.window.beam(self.cloud.day.badges[0])
        self.window.wait_for_rooms()
        self.command(ROOM)

    def scan(self, sku: str, verdict: str) -> None:
        """Read a product's own code; the desk answers so."""
        self._answered(self.cloud.day.gtins[sku], verdict)

    def label(self, number: int, verdict: str) -> None:
        """Wait for the `number`-th label and read what stands under its bars."""
        files = until("the label", lambda: self._labels()[number - 1 :])
        (found,) = until("its bars", lambda: zxingcpp.read_barcodes(Image.open(files[0])))
        self._answered(found.text, verdict)

    def command(self, what: Do) -> None:
        """A code of the command sheet."""
        self.window.beam(make_command_code(what))

    def picture(self, name: str) -> None:
        """Keep what is to be seen once the flash of the verdict is over."""
        looks = [(time.monotonic(), self.window.look().tobytes())]

        def rests() -> bool:
            now, look = time.monotonic(), self.window.look().tobytes()
            if look != looks[-1][1]:
                looks.append((now, look))
            return now - looks[-1][0] > RESTS_S

        until("a page at rest", rests)
        self.window.picture(name)

    def told(self, kind: str, times: int = 1) -> None:
        """Wait until the cloud has taken so many facts of a kind."""
        ask = "SELECT count(*) FROM fact WHERE kind = ? AND state = 'accepted'"
        until(kind, lambda: count(self.window.file, ask, kind) == times)

    def boxes_in_the_book(self) -> int:
        """The cloud's."""
        ask = "SELECT coalesce(sum(quantity), 0) FROM balances WHERE sku = ?"
        return count(self.cloud.file, ask, BOX)

    def _labels(self) -> list[Path]:
        return sorted(self._printed.glob("*.png"))

    def _answered(self, code: str, verdict: str) -> None:
        self._scans += 1
        until("the next piece in the hand", lambda: time.monotonic() - self._scanned_at > A_PIECE_S)
        self.window.beam(code)
        self._scanned_at = time.monotonic()
        until(f"the answer to {code}", lambda: len(self._verdicts()) == self._scans)
        assert self._verdicts()[-1] == verdict

    def _verdicts(self) -> list[str]:
        found = rows(self.window.file, "SELECT verdict FROM gift_box_scan ORDER BY ordinal")
        return [row["verdict"] for row in found]


def test_gift_boxes_with_nothing_but_a_scanner(tmp_path: Path, cloud: FedCloud, display: str) -> None:
    printed = tmp_path / "labels"
    printed.mkdir()
    env = station_env(tmp_path / "station", label_printer=f"folder:{printed}")
    code = cloud.desk_code()
    enrolled = station_verb("enrol", "--cloud", cloud.url, "--code", code, "--name", "礼盒台", env=env)
    assert enrolled.returncode == 0, enrolled.stderr
    with doomed_window(display, env) as window:
        until("the job", lambda: count(window.file, "SELECT count(*) FROM gift_box_job WHERE body <> ''"))
        pictured = "SELECT count(*) FROM product WHERE picture IS NOT NULL"
        until("the pictures", lambda: count(window.file, pictured) == len(cloud.day.catalogue.products))
        begin_a_box(Hand(window, cloud, printed))
    with station_window(display, env) as window:
        hand = Hand(window, cloud, printed)
        hand.enter()
        first_box(hand)
        second_box(hand)
    check_all_accepted(window.file)
    assert hand.boxes_in_the_book() == BOXES


def begin_a_box(hand: Hand) -> None:
    """One part goes in, a wrong product is stopped; then the power goes."""
    hand.enter()
    hand.picture("packing-1-what-is-wanted")
    hand.scan(BOX, "job_chosen")
    hand.scan("S1", "part_ok")
    hand.scan("S2", "wrong_product")
    hand.picture("packing-2-wrong-product")


def first_box(hand: Hand) -> None:
    """What was scanned before is in the box; one too many is stopped, the label that came out ends it."""
    hand.scan("S1", "part_ok")
    hand.scan("S1", "too_many")
    hand.scan("S6", "part_ok")
    hand.picture("packing-3-label")
    hand.label(1, "box_done")
    hand.told("GiftBoxMade")
    until("one box", lambda: hand.boxes_in_the_book() == 1)


def second_box(hand: Hand) -> None:
    """The first one is undone and packed again, then the second one; all by scanned commands."""
    hand.command(Do.F8)
    hand.picture("packing-4-undo-asked-back")
    hand.command(Do.F8)
    hand.told("GiftBoxUndone")
    until("no box", lambda: hand.boxes_in_the_book() == 0)
    for number, end in ((2, "box_done"), (3, "job_done")):
        for sku in ("S6", "S1", "S1"):
            hand.scan(sku, "part_ok")
        hand.label(number, end)
    hand.told("GiftBoxMade", 3)
    hand.picture("packing-5-all-packed")
    until("both boxes", lambda: hand.boxes_in_the_book() == BOXES)
