"""Test pages: on every paper the code is read by an independent decoder, and nothing leaves the paper."""

from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from hardware.protocols import Media, RasterLabel
from hardware.trial_pages import trial_label, trial_slip

ADDRESS = "tcp://192.0.2.10:9100?size=60x40"


def picture(label: RasterLabel) -> Image.Image:
    image = Image.frombytes("1", (label.width_dots, label.height_dots), label.rows)
    return image.convert("L").point(lambda grey: 255 - grey)


@pytest.mark.parametrize("size", [(100, 150), (100, 100), (60, 40), (40, 30)])
@pytest.mark.parametrize("dots_per_mm", [8, 12])
def test_a_trial_label_fits_its_paper_and_is_read(
    resources: Path, size: tuple[int, int], dots_per_mm: int
) -> None:
    media = Media(*size, dots_per_mm)
    label = trial_label(media, resources / "fonts", "箱标打印机 1 号" * 3, ("a" * 90, "b"), ADDRESS)
    assert (label.width_dots, label.height_dots) == (media.width_dots, media.height_dots)
    found = zxingcpp.read_barcodes(picture(label))
    assert [code.text for code in found] == [ADDRESS]


@pytest.mark.parametrize("width_dots", [576, 384])
def test_a_trial_slip_is_as_wide_as_the_roll_and_is_read(resources: Path, width_dots: int) -> None:
    slip = trial_slip(width_dots, resources / "fonts", "小票机", ("1", "2"), ADDRESS)
    assert slip.width_dots == width_dots
    assert [code.text for code in zxingcpp.read_barcodes(picture(slip))] == [ADDRESS]
