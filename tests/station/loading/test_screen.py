"""Each step drawn says what to do; each gesture is forwarded once; a scanner's keys press nothing."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from station.kernel.ids import RouteId
from station.kernel.messages import Texts, Tone
from station.loading.model.verdicts import VERDICTS, Verdict
from station.loading.model.view import LoadingView, MissingReason
from station.loading.screen.departure_panel import in_runs
from station.loading.screen.route_row import RouteButton
from station.loading.screen.screen import LoadingScreen
from station.loading.screen.stop_board import StopRows
from station.shell.fitting import Fitter, Type
from station.shell.look import Look, font
from station.shell.theme import DARK, LIGHT, Tokens, contrast, tone_look, zone_look
from tests.station.loading.dock import CHIEF, Dock, route_id

ROOM_OF_1366 = (1366 - 112, 768 - 64)
"""What the window's rail and strip leave of the smallest screen a desk has."""
W = TypeVar("W", bound=QWidget)


class RecordedGestures:
    """Writes down every gesture the screen forwards."""

    def __init__(self) -> None:
        self.made: list[tuple[object, ...]] = []

    def choose_route(self, route_id: RouteId) -> None:
        self.made.append(("choose_route", route_id))

    def step_route(self, step: int) -> None:
        self.made.append(("step_route", step))

    def undo(self) -> None:
        self.made.append(("undo",))

    def take_off(self) -> None:
        self.made.append(("take_off",))

    def depart(self) -> None:
        self.made.append(("depart",))

    def choose_reason(self, reason: MissingReason) -> None:
        self.made.append(("choose_reason", reason))

    def cancel(self) -> None:
        self.made.append(("cancel",))


@pytest.fixture
def texts(resources: Path) -> Texts:
    return Texts(resources / "texts", "en")


@pytest.fixture
def gestures() -> RecordedGestures:
    return RecordedGestures()


@pytest.fixture
def screen(texts: Texts, look: Look, gestures: RecordedGestures, dock: Dock, qtbot: QtBot) -> LoadingScreen:
    made = LoadingScreen(texts, look, gestures, dock.clock)
    qtbot.addWidget(made)
    made.resize(*ROOM_OF_1366)
    made.show()
    qtbot.waitExposed(made)
    return made


def named(screen: LoadingScreen, kind: type[W], name: str) -> W:
    """The one widget of the screen with this object name."""
    found: list[W] = screen.findChildren(kind, name)
    assert len(found) == 1, f"{name}: {len(found)} widgets"
    return found[0]


def words(screen: LoadingScreen, name: str) -> str:
    """What a painted widget says, as a screen reader hears it."""
    return named(screen, QWidget, name).accessibleName()


def button(screen: LoadingScreen, name: str) -> QAbstractButton:
    return named(screen, QAbstractButton, name)


def share_of(picture: QImage, colour: str) -> float:
    """The part of a picture's pixels that have exactly this colour."""
    wanted = QColor(colour).rgb()
    points = [(x, y) for x in range(0, picture.width(), 3) for y in range(0, picture.height(), 3)]
    return sum(picture.pixel(x, y) == wanted for x, y in points) / len(points)


def nothing_published(dock: Dock) -> LoadingView:
    dock.wait(48 * 3600)
    return dock.restart()


def all_left(dock: Dock) -> LoadingView:
    for route in dock.routes:
        dock.left(route)
    return dock.flow.view()


def offline(dock: Dock) -> LoadingView:
    dock.flow.sync_changed(offline=True)
    return dock.choose(1)


def incomplete(dock: Dock) -> LoadingView:
    dock.load(1, leave=2)
    return dock.depart()


def reason_wanted(dock: Dock) -> LoadingView:
    incomplete(dock)
    return dock.scan(CHIEF)


def confirm(dock: Dock) -> LoadingView:
    dock.load(2)
    return dock.depart()


def left(dock: Dock) -> LoadingView:
    confirm(dock)
    return dock.depart()


def wrong_van(dock: Dock) -> LoadingView:
    dock.choose(1)
    return dock.scan(dock.shops[1][0].sscc(1))


