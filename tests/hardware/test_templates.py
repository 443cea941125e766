"""Labels of every kind on every paper they are made for, and templates nobody should be able to break."""

import dataclasses
import io
import json
import re
from functools import cache
from math import gcd
from pathlib import Path
from typing import get_type_hints

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageDraw
from pydantic import TypeAdapter

from hardware.__main__ import main
from hardware.check_digits import make_sscc
from hardware.drawing.canvas import Box, Canvas, Faces, Style
from hardware.drawing.codes import LONGEST_VALUE, ean_digits
from hardware.drawing.elements import Code, Element, Repeat
from hardware.drawing.template import Template
from hardware.labels import CommandCode, CrateLabel, Label, LabelKind, SlipRow, ZoneMark, label_types
from hardware.protocols import Media, RasterLabel
from hardware.raster import (
    BadLogo,
    Brand,
    LabelDoesNotFit,
    LabelPainter,
    LabelRefused,
    Templates,
    read_templates,
)
from hardware.samples import all_samples

ROOT = Path(__file__).resolve().parents[2]
FONTS, LABELS = ROOT / "resources/fonts", ROOT / "resources/labels"
SAMPLES = all_samples()
PLACES = [
    (name, media) for name, sample in SAMPLES.items() for fine in (8, 12) for media in sample.media(fine)
]
CODE_FIELDS = {"sscc", "code", "badge", "gtin"}
NASTY = [
    "",
    "北京市朝阳区崔各庄乡马泉营村香江北路28号院" * 6,
    "W" * 200,
    "ggjjpqy ÅẤÇ Ñandú",
    "䶮 ￥12.50 ＡＢＣ１２３ 𠮷野家",
    "😀👩‍👩‍👧 \ud800 \ufffe \x00\x1b[2J",
    "{brand} %s {{ }} \\n",
    "‮مرحبا‬ שלום नमस्ते",
]


def told(place: tuple[str, Media]) -> str:
    return f"{place[0]}-{place[1].width_mm}x{place[1].height_mm}@{place[1].dots_per_mm}"


@cache
def shared_painter() -> LabelPainter:
    return LabelPainter(FONTS)


def picture(raster: RasterLabel) -> Image.Image:
    """Black is 0, as on paper."""
    size = (raster.width_dots, raster.height_dots)
    return ImageChops.invert(Image.frombytes("1", size, raster.rows).convert("L"))


def with_text(label: Label, text: str) -> Label:
    """Every field a person writes says `text`; what is encoded stays."""
    hints = get_type_hints(type(label))
    changes: dict[str, object] = {}
    for field in dataclasses.fields(label):
        hint, value = hints[field.name], getattr(label, field.name)
        if field.name in CODE_FIELDS or hint in (int, ZoneMark):
            continue
        changes[field.name] = text if hint is str else tuple(_item(each, text) for each in value)
    return dataclasses.replace(label, **changes)  # type: ignore[arg-type]  # built from its own fields


def _item(value: object, text: str) -> object:
    match value:
        case SlipRow():
            return SlipRow(text, text, text)
        case CommandCode():
            return CommandCode(text, value.code)
        case _:
            return text


def expected_codes(label: Label) -> set[str]:
    """Contents an independent reader must find."""
    values = {getattr(label, field) for field in ("code", "badge") if hasattr(label, field)}
    values |= {command.code for command in getattr(label, "commands", ())}
    if hasattr(label, "sscc"):
        values.add(f"00{label.sscc}")
    if hasattr(label, "gtin"):
        values.add(label.gtin)
    return values


def found_codes(image: Image.Image) -> set[str]:
    return {re.sub(r"[()]", "", code.text) for code in zxingcpp.read_barcodes(image)}


def template_of(label: Label, media: Media) -> Template:
    return read_templates_once().best(label.kind, media)


@cache
def read_templates_once() -> Templates:
    return read_templates(LABELS)


