"""Stops who was not shown how to do a task, until a supervisor lets the person do it for this shift."""

from collections.abc import Callable
from dataclasses import dataclass

from cloud_api.wire.facts import FactKind
from cloud_api.wire.work import Task
from station.kernel.clock import Clock
from station.kernel.ids import StationId
from station.kernel.messages import Message, Sound, Tone
from station.people.badges import BadgeHolder
from station.people.let_in import SHIFT, LetIn, keep_let_in, let_in
from station.people.override import (
    Override,
    OverrideReason,
    OverrideRequest,
    OverrideTalk,
    OverrideView,
)
from station.people.task_words import TASK_WORDS
from station.storage.database import Database
from station.sync.outbox import Author, acting

ACTION = "work_without_skill"
REASONS = (
    OverrideReason("shown_now", Message("Is shown how by somebody beside")),
    OverrideReason("too_few", Message("Too few hands tonight")),
    OverrideReason("can_already", Message("Can do it; the list is old")),
)


@dataclass(frozen=True)
class Stopped:
    """What is told in place of a room: who may not work in it, and what to do."""

    task: Task
    name: str
    skills: tuple[Task, ...]
    override: OverrideView | None
    serial: int
    """A higher one: somebody tried again."""
    tone: Tone = Tone.REFUSED
    sound: Sound = Sound.WRONG

    @property
    def words(self) -> Message:
        """Who, and what not."""
        return Message(
            "{name} was not shown how to do this: {task}", name=self.name, task=TASK_WORDS[self.task]
        )


class SkillTalk:
    """One PC's answer to who works where; all on the store thread."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        station_id: StationId,
        talk_with: Callable[[Callable[[], None]], OverrideTalk],
        changed: Callable[[], None],
    ) -> None:
        """`changed` hears of everything that wants to be shown, and of each fact that is to be sent."""
        self._database = database
        self._clock = clock
        self._station_id = station_id
        self._talk = talk_with(changed)
        self._changed = changed
        self._holder: BadgeHolder | None = None
        self._task: Task | None = None
        self._serial = 0

    @property
    def is_asking(self) -> bool:
        """Whether the next badge is a word to this talk."""
        return self._talk.wants_badge

    def sign_in(self, holder: BadgeHolder | None) -> None:
        """Somebody else, or nobody, works here."""
        self._talk.cancel()
        self._holder = holder
        self._changed()

    def go_to(self, task: Task | None) -> None:
        """A person is where this task is done; None: where everybody may."""
        if task is not self._task:
            self._talk.cancel()
        self._task = task
        self._changed()

    def stops(self, task: Task | None) -> bool:
        """Whether who works here may not do this task."""
        holder = self._holder
        if holder is None or task is None or holder.may_do(task):
            return False
        with self._database.look() as connection:
            words = let_in(connection, self._clock.now())
        return not any(word.operator == holder.id and word.task is task for word in words)

    def tried(self) -> None:
        """A scan or a key was meant for the room: it is told once more."""
        self._serial += 1
        self._changed()

    def ask(self) -> None:
        """A supervisor is wanted."""
        task, holder = self._task, self._holder
        if task is None or holder is None or not self.stops(task):
            return
        question = Message(
            "Let {name} do this for this shift: {task}?", name=holder.name, task=TASK_WORDS[task]
        )
        request = OverrideRequest(f"{ACTION}_{task.value}", question, REASONS, holder.id)
        self._talk.begin(request, lambda word: self._granted(holder, task, word))
        self._changed()

    def badge(self, badge: str) -> None:
        """A badge, while one is wanted."""
        self._talk.badge(badge)
        self._changed()

    def pin(self, pin: str) -> None:
        """The supervisor typed the PIN."""
        self._talk.pin(pin)
        self._changed()

    def choose(self, reason: OverrideReason) -> None:
        """The supervisor says why."""
        self._talk.choose(reason)
        self._changed()

    def cancel(self) -> None:
        """Nobody is let in."""
        self._talk.cancel()
        self._changed()

    def view(self) -> Stopped | None:
        """What stands in place of the room; None where the person may work."""
        task, holder = self._task, self._holder
        if task is None or holder is None or not self.stops(task):
            return None
        skills = tuple(each for each in Task if each in holder.skills)
        return Stopped(task, holder.name, skills, self._talk.view(), self._serial)

    def _granted(self, holder: BadgeHolder, task: Task, word: Override) -> None:
        """The word and what it opens are one act."""
        now = self._clock.now()
        with acting(self._database, Author(self._station_id, holder.id, now)) as act:
            keep_let_in(act.connection, LetIn(holder.id, task, now + SHIFT), now)
            act.fact(FactKind.OVERRIDE_GIVEN, word.body())
