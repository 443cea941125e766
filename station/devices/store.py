"""Rows of the devices room: what was set up here, what prints where, when each was last heard."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, delete, insert, select, update

from hardware.identify import WedgeSetting
from hardware.labels import LabelKind, ZoneMark
from station.devices.model.device import Brand, DeviceKind, DeviceSpec
from station.devices.model.label_makers import BinFact, OperatorFact, ProductFact
from station.storage.tables import (
    bin_place,
    device,
    device_setting,
    device_sight,
    label_choice,
    operator,
    pick_face,
    product,
    product_gtin,
)

WEIGHT_LAYOUTS = "weight_layouts"
WEDGE_PREFIX, WEDGE_GAP_MS = "wedge_prefix", "wedge_gap_ms"
BRAND_TEXT, BRAND_LOGO, LABEL_BATCH = "brand_text", "brand_logo", "label_batch"


def devices(connection: Connection) -> tuple[DeviceSpec, ...]:
    """Every device set up on this PC, oldest first."""
    rows = connection.execute(select(device).order_by(device.c.created_at, device.c.id))
    return tuple(DeviceSpec(row.id, DeviceKind(row.kind), row.name, row.address) for row in rows)


def insert_device(connection: Connection, spec: DeviceSpec, at: datetime) -> None:
    """Keep a new device."""
    values = {"id": spec.id, "kind": spec.kind.value, "name": spec.name, "address": spec.address}
    connection.execute(insert(device).values(**values, created_at=at))


def update_device(connection: Connection, spec: DeviceSpec) -> None:
    """Keep a device's new name and address."""
    connection.execute(
        update(device).where(device.c.id == spec.id).values(name=spec.name, address=spec.address)
    )


def delete_device(connection: Connection, device_id: UUID) -> datetime | None:
    """Forget a device; the moment it was set up, None where it is gone already."""
    created_at = connection.execute(select(device.c.created_at).where(device.c.id == device_id)).scalar()
    connection.execute(delete(device).where(device.c.id == device_id))
    return created_at


def label_choices(connection: Connection) -> dict[LabelKind, str]:
    """Which printer's address each kind of label goes to; kinds nobody chose for are missing."""
    known = {kind.value for kind in LabelKind}
    rows = connection.execute(select(label_choice))
    return {LabelKind(row.label_kind): row.address for row in rows if row.label_kind in known}


def keep_choice(connection: Connection, kind: LabelKind, address: str) -> None:
    """From now on this kind goes there; an empty address takes the choice back."""
    connection.execute(delete(label_choice).where(label_choice.c.label_kind == kind.value))
    if address:
        connection.execute(insert(label_choice).values(label_kind=kind.value, address=address))


def move_choices(connection: Connection, before: str, after: str) -> None:
    """A printer has another address: what went to it still does."""
    connection.execute(update(label_choice).where(label_choice.c.address == before).values(address=after))


def take_choices(connection: Connection, address: str) -> tuple[LabelKind, ...]:
    """Nothing goes to this printer any more; the kinds that did."""
    kinds = tuple(kind for kind, where in label_choices(connection).items() if where == address)
    connection.execute(delete(label_choice).where(label_choice.c.address == address))
    return kinds


def sights(connection: Connection) -> dict[str, datetime]:
    """When each device, by its address, last gave a sign of life."""
    return {row.address: row.seen_at for row in connection.execute(select(device_sight))}


def keep_sights(connection: Connection, seen: dict[str, datetime]) -> None:
    """These devices gave a sign of life."""
    rows = [{"address": address, "seen_at": at} for address, at in seen.items()]
    if rows:
        connection.execute(insert(device_sight).prefix_with("OR REPLACE"), rows)


def weight_layouts(connection: Connection) -> tuple[str, ...]:
    """The layouts of in-store weight codes set here; none where nothing readable is kept."""
    query = select(device_setting.c.value).where(device_setting.c.key == WEIGHT_LAYOUTS)
    kept = connection.execute(query).scalar()
    try:
        found = json.loads(kept) if kept is not None else []
    except ValueError:
        return ()
    return tuple(str(each) for each in found) if isinstance(found, list) else ()


def keep_weight_layouts(connection: Connection, layouts: tuple[str, ...]) -> None:
    """From now on in-store weight codes are read by these."""
    row = {"key": WEIGHT_LAYOUTS, "value": json.dumps(list(layouts), ensure_ascii=False)}
    connection.execute(insert(device_setting).prefix_with("OR REPLACE"), row)


def wedge_setting(connection: Connection) -> WedgeSetting | None:
    """How this PC was told here to listen to keyboard scanners; None where nothing usable is kept."""
    wanted = device_setting.c.key.in_((WEDGE_PREFIX, WEDGE_GAP_MS))
    kept = {row.key: row.value for row in connection.execute(select(device_setting).where(wanted))}
    gap = kept.get(WEDGE_GAP_MS, "")
    if not (gap.isascii() and gap.isdigit() and 5 <= int(gap) <= 200):
        return None
    return WedgeSetting(int(gap), prefix=kept.get(WEDGE_PREFIX) == "true")


