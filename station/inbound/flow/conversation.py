"""The conversation at the dock: a scan, a key or a typed word in, a view out; on the store thread."""

from collections import deque
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from cloud_api.wire.exchange import ChangeKind
from cloud_api.wire.inbound import Condition
from hardware.codes import RefusedCode, ScannedCode
from station.inbound.commands import receiving
from station.inbound.commands.desk import Desk
from station.inbound.flow import picture
from station.inbound.flow.card_talk import CardTalk, Weigh
from station.inbound.flow.closing_talk import ClosingTalk
from station.inbound.flow.photo_talk import Paths, PhotoTalk
from station.inbound.flow.put_away_talk import PutAwayTalk
from station.inbound.flow.scan_talk import ScanTalk
from station.inbound.flow.supervisor_talk import SupervisorTalk
from station.inbound.model.card import Card, Field, Why
from station.inbound.model.rules import Ruling
from station.inbound.model.verdicts import VERDICTS, Verdict
from station.inbound.model.view import Answer, ReceivingView, Row, ScanLine, Step
from station.inbound.store import receipts
from station.kernel.aside import Aside
from station.kernel.messages import Message
from station.kernel.scan import Scan
from station.kernel.trouble import Trouble
from station.people.badges import BadgeHolder
from station.people.override import OverrideReason, OverrideTalk

RECENT_SCANS = 5
OF_RECEIVING = frozenset(
    {ChangeKind.PURCHASE, ChangeKind.STOCK, ChangeKind.PICK_FACE, ChangeKind.BIN, ChangeKind.PRODUCT}
)
"""Changes of the cloud after which the dock may look different."""
T = TypeVar("T")
_EXPIRY = (Verdict.EXPIRED, Verdict.EXPIRES_SOON)


