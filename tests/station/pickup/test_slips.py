"""Slips of handovers: what stands on them, when they are printed, and what happens when they are not."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from cloud_api.wire.base import Zone
from cloud_api.wire.pickup import MissingLine
from hardware.absent import AbsentReceiptPrinter
from hardware.catalog import open_receipt_printer
from hardware.errors import Reason
from hardware.faults import Fault
from hardware.protocols import PrintOutcome, PrintReport
from hardware.receipt import Receipt
from hardware.receipts.simulated import SimulatedReceiptPrinter
from station.bootstrap.receipt_press import ReceiptPress
from station.kernel.messages import Message, Texts, Tone
from station.kernel.settings import SlipWish
from station.kernel.trouble import Trouble
from station.pickup.model.verdicts import Verdict
from station.pickup.model.view import HandedCard, Left, PickupView, SlipCard, Step
from tests.station.pickup.handover_kit import DRY, ICE, LATE
from tests.station.pickup.kit import OrderSpec, Till, code, qr
from tests.station.pickup.slip_kit import CONFIRMED, Later, Press, give_printer, said
from tests.station.pickup.test_receiving import verdict

JAMMED = PrintReport(PrintOutcome.FAILED, Reason.JAMMED)
UNKNOWN = PrintReport(PrintOutcome.UNKNOWN, Reason.SLIP_NOT_CONFIRMED)
CALM = SlipCard(is_copy=False, is_printing=False, is_asked=False)
OFFERED = SlipCard(is_copy=False, is_printing=False, is_asked=True)
BUSY = SlipCard(is_copy=False, is_printing=True, is_asked=False)


@pytest.fixture
def press() -> Press:
    return Press()


@pytest.fixture
def later() -> Later:
    return Later()


@pytest.fixture
def counter(shop: Till, texts: Texts, press: Press, later: Later) -> Till:
    give_printer(shop, texts, press, later)
    return shop


def handed(view: PickupView) -> HandedCard:
    assert view.handed is not None
    return view.handed


def hand_over(till: Till, number: int = 1) -> PickupView:
    till.type(code(number))
    view = till.confirm()
    assert view.step is Step.HANDED
    return view


def test_a_slip_says_what_went_to_whom_when_and_by_whom(counter: Till, press: Press, later: Later) -> None:
    hand_over(counter)
    counter.flow.print_slip()
    later.happen()
    assert said(press.printed[0]) == [
        "优邻站",
        "Handover slip",
        "Phone ending in | 1234",
        "三元梅园",
        "Order …000001 | 06-19 10:30",
        "商品S1 500g | ×1",
        "商品S2 500g | ×2",
        "Order …000002 | 06-19 10:30",
        "商品S3 500g | ×3",
        "Handed over | ×6",
        "Handed over by 李店长",
        "Printed 2026-06-19 10:30",
    ]


def test_nothing_of_the_person_but_four_digits(counter: Till, press: Press, later: Later) -> None:
    hand_over(counter)
    counter.flow.print_slip()
    later.happen()
    whole = "\n".join(said(press.printed[0]))
    for secret in ("李**", "王**", "138****1234", "138", code(1), qr(1), code(2), qr(2), "2606190000"):
        assert secret not in whole


def test_what_is_left_of_one_order_and_what_never_came(
    till: Till, texts: Texts, press: Press, later: Later
) -> None:
    missing = (MissingLine(sku="S9", name="荔枝", spec="2kg", quantity=1),)
    mine = OrderSpec(7, {("S1", ICE): 1, ("S2", DRY): 2, ("S4", LATE): 2}, "13500006666", missing=missing)
    till.tell_day((DRY, ICE, LATE), (mine,))
    till.receive(DRY, ICE)
    till.flow.put_away()
    give_printer(till, texts, press, later)
    view = till.type(code(7))
    assert view.customer is not None
    ice = next(place for place in view.customer.places if place.zone is Zone.FROZEN).lines[0].key
    till.flow.leave(ice, Left.REFUSED)
    till.confirm()
    till.flow.print_slip()
    later.happen()
    assert said(press.printed[0])[4:-2] == [
        "Order …000007 | 06-19 10:30",
        "商品S2 500g | ×2",
        "Still to be collected",
        "商品S4 500g | ×2",
        "Not wanted, stays here",
        "商品S1 500g | ×1",
        "Not packed, refunded",
        "荔枝 2kg | ×1",
        "Handed over | ×2",
    ]


def test_without_a_phone_the_order_is_named(till: Till, texts: Texts, press: Press, later: Later) -> None:
    till.tell_day((DRY,), (OrderSpec(8, {("S1", DRY): 1}, phone=""),))
    till.receive(DRY)
    till.flow.put_away()
    give_printer(till, texts, press, later)
    hand_over(till, 8)
    till.flow.print_slip()
    later.happen()
    assert said(press.printed[0])[2] == "Order ending in | 000008"


def test_the_button_is_there_only_with_a_printer(shop: Till, texts: Texts, later: Later) -> None:
    give_printer(shop, texts, Press(there=False), later)
    assert handed(hand_over(shop)).slip is None
    assert verdict(shop.flow.print_slip()) is Verdict.NOT_NOW
    assert len(later) == 0


def test_a_desk_without_any_slips_refuses(shop: Till) -> None:
    assert handed(hand_over(shop)).slip is None
    assert verdict(shop.flow.print_slip()) is Verdict.NOT_NOW


@pytest.mark.parametrize(
    ("wish", "card", "jobs"),
    [(SlipWish.NEVER, CALM, 0), (SlipWish.ASK, OFFERED, 0), (SlipWish.ALWAYS, BUSY, 1)],
)
def test_what_the_shop_wishes_after_a_handover(
    shop: Till, texts: Texts, press: Press, later: Later, wish: SlipWish, card: SlipCard, jobs: int
) -> None:
    give_printer(shop, texts, press, later, wish)
    view = hand_over(shop)
    assert verdict(view) is Verdict.HANDED_OVER
    assert handed(view).slip == card
    assert len(later) == jobs


def test_pressed_twice_one_slip_then_a_reprint_that_says_so(
    counter: Till, press: Press, later: Later
) -> None:
    hand_over(counter)
    assert verdict(counter.flow.print_slip()) is Verdict.SLIP_PRINTING
    view = counter.flow.print_slip()
    assert verdict(view) is Verdict.SLIP_PRINTING
    assert handed(view).slip == SlipCard(is_copy=False, is_printing=True, is_asked=False)
    later.happen()
    assert len(press.printed) == 1
    assert handed(counter.flow.view()).slip == SlipCard(is_copy=True, is_printing=False, is_asked=False)
    assert verdict(counter.flow.print_slip()) is Verdict.SLIP_COPY_PRINTING
    later.happen()
    assert ["Reprint" in said(each) for each in press.printed] == [False, True]


def test_a_slip_of_an_old_handover_is_marked(counter: Till, press: Press, later: Later, texts: Texts) -> None:
    """Another run, or another desk, may have printed it: nobody here knows."""
    hand_over(counter)
    give_printer(counter, texts, press, later)
    view = counter.type(code(1))
    assert view.step is Step.ALREADY
    assert verdict(counter.flow.print_slip()) is Verdict.SLIP_COPY_PRINTING
    later.happen()
    assert "Reprint" in said(press.printed[0])


def test_what_certainly_did_not_come_out_is_no_first_slip(counter: Till, press: Press, later: Later) -> None:
    hand_over(counter)
    press.report = JAMMED
    counter.flow.print_slip()
    later.happen()
    press.report = CONFIRMED
    counter.flow.print_slip()
    later.happen()
    assert ["Reprint" in said(each) for each in press.printed] == [False, False]


def test_what_may_have_come_out_makes_the_next_a_reprint(counter: Till, press: Press, later: Later) -> None:
    hand_over(counter)
    press.report = UNKNOWN
    counter.flow.print_slip()
    later.happen()
    counter.flow.print_slip()
    later.happen()
    assert ["Reprint" in said(each) for each in press.printed] == [False, True]


@pytest.mark.parametrize(
    ("report", "words"),
    [
        (JAMMED, f"The slip of 1234 was not printed. {Reason.JAMMED}"),
        (UNKNOWN, f"Look whether the slip of 1234 came out. {Reason.SLIP_NOT_CONFIRMED}"),
        (
            Trouble(Message("The fonts are gone"), Message("Install again"), retry_helps=False),
            "The slip of 1234 was not printed. The fonts are gone. Install again",
        ),
    ],
)
def test_trouble_is_told_beside_the_next_customer_and_stops_nobody(
    counter: Till, press: Press, later: Later, texts: Texts, report: PrintReport | Trouble, words: str
) -> None:
    press.report = report
    hand_over(counter)
    counter.flow.print_slip()
    assert counter.type(code(4)).step is Step.CUSTOMER
    later.happen()
    view = counter.shown[-1]
    assert view.step is Step.CUSTOMER
    assert view.notice is not None
    assert (view.notice.tone, texts.say(view.notice.words)) == (Tone.ASK, words)
    view = counter.flow.confirm(view.serial)
    assert verdict(view) is Verdict.HANDED_OVER
    assert view.notice is None


def test_a_slip_that_came_out_is_not_spoken_of(counter: Till, later: Later) -> None:
    hand_over(counter)
    counter.flow.print_slip()
    later.happen()
    assert counter.shown[-1].notice is None
    assert counter.shown[-1].step is Step.HANDED


def test_a_handover_that_was_taken_back_has_no_slip(counter: Till, later: Later) -> None:
    hand_over(counter)
    counter.flow.undo_handover("wrong_goods")
    assert verdict(counter.flow.print_slip()) is Verdict.NOT_NOW
    assert len(later) == 0


def test_the_next_handover_has_a_first_slip_of_its_own(counter: Till, press: Press, later: Later) -> None:
    for number in (1, 4):
        hand_over(counter, number)
        counter.flow.print_slip()
        later.happen()
    assert ["Reprint" in said(each) for each in press.printed] == [False, False]
    assert said(press.printed[1])[2] == "Phone ending in | 5678"


@pytest.fixture
def twin(tmp_path: Path) -> Iterator[SimulatedReceiptPrinter]:
    with SimulatedReceiptPrinter(folder=tmp_path / "slips", width_mm=58) as made:
        yield made


def test_a_slip_on_a_real_wire(
    shop: Till, texts: Texts, later: Later, twin: SimulatedReceiptPrinter, resources: Path, tmp_path: Path
) -> None:
    printer = open_receipt_printer(twin.address)
    give_printer(shop, texts, ReceiptPress(lambda: printer, resources / "fonts"), later, SlipWish.ALWAYS)
    hand_over(shop)
    later.happen()
    assert len(twin.jobs) == 1
    assert (tmp_path / "slips" / "000001.png").is_file()
    twin.set_fault(Fault.OUT_OF_PAPER)
    shop.flow.print_slip()
    later.happen()
    notice = shop.shown[-1].notice
    assert notice is not None
    assert str(Reason.OUT_OF_PAPER) in texts.say(notice.words)
    assert len(twin.jobs) == 1


def test_a_press_without_printer_or_fonts(tmp_path: Path) -> None:
    gone = ReceiptPress(lambda: None, tmp_path)
    assert not gone.is_there()
    assert gone.print(Receipt(())).reason == Reason.NOT_SET_UP
    without_fonts = ReceiptPress(AbsentReceiptPrinter, tmp_path)
    with pytest.raises(Trouble, match="fonts"):
        without_fonts.print(Receipt(()))
