"""The conversation at the slotting desk: a scan or a key in, a view out; on the store thread."""

from collections.abc import Callable
from typing import Any

from cloud_api.wire.catalogue import Bin
from cloud_api.wire.exchange import ChangeKind
from hardware.codes import RefusedCode, ScannedCode
from station.kernel.aside import Aside
from station.kernel.ids import Sku
from station.kernel.messages import Message
from station.kernel.scan import Scan
from station.kernel.trouble import Trouble
from station.people.badges import BadgeHolder
from station.slotting.commands import moving
from station.slotting.commands.assigning import assign
from station.slotting.commands.desk import Desk
from station.slotting.flow import picture, reading
from station.slotting.flow.searching import MoveSearch, Post
from station.slotting.model.chart import FloorChart, floor_chart
from station.slotting.model.guided import GuidedMove, MoveState, NightPlan, is_half_way, next_move
from station.slotting.model.heat import BinHeat, Cell, heat_of
from station.slotting.model.known import KnownDemand
from station.slotting.model.standing import Standing
from station.slotting.model.verdicts import VERDICTS, Ruling, Verdict, ruling
from station.slotting.model.view import Answer, Figure, Press, SlottingView, Step
from station.slotting.store import moves as rows
from station.slotting.store.codes import called
from station.slotting.store.floor import below_zero, look_again, read_floor
from station.stock.book import lots_of

OF_FLOOR = frozenset({ChangeKind.STOCK, ChangeKind.PICK_FACE, ChangeKind.BIN, ChangeKind.PRODUCT})
"""Changes of the cloud after which the floor looks different."""
OF_PLACES = frozenset({ChangeKind.BIN, ChangeKind.PRODUCT})
"""And after which its picture is another one."""

WROTE = frozenset(
    {
        Verdict.MOVED,
        Verdict.SIGN_MOVED,
        Verdict.ALL_MOVED,
        Verdict.UNDONE,
        Verdict.ASSIGNED,
        Verdict.GOODS_LEFT_BEHIND,
    }
)
"""Verdicts of acts that wrote facts."""


