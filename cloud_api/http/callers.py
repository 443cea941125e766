"""Who is calling: turns the bearer token of a request into a known station with its role."""

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
from cloud_api.storage.tables.devices import stations, tokens
from cloud_api.storage.transaction import reading
from cloud_api.wire.stations import Role

_BEARER = HTTPBearer(auto_error=False, description="The token an enrolment answered.")


@dataclass(frozen=True)
class Caller:
    """A station or shop system that showed a valid token."""

    station_id: UUID
    name: str
    role: Role
    warehouse: str | None
    """None: an integrator of the whole company."""

    def may_see(self, warehouse: str) -> bool:
        """Whether rows of this warehouse concern the caller; an integrator works for the whole company."""
        return self.role is Role.INTEGRATOR or self.warehouse == warehouse


@dataclass(frozen=True)
class Desk(Caller):
    """A caller that stands in one warehouse."""

    warehouse: str


def token_hash(token: str) -> str:
    """What is kept of a token: 256 random bits need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


def find_caller(connection: Connection, token: str) -> Caller | None:
    """The station a token belongs to, or None when it is unknown or revoked."""
    query = (
        select(stations.c.id, stations.c.name, stations.c.role, stations.c.warehouse)
        .join(tokens, tokens.c.station_id == stations.c.id)
        .where(tokens.c.token_hash == token_hash(token), tokens.c.revoked_at.is_(None))
    )
    row = connection.execute(query).first()
    return None if row is None else Caller(row.id, row.name, Role(row.role), row.warehouse)


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
    if caller.role is not Role.INTEGRATOR:
        raise _wrong_role(caller, Role.INTEGRATOR)
    return caller


def _desk(caller: Annotated[Caller, Depends(known_caller)]) -> Desk:
    if caller.role is not Role.WAREHOUSE or caller.warehouse is None:
        raise _wrong_role(caller, Role.WAREHOUSE)
    return Desk(caller.station_id, caller.name, caller.role, caller.warehouse)


def _wrong_role(caller: Caller, needed: Role) -> ProblemError:
    detail = (
        f"This needs the role {needed}; {caller.name} has the role {caller.role}. Enrol with a code for it."
    )
    return ProblemError(HTTPStatus.FORBIDDEN, "wrong-role", detail)


Anyone = Annotated[Caller, Depends(known_caller)]
"""Whoever shows a valid token."""
Integrator = Annotated[Caller, Depends(_integrator)]
"""A shop system or IT."""
WarehouseDesk = Annotated[Desk, Depends(_desk)]
"""A desk of one warehouse."""
