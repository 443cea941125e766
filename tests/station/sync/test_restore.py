"""A cloud restored from a backup: stations see it, send again, pull anew, and never turn in a circle."""

import pytest

from cloud_api.wire.exchange import ChangePage, FactBatchResult
from station.sync import inbox
from tests.station.sync.kit import Desk, ScriptedCloud, product, reply, skus


def test_a_cloud_restored_from_a_backup_gets_everything_again(desk: Desk, cloud: ScriptedCloud) -> None:
    desk.act(4)
    desk.engine.round()
    cloud.expected_seq = 2
    desk.act(2)
    desk.engine.round()
    assert cloud.seqs_sent()[1:] == [[5, 6], [2, 3, 4, 5, 6]]
    assert cloud.expected_seq == 7
    assert desk.fact_states() == ["accepted"] * 6
    assert desk.state.connected


def test_a_restored_cloud_is_noticed_with_nothing_to_send(desk: Desk, cloud: ScriptedCloud) -> None:
    desk.act(4)
    desk.engine.round()
    cloud.expected_seq = 2
    cloud.refuse = {3: "The wave is not yours."}
    desk.engine.round()
    desk.engine.round()
    assert cloud.seqs_sent() == [[1, 2, 3, 4], [2, 3, 4]]
    assert desk.fact_states() == ["accepted", "accepted", "refused", "accepted"]
    assert (desk.state.connected, desk.state.refused) == (True, 1)
    desk.engine.round()
    assert len(cloud.seqs_sent()) == 2


@pytest.mark.parametrize("acts", [0, 1], ids=["nothing waits", "something waits"])
@pytest.mark.parametrize("newest", [5, 9], ids=["lower cursors", "more cursors"])
def test_changes_a_restored_cloud_numbers_anew_come_down(
    desk: Desk, cloud: ScriptedCloud, acts: int, newest: int
) -> None:
    desk.act(2)
    cloud.changes = [product(3), product(8)]
    desk.engine.round()
    cloud.expected_seq = 1
    cloud.changes = [product(3), product(4, "NEW"), product(newest)]
    desk.act(acts)
    for _ in range(2):
        desk.engine.round()
    assert "NEW" in skus(desk)
    assert desk.records.act(inbox.cursor) == newest
    assert desk.fact_states() == ["accepted"] * (2 + acts)
    pulls = len(cloud.asked("/v1/changes"))
    desk.engine.round()
    assert len(cloud.asked("/v1/changes")) == pulls + 1


def test_a_cloud_that_lost_changes_only_is_pulled_anew(desk: Desk, cloud: ScriptedCloud) -> None:
    cloud.changes = [product(3), product(8)]
    desk.engine.round()
    cloud.changes = [product(3), product(5, "NEW")]
    desk.engine.round()
    assert sorted(skus(desk)) == ["NEW", "S3", "S8"]
    assert desk.records.act(inbox.cursor) == 5


def test_an_older_cloud_that_tells_no_numbers_is_no_restored_one(desk: Desk, cloud: ScriptedCloud) -> None:
    desk.act(2)
    cloud.changes = [product(3)]
    desk.engine.round()
    plain = ChangePage(changes=[], next_cursor=3, more=False, now=desk.clock.now())
    cloud.script("/v1/changes", reply(plain))
    desk.engine.round()
    assert desk.records.act(inbox.cursor) == 3
    assert len(cloud.seqs_sent()) == 1


def test_a_cloud_that_waits_for_what_was_never_here_is_trouble_not_a_circle(
    desk: Desk, cloud: ScriptedCloud
) -> None:
    desk.act(2)
    nothing = FactBatchResult(results=[], expected_seq=99, now=desk.clock.now())
    cloud.script("/v1/facts", reply(nothing))
    desk.engine.round()
    assert not desk.state.connected
    assert desk.state.detail.text.startswith("The cloud waits for record")
    assert len(cloud.seqs_sent()) == 1


def test_a_cloud_that_forgets_more_and_more_is_not_followed_for_ever(
    desk: Desk, cloud: ScriptedCloud
) -> None:
    desk.act(3)
    desk.engine.round()
    desk.act()
    answers = [
        FactBatchResult(results=[], expected_seq=seq, now=desk.clock.now()) for seq in (3, 2, 3, 2, 3, 2)
    ]
    cloud.script("/v1/facts", *[reply(answer) for answer in answers])
    desk.engine.round()
    assert cloud.seqs_sent() == [[1, 2, 3], [4], [3, 4]]
    assert not desk.state.connected
