"""The conversation at the crates desk: a scan, a key or a button in, a view out; on the store thread."""

from collections import deque
from collections.abc import Callable
from typing import Any
from uuid import UUID

from cloud_api.wire.exchange import ChangeKind
from hardware.codes import RefusedCode, ScannedCode
from station.crates.commands import weighing
from station.crates.commands.desk import Desk
from station.crates.flow import finding, picture
from station.crates.flow.crate_page import AskCloud, CratePage, Room
from station.crates.flow.returns import ReturnRun
from station.crates.model.known import Known
from station.crates.model.verdicts import VERDICTS, Ruling, Verdict
from station.crates.model.view import NOTHING, Answer, Card, CratesView, Page, Press, Rows, ScanLine
from station.crates.store.boxes import boxes_out
from station.crates.store.cancelled import HoldsCancelled, holding_cancelled
from station.crates.store.weighings import Unweighed, unweighed
from station.kernel.aside import Aside
from station.kernel.messages import Message
from station.kernel.scan import Scan
from station.kernel.settings import WeighWish
from station.kernel.trouble import Trouble
from station.people.badges import BadgeHolder
from station.people.override import OverrideReason, OverrideTalk

RECENT_SCANS = 5
OF_CRATES = frozenset(
    {
        ChangeKind.STOP,
        ChangeKind.CRATE_MOVED,
        ChangeKind.ROUTE_DEPARTED,
        ChangeKind.BOX,
        ChangeKind.WAVE_CHANGED,
    }
)
PAGES = {Press.CRATES: Page.CRATES, Press.RETURNS: Page.RETURNS, Press.MISSING: Page.MISSING}


