"""What the bytes of each scale protocol mean, and that nothing else is ever taken for a weight."""

from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hardware.protocols import ReadingState
from hardware.scales.sma import Sma
from hardware.scales.text_layout import TextLayout
from hardware.scales.toledo8217 import Toledo8217
from hardware.scales.words import HEAVIEST_G, Heard, ScaleProtocol

STABLE, MOVING = ReadingState.STABLE, ReadingState.MOVING
OVERLOAD, UNDERLOAD = ReadingState.OVERLOAD, ReadingState.UNDERLOAD
AD_LAYOUT = "{state},{*},{weight}{unit}"

PROTOCOLS: dict[str, Callable[[], ScaleProtocol]] = {
    "toledo8217": Toledo8217,
    "toledo8217 in lb": lambda: Toledo8217("lb"),
    "sma": Sma,
    "text": lambda: TextLayout(AD_LAYOUT),
    "text without a state": lambda: TextLayout("{weight} {unit}"),
}


def heard(protocol: ScaleProtocol, data: bytes) -> list[Heard | None]:
    return protocol.feed(data)


@pytest.mark.parametrize(
    ("answer", "meaning"),
    [
        (b"\x0201.234\r", Heard(STABLE, 1234)),
        (b"\x0200.005N\r", Heard(STABLE, 5)),
        (b"\x02?A\r", Heard(MOVING)),
        (b"\x02?B\r", Heard(OVERLOAD)),
        (b"\x02?C\r", Heard(OVERLOAD)),
        (b"\x02?D\r", Heard(UNDERLOAD)),
        (b"\x02?P\r", Heard(STABLE, 0)),
        (b"\x02?H\r", Heard(MOVING)),
        (b"\x021.234\r", None),
        (b"\x0201.23\r", None),
        (b"\x0201.2345\r", None),
        (b"\x02?\r", None),
        (b"\x02?\x01\r", None),
        (b"\x02-1.234\r", None),
    ],
)
def test_toledo_8217(answer: bytes, meaning: Heard | None) -> None:
    assert heard(Toledo8217(), answer) == [meaning]


def test_toledo_read_with_the_wrong_parity_is_still_right() -> None:
    with_parity = bytes(byte | (byte.bit_count() % 2) << 7 for byte in b"\x0212.345\r")
    assert with_parity != b"\x0212.345\r"
    assert heard(Toledo8217(), with_parity) == [Heard(STABLE, 12345)]


def test_toledo_in_pounds() -> None:
    assert heard(Toledo8217("lb"), b"\x0210.00\r\x02010.00\r") == [Heard(STABLE, 4536)] * 2
    assert heard(Toledo8217("lb"), b"\x0201.234\r") == [None]
    with pytest.raises(ValueError, match="kg or lb"):
        Toledo8217("oz")


@pytest.mark.parametrize(
    ("answer", "meaning"),
    [
        (b"\n 1G       5.025kg \r", Heard(STABLE, 5025)),
        (b"\n 1GM      7.650kg \r", Heard(MOVING, 7650)),
        (b"\n 1N      100000g  \r", Heard(STABLE, 100000)),
        (b"\n 1G       5.025lb \r", Heard(STABLE, 2279)),
        (b"\nZ1G       0.000kg \r", Heard(STABLE, 0)),
        (b"\nO1G      99.999kg \r", Heard(OVERLOAD)),
        (b"\nU1G      -0.100kg \r", Heard(UNDERLOAD)),
        (b"\n 1G      -0.100kg \r", Heard(UNDERLOAD)),
        (b"\n 1N      -0.100kg \r", Heard(STABLE, -100)),
        (b"\nE1G  ----------kg \r", Heard(UNDERLOAD)),
        (b"\nI1G  ----------kg \r", Heard(UNDERLOAD)),
        (b"\nT1G  ----------kg \r", None),
        (b"\n 1T       0.500kg \r", None),
        (b"\n 1G       5.025xx \r", None),
        (b"\n 1G      5.025kg \r", None),
        (b"\n?\r", None),
        (b"\n!\r", None),
        (b"\nSMA:2/1.0\r", None),
    ],
)
def test_sma(answer: bytes, meaning: Heard | None) -> None:
    assert heard(Sma(), answer) == [meaning]


