"""The first run: this PC gets its cloud and its name, and is let in by a code, shown here or typed here."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QRegularExpression, Qt
from PySide6.QtGui import QKeySequence, QRegularExpressionValidator, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QProgressBar, QVBoxLayout, QWidget

from station.kernel.messages import Message, Texts, Tone
from station.shell.big_button import BigButton, ButtonKind
from station.shell.code_card import CodeCard, ShownCode
from station.shell.look import Look, colour_words, font
from station.shell.speech import SpokenLabel, keep_told
from station.shell.theme import SCALE
from station.shell.tone_card import ToneCard

CODE_DIGITS = 8
_COLUMN_PX = 560


class EnrolStep(StrEnum):
    """How far the enrolment is."""

    ASK = "ask"
    WORKING = "working"
    SHOWING = "showing"
    """A code is on the screen, and a manager may type it; typing an issued one here stays possible."""
    DONE = "done"


@dataclass(frozen=True)
class EnrolView:
    """All the page shows; `tone` and `message` tell what became of the last try."""

    step: EnrolStep
    cloud_url: str = ""
    desk_name: str = ""
    tone: Tone | None = None
    message: Message | None = None
    shown: ShownCode | None = None
    may_leave: bool = False
    """This PC is a station already and can go on working as it is."""


@dataclass(frozen=True)
class EnrolRequest:
    """What the person filled in; `code` is eight digits."""

    cloud_url: str
    code: str
    desk_name: str


@dataclass(frozen=True)
class EnrolGestures:
    """What a person can do here."""

    enrol: Callable[[EnrolRequest], None]
    """Connect with a code that IT gave."""
    ask_code: Callable[[str, str], None]
    """Show a code for this cloud address and desk name."""
    leave: Callable[[], None]
    """Go on working as before."""


class _BusyBar(QProgressBar):
    """Says that something goes on, nobody knows how long; its room stays, so that nothing jumps."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setRange(0, 0)
        self.setTextVisible(False)
        keep_room = self.sizePolicy()
        keep_room.setRetainSizeWhenHidden(True)
        self.setSizePolicy(keep_room)


