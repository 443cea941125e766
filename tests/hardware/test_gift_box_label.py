"""The label of a gift box, read from the printers' bytes by eyes that are not ours."""

import pytest
import zxingcpp

from hardware.codes import ScannedCode, read_code
from hardware.drawing.refusals import LabelRefused
from hardware.labels import GiftBoxLabel
from hardware.languages.tspl import Tspl
from hardware.languages.zpl import Zpl
from hardware.protocols import Media
from hardware.raster import LabelPainter
from hardware.samples import all_samples
from tests.hardware.conftest import RenderOn
from tests.hardware.papers import tspl_paper

SAMPLE = all_samples()["gift-box"]


@pytest.mark.parametrize(("size_mm", "fine"), list(zip(SAMPLE.sizes_mm, (8, 12), strict=True)))
def test_pickers_scan_its_number(
    painter: LabelPainter, size_mm: tuple[int, int], fine: int, render_zpl_on: RenderOn
) -> None:
    label = SAMPLE.label
    assert isinstance(label, GiftBoxLabel)
    media = Media(*size_mm, fine)
    raster = painter.paint(label, media)
    for paper in (
        tspl_paper(Tspl().encode(raster, media))[0],
        render_zpl_on(Zpl().encode(raster, media), media),
    ):
        (found,) = zxingcpp.read_barcodes(paper)
        assert (found.format, found.text) == (zxingcpp.BarcodeFormat.EAN13, label.gtin)
        read = read_code(found.text)
        assert isinstance(read, ScannedCode)
        assert read.gtin == label.gtin.zfill(14)


def test_a_wrong_number_is_never_printed(painter: LabelPainter) -> None:
    label = SAMPLE.label
    assert isinstance(label, GiftBoxLabel)
    for number in ("", label.gtin[:-1] + str((int(label.gtin[-1]) + 1) % 10)):
        wrong = GiftBoxLabel("优邻站", "端午礼盒", (), "", "", number)
        with pytest.raises(LabelRefused):
            painter.paint(wrong, Media(60, 40, 8))
