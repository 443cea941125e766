"""Says how a file is read and what would become of its rows, without taking any of them in."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from sqlalchemy import Connection, select

from cloud_api.imports.drafts import Draft, drafts
from cloud_api.imports.fields import FIELDS, missing_fields
from cloud_api.imports.masters import judge_drafts
from cloud_api.imports.names import Names, shown_product
from cloud_api.imports.orders import Made, OrderMaker, known_moments, order_maker
from cloud_api.imports.remarks import remarks
from cloud_api.imports.run import sheet_named
from cloud_api.orders.rows import Unreadable, read_order
from cloud_api.sheets import Table
from cloud_api.storage.parts import parts
from cloud_api.storage.tables.orders import cycles, orders
from cloud_api.wire.imports import (
    ColumnRead,
    ImportFile,
    ImportKind,
    ImportPreview,
    PreviewRow,
    PreviewVerdict,
    Reading,
    SheetRead,
    Unmatched,
)

SHOWN_ROWS = 20
_MOST_UNMATCHED = 200
_OTHER_CONTENT = "The order is known with other content; it would be refused. Change it at the order itself."


def preview(
    connection: Connection,
    tables: Sequence[Table],
    reading: Reading,
    warehouse: str | None,
    now: datetime,
    file: ImportFile | None = None,
) -> ImportPreview:
    """What the reading makes of the tables now. Raises SheetRefusedError for a sheet that is not there."""
    table = sheet_named(tables, reading.sheet)
    missing = missing_of(reading, table)
    made = [] if missing else drafts(table, reading)
    is_orders = reading.kind is ImportKind.ORDERS
    maker = order_maker(connection, reading, warehouse) if is_orders else None
    if maker is not None:
        rows = _judged_orders(connection, maker, made, now)
    else:
        rows = _judged_rows(connection, reading.kind, made, warehouse)
    return ImportPreview(
        file=file,
        reading=reading,
        sheets=[SheetRead(name=each.name, header=list(each.header), rows=len(each.rows)) for each in tables],
        columns=_columns(reading, table),
        missing=missing,
        rows=rows[:SHOWN_ROWS],
        counts=_counts(rows),
        unmatched_products=_unmatched_products(maker, made) if maker else [],
        unmatched_points=_unmatched_points(maker, made) if maker else [],
        remarks=remarks(tables, table, made) if is_orders and made else [],
    )


def missing_of(reading: Reading, table: Table) -> list[str]:
    """What is needed to read the rows and neither a column nor a default tells."""
    columns = {name for name, heading in reading.columns.items() if heading in table.header}
    missing = missing_fields(
        reading.kind, columns | {name for name, text in reading.defaults.items() if text}
    )
    by_group = reading.kind is ImportKind.ORDERS and "group_no" in columns and "order_no" not in columns
    if by_group and not reading.group and "group" not in columns:
        missing.append("group")
    return missing


def _columns(reading: Reading, table: Table) -> list[ColumnRead]:
    return [
        ColumnRead(
            field=field.name,
            label=field.label,
            heading=reading.columns.get(field.name)
            if reading.columns.get(field.name) in table.header
            else None,
            needed=field.needed,
        )
        for field in FIELDS[reading.kind]
    ]


def _counts(rows: Iterable[PreviewRow]) -> dict[PreviewVerdict, int]:
    found = Counter(row.verdict for row in rows)
    return {verdict: found[verdict] for verdict in PreviewVerdict}


def _judged_rows(
    connection: Connection, kind: ImportKind, made: Sequence[Draft], warehouse: str | None
) -> list[PreviewRow]:
    return [
        PreviewRow(
            rows=[row.number for row in draft.rows],
            key=draft.key,
            verdict=judged.verdict,
            reason=judged.reason,
            becomes=judged.becomes,
        )
        for draft, judged in zip(made, judge_drafts(connection, kind, made, warehouse), strict=True)
    ]


def _judged_orders(
    connection: Connection, maker: OrderMaker, made: Sequence[Draft], now: datetime
) -> list[PreviewRow]:
    moments = known_moments(connection, made)
    hashes = _known_hashes(connection, made)
    open_at = set(
        connection.scalars(
            select(cycles.c.warehouse).where(cycles.c.frozen_at.is_(None), cycles.c.cut_off_at > now)
        )
    )
    return [
        _judged_order(maker, maker.make(draft, moments.get(draft.key)), hashes, open_at) for draft in made
    ]


def _known_hashes(connection: Connection, made: Sequence[Draft]) -> dict[str, str]:
    query = select(orders.c.order_no, orders.c.content_hash)
    return {
        row.order_no: row.content_hash
        for part in parts(sorted({draft.key for draft in made}))
        for row in connection.execute(query.where(orders.c.order_no.in_(part)))
    }


def _judged_order(maker: OrderMaker, made: Made, hashes: dict[str, str], open_at: set[str]) -> PreviewRow:
    verdict, reason = PreviewVerdict.NEW, made.fault
    if reason is None:
        read = read_order(made.order)
        if isinstance(read, Unreadable):
            reason = read.reason
        elif made.draft.key in hashes:
            verdict = PreviewVerdict.KNOWN
            reason = None if hashes[made.draft.key] == read.content_hash else _OTHER_CONTENT
        else:
            reason = _no_place(maker, made, open_at)
    return PreviewRow(
        rows=[row.number for row in made.draft.rows],
        key=made.draft.key,
        verdict=verdict if reason is None else PreviewVerdict.REFUSED,
        reason=reason,
        becomes=made.order,
    )


def _no_place(maker: OrderMaker, made: Made, open_at: set[str]) -> str | None:
    unknown = [line["sku"] for line in made.order["lines"] if line["sku"] not in maker.goods.skus]
    if unknown:
        return f"Product {unknown[0][:80]} is not known. Add it to the catalogue, or map it in the reading."
    warehouse = maker.points.warehouses.get(made.order["pickup_point"])
    if warehouse not in open_at:
        return f"No cycle of warehouse {warehouse} is open now. Open one before the file is run."
    return None


def _unmatched_products(maker: OrderMaker, made: Sequence[Draft]) -> list[Unmatched]:
    found: Counter[str] = Counter()
    for draft in made:
        for told in draft.told:
            sku = maker.goods.sku(told)
            if sku is None or sku not in maker.goods.skus:
                found[shown_product(told) if sku is None else sku] += 1
    return _unmatched(found, maker.goods.names)


def _unmatched_points(maker: OrderMaker, made: Sequence[Draft]) -> list[Unmatched]:
    found = Counter(draft.first("pickup_point") for draft in made)
    return _unmatched(_without(found, lambda told: maker.points.code(told) is not None), maker.points.names)


def _without(found: Counter[str], is_known: Callable[[str], bool]) -> Counter[str]:
    return Counter({told: rows for told, rows in found.items() if told and not is_known(told)})


def _unmatched(found: Counter[str], names: Names) -> list[Unmatched]:
    return [
        Unmatched(told=told[:500], rows=rows, nearest=names.nearest(told[:200]))
        for told, rows in found.most_common(_MOST_UNMATCHED)
    ]
