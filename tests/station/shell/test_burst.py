"""Every pitfall of keyboard-wedge scanners, one test each, with scripted keys."""

from collections.abc import Iterable

import pytest

from station.shell.burst import Burst, BurstRules, Decision, Fate, KeyRecord, Mode

SHIFT = 0x01000020
CONTROL = 0x01000021
ENTER = 0x01000004
LINE_FEED = 0x4A
F5 = 0x01000034
F13 = 0x0100003C


def press(text: str, at_ms: int, *, key: int | None = None, **more: bool) -> KeyRecord:
    code = key if key is not None else (ENTER if text in "\r\n" else ord(text[0].upper()))
    return KeyRecord(text, code, at_ms, **more)


def release(record: KeyRecord, at_ms: int) -> KeyRecord:
    return KeyRecord(record.text, record.key, at_ms, pressed=False)


def typed(text: str, start_ms: int = 1000, gap_ms: int = 10, **more: bool) -> list[KeyRecord]:
    return [press(c, start_ms + place * gap_ms, **more) for place, c in enumerate(text)]


def run(burst: Burst, records: Iterable[KeyRecord]) -> list[Decision]:
    return [burst.feed(record) for record in records]


def codes(decisions: Iterable[Decision]) -> list[str]:
    return [decision.code for decision in decisions if decision.code is not None]


def seen_by_others(records: list[KeyRecord], decisions: list[Decision]) -> list[KeyRecord]:
    out: list[KeyRecord] = []
    for record, decision in zip(records, decisions, strict=True):
        out += decision.given_back
        if decision.fate is Fate.FREE:
            out.append(record)
    return out


@pytest.fixture
def hold() -> Burst:
    return Burst(Mode.HOLD, lambda _text: True)


@pytest.fixture
def prefix() -> Burst:
    return Burst(Mode.PREFIX, lambda _text: True)


@pytest.mark.parametrize("terminator", ["\r", "\n", "\t"])
def test_a_burst_with_a_terminator_is_one_code_and_nothing_leaks(hold: Burst, terminator: str) -> None:
    keys = typed("6901234567892" + terminator)
    decisions = run(hold, keys)
    assert codes(decisions) == ["6901234567892"]
    assert seen_by_others(keys, decisions) == []
    assert decisions[-1].began_ms == keys[0].timestamp_ms


def test_a_short_burst_is_a_person(hold: Burst) -> None:
    keys = typed("12345\r")
    decisions = run(hold, keys)
    assert codes(decisions) == []
    assert seen_by_others(keys, decisions) == keys


def test_slow_keys_are_given_back_one_by_one(hold: Burst) -> None:
    keys = typed("6901234567892\r", gap_ms=36)
    decisions = run(hold, keys)
    assert codes(decisions) == []
    assert seen_by_others(keys, decisions) == keys


def test_held_keys_are_given_back_when_no_more_come(hold: Burst) -> None:
    keys = typed("abc")
    assert [decision.fate for decision in run(hold, keys)] == [Fate.HELD] * 3
    assert hold.waits_ms() == 35
    assert hold.expire().given_back == tuple(keys)
    assert hold.waits_ms() is None


def test_the_time_of_the_event_counts_not_of_its_arrival(hold: Burst) -> None:
    """A busy window gets the keys of a slow typist all at once: they are still a person's."""
    decisions = run(hold, typed("6901234567892", gap_ms=100))
    assert all(len(decision.given_back) <= 1 for decision in decisions)
    assert codes(decisions) == []


def test_auto_repeat_is_a_person(hold: Burst) -> None:
    keys = [press("5", 1000), *(press("5", 1250 + n * 30, auto_repeat=True) for n in range(10))]
    keys.append(press("\r", 1540))
    decisions = run(hold, keys)
    assert codes(decisions) == []
    assert seen_by_others(keys, decisions) == keys


def test_a_digit_doubled_within_a_millisecond_is_still_the_scanner(hold: Burst) -> None:
    """Seen on X: release and press at the same millisecond are reported as auto-repeat."""
    first = press("6", 1000)
    doubled = [press("0", 1001), *(press("0", 1001, auto_repeat=True) for _ in range(4))]
    assert codes(run(hold, [first, *doubled, press("\r", 1002)])) == ["600000"]


