"""The put-wall while goods of a cancelled order come out of a crate."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from station.picking.screen.screen import PickingScreen
from station.shell.theme import LIGHT
from tests.station.picking import sample_views as sample
from tests.station.picking.screen_kit import RecordedGestures, button, named, share_of, text, tile


def test_the_crate_what_and_how_many_are_told_by_words_and_signs(
    screen: PickingScreen, gestures: RecordedGestures
) -> None:
    screen.show_view(replace(sample.take_out(), answer=None))
    assert text(screen, "picking.take_out.quantity").text() == "−2"
    assert text(screen, "picking.take_out.order").text() == "Order 202606180001137 is cancelled"
    assert text(screen, "picking.take_out.next").text() == "Take it out of crate 5 and scan it"
    assert "take out of here now · " in tile(screen, 5).accessibleName()
    assert tile(screen, 5).accessibleName().endswith("−2")
    assert button(screen, "picking.taken_out").isVisible()
    ask = LIGHT.ask.words
    card = named(screen, QWidget, "picking.take_out")
    assert share_of(card.grab().toImage(), ask) > 0.003, "the crate and its arrow"
    QTest.keyClick(screen, Qt.Key.Key_F9)
    assert gestures.made == [("confirm_taken_out",)]
    screen.show_view(sample.scan_product())
    assert not button(screen, "picking.taken_out").isVisible()
    QTest.keyClick(screen, Qt.Key.Key_F9)
    assert gestures.made == [("confirm_taken_out",)]
