"""The slotting desk as people use it: the map, the moves of a night, a bin by hand; on a real database."""

from datetime import date, timedelta

import pytest

from cloud_api.wire.catalogue import Turnover
from cloud_api.wire.exchange import ChangeKind
from cloud_api.wire.facts import FactKind
from hardware.codes import make_badge, make_bin_code
from station.kernel.messages import Message
from station.kernel.trouble import Trouble
from station.slotting.flow.searching import BUDGET_S
from station.slotting.model.guided import MoveKind, MoveState
from station.slotting.model.heat import Cell
from station.slotting.model.verdicts import Verdict
from station.slotting.model.view import MoveRow, Press, SlottingView, Step
from tests.station.slotting.room import CASE, FAST, NAMES, Room, demand, gtin, products, said, verdict

SKUS = {name: sku for sku, name in NAMES.items()}


def following(view: SlottingView) -> MoveRow:
    return next(move for move in view.moves if move.is_next)


def make(room: Room, view: SlottingView) -> SlottingView:
    """Make the next move with all its scans."""
    move = following(view)
    view = room.bin(move.from_bin)
    if following(view).state is MoveState.AT_BIN:
        view = room.product(SKUS[move.product])
    return room.bin(move.to_bin)


def stock(room: Room) -> None:
    """Two lots of peaches and some milk far away, rice near."""
    room.holds("B-01-0", "PEACH", 10, "L1", date(2026, 7, 1))
    room.holds("B-01-0", "PEACH", 5, "L2", date(2026, 7, 9))
    room.holds("B-02-0", "MILK", 3)
    room.holds("A-01-0", "RICE", 7)


# The map


def test_the_map_tells_how_often_each_bin_is_walked_to(room: Room) -> None:
    stock(room)
    room.holds("B-03-0", "SALT", -2)
    room.know()
    view = room.flow.open()
    assert [section.zone.value for section in view.chart.sections] == ["ambient", "frozen"]
    assert [aisle.name for aisle in view.chart.sections[0].aisles] == ["A", "B"]
    peach, rice = view.heat["B-01-0"], view.heat["A-01-0"]
    assert (peach.cell, peach.turnover, peach.tonight) == (Cell.USED, Turnover.A, 9)
    assert rice.turnover is not Turnover.A
    assert peach.heat > rice.heat > 0
    assert view.heat["A-04-1"].cell is Cell.FREE
    assert view.heat["B-03-0"].is_below_zero
    assert (view.heat["R-01"].cell, view.heat["D-01"].cell) == (Cell.RESERVE, Cell.RECEIVING)
    assert view.notice is None


def test_a_scan_jumps_to_the_bin_on_its_board_and_tells_it_whole(room: Room) -> None:
    stock(room)
    room.know()
    view = room.bin("A-03-1")
    assert (view.cursor, view.level, set(view.lit)) == ("A-03-1", 1, {"A-03-1"})
    view = room.product("PEACH")
    assert (view.cursor, view.level) == ("B-01-0", 0)
    panel = view.panel
    assert panel is not None
    assert [(lot.product, lot.lot, lot.quantity) for lot in panel.lots] == [
        ("水蜜桃", "L1", 10),
        ("水蜜桃", "L2", 5),
    ]
    assert [(each.name, each.tonight, each.a_night) for each in panel.products] == [("水蜜桃", 9, 7.5)]
    room.holds("R-01", "PEACH", 4)
    assert room.product("PEACH").lit == {"B-01-0", "R-01"}
    assert room.scan(CASE).cursor == "B-02-0"


def test_arrows_walk_from_bin_to_bin_and_keys_from_board_to_board(room: Room) -> None:
    room.bin("A-02-0")
    assert room.flow.walk(0, -1).cursor == "A-03-0"
    assert room.flow.walk(1, 0).cursor == "B-03-0"
    assert room.flow.walk(1, 0).cursor == "F-03-0"
    assert room.flow.walk(1, 0).cursor == "F-03-0"
    assert room.flow.walk(-1, 0).cursor == "B-03-0"
    view = room.press(Press.BOARD)
    assert (view.level, view.cursor) == (1, None)
    assert room.flow.walk(0, -1).cursor == "A-01-1"
    assert room.flow.choose("B-04-1").panel is not None
    assert room.press(Press.BOARD).level == 0


