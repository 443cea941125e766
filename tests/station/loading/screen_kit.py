"""What tests of the loading screen share: gestures that are recorded, and the steps to be drawn."""

from typing import TypeVar

from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QAbstractButton, QWidget

from station.kernel.ids import RouteId
from station.loading.model.view import LoadingView
from station.loading.screen.screen import LoadingScreen
from station.people.override import OverrideReason
from tests.station.kit import SUPERVISOR_PIN
from tests.station.loading.dock import CHIEF, Dock

ROOM_OF_1366 = (1366 - 112, 768 - 64)
"""What the window's rail and strip leave of the smallest screen a desk has."""


W = TypeVar("W", bound=QWidget)


class RecordedGestures:
    """Writes down every gesture the screen forwards."""

    def __init__(self) -> None:
        self.made: list[tuple[object, ...]] = []

    def choose_route(self, route_id: RouteId) -> None:
        self.made.append(("choose_route", route_id))

    def step_route(self, step: int) -> None:
        self.made.append(("step_route", step))

    def undo(self) -> None:
        self.made.append(("undo",))

    def take_off(self) -> None:
        self.made.append(("take_off",))

    def depart(self) -> None:
        self.made.append(("depart",))

    def ask_supervisor(self) -> None:
        self.made.append(("ask_supervisor",))

    def pin(self, pin: str) -> None:
        self.made.append(("pin", pin))

    def choose_reason(self, reason: OverrideReason) -> None:
        self.made.append(("choose_reason", reason))

    def cancel(self) -> None:
        self.made.append(("cancel",))


def named(screen: LoadingScreen, kind: type[W], name: str) -> W:
    """The one widget of the screen with this object name."""
    found: list[W] = screen.findChildren(kind, name)
    assert len(found) == 1, f"{name}: {len(found)} widgets"
    return found[0]


def words(screen: LoadingScreen, name: str) -> str:
    """What a painted widget says, as a screen reader hears it."""
    return named(screen, QWidget, name).accessibleName()


def button(screen: LoadingScreen, name: str) -> QAbstractButton:
    return named(screen, QAbstractButton, name)


def share_of(picture: QImage, colour: str) -> float:
    """The part of a picture's pixels that have exactly this colour."""
    wanted = QColor(colour).rgb()
    points = [(x, y) for x in range(0, picture.width(), 3) for y in range(0, picture.height(), 3)]
    return sum(picture.pixel(x, y) == wanted for x, y in points) / len(points)


def nothing_published(dock: Dock) -> LoadingView:
    dock.wait(48 * 3600)
    return dock.restart()


def all_left(dock: Dock) -> LoadingView:
    for route in dock.routes:
        dock.left(route)
    return dock.flow.view()


def incomplete(dock: Dock) -> LoadingView:
    dock.load(1, leave=2)
    return dock.depart()


def reason_wanted(dock: Dock) -> LoadingView:
    incomplete(dock)
    dock.scan(CHIEF)
    return dock.flow.pin(SUPERVISOR_PIN)


def confirm(dock: Dock) -> LoadingView:
    dock.load(2)
    return dock.depart()


def left(dock: Dock) -> LoadingView:
    confirm(dock)
    return dock.depart()


def wrong_van(dock: Dock) -> LoadingView:
    dock.choose(1)
    return dock.scan(dock.shops[1][0].sscc(1))
