"""What reaches the dock from elsewhere: other desks, new plans, the cloud, a restart, a disk that refuses."""

from sqlalchemy import event, select

from cloud_api.wire.exchange import ChangeKind, FactResult, FactVerdict
from cloud_api.wire.facts import CrateLoaded, CrateUnloaded, FactKind
from cloud_api.wire.routes import CrateMove, PackState
from station.kernel.messages import Tone
from station.loading.model.verdicts import LOADS, VERDICTS, Verdict
from station.loading.model.view import Step
from station.storage import tables
from station.sync import outbox
from tests.station.loading.dock import (
    Dock,
    route_of,
    said,
    verdict,
)


def test_another_desk_loads_the_same_van(dock: Dock) -> None:
    dock.choose(2)
    four, five = dock.shops[1]
    view = dock.moved(five, 1, CrateMove.LOADED, dock.routes[1])
    assert view.route is not None
    assert (view.route.on, dock.shown[-1].serial < view.serial) == (1, True)
    assert verdict(dock.scan(five.sscc(1))) is Verdict.ALREADY_ON
    assert not view.can_undo, "undo is for this desk's own loads"
    dock.scan(four.sscc(1))
    dock.depart()
    view = dock.left(dock.routes[1])
    assert (view.step, view.answer) == (Step.DEPARTED, None)
    assert verdict(dock.depart()) is Verdict.ROUTE_LEFT


def test_a_scan_sees_what_the_sync_applied_a_moment_before(dock: Dock) -> None:
    dock.choose(1)
    three = dock.shops[0][2]
    dock.tell((ChangeKind.STOP, three.state(PackState.PACKING)), quietly=True)
    assert verdict(dock.scan(three.sscc(1))) is Verdict.NOT_CLOSED


def test_routes_planned_anew_move_a_loaded_crate_over(dock: Dock) -> None:
    dock.choose(1)
    two = dock.shops[0][1]
    dock.scan(two.sscc(1))
    first, second = dock.routes
    stop = first.stops[1]
    changed = [
        first.model_copy(update={"stops": (first.stops[0], first.stops[2])}),
        second.model_copy(update={"stops": (*second.stops, stop)}),
    ]
    dock.publish(changed)
    assert verdict(dock.scan(two.sscc(1))) is Verdict.STRAY
    dock.shops[0].remove(two)
    assert verdict(dock.depart()) is Verdict.STRAY
    dock.choose(2)
    assert verdict(dock.scan(two.sscc(1))) is Verdict.MOVED_OVER
    crate = {"crate_id": two.crate_id(1)}
    assert dock.facts()[1:] == [
        (FactKind.CRATE_UNLOADED, CrateUnloaded(route_id=first.route_id, **crate)),
        (FactKind.CRATE_LOADED, CrateLoaded(route_id=second.route_id, **crate)),
    ]


def test_a_route_that_is_gone_from_the_plan_is_chosen_anew(dock: Dock) -> None:
    dock.choose(1)
    fresh = route_of(1, dock.shops[0], dock.routes[0].departs_at)
    view = dock.publish([fresh, dock.routes[1]])
    assert (view.step, view.route) == (Step.CHOOSE, None)
    assert view.notice is not None
    assert said(view.notice.words) == "The routes were planned anew. Scan the route sheet again"
    assert verdict(dock.choose(1)) is Verdict.ROUTE_CHOSEN


def test_a_restart_goes_on_where_the_desk_stood(dock: Dock) -> None:
    dock.choose(1)
    dock.scan(dock.shops[0][2].sscc(1))
    dock.scan("hello")
    before = dock.flow.view()
    view = dock.restart()
    assert (view.step, view.routes) == (before.step, before.routes)
    assert [said(line.words) for line in view.recent] == [said(line.words) for line in before.recent]
    assert verdict(dock.flow.undo()) is Verdict.UNDONE


def test_what_the_cloud_refused_stands_over_the_work(dock: Dock) -> None:
    dock.choose(1)
    dock.scan(dock.shops[0][2].sscc(1))
    with dock.desk.database.act() as connection:
        fact_id = connection.execute(select(tables.fact.c.id)).scalar_one()
        why = "Crate 1 is on route 9"
        outbox.record_answers(connection, [FactResult(id=fact_id, verdict=FactVerdict.REFUSED, reason=why)])
    dock.flow.sync_changed(offline=False)
    notice = dock.shown[-1].notice
    assert notice is not None
    assert (notice.tone, notice.words.values["reason"]) == (Tone.REFUSED, why)


def test_offline_is_told_and_loading_goes_on(dock: Dock) -> None:
    dock.flow.sync_changed(offline=True)
    assert dock.shown[-1].notice is not None
    view = dock.choose(1)
    assert view.notice is not None
    assert view.notice.tone is Tone.ASK
    assert verdict(dock.scan(dock.shops[0][2].sscc(1))) is Verdict.LOADED
    dock.flow.sync_changed(offline=False)
    assert dock.shown[-1].notice is None


def test_an_act_the_disk_refuses_did_not_happen(dock: Dock) -> None:
    dock.choose(1)
    before = dock.flow.view()
    driver = dock.desk.database._connection.connection.driver_connection
    assert driver is not None
    driver.execute("PRAGMA query_only=ON")
    view = dock.scan(dock.shops[0][2].sscc(1))
    driver.execute("PRAGMA query_only=OFF")
    assert verdict(view) is Verdict.NOT_RECORDED
    assert (view.route, dock.kinds()) == (before.route, [])
    assert verdict(dock.scan(dock.shops[0][2].sscc(1), 0.1)) is Verdict.LOADED


def test_old_routes_are_not_of_tonight_unless_they_still_carry_crates(dock: Dock) -> None:
    dock.choose(1)
    dock.scan(dock.shops[0][2].sscc(1))
    dock.wait(24 * 3600)
    view = dock.restart()
    assert [row.number for row in view.routes] == [1]
    assert view.route is None, "it is not the work of this shift"


def test_every_verdict_is_told_in_words_of_its_own() -> None:
    assert set(VERDICTS) == set(Verdict)
    assert set(LOADS) < set(Verdict)
    same = [telling.words for telling in VERDICTS.values()]
    assert len(set(same)) == len(same)


def test_a_scan_costs_few_queries(dock: Dock) -> None:
    dock.choose(1)
    asked: list[str] = []
    engine = dock.desk.database._engine
    event.listen(engine, "before_cursor_execute", lambda *a: asked.append(a[2]))
    dock.scan(dock.shops[0][2].sscc(1))
    assert len(asked) <= 12, asked
