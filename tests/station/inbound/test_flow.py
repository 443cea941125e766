"""Receiving at the dock: from the paper's code to the bin, with every way a person can go wrong."""

from datetime import date, timedelta

import pytest

from cloud_api.wire.base import Zone
from cloud_api.wire.catalogue import Bin
from cloud_api.wire.exchange import ChangeKind
from cloud_api.wire.facts import FactKind
from cloud_api.wire.floor import PickFace
from cloud_api.wire.inbound import Condition, GoodsReceived, ReceivedLine, SharedLine
from hardware.codes import gs1_check_digit, make_document_code, make_route_code
from hardware.protocols import ReadingState
from station.inbound.model.card import Field, Why
from station.inbound.model.put_away import Proposal
from station.inbound.model.verdicts import Verdict
from station.inbound.model.view import Step
from station.kernel.messages import Message
from tests.station.inbound.dock import (
    DAIRY,
    FISH,
    FRUIT,
    GRAPE,
    MILK,
    PEACH,
    PEACH_CASE,
    TODAY,
    UNKNOWN,
    Dock,
    purchase,
    said,
    stock_line,
)


def test_the_paper_of_an_order_chooses_it(dock: Dock) -> None:
    assert dock.flow.view().step is Step.CHOOSE
    view = dock.paper()
    assert (view.step, dock.verdict()) == (Step.GOODS, Verdict.ORDER_CHOSEN)
    assert [(row.title, row.figure) for row in view.rows] == [
        ("巨峰葡萄 500g", "0/3"),
        ("平谷鲜桃 500g", "0/10"),
    ]


def test_a_supplier_is_chosen_from_the_list(dock: Dock) -> None:
    assert [row.title for row in dock.flow.view().rows] == ["平谷果园", "光明乳业"]
    dock.flow.step(1)
    view = dock.flow.confirm()
    assert (view.step, view.figure.head if view.figure else "") == (
        Step.GOODS,
        f"光明乳业 · {make_document_code(2)}",
    )


def test_a_revision_slips_code_finds_its_order(dock: Dock) -> None:
    slip = make_document_code(77)
    dock.tell((ChangeKind.PURCHASE, purchase(FRUIT, "平谷果园", 1, ("PEACH", 8), slip_codes=(slip,))))
    assert dock.scan(slip).step is Step.GOODS


def test_scans_count_and_a_bin_records(dock: Dock) -> None:
    dock.paper()
    for _ in range(3):
        view = dock.scan(PEACH)
    assert view.card is not None
    assert (view.card.quantity, view.card.bin, view.card.lacks) == (3, "D-01", 10)
    view = dock.bin(11)
    assert (view.step, dock.verdict()) == (Step.GOODS, Verdict.RECEIVED)
    ((kind, body),) = dock.facts()
    assert (kind, body.quantity, body.bin, body.document_id) == (FactKind.GOODS_RECEIVED, 3, "A-01", FRUIT)
    assert dock.book("A-01") == {("PEACH", ""): (3, 0)}
    assert view.rows[-1].figure == "3/10"


def test_a_case_counts_its_pieces_and_ten_fast_scans_are_ten(dock: Dock) -> None:
    dock.paper()
    dock.scan(PEACH_CASE)
    for _ in range(9):
        view = dock.scan(PEACH_CASE, after_s=0.1)
    assert view.card is not None
    assert view.card.quantity == 120
    assert dock.scan(PEACH_CASE, after_s=0.03).answer is not None
    assert dock.verdict() is Verdict.REPEATED


def test_a_typed_number_stands(dock: Dock) -> None:
    dock.paper()
    dock.scan(PEACH)
    dock.flow.typed("10")
    dock.scan(PEACH)
    dock.flow.confirm()
    assert dock.verdict() is Verdict.LINE_COMPLETE
    assert dock.book("D-01") == {("PEACH", ""): (10, 0)}


def test_several_deliveries_add_up(dock: Dock) -> None:
    dock.paper()
    dock.receive(PEACH, 4)
    dock.receive(PEACH, 5)
    view = dock.flow.view()
    assert view.rows[-1].figure == "9/10"
    assert view.figure is not None
    assert view.figure.number == "4"


def test_more_than_ordered_is_asked_once_more_and_told(dock: Dock) -> None:
    dock.paper()
    view = dock.receive(PEACH, 12)
    assert (dock.verdict(), view.step, dock.facts()) == (Verdict.MORE_THAN_ORDERED, Step.CARD, [])
    view = dock.flow.confirm()
    assert dock.verdict() is Verdict.RECEIVED_OVER
    row = next(row for row in view.rows if row.key == "PEACH")
    assert (row.figure, said(row.under)) == ("12/10", "2 more than ordered")


