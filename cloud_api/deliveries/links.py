"""Links to documents: nobody can guess one, nothing is stored for it, and after a while it opens nothing."""

import base64
import hashlib
import hmac
from uuid import UUID

from sqlalchemy import Connection

from cloud_api.storage.server_keys import kept_key, server_key

LINK_PREFIX = "/d/"
_KEY = "document links"
_MAC_BYTES = 16
_MOST_LINK = 64


def make_key(connection: Connection) -> None:
    """Make the key of all links where there is none; needs a transaction that writes."""
    server_key(connection, _KEY)


def link_path(connection: Connection, delivery_id: UUID) -> str:
    """Path of a delivery's page; deliveries are queued after `make_key`."""
    return f"{LINK_PREFIX}{delivery_id}.{link_token(connection, delivery_id)}"


def link_token(connection: Connection, delivery_id: UUID) -> str:
    """The part of the link nobody can guess."""
    key = kept_key(connection, _KEY)
    assert key is not None
    mac = hmac.new(key, delivery_id.bytes, hashlib.sha256).digest()[:_MAC_BYTES]
    return base64.urlsafe_b64encode(mac).decode().rstrip("=")


def token_fits(connection: Connection, delivery_id: UUID, token: str) -> bool:
    """Whether this service made the token for this delivery."""
    if not token.isascii() or kept_key(connection, _KEY) is None:
        return False
    return hmac.compare_digest(token, link_token(connection, delivery_id))


def delivery_of(connection: Connection, link: str) -> UUID | None:
    """The delivery a link was made for, or None for one this service never made."""
    written, _dot, token = link.partition(".")
    if len(link) > _MOST_LINK:
        return None
    try:
        delivery_id = UUID(written)
    except ValueError:
        return None
    fits = str(delivery_id) == written and token_fits(connection, delivery_id, token)
    return delivery_id if fits else None
