"""A code on the screen: shown once, asked for in the background, and what becomes of it is told."""

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread
from typing import Any
from uuid import UUID

import pytest

from cloud_api.wire.stations import DeviceAuthorization, Granted, NewToken, Role, TokenState
from station.bootstrap.identity import (
    NewEnrolment,
    TokenStore,
    device_request,
    keep_enrolment,
    load_identity,
)
from station.bootstrap.screen_code import CodeOnScreen, ScreenCode
from station.bootstrap.token_keeper import AFTER_TROUBLE_S, ASK_EVERY_S, TokenKeeper
from station.kernel.clock import SettableClock
from station.kernel.ids import StationId
from station.kernel.trouble import Trouble
from station.storage.database import Records
from station.sync import outbox
from station.sync.answers import CloudSilent
from station.sync.client import CloudClient
from tests.station.bootstrap.test_enrolment import FIRST, SECOND, SHOP, enrolled
from tests.station.sync.kit import DEADLINE_S, Reply, ScriptedCloud, problem, reply, write_fact

CODES = DeviceAuthorization(
    device_code="d" * 43,
    user_code="BCDF-GHJK",
    verification_uri="https://cloud.example.cn/console/device",
    verification_uri_complete="https://cloud.example.cn/console/device?code=BCDF-GHJK",
    expires_in=900,
    interval=0,
)


def refused(error: str) -> Reply:
    told = {"type": "about:blank", "title": "no", "detail": error, "error": error}
    return Reply(json.dumps(told).encode(), 400)


def granted(station_id: UUID, **place: Any) -> Reply:
    told = enrolled(station_id).model_copy(update=place).model_dump()
    return reply(Granted(**told, access_token=told["token"], expires_in=60))


class Asking:
    """A PC that asks, and what it showed."""

    def __init__(self, cloud: ScriptedCloud, clock: SettableClock, records: Records) -> None:
        self.shown: list[CodeOnScreen] = []
        self._records = records
        self.code = ScreenCode(CloudClient(cloud.url), clock, self.shown.append)

    def ask(self) -> Granted | None:
        return self.code.ask(self._records.act(device_request, "工位 1"))


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Records]:
    made = Records(tmp_path / "station.db")
    yield made
    made.close()


@pytest.fixture
def asking(cloud: ScriptedCloud, clock: SettableClock, records: Records) -> Iterator[Asking]:
    cloud.script("/v1/device-authorization", reply(CODES))
    made = Asking(cloud, clock, records)
    yield made
    made.code.stop()


def test_the_code_is_shown_and_the_token_comes_when_it_was_allowed(
    asking: Asking, cloud: ScriptedCloud
) -> None:
    cloud.script("/v1/token", refused("authorization_pending"), granted(FIRST))
    answer = asking.ask()
    assert answer is not None
    assert answer.station_id == FIRST
    assert [(shown.code, shown.good_for_s) for shown in asking.shown] == [("BCDF-GHJK", 900)]
    assert cloud.asked("/v1/device-authorization")[0].body["name"] == "工位 1"
    assert {each.body["device_code"] for each in cloud.asked("/v1/token")} == {"d" * 43}


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ("access_denied", "This desk was refused"),
        ("expired_token", "The code on the screen is too old"),
        ("invalid_grant", "The code on the screen is too old"),
    ],
)
def test_a_code_that_leads_nowhere_is_told_with_what_to_do(
    asking: Asking, cloud: ScriptedCloud, error: str, words: str
) -> None:
    cloud.script("/v1/token", refused(error))
    with pytest.raises(Trouble) as caught:
        asking.ask()
    assert caught.value.what.text == words
    assert "F9" in caught.value.remedy.text


def test_a_cloud_that_falls_silent_meanwhile_is_asked_again(asking: Asking, cloud: ScriptedCloud) -> None:
    cloud.script("/v1/token", Reply(status=503), granted(FIRST))
    assert asking.ask() is not None
    assert len(cloud.asked("/v1/token")) == 2


def test_a_cloud_that_is_not_there_is_told_at_once(clock: SettableClock, records: Records) -> None:
    silent = ScreenCode(CloudClient("http://127.0.0.1:9"), clock, lambda _code: None)
    with pytest.raises(CloudSilent):
        silent.ask(records.act(device_request, "工位 1"))


def test_the_pc_itself_knows_when_its_code_is_too_old(
    asking: Asking, cloud: ScriptedCloud, clock: SettableClock
) -> None:
    cloud.script("/v1/token", refused("authorization_pending"))
    asking.shown = _Late(clock)
    asking.code = ScreenCode(CloudClient(cloud.url), clock, asking.shown.append)
    with pytest.raises(Trouble):
        asking.ask()
    assert cloud.asked("/v1/token") == []


class _Late(list[CodeOnScreen]):
    """A person who looks away for longer than a code is good."""

    def __init__(self, clock: SettableClock) -> None:
        super().__init__()
        self._clock = clock

    def append(self, code: CodeOnScreen) -> None:
        super().append(code)
        self._clock.advance(code.good_for_s + 1)


