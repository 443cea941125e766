"""The weight of a portion and the offer of a substitute, as the picker sees them and answers by keys."""

from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from station.kernel.messages import Tone
from station.picking.model.weights import Band, Weighing
from station.picking.screen.screen import PickingScreen
from station.picking.screen.weigh_bar import WeighBar, place_of, tone_of
from station.shell.big_button import BigButton
from tests.station.picking import sample_views as sample
from tests.station.picking.screen_kit import RecordedGestures, named, text

BAND = Band.around(500, 10)


def show(screen: PickingScreen, weighing: Weighing | None) -> None:
    view = sample.put()
    assert view.product is not None
    card = replace(view.product, weighing=weighing, in_hand=1)
    screen.show_view(replace(view, product=card, can_weigh=weighing is not None))


@pytest.mark.parametrize(
    ("weight_g", "tone", "words"),
    [
        (None, Tone.INFO, "— g · On the scale, please · Target 500 g (450–550)"),
        (512, Tone.OK, "512 g · ✓ weight right · Target 500 g (450–550)"),
        (586, Tone.REFUSED, "586 g · ▲ 36 g too heavy · Target 500 g (450–550)"),
        (401, Tone.REFUSED, "401 g · ▼ 49 g too light · Target 500 g (450–550)"),
    ],
)
def test_the_bar_tells_the_weight_by_figure_word_and_colour(
    screen: PickingScreen, weight_g: int | None, tone: Tone, words: str
) -> None:
    weighing = Weighing(BAND, weight_g, settled=False)
    show(screen, weighing)
    bar = named(screen, WeighBar, "picking.product.weigh_bar")
    assert (bar.isVisible(), bar.accessibleName(), tone_of(weighing)) == (True, words, tone)
    parts = [text(screen, "picking.product.wanted"), bar, text(screen, "picking.product.next")]
    for above, below in pairwise(parts):
        assert above.geometry().bottom() <= below.geometry().top(), "nothing covers another part"
    show(screen, None)
    assert not bar.isVisible()


def test_the_band_is_the_middle_half_of_the_track() -> None:
    places = [
        place_of(weight_g, Weighing(BAND, weight_g, settled=True)) for weight_g in (0, 450, 500, 550, 900)
    ]
    assert places == [0.0, 0.25, 0.5, 0.75, 1.0]


def test_f5_weighs_and_f12_puts_the_other_product(screen: PickingScreen, gestures: RecordedGestures) -> None:
    show(screen, Weighing(BAND, None, settled=False))
    QTest.keyClick(screen, Qt.Key.Key_F12)
    assert gestures.made == [], "nothing is offered"
    QTest.keyClick(screen, Qt.Key.Key_F5)
    screen.show_view(replace(sample.confirm_short(), substitute="蒙牛纯牛奶"))
    assert named(screen, BigButton, "picking.instead").isVisible()
    QTest.keyClick(screen, Qt.Key.Key_F12)
    assert gestures.made == [("weigh",), ("substitute",)]
