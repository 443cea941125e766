"""A departure without everything: what stays behind, the supervisor's badge, the reason."""

from collections.abc import Sequence
from itertools import groupby

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from station.kernel.messages import Message, Texts
from station.loading.model.view import REASON_WORDS, DepartureCard, MissingCrate, MissingReason
from station.loading.screen.gestures import Gestures
from station.shell.badge_picture import BadgePicture
from station.shell.big_button import BigButton, ButtonKind
from station.shell.fitting import Fitter, Type
from station.shell.look import Look, font
from station.shell.scrolling import quiet_scroll, turn_page
from station.shell.speech import SpokenLabel
from station.shell.theme import SCALE

LINE_PX = 34
LEAST_PX = 200
HEAD = Type(14, 22, bold=True)
LINE = Type(15, 17)


class MissingList(QWidget):
    """A line for each stop: its shop and the crates that would stay behind."""

    def __init__(self, texts: Texts, look: Look) -> None:
        super().__init__()
        self.setObjectName("loading.departure.missing")
        self._texts = texts
        self._look = look
        self._fitter = Fitter()
        self._missing: tuple[MissingCrate, ...] = ()

    def show_missing(self, missing: tuple[MissingCrate, ...]) -> None:
        """Draw `missing`."""
        self._missing = missing
        self.redraw()

    def redraw(self) -> None:
        """Paint again, in the look and language of now."""
        words = self.words()
        self.setMinimumHeight((len(words) + 1) * LINE_PX)
        self.setAccessibleName("\n".join(words))
        self.update()

    def words(self) -> list[str]:
        """How many crates are missing, then stop by stop which."""
        say = self._texts.say
        known = sum(each.number > 0 for each in self._missing)
        lines = [say(Message("{crates} crates stay behind", crates=known))]
        for (ordinal, shop), each in groupby(self._missing, key=lambda crate: (crate.stop, crate.shop)):
            lines.append(say(_line(ordinal, shop, list(each))))
        return lines

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        tokens = self._look.tokens
        for row, words in enumerate(self.words()):
            box = QRectF(0, row * LINE_PX, self.width() - 8, LINE_PX)
            painter.setPen(QColor(tokens.refused.words if row == 0 else tokens.ink))
            self._fitter.draw(painter, words, box, HEAD if row == 0 else LINE)
            if row:
                painter.setPen(QPen(QColor(tokens.line), 1))
                painter.drawLine(box.topLeft(), box.topRight())


class DeparturePanel(QWidget):
    """The missing crates left; right the badge that is asked for, then the reasons to choose from."""

    def __init__(self, texts: Texts, look: Look, gestures: Gestures) -> None:
        super().__init__()
        self.setObjectName("loading.departure")
        self._look = look
        self._missing = MissingList(texts, look)
        self._scroll = quiet_scroll("loading.departure.scroll", self._missing)
        self._badge = BadgePicture(look)
        self._badge.setObjectName("loading.departure.badge")
        self._who = SpokenLabel(texts)
        self._who.setObjectName("loading.departure.supervisor")
        self._who.setFont(font(SCALE.base_px, bold=True))
        self.reasons = {reason: self._reason(texts, gestures, reason) for reason in MissingReason}
        self._hint = SpokenLabel(texts, Message("↑ ↓ choose, then Depart"))
        self._hint.setObjectName("loading.departure.hint")
        self._lay_out()
        # The badge and the reasons are never there together: their sum must not stretch the window.
        self.setMinimumHeight(LEAST_PX)
        look.changed.connect(self.update)

    def _reason(self, texts: Texts, gestures: Gestures, reason: MissingReason) -> BigButton:
        button = BigButton(
            texts,
            f"loading.departure.reason_{reason.value}",
            REASON_WORDS[reason],
            lambda: gestures.choose_reason(reason),
            parent=self,
        )
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return button

    def _lay_out(self) -> None:
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addWidget(self._badge, 0, Qt.AlignmentFlag.AlignHCenter)
        right.addWidget(self._who)
        grid = QGridLayout()
        grid.setSpacing(8)
        for place, button in enumerate(self.reasons.values()):
            grid.addWidget(button, place // 2, place % 2)
        right.addLayout(grid)
        right.addWidget(self._hint)
        right.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 10, 18, 10)
        row.setSpacing(20)
        row.addWidget(self._scroll, 5)
        row.addLayout(right, 4)

    def show_departure(self, card: DepartureCard) -> None:
        """Draw what is missing, and who and what is still asked for."""
        self._missing.show_missing(card.missing)
        known = bool(card.supervisor)
        self._badge.setVisible(not known)
        self._who.setVisible(known)
        self._hint.setVisible(known)
        self._who.say(Message("{name} takes it on", name=card.supervisor))
        for reason, button in self.reasons.items():
            button.setVisible(known)
            button.weigh(ButtonKind.NEXT if reason is card.reason else ButtonKind.PLAIN)

    def turn_page(self, step: int) -> None:
        """Show more of the missing crates, below or above."""
        turn_page(self._scroll, step)

    def redraw(self) -> None:
        """Paint again, in the look and language of now."""
        self._missing.redraw()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._look.tokens.line), 1))
        painter.setBrush(QColor(self._look.tokens.card))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 12, 12)


def _line(ordinal: int, shop: str, missing: list[MissingCrate]) -> Message:
    """One stop: its crates by number, or that it is not packed at all."""
    numbers = in_runs([each.number for each in missing if each.number])
    if not numbers:
        return Message("Stop {stop}  {shop}: not packed yet", stop=ordinal, shop=shop)
    if all(each.packing for each in missing):
        return Message(
            "Stop {stop}  {shop}: crates {numbers}, still being packed",
            stop=ordinal,
            shop=shop,
            numbers=numbers,
        )
    return Message("Stop {stop}  {shop}: crates {numbers}", stop=ordinal, shop=shop, numbers=numbers)


def in_runs(numbers: Sequence[int]) -> str:
    """Rising numbers in the shortest words: 1, 3–6, 9."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(
        f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(str(number) for number in run) for run in runs
    )
