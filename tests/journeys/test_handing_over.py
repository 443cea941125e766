"""A wave half picked at one PC is handed over by scanned commands and finished at another one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from hardware.codes import make_command_code
from station.kernel.desk_commands import DeskCommand as Do
from tests.journeys.kit import FedCloud, count, fed_cloud, rows, small_day, until
from tests.journeys.picking_hand import PickingHand
from tests.journeys.station_window import StationWindow, station_env, station_verb, station_window
from tests.station.recovery.truth import check_all_accepted, check_cloud, check_day_is_done

pytestmark = pytest.mark.journey

LEFT = "SELECT count(*) FROM wave WHERE state = 'handed_over'"


@pytest.fixture
def cloud(tmp_path: Path) -> Iterator[FedCloud]:
    with fed_cloud(tmp_path / "cloud", small_day(points=1, orders_a_point=2)) as cloud:
        yield cloud


def test_one_desk_hands_its_wave_over_and_the_next_goes_on(
    tmp_path: Path, cloud: FedCloud, display: str
) -> None:
    files = []
    for number, work in enumerate((_leave_half_picked, _go_on), start=1):
        env = station_env(tmp_path / f"station{number}" / "data")
        enrolled = station_verb(
            "enrol", "--cloud", cloud.url, "--code", cloud.desk_code(), "--name", f"A-{number:02d}", env=env
        )
        assert enrolled.returncode == 0, enrolled.stderr
        with station_window(display, env) as window:
            _begin(window, cloud.day.badges[number - 1])
            work(window)
            files.append(window.file)
    for file in files:
        check_all_accepted(file)
    check_cloud(cloud, files)
    check_day_is_done(cloud)
    labels = "SELECT sscc FROM crate ORDER BY number"
    assert [row[0] for row in rows(files[0], labels)] == [row[0] for row in rows(files[1], labels)]
    assert count(files[1], "SELECT count(*) FROM print_job WHERE document = 'crate_label'") == 0


def _begin(window: StationWindow, badge: str) -> None:
    """Badge in, and once more for a wave."""
    until("the people", lambda: count(window.file, "SELECT count(*) FROM operator"))
    window.beam(badge)
    window.wait_for_rooms()
    window.beam(badge)
    until("the crates", lambda: count(window.file, "SELECT count(*) FROM crate"))


def _hand(window: StationWindow) -> PickingHand:
    labels = [row["sscc"] for row in rows(window.file, "SELECT sscc FROM crate")]
    return PickingHand(window, {label: label for label in labels})


def _leave_half_picked(window: StationWindow) -> None:
    hand = _hand(window)
    product = hand.product_to_pick()
    assert product is not None
    assert window.scan(hand.code(product)) == "product_ok"
    hand_over = make_command_code(Do.F4)
    window.beam(hand_over)  # with a piece in the hand it is refused
    window.picture("handing-1-hand-not-empty")
    assert window.scan(hand.needs(product["sku"])[0].sscc) in ("put_ok", "product_done")
    window.beam(hand_over)
    window.picture("handing-2-asked-back")
    assert count(window.file, LEFT) == 0
    window.beam(hand_over)
    until("the cloud to know it", lambda: count(window.file, _accepted("WaveHandedOver")))
    assert count(window.file, LEFT) == 1
    window.picture("handing-3-left")


def _go_on(window: StationWindow) -> None:
    assert count(window.file, "SELECT count(*) FROM put WHERE handed = 1") == 1
    hand = _hand(window)
    product = hand.product_to_pick()
    assert product is not None
    assert window.scan(hand.code(product)) == "product_ok"
    wanted = {need.sscc for need in hand.needs(product["sku"])}
    others = [label for label in hand.open_crates() if label not in wanted]
    assert others, "the day has a crate that does not get this product"
    assert window.scan(others[0]) in ("wrong_crate", "crate_has_enough")
    window.picture("handing-4-wrong-crate")
    assert window.scan(hand.needs(product["sku"])[0].sscc) in ("put_ok", "product_done")
    hand.pick_all()
    hand.close_all()
    until("the cloud to know it", lambda: count(window.file, _accepted("WaveCompleted")))
    window.picture("handing-5-done")


def _accepted(kind: str) -> str:
    return f"SELECT count(*) FROM fact WHERE kind = '{kind}' AND state = 'accepted'"
