"""The look at work: fonts loaded, palette and style sheet applied, and whoever paints told of a change."""

from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QObject, QTranslator, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetrics, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from station.kernel.messages import Message
from station.kernel.trouble import Trouble
from station.shell.style_sheet import style_sheet
from station.shell.theme import LIGHT, LOOKS, SCALE, Tokens

FONT_FILES = ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf")


def load_fonts(folder: Path) -> str:
    """Load the two Noto Sans SC files of `folder` and return their family; Trouble when one is unusable."""
    families = {_family(folder / name) for name in FONT_FILES}
    family = families.pop()
    if families or not QFontMetrics(QFont(family)).inFont("取"):
        raise _no_font(folder)
    return family


def _family(file: Path) -> str:
    families = QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(file)))
    if not families:
        raise _no_font(file)
    return families[0]


def _no_font(path: Path) -> Trouble:
    return Trouble(
        Message("The font {file} cannot be loaded", file=path.name),
        Message("Characters may look wrong. Install the program again"),
        retry_helps=False,
    )


def font(size_px: int, *, bold: bool = False) -> QFont:
    """The application's font at `size_px` logical pixels."""
    made = QFont(QApplication.font())
    made.setPixelSize(size_px)
    made.setBold(bold)
    return made


def apply_theme(app: QApplication, tokens: Tokens, family: str = "") -> None:
    """Give `app` palette, font and style sheet of `tokens`; `family` is what load_fonts returned."""
    base = QFont(family) if family else QFont(app.font())
    base.setPixelSize(SCALE.base_px)
    app.setStyle("Fusion")
    app.setFont(base)
    app.setPalette(_palette(tokens))
    app.setStyleSheet(style_sheet(tokens))


def _palette(tokens: Tokens) -> QPalette:
    palette = QPalette()
    colours = {
        QPalette.ColorRole.Window: tokens.ground,
        QPalette.ColorRole.Base: tokens.card,
        QPalette.ColorRole.AlternateBase: tokens.ground,
        QPalette.ColorRole.Button: tokens.card,
        QPalette.ColorRole.WindowText: tokens.ink,
        QPalette.ColorRole.Text: tokens.ink,
        QPalette.ColorRole.ButtonText: tokens.ink,
        QPalette.ColorRole.PlaceholderText: tokens.ink_soft,
        QPalette.ColorRole.Highlight: tokens.accent,
        QPalette.ColorRole.HighlightedText: tokens.on_accent,
        QPalette.ColorRole.Link: tokens.accent,
    }
    for role, colour in colours.items():
        palette.setColor(role, QColor(colour))
    return palette


QT_WORDS = "qt_words"


class Look(QObject):
    """The look chosen now; `changed` fires after a switch, for widgets that paint with the tokens."""

    changed = Signal()

    def __init__(self, app: QApplication, family: str = "", tokens: Tokens = LIGHT) -> None:
        super().__init__(app)
        self._app = app
        self._family = family
        self.tokens = tokens
        apply_theme(app, tokens, family)

    def use(self, name: str) -> None:
        """Switch to the look `name` (light or dark; anything else is light)."""
        self.tokens = LOOKS.get(name, LIGHT)
        apply_theme(self._app, self.tokens, self._family)
        self.changed.emit()

    def toggle(self) -> None:
        """Switch between light and dark."""
        self.use("dark" if self.tokens.name == "light" else "light")

    def speak(self, language: str) -> None:
        """Let Qt's own words (context menus, dialogs) follow `language`, where Qt brings them."""
        # They belong to the application, not to this look: whoever speaks last is heard.
        for spoken in self._app.findChildren(QTranslator, QT_WORDS):
            self._app.removeTranslator(spoken)
            spoken.setParent(None)
        words = QTranslator(self._app)
        words.setObjectName(QT_WORDS)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if words.load(f"qtbase_{language}", folder):
            self._app.installTranslator(words)


def colour_words(widget: QWidget, colour: str) -> None:
    """Draw the text of `widget` in `colour` (a token), leaving everything else to the style sheet."""
    palette = widget.palette()
    palette.setColor(QPalette.ColorRole.WindowText, QColor(colour))
    widget.setPalette(palette)
