"""Names wrap and shrink; a specification stays whole."""

import pytest

from station.picking.screen.put_wall import columns
from station.picking.screen.text_fitting import TypeStyle, fit, units
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
