"""The board with the real cloud over loopback: a night is released, shared out and picked."""

from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from cloud_api.settings import Settings, WaveRelease
from cloud_api.storage.engine import open_engine
from cloud_api.storage.schema import migrate
from cloud_api.wire.stations import Role
from station.bootstrap.stands.waves import BoardLines
from station.sync.client import CloudClient
from station.waves.flow import WavesFlow
from station.waves.model.verdicts import Verdict
from station.waves.model.view import Press, Step
from tests.cloud_api.kit import Cloud, SetClock, Shop, open_shop, order, put, running
from tests.station.waves.night import LIMITS, Foreman, said


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    """Three waves that wait for a foreman."""
    engine = open_engine(str(tmp_path / "cloud.db"))
    migrate(engine)
    settings = Settings(database="unused.db", wave_release=WaveRelease.BY_PEOPLE)
    with running(engine, SetClock(), settings) as cloud:
        made = open_shop(cloud)
        made.send(order("A", "P1", PEACH=2), order("B", "P2", PEACH=3, MILK=1), order("C", "P3", RICE=5))
        made.cut_off()
        yield made
    engine.dispose()


@pytest.fixture
def lines(shop: Shop) -> Iterator[BoardLines]:
    """The lines of a station in the dispatch office."""
    token = shop.cloud.enrol(Role.DISPATCH, "W1", "调度")["token"]
    made = BoardLines(lambda: CloudClient(shop.cloud.url, token))
    yield made
    made.close()


@pytest.fixture
def foreman(lines: BoardLines) -> Foreman:
    made = Foreman(lines)
    made.look()
    return made


def test_a_night_is_released_shared_out_and_picked(shop: Shop, foreman: Foreman) -> None:
    cloud: Cloud = shop.cloud
    desk, other = cloud.desk(), cloud.desk("工位 2")
    for each in (desk, other):
        assert each.ask_lease().status_code == 204
    view = foreman.look()
    assert (view.release, len(view.rows)) == (3, 3)
    view = foreman.press(Press.RELEASE)
    assert said(view.answer.words if view.answer else None) == "3 waves released"

    view = foreman.press(Press.SHARE)
    assert view.plan is not None
    assert view.step is Step.PLAN
    wanted = {row.desk: row.waves for row in view.plan.desks}
    assert sorted(number for waves in wanted.values() for number in waves) == ["1", "2", "3"]
    view = foreman.press(Press.ENTER)
    assert view.answer is not None
    assert view.answer.verdict is Verdict.ASSIGNED
    assert {(row.desk, row.is_meant) for row in foreman.flow.view().rows} <= {
        ("工位 1", True),
        ("工位 2", True),
    }
    for each, name in ((desk, "工位 1"), (other, "工位 2")):
        assert [each.lease().wave.title for _ in wanted[name]] == list(wanted[name])
    assert {row.is_meant for row in foreman.look().rows} == {False}


def test_a_crate_is_found_by_its_label_and_its_pieces_are_counted(shop: Shop, foreman: Foreman) -> None:
    foreman.press(Press.RELEASE)
    desk = shop.cloud.desk()
    lease = desk.lease()
    plan = desk.plan(lease)
    assert desk.report("WaveStarted", plan)["verdict"] == "accepted"
    crate = plan["crates"][0]
    assert desk.report("ItemPut", put(plan["wave_id"], crate, "PEACH", 1))["verdict"] == "accepted"
    foreman.look()
    view = foreman.scan("00" + crate["sscc"])
    assert view.card is not None
    assert view.card.crates is not None
    assert [(row.label, row.pieces_put, row.pieces) for row in view.card.crates] == [
        (crate["sscc"][-6:], 1, 2)
    ]
    assert (view.card.row.desk, view.card.row.pieces_put) == ("工位 1", 1)
    foreman.press(Press.BACK)
    unknown = "00" + desk.plan(lease)["crates"][0]["sscc"]
    view = foreman.scan(unknown)
    assert view.answer is not None
    assert view.answer.verdict is Verdict.NOT_DONE


def test_what_a_desk_took_meanwhile_is_told_in_plain_words(shop: Shop, foreman: Foreman) -> None:
    foreman.press(Press.RELEASE)
    taken = shop.cloud.desk().lease().wave.id
    row = next(row for row in foreman.flow.view().rows if row.wave_id == taken)
    foreman.flow.choose(row.wave_id)
    view = foreman.press(Press.HOLD)
    assert view.answer is not None
    assert view.answer.verdict is Verdict.NOT_DONE
    assert f"Wave {row.title} is with 工位 1." in said(view.answer.words)


def test_a_closed_line_is_told_as_no_network(shop: Shop, lines: BoardLines, foreman: Foreman) -> None:
    lines.close()
    view = foreman.look()
    assert len(view.rows) == 3
    foreman.clock.advance(60)
    assert foreman.flow.view().is_old
    zone = ZoneInfo("Asia/Shanghai")
    fresh = WavesFlow(
        lines, foreman.clock, zone, LIMITS, foreman.aside, lambda act: act(), lambda _: None, dict
    )
    assert fresh.open().rows == ()
