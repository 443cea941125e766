"""Bench of deliveries: the 420 documents of one cut-off to receivers that take their time.

Half goes by e-mail over one mail server that thinks about each message, half by webhook to twenty hosts that
answer late. Beside each stands what the receivers alone need, were there nothing to do but wait for them.
"""

import asyncio
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, insert, update

from cloud_api.settings import MailSecurity
from cloud_api.storage.clock import system_clock
from cloud_api.storage.engine import open_engine
from cloud_api.storage.schema import migrate
from cloud_api.storage.tables.catalogue import suppliers
from cloud_api.storage.tables.deliveries import deliveries
from cloud_api.storage.transaction import writing
from cloud_api.wire.documents import FileFormat
from tests.bench.rows import row
from tests.cloud_api.deliveries_kit import MailBox, Post, files, mail_server, open_post
from tests.cloud_api.webhook_kit import webhook_sink

EACH = 210
HOSTS = 20
MAIL_S = 0.4
HOOK_S = 1.0
_SIZES = {FileFormat.PDF: 60_000, FileFormat.XLSX: 20_000}


@dataclass
class _SlowBox(MailBox):
    """A mail server that scans each message before it takes it."""

    pause_s: float = 0.0

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's
        await asyncio.sleep(self.pause_s)
        return await super().handle_DATA(server, session, envelope)


def run(scratch: Path) -> list[dict[str, Any]]:
    """Rows for slow receivers and for quick ones."""
    engine = open_engine(str(scratch / "cloud.db"))
    migrate(engine)
    try:
        with ExitStack() as receivers:
            return _measured(engine, receivers)
    finally:
        engine.dispose()


def _measured(engine: Engine, receivers: ExitStack) -> list[dict[str, Any]]:
    pause_s = {"hook": HOOK_S}
    box = _SlowBox()
    box.pause_s = MAIL_S
    receivers.enter_context(mail_server(box=box))
    sinks = [
        receivers.enter_context(
            webhook_sink(pause=lambda: time.sleep(pause_s["hook"]), host=f"127.0.0.{number}")
        )
        for number in range(2, HOSTS + 2)
    ]
    post = open_post(
        engine,
        system_clock,
        smtp_host="127.0.0.1",
        smtp_port=box.port,
        smtp_security=MailSecurity.NONE,
        mail_from="youlin@w.example",
    )
    post.file_of = _sized
    wanted = _queue(post, [sink.url for sink in sinks])
    slow_s = _sent_s(post, "slow", len(wanted))
    settings = post.settings
    hooks_s = (
        EACH * HOOK_S / min(settings.send_threads - settings.smtp_connections, HOSTS * settings.sends_a_host)
    )
    waiting_s = max(EACH * MAIL_S / settings.smtp_connections, hooks_s)
    box.pause_s = pause_s["hook"] = 0.0
    _queue_again(engine)
    quick_s = _sent_s(post, "quick", len(wanted))
    name = f"deliveries: {len(wanted)} of a cut-off, half mail, half webhooks to {HOSTS} hosts"
    slow = f"{name}; {MAIL_S:g} s a mail, {HOOK_S:g} s a webhook"
    return [
        row(slow, slow_s, "s", "waiting for the receivers alone", waiting_s),
        row(f"{name}; receivers answer at once", quick_s, "s", "the same with slow receivers", slow_s),
    ]


def _sent_s(post: Post, what: str, wanted: int) -> float:
    print(f"  {wanted} deliveries, {what} receivers", file=sys.stderr, flush=True)
    begun = time.perf_counter()
    report = post.send()
    taken_s = time.perf_counter() - begun
    assert report.sent == wanted, report
    return taken_s


def _queue(post: Post, urls: list[str]) -> list[UUID]:
    codes = [f"S{number:03d}" for number in range(2 * EACH)]
    told = {"name": "京郊果园", "contact": "", "phone": "", "address": "", "active": True}
    with writing(post.engine) as connection:
        connection.execute(insert(suppliers), [{"code": code, **told} for code in codes])
    for number, code in enumerate(codes):
        if number < EACH:
            post.recipient(code, "email", f"orders@{code.lower()}.example")
        else:
            post.recipient(code, "webhook", f"{urls[number % HOSTS]}/{code}")
    return post.queue(*[post.document(code) for code in codes])


def _queue_again(engine: Engine) -> None:
    with writing(engine) as connection:
        connection.execute(update(deliveries).values(next_try_at=datetime.now(UTC), sent_at=None, tries=0))


def _sized(engine: Engine, document_id: UUID, wanted: FileFormat) -> bytes:
    return files(engine, document_id, wanted).ljust(_SIZES.get(wanted, 0), b".")
