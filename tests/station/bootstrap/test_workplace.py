"""A station at work without a window: what hangs, fails or is wrong around it reaches nobody's hands."""

import time
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from cloud_api.wire.exchange import Change, ChangeKind
from cloud_api.wire.stations import Enrolled, Role
from hardware.codes import make_badge
from station.kernel.clock import SettableClock
from tests.station.recovery.desk import HeadlessDesk, headless_settings
from tests.station.sync.kit import Reply, ScriptedCloud, reply

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
AT_ONCE_S = 3.0
"""Far below the time-out of a call."""


@pytest.fixture
def desk(tmp_path: Path, cloud: ScriptedCloud, clock: SettableClock) -> HeadlessDesk:
    """Its cloud knows one operator; a test stops it."""
    cloud.changes = [Change(cursor=1, kind=ChangeKind.OPERATOR, body=OPERATOR)]
    return new_desk(tmp_path, clock)


def new_desk(folder: Path, clock: SettableClock) -> HeadlessDesk:
    made = HeadlessDesk(headless_settings(folder / "station", f"folder:{folder / 'labels'}"), clock)
    made.core.start()
    return made


def enrol(desk: HeadlessDesk, cloud: ScriptedCloud) -> None:
    cloud.script("/v1/enrolment", reply(ENROLLED))
    desk.enrol(cloud.url, "12345678", "工位 1")


def stop_at_once(desk: HeadlessDesk) -> None:
    began = time.monotonic()
    desk.core.stop()
    assert time.monotonic() - began < AT_ONCE_S
    assert desk.seen.bugs == []


def test_quitting_waits_for_no_lease_that_hangs(desk: HeadlessDesk, cloud: ScriptedCloud) -> None:
    enrol(desk, cloud)
    desk.sign_in(BADGE)
    cloud.answers.clear()
    desk.core.pick(lambda flow: flow.take_wave())
    cloud.wait_until_asked("/v1/waves/lease")
    stop_at_once(desk)


def test_quitting_waits_for_no_enrolment_that_hangs(desk: HeadlessDesk, cloud: ScriptedCloud) -> None:
    cloud.answers.clear()
    desk.core.enrol(cloud.url, "12345678", "工位 1")
    cloud.wait_until_asked("/v1/enrolment")
    stop_at_once(desk)


def test_a_wrong_pc_started_without_a_network_still_writes_true_times(
    desk: HeadlessDesk, cloud: ScriptedCloud, clock: SettableClock, tmp_path: Path
) -> None:
    cloud.ahead = timedelta(hours=2)
    enrol(desk, cloud)
    desk.sync_now()
    desk.core.stop()
    cloud.script("/v1/", *[Reply(b"", 503)] * 100)
    again = new_desk(tmp_path, clock)
    again.sign_in(BADGE)
    line = again.scan("06901234567892").recent[0]
    again.core.stop()
    assert again.seen.sync is not None
    assert not again.seen.sync.connected
    assert line.at == clock.now() + timedelta(hours=2)


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param("station.sync.flow.SyncFlow.changes_applied", id="changes came"),
        pytest.param("station.printing.flow.PrintingFlow.jobs_changed", id="a job changed"),
        pytest.param("station.printing.queue.retry_failed", id="the printing itself"),
    ],
)
def test_a_mistake_behind_the_window_is_reported(
    desk: HeadlessDesk, cloud: ScriptedCloud, broken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def mistake(*_: object) -> None:
        raise KeyError("a mistake of ours")

    monkeypatch.setattr(broken, mistake)
    enrol(desk, cloud)
    bugs = desk.wait("the report", lambda seen: seen.bugs)
    desk.core.stop()
    assert type(bugs[0]) is KeyError
