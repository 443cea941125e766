"""A bin is counted blind: scans add up, numbers set them right, and one fact tells it."""

from dataclasses import fields
from datetime import date

import pytest
from sqlalchemy import select

from cloud_api.wire.facts import FactKind
from cloud_api.wire.floor import CountReason, CountState
from hardware.codes import gs1_check_digit, make_badge, make_bin_code, make_sscc, read_code
from hardware.protocols import ReadingState
from station.counting.model.verdicts import VERDICTS, Verdict
from station.counting.model.view import LotRow, Press, Step, TaskRow, Typed
from station.kernel.scan import Scan
from station.storage import tables
from station.sync.outbox import FactState
from tests.station.counting.floor import (
    CASE,
    CHEN,
    CODES,
    FISH,
    LI,
    MILK,
    PEACH,
    RICE,
    WANG,
    Floor,
    counted,
    verdict,
)
from tests.station.kit import gtin

GS = "\x1d"


def weighed(grams: int) -> str:
    """An in-store code of a pack of fish."""
    digits = f"28{FISH}{grams:05d}"
    return f"{digits}{gs1_check_digit(digits)}"


def test_tasks_stand_nearest_first_with_their_reasons(floor: Floor) -> None:
    floor.asked("A-03", why=CountReason.BELOW_ZERO)
    floor.asked("A-01", PEACH, why=CountReason.SHORT)
    view = floor.flow.view()
    rows = [row for row in view.part.rows if isinstance(row, TaskRow)]
    assert [(row.bin, row.product, row.why) for row in rows] == [
        ("A-01", "水蜜桃 4个装", CountReason.SHORT),
        ("A-03", "", CountReason.BELOW_ZERO),
    ]
    floor.scan_bin("A-03")
    floor.press(Press.BACK)
    assert [row.bin for row in floor.flow.view().part.rows if isinstance(row, TaskRow)] == ["A-03", "A-01"]


def test_each_scan_counts_one_and_a_number_sets_the_last(floor: Floor) -> None:
    count_id = floor.asked("A-01")
    assert verdict(floor.scan_bin("A-01")) is Verdict.COUNT_OPENED
    view = floor.scans(*[PEACH] * 10)
    assert view.part.card.figure == "10"
    view = floor.scans(MILK)
    assert verdict(view) is Verdict.COUNTED
    assert verdict(floor.flow.typed("24")) is Verdict.QUANTITY_SET
    assert verdict(floor.scan(CASE)) is Verdict.COUNTED
    assert counted(floor.flow.view()) == [("水蜜桃 4个装", "", 10, 0), ("鲜牛奶", "", 36, 0)]
    assert verdict(floor.press(Press.DONE)) is Verdict.CONFIRM_COUNT
    assert floor.facts() == []
    view = floor.press(Press.DONE)
    assert (verdict(view), view.part.step) == (Verdict.COUNT_DONE, Step.TASKS)
    (taken,) = floor.facts()
    assert (taken.count_id, taken.bin, taken.sku) == (count_id, "A-01", None)
    assert {lot.sku: lot.quantity for lot in taken.found} == {PEACH: 10, MILK: 36}
    assert view.part.rows == ()


def test_the_bins_own_label_is_the_hand_on_the_done_button(floor: Floor) -> None:
    floor.asked("A-01")
    floor.scan_bin("A-01")
    floor.scans(PEACH)
    assert verdict(floor.scan_bin("A-01")) is Verdict.CONFIRM_COUNT
    assert floor.flow.view().part.step is Step.CONFIRM
    floor.scans(PEACH)
    assert floor.flow.view().part.step is Step.COUNT, "one more was found: not done yet"
    floor.scan_bin("A-01")
    assert verdict(floor.scan_bin("A-01")) is Verdict.COUNT_DONE
    assert floor.facts(FactKind.COUNT_TAKEN)[0].found[0].quantity == 2


