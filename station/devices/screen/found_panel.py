"""The first half of adding a device: what is it, and which of the things this PC sees is it."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from station.devices.model.device import DeviceKind, FoundDevice
from station.devices.model.view import FormPart
from station.devices.model.words import KIND_ICONS, KIND_WORDS
from station.devices.screen.gestures import DevicesGestures
from station.kernel.messages import Message, Texts
from station.shell.big_button import BigButton
from station.shell.icons import Icons, with_gap
from station.shell.look import Look, font
from station.shell.scrolling import quiet_scroll
from station.shell.speech import SpokenLabel
from station.shell.theme import SCALE

_ICON_PX = 24
_GAP_PX = 6
ADDING = Message("1. What is it?")
LOOKING = Message("2. Found by this PC: choose it, or fill in the details on the right")
CHANGING = Message("Found by this PC")
NONE_FOUND = Message("Nothing found. Devices on the network and older ones are filled in on the right")


class FoundPanel(QWidget):
    """A button for each kind, then one for each thing found."""

    def __init__(self, texts: Texts, look: Look, icons: Icons, gestures: DevicesGestures) -> None:
        super().__init__()
        self.setObjectName("devices.found")
        self._texts, self._look, self._icons, self._gestures = texts, look, icons, gestures
        self._found: tuple[FoundDevice, ...] = ()
        self._ask_kind = self._heading("ask_kind", ADDING)
        self._ask_found = self._heading("ask_found", LOOKING)
        self._state = self._heading("state", NONE_FOUND, size_px=SCALE.secondary_px)
        self._kinds = {kind: self._kind_button(kind) for kind in DeviceKind}
        self._buttons: list[BigButton] = []
        self._search = BigButton(texts, "devices.found.search", Message("Look again"), gestures.search)
        self._kind_row = QWidget()
        self._inside = QWidget()
        self._lay_out()
        look.changed.connect(self._dress)
        self._dress()

    def show_form(self, form: FormPart) -> None:
        """Show what was found for the kind that is being set up."""
        for kind, button in self._kinds.items():
            button.setChecked(kind is form.kind)
        self._kind_row.setVisible(form.is_new)
        self._ask_kind.setVisible(form.is_new)
        self._ask_found.say(LOOKING if form.is_new else CHANGING)
        self._found = form.found
        while len(self._buttons) < len(form.found):
            self._add_button()
        for place, button in enumerate(self._buttons):
            button.setVisible(place < len(form.found))
            if place < len(form.found):
                button.say(_words(form.found[place]))
        self._state.say(Message("Looking…") if form.is_searching else NONE_FOUND)
        self._state.setVisible(form.is_searching or not form.found)
        self._search.setEnabled(not form.is_searching)
        self._dress()

    def start(self) -> None:
        """Give the keys to the first thing to choose."""
        next(button for button in self._kinds.values() if button.isChecked()).setFocus()

    def _kind_button(self, kind: DeviceKind) -> BigButton:
        press: Callable[[], None] = partial(self._gestures.begin_add, kind)
        button = BigButton(self._texts, f"devices.found.kind_{kind}", KIND_WORDS[kind], press)
        button.setCheckable(True)
        button.setFont(font(SCALE.secondary_px))
        button.setIconSize(QSize(_ICON_PX + _GAP_PX, _ICON_PX))
        return button

    def _add_button(self) -> None:
        place = len(self._buttons)
        name = f"devices.found.thing_{place + 1}"
        button = BigButton(
            self._texts, name, Message(""), lambda: self._gestures.pick_found(self._found[place])
        )
        button.setStyleSheet("text-align: left;")
        self._column.insertWidget(place, button)
        self.setTabOrder(self._buttons[-1] if self._buttons else self._search, button)
        self._buttons.append(button)

    def _heading(self, name: str, words: Message, size_px: int = SCALE.base_px) -> SpokenLabel:
        label = SpokenLabel(self._texts, words)
        label.setObjectName(f"devices.found.{name}")
        label.setFont(font(size_px, bold=size_px == SCALE.base_px))
        label.setWordWrap(True)
        return label

    def _lay_out(self) -> None:
        kinds = QHBoxLayout(self._kind_row)
        kinds.setContentsMargins(0, 0, 0, 0)
        kinds.setSpacing(8)
        for button in self._kinds.values():
            kinds.addWidget(button, 1)
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(0, 0, 4, 0)
        self._column.setSpacing(8)
        self._column.addStretch(1)
        head = QHBoxLayout()
        head.addWidget(self._ask_found, 1)
        head.addWidget(self._search)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(12)
        page.addWidget(self._ask_kind)
        page.addWidget(self._kind_row)
        page.addLayout(head)
        page.addWidget(self._state)
        page.addWidget(quiet_scroll("devices.found.scroll", self._inside), 1)

    def _dress(self) -> None:
        tokens = self._look.tokens
        for kind, button in self._kinds.items():
            colour = tokens.accent if button.isChecked() else tokens.ink_soft
            picture = self._icons.pixmap(KIND_ICONS[kind], colour, _ICON_PX)
            button.setIcon(QIcon(with_gap(picture, _GAP_PX)))
            _mark(button, tokens.accent_soft if button.isChecked() else "")


def _mark(button: QPushButton, ground: str) -> None:
    """The kind chosen stands on the accent's ground; a style of its own is laid on only when it changes."""
    sheet = f"padding: 0 8px; background: {ground};" if ground else "padding: 0 8px;"
    if button.styleSheet() != sheet:
        button.setStyleSheet(sheet)


def _words(found: FoundDevice) -> Message:
    if not found.detail:
        return Message("{title}", title=found.title)
    return Message("{title}    {detail}", title=found.title, detail=found.detail)
