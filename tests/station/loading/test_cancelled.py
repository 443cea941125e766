"""A crate with goods of a cancelled order stays at the dock until they are out, or a supervisor says so."""

from cloud_api.wire.exchange import ChangeKind
from cloud_api.wire.floor import OverrideGiven
from station.loading.model.verdicts import Verdict
from station.loading.model.view import LoadingView, Step
from station.people.override import OverrideStep
from tests.station.kit import SUPERVISOR_PIN
from tests.station.loading.dock import CHIEF, Dock, Shop, said, told, verdict

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


def downs(view: LoadingView) -> list[tuple[int, int]]:
    """Stop and number of each crate that comes down."""
    assert view.supervised is not None
    return [(each.stop, each.number) for each in view.supervised.take_down]


def test_the_departure_says_which_crates_come_down(dock: Dock) -> None:
    first, second = dock.shops[1]
    dock.load(2)
    for shop in (first, second):
        cancel(dock, shop, ORDER)
    view = dock.flow.view()
    assert view.notice is not None
    assert said(view.notice.words).startswith("On this van lie 2 crates with goods of cancelled orders")
    view = dock.depart()
    assert (verdict(view), view.step, downs(view)) == (Verdict.TAKE_DOWN, Step.SUPERVISOR, [(2, 1), (1, 1)])
    assert verdict(dock.depart()) is Verdict.TAKE_DOWN, "a second press is no word of a supervisor"
    view = dock.scan(second.sscc(1))
    assert (verdict(view), view.step, downs(view)) == (Verdict.TAKEN_OFF, Step.SUPERVISOR, [(1, 1)])
    view = dock.scan(first.sscc(1))
    assert (verdict(view), view.step, view.supervised) == (Verdict.TAKEN_OFF, Step.LOADING, None)
    assert verdict(dock.scan(second.sscc(1))) is Verdict.HOLDS_CANCELLED
    for shop in (second, first):
        cancel(dock, shop)
        view = dock.scan(shop.sscc(1))
    assert (verdict(view), view.notice) == (Verdict.ALL_LOADED, None)
    dock.depart()
    assert verdict(dock.depart()) is Verdict.DEPARTED


def test_a_supervisor_lets_the_van_go_with_them_and_then_without_others(dock: Dock) -> None:
    first, second = dock.shops[1]
    dock.load(2, leave=1)
    cancel(dock, second, ORDER)
    assert downs(dock.depart()) == [(2, 1)]
    view = dock.supervise("van_waits")
    assert (verdict(view), view.step) == (Verdict.CRATES_MISSING, Step.SUPERVISOR)
    assert view.supervised is not None
    assert [each.number for each in view.supervised.missing] == [1]
    assert "VanDeparted" not in dock.kinds()
    assert verdict(dock.supervise("no_room")) is Verdict.DEPARTED
    words = [body for _, body in dock.facts() if isinstance(body, OverrideGiven)]
    assert [(word.action, word.reason, word.ref) for word in words] == [
        ("van_departed_with_cancelled", "van_waits", dock.routes[1].route_id),
        ("van_departed_incomplete", "no_room", dock.routes[1].route_id),
    ]
    assert dock.departure().missing == (first.crate_id(1),)


def test_an_order_cancelled_while_the_departure_is_asked_about_stops_it(dock: Dock) -> None:
    first = dock.shops[1][0]
    dock.load(2)
    assert dock.depart().step is Step.CONFIRM
    cancel(dock, first, ORDER)
    view = dock.flow.view()
    assert (view.step, downs(view)) == (Step.SUPERVISOR, [(1, 1)])
    assert verdict(dock.supervise("goods_stay")) is Verdict.DEPARTED
    assert dock.kinds()[-2:] == ["OverrideGiven", "VanDeparted"]
    # A word given for what is missing says nothing of what is cancelled meanwhile.
    left, right = dock.shops[0][0], dock.shops[0][2]
    dock.load(1, leave=1)
    dock.depart()
    dock.scan(CHIEF)
    cancel(dock, right, ORDER)
    view = dock.flow.view()
    assert downs(view) == [(3, 1)]
    assert view.supervised is not None
    assert view.supervised.talk.step is OverrideStep.BADGE, "another question, asked from its beginning"
    assert dock.scan(left.sscc(2)).step is Step.COMPLETE
    assert downs(dock.depart()) == [(3, 1)]
