"""Bench of shortages: how long others wait while a product that stands in every order is shared out."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Engine

from cloud_api.cycles.cut_off import cut_off_now
from cloud_api.settings import Settings
from cloud_api.shortages.applying import apply_shortage
from cloud_api.shortages.planning import Plan, ShortageRefusal, plan_shortage
from cloud_api.shortages.rewriting import Told
from cloud_api.shortages.withdrawing import withdraw_shortage
from cloud_api.storage.audit import SERVICE
from cloud_api.storage.clock import system_clock
from cloud_api.storage.transaction import Lock, lock_exclusive, reading, writing
from cloud_api.wire.shortages import Shortage, ShortageOrder, ShortageQuestion, ShortageRule
from cloud_api.wiring import hooks_of
from tests.bench.cloud import ORDERS
from tests.bench.cloud import _orders as orders_of_the_day
from tests.bench.documents import _day, _postgresql
from tests.bench.rows import row

SKU = "SKU00000"
_LEAST_S = 0.02
"""Between two tries of those who write meanwhile."""


def run(scratch: Path) -> list[dict[str, Any]]:
    """Rows for both databases."""
    rows = _rows(str(scratch / "bench-shortages.db"), "SQLite")
    with _postgresql() as database:
        return rows if database is None else rows + _rows(database, "PostgreSQL")


def _rows(database: str, name: str) -> list[dict[str, Any]]:
    """Applied just after the cut-off, when no paper is written yet, and taken back."""
    hooks = hooks_of(Settings(database="unused"))
    engine, cycle_id = _day(database, _with_one_product(orders_of_the_day()))
    cut_off_now(engine, cycle_id, system_clock(), hooks)
    order = _order(engine, cycle_id)
    told = Told(SERVICE, system_clock(), "供应商少送")
    shortages: list[Shortage] = []

    def keep(outcome: Shortage | ShortageRefusal) -> None:
        assert isinstance(outcome, Shortage), outcome
        shortages.append(outcome)

    rows = [
        _row(
            f"applied to {ORDERS} orders, {name}",
            engine,
            lambda: keep(apply_shortage(engine, cycle_id, order, told, hooks)),
        ),
        _row(
            f"taken back, {name}",
            engine,
            lambda: keep(withdraw_shortage(engine, cycle_id, shortages[0].id, told, hooks)),
        ),
    ]
    assert (shortages[0].orders, shortages[1].withdrawn_at) == (ORDERS, told.at)
    engine.dispose()
    return rows


def _with_one_product(orders: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Two pieces of one product in each order."""
    for each in orders:
        others = [line for line in each["lines"] if line["sku"] != SKU]
        each["lines"] = [{"sku": SKU, "quantity": 2}, *others[:2]]
    return orders


def _order(engine: Engine, cycle_id: UUID) -> ShortageOrder:
    """Half of what was ordered, so that each order loses a piece."""
    question = ShortageQuestion(sku=SKU, available=ORDERS, rule=ShortageRule.PROPORTIONAL)
    with reading(engine) as connection:
        plan = plan_shortage(connection, cycle_id, question)
    assert isinstance(plan, Plan)
    return ShortageOrder(**question.model_dump(), preview_hash=plan.preview.preview_hash)


def _row(what: str, engine: Engine, work: Callable[[], None]) -> dict[str, Any]:
    with _others_write(engine) as waits:
        begun = time.perf_counter()
        work()
        whole_s = time.perf_counter() - begun
    return row(
        f"shortages: longest wait of others while one is {what}", max(waits), "s", "all of it", whole_s
    )


@contextmanager
def _others_write(engine: Engine) -> Iterator[list[float]]:
    """How long those waited who meanwhile wanted to write of the waves of the warehouse."""
    waits, done = [0.0], threading.Event()

    def write() -> None:
        while not done.wait(_LEAST_S):
            begun = time.perf_counter()
            with writing(engine) as connection:
                lock_exclusive(connection, Lock.WAVES, "W1")
            waits.append(time.perf_counter() - begun)

    other = threading.Thread(target=write)
    other.start()
    try:
        yield waits
    finally:
        done.set()
        other.join()
