"""The inbox: changes of the cloud applied here, each page together with the cursor behind it."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Table, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from cloud_api.wire.catalogue import Bin, Operator, PickupPoint, Product
from cloud_api.wire.exchange import Change, ChangeKind, ChangePage
from cloud_api.wire.handing import WaveWanted
from cloud_api.wire.refusals import FactSettlement
from cloud_api.wire.waves import WaveChanged
from station.storage import tables
from station.sync import outbox

CURSOR = "changes"
REWOUND_FROM = "changes_rewound_from"
"""How far the changes had been applied when the station began to pull them anew."""
REWINDS = "changes_rewinds"
"""How often it began to pull them anew."""
NEWS_KEPT = timedelta(days=7)
"""No wave is picked longer than that."""
CHANGES_AN_ACT = 8
"""A scan may have to wait for the end of an act: about 3 ms of catalogue rows."""


@dataclass(frozen=True)
class Notice:
    """Something the cloud told, kept for people to read."""

    at: datetime
    kind: str
    body: dict[str, Any]


Apply = Callable[[Connection, dict[str, Any], datetime], None]
"""Writes what a change says, in the caller's transaction; KeyError and ValueError: it cannot be read."""
NO_MORE: Mapping[str, Apply] = {}
AtEnd = Callable[[Connection, int | None], set[str]]
"""Done behind the last page there is, when all it builds on was applied: told the number of the next fact the
cloud expected of this station when it wrote the page (None: it did not say). Returns kinds of change that are
to be seen only now."""


def nothing_at_end(_connection: Connection, _expected_seq: int | None) -> set[str]:
    """Where nothing waits for the last page."""
    return set()


def cursor(connection: Connection) -> int:
    """Up to where changes were applied; 0 on a new station."""
    return _position(connection, CURSOR)


def rewind(connection: Connection) -> None:
    """Pull all changes anew: the cloud was restored from a backup and numbers new ones below the cursor."""
    reached = max(cursor(connection), _position(connection, REWOUND_FROM))
    _move(connection, REWOUND_FROM, reached)
    _move(connection, REWINDS, rewinds(connection) + 1)
    _move(connection, CURSOR, 0)


def rewinds(connection: Connection) -> int:
    """How often all changes were pulled anew: what was told before and not since is gone."""
    return _position(connection, REWINDS)


def slices(page: ChangePage) -> list[ChangePage]:
    """A page in parts, each small enough for one act; the cursor of the last one is the page's."""
    parts = batches(page.changes, CHANGES_AN_ACT) or [[]]
    cursors = [part[-1].cursor for part in parts[:-1]] + [page.next_cursor]
    return [
        page.model_copy(update={"changes": part, "next_cursor": at})
        for part, at in zip(parts, cursors, strict=False)
    ]


def batches(changes: list[Change], most: int) -> list[list[Change]]:
    """The changes in lists of at most `most`; no list for none."""
    return [changes[start : start + most] for start in range(0, len(changes), most)]


def is_new(connection: Connection) -> bool:
    """Whether no change was ever applied here: nobody works with what they say yet."""
    return not cursor(connection) and not _position(connection, REWOUND_FROM)


def apply_snapshot(
    connection: Connection, changes: list[Change], at: datetime, more: Mapping[str, Apply] = NO_MORE
) -> set[str]:
    """Apply a part of a snapshot, in the caller's transaction; returns the kinds that came.

    Each change replaces what was known of the same thing, as it would behind the cursor; what was done here
    and not sent yet is not the cloud's to replace. What belongs to something the cloud tells no more is
    passed over, and what was told before is not told again.
    """
    for change in changes:
        if not _is_told(connection, change):
            _apply(connection, change, at, more, lonely_is_old=True)
    return {change.kind for change in changes}


def finish_snapshot(connection: Connection, to: int) -> None:
    """All parts of a snapshot are applied: go on behind its cursor. Until then it would be taken anew."""
    _move(connection, CURSOR, to)


