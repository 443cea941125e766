"""Digits in full width, as a Chinese input method left in that mode sends them, in a real window."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.kit import FedCloud, fed_cloud, rows, small_day, until
from tests.journeys.station_window import StationWindow, station_env, station_verb, station_window
from tests.journeys.test_main_job import take_wave
from tests.journeys.wedge_hand import HUMAN_MS, Desk

pytestmark = pytest.mark.journey

EAN = "6901234567892"
WIDER = 0xFF10 - ord("0")


def wide_keys(digits: str) -> list[str]:
    """The same digits as keys in full width, by their names in X."""
    return [f"U{ord(digit) + WIDER:X}" for digit in digits]


def wide(digits: str) -> str:
    return "".join(chr(ord(digit) + WIDER) for digit in digits)


@pytest.fixture(scope="module")
def hold_desk(project: Path, display: str) -> Iterator[Desk]:
    made = Desk(project, display, "hold")
    yield made
    made.close()


@pytest.fixture
def desk(hold_desk: Desk) -> Desk:
    hold_desk.settle_in()
    return hold_desk


@pytest.fixture
def cloud(tmp_path: Path) -> Iterator[FedCloud]:
    with fed_cloud(tmp_path / "cloud", small_day(points=1, orders_a_point=1)) as cloud:
        yield cloud


def test_the_keys_really_type_full_width(desk: Desk) -> None:
    """Without this the other tests would prove nothing."""
    desk.focus("entry")
    desk.xdotool("key", "--delay", str(2 * HUMAN_MS), *wide_keys("690"))
    desk.wait_for(["entry", wide("690")])


@pytest.mark.parametrize("focus", ["page", "goods", "default", "spin", "entry", "safe"])
def test_a_scan_in_full_width_is_one_code_in_plain_digits(desk: Desk, focus: str) -> None:
    desk.focus(focus)
    desk.xdotool("key", "--delay", "0", *wide_keys(EAN), "Return")
    desk.wait_for(["code", EAN])
    desk.settle()
    assert desk.codes() == [EAN]
    assert desk.others() == []


def test_widths_may_change_in_the_middle_of_a_scan(desk: Desk) -> None:
    desk.xdotool("key", "--delay", "0", *wide_keys(EAN[:6]), *EAN[6:], "Return")
    desk.wait_for(["code", EAN])
    assert desk.codes() == [EAN]


def logged(window: StationWindow) -> list[tuple[str, str]]:
    found = rows(window.file, "SELECT code, verdict FROM scan ORDER BY ordinal")
    return [(row["code"], row["verdict"]) for row in found]


def test_the_picking_desk_takes_a_full_width_scan_for_what_it_is(
    tmp_path: Path, cloud: FedCloud, display: str
) -> None:
    env = station_env(tmp_path / "station")
    code = cloud.desk_code()
    enrolled = station_verb("enrol", "--cloud", cloud.url, "--code", code, "--name", "A-01", env=env)
    assert enrolled.returncode == 0, enrolled.stderr
    with station_window(display, env) as window:
        take_wave(window, cloud)
        unknown = "6999999999993"
        plain = window.scan(unknown)
        before = len(logged(window))
        window.beam_keys(*wide_keys(unknown), "Return")
        until("the scan", lambda: len(logged(window)) > before)
        assert logged(window)[-2:] == [(unknown, plain), (unknown, plain)]
