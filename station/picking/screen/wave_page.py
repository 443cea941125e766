"""The desk at work on a wave: product left, question and wall right, the last scans and buttons below."""

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from station.kernel.messages import Message, Texts, Tone
from station.picking.model.verdicts import Verdict
from station.picking.model.view import Answer, Notice, PickingView, Step, WaveHead
from station.picking.screen.action_bar import ActionBar
from station.picking.screen.closing_card import ClosingCard
from station.picking.screen.crate_tile import HALO_PX
from station.picking.screen.gestures import Gestures
from station.picking.screen.head_strip import HeadStrip, minutes_left
from station.picking.screen.large_card import LargeCard
from station.picking.screen.product_card import ProductNow
from station.picking.screen.put_wall import PutWall
from station.picking.screen.scan_list import ScanList
from station.picking.screen.take_out_card import TakeOutCard
from station.picking.screen.verdict_banner import VerdictBanner
from station.shell.look import Look
from station.shell.picture_store import PictureStore
from station.shell.tone_card import ToneCard

GAP_PX = 12
BANNER_SHARE = 0.17
LEAST_BANNER_PX, MOST_BANNER_PX = 104, 172
FOOT_PX = 106
NOTICE_PX = 48


class WavePage(QWidget):
    """Everything drawn while products are picked and crates closed."""

    def __init__(
        self, texts: Texts, look: Look, gestures: Gestures, pictures: PictureStore | None = None
    ) -> None:
        super().__init__()
        self.setObjectName("picking.wave")
        self._head = HeadStrip(texts, look)
        self._notice = ToneCard(texts, look, "picking.notice", 18)
        self._notice.setFixedHeight(NOTICE_PX)
        self._told: Notice | None = None
        self.product = ProductNow(texts, look, gestures, pictures)
        self._closing = ClosingCard(texts, look)
        self._left = QStackedWidget()
        self._left.addWidget(self.product)
        self._left.addWidget(self._closing)
        self._take_out = TakeOutCard(texts, look)
        self._left.addWidget(self._take_out)
        self._banner = VerdictBanner(texts, look)
        self.wall = PutWall(texts, look, gestures)
        self.large = LargeCard(texts, look)
        self._far = QWidget()
        self._lay_out_far()
        self._recent = ScanList(texts, look)
        self.buttons = ActionBar(texts, gestures)
        self._lay_out()

    def _lay_out(self) -> None:
        self._recent.setFixedHeight(FOOT_PX)
        foot = QHBoxLayout()
        foot.setContentsMargins(HALO_PX, 0, HALO_PX, 0)
        foot.setSpacing(GAP_PX)
        foot.addWidget(self._recent, 1)
        foot.addWidget(self.buttons, 0, Qt.AlignmentFlag.AlignBottom)
        over = QHBoxLayout()
        over.setContentsMargins(HALO_PX, 0, HALO_PX, 0)
        over.addWidget(self._banner)
        right = QVBoxLayout()
        right.setSpacing(GAP_PX - HALO_PX)
        right.addLayout(over)
        right.addWidget(self._far, 1)
        right.addWidget(self.wall, 1)
        right.addLayout(foot)
        middle = QHBoxLayout()
        middle.setSpacing(GAP_PX - HALO_PX)
        middle.addWidget(self._left, 33)
        middle.addLayout(right, 67)
        page = QVBoxLayout(self)
        page.setContentsMargins(16, 10, 16 - HALO_PX, 12)
        page.setSpacing(10)
        page.addWidget(self._head)
        page.addWidget(self._notice)
        page.addLayout(middle, 1)

    def _lay_out_far(self) -> None:
        """The card for eyes far away stands in line with the banner above it."""
        row = QHBoxLayout(self._far)
        row.setContentsMargins(HALO_PX, 0, HALO_PX, 0)
        row.addWidget(self.large)
        self._far.hide()

    def _spread(self, *, large: bool) -> None:
        """Large figures have the page to themselves but for question, verdict and buttons."""
        for part in (self._head, self._left, self.wall, self._recent):
            part.setVisible(not large)
        self._far.setVisible(large)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        wished = round(self.height() * BANNER_SHARE)
        self._banner.setFixedHeight(min(max(wished, LEAST_BANNER_PX), MOST_BANNER_PX))

    def show_view(self, view: PickingView, now: datetime, *, flashing: bool) -> None:
        """Draw `view` at the moment `now`; `flashing` when its answer is a new verdict."""
        asking = view.step is Step.CLOSE_CRATES
        if view.wave is not None:
            self._head.show_wave(view.wave, now)
            self._closing.show_wave(view.wave)
        self._tell(_pressing(view.wave, now) or view.notice)
        if view.product is not None:
            self.product.show_product(
                view.product,
                view.following,
                can_set_hand=view.can_set_hand,
                taken_for=_taken_for(view.answer),
            )
        if view.take_out is not None:
            self._take_out.show_goods(view.take_out)
        self._left.setCurrentWidget(self._card(view))
        self._spread(large=view.large)
        if view.large:
            self.large.show_moment(view)
        self._banner.show_moment(view.question, view.answer, flashing=flashing)
        tone = view.answer.tone if flashing and view.answer is not None else None
        self.product.flash(tone)
        self._closing.flash(tone)
        self._take_out.flash(tone)
        self.large.flash(tone)
        self.wall.show_crates(view.crates, asking=asking)
        self._recent.show_lines(view.recent)
        self.buttons.show_view(view)

    def _card(self, view: PickingView) -> QWidget:
        """What stands left of the wall."""
        if view.step is Step.TAKE_OUT:
            return self._take_out
        asking = view.step is Step.CLOSE_CRATES
        return self._closing if asking or view.product is None else self.product

    def _tell(self, notice: Notice | None) -> None:
        if notice is None:
            self._notice.hide()
        elif notice != self._told:
            self._notice.show_verdict(notice.tone, notice.words, flash=False)
        self._told = notice
        self._notice.setVisible(notice is not None)

    def tick(self, view: PickingView, now: datetime) -> None:
        """Draw the time left at the moment `now`, and say so when it has run out."""
        if view.wave is not None:
            self._head.show_wave(view.wave, now)
            self._tell(_pressing(view.wave, now) or view.notice)

    def rest(self) -> None:
        """End the flash; the words stay."""
        self._banner.rest()
        self.product.flash(None)
        self._closing.flash(None)
        self._take_out.flash(None)
        self.large.flash(None)

    def redraw(self) -> None:
        """Say everything again, in the look and language of now."""
        cards = (self.product, self._closing, self._take_out, self.large)
        for part in (self._head, *cards, self._banner, self.wall, self._recent):
            part.redraw()