def test_a_bin_nobody_asked_for_is_asked_with_its_first_piece(floor: Floor) -> None:
    floor.scan_bin("A-02")
    assert floor.facts() == [], "a label scanned by mistake asks nothing"
    floor.scans(PEACH)
    (asked,) = floor.facts()
    assert (asked.bin, asked.sku, asked.why) == ("A-02", None, CountReason.ASKED)
    floor.press(Press.DONE, Press.DONE)
    assert [type(body).__name__ for body in floor.facts()] == ["CountAsked", "CountTaken"]
    assert verdict(floor.scan_bin("A-02")) is Verdict.WAITS_FOR_SUPERVISOR


def test_an_empty_bin_is_a_count_too(floor: Floor) -> None:
    floor.asked("A-01")
    floor.scan_bin("A-01")
    assert verdict(floor.press(Press.DONE)) is Verdict.CONFIRM_EMPTY
    floor.press(Press.DONE)
    assert floor.facts(FactKind.COUNT_TAKEN)[0].found == ()


def test_lot_and_expiry_come_from_the_code_or_are_typed(floor: Floor) -> None:
    floor.asked("A-01")
    floor.scan_bin("A-01")
    element = f"]C101{CODES[PEACH].zfill(14)}17261231" + f"10L7{GS}"
    floor.scan(element)
    floor.scans(PEACH)
    assert verdict(floor.press(Press.EXPIRY)) is Verdict.TYPE_EXPIRY
    assert verdict(floor.flow.typed("999999")) is Verdict.BAD_DAY
    assert floor.flow.view().part.typed is Typed.EXPIRY
    assert verdict(floor.flow.typed("20261130")) is Verdict.EXPIRY_SET
    assert verdict(floor.press(Press.LOT)) is Verdict.TYPE_LOT
    assert verdict(floor.scan("L-8b")) is Verdict.LOT_SET, "a lot's own code is no product: here it is meant"
    floor.press(Press.DONE, Press.DONE)
    found = {(lot.lot, lot.expiry, lot.quantity) for lot in floor.facts(FactKind.COUNT_TAKEN)[0].found}
    assert found == {("L7", date(2026, 12, 31), 1), ("L-8b", date(2026, 11, 30), 1)}


def test_weight_goods_want_the_scale_or_grams_or_a_weighed_pack(floor: Floor) -> None:
    floor.asked("A-01")
    floor.scan_bin("A-01")
    view = floor.scans(RICE)
    assert (verdict(view), view.part.next) == (Verdict.WEIGHT_WANTED, Press.WEIGH)
    assert verdict(floor.press(Press.DONE)) is Verdict.WEIGHT_WANTED, "no count without its weight"
    assert verdict(floor.press(Press.WEIGH)) is Verdict.NO_SCALE
    for state, grams, answer in (
        (ReadingState.MOVING, 700, Verdict.SCALE_MOVING),
        (ReadingState.STALE, 700, Verdict.NO_SCALE),
        (ReadingState.UNDERLOAD, None, Verdict.SCALE_EMPTY),
        (ReadingState.OVERLOAD, None, Verdict.SCALE_EMPTY),
        (ReadingState.STABLE, 0, Verdict.SCALE_EMPTY),
    ):
        floor.weighs(grams, state)
        assert verdict(floor.press(Press.WEIGH)) is answer, state
    floor.weighs(2480)
    assert verdict(floor.press(Press.WEIGH)) is Verdict.WEIGHT_SET
    floor.scans(RICE)
    floor.press(Press.GRAMS)
    assert verdict(floor.flow.typed("520")) is Verdict.WEIGHT_SET
    assert verdict(floor.scan(weighed(845))) is Verdict.COUNTED
    assert counted(floor.flow.view()) == [("散装大米", "", 2, 3000), ("活鲈鱼", "", 1, 845)]
    floor.press(Press.DONE, Press.DONE)
    found = {lot.sku: (lot.quantity, lot.weight_g) for lot in floor.facts(FactKind.COUNT_TAKEN)[0].found}
    assert found == {RICE: (2, 3000), FISH: (1, 845)}


