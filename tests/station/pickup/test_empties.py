"""Empties go back: crates told empty, boxes given to the driver, each once, offline as well, and undone."""

from datetime import datetime

import pytest

from cloud_api.wire.crates import Box, BoxCondition
from cloud_api.wire.exchange import ChangeKind
from hardware.codes import make_box_code
from station.pickup.model.empties import EmptiesCard
from station.pickup.model.verdicts import Verdict
from station.pickup.model.view import PickupView, Step
from tests.station.pickup.kit import MORNING, SHOP, CrateSpec, OrderSpec, Till, code
from tests.station.pickup.test_receiving import facts, verdict

FIRST, SECOND, THIRD = CrateSpec(1), CrateSpec(2), CrateSpec(3)
ORDER = OrderSpec(1, {("S1", FIRST): 1})


def told_box(number: int, crate: CrateSpec, shop: str = SHOP, **other: object) -> Box:
    """A box with its crate, as the cloud tells it."""
    box = Box(
        warehouse="W1",
        number=f"{number:08d}",
        condition=BoxCondition.OK,
        crate_id=crate.id,
        label=crate.sscc,
        pickup_point=shop,
        pickup_point_name="三元梅园" if shop == SHOP else "团结湖",
        out_since=MORNING,
    )
    return box.model_copy(update=other)


def scan_box(till: Till, number: int) -> PickupView:
    return till.scan(make_box_code(number))


def card(view: PickupView) -> EmptiesCard:
    assert view.step is Step.EMPTIES
    assert view.empties is not None
    return view.empties


def boxes(view: PickupView) -> tuple[list[str], list[str]]:
    """Boxes still here and boxes given in this run."""
    shown = card(view)
    return [row.box[-2:] for row in shown.here], [row.box[-2:] for row in shown.given]


@pytest.fixture
def shop(till: Till) -> Till:
    """Crates 1 and 2 were received, each in a box; crate 3 with its box is still on the van."""
    till.tell_day((FIRST, SECOND, THIRD), [ORDER])
    for number, crate in ((11, FIRST), (12, SECOND), (13, THIRD)):
        till.tell(ChangeKind.BOX, told_box(number, crate))
    till.receive(SECOND, FIRST)
    return till


def test_boxes_that_came_are_listed_and_each_is_given_once(shop: Till) -> None:
    assert verdict(scan_box(shop, 11)) is Verdict.BOX_SCANNED, "a box just off the van goes nowhere yet"
    view = shop.flow.give_empties()
    assert boxes(view) == (["12", "11"], []), "the one that is here longest first"
    assert [row.crate for row in card(view).here] == [2, 1]
    view = scan_box(shop, 11)
    assert (verdict(view), boxes(view)) == (Verdict.BOX_GIVEN, (["12"], ["11"]))
    assert view.answer is not None
    assert view.answer.words.values == {"box": "00000011", "left": 1}
    assert verdict(scan_box(shop, 11)) is Verdict.BOX_GIVEN_ALREADY
    view = scan_box(shop, 12)
    assert (verdict(view), boxes(view)) == (Verdict.LAST_BOX_GIVEN, ([], ["12", "11"]))
    assert card(view).emptied == 2, "a box that goes is empty"
    told = [(kind, body) for kind, body in facts(shop) if kind in ("CrateEmptied", "BoxReturned")]
    assert [kind for kind, _ in told] == ["CrateEmptied", "BoxReturned"] * 2
    assert told[0][1] == {"crate_id": str(FIRST.id)}
    assert told[1][1] == {"box": "00000011", "condition": "ok", "crate_id": str(FIRST.id)}


def test_a_wrong_scan_is_undone_with_all_it_told(shop: Till) -> None:
    shop.flow.give_empties()
    scan_box(shop, 11)
    view = shop.flow.undo_empty()
    assert (verdict(view), boxes(view)) == (Verdict.BOX_NOT_GIVEN, (["12", "11"], []))
    assert [kind for kind, _ in facts(shop)][-2:] == ["BoxReturnUndone", "CrateEmptyingUndone"]
    assert not card(view).can_undo
    assert verdict(shop.flow.undo_empty()) is Verdict.NOTHING_TO_UNDO
    view = shop.scan(FIRST.sscc)
    assert (verdict(view), card(view).emptied) == (Verdict.CRATE_EMPTIED, 1)
    assert verdict(shop.scan(FIRST.sscc)) is Verdict.EMPTIED_ALREADY
    scan_box(shop, 11)
    assert [kind for kind, _ in facts(shop)][-2:] == ["CrateEmptied", "BoxReturned"]
    shop.flow.undo_empty()
    assert facts(shop)[-1] == ("BoxReturnUndone", {"box": "00000011"}), "its crate was told empty before"
    assert verdict(shop.flow.undo_empty()) is Verdict.NOT_EMPTIED
    assert verdict(shop.scan(FIRST.sscc)) is Verdict.CRATE_EMPTIED


def test_boxes_that_do_not_belong_here_are_told_apart_and_count_nowhere(shop: Till) -> None:
    shop.tell(ChangeKind.BOX, told_box(21, CrateSpec(9), shop="P002"))
    shop.flow.give_empties()
    before = facts(shop)
    view = scan_box(shop, 21)
    assert verdict(view) is Verdict.BOX_OF_SHOP
    assert view.answer is not None
    assert view.answer.words.values == {"box": "00000021", "shop": "团结湖"}
    assert verdict(scan_box(shop, 99)) is Verdict.BOX_UNKNOWN
    assert verdict(scan_box(shop, 13)) is Verdict.BOX_FULL, "its crate is still on the van"
    assert (facts(shop), boxes(shop.flow.view())) == (before, (["12", "11"], []))
    view = shop.scan(THIRD.sscc)
    assert (verdict(view), view.step) == (Verdict.LAST_RECEIVED, Step.RECEIVING)
    assert boxes(shop.flow.give_empties())[0] == ["12", "11", "13"]
    assert verdict(shop.type(make_box_code(13))) is Verdict.BOX_GIVEN, "a torn code is typed"


def test_a_restart_and_the_cloud_keep_what_was_given(shop: Till) -> None:
    shop.flow.give_empties()
    scan_box(shop, 11)
    assert shop.restart().step is Step.DAY
    assert boxes(shop.flow.give_empties()) == (["12"], [])
    shop.tell(ChangeKind.BOX, told_box(12, SECOND, returned_at=datetime.now(MORNING.tzinfo)))
    assert boxes(shop.flow.view()) == ([], []), "the warehouse has it"
    shop.tell(ChangeKind.BOX, told_box(14, CrateSpec(40)))
    assert boxes(shop.flow.view()) == (["14"], []), "a crate of a day this desk never heard of"
    scan_box(shop, 14)
    shop.clock.advance(3700)
    assert boxes(shop.flow.give_empties())[1] == [], "another driver, another count"


def test_a_customer_at_the_counter_is_not_dropped_for_empties(shop: Till) -> None:
    assert shop.type(code(1)).step is Step.CUSTOMER
    assert verdict(shop.flow.give_empties()) is Verdict.NOT_NOW
    assert verdict(scan_box(shop, 11)) is Verdict.BOX_SCANNED
    assert shop.flow.view().step is Step.CUSTOMER
