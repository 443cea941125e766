"""Large figures: what counts at each step and nothing else; the desk comes back as it was."""

from dataclasses import replace

from PySide6.QtWidgets import QApplication, QWidget

from station.picking.screen.large_card import LargeCard, figures_of
from station.picking.screen.put_wall import PutWall
from station.picking.screen.screen import PickingScreen
from tests.station.picking import sample_views as sample
from tests.station.picking.screen_kit import RecordedGestures, named


def test_each_step_has_its_figures() -> None:
    scan, put = sample.scan_product(), sample.put()
    assert scan.product is not None
    assert (figures_of(scan).place, figures_of(scan).number) == (scan.product.bin, str(scan.product.wanted))
    told = figures_of(put).place.split()
    lit = [tile for tile in put.crates if tile.state.value == "lit"]
    assert told == [f"{tile.number}×{tile.quantity}" for tile in lit]
    bagged = replace(lit[0], bag="3-2")
    alone = figures_of(replace(put, crates=(bagged,)))
    assert (alone.place, alone.number) == ("3-2", str(bagged.quantity))
    out = sample.take_out()
    assert out.take_out is not None
    assert figures_of(out).number == f"−{out.take_out.quantity}"


def test_the_card_takes_the_page_and_gives_it_back(screen: PickingScreen, gestures: RecordedGestures) -> None:
    view = sample.scan_product()
    screen.show_view(replace(view, large=True))
    QApplication.processEvents()
    card, wall = named(screen, LargeCard, "picking.large"), named(screen, PutWall, "picking.wall")
    assert card.isVisible()
    assert card.height() > screen.height() // 2
    number = named(screen, QWidget, "picking.large.number")
    assert number.height() > screen.height() // 4, "readable at three metres"
    assert not wall.isVisible()
    screen.show_view(view)
    QApplication.processEvents()
    assert wall.isVisible()
    assert not card.isVisible()
    assert gestures.made == []
