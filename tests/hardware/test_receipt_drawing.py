"""Slips as dots: Chinese drawn right, nothing beyond the paper, codes that independent readers read."""

from pathlib import Path

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont

from hardware.drawing.canvas import REGULAR
from hardware.protocols import RasterLabel
from hardware.receipt import Align, Barcode, Blank, Cell, Columns, Line, QrCode, Receipt, Rule, Size, Text
from hardware.receipt_raster import ReceiptPainter
from hardware.receipts.encoding import encode_drawer, encode_slip
from hardware.receipts.samples import sample_receipts
from tests.hardware.escpos_eyes import print_out

WIDTHS = (576, 384)


@pytest.fixture(scope="module")
def painter(fonts: Path) -> ReceiptPainter:
    return ReceiptPainter(fonts)


def seen(slip: RasterLabel) -> Image.Image:
    """As it stands on the paper, by way of ESC/POS and back; black on white."""
    return print_out(encode_slip(slip, cut=True, open_drawer=False)).picture()


def ink(slip: RasterLabel) -> tuple[int, int, int, int]:
    """The box that holds all black."""
    box = Image.frombytes("1", (slip.width_dots, slip.height_dots), slip.rows).getbbox()
    assert box is not None
    return box


def reference(fonts: Path, text: str, size: int) -> bytes:
    """How the font itself draws a character."""
    face = ImageFont.truetype(str(fonts / REGULAR), size, layout_engine=ImageFont.Layout.BASIC)
    image = Image.new("1", (size * 2, size * 2), 0)
    ImageDraw.Draw(image).text((size // 2, size // 2), text, fill=1, font=face)
    return image.crop(image.getbbox()).tobytes()


@pytest.mark.parametrize("character", ["￥", "䶮", "㛃", "喆", "𬭎", "取", "€", "é"])
def test_difficult_characters_are_drawn_as_the_font_has_them(
    painter: ReceiptPainter, fonts: Path, character: str
) -> None:
    slip = painter.paint(Receipt((Text(character),)), 576)
    drawn = Image.frombytes("1", (576, slip.height_dots), slip.rows).crop(ink(slip)).tobytes()
    assert drawn == reference(fonts, character, Size.NORMAL.value)


@pytest.mark.parametrize("missing", ["🍑", "𠮷", "👍🏽", "\ufe0f\u200d🔥", "\ue000", "\U0010ffff"])
def test_what_the_font_lacks_is_replaced_where_it_can_be_seen(painter: ReceiptPainter, missing: str) -> None:
    with_it = painter.paint(Receipt((Text(f"桃{missing}箱"),)), 576)
    assert with_it == painter.paint(Receipt((Text("桃□箱"),)), 576)


def test_a_long_name_wraps_and_never_leaves_its_column(painter: ReceiptPainter) -> None:
    name = "山东烟台红富士苹果精选大果礼盒装Aa1234567890" * 4
    for width in WIDTHS:
        row = Columns((Cell(name, 3), Cell("", 1)))
        left, top, right, bottom = ink(painter.paint(Receipt((row,)), width))
        assert left >= 2
        assert right <= 4 + (width - 8 - 12) * 3 // 4
        assert bottom - top > 3 * Size.NORMAL.value


def test_a_specification_is_not_torn(painter: ReceiptPainter) -> None:
    """`500g×12` goes to the next line whole: both lines are as the words alone would be."""
    words = "山" * 21
    torn = painter.paint(Receipt((Text(f"{words}500g×12"),)), 576)
    apart = painter.paint(Receipt((Text(words), Text("500g×12"))), 576)
    assert torn == apart


def test_alignment(painter: ReceiptPainter) -> None:
    lefts = [ink(painter.paint(Receipt((Text("合计", align=align),)), 576))[0] for align in Align]
    assert lefts[0] < 8
    assert abs(lefts[1] - (576 - 52) // 2) <= 3
    assert lefts[2] > 576 - 4 - 54


def test_a_rule_goes_across_and_a_bold_one_is_thicker(painter: ReceiptPainter) -> None:
    thin, thick = (ink(painter.paint(Receipt((Rule(bold=bold),)), 384)) for bold in (False, True))
    assert (thin[0], thin[2], thin[3] - thin[1]) == (4, 380, 2)
    assert (thick[0], thick[2], thick[3] - thick[1]) == (4, 380, 4)


def test_sizes_are_dots_and_bold_is_blacker(painter: ReceiptPainter) -> None:
    heights = []
    for size in Size:
        _, top, _, bottom = ink(painter.paint(Receipt((Text("国", size=size),)), 576))
        heights.append(bottom - top)
        assert 0.8 * size.value < bottom - top <= size.value
    assert heights == sorted(heights)
    plain, bold = (
        sum(byte.bit_count() for byte in painter.paint(Receipt((Text("国", bold=bold),)), 576).rows)
        for bold in (False, True)
    )
    assert bold > plain * 1.1


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("content", ["76000000000000000017", "https://example.com/取货/1", "x" * 120])
def test_a_qr_is_read_by_another_reader(painter: ReceiptPainter, width: int, content: str) -> None:
    slip = painter.paint(Receipt((Text("扫码"), QrCode(content), Text("下"))), width)
    (found,) = zxingcpp.read_barcodes(seen(slip))
    assert (found.format, found.text) == (zxingcpp.BarcodeFormat.QRCode, content)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_barcode_is_read_by_another_reader_and_written_below(painter: ReceiptPainter, width: int) -> None:
    slip = painter.paint(Receipt((Barcode("76000000000000000017"),)), width)
    (found,) = zxingcpp.read_barcodes(seen(slip))
    assert (found.format, found.text) == (zxingcpp.BarcodeFormat.Code128, "76000000000000000017")
    assert slip.height_dots > 80 + Size.NORMAL.value


@pytest.mark.parametrize(
    "line", [QrCode("x" * 1500), QrCode("x" * 4000), Barcode("A" * 60), Barcode("取"), Barcode("")]
)
def test_a_code_that_does_not_go_on_the_paper_is_refused(painter: ReceiptPainter, line: Line) -> None:
    with pytest.raises(ValueError, match=r"fit|hold"):
        painter.paint(Receipt((line,)), 384)


@pytest.mark.parametrize("cells", [(Cell("a"),), (Cell("a"),) * 4, (Cell("a", 0), Cell("b"))])
def test_columns_are_two_or_three(cells: tuple[Cell, ...]) -> None:
    with pytest.raises(ValueError, match="two or three"):
        Columns(cells)


def unlike_questions(dots: bytes) -> bytes:
    """One more dot where a printer would see a command that it obeys at once."""
    pairs = zip(dots, [*dots[1:], 0], strict=True)
    return bytes(0x18 if one == 0x10 and after in (4, 5, 0x14) else one for one, after in pairs)


@pytest.mark.parametrize("receipt", sample_receipts().values(), ids=sample_receipts())
@pytest.mark.parametrize("width", WIDTHS)
def test_samples_come_out_of_escpos_dot_for_dot(
    painter: ReceiptPainter, receipt: Receipt, width: int
) -> None:
    slip = painter.paint(receipt, width)
    paper = print_out(encode_slip(slip, cut=True, open_drawer=False))
    assert b"".join(paper.rows) == unlike_questions(slip.rows)
    assert (paper.width, len(paper.rows)) == (width, slip.height_dots)


texts = st.text(max_size=60)
cells = st.builds(Cell, texts, st.integers(1, 5), st.sampled_from(Align))
lines = st.one_of(
    st.builds(Text, texts, st.sampled_from(Size), st.booleans(), st.sampled_from(Align)),
    st.builds(Columns, st.lists(cells, min_size=2, max_size=3).map(tuple), st.sampled_from(Size)),
    st.builds(Rule, st.booleans()),
    st.builds(Blank, st.sampled_from(Size)),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(lines, max_size=5).map(tuple), st.sampled_from(WIDTHS))
def test_any_words_make_a_slip(painter: ReceiptPainter, drawn: tuple[Line, ...], width: int) -> None:
    slip = painter.paint(Receipt(drawn), width)
    assert slip.width_dots == width
    assert len(slip.rows) == width // 8 * slip.height_dots


def test_the_bytes_of_a_small_slip() -> None:
    dot = RasterLabel(8, 2, b"\x80\x01")
    assert encode_slip(dot, cut=True, open_drawer=True) == (
        b"\x1b@" b"\x1bp\x0022" b"\x1dv0\x00\x01\x00\x02\x00\x80\x01" b"\x1bd\x06" b"\x1dV\x00" b"\x1b@"
    )  # fmt: skip
    assert encode_slip(dot, cut=False, open_drawer=False) == (
        b"\x1b@" b"\x1dv0\x00\x01\x00\x02\x00\x80\x01" b"\x1bd\x06" b"\x1b@"
    )  # fmt: skip
    assert encode_drawer() == b"\x1b@\x1bp\x0022\x1b@"


def test_a_drawer_opens_before_the_slip_and_the_cut_comes_last() -> None:
    slip = RasterLabel(576, 300, b"\x55" * 72 * 300)
    paper = print_out(encode_slip(slip, cut=True, open_drawer=True))
    assert paper.order == ["reset", "kick", "picture", "feed", "cut", "reset"]
    assert paper.rows == [b"\x55" * 72] * 300


def test_dots_that_look_like_a_question_to_the_printer_are_broken() -> None:
    slip = RasterLabel(24, 2, b"\x10\x04\x01\x10\x05\x14")
    (first, second) = print_out(encode_slip(slip, cut=True, open_drawer=False)).rows
    assert (first, second) == (b"\x18\x04\x01", b"\x18\x05\x14")


def test_nothing_is_written_to_standard_output(capfd: pytest.CaptureFixture[str]) -> None:
    encode_slip(RasterLabel(8, 1, b"\x80"), cut=True, open_drawer=True)
    assert capfd.readouterr() == ("", "")
