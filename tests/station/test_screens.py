"""docs/screens.md and the real window name the same widgets, each once, whatever the rooms show."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QTabBar,
    QTabWidget,
    QWidget,
)

from cloud_api.wire.stations import Role
from station.bootstrap.resources import Resources
from station.bootstrap.roles import (
    COUNTING,
    CRATES,
    DISPATCH,
    INBOUND,
    LOADING,
    PACKING,
    PICKING,
    PICKUP,
    SLOTTING,
    WAVES,
    rooms_of,
)
from station.bootstrap.window import StationWindow
from station.counting.model.view import CountingView
from station.crates.model.view import CratesView
from station.inbound.model.view import ReceivingView
from station.kernel.clock import SettableClock
from station.kernel.settings import Settings
from station.loading.model.view import LoadingView
from station.packing.model.view import PackingView
from station.shell.sounds import RecordingSounds
from station.slotting.model.view import SlottingView
from tests.station.counting.floor import Floor
from tests.station.counting.pages import every_page
from tests.station.crates.pages import every_step as steps_of_crates
from tests.station.crates.room import CratesRoom
from tests.station.dispatch import sample_views as dispatch
from tests.station.inbound.dock import Dock as GoodsIn
from tests.station.inbound.sample_views import every_step
from tests.station.kit import SUPERVISOR_PIN
from tests.station.loading.dock import CHIEF, Dock
from tests.station.loading.test_cancelled import ORDER, cancel
from tests.station.packing.pages import every_step as steps_of_packing
from tests.station.packing.room import PackingRoom
from tests.station.picking import sample_views as picking
from tests.station.pickup import sample_views as pickup
from tests.station.slotting.pages import every_step as steps_of_slotting
from tests.station.slotting.room import Room
from tests.station.waves.pages import every_step as steps_of_waves

USED_BY_PEOPLE = (QAbstractButton, QLineEdit, QComboBox, QAbstractSpinBox, QAbstractItemView, QTabWidget)
HAS_PARTS_OF_QT = (QAbstractItemView, QLineEdit, QAbstractSpinBox, QTabBar)
"""The corner of a table, the cross in a field, the arrows beside tabs."""


@pytest.fixture
def station_window(qapp: QApplication, tmp_path: Path, resources: Path) -> Iterator[StationWindow]:
    settings = Settings(data_folder=tmp_path, token_in_file=True)
    made = StationWindow(qapp, settings, Resources(resources), SettableClock(), RecordingSounds())
    made.start()
    made.rooms.open(rooms_of(list(Role)))
    yield made
    made.stop()
    made.window.close()


def _names(*pages: QWidget) -> Counter[str]:
    used = {child for page in pages for kind in USED_BY_PEOPLE for child in page.findChildren(kind)}
    return Counter(child.objectName() for child in used if not _is_of_qt(child))


def _is_of_qt(child: QWidget) -> bool:
    parent = child.parent()
    return isinstance(parent, HAS_PARTS_OF_QT) or (
        parent is not None and parent.metaObject().className() == "QComboBoxPrivateContainer"
    )


def _views(folder: Path) -> Iterator[tuple[str, Any]]:
    """Rooms in the middle of their work: with rows, cards and questions."""
    yield from ((DISPATCH, view) for view in (dispatch.draft(), dispatch.published()))
    yield from ((PICKING, view) for view in (picking.put(), picking.close_crates()))
    yield from ((PICKUP, make()) for make in pickup.ALL)
    for view in _night(folder):
        yield LOADING, view
    yield from ((COUNTING, view) for view in _stock_room(folder))
    yield from ((INBOUND, view) for view in _goods_in(folder))
    yield from ((SLOTTING, view) for view in _bins(folder))
    yield from ((WAVES, view) for view in steps_of_waves())
    yield from ((CRATES, view) for view in _crates(folder))
    yield from ((PACKING, view) for view in _packing(folder))


def _night(folder: Path) -> Iterator[LoadingView]:
    dock = Dock(folder)
    yield dock.publish()
    yield dock.load(1, leave=1)
    yield dock.depart()
    dock.scan(CHIEF)
    yield dock.flow.pin(SUPERVISOR_PIN)
    yield dock.flow.cancel()
    dock.desk.to_be_weighed = True
    dock.scan(dock.shops[0][0].sscc(2))
    yield dock.flow.view()
    dock.flow.ask_supervisor()
    dock.scan(CHIEF)
    yield dock.flow.pin(SUPERVISOR_PIN)
    dock.close()
    yield from _cancelled_on_a_van(folder)


def _cancelled_on_a_van(folder: Path) -> Iterator[LoadingView]:
    folder = folder / "cancelled"
    folder.mkdir()
    dock = Dock(folder)
    dock.publish()
    dock.load(2)
    cancel(dock, dock.shops[1][0], ORDER)
    yield dock.depart()
    dock.scan(CHIEF)
    yield dock.flow.pin(SUPERVISOR_PIN)
    dock.close()


def _goods_in(folder: Path) -> Iterator[ReceivingView]:
    dock = GoodsIn(folder / "inbound")
    yield dock.tell_orders()
    yield from every_step(dock)
    dock.close()


def _bins(folder: Path) -> Iterator[SlottingView]:
    room = Room(folder / "bins")
    yield from steps_of_slotting(room)
    room.close()


def _crates(folder: Path) -> Iterator[CratesView]:
    room = CratesRoom(folder / "crates")
    room.pick_wave()
    yield from steps_of_crates(room)
    room.close()


def _packing(folder: Path) -> Iterator[PackingView]:
    room = PackingRoom(folder / "packing")
    yield from steps_of_packing(room)
    room.close()


def _stock_room(folder: Path) -> Iterator[CountingView]:
    room = Floor(folder / "stock")
    yield from every_page(room)
    room.close()


def test_every_widget_people_use_is_named_once_and_listed(
    station_window: StationWindow, project: Path, tmp_path: Path
) -> None:
    listed = _listed((project / "docs" / "screens.md").read_text(encoding="utf-8"))
    _check(_names(station_window.window, station_window.enrol_page), listed)
    for name in ("stock", "inbound", "bins", "crates", "packing"):
        (tmp_path / "dock" / name).mkdir(parents=True)
    for room, view in _views(tmp_path / "dock"):
        screen = station_window.rooms.screen(room)
        screen.show_view(view)
        _check(_names(screen), listed)


def _check(names: Counter[str], listed: set[str]) -> None:
    assert "" not in names
    assert [name for name, count in names.items() if count > 1] == []
    assert {re.sub(r"_\d+$", "_1", name) for name in names} - listed == set()


def test_what_the_page_lists_is_there(station_window: StationWindow, project: Path, tmp_path: Path) -> None:
    """A name of a room that no widget has any more misleads whoever looks for it."""
    listed = _listed((project / "docs" / "screens.md").read_text(encoding="utf-8"))
    rooms = (DISPATCH, LOADING, PICKUP, COUNTING, INBOUND, PACKING)
    named = {name for name in listed if name.partition(".")[0] in rooms}
    there: set[str] = set()
    for name in ("stock", "inbound", "bins", "crates", "packing"):
        (tmp_path / "dock" / name).mkdir(parents=True)
    for room, view in _views(tmp_path / "dock"):
        screen = station_window.rooms.screen(room)
        screen.show_view(view)
        there |= {child.objectName() for child in (screen, *screen.findChildren(QWidget))}
    assert named - there == set()


def _listed(page: str) -> set[str]:
    """The names of the page; `.dismiss` stands for the prefix of the name before it."""
    listed: set[str] = set()
    prefix = ""
    for name in re.findall(r"`([\w.]+)`", page):
        if name.startswith("."):
            listed.add(prefix + name)
        else:
            listed.add(name)
            prefix = name.rpartition(".")[0]
    return listed
