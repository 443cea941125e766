"""What arrives for a known code tells how the scanner is set, and never more than it does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.identify import (
    F8,
    F13,
    Finding,
    Heard,
    Medium,
    Prefix,
    Stroke,
    Suffix,
    WedgeSetting,
    best_setting,
    identify_bytes,
    identify_keys,
)
from hardware.layouts import KeyboardLayout
from hardware.trial_codes import GS, TrialCode, TrialKind, trial_codes

CODES = {code.kind: code for code in trial_codes()}
EAN, LETTERS, GS1 = CODES[TrialKind.EAN13], CODES[TrialKind.LETTERS], CODES[TrialKind.GS1_128]
SETTING = WedgeSetting()
FRENCH = str.maketrans("1234567890-]Qqaw/M.", "&é\"'(-è_çà)$AaqZ!?:".replace("Z", "z"))


def typed(text: str, gap_ms: int = 5, *, caps_lock: bool = False, prefix: str = "") -> list[Stroke]:
    """The keys of a scanner; F8 is written as the sign for GS nobody has on a keyboard."""
    strokes = [Stroke("", 0, name=F13)] if prefix == F13 else [Stroke(prefix, 0)] if prefix else []
    for place, character in enumerate(text):
        shown = character.swapcase() if caps_lock else character
        at_ms = place * gap_ms
        strokes.append(
            Stroke("", at_ms, name=F8) if character == "♦" else Stroke(shown, at_ms, caps_lock=caps_lock)
        )
    return strokes


def heard(code: TrialCode, text: str, gap_ms: int = 5, *, caps_lock: bool = False, prefix: str = "") -> Heard:
    told = identify_keys(code, typed(text, gap_ms, caps_lock=caps_lock, prefix=prefix), SETTING)
    assert told is not None
    return told


@pytest.mark.parametrize("code", CODES.values(), ids=lambda code: code.kind)
@pytest.mark.parametrize("with_aim", [True, False])
def test_a_right_scan_of_each_code_is_right(code: TrialCode, with_aim: bool) -> None:
    aim = code.aims[0] if with_aim else ""
    told = heard(code, f"{aim}{code.text}\r", prefix="\x02")
    assert told.findings == (() if with_aim else (Finding.AIM_OFF,))
    assert (told.is_right, told.aim, told.prefix, told.suffix) == (True, aim, Prefix.STX, Suffix.CR)


@pytest.mark.parametrize(
    ("end", "suffix"),
    [
        ("", Suffix.NONE),
        ("\r", Suffix.CR),
        ("\n", Suffix.LF),
        ("\r\n", Suffix.CRLF),
        ("\r\r", Suffix.CRLF),
        ("\t", Suffix.TAB),
    ],
)
def test_suffixes_of_keys(end: str, suffix: Suffix) -> None:
    told = heard(EAN, f"]E0{EAN.text}{end}")
    assert told.suffix is suffix
    assert (Finding.NO_SUFFIX in told.findings) is (suffix is Suffix.NONE)
    assert told.is_right is (suffix is not Suffix.NONE)


def test_prefixes() -> None:
    assert heard(EAN, EAN.text + "\r", prefix=F13).prefix is Prefix.F13
    bare = heard(EAN, f"]E0{EAN.text}\r")
    assert (bare.prefix, bare.findings, bare.is_right) == (Prefix.NONE, (Finding.PREFIX_ADVISED,), True)
    expecting = identify_keys(EAN, typed(f"]E0{EAN.text}\r"), WedgeSetting(prefix=True))
    assert expecting is not None
    assert (expecting.findings, expecting.is_right) == ((Finding.PREFIX_EXPECTED,), False)


@pytest.mark.parametrize(
    ("code", "text", "finding"),
    [
        (GS1, GS1.text.replace(GS, ""), Finding.GS_LOST),
        (GS1, "]C1" + GS1.text.replace(GS, ""), Finding.GS_LOST),
        (GS1, GS1.text.replace(GS, "♦"), Finding.GS_AS_F8),
        (GS1, GS1.text.replace(GS, "|"), Finding.GS_REPLACED),
        (GS1, GS1.text.replace(GS, "<GS>"), Finding.GS_REPLACED),
        (LETTERS, LETTERS.text.swapcase(), Finding.CASE_CHANGED),
        (LETTERS, LETTERS.text.upper(), Finding.CASE_CHANGED),
        (EAN, EAN.text[1:], Finding.FIRST_LOST),
        (EAN, EAN.text[:-1], Finding.NO_CHECK_DIGIT),
        (LETTERS, LETTERS.text[:-1], Finding.LAST_LOST),
        (EAN, "d" + EAN.text, Finding.ADDED_FRONT),
        (EAN, EAN.text + "#", Finding.ADDED_BEHIND),
        (LETTERS, "-/.18", Finding.INPUT_METHOD),
        (LETTERS, "去啊-在我/有吗.18", Finding.INPUT_METHOD),
        (LETTERS, "松胯部2345", Finding.INPUT_METHOD),
        (EAN, "4006381333931", Finding.OTHER_CODE),
        (EAN, "hello", Finding.OTHER_CODE),
    ],
)
def test_what_is_wrong_is_named(code: TrialCode, text: str, finding: Finding) -> None:
    told = heard(code, text + "\r")
    assert finding in told.findings
    assert not told.is_right


def test_what_is_repaired_is_told_and_does_not_stop() -> None:
    caps = heard(LETTERS, f"]C0{LETTERS.text}\r", caps_lock=True)
    assert Finding.CAPS_LOCK in caps.findings
    assert Finding.CASE_CHANGED not in caps.findings
    wide = heard(EAN, "６９０１２３４５６７８９２\r")
    assert Finding.FULL_WIDTH in wide.findings
    assert caps.is_right
    assert wide.is_right


@pytest.mark.parametrize("aim", ["]C0", ""])
def test_layouts_are_named(aim: str) -> None:
    text = aim + LETTERS.text
    french = heard(LETTERS, text.translate(FRENCH) + "\r")
    german = heard(LETTERS, text.translate(str.maketrans("]-/yZ", "+ß-zY")) + "\r")
    other = heard(LETTERS, text.translate(str.maketrans("]-/.", "¨+;,")) + "\r")
    assert french.layout is KeyboardLayout.FRENCH
    assert german.layout is KeyboardLayout.GERMAN
    assert other.layout is KeyboardLayout.OTHER
    assert all(Finding.LAYOUT_WRONG in told.findings for told in (french, german, other))


def test_a_slow_scanner_gets_a_gap_that_suits() -> None:
    slow = heard(EAN, EAN.text + "\r", gap_ms=50)
    assert slow.gap_ms == 50
    assert Finding.TOO_SLOW in slow.findings
    better = best_setting([slow], SETTING)
    assert better == WedgeSetting(75)
    again = identify_keys(EAN, typed(EAN.text + "\r", gap_ms=50), better)
    assert again is not None
    assert Finding.TOO_SLOW not in again.findings


def test_a_gap_never_grows_into_a_persons() -> None:
    assert best_setting([heard(EAN, EAN.text + "\r", gap_ms=200)], SETTING).gap_ms == 120


def test_a_framed_scanner_is_listened_to_by_its_frame() -> None:
    framed = heard(EAN, EAN.text + "\r", prefix="\x02")
    assert best_setting([framed], SETTING) == WedgeSetting(35, prefix=True)
    assert best_setting([framed, heard(EAN, EAN.text + "\r")], SETTING).prefix is False
    assert best_setting([], WedgeSetting(50)) == WedgeSetting(50)


@pytest.mark.parametrize(
    ("data", "prefix", "suffix", "findings"),
    [
        (b"]E06901234567892\r", Prefix.NONE, Suffix.CR, ()),
        (b"\x02]E06901234567892\x03\r\n", Prefix.STX, Suffix.CRLF, ()),
        (b"6901234567892\n", Prefix.NONE, Suffix.LF, (Finding.AIM_OFF,)),
        (b"]E06901234567892", Prefix.NONE, Suffix.NONE, (Finding.NO_SUFFIX,)),
        (b"]E06901234567892\t", Prefix.NONE, Suffix.TAB, (Finding.NO_SUFFIX,)),
        (b"\xff\xfe\x00\r", Prefix.NONE, Suffix.CR, (Finding.OTHER_CODE,)),
    ],
)
def test_bytes_of_a_serial_port(
    data: bytes, prefix: Prefix, suffix: Suffix, findings: tuple[Finding, ...]
) -> None:
    told = identify_bytes(EAN, data)
    assert told is not None
    assert (told.medium, told.prefix, told.suffix, told.findings) == (
        Medium.SERIAL,
        prefix,
        suffix,
        findings,
    )


def test_separators_come_through_a_serial_port_and_their_loss_is_seen() -> None:
    whole = f"]C1{GS1.text}\r".encode()
    told = identify_bytes(GS1, whole)
    assert told is not None
    assert (told.suffix, told.aim, told.findings) == (Suffix.CR, "]C1", ())
    lost = identify_bytes(GS1, whole.replace(b"\x1d", b""))
    assert lost is not None
    assert lost.findings == (Finding.GS_LOST,)


def test_nothing_is_nothing() -> None:
    assert identify_keys(EAN, [], SETTING) is None
    assert identify_keys(EAN, [Stroke("", 0)], SETTING) is None
    assert identify_bytes(EAN, b"") is None


KEYS = st.builds(
    Stroke,
    text=st.text(max_size=3),
    at_ms=st.integers(0, 10_000),
    caps_lock=st.booleans(),
    name=st.sampled_from(["", F8, F13]),
)


@given(st.sampled_from(list(CODES.values())), st.lists(KEYS, max_size=60))
def test_any_keys_give_an_answer_and_rubbish_is_never_right(code: TrialCode, strokes: list[Stroke]) -> None:
    told = identify_keys(code, strokes, SETTING)
    assert told is None or not told.is_right or told.text.upper().endswith(code.text.upper())


@given(st.sampled_from(list(CODES.values())), st.binary(max_size=200))
def test_any_bytes_give_an_answer_and_rubbish_is_never_right(code: TrialCode, data: bytes) -> None:
    told = identify_bytes(code, data)
    assert told is None or not told.is_right


@given(st.sampled_from(list(CODES.values())), st.data())
def test_one_character_less_or_other_is_never_right(code: TrialCode, data: st.DataObject) -> None:
    """The guide says that a scanner is right only after the whole code came through unchanged."""
    place = data.draw(st.integers(0, len(code.text) - 1))
    other = data.draw(st.sampled_from(["", "x", "0", "é", "批"]))
    text = code.text[:place] + other + code.text[place + 1 :]
    told = identify_keys(code, typed(text + "\r"), SETTING)
    assert told is not None
    assert told.is_right is (text == code.text)
