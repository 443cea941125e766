"""Who is calling: turns the token or session of a request into a known station or person."""

import re
from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from http import HTTPStatus
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends
from fastapi.security import APIKeyCookie, HTTPAuthorizationCredentials, HTTPBearer
from sqlalchemy import Connection, Engine, Row, Select, bindparam, or_, select, update
from sqlalchemy.exc import OperationalError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from cloud_api.http.context import Context, Service
from cloud_api.http.group_reads import GroupReads
from cloud_api.http.problems import ProblemError, SignInWanted
from cloud_api.http.sessions import (
    COOKIE,
    TOKEN_PREFIX,
    find_session,
    refuse_foreign_page,
    sign_in_path,
)
from cloud_api.http.watching import note_caller
from cloud_api.storage.audit import Actor
from cloud_api.storage.key_lists import among_named, told_keys
from cloud_api.storage.metadata import UtcMoment
from cloud_api.storage.roles import read_roles, role_names
from cloud_api.storage.tables.catalogue import pickup_points
from cloud_api.storage.tables.devices import stations, tokens
from cloud_api.storage.tables.people import sessions
from cloud_api.storage.token_hashes import token_hash
from cloud_api.storage.transaction import reading, writing
from cloud_api.wire.stations import Role

_BEARER = HTTPBearer(auto_error=False, description="The token an enrolment or a sign-in answered.")
_COOKIE = APIKeyCookie(
    name=COOKIE, auto_error=False, description="The session of a person signed in, in a browser."
)
_OF_A_WAREHOUSE = frozenset({Role.WAREHOUSE, Role.DISPATCH, Role.MANAGER})
_OF_A_STATION = frozenset({Role.WAREHOUSE, Role.DISPATCH, Role.PICKUP})
_MAY_CHANGE = frozenset({Role.MANAGER, Role.INTEGRATOR})
VISIT_NOTED_EVERY = timedelta(minutes=1)
_RELEASE = re.compile(r"^youlin-station/([0-9A-Za-z.+-]{1,32})")


@dataclass(frozen=True)
class Caller:
    """A station, shop system or person that showed a valid token or session."""

    station_id: UUID
    """Under which a station's facts and leases are kept; of a person the id of the operator."""
    name: str
    roles: frozenset[Role]
    warehouse: str | None
    """None: an integrator of the whole company."""
    pickup_point: str | None = None
    """The shop it stands in, for the role pickup."""

    @property
    def actor(self) -> Actor:
        """The caller as the audit trail names it."""
        return Actor("person" if self.is_person else "station", self.name, self.station_id)

    @property
    def is_person(self) -> bool:
        """Whether this is a manager signed in; stations and shop systems are not."""
        return Role.MANAGER in self.roles

    @property
    def is_integrator(self) -> bool:
        """Whether the caller works for the whole company."""
        return Role.INTEGRATOR in self.roles

    @property
    def is_of_warehouse(self) -> bool:
        """Whether the caller works in a warehouse or runs one; a till of a shop does not."""
        return bool(self.roles & _OF_A_WAREHOUSE)

    def may_see(self, warehouse: str, pickup_point: str | None = None) -> bool:
        """Whether rows of this warehouse, or of this shop of it, concern the caller."""
        if self.is_integrator or (self.is_of_warehouse and self.warehouse == warehouse):
            return True
        return Role.PICKUP in self.roles and pickup_point is not None and self.pickup_point == pickup_point


@dataclass(frozen=True)
class Desk(Caller):
    """A caller that stands in one warehouse, or in a shop of it."""

    warehouse: str


def known_caller(
    service: Service,
    request: Request,
    shown: Annotated[HTTPAuthorizationCredentials | None, Depends(_BEARER)],
    cookie: Annotated[str | None, Depends(_COOKIE)],
) -> Caller:
    """The caller of a request, or a 401 problem; a cookie counts only for our own pages.

    Unknown, revoked and too old are one answer.
    """
    if shown is not None:
        caller = _known(service, shown.credentials, request)
    elif cookie is not None:
        caller = _signed_in(service, cookie, request)
    else:
        caller = None
    return _noted(caller, request)


async def _anyone(
    service: Service,
    request: Request,
    shown: Annotated[HTTPAuthorizationCredentials | None, Depends(_BEARER)],
    cookie: Annotated[str | None, Depends(_COOKIE)],
) -> Caller:
    """As `known_caller`, with one read for all requests that wait for it at the same moment."""
    if shown is not None:
        return _noted(await _known_in_group(service, shown.credentials, request), request)
    caller = None
    if cookie is not None and cookie.startswith(TOKEN_PREFIX):
        caller = await _known_in_group(service, cookie, request)
        if caller is not None:
            refuse_foreign_page(request)
    return _noted(caller, request)


