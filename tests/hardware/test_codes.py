import csv
import datetime as dt
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from biip.checksums import gs1_standard_check_digit
from hypothesis import given, settings
from hypothesis import strategies as st

from hardware.codes import (
    CodeKind,
    Refusal,
    RefusedCode,
    ScannedCode,
    gs1_check_digit,
    make_badge,
    make_pickup_qr,
    make_route_code,
    make_sscc,
    read_code,
)

GS = "\x1d"
ROOT = Path(__file__).parent.parent.parent
DIFFERENCES = {
    "^800302112345678901ABC": "biip does not check the check digit inside AI 8003; we do not use the AI",
    "association (89)ABC(89)ABC(89)ABC": "AI 89 is not in use: the engine knows it for its own tests only",
    "]E02112345678900|]e099COMPOSITE\x1d98XYZ": "composite symbols are not used on groceries",
}
"""What the GS1 engine judges otherwise than we do, and why we leave it so."""


def codes_of(path: Path) -> list[str]:
    with path.open(newline="") as file:
        return [row[0] for row in list(csv.reader(file))[1:]]


def understood(text: str) -> ScannedCode:
    code = read_code(text)
    assert isinstance(code, ScannedCode), code
    return code


def refused(text: str) -> RefusedCode:
    code = read_code(text)
    assert isinstance(code, RefusedCode), code
    assert code.detail.endswith(".")
    return code


def test_every_real_product_number_is_understood(data: Path) -> None:
    codes = codes_of(data / "barcodes_real.csv")
    assert len(codes) == 3103
    for text in codes:
        assert understood(text) == ScannedCode(CodeKind.GTIN, text, gtin="0" + text)


def test_every_bad_check_digit_is_refused_as_such(data: Path) -> None:
    codes = codes_of(data / "barcodes_bad_check_digit.csv")
    assert len(codes) == 500
    assert {refused(text).why for text in codes} == {Refusal.BAD_CHECK_DIGIT}


_BRACKETED = re.compile(r"\((\d+)\)([^(]*)")


def engine_vectors() -> list[tuple[str, str, bool]]:
    path = Path(__file__).parent / "data" / "gs1_engine_vectors.json"
    rows = []
    for vector in json.loads(path.read_text()):
        value: str = vector["value"]
        if vector["kind"].startswith("raw_AI"):
            rows.append((value, GS + value[1:].replace("^", GS), vector["ok"]))
        elif vector["kind"] == "bracketed_AI" and vector["ok"]:
            rows.append((value, GS + vector["raw"][1:].replace("^", GS), True))
        elif vector["kind"] == "scan_data":
            rows.append((value, value, vector["ok"]))
        elif vector["kind"].startswith("association"):
            scanned = "".join(GS + "".join(pair) for pair in _BRACKETED.findall(value))
            rows.append((f"association {value}", scanned, vector["ok"]))
    return rows


@pytest.mark.parametrize(("name", "scanned", "ok"), engine_vectors())
def test_agrees_with_the_gs1_engine_but_for_known_differences(name: str, scanned: str, ok: bool) -> None:
    """Vectors of the syntax alone leave out which statements need each other."""
    code = read_code(scanned)
    incomplete = isinstance(code, RefusedCode) and code.why is Refusal.INCOMPLETE
    taken = isinstance(code, ScannedCode) or (incomplete and not name.startswith("association"))
    assert (taken == ok) == (name not in DIFFERENCES)


@pytest.mark.parametrize(
    ("scanned", "gtin"),
    [
        ("96385074", "00000096385074"),
        ("036000291452", "00036000291452"),
        ("6901010117440", "06901010117440"),
        ("16901010117447", "16901010117447"),
        ("]E06901010117440", "06901010117440"),
        ("]E496385074", "00000096385074"),
        ("]I116901010117447", "16901010117447"),
        (" \t6901010117440\r\n", "06901010117440"),
        ("６９０１０１０１１７４４０", "06901010117440"),
        ("\x026901010117440\x03", "06901010117440"),
    ],
)
def test_gtin_of_each_length(scanned: str, gtin: str) -> None:
    code = understood(scanned)
    assert (code.kind, code.gtin) == (CodeKind.GTIN, gtin)


def test_element_strings_say_what_a_desk_needs() -> None:
    scanned = f"]C10106901010117440{'17'}270131{'11'}260101310300125010LOT7{GS}2112AB{GS}15270101"
    code = understood(scanned)
    assert code == ScannedCode(
        CodeKind.GS1,
        scanned[3:],
        "]C1",
        gtin="06901010117440",
        lot="LOT7",
        serial="12AB",
        expiry=dt.date(2027, 1, 31),
        best_before=dt.date(2027, 1, 1),
        produced=dt.date(2026, 1, 1),
        weight_g=1250,
    )


