"""The list of bins to count, the nearest first; a bin's label opens its count or begins one."""

from uuid import UUID

from sqlalchemy import Connection

from cloud_api.wire.catalogue import Bin
from cloud_api.wire.floor import CountState, CountTask
from hardware.codes import RefusedCode, ScannedCode
from station.counting.commands import counting
from station.counting.flow.page import Room
from station.counting.model.count import TO_COUNT, may_count, nearest
from station.counting.model.goods import Seen
from station.counting.model.ruling import Ruling
from station.counting.model.verdicts import Verdict
from station.counting.model.view import Card, Part, Press, Step, TaskRow, Typed
from station.counting.store import lines
from station.counting.store.goods import goods_of, paths
from station.kernel.messages import Message
from station.kernel.scan import Scan
from station.stock import tasks


class TaskPage:
    """Shows why each bin is counted, and nothing of what the book has there."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._chosen: str | None = None

    def found(self, found: Bin | Seen, scan: Scan | None) -> Ruling | None:
        """A bin is counted; a product is looked up."""
        if isinstance(found, Seen):
            return self._room.look_at(found)
        return self._opened(counting.open_bin(self._room.desk, found))

    def wants(self) -> Typed:
        return Typed.CODE

    def typed(self, text: str) -> Ruling | None:
        return None

    def takes(self, code: ScannedCode | RefusedCode) -> bool:
        return False

    def press(self, press: Press) -> Ruling | None:
        """Begin with the chosen task, or the nearest."""
        if press is not Press.BEGIN or self._chosen is None:
            return None
        return self._opened(counting.open_task(self._room.desk, UUID(self._chosen)))

    def choose(self, key: str) -> Ruling | None:
        self._chosen = key
        return None

    def part(self, connection: Connection) -> Part:
        every = self._tasks(connection)
        rows = self._rows(connection, every)
        keys = [row.key for row in rows]
        if self._chosen not in keys:
            self._chosen = keys[0] if keys else None
        question = Message("Scan the bin you stand at") if rows else Message("Scan a bin to count it")
        empty = Message("Nothing is to be counted. Scan a bin to count it all the same")
        card = Card(str(len(rows)), Message("bins to count"), done=not rows)
        can = frozenset({Press.BEGIN} if rows else ())
        return Part(Step.TASKS, question, card, rows, self._chosen, empty, can=can, next=Press.BEGIN)

    def _opened(self, ruled: Ruling) -> Ruling:
        if ruled.verdict is Verdict.COUNT_OPENED:
            self._room.go(Step.COUNT)
        return ruled

    def _tasks(self, connection: Connection) -> list[CountTask]:
        desk = self._room.desk
        along = paths(connection)
        open_ones = [task for task in tasks.counts(connection, TO_COUNT) if may_count(task, desk.operator_id)]
        return nearest([(task, along.get(task.bin, 2**31)) for task in open_ones], desk.here)

    def _rows(self, connection: Connection, every: list[CountTask]) -> tuple[TaskRow, ...]:
        goods = goods_of(connection, {task.sku for task in every if task.sku})
        begun = lines.pieces(connection)
        return tuple(
            TaskRow(
                key=str(task.count_id),
                bin=task.bin,
                product=goods[task.sku].words if task.sku else "",
                why=task.why,
                again=task.state is CountState.REJECTED,
                begun=begun.get(task.count_id, 0),
                asked=self._room.clock_time(task.asked_at),
            )
            for task in every
        )
