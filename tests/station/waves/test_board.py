"""The board of waves as a foreman uses it: what is late, who gets what, and what is said to the cloud."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from cloud_api.wire.board import BoardWave, WaveAssignments, WaveBoard, WaveLeft, WavesChosen, WaveStage
from hardware.check_digits import make_sscc
from hardware.codes import make_badge
from station.kernel.ids import WaveId
from station.kernel.messages import Tone
from station.waves.commands.proposing import Night, next_group, share_out
from station.waves.model.night import NO_GOODS, Goods
from station.waves.model.verdicts import Verdict
from station.waves.model.view import Press, Step, WavesView
from station.waves.planner import first_group, outlook, pace_of, release_groups
from station.waves.planner.pace import PUBLISHED_LINES_AN_HOUR
from tests.station.waves.night import LI, LIMITS, NOW, SILENT, Foreman, ToldCloud, a_night, board, said, wave


@pytest.fixture
def cloud() -> ToldCloud:
    return ToldCloud(board(a_night()))


@pytest.fixture
def foreman(cloud: ToldCloud) -> Foreman:
    made = Foreman(cloud)
    made.look()
    return made


def verdict(view: WavesView) -> Verdict | None:
    return view.answer.verdict if view.answer else None


def told_in(view: WavesView) -> str:
    """The words of the verdict."""
    return said(view.answer.words if view.answer else None)


def numbers(view: WavesView) -> list[int]:
    return [int(row.title) for row in view.rows]


def ready_in(told: WaveBoard) -> dict[int, int | None]:
    """Minutes until each wave is ready at 60 lines an hour."""
    rates = replace(pace_of(board([])).rates, line_s=60)
    found = outlook(told, rates)
    at = {each.number: found[WaveId(each.id)].ready_at for each in told.waves}
    return {
        number: None if ready is None else round((ready - NOW).total_seconds() / 60)
        for number, ready in at.items()
    }


# What is reckoned


def test_the_speed_is_a_published_one_until_enough_is_put() -> None:
    started = wave(1, WaveStage.STARTED, by=1, taken_at=NOW - timedelta(minutes=10), pieces_put=98)
    assert not pace_of(board([started])).is_measured
    assert pace_of(board([started])).lines_an_hour == PUBLISHED_LINES_AN_HOUR
    begun, ended = NOW - timedelta(minutes=70), NOW - timedelta(minutes=10)
    packed = wave(2, WaveStage.COMPLETED, by=1, taken_at=begun, completed_at=ended, lines=120)
    pace = pace_of(board([packed]))
    assert (pace.is_measured, pace.lines_an_hour, pace.rates.line_s) == (True, 120, 30)
    both = pace_of(board([packed, started]))
    assert both.lines_an_hour == round((120 + 49) / 70 * 60)


def test_a_desk_that_is_not_heard_does_not_slow_the_measured_speed() -> None:
    begun, until = NOW - timedelta(hours=5), NOW - timedelta(hours=4)
    gone = wave(1, WaveStage.STARTED, by=1, pieces_put=190, taken_at=begun, lease_until=until)
    assert not pace_of(board([gone])).is_measured


def test_desks_end_what_they_have_then_take_their_own_then_what_is_nobodys() -> None:
    told = board(
        [
            wave(1, WaveStage.STARTED, by=1, lines=60, pieces_put=60),
            wave(2, lines=10, meant=(1, 1)),
            wave(3, lines=20, meant=(1, 0)),
            wave(4, lines=40, leaves=90),
            wave(5, WaveStage.WAITING, lines=10, leaves=30),
            wave(6, WaveStage.COMPLETED, by=2, completed_at=NOW),
        ]
    )
    assert ready_in(told) == {1: 30, 3: 50, 2: 60, 5: 10, 4: 50, 6: 0}


def test_waves_meant_for_a_desk_out_of_sight_are_reckoned_as_anybodys() -> None:
    told = board([wave(1, lines=10, meant=(7, 0)), wave(2, lines=10)], desks=1)
    assert ready_in(told) == {1: 10, 2: 20}
    assert ready_in(board([wave(1)], desks=0)) == {1: None}


def test_a_van_that_should_have_left_waits_whatever_is_reckoned() -> None:
    told = board([wave(1, leaves=-5)], desks=0)
    (reckoned,) = outlook(told, pace_of(told).rates).values()
    assert (reckoned.ready_at, reckoned.late_s) == (None, 300)


def test_the_next_group_is_the_first_of_all_groups_and_grows_with_the_desks() -> None:
    told = board([wave(number, WaveStage.WAITING, leaves=60 + number // 6) for number in range(1, 12)])
    cloud = ToldCloud(told)
    goods = Goods.read(cloud.board_goods(UUID(int=900)))
    night = Night(told, goods, LIMITS, pace_of(told))
    group = next_group(night)
    assert len(group) == 4
    assert group[0].int == 1
    alone = Night(board(told.waves, desks=0), goods, LIMITS, night.pace)
    assert len(next_group(alone)) == 2
    assert next_group(Night(board([wave(1)]), NO_GOODS, LIMITS, night.pace)) == ()
    with pytest.raises(ValueError, match="one wave"):
        first_group([], 0)
    assert release_groups([], 3) == ()


def test_sharing_keeps_waves_whole_and_ends_at_once_when_it_is_not_wanted() -> None:
    told = board([wave(number, lines=90, leaves=30) for number in range(1, 9)])
    night = Night(told, NO_GOODS, LIMITS, pace_of(told))
    shared = share_out(night, lambda: False, budget_s=30)
    assert shared.was_stopped
    picked = [each.int for queue in shared.queues for each in queue.waves]
    assert sorted(picked) == list(range(1, 9))
    assert shared.late != ()


# What is shown


def test_the_board_stands_by_departure_with_what_is_late(foreman: Foreman) -> None:
    view = foreman.flow.view()
    assert numbers(view)[:3] == [3, 2, 4]
    assert numbers(view)[-1] == 1
    first = view.rows[0]
    assert (first.tone, said(first.state)) == (Tone.REFUSED, "22 min late")
    assert (first.departs, first.desk, first.is_meant) == ("02:05", "A-02", False)
    assert (view.rows[2].desk, view.rows[2].is_meant) == ("A-01", True)
    assert said(view.question) == "3 waves will be late"
    assert view.counts == {Press.LATE: 3, Press.RUNNING: 2, Press.WAITING: 8, Press.DONE: 1}
    assert view.figure.number == "1/11"
    assert view.release == 4
    assert (view.notice, view.is_old) == (None, False)


def test_filters_and_what_is_typed_narrow_the_board(foreman: Foreman) -> None:
    assert numbers(foreman.press(Press.RUNNING)) == [3, 2]
    assert foreman.press(Press.RUNNING).shown is None
    assert numbers(foreman.press(Press.DONE)) == [1]
    foreman.press(Press.DONE)
    assert numbers(foreman.flow.find("团结湖")) == [4]
    assert numbers(foreman.flow.find("p01")) == [10, 11]
    assert numbers(foreman.flow.find("2")) == [2]
    assert len(foreman.press(Press.BACK).rows) == 11


def test_arrows_and_enter_open_a_wave_with_its_crates(foreman: Foreman) -> None:
    foreman.flow.walk(-1)
    assert foreman.flow.walk(1).cursor == UUID(int=2)
    view = foreman.press(Press.ENTER)
    assert view.step is Step.WAVE
    view = foreman.work()
    card = view.card
    assert card is not None
    assert card.crates is not None
    assert [(crate.number, crate.is_closed) for crate in card.crates[:4]] == [
        (1, True),
        (2, True),
        (3, True),
        (4, False),
    ]
    assert [said(fact) for fact in card.facts] == ["A-01, since 01:50", "Its desk keeps it until 02:20"]
    assert said(view.question) == "picking: ready 02:11, its van leaves 03:00"
    assert foreman.press(Press.BACK).step is Step.BOARD
    assert foreman.flow.choose(WaveId(UUID(int=4))).cursor == UUID(int=4)


def test_a_crate_label_jumps_to_its_wave(foreman: Foreman, cloud: ToldCloud) -> None:
    label = "00" + make_sscc(0, "9520001", 1)
    view = foreman.scan(label)
    assert (view.step, view.cursor, verdict(view)) == (Step.WAVE, UUID(int=2), Verdict.FOUND)
    assert view.card is not None
    assert len(view.card.crates or ()) == 8
    assert verdict(foreman.scan(make_badge(12))) is Verdict.BADGE_SCANNED
    assert verdict(foreman.scan("hello")) is Verdict.UNKNOWN_CODE
    cloud.told = board([wave(1)])
    foreman.look()
    assert verdict(foreman.scan(label)) is Verdict.OTHER_NIGHT


def test_without_a_network_the_last_board_stays_with_its_age(foreman: Foreman, cloud: ToldCloud) -> None:
    cloud.trouble = SILENT
    foreman.clock.advance(125)
    view = foreman.look()
    assert len(view.rows) == 11
    assert (said(view.notice), view.is_old) == ("No news for 2 min: this is the last board", True)
    assert verdict(foreman.press(Press.RELEASE)) is Verdict.NOT_DONE
    cloud.trouble = None
    assert not foreman.look().is_old
    lost = Foreman(ToldCloud(board([]), trouble=SILENT))
    assert said(lost.look().notice) == "No board yet: the cloud cannot be reached"


def test_a_night_without_measures_says_what_it_reckons_with() -> None:
    foreman = Foreman(ToldCloud(board([wave(1), wave(2, leaves=5)])))
    assert said(foreman.look().notice) == (
        "Too little is put to measure the speed: reckoned with 260 lines an hour a desk"
    )


def test_news_asked_for_while_an_answer_is_awaited_comes_behind_it(
    foreman: Foreman, cloud: ToldCloud
) -> None:
    foreman.flow.look()
    foreman.flow.look()
    foreman.flow.look()
    assert len(foreman.waiting) == 1
    cloud.told = board([wave(1)])
    assert numbers(foreman.work()) == [1]


# What is said


def test_the_next_group_is_released_in_the_foremans_name(foreman: Foreman, cloud: ToldCloud) -> None:
    view = foreman.press(Press.RELEASE)
    assert (verdict(view), told_in(view)) == (
        Verdict.RELEASED,
        "4 waves released",
    )
    what, told = cloud.said[0]
    assert isinstance(told, WavesChosen)
    assert (what, told.operator_id, len(told.wave_ids)) == ("release", LI.id, 4)


def test_one_wave_is_released_or_held_from_its_own_page(foreman: Foreman, cloud: ToldCloud) -> None:
    foreman.flow.choose(WaveId(UUID(int=7)))
    foreman.press(Press.ENTER, Press.RELEASE)
    foreman.flow.choose(WaveId(UUID(int=5)))
    assert verdict(foreman.press(Press.HOLD)) is Verdict.HELD
    told = [(what, each.wave_ids) for what, each in cloud.said if isinstance(each, WavesChosen)]
    assert told == [("release", (UUID(int=7),)), ("hold", (UUID(int=5),))]
    foreman.flow.choose(WaveId(UUID(int=2)))
    assert verdict(foreman.press(Press.HOLD)) is Verdict.NOT_NOW


def test_waves_are_shared_out_only_after_enter(foreman: Foreman, cloud: ToldCloud) -> None:
    view = foreman.press(Press.SHARE)
    assert (view.step, verdict(view), view.next) == (Step.PLAN, Verdict.PLANNED, Press.ENTER)
    assert cloud.said == []
    assert view.plan is not None
    assert sorted(int(title) for desk in view.plan.desks for title in desk.waves) == list(range(4, 12))
    view = foreman.press(Press.ENTER)
    assert (view.step, verdict(view)) == (Step.BOARD, Verdict.ASSIGNED)
    (_, told) = cloud.said[0]
    assert isinstance(told, WaveAssignments)
    assert {each.station_id for each in told.assignments} == {UUID(int=501), UUID(int=502)}
    assert sum(each.place == 0 for each in told.assignments) == 2


def test_a_search_is_ended_by_a_key_and_its_best_is_shown(foreman: Foreman) -> None:
    assert foreman.flow.press(Press.SHARE).step is Step.SHARING
    foreman.flow.press(Press.BACK)
    foreman.work()
    assert verdict(foreman.shown[-1]) is Verdict.STOPPED
    assert foreman.press(Press.BACK).step is Step.BOARD


def test_pairs_are_picked_in_one_walk_at_one_desk(foreman: Foreman, cloud: ToldCloud) -> None:
    view = foreman.press(Press.PAIRS)
    assert (view.step, verdict(view)) == (Step.PAIRS, Verdict.PAIRS_FOUND)
    assert "in one walk" in said(view.question)
    assert len(view.pairs) == 3
    foreman.press(Press.ENTER)
    (_, told) = cloud.said[0]
    assert isinstance(told, WaveAssignments)
    for first, second in zip(told.assignments[::2], told.assignments[1::2], strict=True):
        assert (first.station_id, first.place + 1) == (second.station_id, second.place)
        assert (first.beside_id, second.beside_id) == (second.wave_id, None)


def test_a_pair_is_told_in_its_rows_until_one_of_the_two_is_begun() -> None:
    pair = [wave(1, meant=(1, 0)), wave(2, meant=(1, 1)), wave(3)]
    pair[0] = pair[0].model_copy(update={"beside_id": pair[1].id})
    foreman = Foreman(ToldCloud(board(pair)))
    view = foreman.look()
    assert [row.beside for row in view.rows] == ["2", "1", ""]
    begun = [pair[0].model_copy(update={"stage": WaveStage.STARTED}), *pair[1:]]
    later = Foreman(ToldCloud(board(begun))).look()
    assert [row.beside for row in later.rows] == ["", "", ""]


def test_what_the_cloud_leaves_as_it_is_is_told(foreman: Foreman, cloud: ToldCloud) -> None:
    cloud.left = (WaveLeft(wave_id=UUID(int=6), detail="Wave 6 is with A-02."),)
    view = foreman.press(Press.RELEASE)
    assert told_in(view) == "3 done, 1 not: Wave 6 is with A-02."


def test_where_nothing_can_be_done_it_is_said() -> None:
    packed: list[BoardWave] = [wave(1, WaveStage.COMPLETED, by=1, completed_at=NOW)]
    foreman = Foreman(ToldCloud(board(packed)))
    foreman.look()
    assert verdict(foreman.press(Press.SHARE)) is Verdict.NOTHING_TO_SHARE
    assert verdict(foreman.press(Press.PAIRS)) is Verdict.NO_PAIRS
    assert verdict(foreman.press(Press.RELEASE)) is Verdict.NOT_NOW
    nobody = Foreman(ToldCloud(board([wave(1)], desks=0)))
    nobody.look()
    assert verdict(nobody.press(Press.SHARE)) is Verdict.NO_DESKS
    assert verdict(nobody.press(Press.PAIRS)) is Verdict.NO_DESKS
