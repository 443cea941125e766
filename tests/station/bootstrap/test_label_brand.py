"""The brand on labels: logos taken or refused in words, painters that follow it, previews that say why."""

from pathlib import Path

import pytest
from PIL import Image

from hardware.drawing.brand import Brand
from hardware.labels import LabelKind, ShelfLabel, ZoneMark
from hardware.protocols import Media
from hardware.samples import all_samples
from station.bootstrap.fixed_brand import fixed_brand
from station.bootstrap.label_painters import LabelPainters, LabelPreviews
from station.bootstrap.logo_shelf import LARGEST_BYTES, PNG, LogoShelf
from station.kernel.settings import Settings
from station.kernel.trouble import Trouble
from tests.station.kit import english

BADGE = all_samples()["badge"].label
PAPER = Media(60, 40)


@pytest.fixture
def logo(tmp_path: Path) -> Path:
    """A black square on white."""
    file = tmp_path / "chosen.png"
    picture = Image.new("L", (40, 20), 255)
    picture.paste(0, (10, 5, 30, 15))
    picture.save(file)
    return file


def test_a_logo_is_copied_and_its_source_may_go(tmp_path: Path, logo: Path) -> None:
    shelf = LogoShelf(tmp_path / "data" / "logos")
    kept = shelf.take(logo)
    content = logo.read_bytes()
    logo.unlink()
    assert kept.read_bytes() == content
    assert kept.parent == tmp_path / "data" / "logos"


def test_another_picture_of_the_same_name_is_another_logo(tmp_path: Path, logo: Path) -> None:
    shelf = LogoShelf(tmp_path / "logos")
    first = shelf.take(logo)
    Image.new("L", (50, 50), 0).save(logo)
    assert shelf.take(logo) != first


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b'<?xml version="1.0"?><svg/>', "This is an SVG drawing"),
        (b"  <svg xmlns='http://www.w3.org/2000/svg'/>", "This is an SVG drawing"),
        (b"\xff\xd8\xff\xe0 a JPEG", "This is no PNG picture"),
        (b"", "This is no PNG picture"),
        (PNG + b"nothing of a picture", "This picture is damaged"),
        (PNG + b"\x00" * LARGEST_BYTES, "This picture is larger than 4 MB"),
    ],
)
def test_what_is_no_logo_is_refused_in_words(tmp_path: Path, content: bytes, words: str) -> None:
    file = tmp_path / "chosen.png"
    file.write_bytes(content)
    with pytest.raises(Trouble) as told:
        LogoShelf(tmp_path / "logos").take(file)
    assert english().say(told.value.words()).startswith(words)
    assert list((tmp_path / "logos").glob("*")) == [], "nothing of it is kept"


def test_a_file_that_is_gone_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(Trouble) as told:
        LogoShelf(tmp_path).take(tmp_path / "gone.png")
    assert english().say(told.value.what) == "This file cannot be read"


def test_painters_follow_the_brand_from_the_next_label_on(resources: Path, logo: Path) -> None:
    troubles: list[Trouble] = []
    painters = LabelPainters(resources / "fonts", troubles.append)
    paint = painters.new()
    plain = paint(BADGE, PAPER)
    painters.use(Brand("邻里优选"))
    named = paint(BADGE, PAPER)
    painters.use(Brand("邻里优选", logo))
    pictured = paint(BADGE, PAPER)
    assert len({plain.rows, named.rows, pictured.rows}) == 3
    assert painters.new()(BADGE, PAPER) == pictured
    assert troubles == []


def test_labels_still_print_with_the_words_when_the_logo_is_gone_and_it_is_told_once(
    resources: Path, tmp_path: Path
) -> None:
    troubles: list[Trouble] = []
    painters = LabelPainters(resources / "fonts", troubles.append)
    painters.use(Brand("邻里优选"))
    named = painters.new()(BADGE, PAPER)
    painters.use(Brand("邻里优选", tmp_path / "gone.png"))
    assert [painters.new()(BADGE, PAPER) for _ in range(2)] == [named, named]
    assert len(troubles) == 1


def test_a_preview_that_cannot_be_drawn_says_why(resources: Path, tmp_path: Path) -> None:
    previews = LabelPreviews(resources / "fonts")
    drawn = previews.draw(BADGE, None, Brand())
    assert (drawn.media.width_mm, drawn.media.height_mm) == (60, 40)
    with pytest.raises(Trouble) as told:
        previews.draw(BADGE, Media(40, 30), Brand())
    said = english().say(told.value.words())
    assert said.startswith("This label does not fit on 40 × 30 mm. It is made for 60 × 40 mm")
    wrong = ShelfLabel("", "", "A1", ZoneMark.AMBIENT, "", (), "x" * 60)
    with pytest.raises(Trouble) as told:
        previews.draw(wrong, None, Brand())
    assert english().say(told.value.what).startswith("This label cannot be printed")
    with pytest.raises(Trouble) as told:
        previews.draw(BADGE, None, Brand(logo=tmp_path / "gone.png"))
    assert english().say(told.value.what) == "The logo of the labels cannot be read"
    assert previews.draw(BADGE, None, Brand()).raster == drawn.raster


def test_every_kind_can_be_looked_at_on_its_own_paper(resources: Path) -> None:
    previews = LabelPreviews(resources / "fonts")
    kinds = {sample.label.kind for sample in all_samples().values()}
    assert kinds == set(LabelKind)
    for sample in all_samples().values():
        assert previews.draw(sample.label, None, Brand("邻里优选")).raster.rows.strip(b"\x00")


def test_the_settings_file_may_name_the_brand(tmp_path: Path) -> None:
    assert fixed_brand(Settings(data_folder=tmp_path)) == Brand()
    named = Settings(data_folder=tmp_path, label_brand=" 集团 ", label_logo="logo.png")
    assert fixed_brand(named) == Brand("集团", Path("logo.png"))
