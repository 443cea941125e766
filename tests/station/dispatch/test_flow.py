"""The conversation at the dispatch desk, act by act: what is answered, what is true afterwards."""

from pathlib import Path

from cloud_api.wire.exchange import ChangeKind
from cloud_api.wire.routes import CrateMove, CrateMoved, RouteDeparted
from station.dispatch.model.verdicts import Verdict
from station.dispatch.model.view import LoadState, Step
from station.kernel.ids import new_uuid
from station.kernel.messages import Tone
from tests.station.dispatch.night_kit import (
    CYCLE,
    STATION,
    Make,
    NightDesk,
    crate_id,
    left,
    published,
    route,
    stop,
    stop_view,
    van,
    verdict,
    wave,
    waves,
)


def test_an_empty_night_says_so(make: Make) -> None:
    night = make(stops=[], vans=[])
    view = night.flow.view()
    assert (view.step, view.routes, view.day) == (Step.NO_CYCLE, (), None)
    assert verdict(night.flow.plan()) is Verdict.NO_STOPS
    assert verdict(night.flow.undo()) is Verdict.NOTHING_TO_UNDO


def test_the_nights_load_stands_beside_what_the_vans_carry(make: Make) -> None:
    view = make().flow.view()
    assert (view.step, view.can_plan, view.can_publish) == (Step.READY, True, False)
    assert view.day is not None
    assert (view.day.stops, view.day.stops_packed, view.day.crates, view.day.orders) == (4, 4, 8, 40)
    assert (view.day.weight_g, view.day.vans, view.day.vans_weight_g) == (400_000, 2, 1_000_000)
    assert view.day.day.isoformat() == "2026-06-19"
    assert set(left(view)) == {1, 2, 3, 4}
    assert view.axis is not None
    assert (view.axis.from_at.hour, view.axis.until_at.hour) == (4, 11)


def test_without_vans_or_a_warehouse_it_says_what_to_do(make: Make, tmp_path: Path) -> None:
    night = make(vans=[])
    assert verdict(night.flow.plan()) is Verdict.NO_VANS
    night.close()
    other = make(site=None)
    assert other.flow.view().day is not None
    with other.desk.database.act() as connection:
        connection.exec_driver_sql("DELETE FROM warehouse_site")
    other.flow.rows_changed()
    assert verdict(other.flow.plan()) is Verdict.NO_WAREHOUSE


def test_a_plan_becomes_a_draft_with_times_loads_and_cost(make: Make) -> None:
    night = make()
    night.flow.plan()
    view = night.flow.view()
    assert (view.step, verdict(view)) == (Step.DRAFT, Verdict.PLANNED)
    assert (waves(view, "V1"), waves(view, "V2")) == ([1, 3], [2, 4])
    first = route(view, "V1")
    assert first.weight.percent == 40
    assert first.departs_at < first.stops[0].arrives_at < first.stops[0].leaves_at < first.returns_at
    assert first.departs_at.utcoffset() == first.shift_from.utcoffset()
    assert sum(each.metres_before for each in first.stops) < first.metres
    assert first.path[0] == first.path[-1] == view.depot
    assert view.totals is not None
    assert view.totals.cost_fen == sum(each.cost_fen for each in view.routes)
    assert view.totals.metres == sum(each.metres for each in view.routes)
    assert first.drive_s + first.wait_s + 600 == int((first.returns_at - first.departs_at).total_seconds())
    assert not any(each.is_changed for each in view.routes)


def test_stops_that_cannot_be_served_are_named_with_what_to_do(make: Make) -> None:
    night = make(stops=[stop(1), stop(2, latitude=None, longitude=None), stop(3, weight_g=900_000), stop(4)])
    night.flow.plan()
    view = night.flow.view()
    assert verdict(view) is Verdict.PLANNED_IN_PART
    assert left(view) == {3: "It is heavier than any van carries", 2: "Its position is not known"}
    assert all(each.remedy.text for each in view.unserved)
    assert verdict(night.flow.move(wave(2), "V1", 1)) is Verdict.CANNOT_BE_ROUTED


def test_a_drop_is_told_before_it_is_done_and_does_what_it_told(make: Make) -> None:
    night = make()
    night.flow.plan()
    view = night.flow.view()
    assert view.previewer is not None
    assert view.totals is not None
    told = view.previewer.preview(wave(4), "V1", 3)
    assert (told.is_possible, told.tone) == (True, Tone.OK)
    moved = night.flow.move(wave(4), "V1", 3)
    assert verdict(moved) is Verdict.MOVED
    assert moved.totals is not None
    assert moved.totals.cost_fen - view.totals.cost_fen == told.cost_fen
    assert moved.totals.metres - view.totals.metres == told.metres
    assert waves(moved, "V1") == [1, 3, 4]
    assert stop_view(moved, 4).arrives_at == told.arrives_at
    assert stop_view(moved, 4).was is not None
    assert (stop_view(moved, 4).is_changed, stop_view(moved, 1).is_changed) == (True, False)
    assert moved.before is not None
    assert moved.before.cost_fen == view.totals.cost_fen


