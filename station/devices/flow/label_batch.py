"""The labels printed last: queued in one act, watched, taken back, looked after."""

from collections.abc import Callable

from sqlalchemy import Connection

from station.devices import commands, store
from station.devices.model.label_page import Batch
from station.devices.model.view import Answer
from station.kernel.clock import Clock
from station.kernel.messages import Message, Sound, Tone
from station.kernel.trouble import Trouble
from station.printing import batch
from station.printing.queue import JobState, NewJob
from station.storage.database import Database


class BatchDesk:
    """Each act tells through `answer` what came of it; returns whether it was written down."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        answer: Callable[[Answer], None],
        after_act: Callable[[], None],
    ) -> None:
        """`after_act` hears that labels may wait to be printed."""
        self._database, self._clock, self._answer, self._after_act = database, clock, answer, after_act
        self._places: tuple[range, ...] = ()

    def open(self) -> None:
        """Take up what an earlier run queued."""
        with self._database.look() as connection:
            self._places = store.label_batch(connection)

    @property
    def is_known(self) -> bool:
        """Whether there are any."""
        return bool(self._places)

    def print(self, jobs: list[NewJob]) -> bool:
        """Queue these, all or none."""

        def act(connection: Connection) -> Message:
            self._places = (commands.print_labels(connection, jobs, self._clock.now()),)
            return Message("In the print queue: {count}", count=len(jobs))

        return self._act(act)

    def cancel_rest(self) -> bool:
        """What was not sent yet is not needed."""

        def act(connection: Connection) -> Message:
            count = batch.cancel_rest(connection, self._places, self._clock.now())
            return Message("Not printed any more: {count}", count=count)

        return self._act(act)

    def settle(self, *, came_out: bool) -> bool:
        """The person looked whether what was sent came out; what did not prints again."""

        def act(connection: Connection) -> Message:
            at = self._clock.now()
            if came_out:
                count = commands.labels_came_out(connection, self._places, at)
                return Message("Recorded as printed: {count}", count=count)
            count, self._places = commands.print_missing(connection, self._places, at)
            return Message("Printed again: {count}", count=count)

        return self._act(act)

    def part(self) -> Batch | None:
        """How far they are; None where there are none."""
        if not self._places:
            return None
        with self._database.look() as connection:
            states = batch.states_of(connection, self._places)
        waiting = states.get(JobState.WAITING, 0) + states.get(JobState.SENT, 0)
        stopped, unseen = states.get(JobState.FAILED, 0), states.get(JobState.UNKNOWN, 0)
        printed = states.get(JobState.CONFIRMED, 0)
        total = printed + waiting + stopped + unseen
        return Batch(total, printed, waiting, stopped, unseen) if total else None

    def _act(self, act: Callable[[Connection], Message]) -> bool:
        before = self._places
        try:
            with self._database.act() as connection:
                words = act(connection)
        except Trouble as trouble:
            self._places = before
            self._answer(Answer(Tone.REFUSED, trouble.words(), Sound.WRONG))
            return False
        self._after_act()
        self._answer(Answer(Tone.OK, words))
        return True
