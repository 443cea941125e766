"""Puts applied in runs end as if each had come alone, whatever is wrong with some of them."""

import hashlib
import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import settings as unhurried
from hypothesis import strategies as st
from sqlalchemy import event, select

from cloud_api.settings import Settings
from cloud_api.storage.ids import new_uuid
from cloud_api.storage.reports import Report, RunHandler
from cloud_api.storage.tables.waves import puts
from cloud_api.storage.transaction import reading
from cloud_api.waves.facts import Listeners, fact_handlers, run_handlers
from cloud_api.wire.exchange import GENESIS_HASH, fact_hash
from cloud_api.wire.facts import FactKind, ItemPut
from tests.cloud_api.kit import SQLITE_ONLY, DeskKit, Shop, changed, closing, order, put, verdicts


def _started(shop: Shop) -> tuple[DeskKit, dict[str, Any]]:
    """A desk that began a wave of two crates."""
    shop.send(order("A", "P1", PEACH=4, MILK=1), order("B", "P1", RICE=1))
    shop.cut_off()
    desk: DeskKit = shop.cloud.desk()
    plan = desk.plan(desk.lease())
    assert desk.report("WaveStarted", plan)["verdict"] == "accepted"
    return desk, plan


def _facts_of(plan: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Good puts and all kinds of bad ones, with other kinds between them."""
    wave_id, (first, second) = plan["wave_id"], plan["crates"]
    once = put(wave_id, first, "PEACH", 2)
    return [
        ("ItemPut", once),
        ("ItemPut", changed(once, quantity=1)),
        ("ItemPut", put(wave_id, first, "PEACH", 3)),
        ("ItemPut", put(wave_id, first, "PEACH", 2)),
        ("ItemPut", put(wave_id, first, "PEACH", 1)),
        ("ItemPut", changed(put(wave_id, first, "MILK", 1), crate_id=str(new_uuid()))),
        ("ItemPut", changed(put(wave_id, first, "MILK", 1), wave_id=str(new_uuid()))),
        ("PutUndone", {key: once[key] for key in ("wave_id", "crate_id", "put_id")}),
        ("ItemPut", put(wave_id, first, "PEACH", 2)),
        ("ItemPut", {"wave_id": "no"}),
        ("ItemPut", put(wave_id, first, "MILK", 1)),
        ("CrateClosed", closing(wave_id, first, 5)),
        ("ItemPut", put(wave_id, first, "MILK", 1)),
        ("ItemPut", put(wave_id, second, "RICE", 1)),
        ("ItemPut", put(wave_id, second, "RICE", 1)),
    ]


@pytest.mark.parametrize("at_once", [1, 4, 100])
def test_a_run_of_puts_ends_as_if_each_had_come_alone(shop: Shop, at_once: int) -> None:
    desk, plan = _started(shop)
    facts = [desk.fact(kind, body) for kind, body in _facts_of(plan)]
    parts = [facts[start : start + at_once] for start in range(0, len(facts), at_once)]
    results = [result for part in parts for result in desk.push(*part)["results"]]
    words = [_word(result) for result in results]
    assert words == [
        "",
        "known from another",
        "still takes 2",
        "",
        "still takes 0",
        "There is no crate",
        "There is no wave",
        "",
        "",
        "does not fit",
        "",
        "",
        "closed already",
        "",
        "still takes 0",
    ]
    with reading(shop.cloud.engine) as connection:
        kept = connection.execute(select(puts.c.sku, puts.c.quantity, puts.c.undone_at)).all()
    assert sorted((row.sku, row.quantity) for row in kept if row.undone_at is None) == [
        ("MILK", 1),
        ("PEACH", 2),
        ("PEACH", 2),
        ("RICE", 1),
    ]


def _nothing(*_told: Any) -> None:
    return None


def _word(result: dict[str, Any]) -> str:
    """The part of a reason by which it is known; the whole of one nobody expected."""
    known = ["known from another", "still takes 2", "still takes 0", "There is no crate", "There is no wave"]
    known += ["does not fit", "closed already"]
    reason = result["reason"] or ""
    return next((word for word in known if word in reason), reason)


def _counted(desk: DeskKit, shop: Shop, kind: str, bodies: list[dict[str, Any]], words: str) -> int:
    """How many statements with these words one batch over HTTP costs."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    facts = [desk.fact(kind, body) for body in bodies]
    event.listen(shop.cloud.engine, "before_cursor_execute", note)
    told = desk.push(*facts)
    event.remove(shop.cloud.engine, "before_cursor_execute", note)
    assert set(verdicts(told)) == {"accepted"}
    return sum(words in statement for statement in sent)


@SQLITE_ONLY
def test_a_batch_costs_no_statement_more_for_each_put_and_reprint(shop: Shop) -> None:
    desk, plan = _started(shop)
    crate = plan["crates"][0]
    singles = [put(plan["wave_id"], crate, "PEACH", 1) for _ in range(4)]
    assert _counted(desk, shop, "ItemPut", singles, "INSERT INTO puts") == 1
    reprint = {"document": "label", "reason": "smudged", "copy_number": 2}
    named = {"crate_id": crate["crate_id"], "sscc": crate["sscc"], **reprint}
    assert _counted(desk, shop, "LabelReprinted", [named] * 4, "FROM crates") == 1


def test_reprints_in_a_run_are_refused_each_for_itself(shop: Shop) -> None:
    desk, plan = _started(shop)
    crate = plan["crates"][0]
    named = {"crate_id": crate["crate_id"], "sscc": crate["sscc"], "document": "label", "reason": "wet"}
    right = {**named, "copy_number": 2}
    wrong = [changed(right, sscc="0" * 18), changed(right, crate_id=str(new_uuid()))]
    told = desk.push(*(desk.fact("LabelReprinted", body) for body in (right, *wrong, right)))
    assert verdicts(told) == ["accepted", "refused", "refused", "accepted"]
    reasons = [result["reason"] or "" for result in told["results"]]
    assert "has the number" in reasons[1]
    assert "There is no crate" in reasons[2]


_ROLLS = st.lists(
    st.tuples(
        st.sampled_from(("held", "held", "held", "strange")),
        st.sampled_from((0, 0, 1, 2)),
        st.sampled_from(("PEACH", "MILK", "RICE", "NONE")),
        st.integers(1, 3),
        st.integers(0, 6),
    ),
    min_size=1,
    max_size=12,
)
"""Puts by their wave, crate (2 is none of ours), product, quantity and the number of their id."""


@SQLITE_ONLY
def test_any_run_of_puts_gives_the_verdicts_and_rows_of_one_by_one(shop: Shop) -> None:
    desk, plan = _started(shop)
    waves = {"held": plan["wave_id"], "strange": str(new_uuid())}
    crate_ids = [*(crate["crate_id"] for crate in plan["crates"]), str(new_uuid())]
    put_ids = [str(new_uuid()) for _ in range(7)]
    settings = Settings(database="unused.db")
    alone = fact_handlers(settings, Listeners(_nothing, _nothing, _nothing, _nothing))[FactKind.ITEM_PUT]
    run = run_handlers(settings, _nothing)[FactKind.ITEM_PUT]

    @given(_ROLLS)
    @unhurried(deadline=None, max_examples=50)
    def check(rolls: list[tuple[str, int, str, int, int]]) -> None:
        bodies = [
            ItemPut.model_validate(
                {
                    "wave_id": waves[w],
                    "crate_id": crate_ids[c],
                    "put_id": put_ids[p],
                    "sku": sku,
                    "quantity": q,
                }
            )
            for w, c, sku, q, p in rolls
        ]
        together = _end(shop, desk, bodies, run)
        one_by_one = _end(shop, desk, bodies, lambda reports: [alone(report) for report in reports])
        assert together == one_by_one

    check()


def _end(
    shop: Shop, desk: DeskKit, bodies: list[ItemPut], apply: RunHandler
) -> tuple[list[str | None], list[Any]]:
    """The verdicts and rows puts lead to; all is undone again."""
    with shop.cloud.engine.connect() as connection, connection.begin() as transaction:
        moment = shop.cloud.clock()
        reports = [
            Report(connection, desk.station_id, "工位 1", "W1", None, None, new_uuid(), moment, moment, body)
            for body in bodies
        ]
        told = apply(reports)
        kept = [tuple(row) for row in connection.execute(select(puts).order_by(puts.c.id))]
        transaction.rollback()
    return told, kept


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(
    st.dictionaries(st.text(), _JSON, max_size=4),
    st.text(max_size=20),
    st.integers(1, 2**62),
    st.none() | st.uuids(),
    st.integers(0, 4 * 10**15).map(lambda us: datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=us)),
)
def test_a_link_is_the_hash_of_one_json_array(
    body: dict[str, Any], kind: str, seq: int, operator_id: UUID | None, moment: datetime
) -> None:
    fact_id, station_id = new_uuid(), new_uuid()
    operator = None if operator_id is None else str(operator_id)
    at = moment.astimezone(UTC).isoformat(timespec="microseconds")
    array = [str(fact_id), str(station_id), seq, operator, at, kind, 1, body, GENESIS_HASH]
    text = json.dumps(array, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    told = fact_hash(
        fact_id=fact_id,
        station_id=station_id,
        seq=seq,
        operator_id=operator_id,
        happened_at=moment,
        kind=kind,
        version=1,
        body=body,
        previous_hash=GENESIS_HASH,
    )
    assert told == hashlib.sha256(text.encode()).hexdigest()
