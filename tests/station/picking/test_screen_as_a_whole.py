"""What holds on every step of picking: scanners press nothing, names are unique, look and language change."""

import time
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from station.kernel.messages import Texts, Tone
from station.picking.model.view import PickingView
from station.picking.screen.screen import PickingScreen
from station.shell.look import Look
from station.shell.theme import DARK, LIGHT, Tokens, contrast, tone_look
from tests.station.picking import sample_views as sample
from tests.station.picking.screen_kit import (
    RecordedGestures,
    share_of,
    tile,
    words,
)

STEPS: list[Callable[[], PickingView]] = [
    sample.no_wave,
    sample.no_waves_left,
    sample.offline,
    sample.failed,
    sample.taking,
    sample.planning,
    sample.first_product,
    sample.scan_product,
    sample.wrong_product,
    sample.put,
    sample.put_for_two,
    sample.confirm_short,
    sample.close_crates,
    sample.lease_over,
    sample.lease_lost,
    sample.info,
    sample.done,
]


@pytest.mark.parametrize("view", STEPS)
def test_a_scanner_in_keyboard_mode_presses_nothing(
    screen: PickingScreen, gestures: RecordedGestures, qtbot: QtBot, view: Callable[[], PickingView]
) -> None:
    screen.show_view(view())
    target = QApplication.focusWidget() or screen
    assert target.inputMethodQuery(Qt.InputMethodQuery.ImEnabled) is False
    QTest.keyClicks(target, "6901234567892 uslt")
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Tab, Qt.Key.Key_Return):
        QTest.keyClick(QApplication.focusWidget() or screen, key)
    assert gestures.made == []


def test_no_button_takes_the_focus(screen: PickingScreen) -> None:
    screen.show_view(sample.put())
    takers = [
        taker.objectName()
        for taker in screen.findChildren(QAbstractButton)
        if taker.focusPolicy() is not Qt.FocusPolicy.NoFocus
    ]
    assert takers == []


def test_everything_a_person_uses_has_a_name_of_its_own(screen: PickingScreen) -> None:
    screen.show_view(sample.put_many(30))
    names = [used.objectName() for used in screen.findChildren(QAbstractButton)]
    assert all(names)
    assert len(names) == len(set(names))


@pytest.mark.parametrize("view", STEPS)
def test_the_language_changes_while_it_runs(
    screen: PickingScreen, texts: Texts, view: Callable[[], PickingView]
) -> None:
    def said() -> set[str]:
        return {shown.accessibleName() for shown in screen.findChildren(QWidget) if shown.isVisible()} - {""}

    screen.show_view(view())
    english = said()
    texts.use("zh_CN")
    chinese = said()
    assert english != chinese
    texts.use("en")
    assert said() == english


def test_the_look_changes_while_it_runs(screen: PickingScreen, look: Look) -> None:
    screen.show_view(sample.put())
    look.use("dark")
    assert share_of(tile(screen, 7).grab().toImage(), DARK.card) > 0.5
    assert share_of(tile(screen, 3).grab().toImage(), DARK.accent) > 0.5


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_what_is_read_from_afar_has_contrast(tokens: Tokens) -> None:
    assert contrast(tokens.accent, tokens.on_accent) >= 7
    assert contrast(tokens.card, tokens.ink) >= 7
    for tone in Tone:
        look = tone_look(tokens, tone)
        assert contrast(look.fill, look.on_fill) >= 7
        assert contrast(look.soft, look.words) >= 4.5


def test_how_long_a_view_takes(screen: PickingScreen, capsys: pytest.CaptureFixture[str]) -> None:
    """Printed, not judged: a busy machine must not fail the suite."""
    views = [sample.put_step(turn) for turn in range(24)]
    screen.show_view(views[0])
    QApplication.processEvents()
    spent_ms = []
    for view in views[1:]:
        begun = time.perf_counter()
        screen.show_view(view)
        QApplication.processEvents()
        spent_ms.append((time.perf_counter() - begun) * 1e3)
    spent_ms.sort()
    with capsys.disabled():
        print(f"\nshow_view to painted: median {spent_ms[11]:.1f} ms, worst {spent_ms[-1]:.1f} ms")
    assert words(screen, "picking.recent").startswith("Crate 24: 1 put")
