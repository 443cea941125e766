"""The pages of labels in a window: what they show, what each press and key asks for."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QSpinBox, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from hardware.labels import LabelKind
from station.devices.model.label_page import Batch
from station.devices.screen.label_table import LabelTable
from station.devices.screen.screen import DevicesScreen
from station.kernel.messages import Texts
from station.shell.icons import Icons
from station.shell.look import Look
from tests.station.devices.kit import Room, room, trouble
from tests.station.devices.label_kit import BINS, fill
from tests.station.devices.test_screen import Asked

PRINT, BRAND = 3, 4


@pytest.fixture
def asked() -> Asked:
    return Asked()


@pytest.fixture
def screen(qtbot: QtBot, texts: Texts, look: Look, asked: Asked, resources: Path) -> DevicesScreen:
    made = DevicesScreen(texts, look, Icons(resources / "icons"), asked)
    made.resize(1246, 690)
    qtbot.addWidget(made)
    made.show()
    QTest.qWaitForWindowExposed(made)
    return made


def part(screen: QWidget, kind: type[QWidget], name: str) -> Any:
    found = screen.findChild(kind, name)
    assert found is not None, name
    return found


def last(asked: Asked) -> tuple[object, ...]:
    """What was asked for last."""
    return asked.calls[-1]


def go(screen: DevicesScreen, tab: int) -> None:
    part(screen, QTabBar, "devices.tabs").setCurrentIndex(tab)


def test_the_page_in_front_takes_scans_and_leaves_them_to_the_room_again(
    screen: DevicesScreen, asked: Asked
) -> None:
    go(screen, PRINT)
    assert last(asked) == ("labels_seen",)
    assert not part(screen, QAbstractButton, "devices.add").isVisible()
    go(screen, BRAND)
    assert asked.calls[-2:] == [("labels_gone",), ("brand_seen",)]
    go(screen, 0)
    assert last(asked) == ("brand_gone",)
    assert part(screen, QAbstractButton, "devices.add").isVisible()


def test_labels_are_chosen_looked_at_and_printed_by_keys_alone(
    screen: DevicesScreen, asked: Asked, tmp_path: Path
) -> None:
    go(screen, PRINT)
    with room(tmp_path) as made:
        fill(made)
        made.flow.labels.seen()
        screen.show_view(made.view)
    table = part(screen, LabelTable, "devices.print.rows")
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Down)
    assert last(asked) == ("labels_look", BINS[1])
    QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(table, Qt.Key.Key_Space)
    assert last(asked) == ("labels_toggle", frozenset(BINS[1:3]))
    QTest.keyClick(table, Qt.Key.Key_F9)
    assert last(asked) == ("labels_print",)
    for key, kind in zip(
        (Qt.Key.Key_F1, Qt.Key.Key_F2, Qt.Key.Key_F3, Qt.Key.Key_F4, Qt.Key.Key_F5),
        ("bin", "shelf", "product", "badge", "operator_sheet"),
        strict=True,
    ):
        QTest.keyClick(table, key)
        assert last(asked) == ("labels_kind", LabelKind(kind))


def test_fields_and_buttons_ask_for_what_they_say(
    screen: DevicesScreen, asked: Asked, tmp_path: Path
) -> None:
    go(screen, PRINT)
    with room(tmp_path) as made:
        fill(made)
        made.flow.labels.seen()
        made.flow.labels.tick_found()
        screen.show_view(made.view)
        QTest.keyClicks(part(screen, QLineEdit, "devices.print.search"), "A-02")
        assert last(asked) == ("labels_search", "A-02")
        part(screen, QLineEdit, "devices.print.first").setText("A1")
        part(screen, QLineEdit, "devices.print.last").setText("A9")
        part(screen, QAbstractButton, "devices.print.range").click()
        assert last(asked) == ("labels_range", "A1", "A9")
        part(screen, QAbstractButton, "devices.print.none").click()
        part(screen, QAbstractButton, "devices.print.all").click()
        assert asked.calls[-2:] == [("labels_tick_none",), ("labels_tick_found",)]
        part(screen, QAbstractButton, "devices.print.more").click()
        part(screen, QSpinBox, "devices.print.copies").setValue(12)
        assert asked.calls[-2:] == [("labels_copies", 2), ("labels_copies", 12)]
        made.flow.labels.choose_kind(LabelKind.OPERATOR_SHEET)
        screen.show_view(made.view)
        rooms = part(screen, QComboBox, "devices.print.room")
        assert [rooms.itemData(at) for at in range(rooms.count())] == ["picking", "loading"]


def test_what_became_of_the_labels_is_told_and_what_can_be_done_about_it(
    screen: DevicesScreen, tmp_path: Path
) -> None:
    go(screen, PRINT)
    with room(tmp_path) as made:
        fill(made)
        made.flow.labels.seen()
        told = {
            Batch(40, 12, 28, 0, 0): ("12 of 40 printed", True, False),
            Batch(40, 12, 20, 8, 0): ("12 of 40 printed. The printer is not ready", True, False),
            Batch(3, 1, 0, 0, 2): ("1 of 3 printed. 2 were sent", False, True),
            Batch(3, 3, 0, 0, 0): ("3 of 3 printed", False, False),
        }
        for batch, (words, cancels, asks) in told.items():
            shown = made.view
            assert shown.printing is not None
            object.__setattr__(shown.printing, "batch", batch)
            screen.show_view(shown)
            assert part(screen, QLabel, "devices.print.batch.words").text().startswith(words)
            assert part(screen, QAbstractButton, "devices.print.cancel").isVisible() is cancels
            assert part(screen, QAbstractButton, "devices.print.missing").isVisible() is asks


def test_a_label_that_does_not_fit_cannot_be_printed(screen: DevicesScreen, tmp_path: Path) -> None:
    go(screen, PRINT)
    with room(tmp_path) as made:
        fill(made)
        made.equipment.refuses = trouble("It does not fit")
        made.flow.labels.seen()
        screen.show_view(made.view)
    assert part(screen, QLabel, "devices.print.told.words").text() == "It does not fit. Do something"
    assert not part(screen, QAbstractButton, "devices.print.print").isEnabled()


def every_view(made: Room) -> Any:
    """The pages in each of their states."""
    fill(made)
    made.flow.brand.seen()
    yield made.flow.labels.seen()
    yield made.flow.labels.print()
    for kind in LabelKind:
        yield made.flow.labels.choose_kind(kind)
    made.equipment.refuses = trouble("It does not fit")
    yield made.flow.brand.write("邻里优选")
    yield made.flow.labels.choose_kind(LabelKind.BADGE)


@pytest.mark.parametrize("size", [(1246, 690), (1800, 1000)])
def test_every_view_is_drawn_in_both_languages_and_looks(
    screen: DevicesScreen, texts: Texts, look: Look, tmp_path: Path, size: tuple[int, int]
) -> None:
    screen.resize(*size)
    with room(tmp_path) as made:
        for shown in every_view(made):
            for tab, language, style in ((PRINT, "zh_CN", "dark"), (BRAND, "en", "light")):
                texts.use(language)
                look.use(style)
                go(screen, tab)
                screen.show_view(shown)
                assert not screen.grab().isNull()
                assert screen.size().toTuple() == size, "nothing pushes the room over its edges"


def test_a_template_is_shown_large_and_small_again(
    screen: DevicesScreen, tmp_path: Path, asked: Asked
) -> None:
    go(screen, BRAND)
    with room(tmp_path) as made:
        made.flow.brand.seen()
        screen.show_view(made.view)
    tile = part(screen, QAbstractButton, "devices.brand.show_badge")
    tile.click()
    assert part(screen, QWidget, "devices.brand.large").isVisible()
    part(screen, QAbstractButton, "devices.brand.all").click()
    assert tile.isVisible()
    QTest.keyClicks(part(screen, QLineEdit, "devices.brand.text"), "Y")
    assert last(asked) == ("brand_write", "Y")
