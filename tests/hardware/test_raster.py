import dataclasses
import io
from pathlib import Path

import pytest
import zxingcpp
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from hardware.codes import ScannedCode, gs1_check_digit, read_code
from hardware.drawing.canvas import BOLD, REGULAR, Box, Canvas, Faces, Style
from hardware.drawing.wrapping import break_lines, pieces
from hardware.errors import FontsMissing
from hardware.labels import SLIP_ROWS, ClosingSlip, CrateLabel, Label, SlipRow, ZoneMark
from hardware.languages.zpl import encode_zpl
from hardware.protocols import RasterLabel
from hardware.raster import LabelPainter
from hardware.samples import sample_labels
from tests.hardware.conftest import Render

EDGE_DOTS = 16
"""2 mm."""
DIGITS_30_MM = 240
SAMPLES = sample_labels()
LONG_NAME = "北京市朝阳区崔各庄乡马泉营村香江北路28号院阳光花园小区南门一层社区团购自提点"


def image_of(raster: RasterLabel) -> Image.Image:
    """Black is 0, as on paper."""
    dots = Image.frombytes("1", (raster.width_dots, raster.height_dots), raster.rows).convert("L")
    return dots.point(lambda value: 255 - value)


def black_box(image: Image.Image) -> tuple[int, int, int, int]:
    box = image.point(lambda value: 255 - value).getbbox()
    assert box is not None
    return box


def decoded_codes(image: Image.Image) -> dict[str, str]:
    found = zxingcpp.read_barcodes(image)
    return {barcode.symbology_identifier: barcode.bytes.decode() for barcode in found}


def crate(**changes: object) -> CrateLabel:
    sample = SAMPLES["crate"]
    assert isinstance(sample, CrateLabel)
    return dataclasses.replace(sample, **changes)  # type: ignore[arg-type]  # the fields are named by the test


def slip(**changes: object) -> ClosingSlip:
    sample = SAMPLES["slip"]
    assert isinstance(sample, ClosingSlip)
    return dataclasses.replace(sample, **changes)  # type: ignore[arg-type]  # the fields are named by the test


def assert_shows_its_crate(image: Image.Image, sscc: str) -> None:
    assert decoded_codes(image) == {"]C1": f"00{sscc}", "]Q3": f"00{sscc}"}
    assert gs1_check_digit(sscc[:-1]) == int(sscc[-1])
    code = read_code(f"]C100{sscc}")
    assert isinstance(code, ScannedCode)
    assert code.sscc == sscc


def assert_inside(image: Image.Image) -> None:
    left, top, right, bottom = black_box(image)
    assert min(left, top) >= EDGE_DOTS
    assert right <= image.width - EDGE_DOTS
    assert bottom <= image.height - EDGE_DOTS


@pytest.mark.parametrize("name", SAMPLES)
def test_each_label_can_be_decoded_and_stays_off_the_edge(painter: LabelPainter, name: str) -> None:
    raster = painter.paint(SAMPLES[name])
    assert (raster.width_dots, raster.height_dots, len(raster.rows)) == (800, 1200, 120_000)
    assert_inside(image_of(raster))
    assert_shows_its_crate(image_of(raster), SAMPLES[name].sscc)


@pytest.mark.parametrize("name", SAMPLES)
def test_an_independent_renderer_prints_the_same_label(
    painter: LabelPainter, render_zpl: Render, name: str
) -> None:
    raster = painter.paint(SAMPLES[name])
    rendered = render_zpl(encode_zpl(raster))
    assert rendered.point(lambda value: 255 * (value > 127)).tobytes() == image_of(raster).tobytes()
    assert_shows_its_crate(rendered, SAMPLES[name].sscc)


@pytest.mark.parametrize(("number", "total"), [(3, 7), (1, 1), (12, 27), (112, 127)])
def test_the_crate_number_stands_30_mm_high(painter: LabelPainter, number: int, total: int) -> None:
    def number_area(label: CrateLabel) -> Image.Image:
        return image_of(painter.paint(label)).crop((40, 400, 760, 664))

    area = number_area(crate(number=number, total=total))
    _, top, right, bottom = black_box(area)
    assert bottom - top >= DIGITS_30_MM
    assert right <= 720
    assert area.tobytes() != number_area(crate(number=number, total=total + 1)).tobytes()


def test_zones_are_told_apart_without_colour(painter: LabelPainter) -> None:
    def band(zone: ZoneMark) -> Image.Image:
        return image_of(painter.paint(crate(zone=zone, zone_text=""))).crop((24, 82, 776, 186))

    black = {zone: band(zone).histogram()[0] / (752 * 104) for zone in ZoneMark}
    assert black[ZoneMark.AMBIENT] > black[ZoneMark.CHILLED] > black[ZoneMark.FROZEN] > 0.5


def test_a_reprint_is_marked_white_on_black(painter: LabelPainter) -> None:
    def corner(label: Label) -> float:
        area = image_of(painter.paint(label)).crop((640, 28, 760, 70))
        return area.histogram()[0] / (area.width * area.height)

    for unmarked in (crate(cycle=""), slip()):
        marked = dataclasses.replace(unmarked, copy_mark="重印 2")
        assert corner(unmarked) == 0
        assert corner(marked) > 0.5


def test_fonts_that_are_missing_are_told(tmp_path: Path) -> None:
    with pytest.raises(FontsMissing, match="Install the program again"):
        LabelPainter(tmp_path)


def test_more_orders_than_a_slip_holds_are_refused(painter: LabelPainter) -> None:
    full = tuple(SlipRow(f"20260618-{index}", "1") for index in range(SLIP_ROWS))
    assert_inside(image_of(painter.paint(slip(rows=full, more="还有 3 单"))))
    with pytest.raises(ValueError, match="10 rows, not 11"):
        painter.paint(slip(rows=(*full, SlipRow("x", "1"))))


