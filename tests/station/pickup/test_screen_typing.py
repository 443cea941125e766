"""Digits reach the field on every step; a yes needs a person: no scan and no hasty key is one."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from hardware.codes import ScannedCode, make_pickup_qr, read_code
from station.kernel.clock import SettableClock
from station.kernel.messages import Texts
from station.pickup.model.view import PickupView, Step
from station.pickup.screen.screen import PickupScreen
from station.shell.burst import Burst, Mode
from station.shell.look import Look
from station.shell.scan_guard import wants_text
from station.shell.wedge import Wedge
from tests.station.pickup import sample_parts as parts
from tests.station.pickup import sample_views as sample
from tests.station.pickup.screen_kit import (
    ROOM_OF_1920,
    Recorded,
    named,
    press,
    scanner_types,
    shown,
)

ONE_OF_EACH = [
    sample.day,
    sample.receiving,
    sample.choose,
    sample.customer,
    sample.nothing_ticked,
    sample.not_here,
    sample.handed,
    sample.already,
]


@pytest.fixture
def wedge(screen: PickupScreen) -> Iterator[tuple[Wedge, list[str]]]:
    """The window's own reader of a keyboard-wedge scanner, and the codes it read."""
    read: list[str] = []
    burst = Burst(Mode.HOLD, lambda text: isinstance(read_code(text), ScannedCode))
    made = Wedge(burst, lambda text, _at: read.append(text), read.append)
    made.start()
    yield made, read
    made.stop()


@pytest.mark.parametrize("make", ONE_OF_EACH, ids=lambda make: make.__name__)
def test_digits_reach_the_field_on_every_step(
    screen: PickupScreen, gestures: Recorded, make: Callable[[], PickupView]
) -> None:
    screen.show_view(make())
    QTest.keyClicks(screen, "483920")
    assert screen.entry.text() == "483920"
    QTest.keyClick(screen.entry, Qt.Key.Key_Return)
    assert gestures.made == [("typed", "483920")]


def test_digits_typed_at_a_button_of_the_frame_reach_the_field(
    texts: Texts, look: Look, gestures: Recorded, clock: SettableClock, qtbot: QtBot
) -> None:
    frame = QWidget()
    qtbot.addWidget(frame)
    row = QHBoxLayout(frame)
    button, screen = QPushButton("sign out"), PickupScreen(texts, look, gestures, clock)
    row.addWidget(button)
    row.addWidget(screen)
    frame.resize(*ROOM_OF_1920)
    frame.show()
    qtbot.waitExposed(frame)
    frame.activateWindow()
    shown(screen, clock, sample.customer())
    button.setFocus()
    qtbot.waitUntil(button.hasFocus)
    QTest.keyClick(button, Qt.Key.Key_4)
    qtbot.waitUntil(screen.entry.hasFocus)
    QTest.keyClicks(screen.entry, "711")
    assert screen.entry.text() == "4711"
    button.setFocus()
    screen.hide()
    QTest.keyClick(button, Qt.Key.Key_5)
    assert screen.entry.text() == "4711", "a page out of sight takes no keys"


def test_no_input_method_gets_between_the_digits(screen: PickupScreen) -> None:
    wanted = Qt.InputMethodQuery.ImEnabled
    assert screen.entry.inputMethodQuery(wanted) is False
    assert wants_text(screen.entry), "but the wedge knows that a person may type here"


def test_half_a_code_stays_and_an_answered_one_goes(screen: PickupScreen, clock: SettableClock) -> None:
    shown(screen, clock, sample.day())
    QTest.keyClicks(screen.entry, "471")
    QTest.keyClick(screen.entry, Qt.Key.Key_Return)
    screen.show_view(sample.half_code())
    assert screen.entry.text() == "471"
    QTest.keyClicks(screen.entry, "1")
    QTest.keyClick(screen.entry, Qt.Key.Key_Return)
    screen.show_view(sample.choose())
    assert screen.entry.text() == ""


def test_what_is_typed_on_behind_a_code_is_kept(screen: PickupScreen, clock: SettableClock) -> None:
    shown(screen, clock, sample.day())
    QTest.keyClicks(screen.entry, "471100")
    QTest.keyClick(screen.entry, Qt.Key.Key_Return)
    QTest.keyClicks(screen.entry, "12")
    screen.show_view(sample.unknown_code())
    assert screen.entry.text() == "12"


def test_news_from_the_sync_leaves_a_half_typed_code_alone(
    screen: PickupScreen, clock: SettableClock
) -> None:
    view = sample.customer()
    shown(screen, clock, view)
    QTest.keyClicks(screen.entry, "4839")
    screen.show_view(replace(view, serial=42))
    assert screen.entry.text() == "4839"
    screen.show_view(sample.choose())
    assert screen.entry.text() == "", "a scan has answered: the digits were for what stood there before"


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
@pytest.mark.parametrize("make", ONE_OF_EACH, ids=lambda make: make.__name__)
def test_enter_on_the_empty_field_confirms_only_goods_on_the_counter(
    screen: PickupScreen,
    clock: SettableClock,
    gestures: Recorded,
    qtbot: QtBot,
    make: Callable[[], PickupView],
    key: Qt.Key,
) -> None:
    view = make()
    shown(screen, clock, view)
    QTest.keyClick(screen.entry, key)
    qtbot.waitUntil(lambda: not screen.entry._space.isActive(), timeout=3000)
    confirms = view.step is Step.CUSTOMER and view.customer is not None and view.customer.can_confirm
    assert gestures.made == ([("confirm", 41)] if confirms else [])


