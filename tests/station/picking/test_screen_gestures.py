"""What a person does at the picking screen is forwarded once; what cannot be done now does nothing."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from station.picking.model.view import PickingView
from station.picking.screen.screen import PickingScreen
from station.printing.view import ReprintReason
from tests.station.picking import sample_views as sample
from tests.station.picking.screen_kit import RecordedGestures, button, named, tile


@pytest.mark.parametrize(
    ("name", "gesture"),
    [
        ("picking.undo", ("undo",)),
        ("picking.short", ("declare_short",)),
        ("picking.later", ("put_off",)),
    ],
)
def test_buttons_forward_once(
    screen: PickingScreen, gestures: RecordedGestures, qtbot: QtBot, name: str, gesture: tuple[str]
) -> None:
    screen.show_view(sample.scan_product())
    QTest.mouseClick(button(screen, name), Qt.MouseButton.LeftButton)
    assert gestures.made == [gesture]


@pytest.mark.parametrize(
    ("key", "view", "gesture"),
    [
        (Qt.Key.Key_F8, sample.scan_product, ("undo",)),
        (Qt.Key.Key_F6, sample.scan_product, ("declare_short",)),
        (Qt.Key.Key_F7, sample.scan_product, ("put_off",)),
        (Qt.Key.Key_F4, sample.hand_over_asked, ("hand_over",)),
        (Qt.Key.Key_F9, sample.no_wave, ("take_wave",)),
        (Qt.Key.Key_F9, sample.done, ("take_wave",)),
    ],
)
def test_function_keys_forward_once(
    screen: PickingScreen,
    gestures: RecordedGestures,
    qtbot: QtBot,
    key: Qt.Key,
    view: Callable[[], PickingView],
    gesture: tuple[str],
) -> None:
    screen.show_view(view())
    screen.activateWindow()
    qtbot.waitActive(screen)
    QTest.keyClick(screen, key)
    assert gestures.made == [gesture]


def test_what_cannot_be_done_now_does_nothing(
    screen: PickingScreen, gestures: RecordedGestures, qtbot: QtBot
) -> None:
    screen.show_view(sample.put())
    assert not button(screen, "picking.short").isEnabled()
    assert not button(screen, "picking.later").isEnabled()
    for key in (Qt.Key.Key_F6, Qt.Key.Key_F7, Qt.Key.Key_F9):
        QTest.keyClick(screen, key)
    assert gestures.made == []


def test_the_stepper_says_how_many_are_in_hand(
    screen: PickingScreen, gestures: RecordedGestures, qtbot: QtBot
) -> None:
    screen.show_view(sample.put())
    for name in ("picking.hand_fewer", "picking.hand_more"):
        QTest.mouseClick(button(screen, name), Qt.MouseButton.LeftButton)
    assert gestures.made == [("set_hand", 6), ("set_hand", 8)]
    screen.show_view(sample.scan_product())
    assert not button(screen, "picking.hand_more").isVisible()


def test_the_stepper_stays_between_one_and_what_is_wanted(screen: PickingScreen) -> None:
    screen.show_view(replace(sample.put(), product=replace(sample.MILK, in_hand=1)))
    assert not button(screen, "picking.hand_fewer").isEnabled()
    screen.show_view(replace(sample.put(), product=replace(sample.MILK, in_hand=sample.MILK.wanted)))
    assert not button(screen, "picking.hand_more").isEnabled()


def test_a_touched_tile_opens_its_row_and_a_scan_puts_it_away(
    screen: PickingScreen, gestures: RecordedGestures, qtbot: QtBot
) -> None:
    view = sample.put()
    screen.show_view(view)
    row = named(screen, QWidget, "picking.crate_actions")
    QTest.mouseClick(tile(screen, 6), Qt.MouseButton.LeftButton)
    assert row.isVisible()
    assert not row.geometry().intersects(tile(screen, 6).geometry().adjusted(5, 5, -5, -5))
    assert view.answer is not None
    screen.show_view(replace(view, answer=replace(view.answer)))
    assert not row.isVisible()
    assert gestures.made == []


@pytest.mark.parametrize("reason", list(ReprintReason))
def test_a_reprint_says_why(
    screen: PickingScreen, gestures: RecordedGestures, qtbot: QtBot, reason: ReprintReason
) -> None:
    view = sample.put()
    screen.show_view(view)
    QTest.mouseClick(tile(screen, 6), Qt.MouseButton.LeftButton)
    QTest.mouseClick(
        button(screen, f"picking.crate_actions.reprint_{reason.value}"), Qt.MouseButton.LeftButton
    )
    assert gestures.made == [("reprint", view.crates[5].crate_id, reason)]
    assert not named(screen, QWidget, "picking.crate_actions").isVisible()


def test_a_crate_is_closed_by_touch_but_never_twice(
    screen: PickingScreen, gestures: RecordedGestures, qtbot: QtBot
) -> None:
    view = sample.put()
    screen.show_view(view)
    close = button(screen, "picking.crate_actions.close")
    QTest.mouseClick(tile(screen, 5), Qt.MouseButton.LeftButton)
    assert close.text() == "Close crate 5  F10"
    QTest.mouseClick(close, Qt.MouseButton.LeftButton)
    assert gestures.made == [("close_crate", view.crates[4].crate_id)]
    QTest.mouseClick(tile(screen, 2), Qt.MouseButton.LeftButton)
    assert not close.isEnabled(), "crate 2 is closed already"
