"""The frame: rooms, keys, doors, switches, lights; everything named and large enough."""

from collections import Counter
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from station.kernel.messages import Message, Texts, Tone
from station.kernel.trouble import Trouble
from station.shell.enrol_page import EnrolGestures, EnrolPage
from station.shell.look import Look
from station.shell.navigation import Room
from station.shell.scan_guard import ScanSafeWidget
from station.shell.sign_in import SignInPage
from station.shell.sync_light import LightState, Link, light_tone
from station.shell.theme import DARK, SCALE
from station.shell.window import MainWindow, WindowHooks

NO_NETWORK = Trouble(
    Message("The cloud refused: {detail}", detail="x"),
    Message("Put right what it names, or call IT"),
    retry_helps=True,
)


class Desk:
    """A window with two rooms, and all it called."""

    def __init__(self, texts: Texts, look: Look, resources: Path, qtbot: QtBot) -> None:
        self.called: list[tuple[str, str]] = []
        self.texts = texts
        self.look = look
        hooks = WindowHooks(
            on_sign_out=lambda: self.called.append(("sign_out", "")),
            on_sync=lambda: self.called.append(("sync", "")),
            on_room=lambda room: self.called.append(("room", room)),
            on_language=lambda name: self.called.append(("language", name)),
            on_look=lambda name: self.called.append(("look", name)),
            on_close=lambda: self.called.append(("close", "")),
        )
        self.window = MainWindow(texts, look, resources / "icons", hooks)
        qtbot.addWidget(self.window)
        self.rooms = {name: ScanSafeWidget() for name in ("picking", "devices")}
        self.window.add_room(Room("picking", Message("Closed"), "picking", self.rooms["picking"]))
        self.window.add_room(Room("devices", Message("Order"), "devices", self.rooms["devices"]))
        with qtbot.waitActive(self.window):
            self.window.show()
            self.window.activateWindow()

    def button(self, name: str) -> QAbstractButton:
        found = self.window.findChild(QAbstractButton, name)
        assert isinstance(found, QAbstractButton), name
        return found

    def label(self, name: str) -> str:
        found = self.window.findChild(QLabel, name)
        assert isinstance(found, QLabel), name
        return found.text()


NO_GESTURES = EnrolGestures(lambda _request: None, lambda _url, _name: None, lambda: None)


@pytest.fixture
def desk(texts: Texts, look: Look, resources: Path, qtbot: QtBot) -> Desk:
    return Desk(texts, look, resources, qtbot)


