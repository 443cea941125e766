"""Gift boxes packed at a real desk: each part scanned, each box told once, in the book, with its label."""

from cloud_api.wire.catalogue import Component
from cloud_api.wire.exchange import ChangeKind
from cloud_api.wire.facts import FactKind
from cloud_api.wire.floor import CountAsked, CountReason
from cloud_api.wire.gift_boxes import GiftBoxUndone
from station.kernel.ids import new_uuid
from station.kernel.messages import Message
from station.packing.model.verdicts import Verdict
from station.packing.model.view import Press, Step
from tests.station.kit import gtin
from tests.station.packing.room import (
    CAKE,
    CODES,
    CYCLE,
    DAY,
    DRAGON,
    EGGS,
    LATER,
    MOON,
    RICE,
    SOON,
    PackingRoom,
    figures,
    goods,
    verdict,
)


def gs1(sku: str, lot: str, yymmdd: str) -> str:
    """A pack's own code with lot and expiry."""
    return f"]C101{CODES[sku].zfill(14)}17{yymmdd}10{lot}"


def test_a_box_is_packed_told_and_in_the_book(room: PackingRoom) -> None:
    room.wants(DRAGON, 2)
    assert figures(room.flow.view()) == {DRAGON: "2"}
    view = room.scan(DRAGON)
    assert (view.step, verdict(view)) == (Step.PACK, Verdict.JOB_CHOSEN)
    view = room.scan(RICE)
    assert figures(view) == {RICE: "1/2", EGGS: "0/6", CAKE: "0/1"}
    view = room.scan(RICE, EGGS)
    assert figures(view) == {RICE: "2/2", EGGS: "6/6", CAKE: "0/1"}, (
        "eggs are scanned once and counted by hand"
    )
    assert room.labels() == []
    view = room.scan(CAKE)
    assert (view.step, verdict(view), view.next) == (Step.LABEL, Verdict.BOX_FULL, Press.FINISH)
    (label,) = room.labels()
    assert (label.gtin, label.expiry) == (CODES[DRAGON], f"Use by {SOON}")
    assert label.contents == ("2 × 鲜肉粽 100g×2", "6 × 海鸭蛋 1枚", "1 × 绿豆糕 240g")
    assert "李娜" in label.packed
    assert room.facts() == [], "nothing is told before the box bears its label"
    view = room.scan(DRAGON)
    assert (view.step, verdict(view)) == (Step.PACK, Verdict.BOX_DONE)
    (made,) = room.facts(FactKind.GIFT_BOX_MADE)
    assert (made.sku, made.bin, made.expiry) == (DRAGON, "G-01", SOON)
    parts = [(part.sku, part.bin, part.lot, part.expiry, part.quantity) for part in made.parts]
    assert parts == [
        (RICE, "A-01", "L1", SOON, 2),
        (EGGS, "A-02", "", LATER, 6),
        (CAKE, "A-03", "", LATER, 1),
    ]
    assert room.lies("G-01") == [(DRAGON, "", SOON, 1)]
    assert room.lies("A-01") == [(RICE, "L1", SOON, 3)]
    assert room.lies("A-02") == [(EGGS, "", LATER, 54)]
    assert view.card.figure == "1/2"


def test_the_last_box_ends_the_job_and_enter_stands_for_its_label(room: PackingRoom) -> None:
    room.wants(DRAGON, 1)
    assert room.press(Press.ENTER).step is Step.PACK, "Enter packs the one that is chosen"
    room.scan(RICE, RICE, EGGS, CAKE)
    view = room.press(Press.ENTER)
    assert (view.step, verdict(view)) == (Step.JOBS, Verdict.JOB_DONE)
    assert figures(view) == {DRAGON: "0"}
    assert verdict(room.scan(DRAGON)) is Verdict.ALL_MADE
    assert len(room.facts(FactKind.GIFT_BOX_MADE)) == 1


