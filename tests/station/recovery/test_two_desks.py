"""Two desks and one cloud with a bad network between them: in the end there is one truth."""

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
import requests

from cloud_api.settings import Settings
from cloud_api.storage.engine import open_engine
from cloud_api.storage.schema import migrate
from cloud_api.wire.stations import Role
from station.bootstrap.stands.picking import TAKES_A_WAVE
from station.demo.autopilot import Autopilot, right_code
from station.demo.cloud import DemoCloud
from station.kernel.messages import Tone
from station.picking.model.view import PickingView, Step
from station.sync.engine import SyncState
from station.sync.flow import SyncFlow
from tests.cloud_api.kit import Cloud, SetClock, running
from tests.journeys.kit import FedCloud, fed_cloud, feed, rows, small_day, until
from tests.station.recovery.desk import HeadlessDesk, headless_settings
from tests.station.recovery.proxy import BadNetwork, Mischief
from tests.station.recovery.truth import (
    check_all_accepted,
    check_cloud,
    check_day_is_done,
    check_no_lease_twice,
    check_station,
)

SHARE = 0.35
MISTAKES = 0.05
SCANS_A_ROUND = 7
"""So often the script asks for a round of the sync: as many chances for the network to do harm."""
PATIENCE_S = 60.0
BEYOND_THE_LEASE_MIN = 31.0
COMPLETED = "Wave 1 is completed already; nothing more can be reported for it."


class MovableClock(SetClock):
    """The real time, moved on by what a test says."""

    def __init__(self) -> None:
        super().__init__(datetime.now(UTC))
        self._began = datetime.now(UTC)

    def __call__(self) -> datetime:
        return self.now + (datetime.now(UTC) - self._began)


class ClockedCloud(DemoCloud):
    """The real service in this process, over real HTTP, with a clock that can be moved."""

    def __init__(self, cloud: Cloud) -> None:
        self.url = cloud.url
        self._cloud = cloud
        self._session = requests.Session()
        self._session.trust_env = False

    def stop(self) -> None:
        self._session.close()

    def enrol_code(self, *roles: str, warehouse: str | None = None, pickup_point: str | None = None) -> str:
        first, *more = (Role(role) for role in roles)
        return self._cloud.code(first, warehouse, *more, point=pickup_point)


class Workstation:
    """A desk at its place: its folder, its network to the cloud, its operator."""

    def __init__(self, cloud: FedCloud, folder: Path, number: int, network: BadNetwork) -> None:
        self.name = f"工位 {number}"
        self.network = network
        self.file = folder / "station.db"
        self._gtins = cloud.day.gtins
        self.desk = HeadlessDesk(headless_settings(folder))
        self.desk.core.start()
        self.desk.enrol(network.url, cloud.desk_code(), self.name)
        self.desk.sign_in(cloud.day.badges[number - 1])

    def pick(self, view: PickingView, scans: int | None = None) -> PickingView:
        """Pick the wave to its end, or so many scans of it."""
        while view.step is not Step.WAVE_DONE and scans != 0:
            code = right_code(view, self._gtins)
            assert code is not None
            view = self.desk.scan(code)
            scans = None if scans is None else scans - 1
        return view

    def pick_all(self, seed: int) -> None:
        """Take waves and pick them, with mistakes, until none is free."""
        pilot = Autopilot(self._gtins, MISTAKES, seed)
        while True:
            view = self.desk.take_wave()
            if view.notice is not None and view.notice.tone is Tone.INFO:
                return
            if view.step not in TAKES_A_WAVE:  # else the cloud was out of reach: ask again
                self._pick_with(pilot, view)

    def _pick_with(self, pilot: Autopilot, view: PickingView) -> None:
        scans = 0
        while view.step is not Step.WAVE_DONE:
            code = pilot.next_code(view)
            assert code is not None
            view = self.desk.scan(code)
            scans += 1
            if scans % SCANS_A_ROUND == 0:
                self.desk.sync_now()

    def send_all(self) -> None:
        """Wait until nothing is left to send."""
        until(f"the end of sending at {self.name}", lambda: _all_is_sent(self.desk.sync_now()))

    def come_back(self) -> None:
        """The network is there again."""
        self.network.is_cut = False
        self.send_all()

    def go_offline(self) -> None:
        """The network breaks, and the desk has noticed."""
        self.network.is_cut = True
        assert not self.desk.sync_now().connected


