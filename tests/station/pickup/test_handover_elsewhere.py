"""The same customer at two desks: who was faster, what is told, what counts once."""

from cloud_api.wire.exchange import ChangeKind
from cloud_api.wire.pickup import CollectedLine, Collection, CollectionGone, Means
from station.kernel.messages import Tone
from station.pickup.model.verdicts import Verdict
from station.pickup.model.view import Step
from station.sync.flow import SyncFlow
from tests.station.kit import english
from tests.station.pickup.handover_kit import ALONE, FIRST, LATE, open_lines
from tests.station.pickup.kit import SHANGHAI, OrderSpec, Till, code, uid
from tests.station.pickup.test_receiving import facts, verdict


def other_desk(order: OrderSpec, shop: Till, sku: str, quantity: int, number: int = 1) -> Collection:
    return Collection(
        collection_id=uid("other desk", number),
        order_id=order.id,
        lines=(CollectedLine(sku=sku, quantity=quantity),),
        means=Means.CODE,
        at=shop.clock.now(),
        operator_name="小赵",
        station_id=uid("station", 2),
        station_name="柜台 2",
    )


def test_another_desk_was_faster_while_the_customer_is_on_the_screen(shop: Till) -> None:
    shop.type(code(4))
    shop.shown.clear()
    shop.tell(ChangeKind.COLLECTED, other_desk(ALONE, shop, "S2", 1))
    view = shop.shown[-1]
    assert view.step is Step.ALREADY
    assert view.notice is not None
    assert view.notice.words.values["station"] == "柜台 2"
    assert verdict(shop.confirm()) is Verdict.NOT_NOW


def test_confirm_looks_again_in_its_own_transaction(shop: Till) -> None:
    drawn = shop.type(code(1))
    # The change is on the disk, and the screen has not heard of it yet.
    shop.flow.changes_applied = lambda kinds: None  # type: ignore[method-assign]  # the message is still on its way
    shop.tell(ChangeKind.COLLECTED, other_desk(FIRST, shop, "S2", 2))
    view = shop.flow.confirm(drawn.serial)
    assert verdict(view) is Verdict.CHANGED_MEANWHILE
    assert open_lines(view) == [("S3", 3), ("S1", 1)]
    assert "OrderCollected" not in [kind for kind, _ in facts(shop)]
    view = shop.flow.confirm(view.serial)
    assert verdict(view) is Verdict.HANDED_OVER


def test_a_click_on_an_older_picture_confirms_nothing(shop: Till) -> None:
    drawn = shop.type(code(6))
    shop.receive(LATE)
    view = shop.flow.confirm(drawn.serial)
    assert verdict(view) is Verdict.CHANGED_MEANWHILE
    assert verdict(shop.flow.confirm(view.serial)) is Verdict.HANDED_OVER


def test_a_handover_taken_back_elsewhere_leaves_the_screen(shop: Till) -> None:
    shop.tell(ChangeKind.COLLECTED, other_desk(ALONE, shop, "S2", 1))
    assert shop.type(code(4)).step is Step.ALREADY
    gone = CollectionGone(
        collection_id=uid("other desk", 1),
        order_id=ALONE.id,
        reason="x",
        at=shop.clock.now(),
        station_id=uid("station", 2),
        station_name="柜台 2",
    )
    shop.tell(ChangeKind.COLLECTION_UNDONE, gone)
    assert shop.shown[-1].step is Step.DAY
    assert shop.type(code(4)).step is Step.CUSTOMER


def test_pieces_given_out_twice_are_told_and_count_once(shop: Till) -> None:
    shop.type(code(4))
    shop.confirm()
    shop.tell(ChangeKind.COLLECTED, other_desk(ALONE, shop, "S2", 1))
    view = shop.shown[-1]
    assert view.notice is not None
    assert view.notice.words.values == {
        "order": "26061900000004",
        "operator": "李店长",
        "station": "柜台 2",
    }
    view = shop.type(code(4))
    assert view.handed is not None
    assert [each.station for each in view.handed.handovers] == ["柜台 2"]


def test_pieces_given_out_twice_stay_among_what_was_told(shop: Till) -> None:
    shop.type(code(4))
    shop.confirm()
    shop.tell(ChangeKind.COLLECTED, other_desk(ALONE, shop, "S2", 1))
    sync = SyncFlow(shop.desk.database, shop.clock, SHANGHAI, shop.name, "", lambda _: None, lambda: None)
    [notice] = sync.view().notices
    assert notice.tone is Tone.REFUSED
    assert english().say(notice.words) == (
        "Order 26061900000004 was handed over twice: here by 李店长, and before at 柜台 2. "
        "The one here does not count. Look for the goods"
    )
