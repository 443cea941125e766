"""The first run: this PC gets its cloud, its code and its name."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QRegularExpression, Qt
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QProgressBar, QVBoxLayout, QWidget

from station.kernel.messages import Message, Texts, Tone
from station.shell.big_button import BigButton, ButtonKind
from station.shell.look import Look, colour_words, font
from station.shell.speech import SpokenLabel, keep_told
from station.shell.theme import SCALE
from station.shell.tone_card import ToneCard

CODE_DIGITS = 8
_COLUMN_PX = 640


class EnrolStep(StrEnum):
    """How far the enrolment is."""

    ASK = "ask"
    WORKING = "working"
    DONE = "done"


@dataclass(frozen=True)
class EnrolView:
    """All the page shows; `tone` and `message` tell what became of the last try."""

    step: EnrolStep
    cloud_url: str = ""
    desk_name: str = ""
    tone: Tone | None = None
    message: Message | None = None


@dataclass(frozen=True)
class EnrolRequest:
    """What the person filled in; `code` is eight digits."""

    cloud_url: str
    code: str
    desk_name: str


class EnrolPage(QWidget):
    """Three fields and one button; the flow behind `on_enrol` answers with show_view()."""

    def __init__(
        self,
        texts: Texts,
        look: Look,
        on_enrol: Callable[[EnrolRequest], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("enrol_page")
        self._texts = texts
        self._look = look
        self._on_enrol = on_enrol
        self._soft: list[QLabel] = []
        self._step = EnrolStep.ASK
        self.cloud_url = self._field("enrol_cloud_url")
        self.code = self._field("enrol_code")
        self.code.setValidator(QRegularExpressionValidator(QRegularExpression(r"[\d ]{0,11}"), self))
        self.desk_name = self._field("enrol_desk_name")
        self.enrol = BigButton(
            texts, "enrol_start", Message("Connect this desk"), self._start, ButtonKind.NEXT
        )
        self.progress = QProgressBar()
        self.progress.setObjectName("enrol_progress")
        self.progress.setRange(0, 0)
        self.progress.setTextVisible(False)
        self.result = ToneCard(texts, look, "enrol_result", SCALE.base_px)
        self.result.setFixedHeight(72)
        self._lay_out()
        look.changed.connect(self._colour)
        keep_told(self, texts, self._tell)
        self._colour()
        self.show_view(EnrolView(EnrolStep.ASK))

    def show_view(self, view: EnrolView) -> None:
        """Draw `view`; what the person typed stays unless the view brings its own."""
        for field, value in ((self.cloud_url, view.cloud_url), (self.desk_name, view.desk_name)):
            if value:
                field.setText(value)
        working = view.step is EnrolStep.WORKING
        for field in (self.cloud_url, self.code, self.desk_name):
            field.setEnabled(view.step is EnrolStep.ASK)
        keep_room = self.progress.sizePolicy()
        keep_room.setRetainSizeWhenHidden(True)
        self.progress.setSizePolicy(keep_room)
        self.progress.setVisible(working)
        if view.tone is None or view.message is None:
            self.result.clear()
        else:
            self.result.show_verdict(view.tone, view.message)
        self._step = view.step
        self._check()

    def _field(self, name: str) -> QLineEdit:
        field = QLineEdit()
        field.setObjectName(name)
        field.setFont(font(SCALE.heading_px if name == "enrol_code" else SCALE.base_px))
        field.textChanged.connect(lambda _text: self._check())
        field.returnPressed.connect(self._start)
        return field

    def _request(self) -> EnrolRequest:
        return EnrolRequest(
            cloud_url=self.cloud_url.text().strip(),
            code=self.code.text().replace(" ", ""),
            desk_name=self.desk_name.text().strip(),
        )

    def _is_complete(self) -> bool:
        request = self._request()
        return bool(request.cloud_url and request.desk_name) and len(request.code) == CODE_DIGITS

    def _check(self) -> None:
        """The button waits until there is something to send."""
        self.enrol.setEnabled(self._step is EnrolStep.ASK and self._is_complete())

    def _start(self) -> None:
        if self.enrol.isEnabled():
            self._on_enrol(self._request())

    def _lay_out(self) -> None:
        column = QVBoxLayout()
        column.setSpacing(8)
        heading = SpokenLabel(self._texts, Message("Connect this desk to the cloud"))
        heading.setObjectName("enrol_heading")
        heading.setFont(font(SCALE.verdict_px, bold=True))
        column.addWidget(heading)
        column.addWidget(self._soft_label("enrol_why", Message("Once, with the code from the office")))
        column.addSpacing(12)
        rows = (
            (self.cloud_url, Message("Address of the cloud")),
            (self.code, Message("Code from the office (8 digits)")),
            (self.desk_name, Message("Name of this desk")),
        )
        for field, words in rows:
            label = self._soft_label(f"{field.objectName()}_label", words)
            label.setBuddy(field)
            column.addWidget(label)
            column.addWidget(field)
            column.addSpacing(6)
        for widget in (self.progress, self.enrol, self.result):
            column.addWidget(widget)
        frame = QFrame()
        frame.setLayout(column)
        frame.setFixedWidth(_COLUMN_PX)
        outer = QVBoxLayout(self)
        outer.addStretch(1)
        outer.addWidget(frame, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addStretch(1)

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
            (self.code, "•••• ••••", Message("Code from the office (8 digits)")),
            (self.desk_name, "A-01", Message("Name of this desk")),
        )
        for field, example, words in examples:
            field.setPlaceholderText(example)
            field.setAccessibleName(self._texts.say(words))
