"""The dock's page: each step is drawn within the smallest window, and each key reaches its gesture."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from cloud_api.wire.inbound import Condition
from station.inbound.model.card import Field, Why
from station.inbound.screen.screen import ReceivingScreen
from station.kernel.messages import Texts
from station.shell.bridge import Bridge
from station.shell.look import Look, load_fonts
from station.shell.picture_store import PictureStore
from station.shell.product_picture import ProductPicture
from station.shell.theme import LIGHT
from tests.station.inbound.dock import PEACH, Dock
from tests.station.inbound.sample_views import every_step
from tests.station.inbound.screen_kit import RecordedGestures

ROOM_OF_1366 = (1366 - 112, 768 - 64)


@pytest.fixture
def look(qapp: QApplication, resources: Path) -> Iterator[Look]:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    made = Look(qapp, load_fonts(resources / "fonts"), LIGHT)
    yield made
    made.deleteLater()


@pytest.fixture
def gestures() -> RecordedGestures:
    return RecordedGestures()


@pytest.fixture
def screen(resources: Path, look: Look, gestures: RecordedGestures, qtbot: QtBot) -> ReceivingScreen:
    made = ReceivingScreen(Texts(resources / "texts", "en"), look, gestures)
    qtbot.addWidget(made)
    made.resize(*ROOM_OF_1366)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_every_step_fits_the_smallest_window(screen: ReceivingScreen, dock: Dock) -> None:
    for view in every_step(dock):
        screen.show_view(view)
        QApplication.processEvents()
        assert (screen.width(), screen.height()) == ROOM_OF_1366, view.step
        for part in screen.findChildren(QWidget):
            if part.isVisible() and part.parent() is screen:
                assert screen.rect().contains(part.geometry()), (view.step, part.objectName())


def test_the_goods_in_hand_are_said_as_they_are_drawn(screen: ReceivingScreen, dock: Dock) -> None:
    dock.paper()
    screen.show_view(dock.scan(PEACH))
    card = screen.findChild(QWidget, "inbound.card")
    assert card is not None
    words = card.accessibleName()
    assert "平谷鲜桃" in words
    assert "ordered 10 · came 0 · open 10" in words
    assert "Bin D-01" in words


def test_keys_reach_their_gestures(screen: ReceivingScreen, dock: Dock, gestures: RecordedGestures) -> None:
    dock.paper()
    dock.receive(PEACH, 1)
    screen.show_view(dock.scan(PEACH))
    keys = (Qt.Key.Key_F3, Qt.Key.Key_F4, Qt.Key.Key_F5, Qt.Key.Key_F6, Qt.Key.Key_F7, Qt.Key.Key_F9)
    for key in (*keys, Qt.Key.Key_Escape, Qt.Key.Key_Down, Qt.Key.Key_Return):
        QTest.keyClick(screen.entry, key)
    assert gestures.made == [
        ("ask", Field.EXPIRY),
        ("ask", Field.LOT),
        ("weigh",),
        ("set_condition", Condition.DAMAGED),
        ("set_condition", Condition.REFUSED),
        ("take_photo",),
        ("cancel",),
        ("step", 1),
        ("confirm",),
    ]


def test_what_is_typed_is_sent_with_enter_and_gone(
    screen: ReceivingScreen, dock: Dock, gestures: RecordedGestures
) -> None:
    dock.paper()
    screen.show_view(dock.scan(PEACH))
    QTest.keyClicks(screen.entry, "24")
    QTest.keyClick(screen.entry, Qt.Key.Key_Enter)
    assert (gestures.made, screen.entry.text()) == ([("typed", "24")], "")


def test_a_reason_is_touched(screen: ReceivingScreen, dock: Dock, gestures: RecordedGestures) -> None:
    dock.paper()
    dock.scan(PEACH)
    screen.show_view(dock.flow.set_condition(Condition.DAMAGED))
    screen.why.buttons[Why.LEAKING].click()
    assert gestures.made == [("choose_why", Why.LEAKING)]


def test_buttons_that_can_do_nothing_are_dim(screen: ReceivingScreen, dock: Dock) -> None:
    screen.show_view(dock.flow.view())
    bar = screen.buttons
    assert not any(
        button.isEnabled() for button in (bar.weigh, bar.damaged, bar.undo, bar.finish, bar.record)
    )
    dock.paper()
    dock.receive(PEACH, 1)
    screen.show_view(dock.flow.view())
    assert bar.undo.isEnabled()
    assert bar.finish.isEnabled()


def test_the_goods_in_hand_are_shown_where_somebody_sent_a_picture(
    resources: Path, look: Look, gestures: RecordedGestures, qtbot: QtBot, dock: Dock, tmp_path: Path
) -> None:
    image = QImage(300, 300, QImage.Format.Format_RGB32)
    image.fill(QColor("#cc2222"))
    assert image.save(str(tmp_path / "peach.jpg"))
    found = {"PEACH": tmp_path / "peach.jpg"}
    bridge = Bridge()
    store = PictureStore(found.get, lambda _: None, bridge.post)
    made = ReceivingScreen(Texts(resources / "texts", "en"), look, gestures, store)
    qtbot.addWidget(made)
    made.resize(*ROOM_OF_1366)
    made.show()
    dock.paper()
    made.show_view(dock.scan(PEACH))
    picture = made.findChild(ProductPicture, "inbound.card.picture")
    assert picture is not None
    qtbot.waitUntil(picture.isVisible)
    assert picture.sku == "PEACH"
    del found["PEACH"]
    store.came(frozenset({"PEACH"}))
    qtbot.waitUntil(picture.isHidden)
    store.stop()
    bridge.close()
