"""Sends a message that says nothing but that it came, so that an address is tried before the night."""

from typing import Any

from sqlalchemy import Row

from cloud_api.deliveries.mail import MailWriter
from cloud_api.deliveries.mail_server import MailServer
from cloud_api.deliveries.rules import Answer
from cloud_api.deliveries.webhooks import WebhookPost, trial_event
from cloud_api.settings import Settings
from cloud_api.storage.clock import Clock
from cloud_api.storage.ids import new_uuid
from cloud_api.wire.deliveries import Channel, TrialResult


def send_trial(recipient: Row[Any], name: str, settings: Settings, clock: Clock) -> TrialResult:
    """Try the address of a recipient (a row of `recipients`) once, now; nothing is kept of it."""
    if recipient.channel == Channel.EMAIL:
        answer = _mail(recipient, name, settings, clock)
    else:
        answer = _post(recipient, settings, clock)
    return TrialResult(outcome=answer.outcome, detail=answer.detail)


def _mail(recipient: Row[Any], name: str, settings: Settings, clock: Clock) -> Answer:
    with MailServer(settings) as server:
        return server.send(lambda: MailWriter(settings, clock).trial(new_uuid(), name, recipient.address))


def _post(recipient: Row[Any], settings: Settings, clock: Clock) -> Answer:
    body = trial_event(clock())
    return WebhookPost(settings, clock).send(new_uuid(), recipient.address, body, (recipient.secret,))
