"""The vans: who drives tonight, what each may carry, added, changed, sent home, or taken over from a file."""

from collections.abc import Hashable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from station.dispatch.model.edit_van import VanForm
from station.dispatch.model.view import DispatchView, VanView
from station.dispatch.screen.gestures import DispatchGestures
from station.dispatch.screen.ink import cubic_metres, kilograms
from station.dispatch.screen.van_fields import VanFields
from station.kernel.messages import Message, Texts, Tone
from station.shell.big_button import BigButton
from station.shell.look import Look
from station.shell.record_table import Cell, Column, RecordTable, Row
from station.shell.speech import keep_told
from station.shell.theme import SCALE
from station.shell.tone_card import ToneCard

COLUMNS = (Column(Message("Van"), 0), Column(Message("Carries"), 110), Column(Message("Stops"), 64))


class VanPanel(QWidget):
    """The list; a chosen van opens its form under it."""

    def __init__(self, texts: Texts, look: Look, gestures: DispatchGestures) -> None:
        super().__init__()
        self._texts = texts
        self._gestures = gestures
        self._view: DispatchView | None = None
        self._table = RecordTable(texts, look, "dispatch.vans", COLUMNS, self._chosen)
        self._table.say_when_empty(Message("No vans yet. Add one, or import a file"))
        self._add = BigButton(texts, "dispatch.van_add", Message("Add van"), self._add_van)
        self._import = BigButton(texts, "dispatch.van_import", Message("Import…"), self._import_file)
        self._away = BigButton(texts, "dispatch.van_away", Message("Not tonight"), self._toggle_away)
        self._form = VanFields(texts, look, self._save)
        self._refused = ToneCard(texts, look, "dispatch.van_refused", SCALE.secondary_px)
        self._lay_out()
        keep_told(self, texts, self._redraw)

    def show_view(self, view: DispatchView) -> None:
        """Draw the vans."""
        self._view = view
        self._redraw()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        for button in (self._add, self._import, self._away):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._table, 1)
        column.addLayout(buttons)
        column.addWidget(self._refused)
        column.addWidget(self._form)
        self._form.hide()
        self._refused.hide()

    def _redraw(self) -> None:
        if self._view is None:
            return
        self._table.show_rows([self._row(van) for van in self._view.vans])
        rows = self._view.refused_rows
        self._refused.setVisible(bool(rows))
        if rows:
            first = rows[0]
            words = Message(
                "{count} rows were not taken. Row {row}: {why}", count=len(rows), row=first.row, why=first.why
            )
            self._refused.show_verdict(Tone.ASK, words, flash=False)
        self._tell_away()

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

    def _tell_away(self) -> None:
        van = self._van()
        self._away.setEnabled(van is not None and not van.has_left)
        self._away.say(Message("Drives tonight") if van and van.is_away else Message("Not tonight"))

    def _chosen(self, _key: Hashable | None) -> None:
        van = self._van()
        self._tell_away()
        self._form.setVisible(van is not None)
        if van is not None:
            self._form.show_van(van)

    def _add_van(self) -> None:
        codes = {van.code for van in self._view.vans} if self._view is not None else set()
        number = next(n for n in range(1, 10_000) if f"V{n:02d}" not in codes)
        self._table.clearSelection()
        self._form.show_new(f"V{number:02d}")
        self._form.show()

    def _save(self, van: VanForm) -> None:
        self._form.hide()
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
