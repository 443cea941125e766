"""The sync room: is the cloud there, what did it refuse, what did it tell."""

from collections.abc import Hashable

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station.kernel.messages import Message, Texts, Tone
from station.shell.look import Look, font
from station.shell.press_key import PressKey
from station.shell.record_table import Cell, Column, RecordTable, Row
from station.shell.scan_guard import ScanSafeWidget
from station.shell.speech import SpokenLabel, keep_told
from station.shell.theme import SCALE
from station.shell.tone_card import ToneCard
from station.sync.screen.gestures import SyncGestures
from station.sync.screen.link_card import SYNC_KEY, LinkCard
from station.sync.screen.refused_panel import SETTLE_KEY, RefusedPanel
from station.sync.view import NoticeLine, RefusedLine, SyncView

REFUSED_COLUMNS = (
    Column(Message("Time"), 132),
    Column(Message("Record"), 270),
    Column(Message("Why the cloud refused it"), 0),
)
NOTICE_COLUMNS = (Column(Message("Time"), 132), Column(Message("Message"), 0))
PANEL_PX = 344


class SyncScreen(ScanSafeWidget):
    """Draws each view while it is in sight; forwards each gesture."""

    def __init__(
        self, texts: Texts, look: Look, gestures: SyncGestures, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("sync")
        self._texts = texts
        self._view: SyncView | None = None
        self._link = LinkCard(texts, look, gestures.sync_now, gestures.enrol_again)
        self._clock = ToneCard(texts, look, "sync.clock", SCALE.base_px)
        self._answer = ToneCard(texts, look, "sync.answer", SCALE.base_px)
        self._refused_title = self._heading("sync.refused_title")
        self._refused = RecordTable(texts, look, "sync.refused", REFUSED_COLUMNS, self._chosen)
        self._all_well = ToneCard(texts, look, "sync.all_well", SCALE.base_px)
        self._all_well.show_verdict(Tone.OK, Message("The cloud refused nothing"), flash=False)
        self._panel = RefusedPanel(texts, look, gestures.settle)
        self._notices_title = self._heading("sync.notices_title")
        self._notices_title.say(Message("What the cloud told this station"))
        self._notices = RecordTable(texts, look, "sync.notices", NOTICE_COLUMNS, lambda _key: None)
        self._notices.say_when_empty(Message("Nothing yet"))
        self._to_settle = QWidget()
        self._lay_out()
        PressKey(SYNC_KEY, self, self._link.now, self._link.enrol)
        PressKey(SETTLE_KEY, self, self._panel.settle)
        keep_told(self, texts, self._redraw)

    def show_view(self, view: SyncView) -> None:
        """Draw `view` (on the Qt thread); while the room is out of sight it is only kept."""
        self._view = view
        if self.isVisible():
            self._redraw()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self._redraw()

    def _heading(self, name: str) -> SpokenLabel:
        label = SpokenLabel(self._texts)
        label.setObjectName(name)
        label.setFont(font(SCALE.base_px, bold=True))
        return label

    def _lay_out(self) -> None:
        refused = QHBoxLayout(self._to_settle)
        refused.setContentsMargins(0, 0, 0, 0)
        refused.setSpacing(12)
        refused.addWidget(self._refused, 1)
        refused.addWidget(self._panel)
        self._panel.setFixedWidth(PANEL_PX)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(10)
        for widget in (self._link, self._clock, self._answer, self._refused_title, self._all_well):
            column.addWidget(widget)
        column.addWidget(self._to_settle, 3)
        column.addWidget(self._notices_title)
        column.addWidget(self._notices, 2)

    def _redraw(self) -> None:
        view = self._view
        if view is None:
            return
        self._link.show_view(view)
        _say_or_hide(self._clock, Tone.ASK, view.clock_warning)
        _say_or_hide(self._answer, Tone.REFUSED, view.answer)
        self._show_refused(view.refused)
        self._notices.show_rows([self._notice(at, each) for at, each in enumerate(view.notices)])

    def _show_refused(self, lines: tuple[RefusedLine, ...]) -> None:
        self._refused_title.say(
            Message("Records the cloud refused: {count}. Settle each with the office", count=len(lines))
        )
        self._refused.show_rows([self._record(line) for line in lines])
        for widget in (self._refused_title, self._to_settle):
            widget.setVisible(bool(lines))
        self._all_well.setVisible(not lines)
        self._show_record()

    def _show_record(self) -> None:
        lines = self._view.refused if self._view else ()
        self._panel.show_record(next((each for each in lines if each.seq == self._refused.chosen), None))

    def _chosen(self, _key: Hashable | None) -> None:
        self._show_record()

    def _record(self, line: RefusedLine) -> Row:
        kind = self._texts.say(line.kind)
        cells = (
            Cell(f"{line.at:%m-%d %H:%M}", sort=line.seq),
            Cell(kind, shaped=True, tone=Tone.REFUSED, sort=kind),
            Cell(line.reason, sort=line.reason),
        )
        return Row(line.seq, cells)

    def _notice(self, at: int, line: NoticeLine) -> Row:
        words = self._texts.say(line.words)
        cells = (
            Cell(f"{line.at:%m-%d %H:%M}", sort=line.at.isoformat()),
            Cell(words, shaped=True, tone=line.tone, sort=words),
        )
        return Row(at, cells)


def _say_or_hide(card: ToneCard, tone: Tone, words: Message | None) -> None:
    card.setVisible(words is not None)
    if words is not None:
        card.show_verdict(tone, words, flash=False)