@pytest.mark.parametrize(
    ("scanned", "why"),
    [
        (f"]C1{'10'}LOT7", Refusal.INCOMPLETE),
        ("]C13103001250", Refusal.INCOMPLETE),
        ("]C101069010101174403925" + "12599", Refusal.INCOMPLETE),
        (f"]C1010690101011744021S1{GS}235X", Refusal.GARBLED),
        ("]C1010690101011744031030012503102012500", Refusal.GARBLED),
        ("]C1010690101011744037" + "24", Refusal.GARBLED),
        ("]C10106901010117440" + "3920" + f"1299{GS}3103001250", None),
        ("]C10106901010117440" + "3302001250" + "3102012500", None),
    ],
)
def test_statements_that_may_not_stand_together_or_alone(scanned: str, why: Refusal | None) -> None:
    code = read_code(scanned)
    assert (code.why if isinstance(code, RefusedCode) else None) is why


def test_contents_and_count_of_a_case() -> None:
    code = understood("]C1020690101011744037" + "24")
    assert (code.gtin, code.quantity) == ("06901010117440", 24)


@pytest.mark.parametrize("front", ["", "]C1", "]Q3", "]d2", GS])
def test_sscc_in_an_element_string(front: str) -> None:
    sscc = make_sscc(0, "6901234", 17)
    code = understood(f"{front}00{sscc}")
    assert (code.kind, code.sscc) == (CodeKind.GS1, sscc)


def test_bare_sscc() -> None:
    sscc = make_sscc(3, "6901234", 17)
    assert understood(sscc) == ScannedCode(CodeKind.SSCC, sscc, sscc=sscc)


def test_digital_link() -> None:
    code = understood("https://id.gs1.org/01/06901010117440/10/AB1?17=271231")
    assert (code.gtin, code.lot, code.expiry) == ("06901010117440", "AB1", dt.date(2027, 12, 31))


@pytest.mark.parametrize(
    ("scanned", "why"),
    [
        ("", Refusal.EMPTY),
        (" \r\n", Refusal.EMPTY),
        ("]C1", Refusal.EMPTY),
        (GS, Refusal.EMPTY),
        (f"{GS}30", Refusal.UNKNOWN),
        (f"{GS}37", Refusal.UNKNOWN),
        ("7892", Refusal.UNKNOWN),
        ("hello", Refusal.UNKNOWN),
        ("http://example.com/menu", Refusal.UNKNOWN),
        ("10LOT7", Refusal.UNKNOWN),
        ("0000000000000", Refusal.UNKNOWN),
        ("69010101174\ufffd0", Refusal.GARBLED),
        ("690101\x0011744", Refusal.GARBLED),
        ("]E069010101A7440", Refusal.GARBLED),
        ("]E069010101174", Refusal.GARBLED),
        ("9" * 3000, Refusal.GARBLED),
        (f"]C1010690101011744010A{GS}10B", Refusal.GARBLED),
        ("]C10106901010117441", Refusal.BAD_CHECK_DIGIT),
        ("]C100069012340000000031", Refusal.BAD_CHECK_DIGIT),
        ("]C110" + "A" * 25, Refusal.UNKNOWN),
        ("]C100٠٠٠٠٠٠٠٠٠٠٠٠٠٠٠٠٠٠", Refusal.GARBLED),
        (f"]C1{'17'}261301", Refusal.UNKNOWN),
    ],
)
def test_refusals_have_their_own_reason(scanned: str, why: Refusal) -> None:
    assert refused(scanned).why is why


@pytest.mark.parametrize(("scanned", "kind"), [("]Q1菜单", CodeKind.TEXT), ("]C07892", CodeKind.DIGITS)])
def test_an_aim_identifier_vouches_for_what_we_do_not_know(scanned: str, kind: CodeKind) -> None:
    assert understood(scanned).kind is kind


def test_a_lost_separator_is_not_noticed_and_shows_in_the_lot() -> None:
    assert understood("]C1010690101011744010LOT721SER9").lot == "LOT721SER9"


@settings(deadline=None)
@given(st.integers(0, 9_999_999))
def test_badges_round_trip(number: int) -> None:
    badge = make_badge(number)
    assert understood(badge) == ScannedCode(CodeKind.BADGE, badge, badge=badge)


@settings(deadline=None)
@given(st.integers(0, 9_999_999), st.integers(0, 10**17 - 1))
def test_route_codes_and_customers_qrs_round_trip(route: int, order: int) -> None:
    code, qr = make_route_code(route), make_pickup_qr(order)
    assert (len(code), len(qr)) == (10, 20)
    for aim in ("", "]Q1"):
        symbology = aim or None
        assert understood(aim + code) == ScannedCode(CodeKind.ROUTE, code, symbology, route=code)
        assert understood(aim + qr) == ScannedCode(CodeKind.PICKUP_QR, qr, symbology, pickup_qr=qr)


