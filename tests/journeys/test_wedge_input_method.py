"""Scans while a Chinese input method is on: letters and digits arrive whole, none of them becomes Chinese."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.input_method import ENGINE, PROGRAMS, pinyin, switch_on_again
from tests.journeys.wedge_hand import HUMAN_MS, Desk

pytestmark = pytest.mark.journey

LETTERS = "sku-ab12345"
"""What became 松胯部2345 where a text field had the focus."""
EAN = "6901234567892"


@pytest.fixture(scope="module")
def surroundings(display: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    component = Path(f"/usr/share/ibus/component/{ENGINE}.xml")
    if any(shutil.which(program) is None for program in PROGRAMS) or not component.exists():
        pytest.skip("ibus with Pinyin is not installed")
    with pinyin(display, tmp_path_factory.mktemp("input-method")) as env:
        yield env


@pytest.fixture(scope="module")
def chinese_desk(project: Path, display: str, surroundings: dict[str, str]) -> Iterator[Desk]:
    desk = Desk(project, display, "hold", surroundings)
    yield desk
    desk.close()


@pytest.fixture
def desk(chinese_desk: Desk, surroundings: dict[str, str]) -> Desk:
    chinese_desk.focus("entry")
    switch_on_again(surroundings)
    chinese_desk.settle_in()
    return chinese_desk


def test_the_input_method_is_really_on(desk: Desk) -> None:
    """Without this the other tests would prove nothing."""
    desk.focus("entry")
    desk.type("nihao ", delay_ms=2 * HUMAN_MS)
    desk.wait_for(["entry", "你好"])


@pytest.mark.parametrize("focus", ["page", "goods", "default", "safe"])
def test_letters_and_digits_of_a_scan_arrive_whole(desk: Desk, focus: str) -> None:
    desk.focus(focus)
    desk.scan(LETTERS)
    desk.wait_for(["code", LETTERS])
    desk.settle()
    assert desk.codes() == [LETTERS]
    assert desk.others() == []


def test_digits_arrive_whole_even_in_a_text_field(desk: Desk) -> None:
    """Why all that the system prints holds digits only."""
    desk.focus("entry")
    desk.scan(EAN)
    desk.wait_for(["code", EAN])
    desk.settle()
    assert desk.codes() == [EAN]


def test_a_scan_after_chinese_was_typed_is_whole(desk: Desk) -> None:
    desk.focus("entry")
    desk.type("nihao ", delay_ms=2 * HUMAN_MS)
    desk.wait_for(["entry", "你好"])
    desk.focus("page")
    desk.scan(LETTERS)
    desk.wait_for(["code", LETTERS])
    assert desk.codes() == [LETTERS]
