"""A real station as far as stock goes: its database, its sync over HTTP with a network that can be cut."""

import shutil
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Connection, insert, select

from cloud_api.storage.ids import new_uuid
from cloud_api.wire import facts, floor
from cloud_api.wire.exchange import ChangePage, Fact, FactBatchResult
from cloud_api.wire.facts import FactKind
from station.bootstrap.appliers import appliers_of
from station.kernel.clock import SettableClock
from station.kernel.ids import OperatorId, StationId
from station.kernel.messages import Message
from station.stock import book, moving, tasks
from station.stock.applying import stock_told
from station.storage import tables
from station.storage.database import Records
from station.sync import inbox, outbox
from station.sync.answers import CloudSilent, Snapshot
from station.sync.client import CloudClient
from station.sync.engine import SyncEngine
from station.sync.outbox import Author
from tests.cloud_api.kit import DeskKit

T = TypeVar("T")
Place = tuple[str, str, str, str]
"""Bin, product, lot, expiry."""
Book = dict[Place, tuple[int, int]]
"""Pieces and grams of each place that has any."""
CHANGES_A_PAGE = 3


class CutClient(CloudClient):
    """The real client; the call with the number `cut_at` finds no network, or loses its answer."""

    cut_at: int | None = None
    answer_lost = False

    def push(self, facts: list[Fact]) -> FactBatchResult:
        return self._called(lambda: CloudClient.push(self, facts))

    def changes(self, after: int, limit: int = CHANGES_A_PAGE) -> ChangePage:
        return self._called(lambda: CloudClient.changes(self, after, limit))

    def snapshot(self) -> Snapshot:
        return self._called(lambda: CloudClient.snapshot(self))

    def _called(self, call: Callable[[], T]) -> T:
        if self.cut_at is None:
            return call()
        self.cut_at -= 1
        if self.cut_at < 0:
            if self.cut_at == -1 and self.answer_lost:
                call()
            raise CloudSilent(Message("cut"), Message(""), retry_helps=True)
        return call()


class FloorStation:
    """A warehouse desk whose acts move goods; `told` is the cloud's book as its last whole pull saw it."""

    def __init__(
        self, folder: Path, empty: Path, desk: DeskKit, clock: SettableClock, cloud_book: Callable[[], Book]
    ) -> None:
        self.desk = desk
        self.clock = clock
        self.operator = OperatorId(new_uuid())
        self.told: Book = {}
        self.told_up_to = 0
        self.bugs: list[Exception] = []
        self._cloud_book = cloud_book
        self._path = folder / f"{desk.station_id}.db"
        shutil.copy(empty, self._path)
        self._open()
        self.records.act(self._enrol)

    def _open(self) -> None:
        self.records = Records(self._path)
        self.client = CutClient(self.desk.cloud.url, self.desk.token)
        self.engine = SyncEngine(
            self.client,
            self.records,
            self.clock,
            on_state=lambda _state: None,
            on_changes=lambda _kinds: None,
            on_bug=self.bugs.append,
            appliers=appliers_of(("picking", "loading")),
            at_end=self._told_all,
        )

    def _told_all(self, connection: Connection, expected_seq: int | None) -> set[str]:
        self.told, self.told_up_to = self._cloud_book(), expected_seq or 0
        return stock_told(connection, expected_seq)

    def _enrol(self, connection: Connection) -> None:
        connection.execute(
            insert(tables.station).values(
                id=self.desk.station_id,
                name="工位",
                role="warehouse",
                warehouse="W",
                warehouse_name="仓",
                time_zone="Asia/Shanghai",
                brand="优邻站",
                cloud_url=self.desk.cloud.url,
                enrolled_at=self.clock.now(),
            )
        )

    def restart(self) -> None:
        """What a crash leaves behind, and a new start."""
        self.close()
        self._open()

    def close(self) -> None:
        self.engine.stop()
        self.records.close()

    @property
    def author(self) -> Author:
        return Author(StationId(self.desk.station_id), self.operator, self.clock.now())

    def sync(self, cut_at: int | None = None, *, answer_lost: bool = False) -> None:
        self.client.cut_at, self.client.answer_lost = cut_at, answer_lost
        self.engine.round()
        self.client.cut_at = None
        assert not self.bugs, self.bugs

    def send_again(self) -> None:
        """All facts the cloud has answered, once more."""
        last = self.records.act(outbox.last_answered)
        known = [fact for fact in self.records.act(outbox.waiting, 500, 1) if fact.seq <= last]
        if known:
            CloudClient.push(self.client, known[-100:])

    def pull_anew(self) -> None:
        self.records.act(inbox.rewind)

    def fact(self, kind: FactKind, body: Any) -> int:
        return self.records.act(outbox.append_fact, self.author, kind, body)

    def move(self, body: floor.StockMoved) -> None:
        self.records.act(moving.move, self.author, body)

    def put(self, body: facts.ItemPut) -> None:
        def act(connection: Connection) -> None:
            seq = outbox.append_fact(connection, self.author, FactKind.ITEM_PUT, body)
            moving.note_put(connection, seq, body)

        self.records.act(act)

    def undo(self, put: facts.ItemPut) -> None:
        def act(connection: Connection) -> None:
            told = facts.PutUndone(wave_id=put.wave_id, crate_id=put.crate_id, put_id=put.put_id)
            seq = outbox.append_fact(connection, self.author, FactKind.PUT_UNDONE, told)
            moving.note_put_undone(connection, seq, put)

        self.records.act(act)

    def tasks(self, *states: floor.CountState) -> list[floor.CountTask]:
        return self.records.act(tasks.counts, states)

    def book(self, bins: tuple[str, ...]) -> Book:
        """What this desk shows of these bins."""

        def read(connection: Connection) -> Book:
            lots = [lot for code in bins for lot in book.in_bin(connection, code)]
            return {
                (lot.bin, lot.sku, lot.lot, moving.written(lot.expiry)): (lot.quantity, lot.weight_g)
                for lot in lots
            }

        return self.records.act(read)

    def facts(self) -> list[Fact]:
        return self.records.act(outbox.waiting, 10_000, 1)

    def refused(self) -> dict[int, str]:
        return {each.seq: f"{each.kind}: {each.reason}" for each in self.records.act(outbox.refused)}


