"""A supervisor's word: badge, PIN, reason; with and without a network, and never for anybody else."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from argon2 import PasswordHasher
from sqlalchemy import insert, select

from station.kernel.clock import SettableClock
from station.kernel.ids import OperatorId, new_uuid
from station.kernel.messages import Message, Tone
from station.kernel.trouble import Trouble
from station.people.override import Override, OverrideReason, OverrideRequest, OverrideStep, OverrideTalk
from station.people.pins import PROOF_LASTS, PinDesk
from station.storage import tables
from station.storage.database import Database
from station.sync.answers import CloudRefused, CloudSilent

T = TypeVar("T")
BOSS, PICKER, LEFT = "7700000020", "7700000013", "7700000037"
PIN, WRONG = "704916", "111222"
BOSS_ID = OperatorId(new_uuid())
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
REASON = OverrideReason("miscount", Message("Miscounted"))
REQUEST = OverrideRequest(
    "crate_reopened", Message("Open crate {crate} again", crate=3), (REASON,), new_uuid()
)


@dataclass
class ScriptedDoor:
    """The cloud: knows one PIN; may be out of reach."""

    pin: str = PIN
    reachable: bool = True
    shut_s: float = 0.0
    asked: list[str] = field(default_factory=list)

    def supervisor(self, badge: str, pin: str) -> OperatorId:
        self.asked.append(pin)
        if not self.reachable or self.shut_s:
            words = Message("silent")
            raise CloudSilent(words, words, retry_helps=True, retry_after_s=self.shut_s)
        if (badge, pin) != (BOSS, self.pin):
            raise CloudRefused(409, "Badge and PIN do not fit.")
        return BOSS_ID


class Desk:
    """A talk on a real database file, its slow work done when a test says so."""

    def __init__(self, folder: Path) -> None:
        self.clock = SettableClock()
        self.database = Database(folder / "station.db")
        self.door = ScriptedDoor()
        self.waiting: list[Callable[[], None]] = []
        self.given: list[Override] = []
        self.told = 0
        pins = PinDesk(self.door, lambda: b"of the key store", CHEAP)
        self.talk = OverrideTalk(self.database, pins, self.clock, self._aside, self._changed)
        with self.database.act() as connection:
            for badge, name, active, supervisor, person in (
                (BOSS, "陈主管", True, True, BOSS_ID),
                (PICKER, "王芳", True, False, new_uuid()),
                (LEFT, "赵离职", False, True, new_uuid()),
            ):
                row = {"id": person, "name": name, "badge": badge, "active": active, "supervisor": supervisor}
                connection.execute(insert(tables.operator).values(row))

    def begin(self) -> None:
        self.talk.begin(REQUEST, self.given.append)

    def type(self, pin: str) -> None:
        self.talk.pin(pin)
        while self.waiting:
            self.waiting.pop(0)()

    def is_at(self, step: OverrideStep) -> bool:
        view = self.talk.view()
        return view is not None and view.step is step

    @property
    def words(self) -> str:
        view = self.talk.view()
        assert view is not None
        return view.words.text

    def _aside(
        self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[Trouble], None]
    ) -> None:
        self.waiting.append(lambda: done(work()))

    def _changed(self) -> None:
        self.told += 1


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.database.close()


def test_badge_pin_and_reason_make_a_word(desk: Desk) -> None:
    desk.begin()
    assert desk.is_at(OverrideStep.BADGE)
    assert desk.talk.wants_badge
    desk.talk.badge(BOSS)
    assert desk.is_at(OverrideStep.PIN)
    desk.type(PIN)
    assert desk.is_at(OverrideStep.REASON)
    desk.talk.choose(REASON)
    (given,) = desk.given
    body = given.body()
    assert (body.supervisor_id, body.action, body.reason) == (BOSS_ID, "crate_reopened", "miscount")
    assert (body.ref, body.without_network) == (REQUEST.ref, False)
    assert desk.talk.view() is None


@pytest.mark.parametrize("badge", [PICKER, LEFT, "7799999995"])
def test_nobody_else_gets_to_the_pin(desk: Desk, badge: str) -> None:
    desk.begin()
    desk.talk.badge(badge)
    view = desk.talk.view()
    assert view is not None
    assert (view.step, view.tone) == (OverrideStep.BADGE, Tone.REFUSED)


@pytest.mark.parametrize("pin", ["", "123", "123456789", "12a4", "１２３４"])
def test_what_is_no_pin_is_not_sent(desk: Desk, pin: str) -> None:
    desk.begin()
    desk.talk.badge(BOSS)
    desk.type(pin)
    assert desk.is_at(OverrideStep.PIN)
    assert desk.door.asked == []


def test_a_wrong_pin_is_asked_for_again_and_the_fifth_shuts_the_badge(desk: Desk) -> None:
    desk.begin()
    desk.talk.badge(BOSS)
    for _ in range(4):
        desk.type(WRONG)
        assert desk.is_at(OverrideStep.PIN)
    desk.type(WRONG)
    assert desk.is_at(OverrideStep.BADGE)
    assert "Wait" in desk.words
    desk.talk.badge(BOSS)
    assert desk.is_at(OverrideStep.BADGE)
    assert "Wait" in desk.words
    desk.clock.advance(31)
    desk.talk.badge(BOSS)
    desk.type(PIN)
    assert desk.is_at(OverrideStep.REASON)
    with desk.database.look() as connection:
        assert connection.execute(select(tables.pin_miss)).all() == []


def let_in_once(desk: Desk) -> None:
    desk.begin()
    desk.talk.badge(BOSS)
    desk.type(PIN)
    desk.talk.cancel()


def test_without_a_network_the_pin_of_the_last_days_does(desk: Desk) -> None:
    let_in_once(desk)
    desk.door.reachable = False
    desk.begin()
    desk.talk.badge(BOSS)
    desk.type(WRONG)
    assert desk.is_at(OverrideStep.PIN)
    desk.type(PIN)
    desk.talk.choose(REASON)
    assert [given.without_network for given in desk.given] == [True]


def test_without_a_network_nobody_unknown_here_is_let_in(desk: Desk) -> None:
    desk.door.reachable = False
    desk.begin()
    desk.talk.badge(BOSS)
    desk.type(PIN)
    assert desk.is_at(OverrideStep.BADGE)
    assert "Without the cloud" in desk.words


def test_a_proof_of_long_ago_is_none(desk: Desk) -> None:
    let_in_once(desk)
    desk.door.reachable = False
    desk.clock.advance((PROOF_LASTS + timedelta(seconds=1)).total_seconds())
    desk.begin()
    desk.talk.badge(BOSS)
    desk.type(PIN)
    assert desk.is_at(OverrideStep.BADGE)


def test_the_database_alone_does_not_tell_the_pin(desk: Desk) -> None:
    let_in_once(desk)
    with desk.database.look() as connection:
        kept = connection.execute(select(tables.pin_proof.c.hash)).scalar_one()
    with pytest.raises(Exception, match="does not match"):
        CHEAP.verify(kept, PIN)


def test_the_cloud_that_shuts_the_door_is_heard(desk: Desk) -> None:
    desk.door.shut_s = 60.0
    desk.begin()
    desk.talk.badge(BOSS)
    desk.type(PIN)
    assert desk.is_at(OverrideStep.BADGE)
    assert "Wait" in desk.words


def test_what_is_cancelled_while_the_pin_is_compared_stays_so(desk: Desk) -> None:
    desk.begin()
    desk.talk.badge(BOSS)
    desk.talk.pin(PIN)
    desk.talk.cancel()
    while desk.waiting:
        desk.waiting.pop(0)()
    assert (desk.talk.view(), desk.given, desk.told) == (None, [], 0)


def test_a_pin_that_was_changed_at_the_cloud_does_not_do_here_either(desk: Desk) -> None:
    let_in_once(desk)
    desk.door.pin = "902817"
    desk.begin()
    desk.talk.badge(BOSS)
    desk.type(PIN)
    desk.door.reachable = False
    desk.type(PIN)
    assert desk.is_at(OverrideStep.BADGE)
    assert "Without the cloud" in desk.words
