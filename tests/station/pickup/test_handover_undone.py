"""A handover taken back: with a reason, for a while, and the goods wait again."""

from station.pickup.model.verdicts import Verdict
from station.pickup.model.view import Step, UndoReason
from tests.station.pickup.handover_kit import open_lines
from tests.station.pickup.kit import Till, code
from tests.station.pickup.test_receiving import facts, verdict


def test_undo_needs_a_reason_and_makes_the_goods_wait_again(shop: Till) -> None:
    shop.type(code(1))
    shop.confirm()
    assert verdict(shop.flow.undo_handover("  ")) is Verdict.REASON_WANTED
    view = shop.flow.undo_handover(UndoReason.WRONG_CUSTOMER)
    assert verdict(view) is Verdict.HANDOVER_UNDONE
    assert view.step is Step.DAY
    assert [body["reason"] for kind, body in facts(shop) if kind == "CollectionUndone"] == [
        "wrong_customer"
    ] * 2
    assert open_lines(shop.type(code(1))) == [("S2", 2), ("S3", 3), ("S1", 1)]


def test_undo_from_the_second_try_for_a_while(shop: Till) -> None:
    shop.type(code(4))
    shop.confirm()
    shop.restart()
    shop.clock.advance(3600)
    view = shop.type(code(4))
    assert view.handed is not None
    assert view.handed.can_undo
    assert verdict(shop.flow.undo_handover("孩子拿错了")) is Verdict.HANDOVER_UNDONE
    shop.type(code(4))
    shop.confirm()
    shop.clock.advance(3 * 3600)
    view = shop.type(code(4))
    assert view.handed is not None
    assert not view.handed.can_undo
    assert verdict(shop.flow.undo_handover("too late")) is Verdict.TOO_LATE
