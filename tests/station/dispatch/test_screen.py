"""The dispatcher's room: each view drawn, each gesture forwarded once, a drop priced before it is done."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from station.dispatch.model.edit_van import VanForm
from station.dispatch.model.view import DispatchView
from station.dispatch.screen.dragging import DropHint, stop_to_drag
from station.dispatch.screen.gantt import HEAD_PX, NAME_PX, ROW_PX, Gantt
from station.dispatch.screen.route_map import RouteMap
from station.dispatch.screen.screen import ROUTE, UNSERVED, VANS, DispatchScreen
from station.dispatch.screen.stop_list import StopList
from station.kernel.messages import Texts
from station.shell.look import Look
from station.shell.tone_card import ToneCard
from tests.station.dispatch import sample_views as sample

ROOM_OF_1366 = (1366 - 120, 768 - 64)
VIEWS: list[Callable[[], DispatchView]] = [
    sample.no_cycle,
    sample.ready,
    sample.planning,
    sample.draft,
    sample.late,
    sample.published,
]


class Recorded:
    """Gestures as they were made."""

    def __init__(self) -> None:
        self.made: list[tuple[Any, ...]] = []

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *values, **named: self.made.append((name, *values, *named.values()))


@pytest.fixture
def gestures() -> Recorded:
    return Recorded()


@pytest.fixture
def screen(resources: Path, look: Look, gestures: Recorded, qtbot: QtBot) -> DispatchScreen:
    made = DispatchScreen(Texts(resources / "texts", "en"), look, gestures)
    qtbot.addWidget(made)
    made.resize(*ROOM_OF_1366)
    made.show()
    qtbot.waitExposed(made)
    return made


def press(screen: DispatchScreen, name: str) -> None:
    button = screen.findChild(QAbstractButton, name)
    assert isinstance(button, QAbstractButton)
    assert button.isEnabled()
    assert button.isVisible()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def find(screen: DispatchScreen, kind: type[QWidget], name: str = "") -> Any:
    found = screen.findChild(kind, name) if name else screen.findChild(kind)
    assert found is not None
    return found


def choose_row(screen: DispatchScreen, row: int) -> None:
    """Click the name of the van in this row of the bars."""
    at = QPoint(20, HEAD_PX + row * ROW_PX + ROW_PX // 2)
    QTest.mouseClick(find(screen, Gantt), Qt.MouseButton.LeftButton, pos=at)


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.__name__)
@pytest.mark.parametrize("size", [ROOM_OF_1366, (1920 - 120, 1080 - 64)])
def test_each_view_fits_the_room(
    screen: DispatchScreen, view: Callable[[], DispatchView], size: tuple[int, int]
) -> None:
    screen.resize(*size)
    screen.show_view(view())
    QApplication.processEvents()  # the new words find their places

    assert (screen.width(), screen.height()) == size
    assert screen.minimumSizeHint().width() <= size[0]
    for button in screen.findChildren(QAbstractButton):
        if button.isVisible() and button.objectName().startswith("dispatch."):
            corner = button.mapTo(screen, QPoint(button.width(), button.height()))
            assert corner.x() <= size[0]
            assert corner.y() <= size[1]
            assert button.fontMetrics().horizontalAdvance(button.text()) <= button.width()


def test_the_next_action_is_to_plan_and_then_to_publish(screen: DispatchScreen, gestures: Recorded) -> None:
    screen.show_view(sample.ready())
    press(screen, "dispatch.plan")
    screen.show_view(sample.planning())
    press(screen, "dispatch.stop")
    screen.show_view(sample.draft())
    assert find(screen, QAbstractButton, "dispatch.publish").property("kind") == "next"
    press(screen, "dispatch.undo")
    press(screen, "dispatch.publish")
    assert gestures.made == [("plan",), ("stop_planning",), ("undo",), ("publish",)]


def test_late_stops_are_published_only_when_asked_again(screen: DispatchScreen) -> None:
    screen.show_view(sample.late())
    assert find(screen, QAbstractButton, "dispatch.publish").text() == "Publish all the same"


def test_a_click_on_a_bar_chooses_the_van_and_its_stop(screen: DispatchScreen) -> None:
    screen.show_view(sample.draft())
    choose_row(screen, 1)
    stops = find(screen, StopList)
    assert stops.count() == sample.STOPS_A_VAN
    assert not find(screen, QAbstractButton, "dispatch.lock_stop").isVisible()
    QTest.mouseClick(stops.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(120, 90))
    assert stops.currentRow() == 1
    assert find(screen, QAbstractButton, "dispatch.lock_stop").text() == "Unlock stop"


def test_the_chosen_stop_is_locked_taken_off_and_moved_with_its_price_told(
    screen: DispatchScreen, gestures: Recorded
) -> None:
    screen.show_view(sample.draft())
    screen._choose("V01", sample.wave_id(1, 3))
    press(screen, "dispatch.lock_stop")
    press(screen, "dispatch.take_off")
    vans = find(screen, QComboBox, "dispatch.move_van")
    vans.setCurrentIndex(vans.findData("V02"))
    vans.activated.emit(vans.currentIndex())
    assert find(screen, QComboBox, "dispatch.move_place").currentData() == 1  # the cheapest place
    assert "+3 yuan" in [label.text() for label in screen.findChildren(QLabel)]
    press(screen, "dispatch.move")
    stop = sample.wave_id(1, 3)
    assert gestures.made == [("lock_stop", stop, True), ("take_off", stop), ("move", stop, "V02", 1)]


def dragged(where: QWidget, carried: QMimeData, at: QPoint, *, drop: bool) -> bool:
    """Move `carried` over `where`, then let it go if `drop`; returns whether it may be let go there."""
    actions, button = Qt.DropAction.MoveAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    target: Any = where
    moving = QDragMoveEvent(at, actions, carried, button, none)
    target.dragMoveEvent(moving)
    if drop:
        target.dropEvent(QDropEvent(QPointF(at), actions, carried, button, none))
    return moving.isAccepted()


def test_a_stop_dragged_on_a_bar_tells_its_price_and_moves_when_let_go(
    screen: DispatchScreen, gestures: Recorded
) -> None:
    screen.show_view(sample.draft())
    gantt, hint = find(screen, Gantt), find(screen, DropHint)
    carried = stop_to_drag(sample.wave_id(1, 3))
    on_third = QPoint(NAME_PX - 40, HEAD_PX + 2 * ROW_PX + 5)
    assert dragged(gantt, carried, on_third, drop=False)
    assert (hint.isVisible(), hint.text()) == (True, "300 kg too heavy")
    assert gestures.made == []
    on_second = QPoint(NAME_PX - 40, HEAD_PX + ROW_PX + 5)
    dragged(gantt, carried, on_second, drop=True)
    assert not hint.isVisible()
    assert gestures.made == [("move", sample.wave_id(1, 3), "V02", sample.STOPS_A_VAN + 1)]


def test_a_stop_dragged_within_the_list_takes_the_place_under_the_line(
    screen: DispatchScreen, gestures: Recorded
) -> None:
    screen.show_view(sample.draft())
    choose_row(screen, 0)
    stops, stop = find(screen, StopList), sample.wave_id(1, 4)
    assert dragged(stops, stop_to_drag(stop), QPoint(50, 10), drop=True)
    assert gestures.made == [("move", stop, "V01", 1)]


def test_nothing_is_dragged_while_the_planner_searches(screen: DispatchScreen) -> None:
    screen.show_view(sample.planning())
    choose_row(screen, 0)
    assert not find(screen, StopList).dragEnabled()
    carried = stop_to_drag(sample.wave_id(1, 3))
    assert not dragged(find(screen, Gantt), carried, QPoint(40, HEAD_PX + 5), drop=False)


def test_a_drag_of_something_else_is_not_taken(screen: DispatchScreen, gestures: Recorded) -> None:
    screen.show_view(sample.draft())
    text = QMimeData()
    text.setText("6901234567892")
    assert not dragged(find(screen, Gantt), text, QPoint(40, HEAD_PX + 5), drop=True)
    assert gestures.made == []


def test_a_stop_left_over_tells_why_and_cannot_be_routed_without_a_position(screen: DispatchScreen) -> None:
    screen.show_view(sample.draft())
    screen._tabs.setCurrentIndex(UNSERVED)
    table = find(screen, QTableView, "dispatch.unserved")
    table.selectRow(0)
    why = find(screen, ToneCard, "dispatch.unserved_why")
    assert why.words() == "Its position is not known. Enter it in the shop system"
    assert not find(screen, QAbstractButton, "dispatch.put_cheapest").isEnabled()


def test_a_van_is_added_with_its_limits_in_plain_units(screen: DispatchScreen, gestures: Recorded) -> None:
    screen.show_view(sample.draft())
    screen._tabs.setCurrentIndex(VANS)
    press(screen, "dispatch.van_add")
    find(screen, QLineEdit, "dispatch.van_plate").setText("京A·OI777")
    find(screen, QWidget, "dispatch.van_weight").setValue(1_800)
    find(screen, QWidget, "dispatch.van_volume").setValue(9.5)
    press(screen, "dispatch.van_save")
    ((name, van),) = gestures.made
    assert name == "save_van"
    assert isinstance(van, VanForm)
    assert (van.code, van.plate, van.weight_g, van.volume_ml) == ("V11", "京A·OI777", 1_800_000, 9_500_000)


def test_a_van_is_sent_home_for_tonight(screen: DispatchScreen, gestures: Recorded) -> None:
    screen.show_view(sample.draft())
    screen._tabs.setCurrentIndex(VANS)
    find(screen, QTableView, "dispatch.vans").selectRow(1)
    press(screen, "dispatch.van_away")
    assert gestures.made == [("send_van_away", "V02", True)]


def test_a_stop_on_the_map_is_chosen_by_a_click(screen: DispatchScreen, qtbot: QtBot) -> None:
    screen.show_view(sample.draft())
    plan = find(screen, RouteMap)
    plan.fit()
    dot = next(item for item in plan.items() if getattr(item, "wave_id", None) == sample.wave_id(3, 8))
    QTest.mouseClick(plan.viewport(), Qt.MouseButton.LeftButton, pos=plan.mapFromScene(dot.pos()))
    assert screen._tabs.currentIndex() == ROUTE
    assert find(screen, StopList)._route.van in {"V03", "V08"}  # drawn over each other in the sample


def test_sheets_are_offered_once_there_are_routes_to_print(
    screen: DispatchScreen, gestures: Recorded
) -> None:
    screen.show_view(sample.draft())
    assert not find(screen, QAbstractButton, "dispatch.print_sheets").isVisible()
    screen.show_view(sample.published())
    press(screen, "dispatch.print_sheets")
    assert gestures.made == [("print_sheets", None)]
