"""What the dispatcher should know beside the routes: refused by the cloud, a failed source, new stops."""

from collections.abc import Iterator

from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station.dispatch.model.view import DispatchView, Notice
from station.kernel.messages import Message, Texts, Tone
from station.shell.look import Look, font
from station.shell.theme import SCALE
from station.shell.tone_card import ToneCard

NAMES = ("dispatch.notice", "dispatch.notice_2", "dispatch.notice_3")
BESIDE_WORDS_PX = 80
"""Band, shape and margins of a card."""
PAD_PX = 18


class NoticeStrip(QWidget):
    """A card for each thing to know; none of them takes room when there is nothing."""

    def __init__(self, texts: Texts, look: Look) -> None:
        super().__init__()
        self._notices: tuple[Notice, ...] = ()
        self._cards = [ToneCard(texts, look, name, SCALE.secondary_px) for name in NAMES]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for card in self._cards:
            column.addWidget(card)
            card.hide()
        self.hide()

    def show_view(self, view: DispatchView) -> None:
        """Tell what there is to know now."""
        self._notices = tuple(notices(view))
        for card, notice in zip(self._cards, self._notices, strict=False):
            card.show_verdict(notice.tone, notice.words, flash=False)
        for at, card in enumerate(self._cards):
            card.setVisible(at < len(self._notices))
        self.setVisible(bool(self._notices))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """As high as the words of each need at this width."""
        metrics = QFontMetrics(font(SCALE.secondary_px, bold=True))
        for card in self._cards[: len(self._notices)]:
            lines = -(-metrics.horizontalAdvance(card.words()) // max(1, self.width() - BESIDE_WORDS_PX))
            card.setFixedHeight(metrics.lineSpacing() * max(1, lines) + PAD_PX)


def notices(view: DispatchView) -> Iterator[Notice]:
    """The worst first."""
    out = view.published
    if out is not None and out.refusal:
        words = Message("The cloud refused version {version}: {why}", version=out.version, why=out.refusal)
        yield Notice(Tone.REFUSED, words)
    if view.notice is not None:
        yield view.notice
    if view.is_stale:
        yield Notice(Tone.ASK, Message("Stops came after the planning. Plan again, or put them on a route"))
