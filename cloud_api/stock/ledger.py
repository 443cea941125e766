"""Writes movements into the ledger; the book, the counts they concern and the stations follow at once."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from cloud_api.stock.below_zero import ask_counts
from cloud_api.stock.entries import Amount, Entry, Place, line_of, place_of
from cloud_api.stock.looking_back import absorbing, counted_since, recounted
from cloud_api.stock.telling import count_news
from cloud_api.storage.changes import NewChange, write_changes
from cloud_api.storage.key_lists import among
from cloud_api.storage.many_rows import insert_rows
from cloud_api.storage.tables.floor import balances, movements
from cloud_api.storage.upsert import conflict_insert
from cloud_api.wire.exchange import ChangeKind

Deltas = Mapping[Place, Amount]


def enter(connection: Connection, warehouse: str, entries: Sequence[Entry], now: datetime) -> None:
    """Keep movements of one warehouse and all that follows from them, in the caller's transaction.

    Lock.WAVES of the warehouse is held, as it is while facts are taken: nobody else changes its book. Ids of
    movements are new. Stations are told each place once.
    """
    if not entries:
        return
    _keep(connection, warehouse, entries, now)
    counted = counted_since(connection, warehouse, entries)
    taken_back = absorbing(counted, entries) if counted else []
    _keep(connection, warehouse, taken_back, now)
    book = _add_up(connection, warehouse, _deltas([*entries, *taken_back]))
    again = recounted(connection, warehouse, counted)
    doubtful = {place.bin for place, held in book.items() if held.is_below_zero} | {row.bin for row in again}
    asked = ask_counts(connection, warehouse, doubtful, now) if doubtful else []
    lines = (line_of(warehouse, place, held).model_dump(mode="json") for place, held in sorted(book.items()))
    told = [NewChange(ChangeKind.STOCK, line, warehouse) for line in lines]
    write_changes(connection, [*told, *count_news(connection, [*(row.id for row in again), *asked])], now)


def _keep(connection: Connection, warehouse: str, entries: Sequence[Entry], now: datetime) -> None:
    insert_rows(connection, movements, [_row(warehouse, entry, now) for entry in entries])


def _row(warehouse: str, entry: Entry, now: datetime) -> dict[str, Any]:
    return {
        "id": entry.movement_id,
        "warehouse": warehouse,
        "sku": entry.sku,
        "lot": entry.lot,
        "expiry": entry.expiry,
        "from_bin": entry.from_bin,
        "to_bin": entry.to_bin,
        "quantity": entry.quantity,
        "weight_g": entry.weight_g,
        "why": str(entry.why),
        "note": entry.note,
        "ref": entry.ref,
        "photo": entry.photo,
        "supervisor_id": entry.supervisor_id,
        "station_id": entry.station_id,
        "operator_id": entry.operator_id,
        "happened_at": entry.happened_at,
        "entered_at": now,
    }


def _deltas(entries: Iterable[Entry]) -> Deltas:
    """What comes to each place, goods that only passed through it left out of nothing."""
    deltas: defaultdict[Place, Amount] = defaultdict(Amount)
    for entry in entries:
        for place, quantity, weight_g in entry.sides():
            deltas[place].add(quantity, weight_g)
    return deltas


def _add_up(connection: Connection, warehouse: str, deltas: Deltas) -> dict[Place, Amount]:
    """The book of the places that changed, as it is now."""
    held = _held(connection, warehouse, deltas)
    book = {place: held.get(place, Amount()) for place in deltas}
    for place, delta in deltas.items():
        book[place].add(delta.quantity, delta.weight_g)
    insertion = conflict_insert(connection, balances)
    keys = list(balances.primary_key.columns)
    told = {name: insertion.excluded[name] for name in ("quantity", "weight_g")}
    rows = [
        {"warehouse": warehouse, **place._asdict(), "quantity": now.quantity, "weight_g": now.weight_g}
        for place, now in sorted(book.items())
    ]
    connection.execute(insertion.on_conflict_do_update(index_elements=keys, set_=told), rows)
    return book


def _held(connection: Connection, warehouse: str, places: Collection[Place]) -> dict[Place, Amount]:
    query = select(balances).where(
        balances.c.warehouse == warehouse,
        among(connection, balances.c.bin, {place.bin for place in places}),
        among(connection, balances.c.sku, {place.sku for place in places}),
    )
    rows = connection.execute(query)
    found = {place_of(row): Amount(row.quantity, row.weight_g) for row in rows}
    return {place: held for place, held in found.items() if place in places}
