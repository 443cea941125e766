"""How this shop's scales lay out their weight codes, with a sample read at each change."""

from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from station.devices.model.view import LayoutsPart
from station.devices.screen.gestures import DevicesGestures
from station.devices.screen.told_card import ToldCard
from station.kernel.messages import Message, Texts
from station.shell.big_button import BigButton, ButtonKind
from station.shell.look import Look, colour_words, font
from station.shell.scan_guard import ScanSafeLineEdit
from station.shell.speech import SpokenLabel
from station.shell.theme import SCALE

NOTHING = Message("")
MOST_FACTS = 6
TEXT_PX = 168
SET_BY_IT = Message("Set by IT in the settings file; only there can they be changed")


class LayoutsPage(QWidget):
    """Layouts on the left, one a line; a sample and what it means on the right."""

    def __init__(self, texts: Texts, look: Look, gestures: DevicesGestures, help_words: Message) -> None:
        """`help_words` say how a layout is written."""
        super().__init__()
        self.setObjectName("devices.layouts")
        self._texts, self._look, self._gestures = texts, look, gestures
        self._filling = False
        self._text = QPlainTextEdit()
        self._text.setObjectName("devices.layouts.text")
        self._text.setTabChangesFocus(True)
        self._text.setFixedHeight(TEXT_PX)
        self._text.textChanged.connect(self._edited)
        self._sample = ScanSafeLineEdit()
        self._sample.setObjectName("devices.layouts.sample")
        self._sample.textEdited.connect(gestures.try_code)
        self._told = ToldCard(texts, look, "devices.layouts.told", SCALE.secondary_px)
        self._preview = ToldCard(texts, look, "devices.layouts.preview")
        self._facts = [
            (self._label(f"fact_{at}", bold=False), self._label(f"value_{at}", bold=True))
            for at in range(1, MOST_FACTS + 1)
        ]
        self._fixed = self._label("fixed", bold=False)
        self._save = BigButton(
            texts, "devices.layouts.save", Message("Save"), gestures.save_layouts, ButtonKind.NEXT
        )
        self._lay_out(help_words)
        look.changed.connect(self._dress)
        self._dress()

    def show_part(self, part: LayoutsPart) -> None:
        """Draw `part`; what a person is typing just now is left alone."""
        text = "\n".join(part.layouts)
        if not self._text.hasFocus() and self._text.toPlainText() != text:
            self._filling = True
            self._text.setPlainText(text)
            self._filling = False
        self._text.setReadOnly(part.is_fixed)
        if self._sample.text() != part.sample and not self._sample.hasFocus():
            self._sample.setText(part.sample)
        self._told.tell(part.told.tone if part.told else None, part.told.words if part.told else NOTHING)
        self._fixed.say(SET_BY_IT if part.is_fixed else NOTHING)
        self._save.setEnabled(part.is_changed and part.told is None and not part.is_fixed)
        preview = part.preview
        self._preview.tell(preview.tone if preview else None, preview.words if preview else NOTHING)
        facts = preview.facts if preview else ()
        for at, (name, value) in enumerate(self._facts):
            name.say(facts[at][0] if at < len(facts) else NOTHING)
            value.say(Message("{value}", value=facts[at][1]) if at < len(facts) else NOTHING)

    def _edited(self) -> None:
        if not self._filling:
            self._gestures.edit_layouts(tuple(self._text.toPlainText().splitlines()))

    def _label(self, name: str, *, bold: bool) -> SpokenLabel:
        label = SpokenLabel(self._texts)
        label.setObjectName(f"devices.layouts.{name}")
        label.setFont(font(SCALE.base_px, bold=bold))
        label.setWordWrap(True)
        return label

    def _heading(self, name: str, words: Message) -> SpokenLabel:
        label = self._label(name, bold=True)
        label.say(words)
        return label

    def _lay_out(self, help_words: Message) -> None:
        self._help = SpokenLabel(self._texts, help_words)
        self._help.setObjectName("devices.layouts.help")
        self._help.setFont(font(SCALE.secondary_px))
        self._help.setWordWrap(True)
        left, right = QFrame(), QFrame()
        for card in (left, right):
            card.setProperty("card", "true")
        written = QVBoxLayout(left)
        written.setContentsMargins(20, 16, 20, 16)
        written.setSpacing(10)
        for widget in (
            self._heading("title", Message("Layouts, one a line")),
            self._text,
            self._told,
            self._help,
            self._fixed,
        ):
            written.addWidget(widget)
        written.addStretch(1)
        written.addWidget(self._save)
        self._lay_out_trying(right)
        page = QHBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(12)
        page.addWidget(left, 1)
        page.addWidget(right, 1)

    def _lay_out_trying(self, card: QFrame) -> None:
        """A code of the scale, and what the layouts read out of it."""
        tried = QVBoxLayout(card)
        tried.setContentsMargins(20, 16, 20, 16)
        tried.setSpacing(10)
        for trying in (
            self._heading("try", Message("Scan or type a code of your scale")),
            self._sample,
            self._preview,
        ):
            tried.addWidget(trying)
        grid = QGridLayout()
        grid.setHorizontalSpacing(20)
        grid.setColumnStretch(1, 1)
        for row, (name, value) in enumerate(self._facts):
            grid.addWidget(name, row, 0)
            grid.addWidget(value, row, 1)
        tried.addLayout(grid)
        tried.addStretch(1)

    def _dress(self) -> None:
        soft = self._look.tokens.ink_soft
        for label in (self._help, self._fixed, *(name for name, _ in self._facts)):
            colour_words(label, soft)