@pytest.mark.parametrize(
    ("layout", "line", "meaning"),
    [
        (AD_LAYOUT, "ST,GS,+ 1.234kg", Heard(STABLE, 1234)),
        (AD_LAYOUT, "US,GS,+00001.234kg", Heard(MOVING, 1234)),
        (AD_LAYOUT, "ST,NT,-0012.50 g".replace(" g", "g"), Heard(STABLE, -12)),
        (AD_LAYOUT, "OL,GS,+99999.9kg", Heard(OVERLOAD)),
        (AD_LAYOUT, "ST,GS,+ 1.2.34kg", None),
        (AD_LAYOUT, "XX,GS,+ 1.234kg", None),
        (AD_LAYOUT, "ST,GS,+ 1.234", None),
        ("{weight} {unit} {*}", "1.5 斤 G", None),
        ("净重 {weight}{unit}", "净重   2.5斤", None),
        ("{*}{weight}kg", "123456789.5kg", None),
        ("{*}{weight}kg", "W1.5kg", None),
        ("{state} {weight} {unit} PT {tare}", "S 0.500 kg PT 0.020", Heard(STABLE, 500, 20)),
    ],
)
def test_text_layouts(layout: str, line: str, meaning: Heard | None) -> None:
    """A layout without a state is judged over several readings: see below."""
    protocol = TextLayout(layout)
    first = heard(protocol, b"\r\n" + line.encode("gb18030") + b"\r\n")[0]
    if meaning is None and first is not None:
        assert first.state is MOVING
        assert "{state}" not in layout
    else:
        assert first == meaning


def test_a_scale_that_tells_no_state_is_stable_once_its_weight_keeps_still() -> None:
    lines = b"\n2.5\xbd\xef\n2.5\xbd\xef\n2.5\xbd\xef\n2.6\xbd\xef\n"
    states = [each and (each.state, each.weight_g) for each in TextLayout("{weight}{unit}").feed(lines)]
    assert states == [(MOVING, 1250), (MOVING, 1250), (STABLE, 1250), (MOVING, 1300)]


def test_digits_beside_a_free_field_are_not_taken_from_the_weight() -> None:
    assert heard(TextLayout("{*}{weight}kg"), b"\n123456789.5kg\n") == [None]


def test_the_first_line_after_opening_may_have_lost_its_beginning() -> None:
    protocol = TextLayout("{weight}kg")
    assert heard(protocol, b"2.345kg\r\n12.345kg\r\n") == [Heard(MOVING, 12345)]
    protocol.drop()
    assert heard(protocol, b".345kg\r\n") == []


@pytest.mark.parametrize(
    "layout", ["", "{unit}", "{weight}{weight}", "{weigth}", "{weight}{*}{*}{*}{*}{*}", "{state"]
)
def test_a_bad_layout_says_what_is_allowed(layout: str) -> None:
    with pytest.raises(ValueError, match="a layout holds"):
        TextLayout(layout)


@pytest.mark.parametrize("name", PROTOCOLS)
@given(data=st.lists(st.binary(max_size=80), max_size=6))
@example(data=[b"\x02", b"99.999", b"\r"])
@example(data=[b"\n 1G" + b"9" * 300 + b"\r"])
def test_any_bytes_are_read_without_an_exception(name: str, data: list[bytes]) -> None:
    protocol = PROTOCOLS[name]()
    for chunk in data:
        for each in protocol.feed(chunk):
            assert each is None or each.weight_g is None or abs(each.weight_g) <= HEAVIEST_G


WHOLE = {
    "toledo8217": b"\x0212.345\r",
    "toledo8217 in lb": b"\x02012.34\r",
    "sma": b"\n 1G      12.345kg \r",
    "text": b"\r\nST,GS,+0012.345kg\r\n",
}


@pytest.mark.parametrize("name", WHOLE)
@given(data=st.data())
def test_an_answer_that_lost_bytes_at_an_end_is_never_another_weight(name: str, data: st.DataObject) -> None:
    """As after an unplugging in mid-answer: what is left of one answer, then a whole one."""
    whole = WHOLE[name]
    right = PROTOCOLS[name]().feed(whole)
    cut = data.draw(st.integers(0, len(whole)))
    head_or_tail = whole[:cut] if data.draw(st.booleans()) else whole[cut:]
    protocol = PROTOCOLS[name]()
    found = [each for each in protocol.feed(head_or_tail) + protocol.feed(whole) if each is not None]
    assert set(found) <= set(right)


@pytest.mark.parametrize("name", ["toledo8217", "sma"])
@given(data=st.data())
def test_a_lost_byte_in_the_middle_is_no_answer_at_all(name: str, data: st.DataObject) -> None:
    whole = WHOLE[name]
    lost = data.draw(st.integers(0, len(whole) - 1))
    left = whole[:lost] + whole[lost + 1 :]
    assert [
        each for each in PROTOCOLS[name]().feed(left) if each is not None and each.weight_g is not None
    ] == []


@pytest.mark.parametrize("name", WHOLE)
@given(cuts=st.lists(st.integers(1, 5), min_size=1, max_size=40))
def test_answers_arrive_whole_however_they_are_cut(name: str, cuts: list[int]) -> None:
    whole, protocol = WHOLE[name] * 3, PROTOCOLS[name]()
    expected = PROTOCOLS[name]().feed(whole)
    found: list[Heard | None] = []
    while whole:
        size = cuts[len(found) % len(cuts)]
        found += protocol.feed(whole[:size])
        whole = whole[size:]
    assert found == expected