@pytest.mark.parametrize("aim", ["", "]Q1"])
@pytest.mark.parametrize("code", [make_badge(1234567), make_route_code(7654321), make_pickup_qr(31415926535)])
def test_a_misread_number_of_ours_is_told_as_misread(code: str, aim: str) -> None:
    wrong = f"{code[:-1]}{(int(code[-1]) + 1) % 10}"
    assert refused(aim + wrong).why is Refusal.BAD_CHECK_DIGIT


@pytest.mark.parametrize("code", [make_route_code(7654321), make_pickup_qr(31415926535)])
def test_half_a_code_of_ours_is_no_code(code: str) -> None:
    assert refused(code[: len(code) // 2]).why is Refusal.UNKNOWN


@settings(deadline=None)
@given(st.integers(0, 9), st.text("0123456789", min_size=7, max_size=10), st.integers(0, 999_999))
def test_sscc_round_trip(extension: int, prefix: str, serial: int) -> None:
    sscc = make_sscc(extension, prefix, serial)
    assert sscc[1:].startswith(prefix)
    assert sscc[:-1].endswith(str(serial))
    code = read_code(sscc)
    assert isinstance(code, ScannedCode) == (sscc.strip("0") != "")


@settings(deadline=None)
@given(st.integers(0, 9_999_999), st.integers(0, 9), st.integers(1, 9))
def test_one_wrong_digit_never_passes(number: int, place: int, change: int) -> None:
    badge = make_badge(number)
    wrong = f"{badge[:place]}{(int(badge[place]) + change) % 10}{badge[place + 1 :]}"
    assert isinstance(read_code(wrong), RefusedCode)


@settings(deadline=None)
@given(st.text("0123456789", min_size=1, max_size=20))
def test_check_digits_agree_with_biip(digits: str) -> None:
    assert gs1_check_digit(digits) == gs1_standard_check_digit(digits)


def test_nothing_loads_the_tables_of_gs1_before_they_are_asked_for() -> None:
    program = (
        "import sys, hardware.codes as codes; assert 'biip' not in sys.modules; "
        "codes.read_code('6901010117440'); assert 'biip' not in sys.modules; "
        "codes.warm_up(); assert 'biip' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True)


@pytest.mark.parametrize("serial", [-1, 1_000_000_000])
def test_a_serial_without_room_is_refused(serial: int) -> None:
    with pytest.raises(ValueError, match="no room"):
        make_sscc(0, "6901234", serial)


def test_numbers_out_of_range_are_refused() -> None:
    with pytest.raises(ValueError, match="one digit"):
        make_sscc(10, "6901234", 1)
    with pytest.raises(ValueError, match="a badge number has at most 7 digits"):
        make_badge(10_000_000)
    with pytest.raises(ValueError, match="a route number has at most 7 digits"):
        make_route_code(-1)
    with pytest.raises(ValueError, match="a pickup number has at most 17 digits"):
        make_pickup_qr(10**17)
    with pytest.raises(ValueError, match="not digits"):
        gs1_check_digit("１２")


PARTS = st.sampled_from(
    [
        "]C1",
        "]E0",
        "]Q1",
        "]e0",
        "]",
        GS,
        "00",
        "01",
        "10",
        "17",
        "3103",
        "8003",
        "69",
        "http://",
        "/01/",
        "^",
        "²",
        "٣",
    ]
)


ELEMENTS = st.tuples(
    st.sampled_from([GS, f"]C1{GS}", "]C1"]),
    st.text("0123456789", min_size=2, max_size=4),
    st.lists(st.one_of(PARTS, st.text(f"0123456789A{GS}", max_size=9)), max_size=4).map("".join),
).map("".join)


@settings(deadline=None)
@given(
    st.one_of(
        st.text(), ELEMENTS, st.lists(st.one_of(PARTS, st.text("0123456789A", max_size=9))).map("".join)
    )
)
def test_no_text_ever_raises(text: str) -> None:
    code = read_code(text)
    assert isinstance(code, ScannedCode | RefusedCode)
    if isinstance(code, ScannedCode):
        assert code.gtin is None or (len(code.gtin) == 14 and code.gtin.isascii() and code.gtin.isdigit())
        assert code.sscc is None or (len(code.sscc) == 18 and code.sscc.isascii() and code.sscc.isdigit())


@settings(deadline=None)
@given(st.binary())
def test_no_bytes_ever_raise(raw: bytes) -> None:
    assert isinstance(read_code(raw.decode("utf-8", "replace")), ScannedCode | RefusedCode)
    assert isinstance(read_code(raw.decode("latin-1")), ScannedCode | RefusedCode)