def code_places(elements: tuple[Element, ...], label: Label) -> list[tuple[float, float, float, float]]:
    """Every place of a code in mm, quiet zone included, repeated ones too."""
    places = [element.box for element in elements if isinstance(element, Code)]
    for repeat in (element for element in elements if isinstance(element, Repeat)):
        for index in range(len(getattr(label, repeat.rows))):
            down, across = divmod(index, repeat.across)
            x = repeat.box[0] + across * repeat.cell_mm[0]
            y = repeat.box[1] + down * repeat.cell_mm[1]
            inner = [each.box for each in repeat.elements if isinstance(each, Code)]
            places += [(x + left, y + top, width, height) for left, top, width, height in inner]
    return places


def codes_alone(image: Image.Image, label: Label, media: Media) -> Image.Image:
    """The label with everything painted white but the places of its codes."""
    alone = Image.new("L", image.size, 255)
    for left, top, width, height in code_places(template_of(label, media).elements, label):
        edges = (left, top, left + width, top + height)
        box = tuple(round(edge * media.dots_per_mm) for edge in edges)
        alone.paste(image.crop(box), box[:2])  # type: ignore[arg-type]  # four edges
    return alone


def assert_keeps_its_margin(image: Image.Image, margin_mm: float, media: Media) -> None:
    box = ImageChops.invert(image).getbbox()
    assert box is not None
    margin = round(margin_mm * media.dots_per_mm)
    assert min(box[:2]) >= margin
    assert box[2] <= image.width - margin
    assert box[3] <= image.height - margin


def assert_sound(label: Label, media: Media) -> None:
    """Inside its margins, every code readable, and no text in the place of a code."""
    painter = shared_painter()
    image = picture(painter.paint(label, media))
    assert image.size == (media.width_dots, media.height_dots)
    assert_keeps_its_margin(image, template_of(label, media).margin_mm, media)
    assert found_codes(image) == expected_codes(label)
    plain = picture(painter.paint(with_text(label, ""), media))
    assert codes_alone(image, label, media).tobytes() == codes_alone(plain, label, media).tobytes()


@pytest.mark.parametrize("place", PLACES, ids=told)
def test_each_sample_is_sound_on_each_paper(place: tuple[str, Media]) -> None:
    assert_sound(SAMPLES[place[0]].label, place[1])


@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
def test_nasty_text_harms_no_label(text: str) -> None:
    for name, media in PLACES:
        if media.dots_per_mm == 8 and name not in ("crate-ambient", "crate-frozen"):
            assert_sound(with_text(SAMPLES[name].label, text), media)


@settings(max_examples=60, deadline=None)
@given(place=st.sampled_from(PLACES), text=st.text(max_size=120))
def test_any_text_on_any_label_is_sound(place: tuple[str, Media], text: str) -> None:
    assert_sound(with_text(SAMPLES[place[0]].label, text), place[1])


@settings(max_examples=60, deadline=None)
@given(
    text=st.text(max_size=60),
    width=st.integers(1, 300),
    height=st.integers(1, 120),
    lines=st.integers(1, 3),
    stretch=st.booleans(),
)
def test_no_dot_leaves_the_place_of_a_text(
    text: str, width: int, height: int, lines: int, stretch: bool
) -> None:
    canvas = Canvas(width + 80, height + 80, shared_faces())
    box = Box(40, 40, width, height)
    if stretch:
        canvas.stretched(box, [("NotoSansSC-Bold.ttf", text)], 100)
    else:
        canvas.text(box, text, Style(size=80, lines=lines, least=10))
    ink = canvas.image.getbbox() or (40, 40, 40, 40)
    assert min(ink[:2]) >= 40
    assert ink[2] <= box.right
    assert ink[3] <= box.bottom


@cache
def shared_faces() -> Faces:
    return Faces(FONTS)


