"""Pickup points over HTTP: the key of a shop, and what its desks cannot both have done."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Query
from fastapi.openapi.models import Example
from sqlalchemy import ColumnElement, true

from cloud_api.http.callers import Anyone, Caller, Manager, Station
from cloud_api.http.context import Service
from cloud_api.http.problems import ProblemError, problem_responses
from cloud_api.pickup.conflicts import find_conflict, list_conflicts, read_place, settle
from cloud_api.pickup.sides import conflict_sides
from cloud_api.storage.pickup_keys import shop_key
from cloud_api.storage.tables.catalogue import pickup_points
from cloud_api.storage.tables.orders import orders
from cloud_api.storage.transaction import reading, writing
from cloud_api.wire.amendments import SettlementNote
from cloud_api.wire.pickup import Conflict, ConflictPage, ConflictSides, ShopKey
from cloud_api.wire.stations import Role

_PLACE = r"^(open|settled)\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"
_NOTE: dict[str, Example] = {
    "paid": {"summary": "The goods went out twice", "value": {"note": "二号台误发，已向顾客收回一盒。"}}
}


def routes() -> APIRouter:
    """The addresses of this slice."""
    router = APIRouter(tags=["pickup"])
    answers = problem_responses(
        HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.UNPROCESSABLE_ENTITY
    )
    router.get("/v1/pickup/key", summary="The key a shop compares codes with", responses=answers)(read_key)
    router.get("/v1/conflicts", summary="Handovers told twice", responses=answers)(read_conflicts)
    one = answers | problem_responses(HTTPStatus.NOT_FOUND)
    router.get("/v1/conflicts/{conflict_id}", summary="What both desks reported", responses=one)(
        read_conflict
    )
    router.post("/v1/conflicts/{conflict_id}/settle", summary="Settle a conflict", responses=one)(settle_one)
    return router


def read_key(service: Service, station: Station) -> ShopKey:
    """The key of the caller's shop. Keep it in the key store of the PC: with it codes can be compared."""
    pickup_point = _shop(station)
    # The first shop ever makes the keys.
    with writing(service.engine) as connection:
        key = shop_key(connection, pickup_point)
    return ShopKey(pickup_point=pickup_point, key=key.hex())


def read_conflicts(
    service: Service,
    caller: Anyone,
    limit: Annotated[int, Query(ge=1, le=1000)] = 200,
    after: Annotated[str | None, Query(pattern=_PLACE)] = None,
) -> ConflictPage:
    """Handovers that were refused because the goods had gone out: of all, of a warehouse, or a shop's own.

    Open ones first, then the latest. A conflict is settled when the second desk takes its handover back, or
    by a person.
    """
    place = None if after is None else read_place(after)
    with reading(service.engine) as connection:
        return list_conflicts(connection, _whose(caller), limit, place)


def read_conflict(service: Service, caller: Anyone, conflict_id: UUID) -> ConflictSides:
    """A conflict with what each desk reported: who, when, by which means, which goods."""
    with reading(service.engine) as connection:
        conflict = find_conflict(connection, conflict_id, _whose(caller))
        if conflict is None:
            raise _unknown(conflict_id)
        return conflict_sides(connection, conflict)


def settle_one(
    service: Service,
    caller: Manager,
    conflict_id: UUID,
    told: Annotated[SettlementNote, Body(openapi_examples=_NOTE)],
) -> Conflict:
    """Say what was done about it: it needs nobody any more. Who settled it first stands."""
    whose = _whose(caller)
    with writing(service.engine) as connection:
        if find_conflict(connection, conflict_id, whose) is None:
            raise _unknown(conflict_id)
        settle(connection, conflict_id, caller.actor, told.note, service.now())
        settled = find_conflict(connection, conflict_id, whose)
    assert settled is not None
    return settled


def _whose(caller: Caller) -> ColumnElement[bool]:
    """Which conflicts a caller may see."""
    if caller.is_integrator:
        return true()
    if caller.is_person:
        return pickup_points.c.warehouse == caller.warehouse
    return orders.c.pickup_point == _shop(caller)


def _unknown(conflict_id: UUID) -> ProblemError:
    return ProblemError(
        HTTPStatus.NOT_FOUND, "conflict-unknown", f"There is no conflict {conflict_id} you may look into."
    )


def _shop(caller: Caller) -> str:
    if Role.PICKUP in caller.roles and caller.pickup_point is not None:
        return caller.pickup_point
    detail = f"{caller.name} stands in no shop. Enrol it with a code for the role {Role.PICKUP} and a shop."
    raise ProblemError(HTTPStatus.FORBIDDEN, "wrong-role", detail)
