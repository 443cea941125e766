"""Where crates have to be weighed, none goes on a van before the scale agreed, or a supervisor."""

from uuid import UUID

import pytest
from sqlalchemy import text

from cloud_api.wire.crates import Weighed
from cloud_api.wire.exchange import ChangeKind
from cloud_api.wire.floor import OverrideGiven
from station.loading.model.verdicts import Verdict
from station.loading.model.view import Step
from tests.station.kit import SUPERVISOR_PIN
from tests.station.loading.dock import CHIEF, Dock, Shop, told, verdict


@pytest.fixture
def scale(dock: Dock) -> Dock:
    dock.desk.to_be_weighed = True
    return dock


def weigh(dock: Dock, shop: Shop, number: int, weighed: Weighed) -> None:
    """The cloud tells the stop anew, with one crate weighed."""
    crates = tuple(
        crate.model_copy(update={"weighed": weighed}) if crate.number == number else crate
        for crate in shop.stop.crates
    )
    dock.tell((ChangeKind.STOP, shop.stop.model_copy(update={"crates": crates})))


def on_van(dock: Dock, crate_id: UUID) -> bool:
    with dock.desk.database.look() as connection:
        query = text("SELECT route_id IS NOT NULL FROM stop_crate WHERE crate_id = :c")
        return bool(connection.execute(query, {"c": crate_id.hex}).scalar())


def test_a_crate_goes_on_once_the_scale_agreed(scale: Dock) -> None:
    shop = scale.shops[1][1]
    scale.choose(2)
    view = scale.scan(shop.sscc(1))
    assert (verdict(view), view.can_ask, on_van(scale, shop.crate_id(1))) == (
        Verdict.NOT_WEIGHED,
        True,
        False,
    )
    assert "was not weighed" in told(view)
    weigh(scale, shop, 1, Weighed.DIFFERS)
    assert verdict(scale.scan(shop.sscc(1))) is Verdict.WEIGHT_DIFFERS
    weigh(scale, shop, 1, Weighed.OK)
    assert verdict(scale.scan(shop.sscc(1))) is Verdict.STOP_LOADED
    assert on_van(scale, shop.crate_id(1))


def test_a_supervisor_lets_it_on_with_badge_pin_and_reason(scale: Dock) -> None:
    shop = scale.shops[1][1]
    scale.choose(2)
    scale.scan(shop.sscc(1))
    view = scale.flow.ask_supervisor()
    assert view.supervised is not None
    assert (view.step, view.supervised.missing) == (Step.SUPERVISOR, ())
    scale.scan(CHIEF)
    view = scale.answer(scale.flow.pin(SUPERVISOR_PIN), "scale_broken")
    assert (verdict(view), view.supervised, view.can_ask) == (Verdict.STOP_LOADED, None, False)
    (_, word), _ = scale.facts()[-2:]
    assert isinstance(word, OverrideGiven)
    assert (word.action, word.reason, word.ref) == (
        "unweighed_crate_loaded",
        "scale_broken",
        shop.crate_id(1),
    )
    assert scale.kinds()[-2:] == ["OverrideGiven", "CrateLoaded"]


def test_another_scan_ends_the_question(scale: Dock) -> None:
    shop = scale.shops[1][1]
    weigh(scale, scale.shops[1][0], 1, Weighed.OK)
    scale.choose(2)
    scale.scan(shop.sscc(1))
    scale.flow.ask_supervisor()
    view = scale.scan(scale.shops[1][0].sscc(1))
    assert (verdict(view), view.supervised, view.can_ask) == (Verdict.LOADED_BEHIND, None, False)
    assert verdict(scale.flow.ask_supervisor()) is Verdict.NOT_NOW


def test_where_nobody_asks_for_the_scale_nothing_stops(dock: Dock) -> None:
    dock.choose(2)
    assert verdict(dock.scan(dock.shops[1][1].sscc(1))) is Verdict.STOP_LOADED
