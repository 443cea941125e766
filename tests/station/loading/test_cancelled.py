"""A crate with goods of a cancelled order stays at the dock until they are out, or a supervisor says so."""

from cloud_api.wire.exchange import ChangeKind
from cloud_api.wire.floor import OverrideGiven
from station.loading.model.verdicts import Verdict
from tests.station.kit import SUPERVISOR_PIN
from tests.station.loading.dock import CHIEF, Dock, Shop, told, verdict

ORDER = "2026061800030117"


def cancel(dock: Dock, shop: Shop, *orders: str) -> None:
    """The cloud tells the stop anew: its first crate holds goods of these orders."""
    first, *others = shop.stop.crates
    crates = (first.model_copy(update={"cancelled": orders}), *others)
    dock.tell((ChangeKind.STOP, shop.stop.model_copy(update={"crates": crates})))


def test_goods_of_a_cancelled_order_come_out_before_their_crate_goes_on(dock: Dock) -> None:
    shop = dock.shops[1][1]
    dock.choose(2)
    cancel(dock, shop, ORDER)
    view = dock.scan(shop.sscc(1))
    assert (verdict(view), "CrateLoaded" in dock.kinds()) == (Verdict.HOLDS_CANCELLED, False)
    assert (
        told(view) == f"Crate 1 of 5号店 holds goods of cancelled order {ORDER}: take it to the room Crates"
    )
    cancel(dock, shop)
    assert verdict(dock.scan(shop.sscc(1))) is Verdict.STOP_LOADED


def test_a_supervisor_lets_it_go_with_the_goods(dock: Dock) -> None:
    shop = dock.shops[1][1]
    dock.choose(2)
    cancel(dock, shop, ORDER)
    dock.scan(shop.sscc(1))
    dock.flow.ask_supervisor()
    dock.scan(CHIEF)
    view = dock.answer(dock.flow.pin(SUPERVISOR_PIN), "goods_stay")
    assert verdict(view) is Verdict.STOP_LOADED
    (_, word), _ = dock.facts()[-2:]
    assert isinstance(word, OverrideGiven)
    assert (word.action, word.reason, word.ref) == ("cancelled_crate_loaded", "goods_stay", shop.crate_id(1))
    dock.flow.take_off()
    dock.scan(shop.sscc(1))
    assert verdict(dock.scan(shop.sscc(1))) is Verdict.STOP_LOADED, "the word still holds"
    dock.flow.undo()
    cancel(dock, shop, ORDER, "2026061800030118")
    assert verdict(dock.scan(shop.sscc(1))) is Verdict.HOLDS_CANCELLED, "not for another order"


def test_a_word_is_good_for_what_it_was_asked_for(dock: Dock) -> None:
    dock.desk.to_be_weighed = True
    shop = dock.shops[1][1]
    dock.choose(2)
    cancel(dock, shop, ORDER)
    dock.scan(shop.sscc(1))
    for reason, left in (("taken_out", Verdict.NOT_WEIGHED), ("counted", Verdict.STOP_LOADED)):
        dock.flow.ask_supervisor()
        dock.scan(CHIEF)
        assert verdict(dock.answer(dock.flow.pin(SUPERVISOR_PIN), reason)) is left
    assert dock.kinds()[-3:] == ["OverrideGiven", "OverrideGiven", "CrateLoaded"]
