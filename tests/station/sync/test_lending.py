"""A desk that asks for a wave first tells what it has done."""

from contextlib import closing
from uuid import uuid4

import pytest

from cloud_api.wire.waves import LeaseRenewal, LeaseRequest
from station.kernel.trouble import Trouble
from station.sync.client import CloudClient
from station.sync.lending import CloudLender
from tests.station.sync.kit import Desk, Reply, ScriptedCloud, problem, reply

REQUEST = LeaseRequest(lease_id=uuid4(), serials_held=0)


def lender(desk: Desk, cloud: ScriptedCloud, hurries: list[None]) -> CloudLender:
    return CloudLender(CloudClient(cloud.url), desk.records, lambda: hurries.append(None))


def test_what_waits_is_sent_before_a_wave_is_asked_for(desk: Desk, cloud: ScriptedCloud) -> None:
    desk.act(250)
    cloud.script("/v1/waves", Reply(b"", 204))
    with closing(lender(desk, cloud, [])) as lending:
        assert lending.lease(REQUEST) is None
    assert [len(seqs) for seqs in cloud.seqs_sent()] == [100, 100, 50]
    assert set(desk.fact_states()) == {"accepted"}
    assert cloud.requests[-1].path.startswith("/v1/waves")


def test_a_cloud_that_cannot_take_them_is_asked_for_nothing(desk: Desk, cloud: ScriptedCloud) -> None:
    desk.act(1)
    cloud.script("/v1/facts", problem(500, "No."))
    with closing(lender(desk, cloud, [])) as lending, pytest.raises(Trouble):
        lending.lease(REQUEST)
    assert cloud.asked("/v1/waves") == []


def test_a_cloud_that_answers_a_person_is_sent_what_waits(desk: Desk, cloud: ScriptedCloud) -> None:
    hurries: list[None] = []
    with closing(lender(desk, cloud, hurries)) as lending:
        cloud.script("/v1/waves", problem(500, "No."), Reply(b"", 204))
        with pytest.raises(Trouble):
            lending.lease(REQUEST)
        assert hurries == []
        assert lending.lease(REQUEST) is None
        assert len(hurries) == 1
        cloud.script("/v1/waves", reply(LeaseRenewal(until=cloud.now())), Reply(b"", 204))
        assert lending.renew(uuid4(), uuid4()).until == cloud.now()
        lending.give_back(uuid4(), uuid4())
    assert len(hurries) == 3
