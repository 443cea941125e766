"""Stands before the rooms of work: who was not shown a task is told so there, and what to do."""

from collections.abc import Callable

from cloud_api.wire.work import Task
from station.bootstrap.roles import COUNTING, CRATES, INBOUND, LOADING, PACKING, PICKING, SLOTTING
from station.bootstrap.stands.stand import Site
from station.people.badges import BadgeHolder
from station.people.skill_talk import SkillTalk, Stopped

TASK_OF = {
    PICKING: Task.PICKING,
    PACKING: Task.PICKING,
    INBOUND: Task.RECEIVING,
    COUNTING: Task.COUNTING,
    LOADING: Task.LOADING,
    SLOTTING: Task.SLOTTING,
    CRATES: Task.CRATES,
}
"""The task of each room that has one; the others everybody may enter."""


class SkillDoor:
    """Knows which room is in front and whether it is shut; all on the store thread."""

    def __init__(self, site: Site, room: str) -> None:
        """`room` is the one in front at the start."""
        self._front = site.front
        self._after_act = site.after_act
        self._room = room
        self._told: tuple[str, Stopped | None] = ("", None)
        self._locked: frozenset[str] = frozenset()
        self.talk = SkillTalk(
            site.records.database,
            site.clock,
            site.identity.id,
            site.supervisors.talk,
            lambda: self._tell(),
        )
        self.talk.go_to(TASK_OF.get(room))

    @property
    def wants_badge(self) -> bool:
        """Whether the next badge is a supervisor's."""
        return self.talk.is_asking

    def sign_in(self, holder: BadgeHolder | None) -> None:
        """Somebody else, or nobody, works here."""
        self.talk.sign_in(holder)

    def enter(self, room: str) -> None:
        """A person goes to a room."""
        self._room = room
        self.talk.go_to(TASK_OF.get(room))

    def shuts(self, room: str) -> bool:
        """Whether an act meant for `room` is stopped; who tries is told."""
        if not self.talk.stops(TASK_OF.get(room)):
            return False
        if room == self._room:
            self.talk.tried()
        return True

    def act(self, gesture: Callable[[SkillTalk], None]) -> None:
        """A button or key at the door."""
        gesture(self.talk)
        self._after_act()

    def _tell(self) -> None:
        told = (self._room, self.talk.view())
        if told != self._told:
            self._told = told
            self._front.stopped(*told)
        stopped = {task for task in set(TASK_OF.values()) if self.talk.stops(task)}
        locked = frozenset(room for room, task in TASK_OF.items() if task in stopped)
        if locked != self._locked:
            self._locked = locked
            self._front.locked(locked)
