"""A dock and the cloud over real HTTP: ordered, received with a photo, short, shared out, told back."""

import hashlib
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import select

from cloud_api.storage.engine import open_engine
from cloud_api.storage.schema import migrate
from cloud_api.wire.stations import Role
from station.bootstrap.photo_sender import PhotoSender
from station.inbound.commands.photos import copy_photo, note_photo
from station.inbound.model.verdicts import Verdict
from station.inbound.model.view import Step
from station.inbound.store.orders import APPLY as PURCHASES
from station.inbound.store.orders import purchases_told
from station.stock import applying
from station.storage import tables
from station.storage.database import Records
from station.sync import inbox, outbox, shipments
from station.sync.client import CloudClient
from tests.cloud_api.kit import Cloud, SetClock, Shop, gtin_of, open_shop, order, running
from tests.cloud_api.receiving_kit import lines_of, work_off
from tests.cloud_api.stock_kit import furnish
from tests.station.inbound.dock import Dock, said

DEADLINE_S = 20.0


@pytest.fixture
def cloud(tmp_path: Path) -> Iterator[Cloud]:
    engine = open_engine(str(tmp_path / "cloud.db"))
    migrate(engine)
    with running(engine, SetClock()) as made:
        yield made
    engine.dispose()


@pytest.fixture
def shop(cloud: Cloud) -> Shop:
    """Ten peaches at two points, one rice; then the cut-off."""
    made = open_shop(cloud)
    furnish(made)
    made.send(order("A", "P1", PEACH=4), order("B", "P1", PEACH=2, RICE=1), order("C", "P2", PEACH=4))
    cloud.clock.forward(hours=4)
    made.cut_off()
    return made


class Station:
    """A dock whose facts and changes travel as the sync carries them."""

    def __init__(self, cloud: Cloud, folder: Path) -> None:
        enrolled = cloud.enrol(Role.WAREHOUSE, "W1", "收货台")
        self.dock = Dock(folder, station_id=enrolled["station_id"], bare=True)
        self.client = CloudClient(cloud.url, enrolled["token"], allow_plain_http=True)
        self.dock.flow.open()

    def sync(self) -> None:
        """Facts up, changes down, as one round does."""
        database, now = self.dock.database, self.dock.clock.now()
        with database.look() as connection:
            facts = outbox.waiting(connection, 500)
        if facts:
            answer = self.client.push(facts)
            with database.act() as connection:
                outbox.record_answers(connection, answer.results)
        kinds: set[str] = set()
        more = True
        while more:
            with database.look() as connection:
                page = self.client.changes(inbox.cursor(connection))
            with database.act() as connection:
                appliers = {str(k): a for each in _APPLIERS for k, a in each.items()}
                kinds |= inbox.apply_page(connection, page, now, appliers)
                if not page.more:
                    kinds |= applying.stock_told(connection, page.expected_seq)
                    kinds |= purchases_told(connection, page.expected_seq)
            more = page.more
        self.dock.flow.changes_applied(kinds)

    def refused(self) -> list[str]:
        with self.dock.database.look() as connection:
            return [each.reason for each in outbox.refused(connection)]


_APPLIERS = (shipments.appliers(), applying.APPLY, PURCHASES)


def test_a_short_delivery_is_shared_out_before_anyone_picks_it(
    cloud: Cloud, shop: Shop, tmp_path: Path
) -> None:
    (tmp_path / "dock").mkdir()
    station = Station(cloud, tmp_path / "dock")
    dock = station.dock
    station.sync()
    view = dock.flow.view()
    assert [(row.figure, row.done) for row in view.rows] == [("0/11", False)]
    dock.flow.confirm()
    dock.scan(gtin_of("PEACH"))
    dock.flow.typed("5")
    dock.flow.typed("A-01")
    assert dock.verdict() is Verdict.RECEIVED, said(dock.flow.view().answer.words)  # type: ignore[union-attr]
    station.sync()
    assert (station.refused(), dock.book("A-01")) == ([], {("PEACH", ""): (5, 0)})
    assert {row.key: row.figure for row in dock.flow.view().rows} == {"PEACH": "5/10", "RICE": "0/1"}
    dock.flow.finish()
    dock.flow.finish()
    station.sync()
    work_off(cloud)
    station.sync()
    view = dock.flow.view()
    assert view.step is Step.DONE
    told = {lack.name: said(lack.told) for lack in view.lacking if lack.told}
    assert told == {"商品 PEACH 500 g": "5 fewer for 3 orders", "商品 RICE 500 g": "1 fewer for 1 orders"}
    assert {wave["pickup_point"]: wave["pieces"] for wave in shop.waves()} == {"P1": 3, "P2": 2}
    dock.flow.finish()
    dock.flow.finish()
    station.sync()
    work_off(cloud)
    station.sync()
    assert dock.flow.view().step is Step.GOODS
    assert {wave["pickup_point"]: wave["pieces"] for wave in shop.waves()} == {"P1": 7, "P2": 4}
    dock.flow.undo()
    station.sync()
    (held,) = shop.call("GET", "/v1/purchases").json()["items"]
    assert lines_of(held)["PEACH"] == (10, 0, 0, 0)
    assert (station.refused(), dock.book("A-01")) == ([], {})
    station.client.close()
    dock.close()


def test_photos_wait_for_the_network_and_are_sent_once(cloud: Cloud, shop: Shop, tmp_path: Path) -> None:
    folder = tmp_path / "dock"
    folder.mkdir()
    dock = Dock(folder)
    picture = tmp_path / "camera.jpg"
    Image.new("RGB", (40, 30), "#aa2222").save(picture)
    photo = copy_photo(picture, folder / "photos")
    assert not isinstance(photo, str)
    note_photo(dock.desk, photo)
    dock.close()
    enrolled = cloud.enrol(Role.WAREHOUSE, "W1", "收货台")
    asked = threading.Event()
    bugs: list[Exception] = []

    def silent() -> CloudClient:
        asked.set()
        return CloudClient("http://127.0.0.1:1", "nobody", allow_plain_http=True)

    def talking() -> CloudClient:
        return CloudClient(cloud.url, enrolled["token"], allow_plain_http=True)

    for new_client in (silent, talking):
        records = Records(folder / "station.db")
        sender = PhotoSender(records, new_client, dock.clock, bugs.append, try_again_s=0.05)
        sender.start()
        if new_client is silent:
            assert asked.wait(DEADLINE_S)
        else:
            _until_sent(records)
        sender.stop()
        records.close()
    digest = hashlib.sha256(picture.read_bytes()).hexdigest()
    back = cloud.call("GET", f"/v1/photos/{digest}", enrolled["token"])
    assert (back.status_code, back.content, bugs) == (200, picture.read_bytes(), [])


def _until_sent(records: Records) -> None:
    done = threading.Event()
    waited = 0.0
    while waited < DEADLINE_S:
        sent = records.act(lambda connection: connection.scalar(select(tables.photo.c.sent_at)))
        if sent is not None:
            return
        done.wait(0.02)
        waited += 0.02
    raise AssertionError("the photo was not sent")
