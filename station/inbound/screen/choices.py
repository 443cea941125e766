"""Reasons as large buttons, and the list of what lacks of an order."""

from functools import partial

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QWidget

from station.inbound.model.card import WHY_WORDS, Why
from station.inbound.model.view import Lack
from station.inbound.screen.gestures import Gestures
from station.kernel.messages import Message, Texts
from station.shell.big_button import BigButton, ButtonKind
from station.shell.fitting import LEFT, RIGHT, Fitter, Type
from station.shell.look import Look

CHOICE_PX = 64
COLUMNS = 4
LINE_PX = 44
HEAD = Type(14, 22, bold=True)
LINE = Type(13, 18)


class WhyGrid(QWidget):
    """One button a reason; the one Enter would choose wears the accent."""

    def __init__(self, texts: Texts, gestures: Gestures) -> None:
        super().__init__()
        self.setObjectName("inbound.why")
        self.buttons = {why: self._button(texts, gestures, why) for why in Why}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(10)
        for place, button in enumerate(self.buttons.values()):
            grid.addWidget(button, place // COLUMNS, place % COLUMNS)
        grid.setRowStretch(len(self.buttons) // COLUMNS, 1)

    def _button(self, texts: Texts, gestures: Gestures, why: Why) -> BigButton:
        press = partial(gestures.choose_why, why)
        button = BigButton(texts, f"inbound.why.{why.value}", WHY_WORDS[why], press, parent=self)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setMinimumHeight(CHOICE_PX)
        return button

    def show_chosen(self, chosen: Why | None) -> None:
        """Mark the reason Enter would choose."""
        for why, button in self.buttons.items():
            button.weigh(ButtonKind.NEXT if why is chosen else ButtonKind.PLAIN)


class LackList(QWidget):
    """A line for each product that lacks: what came, and what becomes of the rest."""

    def __init__(self, texts: Texts, look: Look) -> None:
        super().__init__()
        self.setObjectName("inbound.lacking")
        self._texts = texts
        self._look = look
        self._fitter = Fitter()
        self._lacking: tuple[Lack, ...] = ()
        self._head = Message("")

    def show_lacking(self, head: Message, lacking: tuple[Lack, ...]) -> None:
        """Draw `lacking` under `head`."""
        self._head, self._lacking = head, lacking
        self.redraw()

    def redraw(self) -> None:
        """Paint again, in the look and language of now."""
        words = [" ".join(line) for line in self.lines()]
        self.setAccessibleName("\n".join([self._texts.say(self._head), *words]))
        self.setMinimumHeight((len(words) + 1) * LINE_PX)
        self.update()

    def lines(self) -> list[tuple[str, str, str]]:
        """Name, what came of what was ordered, and what became of the rest."""
        say = self._texts.say
        waits = Message("shared out by rule")
        return [(each.name, f"{each.came}/{each.ordered}", say(each.told or waits)) for each in self._lacking]

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter, tokens = QPainter(self), self._look.tokens
        wide = self.width() - 8.0
        painter.setPen(QColor(tokens.ink))
        self._fitter.draw(painter, self._texts.say(self._head), QRectF(0, 0, wide, LINE_PX), HEAD, LEFT)
        for place, (name, came, told) in enumerate(self.lines(), start=1):
            box = QRectF(0, place * LINE_PX, wide, LINE_PX)
            painter.setPen(QPen(QColor(tokens.line), 1))
            painter.drawLine(box.topLeft(), box.topRight())
            painter.setPen(QColor(tokens.ink))
            self._fitter.draw(painter, name, box.adjusted(0, 0, -wide * 0.56, 0), LINE, LEFT)
            self._fitter.draw(painter, came, box.adjusted(wide * 0.45, 0, -wide * 0.42, 0), LINE, RIGHT)
            painter.setPen(QColor(tokens.ink_soft))
            self._fitter.draw(painter, told, box.adjusted(wide * 0.61, 0, 0, 0), LINE, LEFT)
