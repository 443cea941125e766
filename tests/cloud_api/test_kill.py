"""Kill -9 of server and worker in the midst of it: nothing accepted is lost, nothing exists twice.

On SQLite one process serves and does the jobs; on PostgreSQL one serves and another does the jobs.
"""

import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import requests
from sqlalchemy import Engine, func, insert, select, update

from cloud_api.devices.service import issue_code
from cloud_api.documents.files import PROCESSES
from cloud_api.jobs.dbos_setup import make_job_tables
from cloud_api.storage.clock import system_clock
from cloud_api.storage.ids import new_uuid
from cloud_api.storage.tables.deliveries import deliveries, recipients
from cloud_api.storage.tables.documents import document_files, documents
from cloud_api.storage.tables.orders import cycles, order_lines, orders
from cloud_api.storage.tables.waves import waves
from cloud_api.storage.transaction import reading, writing
from cloud_api.wire.stations import Role
from tests.cloud_api.kit import new_cycle, order, pickup_point, product
from tests.cloud_api.processes import Process, serving, working_process
from tests.cloud_api.webhook_kit import Sink, webhook_sink

POINTS = 12
PATIENCE_S = 120.0
_LOOK_AGAIN_S = 0.02


@dataclass
class House:
    """A service of one or two processes over one database, that is killed and started again."""

    engine: Engine
    database: str
    folder: Path
    token: str = ""
    cycle_id: str = ""

    @contextmanager
    def open(self) -> Iterator[list[Process]]:
        """Its processes, the one that serves first; ended at the end of the block, however they are."""
        with ExitStack() as stack:
            apart = self.engine.dialect.name != "sqlite"
            settings = {"PRIVATE_WEBHOOKS": "1", "WORKER_NAME": "w1"}
            running = [stack.enter_context(serving(self.folder, self.database, **settings))]
            if apart:
                worker = working_process(self.folder, self.database, **settings)
                running.append(stack.enter_context(worker))
            yield running

    def prepare(self, served: Process, cut_off_at: datetime) -> None:
        """A catalogue, an open cycle, and the token of a shop system."""
        with writing(self.engine) as connection:
            code = issue_code(connection, (Role.INTEGRATOR,), None, system_clock()).code
        self.token = served.call("POST", "/v1/enrolment", json={"code": code, "name": "商城"}).json()["token"]
        catalogue = {
            "warehouses": [{"code": "W1", "name": "朝阳仓"}],
            "suppliers": [{"code": code, "name": f"供应商 {code}"} for code in ("S1", "S2")],
            "products": [
                product("PEACH", supplier="S1"),
                product("MILK", supplier="S2", zone="chilled"),
                product("RICE", supplier="S2"),
            ],
            "pickup_points": [pickup_point(f"P{number}") for number in range(POINTS)],
        }
        self.call(served, "PUT", "/v1/catalogue", catalogue)
        self.cycle_id = self.call(served, "POST", "/v1/cycles", new_cycle(cut_off_at=cut_off_at))["id"]

    def call(self, served: Process, method: str, path: str, body: Any = None) -> Any:
        answer = served.call(method, path, self.token, json=body)
        assert answer.ok, answer.text
        return answer.json()

    def count(self, query: Any) -> int:
        with reading(self.engine) as connection:
            return connection.scalar(query) or 0

    def rows(self, query: Any) -> list[Any]:
        with reading(self.engine) as connection:
            return list(connection.execute(query))


@pytest.fixture
def house(engine: Engine, database: str, tmp_path: Path) -> House:
    if engine.dialect.name != "sqlite":
        # As `migrate` does; else the server could not promise a job before the first worker is up.
        make_job_tables(engine)
    return House(engine, database, tmp_path)


def until(true: Callable[[], bool]) -> None:
    """Wait for what processes do; they tell nobody but the database."""
    deadline = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < deadline
        time.sleep(_LOOK_AGAIN_S)


