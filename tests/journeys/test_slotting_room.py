"""Two moves of the night and a bin by hand: in a real window, with a scanner and nothing else."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cloud_api.wire.base import Zone
from cloud_api.wire.catalogue import Bin
from cloud_api.wire.stations import Role
from hardware.codes import make_bin_code, make_command_code
from station.bootstrap.roles import SLOTTING, rooms_of
from station.kernel.desk_commands import DeskCommand as Do
from tests.journeys.kit import WAREHOUSE, FedCloud, SmallDay, count, fed_cloud, rows, small_day, until
from tests.journeys.station_window import StationWindow, station_env, station_verb, station_window
from tests.station.recovery.truth import check_all_accepted

pytestmark = pytest.mark.journey

ROOM = Do(Do.ROOM_1 + rooms_of([Role.WAREHOUSE]).index(SLOTTING))
FAR = 12
"""The products stand at the end of the aisle, a hundred metres from where tours begin."""


def a_day() -> SmallDay:
    """Every ambient product far away, near bins free: whatever is ordered, moving it pays."""
    day = small_day(points=6, orders_a_point=2)
    told = day.catalogue
    ambient = [each.sku for each in told.products if each.zone is Zone.AMBIENT]
    places = {sku: f"A-{FAR + at:02}" for at, sku in enumerate(ambient)}
    products = tuple(
        each.model_copy(update={"bin": places.get(each.sku, each.bin)}) for each in told.products
    )
    bins = tuple(
        Bin(
            warehouse=WAREHOUSE,
            code=f"A-{number:02}",
            number=number,
            zone=Zone.AMBIENT,
            aisle="A",
            x_cm=200,
            y_cm=200 + 900 * number,
            path=number,
        )
        for number in range(1, FAR + len(ambient))
    )
    return replace(day, catalogue=told.model_copy(update={"products": products, "bins": bins}))


@pytest.fixture
def cloud(tmp_path: Path) -> Iterator[FedCloud]:
    with fed_cloud(tmp_path / "cloud", a_day()) as cloud:
        yield cloud


def test_two_moves_of_the_night_with_nothing_but_a_scanner(
    tmp_path: Path, cloud: FedCloud, display: str
) -> None:
    env = station_env(tmp_path / "station")
    code = cloud.desk_code()
    enrolled = station_verb("enrol", "--cloud", cloud.url, "--code", code, "--name", "B-01", env=env)
    assert enrolled.returncode == 0, enrolled.stderr
    with station_window(display, env) as window:
        until("the bins", lambda: count(window.file, "SELECT count(*) FROM bin") >= FAR)
        until("what was ordered", lambda: count(window.file, "SELECT count(*) FROM slotting_demand") == 1)
        window.beam(cloud.day.badges[0])
        window.wait_for_rooms()
        _command(window, ROOM)
        window.picture("slotting-1-map")
        _command(window, Do.F6)
        until("the moves", lambda: len(_moves(window)) >= 2)
        window.picture("slotting-2-moves")
        _command(window, Do.F9)
        for _ in range(2):
            _make_next(window)
        window.picture("slotting-4-two-made")
        until("two new bins", lambda: _told(window, "ProductSlotted") == 2)
        done = [move for move in _moves(window) if move["state"] == "done"]
        assert len(done) == 2
    check_all_accepted(window.file)
    faces = {row["sku"]: row["bin"] for row in rows(cloud.file, "SELECT sku, bin FROM pick_faces")}
    assert faces == {move["sku"]: move["to_bin"] for move in done}


def _command(window: StationWindow, what: Do) -> None:
    window.beam(make_command_code(what))


def _make_next(window: StationWindow) -> None:
    """No goods lie there by the book: the bin, then the new bin."""
    move = next(move for move in _moves(window) if move["state"] == "waiting")
    window.beam(make_bin_code(_number(str(move["from_bin"]))))
    until("in hand", lambda: _state(window, int(move["ordinal"])) == "in_hand")
    window.picture(f"slotting-3-carried-{move['ordinal']}")
    window.beam(make_bin_code(_number(str(move["to_bin"]))))
    until("put", lambda: _state(window, int(move["ordinal"])) == "done")


def _number(bin_code: str) -> int:
    return int(bin_code.split("-")[1])


def _moves(window: StationWindow) -> list[dict[str, Any]]:
    return [dict(row) for row in rows(window.file, "SELECT * FROM reslot_move ORDER BY ordinal")]


def _state(window: StationWindow, ordinal: int) -> object:
    return next(move["state"] for move in _moves(window) if move["ordinal"] == ordinal)


def _told(window: StationWindow, kind: str) -> int:
    return count(window.file, "SELECT count(*) FROM fact WHERE kind = ? AND state = 'accepted'", kind)
