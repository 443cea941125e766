"""The form of one van in the units people speak of: kilograms, cubic metres, yuan."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QRegularExpression
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QDoubleSpinBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from station.dispatch.model.edit_van import VanForm, van_form
from station.dispatch.model.view import VanView
from station.dispatch.screen.ink import small
from station.kernel.messages import Message, Texts
from station.shell.big_button import BigButton, ButtonKind
from station.shell.look import font
from station.shell.speech import SpokenLabel, keep_told
from station.shell.theme import SCALE

NEW_WEIGHT_G = 1_500_000
NEW_VOLUME_ML = 12_000_000
CLOCK_TIME = QRegularExpression(r"([01]\d|2[0-3]):[0-5]\d")
LITRES_A_CUBIC_METRE = 1_000_000
_BARE_INSIDE = """
QLineEdit { border: none; padding: 0; min-height: 0; background: transparent; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { width: 0; border: none; }
"""
"""The frame belongs to the box, not to the line inside it. With NoButtons Qt leaves the line no room."""
LEAST_BOX_PX, INSIDE_PX = 100, 10
GRID_COLUMNS = 6
"""Rows of two fields and of three stand in line."""
IN_SERVICE = Message("In service")


class VanFields(QWidget):
    """Fields of one van in two columns, Save and Cancel."""

    def __init__(
        self, texts: Texts, on_save: Callable[[VanForm], None], on_cancel: Callable[[], None]
    ) -> None:
        super().__init__()
        self._texts = texts
        self._on_save = on_save
        self._van = VanForm("", "", NEW_WEIGHT_G, NEW_VOLUME_ML)
        self._title = QLabel()
        self._title.setFont(font(SCALE.heading_px, bold=True))
        self._plate = _field("dispatch.van_plate")
        self._driver = _field("dispatch.van_driver")
        self._phone = _field("dispatch.van_phone")
        self._weight = _number("dispatch.van_weight", 100_000, " kg")
        self._volume = _decimal("dispatch.van_volume", 1_000, " m³")
        self._from = _time("dispatch.van_from")
        self._until = _time("dispatch.van_until")
        self._stops = _number("dispatch.van_stops", 500, "")
        self._day = _decimal("dispatch.van_day", 100_000, " ¥")
        self._km = _decimal("dispatch.van_km", 1_000, " ¥/km")
        self._hour = _decimal("dispatch.van_hour", 10_000, " ¥/h")
        self._active = QCheckBox()
        self._active.setObjectName("dispatch.van_active")
        self._save = BigButton(texts, "dispatch.van_save", Message("Save van"), self._saved, ButtonKind.NEXT)
        self._cancel = BigButton(texts, "dispatch.van_cancel", Message("Cancel"), on_cancel)
        self._lay_out()
        keep_told(self, texts, self._retell)

    def show_new(self, code: str) -> None:
        """An empty form for a van of this code."""
        self._show(VanForm(code, "", NEW_WEIGHT_G, NEW_VOLUME_ML))

    def show_van(self, van: VanView) -> None:
        """The van's present values."""
        self._show(van_form(van))

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(2)
        rows: tuple[tuple[tuple[Message, QWidget], ...], ...] = (
            ((Message("Plate"), self._plate), (Message("Driver"), self._driver)),
            ((Message("Phone"), self._phone), (Message("Most stops (0: any)"), self._stops)),
            ((Message("Weight limit"), self._weight), (Message("Volume limit"), self._volume)),
            ((Message("Shift from"), self._from), (Message("Shift until"), self._until)),
            (
                (Message("Cost a day"), self._day),
                (Message("Cost an hour"), self._hour),
                (Message("Cost a kilometre"), self._km),
            ),
        )
        for row, cells in enumerate(rows):
            wide = GRID_COLUMNS // len(cells)
            for at, (words, field) in enumerate(cells):
                label = SpokenLabel(self._texts, words)
                label.setFont(font(SCALE.secondary_px))
                label.setBuddy(field)
                grid.addWidget(label, 2 * row, at * wide, 1, wide)
                grid.addWidget(small(field), 2 * row + 1, at * wide, 1, wide)
        head, buttons = QHBoxLayout(), QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._active)
        buttons.addWidget(small(self._save), 1)
        buttons.addWidget(small(self._cancel))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(head)
        column.addLayout(grid)
        column.addLayout(buttons)
        column.addStretch(1)

    def _retell(self) -> None:
        self._title.setText(self._texts.say(Message("Van {van}", van=self._van.code)))
        self._active.setText(self._texts.say(IN_SERVICE))

    def _show(self, van: VanForm) -> None:
        self._van = van
        self._retell()
        self._plate.setText(van.plate)
        self._driver.setText(van.driver)
        self._phone.setText(van.phone)
        self._weight.setValue(van.weight_g // 1_000)
        self._volume.setValue(van.volume_ml / LITRES_A_CUBIC_METRE)
        self._from.setText(van.shift_from)
        self._until.setText(van.shift_until)
        self._stops.setValue(van.max_stops)
        self._day.setValue(van.fixed_cost_fen / 100)
        self._km.setValue(van.cost_km_fen / 100)
        self._hour.setValue(van.cost_hour_fen / 100)
        self._active.setChecked(van.active)
        self._plate.setFocus()

    def _saved(self) -> None:
        self._on_save(
            replace(
                self._van,
                plate=self._plate.text().strip(),
                driver=self._driver.text().strip(),
                phone=self._phone.text().strip(),
                weight_g=self._weight.value() * 1_000,
                volume_ml=round(self._volume.value() * LITRES_A_CUBIC_METRE),
                shift_from=self._from.text(),
                shift_until=self._until.text(),
                max_stops=self._stops.value(),
                fixed_cost_fen=round(self._day.value() * 100),
                cost_km_fen=round(self._km.value() * 100),
                cost_hour_fen=round(self._hour.value() * 100),
                active=self._active.isChecked(),
            )
        )


def _field(name: str) -> QLineEdit:
    made = QLineEdit()
    made.setObjectName(name)
    return made


def _time(name: str) -> QLineEdit:
    made = _field(name)
    made.setValidator(QRegularExpressionValidator(CLOCK_TIME, made))
    return made


def _number(name: str, most: int, unit: str) -> QSpinBox:
    made = QSpinBox()
    made.setRange(0, most)
    made.setSuffix(unit)
    _dress(made, name)
    return made


def _decimal(name: str, most: int, unit: str) -> QDoubleSpinBox:
    made = QDoubleSpinBox()
    made.setRange(0, most)
    made.setDecimals(2)
    made.setSuffix(unit)
    _dress(made, name)
    return made


def _dress(box: QAbstractSpinBox, name: str) -> None:
    """Typed, or stepped by the arrow keys: the little buttons are for nobody's finger."""
    box.setObjectName(name)
    box.setStyleSheet(_BARE_INSIDE)
    box.setMinimumWidth(LEAST_BOX_PX)
    box.lineEdit().setTextMargins(INSIDE_PX, 0, 0, 0)
