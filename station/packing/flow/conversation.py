"""The conversation at the packing desk: a scan or a key in, a view out; on the store thread."""

from collections import deque
from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from cloud_api.wire.exchange import ChangeKind
from cloud_api.wire.facts import FactKind
from hardware.codes import RefusedCode, ScannedCode
from station.kernel.ids import Sku
from station.kernel.messages import Message
from station.kernel.scan import Scan
from station.kernel.trouble import Trouble
from station.packing.commands import choosing, finishing, scanning
from station.packing.commands.desk import UNDONE_WITHIN, Desk
from station.packing.commands.lots import first_lot
from station.packing.flow import picture
from station.packing.model.box import Box, Recipe, open_needs
from station.packing.model.ruling import Ruling, ruling
from station.packing.model.verdicts import VERDICTS, Verdict
from station.packing.model.view import Answer, Card, Item, PackingView, Press, ScanLine, Step
from station.packing.store import boxes
from station.packing.store import jobs as rows
from station.packing.store.goods import recipe_of
from station.people.badges import BadgeHolder
from station.sync import outbox

RECENT_SCANS = 5
OF_BOXES = frozenset({ChangeKind.GIFT_BOX, ChangeKind.PRODUCT, ChangeKind.STOCK, ChangeKind.PICK_FACE})
"""Changes of the cloud after which this desk may look different."""
REPORTS = frozenset({FactKind.GIFT_BOX_MADE.value, FactKind.GIFT_BOX_UNDONE.value})