def keep_wedge_setting(connection: Connection, setting: WedgeSetting) -> None:
    """From now on keyboard scanners are listened to so."""
    rows = [
        {"key": WEDGE_PREFIX, "value": json.dumps(setting.prefix)},
        {"key": WEDGE_GAP_MS, "value": json.dumps(setting.gap_ms)},
    ]
    connection.execute(insert(device_setting).prefix_with("OR REPLACE"), rows)


def label_brand(connection: Connection) -> Brand:
    """The brand on labels as it was set here; an empty one where nothing usable is kept."""
    kept = _settings(connection, BRAND_TEXT, BRAND_LOGO)
    text, logo = kept.get(BRAND_TEXT), kept.get(BRAND_LOGO)
    return Brand(
        text if isinstance(text, str) else "", Path(logo) if isinstance(logo, str) and logo else None
    )


def keep_label_brand(connection: Connection, brand: Brand) -> None:
    """From now on labels bear this brand."""
    logo = str(brand.logo) if brand.logo is not None else ""
    _keep_settings(connection, {BRAND_TEXT: brand.text, BRAND_LOGO: logo})


def label_batch(connection: Connection) -> tuple[range, ...]:
    """Where the labels printed last stand in the print queue; none where nothing readable is kept."""
    kept = _settings(connection, LABEL_BATCH).get(LABEL_BATCH)
    try:
        return tuple(range(int(start), int(stop)) for start, stop in kept or ())
    except (TypeError, ValueError):
        return ()


def keep_label_batch(connection: Connection, places: Sequence[range]) -> None:
    """These are the labels printed last."""
    _keep_settings(connection, {LABEL_BATCH: [[place.start, place.stop] for place in places]})


def bins(connection: Connection) -> tuple[BinFact, ...]:
    """Every bin in use along the pick path, with what is picked from it."""
    faces = {row.sku: row.bin for row in connection.execute(select(pick_face))}
    names: dict[str, list[str]] = {}
    for sku, name, body in _sold(connection):
        names.setdefault(faces.get(sku) or str(body.get("bin", "")), []).append(name)
    rows = connection.execute(select(bin_place).where(bin_place.c.active))
    ordered = sorted(rows, key=lambda row: (row.path, row.code))
    return tuple(
        BinFact(row.code, row.number, ZoneMark(row.zone), row.use, row.path, tuple(names.get(row.code, ())))
        for row in ordered
    )


def products(connection: Connection) -> tuple[ProductFact, ...]:
    """Every product that is sold, by its number, with the codes of its packs."""
    gtins: dict[str, list[str]] = {}
    for row in connection.execute(select(product_gtin).order_by(product_gtin.c.gtin)):
        gtins.setdefault(row.sku, []).append(row.gtin)
    rows = connection.execute(select(product).order_by(product.c.sku)).all()
    return tuple(
        ProductFact(row.sku, row.name, row.spec, _gtins(row.body, gtins.get(row.sku, [])))
        for row in rows
        if _body(row.body).get("active", True)
    )


def operators(connection: Connection) -> tuple[OperatorFact, ...]:
    """Everybody who may work here, by name."""
    rows = connection.execute(select(operator).where(operator.c.active).order_by(operator.c.name))
    return tuple(OperatorFact(str(row.id), row.name, row.badge, is_supervisor=row.supervisor) for row in rows)


def _sold(connection: Connection) -> list[tuple[str, str, dict[str, Any]]]:
    rows = connection.execute(select(product.c.sku, product.c.name, product.c.body).order_by(product.c.sku))
    told = [(row.sku, row.name, _body(row.body)) for row in rows]
    return [each for each in told if each[2].get("active", True)]


def _gtins(body: str | None, known: list[str]) -> tuple[str, ...]:
    """The maker's own order where it was told: the first is on the pack that is sold."""
    told = _body(body).get("gtins")
    return tuple(str(each) for each in told) if isinstance(told, list) and told else tuple(known)


def _body(written: str | None) -> dict[str, Any]:
    found = _read(written or "")
    return found if isinstance(found, dict) else {}


def _settings(connection: Connection, *keys: str) -> dict[str, Any]:
    rows = connection.execute(select(device_setting).where(device_setting.c.key.in_(keys)))
    return {row.key: _read(row.value) for row in rows}


def _read(value: str) -> Any:
    try:
        return json.loads(value)
    except ValueError:
        return None


def _keep_settings(connection: Connection, values: Mapping[str, Any]) -> None:
    rows = [{"key": key, "value": json.dumps(value, ensure_ascii=False)} for key, value in values.items()]
    connection.execute(insert(device_setting).prefix_with("OR REPLACE"), rows)