def test_what_does_not_belong_into_the_box_is_refused(room: PackingRoom) -> None:
    room.wants(DRAGON, 1)
    assert verdict(room.scan(RICE)) is Verdict.NOT_A_GIFT_BOX
    assert verdict(room.scan(MOON)) is Verdict.NO_JOB
    room.scan(DRAGON)
    for code, said in (
        ("TEA", Verdict.WRONG_PRODUCT),
        (MOON, Verdict.WRONG_PRODUCT),
        (gtin(77), Verdict.UNKNOWN_CODE),
        (CODES[RICE][:-1] + "9", Verdict.BAD_CHECK_DIGIT),
        (DRAGON, Verdict.BOX_NOT_FULL),
    ):
        assert verdict(room.scan(code)) is said
    room.scan(RICE, RICE)
    assert verdict(room.scan(RICE)) is Verdict.TOO_MANY
    room.scan(EGGS, CAKE)
    assert verdict(room.scan(CAKE)) is Verdict.BOX_IS_FULL
    assert verdict(room.scan(MOON)) is Verdict.OTHER_BOX
    assert room.facts() == []
    assert verdict(room.scan(DRAGON)) is Verdict.JOB_DONE


def test_lots_go_first_expired_first_and_bad_ones_not_at_all(room: PackingRoom) -> None:
    room.holds("A-03", CAKE, 5, "OLD", SOON)
    room.wants(MOON, 1)
    room.scan(MOON)
    late = gs1(CAKE, "NEW", f"{LATER:%y%m%d}")
    assert verdict(room.scan(gs1(CAKE, "X", f"{DAY:%y%m%d}"))) is Verdict.LOT_EXPIRES
    assert verdict(room.scan(late)) is Verdict.EARLIER_LOT_FIRST
    assert verdict(room.scan(late)) is Verdict.PART_OK, "the same pack again is taken"
    view = room.scan(CAKE, MOON)
    assert verdict(view) is Verdict.JOB_DONE
    (made,) = room.facts(FactKind.GIFT_BOX_MADE)
    assert [(part.lot, part.expiry) for part in made.parts] == [("NEW", LATER), ("OLD", SOON)]
    assert made.expiry == SOON
    assert room.lies("G-02") == [(MOON, "", SOON, 1)]


def test_only_bad_lots_in_the_book_stop_a_pack_that_tells_nothing(room: PackingRoom) -> None:
    room.holds("A-01", RICE, 0, "L1", SOON)
    room.holds("A-01", RICE, 9, "L0", DAY)
    room.wants(DRAGON, 1)
    room.scan(DRAGON)
    assert verdict(room.scan(RICE)) is Verdict.LOT_EXPIRES


def test_pieces_in_the_box_are_not_taken_from_the_book_twice(room: PackingRoom) -> None:
    room.holds("A-01", RICE, 1, "L1", SOON)
    room.holds("A-01", RICE, 1, "L2", LATER)
    room.wants(DRAGON, 1)
    room.scan(DRAGON)
    room.pack()
    (made,) = room.facts(FactKind.GIFT_BOX_MADE)
    assert [(part.lot, part.quantity) for part in made.parts if part.sku == RICE] == [("L1", 1), ("L2", 1)]


def test_undo_takes_the_last_part_back_and_tears_the_label(room: PackingRoom) -> None:
    room.wants(DRAGON, 1)
    assert verdict(room.press(Press.UNDO)) is Verdict.NOT_NOW
    room.scan(DRAGON, RICE, RICE, EGGS, CAKE)
    view = room.press(Press.UNDO)
    assert (view.step, verdict(view)) == (Step.PACK, Verdict.LABEL_UNDONE)
    assert figures(view) == {RICE: "2/2", EGGS: "6/6", CAKE: "0/1"}
    view = room.press(Press.UNDO)
    assert (verdict(view), figures(view)[EGGS]) == (Verdict.PART_UNDONE, "0/6")
    assert verdict(room.scan(EGGS)) is Verdict.PART_OK
    assert verdict(room.scan(CAKE)) is Verdict.BOX_FULL
    assert len(room.labels()) == 2
    assert verdict(room.scan(DRAGON)) is Verdict.JOB_DONE