STEPS: list[Callable[[Dock], LoadingView]] = [
    nothing_published,
    all_left,
    lambda dock: dock.flow.view(),
    lambda dock: dock.choose(1),
    lambda dock: dock.load(1),
    offline,
    wrong_van,
    confirm,
    incomplete,
    reason_wanted,
    left,
]


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
    assert named(screen, QWidget, "loading.departure.badge").isVisible()
    assert not button(screen, "loading.departure.reason_damaged").isVisible()
    assert not button(screen, "loading.depart").isEnabled()


@pytest.mark.parametrize(
    ("numbers", "said"),
    [([], ""), ([4], "4"), ([1, 2], "1, 2"), ([1, 2, 3], "1–3"), ([1, 3, 4, 5, 6, 9, 10], "1, 3–6, 9, 10")],
)
def test_many_numbers_are_said_in_runs(numbers: list[int], said: str) -> None:
    assert in_runs(numbers) == said


def test_the_reason_is_chosen_by_touch_or_arrows_and_then_departs(
    screen: LoadingScreen, dock: Dock, gestures: RecordedGestures
) -> None:
    screen.show_view(reason_wanted(dock))
    assert not named(screen, QWidget, "loading.departure.badge").isVisible()
    button(screen, "loading.departure.reason_no_room").click()
    QTest.keyClick(screen, Qt.Key.Key_Down)
    screen.show_view(dock.flow.choose_reason(MissingReason.NOT_PACKED))
    assert button(screen, "loading.departure.reason_not_packed").property("kind") == "next"
    QTest.keyClick(screen, Qt.Key.Key_Down)
    QTest.keyClick(screen, Qt.Key.Key_Up)
    QTest.keyClick(screen, Qt.Key.Key_F9)
    QTest.keyClick(screen, Qt.Key.Key_Escape)
    assert gestures.made == [
        ("choose_reason", MissingReason.NO_ROOM),
        ("choose_reason", MissingReason.NOT_PACKED),
        ("choose_reason", MissingReason.DAMAGED),
        ("choose_reason", MissingReason.OTHER),
        ("depart",),
        ("cancel",),
    ]


def test_buttons_keys_and_rows_forward_each_gesture_once(
    screen: LoadingScreen, dock: Dock, gestures: RecordedGestures
) -> None:
    screen.show_view(dock.load(1))
    for name in ("undo", "take_off", "depart"):
        button(screen, f"loading.{name}").click()
    for key in (Qt.Key.Key_F8, Qt.Key.Key_F7, Qt.Key.Key_F9, Qt.Key.Key_Up, Qt.Key.Key_Down):
        QTest.keyClick(screen, key)
    button(screen, "loading.routes.row_2").click()
    three = [("undo",), ("take_off",), ("depart",)]
    assert gestures.made == [
        *three,
        *three,
        ("step_route", -1),
        ("step_route", 1),
        ("choose_route", route_id(dock.routes[1])),
    ]


def test_what_cannot_be_done_is_not_offered(
    screen: LoadingScreen, dock: Dock, gestures: RecordedGestures
) -> None:
    screen.show_view(left(dock))
    for key in (Qt.Key.Key_F8, Qt.Key.Key_F7, Qt.Key.Key_F9, Qt.Key.Key_Escape):
        QTest.keyClick(screen, key)
    assert gestures.made == []
    assert button(screen, "loading.depart").text() == "Depart  F9"


def test_departure_and_taking_off_wear_the_accent_when_they_are_next(
    screen: LoadingScreen, dock: Dock
) -> None:
    screen.show_view(dock.choose(2))
    assert button(screen, "loading.depart").property("kind") == "plain"
    assert not button(screen, "loading.cancel").isVisible()
    screen.show_view(dock.load(2))
    assert button(screen, "loading.depart").property("kind") == "next"
    screen.show_view(dock.flow.take_off())
    assert button(screen, "loading.take_off").property("kind") == "next"
    assert button(screen, "loading.cancel").isVisible()


