"""Each step drawn says what to do; each gesture is forwarded once; a scanner's keys press nothing."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from cloud_api.wire.exchange import ChangeKind
from station.kernel.messages import Texts, Tone
from station.loading.model.view import LoadingView
from station.loading.screen.departure_panel import in_runs
from station.loading.screen.route_row import RouteButton
from station.loading.screen.screen import LoadingScreen
from station.loading.screen.stop_board import StopRows
from station.shell.look import Look
from station.shell.theme import LIGHT, tone_look, zone_look
from tests.station.loading.dock import Dock
from tests.station.loading.screen_kit import (
    ROOM_OF_1366,
    RecordedGestures,
    all_left,
    button,
    confirm,
    incomplete,
    named,
    nothing_published,
    share_of,
    words,
    wrong_van,
)


def test_until_the_desk_speaks_it_says_that_it_reads(screen: LoadingScreen) -> None:
    assert words(screen, "loading.calm").endswith("Reading tonight's routes…")
    assert not named(screen, QWidget, "loading.card").isVisible()


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (nothing_published, "No routes tonight yet · Dispatch plans them. They appear here by themselves"),
        (all_left, "All vans have left · Nothing more to load. New routes appear here by themselves"),
        (lambda dock: dock.flow.view(), "Scan a route sheet · or touch a route on the left (↑ ↓)"),
    ],
)
def test_without_a_route_one_sentence_says_what_to_do(
    screen: LoadingScreen, dock: Dock, make: Callable[[Dock], LoadingView], said: str
) -> None:
    screen.show_view(make(dock))
    assert words(screen, "loading.calm") == said
    assert not named(screen, QWidget, "loading.actions").isVisible()


def test_the_routes_are_listed_with_time_and_crates(screen: LoadingScreen, dock: Dock) -> None:
    dock.load(1, leave=2)
    screen.show_view(dock.flow.view())
    assert words(screen, "loading.routes.row_1") == "1 · 京A00001 · 05:10 · 3/5"
    assert words(screen, "loading.routes.row_2") == "2 · 京A00002 · 05:20 · 0/2"


def test_a_van_becomes_late_without_a_scan(screen: LoadingScreen, dock: Dock) -> None:
    screen.show_view(dock.choose(1))
    dock.wait(3 * 3600)
    screen.tick()
    assert "in 10 min" in words(screen, "loading.routes.row_1")
    dock.wait(22 * 60)
    screen.tick()
    assert "12 min late" in words(screen, "loading.routes.row_1")
    assert "departs 05:10, 12 min late" in words(screen, "loading.card")


def test_the_card_says_how_many_are_left_and_which_stop_is_next(screen: LoadingScreen, dock: Dock) -> None:
    screen.show_view(dock.choose(1))
    assert words(screen, "loading.card") == (
        "5 · to load of 5 · Route 1  ·  京A00001  ·  司机1 · departs 05:10 · Now stop 3: 3号店 · "
        "Route 1, 京A00001. Load the last stop first"
    )
    assert words(screen, "loading.stops.rows").splitlines() == [
        "3 3号店 06:10 0/2",
        "2 2号店 05:50 0/1",
        "1 1号店 05:30 0/2",
    ]


def test_a_stop_whose_goods_lie_in_bags_says_so(screen: LoadingScreen, dock: Dock) -> None:
    bagged = dock.shops[0][2].stop.model_copy(update={"bags": 14})
    dock.tell((ChangeKind.STOP, bagged))
    screen.show_view(dock.choose(1))
    assert words(screen, "loading.stops.rows").splitlines()[:2] == [
        "3 3号店 06:10  ·  14 bags 0/2",
        "2 2号店 05:50 0/1",
    ]


def test_the_number_that_matters_is_the_largest_type(screen: LoadingScreen, dock: Dock) -> None:
    screen.show_view(dock.choose(1))
    screen.card.rest()
    picture = screen.card.grab().toImage()
    ink = QColor(LIGHT.ink).rgb()
    rows = [y for y in range(picture.height()) for x in range(20, 200) if picture.pixel(x, y) == ink]
    assert max(rows) - min(rows) >= 80, "a figure of at least 110 px type"


@pytest.mark.parametrize(
    ("make", "tone"), [(wrong_van, Tone.REFUSED), (lambda dock: dock.load(1), Tone.OK), (confirm, Tone.ASK)]
)
def test_the_card_wears_the_verdict_and_comes_to_rest(
    screen: LoadingScreen, dock: Dock, qtbot: QtBot, make: Callable[[Dock], LoadingView], tone: Tone
) -> None:
    view = make(dock)
    fill = tone_look(LIGHT, tone).fill
    screen.show_view(view)
    assert share_of(screen.card.grab().toImage(), fill) > 0.6
    qtbot.waitUntil(lambda: not screen.card.flashing, timeout=3000)
    assert share_of(screen.card.grab().toImage(), fill) < 0.05
    assert view.answer is not None
    assert words(screen, "loading.card").endswith(view.answer.words.text.format(**view.answer.words.values))
    screen.show_view(view)
    assert not screen.card.flashing, "the same answer is not told twice"


def test_a_loaded_crate_fills_its_tile(screen: LoadingScreen, dock: Dock) -> None:
    screen.show_view(dock.choose(1))
    full = zone_look(LIGHT, dock.shops[0][2].stop.crates[0].zone).ground
    rows = named(screen, QWidget, "loading.stops.rows")
    before = share_of(rows.grab().toImage(), full)
    screen.show_view(dock.scan(dock.shops[0][2].sscc(1)))
    assert share_of(rows.grab().toImage(), full) > before
    assert "3 3号店 06:10 1/2" in words(screen, "loading.stops.rows")


def test_the_stop_to_load_now_is_always_in_sight(
    tmp_path: Path, texts: Texts, look: Look, gestures: RecordedGestures, qtbot: QtBot
) -> None:
    (tmp_path / "long").mkdir()
    dock = Dock(tmp_path / "long", [[1] * 30])
    dock.publish()
    screen = LoadingScreen(texts, look, gestures, dock.clock)
    qtbot.addWidget(screen)
    screen.resize(*ROOM_OF_1366)
    screen.show()
    qtbot.waitExposed(screen)
    screen.show_view(dock.load(1, leave=5))
    bar = named(screen, QScrollArea, "loading.stops.scroll").verticalScrollBar()
    qtbot.waitUntil(lambda: bar.value() > 0, timeout=3000)
    place = named(screen, StopRows, "loading.stops.rows").place_of_next()
    assert place is not None
    top, bottom = place
    port = named(screen, QScrollArea, "loading.stops.scroll").viewport().height()
    assert bar.value() <= top < bottom <= bar.value() + port
    before = bar.value()
    QTest.keyClick(screen, Qt.Key.Key_PageUp)
    assert bar.value() < before
    QTest.keyClick(screen, Qt.Key.Key_PageDown)
    assert bar.value() == before
    dock.close()


def test_rows_grow_only_as_far_as_all_of_them_stay_in_sight(
    texts: Texts, look: Look, dock: Dock, qtbot: QtBot
) -> None:
    """Six crates in a row that holds five of the larger tiles take a second line."""
    rows = StopRows(texts, look)
    qtbot.addWidget(rows)
    route = dock.choose(1).route
    assert route is not None
    crate = route.stops[0].crates[0]
    stops = tuple(
        replace(stop, crates=tuple(replace(crate, number=number) for number in range(1, 7)))
        for stop in route.stops
    )
    rows.show_stops(stops)
    least = [0]
    for width in range(640, 1400, 20):
        rows.resize(width, 100)
        rows.fill(0)
        least.append(rows.minimumHeight())
        for more in (0, 20, 40, 60, 90, 120):
            rows.fill(least[-1] + more)
            assert rows.minimumHeight() <= least[-1] + more, (width, more)


def test_a_route_of_which_nothing_is_packed_says_so(
    texts: Texts, look: Look, dock: Dock, qtbot: QtBot
) -> None:
    row = replace(dock.flow.view().routes[0], on=0, crates=0, stops_waiting=3)
    parent = QWidget()
    qtbot.addWidget(parent)
    made = RouteButton(texts, look, 1, lambda _: None, parent)
    made.show_row(row, dock.clock.now())
    assert made.words()[-1] == "not packed yet"
    made.show_row(replace(row, on=2, crates=5), dock.clock.now())
    assert made.words()[-1] == "2/5+"


def test_the_last_scans_stand_newest_first(screen: LoadingScreen, dock: Dock) -> None:
    screen.show_view(dock.load(2))
    assert words(screen, "loading.recent").splitlines()[0] == "All 2 crates of route 2 are on"


def test_the_missing_are_named_and_the_badge_is_asked_for(screen: LoadingScreen, dock: Dock) -> None:
    screen.show_view(incomplete(dock))
    assert words(screen, "loading.departure.missing").splitlines() == [
        "2 crates stay behind",
        "Stop 1  1号店: crates 1, 2",
    ]
    assert named(screen, QWidget, "loading.override.badge").isVisible()
    assert not named(screen, QWidget, "loading.override.pin").isVisible()
    assert not button(screen, "loading.depart").isEnabled()


@pytest.mark.parametrize(
    ("numbers", "said"),
    [([], ""), ([4], "4"), ([1, 2], "1, 2"), ([1, 2, 3], "1–3"), ([1, 3, 4, 5, 6, 9, 10], "1, 3–6, 9, 10")],
)
def test_many_numbers_are_said_in_runs(numbers: list[int], said: str) -> None:
    assert in_runs(numbers) == said
