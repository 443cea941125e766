"""Supervisors who let pass at a desk what its rules stop: their PIN is looked at here, their word kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from pydantic import SecretStr
from sqlalchemy import Engine, insert, select
from starlette.concurrency import run_in_threadpool

from cloud_api.people.pins import PinKeeper
from cloud_api.storage.audit import Actor, note_act
from cloud_api.storage.clock import Clock
from cloud_api.storage.misses import Door, forget, note_misses, shut_for, take_back
from cloud_api.storage.reports import Handler, Report
from cloud_api.storage.tables.catalogue import operators
from cloud_api.storage.tables.people import overrides
from cloud_api.storage.transaction import writing
from cloud_api.wire.facts import FactKind
from cloud_api.wire.floor import OverrideGiven

_DOOR = "supervisor badge"


class PinVerdict(StrEnum):
    """What came of a supervisor's badge and PIN."""

    RIGHT = "right"
    WRONG = "wrong"
    """Badge unknown here, not a supervisor's, no PIN set, or the PIN wrong; nobody is told which."""
    SHUT = "shut"


@dataclass(frozen=True)
class PinAnswer:
    """A verdict, the supervisor where it is right, and how long to wait where the door is shut."""

    verdict: PinVerdict
    operator_id: UUID | None = None
    name: str = ""
    wait: timedelta = timedelta()


async def check_supervisor(
    engine: Engine, pins: PinKeeper, clock: Clock, badge: str, pin: SecretStr, warehouse: str
) -> PinAnswer:
    """Whether badge and PIN are of a supervisor of this warehouse; as slow for a badge nobody has.

    Raises pins.TooManyPinsError.
    """
    let_in = await run_in_threadpool(_let_in, engine, badge, warehouse, clock)
    if isinstance(let_in, PinAnswer):
        return let_in
    misses, operator_id, name, kept = let_in
    if not await pins.fits(kept, pin) or operator_id is None:
        return PinAnswer(PinVerdict.WRONG)
    await run_in_threadpool(_forgive, engine, badge, misses)
    return PinAnswer(PinVerdict.RIGHT, operator_id, name)


def _let_in(
    engine: Engine, badge: str, warehouse: str, clock: Clock
) -> PinAnswer | tuple[list[int], UUID | None, str, str | None]:
    """Count the try as a miss until it proves right, so that many at the same time gain nothing."""
    door, now = Door(_DOOR, badge), clock()
    with writing(engine) as connection:
        shut = shut_for(connection, [door], now)
        if shut is not None:
            return PinAnswer(PinVerdict.SHUT, wait=shut)
        is_meant = (operators.c.badge == badge) & (operators.c.warehouse == warehouse)
        query = select(operators).where(is_meant, operators.c.active, operators.c.supervisor)
        row = connection.execute(query).first()
        misses = note_misses(connection, [door], now)
    return (misses, None, "", None) if row is None else (misses, row.id, row.name, row.pin_hash)


def _forgive(engine: Engine, badge: str, misses: list[int]) -> None:
    with writing(engine) as connection:
        take_back(connection, misses)
        forget(connection, Door(_DOOR, badge))


def fact_handlers() -> Mapping[FactKind, Handler]:
    """What a supervisor's word at a desk writes."""
    return {FactKind.OVERRIDE_GIVEN: _override_given}


def _override_given(report: Report[OverrideGiven]) -> str | None:
    body, connection = report.body, report.connection
    query = select(operators.c.name, operators.c.warehouse, operators.c.supervisor)
    row = connection.execute(query.where(operators.c.id == body.supervisor_id)).first()
    if row is None or row.warehouse != report.warehouse:
        return f"The operator {body.supervisor_id} is not of this warehouse: the override does not count."
    if not row.supervisor:
        return f"{row.name} is not a supervisor: the override does not count."
    if connection.scalar(select(overrides.c.id).where(overrides.c.id == body.override_id)) is not None:
        return f"The override {body.override_id} is known from another fact; each has an id of its own."
    connection.execute(
        insert(overrides).values(
            id=body.override_id,
            warehouse=report.warehouse,
            station_id=report.station_id,
            operator_id=report.operator_id,
            supervisor_id=body.supervisor_id,
            action=body.action,
            reason=body.reason,
            ref=body.ref,
            without_network=body.without_network,
            given_at=report.happened_at,
        )
    )
    detail = {"reason": body.reason, "at": report.station_name, "without_network": body.without_network}
    about = f"{body.action} {body.ref or ''}".strip()
    note_act(connection, Actor("person", row.name, body.supervisor_id), "override", about, report.now, detail)
    return None
