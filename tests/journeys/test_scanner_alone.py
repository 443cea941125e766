"""A wave from badge to sign-out with a scanner and nothing else: no mouse, no key of a keyboard."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from hardware.codes import make_command_code
from station.kernel.desk_commands import DeskCommand as Do
from tests.journeys.kit import FedCloud, count, fed_cloud, rows, small_day, until
from tests.journeys.picking_hand import PickingHand
from tests.journeys.station_window import StationWindow, station_env, station_verb, station_window
from tests.station.recovery.truth import check_all_accepted, check_cloud, check_station

pytestmark = pytest.mark.journey

PUT = ("put_ok", "product_done")


@pytest.fixture
def cloud(tmp_path: Path) -> Iterator[FedCloud]:
    with fed_cloud(tmp_path / "cloud", small_day(points=1, orders_a_point=2)) as cloud:
        yield cloud


def test_a_wave_with_nothing_but_a_scanner(tmp_path: Path, cloud: FedCloud, display: str) -> None:
    env = station_env(tmp_path / "station", label_printer=f"folder:{tmp_path / 'labels'}")
    code = cloud.desk_code()
    enrolled = station_verb("enrol", "--cloud", cloud.url, "--code", code, "--name", "A-01", env=env)
    assert enrolled.returncode == 0, enrolled.stderr
    with station_window(display, env) as window:
        until("the operators", lambda: count(window.file, "SELECT count(*) FROM operator"))
        window.beam(cloud.day.badges[0])
        window.wait_for_rooms()
        command(window, Do.F9)
        until("the wave", lambda: count(window.file, "SELECT count(*) FROM wave WHERE state = 'started'"))
        until("the crates", lambda: count(window.file, "SELECT count(*) FROM crate"))
        hand = PickingHand(
            window, {row["sscc"]: row["sscc"] for row in rows(window.file, "SELECT sscc FROM crate")}
        )

        put_undo_and_put_again(window, hand)
        window.picture("commands-1-undone")
        shown(window, Do.F12)
        window.picture("commands-2-nothing-there")
        hand.pick_all()
        close_by_commands(window)
        window.picture("commands-3-wave-done")
        out_and_in_again(window, cloud)
        until("the cloud to know it", cloud.all_waves_completed)
        until(
            "the facts", lambda: not count(window.file, "SELECT count(*) FROM fact WHERE state = 'waiting'")
        )
    scanned = {row["code"] for row in rows(window.file, "SELECT code FROM scan")}
    assert scanned.isdisjoint(make_command_code(each) for each in Do)
    check_station(window.file)
    check_all_accepted(window.file)
    check_cloud(cloud, [window.file])


def command(window: StationWindow, what: Do) -> None:
    window.beam(make_command_code(what))


def facts(window: StationWindow, kind: str) -> int:
    return count(window.file, "SELECT count(*) FROM fact WHERE kind = ?", kind)


def put_undo_and_put_again(window: StationWindow, hand: PickingHand) -> None:
    """The first put is taken back by a command, which lies in the hand again."""
    first = hand.product_to_pick()
    assert first is not None
    crate = hand.needs(first["sku"])[0].sscc
    assert window.scan(hand.code(first)) == "product_ok"
    assert window.scan(crate) in PUT
    command(window, Do.F8)
    until("the undo", lambda: facts(window, "PutUndone") == 1)
    # A slip of the trigger is told apart from a second put by its moment: the scan that counts comes later.
    until("the put", lambda: window.scan(crate) in PUT)


def close_by_commands(window: StationWindow) -> None:
    """Arrows choose a crate, its key closes it; the next one is a step on."""
    crates = count(window.file, "SELECT count(*) FROM crate")
    for closed in range(1, crates + 1):
        for _ in range(closed):
            command(window, Do.DOWN)
        command(window, Do.F10)
        until(f"crate {closed} closed", partial(closed_crates, window, closed))
    until("the end of the wave", lambda: facts(window, "WaveCompleted") == 1)


def closed_crates(window: StationWindow, wanted: int) -> bool:
    return facts(window, "CrateClosed") == wanted


def shown(window: StationWindow, what: Do) -> None:
    """Scan a command whose answer can be seen, and wait until it is."""
    before = window.look().tobytes()
    command(window, what)
    until(f"something to see after {what.name}", lambda: window.look().tobytes() != before)


def out_and_in_again(window: StationWindow, cloud: FedCloud) -> None:
    """Signed out by a command; the next badge works on, goes to the cloud's room and leaves."""
    until("the cloud to know it", cloud.all_waves_completed)
    window.picture("commands-4-rest")
    shown(window, Do.SIGN_OUT)
    window.picture("commands-5-signed-out")
    before = window.look().tobytes()
    window.beam(cloud.day.badges[1])
    until("the next operator", lambda: window.look().tobytes() != before)
    window.picture("commands-6-next-operator")
    shown(window, Do.SYNC)
    window.picture("commands-7-cloud")
    shown(window, Do.SIGN_OUT)
    window.picture("commands-8-signed-out-again")