def test_rooms_are_reached_by_button_and_f_key(desk: Desk, qtbot: QtBot) -> None:
    desk.window.open_door("王小明")
    assert desk.window.current_room == "picking"
    QTest.keyClick(desk.window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert desk.window.current_room == "devices"
    assert desk.rooms["devices"].isVisible()
    assert desk.rooms["devices"].hasFocus()
    assert desk.button("room_devices").isChecked()
    desk.button("room_picking").click()
    assert desk.window.current_room == "picking"
    assert desk.label("room_title") == "已封箱"
    assert [room for what, room in desk.called if what == "room"] == ["picking", "devices", "picking"]


def test_f_keys_do_not_pass_the_sign_in(desk: Desk, qtbot: QtBot) -> None:
    page = SignInPage(desk.texts, desk.look, lambda _badge: None)
    desk.window.show_door(page)
    QTest.keyClick(desk.window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert page.isVisible()
    assert desk.window.door is page
    assert desk.window.current_room == ""
    assert not desk.button("sign_out").isVisible()
    assert not desk.button("room_picking").isVisible()
    desk.window.open_door("王小明")
    assert desk.button("operator_name").text() == "王小明"
    assert desk.window.current_room == "picking"


def test_shortcuts_of_the_frame_are_f_keys_only(desk: Desk) -> None:
    """A one-key shortcut on a letter or digit would eat characters of a scan."""
    keys = {shortcut.key().toString() for shortcut in desk.window.findChildren(QShortcut)}
    assert keys == {QKeySequence("Ctrl+1").toString(), QKeySequence("Ctrl+2").toString()}


def test_the_language_switches_while_it_runs(desk: Desk) -> None:
    desk.window.open_door("王小明")
    assert desk.window.windowTitle() == "优邻站"
    assert desk.button("language_switch").text() == "English"
    desk.button("language_switch").click()
    assert desk.window.windowTitle() == "Youlin Station"
    assert desk.button("language_switch").text() == "中文"
    assert desk.button("room_picking").text() == "Closed"
    assert desk.label("room_title") == "Closed"
    assert desk.button("sign_out").text() == "Sign out"
    assert desk.called[-1] == ("language", "en")
    desk.button("language_switch").click()
    assert desk.button("sign_out").text() == "退出"


def test_the_look_switches_while_it_runs(desk: Desk) -> None:
    desk.button("theme_switch").click()
    assert desk.look.tokens is DARK
    assert desk.called[-1] == ("look", "dark")
    assert desk.button("theme_switch").accessibleName() == "浅色界面"
    desk.button("theme_switch").click()
    assert desk.called[-1] == ("look", "light")


def test_sign_out_sync_and_close_are_told(desk: Desk) -> None:
    desk.window.open_door("王小明")
    desk.called.clear()
    desk.button("sign_out").click()
    desk.button("sync_light").click()
    desk.window.close()
    assert desk.called == [("sign_out", ""), ("sync", ""), ("close", "")]


def test_a_light_can_be_added_left_of_the_sync_light(desk: Desk, qtbot: QtBot) -> None:
    light = QPushButton("printer")
    desk.window.add_light(light)
    desk.window.open_door("x")
    qtbot.waitUntil(light.isVisible)
    desk.window.grab()
    assert light.geometry().right() <= desk.window.sync_light.geometry().left()


def test_every_widget_a_person_uses_is_named_once_and_large_enough(desk: Desk) -> None:
    desk.window.show_door(EnrolPage(desk.texts, desk.look, NO_GESTURES))
    desk.window.show_door(SignInPage(desk.texts, desk.look, lambda _badge: None))
    desk.window.open_door("王小明")
    desk.window.notices.tell(NO_NETWORK, lambda: None)
    desk.window.show_crash(Path("crash.txt"))
    desk.window.grab()
    used: list[QWidget] = [*desk.window.findChildren(QAbstractButton), *desk.window.findChildren(QLineEdit)]
    names = Counter(widget.objectName() for widget in used)
    assert "" not in names
    assert [name for name, count in names.items() if count > 1] == []
    small = {w.objectName(): w.height() for w in used if w.isVisible() and w.height() < SCALE.target_px}
    assert small == {}


@pytest.mark.parametrize(
    ("state", "words", "tone"),
    [
        (LightState(Link.CONNECTED), "已连接", Tone.OK),
        (LightState(Link.CONNECTED, waiting=12), "12 条待上传", Tone.INFO),
        (LightState(Link.CONNECTED, waiting=3, refused=2), "2 条被拒", Tone.REFUSED),
        (LightState(Link.OFFLINE), "离线", Tone.ASK),
        (LightState(Link.OFFLINE, waiting=5), "离线，5 条待上传", Tone.ASK),
        (LightState(Link.OFFLINE, refused=1), "1 条被拒", Tone.REFUSED),
        (LightState(Link.REFUSED), "本机未注册", Tone.REFUSED),
    ],
)
def test_the_sync_light_says_it_in_words_and_in_a_shape(
    desk: Desk, state: LightState, words: str, tone: Tone
) -> None:
    desk.window.sync_light.show_state(state)
    assert desk.window.sync_light.text() == words
    assert desk.window.sync_light.accessibleName() == words
    assert light_tone(state) is tone


def test_the_shapes_of_the_light_differ_without_colour(desk: Desk) -> None:
    def shape(state: LightState) -> bytes:
        desk.window.sync_light.show_state(state)
        picture = desk.window.sync_light.icon().pixmap(30, 24).toImage()
        grey = [
            picture.pixelColor(x, y).lightness() > 200 and picture.pixelColor(x, y).alpha() > 200
            for y in range(24)
            for x in range(24)
        ]
        return bytes(grey)

    states = [
        LightState(Link.CONNECTED),
        LightState(Link.CONNECTED, waiting=1),
        LightState(Link.CONNECTED, refused=1),
    ]
    assert len({shape(state) for state in states}) == 3
    assert all(any(shape(state)) for state in states)


def test_a_lock_shows_what_nobody_was_shown_and_the_room_can_be_entered_all_the_same(desk: Desk) -> None:
    def picture() -> bytes:
        image = desk.button("room_devices").grab().toImage()  # kept: its pixels end with it
        return bytes(image.constBits())

    free, title = picture(), desk.button("room_devices").accessibleName()
    desk.window.lock_rooms({"devices"})
    assert picture() != free
    assert desk.button("room_devices").accessibleName() not in ("", title)
    desk.button("room_devices").click()
    assert desk.window.current_room == "devices"
    desk.window.show_room("picking")
    desk.window.lock_rooms(())
    assert picture() == free
