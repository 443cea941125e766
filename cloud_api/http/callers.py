"""Who is calling: turns the bearer token of a request into a known station with its roles."""

import hashlib
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import Depends
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sqlalchemy import Connection, select

from cloud_api.http.context import Service
from cloud_api.http.problems import ProblemError
from cloud_api.storage.audit import Actor
from cloud_api.storage.roles import read_roles, role_names
from cloud_api.storage.tables.catalogue import pickup_points
from cloud_api.storage.tables.devices import stations, tokens
from cloud_api.storage.transaction import reading
from cloud_api.wire.stations import Role

_BEARER = HTTPBearer(auto_error=False, description="The token an enrolment answered.")
_OF_A_WAREHOUSE = frozenset({Role.WAREHOUSE, Role.DISPATCH})
_OF_A_STATION = frozenset({*_OF_A_WAREHOUSE, Role.PICKUP})


@dataclass(frozen=True)
class Caller:
    """A station or shop system that showed a valid token."""

    station_id: UUID
    name: str
    roles: frozenset[Role]
    warehouse: str | None
    """None: an integrator of the whole company."""
    pickup_point: str | None = None
    """The shop it stands in, for the role pickup."""

    @property
    def actor(self) -> Actor:
        """The caller as the audit trail names it."""
        return Actor("station", self.name, self.station_id)

    @property
    def is_integrator(self) -> bool:
        """Whether the caller works for the whole company."""
        return Role.INTEGRATOR in self.roles

    @property
    def is_of_warehouse(self) -> bool:
        """Whether the caller works in a warehouse; a till of a shop does not."""
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


def token_hash(token: str) -> str:
    """What is kept of a token: 256 random bits need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


def find_caller(connection: Connection, token: str) -> Caller | None:
    """The station a token belongs to, or None when it is unknown or revoked.

    A till goes with its shop when that moves to another warehouse.
    """
    query = (
        select(
            stations.c.id,
            stations.c.name,
            stations.c.roles,
            stations.c.warehouse,
            stations.c.pickup_point,
            pickup_points.c.warehouse.label("warehouse_of_shop"),
        )
        .join(tokens, tokens.c.station_id == stations.c.id)
        .outerjoin(pickup_points, pickup_points.c.code == stations.c.pickup_point)
        .where(tokens.c.token_hash == token_hash(token), tokens.c.revoked_at.is_(None))
    )
    row = connection.execute(query).first()
    if row is None:
        return None
    roles = read_roles(row.roles)
    warehouse = row.warehouse_of_shop if roles == {Role.PICKUP} else row.warehouse
    return Caller(row.id, row.name, roles, warehouse, row.pickup_point)


def known_caller(
    service: Service, shown: Annotated[HTTPAuthorizationCredentials | None, Depends(_BEARER)]
) -> Caller:
    """The caller of a request, or a 401 problem."""
    if shown is not None:
        with reading(service.engine) as connection:
            caller = find_caller(connection, shown.credentials)
        if caller is not None:
            return caller
    raise ProblemError(
        HTTPStatus.UNAUTHORIZED,
        "token-not-known",
        "This request carries no token this service knows. Enrol with a code from "
        "`python -m cloud_api enrol-code` and send `Authorization: Bearer <token>`.",
    )


def _integrator(caller: Annotated[Caller, Depends(known_caller)]) -> Caller:
    return _with_role(caller, frozenset({Role.INTEGRATOR}))


def _insider(caller: Annotated[Caller, Depends(known_caller)]) -> Caller:
    return _with_role(caller, _OF_A_WAREHOUSE | {Role.INTEGRATOR})


def _van_keeper(caller: Annotated[Caller, Depends(known_caller)]) -> Caller:
    return _with_role(caller, frozenset({Role.DISPATCH, Role.INTEGRATOR}))


def _desk(caller: Annotated[Caller, Depends(known_caller)]) -> Desk:
    return _placed(_with_role(caller, frozenset({Role.WAREHOUSE})))


def _station(caller: Annotated[Caller, Depends(known_caller)]) -> Desk:
    return _placed(_with_role(caller, _OF_A_STATION))


def _with_role(caller: Caller, needed: frozenset[Role]) -> Caller:
    if not caller.roles & needed:
        raise _wrong_role(caller, needed)
    return caller


def _placed(caller: Caller) -> Desk:
    """No code is given for a station that stands nowhere (devices.service)."""
    assert caller.warehouse is not None
    return Desk(caller.station_id, caller.name, caller.roles, caller.warehouse, caller.pickup_point)


def _wrong_role(caller: Caller, needed: frozenset[Role]) -> ProblemError:
    detail = (
        f"This needs the role {role_names(needed, ' or ')}; {caller.name} has the role "
        f"{role_names(caller.roles)}. Enrol with a code for it."
    )
    return ProblemError(HTTPStatus.FORBIDDEN, "wrong-role", detail)


Anyone = Annotated[Caller, Depends(known_caller)]
"""Whoever shows a valid token."""
Integrator = Annotated[Caller, Depends(_integrator)]
"""A shop system or IT."""
Insider = Annotated[Caller, Depends(_insider)]
"""An integrator, or a station of the warehouse: not a till of a shop."""
VanKeeper = Annotated[Caller, Depends(_van_keeper)]
"""An integrator, or the dispatcher of a warehouse."""
WarehouseDesk = Annotated[Desk, Depends(_desk)]
"""A desk of one warehouse."""
Station = Annotated[Desk, Depends(_station)]
"""A station of whatever role, of one warehouse or one of its shops; no integrator."""
