"""What waits for the last page is done behind it, once for each thing it tells, and never in between."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection

from station.kernel.clock import SettableClock
from station.sync import inbox
from station.sync.engine import SyncEngine
from tests.station.sync.kit import Desk, ScriptedCloud, problem, product, skus


@pytest.fixture
def ended() -> list[tuple[int, int | None]]:
    """The cursor and the number told, at each end of a pull."""
    return []


@pytest.fixture
def desk(
    tmp_path: Path, cloud: ScriptedCloud, clock: SettableClock, ended: list[tuple[int, int | None]]
) -> Iterator[Desk]:
    """A desk that notes the ends."""

    def at_end(connection: Connection, expected_seq: int | None) -> set[str]:
        ended.append((inbox.cursor(connection), expected_seq))
        return {"seen"}

    made = Desk(tmp_path / "station.db", cloud.url, clock)
    made.engine = SyncEngine(
        made.client,
        made.records,
        clock,
        on_state=made.states.append,
        on_changes=made.changed.append,
        on_bug=made.bugs.append,
        at_end=at_end,
    )
    yield made
    made.close()


def test_the_end_comes_behind_the_last_page_and_again_only_with_news(
    desk: Desk, cloud: ScriptedCloud, ended: list[tuple[int, int | None]]
) -> None:
    cloud.changes = [product(1), product(2), product(3)]
    desk.engine.round()
    assert ended == [(3, 1)]
    assert desk.changed[-1] == {"seen"}
    desk.engine.round()
    assert len(ended) == 1
    desk.act(2)
    desk.engine.round()
    assert ended[1:] == [(3, 3)]
    cloud.changes.append(product(4))
    desk.engine.round()
    assert ended[2:] == [(4, 3)]


def test_a_pull_that_is_cut_ends_with_the_next_one(
    desk: Desk, cloud: ScriptedCloud, ended: list[tuple[int, int | None]]
) -> None:
    desk.engine.round()
    cloud.changes = [product(1), product(2)]
    cloud.script("/v1/changes?after=1", problem(503, "busy"))
    desk.engine.round()
    assert skus(desk) == ["S1"]
    assert ended == [(0, 1)]
    desk.engine.round()
    assert ended == [(0, 1), (2, 1)]


def test_a_snapshot_ends_too(desk: Desk, cloud: ScriptedCloud, ended: list[tuple[int, int | None]]) -> None:
    desk.engine.round()
    cloud.snapshot, cloud.snapshot_cursor, cloud.horizon = [product(7)], 7, 7
    desk.engine.round()
    assert skus(desk) == ["S7"]
    assert ended == [(0, 1), (7, 1)]
