"""The second half of adding a device: how it is reached, what it is called, whether it is there."""

from functools import partial

from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from station.devices.model.view import FormPart
from station.devices.model.ways import Field, FieldName, Way
from station.devices.model.words import KIND_WORDS, WAY_WORDS
from station.devices.screen.gestures import DevicesGestures
from station.devices.screen.told_card import ToldCard
from station.kernel.messages import Message, Texts
from station.shell.big_button import BigButton, ButtonKind
from station.shell.look import Look, colour_words, font
from station.shell.speech import SpokenLabel, keep_told
from station.shell.theme import SCALE

NOTHING = Message("")


class FormPanel(QFrame):
    """Labels beside fields; only the fields of the way chosen are in sight."""

    def __init__(self, texts: Texts, look: Look, gestures: DevicesGestures) -> None:
        super().__init__()
        self.setObjectName("devices.form")
        self.setProperty("card", "true")
        self._texts, self._look, self._gestures = texts, look, gestures
        self._form: FormPart | None = None
        self._title = self._label("title", SCALE.heading_px, bold=True)
        self._way = QComboBox()
        self._way.setObjectName("devices.form.way")
        self._way.activated.connect(self._way_chosen)
        self._name = QLineEdit()
        self._name.setObjectName("devices.form.name")
        self._name.textEdited.connect(gestures.set_name)
        self._grid = QGridLayout()
        self._labels: dict[FieldName, SpokenLabel] = {}
        self._entries: dict[FieldName, QLineEdit] = {}
        self._choices: dict[FieldName, QComboBox] = {}
        self._address = self._label("address", SCALE.secondary_px)
        self._told = ToldCard(texts, look, "devices.form.told", SCALE.secondary_px)
        self._check = BigButton(texts, "devices.form.check", Message("Is it there?"), gestures.check)
        self._save = BigButton(texts, "devices.form.save", Message("Save"), gestures.save, ButtonKind.NEXT)
        self._cancel = BigButton(texts, "devices.form.cancel", Message("Cancel"), gestures.cancel)
        self._lay_out()
        look.changed.connect(self._dress)
        self._dress()
        keep_told(self, texts, self._redraw)

    def show_form(self, form: FormPart) -> None:
        """Draw `form`; what a person is typing just now is left alone."""
        self._form = form
        self._redraw()

    def start(self) -> None:
        """Give the keys to the first field."""
        form = self._form
        if form is None or not form.fields:
            self._way.setFocus()
            return
        self._widget(form.fields[0]).setFocus()

    def _redraw(self) -> None:
        form = self._form
        if form is None:
            return
        kind = KIND_WORDS[form.kind]
        new, changed = Message("New: {kind}", kind=kind), Message("Change: {kind}", kind=kind)
        self._title.say(new if form.is_new else changed)
        self._show_ways(form)
        shown = {field.name for field in form.fields}
        for field in form.fields:
            self._show_field(field, form.values.get(field.name, ""))
        for name, label in self._labels.items():
            label.setVisible(name in shown)
            for widget in (self._entries.get(name), self._choices.get(name)):
                if widget is not None:
                    widget.setVisible(name in shown)
        _fill(self._name, form.name)
        self._address.say(Message("Address: {address}", address=form.address) if form.address else NOTHING)
        if form.is_checking:
            self._told.tell(None, Message("Asking…"))
        else:
            self._told.tell(form.told.tone if form.told else None, form.told.words if form.told else NOTHING)
        self._save.setEnabled(form.can_save)
        self._check.setEnabled(form.can_save and not form.is_checking)

    def _show_ways(self, form: FormPart) -> None:
        words = [self._texts.say(WAY_WORDS[way]) for way in form.ways]
        if [self._way.itemText(at) for at in range(self._way.count())] != words:
            self._way.clear()
            for way, text in zip(form.ways, words, strict=True):
                self._way.addItem(text, way)
        self._way.setCurrentIndex(form.ways.index(form.way) if form.way in form.ways else -1)

    def _show_field(self, field: Field, value: str) -> None:
        widget = self._widget(field)
        self._labels[field.name].say(field.words)
        widget.setAccessibleName(self._texts.say(field.words))
        if isinstance(widget, QLineEdit):
            _fill(widget, value)
        else:
            choices = list(field.choices) + ([value] if value not in field.choices else [])
            if [widget.itemText(at) for at in range(widget.count())] != choices:
                widget.clear()
                widget.addItems(choices)
            widget.setCurrentText(value)

    def _widget(self, field: Field) -> QLineEdit | QComboBox:
        """The widget of a field, made when it is first asked for."""
        if field.name not in self._labels:
            self._labels[field.name] = self._label(f"label_{field.name}", SCALE.secondary_px)
            self._add(field)
        return self._choices[field.name] if field.choices else self._entries[field.name]

    def _add(self, field: Field) -> None:
        row = len(self._labels) + 1
        name = f"devices.form.field_{field.name}"
        self._grid.addWidget(self._labels[field.name], row, 0)
        if field.choices:
            choice = self._choices[field.name] = QComboBox()
            choice.textActivated.connect(partial(self._gestures.set_field, field.name))
            self._place(choice, name, row)
            return
        entry = self._entries[field.name] = QLineEdit()
        entry.textEdited.connect(partial(self._gestures.set_field, field.name))
        self._place(entry, name, row)

    def _place(self, widget: QWidget, name: str, row: int) -> None:
        widget.setObjectName(name)
        widget.setProperty("small", "true")
        self._grid.addWidget(widget, row, 1)
        self._order_keys()

    def _order_keys(self) -> None:
        """Tab goes down the form, whenever its fields were made."""
        before: QWidget = self._way
        widgets: list[QWidget] = []
        for name in self._labels:
            widgets += [each for each in (self._entries.get(name), self._choices.get(name)) if each]
        for widget in (*widgets, self._name, self._check, self._save, self._cancel):
            self.setTabOrder(before, widget)
            before = widget

    def _way_chosen(self, at: int) -> None:
        way = self._way.itemData(at)
        if way is not None:
            self._gestures.set_way(Way(way))

    def _label(self, name: str, size_px: int, *, bold: bool = False) -> SpokenLabel:
        label = SpokenLabel(self._texts)
        label.setObjectName(f"devices.form.{name}")
        label.setFont(font(size_px, bold=bold))
        label.setWordWrap(True)
        return label

    def _lay_out(self) -> None:
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnMinimumWidth(0, 120)
        way_label, name_label = (
            self._label(name, SCALE.secondary_px) for name in ("label_way", "label_name")
        )
        way_label.say(Message("Connected by"))
        name_label.say(Message("Called"))
        for widget in (self._way, self._name):
            widget.setProperty("small", "true")
        self._grid.addWidget(way_label, 0, 0)
        self._grid.addWidget(self._way, 0, 1)
        self._grid.addWidget(name_label, 100, 0)
        self._grid.addWidget(self._name, 100, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(10)
        for button in (self._check, self._save, self._cancel):
            buttons.addWidget(button, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 18)
        column.setSpacing(10)
        column.addWidget(self._title)
        column.addLayout(self._grid)
        column.addWidget(self._address)
        column.addWidget(self._told)
        column.addStretch(1)
        column.addLayout(buttons)

    def _dress(self) -> None:
        colour_words(self._address, self._look.tokens.ink_soft)


def _fill(entry: QLineEdit, text: str) -> None:
    """Put `text` into a field nobody is typing in: what is typed is newer than what the view says."""
    if entry.text() != text and not entry.hasFocus():
        entry.setText(text)