def test_gs1_tells_lot_and_expiry(dock: Dock) -> None:
    dock.paper()
    view = dock.scan(f"]C101{PEACH.zfill(14)}17260731{'10'}L26-7")
    assert view.card is not None
    assert (view.card.lot, view.card.expiry) == ("L26-7", "2026-07-31")
    dock.flow.confirm()
    body = dock.facts()[-1][1]
    assert (body.lot, body.expiry) == ("L26-7", date(2026, 7, 31))
    assert dock.book("D-01") == {("PEACH", "L26-7"): (1, 0)}


def test_another_lot_waits_until_the_first_is_recorded(dock: Dock) -> None:
    dock.paper()
    dock.scan(f"]C101{PEACH.zfill(14)}10A")
    dock.scan(f"]C101{PEACH.zfill(14)}10B")
    assert dock.verdict() is Verdict.OTHER_LOT
    dock.flow.confirm()
    dock.scan(f"]C101{PEACH.zfill(14)}10B")
    dock.flow.confirm()
    assert dock.book("D-01") == {("PEACH", "A"): (1, 0), ("PEACH", "B"): (1, 0)}


@pytest.mark.parametrize(
    ("typed", "verdict"),
    [
        ("260731", Verdict.EXPIRY_SET),
        ("2026-07-31", Verdict.EXPIRY_SET),
        ("260700", Verdict.EXPIRY_SET),
        ("260732", Verdict.NO_SUCH_DAY),
        ("tomorrow", Verdict.NO_DATE),
        ("2607", Verdict.NO_DATE),
        ("260618", Verdict.EXPIRED),
        ("260620", Verdict.EXPIRES_SOON),
        ("260621", Verdict.EXPIRY_SET),
    ],
)
def test_an_expiry_is_typed(dock: Dock, typed: str, verdict: Verdict) -> None:
    dock.paper()
    dock.scan(PEACH)
    dock.flow.ask(Field.EXPIRY)
    dock.flow.typed(typed)
    assert dock.verdict() is verdict


def test_what_expires_too_soon_wants_a_supervisor(dock: Dock) -> None:
    dock.paper(2)
    dock.scan(f"]C101{MILK.zfill(14)}17{TODAY + timedelta(days=1):%y%m%d}")
    assert dock.verdict() is Verdict.EXPIRES_SOON
    assert dock.flow.confirm().step is Step.SUPERVISOR
    assert dock.facts() == []
    assert dock.flow.wants_badge
    dock.let_pass()
    kinds = [kind for kind, _ in dock.facts()]
    assert kinds == [FactKind.OVERRIDE_GIVEN, FactKind.GOODS_RECEIVED]
    assert dock.verdict() is Verdict.RECEIVED


def test_what_is_expired_can_be_refused_instead(dock: Dock) -> None:
    dock.paper(2)
    dock.scan(f"]C101{MILK.zfill(14)}17260601")
    dock.flow.confirm()
    view = dock.flow.set_condition(Condition.REFUSED)
    assert view.step is Step.REASON
    dock.flow.choose_why(Why.EXPIRES_SOON)
    dock.flow.confirm()
    body = dock.facts()[-1][1]
    assert (body.condition, body.reason, body.bin) == (Condition.REFUSED, "expires_soon", None)
    assert dock.book("D-02") == {}


def test_damaged_goods_are_kept_apart_with_a_reason(dock: Dock) -> None:
    dock.paper()
    dock.scan(PEACH)
    dock.flow.typed("2")
    dock.flow.set_condition(Condition.DAMAGED)
    dock.flow.step(1)
    assert dock.flow.confirm().step is Step.CARD
    view = dock.flow.confirm()
    assert dock.verdict() is Verdict.SET_APART
    body = dock.facts()[-1][1]
    assert (body.condition, body.reason, body.quantity) == (Condition.DAMAGED, "leaking", 2)
    assert dock.book("D-01") == {}
    row = next(row for row in view.rows if row.key == "PEACH")
    assert said(row.under) == "10 to come · 2 damaged · 0 refused"


