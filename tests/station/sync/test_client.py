"""The client: only safe addresses, plain words for every refusal, compressed batches."""

import re
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from uuid import uuid4

import pytest

from cloud_api.wire.stations import Enrolled, Role
from cloud_api.wire.waves import LeaseRequest
from station.kernel.clock import SettableClock
from station.kernel.trouble import Trouble
from station.sync.answers import CloudRefused, CloudSilent
from station.sync.client import CloudClient
from tests.station.sync.kit import DEADLINE_S, Desk, Reply, ScriptedCloud, problem, reply

AT_ONCE_S = 3.0
"""Far below the time-out of a call."""


@pytest.fixture
def client(cloud: ScriptedCloud) -> Iterator[CloudClient]:
    made = CloudClient(cloud.url)
    yield made
    made.close()


ENROLLED = Enrolled(
    station_id=uuid4(),
    token="token-of-the-cloud",
    roles=(Role.WAREHOUSE,),
    warehouse="W1",
    warehouse_name="一号仓",
    time_zone="Asia/Shanghai",
    brand="优邻站",
)


@pytest.mark.parametrize(
    "address", ["http://cloud.example.cn", "http://192.0.2.10:8000", "HTTP://127.0.0.1.example.cn"]
)
def test_plain_http_is_refused_but_to_this_pc_itself(address: str) -> None:
    with pytest.raises(Trouble) as caught:
        CloudClient(address)
    assert caught.value.what.text == "{address} is not encrypted (http)"
    CloudClient(address, allow_plain_http=True).close()


@pytest.mark.parametrize(
    "address", ["https://cloud.example.cn/", "http://127.0.0.1:8000", "http://localhost", "http://[::1]:1"]
)
def test_safe_addresses_are_taken(address: str) -> None:
    CloudClient(address).close()


@pytest.mark.parametrize(
    "address", ["", "cloud.example.cn", "ftp://cloud.example.cn", "https://", "file:///x"]
)
def test_what_is_no_address_is_told_so(address: str) -> None:
    with pytest.raises(Trouble) as caught:
        CloudClient(address)
    assert caught.value.what.text == "{address} is not an address of a cloud"
    assert not caught.value.retry_helps


def test_a_code_becomes_a_token(client: CloudClient, cloud: ScriptedCloud) -> None:
    cloud.script("/v1/enrolment", reply(ENROLLED))
    assert client.enrol("12345678", "工位 1") == ENROLLED
    request = cloud.requests[0]
    assert (request.method, request.token) == ("POST", "")
    assert request.body == {"code": "12345678", "name": "工位 1", "proof": None}


def test_a_used_code_is_refused_in_the_words_of_the_cloud(client: CloudClient, cloud: ScriptedCloud) -> None:
    cloud.script("/v1/enrolment", problem(403, "This code was used. Ask IT for a fresh one."))
    with pytest.raises(CloudRefused, match=re.escape("The cloud refused: {detail}")) as caught:
        client.enrol("12345678", "工位 1")
    assert (caught.value.status, caught.value.detail) == (403, "This code was used. Ask IT for a fresh one.")


@pytest.mark.parametrize(("code", "name"), [("1234567", "工位 1"), ("abcdefgh", "工位 1"), ("12345678", "")])
def test_a_code_that_cannot_be_right_is_not_even_sent(
    client: CloudClient, cloud: ScriptedCloud, code: str, name: str
) -> None:
    with pytest.raises(Trouble) as caught:
        client.enrol(code, name)
    assert caught.value.what.text == "The code has 8 digits, and the desk needs a name"
    assert cloud.requests == []


@pytest.mark.parametrize("body", [b"<html>no</html>", b"[1]", b'"x"', b""])
def test_a_refusal_without_words_still_says_its_number(
    client: CloudClient, cloud: ScriptedCloud, body: bytes
) -> None:
    cloud.script("/v1/waves", Reply(body, 404))
    with pytest.raises(CloudRefused) as caught:
        client.lease(LeaseRequest(lease_id=uuid4(), serials_held=0))
    assert caught.value.detail == "HTTP 404"


def test_no_free_wave_is_an_answer(client: CloudClient, cloud: ScriptedCloud) -> None:
    cloud.script("/v1/waves", Reply(b"", 204))
    assert client.lease(LeaseRequest(lease_id=uuid4(), serials_held=0)) is None


def test_a_redirect_is_never_followed(client: CloudClient, cloud: ScriptedCloud) -> None:
    cloud.script("/v1/changes", Reply(b"", 307, {"Location": f"{cloud.url}/elsewhere"}))
    with pytest.raises(CloudSilent):
        client.changes(0)
    assert cloud.asked("/elsewhere") == []


def test_a_large_batch_is_compressed_and_read(desk: Desk, cloud: ScriptedCloud) -> None:
    desk.act(40)
    desk.engine.round()
    assert cloud.seqs_sent() == [list(range(1, 41))]


def test_a_cloud_that_went_away_within_a_night_is_silent(clock: SettableClock) -> None:
    cloud = ScriptedCloud(clock)
    client = CloudClient(cloud.url)
    assert client.changes(0).changes == []
    client.close()
    cloud.stop()
    client = CloudClient(cloud.url)
    with pytest.raises(CloudSilent) as caught:
        client.changes(0)
    assert caught.value.retry_helps
    client.close()


def test_too_many_codes_tried_are_told_as_that(client: CloudClient, cloud: ScriptedCloud) -> None:
    cloud.script("/v1/enrolment", problem(429, "Too many codes."))
    with pytest.raises(Trouble) as caught:
        client.enrol("12345678", "工位 1")
    words = (caught.value.what.text, caught.value.remedy.text)
    assert words == ("Too many tries", "Wait a minute, then try again")


def test_closing_ends_a_call_that_hangs_and_refuses_later_ones(
    client: CloudClient, cloud: ScriptedCloud
) -> None:
    cloud.answers.clear()
    ended: Future[Trouble] = Future()

    def call() -> None:
        with pytest.raises(CloudSilent) as caught:
            client.changes(0)
        ended.set_result(caught.value)

    thread = threading.Thread(target=call)
    thread.start()
    assert cloud.arrived.wait(DEADLINE_S)
    client.close()
    assert ended.result(AT_ONCE_S).retry_helps
    thread.join()
    with pytest.raises(CloudSilent):
        client.changes(0)
    assert len(cloud.asked("/v1/changes")) == 1
