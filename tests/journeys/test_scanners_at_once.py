"""Four scanners at once in the real program: none of their scans is lost, mixed up or given to another."""

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from hardware.codes import gs1_check_digit
from station.devices.model.words import KEYBOARD
from tests.hardware.pty_scanner import PtyScanner
from tests.journeys.kit import FedCloud, count, fed_cloud, rows, small_day, until
from tests.journeys.station_window import StationWindow, station_env, station_verb, station_window
from tests.journeys.test_devices_room import NetworkScanner, states
from tests.journeys.test_main_job import take_wave

pytestmark = [
    pytest.mark.journey,
    pytest.mark.skipif(sys.platform == "win32", reason="needs pseudo terminals and an X display"),
]

CODES = 200
SCANNERS = 4
ROUNDS = CODES // SCANNERS
PULLED_AFTER = ROUNDS // 2
HEAD = "699"
"""No product of the day begins so."""


def codes_of(number: int) -> list[str]:
    """What scanner `number` reads: products that no other one has in hand."""
    heads = (f"{HEAD}{number}0000{place:04}" for place in range(ROUNDS))
    return [f"{head}{gs1_check_digit(head)}" for head in heads]


@dataclass
class Hand:
    """One scanner, how it is pressed, and what is still to be read with it."""

    device: str
    read: Callable[[str], None]
    codes: list[str]
    done: list[str] = field(default_factory=list)

    def press(self) -> None:
        code = self.codes[len(self.done)]
        self.read(code)
        self.done.append(code)

    @property
    def has_more(self) -> bool:
        return len(self.done) < len(self.codes)


@pytest.fixture
def cloud(tmp_path: Path) -> Iterator[FedCloud]:
    with fed_cloud(tmp_path / "cloud", small_day(points=1, orders_a_point=1)) as cloud:
        yield cloud


@pytest.fixture
def terminals(tmp_path: Path) -> Iterator[list[PtyScanner]]:
    made = [PtyScanner(tmp_path / f"ttyScanner{number}") for number in range(2)]
    yield made
    for terminal in made:
        terminal.unplug()


@pytest.fixture
def network() -> Iterator[NetworkScanner]:
    made = NetworkScanner()
    yield made
    made.unplug()


def logged(window: StationWindow, device: str) -> list[str]:
    """What stands in the book of scans for a scanner, in order."""
    found = rows(window.file, "SELECT code, device FROM scan ORDER BY ordinal")
    return [row["code"] for row in found if row["device"] == device and row["code"].startswith(HEAD)]


def through_a_terminal(terminal: PtyScanner) -> Callable[[str], None]:
    return lambda code: terminal.send(f"{code}\r\n".encode())


def test_two_hundred_scans_of_four_scanners_one_of_them_unplugged_midway(
    tmp_path: Path, cloud: FedCloud, terminals: list[PtyScanner], network: NetworkScanner, display: str
) -> None:
    ports = [f"serial:{terminal.link}" for terminal in terminals]
    fixed = [*ports, network.address]
    env = station_env(tmp_path / "station", scanners=json.dumps(fixed))
    code = cloud.desk_code()
    enrolled = station_verb("enrol", "--cloud", cloud.url, "--code", code, "--name", "A-01", env=env)
    assert enrolled.returncode == 0, enrolled.stderr
    with station_window(display, env) as window:
        until("the scanners", lambda: all(states(window).get(device) == "ready" for device in fixed))
        take_wave(window, cloud)
        before = count(window.file, "SELECT count(*) FROM scan")
        steady = [
            Hand(KEYBOARD, window.beam, codes_of(1)),
            Hand(ports[0], through_a_terminal(terminals[0]), codes_of(2)),
            Hand(network.address, network.read, codes_of(3)),
        ]
        pulled = Hand(ports[1], through_a_terminal(terminals[1]), codes_of(4))
        hands = [*steady, pulled]
        for _ in range(PULLED_AFTER):
            for hand in hands:
                hand.press()
        until("its last scan", lambda: logged(window, pulled.device) == pulled.done)
        terminals[1].unplug()
        for _ in range(PULLED_AFTER // 2):
            for hand in steady:
                hand.press()
        until("the loss", lambda: states(window).get(pulled.device) == "lost")
        terminals[1].plug()
        until("the return", lambda: states(window).get(pulled.device) == "ready")
        while left := [hand for hand in hands if hand.has_more]:
            for hand in left:
                hand.press()
        until("all of them", lambda: count(window.file, "SELECT count(*) FROM scan") >= before + CODES)
        assert {hand.device: logged(window, hand.device) for hand in hands} == {
            hand.device: hand.codes for hand in hands
        }
        assert count(window.file, "SELECT count(*) FROM scan") == before + CODES