def test_weight_goods_are_weighed(dock: Dock) -> None:
    dock.paper(2)
    dock.scan(FISH)
    dock.flow.confirm()
    assert dock.verdict() is Verdict.WEIGHT_WANTED
    for grams, state, verdict in (
        (820, ReadingState.MOVING, Verdict.NOT_STEADY),
        (None, ReadingState.OVERLOAD, Verdict.OVERLOADED),
        (0, ReadingState.STABLE, Verdict.EMPTY_SCALE),
        (None, ReadingState.STALE, Verdict.SCALE_SILENT),
        (820, ReadingState.STABLE, Verdict.WEIGHED),
        (820, ReadingState.STABLE, Verdict.SAME_LOAD),
    ):
        dock.weighs(grams, state)
        dock.flow.weigh()
        assert dock.verdict() is verdict
    view = dock.flow.view()
    assert view.card is not None
    assert (view.card.quantity, view.card.weight_g) == (2, 820)
    dock.flow.confirm()
    assert dock.book("D-03") == {("10023", ""): (2, 820)}


def test_the_same_load_counts_again_when_said_twice(dock: Dock) -> None:
    dock.paper(2)
    dock.scan(FISH)
    dock.weighs(410)
    for _ in range(3):
        view = dock.flow.weigh()
    assert view.card is not None
    assert view.card.weight_g == 820


def test_in_store_codes_and_gs1_weights_add_up(dock: Dock) -> None:
    dock.paper(2)
    body = "281002300405"
    dock.scan(f"{body}{gs1_check_digit(body)}")
    view = dock.scan(f"]C101{FISH.zfill(14)}3103000395")
    assert view.card is not None
    assert (view.card.quantity, view.card.weight_g) == (2, 800)


def test_without_a_scale_the_weight_is_typed(dock: Dock) -> None:
    dock.has_scale = False
    dock.paper(2)
    dock.scan(FISH)
    dock.flow.weigh()
    assert dock.verdict() is Verdict.NO_SCALE
    dock.flow.typed("heavy")
    assert dock.verdict() is Verdict.NO_WEIGHT
    view = dock.flow.typed("0.82")
    assert view.card is not None
    assert view.card.weight_g == 820


@pytest.mark.parametrize(
    ("code", "verdict"),
    [
        (UNKNOWN, Verdict.UNKNOWN_PRODUCT),
        (MILK, Verdict.OTHER_ORDER),
        (PEACH[:-1] + str((int(PEACH[-1]) + 1) % 10), Verdict.BAD_CHECK_DIGIT),
        (make_document_code(99), Verdict.UNKNOWN_PAPER),
        (make_route_code(5), Verdict.NOT_HERE),
        ("hello", Verdict.UNKNOWN_CODE),
    ],
)
def test_wrong_codes_are_told_apart(dock: Dock, code: str, verdict: Verdict) -> None:
    dock.paper()
    dock.scan(code)
    assert (dock.verdict(), dock.facts()) == (verdict, [])


@pytest.mark.parametrize(
    ("number", "verdict"),
    [(99, Verdict.UNKNOWN_BIN), (12, Verdict.WRONG_ZONE), (31, Verdict.BIN_BLOCKED)],
)
def test_a_bin_the_goods_must_not_go_to_is_refused(dock: Dock, number: int, verdict: Verdict) -> None:
    dock.paper()
    dock.scan(PEACH)
    assert (dock.bin(number).step, dock.verdict(), dock.facts()) == (Step.CARD, verdict, [])


def test_goods_nobody_ordered_want_a_supervisor(dock: Dock) -> None:
    dock.tell((ChangeKind.PURCHASE, purchase(FRUIT, "平谷果园", 1, ("PEACH", 10))))
    dock.paper()
    dock.scan(GRAPE)
    assert dock.verdict() is Verdict.TAKE_UNORDERED
    assert dock.scan(GRAPE).step is Step.SUPERVISOR
    dock.let_pass()
    dock.flow.confirm()
    kinds = [kind for kind, _ in dock.facts()]
    assert kinds == [FactKind.OVERRIDE_GIVEN, FactKind.GOODS_RECEIVED]
    assert dock.facts()[-1][1].document_id is None


def test_a_product_of_one_supplier_only_says_who_is_here(dock: Dock) -> None:
    view = dock.scan(GRAPE)
    assert (view.step, view.card.name if view.card else "") == (Step.CARD, "巨峰葡萄")


