"""What a person does at the loading screen is forwarded once; what cannot be done is not offered."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from station.loading.commands.departing import REASONS
from station.loading.screen.screen import LoadingScreen
from tests.station.loading.dock import Dock, route_id
from tests.station.loading.screen_kit import RecordedGestures, button, left, named, reason_wanted


def test_the_reason_is_chosen_by_touch_or_arrows(
    screen: LoadingScreen, dock: Dock, gestures: RecordedGestures
) -> None:
    screen.show_view(reason_wanted(dock))
    assert not named(screen, QWidget, "loading.override.badge").isVisible()
    button(screen, "loading.override.reason_no_room").click()
    card = named(screen, QWidget, "loading.override")
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_F9, Qt.Key.Key_Escape):
        QTest.keyClick(card, key)
    no_room, damaged = (
        next(each for each in REASONS if each.code == code) for code in ("no_room", "damaged")
    )
    assert gestures.made == [("choose_reason", no_room), ("choose_reason", damaged), ("cancel",)]


def test_the_keys_come_back_when_nobody_is_asked_any_more(
    screen: LoadingScreen, dock: Dock, gestures: RecordedGestures
) -> None:
    screen.show_view(reason_wanted(dock))
    screen.show_view(dock.flow.cancel())
    QTest.keyClick(screen.focusWidget() or screen, Qt.Key.Key_Down)
    assert gestures.made == [("step_route", 1)]


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
