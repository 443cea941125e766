"""Any sequence of gestures keeps each stop in one place, undo restores exactly, locks hold."""

import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from station.dispatch.commands.planning import plan_routes
from station.dispatch.model.edit import Draft
from station.dispatch.model.edit_words import REASONS, STEPS
from station.dispatch.model.plan import Reason
from station.dispatch.model.verdicts import VERDICTS, Verdict
from station.dispatch.model.view import DispatchView, MovePreview
from station.dispatch.model.view_desk import QUESTIONS
from tests.station.dispatch.night_kit import NightDesk, left, stop, van, wave

STOPS, VANS = 7, 3


@dataclass(frozen=True)
class Gesture:
    """One thing a dispatcher may do; numbers that fit nothing are part of the game."""

    kind: str
    stop: int = 0
    van: int = 0
    position: int = 0
    other: int = 0
    locked: bool = False


stops = st.integers(0, STOPS + 1)
vans = st.integers(1, VANS + 1)
gestures = st.one_of(
    st.builds(Gesture, st.just("move"), stops, vans, st.integers(-1, STOPS + 2)),
    st.builds(Gesture, st.just("move"), stops, vans, st.integers(1, 4)),
    st.builds(Gesture, st.just("swap"), stops, other=stops),
    st.builds(Gesture, st.just("take_off"), stops),
    st.builds(Gesture, st.just("lock_stop"), stops, locked=st.booleans()),
    st.builds(Gesture, st.just("lock_route"), van=vans, locked=st.booleans()),
    st.sampled_from([Gesture("plan"), Gesture("undo"), Gesture("undo"), Gesture("redo"), Gesture("restart")]),
)


def do(night: NightDesk, gesture: Gesture) -> DispatchView:
    flow, van_code = night.flow, f"V{gesture.van}"
    match gesture.kind:
        case "move":
            return flow.move(wave(gesture.stop), van_code, gesture.position)
        case "swap":
            return flow.swap(wave(gesture.stop), wave(gesture.other))
        case "take_off":
            return flow.take_off(wave(gesture.stop))
        case "lock_stop":
            return flow.lock_stop(wave(gesture.stop), locked=gesture.locked)
        case "lock_route":
            return flow.lock_route(van_code, locked=gesture.locked)
        case "plan":
            flow.plan()
            return flow.view()
        case "undo":
            return flow.undo()
        case "redo":
            return flow.redo()
        case _:
            return night.restart()


def draft(night: NightDesk) -> Draft:
    found = night.desk.night()
    assert found is not None
    return found.fit(night.desk.draft())


def places(view: DispatchView) -> list[int]:
    on_routes = [int(each.code[1:]) for route in view.routes for each in route.stops]
    return sorted([*on_routes, *left(view)])


class Shadow:
    """What undo and redo must lead to, kept beside in the plainest way."""

    def __init__(self, first: Draft) -> None:
        self.done = [first]
        self.undone: list[Draft] = []

    def check(self, gesture: Gesture, view: DispatchView, now: Draft) -> None:
        verdict = view.answer.verdict if view.answer else None
        if gesture.kind == "undo" and verdict is Verdict.UNDONE:
            self.undone.append(self.done.pop())
        elif gesture.kind == "redo" and verdict is Verdict.REDONE:
            self.done.append(self.undone.pop())
        elif now != self.done[-1] or verdict in (Verdict.PLANNED, Verdict.PLANNED_IN_PART):
            self.done.append(now)
            self.undone.clear()
        assert now == self.done[-1]


@settings(max_examples=25, deadline=None)
@given(st.lists(gestures, min_size=1, max_size=12))
def test_each_stop_is_in_one_place_and_undo_restores_exactly(acts: list[Gesture]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder) / "night"
        base.mkdir()
        night = NightDesk(
            base,
            stops=[stop(n) for n in range(1, STOPS + 1)],
            vans=[van(n, weight_g=250_000) for n in range(1, VANS + 1)],
        )
        shadow = Shadow(draft(night))
        for act in acts:
            before = draft(night)
            view = do(night, act)
            now = draft(night)
            assert places(view) == list(range(1, STOPS + 1))
            if act.kind == "plan":
                assert_locks_hold(before, now)
            shadow.check(act, view, now)
        night.close()


def assert_locks_hold(before: Draft, now: Draft) -> None:
    for locked in before.locked_stops:
        assert now.van_of(locked) == before.van_of(locked)
    for van_code in before.locked_vans:
        assert now.routes[van_code] == before.routes[van_code]
    for wave_id, reason in before.unserved.items():
        if reason is Reason.LEFT_OUT:
            assert now.unserved[wave_id] is Reason.LEFT_OUT


