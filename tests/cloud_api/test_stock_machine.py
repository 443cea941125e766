"""Whatever desks do to stock, with cuts, repeats, crashes and counts: all books come to what really moved."""

import sqlite3
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import Row, select

from cloud_api.storage.check_digits import with_check_digit
from cloud_api.storage.ids import new_uuid
from cloud_api.storage.tables.floor import balances, counts
from cloud_api.storage.transaction import reading
from cloud_api.wire import facts
from cloud_api.wire.facts import FactKind, ItemPut
from cloud_api.wire.floor import CountReason, CountSettled, CountState, MoveReason, StockMoved
from station.kernel.clock import SettableClock
from station.stock import tasks
from station.storage.database import Database
from tests.cloud_api.kit import Cloud, new_cycle, order, pickup_point, product
from tests.cloud_api.stock_station import (
    Book,
    FloorStation,
    Place,
    added_up,
    cloud_book,
    count_found,
    moves_of,
)

BINS = ("A-01", "A-02", "R-01")
LOTS = (("PEACH", "", ""), ("PEACH", "L1", "2026-07-01"), ("PEACH", "L2", "2026-06-25"), ("RICE", "R1", ""))
ORDERED = 60
STATIONS = st.integers(0, 1)
PLACES = st.integers(0, 20)
PIECES = st.integers(1, 9)


