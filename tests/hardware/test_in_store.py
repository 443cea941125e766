"""In-store weight codes: read by the layout of the shop, and never taken for anything else."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.codes import CodeKind, Refusal, RefusedCode, ScannedCode, gs1_check_digit, make_sscc, read_code
from hardware.in_store import USUAL_LAYOUTS, WeightLayout

ROOT = Path(__file__).parent.parent.parent
WEIGHT = WeightLayout("28PPPPPWWWWWC")
PRICE = WeightLayout("22PPPPPAAAAAC")
BOTH = WeightLayout("26PPPPPAAAAAWWWWWC")


def with_check_digit(body: str) -> str:
    return f"{body}{gs1_check_digit(body)}"


@pytest.mark.parametrize(
    ("layout", "body", "said"),
    [
        (WEIGHT, "281234501250", ("12345", 1250, None)),
        (PRICE, "220000700990", ("00007", None, 990)),
        (BOTH, "26123450129900520", ("12345", 520, 1299)),
    ],
)
def test_each_usual_layout(layout: WeightLayout, body: str, said: tuple[str, int | None, int | None]) -> None:
    code = read_code(with_check_digit(body), [layout])
    assert isinstance(code, ScannedCode)
    assert code.kind is CodeKind.IN_STORE
    assert (code.plu, code.weight_g, code.amount_fen) == said


def test_a_layout_without_a_check_digit_and_with_places_that_count_nothing() -> None:
    code = read_code("2912345X01250".replace("X", "7"), [WeightLayout("29PPPPPXWWWWW")])
    assert isinstance(code, ScannedCode)
    assert (code.plu, code.weight_g) == ("12345", 1250)


def test_a_wrong_check_digit_is_refused_as_such() -> None:
    right = with_check_digit("281234501250")
    wrong = right[:-1] + str((int(right[-1]) + 1) % 10)
    code = read_code(wrong, [WEIGHT])
    assert isinstance(code, RefusedCode)
    assert code.why is Refusal.BAD_CHECK_DIGIT


def test_the_first_layout_that_reads_the_code_whole_counts() -> None:
    strict, loose = WeightLayout("28PPPPPWWWWWC"), WeightLayout("28PPPPPWWWWWX")
    code = read_code("2812345012509", [strict, loose])
    assert isinstance(code, ScannedCode)
    assert code.weight_g == 1250


def test_without_a_layout_such_a_code_stays_what_it_was() -> None:
    digits = with_check_digit("281234501250")
    code = read_code(digits)
    assert isinstance(code, ScannedCode)
    assert (code.kind, code.gtin) == (CodeKind.GTIN, "0" + digits)


def test_our_crates_are_never_taken_for_a_weighed_pack() -> None:
    layouts = [WeightLayout(text) for text in USUAL_LAYOUTS]
    for extension in (0, 1, 3, 9):
        sscc = make_sscc(extension, "9520001", 4711)
        code = read_code(sscc, layouts)
        assert isinstance(code, ScannedCode)
        assert code.kind is CodeKind.SSCC


@given(st.text(max_size=25))
def test_any_text_is_read_without_an_exception(text: str) -> None:
    layouts = [WeightLayout(each) for each in USUAL_LAYOUTS]
    code = read_code(text, layouts)
    if isinstance(code, ScannedCode) and code.kind is CodeKind.IN_STORE:
        assert code.text.isascii()
        assert code.text.isdigit()


@given(plu=st.integers(0, 99_999), amount_fen=st.integers(0, 99_999), weight_g=st.integers(0, 99_999))
def test_what_a_scale_prints_is_read_back(plu: int, amount_fen: int, weight_g: int) -> None:
    digits = with_check_digit(f"26{plu:05d}{amount_fen:05d}{weight_g:05d}")
    code = read_code(digits, [BOTH])
    assert isinstance(code, ScannedCode)
    assert (code.plu, code.amount_fen, code.weight_g) == (f"{plu:05d}", amount_fen, weight_g)


@given(data=st.data(), plu=st.integers(0, 99_999), weight_g=st.integers(0, 99_999))
def test_one_misread_digit_is_never_another_weight(data: st.DataObject, plu: int, weight_g: int) -> None:
    digits = with_check_digit(f"28{plu:05d}{weight_g:05d}")
    place = data.draw(st.integers(2, 12))
    other = data.draw(st.integers(0, 9).filter(lambda digit: str(digit) != digits[place]))
    assert isinstance(read_code(digits[:place] + str(other) + digits[place + 1 :], [WEIGHT]), RefusedCode)


@pytest.mark.parametrize(
    "text",
    ["", "28PPPPP", "18PPPPPWWWWWC", "28PPPPPXXXXXC", "28PPWWPPWWWWC", "28PPPPPCWWWWW", "28QQQQQWWWWWC",
     "28WWWWWWWWWWC", "28PPPPPWWWWWCC"],
)  # fmt: skip
def test_a_bad_layout_says_what_is_allowed(text: str) -> None:
    with pytest.raises(ValueError, match="28PPPPPWWWWWC"):
        WeightLayout(text)


def test_the_command_line_reads_by_layout() -> None:
    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "hardware", "codes", *words],
            cwd=ROOT,
            input=with_check_digit("281234501250") + "\n",
            capture_output=True,
            text=True,
        )

    said = json.loads(run("--layout", "28PPPPPWWWWWC").stdout)
    assert (said["ok"], said["kind"], said["plu"], said["weight_g"]) == (True, "in_store", "12345", 1250)
    wrong = run("--layout", "28")
    assert wrong.returncode == 2
    assert "28PPPPPWWWWWC" in wrong.stderr