class CratesFlow:
    """One crates desk.

    Pages: CRATES (a crate shown, or those that want the scale), RETURNS (a run of scans), MISSING. Every
    public method runs on the store thread and returns the view to show; what ends later comes by `show`.
    """

    def __init__(
        self,
        desk: Desk,
        wish: WeighWish,
        ask_cloud: AskCloud,
        aside: Aside,
        new_talk: Callable[[Callable[[], None]], OverrideTalk],
        show: Callable[[CratesView], None],
        after_act: Callable[[], None],
    ) -> None:
        """`ask_cloud` tells the life of a crate, never on the store thread; raises Trouble."""
        self._desk = desk
        self._wish = wish
        self._show = show
        self._after_act = after_act
        self._talk = new_talk(lambda: show(self.view()))
        self._serial = 0
        self._page = Page.CRATES
        self._run = ReturnRun()
        self._answer: Answer | None = None
        self._recent: deque[ScanLine] = deque(maxlen=RECENT_SCANS)
        room = Room(desk, self._talk, ask_cloud, aside, self._returning, self._do, self._changed)
        self._crate = CratePage(room)

    @property
    def wants_badge(self) -> bool:
        """Whether the next badge is a supervisor's word here, not a sign-in."""
        return self._talk.wants_badge

    def open(self) -> CratesView:
        """Show the desk for the first time."""
        return self.view()

    def entered(self) -> CratesView:
        """A person came to this room: other desks may have closed crates."""
        self._crate.look_again()
        return self.view()

    def sign_in(self, holder: BadgeHolder | None) -> CratesView:
        """Somebody else, or nobody, works here."""
        self._desk.operator = holder
        self._talk.cancel()
        self._crate.forget()
        self._run, self._page, self._answer = ReturnRun(), Page.CRATES, None
        return self.view()

    def scan(self, scan: Scan, code: ScannedCode | RefusedCode) -> CratesView:
        """Answer a scan."""
        if self._talk.view() is not None:
            return self._at_talk(code)
        return self._ruled(lambda: self._scanned(code))

    def press(self, press: Press) -> CratesView:
        """A button, or its key."""
        if self._talk.view() is not None:
            return self.view()
        return self._ruled(lambda: self._pressed(press))

    def choose(self, key: str) -> CratesView:
        """A crate of the list was touched."""
        if self._page is not Page.CRATES or self._crate.known is not None:
            return self.view()
        return self._ruled(lambda: self._crate.take_up(UUID(key)))

    def step_row(self, step: int) -> CratesView:
        """The first crate that waits is meant, or the last; of a crate shown there is nothing to choose."""
        holding, to_weigh = self._waiting()
        waiting = [*(each.crate_id for each in holding), *(each.crate_id for each in to_weigh)]
        if self._crate.known is not None or self._page is not Page.CRATES or not waiting:
            return self.view()
        return self.choose(str(waiting[0 if step > 0 else -1]))

    def pin(self, pin: str) -> CratesView:
        """The supervisor typed the PIN."""
        self._talk.pin(pin)
        return self.view()

    def choose_reason(self, reason: OverrideReason) -> CratesView:
        """The supervisor says why."""
        self._talk.choose(reason)
        return self.view()

    def cancel_override(self) -> CratesView:
        """Nothing is let pass."""
        self._talk.cancel()
        return self.view()

    def changes_applied(self, kinds: set[str]) -> None:
        """The sync applied changes of these kinds, or another desk of this PC acted."""
        if kinds & OF_CRATES:
            self._crate.look_again()
            self._show(self.view())

    def view(self) -> CratesView:
        """The desk as it is now."""
        self._serial += 1
        if self._page is Page.RETURNS:
            return self._returns()
        if self._page is Page.MISSING:
            return self._missing()
        known = self._crate.known
        return self._idle() if known is None else self._crate_view(known)

    def _crate_view(self, known: Known) -> CratesView:
        page = self._crate
        can = picture.can_do(known, differs=page.differs is not None)
        following = page.following(known) if Press.WEIGH in can else None
        question = Message("Scan a crate or a box")
        if page.repacking:
            question, following = Message("Enter: pack it anew. Esc: leave it"), Press.REPACK
        elif page.counting is not None:
            question = Message("Scan each piece of these. Enter: all are counted")
        elif page.differs is not None:
            question = Message("Look into it, then Enter: weigh again")
        suspects = page.differs.suspects if page.differs else ()
        return self._whole(
            question,
            picture.crate_card(known),
            picture.count_rows(known, page.counting)
            if page.counting
            else picture.goods_rows(known, suspects),
            can=can,
            following=following,
            empty=Message("What lies in it the cloud tells"),
        )

    def _idle(self) -> CratesView:
        (holding, waiting), box = self._waiting(), self._crate.box
        count, under = len(holding) + len(waiting), Message("crates want the scale")
        if holding:
            under = Message("crates want a hand")
        question = Message("Scan the label of the crate in box {box}", box=box)
        return self._whole(
            question if box else Message("Scan a crate or a box"),
            Card(str(count), under, done=not count),
            picture.waiting_rows(holding, waiting, self._desk.time_zone),
            can=picture.TABS | {Press.TARE} | ({Press.BACK} if box else frozenset()),
            empty=Message("No crate waits for the scale"),
        )

    def _returns(self) -> CratesView:
        return self._whole(
            Message("Scan each box that came back, or the label of an empty crate"),
            Card(str(self._run.count), Message("came back")),
            self._run.rows(),
            can=picture.TABS | set(picture.CONDITIONS) | {Press.BACK},
            empty=Message("Nothing was scanned yet"),
        )

    def _missing(self) -> CratesView:
        with self._desk.database.look() as connection:
            out = boxes_out(connection)
        shops = {box.pickup_point for box in out if box.given_back_at is None}
        on_vans = sum(box.given_back_at is not None for box in out)
        words = Message("boxes are out at {shops} shops", shops=len(shops))
        if on_vans:
            words = Message("{out}, {count} with drivers", out=words, count=on_vans)
        return self._whole(
            Message("Shops that keep boxes, the longest first"),
            Card(str(len(out)), words, done=not out),
            picture.missing_rows(out, self._desk.time_zone),
            can=picture.TABS | {Press.BACK},
            empty=Message("Every box is here"),
        )

    def _whole(
        self,
        question: Message,
        card: Card,
        rows: Rows,
        *,
        can: frozenset[Press],
        following: Press | None = None,
        empty: Message = NOTHING,
    ) -> CratesView:
        known = self._crate.known if self._page is Page.CRATES else None
        return CratesView(
            serial=self._serial,
            page=self._page,
            question=question,
            card=card,
            rows=rows,
            empty=empty,
            steps=picture.step_rows(known.steps, self._desk.time_zone) if known else (),
            can=can,
            next=following,
            condition=self._run.condition,
            answer=self._answer,
            recent=tuple(self._recent),
            override=self._talk.view(),
        )

    def _waiting(self) -> tuple[list[HoldsCancelled], list[Unweighed]]:
        """Crates out of which goods are to come, and those that want the scale; each stands once."""
        with self._desk.database.look() as connection:
            holding = holding_cancelled(connection)
            to_weigh = [] if self._wish is WeighWish.OFF else unweighed(connection)
        first = {each.crate_id for each in holding}
        return holding, [each for each in to_weigh if each.crate_id not in first]

    def _returning(self) -> ReturnRun | None:
        return self._run if self._page is Page.RETURNS else None

    def _scanned(self, code: ScannedCode | RefusedCode) -> Ruling:
        if isinstance(code, RefusedCode):
            return finding.no_crate(code)
        box = finding.box_of(code)
        if self._page is Page.MISSING:
            self._page = Page.CRATES
        if box is not None:
            is_return = self._page is Page.RETURNS
            return self._run.box(self._desk, box) if is_return else self._crate.box_scanned(box)
        if code.sscc is not None:
            return self._crate.label_scanned(code.sscc)
        return self._crate.product_scanned(code) or finding.no_crate(code)

    def _pressed(self, press: Press) -> Ruling | None:
        if press in PAGES or press is Press.BACK:
            self._go(press)
            return None
        if press in picture.CONDITIONS and self._page is Page.RETURNS:
            self._run.condition = picture.CONDITIONS[press]
            return None
        known = self._crate.known
        if press is Press.TARE and known is None:
            return weighing.weigh_empty(self._desk, is_box=self._crate.box is not None)
        if self._page is not Page.CRATES or known is None:
            return Ruling(Verdict.CRATE_FIRST)
        return self._crate.press(press, known)

    def _go(self, press: Press) -> None:
        """To another page; Esc first takes back what was asked."""
        if press is Press.BACK and self._crate.repacking:
            self._crate.repacking = False
            return
        before, self._page = self._page, PAGES.get(press, Page.CRATES)
        if before is not Page.RETURNS and self._page is Page.RETURNS:
            self._run = ReturnRun()
        self._crate.forget()

    def _at_talk(self, code: ScannedCode | RefusedCode) -> CratesView:
        """While a supervisor is asked, only the badge is heard."""
        badge = code.badge if isinstance(code, ScannedCode) else None
        if badge is not None and self._talk.wants_badge:
            self._talk.badge(badge)
            return self.view()
        return self._ruled(lambda: Ruling(Verdict.NO_BADGE))

    def _ruled(self, act: Callable[[], Ruling | None]) -> CratesView:
        """Do it, tell what came of it, and show all of it."""
        self._answer = None
        self._do(act)
        view = self.view()
        self._after_act()
        return view

    def _do(self, act: Callable[[], Ruling | None]) -> None:
        """An act that could not be written down did not happen, and the operator hears that."""
        try:
            ruled = act()
        except Trouble as trouble:
            values: dict[str, Any] = {"what": trouble.what, "remedy": trouble.remedy}
            ruled = Ruling(Verdict.NOT_RECORDED, values)
        if ruled is not None:
            telling = VERDICTS[ruled.verdict]
            words = Message(telling.words, **ruled.values)
            self._answer = Answer(ruled.verdict, telling.tone, telling.sound, words)
            self._recent.appendleft(ScanLine(telling.tone, words))

    def _changed(self) -> None:
        self._show(self.view())
        self._after_act()
