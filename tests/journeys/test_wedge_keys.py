"""Scans typed by xdotool into a real window: each becomes one code, and nothing else in the window moves."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.wedge_hand import HUMAN_MS, Desk

pytestmark = pytest.mark.journey

EAN = "6901234567892"


@pytest.fixture(scope="module")
def hold_desk(project: Path, display: str) -> Iterator[Desk]:
    desk = Desk(project, display, "hold")
    yield desk
    desk.close()


@pytest.fixture
def desk(hold_desk: Desk) -> Desk:
    """The same window for every test: it starts from the page, and the quiet time after typing is over."""
    hold_desk.settle_in()
    return hold_desk


@pytest.fixture(scope="module")
def prefix_desk(project: Path, display: str) -> Iterator[Desk]:
    desk = Desk(project, display, "prefix")
    yield desk
    desk.close()


def scan_and_wait(desk: Desk, text: str, code: str | None = None) -> None:
    desk.scan(text)
    desk.wait_for(["code", text if code is None else code])


def test_ten_scans_in_a_second_are_ten_codes(desk: Desk) -> None:
    """At 2 ms a key they take 0.3 s to type."""
    wanted = [f"69012345678{number:02}" for number in range(10)]
    desk.type("".join(f"{code}\r" for code in wanted), delay_ms=2)
    desk.wait_for(["code", wanted[-1]])
    assert desk.codes() == wanted
    assert desk.others() == []


@pytest.mark.parametrize("focus", ["page", "table", "spin", "default", "entry"])
def test_a_scan_touches_nothing_whatever_has_the_focus(desk: Desk, focus: str) -> None:
    """No cell overwritten, no number entered, no default button pressed, no shortcut fired, no text typed."""
    desk.focus(focus)
    scan_and_wait(desk, EAN)
    desk.settle()
    assert desk.codes() == [EAN]
    assert desk.others() == []


def test_a_scan_does_not_answer_a_question(desk: Desk) -> None:
    """A dialog is a window of its own, and its default button is the dangerous one."""
    desk.order("dialog")
    desk.go_to("question")
    scan_and_wait(desk, EAN)
    desk.xdotool("key", "Escape")
    desk.go_to("wedge desk hold")
    assert desk.codes() == [EAN]
    assert desk.others() == []


def test_carriage_return_and_line_feed_are_one_end(desk: Desk) -> None:
    desk.focus("default")
    desk.type(f"{EAN}\r\n")
    desk.wait_for(["code", EAN])
    desk.settle()
    assert desk.others() == []


def test_caps_lock_is_undone(desk: Desk) -> None:
    desk.xdotool("key", "Caps_Lock")
    try:
        desk.xdotool("key", "--delay", "0", "s", "k", "u", "minus", "a", "b", "1", "2", "Return")
        desk.wait_for(["code", "sku-ab12"])
    finally:
        desk.xdotool("key", "Caps_Lock")


def test_capitals_and_group_separator(desk: Desk) -> None:
    keys = "]C1010690123456789210LOT7"
    desk.xdotool("type", "--delay", "0", keys)
    desk.xdotool("key", "--delay", "0", "ctrl+bracketright", "2", "1", "shift+s", "9", "Return")
    desk.wait_for(["code", keys + "\x1d21S9"])


def test_typing_by_hand_still_works(desk: Desk) -> None:
    desk.focus("entry")
    desk.type("Abc 16", delay_ms=2 * HUMAN_MS)
    desk.xdotool("key", "BackSpace")
    desk.xdotool("key", "Return")
    desk.wait_for(["entered", "Abc 1"])
    assert desk.codes() == []
    assert ["shortcut", "6"] not in desk.heard


def test_a_held_down_key_repeats(desk: Desk) -> None:
    desk.focus("entry")
    desk.xdotool("keydown", "7")
    try:
        desk.wait_for(["entry", "77777777"])
    finally:
        desk.xdotool("keyup", "7")
    desk.settle()
    assert desk.codes() == []


def test_an_unreadable_burst_goes_to_a_text_field_and_else_to_nobody(desk: Desk) -> None:
    desk.focus("default")
    desk.scan("badbadbad")
    desk.wait_for(["unreadable", "badbadbad"])
    desk.focus("entry")
    desk.scan("badbadbad")
    desk.wait_for(["entered", "badbadbad"])


def test_a_busy_window_loses_no_scan_and_takes_no_typing_for_one(desk: Desk) -> None:
    """Keys that waited are judged by when they were typed, not by when the window got to them."""
    desk.order("busy")
    desk.wait_for(["busy"])
    desk.type(f"{EAN}\r", delay_ms=12)
    desk.order("done")
    desk.wait_for(["code", EAN])
    desk.focus("entry")
    desk.order("busy")
    desk.wait_for(["busy"])
    desk.type("123456", delay_ms=2 * HUMAN_MS)
    desk.order("done")
    desk.wait_for(["entry", "123456"])
    assert desk.codes() == []


@pytest.mark.parametrize("prefix", ["ctrl+b", "F13"])
def test_prefix_mode_takes_frames_only(prefix_desk: Desk, prefix: str) -> None:
    prefix_desk.focus("entry")
    prefix_desk.xdotool("key", "--delay", "0", prefix, *"6901", "Return")
    prefix_desk.wait_for(["code", "6901"])
    assert ["shortcut", "6"] not in prefix_desk.heard
    prefix_desk.type("2345\r")
    prefix_desk.wait_for(["entered", "2345"])
    assert prefix_desk.codes() == ["6901"]
    prefix_desk.focus("page")
    prefix_desk.type("6")
    prefix_desk.wait_for(["shortcut", "6"])
