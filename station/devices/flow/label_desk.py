"""Printing labels by hand: choose what, see how it will look, print, watch, take back what waits."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

from hardware.codes import CodeKind, RefusedCode, ScannedCode
from hardware.labels import LabelKind
from station.devices.flow.label_batch import BatchDesk
from station.devices.flow.label_printers import LabelPrinterBook
from station.devices.flow.label_scans import Picked, picked
from station.devices.flow.label_stock import LabelStock, found
from station.devices.model.device import Brand, DrawnLabel, Equipment
from station.devices.model.label_makers import (
    DeskCommands,
    OperatorFact,
    Paper,
    Say,
    Sheet,
    labels_of,
)
from station.devices.model.label_page import MOST_COPIES, PRINTED_HERE, LabelRow, LabelsPart
from station.devices.model.series import Series, SeriesVerdict, series
from station.devices.model.told import Told
from station.devices.model.view import Answer, DevicesView
from station.kernel.aside import Aside
from station.kernel.clock import Clock
from station.kernel.messages import Message, Sound, Tone
from station.kernel.trouble import Trouble
from station.printing.queue import NewJob
from station.storage.database import Database

SERIES_WORDS = {
    SeriesVerdict.EMPTY: Message("Write the first name, such as A1"),
    SeriesVerdict.TOO_LONG: Message("Such a name is too long for a shelf"),
    SeriesVerdict.NOT_ALIKE: Message(
        "First and last may differ in their last number only, such as A1 and A12"
    ),
    SeriesVerdict.TOO_MANY: Message("More than 500 names at once: is the last one right?"),
}
NO_SUCH_BIN = Message("No bin of this name is known here")


@dataclass(frozen=True)
class LabelMeans:
    """What labels made by hand are made with, besides what every device needs."""

    usual_brand: str
    """What stands on labels where nobody set a brand."""
    fixed_brand: Brand
    """That of the settings file, empty for none."""
    take_logo: Callable[[Path], Path]
    """Copies a picture to where this PC keeps its own, or raises Trouble; may take long."""
    place: str
    """The shop or warehouse labels name."""
    rooms: tuple[tuple[str, Message], ...]
    """Rooms of this PC, by id, an operator sheet can be made for."""
    commands_for: Callable[[str], DeskCommands]
    after_act: Callable[[], None]
    """Labels may wait to be printed."""


class LabelGround(Protocol):
    """What pages of labels need of what the devices room stands on."""

    @property
    def database(self) -> Database: ...
    @property
    def clock(self) -> Clock: ...
    @property
    def time_zone(self) -> ZoneInfo: ...
    @property
    def equipment(self) -> Equipment: ...
    @property
    def say(self) -> Say: ...
    @property
    def labels(self) -> LabelMeans: ...


class LabelDesk:
    """The page that prints labels; gestures return the view of the room after them."""

    def __init__(
        self,
        ground: LabelGround,
        printers: LabelPrinterBook,
        brand: Callable[[], Brand],
        aside: Aside,
        view: Callable[[], DevicesView],
        answer: Callable[[Answer], None],
    ) -> None:
        """`brand` is the one in use; `aside` shows the view once slow work is done."""
        self._ground, self._printers = ground, printers
        self._brand, self._aside, self._view, self._answer = brand, aside, view, answer
        self._stock = LabelStock()
        self._in_front = False
        self._was_opened = False
        self._kind = PRINTED_HERE[0]
        self._rows: tuple[LabelRow, ...] = ()
        self._search = ""
        self._ticked: frozenset[str] = frozenset()
        self._current = ""
        self._copies = 1
        self._room = ground.labels.rooms[0][0] if ground.labels.rooms else ""
        self._drawn: DrawnLabel | None = None
        self._why_not: Trouble | None = None
        self._drawing = self._draw_again = False
        self.batch = BatchDesk(ground.database, ground.clock, answer, ground.labels.after_act)

    @property
    def in_front(self) -> bool:
        """Whether scans pick rows now."""
        return self._in_front

    @property
    def wants_badge(self) -> bool:
        """Whether a badge names whom to print for, rather than who works here."""
        return self._in_front and self._kind in (LabelKind.BADGE, LabelKind.OPERATOR_SHEET)

    # What a person does

    def seen(self) -> DevicesView:
        """The page came in sight: what can be printed is read anew."""
        self._in_front = self._was_opened = True
        self.batch.open()
        return self._reread()

    def gone(self) -> DevicesView:
        """Another page is in front: scans are tried there."""
        self._in_front = False
        return self._view()

    def choose_kind(self, kind: LabelKind) -> DevicesView:
        """Print such labels."""
        if kind is not self._kind:
            self._kind, self._search, self._ticked, self._current = kind, "", frozenset(), ""
        return self._reread()

    def search(self, text: str) -> DevicesView:
        """Show only what holds `text`; ticks stay."""
        self._search = text.strip()
        return self._sift()

    def look_at(self, key: str) -> DevicesView:
        """Show how this one will look."""
        if key != self._current and self._stock.fact(key) is not None:
            self._current = key
            self._draw()
        return self._view()

    def toggle(self, keys: frozenset[str]) -> DevicesView:
        """Tick these; where all of them are, take their ticks away."""
        keys = frozenset(key for key in keys if self._stock.fact(key) is not None)
        self._ticked = self._ticked - keys if keys <= self._ticked else self._ticked | keys
        return self._view()

    def tick_found(self) -> DevicesView:
        """Tick every row that is shown."""
        self._ticked |= {row.key for row in self._rows}
        return self._view()

    def tick_none(self) -> DevicesView:
        """Take all ticks away."""
        self._ticked = frozenset()
        return self._view()

    def set_copies(self, copies: int) -> DevicesView:
        """So many of each, 1 to 99."""
        self._copies = min(max(copies, 1), MOST_COPIES)
        return self._view()

    def choose_room(self, room: str) -> DevicesView:
        """Operator sheets for this room."""
        if room in dict(self._ground.labels.rooms):
            self._room = room
            self._draw()
        return self._view()

    def take_range(self, first: str, last: str) -> DevicesView:
        """From one name to another: of bins all along the path between, of shelves a series is made."""
        if self._kind is LabelKind.SHELF:
            return self._name_shelves(series(first, last))
        return self._tick_bins(first.strip().upper(), last.strip().upper() or first.strip().upper())

    def forget_shelves(self) -> DevicesView:
        """The shelves named here are not wanted any more."""
        self._stock.forget_shelves()
        self._ticked, self._current = frozenset(), ""
        return self._sift()

    def print(self) -> DevicesView:
        """Queue what is ticked, or else the one looked at: all in one act."""
        jobs = self._jobs()
        if not jobs:
            return self._tell(Tone.INFO, Message("Choose what to print first"))
        if self.batch.print(jobs):
            self._ticked = frozenset()
        return self._view()

    def cancel_rest(self) -> DevicesView:
        """What was not sent yet is not needed."""
        self.batch.cancel_rest()
        return self._view()

    def settle(self, *, came_out: bool) -> DevicesView:
        """The person looked whether what was sent came out; what did not prints again."""
        self.batch.settle(came_out=came_out)
        return self._view()

    # What happens by itself

    def scan(self, code: ScannedCode | RefusedCode) -> DevicesView:
        """A code was read while the page is in front: it picks its row."""
        if isinstance(code, RefusedCode):
            return self._missed(Message("This code could not be read well: scan it again"))
        wanted = _kind_of(code, self._kind)
        if wanted is None:
            return self._missed(Message("Scan a bin, a product or a badge to choose its label"))
        if wanted is not self._kind:
            self.choose_kind(wanted)
        found_row = picked(self._stock, code)
        if not found_row.key:
            return self._missed(found_row.words)
        return self._pick(found_row)

    @property
    def watches_jobs(self) -> bool:
        """Whether the page shows what becomes of labels."""
        return self._in_front and self.batch.is_known

    def stock_changed(self) -> DevicesView:
        """The cloud told of other bins, products or operators."""
        return self._reread() if self._in_front else self._view()

    def printers_changed(self) -> None:
        """Another printer may take these labels, on other paper; or they bear another brand."""
        if self._in_front:
            self._draw()

    def part(self) -> LabelsPart | None:
        """The page as it is now; None until somebody opened it."""
        if not self._was_opened:
            return None
        has_printer = self._printers.of(self._kind) is not None
        return LabelsPart(
            kind=self._kind,
            rows=self._rows,
            known=len(self._stock.rows),
            ticked=self._ticked,
            current=self._current,
            search=self._search,
            copies=self._copies,
            count=self._count(),
            rooms=self._ground.labels.rooms if self._kind is LabelKind.OPERATOR_SHEET else (),
            room=self._room,
            preview=None if self._drawn is None else self._drawn.raster,
            told=self._told(),
            printer=self._printers.words(self._kind, None if self._drawn is None else self._drawn.media),
            has_printer=has_printer,
            batch=self.batch.part(),
        )

    # Within

    def _reread(self) -> DevicesView:
        with self._ground.database.look() as connection:
            self._stock.read(connection, self._kind)
        self._ticked = frozenset(key for key in self._ticked if self._stock.fact(key) is not None)
        return self._sift()

    def _sift(self) -> DevicesView:
        self._rows = found(self._stock.rows, self._search)
        if self._current not in {row.key for row in self._rows}:
            self._current = self._rows[0].key if self._rows else ""
        self._draw()
        return self._view()

    def _name_shelves(self, made: Series) -> DevicesView:
        if made.verdict is not SeriesVerdict.MADE:
            return self._missed(SERIES_WORDS[made.verdict])
        with self._ground.database.look() as connection:
            keys = self._stock.name_shelves(connection, made.names)
        self._ticked |= frozenset(keys)
        self._search, self._current = "", keys[0]
        return self._sift()

    def _tick_bins(self, first: str, last: str) -> DevicesView:
        """Rows of bins stand in path order already."""
        places = {row.title.upper(): at for at, row in enumerate(self._stock.rows)}
        if first not in places or last not in places:
            return self._missed(NO_SUCH_BIN)
        low, high = sorted((places[first], places[last]))
        keys = frozenset(row.key for row in self._stock.rows[low : high + 1])
        self._ticked |= keys
        self._search, self._current = "", self._stock.rows[places[first]].key
        self._sift()
        return self._tell(Tone.OK, Message("Chosen: {count}", count=len(keys)))

    def _pick(self, row: Picked) -> DevicesView:
        self._ticked |= {row.key}
        self._search, self._current = "", row.key
        self._sift()
        return self._tell(Tone.OK, row.words)

    def _chosen(self) -> tuple[str, ...]:
        if self._ticked:
            return tuple(row.key for row in self._stock.rows if row.key in self._ticked)
        return (self._current,) if self._stock.fact(self._current) is not None else ()

    def _count(self) -> int:
        sheet = self._sheet()
        pages = 1 if sheet is None else sheet.pages
        return len(self._chosen()) * pages * self._copies

    def _sheet(self) -> Sheet | None:
        if self._kind is not LabelKind.OPERATOR_SHEET or not self._room:
            return None
        return Sheet(
            dict(self._ground.labels.rooms)[self._room], self._ground.labels.commands_for(self._room)
        )

    def _paper(self) -> Paper:
        ground = self._ground
        printed = ground.clock.now().astimezone(ground.time_zone).strftime("%Y-%m-%d %H:%M")
        brand = self._brand().text.strip() or ground.labels.usual_brand
        return Paper(ground.say, brand, ground.labels.place, printed)

    def _jobs(self) -> list[NewJob]:
        paper, sheet = self._paper(), self._sheet()
        facts = [self._stock.fact(key) for key in self._chosen()]
        return [
            NewJob(title, None, label)
            for fact in facts
            if fact is not None
            for title, label in labels_of(fact, paper, sheet)
            for _ in range(self._copies)
        ]

    def _draw(self) -> None:
        """Let the one looked at be drawn as its printer would print it; one at a time, the newest last."""
        if self._drawing:
            self._draw_again = True
            return
        fact = self._stock.fact(self._current)
        if fact is None:
            self._drawn, self._why_not = None, None
            return
        sheet = self._sheet() if isinstance(fact, OperatorFact) else None
        _, label = next(labels_of(fact, self._paper(), sheet))
        spec, brand, equipment = self._printers.of(self._kind), self._brand(), self._ground.equipment

        def work() -> DrawnLabel | Trouble:
            try:
                return equipment.draw(label, spec, brand)
            except Trouble as trouble:
                return trouble

        self._drawing = True
        self._aside(work, self._was_drawn, lambda trouble: self._was_drawn(trouble))

    def _was_drawn(self, result: DrawnLabel | Trouble) -> None:
        self._drawing = False
        self._why_not = result if isinstance(result, Trouble) else None
        self._drawn = None if isinstance(result, Trouble) else result
        if self._draw_again:
            self._draw_again = False
            self._draw()

    def _told(self) -> Told | None:
        return None if self._why_not is None else Told(Tone.REFUSED, self._why_not.words())

    def _missed(self, words: Message) -> DevicesView:
        self._answer(Answer(Tone.ASK, words, Sound.ASK))
        return self._view()

    def _tell(self, tone: Tone, words: Message) -> DevicesView:
        self._answer(Answer(tone, words, Sound.WRONG if tone is Tone.REFUSED else Sound.OK))
        return self._view()


def _kind_of(code: ScannedCode, now: LabelKind) -> LabelKind | None:
    """The kind of label a code chooses a row of."""
    if code.kind is CodeKind.BIN:
        return LabelKind.BIN
    if code.gtin is not None:
        return LabelKind.PRODUCT
    if code.kind is CodeKind.BADGE:
        return now if now is LabelKind.OPERATOR_SHEET else LabelKind.BADGE
    return None