def test_the_last_receipt_is_taken_back(dock: Dock) -> None:
    dock.paper()
    dock.receive(PEACH, 4)
    dock.receive(PEACH, 2)
    dock.flow.undo()
    assert (dock.verdict(), dock.book("D-01")) == (Verdict.UNDONE, {("PEACH", ""): (4, 0)})
    dock.flow.undo()
    dock.flow.undo()
    assert (dock.verdict(), dock.book("D-01")) == (Verdict.NOTHING_TO_UNDO, {})
    assert [row.figure for row in dock.flow.view().rows] == ["0/3", "0/10"]


def test_what_was_carried_away_is_not_taken_back(dock: Dock) -> None:
    dock.tell((ChangeKind.PICK_FACE, _face("PEACH", "A-01")))
    dock.paper()
    dock.receive(PEACH, 4)
    dock.flow.show_put_away()
    dock.scan(PEACH)
    dock.bin(11)
    assert dock.verdict() is Verdict.PUT_AWAY
    dock.flow.show_put_away()
    dock.flow.undo()
    assert dock.verdict() is Verdict.MOVED_ON


def test_an_order_that_lacks_asks_before_it_is_done(dock: Dock) -> None:
    dock.paper()
    dock.receive(PEACH, 10)
    view = dock.flow.finish()
    assert (view.step, dock.verdict()) == (Step.CLOSING, Verdict.CONFIRM_CLOSE)
    assert [(lack.name, lack.came, lack.ordered) for lack in view.lacking] == [("巨峰葡萄 500g", 0, 3)]
    assert dock.flow.cancel().step is Step.GOODS
    dock.flow.finish()
    view = dock.flow.finish()
    assert (view.step, dock.verdict()) == (Step.DONE, Verdict.CLOSED_SHORT)
    assert dock.facts()[-1][0] is FactKind.PURCHASE_CLOSED
    dock.scan(PEACH)
    assert dock.verdict() is Verdict.ORDER_CLOSED


def test_a_complete_order_is_done_at_once_and_opened_again_after_asking(dock: Dock) -> None:
    dock.paper()
    dock.receive(PEACH, 10)
    dock.receive(GRAPE, 3)
    dock.flow.finish()
    assert dock.verdict() is Verdict.CLOSED
    dock.flow.finish()
    assert dock.verdict() is Verdict.CONFIRM_REOPEN
    assert dock.flow.finish().step is Step.GOODS
    assert dock.facts()[-1][0] is FactKind.PURCHASE_REOPENED


def test_what_the_cloud_shared_out_is_shown(dock: Dock) -> None:
    dock.paper()
    dock.receive(PEACH, 7)
    dock.receive(GRAPE, 3)
    dock.flow.finish()
    dock.flow.finish()
    lines = (ReceivedLine(sku="PEACH", ordered=10, good=7), ReceivedLine(sku="GRAPE", ordered=3, good=3))
    shared = (SharedLine(sku="PEACH", ordered=10, came=7, missing=3, orders=2),)
    now = dock.clock.now()
    told = purchase(FRUIT, "平谷果园", 1, closed_at=now, settled_at=now, shared=shared)
    view = dock.tell((ChangeKind.PURCHASE, told.model_copy(update={"lines": lines})))
    (lack,) = view.lacking
    assert lack.told is not None
    assert said(lack.told) == "3 fewer for 2 orders"


def test_the_clouds_word_and_own_receipts_are_never_counted_twice(dock: Dock) -> None:
    dock.paper()
    dock.receive(PEACH, 4)
    seq = dock.next_seq()
    dock.receive(PEACH, 2)
    told = purchase(FRUIT, "平谷果园", 1, ("PEACH", 10))
    # The cloud has heard of the first receipt and of three more pieces at another desk.
    lines = (ReceivedLine(sku="PEACH", ordered=10, good=7),)
    told = told.model_copy(update={"lines": lines})
    peaches = stock_line("D-01", "PEACH", 4)
    view = dock.tell((ChangeKind.PURCHASE, told), (ChangeKind.STOCK, peaches), expected_seq=seq)
    assert view.rows[0].figure == "9/10"
    dock.flow.undo()
    assert dock.flow.view().rows[0].figure == "7/10"
    dock.flow.undo()
    assert dock.flow.view().rows[0].figure == "3/10"


def test_receipts_survive_a_crash(dock: Dock) -> None:
    dock.paper()
    dock.receive(PEACH, 4)
    dock.restart()
    dock.paper()
    assert dock.flow.view().rows[-1].figure == "4/10"
    dock.flow.undo()
    assert dock.verdict() is Verdict.UNDONE


