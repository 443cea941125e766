"""A person's word on a PC that asks to become a station: whether, as what and where."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from pydantic import SecretStr
from sqlalchemy import Connection, Row, select, update

from cloud_api.devices.grants import user_code_mac
from cloud_api.devices.joining import Newcomer
from cloud_api.devices.placing import CodeRefusedError, place_for
from cloud_api.http.callers import Caller
from cloud_api.storage.audit import note_act
from cloud_api.storage.misses import Door, note_misses, shut_for
from cloud_api.storage.roles import in_order, read_roles, written_roles
from cloud_api.storage.tables.catalogue import pickup_points
from cloud_api.storage.tables.devices import device_grants, stations
from cloud_api.wire.stations import USER_CODE_LETTERS, Decision, Role, WaitingDevice

_DOOR = "user code"


class DecisionVerdict(StrEnum):
    """What came of a person's word on a request."""

    ALLOWED = "allowed"
    DENIED = "denied"
    UNKNOWN_CODE = "unknown_code"
    """Never given, too old, or decided before."""
    TOO_MANY_MISSES = "too_many_misses"
    NOT_YOURS = "not_yours"
    """A place or a role beyond what this person may give away."""
    UNSENT_RECORDS = "unsent_records"
    """The PC holds records only its former station can send."""
    NOT_THAT_STATION = "not_that_station"
    """The PC was not the station it shall be again."""


@dataclass(frozen=True)
class Decided:
    """A verdict, with the name of the PC it is about."""

    verdict: DecisionVerdict
    name: str = ""
    wait: timedelta = timedelta()
    """How long this person has to wait after too many misses."""


def decide(
    connection: Connection,
    caller: Caller,
    user_code: str,
    decision: Decision,
    now: datetime,
    key: SecretStr | None = None,
) -> Decided:
    """A manager's or integrator's word on the PC that shows this code. Raises placing.CodeRefusedError.

    A manager gives away places of the own warehouse only, an integrator all. Codes that miss are counted.
    """
    door = Door(_DOOR, str(caller.station_id))
    shut = shut_for(connection, [door], now)
    if shut is not None:
        return Decided(DecisionVerdict.TOO_MANY_MISSES, wait=shut)
    row = find_waiting(connection, user_code, now, key)
    if row is None:
        note_misses(connection, [door], now)
        note_act(connection, caller.actor, "device code missed", "", now)
        return Decided(DecisionVerdict.UNKNOWN_CODE)
    return _decide_on(connection, caller, row, decision, now)


def _decide_on(
    connection: Connection, caller: Caller, row: Row[Any], decision: Decision, now: datetime
) -> Decided:
    """The word on a request that waits for one."""
    if not decision.allow:
        _keep_word(connection, caller, row, now, allowed=False)
        return Decided(DecisionVerdict.DENIED, row.name)
    fault = _again_fault(row, decision)
    if fault is not None:
        return Decided(fault, row.name)
    place = _place(connection, decision)
    if not _may_give(caller, place):
        return Decided(DecisionVerdict.NOT_YOURS, row.name)
    _keep_word(
        connection,
        caller,
        row,
        now,
        allowed=True,
        roles=place.roles,
        warehouse=place.warehouse,
        pickup_point=place.pickup_point,
        station_id=decision.station_id,
    )
    return Decided(DecisionVerdict.ALLOWED, row.name)


def find_waiting(
    connection: Connection, user_code: str, now: datetime, key: SecretStr | None = None
) -> Row[Any] | None:
    """The request whose PC shows this code and that nobody decided; the code may be written in any way."""
    letters = "".join(letter for letter in user_code.upper() if letter in USER_CODE_LETTERS)
    query = select(device_grants).where(
        device_grants.c.user_code_mac == user_code_mac(connection, letters, key),
        device_grants.c.decided_at.is_(None),
        device_grants.c.expires_at > now,
    )
    return connection.execute(query).first()


def look_up(
    connection: Connection, caller: Caller, user_code: str, now: datetime, key: SecretStr | None = None
) -> Row[Any] | None:
    """As find_waiting, for a page a link opens: links can be made up by the thousand, so misses count here.

    None as well for a person who missed too often.
    """
    door = Door(_DOOR, str(caller.station_id))
    if shut_for(connection, [door], now) is not None:
        return None
    row = find_waiting(connection, user_code, now, key)
    if row is None:
        note_misses(connection, [door], now)
    return row


def waiting_grants(connection: Connection, now: datetime) -> list[WaitingDevice]:
    """PCs that show a code now, the latest first. Which code is which only their screens tell."""
    query = (
        select(device_grants, stations.c.name.label("station_name"))
        .outerjoin(stations, stations.c.id == device_grants.c.former_station_id)
        .where(device_grants.c.decided_at.is_(None), device_grants.c.expires_at > now)
        .order_by(device_grants.c.asked_at.desc())
    )
    return [_shown(row) for row in connection.execute(query)]


def _shown(row: Row[Any]) -> WaitingDevice:
    return WaitingDevice(
        name=row.name,
        roles=in_order(read_roles(row.wanted_roles)),
        release=row.release,
        address=row.address,
        asked_at=row.asked_at,
        expires_at=row.expires_at,
        station_id=row.former_station_id,
        station_name=row.station_name,
        unsent=row.unsent,
    )


def _again_fault(row: Row[Any], decision: Decision) -> DecisionVerdict | None:
    if decision.station_id is not None and decision.station_id != row.former_station_id:
        return DecisionVerdict.NOT_THAT_STATION
    if decision.station_id is None and row.unsent:
        return DecisionVerdict.UNSENT_RECORDS
    return None


def _place(connection: Connection, decision: Decision) -> Newcomer:
    """Where the station will stand and what it will do; one that comes again keeps both."""
    if decision.station_id is None:
        place = place_for(connection, decision.roles, decision.warehouse, decision.pickup_point)
        return Newcomer("", written_roles(decision.roles), place.warehouse, place.pickup_point)
    query = (
        select(stations, pickup_points.c.warehouse.label("warehouse_of_shop"))
        .outerjoin(pickup_points, pickup_points.c.code == stations.c.pickup_point)
        .where(stations.c.id == decision.station_id)
    )
    row = connection.execute(query).first()
    if row is None:
        raise CodeRefusedError(f"There is no station {decision.station_id}. GET /v1/stations lists them.")
    # A till goes with its shop when that moves to another warehouse.
    warehouse = row.warehouse_of_shop if read_roles(row.roles) == {Role.PICKUP} else row.warehouse
    return Newcomer(row.name, row.roles, warehouse, row.pickup_point, row.id)


def _may_give(caller: Caller, place: Newcomer) -> bool:
    if caller.is_integrator:
        return True
    return Role.INTEGRATOR not in read_roles(place.roles) and place.warehouse == caller.warehouse


def _keep_word(
    connection: Connection, caller: Caller, row: Row[Any], now: datetime, *, allowed: bool, **place: Any
) -> None:
    connection.execute(
        update(device_grants)
        .where(device_grants.c.device_code_hash == row.device_code_hash)
        .values(decided_at=now, decided_by=caller.name[:200], allowed=allowed, **place)
    )
    action = "device allowed" if allowed else "device refused"
    detail = {name: str(value) for name, value in place.items() if value is not None}
    note_act(connection, caller.actor, action, f"device {row.name}", now, detail)
