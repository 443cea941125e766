"""The sync room in a window: what it shows and what each press asks for."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot

from station.kernel.messages import Message, Texts
from station.shell.confirm_button import ConfirmButton
from station.shell.look import Look
from station.shell.record_table import RecordTable
from station.shell.sync_light import Link, light_words
from station.shell.tone_card import ToneCard
from station.sync.engine import SyncState
from station.sync.screen.light import light_state
from station.sync.screen.screen import SyncScreen
from tests.station.sync.sample_views import sample_views


class Asked:
    """Keeps each gesture."""

    def __init__(self) -> None:
        self.calls: list[tuple[object, ...]] = []

    def settle(self, seq: int) -> None:
        self.calls.append(("settle", seq))

    def enrol_again(self) -> None:
        self.calls.append(("enrol_again",))

    def sync_now(self) -> None:
        self.calls.append(("sync_now",))


@pytest.fixture
def asked() -> Asked:
    return Asked()


@pytest.fixture
def screen(qtbot: QtBot, texts: Texts, look: Look, asked: Asked) -> SyncScreen:
    made = SyncScreen(texts, look, asked)
    made.resize(1246, 704)
    qtbot.addWidget(made)
    made.show()
    return made


def button(screen: QWidget, name: str) -> QAbstractButton:
    found = screen.findChild(QAbstractButton, name)
    assert isinstance(found, QAbstractButton)
    return found


def words(screen: QWidget, name: str) -> str:
    found = screen.findChild(QWidget, name)
    assert isinstance(found, QLabel | ToneCard)
    return found.text() if isinstance(found, QLabel) else found.words()


def visible(screen: QWidget, name: str) -> bool:
    found = screen.findChild(QWidget, name)
    assert isinstance(found, QWidget)
    return found.isVisible()


@pytest.mark.parametrize("name", list(sample_views()))
def test_every_view_is_drawn_in_both_languages_and_looks(
    screen: SyncScreen, texts: Texts, look: Look, name: str
) -> None:
    view = sample_views()[name]
    screen.show_view(view)
    for language, style in (("zh_CN", "dark"), ("en", "light")):
        texts.use(language)
        look.use(style)
        assert not screen.grab().isNull()
    assert visible(screen, "sync.refused") == bool(view.refused)
    assert visible(screen, "sync.all_well") == (not view.refused)
    assert visible(screen, "sync.clock") == (view.clock_warning is not None)


@pytest.mark.parametrize(
    ("name", "headline", "explanation"),
    [
        ("unasked", "Asking the cloud…", ""),
        ("well", "Connected since 06-17 21:14", "Everything recorded here has reached the cloud"),
        (
            "offline",
            "No connection since 06-18 02:02",
            "Work on. Records kept here until the cloud is back: 38",
        ),
        ("refused", "Connected since 06-17 21:14", "Records on their way: 2"),
    ],
)
def test_the_head_says_how_it_stands(screen: SyncScreen, name: str, headline: str, explanation: str) -> None:
    screen.show_view(sample_views()[name])
    assert words(screen, "sync.link.headline") == headline
    assert words(screen, "sync.link.explanation") == explanation
    assert words(screen, "sync.link.value_1") == "https://cloud.example.cn"


def test_a_refused_record_is_read_and_settled_by_two_presses(
    qtbot: QtBot, screen: SyncScreen, asked: Asked
) -> None:
    view = sample_views()["refused"]
    screen.show_view(view)
    settle = button(screen, "sync.record.settle")
    assert not settle.isVisible()
    table = screen.findChild(RecordTable, "sync.refused")
    assert isinstance(table, RecordTable)
    table.selectRow(1)
    assert words(screen, "sync.record.title") == "Crate closed"
    assert words(screen, "sync.record.reason") == view.refused[1].reason
    assert isinstance(settle, ConfirmButton)
    settle.click()
    assert (settle.text(), asked.calls) == ("Press again: it was put right  F8", [])
    qtbot.waitUntil(lambda: not settle.settling)
    settle.click()
    assert asked.calls == [("settle", 41)]
    screen.show_view(replace(view, refused=view.refused[:1]))
    assert not settle.isVisible()


def test_a_half_given_answer_does_not_settle_the_next_record(screen: SyncScreen, asked: Asked) -> None:
    screen.show_view(sample_views()["refused"])
    table = screen.findChild(RecordTable, "sync.refused")
    settle = button(screen, "sync.record.settle")
    assert isinstance(table, RecordTable)
    assert isinstance(settle, ConfirmButton)
    table.selectRow(0)
    settle.click()
    table.selectRow(1)
    assert (settle.asking, asked.calls) == (False, [])


def test_sync_now_asks_once_and_waits(screen: SyncScreen, asked: Asked) -> None:
    views = sample_views()
    screen.show_view(views["well"])
    button(screen, "sync.now").click()
    screen.show_view(replace(views["well"], busy=True))
    button(screen, "sync.now").click()
    assert asked.calls == [("sync_now",)]
    assert button(screen, "sync.now").text() == "Syncing…"


@pytest.mark.parametrize(
    ("state", "link", "told"),
    [
        (SyncState(connected=True), Link.CONNECTED, "Connected"),
        (SyncState(connected=False, waiting=3), Link.OFFLINE, "Offline, 3 waiting"),
        (SyncState(connected=True, refused=2), Link.CONNECTED, "2 refused"),
        (SyncState(connected=False, known=False), Link.REFUSED, "Station not enrolled"),
    ],
)
def test_the_light_says_the_same(texts: Texts, state: SyncState, link: Link, told: str) -> None:
    light = light_state(replace(state, detail=Message("why")))
    assert (light.link, texts.say(light_words(light)), light.detail) == (link, told, Message("why"))