def test_the_last_box_is_undone_once_it_was_asked_back(room: PackingRoom) -> None:
    room.wants(DRAGON, 2)
    room.scan(DRAGON)
    room.pack()
    assert verdict(room.press(Press.UNDO)) is Verdict.CONFIRM_UNDO
    view = room.press(Press.UNDO)
    assert (verdict(view), view.card.figure) == (Verdict.BOX_UNDONE, "0/2")
    (made,) = room.facts(FactKind.GIFT_BOX_MADE)
    assert room.facts(FactKind.GIFT_BOX_UNDONE) == [GiftBoxUndone(box_id=made.box_id)]
    assert room.lies("G-01") == []
    assert room.lies("A-01") == [(RICE, "L1", SOON, 5)]
    assert verdict(room.press(Press.UNDO)) is Verdict.NOT_NOW
    room.pack()
    room.clock.advance(60 * 60 * 13)
    assert Press.UNDO not in room.flow.view().can, "a box of yesterday has left the desk"


def test_a_begun_box_outlives_the_program(room: PackingRoom) -> None:
    room.wants(DRAGON, 1)
    room.scan(DRAGON, RICE, EGGS)
    view = room.restart()
    assert (view.step, figures(view)) == (Step.PACK, {RICE: "1/2", EGGS: "6/6", CAKE: "0/1"})
    room.scan(RICE, CAKE)
    assert room.restart().step is Step.LABEL
    assert verdict(room.scan(DRAGON)) is Verdict.JOB_DONE
    assert room.restart().step is Step.JOBS


def test_a_missing_part_is_counted_and_what_was_in_the_box_goes_back(room: PackingRoom) -> None:
    room.wants(DRAGON, 2)
    room.scan(DRAGON, RICE, EGGS)
    assert room.flow.view().chosen == RICE, "the first that is still to come"
    view = room.flow.step_row(2)
    assert view.chosen == CAKE
    assert verdict(room.press(Press.MISSING)) is Verdict.CONFIRM_MISSING
    view = room.press(Press.MISSING)
    assert (view.step, verdict(view)) == (Step.JOBS, Verdict.LEFT_AND_PUT_BACK)
    assert "1 × 鲜肉粽 100g×2, 6 × 海鸭蛋 1枚" in room.words(view)
    (asked,) = room.facts()
    assert isinstance(asked, CountAsked)
    assert (asked.bin, asked.sku, asked.why) == ("A-03", CAKE, CountReason.SHORT)
    assert Message("{product} is missing", product="绿豆糕 240g") in view.items[0].notes
    assert room.lies("A-01") == [(RICE, "L1", SOON, 5)]
    view = room.scan(DRAGON)
    assert figures(view) == {RICE: "0/2", EGGS: "0/6", CAKE: "0/1"}, "a new box"
    room.press(Press.BACK)
    assert len(room.flow.view().items[0].notes) == 2, "somebody tried again"


def test_a_begun_box_comes_before_another_job(room: PackingRoom) -> None:
    room.wants(DRAGON, 1)
    room.wants(MOON, 1)
    room.scan(DRAGON, RICE)
    room.press(Press.BACK)
    view = room.scan(MOON)
    assert (view.step, verdict(view)) == (Step.JOBS, Verdict.FINISH_FIRST)
    assert verdict(room.press(Press.UNDO)) is Verdict.PART_UNDONE
    assert verdict(room.scan(MOON)) is Verdict.JOB_CHOSEN


def test_the_label_is_printed_again_before_and_after_the_box_is_done(room: PackingRoom) -> None:
    room.wants(DRAGON, 2)
    assert Press.REPRINT not in room.scan(DRAGON, RICE, RICE, EGGS).can
    room.scan(CAKE)
    assert verdict(room.press(Press.REPRINT)) is Verdict.LABEL_QUEUED
    room.scan(DRAGON)
    room.press(Press.REPRINT)
    first, second, third = room.labels()
    assert first.expiry == second.expiry == third.expiry
    assert [label.gtin for label in (first, second, third)] == [CODES[DRAGON]] * 3