class ReceivingFlow:
    """One dock.

    Steps: CHOOSE → (paper or Enter) GOODS → (product) CARD → (bin or Enter) GOODS; damaged or refused leads
    over REASON, an expiry too near to a SUPERVISOR; F10 over CLOSING to DONE, and back; F12 to PUT_AWAY.
    Every public method runs on the store thread and returns the view to show; what ends later comes through
    `show`.
    """

    def __init__(
        self,
        desk: Desk,
        new_talk: Callable[[Callable[[], None]], OverrideTalk],
        aside: Aside,
        paths: Paths,
        weigh: Weigh,
        has_scale: Callable[[], bool],
        show: Callable[[ReceivingView], None],
        after_act: Callable[[], None],
    ) -> None:
        """`new_talk` begins this desk's talk with supervisors; `after_act` hears of queued facts."""
        self._desk = desk
        self._photos = PhotoTalk(desk, aside, paths, self._photo_told)
        self._show = show
        self._after_act = after_act
        self._override = new_talk(lambda: show(self.view()))
        self._card = CardTalk(desk, weigh, has_scale=has_scale)
        self._supervisors = SupervisorTalk(desk, self._override, self._card)
        self._closing = ClosingTalk(desk)
        self._put_away = PutAwayTalk(desk)
        self._scans = ScanTalk(
            desk,
            self._card,
            self._put_away,
            self._choose,
            self._record,
            lambda seen: self._supervisors.ask_unordered(seen, self._answered),
        )
        self._serial = 0
        self._offline = False
        self._selected: str | None = None
        self._reason = 0
        self._answer: Answer | None = None
        self._refused = receipts.Refusals(0, "")
        self._recent: deque[ScanLine] = deque(maxlen=RECENT_SCANS)

    @property
    def wants_badge(self) -> bool:
        """Whether the next badge is a supervisor's word here, not a sign-in."""
        return self._override.wants_badge

    def open(self) -> ReceivingView:
        """Show what is expected tonight."""
        self._desk.refresh()
        with self._desk.database.look() as connection:
            self._refused = receipts.refusals(connection)
        return self.view()

    def sign_in(self, holder: BadgeHolder | None) -> ReceivingView:
        """Somebody else (or nobody) works here from now on."""
        self._desk.operator = holder
        self._override.cancel()
        self._card.drop()
        self._closing.forget()
        self._answer = None
        return self.view()

    # Scans

    def scan(self, scan: Scan, code: ScannedCode | RefusedCode) -> ReceivingView:
        """Answer a scan of a paper, a product, a bin or a supervisor's badge."""
        if isinstance(code, ScannedCode) and code.badge is not None:
            self._override.badge(code.badge)
            return self.view()
        self._override.cancel()
        self._closing.forget()
        ruling = self._guarded(lambda: self._scans.scanned(scan, code))
        if ruling is None:
            return self.view()
        telling = VERDICTS[ruling.verdict]
        words = Message(telling.words, **ruling.values)
        self._recent.appendleft(ScanLine(self._desk.clock.now(), telling.tone, words))
        return self._answered(ruling)

    def _choose(self, key: str) -> Ruling:
        order = next((each for each in self._desk.orders if str(each.id) == key), None)
        if order is None:
            return Ruling(Verdict.CHOOSE_ORDER)
        self._put_away.end()
        self._card.drop()
        self._desk.chosen_id, self._selected = order.id, None
        if order.closed_at is not None:
            return Ruling(Verdict.ORDER_CLOSED, {"supplier": picture.called(order.supplier)})
        return Ruling(Verdict.ORDER_CHOSEN, {"supplier": picture.called(order.supplier)})

    # Typed words and keys

    def typed(self, text: str) -> ReceivingView:
        """A word was typed and sent with Enter: a number, a date, a lot, a code, as the step asks."""
        return self._answered_or_asked(self._guarded(lambda: self._typed(text.strip())))

    def _typed(self, text: str) -> Ruling | None:
        card = self._desk.card
        if self._put_away.is_on:
            return self._put_away.typed(text)
        if card is not None:
            target = self._scans.bin_called(text) if card.field is Field.QUANTITY else None
            return self._scans.bin(target) if target is not None else self._card.typed(card, text)
        order = next((each for each in self._desk.orders if text in each.codes), None)
        return self._choose(str(order.id)) if order is not None else self._scans.typed(text)

    def confirm(self) -> ReceivingView:
        """Enter on the empty field: the next thing there is to do."""
        return self._answered_or_asked(self._guarded(self._confirmed))

    def _confirmed(self) -> Ruling | None:
        card, step = self._desk.card, self._step()
        if step is Step.REASON and card is not None:
            return self._card.set_why(card, tuple(Why)[self._reason])
        if card is not None:
            return self._record()
        if self._put_away.is_on:
            return self._put_away.confirm()
        if step is Step.CHOOSE:
            return self._choose(self._chosen_row())
        if step is Step.GOODS and self._selected is not None:
            return self._scans.typed(self._selected)
        return Ruling(Verdict.NOT_NOW)

    def _record(self) -> Ruling:
        ruling = receiving.receive(self._desk)
        if ruling.verdict in _EXPIRY:
            self._supervisors.ask_expiry(ruling, self._let_expiry_pass)
        if self._desk.card is None:
            self._card.drop()
            self._selected = None
        return ruling

    def choose(self, key: str) -> ReceivingView:
        """A row of the list was touched."""
        if self._put_away.is_on:
            self._put_away.select(key)
            return self._quiet()
        if self._desk.chosen is None:
            return self._answered(self._choose(key))
        self._selected = key
        return self._answered_or_asked(self._guarded(self._confirmed)) if not self._desk.card else self.view()

    def step(self, step: int) -> ReceivingView:
        """The arrows: the reason, or the row, `step` places below."""
        if self._step() is Step.REASON:
            self._reason = (self._reason + step) % len(Why)
            return self.view()
        keys = [row.key for row in self._rows()]
        if not keys or self._desk.card is not None:
            return self.view()
        now = next((row.key for row in self._rows() if row.chosen), None)
        place = keys.index(now) + step if now in keys else (0 if step > 0 else len(keys) - 1)
        key = keys[min(max(place, 0), len(keys) - 1)]
        if self._put_away.is_on:
            self._put_away.select(key)
        else:
            self._selected = key
        return self.view()

    def ask(self, field: Field) -> ReceivingView:
        """What is typed next goes into this field."""
        self._card.ask(field)
        return self._quiet()

    def weigh(self) -> ReceivingView:
        """Take what the scale shows."""
        return self._with_card(self._card.weigh)

    def set_condition(self, condition: Condition) -> ReceivingView:
        """The goods are damaged or refused; once more, and they are good after all."""
        self._reason = 0
        self._override.cancel()
        return self._with_card(lambda card: self._card.set_condition(card, condition))

    def choose_why(self, why: Why) -> ReceivingView:
        """A reason was touched."""
        return self._with_card(lambda card: self._card.set_why(card, why))

    def _with_card(self, act: Callable[[Card], Ruling]) -> ReceivingView:
        card = self._desk.card
        return self._answered(Ruling(Verdict.NOT_NOW) if card is None else self._guarded(lambda: act(card)))

    def undo(self) -> ReceivingView:
        """Take the last receipt back."""
        return self._answered(self._guarded(lambda: receiving.undo(self._desk)))

    def finish(self) -> ReceivingView:
        """The order is done, or opened again; asks once where that has consequences."""
        if self._desk.card is not None or self._put_away.is_on:
            return self._answered(Ruling(Verdict.NOT_NOW))
        return self._answered(self._guarded(self._closing.finish))

    def show_orders(self) -> ReceivingView:
        """Back to the suppliers."""
        if self._desk.card is not None:
            return self._answered(Ruling(Verdict.FINISH_CARD, {"product": self._desk.card.goods.called}))
        self._put_away.end()
        self._desk.chosen_id = self._selected = None
        self._closing.forget()
        return self._quiet()

    def show_put_away(self) -> ReceivingView:
        """To the goods that wait to be put away, and back."""
        if self._desk.card is not None:
            return self._answered(Ruling(Verdict.FINISH_CARD, {"product": self._desk.card.goods.called}))
        self._put_away.toggle()
        self._closing.forget()
        return self._quiet()

    def cancel(self) -> ReceivingView:
        """Esc: out of what was begun, one step at a time."""
        card = self._desk.card
        if self._override.view() is not None:
            self._override.cancel()
        elif self._closing.asks:
            self._closing.forget()
        elif card is not None and card.field is not Field.QUANTITY:
            self._desk.card = replace(card, field=Field.QUANTITY)
        elif card is not None and not card.is_good:
            self._desk.card = replace(card, condition=Condition.GOOD, why=None)
        elif card is not None:
            self._card.drop()
            return self._answered(Ruling(Verdict.CANCELLED))
        elif self._put_away.is_on:
            self._put_away.back()
        else:
            self._desk.chosen_id = None
        return self._quiet()

    # Supervisors

    def pin(self, pin: str) -> ReceivingView:
        """The supervisor's PIN was typed."""
        self._override.pin(pin)
        return self.view()

    def override(self, reason: OverrideReason) -> ReceivingView:
        """The supervisor says why."""
        self._override.choose(reason)
        return self.view()

    def _let_expiry_pass(self) -> None:
        self._answered(self._guarded(self._record))

    # Photos

    def take_photo(self) -> ReceivingView:
        """The newest picture of the watched folder; else a file is to be chosen by hand."""
        ruling = self._photos.take(self._scans.begun_at)
        return self.view() if ruling is None else self._answered(ruling)

    def attach_photo(self, file: Path) -> ReceivingView:
        """A photo of the goods in hand."""
        ruling = self._photos.attach(file)
        return self.view() if ruling is None else self._answered(ruling)

    def _photo_told(self, act: Callable[[], Ruling | None]) -> None:
        """On the store thread: a photo was found, copied, or not."""
        ruling = self._guarded(act)
        self._show(self.view() if ruling is None else self._answered(ruling))

    # From elsewhere

    def changes_applied(self, kinds: set[str]) -> None:
        """The sync applied changes of these kinds, another desk moved goods, or bins for them were found."""
        if kinds & OF_RECEIVING:
            self._desk.refresh()
            self._show(self.view())

    def sync_changed(self, *, offline: bool) -> None:
        """The network went or came back, or the cloud has answered facts."""
        refused = self._scans.look(receipts.refusals)
        if (offline, refused) != (self._offline, self._refused):
            self._offline, self._refused = offline, refused
            self._show(self.view())

    # What is shown

    def view(self) -> ReceivingView:
        """The dock as it is now."""
        self._serial += 1
        desk, step = self._desk, self._step()
        card, order = desk.card, desk.chosen
        shows_lacks = order is not None and step in (Step.CLOSING, Step.DONE)
        return ReceivingView(
            serial=self._serial,
            at=desk.clock.now(),
            step=step,
            question=picture.question(step, card),
            heading=picture.heading(desk, step),
            rows=self._rows(),
            figure=picture.figure(desk, step, self._put_away.picked, self._put_away.part),
            card=None if card is None else picture.card_view(card, desk.line(card.goods.sku)),
            reasons=tuple(Why) if step is Step.REASON else (),
            reason=tuple(Why)[self._reason] if step is Step.REASON else None,
            lacking=picture.lacking(order) if order is not None and shows_lacks else (),
            answer=self._answer,
            recent=tuple(self._recent),
            override=self._override.view(),
            notice=picture.notice(self._refused, offline=self._offline),
            is_open=order is not None and order.closed_at is None,
            can_undo=card is None and self._scans.look(receipts.last_receipt) is not None,
            can_finish=order is not None and card is None and not self._put_away.is_on,
            waiting=len(desk.waiting),
            advice=picture.advice_rows(self._put_away.picked if self._put_away.is_on else None),
            asks_file=self._photos.asked,
        )

    def _step(self) -> Step:
        card, order = self._desk.card, self._desk.chosen
        if self._override.view() is not None:
            return Step.SUPERVISOR
        if card is not None:
            return Step.CARD if card.is_good or card.why is not None else Step.REASON
        if self._put_away.is_on:
            return Step.PUT_AWAY
        if order is None:
            return Step.CHOOSE if self._desk.orders else Step.NO_ORDERS
        if order.closed_at is not None:
            return Step.DONE
        return Step.CLOSING if self._closing.asks_to_close else Step.GOODS

    def _rows(self) -> tuple[Row, ...]:
        desk, picked = self._desk, self._put_away.picked
        if self._put_away.is_on:
            return picture.waiting_rows(desk.waiting, picked.key if picked else None)
        return picture.rows(desk, self._selected)

    def _chosen_row(self) -> str:
        return picture.chosen_row(self._desk, self._selected)

    def _guarded(self, act: Callable[[], T]) -> T | Ruling:
        """An act that could not be written down did not happen, and the operator hears that."""
        try:
            return act()
        except Trouble as trouble:
            values: dict[str, Any] = {"what": trouble.what, "remedy": trouble.remedy}
            return Ruling(Verdict.NOT_RECORDED, values)

    def _quiet(self) -> ReceivingView:
        self._answer = None
        return self.view()

    def _answered_or_asked(self, ruling: Ruling | None) -> ReceivingView:
        return self.view() if ruling is None else self._answered(ruling)

    def _answered(self, ruling: Ruling) -> ReceivingView:
        telling = VERDICTS[ruling.verdict]
        words = Message(telling.words, **ruling.values)
        self._answer = Answer(ruling.verdict, telling.tone, telling.sound, words)
        view = self.view()
        self._after_act()
        return view