class Floor(RuleBasedStateMachine):
    """Two desks and a floor with real goods on it: `there` is what a person would find."""

    cloud: ClassVar[Cloud]
    examples: ClassVar[int] = 0

    @initialize()
    def open(self) -> None:
        Floor.examples += 1
        self.warehouse = f"W{new_uuid().hex[:12]}"
        self.clock = SettableClock(self.cloud.clock())
        self.there: Book = {}
        self.puts: list[tuple[int, ItemPut]] = []
        self.copy: Path | None = None
        self.folder = tempfile.TemporaryDirectory()
        self.empty = Path(self.folder.name) / "empty.db"
        Database(self.empty).close()
        self._furnish()
        self.stations = [self._station(f"工位 {n}") for n in (1, 2)]
        self.waves = [self._start_wave(station) for station in self.stations]
        self.left = [{"PEACH": ORDERED, "RICE": ORDERED} for _ in self.stations]
        for station in self.stations:
            station.sync()

    def teardown(self) -> None:
        if not hasattr(self, "waves"):
            return
        try:
            self._settle_down()
            self._all_books_are_what_really_moved()
            self._counted_whole_the_book_is_the_floor()
        finally:
            for station in self.stations:
                station.close()
            self.folder.cleanup()

    @rule(desk=STATIONS, bin_code=st.sampled_from(BINS), lot=st.sampled_from(LOTS), pieces=PIECES)
    def take_in(self, desk: int, bin_code: str, lot: tuple[str, str, str], pieces: int) -> None:
        self._move(desk, MoveReason.RECEIPT, None, (bin_code, *lot), pieces, self._grams(lot[0], pieces))

    @rule(desk=STATIONS, at=PLACES, to=st.sampled_from(BINS), pieces=PIECES)
    def carry(self, desk: int, at: int, to: str, pieces: int) -> None:
        place = self._place(at)
        if place is not None and place[0] != to:
            pieces, grams = self._part(place, pieces)
            self._move(desk, MoveReason.RESLOT, place, (to, *place[1:]), pieces, grams)

    @rule(desk=STATIONS, at=PLACES, pieces=PIECES)
    def spoil(self, desk: int, at: int, pieces: int) -> None:
        place = self._place(at)
        if place is not None:
            self._move(desk, MoveReason.DAMAGE, place, None, *self._part(place, pieces))

    @rule(desk=STATIONS, at=PLACES, pieces=PIECES)
    def pick(self, desk: int, at: int, pieces: int) -> None:
        place = self._place(at)
        if place is None:
            return
        pieces, grams = self._part(place, min(pieces, self.left[desk][place[1]]))
        if not pieces:
            return
        wave = self.waves[desk]
        put = ItemPut(
            wave_id=wave.wave_id,
            crate_id=wave.crates[0].crate_id,
            put_id=new_uuid(),
            sku=place[1],
            quantity=pieces,
            bin=place[0],
            lot=place[2],
            expiry=place[3] or None,
            weight_g=grams,
        )
        self._tick()
        self.stations[desk].put(put)
        self.left[desk][place[1]] -= pieces
        self.puts.append((desk, put))
        self._really(place, -pieces, -grams)

    @precondition(lambda self: self.puts)
    @rule(which=st.integers(0, 20))
    def put_back(self, which: int) -> None:
        desk, put = self.puts.pop(which % len(self.puts))
        assert put.bin is not None
        self._tick()
        self.stations[desk].undo(put)
        self.left[desk][put.sku] += put.quantity
        expiry = put.expiry.isoformat() if put.expiry else ""
        self._really((put.bin, put.sku, put.lot, expiry), put.quantity, put.weight_g)

    @rule(at=PLACES, pieces=PIECES)
    def vanish(self, at: int, pieces: int) -> None:
        place = self._place(at)
        if place is not None:
            pieces, grams = self._part(place, pieces)
            self._really(place, -pieces, -grams)

    @rule(bin_code=st.sampled_from(BINS), lot=st.sampled_from(LOTS), pieces=PIECES)
    def turn_up(self, bin_code: str, lot: tuple[str, str, str], pieces: int) -> None:
        """Goods nobody told the book of: picked, they bring it below zero."""
        self._really((bin_code, *lot), pieces, self._grams(lot[0], pieces))

    @rule(desk=STATIONS, bin_code=st.sampled_from(BINS), sku=st.sampled_from([None, "PEACH", "RICE"]))
    def count(self, desk: int, bin_code: str, sku: str | None) -> None:
        self._tick()
        station = self.stations[desk]
        taken = count_found(new_uuid(), bin_code, sku, self.there)
        station.records.act(tasks.take_count, station.author, taken)

    @rule(desk=STATIONS)
    def count_what_is_asked(self, desk: int) -> None:
        station = self.stations[desk]
        for task in station.tasks(CountState.ASKED, CountState.REJECTED)[:1]:
            self._tick()
            taken = count_found(task.count_id, task.bin, task.sku, self.there)
            station.records.act(tasks.take_count, station.author, taken)

    @rule(desk=STATIONS, approved=st.booleans())
    def settle(self, desk: int, approved: bool) -> None:
        for task in self.stations[desk].tasks(CountState.TAKEN)[:1]:
            self._decide(self.stations[desk], task.count_id, approved=approved)

    @rule(desk=STATIONS, bin_code=st.sampled_from(BINS), cut_at=st.integers(0, 9))
    def take_stock(self, desk: int, bin_code: str, cut_at: int) -> None:
        """What was counted is approved while the other desk may still have facts of before."""
        station = self.stations[desk]
        self.count(desk, bin_code, None)
        station.sync()
        for task in station.tasks(CountState.TAKEN):
            self._decide(station, task.count_id, approved=True)
        station.sync(cut_at)

    @rule(desk=STATIONS, pieces=PIECES, cut_at=st.integers(1, 4))
    def work_and_be_cut_off(self, desk: int, pieces: int, cut_at: int) -> None:
        """So many places change that they come in several pages."""
        for bin_code in BINS:
            for lot in LOTS[:2]:
                self.take_in(desk, bin_code, lot, pieces)
        self.vanish(pieces, 1)
        self.stations[desk].sync(cut_at)

    @rule(desk=STATIONS)
    def sync(self, desk: int) -> None:
        self.stations[desk].sync()

    @rule(desk=STATIONS, cut_at=st.integers(0, 6), answer_lost=st.booleans())
    def sync_until_cut(self, desk: int, cut_at: int, answer_lost: bool) -> None:
        self.stations[desk].sync(cut_at, answer_lost=answer_lost)

    @rule(desk=STATIONS)
    def send_again(self, desk: int) -> None:
        self.stations[desk].send_again()

    @rule(desk=STATIONS)
    def pull_anew(self, desk: int) -> None:
        self.stations[desk].pull_anew()

    @rule(desk=STATIONS)
    def crash(self, desk: int) -> None:
        self.stations[desk].restart()

    @precondition(lambda self: self.cloud.engine.dialect.name == "sqlite" and self.copy is None)
    @rule()
    def back_up(self) -> None:
        self.copy = Path(self.folder.name) / "copy.db"
        _copy(str(self.cloud.engine.url.database), str(self.copy))

    @precondition(lambda self: self.copy is not None)
    @rule()
    def restore(self) -> None:
        """The cloud forgets what came since; the desks send it again."""
        assert self.copy is not None
        _copy(str(self.copy), str(self.cloud.engine.url.database))
        self.copy.unlink()
        self.copy = None

    @invariant()
    def each_desk_shows_what_it_was_told_and_what_it_did_since(self) -> None:
        for station in getattr(self, "stations", []):
            own = moves_of(station.facts(), station.told_up_to)
            assert station.book(BINS) == added_up(station.told, own)

    def _settle_down(self) -> None:
        for _ in range(3):
            for station in self.stations:
                station.sync()
        for station in self.stations:
            state = station.engine.state
            assert (state.connected, state.waiting) == (True, 0), state
            assert all(reason.startswith("Count") for reason in station.refused().values())

    def _all_books_are_what_really_moved(self) -> None:
        """All facts in the order of their moments; what an approved count found stands from its moment on."""
        book = self._book()
        assert book == self._replayed()
        newcomer = self._station("新工位")
        try:
            newcomer.sync()
            for station in (*self.stations, newcomer):
                assert station.book(BINS) == book
        finally:
            newcomer.close()
        self._what_is_below_zero_is_being_counted(book)

    def _replayed(self) -> Book:
        events: list[tuple[datetime, Any]] = []
        for station in self.stations:
            refused = station.refused()
            sent = [fact for fact in station.facts() if fact.seq not in refused]
            events += [(move[0], move) for move in moves_of(sent)]
        for row in self._counts():
            if row.state == CountState.APPROVED:
                events.append((row.counted_at, row))
        book: Book = {}
        for _, each in sorted(events, key=lambda event: event[0]):
            book = _found(book, each) if isinstance(each, Row) else added_up(book, [each])
        return book

    def _what_is_below_zero_is_being_counted(self, book: Book) -> None:
        standing = [row for row in self._counts() if row.state in ("asked", "taken", "rejected")]
        for place, held in book.items():
            if min(held) < 0:
                assert any(row.bin == place[0] and row.sku in (None, place[1]) for row in standing), place
        asked = [(row.bin, row.sku) for row in standing if row.why == CountReason.BELOW_ZERO]
        assert len(asked) == len(set(asked))

    def _counted_whole_the_book_is_the_floor(self) -> None:
        station = self.stations[0]
        for bin_code in BINS:
            self.count(0, bin_code, None)
        self._settle_down()
        for task in station.tasks(CountState.TAKEN):
            self._decide(station, task.count_id, approved=True)
        self._settle_down()
        assert self._book() == {place: held for place, held in self.there.items() if held != (0, 0)}
        assert all(each.book(BINS) == self._book() for each in self.stations)

    def _decide(self, station: FloorStation, count_id: Any, *, approved: bool) -> None:
        self._tick()
        told = CountSettled(count_id=count_id, approved=approved, supervisor_id=self.supervisor)
        station.records.act(tasks.settle_count, station.author, told)

    def _move(
        self, desk: int, why: MoveReason, out: Place | None, into: Place | None, pieces: int, grams: int
    ) -> None:
        place = out or into
        assert place is not None
        body = StockMoved(
            movement_id=new_uuid(),
            sku=place[1],
            lot=place[2],
            expiry=place[3] or None,
            from_bin=out[0] if out else None,
            to_bin=into[0] if into else None,
            quantity=pieces,
            weight_g=grams,
            why=why,
        )
        self._tick()
        self.stations[desk].move(body)
        if out:
            self._really(out, -pieces, -grams)
        if into:
            self._really(into, pieces, grams)

    def _really(self, place: Place, pieces: int, grams: int) -> None:
        held = self.there.get(place, (0, 0))
        self.there[place] = (held[0] + pieces, held[1] + grams)

    def _place(self, at: int) -> Place | None:
        full = sorted(place for place, held in self.there.items() if held[0] > 0)
        return full[at % len(full)] if full else None

    def _part(self, place: Place, pieces: int) -> tuple[int, int]:
        """So many pieces, or all there are, and their share of the grams."""
        held, weight_g = self.there[place]
        taken = min(pieces, held)
        return taken, weight_g * taken // held

    def _grams(self, sku: str, pieces: int) -> int:
        return 503 * pieces if sku == "RICE" else 0

    def _tick(self) -> None:
        self.clock.advance(1)
        self.cloud.clock.forward(seconds=1)

    def _book(self) -> Book:
        with reading(self.cloud.engine) as connection:
            return cloud_book(connection, balances, self.warehouse)

    def _counts(self) -> list[Any]:
        with reading(self.cloud.engine) as connection:
            return list(connection.execute(select(counts).where(counts.c.warehouse == self.warehouse)))

    def _station(self, name: str) -> FloorStation:
        desk = self.cloud.desk(name, self.warehouse)
        return FloorStation(Path(self.folder.name), self.empty, desk, self.clock, self._book)

    def _furnish(self) -> None:
        self.supervisor = new_uuid()
        self.token = self.cloud.integrator()
        points = [pickup_point(f"{self.warehouse}-{n}", self.warehouse) for n in (1, 2)]
        person = {
            "id": str(self.supervisor),
            "name": "周主管",
            "badge": with_check_digit(f"77{Floor.examples:07d}"),
            "warehouse": self.warehouse,
            "supervisor": True,
        }
        bins = [{"warehouse": self.warehouse, "code": code, "zone": "ambient"} for code in BINS]
        told = {
            "warehouses": [{"code": self.warehouse, "name": "仓"}],
            "bins": bins,
            "products": [product("PEACH"), product("RICE", goods="weight")],
            "pickup_points": points,
            "operators": [person],
        }
        assert self.cloud.call("PUT", "/v1/catalogue", self.token, json=told).status_code == 200
        self._cut_off([point["code"] for point in points])

    def _cut_off(self, points: list[str]) -> None:
        answer = self.cloud.call("POST", "/v1/cycles", self.token, json=self._cycle())
        assert answer.status_code == 201, answer.text
        cycle = answer.json()["id"]
        wanted = [order(f"{point}-A", point, PEACH=ORDERED, RICE=ORDERED) for point in points]
        assert self.cloud.call("POST", "/v1/orders", self.token, json={"orders": wanted}).status_code == 200
        assert self.cloud.call("POST", f"/v1/cycles/{cycle}/cut-off", self.token).status_code == 200

    def _cycle(self) -> dict[str, Any]:
        return new_cycle(self.warehouse, "团", self.cloud.clock().replace(year=2036))

    def _start_wave(self, station: FloorStation) -> facts.WaveStarted:
        plan = facts.WaveStarted.model_validate(station.desk.plan(station.desk.lease()))
        station.fact(FactKind.WAVE_STARTED, plan)
        return plan


def _found(book: Book, row: Any) -> Book:
    """The book after a count."""
    kept = {
        place: held
        for place, held in book.items()
        if not (place[0] == row.bin and row.sku in (None, place[1]))
    }
    for lot in row.found:
        place = (row.bin, lot["sku"], lot["lot"], lot["expiry"] or "")
        kept[place] = (lot["quantity"], lot["weight_g"])
    return {place: held for place, held in kept.items() if held != (0, 0)}


def _copy(source: str, target: str) -> None:
    with sqlite3.connect(source) as old, sqlite3.connect(target, timeout=20) as new:
        old.backup(new)
    old.close()
    new.close()


def test_all_books_come_to_what_really_moved(cloud: Cloud) -> None:
    class Here(Floor):
        pass

    Here.cloud = cloud
    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=12 if cloud.engine.dialect.name == "sqlite" else 5,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
