"""Fonts load, the look switches while the program runs, and Qt speaks Chinese."""

from pathlib import Path

import pytest
from PySide6.QtGui import QFontMetrics, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from station.kernel.trouble import Trouble
from station.shell.look import Look, colour_words, font, load_fonts
from station.shell.theme import DARK, LIGHT, SCALE


def test_the_bundled_font_has_chinese_and_figures_of_one_width(look: Look) -> None:
    for size_px in (SCALE.base_px, SCALE.figure_px):
        metrics = QFontMetrics(font(size_px, bold=True))
        assert metrics.inFont("取")
        assert len({metrics.horizontalAdvance(digit) for digit in "0123456789"}) == 1


def test_a_missing_font_is_trouble_and_names_the_file(qapp: QApplication, tmp_path: Path) -> None:
    with pytest.raises(Trouble) as caught:
        load_fonts(tmp_path)
    assert caught.value.what.values["file"].startswith("NotoSansSC")
    assert not caught.value.retry_helps


def test_a_damaged_font_is_trouble(qapp: QApplication, tmp_path: Path) -> None:
    for name in ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf"):
        (tmp_path / name).write_bytes(b"not a font")
    with pytest.raises(Trouble):
        load_fonts(tmp_path)


def test_switching_the_look_repaints_and_tells(look: Look, qapp: QApplication, qtbot: QtBot) -> None:
    with qtbot.waitSignal(look.changed):
        look.use("dark")
    assert look.tokens is DARK
    assert qapp.palette().color(QPalette.ColorRole.WindowText).name().upper() == DARK.ink.upper()
    assert DARK.card in qapp.styleSheet()
    look.toggle()
    assert look.tokens is LIGHT
    look.use("no such look")
    assert look.tokens is LIGHT


def test_words_can_be_coloured_by_a_token(look: Look, qtbot: QtBot) -> None:
    label = QLabel("x")
    qtbot.addWidget(label)
    colour_words(label, LIGHT.ink_soft)
    assert label.palette().color(QPalette.ColorRole.WindowText).name().upper() == LIGHT.ink_soft


def test_qts_own_words_follow_the_language(look: Look, qtbot: QtBot) -> None:
    def undo_of_the_menu() -> str:
        entry = QLineEdit()
        qtbot.addWidget(entry)
        menu = entry.createStandardContextMenu()
        qtbot.addWidget(menu)
        return menu.actions()[0].text()

    look.speak("zh_CN")
    assert "撤" in undo_of_the_menu()
    look.speak("en")
    assert "Undo" in undo_of_the_menu()
