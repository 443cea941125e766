"""The conversation in the team room: a key in, a view out; on the store thread."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from cloud_api.wire.work import TaskFigures, TeamReport
from station.kernel.aside import Aside
from station.kernel.clock import Clock
from station.kernel.messages import Message, Sound, Tone
from station.kernel.trouble import Trouble
from station.people.badges import BadgeHolder
from station.storage.database import Database
from station.team.model.rows import desk_rows, task_rows
from station.team.model.view import Answer, FigureRow, Page, Press, TeamView
from station.team.store.own_work import own_figures

OLD = timedelta(minutes=2)
"""Figures older than this are asked for again when somebody looks."""
OF_THE_TEAM = frozenset({Page.DESKS, Page.TASKS})
EMPTY = {
    Page.DESKS: Message("No desk has told of any work tonight"),
    Page.TASKS: Message("No desk has told of any work tonight"),
    Page.MINE: Message("Nothing done here tonight yet"),
}


class TeamCloud(Protocol):
    """Who knows what all desks did."""

    def team(self) -> TeamReport:
        """The night by desk and task. Raises CloudRefused and CloudSilent."""
        ...


class TeamFlow:
    """One team room: a supervisor sees the night by desk and task, anybody what is their own at this desk.

    Every public method runs on the store thread and returns the view to show; what ends later comes through
    `show`.
    """

    def __init__(
        self,
        cloud: TeamCloud,
        database: Database,
        clock: Clock,
        zone: ZoneInfo,
        aside: Aside,
        show: Callable[[TeamView], None],
    ) -> None:
        self._cloud = cloud
        self._database = database
        self._clock = clock
        self._zone = zone
        self._aside = aside
        self._show = show
        self._holder: BadgeHolder | None = None
        self._page = Page.MINE
        self._report: TeamReport | None = None
        self._asked_at: datetime | None = None
        self._is_asking = False
        self._trouble: Trouble | None = None
        self._own: tuple[TaskFigures, ...] = ()
        self._cursor = 0
        self._serial = 0
        self._answer: Answer | None = None

    def open(self) -> TeamView:
        """Nothing is looked up before somebody looks."""
        return self.view()

    def sign_in(self, holder: BadgeHolder | None) -> TeamView:
        """Somebody else (or nobody) works here: whose figures they are is never left standing."""
        self._holder, self._own, self._answer, self._cursor = holder, (), None, 0
        self._page = Page.DESKS if self._leads else Page.MINE
        if not self._leads:
            self._report = None
        return self.view()

    def look(self) -> TeamView:
        """A person came to the room: look everything up that is old."""
        self._answer = None
        self._count_own()
        if self._leads and self._is_old():
            self._ask()
        return self.view()

    def press(self, press: Press) -> TeamView:
        """A button, or its key."""
        self._answer = None
        if press not in self._can():
            words = Message("A supervisor signs in to see the other desks")
            self._answer = Answer(Tone.ASK, Sound.ASK, words)
        elif press is Press.LOOK:
            self._count_own()
            if self._leads:
                self._ask()
        else:
            self._page, self._cursor = Page(press.value), 0
        return self.view()

    def step(self, step: int) -> TeamView:
        """The arrows: so many rows down, or up."""
        self._cursor = min(max(self._cursor + step, 0), max(len(self._rows()) - 1, 0))
        return self.view()

    def view(self) -> TeamView:
        """The room as it is now."""
        self._serial += 1
        return TeamView(
            serial=self._serial,
            page=self._page,
            can=self._can(),
            head=self._head(),
            rows=self._rows(),
            empty=EMPTY[self._page],
            cursor=self._cursor,
            notice=self._notice(),
            answer=self._answer,
        )

    @property
    def _leads(self) -> bool:
        return self._holder is not None and self._holder.supervisor

    def _can(self) -> frozenset[Press]:
        return frozenset(Press) if self._leads else frozenset({Press.MINE, Press.LOOK})

    def _is_old(self) -> bool:
        return self._asked_at is None or self._report is None or self._clock.now() - self._asked_at > OLD

    def _ask(self) -> None:
        if self._is_asking:
            return
        self._is_asking = True
        self._asked_at = self._clock.now()
        self._aside(self._cloud.team, self._came, self._failed)

    def _came(self, report: TeamReport) -> None:
        self._is_asking, self._trouble = False, None
        self._report = report if self._leads else None
        self._show(self.view())

    def _failed(self, trouble: Trouble) -> None:
        self._is_asking, self._trouble = False, trouble
        self._show(self.view())

    def _count_own(self) -> None:
        if self._holder is None:
            return
        with self._database.look() as connection:
            self._own = own_figures(connection, self._holder.id, self._clock.now(), self._zone)

    def _rows(self) -> tuple[FigureRow, ...]:
        if self._page is Page.MINE:
            return task_rows(self._own)
        if self._report is None:
            return ()
        if self._page is Page.DESKS:
            return desk_rows(self._report, self._zone)
        return task_rows(self._report.tasks)

    def _head(self) -> Message:
        if self._page is Page.MINE:
            name = self._holder.name if self._holder else ""
            return Message("{name} at this desk, the last 12 hours", name=name)
        if self._report is None:
            return Message("The last 12 hours")
        since, until = (
            f"{each.astimezone(self._zone):%H:%M}" for each in (self._report.since, self._report.until)
        )
        return Message("All desks, {since} to {until}", since=since, until=until)

    def _notice(self) -> tuple[Tone, Message] | None:
        if self._page in OF_THE_TEAM and self._trouble is not None:
            return Tone.ASK, Message("Without the cloud only your own figures are here: F4")
        if self._page in OF_THE_TEAM and self._is_asking and self._report is None:
            return Tone.INFO, Message("A moment…")
        return None
