"""Rounds of the engine against a cloud that is well, silent, mad, forgetful or strict."""

import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from cloud_api.wire.exchange import ChangePage
from cloud_api.wire.waves import LeaseRenewal
from station.kernel.clock import SettableClock
from station.kernel.ids import WaveId
from station.storage import tables
from station.sync import engine, inbox, outbox
from station.sync.clock_offset import load_offset
from station.sync.pauses import FIRST_RETRY_S, POLL_S
from tests.station.sync.kit import (
    DEADLINE_S,
    TOKEN,
    Desk,
    Reply,
    ScriptedCloud,
    hold_wave,
    problem,
    product,
    reply,
    skus,
)

HTML = Reply(b"<html>Please log in to the guest network</html>")
AT_ONCE_S = 3.0
"""Far below the time-out of a call."""
LOGIN = Reply(b"", HTTPStatus.FOUND, {"Location": "http://portal.invalid/"})
FAILURES = [
    pytest.param(Reply(b"", 500), "The cloud cannot be reached ({reason})", id="500"),
    pytest.param(Reply(b"", 503), "The cloud cannot be reached ({reason})", id="503"),
    pytest.param(problem(429, "Too many."), "Too many tries", id="429"),
    pytest.param(
        HTML, "The cloud's answer makes no sense: something else may answer at its address", id="html"
    ),
    pytest.param(
        LOGIN, "The cloud's answer makes no sense: something else may answer at its address", id="redirect"
    ),
    pytest.param(Reply(b"[]"), "The cloud's answer makes no sense: something else may answer at its address",
                 id="json"),
    pytest.param(problem(422, "No."), "The cloud refused: {detail}", id="422"),
]  # fmt: skip


def test_facts_go_up_once_in_order_with_the_token(desk: Desk, cloud: ScriptedCloud) -> None:
    desk.act(3)
    desk.engine.round()
    desk.engine.round()
    assert cloud.seqs_sent() == [[1, 2, 3]]
    assert desk.fact_states() == ["accepted"] * 3
    assert {request.token for request in cloud.requests} == {f"Bearer {TOKEN}"}
    assert (desk.state.connected, desk.state.waiting, desk.state.refused) == (True, 0, 0)


def test_more_facts_than_a_batch_holds_go_in_several(
    desk: Desk, cloud: ScriptedCloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "FACTS_A_PUSH", 2)
    desk.act(5)
    desk.engine.round()
    assert cloud.seqs_sent() == [[1, 2], [3, 4], [5]]


@pytest.mark.parametrize(("failure", "words"), FAILURES)
def test_each_failure_is_told_keeps_the_facts_and_heals(
    desk: Desk, cloud: ScriptedCloud, failure: Reply, words: str
) -> None:
    desk.act(2)
    cloud.script("/v1/facts", failure)
    desk.engine.round()
    assert (desk.state.connected, desk.state.waiting, desk.state.detail.text) == (False, 2, words)
    assert desk.state.last_contact is None
    assert desk.bugs == []
    desk.engine.round()
    assert (desk.state.connected, desk.state.waiting, desk.state.detail.text) == (True, 0, "")
    assert desk.state.last_contact == desk.clock.now()
    assert cloud.seqs_sent() == [[1, 2], [1, 2]]


def test_a_cloud_that_is_not_there_is_told_and_the_facts_wait(tmp_path: Path) -> None:
    with gone() as url:
        desk = Desk(tmp_path / "station.db", url, SettableClock())
        desk.act()
        desk.engine.round()
        assert (desk.state.connected, desk.state.known, desk.state.waiting) == (False, True, 1)
        desk.close()


@contextmanager
def gone() -> Iterator[str]:
    """The address of a cloud that has just been switched off."""
    cloud = ScriptedCloud(SettableClock())
    cloud.stop()
    yield cloud.url


@pytest.mark.parametrize("status", [401, 403])
def test_a_cloud_that_does_not_know_the_station_is_told_apart(
    desk: Desk, cloud: ScriptedCloud, status: int
) -> None:
    cloud.script("/v1/changes", problem(status, "Enrol again."))
    desk.engine.round()
    assert (desk.state.connected, desk.state.known) == (False, False)
    desk.engine.round()
    assert (desk.state.connected, desk.state.known) == (True, True)


def test_a_push_that_always_fails_keeps_neither_leases_nor_changes_back(
    desk: Desk, cloud: ScriptedCloud
) -> None:
    desk.act()
    cloud.changes = [product(3)]
    _, path = held(desk, 5)
    cloud.script(path, reply(LeaseRenewal(until=desk.clock.now() + timedelta(minutes=30))))
    cloud.script("/v1/facts", problem(422, "No."))
    desk.engine.round()
    assert [request.path.split("?")[0] for request in cloud.requests] == [path, "/v1/facts", "/v1/changes"]
    assert skus(desk) == ["S3"]
    assert (desk.state.connected, desk.state.waiting) == (False, 1)
    assert desk.state.detail.values == {"detail": "No."}


