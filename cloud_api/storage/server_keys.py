"""Keys only the service has, made when first needed; what leaves the database as a MAC stays unreadable."""

import secrets

from sqlalchemy import Connection, select

from cloud_api.storage.tables.devices import server_keys
from cloud_api.storage.upsert import conflict_insert

KEY_BYTES = 32


def server_key(connection: Connection, name: str) -> bytes:
    """The key of this name, 32 random bytes. The first call ever needs a transaction that writes."""
    kept = kept_key(connection, name)
    if kept is not None:
        return kept
    fresh = conflict_insert(connection, server_keys).values(name=name, value=secrets.token_bytes(KEY_BYTES))
    connection.execute(fresh.on_conflict_do_nothing(index_elements=[server_keys.c.name]))
    query = select(server_keys.c.value).where(server_keys.c.name == name)
    return bytes(connection.execute(query).scalar_one())


def kept_key(connection: Connection, name: str) -> bytes | None:
    """The key of this name, or None while nobody needed it."""
    kept: bytes | None = connection.scalar(select(server_keys.c.value).where(server_keys.c.name == name))
    return None if kept is None else bytes(kept)
