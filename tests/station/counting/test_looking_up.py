"""What lies where, and what is taken out of a bin: moved, set apart, written off."""

from datetime import date

from sqlalchemy import delete

from cloud_api.wire.catalogue import BinUse
from cloud_api.wire.facts import FactKind
from cloud_api.wire.floor import MoveReason
from hardware.codes import gs1_check_digit
from station.counting.model.shelf_life import ShelfLife
from station.counting.model.verdicts import Verdict
from station.counting.model.view import ChoiceRow, LotRow, Press, Step
from station.stock.book import in_bin
from station.storage import tables
from tests.station.counting.floor import CHEN, CODES, FISH, MILK, PEACH, RICE, Floor, verdict

YESTERDAY, TOMORROW, FAR = date(2026, 6, 18), date(2026, 6, 20), date(2026, 9, 1)
"""By the clock of the tests it is the morning of the 19th in Shanghai."""


def look_at(floor: Floor, bin: str) -> None:
    floor.press(Press.LOOK_UP)
    assert verdict(floor.scan_bin(bin)) is Verdict.BIN_SHOWN


def lots(floor: Floor) -> list[LotRow]:
    return [row for row in floor.flow.view().part.rows if isinstance(row, LotRow)]


def pieces(floor: Floor, bin: str) -> dict[tuple[str, str], int]:
    with floor.database.look() as connection:
        return {(lot.sku, lot.lot): lot.quantity for lot in in_bin(connection, bin)}


def choose_lot(floor: Floor, lot: str) -> None:
    floor.flow.choose(next(row.key for row in lots(floor) if row.lot == lot))


def test_a_bin_tells_its_lots_and_marks_what_expires(floor: Floor) -> None:
    floor.holds("A-01", MILK, 5, "L3", FAR)
    floor.holds("A-01", MILK, 2, "L1", YESTERDAY)
    floor.holds("A-01", MILK, 3, "L2", TOMORROW)
    look_at(floor, "A-01")
    assert [(row.lot, row.quantity, row.life) for row in lots(floor)] == [
        ("L1", 2, ShelfLife.EXPIRED),
        ("L2", 3, ShelfLife.SOON),
        ("L3", 5, ShelfLife.GOOD),
    ]


def test_a_product_tells_all_its_bins(floor: Floor) -> None:
    floor.holds("A-02", PEACH, 4)
    floor.holds("A-01", PEACH, 9)
    floor.press(Press.LOOK_UP)
    assert verdict(floor.scans(PEACH)) is Verdict.PRODUCT_SHOWN
    assert [(row.bin, row.quantity) for row in lots(floor)] == [("A-01", 9), ("A-02", 4)]
    assert verdict(floor.press(Press.MOVE)) is Verdict.NOT_NOW, "out of which bin?"


def test_goods_are_moved_by_scans_alone(floor: Floor) -> None:
    floor.holds("R-01", PEACH, 30)
    look_at(floor, "R-01")
    assert verdict(floor.press(Press.MOVE)) is Verdict.WHAT_PRODUCT
    assert verdict(floor.scan_bin("A-01")) is Verdict.WHAT_PRODUCT
    assert verdict(floor.scans(PEACH)) is Verdict.WHERE_TO
    floor.scans(PEACH, PEACH)
    assert verdict(floor.scan_bin("R-01")) is Verdict.SAME_BIN
    assert verdict(floor.scans(MILK)) is Verdict.OTHER_PRODUCT
    floor.flow.typed("12")
    view = floor.scan_bin("A-01")
    assert floor.words(view) == "12 of 水蜜桃 4个装 went from R-01 to A-01"
    assert (pieces(floor, "R-01"), pieces(floor, "A-01")) == ({(PEACH, ""): 18}, {(PEACH, ""): 12})
    (moved,) = floor.facts()
    assert (moved.why, moved.from_bin, moved.to_bin) == (MoveReason.REFILL, "R-01", "A-01")
    assert view.part.step is Step.LOOK_UP
    assert [line.words.values["count"] for line in view.part.moves] == [12]


def test_of_several_lots_the_one_in_the_hand_is_asked_for(floor: Floor) -> None:
    floor.holds("A-01", MILK, 5, "L1", TOMORROW)
    floor.holds("A-01", MILK, 7, "L2", FAR)
    look_at(floor, "A-01")
    floor.press(Press.MOVE)
    assert verdict(floor.scans(MILK)) is Verdict.WHICH_LOT
    choose_lot(floor, "L2")
    floor.scan_bin("A-02")
    assert pieces(floor, "A-02") == {(MILK, "L2"): 1}
    floor.press(Press.MOVE, Press.BACK)
    floor.scan_bin("A-01")
    floor.press(Press.MOVE)
    floor.scan(f"]C101{CODES[MILK].zfill(14)}10L1")
    floor.scan_bin("A-02")
    assert pieces(floor, "A-02") == {(MILK, "L1"): 1, (MILK, "L2"): 1}


def test_a_chosen_row_is_what_is_meant(floor: Floor) -> None:
    floor.holds("A-01", MILK, 5, "L1", TOMORROW)
    floor.holds("A-01", PEACH, 5)
    look_at(floor, "A-01")
    choose_lot(floor, "L1")
    assert verdict(floor.press(Press.MOVE)) is Verdict.HOW_MANY
    assert verdict(floor.scan_bin("A-02")) is Verdict.HOW_MANY
    floor.flow.typed("5")
    assert verdict(floor.scan_bin("A-02")) is Verdict.MOVED
    assert pieces(floor, "A-02") == {(MILK, "L1"): 5}


