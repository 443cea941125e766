"""The printing room in a window: what it shows, what each press asks for, and no press by mistake."""

from collections.abc import Sequence

import pytest
from PIL import Image
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from hardware.protocols import RasterLabel
from station.kernel.ids import JobId
from station.kernel.messages import Texts
from station.printing.queue import JobState
from station.printing.screen.label_picture import raster_image
from station.printing.screen.printer_light import PrinterLight
from station.printing.screen.screen import PrintingScreen
from station.printing.view import ReprintReason
from station.shell.confirm_button import ConfirmButton
from station.shell.look import Look
from station.shell.record_table import RecordTable
from tests.station.printing.sample_views import preview, sample_views


class Asked:
    """Keeps each gesture."""

    def __init__(self) -> None:
        self.calls: list[tuple[object, ...]] = []

    def came_out(self, job_ids: Sequence[JobId]) -> None:
        self.calls.append(("came_out", *job_ids))

    def did_not_come_out(self, job_ids: Sequence[JobId]) -> None:
        self.calls.append(("did_not", *job_ids))

    def print_again(self, job_id: JobId, reason: ReprintReason) -> None:
        self.calls.append(("again", job_id, reason))

    def cancel(self, job_id: JobId) -> None:
        self.calls.append(("cancel", job_id))

    def search(self, text: str) -> None:
        self.calls.append(("search", text))

    def select(self, job_id: JobId | None) -> None:
        self.calls.append(("select", job_id))


@pytest.fixture
def asked() -> Asked:
    return Asked()


@pytest.fixture
def screen(qtbot: QtBot, texts: Texts, look: Look, asked: Asked) -> PrintingScreen:
    made = PrintingScreen(texts, look, asked)
    made.resize(1246, 704)
    qtbot.addWidget(made)
    made.show()
    return made


def button(screen: QWidget, name: str) -> QAbstractButton:
    found = screen.findChild(QAbstractButton, name)
    assert isinstance(found, QAbstractButton)
    return found


def label(screen: QWidget, name: str) -> str:
    found = screen.findChild(QLabel, name)
    assert isinstance(found, QLabel)
    return found.text()


def table(screen: QWidget) -> RecordTable:
    found = screen.findChild(RecordTable, "printing.jobs")
    assert isinstance(found, RecordTable)
    return found


def confirm(qtbot: QtBot, found: QAbstractButton) -> None:
    """Press, wait until a second press is an answer, press."""
    assert isinstance(found, ConfirmButton)
    found.click()
    qtbot.waitUntil(lambda: not found.settling)
    found.click()


@pytest.mark.parametrize("name", list(sample_views()))
def test_every_view_is_drawn_in_both_languages_and_looks(
    screen: PrintingScreen, texts: Texts, look: Look, name: str
) -> None:
    view = sample_views()[name]
    screen.show_view(view)
    for language, style in (("zh_CN", "dark"), ("en", "light")):
        texts.use(language)
        look.use(style)
        assert not screen.grab().isNull()
    assert table(screen).model().rowCount() == len(view.jobs)
    assert button(screen, "printing.question.came_out").isVisible() == (view.question is not None)


def test_the_question_is_answered_for_the_first_label_or_for_all(
    qtbot: QtBot, screen: PrintingScreen, asked: Asked
) -> None:
    view = sample_views()["question"]
    screen.show_view(view)
    assert view.question is not None
    first, second = (job.id for job in view.question.jobs)
    assert label(screen, "printing.question.words") == "Crate label 三元梅园 3/7: did it come out?"
    for name in ("came_out", "did_not", "all_came_out"):
        button(screen, f"printing.question.{name}").click()
    confirm(qtbot, button(screen, "printing.question.none_came_out"))
    assert asked.calls == [
        ("came_out", first),
        ("did_not", first),
        ("came_out", first, second),
        ("did_not", first, second),
    ]


def test_a_double_click_or_another_question_answers_nothing_for_all(
    screen: PrintingScreen, asked: Asked
) -> None:
    views = sample_views()
    screen.show_view(views["question"])
    none = button(screen, "printing.question.none_came_out")
    assert isinstance(none, ConfirmButton)
    none.click()
    none.click()
    assert (none.asking, asked.calls) == (True, [])
    screen.show_view(views["all_well"])
    assert not none.asking


