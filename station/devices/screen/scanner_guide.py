"""The guide for setting a scanner up: the code to scan, large, and beside it what its scan told."""

from PIL import Image
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QHideEvent, QImage, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from hardware.trial_codes import TrialCode
from station.devices.model.scanner_guide import NOTHING, GuideStep, GuideView
from station.devices.screen.gestures import DevicesGestures
from station.devices.screen.told_card import ToldCard
from station.kernel.messages import Message, Texts
from station.shell.big_button import BigButton, ButtonKind
from station.shell.look import Look, font
from station.shell.scan_guard import ScanSafeWidget
from station.shell.speech import SpokenLabel
from station.shell.theme import SCALE

MOST_LINES = 8
QUIET_MODULES = 10
"""White around a code: what Code 128 asks for at its sides; the others ask for less."""
MOST_MODULE_PX = 8


class CodePicture(QWidget):
    """Draws one code black on white in every look, whole modules to whole pixels."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(320, 240)
        self._code: TrialCode | None = None
        self._modules: QImage | None = None

    def show_code(self, code: TrialCode | None) -> None:
        """Draw `code`; None clears."""
        if code != self._code:
            self._code = code
            self._modules = None if code is None else _image(code.modules())
            self.setAccessibleName("" if code is None else code.text)
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        if self._modules is None or self._code is None:
            return
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(Qt.GlobalColor.white))
        painter.drawImage(self._place(self._modules, is_matrix=self._code.is_matrix), self._modules)
        painter.end()

    def _place(self, modules: QImage, *, is_matrix: bool) -> QRect:
        """Where the code stands: as large as whole pixels a module allow, quiet zone kept."""
        across = self.width() // (modules.width() + 2 * QUIET_MODULES)
        down = self.height() // (modules.height() + 2 * QUIET_MODULES) if is_matrix else across
        module_px = max(1, min(across, down, MOST_MODULE_PX))
        width = modules.width() * module_px
        height = modules.height() * module_px if is_matrix else min(self.height() * 2 // 3, 220)
        return QRect((self.width() - width) // 2, (self.height() - height) // 2, width, height)


class ScannerGuidePage(ScanSafeWidget):
    """Draws each view of the guide; forwards each press."""

    def __init__(self, texts: Texts, look: Look, gestures: DevicesGestures) -> None:
        super().__init__()
        self.setObjectName("devices.guide")
        self._gestures = gestures
        self._in_sight = False
        self._step = self._label(texts, "devices.guide.step", SCALE.base_px)
        self._heading = self._label(texts, "devices.guide.heading", SCALE.heading_px, bold=True)
        self._picture = CodePicture("devices.guide.code")
        self._lines = [
            ToldCard(texts, look, f"devices.guide.line_{place}") for place in range(1, MOST_LINES + 1)
        ]
        self._answer = ToldCard(texts, look, "devices.guide.answer")
        self._buttons = self._make_buttons(texts)
        self._lay_out()

    def show_view(self, view: GuideView) -> None:
        """Draw `view`."""
        is_done = view.step is GuideStep.DONE
        self._step.say(
            NOTHING if is_done else Message("{number} of {count}", number=view.number, count=view.count)
        )
        self._heading.say(view.heading)
        self._picture.show_code(view.code)
        self._picture.setVisible(not is_done)
        for place, card in enumerate(self._lines):
            line = view.lines[place] if place < len(view.lines) else None
            card.tell(line.tone if line else None, line.words if line else NOTHING)
        answer = view.answer
        self._answer.tell(answer.tone if answer else None, answer.words if answer else NOTHING)
        self._show_buttons(view, is_done=is_done)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        if not self._in_sight:
            self._in_sight = True
            self._gestures.guide_seen()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        super().hideEvent(event)
        if self._in_sight:
            self._in_sight = False
            self._gestures.guide_gone()

    def _show_buttons(self, view: GuideView, *, is_done: bool) -> None:
        buttons = self._buttons
        buttons["next"].setVisible(not is_done)
        buttons["next"].say(Message("Next code") if view.can_go_on else Message("Leave this code out"))
        buttons["next"].weigh(ButtonKind.NEXT if view.can_go_on else ButtonKind.PLAIN)
        buttons["back"].setVisible(view.number > 1 or is_done)
        buttons["silent"].setVisible(not is_done and not view.can_go_on)
        buttons["again"].setVisible(is_done)
        buttons["save"].setVisible(view.saving is not None)
        if view.saving is not None:
            buttons["save"].say(
                Message("Save: listen for the prefix")
                if view.saving.prefix
                else Message("Save: wait {gap} ms between keys", gap=view.saving.gap_ms)
            )

    def _make_buttons(self, texts: Texts) -> dict[str, BigButton]:
        gestures = self._gestures
        wanted = {
            "back": (Message("Back"), gestures.guide_back),
            "silent": (Message("I scanned, nothing came"), gestures.guide_silent),
            "next": (Message("Next code"), gestures.guide_next),
            "again": (Message("Another scanner"), gestures.guide_again),
            "save": (Message("Save"), gestures.guide_save),
            "print": (Message("Print the sheet"), gestures.guide_print),
            "close": (Message("Close"), gestures.guide_close),
        }
        return {
            name: BigButton(texts, f"devices.guide.{name}", words, act)
            for name, (words, act) in wanted.items()
        }

    def _label(self, texts: Texts, name: str, size_px: int, *, bold: bool = False) -> SpokenLabel:
        label = SpokenLabel(texts)
        label.setObjectName(name)
        label.setFont(font(size_px, bold=bold))
        label.setWordWrap(True)
        return label

    def _lay_out(self) -> None:
        card = QFrame()
        card.setProperty("card", "true")
        told = QVBoxLayout(card)
        told.setContentsMargins(16, 16, 16, 16)
        told.setSpacing(8)
        for line in (*self._lines, self._answer):
            told.addWidget(line)
        told.addStretch(1)
        middle = QHBoxLayout()
        middle.setSpacing(16)
        middle.addWidget(self._picture, 5)
        middle.addWidget(card, 4)
        foot = QHBoxLayout()
        foot.setSpacing(12)
        for name in ("close", "print"):
            foot.addWidget(self._buttons[name])
        foot.addStretch(1)
        for name in ("save", "again", "back", "silent", "next"):
            foot.addWidget(self._buttons[name])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._step)
        column.addWidget(self._heading)
        column.addLayout(middle, 1)
        column.addLayout(foot)


def _image(picture: Image.Image) -> QImage:
    """A grey picture as Qt's own; copied, since Qt does not keep the bytes alive."""
    width, height = picture.size
    return QImage(picture.tobytes(), width, height, width, QImage.Format.Format_Grayscale8).copy()
