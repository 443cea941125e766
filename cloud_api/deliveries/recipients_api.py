"""Recipients over HTTP: who gets documents, how, and whether that still works."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Body, Query, Response
from fastapi.openapi.models import Example
from sqlalchemy import Connection, Row

from cloud_api.deliveries.api import own_warehouse
from cloud_api.deliveries.names import name_of
from cloud_api.deliveries.recipients import (
    Kept,
    RecipientRefusedError,
    add_recipient,
    change_recipient,
    find,
    list_recipients,
    revive,
    rotate_secret,
    take_away,
    tell,
    warehouse_of,
)
from cloud_api.deliveries.trial import send_trial
from cloud_api.http.callers import Caller, Manager
from cloud_api.http.context import Context, Service
from cloud_api.http.problems import ProblemError, problem_responses
from cloud_api.storage.audit import note_act
from cloud_api.storage.hooks import Job
from cloud_api.storage.transaction import reading, writing
from cloud_api.wire.deliveries import (
    Channel,
    NewRecipient,
    NewSecret,
    Recipient,
    RecipientAdded,
    RecipientKind,
    RecipientsPage,
    TrialResult,
)

_NEW: dict[str, Example] = {
    "supplier by e-mail": {
        "summary": "A supplier gets its purchase orders by e-mail",
        "value": {
            "kind": "supplier",
            "recipient": "S01",
            "channel": "email",
            "address": "orders@example.com",
        },
    },
    "warehouse by webhook": {
        "summary": "The warehouse system gets all three documents",
        "value": {
            "kind": "warehouse",
            "recipient": "W1",
            "channel": "webhook",
            "address": "https://wms.example.com/youlin",
            "documents": ["purchase_order", "pick_sheet", "delivery_sheet"],
        },
    },
}


def routes() -> APIRouter:
    """The addresses of this slice."""
    router = APIRouter(tags=["recipients"])
    refusals = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.UNPROCESSABLE_ENTITY)
    one = problem_responses(*refusals, HTTPStatus.NOT_FOUND)
    or_conflict = problem_responses(*refusals, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT)
    router.get("/v1/recipients", summary="Who gets documents", responses=problem_responses(*refusals))(
        read_recipients
    )
    router.post(
        "/v1/recipients",
        status_code=HTTPStatus.CREATED,
        summary="Add a recipient",
        responses=problem_responses(*refusals, HTTPStatus.CONFLICT)
        | {200: {"model": RecipientAdded, "description": "It was there already"}},
    )(create_recipient)
    path = "/v1/recipients/{recipient_id}"
    router.get(path, summary="One recipient with its whole address", responses=one)(read_recipient)
    router.put(path, summary="Change a recipient", responses=or_conflict)(replace_recipient)
    router.delete(path, status_code=HTTPStatus.NO_CONTENT, summary="Take a recipient away", responses=one)(
        remove_recipient
    )
    router.post(f"{path}/secret", summary="A new webhook secret", responses=or_conflict)(renew_secret)
    router.post(f"{path}/revival", summary="Send to a dead recipient again", responses=one)(revive_recipient)
    router.post(f"{path}/test", summary="Send a test message now", responses=or_conflict)(test_recipient)
    return router


def read_recipients(
    service: Service,
    caller: Manager,
    dead: bool | None = None,
    after: UUID | None = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 200,
) -> RecipientsPage:
    """Recipients in the order they were added; `dead` shows only those that are, or only those that are not.

    A manager sees suppliers, and the shops and desk of the own warehouse.
    """
    with reading(service.engine) as connection:
        return list_recipients(connection, own_warehouse(caller), after, limit, dead=dead)


def create_recipient(
    service: Service,
    caller: Manager,
    response: Response,
    new: Annotated[NewRecipient, Body(openapi_examples=_NEW)],
) -> RecipientAdded:
    """Add a recipient. Of a webhook, the answer has the secret its signatures are made with, this once.

    The same kind, code, channel and address again change the recipient that is there (status 200). It gets
    the documents made from now on.
    """
    now = service.now()
    with writing(service.engine) as connection:
        _require_own(caller, new, connection)
        try:
            change = add_recipient(connection, new, service.settings, now)
        except RecipientRefusedError as refusal:
            raise _refused(refusal) from refusal
        row = find(connection, change.recipient_id)
        assert row is not None
        added = change.kept is Kept.ADDED
        _note(connection, service, caller, "recipient-added" if added else "recipient-changed", row)
        _send(connection, service, change.cycles)
        shown = tell(connection, row, whole_address=True)
    if not added:
        response.status_code = HTTPStatus.OK
    return RecipientAdded(recipient=shown, secret=(row.secret or None) if added else None)


def read_recipient(service: Service, caller: Manager, recipient_id: UUID) -> Recipient:
    """One recipient."""
    with reading(service.engine) as connection:
        return tell(connection, _visible(connection, caller, recipient_id), whole_address=True)


def replace_recipient(
    service: Service,
    caller: Manager,
    recipient_id: UUID,
    new: Annotated[NewRecipient, Body(openapi_examples=_NEW)],
) -> Recipient:
    """Replace address, documents and whether it is active. A new address is taken for alive, and what failed
    in the last seven days is sent to it."""
    with writing(service.engine) as connection:
        row = _visible(connection, caller, recipient_id)
        try:
            change = change_recipient(connection, row, new, service.settings, service.now())
        except RecipientRefusedError as refusal:
            raise _refused(refusal) from refusal
        if change.kept is Kept.TWIN:
            raise ProblemError(
                HTTPStatus.CONFLICT,
                "recipient-twin",
                "Another recipient has this address already. Change that one, or take it away.",
            )
        _note(connection, service, caller, "recipient-changed", row)
        _send(connection, service, change.cycles)
        return tell(connection, _visible(connection, caller, recipient_id), whole_address=True)


def remove_recipient(service: Service, caller: Manager, recipient_id: UUID) -> None:
    """Send nothing there any more. What waited has failed and can be downloaded; the recipient stays in the
    list as not active."""
    with writing(service.engine) as connection:
        row = _visible(connection, caller, recipient_id, lock=True)
        take_away(connection, recipient_id, service.now())
        _note(connection, service, caller, "recipient-removed", row)


def renew_secret(service: Service, caller: Manager, recipient_id: UUID) -> NewSecret:
    """A new secret for the signatures, shown this once. The old one signs too for a day."""
    with writing(service.engine) as connection:
        row = _visible(connection, caller, recipient_id, lock=True)
        if row.channel != Channel.WEBHOOK:
            raise ProblemError(
                HTTPStatus.CONFLICT, "recipient-unsigned", "Only webhooks are signed; this is none."
            )
        secret, until = rotate_secret(connection, row, service.now())
        _note(connection, service, caller, "recipient-secret-renewed", row)
    return NewSecret(secret=secret, old_until=until)


def revive_recipient(service: Service, caller: Manager, recipient_id: UUID) -> Recipient:
    """Take a dead recipient for alive and send what failed in the last seven days."""
    with writing(service.engine) as connection:
        row = _visible(connection, caller, recipient_id, lock=True)
        again = revive(connection, recipient_id, service.now()) if row.active else ()
        _note(connection, service, caller, "recipient-revived", row)
        _send(connection, service, again)
        return tell(connection, _visible(connection, caller, recipient_id), whole_address=True)


def test_recipient(service: Service, caller: Manager, recipient_id: UUID) -> TrialResult:
    """Send a test message and answer how it went; this may take as long as the receiver does."""
    with writing(service.engine) as connection:
        row = _visible(connection, caller, recipient_id)
        if row.channel == Channel.DOWNLOAD:
            raise ProblemError(
                HTTPStatus.CONFLICT, "recipient-download", "Nothing is sent to a recipient that downloads."
            )
        name = name_of(connection, RecipientKind(row.kind), row.recipient)
        _note(connection, service, caller, "recipient-tested", row)
    return send_trial(row, name, service.settings, service.clock)


def _visible(connection: Connection, caller: Caller, recipient_id: UUID, *, lock: bool = False) -> Row[Any]:
    row = find(connection, recipient_id, lock=lock)
    if row is not None:
        warehouse = warehouse_of(connection, row.kind, row.recipient)
        if warehouse is None or caller.may_see(warehouse):
            return row
    raise ProblemError(
        HTTPStatus.NOT_FOUND,
        "recipient-unknown",
        f"There is no recipient {recipient_id}. GET /v1/recipients lists them.",
    )


def _require_own(caller: Caller, new: NewRecipient, connection: Connection) -> None:
    warehouse = warehouse_of(connection, new.kind, new.recipient)
    if warehouse is not None and not caller.may_see(warehouse):
        raise _refused(RecipientRefusedError("This is of another warehouse. Ask its manager to add it."))


def _note(connection: Connection, service: Context, caller: Caller, action: str, row: Row[Any]) -> None:
    detail = {"kind": row.kind, "recipient": row.recipient, "channel": row.channel}
    note_act(connection, caller.actor, action, str(row.id), service.now(), detail)


def _send(connection: Connection, service: Context, again: Iterable[UUID]) -> None:
    for cycle_id in again:
        service.hooks.enqueue(connection, Job.DELIVER, str(cycle_id))


def _refused(refusal: RecipientRefusedError) -> ProblemError:
    return ProblemError(HTTPStatus.CONFLICT, "recipient-refused", str(refusal))
