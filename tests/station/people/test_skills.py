"""Who was not shown a task is stopped before its room, until a supervisor lets the person in for a shift."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from sqlalchemy import insert, select

from cloud_api.wire.work import Task
from station.kernel.clock import SettableClock
from station.kernel.ids import OperatorId, StationId, new_uuid
from station.people.badges import BadgeHolder, find_badge
from station.people.let_in import SHIFT
from station.people.override import OverrideStep, OverrideTalk
from station.people.pins import PinDesk
from station.people.skill_talk import REASONS, SkillTalk
from station.storage import tables
from station.storage.database import Database

BOSS, PICKER = "7700000020", "7700000013"
PIN = "704916"
BOSS_ID, PICKER_ID = OperatorId(new_uuid()), OperatorId(new_uuid())
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


class Door:
    """The cloud: knows one PIN."""

    def supervisor(self, badge: str, pin: str) -> OperatorId:
        assert (badge, pin) == (BOSS, PIN)
        return BOSS_ID


class Pc:
    """A talk on a real file; it may be made anew, as after a start."""

    def __init__(self, folder: Path) -> None:
        self.clock = SettableClock()
        self.database = Database(folder / "station.db")
        self.changes = 0
        with self.database.act() as connection:
            for who, name, badge, chief, skills in (
                (BOSS_ID, "陈主管", BOSS, True, ""),
                (PICKER_ID, "王芳", PICKER, False, "picking,juggling"),
            ):
                row = {"id": who, "name": name, "badge": badge, "active": True, "supervisor": chief}
                connection.execute(insert(tables.operator), row | {"skills": skills})
        self.talk = self.start()

    def start(self) -> SkillTalk:
        pins = PinDesk(Door(), lambda: b"secret", CHEAP)
        return SkillTalk(
            self.database,
            self.clock,
            StationId(new_uuid()),
            lambda changed: OverrideTalk(
                self.database, pins, self.clock, lambda work, done, failed: done(work()), changed
            ),
            self._changed,
        )

    def _changed(self) -> None:
        self.changes += 1

    def holder(self, badge: str) -> BadgeHolder:
        with self.database.look() as connection:
            found = find_badge(connection, badge)[1]
        assert found is not None
        return found


@pytest.fixture
def pc(tmp_path: Path) -> Iterator[Pc]:
    made = Pc(tmp_path)
    yield made
    made.database.close()


def test_a_task_one_was_shown_is_open_and_no_skills_are_all_of_them(pc: Pc) -> None:
    picker = pc.holder(PICKER)
    assert picker.skills == {Task.PICKING}, "a task this version does not know is none of its rooms"
    pc.talk.sign_in(picker)
    assert not pc.talk.stops(Task.PICKING)
    assert not pc.talk.stops(None)
    assert pc.talk.stops(Task.CRATES)
    pc.talk.sign_in(pc.holder(BOSS))
    assert not any(pc.talk.stops(task) for task in Task)


def test_a_supervisor_lets_one_person_do_one_task_for_one_shift(pc: Pc) -> None:
    pc.talk.sign_in(pc.holder(PICKER))
    pc.talk.go_to(Task.CRATES)
    told = pc.talk.view()
    assert told is not None
    assert (told.task, told.name, told.skills, told.override) == (Task.CRATES, "王芳", (Task.PICKING,), None)
    pc.talk.ask()
    pc.talk.badge(PICKER)
    told = pc.talk.view()
    assert told is not None
    assert told.override is not None
    assert told.override.step is OverrideStep.BADGE, "the person's own badge is no supervisor's"
    pc.talk.badge(BOSS)
    pc.talk.pin(PIN)
    assert pc.talk.view() is not None
    pc.talk.choose(REASONS[0])
    assert pc.talk.view() is None
    with pc.database.look() as connection:
        fact = connection.execute(select(tables.fact)).one()
    body = json.loads(fact.body)
    assert (fact.kind, fact.operator_id) == ("OverrideGiven", PICKER_ID)
    assert (body["action"], body["reason"]) == ("work_without_skill_crates", "shown_now")
    assert (body["ref"], body["supervisor_id"]) == (str(PICKER_ID), str(BOSS_ID))
    again = pc.start()
    again.sign_in(pc.holder(PICKER))
    assert not again.stops(Task.CRATES), "a program that starts again knows it"
    assert again.stops(Task.LOADING)
    pc.clock.advance(SHIFT / timedelta(seconds=1) + 1)
    assert again.stops(Task.CRATES), "the next night it is asked again"


def test_who_goes_elsewhere_or_leaves_lets_the_question_fall(pc: Pc) -> None:
    pc.talk.sign_in(pc.holder(PICKER))
    pc.talk.go_to(Task.CRATES)
    pc.talk.ask()
    assert asks(pc)
    pc.talk.go_to(Task.PICKING)
    assert not asks(pc)
    pc.talk.go_to(Task.CRATES)
    first = pc.talk.view()
    pc.talk.tried()
    second = pc.talk.view()
    assert first is not None
    assert second is not None
    assert second.serial > first.serial, "who scans all the same is told once more"
    pc.talk.ask()
    pc.talk.sign_in(None)
    assert not asks(pc)
    assert pc.talk.view() is None


def asks(pc: Pc) -> bool:
    return pc.talk.is_asking
