"""The dispatcher's room at work: finding, taking off, putting back, notices, keys, the form of a van."""

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QCompleter, QLineEdit, QTableView, QWidget
from pytestqt.qtbot import QtBot

from station.dispatch.model.verdicts import Verdict
from station.dispatch.model.view import (
    Answer,
    DispatchView,
    Notice,
    PublishedHead,
    RefusedRow,
    UnservedView,
)
from station.dispatch.screen.dragging import DropHint, stop_to_drag
from station.dispatch.screen.map_dots import StopDot
from station.dispatch.screen.notice_strip import NoticeStrip
from station.dispatch.screen.route_map import RouteMap
from station.dispatch.screen.screen import ROUTE, UNSERVED, VANS, DispatchScreen
from station.dispatch.screen.stop_finder import StopFinder
from station.dispatch.screen.stop_list import StopList
from station.kernel.messages import Message, Sound, Tone
from station.shell.tone_card import ToneCard
from tests.station.dispatch import sample_views as sample
from tests.station.dispatch.test_screen import Recorded, dragged, find, gestures, press, screen

__all__ = ["gestures", "screen"]

LOOSE = sample.wave_id(98, 1)


def with_loose() -> DispatchView:
    """A draft with a stop a person took off."""
    reason, remedy = Message("Taken off by hand"), Message("Drop it on a route")
    loose = UnservedView(LOOSE, "P298", "取下的店", 30_000, 9_000, reason, remedy, True, is_by_hand=True)
    return replace(sample.draft(), unserved=(*sample.unserved(), loose))


def type_into(field: QLineEdit, text: str) -> QCompleter:
    """Type as a person does; the list of matches."""
    field.setFocus()
    QTest.keyClicks(field, text)
    completer = field.completer()
    assert completer is not None
    return completer


def test_a_stop_is_found_as_its_code_is_typed_and_shown_everywhere(screen: DispatchScreen) -> None:
    screen.show_view(sample.draft())
    field = find(screen, StopFinder)
    matches = type_into(field, "p306")
    assert matches.completionCount() == 1
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert screen._tabs.currentIndex() == ROUTE
    assert find(screen, StopList).currentRow() == 5
    chosen = [dot for dot in find(screen, RouteMap).items() if isinstance(dot, StopDot) and dot.is_chosen]
    assert [dot.wave_id for dot in chosen] == [sample.wave_id(3, 6)]


def test_a_stop_left_over_is_found_in_its_list(screen: DispatchScreen, qtbot: QtBot) -> None:
    screen.show_view(with_loose())
    field = find(screen, StopFinder)
    type_into(field, "P298")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert screen._tabs.currentIndex() == UNSERVED
    assert find(screen, QTableView, "dispatch.unserved").chosen == LOOSE
    qtbot.waitUntil(lambda: field.text() == "")


def test_what_nobody_is_called_changes_nothing(screen: DispatchScreen) -> None:
    screen.show_view(sample.draft())
    field = find(screen, StopFinder)
    assert type_into(field, "zzz").completionCount() == 0
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert screen._stop is None


def test_a_stop_dropped_on_those_left_over_is_taken_off(screen: DispatchScreen, gestures: Recorded) -> None:
    screen.show_view(with_loose())
    screen._tabs.setCurrentIndex(UNSERVED)
    stop = sample.wave_id(1, 3)
    table = find(screen, QTableView, "dispatch.unserved")
    assert dragged(table, stop_to_drag(stop), QPoint(40, 40), drop=False)
    assert find(screen, DropHint).isVisible()
    assert dragged(table, stop_to_drag(stop), QPoint(40, 40), drop=True)
    assert gestures.made == [("take_off", stop)]
    assert not find(screen, DropHint).isVisible()


@pytest.mark.parametrize(("view", "can"), [(with_loose, True), (sample.planning, False)])
def test_a_stop_left_over_can_be_dragged_out_only_while_stops_move(
    screen: DispatchScreen, view: Any, can: bool
) -> None:
    screen.show_view(view())
    assert find(screen, QTableView, "dispatch.unserved").dragEnabled() is can


def test_what_a_person_took_off_is_given_back_to_planning(screen: DispatchScreen, gestures: Recorded) -> None:
    screen.show_view(with_loose())
    screen._tabs.setCurrentIndex(UNSERVED)
    table = find(screen, QTableView, "dispatch.unserved")
    table.choose(sample.unserved()[0].wave_id)
    assert not find(screen, QAbstractButton, "dispatch.free_stop").isVisible()
    table.choose(LOOSE)
    press(screen, "dispatch.free_stop")
    assert gestures.made == [("lock_stop", LOOSE, False)]


