"""The conversation at the dock, act by act: what is answered, what is true afterwards."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert

from cloud_api.wire.exchange import ChangeKind
from cloud_api.wire.routes import PackState
from hardware.codes import make_badge, make_pickup_qr, make_route_code, make_sscc, read_code
from station.kernel.ids import new_uuid
from station.kernel.scan import Scan
from station.loading.commands.scanning import JUST_USED_S
from station.loading.model.verdicts import Verdict
from station.loading.model.view import Step, TileState
from station.storage import tables
from tests.station.loading.dock import (
    Dock,
    route_id,
    said,
    shop,
    told,
    verdict,
)


def test_before_routes_are_published_the_desk_says_what_is_missing(tmp_path: Path) -> None:
    dock = Dock(tmp_path)
    view = dock.flow.view()
    assert (view.step, view.routes) == (Step.NO_ROUTES, ())
    assert verdict(dock.scan(dock.routes[0].code)) is Verdict.UNKNOWN_ROUTE
    view = dock.publish()
    assert (view.step, dock.shown[-1].step) == (Step.CHOOSE, Step.CHOOSE)
    assert [(row.number, row.plate, row.on, row.crates, row.departs) for row in view.routes] == [
        (1, "京A00001", 0, 5, "05:10"),
        (2, "京A00002", 0, 2, "05:20"),
    ]
    dock.close()


def test_a_route_is_chosen_by_its_sheet(dock: Dock) -> None:
    view = dock.choose(1)
    assert (verdict(view), view.step) == (Verdict.ROUTE_CHOSEN, Step.LOADING)
    assert view.route is not None
    assert (view.route.number, view.route.left, view.route.crates) == (1, 5, 5)
    assert [(stop.ordinal, stop.name, stop.is_next) for stop in view.route.stops] == [
        (3, "3号店", True),
        (2, "2号店", False),
        (1, "1号店", False),
    ]
    assert said(view.question) == "Now stop 3: 3号店"
    assert view.routes[0].chosen


def test_a_route_is_chosen_by_a_tap_or_with_the_arrows(dock: Dock) -> None:
    view = dock.flow.choose_route(route_id(dock.routes[1]))
    assert view.route is not None
    assert (verdict(view), view.route.number) == (Verdict.ROUTE_CHOSEN, 2)
    up = dock.flow.step_route(-1).route
    assert up is not None
    assert up.number == 1
    still = dock.flow.step_route(-1).route
    assert still is not None
    assert still.number == 1


def test_crates_are_loaded_last_stop_first(dock: Dock) -> None:
    one, two, three = dock.shops[0]
    dock.choose(1)
    view = dock.scan(three.sscc(1))
    assert (verdict(view), told(view)) == (Verdict.LOADED, "Crate 1 is on: stop 3, 3号店. It wants 1 more")
    view = dock.scan(three.sscc(2))
    assert told(view) == "Stop 3, 3号店 is complete. Next: stop 2, 2号店"
    assert verdict(dock.scan(two.sscc(1))) is Verdict.STOP_LOADED
    assert verdict(dock.scan(one.sscc(1))) is Verdict.LOADED
    view = dock.scan(one.sscc(2))
    assert (verdict(view), view.step) == (Verdict.ALL_LOADED, Step.COMPLETE)
    assert view.route is not None
    assert (view.route.on, view.route.left) == (5, 0)
    assert dock.kinds() == ["CrateLoaded"] * 5
    assert dock.acts == 6


def test_a_crate_out_of_order_is_loaded_and_the_hint_told(dock: Dock) -> None:
    one, _, three = dock.shops[0]
    dock.choose(1)
    view = dock.scan(one.sscc(2))
    assert verdict(view) is Verdict.LOADED_BEHIND
    assert told(view) == "Crate 2 is on, but will stand behind stop 3, 3号店: that one is not complete"
    assert view.route is not None
    tile = view.route.stops[2].crates[1]
    assert (tile.state, tile.latest) == (TileState.ON, True)
    assert verdict(dock.scan(three.sscc(1))) is Verdict.LOADED


def test_the_wrong_van_names_the_right_one(dock: Dock) -> None:
    dock.choose(1)
    view = dock.scan(dock.shops[1][0].sscc(1))
    assert verdict(view) is Verdict.WRONG_VAN
    assert told(view) == "Wrong van! Crate 1 of 4号店 goes with route 2, 京A00002. Do not load it"
    assert dock.kinds() == []


def test_without_a_route_the_crate_names_its_own(dock: Dock) -> None:
    view = dock.scan(dock.shops[1][0].sscc(1))
    assert (verdict(view), view.step) == (Verdict.CHOOSE_ROUTE, Step.CHOOSE)
    assert told(view) == "Scan the route sheet first. This crate goes with route 2, 京A00002"


def test_on_already_and_the_double_reading_of_a_moment(dock: Dock) -> None:
    three = dock.shops[0][2]
    dock.choose(1)
    dock.scan(three.sscc(1))
    assert verdict(dock.scan(three.sscc(1), 0.05)) is Verdict.REPEATED
    assert verdict(dock.scan(three.sscc(1), JUST_USED_S)) is Verdict.ALREADY_ON
    assert dock.kinds() == ["CrateLoaded"]


def test_ten_scans_a_second_are_ten_loads(tmp_path: Path) -> None:
    dock = Dock(tmp_path, [[10]])
    dock.publish()
    dock.choose(1)
    views = [dock.scan(dock.shops[0][0].sscc(number), 0.1) for number in range(1, 11)]
    assert [verdict(view) for view in views] == [Verdict.LOADED] * 9 + [Verdict.ALL_LOADED]
    assert dock.kinds() == ["CrateLoaded"] * 10
    dock.close()


def test_the_very_same_scan_twice_is_one(dock: Dock) -> None:
    dock.choose(1)
    code = dock.shops[0][2].sscc(1)
    scan = Scan(code, 50.0, "test")
    assert verdict(dock.flow.scan(scan, read_code(code))) is Verdict.LOADED
    assert verdict(dock.flow.scan(scan, read_code(code))) is Verdict.REPEATED
    assert dock.kinds() == ["CrateLoaded"]


def test_a_crate_whose_wave_is_still_packed_is_not_loaded(dock: Dock) -> None:
    three = dock.shops[0][2]
    dock.choose(1)
    view = dock.tell((ChangeKind.STOP, three.state(PackState.PACKING)))
    assert view.route is not None
    assert [tile.state for tile in view.route.stops[0].crates] == [TileState.PACKING] * 2
    assert verdict(dock.scan(three.sscc(1))) is Verdict.NOT_CLOSED
    dock.tell((ChangeKind.STOP, three.state(PackState.PACKED)))
    assert verdict(dock.scan(three.sscc(1))) is Verdict.LOADED


def test_what_this_pc_closed_itself_is_loaded_without_the_cloud(dock: Dock) -> None:
    three = dock.shops[0][2]
    dock.choose(1)
    dock.tell((ChangeKind.STOP, three.state(PackState.PACKING)))
    _close_here(dock, three.crate_id(1), three.sscc(1))
    dock.desk.forget_board()
    assert verdict(dock.scan(three.sscc(1))) is Verdict.LOADED
    assert verdict(dock.scan(three.sscc(2))) is Verdict.NOT_CLOSED


def _close_here(dock: Dock, crate_id: object, sscc: str) -> None:
    wave_id = new_uuid()
    with dock.desk.database.act() as connection:
        wave = {"id": wave_id, "lease_id": new_uuid(), "lease_until": dock.clock.now(), "number": 1}
        hand = {"state": "started", "body": "{}", "taken_at": dock.clock.now()}
        connection.execute(insert(tables.wave).values(**wave, **hand, hand_quantity=0, hand_fresh=0))
        crate = {"id": crate_id, "wave_id": wave_id, "sscc": sscc, "number": 1, "zone": "ambient"}
        connection.execute(insert(tables.crate).values(**crate, state="closed"))


def test_crates_nobody_knows_or_of_last_week(dock: Dock) -> None:
    dock.choose(1)
    assert verdict(dock.scan(make_sscc(1, "9520009", 7))) is Verdict.UNKNOWN_CRATE
    old = shop(77, 1, new_uuid(), "6月11日 晚", serial=7700)
    dock.tell((ChangeKind.STOP, old.stop))
    week = timedelta(days=7)
    with dock.desk.database.act() as connection:
        connection.execute(
            tables.stop.update()
            .where(tables.stop.c.wave_id == old.stop.wave_id)
            .values(told_at=dock.clock.now() - week)
        )
    view = dock.scan(old.sscc(1))
    assert verdict(view) is Verdict.OTHER_CYCLE
    assert told(view) == "This crate is of 6月11日 晚, 77号店: not of tonight. Put it aside"


def test_a_label_of_before_the_crate_was_packed_anew_is_void(dock: Dock) -> None:
    dock.choose(1)
    here = dock.shops[0][0]
    label = make_sscc(0, "9520001", 99_001)
    first = here.stop.crates[0].model_copy(update={"sscc": label, "void_labels": (here.sscc(1),)})
    dock.tell((ChangeKind.STOP, here.stop.model_copy(update={"crates": (first, *here.stop.crates[1:])})))
    view = dock.scan(here.sscc(1))
    assert verdict(view) is Verdict.VOID_LABEL
    assert told(view) == f"This label is void: crate 1 was packed anew, its label ends in {label[-6:]}"
    assert verdict(dock.scan(label)) is Verdict.LOADED_BEHIND


def test_a_stop_no_route_serves_is_for_dispatch(dock: Dock) -> None:
    unserved = shop(78, 1, dock.cycle_id, serial=7800)
    dock.tell((ChangeKind.STOP, unserved.stop))
    dock.choose(1)
    view = dock.scan(unserved.sscc(1))
    assert verdict(view) is Verdict.NO_ROUTE
    assert told(view) == "No route goes to 78号店 tonight. Ask dispatch where crate 1 goes"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("6901010117440", Verdict.PRODUCT_SCANNED),
        ("6901010117441", Verdict.BAD_CHECK_DIGIT),
        (make_badge(99), Verdict.BADGE_SCANNED),
        (make_route_code(9999), Verdict.UNKNOWN_ROUTE),
        ("7500010099", Verdict.BAD_CHECK_DIGIT),
        (make_pickup_qr(123), Verdict.UNKNOWN_CODE),
        ("095200010000099999", Verdict.BAD_CHECK_DIGIT),
        ("hello", Verdict.UNKNOWN_CODE),
        ("]C1", Verdict.UNKNOWN_CODE),
    ],
)
def test_a_wrong_scan_is_told_by_its_name_and_changes_nothing(
    dock: Dock, code: str, expected: Verdict
) -> None:
    before = dock.choose(1)
    view = dock.scan(code)
    assert verdict(view) is expected
    assert (view.step, view.route, view.routes) == (before.step, before.route, before.routes)
    assert dock.kinds() == []


def test_undo_takes_the_last_load_back_and_then_the_one_before(dock: Dock) -> None:
    three, two = dock.shops[0][2], dock.shops[0][1]
    dock.choose(1)
    dock.scan(three.sscc(1))
    dock.scan(two.sscc(1))
    view = dock.flow.undo()
    assert (verdict(view), told(view)) == (Verdict.UNDONE, "Undone: take crate 1 of 2号店 off the van")
    view = dock.flow.undo()
    assert view.route is not None
    assert (view.route.on, view.can_undo) == (0, False)
    assert verdict(dock.flow.undo()) is Verdict.NOTHING_TO_UNDO
    assert dock.kinds() == ["CrateLoaded"] * 2 + ["CrateUnloaded"] * 2
    assert verdict(dock.scan(two.sscc(1), 0.2)) is Verdict.LOADED_BEHIND


def test_take_off_is_for_one_crate(dock: Dock) -> None:
    three = dock.shops[0][2]
    dock.choose(1)
    assert verdict(dock.flow.take_off()) is Verdict.NOT_NOW
    dock.scan(three.sscc(1))
    dock.scan(three.sscc(2))
    view = dock.flow.take_off()
    assert (view.taking_off, said(view.question)) == (True, "Scan the crate that comes off")
    view = dock.scan(three.sscc(1))
    assert (verdict(view), view.taking_off) == (Verdict.TAKEN_OFF, False)
    assert verdict(dock.scan(three.sscc(1), 0.3)) is Verdict.REPEATED, "a double reading must not load it"
    assert verdict(dock.scan(three.sscc(1))) is Verdict.STOP_LOADED
    assert dock.flow.take_off().taking_off
    assert not dock.flow.take_off().taking_off, "pressed again it is over"


def test_taking_off_names_a_crate_that_is_not_there(dock: Dock) -> None:
    three = dock.shops[0][2]
    dock.choose(1)
    dock.scan(three.sscc(1))
    dock.flow.take_off()
    view = dock.scan(three.sscc(2))
    assert (verdict(view), view.taking_off) == (Verdict.NOT_ON_VAN, True)
    assert not dock.flow.cancel().taking_off