def test_positions_count_as_people_see_them(make: Make) -> None:
    night = make(vans=[van(1)])
    night.flow.plan()
    assert waves(night.flow.move(wave(1), "V1", 3), "V1") == [2, 1, 3, 4]
    assert verdict(night.flow.move(wave(1), "V1", 2)) is Verdict.SAME_PLACE
    assert verdict(night.flow.move(wave(1), "V1", 3)) is Verdict.SAME_PLACE
    assert waves(night.flow.move(wave(1), "V1", 1), "V1") == [1, 2, 3, 4]
    assert waves(night.flow.move(wave(1), "V1", 5), "V1") == [2, 3, 4, 1]
    assert waves(night.flow.swap(wave(2), wave(4)), "V1") == [4, 3, 2, 1]


def test_what_would_break_is_told_and_stops_the_publishing(make: Make) -> None:
    night = make(vans=[van(1, weight_g=250_000), van(2)])
    night.flow.plan()
    view = night.flow.view()
    assert view.previewer is not None
    told = view.previewer.preview(wave(2), "V1", 1)
    assert (told.tone, len(told.breaks), told.breaks[0].blocks) == (Tone.ASK, 1, True)
    view = night.flow.move(wave(2), "V1", 1)
    assert verdict(view) is Verdict.MOVED_WITH_PROBLEM
    assert (route(view, "V1").weight.percent, route(view, "V1").weight.is_over) == (120, True)
    assert view.totals is not None
    assert view.totals.broken == 1
    assert verdict(night.flow.publish()) is Verdict.BREAKS_RULE
    assert night.facts("RoutesPublished") == []


def test_a_late_stop_is_asked_about_once(make: Make) -> None:
    night = make(stops=[stop(n, receive_until="04:01") for n in (1, 2)], vans=[van(1)])
    night.flow.plan()
    view = night.flow.view()
    assert stop_view(view, 2).is_late
    view = night.flow.publish()
    assert (verdict(view), view.must_confirm) == (Verdict.CONFIRM_WINDOWS, True)
    night.flow.lock_route("V1", locked=True)
    assert verdict(night.flow.publish()) is Verdict.CONFIRM_WINDOWS
    assert verdict(night.flow.publish()) is Verdict.PUBLISHED


def test_taken_off_stays_off_until_it_is_unlocked(make: Make) -> None:
    night = make()
    night.flow.plan()
    view = night.flow.take_off(wave(3))
    assert (verdict(view), left(view)) == (Verdict.TAKEN_OFF, {3: "Taken off by hand"})
    night.flow.plan()
    assert left(night.flow.view()) == {3: "Taken off by hand"}
    assert verdict(night.flow.lock_stop(wave(3), locked=False)) is Verdict.UNLOCKED
    night.flow.plan()
    assert left(night.flow.view()) == {}


def test_what_is_locked_stays_when_planned_again(make: Make) -> None:
    night = make()
    night.flow.plan()
    night.flow.move(wave(1), "V2", 3)
    assert verdict(night.flow.lock_stop(wave(1), locked=True)) is Verdict.LOCKED
    assert verdict(night.flow.move(wave(1), "V1", 1)) is Verdict.STOP_IS_LOCKED
    night.flow.plan()
    assert 1 in waves(night.flow.view(), "V2")
    night.flow.lock_route("V2", locked=True)
    order = waves(night.flow.view(), "V2")
    assert verdict(night.flow.move(wave(3), "V2", 1)) is Verdict.ROUTE_IS_LOCKED
    night.flow.plan()
    assert waves(night.flow.view(), "V2") == order
    assert all(each.is_locked for each in route(night.flow.view(), "V2").stops)


def test_steps_are_undone_and_done_again_also_after_a_restart(make: Make) -> None:
    night = make()
    night.flow.plan()
    planned = night.flow.view().routes
    moved = night.flow.move(wave(4), "V1", 1)
    assert moved.undo_words is not None
    assert night.desk.texts.say(moved.undo_words) == "店4 to van V1"
    view = night.restart()
    assert waves(view, "V1") == [4, 1, 3]
    view = night.flow.undo()
    assert (verdict(view), view.can_redo) == (Verdict.UNDONE, True)
    assert [each.stops for each in view.routes] == [each.stops for each in planned]
    view = night.restart()
    assert waves(view, "V1") == [1, 3]
    view = night.flow.redo()
    assert (waves(view, "V1"), view.can_redo) == ([4, 1, 3], False)
    night.flow.undo()
    view = night.flow.undo()
    assert (view.step, set(left(view)), view.can_undo) == (Step.READY, {1, 2, 3, 4}, False)
    night.flow.redo()
    view = night.flow.take_off(wave(2))
    assert not view.can_redo


