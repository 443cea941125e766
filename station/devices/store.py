"""Rows of the devices room: what was set up here, what prints where, when each was last heard."""

import json
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, delete, insert, select, update

from hardware.identify import WedgeSetting
from hardware.labels import LabelKind
from station.devices.model.device import DeviceKind, DeviceSpec
from station.storage.tables import device, device_setting, device_sight, label_choice

WEIGHT_LAYOUTS = "weight_layouts"
WEDGE_PREFIX, WEDGE_GAP_MS = "wedge_prefix", "wedge_gap_ms"


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
