"""The crate in front of a person: found, asked for at the cloud, weighed, opened again, packed anew."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from http import HTTPStatus
from uuid import UUID

from cloud_api.wire.crates import CrateLife, CrateState
from hardware.codes import ScannedCode
from station.crates.commands import boxes, changing, weighing
from station.crates.commands.desk import Desk
from station.crates.commands.weighing import Differs
from station.crates.flow import finding
from station.crates.flow.returns import ReturnRun
from station.crates.model.known import Known, with_life
from station.crates.model.piece_count import PieceCount
from station.crates.model.verdicts import Ruling, Verdict
from station.crates.model.view import Press
from station.crates.store.crates import crate_known, crate_labelled, cycles_now, void_of
from station.kernel.aside import Aside
from station.kernel.trouble import Trouble
from station.people.override import Override, OverrideTalk

OF_THESE_DAYS = timedelta(hours=36)
"""A cycle is driven on the first morning after its cut-off."""
AskCloud = Callable[[str], CrateLife | None]


@dataclass(frozen=True)
class Room:
    """What the page asks of its flow."""

    desk: Desk
    talk: OverrideTalk
    ask_cloud: AskCloud
    """Never on the store thread. Raises Trouble."""
    aside: Aside
    returning: Callable[[], ReturnRun | None]
    """The run of returns, where one is under way."""
    tell: Callable[[Callable[[], Ruling | None]], None]
    """Do it, guarded, and keep its answer."""
    changed: Callable[[], None]
    """Show all of it anew, and have facts sent."""


class CratePage:
    """One crate at a time, or a box that waits for its crate."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._desk = room.desk
        self._life: CrateLife | None = None
        self._asked = ""
        self.known: Known | None = None
        self.differs: Differs | None = None
        """What the scale said of it, while that stands."""
        self.counting: PieceCount | None = None
        """Pieces of it, while they are counted behind the scale."""
        self.box: str | None = None
        """A box whose crate is scanned next."""
        self.repacking = False
        """It was asked whether the goods go into another crate."""

    def forget(self, *, but_box: bool = False) -> None:
        """Nothing is in front of anybody."""
        self.known = self._life = self.differs = self.counting = None
        self._asked, self.repacking = "", False
        self.box = self.box if but_box else None

    def box_scanned(self, box: str) -> Ruling:
        """It carries the crate shown; without one, the next crate scanned."""
        if self.known is not None and self.known.label == self._asked:
            return self._paired(box, self.known)
        self.forget()
        self.box = box
        return Ruling(Verdict.BOX_SHOWN, {"box": box})

    def label_scanned(self, label: str) -> Ruling:
        """A crate label; one this desk never heard of the cloud may know."""
        with self._desk.database.look() as connection:
            crate_id = crate_labelled(connection, label) or void_of(connection, label)
        if crate_id is not None:
            return self.take_up(crate_id, label)
        self.forget(but_box=True)
        self._asked = label
        self._ask(label)
        return Ruling(Verdict.LOOKING)

    def product_scanned(self, code: ScannedCode) -> Ruling | None:
        """A piece out of the crate whose goods are counted; None while none are."""
        if self.known is None or self.counting is None:
            return None
        return weighing.count_piece(self._desk, self.known, self.counting, code)

    def take_up(self, crate_id: UUID, label: str | None = None) -> Ruling:
        """A crate this desk knows; the cloud is asked beside it for what only it knows."""
        box = self.box
        self.forget()
        known = self.known = self._look_up(crate_id)
        if known is None:
            return Ruling(Verdict.UNKNOWN)
        self._asked = label or known.label
        ruling = self._meant(known, box)
        self._ask(known.label)
        return ruling

    def look_again(self) -> None:
        """Read the crate shown anew, with what the cloud told of it."""
        if self.known is not None:
            found = self._look_up(self.known.id)
            self.known = with_life(found, self._life) if self._life else found or self.known

    def following(self, known: Known) -> Press:
        """What Enter does: goods of cancelled orders come out before the scale is asked."""
        return Press.REOPEN if known.cancelled and known.state is CrateState.CLOSED else Press.WEIGH

    def press(self, press: Press, known: Known) -> Ruling | None:
        """A button of the crate shown."""
        repacking, self.repacking = self.repacking, False
        if press is Press.ENTER:
            press = Press.REPACK if repacking else self.following(known)
        if press in (Press.REOPEN, Press.ALLOW):
            return self._supervised(press, known)
        ruling = self._done(press, known, repacking=repacking)
        self.look_again()
        return ruling

    def _done(self, press: Press, known: Known, *, repacking: bool) -> Ruling:
        if press is Press.REPACK:
            return self._repack(known, confirmed=repacking)
        if press is Press.WEIGH:
            return self._weigh(known)
        if press is Press.REPRINT:
            return changing.print_again(self._desk, known)
        return changing.empty(self._desk, known) if press is Press.EMPTIED else Ruling(Verdict.NOT_NOW)

    def _weigh(self, known: Known) -> Ruling:
        """On the scale, or the end of the count behind it."""
        counting, self.counting = self.counting, None
        if counting is not None:
            ruling, self.differs = weighing.end_count(self._desk, known, counting)
            return ruling
        ruling, found = weighing.weigh(self._desk, known)
        self.differs = found if isinstance(found, Differs) else None
        self.counting = found if isinstance(found, PieceCount) else None
        return ruling

    def _repack(self, known: Known, *, confirmed: bool) -> Ruling:
        stopped = changing.why_not_repack(known)
        if stopped is not None:
            return stopped
        if not confirmed:
            self.repacking = True
            return Ruling(Verdict.CONFIRM_REPACK)
        ruling = changing.repack(self._desk, known)
        self._life = None
        found = self._look_up(known.id)
        self._asked = found.label if found else ""
        return ruling

    def _supervised(self, press: Press, known: Known) -> Ruling | None:
        if press is Press.REOPEN:
            stopped = changing.why_not_reopen(self._desk, known)
            if stopped is None:
                request = changing.reopen_request(known)
                self._room.talk.begin(request, lambda word: self._granted(changing.reopen, known, word))
            return stopped
        differs = self.differs
        if differs is None:
            return Ruling(Verdict.NOTHING_DIFFERS)

        def allow(desk: Desk, crate: Known, word: Override) -> Ruling:
            return weighing.let_pass(desk, crate, differs, word)

        request = changing.weight_request(known, differs.check.difference_g)
        self._room.talk.begin(request, lambda word: self._granted(allow, known, word))
        return None

    def _granted(self, act: Callable[[Desk, Known, Override], Ruling], known: Known, word: Override) -> None:
        self.differs = None
        self._room.tell(lambda: act(self._desk, known, word))
        self.look_again()
        self._room.changed()

    def _paired(self, box: str, known: Known) -> Ruling:
        ruling = boxes.use_box(self._desk, box, known)
        self.box = None
        self.look_again()
        return ruling

    def _meant(self, known: Known, box: str | None) -> Ruling:
        """What a scan of this crate's label means now."""
        with self._desk.database.look() as connection:
            now_in = cycles_now(connection, self._desk.clock.now() - OF_THESE_DAYS)
        told = finding.shown(known, self._asked, now_in)
        if told.verdict is Verdict.OLD_LABEL:
            return told
        run = self._room.returning()
        if run is not None:
            return run.crate(self._desk, known)
        return told if box is None else self._paired(box, known)

    def _ask(self, label: str) -> None:
        ask, room = self._room.ask_cloud, self._room
        room.aside(lambda: ask(label), partial(self._heard, label), partial(self._unheard, label))

    def _heard(self, label: str, life: CrateLife | None) -> None:
        """The cloud answered; whoever went on to another crate does not want it any more."""
        if label not in (self._asked, self.known.label if self.known else ""):
            return
        if life is None and self.known is None:
            self._room.tell(lambda: Ruling(Verdict.UNKNOWN))
        elif life is not None:
            self._learnt(life)
        self._room.changed()

    def _learnt(self, life: CrateLife) -> None:
        was_unknown, self._life = self.known is None, life
        known = self.known = with_life(self._look_up(life.crate_id), life)
        if was_unknown:
            box, self.box = self.box, None
            self._room.tell(lambda: self._meant(known, box))

    def _unheard(self, label: str, trouble: Trouble) -> None:
        """What is known here stands; a label nobody here knows is told as such."""
        if self.known is not None or label != self._asked:
            return
        ruling = Ruling(Verdict.UNKNOWN_OFFLINE)
        if getattr(trouble, "status", None) == HTTPStatus.CONFLICT:
            ruling = Ruling(Verdict.OTHER_WAREHOUSE, {"detail": getattr(trouble, "detail", "")})
        self._room.tell(lambda: ruling)
        self._room.changed()

    def _look_up(self, crate_id: UUID) -> Known | None:
        with self._desk.database.look() as connection:
            return crate_known(connection, crate_id)