class PackingFlow:
    """One packing desk.

    Steps: JOBS → (a gift box's code) PACK → (last part) LABEL → (its label) PACK with the next box, or JOBS.
    Every public method runs on the store thread and returns the view to show; what the cloud or the printer
    changes comes through `show`.
    """

    def __init__(
        self, desk: Desk, show: Callable[[PackingView], None], after_act: Callable[[], None]
    ) -> None:
        """`after_act` hears of queued facts and labels."""
        self._desk = desk
        self._show = show
        self._after_act = after_act
        self._serial = 0
        self._answer: Answer | None = None
        self._recent: deque[ScanLine] = deque(maxlen=RECENT_SCANS)
        self._chosen: str | None = None

    def open(self) -> PackingView:
        """Take up the box that was begun here."""
        choosing.resume(self._desk)
        return self.view()

    def sign_in(self, holder: BadgeHolder | None) -> PackingView:
        """Somebody else (or nobody) works here; a begun box stands where it stood."""
        self._desk.operator, self._desk.asked = holder, None
        self._answer = None
        return self.view()

    def scan(self, scan: Scan, code: ScannedCode | RefusedCode) -> PackingView:
        """Answer a scan of a gift box, a part or a label."""
        return self._ruled(lambda: scanning.answer_scan(self._desk, scan, code))

    def press(self, press: Press) -> PackingView:
        """A button, or its key."""
        view = self.view()
        if press is Press.ENTER:
            press = view.next or press
        if press not in view.can:
            return self._ruled(lambda: ruling(Verdict.NOT_NOW))
        if press not in (Press.UNDO, Press.MISSING):
            self._desk.asked = None
        acts: dict[Press, Callable[[], Ruling | None]] = {
            Press.BEGIN: lambda: self._begin(view.chosen),
            Press.FINISH: lambda: finishing.finish(self._desk),
            Press.UNDO: lambda: finishing.undo(self._desk),
            Press.MISSING: lambda: self._leave(view.chosen),
            Press.REPRINT: lambda: finishing.reprint(self._desk),
            Press.BACK: self._back,
        }
        return self._ruled(acts[press])

    def choose(self, key: str) -> PackingView:
        """A row was touched; the chosen box touched once more is packed."""
        view = self.view()
        if view.step is Step.JOBS and key == view.chosen:
            return self.press(Press.BEGIN)
        self._chosen, self._desk.asked = key, None
        return self.view()

    def step_row(self, step: int) -> PackingView:
        """Choose the row `step` below the chosen one; above it when negative."""
        view = self.view()
        keys = [item.key for item in view.items]
        if keys:
            here = keys.index(view.chosen) if view.chosen in keys else 0
            self._chosen = keys[min(max(here + step, 0), len(keys) - 1)]
            self._desk.asked = None
        return self.view()

    def changes_applied(self, kinds: set[str]) -> None:
        """The sync applied changes of these kinds, or another desk of this PC acted."""
        if kinds & OF_BOXES:
            self._show(self.view())

    def labels_changed(self) -> None:
        """The print queue moved."""
        with self._desk.database.look() as connection:
            box = boxes.box_under_work(connection)
        if box is not None and box.label is not None:
            self._show(self.view())

    def view(self) -> PackingView:
        """The desk as it is now."""
        self._serial += 1
        with self._desk.database.look() as connection:
            job = self._desk.job
            recipe = recipe_of(connection, job[1]) if job else None
            if recipe is None:
                return self._list(connection)
            return self._packing(connection, recipe)

    def _list(self, connection: Connection) -> PackingView:
        jobs = rows.jobs(connection, self._desk.clock.now())
        begun = boxes.box_under_work(connection)
        items = picture.job_items(connection, jobs, begun)
        chosen = self._known(items, next((job.key for job in jobs if job.left), None))
        is_open = any(job.left for job in jobs) or (begun is not None and bool(items))
        can = {Press.BEGIN} if is_open else set()
        if begun is not None:
            can.add(Press.UNDO)
        elif boxes.last_made(connection, self._desk.clock.now() - UNDONE_WITHIN) is not None:
            can |= {Press.UNDO, Press.REPRINT}
        card, asked = picture.jobs_card(jobs), picture.which_box(jobs)
        return self._view(connection, Step.JOBS, asked, card, items, chosen, frozenset(can))

    def _packing(self, connection: Connection, recipe: Recipe) -> PackingView:
        assert self._desk.job is not None
        box = boxes.box_under_work(connection)
        left = open_needs(recipe, box)
        step = Step.LABEL if box is not None and box.label is not None and not left else Step.PACK
        items = picture.part_items(self._desk, connection, recipe, box, left)
        chosen = self._known(
            items, next((need.sku for need in recipe.needs if left.get(need.sku, 0) > 0), None)
        )
        if step is Step.LABEL:
            chosen = None
        job = rows.job_of(connection, self._desk.clock.now(), *self._desk.job)
        card = picture.job_card(connection, recipe, job, box)
        asked = self._question(connection, step, recipe, box, chosen)
        return self._view(
            connection, step, asked, card, items, chosen, self._possible(connection, step, box, chosen, left)
        )

    def _question(
        self, connection: Connection, step: Step, recipe: Recipe, box: Box | None, chosen: str | None
    ) -> Message:
        left = open_needs(recipe, box)
        wanted = [need for need in recipe.needs if left.get(need.sku, 0) > 0]
        need = next((each for each in wanted if each.sku == chosen), next(iter(wanted), None))
        if step is not Step.PACK or need is None:
            return picture.which_part(step, None, 0, "")
        lot = first_lot(self._desk, connection, need.sku, box)
        return picture.which_part(step, need, left[need.sku], lot.bin if lot else need.bin)

    def _possible(
        self, connection: Connection, step: Step, box: Box | None, chosen: str | None, left: Any
    ) -> frozenset[Press]:
        can = {Press.BACK}
        is_empty = box is None or not box.portions
        has_made = boxes.last_made(connection, self._desk.clock.now() - UNDONE_WITHIN) is not None
        if not is_empty or has_made:
            can.add(Press.UNDO)
        if step is Step.LABEL:
            return frozenset(can | {Press.FINISH, Press.REPRINT})
        if left.get(chosen, 0) > 0:
            can.add(Press.MISSING)
        if is_empty and has_made:
            can.add(Press.REPRINT)
        return frozenset(can)

    def _view(
        self,
        connection: Connection,
        step: Step,
        question: Message,
        card: Card,
        items: tuple[Item, ...],
        chosen: str | None,
        can: frozenset[Press],
    ) -> PackingView:
        nexts = {Step.JOBS: Press.BEGIN, Step.LABEL: Press.FINISH}
        following = nexts.get(step)
        return PackingView(
            serial=self._serial,
            step=step,
            question=question,
            card=card,
            items=items,
            chosen=chosen,
            empty=None if items else picture.EMPTY,
            answer=self._answer,
            recent=tuple(self._recent),
            notice=_refused(connection),
            can=can,
            next=following if following in can else None,
        )

    def _known(self, items: tuple[Item, ...], otherwise: str | None) -> str | None:
        """The row that was chosen, while it is there; a part that is in gives way to the next one."""
        keys = {item.key: item for item in items}
        item = keys.get(self._chosen or "")
        if item is not None and (self._desk.job is None or item.mark is None):
            return item.key
        return otherwise or next(iter(keys), None)

    def _begin(self, chosen: str | None) -> Ruling:
        cycle_id, _, sku = (chosen or "").partition(":")
        return choosing.choose(self._desk, UUID(cycle_id), Sku(sku))

    def _leave(self, chosen: str | None) -> Ruling:
        with self._desk.database.look() as connection:
            recipe = recipe_of(connection, self._desk.job[1]) if self._desk.job else None
        if recipe is None or chosen is None or recipe.need(Sku(chosen)) is None:
            return ruling(Verdict.NOT_NOW)
        return finishing.leave(self._desk, recipe, chosen)

    def _back(self) -> None:
        """To the list; a begun box stays begun."""
        self._desk.job = None

    def _ruled(self, act: Callable[[], Ruling | None]) -> PackingView:
        """Do it, tell what came of it, and show all of it."""
        job = self._desk.job
        try:
            ruled = act()
        except Trouble as trouble:
            values: dict[str, Any] = {"what": trouble.what, "remedy": trouble.remedy}
            ruled = Ruling(Verdict.NOT_RECORDED, values)
        if self._desk.job != job:
            self._chosen = None
        self._answer = None
        if ruled is not None:
            telling = VERDICTS[ruled.verdict]
            words = Message(telling.words, **ruled.values)
            self._answer = Answer(ruled.verdict, telling.tone, telling.sound, words)
            self._recent.appendleft(ScanLine(telling.tone, words))
        view = self.view()
        self._after_act()
        return view


def _refused(connection: Connection) -> Message | None:
    """Reports of this desk the cloud did not take."""
    refused = [fact for fact in outbox.refused(connection) if fact.kind in REPORTS]
    if not refused:
        return None
    return Message(
        "The cloud refused {count} reports of this desk: {reason}. See Cloud",
        count=len(refused),
        reason=refused[-1].reason,
    )
