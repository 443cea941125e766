"""Documents ready to be sent, and real receivers on loopback: mail servers and webhook sinks with moods."""

import asyncio
import gzip
import json
import socket
import ssl
import threading
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any
from uuid import UUID

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from sqlalchemy import Engine, insert, select

from cloud_api.deliveries.files import FileOf
from cloud_api.deliveries.queueing import queue_deliveries
from cloud_api.deliveries.sending import SendReport, send_due
from cloud_api.settings import MailSecurity, Settings
from cloud_api.storage.clock import Clock
from cloud_api.storage.ids import new_uuid
from cloud_api.storage.tables.catalogue import pickup_points, suppliers, warehouses
from cloud_api.storage.tables.deliveries import deliveries, delivery_attempts, recipients
from cloud_api.storage.tables.documents import document_files, documents
from cloud_api.storage.tables.orders import cycles
from cloud_api.storage.transaction import reading, writing
from cloud_api.wire.catalogue import PickupPoint
from cloud_api.wire.documents import DocumentKind, FileFormat
from tests.cloud_api.kit import DEADLINE_S

USER, PASSWORD = "youlin", "a long password"
BROWSER = {
    "User-Agent": "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36"
}
CONTENT = {"form": "purchase_order", "note": "平谷鲜桃"}


def files(_engine: Engine, document_id: UUID, wanted: FileFormat) -> bytes:
    """Files as the documents slice would give them."""
    if wanted is FileFormat.JSON:
        return json.dumps(CONTENT).encode()
    return f"{wanted} of {document_id}".encode()


@dataclass
class Post:
    """A cycle with documents, and a way to send them."""

    engine: Engine
    clock: Clock
    cycle_id: UUID
    settings: Settings
    file_of: FileOf = files
    numbers: Iterator[int] = field(default_factory=lambda: iter(range(1, 10_000)))
    made: Counter[tuple[DocumentKind, str]] = field(default_factory=Counter)

    def now(self) -> datetime:
        return self.clock()

    def supplier(self, code: str, name: str = "京郊果园") -> None:
        row = {"code": code, "name": name, "contact": "", "phone": "", "address": "", "active": True}
        with writing(self.engine) as connection:
            connection.execute(insert(suppliers).values(**row))

    def recipient(self, code: str, channel: str, address: str, **other: Any) -> UUID:
        """A recipient as it is kept, whatever address it has."""
        values = {
            "id": new_uuid(),
            "kind": "supplier",
            "recipient": code,
            "channel": channel,
            "address": address,
            "documents": "purchase_order",
            "secret": "whsec_" + "c2VjcmV0" * 4 if channel == "webhook" else "",
            "active": True,
            "added_at": self.now(),
            **other,
        }
        with writing(self.engine) as connection:
            connection.execute(insert(recipients).values(**values))
        recipient_id: UUID = values["id"]
        return recipient_id

    def document(self, recipient: str, kind: DocumentKind = DocumentKind.PURCHASE_ORDER) -> UUID:
        """A document that is ready; the second one of a recipient is its first revision slip."""
        document_id = new_uuid()
        revision = self.made[kind, recipient]
        self.made[kind, recipient] += 1
        values = {
            "id": document_id,
            "number": next(self.numbers),
            "cycle_id": self.cycle_id,
            "kind": kind,
            "recipient": recipient,
            "revision": revision,
            "made_at": self.now(),
            "orders": 25,
            "lines": 40,
            "pieces": 1_200,
            "content": gzip.compress(json.dumps(CONTENT).encode()),
        }
        rows = [
            {
                "document_id": document_id,
                "format": form,
                "data": files(self.engine, document_id, form),
                "made_at": self.now(),
            }
            for form in (FileFormat.PDF, FileFormat.XLSX, FileFormat.CSV)
        ]
        with writing(self.engine) as connection:
            connection.execute(insert(documents).values(**values))
            connection.execute(insert(document_files), rows)
        return document_id

    def queue(self, *document_ids: UUID) -> list[UUID]:
        """Queue documents; the deliveries of these documents."""
        with writing(self.engine) as connection:
            queue_deliveries(connection, document_ids, self.now())
            query = select(deliveries.c.id).where(deliveries.c.document_id.in_(document_ids))
            return list(connection.scalars(query.order_by(deliveries.c.id)))

    def order(self, code: str) -> UUID:
        """A purchase order queued for a supplier with one recipient; its delivery."""
        (delivery_id,) = self.queue(self.document(code))
        return delivery_id

    def send(self, **other: Any) -> SendReport:
        other = {"draw": lambda: 0.0, **other}
        return send_due(self.engine, self.settings, self.clock, self.file_of, **other)

    def row(self, delivery_id: UUID) -> Any:
        with reading(self.engine) as connection:
            return connection.execute(select(deliveries).where(deliveries.c.id == delivery_id)).one()

    def recipient_row(self, recipient_id: UUID) -> Any:
        with reading(self.engine) as connection:
            return connection.execute(select(recipients).where(recipients.c.id == recipient_id)).one()

    def tries(self, delivery_id: UUID) -> list[tuple[str, str]]:
        """Outcome and detail of each try."""
        query = (
            select(delivery_attempts.c.outcome, delivery_attempts.c.detail)
            .where(delivery_attempts.c.delivery_id == delivery_id)
            .order_by(delivery_attempts.c.attempt)
        )
        with reading(self.engine) as connection:
            return [(row.outcome, row.detail) for row in connection.execute(query)]

    def outcomes(self, delivery_id: UUID) -> list[str]:
        return [outcome for outcome, _detail in self.tries(delivery_id)]