def test_keys_move_the_chosen_stop_take_it_off_and_lock_it(
    screen: DispatchScreen, gestures: Recorded
) -> None:
    screen.show_view(sample.draft())
    stop = sample.wave_id(1, 3)
    screen._choose("V01", stop)
    find(screen, StopList).setFocus()
    control = Qt.KeyboardModifier.ControlModifier
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Delete, Qt.Key.Key_L):
        QTest.keyClick(find(screen, StopList), key, control)
    assert gestures.made == [
        ("move", stop, "V01", 2),
        ("move", stop, "V01", 5),
        ("take_off", stop),
        ("lock_stop", stop, True),
    ]


def test_everything_there_is_to_know_is_told_the_worst_first(screen: DispatchScreen) -> None:
    strip = find(screen, NoticeStrip)
    screen.show_view(sample.draft())
    assert not strip.isVisible()
    told = replace(
        sample.draft(),
        notice=Notice(Tone.ASK, Message("Ways are missing")),
        published=PublishedHead(3, sample.NOW, True, "Wave 4 is unknown"),
        is_stale=True,
    )
    screen.show_view(told)
    cards = [card for card in strip.findChildren(ToneCard) if card.isVisible()]
    assert [card.words() for card in cards] == [
        "The cloud refused version 3: Wave 4 is unknown",
        "Ways are missing",
        "Stops came after the planning. Plan again, or put them on a route",
    ]
    assert find(screen, QAbstractButton, "dispatch.plan").property("kind") == "next"
    screen.show_view(sample.draft())
    assert not strip.isVisible()


def test_every_refused_row_of_a_file_is_shown(screen: DispatchScreen) -> None:
    rows = tuple(RefusedRow(at, f"V{at}, 京A", Message("Plate is missing")) for at in range(2, 9))
    screen.show_view(replace(sample.draft(), refused_rows=rows))
    screen._tabs.setCurrentIndex(VANS)
    table = find(screen, QTableView, "dispatch.van_refused_rows")
    assert table.isVisible()
    assert [table.model().index(at, 0).data() for at in range(7)] == [str(row.row) for row in rows]


def test_the_form_of_a_van_stays_open_until_the_van_is_saved(
    screen: DispatchScreen, gestures: Recorded
) -> None:
    screen.show_view(sample.draft())
    screen._tabs.setCurrentIndex(VANS)
    find(screen, QTableView, "dispatch.vans").selectRow(1)
    press(screen, "dispatch.van_change")
    find(screen, QWidget, "dispatch.van_hour").setValue(52.5)
    press(screen, "dispatch.van_save")
    ((name, form),) = gestures.made
    assert (name, form.code, form.cost_hour_fen, form.fixed_cost_fen) == ("save_van", "V02", 5_250, 30_000)
    save = find(screen, QAbstractButton, "dispatch.van_save")
    for verdict, is_open in ((Verdict.VAN_REFUSED, True), (Verdict.VAN_SAVED, False)):
        answer = Answer(verdict, Tone.OK, Sound.OK, Message("told"))
        screen.show_view(replace(sample.draft(), answer=answer))
        assert save.isVisible() is is_open
        if is_open:
            press(screen, "dispatch.van_save")


def test_the_first_routes_are_to_be_published_next(screen: DispatchScreen) -> None:
    screen.show_view(replace(sample.draft(), published=None, differs=False, before=None))
    assert find(screen, QAbstractButton, "dispatch.publish").property("kind") == "next"
    assert find(screen, QAbstractButton, "dispatch.plan").property("kind") == "plain"
    screen.show_view(sample.published())
    assert find(screen, QAbstractButton, "dispatch.plan").property("kind") == "plain"
    assert find(screen, QAbstractButton, "dispatch.print_sheets").property("kind") == "next"


def test_numbers_on_the_map_never_cover_each_other(screen: DispatchScreen) -> None:
    screen.show_view(sample.draft())
    screen._choose("V02", None)
    plan = find(screen, RouteMap)
    shown = [dot for dot in plan.items() if isinstance(dot, StopDot) and dot._numbered]
    places = [plan.mapFromScene(dot.pos()) for dot in shown]
    assert {dot.van for dot in shown} == {"V02"}
    assert len(shown) > 1
    gaps = [(a - b).manhattanLength() for at, a in enumerate(places) for b in places[:at]]
    assert min(gaps) >= 20
    assert all(plan.viewport().rect().contains(at) for at in places)


def test_the_seconds_of_a_search_go_on_between_two_finds(screen: DispatchScreen, qtbot: QtBot) -> None:
    view = sample.planning()
    assert view.progress is not None
    screen.show_view(replace(view, serial=7, progress=replace(view.progress, elapsed_s=0.0, budget_s=1.0)))
    bar = find(screen, QWidget, "dispatch.progress")
    qtbot.waitUntil(lambda: bar.value() > 300)