@pytest.mark.parametrize("text", ["䶮", "￥12.50", "ＡＢＣ１２３", "é", "℃", "㎏", "①"])
def test_rare_characters_are_printed_as_they_are(text: str) -> None:
    assert shared_faces().printable("NotoSansSC-Regular.ttf", text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("𠮷野家", "〓野家"),
        ("好😀吃", "好〓吃"),
        ("👍🏽", "〓〓"),
        ("\ud800", ""),
        ("a\u200db", "ab"),
        ("ک", "〓"),
    ],
)
def test_what_the_font_lacks_is_seen(text: str, shown: str) -> None:
    printed = shared_faces().printable("NotoSansSC-Bold.ttf", text)
    assert printed == (shown or "〓")


@pytest.mark.parametrize("place", PLACES, ids=told)
def test_codes_are_whole_dots_with_quiet_zones(place: tuple[str, Media]) -> None:
    label, media = SAMPLES[place[0]].label, place[1]
    image = picture(shared_painter().paint(label, media))
    for left, top, width, height in code_places(template_of(label, media).elements, label):
        edges = (left, top, left + width, top + height)
        crop = image.crop(tuple(round(edge * media.dots_per_mm) for edge in edges))  # type: ignore[arg-type]  # four
        ink = ImageChops.invert(crop).getbbox()
        assert ink is not None
        module = gcd(*(run for row in range(ink[1], ink[3]) for run in run_lengths(crop, row)))
        assert module >= media.dots_per_mm // 4
        assert ink[0] >= 4 * module
        assert crop.width - ink[2] >= 4 * module


def run_lengths(image: Image.Image, row: int) -> list[int]:
    """Lengths of black and white runs between the first and the last black dot."""
    dots = [image.getpixel((x, row)) == 0 for x in range(image.width)]
    if True not in dots:
        return []
    first, last = dots.index(True), len(dots) - dots[::-1].index(True)
    lengths, before = [0], True
    for dot in dots[first:last]:
        if dot != before:
            lengths.append(0)
        lengths[-1] += 1
        before = dot
    return lengths


@pytest.mark.parametrize("kind", LabelKind)
def test_each_kind_has_a_type_and_a_standard_paper(kind: LabelKind) -> None:
    painter = shared_painter()
    assert label_types()[kind].kind is kind
    media = painter.standard_media(kind, 12)
    assert (media.width_mm, media.height_mm) == painter.sizes(kind)[0]
    assert media.dots_per_mm == 12


@pytest.mark.parametrize("name", SAMPLES)
def test_stored_labels_come_back(name: str) -> None:
    label = SAMPLES[name].label
    stored = TypeAdapter(type(label)).dump_json(label)
    assert "kind" not in json.loads(stored)
    assert TypeAdapter(label_types()[label.kind]).validate_json(stored) == label


def test_jobs_of_earlier_releases_still_load() -> None:
    stored = (
        '{"brand":"优邻站","pickup_point":"大山子","pickup_code":"BJ1","address":"","number":1,"total":2,'
        '"zone":"frozen","zone_text":"冷冻","route":"","facts":["1 单"],"cycle":"端午",'
        '"sscc":"069012340000000030","copy_mark":""}'
    )
    label = TypeAdapter(CrateLabel).validate_json(stored)
    assert found_codes(picture(shared_painter().paint(label))) == {"00069012340000000030"}


def test_too_small_paper_is_told_with_the_sizes_there_are() -> None:
    with pytest.raises(LabelDoesNotFit, match=r"40×30 mm. It is made for: 100×100, 60×40") as refused:
        shared_painter().paint(SAMPLES["parcel"].label, Media(40, 30))
    assert isinstance(refused.value, ValueError)


def test_larger_paper_takes_the_largest_layout_in_its_middle() -> None:
    label, painter = SAMPLES["bin"].label, shared_painter()
    wide = picture(painter.paint(label, Media(120, 160)))
    assert wide.crop((80, 0, 880, 800)).tobytes() == picture(painter.paint(label, Media(100, 100))).tobytes()
    assert ImageChops.invert(wide.crop((0, 800, 960, 1280))).getbbox() is None


