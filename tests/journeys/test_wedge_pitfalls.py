"""The wedge's known pitfalls in a real window: slow scanners, torn codes, frames, echoes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.wedge_hand import HUMAN_MS, Desk

pytestmark = pytest.mark.journey

EAN = "6901234567892"
HEAD, TAIL = EAN[:5], EAN[5:]
"""A slow scanner leaks the head; the tail alone looks like a scan."""


@pytest.fixture(scope="module")
def hold_desk(project: Path, display: str) -> Iterator[Desk]:
    desk = Desk(project, display, "hold")
    yield desk
    desk.close()


@pytest.fixture
def desk(hold_desk: Desk) -> Desk:
    hold_desk.settle_in()
    return hold_desk


@pytest.fixture(scope="module")
def prefix_desk(project: Path, display: str) -> Iterator[Desk]:
    desk = Desk(project, display, "prefix")
    yield desk
    desk.close()


def slow_head_fast_tail(desk: Desk) -> None:
    desk.type(HEAD, delay_ms=2 * HUMAN_MS)
    desk.scan(TAIL)


@pytest.mark.parametrize("focus", ["page", "default", "goods"])
def test_a_scanner_slower_than_the_gap_gives_the_whole_code_or_none(desk: Desk, focus: str) -> None:
    desk.focus(focus)
    slow_head_fast_tail(desk)
    desk.wait_for(["code"])
    desk.settle()
    assert desk.codes() == [EAN]
    assert ["clicked", "default"] not in desk.heard


def test_the_tail_of_a_slow_scan_is_no_scan_where_text_is_typed(desk: Desk) -> None:
    """Nothing tells it from a person's typing there: it stays text, whole, and no code is made of a part."""
    desk.focus("entry")
    slow_head_fast_tail(desk)
    desk.wait_for(["entered", EAN])
    assert desk.codes() == []


def test_an_even_slower_scan_without_an_end_is_told(desk: Desk) -> None:
    desk.focus("page")
    desk.type(HEAD, delay_ms=2 * HUMAN_MS)
    desk.wait_for(["unreadable", HEAD])
    assert desk.codes() == []


def test_a_code_that_begins_with_a_separator_is_whole(desk: Desk) -> None:
    """Some scanners send FNC1 at the start of a GS1 code as a separator."""
    desk.xdotool("key", "--delay", "0", "ctrl+bracketright", *"0106901234567892", "Return")
    desk.wait_for(["code", "\x1d0106901234567892"])
    assert desk.others() == []


@pytest.mark.parametrize("end", ["Return", "Tab", "KP_Enter"])
def test_each_usual_suffix_ends_a_scan_and_presses_nothing(desk: Desk, end: str) -> None:
    desk.focus("default")
    desk.xdotool("key", "--delay", "0", *EAN, end)
    desk.wait_for(["code", EAN])
    desk.settle()
    assert desk.others() == []


def test_shortcuts_fire_for_a_person_only(desk: Desk) -> None:
    desk.scan(EAN)
    desk.wait_for(["code", EAN])
    assert ["shortcut", "6"] not in desk.heard
    desk.xdotool("key", "6")
    desk.wait_for(["shortcut", "6"])


# From here on the other window has the focus.


@pytest.mark.parametrize("focus", ["entry", "default", "spin"])
def test_inside_a_frame_a_slow_scanner_is_safe(prefix_desk: Desk, focus: str) -> None:
    prefix_desk.focus(focus)
    prefix_desk.xdotool("key", "--delay", str(2 * HUMAN_MS), "ctrl+b", *"690123", "Return")
    prefix_desk.wait_for(["code", "690123"])
    prefix_desk.settle()
    assert prefix_desk.codes() == ["690123"]
    assert prefix_desk.others() == []


def test_a_frame_ends_with_carriage_return_and_line_feed(prefix_desk: Desk) -> None:
    prefix_desk.focus("default")
    prefix_desk.xdotool("key", "--delay", "0", "ctrl+b", *"690123", "Return", "Return")
    prefix_desk.wait_for(["code", "690123"])
    prefix_desk.settle()
    assert prefix_desk.others() == []


def test_an_identifier_and_separators_come_through_a_frame(prefix_desk: Desk) -> None:
    prefix_desk.focus("page")
    prefix_desk.xdotool(
        *("key", "--delay", "0", "ctrl+b", "bracketright", "shift+c", "1"),
        *("0", "1", "ctrl+bracketright", "2", "1", "Return"),
    )
    prefix_desk.wait_for(["code", "]C101\x1d21"])
