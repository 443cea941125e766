"""What is cleared every night: rows nobody needs go, all others stay, and what failed is seen."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine, Table, func, insert, select
from sqlalchemy.exc import OperationalError

from cloud_api.imports.retention import FILES_AT_ONCE
from cloud_api.imports.retention import prune as prune_imports
from cloud_api.settings import Settings
from cloud_api.storage.ids import new_uuid
from cloud_api.storage.retention import Keep, prune_all
from cloud_api.storage.tables.catalogue import warehouses
from cloud_api.storage.tables.deliveries import deliveries, delivery_attempts
from cloud_api.storage.tables.devices import device_grants, enrolment_codes, enrolment_failures
from cloud_api.storage.tables.documents import document_files, documents
from cloud_api.storage.tables.imports import import_files
from cloud_api.storage.tables.orders import idempotency_keys
from cloud_api.storage.tables.people import misses, sessions
from cloud_api.storage.transaction import reading, writing
from cloud_api.wiring import keep_of, prunings
from tests.cloud_api.deliveries_kit import open_post
from tests.cloud_api.kit import EVENING, SetClock, Shop, operator, order

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
KEEP = keep_of(Settings(database="unused.db"))


def put(engine: Engine, table: Table, *rows: Mapping[str, Any]) -> None:
    with writing(engine) as connection:
        connection.execute(insert(table), rows)


def left(engine: Engine, table: Table) -> int:
    with reading(engine) as connection:
        return connection.scalar(select(func.count()).select_from(table)) or 0


def cleared(engine: Engine) -> dict[str, int]:
    gone = prune_all(engine, EVENING, KEEP, (*prunings(), prune_imports))
    again = prune_all(engine, EVENING, KEEP, (*prunings(), prune_imports))
    assert set(again.values()) == {0}
    return gone


def test_answers_codes_guesses_and_sign_ins_go_when_they_count_no_more(shop: Shop) -> None:
    """Of each one is just too old, and one is just young enough."""
    engine = shop.cloud.engine
    for age in (48 * HOUR + MINUTE, 48 * HOUR - MINUTE):
        key = {"caller_id": new_uuid(), "key": "k", "request_hash": "h", "status": 200, "answer": "{}"}
        put(engine, idempotency_keys, {**key, "answered_at": EVENING - age})
    for number, age in enumerate((24 * HOUR + MINUTE, 24 * HOUR - MINUTE)):
        put(engine, misses, {"door": "sign-in badge", "subject": str(number), "at": EVENING - age})
        put(engine, enrolment_codes, _code(number, EVENING - age))
        put(engine, device_grants, _grant(number, EVENING - age))
    for number, age in enumerate((16 * MINUTE, 14 * MINUTE)):
        put(engine, enrolment_failures, {"address": str(number), "at": EVENING - age})
    boss = operator()
    assert shop.call("PUT", "/v1/catalogue", json={"operators": [boss]}).status_code == 200
    for number, age in enumerate((31 * DAY, 29 * DAY)):
        put(engine, sessions, _session(number, UUID(boss["id"]), EVENING - age))
    gone = cleared(engine)
    tables = (idempotency_keys, misses, enrolment_codes, device_grants, enrolment_failures, sessions)
    assert {table.name: gone[table.name] for table in tables} == {table.name: 1 for table in tables}
    # The code the shop system came with is one more.
    assert [left(engine, table) for table in tables] == [1, 1, 2, 1, 1, 1]


def _code(number: int, expires_at: datetime) -> dict[str, Any]:
    return {"code_mac": str(number), "roles": "integrator", "created_at": EVENING, "expires_at": expires_at}


def _grant(number: int, expires_at: datetime) -> dict[str, Any]:
    names = ("device_code_hash", "user_code_mac", "name", "wanted_roles", "address", "release")
    grant = {name: str(number) for name in names}
    return {**grant, "asked_at": EVENING, "expires_at": expires_at, "interval_s": 5, "unsent": 0}


def _session(number: int, operator_id: UUID, expires_at: datetime) -> dict[str, Any]:
    moments = {"started_at": expires_at - DAY, "seen_at": expires_at - DAY, "expires_at": expires_at}
    return {"token_hash": str(number), "operator_id": operator_id, **moments}


def test_tries_go_after_a_year_and_the_delivery_stays(engine: Engine, clock: SetClock) -> None:
    post = open_post(engine, clock)
    post.supplier("S1")
    post.recipient("S1", "webhook", "https://s.example/hook")
    delivery_id = post.order("S1")
    tries = [
        {"delivery_id": delivery_id, "attempt": number, "started_at": EVENING - age}
        | {"took_ms": 1, "outcome": "delayed", "detail": "x"}
        for number, age in enumerate((366 * DAY, 364 * DAY), start=1)
    ]
    put(engine, delivery_attempts, *tries)
    assert cleared(engine)["delivery_attempts"] == 1
    assert (left(engine, delivery_attempts), left(engine, deliveries)) == (1, 1)


def test_files_of_documents_go_after_a_month_and_what_they_say_stays(engine: Engine, clock: SetClock) -> None:
    post = open_post(engine, clock)
    post.supplier("S1")
    clock.now = EVENING - 31 * DAY
    post.document("S1")
    clock.now = EVENING - 29 * DAY
    post.document("S1")
    assert cleared(engine)["document_files"] == 3
    assert (left(engine, document_files), left(engine, documents)) == (3, 2)


def test_bytes_of_files_go_after_90_days_and_who_asks_for_them_is_told(shop: Shop) -> None:
    engine = shop.cloud.engine
    old, young, running = (_file(shop, days) for days in (91, 89, 91))
    with writing(engine) as connection:
        going_on = import_files.c.id == running["id"]
        connection.execute(import_files.update().where(going_on).values(started_at=EVENING))
    assert cleared(engine)["import_file_bytes"] == 1
    with reading(engine) as connection:
        kept = {row.id: bytes(row.data) for row in connection.execute(select(import_files))}
    assert kept == {old["id"]: b"", young["id"]: young["data"], running["id"]: running["data"]}
    again = shop.call("GET", f"/v1/imports/{old['id']}/preview")
    assert again.status_code in (409, 422), again.text
    assert "Bring the file again" in again.json()["detail"]


def _file(shop: Shop, days: int) -> dict[str, Any]:
    """A file brought so many days ago."""
    data = b"order_no,phone\nA,13800000000\n"
    row = {"id": new_uuid(), "name": "orders.csv", "content": "orders", "sha256": "s", "data": data}
    counts = dict.fromkeys(("rows", "rows_done", "accepted", "repeated", "refused"), 0)
    told = {"header": [], "reading": {"kind": "orders", "sheet": "", "columns": {}}, "uploaded_by": "王"}
    put(shop.cloud.engine, import_files, {**row, **counts, **told, "uploaded_at": EVENING - days * DAY})
    return row


def test_many_files_lose_their_bytes_a_few_at_a_time(shop: Shop) -> None:
    for _ in range(FILES_AT_ONCE + 1):
        _file(shop, 91)
    assert cleared(shop.cloud.engine)["import_file_bytes"] == FILES_AT_ONCE + 1


def test_a_night_of_use_loses_nothing_that_is_young(shop: Shop) -> None:
    shop.send(order("A"), order("B", "P2"))
    shop.cut_off()
    assert set(cleared(shop.cloud.engine).values()) == {0}
    assert left(shop.cloud.engine, warehouses) > 0


def test_one_that_fails_does_not_keep_the_others_from_theirs(engine: Engine) -> None:
    put(engine, misses, {"door": "d", "subject": "s", "at": EVENING - 2 * DAY})

    def fail(_engine: Engine, _now: datetime, _keep: Keep) -> dict[str, int]:
        raise OperationalError("SELECT 1", {}, Exception("disk I/O error"))

    with pytest.raises(OperationalError, match="disk I/O"):
        prune_all(engine, EVENING, KEEP, (fail, *prunings()))
    assert left(engine, misses) == 0


def test_it_can_set_how_long_things_are_kept() -> None:
    settings = Settings(
        database="x",
        keep_changes_days=21,
        keep_fact_bodies_days=400,
        keep_document_files_days=7,
        keep_attempts_days=30,
        keep_import_files_days=10,
    )
    assert keep_of(settings) == Keep(21 * DAY, 400 * DAY, 7 * DAY, 30 * DAY, 10 * DAY)
    assert Keep() == KEEP