def test_enter_pressed_after_other_keys_is_no_echo(prefix: Burst) -> None:
    run(prefix, [press("", 1000, key=F13), *typed("6901\r", 1001, 1)])
    keys = typed("23\r", 1010, 5)
    assert seen_by_others(keys, run(prefix, keys)) == keys


def test_line_feed_after_carriage_return_is_swallowed_for_60_ms(hold: Burst) -> None:
    run(hold, typed("6901234567892\r"))
    assert hold.feed(press("\n", 1190, key=LINE_FEED, ctrl=True)).fate is Fate.SWALLOWED
    late = Burst(Mode.HOLD, lambda _text: True)
    run(late, typed("6901234567892\r"))
    assert late.feed(press("\r", 1191)).fate is Fate.FREE


def test_releases_of_swallowed_keys_vanish_too(hold: Burst) -> None:
    keys = typed("690123\r")
    run(hold, keys)
    assert [hold.feed(release(key, 1070)).fate for key in keys] == [Fate.SWALLOWED] * 7
    assert hold.feed(release(keys[0], 1080)).fate is Fate.FREE


def test_releases_of_held_keys_are_given_back_behind_their_press(hold: Burst) -> None:
    """A space given back after its release would leave a button pressed for ever."""
    space = press(" ", 1000)
    up = release(space, 1004)
    run(hold, [space, up])
    assert hold.expire().given_back == (space, up)


def test_capitals_come_with_shift(hold: Burst) -> None:
    keys = [KeyRecord("", SHIFT, 999, shift=True)]
    for place, character in enumerate("SKU-AB12"):
        keys.append(press(character, 1000 + place * 5, shift=character.isalpha()))
        keys.append(KeyRecord("", SHIFT, 1001 + place * 5, pressed=place % 2 == 0))
    keys.append(press("\r", 1040))
    assert codes(run(hold, keys)) == ["SKU-AB12"]


def test_caps_lock_is_undone(hold: Burst) -> None:
    assert codes(run(hold, typed("sku-Ab12\r", caps_lock=True))) == ["SKU-aB12"]


@pytest.mark.parametrize(
    "gs", [press("\x1d", 1040, key=0x5D, ctrl=True), press("]", 1040, key=0x5D, ctrl=True)]
)
def test_group_separator_is_ctrl_bracket(hold: Burst, gs: KeyRecord) -> None:
    keys = [*typed("10LOT7", 1000, 5), gs, *typed("21SER9\r", 1045, 5)]
    assert codes(run(hold, keys)) == ["10LOT7\x1d21SER9"]


def test_a_code_may_begin_with_a_group_separator(hold: Burst) -> None:
    keys = [press("\x1d", 1000, key=0x5D, ctrl=True), *typed("0106901\r", 1005, 5)]
    assert codes(run(hold, keys)) == ["\x1d0106901"]


def test_full_width_characters_are_folded(hold: Burst) -> None:
    """A Chinese input method left in full-width mode sends U+FF10 and on."""
    assert codes(run(hold, typed("６９０１２３\r"))) == ["690123"]


def test_the_tail_of_a_slow_scan_is_no_code(hold: Burst) -> None:
    """The scanner stalled once: the front leaked, and the tail alone looks like a code."""
    front, tail = typed("69012345", 1000), typed("67892012\r", 1070 + 40)
    decisions = run(hold, front + tail)
    assert codes(decisions) == []
    assert decisions[-1].unreadable == "67892012"
    assert seen_by_others(front + tail, decisions) == front + tail


def test_a_scan_after_the_quiet_time_is_a_code_again(hold: Burst) -> None:
    keys = typed("5", 1000) + typed("6901234567892\r", 1200)
    assert codes(run(hold, keys)) == ["6901234567892"]
    early = Burst(Mode.HOLD, lambda _text: True)
    assert codes(run(early, typed("5", 1000) + typed("6901234567892\r", 1199))) == []


