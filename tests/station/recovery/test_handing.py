"""A half-picked wave changes desks over a bad network, and while its desk is killed: there is one truth."""

import signal
import subprocess
import sys
from pathlib import Path

from station.bootstrap.stands.picking import TAKES_A_WAVE
from station.demo.autopilot import right_code
from station.picking.model.verdicts import Verdict
from station.picking.model.view import HandingState, PickingView, Step
from tests.journeys.kit import FedCloud, fed_cloud, rows, small_day
from tests.station.picking.handing_kit import CloudDesk, new_database, warehouse
from tests.station.picking.test_handing import ORDERS, check_exact, go_on, verdict
from tests.station.recovery.test_two_desks import Workstation, two_desks
from tests.station.recovery.truth import check_all_accepted, check_cloud, check_day_is_done

SCANS_A_TURN = 6
SHARE = 0.2
"""Of the requests come to harm."""


def test_over_a_bad_network_a_wave_goes_to_and_fro_and_ends_exact(tmp_path: Path) -> None:
    with (
        fed_cloud(tmp_path / "cloud", small_day(points=1, orders_a_point=2)) as cloud,
        two_desks(cloud, tmp_path) as desks,
    ):
        for desk in desks:
            desk.network.share = SHARE
        turn, view = 0, _take(desks[0])
        while view.step is not Step.WAVE_DONE:
            desk = desks[turn % 2]
            view = _scan_on(cloud, desk, view)
            if view.step is Step.WAVE_DONE:
                break
            desk.desk.press(lambda flow: flow.hand_over())
            view = desk.desk.press(lambda flow: flow.hand_over())
            assert view.step is Step.NO_WAVE
            turn += 1
            desk.desk.wait("the cloud's word", lambda seen: _is_told(seen.view))
            view = _take(desks[turn % 2])
        for desk in desks:
            desk.network.calm_down()
            desk.send_all()
            check_all_accepted(desk.file)
        check_cloud(cloud, [desk.file for desk in desks])
        check_day_is_done(cloud)
        handed = rows(cloud.file, "SELECT id FROM facts WHERE kind = 'WaveHandedOver'")
        assert len(handed) == turn >= 2
        assert sum(desk.network.done.total() for desk in desks), "the network was too good"


def _take(desk: Workstation) -> PickingView:
    """Ask until the network lets the answer through."""
    for _ in range(30):
        view = desk.desk.take_wave()
        if view.step not in TAKES_A_WAVE:
            return view
    raise AssertionError(f"{desk.name} gets no wave: {view}")


def _scan_on(cloud: FedCloud, desk: Workstation, view: PickingView) -> PickingView:
    """Some scans, and on until the hand is empty."""
    scans = 0
    while view.step is not Step.WAVE_DONE and (scans < SCANS_A_TURN or view.step is Step.PUT):
        code = right_code(view, cloud.day.gtins)
        assert code is not None
        view = desk.desk.scan(code)
        scans += 1
    return view


def _is_told(view: PickingView | None) -> bool:
    return view is not None and view.left is not None and view.left.state is HandingState.TOLD


def test_a_desk_killed_while_it_hands_over_has_done_so_or_not(tmp_path: Path) -> None:
    with warehouse(tmp_path, new_database(tmp_path / "new"), [ORDERS]) as floor:
        first, second = floor.desk(), floor.desk()
        view = go_on(first, first.take(), 5)
        view = go_on(first, view, 1) if view.step is Step.PUT else view
        put = view.wave.put if view.wave else 0
        for statements, is_done in ((1, False), (2, False), (-1, True)):
            _die(first, statements)
            view = first.reopen()
            kinds = [kind for kind, _ in first.facts()]
            assert kinds.count("WaveHandedOver") == is_done
            assert (view.step is Step.NO_WAVE) is is_done
            assert (view.left is not None) is is_done
        first.send()
        view = second.take()
        assert verdict(view) is Verdict.TAKEN_OVER
        assert view.wave is not None
        assert view.wave.put == put
        go_on(second, view)
        second.send()
        check_exact(floor)


def _die(desk: CloudDesk, statements: int) -> None:
    desk.close()
    command = [sys.executable, "-m", "tests.station.recovery.handing_process"]
    told = (str(desk.path.parent), str(desk.desk.station_id), str(statements))
    ended = subprocess.run([*command, *told], check=False, timeout=60)
    assert ended.returncode == -signal.SIGKILL