def test_piece_goods_have_no_use_for_the_scale(floor: Floor) -> None:
    floor.scan_bin("A-01")
    floor.scans(PEACH)
    assert Press.WEIGH not in floor.flow.view().part.can
    assert verdict(floor.press(Press.WEIGH)) is Verdict.NOT_NOW


def test_undo_takes_back_one_by_one(floor: Floor) -> None:
    floor.scan_bin("A-01")
    floor.scans(PEACH, MILK)
    floor.flow.typed("6")
    assert floor.words(floor.press(Press.UNDO)) == "Taken back: 6 of 鲜牛奶"
    floor.press(Press.UNDO)
    assert verdict(floor.press(Press.UNDO)) is Verdict.NOT_NOW
    assert floor.flow.view().part.rows == ()


@pytest.mark.parametrize(
    ("code", "answer"),
    [
        (gtin(999), Verdict.UNKNOWN_PRODUCT),
        (gtin(71)[:-1] + str((int(gtin(71)[-1]) + 1) % 10), Verdict.BAD_CHECK_DIGIT),
        (make_bin_code(2), Verdict.OTHER_BIN),
        (make_bin_code(77), Verdict.UNKNOWN_BIN),
        (make_badge(99), Verdict.BADGE_SCANNED),
        (make_sscc(0, "9520001", 5), Verdict.CRATE_SCANNED),
        ("hello", Verdict.UNKNOWN_CODE),
    ],
)
def test_wrong_scans_in_a_count_are_told_and_count_nothing(floor: Floor, code: str, answer: Verdict) -> None:
    floor.asked("A-01")
    floor.scan_bin("A-01")
    floor.scans(PEACH)
    assert verdict(floor.scan(code)) is answer
    assert counted(floor.flow.view()) == [("水蜜桃 4个装", "", 1, 0)]
    assert floor.flow.view().part.step is Step.COUNT


def test_a_count_of_one_product_takes_no_other(floor: Floor) -> None:
    floor.asked("A-01", PEACH)
    floor.scan_bin("A-01")
    assert floor.words(floor.scans(MILK)) == "Only 水蜜桃 4个装 is counted here. Leave this one where it lies"
    assert floor.flow.view().part.rows == ()


@pytest.mark.parametrize("typed", ["0", "-3", "1e3", "9999999", "１２", "³"])
def test_numbers_that_cannot_be_right_change_nothing(floor: Floor, typed: str) -> None:
    floor.scan_bin("A-01")
    floor.scans(PEACH)
    assert verdict(floor.flow.typed(typed)) in (Verdict.BAD_NUMBER, Verdict.UNKNOWN_CODE)
    assert counted(floor.flow.view()) == [("水蜜桃 4个装", "", 1, 0)]


def test_codes_whose_labels_cannot_be_read_are_typed(floor: Floor) -> None:
    assert verdict(floor.flow.typed("a-01")) is Verdict.COUNT_OPENED
    assert verdict(floor.flow.typed(CODES[PEACH])) is Verdict.COUNTED
    assert verdict(floor.flow.typed(MILK)) is Verdict.COUNTED
    assert verdict(floor.flow.typed("Z-99")) is Verdict.UNKNOWN_CODE


def test_the_book_is_told_of_no_bin_that_is_counted(floor: Floor) -> None:
    floor.holds("A-01", PEACH, 48_611)
    floor.asked("A-01")
    seen = [floor.flow.view(), floor.scan_bin("A-01"), floor.scans(PEACH), floor.press(Press.DONE)]
    floor.press(Press.LOOK_UP)
    seen += [floor.scan_bin("A-01"), floor.scans(PEACH)]
    assert all("48611" not in repr(view).replace(",", "").replace("_", "") for view in seen)
    rows = [row for row in seen[-1].part.rows if isinstance(row, LotRow)]
    assert [row.quantity for row in rows] == [None]
    assert {field.name for field in fields(TaskRow)}.isdisjoint({"book", "quantity"})


