"""How the label will look, where it comes out, and how many."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QSizePolicy, QSpinBox, QVBoxLayout, QWidget

from station.devices.model.label_page import MOST_COPIES, LabelsPart
from station.devices.screen.label_gestures import LabelGestures
from station.devices.screen.told_card import ToldCard
from station.kernel.messages import Message, Texts, Tone
from station.printing.screen.label_picture import LabelPicture
from station.shell.big_button import BigButton, ButtonKind
from station.shell.look import Look, font
from station.shell.speech import NOTHING, SpokenLabel, keep_told
from station.shell.theme import SCALE

PICTURE_PX = 100
STEP_PX, COPIES_PX = 52, 84
BARE_INSIDE = """
QLineEdit { border: none; padding: 0; min-height: 0; background: transparent; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { width: 0; border: none; }
"""
"""The frame belongs to the box, not to the line inside it. With NoButtons Qt leaves the line no room."""


class PrintPanel(QFrame):
    """The right side of the page that prints labels."""

    def __init__(self, texts: Texts, look: Look, gestures: LabelGestures) -> None:
        super().__init__()
        self.setObjectName("devices.print.panel")
        self.setProperty("card", "true")
        self._texts, self._gestures = texts, gestures
        self._part: LabelsPart | None = None
        self._picture = LabelPicture(texts, look, "devices.print.picture")
        self._picture.setMinimumHeight(PICTURE_PX)
        self._picture.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self._space = QWidget()
        """Stands where the picture was, so that nothing below it moves."""
        self._told = ToldCard(texts, look, "devices.print.told", SCALE.secondary_px)
        self._printer = ToldCard(texts, look, "devices.print.printer", SCALE.secondary_px)
        self._room_words = self._label("room_words", Message("For the room"))
        self._room = QComboBox()
        self._room.setObjectName("devices.print.room")
        self._room.activated.connect(lambda at: gestures.labels_room(self._room.itemData(at)))
        self._copies_words = self._label("copies_words", Message("Copies of each"))
        self._copies = QSpinBox()
        self._copies.setObjectName("devices.print.copies")
        self._copies.setRange(1, MOST_COPIES)
        self._copies.setMinimumHeight(SCALE.target_px)
        self._copies.setStyleSheet(BARE_INSIDE)
        self._copies.lineEdit().setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._copies.setFixedWidth(COPIES_PX)
        self._fewer = self._step("fewer", Message("−"), self._copies.stepDown)
        self._more = self._step("more", Message("+"), self._copies.stepUp)
        self._copies.valueChanged.connect(self._set_copies)
        self._print = BigButton(
            texts, "devices.print.print", Message("Print"), gestures.labels_print, ButtonKind.NEXT
        )
        self._lay_out()
        keep_told(self, texts, self._retell)

    def show_part(self, part: LabelsPart) -> None:
        """Draw `part`."""
        self._part = part
        self._picture.show_label(part.preview)
        self._picture.setVisible(part.told is None)
        self._space.setVisible(part.told is not None)
        self._told.tell(part.told.tone if part.told else None, part.told.words if part.told else NOTHING)
        self._printer.tell(None if part.has_printer else Tone.ASK, part.printer)
        self._fewer.setEnabled(part.copies > 1)
        self._more.setEnabled(part.copies < MOST_COPIES)
        self._print.say(Message("Print {count}  F9", count=part.count))
        self._print.setEnabled(part.count > 0 and part.told is None)
        self._retell()

    def press_print(self) -> None:
        """The key that prints was pressed."""
        if self._print.isEnabled():
            self._print.click()

    def _set_copies(self, copies: int) -> None:
        self._gestures.labels_copies(copies)

    def _retell(self) -> None:
        """The rooms, in the language of now."""
        rooms = self._part.rooms if self._part is not None else ()
        for widget in (self._room, self._room_words):
            widget.setVisible(bool(rooms))
        options = [(room, self._texts.say(words)) for room, words in rooms]
        if [
            (self._room.itemData(at), self._room.itemText(at)) for at in range(self._room.count())
        ] != options:
            self._room.clear()
            for room, words in options:
                self._room.addItem(words, room)
        if self._part is not None:
            self._room.setCurrentIndex(self._room.findData(self._part.room))

    def _step(self, name: str, words: Message, act: Callable[[], None]) -> BigButton:
        button = BigButton(self._texts, f"devices.print.{name}", words, act)
        button.setFixedWidth(STEP_PX)
        button.setStyleSheet("padding: 0;")
        return button

    def _label(self, name: str, words: Message) -> SpokenLabel:
        label = SpokenLabel(self._texts, words)
        label.setObjectName(f"devices.print.{name}")
        label.setFont(font(SCALE.base_px))
        return label

    def _lay_out(self) -> None:
        self._room_words.setBuddy(self._room)
        self._copies_words.setBuddy(self._copies)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(8)
        column.addWidget(self._picture, 1)
        column.addWidget(self._told)
        column.addWidget(self._space, 1)
        column.addWidget(self._printer)
        copies = (self._fewer, self._copies, self._more)
        for words, widgets in ((self._room_words, (self._room,)), (self._copies_words, copies)):
            row = QHBoxLayout()
            row.setSpacing(6)
            row.addWidget(words, 1)
            for widget in widgets:
                row.addWidget(widget)
            column.addLayout(row)
        column.addWidget(self._print)