def test_what_the_cloud_tells_and_what_was_made_here_add_up(room: PackingRoom) -> None:
    room.wants(DRAGON, 9, made=3)
    room.scan(DRAGON)
    assert room.pack(2).card.figure == "5/9"
    room.wants(DRAGON, 9, made=4, last=False)
    assert room.flow.view().card.figure == "5/9", "it counts with the last page"
    room.wants(DRAGON, 8, made=5, expected_seq=3)
    assert room.flow.view().card.figure == "5/8", "both boxes are in what was told"


def test_orders_are_cancelled_while_a_box_is_packed(room: PackingRoom) -> None:
    room.wants(DRAGON, 2)
    room.scan(DRAGON)
    room.pack()
    room.scan(RICE)
    room.wants(DRAGON, 1)
    view = room.scan(RICE, EGGS, CAKE, DRAGON)
    assert verdict(view) is Verdict.JOB_DONE, "what is begun is packed to its end"


def test_contents_changed_meanwhile_are_told(room: PackingRoom) -> None:
    room.wants(DRAGON, 1)
    room.scan(DRAGON, RICE, RICE, EGGS, CAKE)
    dragon = next(product for product in goods() if product.sku == DRAGON)
    changed = (Component(sku=RICE, quantity=1), *dragon.components[1:])
    room.told(ChangeKind.PRODUCT, dragon.model_copy(update={"components": changed}))
    view = room.flow.view()
    assert (view.step, figures(view)[RICE]) == (Step.PACK, "2/1")
    assert verdict(room.scan(DRAGON)) is Verdict.CONTENTS_CHANGED
    for _ in range(4):
        room.press(Press.UNDO)
    assert verdict(room.pack()) is Verdict.JOB_DONE
    (made,) = room.facts(FactKind.GIFT_BOX_MADE)
    assert sum(part.quantity for part in made.parts if part.sku == RICE) == 1


def test_jobs_of_sales_that_are_over_are_not_asked_for(room: PackingRoom) -> None:
    assert room.texts.say(room.flow.view().question) == "No gift boxes are wanted now"
    room.wants(DRAGON, 3)
    room.clock.advance(60 * 60 * 24 * 3 + 1)
    assert room.flow.view().items == ()
    room.wants(MOON, 1)
    room.wants(DRAGON, 0)
    assert [item.sku for item in room.flow.view().items] == [MOON], "what nobody wants any more is left out"
    room.scan(MOON, CAKE, CAKE, MOON)
    view = room.flow.view()
    assert (room.texts.say(view.question), Press.BEGIN in view.can) == ("All gift boxes are packed", False)


def test_two_cycles_want_the_same_box(room: PackingRoom) -> None:
    other = new_uuid()
    room.wants(DRAGON, 1)
    room.wants(DRAGON, 1, cycle_id=other)
    room.scan(DRAGON)
    room.pack()
    assert [item.figure for item in room.flow.view().items] == ["1", "0"]
    room.scan(DRAGON)
    room.pack()
    assert {made.cycle_id for made in room.facts(FactKind.GIFT_BOX_MADE)} == {CYCLE, other}


def test_a_warehouse_without_a_book_packs_all_the_same(bare_room: PackingRoom) -> None:
    bare_room.wants(DRAGON, 1)
    bare_room.scan(DRAGON)
    assert verdict(bare_room.pack()) is Verdict.JOB_DONE
    (made,) = bare_room.facts(FactKind.GIFT_BOX_MADE)
    assert ({part.bin for part in made.parts}, made.bin, made.expiry) == ({None}, None, None)
    (label,) = bare_room.labels()
    assert label.expiry == ""
    bare_room.wants(MOON, 1)
    bare_room.scan(MOON)
    bare_room.press(Press.MISSING)
    assert verdict(bare_room.press(Press.MISSING)) is Verdict.LEFT
    assert bare_room.facts(FactKind.COUNT_ASKED) == [], "there is no book to count for"
