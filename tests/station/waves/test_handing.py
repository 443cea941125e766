"""Half-picked waves at the board: asked for by a foreman, seen waiting, their rest reckoned and shared."""

from datetime import timedelta

import pytest

from cloud_api.wire.board import BoardWave, WaveStage
from cloud_api.wire.handing import WavesWanted
from station.kernel.messages import Tone
from station.waves.model.verdicts import Verdict
from station.waves.model.view import Press, WavesView
from station.waves.planner import pace_of
from tests.station.waves.night import LI, NOW, Foreman, ToldCloud, board, said, wave
from tests.station.waves.test_board import ready_in, verdict


def a_half_picked_wave(number: int = 1) -> BoardWave:
    """Three quarters of it are in its crates, which stand at the second desk."""
    return wave(
        number,
        WaveStage.HALF_PICKED,
        leaves=60,
        crates=8,
        crates_closed=2,
        pieces_put=150,
        handed_at=NOW - timedelta(minutes=5),
        handed_by="A-02",
    )


@pytest.fixture
def cloud() -> ToldCloud:
    started = wave(2, WaveStage.STARTED, leaves=60, by=1, pieces_put=20, crates=6)
    return ToldCloud(board([a_half_picked_wave(), started, wave(3), wave(4)]))


@pytest.fixture
def foreman(cloud: ToldCloud) -> Foreman:
    made = Foreman(cloud)
    made.look()
    return made


def facts_of(view: WavesView) -> list[str]:
    assert view.card is not None
    return [said(each) for each in view.card.facts]


def test_it_says_where_its_crates_stand_and_waits_in_sight(foreman: Foreman) -> None:
    row = foreman.flow.view().rows[0]
    assert (row.title, said(row.state), row.tone) == ("1", "half picked", Tone.ASK)
    assert (row.desk, row.is_meant) == ("A-02", False)
    assert foreman.flow.view().counts[Press.WAITING] == 3
    view = foreman.press(Press.ENTER)
    assert facts_of(view)[0].startswith("Half picked, waits for a desk since ")
    assert facts_of(view)[0].endswith("Its crates stand at A-02")
    assert Press.WANT not in view.can


def test_its_rest_is_reckoned_and_shared_and_it_is_no_half_of_a_pair(foreman: Foreman) -> None:
    alone = board([a_half_picked_wave()], desks=1)
    assert ready_in(alone) == {1: 25}
    view = foreman.press(Press.SHARE)
    assert view.plan is not None
    assert sorted(number for desk in view.plan.desks for number in desk.waves) == ["1", "3", "4"]
    foreman.press(Press.BACK)
    view = foreman.press(Press.PAIRS)
    assert all("1" not in (pair.one, pair.other) for pair in view.pairs)


def test_what_two_desks_picked_tells_nothing_of_their_speed() -> None:
    begun = NOW - timedelta(minutes=1)
    packed = wave(1, WaveStage.COMPLETED, by=1, taken_at=begun, completed_at=NOW, lines=120)
    assert pace_of(board([packed])).is_measured
    assert not pace_of(board([packed.model_copy(update={"handed_by": "A-02"})])).is_measured


def test_a_wave_is_asked_for_on_its_own_page(foreman: Foreman, cloud: ToldCloud) -> None:
    foreman.flow.walk(1)
    assert verdict(foreman.press(Press.WANT)) is Verdict.NOT_NOW
    view = foreman.press(Press.ENTER, Press.WANT)
    assert verdict(view) is Verdict.WANTED
    what, told = cloud.said[0]
    assert isinstance(told, WavesWanted)
    assert (what, told.operator_id) == ("want", LI.id)
    assert told.wave_ids == (cloud.told.waves[1].id,)
    wanted = cloud.told.waves[1].model_copy(update={"wanted_at": NOW})
    cloud.told = board([cloud.told.waves[0], wanted])
    foreman.look()
    view = foreman.press(Press.ENTER)
    assert facts_of(view)[-1].startswith("Asked at ")
    assert view.card is not None
    assert view.card.is_wanted
    # What was asked for is called off with the same key.
    assert verdict(foreman.press(Press.WANT)) is Verdict.KEPT
    what, told = cloud.said[-1]
    assert isinstance(told, WavesWanted)
    assert (what, told.called_off, told.wave_ids) == ("want", True, (wanted.id,))