def test_whoever_gives_up_waits_for_nothing(asking: Asking, cloud: ScriptedCloud) -> None:
    cloud.answers.clear()
    ended = Event()
    answers: list[Granted | None] = []

    def ask() -> None:
        answers.append(asking.ask())
        ended.set()

    thread = Thread(target=ask)
    thread.start()
    cloud.wait_until_asked("/v1/device-authorization")
    asking.code.stop()
    assert ended.wait(DEADLINE_S)
    thread.join(DEADLINE_S)
    assert answers == [None]


class Pc:
    """A PC with its records and its token."""

    def __init__(self, folder: Path, records: Records, clock: SettableClock, cloud: ScriptedCloud) -> None:
        self.records = records
        self.tokens = TokenStore(folder, in_file=True)
        self._clock = clock
        self._cloud = cloud

    def keep(self, station_id: UUID, token: str, **place: Any) -> None:
        told = enrolled(station_id).model_copy(update={"token": token, **place})
        enrolment = NewEnrolment(self._cloud.url, "工位 1", self._clock.now())
        keep_enrolment(self.records, self.tokens, told, enrolment)


@pytest.fixture
def pc(tmp_path: Path, records: Records, clock: SettableClock, cloud: ScriptedCloud) -> Pc:
    return Pc(tmp_path, records, clock, cloud)


def test_the_same_station_again_keeps_its_unsent_records_and_their_chain(
    pc: Pc, clock: SettableClock
) -> None:
    pc.keep(FIRST, "old")
    pc.records.act(write_fact, clock)
    request = pc.records.act(device_request, "工位 1")
    assert (request.station_id, request.unsent, request.roles) == (FIRST, 1, (Role.WAREHOUSE,))
    pc.keep(FIRST, "new")
    assert pc.records.act(outbox.count) == (1, 0)
    assert pc.tokens.load(StationId(FIRST)) == "new"
    pc.records.act(write_fact, clock)
    assert [row.seq for row in pc.records.act(outbox.waiting_rows, 10, 0)] == [1, 2]


@pytest.mark.parametrize("told", [(SECOND, {}), (FIRST, SHOP)])
def test_another_station_or_another_place_is_refused_while_records_would_be_lost(
    pc: Pc, clock: SettableClock, told: tuple[UUID, dict[str, Any]]
) -> None:
    pc.keep(FIRST, "old")
    pc.records.act(write_fact, clock)
    with pytest.raises(Trouble):
        pc.keep(told[0], "new", **told[1])
    identity = pc.records.act(load_identity)
    assert identity is not None
    assert identity.id == FIRST
    assert pc.records.act(outbox.count) == (1, 0)


def test_a_new_pc_says_that_it_is_new(pc: Pc) -> None:
    request = pc.records.act(device_request, "工位 1")
    assert (request.station_id, request.unsent, request.roles) == (None, 0, ())


def _state(clock: SettableClock, **until: float) -> Reply:
    at = clock.now()
    return reply(
        TokenState(created_at=at, expires_at=at + timedelta(days=90), rotate_from=at + timedelta(**until))
    )


def _keeper(pc: Pc, cloud: ScriptedCloud, clock: SettableClock) -> TokenKeeper:
    pc.tokens.save(StationId(FIRST), "old")
    return TokenKeeper(pc.tokens, StationId(FIRST), "old", lambda token: CloudClient(cloud.url, token), clock)


def test_a_token_half_over_is_replaced_and_kept_before_it_is_used(
    pc: Pc, cloud: ScriptedCloud, clock: SettableClock
) -> None:
    keeper = _keeper(pc, cloud, clock)
    kept_when_used: list[str] = []
    keeper.tell(lambda token: kept_when_used.append(pc.tokens.load(StationId(FIRST))))
    moment = clock.now() + timedelta(days=90)
    cloud.script("/v1/token/rotation", reply(NewToken(token="new", expires_at=moment, old_until=moment)))
    cloud.script("/v1/token", _state(clock, days=-1))
    keeper.renew()
    assert (keeper.token, kept_when_used) == ("new", ["new"])
    assert len(cloud.asked("/v1/token/rotation")[0].body["proof"]) == 43
    with closing(CloudClient(cloud.url, "old")) as client:
        client.use_token(keeper.token)
        client.changes(0)
    assert cloud.requests[-1].token.endswith("new")


def test_a_fresh_token_is_left_alone_and_the_cloud_is_asked_now_and_then(
    pc: Pc, cloud: ScriptedCloud, clock: SettableClock
) -> None:
    keeper = _keeper(pc, cloud, clock)
    cloud.script("/v1/token", _state(clock, days=45))
    keeper.renew()
    keeper.renew()
    assert (keeper.token, len(cloud.asked("/v1/token"))) == ("old", 1)
    clock.advance(ASK_EVERY_S)
    assert keeper.wants_asking()


def test_a_cloud_of_before_that_knows_no_rotation_is_left_alone(
    pc: Pc, cloud: ScriptedCloud, clock: SettableClock
) -> None:
    keeper = _keeper(pc, cloud, clock)
    cloud.script("/v1/token", problem(404, "Not found"))
    keeper.renew()
    assert (keeper.token, keeper.wants_asking()) == ("old", False)
    clock.advance(AFTER_TROUBLE_S)
    assert keeper.wants_asking()
