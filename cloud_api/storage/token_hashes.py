"""Tokens are random and long; the database keeps only what they can be recognised by."""

import base64
import hashlib
import hmac
import secrets

from sqlalchemy import Connection

from cloud_api.storage.server_keys import server_key

_DERIVED = "derived tokens"


def new_token() -> str:
    """256 random bits, safe in addresses and headers."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What is kept of a token: 256 random bits need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


def derived_token(connection: Connection, proof: str) -> str:
    """The token whoever holds this secret gets, and gets again when the answer was lost.

    `proof` is 256 random bits the caller made or was given; with the server's key it becomes a token that
    nobody can tell from the proof or from the database alone.
    """
    mac = hmac.new(server_key(connection, _DERIVED), proof.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(mac).decode().rstrip("=")
