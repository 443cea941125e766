"""The first start in the real window: address, name, F9, a code on the screen, and the door to sign in."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from station.bootstrap.resources import Resources
from station.bootstrap.window import StationWindow
from station.kernel.clock import SettableClock
from station.kernel.settings import Settings
from station.shell.sign_in import SignInPage
from station.shell.sounds import NoSounds
from tests.station.bootstrap.test_enrolment import FIRST
from tests.station.bootstrap.test_screen_code import CODES, granted, refused
from tests.station.sync.kit import ScriptedCloud, reply


@pytest.fixture
def window(
    qapp: QApplication, tmp_path: Path, resources: Path, clock: SettableClock, qtbot: QtBot
) -> Iterator[StationWindow]:
    settings = Settings(data_folder=tmp_path, token_in_file=True, language="zh_CN")
    made = StationWindow(qapp, settings, Resources(resources), clock, NoSounds())
    made.start()
    qtbot.waitUntil(made.enrol_page.isVisible)
    yield made
    made.stop()
    made.window.close()
    made.window.deleteLater()


def _type_address(window: StationWindow, cloud: ScriptedCloud, qtbot: QtBot) -> None:
    page = window.enrol_page
    qtbot.waitUntil(window.window.isActiveWindow)
    page.cloud_url.setFocus()
    QTest.keyClicks(page.cloud_url, cloud.url)
    QTest.keyClick(page.cloud_url, Qt.Key.Key_Tab)
    QTest.keyClicks(page.desk_name, "A-01")
    QTest.keyClick(page.desk_name, Qt.Key.Key_F9)


def test_a_pc_is_let_in_by_the_code_it_shows(
    window: StationWindow, cloud: ScriptedCloud, qtbot: QtBot
) -> None:
    cloud.script("/v1/device-authorization", reply(CODES.model_copy(update={"interval": 1})))
    cloud.script("/v1/token", refused("authorization_pending"), granted(FIRST))
    _type_address(window, cloud, qtbot)
    qtbot.waitUntil(lambda: window.enrol_page.card.code.text() == CODES.user_code)
    assert CODES.verification_uri in window.enrol_page.card.address.text()
    qtbot.waitUntil(lambda: isinstance(window.window.door, SignInPage), timeout=10_000)
    assert window.rooms.is_open


def test_a_refusal_is_told_and_the_next_code_is_one_key_away(
    window: StationWindow, cloud: ScriptedCloud, qtbot: QtBot
) -> None:
    cloud.script("/v1/device-authorization", reply(CODES), reply(CODES.model_copy(update={"interval": 60})))
    cloud.script("/v1/token", refused("access_denied"))
    _type_address(window, cloud, qtbot)
    qtbot.waitUntil(lambda: "被拒绝" in window.enrol_page.result.words())
    assert window.enrol_page.card.code.text() == ""
    QTest.keyClick(window.enrol_page.desk_name, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: window.enrol_page.card.code.text() == CODES.user_code)
