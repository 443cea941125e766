"""What tests of the pickup screen share: gestures written down, widgets found, the keys of a scanner."""

from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from station.kernel.clock import SettableClock
from station.pickup.model.view import PickupView
from station.pickup.screen.screen import PickupScreen
from station.shell.wedge import Wedge

ROOM_OF_1366 = (1366 - 120, 768 - 64)
"""What the window's rail and strip leave of the smallest screen a shop has."""
ROOM_OF_1920 = (1920 - 120, 1080 - 112)
W = TypeVar("W", bound=QWidget)


class Recorded:
    """Gestures as they were made."""

    def __init__(self) -> None:
        self.made: list[tuple[Any, ...]] = []

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *values, **named: self.made.append((name, *values, *named.values()))


def named(screen: QWidget, kind: type[W], name: str) -> W:
    """The one widget of the screen with this object name."""
    found: list[W] = screen.findChildren(kind, name)
    assert len(found) == 1, f"{name}: {len(found)} widgets"
    return found[0]


def words(screen: QWidget, name: str) -> str:
    """What a painted widget says, as a screen reader hears it."""
    return named(screen, QWidget, name).accessibleName()


def press(screen: PickupScreen, name: str) -> None:
    """Click a button that can be clicked."""
    button = named(screen, QAbstractButton, name)
    assert button.isVisible(), name
    assert button.isEnabled(), name
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def points(picture: QImage) -> list[QPointF]:
    """Every third point of a picture."""
    return [QPointF(x, y) for x in range(0, picture.width(), 3) for y in range(0, picture.height(), 3)]


def scanner_types(wedge: Wedge, window: QWidget, text: str) -> None:
    """The keys of a scanner, 5 ms apart, as the window system hands them to the window; then Enter."""
    handle = window.windowHandle()
    for place, character in enumerate([*text, "\r"]):
        key = Qt.Key.Key_Return if character == "\r" else Qt.Key(ord(character.upper()))
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, character)
            event.setTimestamp(60_000 + place * 5)
            if not wedge.eventFilter(handle, event):
                QApplication.sendEvent(handle, event)


def shown(screen: PickupScreen, clock: SettableClock, view: PickupView) -> None:
    """Show `view`, and let pass the moment in which a press is still meant for what stood there before."""
    screen.show_view(view)
    clock.advance(1)
