"""Which printer prints which kind of label."""

from functools import partial

from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QVBoxLayout, QWidget

from hardware.labels import LabelKind
from station.devices.model.view import DevicesView
from station.devices.model.words import LABEL_WORDS
from station.devices.screen.gestures import DevicesGestures
from station.devices.screen.told_card import ToldCard
from station.devices.screen.words import spoken
from station.kernel.messages import Message, Texts, Tone
from station.shell.look import Look, font
from station.shell.speech import SpokenLabel, keep_told
from station.shell.theme import SCALE

FIRST = Message("The first label printer: {name}")
HEAD = Message("Each kind of label may have a printer of its own, with the paper it needs in it")
NO_PRINTER = Message("No label printer is set up. Add one in the list of devices")
GONE = Message("A printer that is not set up any more")


class LabelsPage(QWidget):
    """A choice for each kind of label."""

    def __init__(self, texts: Texts, look: Look, gestures: DevicesGestures) -> None:
        super().__init__()
        self.setObjectName("devices.labels")
        self._texts, self._gestures = texts, gestures
        self._view: DevicesView | None = None
        self._none = ToldCard(texts, look, "devices.labels.none")
        self._choices = {kind: self._choice(kind) for kind in LabelKind}
        self._lay_out()
        keep_told(self, texts, self._redraw)

    def show_view(self, view: DevicesView) -> None:
        """Draw the choices of `view`."""
        self._view = view
        self._redraw()

    def _redraw(self) -> None:
        view = self._view
        if view is None:
            return
        self._none.tell(Tone.ASK, Message("") if view.printers else NO_PRINTER)
        for line in view.labels:
            self._show_choice(self._choices[line.kind], self._options(view), line.address)

    def _options(self, view: DevicesView) -> list[tuple[str, str]]:
        if not view.printers:
            return []
        say = self._texts.say
        first = say(Message(FIRST.text, name=spoken(view.printers[0][1])))
        return [("", first), *((address, say(spoken(name))) for address, name in view.printers)]

    def _show_choice(self, choice: QComboBox, options: list[tuple[str, str]], address: str) -> None:
        if options and address not in dict(options):
            options = [*options, (address, self._texts.say(GONE))]
        if [(choice.itemData(at), choice.itemText(at)) for at in range(choice.count())] != options:
            choice.clear()
            for value, words in options:
                choice.addItem(words, value)
        choice.setCurrentIndex(max(choice.findData(address), 0) if options else -1)
        choice.setEnabled(bool(options))

    def _choice(self, kind: LabelKind) -> QComboBox:
        choice = QComboBox()
        choice.setObjectName(f"devices.labels.{kind}")
        choice.activated.connect(partial(self._chosen, kind, choice))
        return choice

    def _chosen(self, kind: LabelKind, choice: QComboBox, at: int) -> None:
        self._gestures.choose_printer(kind, choice.itemData(at) or "")

    def _lay_out(self) -> None:
        card = QFrame()
        card.setProperty("card", "true")
        grid = QGridLayout(card)
        grid.setContentsMargins(20, 16, 20, 16)
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for row, (kind, choice) in enumerate(self._choices.items()):
            label = SpokenLabel(self._texts, LABEL_WORDS[kind])
            label.setObjectName(f"devices.labels.name_{kind}")
            label.setMinimumWidth(200)
            label.setBuddy(choice)
            grid.addWidget(label, row, 0)
            grid.addWidget(choice, row, 1)
        head = SpokenLabel(self._texts, HEAD)
        head.setObjectName("devices.labels.head")
        head.setFont(font(SCALE.base_px))
        head.setWordWrap(True)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(12)
        page.addWidget(head)
        page.addWidget(self._none)
        page.addWidget(card)
        page.addStretch(1)