def test_a_half_done_count_outlives_the_program(floor: Floor) -> None:
    floor.asked("A-01")
    floor.scan_bin("A-01")
    floor.scans(PEACH, PEACH, RICE)
    floor.press(Press.GRAMS)
    floor.flow.typed("640")
    view = floor.restart()
    assert view.part.step is Step.COUNT
    assert counted(view) == [("散装大米", "", 1, 640), ("水蜜桃 4个装", "", 2, 0)]
    floor.press(Press.UNDO, Press.DONE, Press.DONE)
    assert [lot.quantity for lot in floor.facts(FactKind.COUNT_TAKEN)[0].found] == [2]


def test_what_somebody_else_began_is_dropped_only_after_a_question(floor: Floor) -> None:
    floor.asked("A-01")
    floor.scan_bin("A-01")
    floor.scans(PEACH)
    assert floor.sign_in(WANG).part.step is Step.TASKS
    view = floor.scan_bin("A-01")
    assert floor.words(view).startswith("李娜 has begun to count A-01 here")
    assert floor.sign_in(LI).part.step is Step.COUNT, "it was not dropped yet"
    floor.sign_in(WANG)
    floor.scan_bin("A-01")
    assert verdict(floor.scan_bin("A-01")) is Verdict.COUNT_OPENED
    assert floor.flow.view().part.rows == ()


def test_who_was_not_believed_counts_another_bin(floor: Floor) -> None:
    floor.asked("A-01", state=CountState.REJECTED, counted_by=LI.id)
    assert floor.flow.view().part.rows == ()
    assert verdict(floor.scan_bin("A-01")) is Verdict.COUNTED_BEFORE
    floor.sign_in(WANG)
    assert verdict(floor.scan_bin("A-01")) is Verdict.COUNT_OPENED


def test_a_bin_counted_at_another_desk_meanwhile_is_not_told_twice(floor: Floor) -> None:
    count_id = floor.asked("A-01")
    floor.scan_bin("A-01")
    floor.scans(PEACH)
    floor.asked("A-01", state=CountState.AGREED, count_id=count_id, counted_by=WANG.id)
    view = floor.shown[-1]
    assert (verdict(view), view.part.step) == (Verdict.COUNTED_MEANWHILE, Step.TASKS)
    with floor.database.look() as connection:
        assert connection.execute(select(tables.count_line)).all() == []
    assert floor.facts() == []


def test_looking_something_up_leaves_the_count_half_done(floor: Floor) -> None:
    floor.scan_bin("A-01")
    floor.scans(PEACH)
    assert floor.press(Press.LOOK_UP).part.step is Step.LOOK_UP
    view = floor.press(Press.TASKS)
    assert (view.part.step, counted(view)) == (Step.COUNT, [("水蜜桃 4个装", "", 1, 0)])


def test_reports_the_cloud_refused_are_seen(floor: Floor) -> None:
    floor.scan_bin("A-01")
    floor.scans(PEACH)
    with floor.database.act() as connection:
        connection.execute(
            tables.fact.update().values(state=FactState.REFUSED.value, reason="There is no bin A-01.")
        )
    floor.shown.clear()
    floor.flow.sync_changed()
    (view,) = floor.shown
    notice = view.notice
    assert notice is not None
    assert notice.values["reason"] == "There is no bin A-01."
    floor.flow.sync_changed()
    assert floor.shown == [view], "nothing new, nothing shown"


def test_the_very_same_scan_counts_once(floor: Floor) -> None:
    floor.scan_bin("A-01")
    scan = Scan(CODES[PEACH], 1.0, "scanner")
    floor.flow.scan(scan, read_code(scan.text))
    assert verdict(floor.flow.scan(scan, read_code(scan.text))) is Verdict.REPEATED
    assert counted(floor.flow.view()) == [("水蜜桃 4个装", "", 1, 0)]


def test_every_verdict_has_its_words_and_fields() -> None:
    assert set(VERDICTS) == set(Verdict)


def test_differences_are_shown_to_supervisors_only(floor: Floor) -> None:
    assert verdict(floor.press(Press.DIFFERENCES)) is Verdict.NOT_SUPERVISOR
    floor.sign_in(CHEN)
    assert floor.press(Press.DIFFERENCES).part.step is Step.DIFFERENCES
