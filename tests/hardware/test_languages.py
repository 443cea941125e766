"""Bytes of TSPL and ESC/POS one by one, and what parsers of all languages make of any bytes."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from hardware.errors import Reason
from hardware.languages.choice import language_named
from hardware.languages.escpos import EscPos
from hardware.languages.escpos_status import ASK_STATUS
from hardware.languages.language import (
    Answers,
    Language,
    LanguageName,
    PieceKind,
    PrinterStatus,
    TwinState,
)
from hardware.languages.tspl import ASK_FLAGS, ASK_FRAME, Tspl
from hardware.languages.zpl import STATUS_QUERY, Zpl
from hardware.protocols import Media, RasterLabel
from tests.hardware.papers import escpos_paper, tspl_paper
from tests.hardware.test_printers import named
from tests.hardware.twins import LANGUAGES

SMALL_PAPER = Media(40, 30)
TINY = RasterLabel(16, 2, b"\x80\x01\x7f\xfe")
IDLE = TwinState(None, 0, False)


def test_exact_bytes_of_tspl() -> None:
    assert Tspl().encode(TINY, SMALL_PAPER) == (
        b"SIZE 40 mm,30 mm\r\nGAP 3 mm,0 mm\r\nDIRECTION 1,0\r\nREFERENCE 0,0\r\nCLS\r\n"
        b"BITMAP 0,0,2,2,0,\x7f\xfe\x80\x01\r\nPRINT 1,1\r\n"
    )


def test_dots_beyond_a_width_that_is_no_whole_byte_stay_white_in_tspl() -> None:
    job = Tspl().encode(RasterLabel(4, 1, b"\xf0"), SMALL_PAPER)
    assert b"BITMAP 0,0,1,1,0,\x0f\r\n" in job


def test_exact_bytes_of_escpos() -> None:
    assert EscPos().encode(TINY, SMALL_PAPER) == (b"\x1b@\x1dv0\x00\x02\x00\x02\x00\x80\x01\x7f\xfe\x1d\x0c")


def test_a_high_label_goes_in_bands() -> None:
    job = EscPos().encode(RasterLabel(8, 150, bytes(150)), SMALL_PAPER)
    assert job == (
        b"\x1b@"
        + b"\x1dv0\x00\x01\x00\x80\x00"
        + bytes(128)
        + b"\x1dv0\x00\x01\x00\x16\x00"
        + bytes(22)
        + b"\x1d\x0c"
    )


def test_questions_and_markers() -> None:
    assert (Zpl().questions, Zpl().marker(1)) == ((b"~HS\r\n",), b"")
    assert (Tspl().questions, Tspl().marker(1)) == ((b"\x1b!S", b"\x1b!?"), b"~!T\r\n")
    assert EscPos().questions == (b"\x10\x04\x01\x10\x04\x02\x10\x04\x03\x10\x04\x04",)
    assert EscPos().marker(7) == b"\x1d(H\x06\x0000" + b"0007" + b"\x1dr\x01"
    assert EscPos().marker(10_007) == EscPos().marker(7)


@pytest.mark.parametrize("command", [b"\x10\x04\x01", b"\x10\x05\x02", b"\x10\x14\x08"])
def test_a_picture_never_holds_a_real_time_command_of_escpos(command: bytes) -> None:
    """A printer would answer, clear its buffer or switch itself off in the middle of a label."""
    job = EscPos().encode(RasterLabel(32, 1, b"\xff" + command), SMALL_PAPER)
    assert command[:2] not in job
    assert EscPos().decode(job).rows == b"\xff\x18" + command[1:]


def test_a_picture_never_holds_an_immediate_command_of_tspl() -> None:
    black = bytes(255 - byte for byte in b"\x1b!R")
    job = Tspl().encode(RasterLabel(24, 1, black), SMALL_PAPER)
    assert b"\x1b!" not in job
    changed = Tspl().decode(job).rows
    assert [one ^ other for one, other in zip(changed, black, strict=True)] == [1, 0, 0], "one dot"


@settings(deadline=None)
@given(st.integers(1, 12), st.integers(1, 300), st.randoms(use_true_random=False))
def test_other_eyes_see_what_was_encoded(row_bytes: int, height: int, chance: Random) -> None:
    media = Media(100, 150)
    rows = chance.randbytes(row_bytes * height).replace(b"\x10", b"\x00").replace(b"\xe4", b"\x00")
    label = RasterLabel(row_bytes * 8, height, rows)
    papers = tspl_paper(Tspl().encode(label, media))[0], escpos_paper(EscPos().encode(label, media))
    for paper in papers:
        seen = paper.point(lambda value: 255 - value).convert("1", dither=Image.Dither.NONE).tobytes()
        assert seen == rows
    for language in LANGUAGES:
        assert language.decode(language.encode(label, media)) == label


@pytest.mark.parametrize("name", LanguageName)
def test_each_language_has_its_name(name: LanguageName) -> None:
    assert language_named(name).name is name


@pytest.mark.parametrize("language", LANGUAGES, ids=named)
@given(st.binary(max_size=200))
@settings(deadline=None)
def test_what_is_no_job_is_not_decoded(language: Language, noise: bytes) -> None:
    job = language.encode(TINY, SMALL_PAPER)
    for other in (noise, job[: len(job) // 2]):
        with pytest.raises(ValueError, match=r"raster|bitmap|graphic"):
            language.decode(other)


NO_FRAME = [
    b"\x02@@@\x03\r\n",
    b"\x02@@@@@\x03\r\n",
    b"\x02X@@@\x03\r\n",
    b"\x02@\x80@@\x03\r\n",
    b"@",
    b"\x00",
    b"OK\r\n",
]


@pytest.mark.parametrize(
    ("frame", "obstacle", "at_work"),
    [
        (b"@@@@", None, False),
        (b"L@@@", None, False),
        (b"P@@@", None, True),
        (b"W@@@", None, True),
        (b"@H@@", None, True),
        (b"@A@@", None, False),
        (b"`@@@", Reason.PAUSED, False),
        (b"E@@A", Reason.OUT_OF_PAPER, True),
        (b"E@@B", Reason.JAMMED, True),
        (b"E@@D", Reason.OUT_OF_RIBBON, True),
        (b"E@@H", Reason.OUT_OF_RIBBON, True),
        (b"E@@`", Reason.HEAD_OPEN, True),
        (b"E@@a", Reason.HEAD_OPEN, True),
        (b"E@A@", Reason.OVERHEATED, True),
        (b"E@H@", Reason.REPORTS_ERROR, True),
        (b"E@@@", Reason.REPORTS_ERROR, True),
    ],
)
def test_frames_of_tspl(frame: bytes, obstacle: Reason | None, at_work: bool) -> None:
    heard = b"\x02" + frame + b"\x03\r\n"
    assert Tspl().hear(ASK_FRAME, heard, 1, None) == Answers(PrinterStatus(obstacle, at_work), False)
    marked = Tspl().hear(ASK_FRAME, heard + b"TTP-244\r\n", 1, 5)
    assert marked == Answers(PrinterStatus(obstacle, at_work), True)


@pytest.mark.parametrize("heard", NO_FRAME)
def test_no_frames_of_tspl(heard: bytes) -> None:
    with pytest.raises(ValueError, match="<ESC>!S"):
        Tspl().hear(ASK_FRAME, heard, 1, None)


@pytest.mark.parametrize(
    ("flags", "obstacle", "at_work"),
    [
        (0x00, None, False),
        (0x20, None, True),
        (0x01, Reason.HEAD_OPEN, False),
        (0x40, Reason.HEAD_OPEN, False),
        (0x02, Reason.JAMMED, False),
        (0x04, Reason.OUT_OF_PAPER, False),
        (0x05, Reason.HEAD_OPEN, False),
        (0x08, Reason.OUT_OF_RIBBON, False),
        (0x0D, Reason.HEAD_OPEN, False),
        (0x10, Reason.PAUSED, False),
        (0x80, Reason.REPORTS_ERROR, False),
    ],
)
def test_flags_of_tspl(flags: int, obstacle: Reason | None, at_work: bool) -> None:
    heard = bytes([flags])
    assert Tspl().hear(ASK_FLAGS, heard, 1, None) == Answers(PrinterStatus(obstacle, at_work), False)


@pytest.mark.parametrize(
    ("heard", "asked", "answers"),
    [
        (b"\x20", 1, Answers(PrinterStatus(None, True), False)),
        (b"\x20TTP-244 Pro\r\n\x00", 2, Answers(PrinterStatus(), True)),
        (b"\x20TTP-244", 1, Answers(PrinterStatus(None, True), False)),
        (b"\x20TTP-244\r", 2, None),
        (b"", 1, None),
    ],
)
def test_flags_and_model_of_tspl(heard: bytes, asked: int, answers: Answers | None) -> None:
    assert Tspl().hear(ASK_FLAGS, heard, asked, 1) == answers


HEALTHY = b"\x12\x12\x12\x12"


@pytest.mark.parametrize(
    ("kinds", "obstacle"),
    [
        ("12 12 12 12", None),
        ("16 12 12 1e", None),
        ("1a 16 12 12", Reason.HEAD_OPEN),
        ("1a 32 12 12", Reason.OUT_OF_PAPER),
        ("12 12 12 72", Reason.OUT_OF_PAPER),
        ("1a 52 52 12", Reason.OVERHEATED),
        ("1a 52 1a 12", Reason.REPORTS_ERROR),
        ("1a 52 32 12", Reason.REPORTS_ERROR),
        ("1a 52 12 12", Reason.REPORTS_ERROR),
        ("1a 12 12 12", Reason.PAUSED),
    ],
)
def test_statuses_of_escpos(kinds: str, obstacle: Reason | None) -> None:
    heard = bytes.fromhex(kinds)
    assert EscPos().hear(ASK_STATUS, heard, 1, None) == Answers(PrinterStatus(obstacle), False)


@pytest.mark.parametrize(
    ("heard", "asked", "answers"),
    [
        (HEALTHY, 1, Answers(PrinterStatus(), False)),
        (HEALTHY + b"\x00", 1, Answers(PrinterStatus(), True)),
        (HEALTHY + b"\x03" + HEALTHY, 2, Answers(PrinterStatus(), True)),
        (HEALTHY[:3], 1, None),
        (b"\x00" + HEALTHY, 2, None),
    ],
)
def test_a_printer_without_identities_is_at_the_marker_when_it_tells_of_its_paper(
    heard: bytes, asked: int, answers: Answers | None
) -> None:
    assert EscPos().hear(ASK_STATUS, heard, asked, 3) == answers


def test_a_printer_that_told_identities_once_must_tell_each() -> None:
    language = EscPos()
    first = language.hear(ASK_STATUS, HEALTHY + b"\x37\x220003\x00\x00", 1, 3)
    assert first == Answers(PrinterStatus(), True)
    late = language.hear(ASK_STATUS, HEALTHY + b"\x37\x220003\x00\x00", 1, 4)
    assert late == Answers(PrinterStatus(), False)
    cut_off = language.hear(ASK_STATUS, b"\x220003\x00" + HEALTHY, 1, None)
    assert cut_off == Answers(PrinterStatus(), False)


READY_ANSWERS = {
    STATUS_QUERY: Zpl().answer(STATUS_QUERY, IDLE),
    ASK_FRAME: Tspl().answer(ASK_FRAME, IDLE),
    ASK_FLAGS: Tspl().answer(ASK_FLAGS, IDLE),
    ASK_STATUS: HEALTHY,
}
MARKED = {ASK_FRAME: b"TWIN\r", ASK_FLAGS: b"TWIN\r", ASK_STATUS: b"\x00", STATUS_QUERY: b""}
QUESTIONS = [(language, question) for language in LANGUAGES for question in language.questions]


@pytest.mark.parametrize(("language", "question"), QUESTIONS)
@pytest.mark.parametrize("token", [None, 3])
@given(st.data())
@settings(deadline=None, max_examples=200)
def test_any_bytes_are_understood_or_refused_and_never_confirm(
    language: Language, question: bytes, token: int | None, data: st.DataObject
) -> None:
    """Noise, and right answers in which bytes were changed, added or lost."""
    right = READY_ANSWERS[question] + (MARKED[question] if token else b"")
    noise = data.draw(st.binary(max_size=40))
    at, length = data.draw(st.integers(0, len(right))), data.draw(st.integers(0, 6))
    heard = data.draw(st.sampled_from([noise, right[:at] + noise + right[at + length :]]))
    asked = data.draw(st.integers(1, 3))
    try:
        answers = type(language)().hear(question, heard, asked, token)
    except ValueError:
        return
    if answers is None:
        return
    assert isinstance(answers.status.obstacle, Reason | None)
    idle = answers.is_reached and not answers.status.at_work and not answers.status.obstacle
    if idle:
        assert proves(language, question, heard, token), heard


def proves(language: Language, question: bytes, heard: bytes, token: int | None) -> bool:
    """Whether the bytes themselves hold a whole answer of a ready printer, looked for by other means."""
    match language.name:
        case LanguageName.ZPL:
            strings = heard.split(b"\x02")[1:]
            fields = [string.split(b"\x03")[0].split(b",") for string in strings]
            return any(len(one) >= 12 and one[1:3] == [b"0", b"0"] for one in fields)
        case LanguageName.TSPL:
            line = any(32 < byte < 127 for byte in heard) and b"\r" in heard
            return (
                token is not None
                and line
                and any(one in heard for one in (b"\x02@", b"\x02L", b"\x00", b"\r", b"\n"))
            )
        case LanguageName.ESCPOS:
            healthy = sum(byte & 0x93 == 0x12 for byte in heard) >= 4
            return token is not None and healthy and any(byte <= 0x0F for byte in heard)


@pytest.mark.parametrize("language", LANGUAGES, ids=named)
@given(st.lists(st.binary(max_size=30), max_size=6))
@settings(deadline=None)
def test_a_twin_takes_any_stream_apart_without_falling(language: Language, chunks: list[bytes]) -> None:
    stream = bytearray()
    for chunk in [*chunks, language.encode(TINY, SMALL_PAPER)]:
        stream += chunk
        while piece := language.cut(stream):
            assert 0 <= piece.start < piece.end <= len(stream)
            if piece.kind is not PieceKind.JOB:
                assert isinstance(language.answer(bytes(stream[piece.start : piece.end]), IDLE), bytes)
            del stream[piece.start : piece.end]


@pytest.mark.parametrize("language", LANGUAGES, ids=named)
@pytest.mark.parametrize("step", [1, 3, 7])
def test_a_twin_finds_jobs_and_questions_however_the_stream_is_cut(language: Language, step: int) -> None:
    job = language.encode(TINY, SMALL_PAPER)
    marker = language.marker(1)
    sent = b"".join((*language.questions, job, marker, language.questions[0], job))
    stream, jobs, others = bytearray(), [], 0
    for start in range(0, len(sent), step):
        stream += sent[start : start + step]
        while piece := language.cut(stream):
            found = bytes(stream[piece.start : piece.end])
            if piece.kind is PieceKind.JOB:
                jobs.append(found.strip(b"\r\n") if isinstance(language, Zpl) else found)
            else:
                others += 1
            del stream[piece.start : piece.end]
    assert jobs == [job.strip() if isinstance(language, Zpl) else job] * 2
    assert others == {"zpl": 2, "tspl": 4, "escpos": 10}[language.name]