@settings(max_examples=15, deadline=None)
@given(st.lists(gestures, max_size=6), stops, vans, st.integers(0, STOPS + 2))
def test_a_preview_tells_exactly_what_the_drop_does(
    acts: list[Gesture], number: int, van_number: int, position: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder) / "night"
        base.mkdir()
        night = NightDesk(base, stops=[stop(n) for n in range(1, STOPS + 1)], vans=[van(1), van(2), van(3)])
        for act in [Gesture("plan"), *acts]:
            view = do(night, act)
        assert view.previewer is not None
        told = view.previewer.preview(wave(number), f"V{van_number}", position)
        after = night.flow.move(wave(number), f"V{van_number}", position)
        assert_as_told(told, view, after)
        night.close()


def assert_as_told(told: MovePreview, view: DispatchView, after: DispatchView) -> None:
    assert view.totals is not None
    assert after.totals is not None
    assert after.answer is not None
    assert told.is_possible == (after.answer.verdict in (Verdict.MOVED, Verdict.MOVED_WITH_PROBLEM))
    assert after.totals.metres - view.totals.metres == told.metres
    # Each total is rounded to a fen by itself.
    assert abs(after.totals.cost_fen - view.totals.cost_fen - told.cost_fen) <= 1
    assert (after.answer.verdict is Verdict.MOVED_WITH_PROBLEM) == bool(told.breaks)


def test_everything_that_can_be_said_has_words() -> None:
    assert set(VERDICTS) == set(Verdict)
    assert set(REASONS) == set(Reason)
    assert {Verdict.PLANNED, Verdict.MOVED, Verdict.ROUTES_CAME, Verdict.CYCLE_CHOSEN} <= set(STEPS)
    assert len(QUESTIONS) == 5


def test_a_draft_is_fitted_to_another_day_without_losing_a_stop() -> None:
    old = Draft(
        {"V1": (wave(1), wave(2)), "V2": (wave(3),)}, {wave(4): Reason.NO_ROOM}, frozenset({wave(3), wave(1)})
    )
    new = old.fitted([wave(2), wave(3), wave(4), wave(5)], ["V1", "V3"], {})
    assert new.routes == {"V1": (wave(2),), "V3": ()}
    assert new.unserved == {
        wave(3): Reason.NOT_PLANNED,
        wave(4): Reason.NO_ROOM,
        wave(5): Reason.NOT_PLANNED,
    }
    assert new.locked_stops == frozenset()
    left_already = old.fitted([wave(1), wave(2), wave(3)], ["V1", "V2"], {"V2": (wave(2), wave(3))})
    assert left_already.routes == {"V1": (wave(1),), "V2": (wave(2), wave(3))}
    assert left_already.locked_stops == {wave(1)}


def test_a_preview_takes_far_less_than_a_frame(tmp_path: Path) -> None:
    numbers = range(1, 201)
    night = NightDesk(
        tmp_path,
        stops=[stop(n, weight_g=20_000, longitude=116.4 + n % 14 / 100) for n in numbers],
        vans=[van(n) for n in range(1, 11)],
    )
    night.flow.plan()
    view = night.flow.view()
    previewer = view.previewer
    assert previewer is not None
    begun = time.process_time()
    for position in range(1, 21):
        assert previewer.preview(wave(200), "V1", position).is_possible
    assert (time.process_time() - begun) / 20 < 0.016
    night.close()


@pytest.mark.timeout(120)
def test_the_real_planner_keeps_locks_and_serves_everyone(tmp_path: Path) -> None:
    night = NightDesk(
        tmp_path,
        stops=[stop(n, longitude=116.4 + n % 3 / 50) for n in range(1, 9)],
        vans=[van(1), van(2)],
        plan_routes=plan_routes,
    )
    night.flow._budget_s = 1.0
    night.flow.plan()
    first = night.flow.view()
    assert first.totals is not None
    assert (first.totals.served, first.totals.broken) == (8, 0)
    source = next(each for each in first.routes if each.stops)
    target = next(each for each in first.routes if each.van != source.van)
    held = source.stops[0].wave_id
    moved = night.flow.move(held, target.van, len(target.stops) + 1)
    if moved.totals is not None and moved.totals.broken:
        night.flow.take_off(next(each.wave_id for each in target.stops))
    night.flow.lock_stop(held, locked=True)
    night.flow.plan()
    again = night.flow.view()
    assert held in {each.wave_id for each in next(r for r in again.routes if r.van == target.van).stops}
    assert again.totals is not None
    assert again.totals.broken == 0
