"""The strip on top: where one is, who works here, and the lights and switches that belong to every room."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from station.kernel.messages import LANGUAGES, Message, Texts
from station.shell.big_button import BigButton
from station.shell.icons import Icons, with_gap
from station.shell.look import Look, font
from station.shell.speech import NOTHING, SpokenLabel, keep_told
from station.shell.sync_light import SyncLight
from station.shell.theme import SCALE

_HEIGHT_PX = 64
_ICON_PX = 24
_GAP_PX = 6
_OWN_NAMES = {"zh_CN": "中文", "en": "English"}
"""Each language by its own name: who needs it must be able to read it."""


class TopStrip(QFrame):
    """Title on the left; lights, language, look and operator on the right."""

    def __init__(
        self,
        texts: Texts,
        look: Look,
        icons: Icons,
        on_sync: Callable[[], None],
        on_sign_out: Callable[[], None],
        on_language: Callable[[str], None],
        on_look: Callable[[str], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("top_strip")
        self.setFixedHeight(_HEIGHT_PX)
        self._texts = texts
        self._look = look
        self._icons = icons
        self._on_language = on_language
        self._on_look = on_look
        self.title = SpokenLabel(texts)
        self.title.setObjectName("room_title")
        self.title.setFont(font(SCALE.heading_px, bold=True))
        self.sync_light = SyncLight(texts, look, on_sync)
        self._language = self._switch("language_switch", self._next_language)
        self._theme = self._switch("theme_switch", self._next_look)
        self._operator = QPushButton()
        self._dress_operator()
        self._sign_out = BigButton(texts, "sign_out", Message("Sign out"), on_sign_out)
        self._lay_out()
        self.set_operator("")
        look.changed.connect(self._tell)
        keep_told(self, texts, self._tell)

    def add_light(self, light: QWidget) -> None:
        """Put another light (of devices) to the left of the sync light."""
        self._row.insertWidget(self._row.indexOf(self.sync_light), light)

    def set_operator(self, name: str) -> None:
        """Show who works here; an empty name means nobody."""
        self._operator.setText(name)
        self._operator.setAccessibleName(name)
        self._operator.setVisible(bool(name))
        self._sign_out.setVisible(bool(name))

    def set_title(self, title: Message = NOTHING) -> None:
        """Show where one is."""
        self.title.say(title)

    def _switch(self, name: str, on_click: Callable[[], None]) -> QPushButton:
        button = QPushButton()
        button.setObjectName(name)
        button.setProperty("kind", "quiet")
        button.setAutoDefault(False)
        button.setIconSize(QSize(_ICON_PX + _GAP_PX, _ICON_PX))
        button.clicked.connect(lambda _checked=False: on_click())
        return button

    def _dress_operator(self) -> None:
        self._operator.setObjectName("operator_name")
        self._operator.setProperty("kind", "quiet")
        self._operator.setIconSize(QSize(_ICON_PX + _GAP_PX, _ICON_PX))
        self._operator.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def _lay_out(self) -> None:
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(20, 6, 12, 6)
        self._row.setSpacing(4)
        self._row.addWidget(self.title)
        self._row.addStretch(1)
        for widget in (self.sync_light, self._language, self._theme, self._operator, self._sign_out):
            self._row.addWidget(widget)

    def _next_language(self) -> None:
        self._on_language(_other_language(self._texts.language))

    def _next_look(self) -> None:
        self._on_look("dark" if self._look.tokens.name == "light" else "light")

    def _icon(self, name: str) -> QIcon:
        pixmap = self._icons.pixmap(name, self._look.tokens.ink_soft, _ICON_PX)
        return QIcon(with_gap(pixmap, _GAP_PX))

    def _tell(self) -> None:
        self._language.setText(_OWN_NAMES[_other_language(self._texts.language)])
        self._language.setIcon(self._icon("language"))
        self._language.setToolTip(self._texts.say(Message("Change language")))
        to_dark = self._look.tokens.name == "light"
        words = self._texts.say(Message("Dark screen") if to_dark else Message("Light screen"))
        self._theme.setIcon(self._icon("moon" if to_dark else "sun"))
        self._theme.setToolTip(words)
        self._theme.setAccessibleName(words)
        self._operator.setIcon(self._icon("person"))


def _other_language(language: str) -> str:
    """The language after `language`, around the circle."""
    return LANGUAGES[(LANGUAGES.index(language) + 1) % len(LANGUAGES)]