def test_an_enter_too_soon_is_not_a_yes(
    screen: PickupScreen, clock: SettableClock, gestures: Recorded
) -> None:
    screen.show_view(sample.customer())
    QTest.keyClick(screen.entry, Qt.Key.Key_Return)
    assert gestures.made == [], "it was meant for the page before"
    clock.advance(1)
    QTest.keyClick(screen.entry, Qt.Key.Key_Return)
    QTest.keyClick(screen.entry, Qt.Key.Key_Return)
    assert gestures.made == [("confirm", 41)], "two at once are one"


def test_a_space_that_begins_a_word_is_not_a_yes(
    screen: PickupScreen, clock: SettableClock, gestures: Recorded, qtbot: QtBot
) -> None:
    shown(screen, clock, sample.customer())
    QTest.keyClicks(screen.entry, " 4")
    assert not screen.entry._space.isActive()
    QTest.keyClick(screen.entry, Qt.Key.Key_Backspace)
    assert gestures.made == []


@pytest.mark.parametrize("make", ONE_OF_EACH, ids=lambda make: make.__name__)
def test_a_good_scan_presses_nothing_and_leaves_no_digit(
    screen: PickupScreen,
    clock: SettableClock,
    gestures: Recorded,
    wedge: tuple[Wedge, list[str]],
    make: Callable[[], PickupView],
) -> None:
    shown(screen, clock, make())
    code = make_pickup_qr(12_345_678_901_234_567)
    scanner_types(wedge[0], screen, code)
    assert wedge[1] == [code]
    assert gestures.made == []
    assert screen.entry.text() == ""


@pytest.mark.parametrize("make", [sample.choose, sample.customer, sample.receiving])
def test_a_misread_scan_is_an_input_and_never_a_yes(
    screen: PickupScreen,
    clock: SettableClock,
    gestures: Recorded,
    wedge: tuple[Wedge, list[str]],
    make: Callable[[], PickupView],
) -> None:
    shown(screen, clock, make())
    torn = make_pickup_qr(12_345_678_901_234_567)[:11]
    scanner_types(wedge[0], screen, torn)
    QTest.keyClick(screen.entry, Qt.Key.Key_Return)  # the line feed of a scanner that sends CR LF
    assert ("confirm", 41) not in gestures.made
    assert gestures.made[0] == ("typed", torn)
    assert {each[0] for each in gestures.made} == {"typed"}


def test_a_digit_alone_chooses_its_row(screen: PickupScreen, gestures: Recorded, qtbot: QtBot) -> None:
    screen.show_view(sample.choose())
    QTest.keyClick(screen.entry, Qt.Key.Key_3)
    qtbot.waitUntil(lambda: bool(gestures.made), timeout=3000)
    assert gestures.made == [("choose", "customer 2")]
    assert screen.entry.text() == ""


def test_enter_behind_a_digit_chooses_at_once(screen: PickupScreen, gestures: Recorded) -> None:
    screen.show_view(sample.choose_two())
    QTest.keyClick(screen.entry, Qt.Key.Key_2)
    QTest.keyClick(screen.entry, Qt.Key.Key_Return)
    QTest.keyClick(screen.entry, Qt.Key.Key_7)
    QTest.keyClick(screen.entry, Qt.Key.Key_Return)
    assert gestures.made == [("choose", "customer 1"), ("typed", "7")]


def test_the_digits_of_a_code_choose_nobody(screen: PickupScreen, gestures: Recorded) -> None:
    screen.show_view(sample.choose())
    QTest.keyClicks(screen.entry, "3")
    assert screen._alone.isActive()
    QTest.keyClicks(screen.entry, "90021")
    assert not screen._alone.isActive()
    QTest.keyClick(screen.entry, Qt.Key.Key_Return)
    assert gestures.made == [("typed", "390021")]


def test_the_list_is_filtered_as_one_types(screen: PickupScreen, gestures: Recorded, qtbot: QtBot) -> None:
    screen.show_view(sample.day())
    field = screen.day.search
    QTest.mouseClick(field, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(field.hasFocus)
    QTest.keyClicks(field, "47")
    qtbot.waitUntil(lambda: gestures.made == [("search", "47")], timeout=3000)
    found = replace(parts.DAY, search="47", more=False)
    screen.show_view(parts.view(Step.DAY, day=found))
    assert field.hasFocus(), "one may type on"
    assert field.text() == "47"
    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(screen.entry.hasFocus)
    QTest.keyClick(screen.entry, Qt.Key.Key_Escape)
    assert gestures.made[-1] == ("search", "")
    screen.show_view(sample.day())
    assert field.text() == ""


def test_escape_goes_back_one_thing_at_a_time(
    screen: PickupScreen, clock: SettableClock, gestures: Recorded
) -> None:
    shown(screen, clock, sample.handed())
    press(screen, "pickup.undo")
    QTest.keyClicks(screen.entry, "47")
    QTest.keyClick(screen.entry, Qt.Key.Key_Escape)
    assert screen.entry.text() == ""
    QTest.keyClick(screen.entry, Qt.Key.Key_Escape)
    assert not named(screen, QAbstractButton, "pickup.undo_wrong_goods").isVisible()
    assert gestures.made == []
    QTest.keyClick(screen.entry, Qt.Key.Key_Escape)
    assert gestures.made == [("put_away",)]