class EnrolPage(QWidget):
    """Three fields, two ways in; what came of it is answered with show_view()."""

    def __init__(
        self,
        texts: Texts,
        look: Look,
        gestures: EnrolGestures,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("enrol_page")
        self._texts = texts
        self._look = look
        self._gestures = gestures
        self._soft: list[QLabel] = []
        self._step = EnrolStep.ASK
        self._may_leave = False
        self.cloud_url = self._field("enrol_cloud_url", self._ask_code)
        self.desk_name = self._field("enrol_desk_name", self._ask_code)
        self.code = self._field("enrol_code", self._start)
        self.code.setValidator(QRegularExpressionValidator(QRegularExpression(r"[\d ]{0,11}"), self))
        self.show_code = BigButton(
            texts, "enrol_show_code", Message("Show a code (F9)"), self._ask_code, ButtonKind.NEXT
        )
        self.enrol = BigButton(
            texts, "enrol_start", Message("Connect this desk"), self._start, ButtonKind.PLAIN
        )
        self.leave = BigButton(
            texts, "enrol_leave", Message("Go on working as before (Esc)"), self._leave, ButtonKind.PLAIN
        )
        self.progress = _BusyBar("enrol_progress")
        self.result = ToneCard(texts, look, "enrol_result", SCALE.base_px)
        self.result.setFixedHeight(72)
        self.card = CodeCard(texts, look)
        self._lay_out()
        QShortcut(QKeySequence(Qt.Key.Key_F9), self, self._ask_code)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self._leave)
        look.changed.connect(self._colour)
        keep_told(self, texts, self._tell)
        self._colour()
        self.show_view(EnrolView(EnrolStep.ASK))

    def show_view(self, view: EnrolView) -> None:
        """Draw `view`; what the person typed stays unless the view brings its own."""
        for field, value in ((self.cloud_url, view.cloud_url), (self.desk_name, view.desk_name)):
            if value:
                field.setText(value)
            field.setEnabled(view.step is EnrolStep.ASK)
        self.code.setEnabled(view.step in (EnrolStep.ASK, EnrolStep.SHOWING))
        self.progress.setVisible(view.step is EnrolStep.WORKING)
        self._may_leave = view.may_leave
        self.leave.setVisible(view.may_leave)
        if view.shown is None:
            self.card.clear()
        else:
            self.card.show_code(view.shown)
        if view.tone is None or view.message is None:
            self.result.clear()
        else:
            self.result.show_verdict(view.tone, view.message)
        self._step = view.step
        self._check()

    def _field(self, name: str, on_return: Callable[[], None]) -> QLineEdit:
        field = QLineEdit()
        field.setObjectName(name)
        field.setFont(font(SCALE.heading_px if name == "enrol_code" else SCALE.base_px))
        field.textChanged.connect(lambda _text: self._check())
        field.returnPressed.connect(on_return)
        return field

    def _request(self) -> EnrolRequest:
        return EnrolRequest(
            cloud_url=self.cloud_url.text().strip(),
            code=self.code.text().replace(" ", ""),
            desk_name=self.desk_name.text().strip(),
        )

    def _check(self) -> None:
        """A button waits until there is something to send."""
        request = self._request()
        named = bool(request.cloud_url and request.desk_name)
        idle = self._step in (EnrolStep.ASK, EnrolStep.SHOWING)
        self.show_code.setEnabled(named and idle)
        self.enrol.setEnabled(named and idle and len(request.code) == CODE_DIGITS)

    def _start(self) -> None:
        if self.enrol.isEnabled():
            self._gestures.enrol(self._request())

    def _ask_code(self) -> None:
        if self.show_code.isEnabled():
            request = self._request()
            self._gestures.ask_code(request.cloud_url, request.desk_name)

    def _leave(self) -> None:
        if self._may_leave:
            self._gestures.leave()

    def _lay_out(self) -> None:
        frame = QFrame()
        frame.setLayout(self._column())
        frame.setFixedWidth(_COLUMN_PX)
        row = QHBoxLayout()
        row.setSpacing(48)
        row.addStretch(1)
        row.addWidget(frame)
        row.addWidget(self.card)
        row.addStretch(1)
        outer = QVBoxLayout(self)
        outer.addStretch(1)
        outer.addLayout(row)
        outer.addStretch(1)

    def _column(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(6)
        heading = SpokenLabel(self._texts, Message("Connect this desk to the cloud"))
        heading.setObjectName("enrol_heading")
        heading.setFont(font(SCALE.heading_px, bold=True))
        column.addWidget(heading)
        column.addWidget(
            self._soft_label("enrol_why", Message("Once: a manager lets it in, or a code of the office does"))
        )
        column.addSpacing(8)
        self._add_field(column, self.cloud_url, Message("Address of the cloud"))
        self._add_field(column, self.desk_name, Message("Name of this desk"))
        column.addWidget(self.show_code)
        column.addSpacing(12)
        self._add_field(column, self.code, Message("Or a code from the office (8 digits)"))
        for widget in (self.enrol, self.progress, self.result, self.leave):
            column.addWidget(widget)
        return column

    def _add_field(self, column: QVBoxLayout, field: QLineEdit, words: Message) -> None:
        label = self._soft_label(f"{field.objectName()}_label", words)
        label.setBuddy(field)
        column.addWidget(label)
        column.addWidget(field)
        column.addSpacing(4)

    def _soft_label(self, name: str, words: Message) -> SpokenLabel:
        label = SpokenLabel(self._texts, words)
        label.setObjectName(name)
        self._soft.append(label)
        return label

    def _colour(self) -> None:
        for label in self._soft:
            colour_words(label, self._look.tokens.ink_soft)

    def _tell(self) -> None:
        examples = (
            (self.cloud_url, "https://cloud.example.com", Message("Address of the cloud")),
            (self.code, "•••• ••••", Message("Or a code from the office (8 digits)")),
            (self.desk_name, "A-01", Message("Name of this desk")),
        )
        for field, example, words in examples:
            field.setPlaceholderText(example)
            field.setAccessibleName(self._texts.say(words))
