"""Every button of the picking desk is reached by scanned commands; a crate's row has room for its keys."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from station.kernel.desk_commands import DeskCommand as Do
from station.kernel.messages import LANGUAGES, Texts
from station.picking.screen.screen import PickingScreen
from station.printing.view import ReprintReason
from station.shell.command_keys import CommandKeys, CommandVerdict
from tests.station.picking import sample_views as sample
from tests.station.picking.screen_kit import RecordedGestures, named


def do(screen: PickingScreen, *commands: Do) -> list[CommandVerdict]:
    keys = CommandKeys(screen)
    return [keys.do(command) for command in commands]


def test_a_crate_is_chosen_by_arrows_and_closed_or_printed_by_its_keys(
    screen: PickingScreen, gestures: RecordedGestures
) -> None:
    view = sample.put()
    screen.show_view(view)
    row = named(screen, QWidget, "picking.crate_actions")
    assert do(screen, Do.F10, Do.ESCAPE) == [CommandVerdict.NOT_NOW] * 2
    do(screen, Do.UP)
    assert row.isVisible()
    do(screen, Do.F10)
    do(screen, Do.DOWN, Do.DOWN, Do.DOWN, Do.F2)
    do(screen, Do.DOWN, Do.F3)
    do(screen, Do.DOWN, Do.DOWN, Do.UP, Do.F4)
    do(screen, Do.DOWN, Do.ESCAPE)
    assert not row.isVisible()
    ids = [tile.crate_id for tile in view.crates]
    assert gestures.made == [
        ("close_crate", ids[-1]),
        ("reprint", ids[2], ReprintReason.DAMAGED),
        ("reprint", ids[0], ReprintReason.LOST),
        ("reprint", ids[0], ReprintReason.NEVER_CAME_OUT),
    ]


def test_each_arrow_opens_the_row_of_the_next_crate(screen: PickingScreen) -> None:
    screen.show_view(sample.put())
    row = named(screen, QWidget, "picking.crate_actions")
    for _ in range(len(sample.put().crates)):
        do(screen, Do.DOWN)
        assert row.isVisible()


def test_the_hand_and_the_way_back_have_keys(screen: PickingScreen, gestures: RecordedGestures) -> None:
    view = sample.put()
    screen.show_view(view)
    assert view.product is not None
    held = view.product.in_hand
    do(screen, Do.LEFT, Do.RIGHT)
    assert gestures.made == [("set_hand", held - 1), ("set_hand", held + 1)]
    assert do(screen, Do.F5) == [CommandVerdict.NOT_NOW]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_row_of_a_crate_has_room_for_its_keys(
    screen: PickingScreen, texts: Texts, language: str, resources: Path
) -> None:
    texts.use(language)
    screen.show_view(sample.put())
    do(screen, Do.UP)
    row = named(screen, QWidget, "picking.crate_actions")
    assert row.minimumSizeHint().width() <= row.width()