def _noted(caller: Caller | None, request: Request) -> Caller:
    if caller is None:
        raise token_not_known()
    note_caller(request.scope, caller.name)
    return caller


def token_not_known() -> ProblemError:
    """What a stranger is told."""
    return ProblemError(
        HTTPStatus.UNAUTHORIZED,
        "token-not-known",
        "This request carries no token this service knows. Enrol with a code from "
        "`python -m cloud_api enrol-code` and send `Authorization: Bearer <token>`.",
    )


def manager_session(
    service: Service, request: Request, cookie: Annotated[str | None, Depends(_COOKIE)]
) -> Caller:
    """The person signed in in this browser; one who is not is sent to sign in."""
    caller = None if cookie is None else _signed_in(service, cookie, request)
    if caller is None:
        raise SignInWanted(sign_in_path(request))
    note_caller(request.scope, caller.name)
    return caller


@dataclass(frozen=True)
class Seen:
    """A caller, and what was noted of its last visit."""

    caller: Caller
    seen_at: datetime | None
    release: str | None = None


@dataclass
class Sender:
    """Who a request says it is from; `seen` is added by whoever looks its token up."""

    token: str
    release: str | None
    seen: Seen | None = None


def _signed_in(service: Context, token: str, request: Request) -> Caller | None:
    """Whose session the cookie is. A token of a station is none: it must not travel in a browser."""
    caller = _known(service, token, request) if token.startswith(TOKEN_PREFIX) else None
    if caller is not None:
        refuse_foreign_page(request)
    return caller


def _known(service: Context, token: str, request: Request) -> Caller | None:
    seen = find_callers(service, [token])[token]
    if seen is None:
        return None
    sender = Sender(token, _release(request), seen)
    if visit_is_due(sender, service.now()):
        note_visits(service.engine, [sender], service.now())
    return seen.caller


async def _known_in_group(service: Context, token: str, request: Request) -> Caller | None:
    reads: GroupReads[str, Seen | None] = request.app.state.caller_reads
    seen = await reads.answer(token)
    if seen is None:
        return None
    sender = Sender(token, _release(request), seen)
    if visit_is_due(sender, service.now()):
        await run_in_threadpool(note_visits, service.engine, [sender], service.now())
    return seen.caller


def find_callers(service: Context, shown: Collection[str]) -> dict[str, Seen | None]:
    """Whose tokens and sessions these are, all at one moment; None for those nobody has."""
    with reading(service.engine) as connection:
        return callers_within(connection, shown, service.now())


def callers_within(connection: Connection, shown: Collection[str], now: datetime) -> dict[str, Seen | None]:
    """As `find_callers`, in a transaction that is open."""
    of_stations = {token: token_hash(token) for token in shown if not token.startswith(TOKEN_PREFIX)}
    stations_of = _find_stations(connection, of_stations.values(), now)
    return {
        token: stations_of.get(of_stations[token])
        if token in of_stations
        else _find_person(connection, token, now)
        for token in shown
    }


def _find_person(connection: Connection, token: str, now: datetime) -> Seen | None:
    person = find_session(connection, token, now)
    if person is None:
        return None
    roles = frozenset({Role.MANAGER})
    return Seen(Caller(person.operator_id, person.name, roles, person.warehouse), person.seen_at)


def _find_stations(connection: Connection, hashes: Collection[str], now: datetime) -> dict[str, Seen]:
    """Stations by the hash of their token. A till goes with its shop when that moves to another warehouse."""
    if not hashes:
        return {}
    dialect = connection.dialect.name
    told = {"hashes": told_keys(dialect, sorted(hashes)), "now": now}
    rows = connection.execute(_stations_of_tokens(dialect), told).all()
    return {row.token_hash: _station_seen(row) for row in rows}


@cache
def _stations_of_tokens(dialect: str) -> Select[Any]:
    """Made once: every request asks it."""
    now = bindparam("now", type_=UtcMoment)
    of_station = ("id", "name", "roles", "warehouse", "pickup_point", "last_seen_at", "release")
    return (
        select(
            *(stations.c[name] for name in of_station),
            pickup_points.c.warehouse.label("warehouse_of_shop"),
            tokens.c.token_hash,
        )
        .join_from(stations, tokens, tokens.c.station_id == stations.c.id)
        .outerjoin(pickup_points, pickup_points.c.code == stations.c.pickup_point)
        .where(
            among_named(dialect, tokens.c.token_hash, "hashes"),
            or_(tokens.c.revoked_at.is_(None), tokens.c.revoked_at > now),
            or_(tokens.c.expires_at.is_(None), tokens.c.expires_at > now),
            stations.c.revoked_at.is_(None),
        )
    )