def moves_of(sent: list[Fact], from_seq: int = 0) -> list[tuple[Any, Place, int, int]]:
    """Moment, place, pieces and grams of each side of what these facts moved."""
    puts = {fact.body["put_id"]: fact.body for fact in sent if fact.kind == FactKind.ITEM_PUT}
    found = []
    for fact in sent:
        body = fact.body if fact.kind != FactKind.PUT_UNDONE else puts[fact.body["put_id"]]
        sides = {
            FactKind.STOCK_MOVED: ((-1, "from_bin"), (1, "to_bin")),
            FactKind.ITEM_PUT: ((-1, "bin"),),
            FactKind.PUT_UNDONE: ((1, "bin"),),
        }.get(FactKind(fact.kind), ())
        for sign, side in sides:
            if body[side] is not None and fact.seq >= from_seq:
                place = (body[side], body["sku"], body["lot"], body["expiry"] or "")
                found.append((fact.happened_at, place, sign * body["quantity"], sign * body["weight_g"]))
    return found


def added_up(start: Book, moves: list[tuple[Any, Place, int, int]]) -> Book:
    """A book with what moved since."""
    total: defaultdict[Place, list[int]] = defaultdict(lambda: [0, 0])
    for place, (quantity, weight_g) in start.items():
        total[place] = [quantity, weight_g]
    for _, place, quantity, weight_g in moves:
        total[place][0] += quantity
        total[place][1] += weight_g
    return {place: (held[0], held[1]) for place, held in total.items() if held != [0, 0]}


def count_found(task_id: UUID, bin_code: str, of_sku: str | None, there: Book) -> floor.CountTaken:
    """What somebody finds who counts what is there."""
    found = [
        {"sku": sku, "lot": lot, "expiry": expiry or None, "quantity": held[0], "weight_g": held[1]}
        for (bin_here, sku, lot, expiry), held in sorted(there.items())
        if bin_here == bin_code and of_sku in (None, sku)
    ]
    told = {"count_id": task_id, "bin": bin_code, "sku": of_sku, "found": found}
    return floor.CountTaken.model_validate(told)


def cloud_book(connection: Connection, table: Any, warehouse: str) -> Book:
    """The cloud's own book."""
    rows = connection.execute(select(table).where(table.c.warehouse == warehouse))
    found = {(row.bin, row.sku, row.lot, row.expiry): (row.quantity, row.weight_g) for row in rows}
    return {place: held for place, held in found.items() if held != (0, 0)}
