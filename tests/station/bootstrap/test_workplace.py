"""A station at work without a window: what hangs, fails or is wrong around it reaches nobody's hands."""

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import select

from cloud_api.wire.exchange import Change, ChangeKind, ChangePage
from cloud_api.wire.routes import CrateMove, CrateMoved
from cloud_api.wire.stations import Enrolled, Role
from hardware.codes import make_badge, make_route_code
from station.bootstrap.appliers import appliers_of
from station.bootstrap.identity import NewEnrolment, save_identity
from station.bootstrap.roles import rooms_of
from station.kernel.clock import SettableClock
from station.loading.model.verdicts import Verdict as LoadingVerdict
from station.storage import tables
from station.storage.database import Records
from station.sync import inbox
from tests.station.recovery.desk import HeadlessDesk, Seen, headless_settings
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


class WatchedDesk(HeadlessDesk):
    """Keeps the rooms a scan was shown in."""

    def __init__(self, folder: Path, clock: SettableClock) -> None:
        self.rooms: list[str] = []
        super().__init__(headless_settings(folder), clock)

    def go_to(self, room: str) -> None:
        self.rooms.append(room)


@pytest.fixture
def watched(tmp_path: Path, cloud: ScriptedCloud, clock: SettableClock) -> Iterator[WatchedDesk]:
    """A PC of a warehouse with its dispatch, an operator signed in."""
    cloud.changes = [Change(cursor=1, kind=ChangeKind.OPERATOR, body=OPERATOR)]
    made = WatchedDesk(tmp_path / "station", clock)
    made.core.start()
    told = ENROLLED.model_copy(update={"roles": (Role.WAREHOUSE, Role.DISPATCH)})
    cloud.script("/v1/enrolment", reply(told))
    made.enrol(cloud.url, "12345678", "工位 1")
    made.sign_in(BADGE)
    yield made
    made.core.stop()


def loaded(desk: HeadlessDesk) -> LoadingVerdict | None:
    """What the dock answered last."""
    view = desk.seen.loading
    return view.answer.verdict if view and view.answer else None


def test_a_route_sheet_finds_the_dock_and_the_next_scan_stays_there(watched: WatchedDesk) -> None:
    watched.core.enter("picking")
    watched.core.scan(make_route_code(1), 1.0, "script")
    assert watched.wait("the dock's answer", loaded_by(watched)) is LoadingVerdict.UNKNOWN_ROUTE
    watched.core.scan("0000", 3.0, "script")
    watched.wait("the next answer", lambda _: loaded(watched) is LoadingVerdict.UNKNOWN_CODE)
    assert watched.rooms == ["loading"]


def test_a_scan_amidst_other_work_is_answered_where_it_can_be_seen(watched: WatchedDesk) -> None:
    watched.core.enter("loading")
    watched.core.enter("dispatch")
    watched.core.scan("0000", 1.0, "script")
    assert watched.wait("the dock's answer", loaded_by(watched)) is LoadingVerdict.UNKNOWN_CODE
    assert watched.rooms == ["loading"]


def loaded_by(desk: HeadlessDesk) -> Callable[[Seen], LoadingVerdict | None]:
    return lambda _: loaded(desk)


def test_a_crate_one_room_does_not_know_is_told_to_the_other(tmp_path: Path, clock: SettableClock) -> None:
    records = Records(tmp_path / "station.db")
    told = ENROLLED.model_copy(update={"roles": tuple(Role), "pickup_point": "P001"})
    records.act(save_identity, told, NewEnrolment("http://127.0.0.1:1", "一体机", clock.now()))
    moved = CrateMoved(
        crate_id=uuid4(),
        sscc="095200010000000017",
        wave_id=uuid4(),
        move=CrateMove.RECEIVED,
        route_id=None,
        at=clock.now(),
        station_id=uuid4(),
        station_name="柜台 2",
    )
    page = ChangePage(
        changes=[Change(cursor=1, kind=ChangeKind.CRATE_MOVED, body=moved.model_dump(mode="json"))],
        next_cursor=1,
        more=False,
        now=clock.now(),
    )
    records.act(inbox.apply_page, page, clock.now(), appliers_of(rooms_of(tuple(Role))))
    received = records.act(
        lambda connection: connection.execute(select(tables.delivery_crate.c.received_by)).scalar_one()
    )
    unread = records.act(inbox.notices, "unreadable_change")
    records.close()
    assert (received, len(unread)) == ("柜台 2", 1)


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
