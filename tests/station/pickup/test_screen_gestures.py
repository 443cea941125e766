"""What a person does at the pickup screen, by touch or by keys, is forwarded once."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit
from pytestqt.qtbot import QtBot

from station.kernel.clock import SettableClock
from station.pickup.model.view import Left
from station.pickup.screen.screen import PickupScreen
from tests.station.pickup import sample_parts as parts
from tests.station.pickup import sample_views as sample
from tests.station.pickup.screen_kit import (
    Recorded,
    named,
    press,
    shown,
)


def test_rows_and_buttons_forward_each_gesture_once(
    screen: PickupScreen, clock: SettableClock, gestures: Recorded
) -> None:
    shown(screen, clock, sample.day())
    press(screen, "pickup.delivery_2")
    press(screen, "pickup.customer_3")
    press(screen, "pickup.receive")
    shown(screen, clock, sample.receiving())
    press(screen, "pickup.undo")
    press(screen, "pickup.complete")
    press(screen, "pickup.put_away")
    shown(screen, clock, sample.choose())
    press(screen, "pickup.choice_4")
    shown(screen, clock, sample.customer())
    press(screen, "pickup.confirm")
    assert gestures.made == [
        ("receive", parts.DAY.deliveries[1].wave_id),
        ("choose", "customer 2"),
        ("receive",),
        ("undo_receipt",),
        ("complete_receipt",),
        ("put_away",),
        ("choose", "customer 3"),
        ("confirm", 41),
    ]


def test_keys_forward_the_same_gestures(
    screen: PickupScreen, clock: SettableClock, gestures: Recorded
) -> None:
    shown(screen, clock, sample.day())
    QTest.keyClick(screen.entry, Qt.Key.Key_F6)
    shown(screen, clock, sample.receiving())
    for key in (Qt.Key.Key_F8, Qt.Key.Key_F9, Qt.Key.Key_Escape):
        QTest.keyClick(screen.entry, key)
    shown(screen, clock, sample.customer())
    QTest.keyClick(screen.entry, Qt.Key.Key_F9)
    assert gestures.made == [
        ("receive",),
        ("undo_receipt",),
        ("complete_receipt",),
        ("put_away",),
        ("confirm", 41),
    ]


def test_a_line_is_left_by_touch_and_taken_again(screen: PickupScreen, gestures: Recorded) -> None:
    view = sample.customer()
    assert view.customer is not None
    milk = view.customer.places[1].lines[0].key
    screen.show_view(view)
    assert not named(screen, QAbstractButton, "pickup.leave_not_found").isEnabled()
    press(screen, "pickup.line_3")
    press(screen, "pickup.leave_not_found")
    press(screen, "pickup.leave_refused")
    screen.show_view(sample.line_left())
    press(screen, "pickup.line_3")
    assert gestures.made == [
        ("leave", milk, Left.NOT_FOUND),
        ("leave", milk, Left.REFUSED),
        ("take", milk),
    ]


def test_a_line_is_left_by_keys_alone(screen: PickupScreen, gestures: Recorded) -> None:
    view = sample.customer()
    assert view.customer is not None
    first, last = view.customer.places[0].lines[0].key, view.customer.places[2].lines[0].key
    screen.show_view(view)
    QTest.keyClick(screen.entry, Qt.Key.Key_F6)
    QTest.keyClick(screen.entry, Qt.Key.Key_Down)
    QTest.keyClick(screen.entry, Qt.Key.Key_F6)
    QTest.keyClick(screen.entry, Qt.Key.Key_Up)
    QTest.keyClick(screen.entry, Qt.Key.Key_F7)
    QTest.keyClick(screen.entry, Qt.Key.Key_Escape)
    QTest.keyClick(screen.entry, Qt.Key.Key_F7)
    assert gestures.made == [("leave", first, Left.NOT_FOUND), ("leave", last, Left.REFUSED)]


def test_a_handover_is_taken_back_with_a_reason(
    screen: PickupScreen, gestures: Recorded, qtbot: QtBot
) -> None:
    screen.show_view(sample.handed())
    reason = named(screen, QAbstractButton, "pickup.undo_wrong_goods")
    assert not reason.isVisible()
    press(screen, "pickup.undo")
    press(screen, "pickup.undo_wrong_goods")
    field = named(screen, QLineEdit, "pickup.undo_words")
    QTest.mouseClick(field, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(field.hasFocus)
    QTest.keyClicks(field, "box 12 leaked")
    QTest.keyClick(field, Qt.Key.Key_Return)
    press(screen, "pickup.undo_in_words")
    told = ("undo_handover", "box 12 leaked")
    assert gestures.made == [("undo_handover", "wrong_goods"), told, told]
    screen.show_view(sample.handed_partly())
    assert not reason.isVisible(), "another handover is not taken back by the old question"
