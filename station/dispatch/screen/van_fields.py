"""The form of one van in the units people speak of: kilograms, cubic metres, yuan."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QRegularExpression
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QDoubleSpinBox, QFormLayout, QLineEdit, QSpinBox, QWidget

from station.dispatch.model.edit_van import VanForm
from station.dispatch.model.view import VanView
from station.kernel.messages import Message, Texts
from station.shell.big_button import BigButton, ButtonKind
from station.shell.look import Look
from station.shell.speech import SpokenLabel

NEW_WEIGHT_G = 1_500_000
NEW_VOLUME_ML = 12_000_000
CLOCK_TIME = QRegularExpression(r"([01]\d|2[0-3]):[0-5]\d")
LITRES_A_CUBIC_METRE = 1_000_000


class VanFields(QWidget):
    """Fields of one van, and Save."""

    def __init__(self, texts: Texts, look: Look, on_save: Callable[[VanForm], None]) -> None:
        super().__init__()
        self._on_save = on_save
        self._van = VanForm("", "", NEW_WEIGHT_G, NEW_VOLUME_ML)
        self._plate = _field("dispatch.van_plate")
        self._driver = _field("dispatch.van_driver")
        self._phone = _field("dispatch.van_phone")
        self._weight = _number("dispatch.van_weight", 100_000, " kg")
        self._volume = _decimal("dispatch.van_volume", 1_000, " m³")
        self._from = _time("dispatch.van_from")
        self._until = _time("dispatch.van_until")
        self._stops = _number("dispatch.van_stops", 500, "")
        self._km = _decimal("dispatch.van_km", 1_000, " ¥/km")
        self._save = BigButton(texts, "dispatch.van_save", Message("Save van"), self._saved, ButtonKind.NEXT)
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(4)
        for words, field in (
            (Message("Plate"), self._plate),
            (Message("Driver"), self._driver),
            (Message("Phone"), self._phone),
            (Message("Weight limit"), self._weight),
            (Message("Volume limit"), self._volume),
            (Message("Shift from"), self._from),
            (Message("Shift until"), self._until),
            (Message("Most stops (0: any)"), self._stops),
            (Message("Cost a kilometre"), self._km),
        ):
            form.addRow(SpokenLabel(texts, words), field)
        form.addRow(self._save)

    def show_new(self, code: str) -> None:
        """An empty form for a van of this code."""
        self._show(VanForm(code, "", NEW_WEIGHT_G, NEW_VOLUME_ML))
        self._plate.setFocus()

    def show_van(self, van: VanView) -> None:
        """The van's present values."""
        self._show(
            VanForm(
                code=van.code,
                plate=van.plate,
                weight_g=van.weight_g,
                volume_ml=van.volume_ml,
                driver=van.driver,
                phone=van.phone,
                shift_from=van.shift_from,
                shift_until=van.shift_until,
                max_stops=van.max_stops,
                fixed_cost_fen=van.fixed_cost_fen,
                cost_km_fen=van.cost_km_fen,
                cost_hour_fen=van.cost_hour_fen,
                active=van.is_active,
            )
        )

    def _show(self, van: VanForm) -> None:
        self._van = van
        self._plate.setText(van.plate)
        self._driver.setText(van.driver)
        self._phone.setText(van.phone)
        self._weight.setValue(van.weight_g // 1_000)
        self._volume.setValue(van.volume_ml / LITRES_A_CUBIC_METRE)
        self._from.setText(van.shift_from)
        self._until.setText(van.shift_until)
        self._stops.setValue(van.max_stops)
        self._km.setValue(van.cost_km_fen / 100)

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
                cost_km_fen=round(self._km.value() * 100),
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
    made.setObjectName(name)
    made.setRange(0, most)
    made.setSuffix(unit)
    return made


def _decimal(name: str, most: int, unit: str) -> QDoubleSpinBox:
    made = QDoubleSpinBox()
    made.setObjectName(name)
    made.setRange(0, most)
    made.setDecimals(2)
    made.setSuffix(unit)
    return made
