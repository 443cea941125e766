"""Pictures are read away from the Qt thread, kept small and few, and a broken file is told, not shown."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from station.shell.look import Look
from station.shell.picture_store import MOST_KEPT, PictureStore
from station.shell.product_picture import ProductPicture
from tests.station.picture_shelf import Shelf, store_of


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


@pytest.fixture
def store(shelf: Shelf, qapp: QApplication) -> Iterator[PictureStore]:
    with store_of(shelf) as made:
        yield made


def test_a_picture_is_there_a_moment_later_and_small(store: PictureStore, shelf: Shelf, qtbot: QtBot) -> None:
    shelf.put("A", "#cc2222")
    with qtbot.waitSignal(store.changed) as changed:
        assert store.pixmap("A", 100) is None
    assert changed.args == ["A"]
    found = store.pixmap("A", 100)
    assert found is not None
    assert (found.width(), found.height()) == (100, 50)
    assert store.pixmap("A", 100) is found
    assert shelf.asked == ["A"]


def test_a_broken_file_is_told_and_a_missing_one_is_asked_for_once(
    store: PictureStore, shelf: Shelf, qtbot: QtBot, tmp_path: Path
) -> None:
    shelf.files["B"] = tmp_path / "b.jpg"
    shelf.files["B"].write_bytes(b"\xff\xd8\xff torn")
    for sku in ("B", "C", ""):
        assert store.pixmap(sku, 50) is None
    qtbot.waitUntil(lambda: shelf.asked == ["B", "C"] and shelf.broken == ["B"])
    shelf.put("B", "#2222cc")
    with qtbot.waitSignal(store.changed):
        store.came(frozenset({"B", "X"}))
        qtbot.waitUntil(lambda: store.pixmap("B", 50) is not None)


def test_few_pictures_are_kept(store: PictureStore, shelf: Shelf, qtbot: QtBot) -> None:
    for number in range(MOST_KEPT + 1):
        shelf.put(f"S{number}", "#22cc22")
        store.pixmap(f"S{number}", 20)
    qtbot.waitUntil(lambda: store.pixmap(f"S{MOST_KEPT}", 20) is not None)
    before = len(shelf.asked)
    store.pixmap("S0", 20)
    qtbot.waitUntil(lambda: len(shelf.asked) == before + 1)


def test_the_widget_takes_no_place_until_there_is_something_to_see(
    store: PictureStore, shelf: Shelf, look: Look, qtbot: QtBot
) -> None:
    room = QWidget()
    qtbot.addWidget(room)
    room.resize(200, 200)
    shown = ProductPicture(room, "room.picture", look, store)
    without = ProductPicture(room, "room.none", look, None)
    room.show()
    assert not without.show_product("A", QRect(0, 0, 50, 50))
    shelf.put("A", "#cc2222")
    assert not shown.show_product("A", QRect(20, 20, 100, 100))
    qtbot.waitUntil(shown.isVisible)
    assert without.isHidden()
    seen = room.grab().toImage().pixelColor(70, 70)
    assert (seen.red() > 180, seen.blue() < 80) == (True, True)
    assert not shown.show_product("NONE", QRect(20, 20, 100, 100))
    assert shown.isHidden()
