"""The team room: a supervisor sees the night by desk, anybody what is their own; none is ranked."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtWidgets import QApplication
from sqlalchemy import insert

from cloud_api.wire.facts import FactKind
from cloud_api.wire.work import Caught, DeskFigures, NightSums, Task, TeamReport, WorkDone, nights_back
from station.kernel.clock import SettableClock
from station.kernel.ids import OperatorId, StationId, new_uuid
from station.kernel.messages import Message, Texts, Tone
from station.kernel.trouble import Trouble
from station.people.badges import BadgeHolder
from station.shell.look import Look
from station.storage import tables
from station.storage.database import Database
from station.sync.outbox import Author, append_fact
from station.team.flow import TeamFlow
from station.team.model.view import Page, Press, Rate, TeamView
from station.team.screen.screen import TeamScreen

T = TypeVar("T")
ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 6, 18, 18, 40, tzinfo=UTC)
HOUR = NOW.replace(minute=0)
ANNA = BadgeHolder(OperatorId(UUID(int=7)), "王芳", "7700000013")
BO = BadgeHolder(OperatorId(UUID(int=8)), "李强", "7700000020")
CHIEF = BadgeHolder(OperatorId(UUID(int=9)), "陈主管", "7700000037", supervisor=True)
STATION = StationId(new_uuid())


def test_the_same_hours_of_days_before_are_nights_back_and_others_are_none() -> None:
    since, until = HOUR - timedelta(hours=11), HOUR + timedelta(hours=1)
    assert nights_back(HOUR, since, until) == 0
    assert nights_back(since - timedelta(days=2), since, until) == 2
    assert nights_back(since - timedelta(hours=1), since, until) is None
    assert nights_back(until, since, until) is None


def test_the_usual_rate_is_the_median_of_nights_with_enough_work() -> None:
    sums = NightSums()
    for back, lines, active_s in (
        (0, 90, 3_600),
        (1, 100, 3_600),
        (2, 80, 3_600),
        (3, 500, 3_600),
        (4, 9, 60),
    ):
        sums.add(back, lines, 2 * lines, active_s, 1)
    told = sums.figures(Task.PICKING)
    assert (told.lines, told.usual_lines, told.usual_pieces, told.caught) == (90, 100, 200, 1)


class Room:
    """A team room on a real file; the cloud answers when a test lets it."""

    def __init__(self, folder: Path) -> None:
        self.clock = SettableClock(NOW)
        self.database = Database(folder / "station.db")
        self.answer: TeamReport | Trouble = TeamReport(since=HOUR, until=NOW, weeks=4, desks=(), tasks=())
        self.asked = 0
        self.shown: list[TeamView] = []
        self.flow = TeamFlow(self, self.database, self.clock, ZONE, self._aside, self.shown.append)

    def team(self) -> TeamReport:
        self.asked += 1
        if isinstance(self.answer, Trouble):
            raise self.answer
        return self.answer

    @staticmethod
    def _aside(work: Callable[[], T], done: Callable[[T], None], failed: Callable[[Trouble], None]) -> None:
        try:
            result = work()
        except Trouble as trouble:
            failed(trouble)
        else:
            done(result)

    def told(self, who: BadgeHolder, hour: datetime, lines: int, active_s: int = 3_600) -> None:
        body = WorkDone(hour=hour, task=Task.PICKING, lines=lines, active_s=active_s, caught=Caught(other=2))
        with self.database.act() as connection:
            append_fact(connection, Author(STATION, who.id, hour), FactKind.WORK_DONE, body)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    made = Room(tmp_path)
    yield made
    made.database.close()


def test_a_picker_sees_what_is_their_own_and_asks_the_cloud_nothing(room: Room) -> None:
    room.told(BO, HOUR - timedelta(hours=2), 300)
    room.told(ANNA, HOUR - timedelta(hours=2), 120)
    for days in (1, 7, 8):
        room.told(ANNA, HOUR - timedelta(hours=2, days=days), 100 + days)
    scan = {"id": new_uuid(), "operator_id": ANNA.id, "at": NOW - timedelta(minutes=3), "code": "0"}
    more = {"device": "x", "verdict": "wrong_product", "tone": "refused", "values": "{}"}
    with room.database.act() as connection:
        connection.execute(insert(tables.scan), scan | more)
    room.flow.sign_in(ANNA)
    view = room.flow.look()
    (row,) = view.rows
    assert (row.lines, row.caught, row.minutes) == (Rate(120, 107), 3, 60)
    assert view.page is Page.MINE
    refused = room.flow.press(Press.DESKS)
    assert refused.answer is not None
    assert (refused.page, refused.answer.tone) == (Page.MINE, Tone.ASK)
    assert room.asked == 0
    assert room.flow.sign_in(BO).rows == (), "whose figures they are is never left standing"


def test_little_work_has_no_rate(room: Room) -> None:
    room.told(ANNA, HOUR - timedelta(hours=1), 40, active_s=1_799)
    room.flow.sign_in(ANNA)
    (row,) = room.flow.look().rows
    assert (row.lines, row.minutes) == (Rate(None, None), 29)


def report() -> TeamReport:
    sums = NightSums()
    sums.add(0, 60, 120, 3_600, 4)
    sums.add(7, 50, 100, 3_600, 0)
    figures = sums.figures(Task.PICKING)
    busy = {"operator": "王芳", "skills": (Task.PICKING,), "last_act_at": NOW}
    desks = (
        DeskFigures(station_id=UUID(int=1), name="A-01", tasks=(figures,), **busy),
        DeskFigures(station_id=UUID(int=2), name="A-02", operator="李强", last_act_at=NOW),
    )
    return TeamReport(since=HOUR, until=NOW, weeks=4, desks=desks, tasks=(figures,))


def test_a_supervisor_sees_desks_and_tasks_and_without_the_cloud_is_told_so(room: Room) -> None:
    room.answer = report()
    room.flow.sign_in(CHIEF)
    view = room.flow.look()
    assert [row.title.values.get("before") or row.title.values["name"] for row in view.rows] == [
        "A-01",
        "A-02",
    ]
    assert view.rows[0].lines == Rate(60, 50)
    assert view.rows[0].under[0].values == {"name": "王芳", "time": "02:40"}
    assert room.flow.look().rows == view.rows
    assert room.asked == 1, "what is young is not asked for again"
    assert [row.key for row in room.flow.press(Press.TASKS).rows] == ["picking"]
    words = Message("silent")
    room.answer = Trouble(words, words, retry_helps=True)
    room.flow.press(Press.LOOK)
    notice = room.shown[-1].notice
    assert notice is not None
    assert notice[0] is Tone.ASK
    assert room.shown[-1].rows, "the figures there were stay"
    assert room.flow.sign_in(ANNA).page is Page.MINE


def test_the_screen_says_all_beside_its_bars_and_hides_what_is_not_theirs(
    qapp: QApplication, room: Room, resources: Path, look: Look
) -> None:
    room.answer = report()
    texts = Texts(resources / "texts", "en")
    room.flow.sign_in(CHIEF)
    pressed: list[object] = []

    class Hand:
        def press(self, press: Press) -> None:
            pressed.append(press)

        def step(self, step: int) -> None:
            pressed.append(step)

    screen = TeamScreen(texts, look, Hand())
    screen.resize(1246, 712)
    screen.show()
    screen.show_view(room.flow.look())
    qapp.processEvents()
    assert "60" in screen.rows.accessibleName()
    assert screen.rows.grab().toImage().pixelColor(500, 46) != screen.rows.grab().toImage().pixelColor(5, 2)
    screen.show_view(room.flow.sign_in(ANNA))
    shown = [press for press in Press if screen._buttons[press].isVisible()]
    assert shown == [Press.MINE, Press.LOOK]
    screen._buttons[Press.LOOK].click()
    assert pressed == [Press.LOOK]
    screen.close()
