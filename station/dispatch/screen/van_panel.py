"""The vans: who drives tonight, what each may carry, added, changed, sent home, or taken over from a file."""

from collections.abc import Hashable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QGridLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from station.dispatch.model.edit_van import VanForm
from station.dispatch.model.verdicts import Verdict
from station.dispatch.model.view import Answer, DispatchView, RefusedRow, VanView
from station.dispatch.screen.gestures import DispatchGestures
from station.dispatch.screen.ink import cubic_metres, kilograms, small
from station.dispatch.screen.van_fields import VanFields
from station.kernel.messages import Message, Texts, Tone
from station.shell.big_button import BigButton
from station.shell.look import Look
from station.shell.record_table import Cell, Column, RecordTable, Row
from station.shell.speech import keep_told
from station.shell.theme import SCALE
from station.shell.tone_card import ToneCard

LIST, FORM = range(2)
"""The pages."""
REFUSED = (Column(Message("Row"), 64), Column(Message("Why"), 0))
COLUMNS = (Column(Message("Van"), 0), Column(Message("Carries"), 110), Column(Message("Stops"), 64))


class VanPanel(QWidget):
    """The list and its buttons; the form of one van takes their place while it is filled in."""

    def __init__(self, texts: Texts, look: Look, gestures: DispatchGestures) -> None:
        super().__init__()
        self._texts = texts
        self._gestures = gestures
        self._view: DispatchView | None = None
        self._saving: tuple[Answer | None] | None = None
        """The answer shown when a form was sent: the next one decides whether it may close."""
        self._table = RecordTable(texts, look, "dispatch.vans", COLUMNS, self._chosen)
        self._table.say_when_empty(Message("No vans yet. Add one, or import a file"))
        self._add = BigButton(texts, "dispatch.van_add", Message("Add van"), self._add_van)
        self._import = BigButton(texts, "dispatch.van_import", Message("Import…"), self._import_file)
        self._away = BigButton(texts, "dispatch.van_away", Message("Not tonight"), self._toggle_away)
        self._change = BigButton(texts, "dispatch.van_change", Message("Change…"), self._change_van)
        self._form = VanFields(texts, self._save, self._show_list)
        self._refused = ToneCard(texts, look, "dispatch.van_refused", SCALE.secondary_px)
        self._rows = RecordTable(texts, look, "dispatch.van_refused_rows", REFUSED, lambda _key: None)
        self._pages = QStackedWidget()
        self._lay_out()
        keep_told(self, texts, self._redraw)

    def show_view(self, view: DispatchView) -> None:
        """Draw the vans."""
        self._view = view
        if self._saving is not None and view.answer is not self._saving[0]:
            saved = view.answer is not None and view.answer.verdict is Verdict.VAN_SAVED
            self._saving = None
            if saved:
                self._show_list()
        self._redraw()

    def _lay_out(self) -> None:
        buttons = QGridLayout()
        buttons.setSpacing(8)
        for at, button in enumerate((self._change, self._away, self._add, self._import)):
            buttons.addWidget(small(button), at // 2, at % 2)
        self._table.doubleClicked.connect(self._change_van)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._table, 3)
        column.addWidget(self._refused)
        column.addWidget(self._rows, 2)
        column.addLayout(buttons)
        room = QScrollArea()
        room.setWidget(self._form)
        room.setWidgetResizable(True)
        room.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for each in (page, room):
            self._pages.addWidget(each)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._pages)
        self._refused.hide()
        self._rows.hide()

    def _redraw(self) -> None:
        if self._view is None:
            return
        self._table.show_rows([self._row(van) for van in self._view.vans])
        rows = self._view.refused_rows
        self._refused.setVisible(bool(rows))
        self._rows.setVisible(bool(rows))
        if rows:
            words = Message("{count} rows of the file were not taken", count=len(rows))
            self._refused.show_verdict(Tone.ASK, words, flash=False)
        self._rows.show_rows([self._refused_row(row) for row in rows])
        self._tell_buttons()

    def _refused_row(self, row: RefusedRow) -> Row:
        why = Cell(self._texts.say(row.why), note=row.text)
        return Row(row.row, (Cell(str(row.row), sort=row.row), why))

    def _row(self, van: VanView) -> Row:
        away = van.is_away or not van.is_active
        if not van.is_active:
            note = Message("out of service")
        elif van.is_away:
            note = Message("not tonight")
        elif van.has_left:
            note = Message("on its way")
        else:
            note = Message("{name} {start}–{end}", name=van.driver, start=van.shift_from, end=van.shift_until)
        carries = f"{kilograms(van.weight_g)} kg"
        cells = (
            Cell(
                van.plate,
                note=self._texts.say(note),
                shaped=True,
                tone=None if away else Tone.OK,
                sort=van.code,
            ),
            Cell(carries, note=f"{cubic_metres(van.volume_ml)} m³", sort=van.weight_g),
            Cell(str(van.stops) if van.stops else "–", sort=van.stops),
        )
        return Row(van.code, cells)

    def _van(self) -> VanView | None:
        vans = self._view.vans if self._view is not None else ()
        return next((van for van in vans if van.code == self._table.chosen), None)

    def _tell_buttons(self) -> None:
        van = self._van()
        self._change.setEnabled(van is not None)
        self._away.setEnabled(van is not None and not van.has_left and van.is_active)
        self._away.say(Message("Drives tonight") if van and van.is_away else Message("Not tonight"))

    def _chosen(self, _key: Hashable | None) -> None:
        self._tell_buttons()

    def _change_van(self) -> None:
        van = self._van()
        if van is not None:
            self._form.show_van(van)
            self._pages.setCurrentIndex(FORM)

    def _show_list(self) -> None:
        self._pages.setCurrentIndex(LIST)

    def _add_van(self) -> None:
        codes = {van.code for van in self._view.vans} if self._view is not None else set()
        number = next(n for n in range(1, 10_000) if f"V{n:02d}" not in codes)
        self._form.show_new(f"V{number:02d}")
        self._pages.setCurrentIndex(FORM)

    def _save(self, van: VanForm) -> None:
        self._saving = (self._view.answer if self._view is not None else None,)
        self._gestures.save_van(van)

    def _toggle_away(self) -> None:
        van = self._van()
        if van is not None:
            self._gestures.send_van_away(van.code, away=not van.is_away)

    def _import_file(self) -> None:
        say = self._texts.say
        file, _kind = QFileDialog.getOpenFileName(
            self, say(Message("Import vans")), "", say(Message("Tables (*.csv)"))
        )
        if file:
            self._gestures.import_vans(Path(file))