@pytest.mark.parametrize("make", STEPS)
def test_the_keys_of_a_scanner_press_nothing(
    screen: LoadingScreen,
    dock: Dock,
    gestures: RecordedGestures,
    make: Callable[[Dock], LoadingView],
) -> None:
    screen.show_view(make(dock))
    for digit in range(10):
        QTest.keyClick(screen, Qt.Key(Qt.Key.Key_0 + digit))
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Space):
        QTest.keyClick(screen, key)
    assert gestures.made == []


@pytest.mark.parametrize("make", STEPS)
def test_no_step_is_larger_than_the_smallest_screen(
    screen: LoadingScreen, dock: Dock, make: Callable[[Dock], LoadingView]
) -> None:
    screen.show_view(make(dock))
    least = screen.minimumSizeHint()
    assert (screen.width(), screen.height()) == ROOM_OF_1366
    assert least.width() <= ROOM_OF_1366[0]
    assert least.height() <= ROOM_OF_1366[1]


def test_names_are_unique_and_buttons_are_large(screen: LoadingScreen, dock: Dock) -> None:
    screen.show_view(reason_wanted(dock))
    named_ones = [widget.objectName() for widget in screen.findChildren(QWidget) if widget.objectName()]
    ours = [name for name in named_ones if name.startswith("loading")]
    assert len(ours) == len(set(ours))
    for each in screen.findChildren(QAbstractButton):
        if each.isVisible():
            assert each.objectName().startswith("loading.")
            assert each.height() >= 48
            assert each.focusPolicy() is Qt.FocusPolicy.NoFocus


def test_offline_is_told_over_the_work(screen: LoadingScreen, dock: Dock) -> None:
    screen.show_view(offline(dock))
    assert words(screen, "loading.notice").startswith("No network. Load on")
    dock.flow.sync_changed(offline=False)
    screen.show_view(dock.flow.view())
    assert not named(screen, QWidget, "loading.notice").isVisible()


def test_a_switch_of_look_or_language_says_it_all_again(
    screen: LoadingScreen, dock: Dock, look: Look, texts: Texts
) -> None:
    screen.show_view(dock.load(2))
    screen.card.rest()
    look.use("dark")
    assert share_of(screen.card.grab().toImage(), LIGHT.card) < 0.02
    before = words(screen, "loading.recent")
    texts.use("zh_CN")
    screen.grab()
    texts.use("en")
    assert words(screen, "loading.recent") == before


@pytest.mark.parametrize("tokens", [LIGHT, DARK])
def test_tiles_are_read_in_both_looks(tokens: Tokens) -> None:
    for zone in ("ambient", "chilled", "frozen"):
        look = zone_look(tokens, zone)
        assert contrast(look.ink, look.ground) >= 4.5
        assert contrast(look.mark, tokens.card) >= 1.9, "an edge, never the only sign"
    assert contrast(tokens.ink_soft, tokens.card) >= 4.5


def test_every_verdict_fits_its_place_in_both_languages(look: Look, texts: Texts) -> None:
    values = {
        "crate": 128,
        "shop": "通州果园环岛便民驿站",
        "stop": 28,
        "left": 12,
        "next": 27,
        "next_shop": "亚运村安慧里北社区店",
        "crates": 340,
        "route": 28,
        "van": "京A·D12345",
        "name": "欧阳建国",
        "time": "05:40",
        "cycle": "6月11日 晚",
        "code": "0" * 40,
        "what": "The disk is full: nothing was recorded for this act",
        "remedy": "Free some space on the disk, then do it again",
    }
    box = QRectF(0, 0, 610, 78)
    for verdict in Verdict:
        said = VERDICTS[verdict].words.format(**values)
        size_px = Fitter().size_px(said, box, Type(16, 48, bold=True, lines=2))
        taken = QFontMetricsF(font(size_px, bold=True)).boundingRect(
            QRectF(0, 0, box.width(), 10_000), int(Qt.TextFlag.TextWordWrap), said
        )
        assert taken.height() <= box.height(), verdict
        assert taken.width() <= box.width(), verdict
