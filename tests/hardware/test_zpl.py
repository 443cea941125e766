import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hardware.errors import Reason
from hardware.languages.graphics import pack, unpack
from hardware.languages.zpl import ZplStatus, decode_zpl, encode_zpl, format_status, parse_status
from hardware.protocols import RasterLabel

READY = b"".join(
    b"\x02" + line + b"\x03\r\n"
    for line in (b"030,0,0,1245,000,0,0,0,000,0,0,0", b"000,0,0,0,0,2,4,0,00000000,1,000", b"1234,0")
)
"""As in Zebra's description of ~HS."""


def test_exact_bytes_of_a_tiny_label() -> None:
    rows = bytes.fromhex("0000 8001 8001 FFFF F00F 0FF0".replace(" ", ""))
    assert encode_zpl(RasterLabel(16, 6, rows)) == (
        b"^XA^PW16^LL6^LH0,0^PON^FO0,0^GFA,12,12,2,,8001:JFF00F0FF0^FS^PQ1^XZ\r\n"
    )


@pytest.mark.parametrize(
    ("row", "packed"),
    [
        ("00" * 100, ","),
        ("FF" * 100, "pF"),
        ("AA" * 100, "pA"),
        ("A5" + "55" * 20 + "00", "A" + "hG5" + ","),
        ("1" * 420 + "00", "zg1,"),
        ("1" * 2 + "2" * 19 + "3", "11Y23"),
    ],
)
def test_runs_are_counted_as_zpl_does(row: str, packed: str) -> None:
    assert pack(bytes.fromhex(row), len(row) // 2) == packed


@settings(deadline=None)
@given(st.integers(1, 60), st.data())
def test_packed_graphics_unpack_to_the_same_dots(row_bytes: int, data: st.DataObject) -> None:
    rows = data.draw(
        st.lists(
            st.one_of(
                st.binary(min_size=row_bytes, max_size=row_bytes),
                st.sampled_from([b"\x00", b"\xff", b"\xaa", b"\x0f"]).map(lambda b: b * row_bytes),
            ),
            min_size=1,
            max_size=8,
        )
    )
    dots = b"".join(rows)
    assert unpack(pack(dots, row_bytes), row_bytes, len(dots)) == dots


@pytest.mark.parametrize("text", ["", "^XA^FDhello^FS^XZ", "^XA^PW8^LL1^FO0,0^GFA,1,1,1,FF0^FS^XZ"])
def test_foreign_zpl_is_not_decoded(text: str) -> None:
    with pytest.raises(ValueError, match=r"raster|graphic"):
        decode_zpl(text.encode())


def test_a_job_decodes_to_its_raster() -> None:
    raster = RasterLabel(24, 2, bytes(range(6)))
    assert decode_zpl(encode_zpl(raster)) == raster


def test_a_ready_printer() -> None:
    status = parse_status(READY)
    assert status is not None
    assert status.is_through
    assert status.obstacle is None


@pytest.mark.parametrize(
    ("found", "replaced", "reason"),
    [
        (b"030,0,0,", b"030,1,0,", Reason.OUT_OF_PAPER),
        (b"030,0,0,", b"030,0,1,", Reason.PAUSED),
        (b"000,0,0,0\x03", b"000,0,0,1\x03", Reason.OVERHEATED),
        (b"\x02000,0,0,0,", b"\x02000,0,1,0,", Reason.HEAD_OPEN),
        (b"\x02000,0,0,0,", b"\x02000,0,0,1,", Reason.OUT_OF_RIBBON),
    ],
)
def test_obstacles(found: bytes, replaced: bytes, reason: Reason) -> None:
    assert found in READY
    status = parse_status(READY.replace(found, replaced, 1))
    assert status is not None
    assert status.obstacle is reason


@pytest.mark.parametrize(
    ("found", "replaced"),
    [
        (b"1245,000,0,0,0", b"1245,002,0,0,0"),
        (b"1245,000,0,0,0", b"1245,000,0,0,1"),
        (b"00000000", b"00000003"),
    ],
)
def test_not_through(found: bytes, replaced: bytes) -> None:
    status = parse_status(READY.replace(found, replaced, 1))
    assert status is not None
    assert not status.is_through


@settings(deadline=None)
@given(st.integers(0, len(READY) - 4))
def test_a_part_of_an_answer_is_none_yet(length: int) -> None:
    assert parse_status(READY[:length]) is None


@pytest.mark.parametrize(
    "answer", [b"\x02a\x03\x02b\x03\x02c\x03", b"\x02\x03\x02\x03\x02\x03", b"\x02\xff\x03" * 3]
)
def test_nonsense_is_told_from_an_answer(answer: bytes) -> None:
    with pytest.raises(ValueError, match="no answer to ~HS"):
        parse_status(answer)


@settings(deadline=None)
@given(
    st.builds(ZplStatus, *[st.booleans()] * 2, st.integers(0, 999), *[st.booleans()] * 5, st.integers(0, 99))
)
def test_statuses_round_trip(status: ZplStatus) -> None:
    assert parse_status(b"\r\n" + format_status(status)) == status


def test_rows_filled_with_black_by_others_are_read() -> None:
    assert unpack("F0F0!,!", 4, 12) == bytes.fromhex("F0F0FFFF" + "00000000" + "FFFFFFFF")
