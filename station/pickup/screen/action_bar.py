"""The buttons of each step with their keys; none can be pressed by what a scanner types."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from station.kernel.messages import Message, Texts
from station.pickup.model.view import PickupView, ReceivingCard, SlipCard, Step
from station.shell.big_button import ButtonKind
from station.shell.fitting import CENTRE, Fitter, Type
from station.shell.key_button import KeyButton
from station.shell.look import Look

AWAY_KEY, RECEIVE_KEY, LEAVE_KEY, REFUSE_KEY, UNDO_KEY, NEXT_KEY = "Esc", "F6", "F6", "F7", "F8", "F9"
SLIP_KEY, EMPTIES_KEY = "F5", "F10"
"""Keys as on the key caps: no letter or digit of a scan can be one."""
HEIGHT_PX = 76
CONFIRM_PX = 320
RECEIVE_ON = (Step.DAY, Step.CHOOSE, Step.NOT_HERE, Step.HANDED, Step.ALREADY, Step.EMPTIES)
EMPTIES_ON = (Step.DAY, Step.RECEIVING, Step.CHOOSE, Step.NOT_HERE, Step.HANDED, Step.ALREADY)


@dataclass(frozen=True)
class Acts:
    """What the buttons do."""

    put_away: Callable[[], None]
    receive: Callable[[], None]
    give_empties: Callable[[], None]
    leave_not_found: Callable[[], None]
    leave_refused: Callable[[], None]
    undo: Callable[[], None]
    print_slip: Callable[[], None]
    complete: Callable[[], None]
    confirm: Callable[[], None]


class ConfirmHandover(QAbstractButton):
    """The one green action: the goods are the customer's."""

    def __init__(self, texts: Texts, look: Look, on_click: Callable[[], None]) -> None:
        super().__init__()
        self.setObjectName("pickup.confirm")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setFixedWidth(CONFIRM_PX)
        self._texts = texts
        self._look = look
        self._fitter = Fitter()
        self._pieces = 0
        self.clicked.connect(lambda _checked=False: on_click())

    def show_pieces(self, pieces: int) -> None:
        """Say how many pieces go."""
        self._pieces = pieces
        self.redraw()

    def redraw(self) -> None:
        """Paint again, in the look and language of now."""
        self.setAccessibleName(" · ".join(self.words()))
        self.update()

    def words(self) -> list[str]:
        """The action, the pieces and the key."""
        say = self._texts.say
        pieces = say(Message("Pieces: {pieces}", pieces=self._pieces))
        return [say(Message("Confirm handover")), f"{pieces}  ·  Enter"]

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(CONFIRM_PX, HEIGHT_PX)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens, box = self._look.tokens, QRectF(self.rect())
        ground = tokens.ok.fill if self.isDown() else tokens.ok.mark
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground if self.isEnabled() else tokens.dim))
        painter.drawRoundedRect(box, 12, 12)
        act, pieces = self.words()
        painter.setPen(QColor(tokens.ok.on_mark if self.isEnabled() else tokens.on_dim))
        half = box.height() * 0.4
        self._fitter.draw(painter, act, box.adjusted(12, 6, -12, -half), Type(16, 30, bold=True), CENTRE)
        under = box.adjusted(12, box.height() - half - 2, -12, -8)
        self._fitter.draw(painter, pieces, under, Type(12, 17, bold=True), CENTRE)


class ActionBar(QWidget):
    """In one fixed place; on each step only what can be meant there."""

    def __init__(self, texts: Texts, look: Look, acts: Acts) -> None:
        super().__init__()
        self.setObjectName("pickup.actions")
        self.setFixedHeight(HEIGHT_PX)
        self._texts = texts
        self.put_away = self._button("put_away", Message("Put away"), AWAY_KEY, acts.put_away)
        self.receive = self._button("receive", Message("Receive crates"), RECEIVE_KEY, acts.receive)
        self.empties = self._button("give_empties", Message("Empties"), EMPTIES_KEY, acts.give_empties)
        self.not_found = self._button(
            "leave_not_found", Message("Not found"), LEAVE_KEY, acts.leave_not_found
        )
        self.refused = self._button("leave_refused", Message("Not wanted"), REFUSE_KEY, acts.leave_refused)
        self.undo = self._button("undo", Message("Undo"), UNDO_KEY, acts.undo)
        self.slip = self._button("print_slip", Message("Print slip"), SLIP_KEY, acts.print_slip)
        self.complete = self._button("complete", Message("Complete"), NEXT_KEY, acts.complete)
        self.confirm = ConfirmHandover(texts, look, acts.confirm)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        here_and_there = (self.put_away, self.empties, self.receive, self.not_found, self.refused)
        for button in (*here_and_there, self.undo, self.slip, self.complete):
            row.addWidget(button)
        row.addWidget(self.confirm)

    def _button(self, name: str, words: Message, key: str, on_click: Callable[[], None]) -> KeyButton:
        return KeyButton(self._texts, f"pickup.{name}", words, key, on_click, parent=self)

    def show_view(self, view: PickupView) -> None:
        """Show and enable what can be done on this step."""
        serving = view.step is Step.CUSTOMER
        self.put_away.setVisible(view.step is not Step.DAY)
        self.receive.setVisible(view.step in RECEIVE_ON)
        self.empties.setVisible(view.step in EMPTIES_ON)
        for button in (self.not_found, self.refused, self.confirm):
            button.setVisible(serving)
        handed, receiving = view.handed, view.receiving
        undoing = handed or receiving or view.empties
        self.undo.setVisible(undoing is not None)
        self.undo.setEnabled(undoing is not None and undoing.can_undo)
        self._show_slip(handed.slip if handed is not None else None)
        self.complete.setVisible(receiving is not None)
        if receiving is not None:
            self._show_complete(receiving)
        if view.customer is not None:
            self.confirm.setEnabled(view.customer.can_confirm)
            self.confirm.show_pieces(view.customer.ticked_pieces)

    def mark(self, *, marked: bool) -> None:
        """Whether there is a line the reasons would be about."""
        self.not_found.setEnabled(marked)
        self.refused.setEnabled(marked)

    def redraw(self) -> None:
        """Paint again, in the look and language of now."""
        self.confirm.redraw()

    def _show_slip(self, card: SlipCard | None) -> None:
        self.slip.setVisible(card is not None)
        if card is None:
            return
        self.slip.setEnabled(not card.is_printing)
        if card.is_printing:
            self.slip.do(Message("Printing…"))
        else:
            self.slip.do(Message("Print slip again") if card.is_copy else Message("Print slip"))
        self.slip.weigh(ButtonKind.NEXT if card.is_asked else ButtonKind.PLAIN)

    def _show_complete(self, card: ReceivingCard) -> None:
        self.complete.setEnabled(card.can_complete)
        missing = len(card.missing)
        if card.complete_asked:
            words = Message("Complete without {count} crates", count=missing)
        else:
            words = Message("Complete")
        self.complete.do(words)
        # Once asked back it is no longer simply the next thing to do.
        next_one = ButtonKind.NEXT if card.can_complete and not missing else ButtonKind.PLAIN
        self.complete.weigh(ButtonKind.DANGER if card.complete_asked else next_one)
