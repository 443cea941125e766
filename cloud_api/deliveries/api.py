"""Deliveries over HTTP: lists, one with its tries, sending again, and a recipient's confirmation."""

from datetime import timedelta
from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Query
from fastapi.openapi.models import Example
from sqlalchemy import Connection, select

from cloud_api.deliveries.again import Again, send_again
from cloud_api.deliveries.listing import (
    Wanted,
    count_deliveries,
    find_delivery,
    list_deliveries,
    read_delivery,
    warehouse_of_delivery,
)
from cloud_api.deliveries.opening import confirm, may_confirm
from cloud_api.http.callers import Caller, Manager
from cloud_api.http.context import Service
from cloud_api.http.problems import ProblemError, problem_responses
from cloud_api.storage.audit import note_act
from cloud_api.storage.hooks import Job
from cloud_api.storage.tables.orders import cycles
from cloud_api.storage.transaction import reading, writing
from cloud_api.wire.base import Code
from cloud_api.wire.deliveries import (
    Channel,
    Confirmation,
    Confirmed,
    DeliveriesPage,
    Delivery,
    DeliveryCounts,
    DeliveryDetail,
    DeliveryState,
)

_CONFIRMATION: dict[str, Example] = {
    "by a supplier's system": {
        "summary": "The token is the part of the link behind the dot",
        "value": {"token": "q0Zl1p0zVtX3m9c2J5hX8A", "name": "王师傅"},
    }
}
_REFUSED = {
    Again.DEAD: "This recipient is dead: nothing goes there. Correct its address or revive it, that sends "
    "what it missed.",
    Again.GONE: "This recipient was taken away. Add it again, then send.",
    Again.DOWNLOAD: "Nothing is sent to this recipient; the document lies ready behind its link.",
}


def routes() -> APIRouter:
    """The addresses of this slice."""
    router = APIRouter(tags=["deliveries"])
    refusals = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.UNPROCESSABLE_ENTITY)
    one = problem_responses(*refusals, HTTPStatus.NOT_FOUND)
    router.get("/v1/deliveries", summary="Deliveries, newest first", responses=problem_responses(*refusals))(
        read_deliveries
    )
    router.get("/v1/deliveries/{delivery_id}", summary="One delivery with its tries", responses=one)(read_one)
    router.post(
        "/v1/deliveries/{delivery_id}/replay",
        status_code=HTTPStatus.ACCEPTED,
        summary="Send a delivery again",
        responses=problem_responses(*refusals, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT),
    )(replay_delivery)
    router.post(
        "/v1/deliveries/{delivery_id}/confirmation",
        summary="Confirm a delivery with the token of its link",
        responses=problem_responses(HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY),
    )(confirm_delivery)
    router.get("/v1/cycles/{cycle_id}/deliveries", summary="Deliveries of a cycle by state", responses=one)(
        read_counts
    )
    return router


def read_deliveries(
    service: Service,
    caller: Manager,
    cycle_id: UUID | None = None,
    state: DeliveryState | None = None,
    channel: Channel | None = None,
    recipient: Code | None = None,
    recipient_id: UUID | None = None,
    after: UUID | None = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> DeliveriesPage:
    """Deliveries, newest first; `recipient` is a code of whom they go to or of whom the document is about."""
    wanted = Wanted(cycle_id, state, channel, recipient, recipient_id, own_warehouse(caller))
    with reading(service.engine) as connection:
        return list_deliveries(connection, wanted, after, limit)


def read_one(service: Service, caller: Manager, delivery_id: UUID) -> DeliveryDetail:
    """A delivery with each try, and its link: whoever holds the link can open and confirm the document."""
    with reading(service.engine) as connection:
        _require_visible(connection, caller, delivery_id)
        detail = read_delivery(connection, delivery_id, service.settings.link_base)
    assert detail is not None
    return detail


def replay_delivery(service: Service, caller: Manager, delivery_id: UUID) -> Delivery:
    """Send once more, at once and with the same id, so that a receiver can know a repeat.

    What was sent, opened or confirmed stays so; a failed delivery waits again.
    """
    now = service.now()
    with writing(service.engine) as connection:
        _require_visible(connection, caller, delivery_id)
        done = send_again(connection, delivery_id, now)
        if done is not Again.QUEUED:
            raise ProblemError(HTTPStatus.CONFLICT, f"recipient-{done}", _REFUSED[done])
        note_act(connection, caller.actor, "delivery-replayed", str(delivery_id), now)
        delivery = find_delivery(connection, delivery_id)
        service.hooks.enqueue(connection, Job.REPLAY, str(delivery_id))
    assert delivery is not None
    return delivery


def confirm_delivery(
    service: Service,
    delivery_id: UUID,
    confirmation: Annotated[Confirmation, Body(openapi_examples=_CONFIRMATION)],
) -> Confirmed:
    """A recipient's system says it has the document. Needs no login: the token of the link says who may.

    A second confirmation answers the first.
    """
    now = service.now()
    lasts = timedelta(days=service.settings.link_days)
    with writing(service.engine) as connection:
        if not may_confirm(connection, delivery_id, confirmation.token, now, lasts):
            raise ProblemError(
                HTTPStatus.NOT_FOUND,
                "link-unknown",
                "There is no delivery with this token, or its link has expired. Take the token from the "
                "link in the webhook: it stands behind the dot.",
            )
        confirmed = confirm(connection, delivery_id, confirmation.name, now)
    assert confirmed is not None
    return confirmed


def read_counts(service: Service, caller: Manager, cycle_id: UUID) -> DeliveryCounts:
    """How many deliveries of a cycle are queued, sent, opened, confirmed and failed."""
    with reading(service.engine) as connection:
        warehouse = connection.scalar(select(cycles.c.warehouse).where(cycles.c.id == cycle_id))
        if warehouse is None or not caller.may_see(warehouse):
            raise ProblemError(
                HTTPStatus.NOT_FOUND,
                "cycle-unknown",
                f"There is no cycle {cycle_id}. GET /v1/cycles lists them.",
            )
        return count_deliveries(connection, cycle_id)


def own_warehouse(caller: Caller) -> str | None:
    """The warehouse whose rows a caller sees; None: those of all."""
    return None if caller.is_integrator else caller.warehouse


def _require_visible(connection: Connection, caller: Caller, delivery_id: UUID) -> None:
    warehouse = warehouse_of_delivery(connection, delivery_id)
    if warehouse is None or not caller.may_see(warehouse):
        raise ProblemError(
            HTTPStatus.NOT_FOUND,
            "delivery-unknown",
            f"There is no delivery {delivery_id}. GET /v1/deliveries lists them.",
        )
