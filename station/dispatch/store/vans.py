"""Vans as this station changes them."""

from collections.abc import Iterable

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects.sqlite import insert

from cloud_api.wire.catalogue import Van
from station.storage import tables


def save_van(connection: Connection, van: Van) -> None:
    """A new van, or one with other values, to be sent to the cloud; whether it is away stays."""
    row = {"body": van.model_dump_json(), "unsent": True}
    statement = insert(tables.van).values(code=van.code, **row)
    connection.execute(statement.on_conflict_do_update([tables.van.c.code], set_=row))


def unsent_vans(connection: Connection) -> list[Van]:
    """Vans the cloud does not have as they are here."""
    rows = connection.execute(select(tables.van.c.body).where(tables.van.c.unsent))
    return [Van.model_validate_json(body) for body in rows.scalars()]


def vans_sent(connection: Connection, vans: Iterable[Van]) -> None:
    """The cloud has taken these; one that was changed meanwhile still waits."""
    own = tables.van.c
    for van in vans:
        same = (own.code == van.code) & (own.body == van.model_dump_json())
        connection.execute(update(tables.van).where(same).values(unsent=False))


def set_away(connection: Connection, code: str, *, away: bool) -> bool:
    """Say whether a van stays at home tonight; False for a van nobody knows."""
    changed = connection.execute(update(tables.van).where(tables.van.c.code == code).values(away=away))
    return bool(changed.rowcount)