def test_orders_accepted_before_a_kill_are_there_once(house: House) -> None:
    sent: list[str] = []
    heard: list[str] = []
    enough = threading.Event()

    def shop_system(served: Process, lane: int) -> None:
        """Sends one order after the other until the service is gone."""
        number = 0
        while True:
            order_no = f"L{lane}-{number}"
            sent.append(order_no)
            try:
                answer = served.call(
                    "POST", "/v1/orders", house.token, json=order(order_no, f"P{lane}", RICE=2)
                )
            except requests.ConnectionError:
                return
            assert answer.json()["results"][0]["verdict"] == "accepted"
            heard.append(order_no)
            number += 1
            if len(heard) > 60:
                enough.set()

    with house.open() as (served, *_):
        house.prepare(served, datetime.now(UTC) + timedelta(hours=2))
        lanes = [threading.Thread(target=shop_system, args=(served, lane)) for lane in range(4)]
        for lane in lanes:
            lane.start()
        assert enough.wait(PATIENCE_S)
        served.kill()
        for lane in lanes:
            lane.join(PATIENCE_S)
    with house.open() as (served, *_):
        again = house.call(served, "POST", "/v1/orders", {"orders": [_same(each) for each in sent]})
    verdicts = {row["order_no"]: row["verdict"] for row in again["results"]}
    assert {verdicts[order_no] for order_no in heard} == {"repeated"}
    assert house.count(select(func.count()).select_from(orders)) == len(sent)
    assert house.count(select(func.sum(order_lines.c.quantity))) == 2 * len(sent)


def _same(order_no: str) -> dict[str, Any]:
    return order(order_no, f"P{order_no[1]}", RICE=2)


def test_a_cut_off_that_was_missed_is_made_up_for_once(house: House) -> None:
    """Killed before its moment; the next one finds it due, and a repeat by hand makes nothing more."""
    with house.open() as (served, *_):
        house.prepare(served, datetime.now(UTC) + timedelta(hours=2))
        house.call(served, "POST", "/v1/orders", {"orders": _orders()})
        for each in _:
            each.kill()
        served.kill()
    with writing(house.engine) as connection:
        due = datetime.now(UTC) - timedelta(minutes=10)
        connection.execute(update(cycles).values(cut_off_at=due))
    with house.open() as (served, *_):
        until(lambda: house.count(select(func.count()).select_from(waves)) > 0)
        again = house.call(served, "POST", f"/v1/cycles/{house.cycle_id}/cut-off")
    assert (again["already_frozen"], again["waves"], again["orders"]) == (True, POINTS, 4 * POINTS)


def test_documents_and_deliveries_survive_kills(house: House) -> None:
    """Killed while documents are written, then while they are sent: each is there once and reaches its
    recipient; what a recipient gets twice carries the number it had the first time."""
    with webhook_sink() as sink:
        _kill_while_documents_are_made(house, sink)
        _kill_while_they_are_sent(house, sink)
        _three_minutes_later(house.engine)
        with house.open():
            until(lambda: not house.count(_untold()) and not house.count(_under_way()))
    made = house.rows(select(documents))
    assert Counter((row.kind, row.revision) for row in made) == {
        ("purchase_order", 0): 2,
        ("pick_sheet", 0): POINTS,
        ("delivery_sheet", 0): POINTS,
    }
    assert len({(row.kind, row.recipient) for row in made}) == len(made)
    assert all(row.content is not None for row in made)
    of_documents = house.rows(select(deliveries))
    assert {row.document_id for row in of_documents} == {row.id for row in made}
    posted = [row.id for row in of_documents if row.channel == "webhook"]
    assert len(posted) == POINTS
    assert all(row.sent_at is not None for row in of_documents if row.channel == "webhook")
    assert {UUID(each[-36:]) for each in sink.ids()} == set(posted)