def test_a_text_that_is_no_believable_code_is_told_and_given_back() -> None:
    burst = Burst(Mode.HOLD, lambda text: text.startswith("69"))
    keys = typed("hello!\r")
    decisions = run(burst, keys)
    assert decisions[-1].unreadable == "hello!"
    assert seen_by_others(keys, decisions) == keys


def test_dropping_an_unreadable_burst_takes_its_releases_and_line_feed_along() -> None:
    burst = Burst(Mode.HOLD, lambda _text: False)
    keys = typed("hello!\r")
    burst.drop(run(burst, keys)[-1].given_back)
    assert burst.feed(release(keys[-1], 1070)).fate is Fate.SWALLOWED
    assert burst.feed(press("\n", 1075)).fate is Fate.SWALLOWED


def test_shortcuts_and_arrows_pass_after_what_was_held(hold: Burst) -> None:
    keys = [press("a", 1000), press("c", 1005, ctrl=True, key=0x43), press("", 1010, key=F5)]
    decisions = run(hold, keys)
    assert seen_by_others(keys, decisions) == keys


def test_only_keys_that_will_be_held_override_shortcuts(hold: Burst, prefix: Burst) -> None:
    assert hold.would_hold(press("s", 1000))
    assert not hold.would_hold(press("s", 1000, auto_repeat=True))
    assert not hold.would_hold(press("\r", 1000))
    assert not hold.would_hold(press("", 1000, key=F5))
    run(hold, typed("690123"))
    assert hold.would_hold(press("\r", 1060))
    assert not hold.would_hold(press("\r", 1086))
    assert not prefix.would_hold(press("s", 1000))
    prefix.feed(press("", 1000, key=F13))
    assert prefix.would_hold(press("s", 1010))


@pytest.mark.parametrize("opening", [press("\x02", 1000, key=0x42, ctrl=True), press("", 1000, key=F13)])
def test_prefix_frames_may_be_short_and_slow(prefix: Burst, opening: KeyRecord) -> None:
    keys = [opening, *typed("A1", 1200, 240), press("\r", 1680)]
    decisions = run(prefix, keys)
    assert codes(decisions) == ["A1"]
    assert seen_by_others(keys, decisions) == []


def test_outside_a_frame_the_prefix_mode_touches_nothing(prefix: Burst) -> None:
    keys = typed("6901234567892\r")
    decisions = run(prefix, keys)
    assert {decision.fate for decision in decisions} == {Fate.FREE}


def test_a_prefix_typed_by_hand_is_given_back(prefix: Burst) -> None:
    keys = [press("\x02", 1000, key=0x42, ctrl=True), *typed("abc", 1251)]
    decisions = run(prefix, keys)
    assert seen_by_others(keys, decisions) == keys


def test_a_second_prefix_starts_a_new_frame(prefix: Burst) -> None:
    torn = [press("", 1000, key=F13), *typed("690", 1010)]
    whole = [press("", 1050, key=F13), *typed("6901234567892\r", 1060)]
    decisions = run(prefix, torn + whole)
    assert codes(decisions) == ["6901234567892"]
    assert seen_by_others(torn + whole, decisions) == torn


def test_ten_scans_in_a_second_are_ten_codes(hold: Burst) -> None:
    keys = [key for scan in range(10) for key in typed(f"69012345678{scan:02}\r", 1000 + scan * 100, 5)]
    assert codes(run(hold, keys)) == [f"69012345678{scan:02}" for scan in range(10)]


def test_a_flood_without_end_is_given_back_in_the_end() -> None:
    burst = Burst(Mode.HOLD, lambda _text: True, BurstRules(max_length=20))
    keys = typed("1" * 50, gap_ms=1)
    decisions = run(burst, keys)
    left = burst.expire().given_back
    assert seen_by_others(keys, decisions) + list(left) == keys


def test_a_clock_that_wraps_tears_no_more_than_one_burst(hold: Burst) -> None:
    """X time starts again at 0 after 49.7 days."""
    keys = [press("6", 4_294_967_290), *typed("901234\r", 5)]
    decisions = run(hold, keys)
    assert decisions[1].given_back == (keys[0],)
    assert codes(run(hold, typed("6901234567892\r", 1000))) == ["6901234567892"]
