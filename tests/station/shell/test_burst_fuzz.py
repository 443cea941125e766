"""Any keys at any pace: no code that was not typed whole, and no key of a person lost or doubled."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from hardware.codes import ScannedCode, read_code
from station.shell.burst import Burst, Fate, KeyRecord, Mode, code_text, is_prefix, is_terminator, types_code

ENTER, SHIFT, LEFT, F13 = 0x01000004, 0x01000020, 0x01000012, 0x0100003C
PACES_MS = [0, 1, 5, 34, 35, 36, 60, 61, 200, 251, 2000, -50]
TEXTS = ["", *"0123456789Aab]-", "\r", "\n", "\t", "\x02", "\x1d", "批", "６", "\x00", "\ufffd"]


def known(text: str) -> bool:
    """As the station believes a burst: a right check digit or a known pattern."""
    return isinstance(read_code(text), ScannedCode)


@st.composite
def any_keys(draw: st.DrawFn) -> list[KeyRecord]:
    """Presses and releases nobody would expect, with whole codes among them; clocks may jump back."""
    now_ms, records = 1000, []
    for _ in range(draw(st.integers(0, 6))):
        piece = draw(st.one_of(st.sampled_from(["6901234567892", "]C10106901234567892"]), st.just("")))
        keys = [*piece, "\r"] if piece else draw(st.lists(st.sampled_from(TEXTS), max_size=12))
        for text in keys:
            now_ms = max(0, now_ms + draw(st.sampled_from(PACES_MS)))
            silent = draw(st.sampled_from([SHIFT, LEFT, F13]))
            key = ENTER if text in ("\r", "\n") else ord(text) if text else silent
            down = KeyRecord(
                text, key, now_ms, ctrl=text in ("\x02", "\x1d"), auto_repeat=draw(st.integers(0, 9)) == 0
            )
            records.append(down)
            if draw(st.booleans()):
                records.append(KeyRecord(text, key, now_ms, pressed=False, ctrl=down.ctrl))
    return records


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(Mode), any_keys(), st.booleans())
def test_a_code_was_typed_whole_and_all_else_reaches_the_window(
    mode: Mode, records: list[KeyRecord], timer_on_time: bool
) -> None:
    burst, last_ms = Burst(mode, known), 0
    reached: list[KeyRecord] = []
    typed: list[KeyRecord] = []
    codes: list[str] = []
    for record in records:
        waits_ms = burst.waits_ms()
        if timer_on_time and waits_ms is not None and record.timestamp_ms - last_ms > waits_ms:
            reached += burst.expire().given_back
        last_ms = record.timestamp_ms if record.pressed else last_ms
        typed += [record] if record.pressed and (types_code(record) or is_prefix(record)) else []
        decision = burst.feed(record)
        reached += decision.given_back
        if decision.fate is Fate.FREE:
            reached.append(record)
        if decision.code is not None:
            codes.append(decision.code)
            assert is_terminator(record)
            assert known(decision.code)
            assert code_text(typed).endswith(decision.code)
    reached += burst.expire().given_back
    given = Counter(map(id, reached))
    assert all(count == 1 for count in given.values())
    assert [record for record in records if id(record) in given] == reached
    if not codes:
        lost = [record for record in records if record.pressed and id(record) not in given]
        assert lost == []


@settings(max_examples=60, deadline=None)
@given(any_keys())
def test_holding_is_promised_before_it_is_done(records: list[KeyRecord]) -> None:
    """A shortcut is asked first: a key it was let have must not be held afterwards."""
    burst = Burst(Mode.HOLD, known)
    for record in records:
        promised = record.pressed and burst.would_hold(record)
        decision = burst.feed(record)
        if record.pressed and record.text and not promised:
            assert decision.fate is Fate.FREE
