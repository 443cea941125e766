"""The brand on labels, and every template with it: what a person sees here is what will be printed."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from hardware.labels import LabelKind
from station.devices.model.label_page import BrandPart, SampleLine
from station.devices.model.words import LABEL_WORDS
from station.devices.screen.label_gestures import LabelGestures
from station.devices.screen.told_card import ToldCard
from station.kernel.messages import Message, Texts, Tone
from station.printing.screen.label_picture import LabelPicture
from station.shell.big_button import BigButton, ButtonKind
from station.shell.look import Look, colour_words, font
from station.shell.scrolling import quiet_scroll
from station.shell.speech import NOTHING, SpokenLabel
from station.shell.theme import SCALE

BRAND_PX = 340
ACROSS = 4
TILE_PX = 150
HELP = Message("The words stand on every label; a logo takes their place where there is room for one")
SET_BY_IT = Message("Set by IT in the settings file; only there can it be changed")


class SampleTile(QPushButton):
    """A label of one kind with made-up data; a press shows it large."""

    def __init__(self, texts: Texts, look: Look, kind: LabelKind) -> None:
        super().__init__()
        self.setObjectName(f"devices.brand.show_{kind}")
        self._texts, self._kind = texts, kind
        self._picture = LabelPicture(texts, look, f"devices.brand.sample_{kind}")
        self._picture.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self._picture.setMinimumHeight(TILE_PX)
        self._told = ToldCard(texts, look, f"devices.brand.told_{kind}", SCALE.secondary_px)
        self._words = SpokenLabel(texts, LABEL_WORDS[kind])
        self._words.setObjectName(f"devices.brand.name_{kind}")
        self._words.setFont(font(SCALE.secondary_px, bold=True))
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._words.setWordWrap(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 8)
        column.setSpacing(6)
        column.addWidget(self._picture, 1)
        column.addWidget(self._told, 1)
        column.addWidget(self._words)
        for inside in (self._picture, self._told, self._words):
            inside.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_line(self, line: SampleLine) -> None:
        """Draw `line`."""
        self._picture.show_label(line.preview)
        self._picture.setVisible(line.told is None)
        self._told.tell(Tone.REFUSED, line.told or NOTHING)
        name = Message("{name} · {paper}", name=LABEL_WORDS[self._kind], paper=line.paper)
        self._words.say(name if line.preview is not None else LABEL_WORDS[self._kind])
        self.setAccessibleName(self._texts.say(LABEL_WORDS[self._kind]))


class BrandPage(QWidget):
    """Words and logo on the left; all kinds of labels on the right, one of them large at a press."""

    def __init__(self, texts: Texts, look: Look, gestures: LabelGestures) -> None:
        super().__init__()
        self.setObjectName("devices.brand")
        self._texts, self._look, self._gestures = texts, look, gestures
        self._in_sight = False
        self._large_kind: LabelKind | None = None
        self._part: BrandPart | None = None
        self._text = QLineEdit()
        self._text.setObjectName("devices.brand.text")
        self._text.textEdited.connect(gestures.brand_write)
        self._logo = BigButton(texts, "devices.brand.logo", Message("Choose a logo…"), self._choose)
        self._no_logo = BigButton(
            texts, "devices.brand.no_logo", Message("Without a logo"), gestures.brand_no_logo
        )
        self._told = ToldCard(texts, look, "devices.brand.told", SCALE.secondary_px)
        self._save = BigButton(
            texts, "devices.brand.save", Message("Save"), gestures.brand_save, ButtonKind.NEXT
        )
        self._help = self._label("help", HELP)
        self._tiles = {kind: SampleTile(texts, look, kind) for kind in LabelKind}
        for kind, tile in self._tiles.items():
            tile.clicked.connect(partial(self._enlarge, kind))
        self._large = LabelPicture(texts, look, "devices.brand.large")
        self._back = BigButton(texts, "devices.brand.all", Message("All kinds of labels"), self._shrink)
        self._lay_out()
        look.changed.connect(self._dress)
        self._dress()

    def show_part(self, part: BrandPart) -> None:
        """Draw `part`; what a person is typing just now is left alone."""
        self._part = part
        if self._text.text() != part.text and not self._text.hasFocus():
            self._text.setText(part.text)
        self._text.setPlaceholderText(part.usual)
        self._text.setAccessibleName(self._texts.say(Message("Words on labels")))
        self._text.setReadOnly(part.is_fixed)
        self._logo.setEnabled(not part.is_fixed)
        self._no_logo.setVisible(part.logo is not None and not part.is_fixed)
        self._save.setVisible(not part.is_fixed)
        self._save.setEnabled(part.is_changed)
        self._help.say(SET_BY_IT if part.is_fixed else HELP)
        self._told.tell(part.told.tone if part.told else None, part.told.words if part.told else NOTHING)
        for line in part.samples:
            self._tiles[line.kind].show_line(line)
        self._show_large()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        if not self._in_sight:
            self._in_sight = True
            self._gestures.brand_seen()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        super().hideEvent(event)
        if self._in_sight:
            self._in_sight = False
            self._gestures.brand_gone()

    def _choose(self) -> None:
        say = self._texts.say
        title, kinds = say(Message("Choose a logo")), say(Message("PNG pictures (*.png)"))
        file, _kind = QFileDialog.getOpenFileName(self, title, "", kinds)
        if file:
            self._gestures.brand_logo(Path(file))

    def _enlarge(self, kind: LabelKind) -> None:
        self._large_kind = kind
        self._show_large()
        self._pages.setCurrentIndex(1)
        self._back.setFocus()

    def _shrink(self) -> None:
        self._pages.setCurrentIndex(0)
        if self._large_kind is not None:
            self._tiles[self._large_kind].setFocus()

    def _show_large(self) -> None:
        samples = self._part.samples if self._part is not None else ()
        self._large.show_label(
            next((line.preview for line in samples if line.kind is self._large_kind), None)
        )

    def _label(self, name: str, words: Message, *, bold: bool = False) -> SpokenLabel:
        label = SpokenLabel(self._texts, words)
        label.setObjectName(f"devices.brand.{name}")
        label.setFont(font(SCALE.base_px, bold=bold))
        label.setWordWrap(True)
        return label

    def _lay_out(self) -> None:
        card = QFrame()
        card.setProperty("card", "true")
        card.setFixedWidth(BRAND_PX)
        column = QVBoxLayout(card)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        words = self._label("text_words", Message("Words on labels"), bold=True)
        words.setBuddy(self._text)
        for widget in (words, self._text, self._logo, self._no_logo, self._told, self._help):
            column.addWidget(widget)
        column.addStretch(1)
        column.addWidget(self._save)
        every = QWidget()
        grid = QGridLayout(every)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        for at, tile in enumerate(self._tiles.values()):
            grid.addWidget(tile, at // ACROSS, at % ACROSS)
        for line in range(ACROSS):
            grid.setColumnStretch(line, 1)
        for line in range(-(-len(self._tiles) // ACROSS)):
            grid.setRowStretch(line, 1)
        one = QWidget()
        large = QVBoxLayout(one)
        large.setContentsMargins(0, 0, 0, 0)
        large.addWidget(self._large, 1)
        large.addWidget(self._back, 0, Qt.AlignmentFlag.AlignLeft)
        self._pages = QStackedWidget()
        self._pages.addWidget(quiet_scroll("devices.brand.scroll", every))
        self._pages.addWidget(one)
        page = QHBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(12)
        page.addWidget(card)
        page.addWidget(self._pages, 1)

    def _dress(self) -> None:
        tokens = self._look.tokens
        colour_words(self._help, tokens.ink_soft)
        ground, line, pressed = tokens.card, tokens.line, tokens.accent
        for tile in self._tiles.values():
            tile.setStyleSheet(
                f"QPushButton {{ background: {ground}; border: 1px solid {line}; border-radius: 10px; }}"
                f"QPushButton:focus {{ border: 2px solid {pressed}; }}"
            )
