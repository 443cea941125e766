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


def test_a_bag_that_comes_out_whole_is_named_with_what_lies_in_it(screen: PickingScreen) -> None:
    screen.show_view(replace(sample.bag_out(), answer=None))
    assert text(screen, "picking.take_out.name").text() == "Bag 5-12"
    assert text(screen, "picking.take_out.next").text() == "Take the bag out of crate 5 and scan its label"
    assert "→ C-11-02, 1 × " in text(screen, "picking.take_out.rest").text()
    assert tile(screen, 5).accessibleName().endswith("Bag 5-12 · −4")


def test_a_lit_tile_names_its_bag_and_those_behind_it(screen: PickingScreen) -> None:
    screen.show_view(sample.put_in_bags())
    assert tile(screen, 8).accessibleName().endswith("Bag 8-11 · +3 · 8-12 +1")
    plain = tile(screen, 8).grab().toImage()
    screen.show_view(sample.put())
    assert tile(screen, 8).grab().toImage() != plain