def _kill_while_documents_are_made(house: House, sink: Sink) -> None:
    with house.open() as running:
        _cut_off(house, running[0], sink)
        until(lambda: house.count(_written()) > 0)
        running[-1].kill()


def _cut_off(house: House, served: Process, sink: Sink) -> None:
    house.prepare(served, datetime.now(UTC) + timedelta(hours=2))
    _set_up_recipients(house.engine, sink)
    house.call(served, "POST", "/v1/orders", {"orders": _orders()})
    frozen = house.call(served, "POST", f"/v1/cycles/{house.cycle_id}/cut-off")
    assert frozen["waves"] == POINTS


def _kill_while_they_are_sent(house: House, sink: Sink) -> None:
    """Also the server that promised the jobs."""
    with house.open() as running:
        until(lambda: len(sink.posted) >= 2)
        for each in reversed(running):
            each.kill()


def _three_minutes_later(engine: Engine) -> None:
    """A delivery somebody had in hand when it was killed is free again when its lease is over."""
    with writing(engine) as connection:
        over = datetime.now(UTC) - timedelta(seconds=1)
        connection.execute(
            update(deliveries).where(deliveries.c.leased_until.is_not(None)).values(leased_until=over)
        )


def _written() -> Any:
    return select(func.count()).select_from(documents).where(documents.c.content.is_not(None))


def _untold() -> Any:
    """Documents of which nobody was told."""
    told = select(deliveries.c.id).where(deliveries.c.document_id == documents.c.id)
    return select(func.count()).select_from(documents).where(~told.exists())


def _under_way() -> Any:
    return select(func.count()).select_from(deliveries).where(deliveries.c.next_try_at.is_not(None))


def _orders() -> list[dict[str, Any]]:
    return [
        order(f"A{point}-{number}", f"P{point}", PEACH=1, MILK=2)
        for point in range(POINTS)
        for number in range(4)
    ]


def _set_up_recipients(engine: Engine, sink: Sink) -> None:
    """Each pickup point has a webhook for its delivery sheet."""
    rows = [
        {
            "id": new_uuid(),
            "kind": "pickup_point",
            "recipient": f"P{point}",
            "channel": "webhook",
            "address": f"{sink.url}/P{point}",
            "documents": "delivery_sheet",
            "secret": "whsec_" + "c2VjcmV0" * 4,
            "active": True,
            "added_at": datetime.now(UTC),
        }
        for point in range(POINTS)
    ]
    with writing(engine) as connection:
        connection.execute(insert(recipients), rows)


@pytest.mark.skipif(sys.platform != "linux", reason="looks at processes in /proc")
def test_a_killed_worker_leaves_no_drawing_process_behind(house: House) -> None:
    """They hear that nobody asks any more; and files drawn before are whole."""
    with webhook_sink() as sink, house.open() as running:
        _cut_off(house, running[0], sink)
        worker = running[-1]
        until(lambda: len(_drawing(worker.popen.pid)) == PROCESSES)
        drawing = _drawing(worker.popen.pid)
        worker.kill()
        until(lambda: not any(map(_runs, drawing)))
    kept = house.rows(select(document_files.c.data).where(document_files.c.format == "pdf"))
    assert all(bytes(row.data).rstrip().endswith(b"%%EOF") for row in kept)


def _drawing(parent: int) -> list[int]:
    """Processes a worker has started to draw."""
    return [pid for pid, (_state, of) in _processes().items() if of == parent and _spawned(pid)]


def _runs(pid: int) -> bool:
    """Whether a process is still there; one that waits to be buried is not."""
    state, _parent = _processes().get(pid, ("Z", 0))
    return state != "Z"


def _processes() -> dict[int, tuple[str, int]]:
    """State and parent of every process of this machine."""
    found = {}
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it ended meanwhile
            state, parent = (entry / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[:2]
            found[int(entry.name)] = (state, int(parent))
    return found


def _spawned(pid: int) -> bool:
    with suppress(OSError):
        return b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()
    return False