def test_the_first_trouble_of_a_round_is_told(desk: Desk, cloud: ScriptedCloud) -> None:
    desk.act()
    cloud.script("/v1/facts", HTML)
    cloud.script("/v1/changes", problem(422, "No."))
    desk.engine.round()
    assert desk.state.detail.text.startswith("The cloud's answer makes no sense")


def test_a_refused_fact_stays_visible_until_it_is_settled(desk: Desk, cloud: ScriptedCloud) -> None:
    desk.act(3)
    cloud.refuse = {2: "The wave is not yours."}
    desk.engine.round()
    assert desk.fact_states() == ["accepted", "refused", "accepted"]
    assert (desk.state.connected, desk.state.waiting, desk.state.refused) == (True, 0, 1)
    refused = desk.records.act(outbox.refused)
    assert [(fact.seq, fact.kind, fact.reason) for fact in refused] == [
        (2, "PutUndone", "The wave is not yours.")
    ]
    desk.records.act(outbox.settle, 2)
    desk.engine.round()
    assert (desk.state.refused, desk.fact_states()[1]) == (0, "settled")
    assert cloud.seqs_sent() == [[1, 2, 3]]


def test_the_pause_grows_with_each_failure_and_resets(
    desk: Desk, cloud: ScriptedCloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(random, "uniform", lambda _low, high: high)
    cloud.script("/v1/changes", *[Reply(b"", 500)] * 9)
    pauses = []
    for _ in range(9):
        desk.engine.round()
        pauses.append(desk.engine.pause_s())
    assert pauses == [1, 2, 4, 8, 15, 15, 15, 15, 15]
    desk.engine.round()
    assert desk.engine.pause_s() == POLL_S


def test_hurry_forgets_how_often_it_failed(desk: Desk, cloud: ScriptedCloud) -> None:
    cloud.script("/v1/changes", *[Reply(b"", 500)] * 6)
    for _ in range(5):
        desk.engine.round()
    desk.engine.hurry()
    desk.engine.round()
    assert desk.engine.pause_s() <= FIRST_RETRY_S


@pytest.mark.parametrize(
    ("told", "least_s"),
    [("90", 90.0), ("999999999999999999999", 300.0), ("soon", 0.0), ("-5", 0.0), ("", 0.0), ("٣", 0.0)],
)
def test_a_cloud_that_asks_to_be_left_alone_is_left_alone(
    desk: Desk, cloud: ScriptedCloud, told: str, least_s: float
) -> None:
    busy = problem(429, "Too many.")
    cloud.script("/v1/changes", Reply(busy.body, 429, {"Retry-After": told.encode().decode("latin-1")}))
    desk.engine.round()
    assert least_s < desk.engine.pause_s() <= least_s + FIRST_RETRY_S
    desk.engine.round()
    assert desk.engine.pause_s() == POLL_S


def test_stopping_waits_for_no_cloud_that_hangs(desk: Desk, cloud: ScriptedCloud) -> None:
    desk.act()
    cloud.answers.clear()
    desk.engine.start()
    assert cloud.arrived.wait(DEADLINE_S)
    began = time.monotonic()
    desk.engine.stop()
    assert time.monotonic() - began < AT_ONCE_S
    assert not [thread for thread in threading.enumerate() if thread.name == "sync"]
    cloud.answers.set()
    assert (desk.bugs, desk.states) == ([], [])


def test_a_store_that_is_gone_while_the_engine_ends_is_no_bug(
    desk: Desk, cloud: ScriptedCloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*args: Any, **rest: Any) -> Any:
        desk.engine.stop()
        raise RuntimeError("cannot schedule new futures after shutdown")

    desk.act()
    with monkeypatch.context() as patch:
        patch.setattr(desk.records, "act", gone)
        desk.engine.round()
    assert (desk.bugs, desk.states) == ([], [])


def test_the_pause_has_jitter_so_that_desks_do_not_come_all_at_once(desk: Desk, cloud: ScriptedCloud) -> None:
    cloud.script("/v1/changes", Reply(b"", 500))
    desk.engine.round()
    pauses = {desk.engine.pause_s() for _ in range(50)}
    assert len(pauses) > 1
    assert all(0.5 <= pause <= 1 for pause in pauses)


def test_the_clock_is_measured_and_a_wrong_one_is_told(desk: Desk, cloud: ScriptedCloud) -> None:
    for minutes in (0, -7, 1.9, 2.1):
        cloud.ahead = timedelta(minutes=minutes)
        desk.engine.round()
    assert [state.clock_offset.total_seconds() / 60 for state in desk.states] == [0, -7, 1.9, 2.1]
    assert [state.clock_is_wrong for state in desk.states] == [False, True, False, True]


def test_how_wrong_the_clock_is_outlives_the_run(desk: Desk, cloud: ScriptedCloud) -> None:
    assert desk.records.act(load_offset) == timedelta()
    for seconds in (-420, -419.5, -420.9):
        cloud.ahead = timedelta(seconds=seconds)
        desk.engine.round()
    assert desk.records.act(load_offset) == timedelta(seconds=-420)
    cloud.ahead = timedelta(days=30)
    desk.engine.round()
    assert desk.records.act(load_offset) == timedelta(days=30)


@pytest.mark.parametrize("days", [-3000, -401, 401])
def test_a_cloud_of_another_age_sets_no_clock_and_is_told(
    desk: Desk, cloud: ScriptedCloud, days: int
) -> None:
    cloud.ahead = timedelta(hours=1)
    desk.engine.round()
    cloud.ahead = timedelta(days=days)
    desk.act()
    desk.engine.round()
    assert desk.state.clock_offset == desk.records.act(load_offset) == timedelta(hours=1)
    assert (desk.state.connected, desk.state.waiting) == (False, 1)
    assert desk.state.detail.values == {"days": abs(days)}


def test_changes_come_down_page_by_page_and_are_told(desk: Desk, cloud: ScriptedCloud) -> None:
    cloud.changes = [product(3), product(8), product(9)]
    desk.engine.round()
    desk.engine.round()
    assert sorted(skus(desk)) == ["S3", "S8", "S9"]
    assert desk.records.act(inbox.cursor) == 9
    assert desk.changed == [{"product"}] * 3
    assert [request.path.split("&")[0] for request in cloud.asked("/v1/changes")] == [
        f"/v1/changes?after={after}" for after in (0, 3, 8, 9)
    ]


def test_a_page_that_leads_nowhere_is_not_asked_for_ever(desk: Desk, cloud: ScriptedCloud) -> None:
    stuck = ChangePage(changes=[], next_cursor=0, more=True, now=desk.clock.now())
    cloud.script("/v1/changes", *[reply(stuck)] * 5)
    desk.engine.round()
    assert len(cloud.asked("/v1/changes")) == 1


def held(desk: Desk, minutes: float) -> tuple[WaveId, str]:
    until = desk.clock.now() + timedelta(minutes=minutes)
    wave_id, lease_id = desk.records.act(hold_wave, desk.clock, until)
    return WaveId(wave_id), f"/v1/waves/{wave_id}/lease/{lease_id}/renew"


def lost_to(desk: Desk) -> str | None:
    return desk.records.act(lambda connection: connection.execute(select(tables.wave.c.lost_to)).scalar())


def test_a_lease_is_renewed_only_when_it_runs_short(desk: Desk, cloud: ScriptedCloud) -> None:
    _, path = held(desk, 25)
    desk.engine.round()
    assert cloud.asked(path) == []
    desk.clock.advance(6 * 60)
    until = desk.clock.now() + timedelta(minutes=30)
    cloud.script(path, reply(LeaseRenewal(until=until)))
    desk.engine.round()
    desk.engine.round()
    assert len(cloud.asked(path)) == 1
    assert desk.changed == [{"lease"}]
    assert lost_to(desk) is None


def test_a_slow_clock_does_not_cost_the_lease(desk: Desk, cloud: ScriptedCloud) -> None:
    cloud.ahead = timedelta(hours=3)
    desk.engine.round()
    _, path = held(desk, 3 * 60 + 10)
    cloud.script(path, reply(LeaseRenewal(until=cloud.now() + timedelta(minutes=30))))
    desk.engine.round()
    assert len(cloud.asked(path)) == 1


def test_a_lease_another_desk_took_is_marked_lost_and_renewed_no_more(
    desk: Desk, cloud: ScriptedCloud
) -> None:
    _, path = held(desk, 5)
    cloud.script(path, problem(409, "Desk 4 has this wave."))
    desk.engine.round()
    assert lost_to(desk) == ""
    assert desk.state.connected
    desk.engine.round()
    assert len(cloud.asked(path)) == 1


def test_a_renewal_that_fails_otherwise_loses_nothing(desk: Desk, cloud: ScriptedCloud) -> None:
    _, path = held(desk, 5)
    cloud.script(path, problem(404, "No such wave."))
    desk.engine.round()
    assert lost_to(desk) is None
    assert not desk.state.connected


def test_a_disk_that_fails_as_well_ends_no_thread(desk: Desk, cloud: ScriptedCloud) -> None:
    desk.act()
    desk.records.submit(lambda: _query_only(desk)).result()
    desk.engine.round()
    assert not desk.state.connected
    assert desk.state.detail.text == "The data file cannot be used: {reason}"


def _query_only(desk: Desk) -> None:
    with desk.records.database.look() as connection:
        connection.exec_driver_sql("PRAGMA query_only=1")


def test_a_bug_ends_neither_the_round_nor_the_thread(
    desk: Desk, cloud: ScriptedCloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("a mistake of ours")

    monkeypatch.setattr(outbox, "record_answers", broken)
    desk.act()
    desk.engine.round()
    assert [str(bug) for bug in desk.bugs] == ["a mistake of ours"]
    assert desk.engine.pause_s() <= 1
    assert desk.fact_states() == ["waiting"]
    words = "The program made a mistake while syncing; a report was written"
    assert (desk.state.connected, desk.state.waiting, desk.state.detail.text) == (False, 1, words)