def test_codes_that_mean_nothing_here_are_refused_in_words(room: Room) -> None:
    cases = {
        gtin(999): Verdict.UNKNOWN_PRODUCT,
        make_bin_code(77_777): Verdict.UNKNOWN_BIN,
        make_badge(41): Verdict.BADGE_SCANNED,
        "hello": Verdict.UNKNOWN_CODE,
        gtin(71)[:-1] + str((int(gtin(71)[-1]) + 1) % 10): Verdict.BAD_CHECK_DIGIT,
    }
    for code, wanted in cases.items():
        view = room.scan(code)
        assert verdict(view) is wanted, code
        assert view.answer is not None
        assert said(view.answer.words)
    assert verdict(room.product("SALT")) is Verdict.NOWHERE


# The moves of the night


def test_moves_are_found_and_made_with_scans_only(room: Room) -> None:
    stock(room)
    room.know()
    view = room.plan()
    assert (view.step, verdict(view)) == (Step.PLAN, Verdict.PLAN_FOUND)
    assert float(view.figure.number) > 0
    faces = {move.product: move.to_bin for move in view.moves}
    view = room.press(Press.START)
    while view.step is Step.MOVE and any(move.is_next for move in view.moves):
        assert view.cursor == following(view).from_bin
        view = make(room, view)
    assert verdict(view) is Verdict.ALL_MOVED
    assert view.figure.done
    assert {NAMES[sku]: room.face(sku) for sku in NAMES if NAMES[sku] in faces} == faces
    moved = [body for kind, body in room.facts() if kind is FactKind.STOCK_MOVED]
    slotted = [body for kind, body in room.facts() if kind is FactKind.PRODUCT_SLOTTED]
    assert len(slotted) == len(faces)
    assert all(body.why.value == "reslot" for body in moved)
    assert room.acts == len(faces)
    total = {sku: sum(n for (_, each, _), n in room.book().items() if each == sku) for sku in SKUS.values()}
    assert total == {"PEACH": 15, "MILK": 3, "RICE": 7, "TEA": 0, "SALT": 0, "ICE": 0}
    assert all(room.face(sku) == bin_code for (bin_code, sku, _) in room.book())


def test_a_move_goes_on_after_every_scan_whatever_happens_between(room: Room) -> None:
    stock(room)
    room.know(demand([["MILK"]] * 9))
    room.plan()
    room.press(Press.START)
    assert room.restart().step is Step.MAP, "nothing is under way yet"
    room.press(Press.MOVES)
    view = room.press(Press.START)
    move = following(view)
    room.holds(move.from_bin, SKUS[move.product], 2, "L7")
    assert verdict(room.product(SKUS[move.product])) is Verdict.SCAN_BIN_FIRST
    assert verdict(room.bin("D-01")) is Verdict.OTHER_BIN
    assert verdict(room.bin(move.from_bin)) is Verdict.TAKE_GOODS
    view = room.restart()
    assert (view.step, following(view).state) == (Step.MOVE, MoveState.AT_BIN)
    assert verdict(room.bin(move.to_bin)) is Verdict.SCAN_PRODUCT
    assert verdict(room.product("TEA")) is Verdict.OTHER_PRODUCT
    view = room.product(SKUS[move.product])
    assert (verdict(view), view.cursor) == (Verdict.CARRY, move.to_bin)
    view = room.restart()
    assert (view.step, following(view).state) == (Step.MOVE, MoveState.IN_HAND)
    assert verdict(room.press(Press.SEARCH)) is Verdict.FINISH_FIRST
    assert verdict(room.bin(move.from_bin)) is Verdict.OTHER_BIN
    assert verdict(room.bin(move.to_bin)) in (Verdict.MOVED, Verdict.ALL_MOVED)
    assert room.face(SKUS[move.product]) == move.to_bin


def a_ring(room: Room) -> SlottingView:
    """Every ambient pick bin is somebody's: bins can only be exchanged, over the reserve."""
    places = [f"{aisle}-{bay:02}-{level}" for aisle in "AB" for bay in range(1, 5) for level in (0, 1)]
    shared = {"MILK": "A-02-0", "TEA": "A-02-0"}
    room.slotted({"RICE": "A-01-0", "PEACH": "B-01-0", "ICE": "F-01-0", **shared})
    for number, code in enumerate(places):
        if code not in ("A-01-0", "B-01-0"):
            room.holds(code, f"X{number}", 1)
    room.holds("B-01-0", "PEACH", 10, "L1")
    room.holds("A-01-0", "RICE", 7)
    room.know(demand([["PEACH"]] * 30 + [["RICE"]]))
    room.plan()
    return room.press(Press.START)


