"""Names wrap and shrink; a specification stays whole."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from station.picking.screen.large_figures import LargeFigures
from station.picking.screen.put_wall import columns
from station.picking.screen.text_fitting import FIGURES, TypeStyle, fit, lay, sizes, units
from station.shell.look import Look

NAMES = (
    ("三全 私厨大虾水饺 虾皇饺 早餐速食儿童水饺 冷冻面点 480g×3袋", "480g×3袋"),
    ("娃哈哈 AD钙奶 儿童乳酸菌饮料 营养早餐 整箱 220g×24瓶", "220g×24瓶"),
    ("正大 鲜鸡蛋 无抗生素 农场直供 礼盒 12枚", "12枚"),
    ("Mengniu pure milk family pack, long life, 250 ml × 16", "250 ml × 16"),
    ("金龙鱼 东北大米 原香稻 当季新米 约5kg", "约5kg"),
)


@pytest.mark.parametrize(("name", "spec"), NAMES)
def test_a_specification_is_one_piece(name: str, spec: str) -> None:
    assert spec in units(name)
    assert "".join(units(name)) == name


@pytest.mark.parametrize("width", [120, 180, 240, 320, 480])
@pytest.mark.parametrize(("name", "spec"), NAMES)
def test_a_specification_is_never_cut(look: Look, name: str, spec: str, width: int) -> None:
    fitted = fit(name, width, 90, TypeStyle(range(12, 29), bold=True, max_lines=2))
    assert any(spec in line for line in fitted.lines), fitted
    assert len(fitted.lines) <= 2


def test_a_short_name_takes_the_largest_size_and_a_long_one_shrinks(look: Look) -> None:
    style = TypeStyle(range(16, 29), bold=True, max_lines=2)
    assert fit("大米", 300, 80, style).size_px == 28
    long = fit("三全私厨大虾水饺虾皇饺早餐速食儿童水饺冷冻面点营养家庭装", 300, 80, style)
    assert 16 <= long.size_px < 28
    assert "…" not in "".join(long.lines)


def test_closing_punctuation_never_starts_a_line() -> None:
    assert units("放入3号箱，再扫") == ["放", "入", "3", "号", "箱，", "再", "扫"]


@pytest.mark.parametrize(("count", "across"), [(1, 1), (3, 3), (12, 4), (24, 6), (30, 6)])
def test_the_wall_stands_in_rows_that_fit_its_count(count: int, across: int) -> None:
    assert columns(count) == across


def test_two_lines_are_about_equally_long(look: Look) -> None:
    style = TypeStyle(range(20, 21), bold=True, max_lines=2)
    assert fit("扫描封箱", 70, 60, style).lines == ("扫描", "封箱")


@pytest.mark.parametrize(
    ("least_px", "most_px"), [(16, 60), (17, 28), (18, 46), (30, 84), (56, 160), (13, 13)]
)
def test_type_sizes_are_few_and_hold_the_largest(least_px: int, most_px: int) -> None:
    chosen = sizes(least_px, most_px)
    assert chosen[-1] == most_px
    assert least_px <= chosen[0] < least_px + max(1, most_px // 14)
    assert len(chosen) <= 14


@pytest.mark.parametrize("words", ["A-03-12", "30", "7"])
def test_large_figures_look_like_written_ones(look: Look, words: str) -> None:
    style = TypeStyle(range(84, 85), bold=True, pitch=FIGURES)
    laid = lay(fit(words, 420, 90, style), 420, 90)
    figures = LargeFigures()
    assert figures.suit(laid)
    written = _drawn(lambda painter: laid.draw(painter, QPointF()))
    for _ in range(2):  # the second time from the pictures of the first
        stamped = _drawn(lambda painter: figures.draw(painter, laid))
        inked = sum(map(_dark, written))
        assert inked > 500
        # Each figure may stand up to half a pixel aside.
        assert sum(abs(_dark(a) - _dark(b)) for a, b in zip(written, stamped, strict=True)) < inked * 0.12


def test_large_figures_leave_small_and_foreign_words_alone(look: Look) -> None:
    figures = LargeFigures()
    small = TypeStyle(range(40, 41), bold=True, pitch=FIGURES)
    large = TypeStyle(range(84, 85), bold=True, pitch=FIGURES)
    assert not figures.suit(lay(fit("12", 300, 90, small), 300, 90))
    assert not figures.suit(lay(fit("东3", 300, 120, large), 300, 120))


def _drawn(draw: Callable[[QPainter], None]) -> bytes:
    """One byte a pixel: how light it is."""
    picture = QImage(420, 90, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.white)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QColor("black"))
    draw(painter)
    painter.end()
    grey = picture.convertToFormat(QImage.Format.Format_Grayscale8)  # kept: its pixels end with it
    return bytes(grey.constBits())


def _dark(light: int) -> float:
    return 1 - light / 255
