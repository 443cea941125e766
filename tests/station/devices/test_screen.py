"""The devices room in a window: what it shows, what each press asks for, all of it by keyboard too."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from hardware.labels import LabelKind
from hardware.protocols import ScaleOrder
from station.devices.model.kinds import DeviceKind
from station.devices.model.view import Test
from station.devices.model.ways import FieldName, Way
from station.devices.screen.light import DevicesLight
from station.devices.screen.screen import DevicesScreen
from station.kernel.messages import Message, Texts, Tone
from station.shell.confirm_button import ConfirmButton
from station.shell.icons import Icons
from station.shell.look import Look
from tests.station.devices.sample_views import FOUND, LINES, PRINTER, form, sample_views, view


class Asked:
    """Keeps each gesture."""

    def __init__(self) -> None:
        self.calls: list[tuple[object, ...]] = []

    def __getattr__(self, name: str) -> Any:
        return lambda *said: self.calls.append((name, *said))


@pytest.fixture
def asked() -> Asked:
    return Asked()


@pytest.fixture
def screen(qtbot: QtBot, texts: Texts, look: Look, asked: Asked, resources: Path) -> DevicesScreen:
    made = DevicesScreen(texts, look, Icons(resources / "icons"), asked)
    made.resize(1246, 704)
    qtbot.addWidget(made)
    made.show()
    QTest.qWaitForWindowExposed(made)
    return made


def part(screen: QWidget, kind: type[QWidget], name: str) -> Any:
    found = screen.findChild(kind, name)
    assert found is not None, name
    return found


def button(screen: QWidget, name: str) -> QAbstractButton:
    found = part(screen, QAbstractButton, name)
    assert isinstance(found, QAbstractButton)
    return found


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def words(screen: QWidget, name: str) -> str:
    found = part(screen, QLabel, name)
    assert isinstance(found, QLabel)
    return found.text()


@pytest.mark.parametrize("size", [(1246, 704), (1800, 1016)])
def test_every_view_is_drawn_in_both_languages_and_looks(
    screen: DevicesScreen, texts: Texts, look: Look, size: tuple[int, int]
) -> None:
    screen.resize(*size)
    for language, style in (("zh_CN", "dark"), ("en", "light")):
        texts.use(language)
        look.use(style)
        for shown in sample_views().values():
            screen.show_view(shown)
            assert not screen.grab().isNull()
            assert screen.size().toTuple() == size, "nothing pushes the room over its edges"


def test_state_is_told_in_words_beside_colour_and_shape(screen: DevicesScreen) -> None:
    screen.show_view(view())
    told = [button(screen, f"devices.list.row_{place}").accessibleName() for place in range(1, 9)]
    assert told[3].startswith("箱标打印机 · Network, 192.0.2.10, port 9100")
    assert "Needs help" in told[3]
    assert "Not reached" in told[2]
    assert "Last heard 06-18 10:14" in told[3]
    assert "Never heard of yet" in told[6]


def test_a_device_is_chosen_by_keys_alone(screen: DevicesScreen, asked: Asked, qtbot: QtBot) -> None:
    screen.show_view(view())
    first = button(screen, "devices.list.row_1")
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Down)
    second = button(screen, "devices.list.row_2")
    assert QApplication.focusWidget() is second
    QTest.keyClick(second, Qt.Key.Key_Space)
    assert asked.calls == [("choose", LINES[1].key), ("choose", LINES[1].key)]
    QTest.keyClick(second, Qt.Key.Key_Up)
    QTest.keyClick(first, Qt.Key.Key_Up)
    assert QApplication.focusWidget() is first


def test_a_device_in_trouble_says_what_to_do_and_can_be_tried(
    screen: DevicesScreen, asked: Asked, qtbot: QtBot
) -> None:
    screen.show_view(view(chosen=str(PRINTER)))
    assert "Load a new roll" in words(screen, "devices.panel.state.words")
    button(screen, "devices.panel.ask").click()
    button(screen, "devices.panel.print").click()
    button(screen, "devices.panel.change").click()
    remove = part(screen, ConfirmButton, "devices.panel.remove")
    remove.click()
    assert len(asked.calls) == 3, "asked back first"
    qtbot.waitUntil(lambda: not remove.settling)
    remove.click()
    key = str(PRINTER)
    assert asked.calls == [
        ("ask", key),
        ("try_out", key, Test.PRINT),
        ("begin_change", key),
        ("remove", key),
    ]
    assert not button(screen, "devices.panel.drawer").isVisible()


def test_what_it_set_is_told_and_cannot_be_changed(screen: DevicesScreen) -> None:
    screen.show_view(sample_views()["fixed"])
    assert "settings file" in words(screen, "devices.panel.fixed")
    for name in ("change", "remove"):
        assert not button(screen, f"devices.panel.{name}").isVisible()
    screen.show_view(sample_views()["keyboard"])
    for name in ("ask", "change", "remove"):
        assert not button(screen, f"devices.panel.{name}").isVisible()


def test_adding_goes_from_kind_to_found_to_fields_to_save(screen: DevicesScreen, asked: Asked) -> None:
    screen.show_view(view())
    button(screen, "devices.add").click()
    screen.show_view(view(form=form()))
    assert QApplication.focusWidget() is button(screen, "devices.found.kind_label_printer")
    button(screen, "devices.found.kind_scale").click()
    button(screen, "devices.found.thing_2").click()
    host = part(screen, QLineEdit, "devices.form.field_host")
    host.setFocus()
    QTest.keyClicks(host, "19")
    way = part(screen, QComboBox, "devices.form.way")
    way.activated.emit(list(form().ways).index(Way.CUPS))
    size = part(screen, QComboBox, "devices.form.field_size")
    size.textActivated.emit("60x40")
    assert not button(screen, "devices.form.save").isEnabled()
    screen.show_view(sample_views()["form_ready"])
    button(screen, "devices.form.check").click()
    button(screen, "devices.form.save").click()
    button(screen, "devices.form.cancel").click()
    assert asked.calls == [
        ("begin_add", DeviceKind.LABEL_PRINTER),
        ("begin_add", DeviceKind.SCALE),
        ("pick_found", FOUND[1]),
        ("set_field", FieldName.HOST, "1"),
        ("set_field", FieldName.HOST, "19"),
        ("set_way", Way.CUPS),
        ("set_field", FieldName.SIZE, "60x40"),
        ("check",),
        ("save",),
        ("cancel",),
    ]


def test_a_view_that_comes_late_does_not_take_letters_back(screen: DevicesScreen) -> None:
    screen.show_view(view(form=form()))
    host = part(screen, QLineEdit, "devices.form.field_host")
    host.setFocus()
    QTest.keyClicks(host, "192.0")
    screen.show_view(view(form=form(values={**form().values, FieldName.HOST: "192"})))
    assert host.text() == "192.0"


def test_tab_goes_down_the_form_in_the_order_it_is_read(screen: DevicesScreen) -> None:
    screen.show_view(sample_views()["form_ready"])
    part(screen, QComboBox, "devices.form.way").setFocus()
    passed = []
    for _ in range(9):
        QTest.keyClick(focused(), Qt.Key.Key_Tab)
        passed.append(focused().objectName().removeprefix("devices.form."))
    fields = [f"field_{name}" for name in ("host", "port", "language", "dpi", "size")]
    assert passed == [*fields, "name", "check", "save", "cancel"]


def test_each_kind_of_label_is_given_a_printer(screen: DevicesScreen, asked: Asked) -> None:
    screen.show_view(view())
    part(screen, QTabBar, "devices.tabs").setCurrentIndex(1)
    shelf = part(screen, QComboBox, "devices.labels.shelf")
    assert shelf.currentText() == "货架标打印机"
    assert (
        part(screen, QComboBox, "devices.labels.bin").currentText() == "The first label printer: 箱标打印机"
    )
    shelf.activated.emit(1)
    part(screen, QComboBox, "devices.labels.bin").activated.emit(2)
    assert asked.calls == [
        ("choose_printer", LabelKind.SHELF, "tcp://192.0.2.10:9100"),
        ("choose_printer", LabelKind.BIN, "cups:shelf?size=60x40&dpi=300"),
    ]
    screen.show_view(view(printers=()))
    assert "No label printer" in words(screen, "devices.labels.none.words")
    assert not shelf.isEnabled()


def test_layouts_are_written_with_a_preview_beside_them(screen: DevicesScreen, asked: Asked) -> None:
    screen.show_view(sample_views()["layouts"])
    part(screen, QTabBar, "devices.tabs").setCurrentIndex(2)
    assert words(screen, "devices.layouts.value_1") == "1234 g"
    assert asked.calls == [], "showing is no editing"
    text = part(screen, QPlainTextEdit, "devices.layouts.text")
    text.setPlainText("28PPPPPWWWWWC\n")
    sample = part(screen, QLineEdit, "devices.layouts.sample")
    sample.setFocus()
    sample.clear()
    QTest.keyClicks(sample, "2")
    button(screen, "devices.layouts.save").click()
    assert asked.calls == [("edit_layouts", ("28PPPPPWWWWWC",)), ("try_code", "2"), ("save_layouts",)]


def test_what_can_be_taken_back_stands_in_a_button(screen: DevicesScreen, asked: Asked) -> None:
    screen.show_view(view())
    assert not button(screen, "devices.undo").isVisible()
    screen.show_view(view(undo=Message("Take {name} back", name="旧秤")))
    assert button(screen, "devices.undo").text() == "Take 旧秤 back"
    button(screen, "devices.undo").click()
    assert asked.calls == [("undo",)]


def test_the_light_is_out_of_sight_while_all_is_well(qtbot: QtBot, texts: Texts, look: Look) -> None:
    pressed: list[bool] = []
    light = DevicesLight(texts, look, lambda: pressed.append(True))
    qtbot.addWidget(light)
    light.show_view(view(trouble_count=0))
    assert not light.isVisible()
    light.show_view(view(trouble_count=2))
    assert light.isVisible()
    assert light.text() == "Devices to look at: 2"
    light.click()
    assert pressed == [True]
    light.show_view(view(trouble_count=0))
    assert not light.isVisible()


def test_reads_tell_scanner_code_and_meaning(screen: DevicesScreen) -> None:
    screen.show_view(sample_views()["list"])
    assert words(screen, "devices.reads.read_1.words") == "02:14:00 装车口扫码枪: Product (6901234567892)"
    assert sample_views()["list"].reads[1].tone is Tone.ASK


def test_a_scale_is_told_by_its_own_buttons(screen: DevicesScreen, asked: Asked) -> None:
    screen.show_view(sample_views()["scale"])
    for order in ScaleOrder:
        button(screen, f"devices.panel.{order.value}").click()
    assert asked.calls == [("order_scale", order) for order in ScaleOrder]
    assert not part(screen, QLabel, "devices.panel.no_orders").isVisible()


def test_a_scale_that_takes_no_orders_says_so_and_offers_none(screen: DevicesScreen) -> None:
    screen.show_view(sample_views()["scale_by_hand"])
    assert not any(button(screen, f"devices.panel.{order.value}").isVisible() for order in ScaleOrder)
    assert "on the scale itself" in words(screen, "devices.panel.no_orders")
    screen.show_view(view(chosen=str(PRINTER)))
    assert not part(screen, QLabel, "devices.panel.no_orders").isVisible()
