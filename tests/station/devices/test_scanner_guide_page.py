"""The guide's page: the code on it can be scanned from the screen, and each button asks for its gesture."""

from typing import Any

import pytest
import zxingcpp
from PIL import Image
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot

from hardware.identify import WedgeSetting
from hardware.trial_codes import TrialCode, trial_codes
from station.devices.model.scanner_guide import GuideLine, GuideStep, GuideView
from station.devices.screen.scanner_guide import MOST_LINES, ScannerGuidePage
from station.kernel.messages import Message, Texts, Tone
from station.shell.look import Look


class Asked:
    """Keeps each gesture."""

    def __init__(self) -> None:
        self.calls: list[str] = []

    def __getattr__(self, name: str) -> Any:
        return lambda: self.calls.append(name)


def guide_view(code: TrialCode | None, *, lines: int = 0, saving: WedgeSetting | None = None) -> GuideView:
    told = tuple(GuideLine(Tone.ASK, Message(f"line {number}")) for number in range(lines))
    step = GuideStep.DONE if code is None else GuideStep.SCANNING
    return GuideView(step, code, 2, 7, Message("Scan this code"), told, can_go_on=lines > 0, saving=saving)


@pytest.fixture
def asked() -> Asked:
    return Asked()


@pytest.fixture
def page(qtbot: QtBot, texts: Texts, look: Look, asked: Asked) -> ScannerGuidePage:
    made = ScannerGuidePage(texts, look, asked)
    qtbot.addWidget(made)
    made.resize(1200, 660)
    made.show()
    return made


def child(page: QWidget, kind: type[QWidget], name: str) -> Any:
    found = page.findChild(kind, f"devices.guide.{name}")
    assert found is not None
    return found


@pytest.mark.parametrize("code", trial_codes(), ids=lambda code: code.kind)
def test_each_code_can_be_scanned_from_the_screen(page: ScannerGuidePage, code: TrialCode) -> None:
    page.show_view(guide_view(code))
    shot = child(page, QWidget, "code").grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    picture = Image.frombytes(
        "L", (shot.width(), shot.height()), bytes(shot.constBits()), "raw", "L", shot.bytesPerLine()
    )
    (found,) = zxingcpp.read_barcodes(picture)
    assert found.bytes.decode() == code.text
    assert found.symbology_identifier in code.aims


def test_keys_are_wanted_while_it_is_in_sight(page: ScannerGuidePage, asked: Asked) -> None:
    page.hide()
    assert asked.calls == ["guide_seen", "guide_gone"]


def test_each_button_asks_for_its_gesture(page: ScannerGuidePage, asked: Asked) -> None:
    asked.calls.clear()
    for name in ("back", "silent", "next", "again", "save", "print", "close"):
        child(page, QAbstractButton, name).click()
        assert asked.calls[-1] == f"guide_{name}"


def test_lines_are_told_and_cleared(page: ScannerGuidePage) -> None:
    code = trial_codes()[0]
    page.show_view(guide_view(code, lines=MOST_LINES))
    assert child(page, QLabel, f"line_{MOST_LINES}.words").text() == f"line {MOST_LINES - 1}"
    page.show_view(guide_view(code))
    assert not child(page, QWidget, "line_1").isVisible()
    assert child(page, QAbstractButton, "silent").isVisible()


def test_the_end_shows_no_code_and_offers_what_suits(page: ScannerGuidePage) -> None:
    page.show_view(guide_view(None, saving=WedgeSetting(75)))
    assert not child(page, QWidget, "code").isVisible()
    assert "75" in child(page, QAbstractButton, "save").text()
    assert child(page, QAbstractButton, "again").isVisible()
    assert not child(page, QAbstractButton, "next").isVisible()
    page.show_view(guide_view(None))
    assert not child(page, QAbstractButton, "save").isVisible()
