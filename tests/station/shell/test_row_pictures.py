"""Pictures in the rows of a table: beside the words, no room where there is none, asked for as looked at."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from station.kernel.messages import Message, Texts
from station.shell.look import Look
from station.shell.picture_store import MOST_KEPT, PictureStore
from station.shell.record_table import ROW_PX, Cell, Column, RecordTable, Row
from station.shell.row_pictures import SIDE_PX
from tests.station.picture_shelf import Shelf, has_colour, store_of

RED = "#cc2222"
COLUMNS = (Column(Message("Product"), 0), Column(Message("Short"), 90))


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


@pytest.fixture
def store(shelf: Shelf, qapp: QApplication) -> Iterator[PictureStore]:
    with store_of(shelf) as made:
        yield made


@pytest.fixture
def table(resources: Path, look: Look, store: PictureStore, qtbot: QtBot) -> RecordTable:
    texts = Texts(resources / "texts", "en")
    made = RecordTable(texts, look, "table", COLUMNS, lambda _: None, pictures=store)
    qtbot.addWidget(made)
    made.resize(500, 8 * ROW_PX)
    made.show()
    qtbot.waitExposed(made)
    return made


def rows(*skus: str) -> list[Row]:
    return [Row(sku, (Cell(f"goods {sku}", sku=sku), Cell("1"))) for sku in skus]


def red_in(table: RecordTable, row: int) -> int:
    """Pixels of the picture in a row."""
    strip = table.viewport().grab().toImage().copy(0, row * ROW_PX, SIDE_PX + 40, ROW_PX)
    return has_colour(strip, RED)


def test_a_picture_stands_in_its_row_once_it_is_read(
    table: RecordTable, store: PictureStore, shelf: Shelf, qtbot: QtBot
) -> None:
    shelf.put("B", RED)
    with qtbot.waitSignal(store.changed):
        table.show_rows(rows("A", "B", "C"))
        plain = table.viewport().grab().toImage()
    area = SIDE_PX * SIDE_PX / 2  # it is twice as wide as high
    assert 0.7 * area < red_in(table, 1) <= area, "whole, but for its round corners"
    assert (red_in(table, 0), red_in(table, 2)) == (0, 0)
    words = table.viewport().grab().toImage().copy(0, 0, SIDE_PX, ROW_PX - 2)
    assert words != plain.copy(0, 0, SIDE_PX, ROW_PX - 2), "the words of all rows stand below each other"


def test_where_nobody_has_a_picture_the_words_stand_as_ever(
    table: RecordTable, shelf: Shelf, qtbot: QtBot
) -> None:
    table.show_rows([Row(row.key, (Cell(row.cells[0].text), row.cells[1])) for row in rows("A", "B")])
    without = table.viewport().grab().toImage()
    table.show_rows(rows("A", "B"))
    qtbot.waitUntil(lambda: shelf.asked == ["A", "B"])
    assert table.viewport().grab().toImage() == without


def test_many_rows_are_asked_for_as_they_are_looked_at(
    table: RecordTable, store: PictureStore, shelf: Shelf, qtbot: QtBot
) -> None:
    skus = [f"S{number}" for number in range(2 * MOST_KEPT)]
    for sku in skus:
        shelf.put(sku, RED)
    table.show_rows(rows(*skus))
    qtbot.waitUntil(lambda: red_in(table, 0) > 0)
    assert len(set(shelf.asked)) < MOST_KEPT // 2
    asked = len(shelf.asked)
    for _ in range(5):
        table.viewport().repaint()
        QApplication.processEvents()
    assert len(shelf.asked) == asked, "what is on show is not read again and again"
    table.verticalScrollBar().setValue(table.verticalScrollBar().maximum())
    qtbot.waitUntil(lambda: skus[-1] in shelf.asked and store.pixmap(skus[-1], SIDE_PX) is not None)


def test_a_picture_that_is_changed_is_drawn_anew(
    table: RecordTable, store: PictureStore, shelf: Shelf, qtbot: QtBot
) -> None:
    shelf.put("A", "#2222cc")
    table.show_rows(rows("A"))
    qtbot.waitUntil(lambda: store.pixmap("A", SIDE_PX) is not None)
    assert red_in(table, 0) == 0
    shelf.put("A", RED)
    store.came(frozenset({"A"}))
    qtbot.waitUntil(lambda: red_in(table, 0) > 0)
