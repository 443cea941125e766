"""Pictures of products come from the real cloud over HTTP, stay without it, and mend themselves once."""

import hashlib
import io
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import insert, update

from cloud_api.storage.engine import open_engine
from cloud_api.storage.schema import migrate
from cloud_api.wire.stations import Role
from station.storage import tables
from station.storage.database import Records
from station.sync import inbox
from station.sync.client import CloudClient
from station.sync.picture_files import LARGEST_BYTES, PictureFiles
from station.sync.pictures import PictureFetcher
from tests.cloud_api.kit import Cloud, SetClock, Shop, open_shop, running

DEADLINE_S = 15.0
SKU, TWIN = "PEACH", "MILK"


def drawn(colour: str) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (64, 64), colour).save(made, "PNG")
    return made.getvalue()


class Heard:
    """Which products were told to look otherwise; waited for, not slept for."""

    def __init__(self) -> None:
        self._told: list[frozenset[str]] = []
        self._news = threading.Condition()

    def __call__(self, skus: frozenset[str]) -> None:
        with self._news:
            self._told.append(skus)
            self._news.notify_all()

    def wait(self, *wanted: frozenset[str]) -> None:
        """Until exactly these were told, in this order; then forget them."""
        with self._news:
            came = self._news.wait_for(lambda: self._told == list(wanted), DEADLINE_S)
            assert came, (self._told, wanted)
            self._told.clear()


class Station:
    """A PC with a fetcher; the sync is a pull on demand."""

    def __init__(self, cloud: Cloud, folder: Path) -> None:
        enrolled = cloud.enrol(Role.WAREHOUSE, "W1", "工位 1")
        self.url, self.token = cloud.url, enrolled["token"]
        self.records = Records(folder / "station.db")
        self.folder = folder / "pictures"
        self.heard = Heard()
        self.bugs: list[Exception] = []
        self.fetcher = self.new_fetcher()

    def new_fetcher(self, url: str | None = None) -> PictureFetcher:
        def client() -> CloudClient:
            return CloudClient(url or self.url, self.token)

        return PictureFetcher(
            self.records, PictureFiles(self.folder), client, self.heard, self.bugs.append, DEADLINE_S
        )

    def pull(self) -> None:
        client = CloudClient(self.url, self.token)
        more = True
        while more:
            page = client.changes(self.records.act(inbox.cursor))
            self.records.act(inbox.apply_page, page, _NOW)
            more = page.more
        client.close()


_NOW = SetClock()()


@pytest.fixture
def cloud(tmp_path: Path) -> Iterator[Cloud]:
    engine = open_engine(str(tmp_path / "cloud.db"))
    migrate(engine)
    with running(engine, SetClock()) as made:
        yield made
    engine.dispose()


@pytest.fixture
def shop(cloud: Cloud) -> Shop:
    return open_shop(cloud)


@pytest.fixture
def station(cloud: Cloud, shop: Shop, tmp_path: Path) -> Iterator[Station]:
    made = Station(cloud, tmp_path)
    yield made
    made.fetcher.stop()
    made.records.close()
    assert made.bugs == []


def put(shop: Shop, sku: str, colour: str) -> str:
    answer: Any = shop.call("PUT", f"/v1/products/{sku}/picture", data=drawn(colour))
    assert answer.ok, answer.text
    return str(answer.json()["picture"])


def files(station: Station) -> set[str]:
    return {file.stem for file in station.folder.iterdir()}


def test_pictures_come_change_and_go(shop: Shop, station: Station) -> None:
    red, blue = put(shop, SKU, "red"), put(shop, TWIN, "blue")
    station.pull()
    station.fetcher.start()
    both = frozenset({SKU, TWIN})
    with station.heard._news:
        came = station.heard._news.wait_for(lambda: len(station.heard._told) == 3, DEADLINE_S)
    assert came
    assert station.heard._told[0] == both
    assert set(station.heard._told[1:]) == {frozenset({SKU}), frozenset({TWIN})}
    station.heard._told.clear()
    assert files(station) == {red, blue}
    found = station.fetcher.find(SKU)
    assert found is not None
    assert hashlib.sha256(found.read_bytes()).hexdigest() == red

    green = put(shop, SKU, "green")
    station.pull()
    station.fetcher.wake()
    station.heard.wait(frozenset({SKU}), frozenset({SKU}))
    assert files(station) == {green, blue}

    assert shop.call("DELETE", f"/v1/products/{SKU}/picture").ok
    station.pull()
    station.fetcher.wake()
    station.heard.wait(frozenset({SKU}))
    assert (station.fetcher.find(SKU), files(station)) == (None, {blue})


def test_a_broken_file_is_fetched_again_once(shop: Shop, station: Station) -> None:
    red = put(shop, SKU, "red")
    station.pull()
    station.fetcher.start()
    station.heard.wait(frozenset({SKU}), frozenset({SKU}))
    path = station.fetcher.find(SKU)
    assert path is not None
    path.write_bytes(b"torn")
    station.fetcher.broken(SKU)
    station.heard.wait(frozenset({SKU}))
    assert hashlib.sha256(path.read_bytes()).hexdigest() == red
    path.write_bytes(b"torn again")
    station.fetcher.broken(SKU)
    assert path.read_bytes() == b"torn again", "a file that breaks twice is left alone"


def test_without_a_network_what_is_there_is_found(shop: Shop, station: Station) -> None:
    put(shop, SKU, "red")
    station.pull()
    station.fetcher.start()
    station.heard.wait(frozenset({SKU}), frozenset({SKU}))
    station.fetcher.stop()
    station.records.act(lambda c: c.execute(update(tables.product).values(plu=None)))
    station.fetcher = station.new_fetcher("http://127.0.0.1:9")
    station.fetcher.start()
    station.heard.wait(frozenset({SKU}))
    assert station.fetcher.find(SKU) is not None


def test_a_picture_the_cloud_knows_no_more_is_no_trouble(shop: Shop, station: Station) -> None:
    station.pull()
    row = {"sku": "GONE", "name": "x", "spec": "", "picture": "0" * 64}
    station.records.act(lambda c: c.execute(insert(tables.product).values(row)))
    red = put(shop, SKU, "red")
    station.pull()
    station.fetcher.start()
    station.heard.wait(frozenset({"GONE", SKU}), frozenset({SKU}))
    assert (files(station), station.fetcher.find("GONE")) == ({red}, None)


def test_only_whole_pictures_within_bounds_are_kept(tmp_path: Path) -> None:
    kept = PictureFiles(tmp_path / "pictures", most_bytes=100)
    data = b"a picture"
    digest = hashlib.sha256(data).hexdigest()
    large = bytes(LARGEST_BYTES + 1)
    assert not kept.keep("0" * 64, data)
    assert not kept.keep(hashlib.sha256(large).hexdigest(), large)
    kept.prune(())
    assert kept.keep(digest, data)
    assert kept.room_bytes() == 100 - len(data)
    (tmp_path / "pictures" / f"{digest[:8]}.part").write_bytes(b"torn by a power cut")
    kept.prune({digest})
    assert [file.name for file in (tmp_path / "pictures").iterdir()] == [kept.path(digest).name]
    kept.drop(digest)
    kept.drop(digest)
    assert kept.room_bytes() == 100
