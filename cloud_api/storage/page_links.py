"""Links to customers' pages: nobody can guess one, and nothing has to be stored for it."""

import base64
import binascii
import hashlib
import hmac
from uuid import UUID

from sqlalchemy import Connection

from cloud_api.storage.server_keys import kept_key, server_key

PAGE_PREFIX = "/o/"
_KEY = "page links"
_ID_BYTES = 16
_MAC_BYTES = 16
_TOKEN_LENGTH = 43


def page_path(connection: Connection, order_id: UUID) -> str:
    """Path of an order's page. The first link ever needs a transaction that writes: it makes the key."""
    return _path(server_key(connection, _KEY), order_id)


def known_page_path(connection: Connection, order_id: UUID) -> str | None:
    """Path of an order's page, or None while no link was ever made."""
    key = kept_key(connection, _KEY)
    return None if key is None else _path(key, order_id)


def order_of(connection: Connection, token: str) -> UUID | None:
    """The order a link leads to, or None for a token this service never made."""
    key = kept_key(connection, _KEY)
    raw = _decoded(token)
    if key is None or raw is None:
        return None
    order_id = UUID(bytes=raw[:_ID_BYTES])
    return order_id if hmac.compare_digest(raw[_ID_BYTES:], _mac(key, order_id)) else None


def _path(key: bytes, order_id: UUID) -> str:
    token = base64.urlsafe_b64encode(order_id.bytes + _mac(key, order_id)).decode().rstrip("=")
    return f"{PAGE_PREFIX}{token}"


def _decoded(token: str) -> bytes | None:
    if len(token) != _TOKEN_LENGTH or not token.isascii():
        return None
    try:
        raw = base64.b64decode(token.encode() + b"=", altchars=b"-_", validate=True)
    except binascii.Error:
        return None
    return raw if len(raw) == _ID_BYTES + _MAC_BYTES else None


def _mac(key: bytes, order_id: UUID) -> bytes:
    return hmac.new(key, order_id.bytes, hashlib.sha256).digest()[:_MAC_BYTES]
