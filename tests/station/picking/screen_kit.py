"""What the tests of the picking screen share: a recorder of gestures and a way to find what is drawn."""

from typing import TypeVar

from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QAbstractButton, QWidget

from station.kernel.ids import CrateId
from station.people.override import OverrideReason
from station.picking.screen.crate_tile import CrateTileButton
from station.picking.screen.fitted_text import FittedText
from station.picking.screen.screen import PickingScreen
from station.printing.view import ReprintReason

W = TypeVar("W", bound=QWidget)


class RecordedGestures:
    """Writes down every gesture the screen forwards."""

    def __init__(self) -> None:
        self.made: list[tuple[object, ...]] = []

    def take_wave(self) -> None:
        self.made.append(("take_wave",))

    def turn_large(self) -> None:
        self.made.append(("turn_large",))

    def hand_over(self) -> None:
        self.made.append(("hand_over",))

    def undo(self) -> None:
        self.made.append(("undo",))

    def declare_short(self) -> None:
        self.made.append(("declare_short",))

    def declare_damaged(self) -> None:
        self.made.append(("declare_damaged",))

    def weigh(self) -> None:
        self.made.append(("weigh",))

    def substitute(self) -> None:
        self.made.append(("substitute",))

    def ask_supervisor(self) -> None:
        self.made.append(("ask_supervisor",))

    def pin(self, pin: str) -> None:
        self.made.append(("pin", pin))

    def override(self, reason: OverrideReason) -> None:
        self.made.append(("override", reason.code))

    def cancel_override(self) -> None:
        self.made.append(("cancel_override",))

    def confirm_taken_out(self) -> None:
        self.made.append(("confirm_taken_out",))

    def put_off(self) -> None:
        self.made.append(("put_off",))

    def set_hand(self, quantity: int) -> None:
        self.made.append(("set_hand", quantity))

    def close_crate(self, crate_id: CrateId) -> None:
        self.made.append(("close_crate", crate_id))

    def reprint(self, crate_id: CrateId, why: ReprintReason) -> None:
        self.made.append(("reprint", crate_id, why))

    def return_wave(self) -> None:
        self.made.append(("return_wave",))


def named(screen: PickingScreen, kind: type[W], name: str) -> W:
    """The one widget of the screen with this object name."""
    found: list[W] = screen.findChildren(kind, name)
    assert len(found) == 1, f"{name}: {len(found)} widgets"
    return found[0]


def words(screen: PickingScreen, name: str) -> str:
    """What a painted widget says, as a screen reader hears it."""
    return named(screen, QWidget, name).accessibleName()


def text(screen: PickingScreen, name: str) -> FittedText:
    """A fitted text by its name."""
    return named(screen, FittedText, name)


def tile(screen: PickingScreen, place: int) -> CrateTileButton:
    """The tile at this place of the wall, counted from 1."""
    return named(screen, CrateTileButton, f"picking.wall.tile_{place}")


def share_of(picture: QImage, colour: str) -> float:
    """The part of a picture's pixels that have exactly this colour."""
    wanted = QColor(colour).rgb()
    points = [(x, y) for x in range(0, picture.width(), 3) for y in range(0, picture.height(), 3)]
    return sum(picture.pixel(x, y) == wanted for x, y in points) / len(points)


ROOM_OF_1366 = (1366 - 112, 768 - 64)
"""What the window's rail and strip leave of the smallest screen a desk has."""


def button(screen: PickingScreen, name: str) -> QAbstractButton:
    """A button by its name."""
    return named(screen, QAbstractButton, name)
