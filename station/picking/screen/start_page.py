"""The desk without a wave: take one, wait for it, or learn why there is none."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from station.kernel.messages import Message, Texts, Tone
from station.picking.model.view import HandedOver, HandingState, PickingView, Step
from station.picking.screen.action_bar import GIVE_BACK_KEY, TAKE_KEY
from station.picking.screen.busy_bar import BusyBar
from station.picking.screen.fitted_text import FittedText
from station.picking.screen.gestures import Gestures
from station.picking.screen.text_fitting import TypeStyle
from station.shell.big_button import BigButton, ButtonKind
from station.shell.key_button import with_key
from station.shell.look import Look, font
from station.shell.theme import SCALE
from station.shell.tone_card import ToneCard

CENTRE = Qt.AlignmentFlag.AlignHCenter
HOW = {
    Step.NO_WAVE: Message("or scan your badge again"),
    Step.TAKING: Message("This takes a few seconds. You need not do anything"),
    Step.UNPLANNED: Message("or scan your badge again"),
    Step.PLANNING: Message("The crate labels print next. Stick each on its crate, in order"),
}
COLUMN_PX = 760
CARD_PX, CARD_GAP_PX = 88, 12


class StartPage(QWidget):
    """One question, one button; a notice below it says what stands in the way."""

    def __init__(self, texts: Texts, look: Look, gestures: Gestures) -> None:
        super().__init__()
        self.setObjectName("picking.start")
        self._texts = texts
        self._look = look
        self._view: PickingView | None = None
        self._question = FittedText(
            self, "picking.start.question", TypeStyle(range(28, 65), bold=True, max_lines=2), CENTRE
        )
        self._how = FittedText(self, "picking.start.how", TypeStyle(range(16, 23), max_lines=2), CENTRE)
        self.take = take_button(texts, "picking.take_wave", gestures.take_wave, self)
        self.give_back = BigButton(
            texts,
            "picking.start.give_back",
            with_key(Message("Give the wave back"), GIVE_BACK_KEY),
            gestures.return_wave,
            ButtonKind.QUIET,
            self,
        )
        self.give_back.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._busy = BusyBar(self, "picking.start.busy", look)
        self._answer = ToneCard(texts, look, "picking.start.answer", SCALE.heading_px, self)
        self._notice = ToneCard(texts, look, "picking.start.notice", SCALE.heading_px, self)
        self._left = ToneCard(texts, look, "picking.start.left", SCALE.heading_px, self)
        self.redraw()

    def show_view(self, view: PickingView, *, fresh: bool) -> None:
        """Draw `view`; `fresh` when its answer is a new verdict that flashes."""
        before, self._view = self._view, view
        if fresh and view.answer is not None:
            self._answer.show_verdict(view.answer.tone, view.answer.words)
        elif view.answer is None:
            self._answer.clear()
        if view.notice is None:
            self._notice.clear()
        elif before is None or before.notice != view.notice:
            self._notice.show_verdict(view.notice.tone, view.notice.words, flash=False)
        if view.left is None:
            self._left.clear()
        elif before is None or before.left != view.left:
            self._left.show_verdict(*left_words(view.left), flash=False)
        self.redraw()

    def redraw(self) -> None:
        """Say everything again, in the look and language of now."""
        self._question.set_ink(self._look.tokens.ink)
        self._how.set_ink(self._look.tokens.ink_soft)
        if self._view is None:
            return
        idle = self._view.step in (Step.NO_WAVE, Step.UNPLANNED)
        self._question.show_text(self._texts.say(self._view.question))
        self._how.show_text(self._texts.say(HOW[self._view.step]))
        self.take.setVisible(idle)
        self._busy.setVisible(not idle)
        self.give_back.setVisible(self._view.can_return)
        self._answer.setVisible(self._view.answer is not None)
        self._notice.setVisible(self._view.notice is not None)
        left, answer = self._view.left, self._view.answer
        # That all is well with it need not be told twice.
        self._left.setVisible(
            left is not None and not (left.state is HandingState.TOLD and answer is not None)
        )
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        self._arrange()

    def _arrange(self) -> None:
        """One column, its button at the same height whatever is said around it."""
        width = min(COLUMN_PX, self.width() - 40)
        left = (self.width() - width) // 2
        top = round(self.height() * 0.42)
        self._question.setGeometry(left - 60, top - 168, width + 120, 120)
        how_top = top + 108 if self.take.isVisibleTo(self) else top - 68
        self._how.setGeometry(left, how_top, width, 36)
        self.take.setGeometry(left + (width - 420) // 2, top, 420, 96)
        self._busy.setGeometry(left + (width - 420) // 2, top + 12, 420, 10)
        self.give_back.setGeometry(left + (width - 300) // 2, top + 56, 300, 56)
        cards = [card for card in (self._left, self._answer, self._notice) if not card.isHidden()]
        below = top + 172
        room = (self.height() - below) // max(len(cards), 1) - CARD_GAP_PX
        for card in cards:
            card.setGeometry(left, below, width, min(CARD_PX, room))
            below += min(CARD_PX, room) + CARD_GAP_PX


def left_words(left: HandedOver) -> tuple[Tone, Message]:
    """What becomes of the wave this desk handed over, and of its crates."""
    if left.state is HandingState.WAITING:
        words = Message("Wave {wave} waits for the network. Keep its crates here", wave=left.wave)
        return Tone.ASK, words
    if left.state is HandingState.REFUSED:
        words = Message(
            "The cloud refused to hand wave {wave} over. Keep its crates, ask the lead: {reason}",
            wave=left.wave,
            reason=left.reason,
        )
        return Tone.REFUSED, words
    return Tone.INFO, Message("Another desk may take wave {wave} now, with its crates", wave=left.wave)


def take_button(texts: Texts, name: str, take_wave: Callable[[], None], parent: QWidget) -> BigButton:
    """The button of the next action: the only accent on its page."""
    words = with_key(Message("Take it"), TAKE_KEY)
    button = BigButton(texts, name, words, take_wave, ButtonKind.NEXT, parent)
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    button.setFont(font(32, bold=True))
    return button
