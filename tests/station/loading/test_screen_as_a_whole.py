"""What holds on every step of loading: scanners press nothing, all fits, look and language change."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget

from station.kernel.messages import Texts
from station.loading.model.verdicts import VERDICTS, Verdict
from station.loading.model.view import LoadingView
from station.loading.screen.screen import LoadingScreen
from station.shell.fitting import Fitter, Type
from station.shell.look import Look, font
from station.shell.theme import DARK, LIGHT, Tokens, contrast, zone_look
from tests.station.loading.dock import Dock
from tests.station.loading.screen_kit import (
    ROOM_OF_1366,
    RecordedGestures,
    all_left,
    confirm,
    incomplete,
    left,
    named,
    nothing_published,
    reason_wanted,
    share_of,
    words,
    wrong_van,
)


def offline(dock: Dock) -> LoadingView:
    dock.flow.sync_changed(offline=True)
    return dock.choose(1)


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
        "end": "123456",
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
        "order": "2026061800030117",
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