def test_an_exchange_puts_goods_aside_first(room: Room) -> None:
    view = a_ring(room)
    kinds = [(move.kind, move.product, move.from_bin, move.to_bin) for move in view.moves]
    assert [kind for kind, *_ in kinds] == [MoveKind.ASIDE, MoveKind.MOVE, MoveKind.HOME]
    assert kinds[0][3] == kinds[2][2] == "R-01"
    view = make(room, view)
    aside = SKUS[kinds[0][1]]
    assert room.face(aside) == kinds[0][2], "nobody picks from a reserve: it is still told by its old bin"
    assert view.answer is not None
    view = make(room, view)
    view = make(room, view)
    assert verdict(view) is Verdict.ALL_MOVED
    assert (room.face("PEACH"), room.face("RICE")) == ("A-01-0", "B-01-0")
    assert room.book()["A-01-0", "PEACH", "L1"] == 10
    assert room.book()["B-01-0", "RICE", ""] == 7
    for _ in range(3):
        view = room.press(Press.UNDO)
        assert verdict(view) is Verdict.UNDONE
    assert (room.face("PEACH"), room.face("RICE")) == ("B-01-0", "A-01-0")
    assert room.book()["B-01-0", "PEACH", "L1"] == 10
    assert Press.UNDO not in view.can
    assert verdict(room.press(Press.UNDO)) is Verdict.NOT_NOW


def test_what_is_left_out_in_an_exchange_brings_goods_back_from_aside(room: Room) -> None:
    view = a_ring(room)
    first = following(view)
    make(room, view)
    view = room.press(Press.SKIP)
    assert verdict(view) is Verdict.SKIPPED
    home = following(view)
    assert (home.kind, home.from_bin, home.to_bin) == (MoveKind.HOME, "R-01", first.from_bin)
    view = make(room, view)
    assert verdict(view) is Verdict.ALL_MOVED
    assert (room.face("PEACH"), room.face("RICE")) == ("B-01-0", "A-01-0")
    assert sum(room.book()[place] for place in room.book() if place[1] == "PEACH") == 10
    view = room.plan()
    view = room.press(Press.START, Press.SKIP)
    assert verdict(view) is Verdict.LEFT_OUT
    assert not any(move.is_next for move in view.moves)


def test_a_bin_that_is_not_as_the_plan_has_it_stops_the_move(room: Room) -> None:
    stock(room)
    room.know(demand([["MILK"]] * 9))
    view = room.plan()
    view = room.press(Press.START)
    move = following(view)
    assert move.product == NAMES["MILK"]
    room.bin(move.from_bin)
    room.product("MILK")
    room.holds(move.to_bin, "SALT", 4)
    view = room.bin(move.to_bin)
    assert verdict(view) is Verdict.BIN_TAKEN
    assert room.facts() == []
    room.holds(move.to_bin, "SALT", 0)
    assert verdict(room.bin(move.to_bin)) is Verdict.ALL_MOVED
    room.holds(move.from_bin, "SALT", 4)
    assert verdict(room.press(Press.UNDO)) is Verdict.BIN_TAKEN
    room.holds(move.from_bin, "SALT", 0)
    room.holds(move.to_bin, "MILK", -2)
    assert verdict(room.press(Press.UNDO)) is Verdict.UNDONE
    assert room.book()[move.from_bin, "MILK", ""] == 1, "two were picked meanwhile"


def test_a_product_that_was_slotted_elsewhere_meanwhile_is_skipped(room: Room) -> None:
    room.know(demand([["MILK"]] * 9))
    view = room.plan()
    view = room.press(Press.START)
    room.slotted({"MILK": "B-04-1"})
    assert verdict(room.bin(following(view).from_bin)) is Verdict.GONE
    assert verdict(room.press(Press.SKIP)) is Verdict.SKIPPED