def _station_seen(row: Row[Any]) -> Seen:
    roles = read_roles(row.roles)
    warehouse = row.warehouse_of_shop if roles == {Role.PICKUP} else row.warehouse
    caller = Caller(row.id, row.name, roles, warehouse, row.pickup_point)
    return Seen(caller, row.last_seen_at, row.release)


def visit_is_due(sender: Sender, now: datetime) -> bool:
    """Once a minute at most, and when it comes with another release; never of a stranger."""
    seen = sender.seen
    if seen is None:
        return False
    if seen.seen_at is None or now - seen.seen_at >= VISIT_NOTED_EVERY:
        return True
    return sender.release not in (None, seen.release)


def note_visits(engine: Engine, senders: Iterable[Sender], now: datetime) -> None:
    """A database that is busy must not keep anybody out for it."""
    visits = {sender.seen.caller.station_id: (sender, sender.seen) for sender in senders if sender.seen}
    with suppress(OperationalError), writing(engine) as connection:
        for _, (sender, seen) in sorted(visits.items()):
            _note_visit(connection, sender, seen, now)


def _note_visit(connection: Connection, sender: Sender, seen: Seen, now: datetime) -> None:
    if seen.caller.is_person:
        this_session = sessions.c.token_hash == token_hash(sender.token)
        connection.execute(update(sessions).where(this_session).values(seen_at=now))
        return
    told = {} if sender.release in (None, seen.release) else {"release": sender.release}
    this_station = stations.c.id == seen.caller.station_id
    connection.execute(update(stations).where(this_station).values(last_seen_at=now, **told))


def _release(request: Request) -> str | None:
    return release_of(request.headers.get("user-agent", ""))


def release_of(user_agent: str) -> str | None:
    """The release of a station, from its User-Agent; None of any other program."""
    found = _RELEASE.match(user_agent)
    return found.group(1) if found else None


async def _manager(caller: Annotated[Caller, Depends(_anyone)]) -> Caller:
    return _with_role(caller, _MAY_CHANGE)


async def _integrator(caller: Annotated[Caller, Depends(_anyone)]) -> Caller:
    return as_integrator(caller)


async def _insider(caller: Annotated[Caller, Depends(_anyone)]) -> Caller:
    return _with_role(caller, _OF_A_WAREHOUSE | {Role.INTEGRATOR})


async def _van_keeper(caller: Annotated[Caller, Depends(_anyone)]) -> Caller:
    return _with_role(caller, frozenset({Role.DISPATCH, *_MAY_CHANGE}))


async def _desk(caller: Annotated[Caller, Depends(_anyone)]) -> Desk:
    return _placed(_with_role(caller, frozenset({Role.WAREHOUSE})))


async def _station(caller: Annotated[Caller, Depends(_anyone)]) -> Desk:
    return _placed(_with_role(caller, _OF_A_STATION))


def as_integrator(caller: Caller) -> Caller:
    """The same caller, or a 403 problem."""
    return _with_role(caller, frozenset({Role.INTEGRATOR}))


def _with_role(caller: Caller, needed: frozenset[Role]) -> Caller:
    if not caller.roles & needed:
        raise _wrong_role(caller, needed)
    return caller


def _placed(caller: Caller) -> Desk:
    """No code is given for a station that stands nowhere (devices.placing)."""
    assert caller.warehouse is not None
    return Desk(caller.station_id, caller.name, caller.roles, caller.warehouse, caller.pickup_point)


def _wrong_role(caller: Caller, needed: frozenset[Role]) -> ProblemError:
    how = "Ask an integrator to do it." if caller.is_person else "Enrol with a code for it."
    detail = (
        f"This needs the role {role_names(needed, ' or ')}; {caller.name} has the role "
        f"{role_names(caller.roles)}. {how}"
    )
    return ProblemError(HTTPStatus.FORBIDDEN, "wrong-role", detail)


Anyone = Annotated[Caller, Depends(_anyone)]
"""Whoever shows a valid token."""
Integrator = Annotated[Caller, Depends(_integrator)]
"""A shop system or IT."""
Manager = Annotated[Caller, Depends(_manager)]
"""Who may change things: a manager signed in, for one warehouse, or an integrator for all (see may_see)."""
ManagerSession = Annotated[Caller, Depends(manager_session)]
"""For pages of the console: the manager signed in in this browser; others are sent to sign in."""
Insider = Annotated[Caller, Depends(_insider)]
"""An integrator, a manager, or a station of the warehouse: not a till of a shop."""
VanKeeper = Annotated[Caller, Depends(_van_keeper)]
"""An integrator, or the manager or dispatcher of a warehouse."""
WarehouseDesk = Annotated[Desk, Depends(_desk)]
"""A desk of one warehouse."""
Station = Annotated[Desk, Depends(_station)]
"""A station of whatever role, of one warehouse or one of its shops; no integrator."""
