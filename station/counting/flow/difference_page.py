"""Differences that wait for a supervisor: what the book had, what was found, what that is worth."""

from uuid import UUID

from sqlalchemy import Connection

from cloud_api.wire.catalogue import Bin
from cloud_api.wire.floor import CountState, CountTask
from hardware.codes import RefusedCode, ScannedCode
from station.counting.commands.settling import settle
from station.counting.flow.page import Room
from station.counting.model.goods import Goods, Seen, worth_fen
from station.counting.model.ruling import Ruling, ruling
from station.counting.model.verdicts import Verdict
from station.counting.model.view import Card, DifferenceRow, Part, Press, Step, Typed
from station.counting.store.goods import goods_of, operator_name
from station.kernel.messages import Message
from station.kernel.scan import Scan
from station.people.override import Override, OverrideReason, OverrideRequest
from station.stock import tasks

APPROVE_REASONS = (
    OverrideReason("counted_twice", Message("Counted twice, the same")),
    OverrideReason("seen_myself", Message("Seen by myself")),
    OverrideReason("small", Message("A small difference")),
    OverrideReason("other", Message("Another reason")),
)
AGAIN_REASONS = (
    OverrideReason("looks_wrong", Message("It looks wrong")),
    OverrideReason("goods_moving", Message("Goods were on the move")),
    OverrideReason("large", Message("A large difference")),
    OverrideReason("other", Message("Another reason")),
)


def waiting(connection: Connection) -> list[CountTask]:
    """Counts with a difference nobody has decided about; one on its way to the cloud tells none yet."""
    return [task for task in tasks.counts(connection, (CountState.TAKEN,)) if task.differences]


class DifferencePage:
    """Only supervisors get here: who counts must not see the book."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._chosen: str | None = None

    def found(self, found: Bin | Seen, scan: Scan | None) -> Ruling | None:
        """A bin's label chooses its difference; anything else is looked up."""
        if isinstance(found, Bin):
            with self._room.desk.database.look() as connection:
                here = [task for task in waiting(connection) if task.bin == found.code]
            if here:
                self._chosen = _key(here[0], 0)
                return None
        return self._room.look_at(found)

    def wants(self) -> Typed:
        return Typed.CODE

    def typed(self, text: str) -> Ruling | None:
        return None

    def takes(self, code: ScannedCode | RefusedCode) -> bool:
        return False

    def press(self, press: Press) -> Ruling | None:
        """Ask the supervisor for badge, PIN and reason."""
        task = self._chosen_task()
        if task is None or press not in (Press.APPROVE, Press.AGAIN):
            return ruling(Verdict.NOT_NOW)
        approved = press is Press.APPROVE

        def granted(override: Override) -> Ruling:
            return settle(self._room.desk, task.count_id, override, approved=approved)

        question = (
            Message("{bin}: the book follows what was found", bin=task.bin)
            if approved
            else Message("{bin}: somebody else counts again", bin=task.bin)
        )
        action = "count_approved" if approved else "count_rejected"
        reasons = APPROVE_REASONS if approved else AGAIN_REASONS
        self._room.ask_supervisor(OverrideRequest(action, question, reasons, task.count_id), granted)
        return ruling(Verdict.SUPERVISOR_WANTED)

    def choose(self, key: str) -> Ruling | None:
        self._chosen = key
        return None

    def part(self, connection: Connection) -> Part:
        every = waiting(connection)
        rows = self._rows(connection, every)
        keys = [row.key for row in rows]
        if self._chosen not in keys:
            self._chosen = keys[0] if keys else None
        question = Message("Is what was found right?") if rows else Message("No difference waits")
        return Part(
            step=Step.DIFFERENCES,
            question=question,
            card=Card(str(len(every)), Message("counts differ from the book"), done=not every),
            rows=rows,
            chosen=self._chosen,
            empty=Message("What is counted and differs from the book stands here"),
            can=frozenset({Press.APPROVE, Press.AGAIN} if rows else ()),
        )

    def _chosen_task(self) -> CountTask | None:
        if self._chosen is None:
            return None
        with self._room.desk.database.look() as connection:
            return tasks.find_count(connection, UUID(self._chosen.partition(":")[0]))

    def _rows(self, connection: Connection, every: list[CountTask]) -> tuple[DifferenceRow, ...]:
        goods = goods_of(connection, {each.sku for task in every for each in task.differences})
        chosen = (self._chosen or "").partition(":")[0]
        return tuple(
            row
            for task in every
            for row in _rows_of(
                task, goods, operator_name(connection, task.counted_by), chosen=str(task.count_id) == chosen
            )
        )


def _rows_of(
    task: CountTask, goods: dict[str, Goods], counted_by: str, *, chosen: bool
) -> list[DifferenceRow]:
    return [
        DifferenceRow(
            key=_key(task, number),
            count_id=task.count_id,
            bin=task.bin,
            product=goods[each.sku].words,
            lot=each.lot,
            expiry=each.expiry,
            book=each.book,
            found=each.found,
            weight_g=each.found_weight_g - each.book_weight_g,
            value_fen=worth_fen(
                goods[each.sku], each.found - each.book, each.found_weight_g - each.book_weight_g
            ),
            counted_by=counted_by,
            chosen=chosen,
        )
        for number, each in enumerate(task.differences)
    ]


def _key(task: CountTask, number: int) -> str:
    return f"{task.count_id}:{number}"
