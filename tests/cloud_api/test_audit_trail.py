"""The audit trail: whatever is changed, left out or put in is found."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, delete, insert, select, text, update

from cloud_api.storage.audit import SERVICE, START, Actor, Head, note_act, trail_head, verify_trail
from cloud_api.storage.ids import new_uuid
from cloud_api.storage.tables.people import audit, audit_head
from cloud_api.storage.transaction import reading, writing
from tests.cloud_api.kit import EVENING, Shop
from tests.cloud_api.together import all_at_once

ACTS = 6
PERSON = Actor("person", "王经理", new_uuid())
_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
CHANGES: dict[str, st.SearchStrategy[Any]] = {
    "at": st.timedeltas(timedelta(microseconds=1), timedelta(days=400)).map(lambda span: EVENING - span),
    "actor_kind": st.sampled_from(["station", "service", ""]),
    "actor_id": st.one_of(st.none(), st.uuids()),
    "actor_name": _TEXT,
    "action": _TEXT,
    "about": _TEXT,
    "detail": st.dictionaries(_TEXT, st.one_of(st.integers(), st.none(), _TEXT), max_size=3),
    "previous_hash": st.text("0123456789abcdef", min_size=64, max_size=64),
    "hash": st.text("0123456789abcdef", min_size=64, max_size=64),
}


def _write(engine: Engine, acts: int = ACTS) -> None:
    for number in range(acts):
        with writing(engine) as connection:
            who = PERSON if number % 2 else SERVICE
            note_act(connection, who, "did", f"thing {number}", EVENING, {"n": number, "what": "桃子"})


def _holds(engine: Engine, noted: Head = START) -> bool:
    with reading(engine) as connection:
        return verify_trail(connection, noted).holds


@pytest.fixture
def written(engine: Engine) -> Engine:
    _write(engine)
    return engine


def test_a_trail_nobody_touched_holds(written: Engine) -> None:
    with reading(written) as connection:
        proof = verify_trail(connection)
        head = trail_head(connection)
    assert (proof.acts, proof.broken, proof.holds, head.number) == (ACTS, (), True, ACTS)
    _write(written, 2)
    assert _holds(written, noted=head)
    assert not _holds(written, noted=Head(ACTS, "0" * 64))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_value_that_is_changed_is_found(written: Engine, data: st.DataObject) -> None:
    number = data.draw(st.integers(1, ACTS))
    column = data.draw(st.sampled_from(sorted(CHANGES)))
    value = data.draw(CHANGES[column])
    with written.connect() as connection:
        before = connection.execute(select(audit.c[column]).where(audit.c.number == number)).scalar_one()
        if before == value:
            return
        connection.execute(update(audit).where(audit.c.number == number).values({column: value}))
        proof = verify_trail(connection)
        connection.rollback()
    assert not proof.holds
    assert proof.broken or proof.end_is_missing


@pytest.mark.parametrize("number", range(1, ACTS + 1))
def test_any_row_left_out_is_found(written: Engine, number: int) -> None:
    with writing(written) as connection:
        connection.execute(delete(audit).where(audit.c.number == number))
    assert not _holds(written)


@pytest.mark.parametrize("renumbered", [False, True])
def test_rows_left_out_at_the_end_are_missed(written: Engine, renumbered: bool) -> None:
    """Also where the head was set back with them, if it was noted elsewhere."""
    with writing(written) as connection:
        noted = trail_head(connection)
        connection.execute(delete(audit).where(audit.c.number > 2))
        if renumbered:
            last = connection.execute(select(audit).where(audit.c.number == 2)).one()
            connection.execute(update(audit_head).values(number=2, hash=last.hash))
    assert _holds(written) is renumbered
    assert not _holds(written, noted)


@pytest.mark.parametrize("number", [0, ACTS + 1])
def test_a_row_put_in_is_found(written: Engine, number: int) -> None:
    with writing(written) as connection:
        row = dict(connection.execute(select(audit).where(audit.c.number == 1)).one()._mapping)
        connection.execute(insert(audit).values({**row, "number": number}))
    assert not _holds(written)


def test_two_rows_that_change_places_are_found(written: Engine) -> None:
    with writing(written) as connection:
        for old, new in ((2, 100), (3, 2), (100, 3)):
            connection.execute(update(audit).where(audit.c.number == old).values(number=new))
    assert not _holds(written)


def test_a_row_that_cannot_even_be_read_is_found(written: Engine) -> None:
    if written.dialect.name != "sqlite":
        pytest.skip("PostgreSQL keeps the types of its columns")
    with writing(written) as connection:
        connection.execute(text("UPDATE audit SET detail = 'no json' WHERE number = 3"))
    assert not _holds(written)


def test_many_who_act_at_once_make_one_chain(engine: Engine) -> None:
    all_at_once([lambda: _write(engine, 5)] * 4)
    with reading(engine) as connection:
        proof = verify_trail(connection)
    assert (proof.acts, proof.holds) == (20, True)


def test_the_trail_is_read_in_pages_by_those_who_run_things(shop: Shop) -> None:
    _write(shop.cloud.engine, 7)
    first = shop.call("GET", "/v1/audit", params={"limit": 5, "action": "did"}).json()
    rest = shop.call("GET", "/v1/audit", params={"limit": 5, "action": "did", "after": first["next"]}).json()
    told = [act["about"] for act in first["items"] + rest["items"]]
    assert told == [f"thing {number}" for number in reversed(range(7))]
    assert rest["next"] is None
    mine = shop.call("GET", "/v1/audit", params={"actor_id": str(PERSON.id)}).json()["items"]
    assert {act["actor_name"] for act in mine} == {"王经理"}
    later = {"since": (EVENING + timedelta(days=1)).isoformat()}
    assert shop.call("GET", "/v1/audit", params=later).json()["items"] == []
    assert shop.cloud.desk().call("GET", "/v1/audit").status_code == 403