def load(night: NightDesk, number: int, crate: int, van_code: str) -> None:
    moved = CrateMoved(
        crate_id=crate_id(number, crate),
        sscc="095200010000000017",
        wave_id=wave(number),
        move=CrateMove.LOADED,
        route_id=route(night.flow.view(), van_code).route_id,
        at=night.clock.now(),
        station_id=STATION,
        station_name="装车 1",
    )
    night.tell(ChangeKind.CRATE_MOVED, moved)


def depart(night: NightDesk, van_code: str) -> None:
    route_id = route(night.flow.view(), van_code).route_id
    assert route_id is not None
    gone = RouteDeparted(
        route_id=route_id, cycle_id=CYCLE, at=night.clock.now(), station_id=STATION, station_name="装车 1"
    )
    night.tell(ChangeKind.ROUTE_DEPARTED, gone)


def test_the_loading_is_watched_from_scan_to_departure(make: Make) -> None:
    night = make()
    night.flow.plan()
    night.flow.publish()
    load(night, 1, 1, "V1")
    loading = route(night.shown[-1], "V1").loading
    assert (loading.state, loading.crates_loaded, loading.crates) == (LoadState.LOADING, 1, 4)
    for number, crate in ((1, 2), (3, 1), (3, 2)):
        load(night, number, crate, "V1")
    assert route(night.shown[-1], "V1").loading.state is LoadState.LOADED
    assert stop_view(night.shown[-1], 3).crates_loaded == 2
    depart(night, "V1")
    gone = route(night.shown[-1], "V1")
    assert (gone.has_left, gone.loading.left_behind) == (True, 0)
    assert gone.loading.departed_at is not None


def test_a_van_that_has_left_cannot_be_changed_and_stands_in_the_next_version(make: Make) -> None:
    night = make()
    night.flow.plan()
    night.flow.publish()
    before = published(night).routes[0]
    depart(night, "V1")
    assert verdict(night.flow.move(wave(2), "V1", 1)) is Verdict.ROUTE_HAS_LEFT
    assert verdict(night.flow.move(wave(1), "V2", 1)) is Verdict.ROUTE_HAS_LEFT
    assert verdict(night.flow.take_off(wave(1))) is Verdict.ROUTE_HAS_LEFT
    assert verdict(night.flow.lock_route("V1", locked=True)) is Verdict.ROUTE_HAS_LEFT
    assert verdict(night.flow.send_van_away("V1", away=True)) is Verdict.ROUTE_HAS_LEFT
    assert verdict(night.flow.undo()) is Verdict.UNDONE
    assert waves(night.flow.view(), "V1") == [1, 3]
    night.flow.plan()
    night.flow.move(wave(4), "V2", 1)
    assert verdict(night.flow.publish()) is Verdict.PUBLISHED
    assert published(night).routes[0] == before


def test_goods_on_a_van_stay_with_it_when_planned_again(make: Make) -> None:
    night = make()
    night.flow.plan()
    night.flow.move(wave(1), "V2", 1)
    night.flow.publish()
    load(night, 1, 1, "V2")
    night.flow.plan()
    assert 1 in waves(night.flow.view(), "V2")


def test_routes_of_another_pc_are_taken_over_and_undo_shows_ones_own(make: Make) -> None:
    night = make()
    night.flow.plan()
    night.flow.publish()
    ours = published(night)
    turned = ours.routes[0].model_copy(update={"stops": tuple(reversed(ours.routes[0].stops))})
    theirs = ours.model_copy(
        update={"plan_id": new_uuid(), "version": 2, "routes": (turned, *ours.routes[1:])}
    )
    night.clock.advance(60)
    night.tell(ChangeKind.ROUTES, theirs)
    view = night.shown[-1]
    assert (waves(view, "V1"), view.step) == ([3, 1], Step.PUBLISHED)
    assert view.published is not None
    assert view.published.version == 2
    night.tell(ChangeKind.ROUTES, ours)
    assert waves(night.shown[-1], "V1") == [3, 1]
    assert waves(night.flow.undo(), "V1") == [1, 3]
    assert waves(night.restart(), "V1") == [1, 3]
