"""Whatever a person types comes back unchanged and in order; whatever a scanner types is exactly one code."""

import string
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from station.shell.burst import STX, Burst, Fate, KeyRecord, Mode

SHIFT, ENTER, TAB, LEFT, BACKSPACE, F13 = (
    0x01000020,
    0x01000004,
    0x01000001,
    0x01000012,
    0x01000003,
    0x0100003C,
)
PRINTABLE = string.ascii_letters + string.digits + string.punctuation + " "
HUMAN_KEYS = st.one_of(
    st.sampled_from(PRINTABLE + "取货码").map(lambda c: (c, ord(c.upper()))),
    st.sampled_from([("\r", ENTER), ("\t", TAB), ("", SHIFT), ("", LEFT), ("\b", BACKSPACE)]),
)
CODE = st.text(PRINTABLE + "\x1d", min_size=6, max_size=40)


@st.composite
def human_typing(draw: st.DrawFn) -> list[KeyRecord]:
    """Presses and releases at any speed, but never six keys in a row within 35 ms of each other."""
    now_ms = draw(st.integers(0, 1000))
    records: list[KeyRecord] = []
    for place, (text, key) in enumerate(draw(st.lists(HUMAN_KEYS, max_size=25))):
        now_ms += draw(st.integers(36 if place % 5 == 0 else 0, 400))
        down = KeyRecord(text, key, now_ms, auto_repeat=draw(st.integers(0, 9)) == 0)
        records.append(down)
        if draw(st.booleans()):
            records.append(replace(down, pressed=False, timestamp_ms=now_ms + draw(st.integers(0, 3))))
    return records


def scanner_typing(text: str, start_ms: int, gaps_ms: list[int], *, caps_lock: bool) -> list[KeyRecord]:
    """What a scanner sends for `text`: press and release of each key."""
    records: list[KeyRecord] = []
    now_ms = start_ms
    for character, gap_ms in zip(text, gaps_ms, strict=False):
        now_ms += gap_ms
        shown = character.swapcase() if caps_lock else character
        key = {"\r": ENTER, "\n": ENTER, "\t": TAB}.get(character, ord(character.upper()))
        down = KeyRecord(shown, key, now_ms, ctrl=character < " ", caps_lock=caps_lock)
        records += [down, replace(down, pressed=False)]
    return records


class Desk:
    """A window behind the burst: what reached it, which codes came, and a timer that may be late."""

    def __init__(self, mode: Mode) -> None:
        self.burst = Burst(mode, lambda _text: True)
        self.reached: list[KeyRecord] = []
        self.codes: list[str] = []
        self._last_ms = 0

    def feed(self, record: KeyRecord, *, timer_on_time: bool) -> None:
        waits_ms = self.burst.waits_ms()
        if timer_on_time and waits_ms is not None and record.timestamp_ms - self._last_ms > waits_ms:
            self.expire()
        if record.pressed:
            self._last_ms = record.timestamp_ms
        promised = record.pressed and self.burst.would_hold(record)
        decision = self.burst.feed(record)
        assert promised or not record.pressed or decision.fate is Fate.FREE or record.text == ""
        self.reached += decision.given_back
        if decision.fate is Fate.FREE:
            self.reached.append(record)
        if decision.code is not None:
            self.codes.append(decision.code)

    def expire(self) -> None:
        self.reached += self.burst.expire().given_back


@given(st.sampled_from(Mode), human_typing(), st.booleans())
def test_what_a_person_types_is_given_back_unchanged_and_in_order(
    mode: Mode, records: list[KeyRecord], timer_on_time: bool
) -> None:
    desk = Desk(mode)
    for record in records:
        desk.feed(record, timer_on_time=timer_on_time)
    desk.expire()
    assert desk.reached == records
    assert desk.codes == []


@given(
    human_typing(),
    CODE,
    st.lists(st.integers(0, 35), min_size=50, max_size=50),
    st.sampled_from(["\r", "\n", "\r\n", "\t"]),
    st.booleans(),
    st.booleans(),
)
def test_a_burst_is_exactly_one_code_and_leaks_nothing(
    before: list[KeyRecord],
    code: str,
    gaps_ms: list[int],
    suffix: str,
    caps_lock: bool,
    timer_on_time: bool,
) -> None:
    desk = Desk(Mode.HOLD)
    start_ms = (before[-1].timestamp_ms if before else 0) + 300
    scan = scanner_typing(code + suffix, start_ms, gaps_ms, caps_lock=caps_lock)
    after = [KeyRecord("x", 88, scan[-1].timestamp_ms + 100)]
    for record in before + scan + after:
        desk.feed(record, timer_on_time=timer_on_time)
    desk.expire()
    assert desk.codes == [code]
    assert desk.reached == before + after


@given(
    human_typing(),
    st.text(PRINTABLE + "\x1d", min_size=1, max_size=40),
    st.lists(st.integers(0, 250), min_size=50, max_size=50),
    st.booleans(),
)
def test_a_frame_is_exactly_one_code_and_leaks_nothing(
    before: list[KeyRecord], code: str, gaps_ms: list[int], by_stx: bool
) -> None:
    desk = Desk(Mode.PREFIX)
    start_ms = before[-1].timestamp_ms if before else 0
    opening = KeyRecord(STX, 66, start_ms, ctrl=True) if by_stx else KeyRecord("", F13, start_ms)
    scan = scanner_typing(code + "\r", start_ms, gaps_ms, caps_lock=False)
    for record in [*before, opening, *scan]:
        desk.feed(record, timer_on_time=False)
    desk.expire()
    assert desk.codes == [code]
    assert desk.reached == before