def apply_page(
    connection: Connection, page: ChangePage, at: datetime, more: Mapping[str, Apply] = NO_MORE
) -> set[str]:
    """Apply a page and move the cursor, in the caller's transaction; returns the kinds that came.

    `more` are the kinds of change that slices above apply themselves.
    A change this version does not know, or cannot read, is kept as a notice: nothing is lost, and
    the changes behind it still come. What was told before the cursor was rewound is not told again.
    """
    rewound_from = _position(connection, REWOUND_FROM)
    for change in page.changes:
        if change.cursor > rewound_from or not _is_told(connection, change):
            _apply(connection, change, at, more)
    _move(connection, CURSOR, page.next_cursor)
    return {change.kind for change in page.changes}


def notices(connection: Connection, kind: str) -> list[dict[str, Any]]:
    """Bodies of the notices of one kind, oldest first."""
    rows = connection.execute(
        select(tables.notice.c.body).where(tables.notice.c.kind == kind).order_by(tables.notice.c.id)
    )
    return [json.loads(body) for body in rows.scalars()]


def recent_notices(connection: Connection, limit: int) -> list[Notice]:
    """The newest notices of all kinds, newest first."""
    rows = connection.execute(select(tables.notice).order_by(tables.notice.c.id.desc()).limit(limit))
    return [Notice(row.at, row.kind, json.loads(row.body)) for row in rows]


def _apply(
    connection: Connection,
    change: Change,
    at: datetime,
    more: Mapping[str, Apply],
    *,
    lonely_is_old: bool = False,
) -> None:
    try:
        apply = more.get(change.kind) or APPLY.get(change.kind, _keep)
        apply(connection, change.body, at)
    except (KeyError, ValueError, IntegrityError) as error:
        if lonely_is_old and isinstance(error, KeyError):
            return  # what it moved is of a night long gone
        _note(connection, "unreadable_change", {"change": change.model_dump(), "why": str(error)}, at)


def _is_told(connection: Connection, change: Change) -> bool:
    """Whether a notice says this already; to lose a lease again that was won back would stop the desk."""
    told = select(tables.notice.c.id).where(
        tables.notice.c.kind.in_((change.kind, "unknown_change")), tables.notice.c.body == _text(change.body)
    )
    return connection.execute(told.limit(1)).first() is not None


def _position(connection: Connection, name: str) -> int:
    found = connection.execute(select(tables.inbox.c.cursor).where(tables.inbox.c.name == name)).scalar()
    return found or 0


def _move(connection: Connection, name: str, to: int) -> None:
    _upsert(connection, tables.inbox, {"name": name}, {"cursor": to})


def _product(connection: Connection, body: dict[str, Any], _at: datetime) -> None:
    product = Product.model_validate(body)
    body_told = product.model_dump_json()
    plu = product.plu if product.active else None
    row = {"name": product.name, "spec": product.spec, "body": body_told, "plu": plu}
    row |= {"picture": product.picture}
    _upsert(connection, tables.product, {"sku": product.sku}, row)
    connection.execute(delete(tables.product_gtin).where(tables.product_gtin.c.sku == product.sku))
    for gtin in product.gtins:
        _upsert(connection, tables.product_gtin, {"gtin": gtin}, {"sku": product.sku})


def _pickup_point(connection: Connection, body: dict[str, Any], _at: datetime) -> None:
    point = PickupPoint.model_validate(body)
    _upsert(
        connection,
        tables.pickup_point,
        {"code": point.code},
        {"name": point.name, "body": point.model_dump_json()},
    )


def _bin(connection: Connection, body: dict[str, Any], _at: datetime) -> None:
    """Only bins of the own warehouse are told here."""
    place = Bin.model_validate(body)
    row = place.model_dump(mode="json", exclude={"code", "warehouse"})
    # Who had the number before has another by now, told further on: a snapshot has the newest of each only.
    held = (tables.bin_place.c.number == place.number) & (tables.bin_place.c.code != place.code)
    connection.execute(delete(tables.bin_place).where(held))
    _upsert(connection, tables.bin_place, {"code": place.code}, row)