def _all_is_sent(state: SyncState) -> bool:
    return state.connected and not state.waiting


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture
def one_wave(tmp_path: Path, clock: MovableClock) -> Iterator[FedCloud]:
    """A cloud with a movable clock and one wave."""
    file = tmp_path / "cloud.db"
    engine = open_engine(str(file))
    migrate(engine)
    with running(engine, clock, Settings(database=str(file))) as cloud:
        service, day = ClockedCloud(cloud), small_day(points=1, orders_a_point=4)
        try:
            yield FedCloud(service, feed(service, day), day, file)
        finally:
            service.stop()
    engine.dispose()


@contextmanager
def two_desks(cloud: FedCloud, folder: Path) -> Iterator[tuple[Workstation, Workstation]]:
    """Two desks, each on a network of its own."""
    with ExitStack() as stack:
        desks = []
        for number in (1, 2):
            network = stack.enter_context(BadNetwork(cloud.url, seed=number))
            desks.append(Workstation(cloud, folder / f"station{number}", number, network))
            stack.callback(desks[-1].desk.core.stop)
        yield desks[0], desks[1]
        assert [desk.desk.seen.bugs for desk in desks] == [[], []]


def test_two_desks_on_a_bad_network_come_to_one_truth(tmp_path: Path) -> None:
    with (
        fed_cloud(tmp_path / "cloud", small_day(points=8, orders_a_point=5)) as cloud,
        two_desks(cloud, tmp_path) as desks,
    ):
        for desk in desks:
            desk.network.share = SHARE
        crew = [
            threading.Thread(target=desk.pick_all, args=(seed,)) for seed, desk in enumerate(desks, start=1)
        ]
        for member in crew:
            member.start()
        for member in crew:
            member.join(PATIENCE_S)
            assert not member.is_alive(), "the picking did not end"
        for desk in desks:
            desk.network.calm_down()
            desk.send_all()
        for desk in desks:
            check_station(desk.file)
            check_all_accepted(desk.file)
        check_cloud(cloud, [desk.file for desk in desks])
        check_day_is_done(cloud)
        check_no_lease_twice(cloud)
        check_changes_came_down(cloud, desks)
        harm = desks[0].network.done + desks[1].network.done
        assert harm.keys() == set(Mischief), "the network was too good"


def check_changes_came_down(cloud: FedCloud, desks: tuple[Workstation, ...]) -> None:
    """Each desk has applied every change, in order, to the last."""
    last = rows(cloud.file, "SELECT max(cursor) FROM changes")[0][0]
    for desk in desks:
        assert rows(desk.file, "SELECT cursor FROM inbox WHERE name = 'changes'")[0][0] == last
        skus = {row["sku"] for row in rows(desk.file, "SELECT sku FROM product")}
        assert skus == {item.sku for item in cloud.day.catalogue.products}


@pytest.mark.parametrize("both_finish", [False, True])
def test_a_wave_lost_while_offline_is_the_other_desks(
    tmp_path: Path, one_wave: FedCloud, clock: MovableClock, both_finish: bool
) -> None:
    with two_desks(one_wave, tmp_path) as (first, second):
        view = first.pick(first.desk.take_wave(), scans=6)
        first.send_all()
        first.go_offline()
        clock.forward(minutes=BEYOND_THE_LEASE_MIN)
        others = second.pick(second.desk.take_wave(), scans=None if both_finish else 5)
        second.send_all()
        first.pick(view, scans=None if both_finish else 6)
        first.come_back()

        lost = first.desk.wait("word of the loss", lambda seen: _lost(seen.view))
        assert lost.wave is not None
        assert lost.wave.lease_lost_to == second.name
        assert (lost.step is Step.WAVE_DONE) is both_finish
        refused = first.desk.wait(
            "the refused records", lambda seen: seen.sync_room.refused if seen.sync_room else None
        )
        assert all((COMPLETED if both_finish else second.name) in line.reason for line in refused)
        second.pick(others)
        second.send_all()
        check_station(first.file)
        check_all_accepted(second.file)
        check_cloud(one_wave, [first.file, second.file])
        check_day_is_done(one_wave)
        check_only_counts(one_wave, second)
        check_refusals_kept(one_wave, first)
        settle_all(first)
        leave_lost_wave(first)


