"""The devices room: who is there and how, what prints where, how weight codes are read."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from station.devices.model.kinds import DeviceKind
from station.devices.model.scanner_guide import GuideView
from station.devices.model.view import Answer, DevicesView, FormPart
from station.devices.screen.brand_page import BrandPage
from station.devices.screen.device_list import DeviceList
from station.devices.screen.device_panel import DevicePanel
from station.devices.screen.form_panel import FormPanel
from station.devices.screen.found_panel import FoundPanel
from station.devices.screen.gestures import DevicesGestures
from station.devices.screen.labels_page import LabelsPage
from station.devices.screen.layouts_page import LayoutsPage
from station.devices.screen.print_page import PrintPage
from station.devices.screen.scanner_guide import ScannerGuidePage
from station.kernel.messages import Message, Texts
from station.shell.big_button import BigButton, ButtonKind
from station.shell.icons import Icons
from station.shell.look import Look
from station.shell.scan_guard import ScanSafeWidget
from station.shell.scrolling import quiet_scroll
from station.shell.speech import keep_told
from station.shell.theme import SCALE
from station.shell.tone_card import ToneCard

TABS = (
    Message("Devices"),
    Message("Labels go to"),
    Message("Weight codes"),
    Message("Print labels"),
    Message("Look of labels"),
)
DEVICE_TABS = (0, 1, 2)
PANEL_PX = 452
ANSWER_MS = 6_000
"""How long the answer to a gesture stays."""
LAYOUT_HELP = Message(
    "P product, W weight in grams, A price in fen, X counts nothing, C check digit at the end. "
    "Usual ones: 28PPPPPWWWWWC, 22PPPPPAAAAAC, 26PPPPPAAAAAWWWWWC"
)


class DevicesScreen(ScanSafeWidget):
    """Draws each view while it is in sight; forwards each gesture."""

    def __init__(
        self,
        texts: Texts,
        look: Look,
        icons: Icons,
        gestures: DevicesGestures,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("devices")
        self._texts, self._gestures = texts, gestures
        self._view: DevicesView | None = None
        self._told: Answer | None = None
        self._tabs = QTabBar()
        self._tabs.setObjectName("devices.tabs")
        self._tabs.setExpanding(False)
        self._add = BigButton(texts, "devices.add", Message("Add a device"), self._begin, ButtonKind.NEXT)
        self._set_up = BigButton(texts, "devices.set_up", Message("Set up a scanner"), gestures.guide_begin)
        self._undo = BigButton(texts, "devices.undo", Message("Undo"), gestures.undo)
        self._list = DeviceList(texts, look, icons, gestures.choose)
        self._found = FoundPanel(texts, look, icons, gestures)
        self._panel = DevicePanel(texts, look, gestures)
        self._form = FormPanel(texts, look, gestures)
        self._labels = LabelsPage(texts, look, gestures)
        self._layouts = LayoutsPage(texts, look, gestures, LAYOUT_HELP)
        self._print = PrintPage(texts, look, gestures)
        self._brand = BrandPage(texts, look, gestures)
        self._guide = ScannerGuidePage(texts, look, gestures)
        self._answer = ToneCard(texts, look, "devices.answer", SCALE.base_px)
        self._fading = QTimer(self)
        self._fading.setSingleShot(True)
        self._fading.setInterval(ANSWER_MS)
        self._fading.timeout.connect(self._answer.hide)
        self._lay_out()
        look.changed.connect(self._list.redraw)
        keep_told(self, texts, self._redraw)

    def show_view(self, view: DevicesView) -> None:
        """Draw `view` (on the Qt thread); while the room is out of sight it is only kept."""
        self._view = view
        if self.isVisible():
            self._redraw()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self._redraw()

    def _turn_to(self, tab: int) -> None:
        """What adds devices has no place beside labels."""
        self._pages.setCurrentIndex(tab)
        for button in (self._add, self._set_up):
            button.setVisible(tab in DEVICE_TABS)

    def _begin(self) -> None:
        self._tabs.setCurrentIndex(0)
        self._gestures.begin_add(DeviceKind.LABEL_PRINTER)

    def _redraw(self) -> None:
        for at, words in enumerate(TABS):
            self._tabs.setTabText(at, self._texts.say(words))
        view = self._view
        if view is None:
            return
        self._show_guide(view.guide)
        self._show_form(view.form)
        self._list.show_lines(view.devices, view.chosen)
        self._list.redraw()
        self._panel.show_view(view)
        self._labels.show_view(view)
        if view.layouts is not None:
            self._layouts.show_part(view.layouts)
        if view.printing is not None:
            self._print.show_part(view.printing)
        if view.brand is not None:
            self._brand.show_part(view.brand)
        self._undo.setVisible(view.undo is not None)
        if view.undo is not None:
            self._undo.say(view.undo)
        self._tell_answer(view.answer)

    def _show_guide(self, guide: GuideView | None) -> None:
        """The guide takes the place of the whole room."""
        if guide is not None:
            self._guide.show_view(guide)
        self._all.setCurrentIndex(int(guide is not None))

    def _show_form(self, form: FormPart | None) -> None:
        """The form takes the place of the list: one thing at a time."""
        was_open, is_open = self._left.currentIndex() == 1, form is not None
        if form is not None:
            self._found.show_form(form)
            self._form.show_form(form)
        self._left.setCurrentIndex(int(is_open))
        self._right.setCurrentIndex(int(is_open))
        self._add.setEnabled(not is_open)
        if form is not None and not was_open:
            (self._found.start if form.is_new else self._form.start)()
        if was_open and not is_open and self._view is not None:
            self._list.show_lines(self._view.devices, self._view.chosen)
            self._list.focus_on(self._view.chosen)

    def _tell_answer(self, answer: Answer | None) -> None:
        if answer is None or answer is self._told:
            return
        self._told = answer
        self._answer.show_verdict(answer.tone, answer.words)
        self._answer.show()
        self._fading.start()

    def _devices_page(self) -> QWidget:
        """The devices on the left, what is told or asked of one on the right."""
        self._left, self._right = QStackedWidget(), QStackedWidget()
        for widget in (self._list, self._found):
            self._left.addWidget(widget)
        for panel, name in ((self._panel, "devices.panel.scroll"), (self._form, "devices.form.scroll")):
            self._right.addWidget(quiet_scroll(name, panel))
        self._right.setFixedWidth(PANEL_PX)
        page = QWidget()
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self._left, 1)
        row.addWidget(self._right)
        return page

    def _lay_out(self) -> None:
        for words in TABS:
            self._tabs.addTab(self._texts.say(words))
        pages = QStackedWidget()
        choices = quiet_scroll("devices.labels.scroll", self._labels)
        for page in (self._devices_page(), choices, self._layouts, self._print, self._brand):
            pages.addWidget(page)
        self._pages = pages
        self._tabs.currentChanged.connect(self._turn_to)
        self._tabs.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._answer.hide()
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._tabs, 1)
        head.addWidget(self._undo)
        head.addWidget(self._set_up)
        head.addWidget(self._add)
        room = QWidget()
        column = QVBoxLayout(room)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(pages, 1)
        column.addWidget(self._answer)
        self._all = QStackedWidget()
        for place in (room, self._guide):
            self._all.addWidget(place)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 12, 16, 12)
        whole.addWidget(self._all)
        QWidget.setTabOrder(self._add, self._set_up)
