"""The shop's key comes from the cloud, over HTTP."""

from collections.abc import Iterator

import pytest

from cloud_api.wire.pickup import ShopKey
from station.kernel.clock import SettableClock
from station.sync.answers import CloudRefused
from station.sync.client import CloudClient
from tests.station.sync.kit import ScriptedCloud, problem, reply


@pytest.fixture
def cloud() -> Iterator[ScriptedCloud]:
    made = ScriptedCloud(SettableClock())
    yield made
    made.stop()


@pytest.fixture
def client(cloud: ScriptedCloud) -> Iterator[CloudClient]:
    made = CloudClient(cloud.url, "token")
    yield made
    made.close()


def test_the_key_is_fetched(client: CloudClient, cloud: ScriptedCloud) -> None:
    key = ShopKey(pickup_point="P001", key="ab" * 32)
    cloud.script("/v1/pickup/key", reply(key))
    assert client.shop_key() == key
    assert [(each.method, each.path) for each in cloud.requests] == [("GET", "/v1/pickup/key")]


def test_a_warehouse_gets_none(client: CloudClient, cloud: ScriptedCloud) -> None:
    cloud.script("/v1/pickup/key", problem(403, "This station stands in no shop."))
    with pytest.raises(CloudRefused) as caught:
        client.shop_key()
    assert caught.value.status == 403