def open_post(engine: Engine, clock: Clock, **settings: Any) -> Post:
    """A frozen cycle of W1 with three pickup points; webhooks may reach loopback."""
    told = Settings(database="unused.db", private_webhooks=True, **{"webhook_timeout_s": 5, **settings})
    cycle_id, now = new_uuid(), clock()
    with writing(engine) as connection:
        connection.execute(insert(warehouses).values(code="W1", name="朝阳仓", time_zone="Asia/Shanghai"))
        connection.execute(insert(pickup_points), [_point(code) for code in ("P1", "P2", "P3")])
        connection.execute(
            insert(cycles).values(
                id=cycle_id, warehouse="W1", name="端午团", cut_off_at=now, opened_at=now, frozen_at=now
            )
        )
    return Post(engine, clock, cycle_id, told)


def _point(code: str) -> dict[str, Any]:
    point = PickupPoint(code=code, name=f"自提点 {code}", warehouse="W1")
    return point.model_dump(include=set(pickup_points.c.keys()))


# Mail


@dataclass
class MailBox:
    """What a mail server took, and how it behaves: each mood is used up by one message."""

    moods: deque[str] = field(default_factory=deque)
    refusals: dict[str, str] = field(default_factory=dict)
    """Answer to RCPT by address."""
    taken: list[Envelope] = field(default_factory=list)
    logins: list[LoginPassword] = field(default_factory=list)
    connections: int = 0
    hanging: threading.Event = field(default_factory=threading.Event)
    port: int = 0

    def messages(self) -> list[EmailMessage]:
        return [_parsed(envelope) for envelope in self.taken]

    def known(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, shown: LoginPassword
    ) -> AuthResult:
        """Whoever says user and password is let in."""
        self.logins.append(shown)
        known = (shown.login, shown.password) == (USER.encode(), PASSWORD.encode())
        return AuthResult(success=known, handled=False)

    async def handle_RCPT(  # noqa: N802 - the name aiosmtpd calls
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        refusal = self.refusals.get(address)
        if refusal is not None:
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - the name aiosmtpd calls
        self, server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        mood = self.moods.popleft() if self.moods else "take"
        if mood == "hang":
            self.hanging.set()
            await asyncio.Event().wait()
        if mood == "vanish":
            assert isinstance(server.transport, asyncio.WriteTransport)
            server.transport.abort()
            return "250 never heard"
        if mood != "take":
            return mood
        self.taken.append(envelope)
        return "250 OK"


def _parsed(envelope: Envelope) -> EmailMessage:
    assert isinstance(envelope.content, bytes)
    message = message_from_bytes(envelope.content, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


class _Session(SMTP):
    """Drops the line in the middle of DATA when told so."""

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802 - the name aiosmtpd calls
        box: MailBox = self.event_handler
        if box.moods and box.moods[0] == "drop":
            box.moods.popleft()
            await self.push("354 go on")
            assert isinstance(self.transport, asyncio.WriteTransport)
            await self._reader.readline()
            self.transport.abort()
            return
        await super().smtp_DATA(arg)


class _Server(Controller):
    def factory(self) -> SMTP:
        self.handler.connections += 1
        return _Session(self.handler, **self.SMTP_kwargs)


@contextmanager
def mail_server(
    certificate: ssl.SSLContext | None = None,
    *,
    security: MailSecurity = MailSecurity.NONE,
    login: bool = False,
    box: MailBox | None = None,
) -> Iterator[MailBox]:
    """A mail server on loopback until the block ends; `box` is what takes its mail."""
    box = box or MailBox()
    told: dict[str, Any] = {"auth_required": False}
    if security is MailSecurity.STARTTLS:
        told |= {"tls_context": certificate, "require_starttls": True}
    implicit = certificate if security is MailSecurity.TLS else None
    if login:
        # Of a line that was TLS from the start, aiosmtpd knows nothing: it would refuse to ask for a login.
        told |= {"authenticator": box.known, "auth_required": implicit is None}
        told |= {"auth_require_tls": implicit is None}
    # Asked to take a free port, the controller would look for itself at port 0.
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = _Server(
        box, hostname="127.0.0.1", port=port, ready_timeout=DEADLINE_S, ssl_context=implicit, **told
    )
    box.port = port
    server.start()
    box.connections = 0
    try:
        yield box
    finally:
        server.stop()