def _taken_for(answer: Answer | None) -> str:
    """The words of the look-alike that was scanned; empty after every other act."""
    confused = answer is not None and answer.verdict is Verdict.LOOK_ALIKE
    return str(answer.words.values["scanned"]) if answer is not None and confused else ""


def _pressing(wave: WaveHead | None, now: datetime) -> Notice | None:
    """A lost or ended lease goes before every other notice."""
    if wave is not None and wave.lease_lost:
        words = (
            Message("{desk} has taken this wave over. Stop here and ask the lead", desk=wave.lease_lost_to)
            if wave.lease_lost_to
            else Message("This wave is no longer yours. Stop here and ask the lead")
        )
        return Notice(Tone.REFUSED, words)
    if wave is not None and wave.wanted_by is not None:
        return Notice(Tone.ASK, _wanted(wave.wanted_by))
    if wave is not None and minutes_left(wave, now) == 0:
        words = Message("The time for this wave is over: another desk may take it. Finish it soon")
        return Notice(Tone.ASK, words)
    return None


def _wanted(by: str) -> Message:
    """Somebody waits for the wave: only what is in the hand holds it here."""
    if by:
        return Message("{name} asks for this wave: put what is in the hand, then it is handed over", name=by)
    return Message("Somebody asks for this wave: put what is in the hand, then it is handed over")
