"""Words are never cut, verdicts flash, and nothing listens after it is gone."""

from pathlib import Path

import pytest
import shiboken6
from PySide6.QtGui import QColor, QFontMetrics, QTextLayout
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from station.kernel.messages import Message, Texts, Tone
from station.shell.big_button import BigButton, ButtonKind
from station.shell.fitted_label import FittedLabel
from station.shell.icons import Icons
from station.shell.look import Look, font
from station.shell.speech import SpokenLabel
from station.shell.theme import LIGHT, SCALE, tone_look
from station.shell.tone_card import ToneCard

LONG_NAME = "内蒙古大草原高钙全脂纯牛奶整箱礼盒装早餐奶 250ml × 12 盒"


@pytest.fixture
def label(look: Look, qtbot: QtBot) -> FittedLabel:
    made = FittedLabel(40, bold=True)
    qtbot.addWidget(made)
    made.resize(700, made.sizeHint().height())
    return made


def test_a_short_name_keeps_its_size(label: FittedLabel) -> None:
    label.set_text("大米 500g")
    assert label.fitting_px() == 40


def test_a_longer_name_takes_two_lines_and_then_shrinks(label: FittedLabel) -> None:
    label.set_text(LONG_NAME[:30])
    assert label.fitting_px() == 40, "two lines"
    label.set_text(LONG_NAME * 2)
    assert SCALE.secondary_px <= label.fitting_px() < 40
    assert label.text() == LONG_NAME * 2
    assert label.accessibleName() == LONG_NAME * 2


def test_all_words_are_inside_the_label(label: FittedLabel) -> None:
    label.set_text(LONG_NAME)
    size_px = label.fitting_px()
    lines = label.height() // QFontMetrics(font(size_px, bold=True)).lineSpacing()
    assert QFontMetrics(font(size_px, bold=True)).horizontalAdvance(LONG_NAME) <= lines * label.width()


@pytest.mark.parametrize("spec", ["12枚", "12 盒", "250ml × 12", "500g"])
def test_a_specification_is_never_torn_between_lines(look: Look, qtbot: QtBot, spec: str) -> None:
    """At every width, the last word stands whole on one line."""
    label = FittedLabel(40, lines=8)
    qtbot.addWidget(label)
    label.set_text(f"内蒙古牛奶 {spec}")
    metrics = QFontMetrics(font(40))
    for width in range(metrics.horizontalAdvance(spec) + 4, 520, 7):
        label.resize(width, 600)
        assert label.fitting_px() == 40
        breaks = _lines(label, width, metrics)
        assert any(spec in line for line in breaks), (width, breaks)


def _lines(label: FittedLabel, width: int, metrics: QFontMetrics) -> list[str]:
    """The lines Qt breaks the label's text into at `width`, with joiners taken out."""
    text = label._together()
    layout = QTextLayout(text, font(40))
    layout.beginLayout()
    lines = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        lines.append(text[line.textStart() : line.textStart() + line.textLength()])
    layout.endLayout()
    return [line.replace("\u2060", "").replace("\u00a0", " ") for line in lines]


@pytest.mark.parametrize("tone", Tone)
def test_a_verdict_fills_the_card_at_once_and_rests_after_the_flash(
    texts: Texts, look: Look, qtbot: QtBot, tone: Tone
) -> None:
    card = ToneCard(texts, look, "card")
    qtbot.addWidget(card)
    card.resize(600, 100)
    card.show_verdict(tone, Message("Take a wave first"))
    assert colour_at(card, 590, 50) == tone_look(LIGHT, tone).fill
    assert card.words() == "请先领取波次"
    assert card.accessibleName() == "请先领取波次"
    qtbot.waitUntil(lambda: not card.flashing)
    assert colour_at(card, 590, 50) == tone_look(LIGHT, tone).soft
    assert colour_at(card, 3, 50) == tone_look(LIGHT, tone).mark
    texts.use("en")
    assert card.words() == "Take a wave first"


def test_an_empty_card_paints_nothing(texts: Texts, look: Look, qtbot: QtBot) -> None:
    card = ToneCard(texts, look, "card")
    qtbot.addWidget(card)
    card.resize(600, 100)
    blank = colour_at(card, 590, 50)
    card.show_verdict(Tone.OK, Message("Take a wave first"))
    card.clear()
    assert colour_at(card, 590, 50) == blank
    assert card.tone is None


def colour_at(widget: QWidget, x: int, y: int) -> str:
    return QColor(widget.grab().toImage().pixel(x, y)).name().upper()


def test_buttons_are_large_named_and_never_default(texts: Texts, look: Look, qtbot: QtBot) -> None:
    pressed: list[str] = []
    for kind in ButtonKind:
        button = BigButton(texts, f"b_{kind}", Message("Close crate"), lambda: pressed.append("x"), kind)
        qtbot.addWidget(button)
        button.show()
        button.click()
        assert button.height() >= SCALE.target_px
        assert not button.autoDefault()
        assert button.text() == "封箱"
        button.say(Message("Order"))
        assert button.text() == "订单"
    assert len(pressed) == len(ButtonKind)


def test_a_destroyed_label_no_longer_listens(texts: Texts, look: Look) -> None:
    label = SpokenLabel(texts, Message("Order"))
    shiboken6.delete(label)
    texts.use("en")
    texts.use("zh_CN")


def test_every_icon_can_be_drawn_in_a_colour(qapp: object, resources: Path) -> None:
    icons = Icons(resources / "icons")
    names = [file.stem for file in (resources / "icons").glob("*.svg")]
    assert {"picking", "devices", "sync", "person", "language", "sun", "moon", "youlin"} <= set(names)
    for name in names:
        picture = icons.pixmap(name, LIGHT.accent, 24).toImage()
        inked = {
            QColor(picture.pixel(x, y)).name().upper()
            for x in range(picture.width())
            for y in range(picture.height())
            if picture.pixelColor(x, y).alpha() == 255
        }
        assert LIGHT.accent in inked, name
    with pytest.raises(OSError, match="no such icon"):
        icons.pixmap("no such icon", LIGHT.accent, 24)