def _operator(connection: Connection, body: dict[str, Any], _at: datetime) -> None:
    person = Operator.model_validate(body)
    _upsert(
        connection,
        tables.operator,
        {"id": person.id},
        {
            "name": person.name,
            "badge": person.badge,
            "active": person.active,
            "skills": ",".join(person.skills),
        },
    )


def _lease_lost(connection: Connection, body: dict[str, Any], at: datetime) -> None:
    own = connection.execute(select(tables.station.c.id)).scalar()
    if str(own) == body.get("station_id"):
        held = tables.wave.c.id == UUID(str(body["wave_id"]))
        if "lease_id" in body:
            # An old message must not take a wave that was lent to this desk again.
            held &= tables.wave.c.lease_id == UUID(str(body["lease_id"]))
        connection.execute(update(tables.wave).where(held).values(lost_to=str(body.get("taken_by", ""))))
        _note(connection, ChangeKind.LEASE_LOST.value, body, at)


def _wave_changed(connection: Connection, body: dict[str, Any], at: datetime) -> None:
    """Kept whether the wave is here or not: it may be lent to this station while the word is on its way."""
    told = WaveChanged.model_validate(body)
    news = tables.order_news
    key = {"wave_id": told.wave_id, "order_id": told.order_id}
    same = (news.c.wave_id == told.wave_id, news.c.order_id == told.order_id, news.c.kind == told.kind.value)
    if connection.execute(select(news.c.kind).where(*same)).first() is None:
        values = {"order_no": told.order_no, "kind": told.kind.value, "told_at": at, "heard_at": None}
        _upsert(connection, news, key, values)
    connection.execute(delete(news).where(news.c.told_at < at - NEWS_KEPT))


def _wave_wanted(connection: Connection, body: dict[str, Any], _at: datetime) -> None:
    """Somebody asks the desk that has this wave, on this very lease, to hand it over, or no more."""
    told = WaveWanted.model_validate(body)
    held = (tables.wave.c.id == told.wave_id, tables.wave.c.lease_id == told.lease_id)
    wanted_by = None if told.called_off else told.asked_by
    connection.execute(update(tables.wave).where(*held).values(wanted_by=wanted_by))


def _fact_settled(connection: Connection, body: dict[str, Any], at: datetime) -> None:
    """A person at the cloud has put a refused fact right, or had it taken after all."""
    own = connection.execute(select(tables.station.c.id)).scalar()
    if str(own) == body.get("station_id"):
        taken = body.get("how") == FactSettlement.APPLIED
        if outbox.settle_by_cloud(connection, UUID(str(body["fact_id"])), taken=taken):
            _note(connection, ChangeKind.FACT_SETTLED.value, body, at)


def _waves_ready(connection: Connection, body: dict[str, Any], at: datetime) -> None:
    _note(connection, ChangeKind.WAVES_READY.value, body, at)


def _keep(connection: Connection, body: dict[str, Any], at: datetime) -> None:
    _note(connection, "unknown_change", body, at)


APPLY: dict[str, Apply] = {
    ChangeKind.PRODUCT: _product,
    ChangeKind.PICKUP_POINT: _pickup_point,
    ChangeKind.OPERATOR: _operator,
    ChangeKind.BIN: _bin,
    ChangeKind.LEASE_LOST: _lease_lost,
    ChangeKind.WAVE_CHANGED: _wave_changed,
    ChangeKind.WAVE_WANTED: _wave_wanted,
    ChangeKind.WAVES_READY: _waves_ready,
    ChangeKind.FACT_SETTLED: _fact_settled,
}


def _note(connection: Connection, kind: str, body: dict[str, Any], at: datetime) -> None:
    connection.execute(insert(tables.notice).values(at=at, kind=kind, body=_text(body)))


def _text(body: dict[str, Any]) -> str:
    return json.dumps(body, ensure_ascii=False, default=str)


def _upsert(connection: Connection, table: Table, key: dict[str, Any], values: dict[str, Any]) -> None:
    connection.execute(insert(table).prefix_with("OR REPLACE"), key | values)