def test_a_search_tells_its_progress_and_can_be_ended(room: Room) -> None:
    assert verdict(room.press(Press.SEARCH)) is Verdict.NO_DEMAND
    stock(room)
    room.know()
    view = room.press(Press.SEARCH)
    assert (view.step, view.figure.number, set(view.can)) == (Step.SEARCHING, "0%", {Press.BACK})
    room.work()
    shares = [each.figure.number for each in room.shown if each.step is Step.SEARCHING]
    assert len(set(shares)) > 1
    room.press(Press.SEARCH)
    room.press(Press.BACK)
    room.work()
    assert verdict(room.flow.view()) is Verdict.STOPPED
    room.press(Press.SEARCH)
    room.clock.advance(BUDGET_S)
    room.flow.stop()
    room.work()
    assert room.flow.view().step is Step.PLAN


def test_where_nothing_pays_no_move_is_told(room: Room) -> None:
    room.slotted({"PEACH": "A-01-0", "MILK": "A-01-1", "ICE": "F-01-0", "RICE": "A-02-0", "TEA": "A-02-1"})
    room.know(demand([["PEACH", "MILK"]] * 5))
    view = room.plan()
    assert (verdict(view), view.moves) == (Verdict.NOTHING_PAYS, ())
    assert Press.START not in view.can


# A bin by hand


def test_a_product_is_given_a_bin_by_two_scans(room: Room) -> None:
    room.press(Press.ASSIGN)
    assert verdict(room.bin("A-03-0")) is Verdict.PRODUCT_FIRST
    assert verdict(room.product("SALT")) is Verdict.PRODUCT_CHOSEN
    assert verdict(room.bin("F-01-0")) is Verdict.WRONG_ZONE
    assert verdict(room.bin("R-01")) is Verdict.NO_PICK_BIN
    assert verdict(room.bin("A-03-0")) is Verdict.ASSIGNED
    assert room.face("SALT") == "A-03-0"
    assert room.facts()[-1][1].from_bin is None
    stock(room)
    room.product("PEACH")
    assert verdict(room.bin("B-01-0")) is Verdict.SAME_BIN
    assert verdict(room.bin("A-03-0")) is Verdict.SHARED_BIN
    assert room.face("PEACH") == "B-01-0"
    view = room.bin("A-03-0")
    assert verdict(view) is Verdict.GOODS_LEFT_BEHIND
    assert room.face("PEACH") == "A-03-0"
    assert room.press(Press.BACK).step is Step.MAP


def test_what_was_never_slotted_is_picked_from_the_bin_of_its_master_data(room: Room) -> None:
    salt = next(each for each in products() if each.sku == "SALT").model_copy(update={"bin": "B-04-0"})
    room.tell((ChangeKind.PRODUCT, salt))
    assert room.product("SALT").cursor == "B-04-0"
    room.know(demand([["SALT"]] * 9))
    view = room.plan()
    assert [(move.product, move.from_bin) for move in view.moves] == [("精盐", "B-04-0")]
    view = make(room, room.press(Press.START))
    assert verdict(view) is Verdict.ALL_MOVED
    assert room.facts()[-1][1].from_bin == "B-04-0"


# What is known of orders


def test_what_was_ordered_is_kept_for_the_time_without_a_network(room: Room) -> None:
    room.know()
    assert room.asked == [7]
    room.demand.connected()
    assert room.waiting == [], "asked an hour ago at most"
    room.clock.advance(timedelta(hours=1).total_seconds())
    silent = Trouble(Message("The cloud does not answer"), Message("Wait"), retry_helps=True)
    room.answers.append(silent)
    room.demand.connected()
    room.work()
    view = room.restart()
    assert room.demand.known is not None
    assert view.notice is None
    room.clock.advance(timedelta(hours=25).total_seconds())
    assert said(room.flow.view().notice) == "What is known of orders is 26 hours old"
    room.know(demand())
    assert said(room.flow.view().notice) == "No cycle was cut off yet: nobody knows what is picked together"


def test_a_kept_answer_that_was_damaged_is_asked_for_again(room: Room) -> None:
    room.know()
    with room.database.act() as connection:
        connection.exec_driver_sql("UPDATE slotting_demand SET body = x'00'")
    room.restart()
    assert room.demand.known is None
    room.know(FAST)
    assert room.demand.known is not None


@pytest.mark.parametrize("press", [Press.START, Press.SKIP, Press.UNDO, Press.BACK])
def test_a_key_without_anything_to_do_says_so(room: Room, press: Press) -> None:
    assert verdict(room.press(press)) is Verdict.NOT_NOW
