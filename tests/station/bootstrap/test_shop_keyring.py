"""The shop's key: kept between starts, asked for while it is missing, not for ever where it is refused."""

from pathlib import Path
from uuid import UUID

import pytest

from cloud_api.wire.pickup import ShopKey
from station.bootstrap.identity import SHOP_KEY, TokenStore
from station.bootstrap.shop_key import FIRST_PAUSE_S, LONGEST_PAUSE_S, ShopKeyring
from station.kernel.clock import SettableClock
from station.kernel.ids import StationId
from station.sync.client import CloudClient
from tests.station.sync.kit import Reply, ScriptedCloud, problem, reply

STATION = StationId(UUID(int=1))
PATH = "/v1/pickup/key"
KEY = ShopKey(pickup_point="P001", key="ab" * 32)
ROUND_S = 5.0


@pytest.fixture
def tokens(tmp_path: Path) -> TokenStore:
    return TokenStore(tmp_path, in_file=True)


@pytest.fixture
def keyring(tokens: TokenStore, cloud: ScriptedCloud, clock: SettableClock) -> ShopKeyring:
    return ShopKeyring(tokens, STATION, lambda: CloudClient(cloud.url, "token"), clock)


def rounds(keyring: ShopKeyring, clock: SettableClock, seconds: float) -> None:
    """What the desk does after each round of the sync."""
    for _ in range(round(seconds / ROUND_S)):
        clock.advance(ROUND_S)
        if keyring.wants_asking():
            keyring.fetch()


def test_the_key_is_fetched_once_and_kept(
    keyring: ShopKeyring, tokens: TokenStore, cloud: ScriptedCloud, clock: SettableClock
) -> None:
    cloud.script(PATH, reply(KEY))
    keyring.load()
    rounds(keyring, clock, 60)
    assert keyring.key() == bytes.fromhex(KEY.key)
    assert tokens.load(STATION, SHOP_KEY) == KEY.key
    assert len(cloud.asked(PATH)) == 1


def test_a_silent_cloud_is_asked_after_each_round(
    keyring: ShopKeyring, cloud: ScriptedCloud, clock: SettableClock
) -> None:
    cloud.script(PATH, Reply(b"", 503), Reply(b"", 503), reply(KEY))
    rounds(keyring, clock, 3 * ROUND_S)
    assert keyring.key() == bytes.fromhex(KEY.key)


def test_a_cloud_that_refuses_is_asked_ever_more_seldom(
    keyring: ShopKeyring, cloud: ScriptedCloud, clock: SettableClock
) -> None:
    cloud.script(PATH, *[problem(403, "This station stands in no shop.")] * 100)
    rounds(keyring, clock, 3600)
    assert 4 <= len(cloud.asked(PATH)) <= 10
    asked = len(cloud.asked(PATH))
    rounds(keyring, clock, LONGEST_PAUSE_S)
    assert len(cloud.asked(PATH)) == asked + 1


def test_a_shop_put_right_gets_its_key_without_a_restart(
    keyring: ShopKeyring, cloud: ScriptedCloud, clock: SettableClock
) -> None:
    cloud.script(PATH, problem(403, "This station stands in no shop."), reply(KEY))
    rounds(keyring, clock, ROUND_S + FIRST_PAUSE_S)
    assert keyring.key() == bytes.fromhex(KEY.key)


def test_a_key_that_was_changed_is_asked_for_and_the_old_one_used_until_then(
    keyring: ShopKeyring, tokens: TokenStore, cloud: ScriptedCloud, clock: SettableClock
) -> None:
    other = ShopKey(pickup_point="P001", key="cd" * 32)
    cloud.script(PATH, reply(KEY), Reply(b"", 503), reply(other))
    rounds(keyring, clock, ROUND_S)
    keyring.renew()
    rounds(keyring, clock, ROUND_S)
    assert keyring.key() == bytes.fromhex(KEY.key)
    rounds(keyring, clock, ROUND_S)
    assert keyring.key() == bytes.fromhex(other.key)
    assert tokens.load(STATION, SHOP_KEY) == other.key
    assert not keyring.wants_asking()


def test_a_start_makes_sure_that_the_kept_key_is_still_the_one(
    keyring: ShopKeyring, tokens: TokenStore, cloud: ScriptedCloud, clock: SettableClock
) -> None:
    """The program may have ended between the word that it was changed and the new one."""
    tokens.save(STATION, "ef" * 32, SHOP_KEY)
    cloud.script(PATH, reply(KEY))
    keyring.load()
    assert keyring.key() == bytes.fromhex("ef" * 32)
    rounds(keyring, clock, ROUND_S)
    assert keyring.key() == bytes.fromhex(KEY.key)