def _lost(view: PickingView | None) -> PickingView | None:
    return view if view is not None and view.wave is not None and view.wave.lease_lost_to else None


def check_only_counts(cloud: FedCloud, winner: Workstation) -> None:
    """The crates that count are the winner's."""
    live = {row["sscc"] for row in rows(cloud.file, "SELECT sscc FROM crates WHERE voided_at IS NULL")}
    assert live == {row["sscc"] for row in rows(winner.file, "SELECT sscc FROM crate")}


def check_refusals_kept(cloud: FedCloud, loser: Workstation) -> None:
    """Station and cloud hold the same refused facts for a person to settle."""
    own = {
        (row["hash"], row["reason"])
        for row in rows(loser.file, "SELECT hash, reason FROM fact WHERE state = 'refused'")
    }
    theirs = {
        (row["hash"], row["reason"]) for row in rows(cloud.file, "SELECT hash, reason FROM refused_facts")
    }
    assert own == theirs
    assert own


def settle_all(loser: Workstation) -> None:
    """A person settles each refused record; none is left to see."""
    room = loser.desk.seen.sync_room
    assert room is not None
    for line in room.refused:
        loser.desk.core.sync(partial(_settle, line.seq))
    loser.desk.wait("a clean list", lambda seen: seen.sync_room and not seen.sync_room.refused)


def _settle(seq: int, flow: SyncFlow) -> None:
    flow.settle(seq)


def leave_lost_wave(loser: Workstation) -> None:
    """The operator puts the lost wave away, and is told that no other is free."""
    view = loser.desk.rest()
    if view.step is not Step.WAVE_DONE:
        loser.desk.core.pick(lambda flow: flow.give_back())
    view = loser.desk.take_wave()
    assert view.step in TAKES_A_WAVE
    assert view.notice is not None
    assert view.notice.tone is Tone.INFO


def test_a_wave_finished_offline_beyond_its_lease_counts_when_nobody_took_it(
    tmp_path: Path, one_wave: FedCloud, clock: MovableClock
) -> None:
    with two_desks(one_wave, tmp_path) as (first, second):
        view = first.desk.take_wave()
        first.send_all()
        first.go_offline()
        clock.forward(minutes=BEYOND_THE_LEASE_MIN)
        assert first.pick(view).step is Step.WAVE_DONE
        first.come_back()
        check_station(first.file)
        check_all_accepted(first.file)
        check_cloud(one_wave, [first.file, second.file])
        check_day_is_done(one_wave)
        assert second.desk.take_wave().step is Step.NO_WAVE


def test_a_lost_answer_to_a_lease_is_asked_for_again_even_after_a_restart(
    tmp_path: Path, one_wave: FedCloud
) -> None:
    with BadNetwork(one_wave.url) as network:
        first = Workstation(one_wave, tmp_path / "station1", 1, network)
        network.harm_next("/v1/waves/lease", Mischief.LOSE_ANSWER)
        view = first.desk.take_wave()
        first.desk.core.stop()
        assert view.step is Step.NO_WAVE
        assert one_wave.waves()[0]["state"] == "leased"

        again = HeadlessDesk(headless_settings(tmp_path / "station1"))
        again.core.start()
        again.sign_in(one_wave.day.badges[0])
        assert again.take_wave().step is Step.SCAN_PRODUCT
        again.core.stop()
    check_no_lease_twice(one_wave)