def test_a_wrong_sscc_is_never_printed(painter: LabelPainter) -> None:
    with pytest.raises(ValueError, match=r"(?i)check|sscc"):
        painter.paint(crate(sscc="069012340000000031"))


def test_a_preview_is_the_printed_label(painter: LabelPainter) -> None:
    label = crate()
    preview = Image.open(io.BytesIO(painter.render_png(label))).convert("L")
    assert preview.tobytes() == image_of(painter.paint(label)).tobytes()


@pytest.mark.parametrize(
    "text", ["", LONG_NAME, LONG_NAME * 6, "W" * 120, "a b\nc\td\x00e", "😀①㎏", "（（（））"]
)
def test_any_text_stays_on_the_label(painter: LabelPainter, text: str) -> None:
    label = crate(
        brand=text, pickup_point=text, pickup_code=text, address=text, zone_text=text, route=text,
        facts=(text, text, text), cycle=text, copy_mark=text,
    )  # fmt: skip
    image = image_of(painter.paint(label))
    assert_inside(image)
    assert_shows_its_crate(image, label.sscc)


TEXTS = st.text(st.sampled_from("望京西园四区便民超市（）28号A-,. 500g12枚"), max_size=80)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(text=TEXTS, width=st.integers(200, 760), height=st.integers(40, 200), lines=st.integers(1, 3))
def test_text_is_never_cut_and_never_leaves_its_box(
    fonts: Path, text: str, width: int, height: int, lines: int
) -> None:
    canvas = Canvas(width + 80, height + 80, Faces(fonts))
    box = Box(40, 40, width, height)
    style = Style(size=120, lines=lines)
    setting = canvas.set(text, box, style)
    assert "".join("".join(setting.lines).split()) == "".join(text.split())
    canvas.text(box, text, style)
    around = canvas.image.getbbox()
    if around:
        assert around[0] >= 39
        assert around[1] >= 40 - setting.size // 5
        assert around[2] <= 41 + width
        assert around[3] <= 40 + height + setting.size // 5


@pytest.mark.parametrize("text", ["缺货请联系团长" * 86, "W" * 900, "鸡蛋12枚 " * 100])
@pytest.mark.parametrize(("width", "height", "lines"), [(322, 54, 2), (360, 46, 1), (92, 54, 1)])
def test_endless_text_is_cut_with_a_mark_and_stays_in_its_box(
    fonts: Path, text: str, width: int, height: int, lines: int
) -> None:
    canvas = Canvas(width + 80, height + 80, Faces(fonts))
    box, style = Box(40, 40, width, height), Style(size=34, lines=lines)
    assert canvas.set(text, box, style).lines[-1].endswith("…")
    canvas.text(box, text, style)
    left, top, right, bottom = canvas.image.getbbox() or (0, 0, 0, 0)
    assert min(left, top) >= 39
    assert right <= 41 + width
    assert bottom <= 41 + height


def test_an_endless_note_leaves_the_other_rows_alone(painter: LabelPainter) -> None:
    def above_and_below(note: str) -> bytes:
        rows = (SlipRow("1", "1"), SlipRow("2", "1", note), SlipRow("3", "1"))
        image = image_of(painter.paint(slip(rows=rows)))
        image.paste(255, (437, 407, 761, 464))  # its box and the dot that rounding takes
        return image.tobytes()

    assert above_and_below("缺货请联系团长" * 86) == above_and_below("")


def test_long_names_are_set_in_two_lines_as_large_as_fits(fonts: Path) -> None:
    canvas = Canvas(800, 1200, Faces(fonts))
    box, style = Box(40, 202, 720, 178), Style(size=120, lines=2, legible=34)
    short, longer, long = (canvas.set(LONG_NAME[:count], box, style) for count in (4, 12, 34))
    assert (len(short.lines), short.size) == (1, 120)
    assert (len(longer.lines), longer.size >= 78) == (2, True)
    assert (len(long.lines), long.size >= 38) == (2, True)


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("鸡蛋12枚装", "12枚"),
        ("面粉500g/袋", "500g/"),
        ("2.5kg大米", "2.5kg"),
        ("超市（东门）", "（东"),
        ("好，来", "好，"),
    ],
)
def test_specifications_and_punctuation_stay_together(text: str, whole: str) -> None:
    assert whole in pieces(text)


def broken_plainly(parts: list[str], width: int) -> list[str]:
    """Lines as break_lines makes them, each time measured whole; a character is one wide."""
    lines = [""]
    for part in parts:
        if len((lines[-1] + part).strip()) <= width:
            lines[-1] += part
        elif len(part.strip()) <= width:
            lines.append(part)
        else:
            for character in part:
                if lines[-1].strip() and len(lines[-1].lstrip() + character) > width:
                    lines.append("")
                lines[-1] += character
    return [line.strip() for line in lines if line.strip()]


@given(st.text("ab1 ，（中国", max_size=60), st.integers(1, 20))
def test_lines_are_filled_as_far_as_they_go_however_they_are_measured(text: str, width: int) -> None:
    parts = pieces(text)
    assert break_lines(parts, width, len) == broken_plainly(parts, width)


@pytest.mark.parametrize("face", [REGULAR, BOLD])
@pytest.mark.parametrize("size", [18, 37, 60])
def test_lengths_of_characters_add_up(fonts: Path, face: str, size: int) -> None:
    """No pair of the faces is drawn closer than its characters stand by themselves."""
    faces = Faces(fonts)
    for text in ("AVATo Wo Te Y.", "北京，12.5kg（三元）", "(x)fi ffl“你”"):
        assert faces.length(face, size, text) == faces.get(face, size).getlength(text)