def test_what_the_book_has_not_can_be_moved_all_the_same(floor: Floor) -> None:
    """The shelf is right: the book goes below zero, and the cloud asks a count."""
    look_at(floor, "A-03")
    floor.press(Press.MOVE)
    floor.scans(PEACH)
    assert verdict(floor.scan_bin("A-02")) is Verdict.MOVED
    assert (pieces(floor, "A-03"), pieces(floor, "A-02")) == ({(PEACH, ""): -1}, {(PEACH, ""): 1})


def test_damaged_goods_go_to_the_blocked_bin_of_their_zone(floor: Floor) -> None:
    floor.holds("A-01", PEACH, 9)
    look_at(floor, "A-01")
    floor.press(Press.DAMAGED)
    assert verdict(floor.scans(PEACH)) is Verdict.WHY
    assert verdict(floor.press(Press.CONFIRM)) is Verdict.NOT_NOW, "nobody said why"
    reasons = [row for row in floor.flow.view().part.rows if isinstance(row, ChoiceRow)]
    assert next(row.key for row in reasons) == "broken"
    floor.flow.step_row(1)
    floor.flow.step_row(1)
    view = floor.press(Press.CONFIRM)
    assert floor.words(view) == "Put 1 of 水蜜桃 4个装 into X-01: nobody picks from there"
    (moved,) = floor.facts()
    assert (moved.why, moved.to_bin, moved.note) == (MoveReason.DAMAGE, "X-01", "leaking")
    assert pieces(floor, "X-01") == {(PEACH, ""): 1}


def test_without_a_blocked_bin_in_the_zone_they_leave_the_book(floor: Floor) -> None:
    floor.holds("C-01", MILK, 9, "L1", YESTERDAY)
    look_at(floor, "C-01")
    floor.press(Press.EXPIRED)
    floor.scans(MILK)
    floor.flow.typed("9")
    assert verdict(floor.press(Press.CONFIRM)) is Verdict.WRITTEN_OFF
    (moved,) = floor.facts()
    assert (moved.why, moved.to_bin, moved.quantity, moved.lot) == (MoveReason.EXPIRED, None, 9, "L1")
    assert pieces(floor, "C-01") == {}


def test_what_is_thrown_away_from_the_blocked_bin_leaves_the_book(floor: Floor) -> None:
    floor.holds("X-01", PEACH, 3)
    look_at(floor, "X-01")
    floor.press(Press.EXPIRED)
    floor.scans(PEACH)
    floor.press(Press.CONFIRM)
    assert floor.facts()[0].to_bin is None


def test_a_loss_wants_a_supervisor_and_bears_the_word(floor: Floor) -> None:
    floor.holds("A-01", PEACH, 9)
    look_at(floor, "A-01")
    floor.press(Press.LOST)
    floor.scans(PEACH, PEACH)
    assert verdict(floor.press(Press.CONFIRM)) is Verdict.SUPERVISOR_WANTED
    assert floor.facts() == []
    assert verdict(floor.scans(PEACH)) is Verdict.NOT_NOW, "only the badge is heard now"
    floor.flow.cancel_override()
    assert floor.facts() == []
    floor.press(Press.CONFIRM)
    view = floor.agree()
    assert verdict(view) is Verdict.WRITTEN_OFF
    given, moved = floor.facts()
    assert (given.action, given.reason, given.ref) == ("stock_written_off", "not_found", moved.movement_id)
    assert (moved.why, moved.to_bin, moved.quantity, moved.supervisor_id) == (
        MoveReason.LOSS,
        None,
        2,
        CHEN.id,
    )
    assert pieces(floor, "A-01") == {(PEACH, ""): 7}
    assert view.override is None


def test_weight_goods_take_their_part_of_the_grams_or_what_the_scale_says(floor: Floor) -> None:
    floor.holds("R-01", RICE, 10, weight_g=5_130)
    look_at(floor, "R-01")
    floor.press(Press.MOVE)
    floor.scans(RICE, RICE)
    floor.scan_bin("A-01")
    floor.scan_bin("R-01")
    floor.press(Press.MOVE)
    floor.scans(RICE)
    floor.weighs(498)
    assert verdict(floor.press(Press.WEIGH)) is Verdict.WEIGHT_SET
    floor.scan_bin("A-01")
    assert [(body.quantity, body.weight_g) for body in floor.facts()] == [(2, 1026), (1, 498)]


def test_a_weighed_pack_brings_its_grams(floor: Floor) -> None:
    digits = f"28{FISH}00845"
    look_at(floor, "A-01")
    floor.press(Press.MOVE)
    floor.scan(f"{digits}{gs1_check_digit(digits)}")
    floor.scan_bin("A-02")
    assert [(body.sku, body.weight_g) for body in floor.facts(FactKind.STOCK_MOVED)] == [(FISH, 845)]


def test_a_blocked_bin_out_of_use_takes_nothing(floor: Floor) -> None:
    with floor.database.act() as connection:
        connection.execute(delete(tables.bin_place).where(tables.bin_place.c.use == BinUse.BLOCKED.value))
    floor.holds("A-01", PEACH, 9)
    look_at(floor, "A-01")
    floor.press(Press.EXPIRED)
    floor.scans(PEACH)
    assert verdict(floor.press(Press.CONFIRM)) is Verdict.WRITTEN_OFF
