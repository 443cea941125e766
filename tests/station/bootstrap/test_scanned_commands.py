"""Commands scanned at a whole station in its window: in their turn, on every page, in no book of scans."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from uuid import uuid4

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from cloud_api.wire.base import ScanRule
from cloud_api.wire.exchange import Change, ChangeKind
from cloud_api.wire.stations import Enrolled, Role
from hardware.codes import make_badge, make_command_code
from station.bootstrap.resources import Resources
from station.bootstrap.roles import rooms_of
from station.bootstrap.window import StationWindow
from station.kernel.clock import SettableClock
from station.kernel.desk_commands import DeskCommand as Do
from station.kernel.messages import Sound
from station.picking.model.view import PickingView, Step
from station.shell.command_card import CommandCard
from station.shell.sounds import RecordingSounds
from tests.journeys.kit import rows
from tests.station.kit import gtin, lease_of, product
from tests.station.recovery.desk import headless_settings
from tests.station.sync.kit import ScriptedCloud, reply

BADGE = make_badge(1)
OPERATOR = {"id": str(uuid4()), "name": "王芳", "badge": BADGE, "warehouse": "W1"}
ENROLLED = Enrolled(
    station_id=uuid4(),
    token="token",
    roles=(Role.WAREHOUSE,),
    warehouse="W1",
    warehouse_name="一号仓",
    time_zone="Asia/Shanghai",
    brand="优邻站",
)
WAIT_MS = 15_000
OF_THE_FLOOR = rooms_of([Role.WAREHOUSE])
ROOMS = {
    Do(Do.ROOM_1 + OF_THE_FLOOR.index("loading")): "loading",
    Do.SYNC: "sync",
    Do.PRINTING: "printing",
    Do.DEVICES: "devices",
    Do.ROOM_1: "picking",
}


class Floor:
    """A station in its window, worked by nothing but scans; `scan` waits for no answer."""

    def __init__(
        self, window: StationWindow, cloud: ScriptedCloud, clock: SettableClock, qtbot: QtBot
    ) -> None:
        self.window, self.cloud, self.clock, self.qtbot = window, cloud, clock, qtbot
        self.views: list[PickingView] = []
        self.synced = False
        window.on_view("picking", self.views.append)

    def scan(self, *codes: str | Do | int) -> None:
        for code in codes:
            text = code if isinstance(code, str) else make_command_code(int(code))
            self.window.core.scan(text, self.clock.monotonic(), "script")

    def wait(self, *steps: Step) -> PickingView:
        self.qtbot.waitUntil(lambda: bool(self.views) and self.views[-1].step in steps, timeout=WAIT_MS)
        return self.views[-1]

    @property
    def told(self) -> str:
        """What is said of the last command; nothing where the card is not on show."""
        card = self.window.window.findChild(CommandCard)
        assert isinstance(card, CommandCard)
        return card.words() if card.isVisible() else ""

    def sounds(self) -> list[Sound]:
        assert isinstance(self.window.sounds, RecordingSounds)
        return self.window.sounds.played


@pytest.fixture
def floor(
    qapp: QApplication,
    tmp_path: Path,
    resources: Path,
    cloud: ScriptedCloud,
    clock: SettableClock,
    qtbot: QtBot,
) -> Iterator[Floor]:
    """A PC not enrolled yet; its cloud knows one operator and lends one wave: one product, two orders."""
    cloud.changes = [Change(cursor=1, kind=ChangeKind.OPERATOR, body=OPERATOR)]
    goods = [product(1, rule=ScanRule.EACH, weight_g=8_000)]
    cloud.script("/v1/waves/lease", reply(lease_of(goods, [{"S1": 1}, {"S1": 1}], clock)))
    settings = headless_settings(tmp_path / "station").model_copy(update={"language": "en"})
    made = StationWindow(qapp, settings, Resources(resources), clock, RecordingSounds())
    made.start()
    qtbot.waitUntil(made.enrol_page.isVisible)
    yield Floor(made, cloud, clock, qtbot)
    made.stop()
    made.window.close()
    made.window.deleteLater()


@pytest.fixture
def desk(floor: Floor) -> Floor:
    """The same, enrolled, its operator known."""
    floor.cloud.script("/v1/enrolment", reply(ENROLLED))
    floor.window.core.enrol(floor.cloud.url, "12345678", "A-01")
    floor.qtbot.waitUntil(lambda: floor.window.rooms.is_open, timeout=WAIT_MS)
    floor.qtbot.waitUntil(lambda: floor.window.rooms._sync_state is not None, timeout=WAIT_MS)
    return floor


@pytest.fixture
def wave(desk: Floor) -> Floor:
    """The same, signed in and a wave taken, by scans only."""
    desk.scan(BADGE, Do.F9)
    desk.wait(Step.SCAN_PRODUCT)
    return desk


def scans_of(floor: Floor, folder: Path) -> list[tuple[str, str]]:
    """The book of scans: code and verdict."""
    floor.scan(Do.SIGN_OUT)
    floor.qtbot.waitUntil(lambda: floor.window.window.door is not None)
    found = rows(folder / "station" / "station.db", "SELECT code, verdict FROM scan ORDER BY ordinal")
    return [(row["code"], row["verdict"]) for row in found]


def test_a_product_then_undo_then_a_crate_at_once_are_answered_in_that_order(
    wave: Floor, tmp_path: Path
) -> None:
    first, second = (tile.sscc for tile in wave.views[-1].crates)
    # The store thread answers scans, the Qt thread does commands: none of them is waited for here.
    wave.scan(gtin(1), first, Do.F8, second, gtin(1), Do.F12, first)
    wave.wait(Step.CLOSE_CRATES)
    assert scans_of(wave, tmp_path) == [
        (gtin(1), "product_ok"),
        (first, "put_ok"),
        (second, "put_ok"),
        (gtin(1), "product_ok"),
        (first, "product_done"),
    ]


def test_a_command_without_use_says_so_calmly_and_is_no_scan(wave: Floor, tmp_path: Path) -> None:
    before = wave.views[-1]
    wave.sounds().clear()
    wave.scan(Do.DIGIT_5)
    wave.qtbot.waitUntil(lambda: wave.told == "5 does nothing here")
    wave.scan(Do.F8)
    wave.qtbot.waitUntil(lambda: wave.told == "F8 can do nothing right now")
    wave.scan(123_456)
    wave.qtbot.waitUntil(lambda: wave.told.startswith("This station does not know this command"))
    assert wave.sounds() == [Sound.ASK] * 3
    wave.scan(Do.DOWN)
    wave.qtbot.waitUntil(lambda: not wave.told)
    assert wave.views[-1] == before
    assert scans_of(wave, tmp_path) == []


def test_rooms_the_cloud_and_the_door_by_scans(wave: Floor) -> None:
    window = wave.window.window
    for command, room in ROOMS.items():
        wave.scan(command)
        wave.qtbot.waitUntil(partial(lambda wanted: window.current_room == wanted, room))
    wave.scan(Do.SIGN_OUT)
    wave.qtbot.waitUntil(lambda: wave.window.window.door is not None)
    wave.scan(Do.ROOM_2)
    wave.qtbot.waitUntil(lambda: wave.told == "Room 2 does nothing here")
    assert wave.window.window.current_room == ""


def test_a_badge_number_is_typed_by_scans_at_the_door(desk: Floor) -> None:
    digits = [Do(Do.DIGIT_0 + int(digit)) for digit in BADGE]
    window = desk.window.window
    desk.scan(Do.NEXT_FIELD)
    desk.qtbot.waitUntil(lambda: isinstance(window.focusWidget(), QLineEdit))
    desk.scan(*digits, Do.ENTER)
    desk.qtbot.waitUntil(lambda: window.door is None)
    name = window.findChild(QPushButton, "operator_name")
    assert name is not None
    assert name.text() == "王芳"


def test_the_enrolment_asks_for_its_code_by_a_scan_before_anybody_is_known(floor: Floor) -> None:
    floor.scan(Do.F9)
    floor.window.enrol_page.cloud_url.setText(floor.cloud.url)
    floor.window.enrol_page.desk_name.setText("A-01")
    floor.scan(Do.F9)
    floor.qtbot.waitUntil(lambda: bool(floor.cloud.asked("/v1/device-authorization")))
    floor.scan(Do.SIGN_OUT)
    floor.qtbot.waitUntil(lambda: floor.told == "Sign out does nothing here")