def test_goods_are_put_away_to_their_pick_face(dock: Dock) -> None:
    dock.tell(
        (ChangeKind.PICK_FACE, _face("PEACH", "A-01")), (ChangeKind.STOCK, stock_line("D-02", "MILK", 6))
    )
    dock.paper()
    dock.receive(PEACH, 4)
    view = dock.flow.show_put_away()
    assert [said(row.under) for row in view.rows] == ["D-01 → A-01", "stands in D-02"]
    dock.scan(PEACH)
    dock.flow.typed("3")
    view = dock.bin(11)
    assert (dock.verdict(), dock.book("A-01")) == (Verdict.PUT_AWAY, {("PEACH", ""): (3, 0)})
    assert view.rows[0].figure == "1"
    view = dock.bin(11)
    assert (dock.book("D-01"), len(view.rows)) == ({}, 1)
    dock.scan(GRAPE)
    assert dock.verdict() is Verdict.NOT_IN_LIST
    dock.scan(MILK)
    dock.bin(11)
    assert dock.verdict() is Verdict.WRONG_ZONE
    dock.bin(12)
    assert dock.book("C-01") == {("MILK", ""): (6, 0)}


def test_enter_and_escape_never_lose_goods(dock: Dock) -> None:
    dock.flow.confirm()
    dock.scan(PEACH)
    dock.scan(GRAPE)
    assert dock.verdict() is Verdict.FINISH_CARD
    dock.flow.show_orders()
    assert dock.verdict() is Verdict.FINISH_CARD
    dock.flow.cancel()
    assert (dock.verdict(), dock.facts()) == (Verdict.CANCELLED, [])


def test_without_a_network_work_goes_on_and_is_told(dock: Dock) -> None:
    dock.flow.sync_changed(offline=True)
    notice = dock.shown[-1].notice
    assert notice is not None
    assert "No network" in notice.words.text
    dock.paper()
    dock.receive(PEACH, 1)
    assert isinstance(dock.facts()[-1][1], GoodsReceived)
    assert DAIRY in {order.id for order in dock.desk.orders}


def _face(sku: str, bin_code: str) -> PickFace:
    return PickFace(sku=sku, bin=bin_code)


def test_bins_are_proposed_with_what_speaks_for_them_once_they_are_worked_out(dock: Dock) -> None:
    dock.tell_orders()
    dock.tell((ChangeKind.STOCK, stock_line("D-01", "PEACH", 12)))
    dock.flow.show_put_away()
    assert dock.scan(PEACH).advice == (), "nobody has worked it out yet"
    reason = Message("Picked on {tours} tours a night", tours=40)
    advice = [Proposal("A-01", 12, 31.4, (reason,)), Proposal("A-02", 12, -4.6, (reason,))]
    dock.desk.propose = lambda _connection, _sku, _quantity: advice
    dock.flow.changes_applied({str(ChangeKind.STOCK)})
    rows = dock.shown[-1].advice
    assert [(row.bin, row.pieces, said(row.saved) if row.saved else "") for row in rows] == [
        ("A-01", 12, "31 m less a night"),
        ("A-02", 12, "5 m more a night"),
    ]
    assert [said(each) for each in rows[0].reasons] == ["Picked on 40 tours a night"]


def test_goods_are_picked_where_they_were_put_and_another_bin_is_noted(dock: Dock) -> None:
    dock.tell((ChangeKind.BIN, Bin(warehouse="W1", code="A-02", number=13, zone=Zone.AMBIENT)))
    dock.desk.propose = lambda _connection, _sku, quantity: [Proposal("A-01", quantity)]
    dock.tell((ChangeKind.STOCK, stock_line("D-01", "PEACH", 12)))
    dock.flow.show_put_away()
    dock.scan(PEACH)
    dock.bin(13)
    assert dock.verdict() is Verdict.PUT_ELSEWHERE
    slotted, moved = dock.facts()
    assert (slotted[0], slotted[1].bin, slotted[1].from_bin) == (FactKind.PRODUCT_SLOTTED, "A-02", None)
    assert (moved[0], moved[1].to_bin, moved[1].note) == (FactKind.STOCK_MOVED, "A-02", "proposed: A-01")
    lying = stock_line("A-02", "PEACH", 12)
    dock.tell((ChangeKind.STOCK, stock_line("D-01", "PEACH", 5)), (ChangeKind.STOCK, lying))
    dock.scan(PEACH)
    dock.bin(11)
    assert [kind for kind, _ in dock.facts()[2:]] == [FactKind.STOCK_MOVED], "some lies in A-02 still"
