"""Publishing at the dispatch desk: numbers, codes and a fact; a later version keeps what is on the sheets."""

import json
from pathlib import Path

from cloud_api.wire.exchange import ChangeKind
from station.dispatch.model.verdicts import Verdict
from station.dispatch.model.view import LoadState, Step
from tests.station.dispatch.night_kit import (
    CYCLE,
    Make,
    body,
    left,
    published,
    stop,
    stop_view,
    van,
    verdict,
    wave,
)


def test_published_routes_get_numbers_codes_and_a_fact(make: Make) -> None:
    night = make()
    night.flow.plan()
    view = night.flow.publish()
    assert (verdict(view), view.step, view.differs) == (Verdict.PUBLISHED, Step.PUBLISHED, False)
    assert [(each.number, each.loading.state) for each in view.routes] == [
        (1, LoadState.WAITING),
        (2, LoadState.WAITING),
    ]
    plan = published(night)
    assert (plan.version, plan.cycle_id, plan.unserved) == (1, CYCLE, ())
    assert [each.code for each in plan.routes] == [each.code for each in view.routes]
    assert all(each.code.startswith("75") and len(each.code) == 10 for each in plan.routes)
    assert [str(each.wave_id) for each in plan.routes[0].stops] == [str(wave(1)), str(wave(3))]
    assert plan.routes[0].stops[0].arrives_at == stop_view(view, 1).arrives_at
    assert view.published is not None
    assert (view.published.version, view.published.is_told) == (1, False)
    assert verdict(night.flow.publish()) is Verdict.NOTHING_NEW
    assert night.acts > 0


def test_a_later_version_keeps_what_is_on_the_sheets(make: Make) -> None:
    night = make(vans=[van(1), van(2), van(3)], stops=[stop(n) for n in (1, 2, 3)])
    night.flow.plan()
    night.flow.publish()
    first = published(night)
    view = night.flow.move(wave(3), "V1", 2)
    assert (view.step, view.differs) == (Step.DRAFT, True)
    assert stop_view(view, 3).was is not None
    night.flow.publish()
    second = published(night)
    assert second.version == 2
    assert [(each.route_id, each.code, each.number) for each in second.routes] == [
        (each.route_id, each.code, each.number) for each in first.routes[:2]
    ]
    night.flow.move(wave(3), "V3", 1)
    night.flow.publish()
    assert published(night).routes[-1].number == 3


def test_a_stop_taken_off_is_published_with_its_reason(make: Make) -> None:
    night = make()
    night.flow.plan()
    night.flow.take_off(wave(2))
    night.flow.publish()
    assert [(each.wave_id, each.reason) for each in published(night).unserved] == [
        (wave(2), "Taken off by hand")
    ]


def test_nobody_publishes_without_a_badge_or_without_routes(make: Make) -> None:
    night = make()
    assert verdict(night.flow.publish()) is Verdict.NOTHING_TO_PUBLISH
    night.flow.plan()
    night.flow.sign_in(None)
    assert verdict(night.flow.publish()) is Verdict.SIGN_IN_FIRST


def test_a_stop_that_comes_later_is_not_forgotten(make: Make) -> None:
    night = make()
    night.flow.plan()
    night.tell(ChangeKind.STOP, stop(5))
    view = night.shown[-1]
    assert (view.is_stale, left(view)) == (True, {5: "Not planned yet"})
    assert verdict(night.flow.publish()) is Verdict.DAY_CHANGED
    night.flow.plan()
    assert verdict(night.flow.publish()) is Verdict.PUBLISHED


def test_a_refused_publication_is_told_and_can_be_published_again(make: Make) -> None:
    night = make()
    night.flow.plan()
    night.flow.publish()
    with night.desk.database.act() as connection:
        connection.exec_driver_sql("UPDATE fact SET state='refused', reason='Version 1 is not newer.'")
    night.flow.synced(connected=True)
    view = night.shown[-1]
    assert view.published is not None
    assert (view.step, view.published.refusal) == (Step.DRAFT, "Version 1 is not newer.")
    assert verdict(night.flow.publish()) is Verdict.PUBLISHED
    assert published(night).version == 2


def test_sheets_are_made_of_what_is_published(make: Make, tmp_path: Path) -> None:
    night = make()
    night.flow.plan()
    assert verdict(night.flow.save_sheets(tmp_path)) is Verdict.NOTHING_PUBLISHED
    night.flow.publish()
    night.flow.save_sheets(tmp_path)
    assert verdict(night.shown[-1]) is Verdict.SHEETS_SAVED
    night.flow.print_sheets("V2")
    assert [[each.number for each in order.routes] for order in night.sheets.orders] == [[1, 2], [2]]
    assert (
        body(night.sheets.orders[0].routes[0]) == json.loads(night.facts("RoutesPublished")[0])["routes"][0]
    )