def test_the_brand_of_the_deployment_stands_on_every_label(tmp_path: Path) -> None:
    path = tmp_path / "logo.png"
    logo = Image.new("RGBA", (400, 200), (0, 0, 0, 0))
    ImageDraw.Draw(logo).ellipse((50, 20, 350, 180), fill=(180, 0, 0, 255))
    logo.save(path)
    branded = LabelPainter(FONTS, brand=Brand("邻里优选"))
    pictured = LabelPainter(FONTS, brand=Brand(logo=path))
    for name, media in PLACES:
        label = SAMPLES[name].label
        named = dataclasses.replace(label, brand="邻里优选")
        assert branded.paint(label, media) == shared_painter().paint(named, media)
        image = picture(pictured.paint(label, media))
        assert_keeps_its_margin(image, template_of(label, media).margin_mm, media)
        assert found_codes(image) == expected_codes(label)
        if (media.width_mm, media.height_mm) != (40, 30):
            assert image.tobytes() != picture(shared_painter().paint(label, media)).tobytes()


@pytest.mark.parametrize("content", [None, b"", b"<svg/>", b"\x89PNG\r\n\x1a\nbroken"])
def test_a_logo_that_is_no_picture_is_told(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "logo.png"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(BadLogo, match="PNG"):
        LabelPainter(FONTS, brand=Brand(logo=path))


def changed(name: str, **changes: object) -> Label:
    return dataclasses.replace(SAMPLES[name].label, **changes)  # type: ignore[arg-type]  # named by the test


@pytest.mark.parametrize(
    "label",
    [
        changed("badge", badge="7700000171"),
        changed("badge", badge="王芳"),
        changed("badge", badge=""),
        changed("product", gtin="6901234001270"),
        changed("product", gtin="16901234001270"),
        changed("product", gtin="²³"),
        changed("parcel", code="望京"),
        changed("parcel", code=""),
        changed("parcel", code="1" * (LONGEST_VALUE + 1)),
        changed("crate", sscc=make_sscc(0, "6901234", 3)[:-1]),
        changed("operator-sheet", commands=tuple(CommandCode("x", str(n)) for n in range(9))),
    ],
)
def test_wrong_codes_are_refused_and_never_printed(label: Label) -> None:
    with pytest.raises(LabelRefused):
        shared_painter().paint(label, shared_painter().standard_media(label.kind))


@settings(max_examples=40, deadline=None)
@given(value=st.text(max_size=60))
def test_any_value_of_a_code_is_printed_readably_or_refused(value: str) -> None:
    label = changed("parcel", code=value)
    try:
        raster = shared_painter().paint(label, Media(60, 40))
    except LabelRefused:
        return
    assert [code.text for code in zxingcpp.read_barcodes(picture(raster))] == [value]


def test_product_numbers_of_every_length_become_an_ean_13() -> None:
    assert ean_digits("06901234001273") == ean_digits("6901234001273") == "6901234001273"
    assert ean_digits("96385074") == "0000096385074"


def test_an_empty_optional_code_leaves_its_place_white() -> None:
    media = Media(60, 40)
    assert found_codes(picture(shared_painter().paint(changed("shelf", code=""), media))) == set()


def test_the_label_verb_draws_every_kind(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["label", "--sample", "all", "--dpi", "300", "--brand", "邻里", "--out", str(tmp_path)]) == 0
    for name, sample in SAMPLES.items():
        media = shared_painter().standard_media(sample.label.kind, 12)
        drawn = Image.open(io.BytesIO((tmp_path / f"{name}.png").read_bytes()))
        assert drawn.size == (media.width_dots, media.height_dots)
    assert main(["label", "--sample", "badge", "--size", "40x30", "--out", str(tmp_path / "x.png")]) == 1
    assert "does not fit" in capsys.readouterr().err
