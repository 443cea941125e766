"""The page that prints labels: kinds on top, what there is on the left, how it will look on the right."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from hardware.labels import LabelKind
from station.devices.model.label_page import PRINTED_HERE, LabelsPart
from station.devices.model.words import LABEL_WORDS
from station.devices.screen.batch_bar import BatchBar
from station.devices.screen.label_gestures import LabelGestures
from station.devices.screen.label_table import LabelTable
from station.devices.screen.print_panel import PrintPanel
from station.kernel.messages import Message, Texts
from station.shell.big_button import BigButton, ButtonKind
from station.shell.look import Look, font
from station.shell.scan_guard import ScanSafeLineEdit
from station.shell.scrolling import quiet_scroll
from station.shell.speech import SpokenLabel, keep_told
from station.shell.theme import SCALE

KEYS = ("F1", "F2", "F3", "F4", "F5")
PANEL_PX = 420
FIELD_PX = 134
SEARCH = Message("Search by name, number or code; or scan it")
EMPTY_WORDS = {
    LabelKind.BIN: Message("No bins are known here yet: the cloud tells this PC"),
    LabelKind.SHELF: Message("Name shelves above: from A1 to A12 makes twelve"),
    LabelKind.PRODUCT: Message("No products are known here yet: the cloud tells this PC"),
    LabelKind.BADGE: Message("No operators are known here yet: the cloud tells this PC"),
    LabelKind.OPERATOR_SHEET: Message("No operators are known here yet: the cloud tells this PC"),
}
NONE_FOUND = Message("Nothing found: search for other words")


class PrintPage(QWidget):
    """Draws each view; forwards each press. Scans choose rows while it is in sight."""

    def __init__(self, texts: Texts, look: Look, gestures: LabelGestures) -> None:
        super().__init__()
        self.setObjectName("devices.print")
        self._texts, self._gestures = texts, gestures
        self._in_sight = False
        self._look = look
        self._kind: LabelKind | None = None
        self._kinds = {
            kind: self._kind_button(kind, key) for kind, key in zip(PRINTED_HERE, KEYS, strict=True)
        }
        self._search = QLineEdit()
        self._search.setObjectName("devices.print.search")
        self._search.setClearButtonEnabled(True)
        self._search.textEdited.connect(gestures.labels_search)
        self._first, self._last = self._field("first"), self._field("last")
        self._range = BigButton(texts, "devices.print.range", Message(""), self._take_range)
        self._forget = BigButton(
            texts, "devices.print.forget", Message("Empty the list"), gestures.labels_forget
        )
        self._table = LabelTable(
            texts, look, "devices.print.rows", gestures.labels_look, gestures.labels_toggle
        )
        self._found = SpokenLabel(texts)
        self._found.setObjectName("devices.print.found")
        self._all = BigButton(
            texts, "devices.print.all", Message("Tick all found"), gestures.labels_tick_found
        )
        self._none = BigButton(texts, "devices.print.none", Message("Tick none"), gestures.labels_tick_none)
        self._panel = PrintPanel(texts, look, gestures)
        self._batch = BatchBar(texts, look, gestures)
        self._lay_out()
        QShortcut(QKeySequence(Qt.Key.Key_F9), self, self._panel.press_print)
        look.changed.connect(self._dress)
        keep_told(self, texts, self._retell)

    def show_part(self, part: LabelsPart) -> None:
        """Draw `part`; what a person is typing just now is left alone."""
        self._mark(part.kind)
        if self._search.text().strip() != part.search:
            self._search.setText(part.search)
        is_shelf = part.kind is LabelKind.SHELF
        for widget in (self._first, self._last, self._range):
            widget.setVisible(part.kind in (LabelKind.BIN, LabelKind.SHELF))
        self._range.say(Message("Name shelves") if is_shelf else Message("Tick this range"))
        self._forget.setVisible(is_shelf and part.known > 0)
        self._table.say_when_empty(NONE_FOUND if part.known else EMPTY_WORDS[part.kind])
        self._table.show_rows(part.rows, part.ticked, part.current)
        self._found.say(
            Message(
                "Ticked {ticked} of {known}; shown {found}",
                ticked=len(part.ticked),
                known=part.known,
                found=len(part.rows),
            )
        )
        self._all.setEnabled(bool(part.rows))
        self._none.setEnabled(bool(part.ticked))
        self._panel.show_part(part)
        self._batch.show_batch(part.batch)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        if not self._in_sight:
            self._in_sight = True
            self._gestures.labels_seen()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        super().hideEvent(event)
        if self._in_sight:
            self._in_sight = False
            self._gestures.labels_gone()

    def _take_range(self) -> None:
        self._gestures.labels_range(self._first.text(), self._last.text())

    def _kind_button(self, kind: LabelKind, key: str) -> BigButton:
        words = Message("{words}  {key}", words=LABEL_WORDS[kind], key=key)
        choose = partial(self._choose, kind)
        button = BigButton(self._texts, f"devices.print.kind_{kind}", words, choose, ButtonKind.PLAIN)
        button.setCheckable(True)
        QShortcut(QKeySequence(key), self, choose)
        return button

    def _choose(self, kind: LabelKind) -> None:
        self._mark(kind)
        self._gestures.labels_kind(kind)

    def _mark(self, kind: LabelKind) -> None:
        """The kind chosen stands on the accent's ground."""
        if kind is not self._kind:
            self._kind = kind
            self._first.clear()
            self._last.clear()
            self._retell()
        for each, button in self._kinds.items():
            button.setChecked(each is kind)
        self._dress()

    def _dress(self) -> None:
        soft, accent = self._look.tokens.accent_soft, self._look.tokens.accent
        chosen = f"background: {soft}; border: 2px solid {accent}; font-weight: 600;"
        for kind, button in self._kinds.items():
            sheet = chosen if kind is self._kind else ""
            if button.styleSheet() != sheet:
                button.setStyleSheet(sheet)

    def _field(self, name: str) -> ScanSafeLineEdit:
        field = ScanSafeLineEdit()
        field.setObjectName(f"devices.print.{name}")
        field.setFixedWidth(FIELD_PX)
        field.returnPressed.connect(self._take_range)
        return field

    def _retell(self) -> None:
        say = self._texts.say
        self._search.setPlaceholderText(say(SEARCH))
        self._search.setAccessibleName(say(SEARCH))
        first = Message("From, such as A1") if self._kind is LabelKind.SHELF else Message("From bin")
        last = Message("To") if self._kind is LabelKind.SHELF else Message("To bin")
        for field, words in ((self._first, first), (self._last, last)):
            field.setPlaceholderText(say(words))
            field.setAccessibleName(say(words))

    def _lay_out(self) -> None:
        kinds = QHBoxLayout()
        kinds.setSpacing(8)
        for button in self._kinds.values():
            kinds.addWidget(button, 1)
        sieve = QHBoxLayout()
        sieve.setSpacing(8)
        sieve.addWidget(self._search, 1)
        for widget in (self._first, self._last, self._range, self._forget):
            sieve.addWidget(widget)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        self._found.setFont(font(SCALE.secondary_px))
        foot.addWidget(self._found, 1)
        foot.addWidget(self._none)
        foot.addWidget(self._all)
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addLayout(sieve)
        left.addWidget(self._table, 1)
        left.addLayout(foot)
        left.addWidget(self._batch)
        beside = quiet_scroll("devices.print.scroll", self._panel)
        beside.setFixedWidth(PANEL_PX)
        both = QHBoxLayout()
        both.setSpacing(12)
        both.addLayout(left, 1)
        both.addWidget(beside)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(10)
        page.addLayout(kinds)
        page.addLayout(both, 1)
