"""How a van leaves the dock, with all its crates or for a reason, and what is true afterwards."""

from pathlib import Path

from sqlalchemy import text

from cloud_api.wire.exchange import ChangeKind
from cloud_api.wire.routes import CrateMove, PackState
from hardware.codes import make_badge
from station.loading.model.verdicts import Verdict
from station.loading.model.view import Step
from station.people.override import OverrideStep
from tests.station.kit import SUPERVISOR_PIN
from tests.station.loading.dock import (
    CHIEF,
    CHIEF_ID,
    GONE_HOME,
    HELPER,
    Dock,
    said,
    told,
    verdict,
)


def test_a_full_van_leaves_with_two_presses(dock: Dock) -> None:
    dock.load(2)
    view = dock.depart()
    assert (verdict(view), view.step) == (Verdict.CONFIRM_DEPARTURE, Step.CONFIRM)
    assert verdict(dock.depart(0.1)) is Verdict.CONFIRM_DEPARTURE, "a bouncing button is one press"
    view = dock.depart()
    assert (verdict(view), view.step) == (Verdict.DEPARTED, Step.DEPARTED)
    assert told(view) == "Route 2 has left with 2 crates"
    assert view.routes[-1].departed == "02:00"
    body = dock.departure()
    assert len(body.loaded) == 2
    assert (body.missing, body.supervisor_id, body.reason) == ((), None, "")
    assert (view.can_undo, view.can_take_off, view.can_depart) == (False, False, False)


def test_a_full_van_leaves_by_its_sheet_alone(dock: Dock) -> None:
    dock.load(2)
    assert verdict(dock.choose(2)) is Verdict.CONFIRM_DEPARTURE
    assert verdict(dock.scan(dock.routes[1].code, 0.2)) is Verdict.REPEATED
    assert verdict(dock.choose(2)) is Verdict.DEPARTED
    assert dock.kinds()[-1] == "VanDeparted"


def test_a_crate_or_cancel_ends_the_question_of_departure(dock: Dock) -> None:
    dock.load(2)
    dock.depart()
    assert dock.flow.cancel().step is Step.COMPLETE
    dock.depart()
    assert dock.scan(dock.shops[1][0].sscc(1)).step is Step.COMPLETE
    assert "VanDeparted" not in dock.kinds()


def test_missing_crates_are_named_and_need_a_supervisor_and_a_reason(dock: Dock) -> None:
    dock.load(1, leave=2)
    view = dock.depart()
    assert (verdict(view), view.step) == (Verdict.CRATES_MISSING, Step.SUPERVISOR)
    assert view.supervised is not None
    assert [(each.stop, each.shop, each.number) for each in view.supervised.missing] == [
        (1, "1号店", 1),
        (1, "1号店", 2),
    ]
    assert dock.flow.wants_badge
    assert verdict(dock.depart()) is Verdict.CRATES_MISSING
    for badge, why in (
        (HELPER, "is not a supervisor"),
        (GONE_HOME, "Nobody of this warehouse"),
        (make_badge(4), "Nobody of this warehouse"),
    ):
        view = dock.scan(badge)
        assert view.supervised is not None
        assert why in said(view.supervised.talk.words)
    view = dock.scan(CHIEF)
    assert view.supervised is not None
    assert (view.supervised.talk.step, view.can_depart) == (OverrideStep.PIN, False)
    view = dock.flow.pin(SUPERVISOR_PIN)
    assert verdict(dock.depart()) is Verdict.CRATES_MISSING
    assert "VanDeparted" not in dock.kinds()
    view = dock.answer(view, "not_packed")
    assert (verdict(view), view.step, view.supervised) == (Verdict.DEPARTED, Step.DEPARTED, None)
    assert dock.kinds()[-2:] == ["OverrideGiven", "VanDeparted"]
    body = dock.departure()
    assert body.missing == (dock.shops[0][0].crate_id(1), dock.shops[0][0].crate_id(2))
    assert (body.supervisor_id, body.reason) == (CHIEF_ID, "not_packed")


def test_a_crate_scanned_while_a_supervisor_is_asked_is_loaded_and_ends_the_talk(dock: Dock) -> None:
    dock.load(1, leave=1)
    dock.depart()
    dock.scan(CHIEF)
    view = dock.scan(dock.shops[0][0].sscc(2))
    assert (verdict(view), view.step, view.supervised) == (Verdict.ALL_LOADED, Step.COMPLETE, None)
    assert not dock.flow.wants_badge


def test_the_last_crate_loaded_at_another_desk_ends_the_talk(dock: Dock) -> None:
    dock.load(1, leave=1)
    assert dock.depart().supervised is not None
    view = dock.moved(dock.shops[0][0], 2, CrateMove.LOADED, dock.routes[0])
    assert (view.step, view.supervised) == (Step.CONFIRM, None)


def test_a_badge_is_a_slip_while_nobody_asks_for_one(dock: Dock) -> None:
    dock.load(2)
    dock.depart()
    assert not dock.flow.wants_badge
    assert verdict(dock.scan(CHIEF)) is Verdict.BADGE_SCANNED


def test_a_stop_not_packed_yet_counts_as_missing(dock: Dock) -> None:
    five = dock.shops[1][1]
    dock.tell((ChangeKind.STOP, five.state(PackState.WAITING)))
    with dock.desk.database.act() as connection:
        connection.execute(text("DELETE FROM stop_crate WHERE wave_id = :w"), {"w": five.stop.wave_id.hex})
    dock.desk.forget_board()
    dock.choose(2)
    view = dock.scan(dock.shops[1][0].sscc(1))
    assert (verdict(view), view.step) == (Verdict.LOADED_BEHIND, Step.LOADING)
    assert view.route is not None
    assert (view.route.left, view.route.stops_waiting) == (0, 1)
    view = dock.depart()
    assert view.supervised is not None
    assert [(each.stop, each.number, each.packing) for each in view.supervised.missing] == [(2, 0, True)]


def test_after_departure_nothing_of_it_changes(dock: Dock) -> None:
    dock.load(2)
    dock.depart()
    dock.depart()
    facts = dock.kinds()
    assert verdict(dock.scan(dock.shops[1][0].sscc(1))) is Verdict.ROUTE_LEFT
    assert verdict(dock.flow.undo()) is Verdict.NOTHING_TO_UNDO
    assert verdict(dock.flow.take_off()) is Verdict.NOT_NOW
    assert verdict(dock.depart()) is Verdict.ROUTE_LEFT
    assert verdict(dock.choose(2)) is Verdict.ROUTE_LEFT
    assert verdict(dock.choose(1)) is Verdict.ROUTE_CHOSEN
    assert verdict(dock.scan(dock.shops[1][0].sscc(1))) is Verdict.LEFT_ALREADY
    assert dock.kinds() == facts


def test_a_crate_left_behind_is_for_dispatch(dock: Dock) -> None:
    dock.load(2, leave=1)
    dock.depart()
    dock.supervise("no_room")
    dock.choose(1)
    view = dock.scan(dock.shops[1][0].sscc(1))
    assert verdict(view) is Verdict.LEFT_WITHOUT_IT
    assert told(view) == "Route 2 left without crate 1 of 4号店. Ask dispatch for another van"


def test_all_departed_is_a_state_of_its_own(tmp_path: Path) -> None:
    dock = Dock(tmp_path, [[1]])
    dock.publish()
    dock.load(1)
    dock.depart()
    dock.depart()
    assert dock.restart().step is Step.ALL_DEPARTED
    dock.close()
