"""The device looked at: how it is, what to do, what can be tried, and who may change it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from hardware.protocols import ScaleOrder
from station.devices.model.device import DeviceKind
from station.devices.model.scale_orders import NO_ORDERS, ORDER_WORDS
from station.devices.model.view import NOTHING, DeviceLine, DevicesView, Test, WeightPart
from station.devices.model.words import KEYBOARD
from station.devices.screen.gestures import DevicesGestures
from station.devices.screen.reads_list import ReadsList
from station.devices.screen.told_card import ToldCard
from station.devices.screen.words import seen_words, spoken
from station.kernel.messages import Message, Texts
from station.shell.big_button import BigButton, ButtonKind
from station.shell.confirm_button import ConfirmButton
from station.shell.look import Look, colour_words, font
from station.shell.speech import SpokenLabel
from station.shell.theme import SCALE

FIGURE_PX = 72
SET_BY_IT = Message("Set by IT in the settings file; only there can it be changed")
TEST_WORDS = {
    DeviceKind.LABEL_PRINTER: Message("Print a test label"),
    DeviceKind.RECEIPT_PRINTER: Message("Print a test slip"),
    DeviceKind.DOCUMENT_PRINTER: Message("Print a test page"),
}


class DevicePanel(QFrame):
    """Everything about one device; an invitation to choose one, and to scan, while there is none."""

    def __init__(self, texts: Texts, look: Look, gestures: DevicesGestures) -> None:
        super().__init__()
        self.setObjectName("devices.panel")
        self.setProperty("card", "true")
        self._texts = texts
        self._look = look
        self._gestures = gestures
        self._key = ""
        self._name = self._label("name", SCALE.heading_px, bold=True)
        self._place = self._label("place", SCALE.secondary_px)
        self._seen = self._label("seen", SCALE.secondary_px)
        self._state = ToldCard(texts, look, "devices.panel.state")
        self._weight = self._label("weight", FIGURE_PX, bold=True)
        self._weight.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._weighing = ToldCard(texts, look, "devices.panel.weighing")
        self._test = ToldCard(texts, look, "devices.panel.told")
        self._reads = ReadsList(texts, look)
        self._fixed = self._label("fixed", SCALE.secondary_px)
        self._no_orders = self._label("no_orders", SCALE.secondary_px)
        self._make_buttons()
        self._lay_out()
        look.changed.connect(self._dress)
        self._dress()

    def show_view(self, view: DevicesView) -> None:
        """Show the device `view` looks at."""
        line = next((one for one in view.devices if one.key == view.chosen), None)
        self._key = "" if line is None else line.key
        self._show_line(line)
        self._show_buttons(line)
        told = view.test
        self._test.tell(told.tone if told else None, told.words if told and line else NOTHING)
        self._show_weight(view.weight if line and line.kind is DeviceKind.SCALE else None)
        reads = line is None or line.kind is DeviceKind.SCANNER
        self._reads.setVisible(reads)
        self._reads.show_reads(view.reads)

    def _show_line(self, line: DeviceLine | None) -> None:
        self._name.say(Message("Choose a device") if line is None else spoken(line.name))
        place = NOTHING if line is None else _place(line)
        self._place.say(place)
        self._seen.say(NOTHING if line is None else seen_words(line))
        for label, words in ((self._place, place), (self._seen, place)):
            label.setVisible(words != NOTHING)
        if line is None:
            self._state.tell(None, NOTHING)
            return
        words = line.words
        if line.remedy != NOTHING:
            words = Message("{words}. {remedy}", words=line.words, remedy=line.remedy)
        self._state.tell(line.tone, words)

    def _show_buttons(self, line: DeviceLine | None) -> None:
        askable = line is not None and line.key != KEYBOARD
        tests = line.tests if line else ()
        self._ask.setVisible(askable)
        self._print.setVisible(Test.PRINT in tests)
        self._drawer.setVisible(Test.DRAWER in tests)
        if line is not None and line.kind in TEST_WORDS:
            self._print.say(TEST_WORDS[line.kind])
        for button in (self._ask, self._print, self._drawer, *self._orders.values()):
            button.setEnabled(line is not None and not line.is_busy)
        own = line is not None and not line.is_fixed
        for button in (self._change, self._remove):
            button.setVisible(own)
        self._fixed.say(SET_BY_IT if askable and not own else NOTHING)
        self._fixed.setVisible(askable and not own)

    def _show_weight(self, weight: WeightPart | None) -> None:
        figure = "—" if weight is None or weight.weight_g is None else f"{weight.weight_g} g"
        self._weight.say(NOTHING if weight is None else Message("{weight}", weight=figure))
        self._weight.setVisible(weight is not None)
        words = NOTHING if weight is None else weight.words
        if weight is not None and weight.tare_g:
            words = Message("{words} · tare {tare_g} g", words=weight.words, tare_g=weight.tare_g)
        self._weighing.tell(weight.tone if weight else None, words)
        orders = weight.orders if weight else ()
        for order, button in self._orders.items():
            button.setVisible(order in orders)
        lacks_orders = weight is not None and not orders
        self._no_orders.say(NO_ORDERS if lacks_orders else NOTHING)
        self._no_orders.setVisible(lacks_orders)

    def _label(self, name: str, size_px: int, *, bold: bool = False) -> SpokenLabel:
        label = SpokenLabel(self._texts)
        label.setObjectName(f"devices.panel.{name}")
        label.setFont(font(size_px, bold=bold))
        label.setWordWrap(True)
        return label

    def _make_buttons(self) -> None:
        texts, gestures = self._texts, self._gestures

        def button(name: str, words: Message, test: Test) -> BigButton:
            return BigButton(texts, f"devices.panel.{name}", words, lambda: gestures.try_out(self._key, test))

        self._ask = BigButton(texts, "devices.panel.ask", Message("Ask now"), lambda: gestures.ask(self._key))
        self._print = button("print", TEST_WORDS[DeviceKind.LABEL_PRINTER], Test.PRINT)
        self._drawer = button("drawer", Message("Open the drawer"), Test.DRAWER)
        self._change = BigButton(
            texts, "devices.panel.change", Message("Change"), lambda: gestures.begin_change(self._key)
        )
        self._remove = ConfirmButton(
            texts,
            "devices.panel.remove",
            Message("Remove"),
            Message("Really remove?"),
            lambda: gestures.remove(self._key),
        )
        self._print.weigh(ButtonKind.PLAIN)
        self._orders = {order: self._order_button(order) for order in ORDER_WORDS}

    def _order_button(self, order: ScaleOrder) -> BigButton:
        name, words = f"devices.panel.{order.value}", ORDER_WORDS[order]
        return BigButton(self._texts, name, words, lambda: self._gestures.order_scale(order))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 18)
        column.setSpacing(10)
        for widget in (self._name, self._place, self._seen, self._state, self._weight, self._weighing):
            column.addWidget(widget)
        column.addLayout(_row(*self._orders.values()))
        column.addWidget(self._no_orders)
        column.addLayout(_row(self._ask, self._print))
        column.addWidget(self._drawer)
        column.addWidget(self._test)
        column.addWidget(self._reads)
        column.addStretch(1)
        column.addWidget(self._fixed)
        column.addLayout(_row(self._change, self._remove))

    def _dress(self) -> None:
        for label in (self._place, self._seen, self._fixed, self._no_orders):
            colour_words(label, self._look.tokens.ink_soft)


def _row(*buttons: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(10)
    for button in buttons:
        row.addWidget(button, 1)
    return row


def _place(line: DeviceLine) -> Message:
    if not line.settings:
        return line.place
    return Message("{place} · {settings}", place=line.place, settings=line.settings)