class SlottingFlow:
    """One slotting desk.

    Steps: MAP → (search) SEARCHING → PLAN → (start) MOVE; ASSIGN beside them. Every public method runs on
    the store thread and returns the view to show; what ends later comes through `show`.
    """

    def __init__(
        self,
        desk: Desk,
        known: Callable[[], KnownDemand | None],
        aside: Aside,
        post: Post,
        show: Callable[[SlottingView], None],
        after_act: Callable[[], None],
    ) -> None:
        """`known` is the demand of past nights; `after_act` hears of queued facts."""
        self._desk = desk
        self._known = known
        self._show = show
        self._after_act = after_act
        self._search = MoveSearch(aside, post, desk.clock, lambda: show(self.view()))
        self._step = Step.MAP
        self._serial = 0
        self._answer: Answer | None = None
        self._floor: Standing | None = None
        self._is_stale = True
        """Goods or pick bins have moved since the floor was read."""
        self._chart = FloorChart()
        self._heat: dict[str, BinHeat] = {}
        self._level: int | None = None
        self._cursor: str | None = None
        self._lit: frozenset[str] = frozenset()
        self._product: Sku | None = None
        """The one that is given a bin."""
        self._asked: str | None = None
        """The bin it was asked about whether it is meant."""

    def open(self) -> SlottingView:
        """Show the map, or the moves where the last scan left them."""
        with self._desk.database.look() as connection:
            if is_half_way(rows.plan(connection)):
                self._step = Step.MOVE
        return self.view()

    def sign_in(self, holder: BadgeHolder | None) -> SlottingView:
        """Somebody else (or nobody) works here; goods under way are still under way."""
        self._desk.operator = holder
        self._answer = None
        return self.view()

    def stop(self) -> None:
        """The station ends: nobody waits for a search."""
        self._search.end()

    def scan(self, scan: Scan, code: ScannedCode | RefusedCode) -> SlottingView:
        """Answer a scan of a bin or a product."""
        with self._desk.database.look() as connection:
            found = reading.scanned(connection, code)
        if isinstance(found, Ruling):
            return self._ruled(lambda: found)
        return self._ruled(lambda: self._meant(found))

    def press(self, press: Press) -> SlottingView:
        """A button, or its key."""
        with self._desk.database.look() as connection:
            moves = rows.plan(connection)
        if press not in picture.possible(self._step, moves, len(self._chart.levels)):
            return self._ruled(lambda: ruling(Verdict.NOT_NOW))
        acts: dict[Press, Callable[[], Ruling | None]] = {
            Press.MAP: lambda: self._go(Step.MAP),
            Press.MOVES: lambda: self._go(Step.PLAN),
            Press.ASSIGN: lambda: self._go(Step.ASSIGN),
            Press.BOARD: self._next_board,
            Press.SEARCH: self._begin_search,
            Press.START: self._start,
            Press.SKIP: self._skip,
            Press.UNDO: self._undo,
            Press.BACK: self._back,
        }
        return self._ruled(acts[press])

    def walk(self, right: int, down: int) -> SlottingView:
        """The arrows: the cursor goes to the next bin in that direction."""
        self._cursor = self._chart.beside(self._cursor, self._board(), right, down)
        return self.view()

    def choose(self, bin_code: str) -> SlottingView:
        """A bin of the map was touched."""
        self._cursor = bin_code
        return self.view()

    def changes_applied(self, kinds: set[str], *, is_seen: bool) -> None:
        """The sync applied changes of these kinds; drawn anew only where somebody looks."""
        if kinds & OF_FLOOR:
            self._is_stale = True
            if kinds & OF_PLACES:
                self._floor = None
            if is_seen:
                self._show(self.view())

    def demand_told(self, *, is_seen: bool) -> None:
        """More is known of what is ordered."""
        self._is_stale = True
        if is_seen:
            self._show(self.view())

    def view(self) -> SlottingView:
        """The room as it is now."""
        self._serial += 1
        floor, known = self._standing(), self._known()
        with self._desk.database.look() as connection:
            moves = rows.plan(connection)
            move = next_move(moves)
            product = move.sku if move and self._step is Step.MOVE else self._product
            name = called(connection, product) if product else None
            return SlottingView(
                serial=self._serial,
                step=self._step,
                question=picture.question(self._step, move, name),
                figure=self._figure(moves, name),
                chart=self._chart,
                heat=self._heat,
                level=self._board(),
                cursor=self._cursor,
                lit=self._meant_bins(move),
                panel=picture.bin_panel(connection, self._cursor, floor, known),
                moves=picture.move_rows(moves, floor),
                answer=self._answer,
                notice=picture.notice(known, self._desk.clock.now()),
                can=picture.possible(self._step, moves, len(self._chart.levels)),
                next=self._next(moves),
            )

    # What is done

    def _meant(self, found: Bin | Sku) -> Ruling | None:
        if isinstance(found, Bin):
            self._look_at(found.code)
        if self._step is Step.MOVE:
            self._is_stale = True
            if isinstance(found, Bin):
                ruled = moving.scan_bin(self._desk, found)
            else:
                ruled = moving.scan_product(self._desk, found)
            self._follow()
            return ruled
        if self._step is Step.ASSIGN:
            return self._assign(found)
        return self._shown(found)

    def _shown(self, found: Bin | Sku) -> Ruling:
        if isinstance(found, Bin):
            self._lit = frozenset({found.code})
            return ruling(Verdict.BIN_SHOWN, bin=found.code)
        with self._desk.database.look() as connection:
            bins = [lot.bin for lot in lots_of(connection, found) if lot.quantity > 0]
            name = called(connection, found)
        face = self._standing().faces.get(found)
        at = face or next(iter(bins), None)
        if at is None:
            return ruling(Verdict.NOWHERE, product=name)
        self._look_at(at)
        self._lit = frozenset({at, *bins})
        return ruling(Verdict.PRODUCT_SHOWN, product=name, bin=at)

    def _assign(self, found: Bin | Sku) -> Ruling:
        if not isinstance(found, Bin):
            self._product, self._asked = found, None
            shown = self._shown(found)
            name = shown.values["product"]
            return ruling(Verdict.PRODUCT_CHOSEN, product=name)
        if self._product is None:
            return ruling(Verdict.PRODUCT_FIRST)
        self._is_stale = True
        ruled = assign(self._desk, self._product, found, insists=self._asked == found.code)
        asks = ruled.verdict in (Verdict.SHARED_BIN, Verdict.TIGHT_BIN)
        self._asked = found.code if asks else None
        if ruled.verdict in (Verdict.ASSIGNED, Verdict.GOODS_LEFT_BEHIND):
            self._product = None
        return ruled

    def _undo(self) -> Ruling:
        self._is_stale = True
        ruled = moving.undo(self._desk)
        self._follow()
        return ruled

    def _skip(self) -> Ruling:
        ruled = moving.skip(self._desk)
        self._follow()
        return ruled

    def _start(self) -> None:
        self._go(Step.MOVE)
        self._follow()

    def _follow(self) -> None:
        """The map shows where to go now."""
        with self._desk.database.look() as connection:
            move = next_move(rows.plan(connection))
        if move is not None:
            self._look_at(move.to_bin if move.state is MoveState.IN_HAND else move.from_bin)

    def _begin_search(self) -> Ruling | None:
        known = self._known()
        if known is None or not known.demand.tours:
            return ruling(Verdict.NO_DEMAND)
        refusal = moving.may_plan(self._desk)
        if refusal is not None:
            return refusal
        with self._desk.database.look() as connection:
            floor = read_floor(connection)
        self._step = Step.SEARCHING
        self._search.begin(floor, known.demand, self._found, self._not_found)
        return None

    def _found(self, plan: NightPlan) -> None:
        self._step = Step.PLAN
        self._show(self._ruled(lambda: moving.keep_plan(self._desk, plan)))

    def _not_found(self, trouble: Trouble) -> None:
        self._step = Step.MAP
        values: dict[str, Any] = {"what": trouble.what, "remedy": trouble.remedy}
        self._show(self._ruled(lambda: Ruling(Verdict.NOT_COMPUTED, values)))

    def _go(self, step: Step) -> None:
        self._step, self._product, self._asked = step, None, None
        self._lit = frozenset()

    def _back(self) -> None:
        if self._search.is_on:
            self._search.end()
        elif self._step is Step.ASSIGN and self._product is not None:
            self._product = None
        else:
            self._go(Step.PLAN if self._step is Step.MOVE else Step.MAP)

    def _next_board(self) -> None:
        levels = self._chart.levels
        self._level = levels[(levels.index(self._board()) + 1) % len(levels)]
        self._cursor = None

    def _look_at(self, bin_code: str) -> None:
        place = (self._chart.places or {}).get(bin_code)
        self._cursor = bin_code
        if place is not None:
            self._level = place.level

    # What is shown

    def _standing(self) -> Standing:
        """The floor with its picture; read again after something has changed."""
        floor = self._floor
        if floor is not None and not self._is_stale:
            return floor
        with self._desk.database.look() as connection:
            if floor is None:
                floor = read_floor(connection).standing()
                self._chart = floor_chart(floor.bins)
            else:
                floor = look_again(connection, floor)
            self._heat = heat_of(floor, self._known(), below_zero(connection))
        self._floor, self._is_stale = floor, False
        return floor

    def _board(self) -> int:
        levels = self._chart.levels
        return self._level if self._level in levels else next(iter(levels), 0)

    def _figure(self, moves: tuple[GuidedMove, ...], product: str | None) -> Figure:
        if self._step is Step.SEARCHING:
            return Figure(f"{self._search.share:.0%}", Message("Esc takes what is found"))
        if self._step is Step.ASSIGN:
            about = (product,) if product else ()
            return Figure(self._cursor or "–", Message("chosen"), about, sku=self._product or "")
        if self._step is Step.MAP:
            free = sum(each.cell is Cell.FREE for each in self._heat.values())
            return picture.map_figure(len(self._heat), free, self._cursor)
        return picture.moves_figure(moves, self._step, product or "")

    def _meant_bins(self, move: GuidedMove | None) -> frozenset[str]:
        if self._step in (Step.MOVE, Step.PLAN):
            return frozenset({move.from_bin, move.to_bin}) if move else frozenset()
        return self._lit

    def _next(self, moves: tuple[GuidedMove, ...]) -> Press | None:
        if self._step is Step.PLAN:
            return Press.START if next_move(moves) is not None else Press.SEARCH
        return None

    def _ruled(self, act: Callable[[], Ruling | None]) -> SlottingView:
        """Do it, tell what came of it, and show all of it."""
        try:
            ruled = act()
        except Trouble as trouble:
            values: dict[str, Any] = {"what": trouble.what, "remedy": trouble.remedy}
            ruled = Ruling(Verdict.NOT_RECORDED, values)
        self._answer = None
        if ruled is not None:
            telling = VERDICTS[ruled.verdict]
            words = Message(telling.words, **ruled.values)
            self._answer = Answer(ruled.verdict, telling.tone, telling.sound, words)
        view = self.view()
        if ruled is not None and ruled.verdict in WROTE:
            self._after_act()
        return view