def test_the_chosen_label_is_looked_at_and_printed_again_with_a_reason(
    screen: PrintingScreen, asked: Asked
) -> None:
    view = sample_views()["question"]
    screen.show_view(view)
    table(screen).selectRow(8)
    chosen = view.jobs[8].id
    screen.show_view(view)
    for reason in ReprintReason:
        found = button(screen, f"printing.job.again_{reason}")
        assert found.isVisible()
        found.click()
    assert asked.calls == [("select", chosen), *(("again", chosen, reason) for reason in ReprintReason)]
    assert not button(screen, "printing.job.cancel").isVisible()


def test_a_waiting_label_is_cancelled_only_after_a_second_press(
    qtbot: QtBot, screen: PrintingScreen, asked: Asked
) -> None:
    view = sample_views()["question"]
    assert view.jobs[0].state is JobState.WAITING
    screen.show_view(view)
    table(screen).selectRow(0)
    screen.show_view(view)
    assert not button(screen, "printing.job.again_lost").isVisible()
    confirm(qtbot, button(screen, "printing.job.cancel"))
    assert asked.calls == [("select", view.jobs[0].id), ("cancel", view.jobs[0].id)]


def test_the_choice_stays_while_labels_come_and_ends_when_its_label_is_gone(
    screen: PrintingScreen, asked: Asked
) -> None:
    views = sample_views()
    screen.show_view(views["all_well"])
    table(screen).selectRow(2)
    chosen = views["all_well"].jobs[2].id
    screen.show_view(views["question"])
    assert table(screen).chosen == chosen
    screen.show_view(views["no_printer"])
    assert (table(screen).chosen, asked.calls[-1]) == (None, ("select", None))


def test_the_table_sorts_by_a_heading_and_back(screen: PrintingScreen) -> None:
    screen.show_view(sample_views()["question"])
    shown = table(screen).model()
    times = [shown.index(row, 0).data() for row in range(shown.rowCount())]
    table(screen).sortByColumn(0, table(screen).horizontalHeader().sortIndicatorOrder())
    assert [shown.index(row, 0).data() for row in range(shown.rowCount())] == sorted(times)


def test_typing_searches_after_a_pause(qtbot: QtBot, screen: PrintingScreen, asked: Asked) -> None:
    field = screen.findChild(QLineEdit, "printing.search")
    assert isinstance(field, QLineEdit)
    field.setFocus()
    QTest.keyClicks(field, "3/7")
    assert asked.calls == []
    qtbot.waitUntil(lambda: asked.calls == [("search", "3/7")])
    field.clear()
    qtbot.waitUntil(lambda: asked.calls[-1] == ("search", ""))


def test_out_of_sight_it_is_not_drawn_and_in_sight_at_once(screen: PrintingScreen) -> None:
    screen.hide()
    screen.show_view(sample_views()["all_well"])
    assert table(screen).model().rowCount() == 0
    screen.show()
    assert table(screen).model().rowCount() == 30


def test_names_are_unique(screen: PrintingScreen) -> None:
    names = [each.objectName() for each in screen.findChildren(QAbstractButton) if each.objectName()]
    ours = [name for name in names if name.startswith("printing.")]
    assert len(ours) == len(set(ours)) == 8


def test_the_light_tells_the_worst_in_shape_and_words(qtbot: QtBot, texts: Texts, look: Look) -> None:
    clicks: list[int] = []
    light = PrinterLight(texts, look, lambda: clicks.append(1))
    qtbot.addWidget(light)
    told = {}
    for name, view in sample_views().items():
        light.show_view(view)
        told[name] = light.text()
        assert light.accessibleName() == light.text()
    light.click()
    assert clicks == [1]
    assert told == {
        "nothing_yet": "Printer",
        "all_well": "Printer ready",
        "question": "Labels to look at: 2",
        "out_of_paper": "Printer needs help",
        "no_printer": "No printer is set up",
    }


def test_a_raster_becomes_the_same_dots(qapp: object) -> None:
    raster = RasterLabel(10, 2, bytes((0b10000000, 0b01000000, 0b00000001, 0b10000000)))
    image = raster_image(raster)
    black = [(x, y) for y in range(2) for x in range(10) if QColor(image.pixel(x, y)) == QColor(0, 0, 0)]
    assert black == [(0, 0), (9, 0), (7, 1), (8, 1)]


def test_the_picture_of_a_real_label_is_what_the_painter_drew(qapp: object) -> None:
    raster = preview(JobId(sample_views()["question"].jobs[0].id)).raster
    image = raster_image(raster)
    drawn = Image.frombytes("1", (raster.width_dots, raster.height_dots), raster.rows)
    for x, y in [(at * 7 % raster.width_dots, at * 11 % raster.height_dots) for at in range(2000)]:
        assert (image.pixelColor(x, y).value() == 0) == bool(drawn.getpixel((x, y)))
