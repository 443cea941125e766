"""Labels of every size, fineness and language, read from the bytes by eyes that are not ours."""

from collections.abc import Callable
from functools import cache

import pytest
import zxingcpp
from PIL import Image, ImageChops, ImageDraw

from hardware.codes import ScannedCode, crate_of_parcel, make_sscc, read_code
from hardware.languages.escpos import EscPos
from hardware.languages.tspl import Tspl
from hardware.languages.zpl import Zpl
from hardware.protocols import Media, RasterLabel
from hardware.raster import LabelPainter
from hardware.samples import all_samples, sample_labels
from tests.hardware.conftest import RenderOn
from tests.hardware.papers import escpos_paper, tspl_paper

SIZES_MM = [(100, 150), (100, 100), (60, 40), (40, 30)]
MEDIA = [Media(width, height, fine) for width, height in SIZES_MM for fine in (8, 12)]
SSCC = "069012340000000177"


def told(media: Media) -> str:
    return f"{media.width_mm}x{media.height_mm}@{media.dots_per_mm}"


def check_digit(digits: str) -> int:
    """GS1's check digit, computed here: renderer and reader both miss a wrong one."""
    return (
        -sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits))) % 10
    )


def code(symbology: zxingcpp.BarcodeFormat, module_dots: int) -> Image.Image:
    drawn = zxingcpp.create_barcode(f"(00){SSCC}", symbology, gs1=True)
    return Image.fromarray(zxingcpp.write_barcode_to_image(drawn, scale=module_dots, add_quiet_zones=True))


@cache
def label_of(media: Media) -> RasterLabel:
    """A frame on the outermost dots, a GS1 QR code, and bars where they fit; 0.25 mm a module at least."""
    paper = Image.new("L", (media.width_dots, media.height_dots), 255)
    module = media.dots_per_mm // 4
    square = code(zxingcpp.BarcodeFormat.QRCode, 2 * module)
    paper.paste(square, (media.width_dots - square.width - 3, 3))
    if media.width_mm >= 60:
        bars = code(zxingcpp.BarcodeFormat.Code128, module)
        paper.paste(bars.crop((0, 0, bars.width, 6 * media.dots_per_mm)), (3, square.height + 8))
    ImageDraw.Draw(paper).rectangle((0, 0, paper.width - 1, paper.height - 1), outline=0)
    dots = ImageChops.invert(paper).convert("1", dither=Image.Dither.NONE).tobytes()
    return RasterLabel(media.width_dots, media.height_dots, dots)


def picture_of(raster: RasterLabel) -> Image.Image:
    size = (raster.width_dots, raster.height_dots)
    return ImageChops.invert(Image.frombytes("1", size, raster.rows).convert("L"))


def assert_reads(paper: Image.Image, symbologies: set[str]) -> None:
    found = zxingcpp.read_barcodes(paper)
    assert {one.symbology_identifier for one in found} == symbologies
    for one in found:
        assert one.text == f"(00){SSCC}"
        digits = "".join(filter(str.isdigit, one.text)).removeprefix("00")
        assert check_digit(digits[:-1]) == int(digits[-1])


def codes_on(media: Media) -> set[str]:
    return {"]C1", "]Q3"} if media.width_mm >= 60 else {"]Q3"}


@pytest.mark.parametrize("media", MEDIA, ids=told)
def test_tspl_paper(media: Media) -> None:
    label = label_of(media)
    paper, commands = tspl_paper(Tspl().encode(label, media))
    assert commands[b"SIZE"] == f"{media.width_mm} mm,{media.height_mm} mm".encode()
    assert paper.tobytes() == picture_of(label).tobytes()
    assert_reads(paper, codes_on(media))


@pytest.mark.parametrize("media", MEDIA, ids=told)
def test_escpos_paper(media: Media) -> None:
    label = label_of(media)
    paper = escpos_paper(EscPos().encode(label, media))
    assert paper.tobytes() == picture_of(label).tobytes()
    assert_reads(paper, codes_on(media))


@pytest.mark.parametrize("media", MEDIA, ids=told)
def test_zpl_paper(media: Media, render_zpl_on: RenderOn) -> None:
    label = label_of(media)
    paper = render_zpl_on(Zpl().encode(label, media), media)
    assert paper.point(lambda value: 255 * (value > 127)).tobytes() == picture_of(label).tobytes()
    assert_reads(paper, codes_on(media))


PARCEL = all_samples()["parcel"]


@pytest.mark.parametrize("fine", [8, 12])
@pytest.mark.parametrize("size_mm", PARCEL.sizes_mm)
def test_a_parcel_s_label_tells_its_crate_and_place(
    painter: LabelPainter, size_mm: tuple[int, int], fine: int, render_zpl_on: RenderOn
) -> None:
    media = Media(*size_mm, fine)
    raster = painter.paint(PARCEL.label, media)
    papers = [tspl_paper(Tspl().encode(raster, media))[0], render_zpl_on(Zpl().encode(raster, media), media)]
    for paper in papers:
        (found,) = zxingcpp.read_barcodes(paper)
        read = read_code(found.text)
        assert isinstance(read, ScannedCode)
        assert read.parcel == found.text
        assert check_digit(found.text[:-1]) == int(found.text[-1])
        assert found.text[19:21] == "34", "the second half of the place on the label"
        assert crate_of_parcel(found.text) == make_sscc(0, "6901234", 12)


@pytest.mark.parametrize("name", sample_labels())
@pytest.mark.parametrize(
    ("language", "eye"),
    [(Tspl(), lambda job: tspl_paper(job)[0]), (EscPos(), escpos_paper)],
    ids=["tspl", "escpos"],
)
def test_the_labels_of_the_house(
    painter: LabelPainter, name: str, language: Tspl | EscPos, eye: Callable[[bytes], Image.Image]
) -> None:
    raster = painter.paint(sample_labels()[name])
    paper = eye(language.encode(raster, Media(100, 150)))
    assert paper.tobytes() == picture_of(raster).tobytes()
    found = zxingcpp.read_barcodes(paper)
    assert found
    for one in found:
        digits = "".join(filter(str.isdigit, one.text))
        assert check_digit(digits[:-1]) == int(digits[-1])
