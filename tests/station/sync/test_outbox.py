"""The outbox: facts in one unbroken chain, in one transaction with what they tell of."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from cloud_api.wire.exchange import GENESIS_HASH, FactResult, FactVerdict, fact_hash
from station.kernel.clock import SettableClock
from station.storage.database import Database
from station.sync import outbox
from tests.station.sync.kit import OPERATOR, STATION, write_fact


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = Database(tmp_path / "station.db")
    yield made
    made.close()


def write(database: Database, clock: SettableClock, count: int) -> None:
    for _ in range(count):
        clock.advance(0.123456)
        with database.act() as connection:
            write_fact(connection, clock)


def test_each_fact_carries_the_hash_of_the_one_before(database: Database, clock: SettableClock) -> None:
    write(database, clock, 5)
    with database.look() as connection:
        facts = outbox.waiting(connection, 100)
    assert [fact.seq for fact in facts] == [1, 2, 3, 4, 5]
    previous = GENESIS_HASH
    for fact in facts:
        assert fact.previous_hash == previous
        assert fact.operator_id == OPERATOR
        previous = fact_hash(
            fact_id=fact.id,
            station_id=STATION,
            seq=fact.seq,
            operator_id=fact.operator_id,
            happened_at=fact.happened_at,
            kind=fact.kind,
            version=fact.version,
            body=fact.body,
            previous_hash=fact.previous_hash,
        )
    with database.look() as connection:
        last = connection.exec_driver_sql("SELECT hash FROM fact ORDER BY seq DESC").scalar()
    assert last == previous


def test_the_chain_goes_on_after_a_restart(tmp_path: Path, clock: SettableClock) -> None:
    for _ in range(2):
        database = Database(tmp_path / "station.db")
        write(database, clock, 1)
        database.close()
    database = Database(tmp_path / "station.db")
    with database.look() as connection:
        first, second = outbox.waiting(connection, 10)
        hash_of_first = connection.exec_driver_sql("SELECT hash FROM fact WHERE seq = 1").scalar()
    database.close()
    assert (first.seq, second.seq, second.previous_hash) == (1, 2, hash_of_first)


def test_an_act_that_fails_leaves_no_fact_and_no_gap(database: Database, clock: SettableClock) -> None:
    write(database, clock, 1)

    def torn() -> None:
        with database.act() as connection:
            write_fact(connection, clock)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        torn()
    write(database, clock, 1)
    with database.look() as connection:
        assert [fact.seq for fact in outbox.waiting(connection, 10)] == [1, 2]


def test_answers_are_kept_and_only_once(database: Database, clock: SettableClock) -> None:
    write(database, clock, 4)
    verdicts = (FactVerdict.ACCEPTED, FactVerdict.REPEATED, FactVerdict.REFUSED, FactVerdict.OUT_OF_ORDER)
    with database.act() as connection:
        facts = outbox.waiting(connection, 10)
        results = [
            FactResult(id=fact.id, verdict=verdict, reason="because")
            for fact, verdict in zip(facts, verdicts, strict=True)
        ]
        outbox.record_answers(connection, results)
        assert outbox.count(connection) == (1, 1)
        assert [fact.seq for fact in outbox.waiting(connection, 10)] == [4]
        assert [(fact.seq, fact.reason) for fact in outbox.refused(connection)] == [(3, "because")]
        late = [FactResult(id=facts[2].id, verdict=FactVerdict.ACCEPTED)]
        outbox.record_answers(connection, late)
        assert outbox.count(connection) == (1, 1)


def test_what_a_restored_cloud_refuses_is_seen_unless_it_was_settled(
    database: Database, clock: SettableClock
) -> None:
    write(database, clock, 3)
    with database.act() as connection:
        facts = outbox.waiting(connection, 10)
        refused = [FactResult(id=fact.id, verdict=FactVerdict.REFUSED, reason="No lease.") for fact in facts]
        outbox.record_answers(connection, [FactResult(id=facts[0].id, verdict=FactVerdict.ACCEPTED)])
        outbox.record_answers(connection, refused[1:2])
        outbox.settle(connection, 2)
        assert outbox.last_answered(connection) == 2
        outbox.record_answers(connection, refused[:2])
        assert [(fact.seq, fact.reason) for fact in outbox.refused(connection)] == [(1, "No lease.")]
        assert outbox.count(connection) == (1, 1)


def test_only_a_refused_fact_can_be_settled(database: Database, clock: SettableClock) -> None:
    write(database, clock, 1)
    with database.act() as connection:
        outbox.settle(connection, 1)
        assert outbox.count(connection) == (1, 0)


def test_what_was_answered_is_sent_again_on_demand_only(database: Database, clock: SettableClock) -> None:
    write(database, clock, 3)
    with database.act() as connection:
        facts = outbox.waiting(connection, 10)
        outbox.record_answers(
            connection, [FactResult(id=fact.id, verdict=FactVerdict.ACCEPTED) for fact in facts]
        )
        assert outbox.waiting(connection, 10) == []
        assert [fact.seq for fact in outbox.waiting(connection, 10, from_seq=2)] == [2, 3]
        assert outbox.waiting(connection, 1, from_seq=2) == facts[1:2]
