"""A departure without everything: what stays behind, and the supervisor who lets it pass."""

from collections.abc import Sequence
from itertools import groupby

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QWidget

from station.kernel.messages import Message, Texts
from station.loading.model.view import MissingCrate, SupervisedCard
from station.loading.screen.gestures import Gestures
from station.people.screen.override_card import OverrideCard
from station.shell.fitting import Fitter, Type
from station.shell.look import Look
from station.shell.scrolling import quiet_scroll, turn_page

LINE_PX = 34
LEAST_PX = 200
HEAD = Type(14, 22, bold=True)
LINE = Type(15, 17)


class MissingList(QWidget):
    """A line for each stop: its shop and the crates that would stay behind, or have to come down."""

    def __init__(self, texts: Texts, look: Look) -> None:
        super().__init__()
        self.setObjectName("loading.departure.missing")
        self._texts = texts
        self._look = look
        self._fitter = Fitter()
        self._missing: tuple[MissingCrate, ...] = ()
        self._comes_down = False

    def show_missing(self, missing: tuple[MissingCrate, ...], *, comes_down: bool) -> None:
        """Draw `missing`, or crates that lie on the van and come down."""
        self._missing, self._comes_down = missing, comes_down
        self.redraw()

    def redraw(self) -> None:
        """Paint again, in the look and language of now."""
        words = self.words()
        self.setMinimumHeight((len(words) + 1) * LINE_PX)
        self.setAccessibleName("\n".join(words))
        self.update()

    def words(self) -> list[str]:
        """How many crates are missing or come down, then stop by stop which."""
        say = self._texts.say
        known = sum(each.number > 0 for each in self._missing)
        lines = [
            say(Message("{crates} crates come down: scan each", crates=known))
            if self._comes_down
            else say(Message("{crates} crates stay behind", crates=known))
        ]
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
    """The missing crates left; right the talk with the supervisor who may let the van leave without them."""

    def __init__(self, texts: Texts, look: Look, gestures: Gestures) -> None:
        super().__init__()
        self.setObjectName("loading.departure")
        self._missing = MissingList(texts, look)
        self._scroll = quiet_scroll("loading.departure.scroll", self._missing)
        self.override = OverrideCard(
            texts, look, "loading", gestures.pin, gestures.choose_reason, gestures.cancel
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 0, 0, 0)
        row.setSpacing(20)
        row.addWidget(self._scroll, 4)
        row.addWidget(self.override, 5)
        # Badge, digits and reasons are never there together: their sum must not stretch the window.
        self.setMinimumHeight(LEAST_PX)

    def show_departure(self, card: SupervisedCard) -> None:
        """Draw what is missing, and what the supervisor is asked."""
        self._missing.show_missing(card.take_down or card.missing, comes_down=bool(card.take_down))
        self._scroll.setVisible(bool(card.take_down or card.missing))
        self.override.show_view(card.talk)

    def end(self) -> None:
        """Nobody is asked any more: the keys go back to the room."""
        self.override.show_view(None)

    def turn_page(self, step: int) -> None:
        """Show more of the missing crates, below or above."""
        turn_page(self._scroll, step)

    def redraw(self) -> None:
        """Paint again, in the look and language of now."""
        self._missing.redraw()


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
