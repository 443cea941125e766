"""Writes and signs a webhook as Standard Webhooks says, and hands it over by HTTP."""

import http.client
import json
import secrets
import socket
import ssl
from base64 import b64encode
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cached_property
from uuid import UUID

from standardwebhooks import Webhook

from cloud_api.deliveries.addresses import AddressRefusedError, Target, resolve
from cloud_api.deliveries.claims import Taken
from cloud_api.deliveries.deadline import deadline
from cloud_api.deliveries.rules import Answer
from cloud_api.deliveries.trust import CaFileError, trusted
from cloud_api.settings import Settings
from cloud_api.storage.clock import Clock
from cloud_api.wire.deliveries import AttemptOutcome, DeliveredDocument, WebhookData, WebhookEvent

_SECRET_BYTES = 32
_CONNECT_S = 5.0
_GONE = 410
_ASK_FOR_TIME = frozenset({429, 503})


def new_secret() -> str:
    """A secret for signatures, as Standard Webhooks writes it."""
    return "whsec_" + b64encode(secrets.token_bytes(_SECRET_BYTES)).decode()


def document_event(taken: Taken, content: bytes, link_base: str, now: datetime) -> bytes:
    """The body that tells of a document; `content` is its JSON file."""
    row = taken.document
    document = DeliveredDocument.model_validate(dict(row._mapping))
    data = WebhookData(
        delivery_id=taken.id,
        document=document,
        cycle=row.cycle,
        made_at=row.made_at,
        orders=row.orders,
        lines=row.lines,
        pieces=row.pieces,
        link=link_base + taken.link,
        content=json.loads(content),
    )
    return _body(WebhookEvent(type="document.ready", timestamp=now, data=data))


def trial_event(now: datetime) -> bytes:
    """A body that says nothing but that it came."""
    return _body(WebhookEvent(type="webhook.test", timestamp=now))


def _body(event: WebhookEvent) -> bytes:
    # ensure_ascii: receivers sign the bytes they got, some after decoding them by a guess.
    return json.dumps(event.model_dump(mode="json", exclude_none=True), separators=(",", ":")).encode()


def signed_headers(
    message_id: UUID, body: bytes, signing: Collection[str], now: datetime
) -> Mapping[str, str]:
    """The three headers of Standard Webhooks, with a signature for each secret."""
    made = [Webhook(secret).sign(str(message_id), now, body.decode()) for secret in signing]
    return {
        "webhook-id": str(message_id),
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": " ".join(made),
    }


class WebhookPost:
    """Posts bodies to receivers; each address is checked anew for each try, and no redirect is followed."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock

    def send(self, message_id: UUID, url: str, body: bytes, signing: Collection[str]) -> Answer:
        """One try. 2xx is sent; 410 is dead; all else may be tried again."""
        try:
            target = resolve(url, self._settings)
        except AddressRefusedError as refusal:
            return Answer(AttemptOutcome.DELAYED, str(refusal))
        except TimeoutError:
            return _stuck("the name of the receiver could not be looked up in time")
        except OSError:
            return _stuck("the name of the receiver is not known")
        try:
            response = self._post(target, body, signed_headers(message_id, body, signing, self._clock()))
        except CaFileError as error:
            return Answer(AttemptOutcome.HELD, str(error))
        except TimeoutError:
            return _stuck("the receiver did not answer in time")
        except OSError as error:
            return _stuck(_told(error))
        except http.client.HTTPException:
            return Answer(AttemptOutcome.DELAYED, "what the receiver answered is no HTTP")
        return self._read(response)

    @cached_property
    def _trusted(self) -> ssl.SSLContext:
        """Made once: it reads all authorities of the system."""
        return trusted(self._settings)

    def _post(self, target: Target, body: bytes, headers: Mapping[str, str]) -> http.client.HTTPResponse:
        timeout_s = self._settings.webhook_timeout_s
        connected = socket.create_connection((target.ip, target.port), min(_CONNECT_S, timeout_s))
        connected.settimeout(timeout_s)
        with connected, deadline(connected, timeout_s) as ending:
            speaking = connected
            if target.secure:
                speaking = self._trusted.wrap_socket(connected, server_hostname=target.host)
            with speaking:
                asking = http.client.HTTPConnection(target.host, target.port)
                asking.default_port = 443 if target.secure else 80
                asking.sock = speaking
                told = {"Content-Type": "application/json", "User-Agent": "youlin-cloud", **headers}
                asking.request("POST", target.path, body, {**told, "Connection": "close"})
                # The body is not read: nothing of a receiver's network may be seen through an error.
                response = asking.getresponse()
                if ending.passed:
                    raise TimeoutError
                return response

    def _read(self, response: http.client.HTTPResponse) -> Answer:
        status = response.status
        words = f"the receiver answered {status}"
        if 200 <= status < 300:
            return Answer(AttemptOutcome.SENT, words)
        if status == _GONE:
            return Answer(AttemptOutcome.DEAD, f"{words}: it wants no more")
        if 300 <= status < 400:
            words += "; redirects are not followed, give the new address"
        if status in _ASK_FOR_TIME:
            asked_s = self._retry_after_s(response.headers.get("Retry-After", ""))
            return Answer(AttemptOutcome.DELAYED, words, asked_s, host_stuck=asked_s is not None)
        return Answer(AttemptOutcome.DELAYED, words)

    def _retry_after_s(self, told: str) -> float | None:
        if told.isascii() and told.isdigit():
            return float(told[:9])
        try:
            moment = parsedate_to_datetime(told)
        except ValueError:
            return None
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
        return max(0.0, (moment - self._clock()).total_seconds())


def _stuck(detail: str) -> Answer:
    return Answer(AttemptOutcome.DELAYED, detail, host_stuck=True)


def _told(error: OSError) -> str:
    verify = getattr(error, "verify_message", "")
    if verify:
        return f"the certificate of the receiver is not trusted ({verify})"
    return "the connection to the receiver was refused or broke"
