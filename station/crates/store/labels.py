"""Labels of crates as rows: which one counts, and what the next one is to say."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from cloud_api.wire.routes import Stop
from hardware.labels import CrateLabel, LabelKind, ZoneMark
from station.crates.model.known import Known
from station.kernel.ids import Sscc
from station.printing import queue
from station.storage import tables


def change_label(connection: Connection, known: Known, label: Sscc) -> None:
    """The crate has another label; the old one is void, here and at the loading desk of this PC."""
    connection.execute(
        insert(tables.void_label).prefix_with("OR REPLACE"), {"sscc": known.label, "crate_id": known.id}
    )
    crate, stop = tables.crate, tables.stop_crate
    connection.execute(update(crate).where(crate.c.id == known.id).values(sscc=label))
    connection.execute(update(stop).where(stop.c.crate_id == known.id).values(sscc=label))


def queue_new_label(connection: Connection, known: Known, label: CrateLabel, at: datetime) -> None:
    """Print the label; what was printed with the old number is not printed again."""
    queue.supersede(connection, known.id, LabelKind.CRATE, at)
    queue.supersede(connection, known.id, LabelKind.SLIP, at)
    title = f"{known.pickup_point_name} {known.number}/{known.of}"
    queue.enqueue(connection, [queue.NewJob(title, known.id, label)], at)


def label_again(connection: Connection, known: Known, sscc: Sscc, brand: str, zone_text: str) -> CrateLabel:
    """What the label printed here said, with another number; else what the cloud told of the crate."""
    printed = queue.originals(connection, known.id, LabelKind.CRATE)
    if printed and isinstance(printed[0][1], CrateLabel):
        return replace(printed[0][1], sscc=sscc, copy_mark="")
    address, route, kilograms = _told(connection, known)
    return CrateLabel(
        brand=brand,
        pickup_point=known.pickup_point_name,
        pickup_code=known.pickup_point,
        address=address,
        number=known.number,
        total=known.of,
        zone=ZoneMark(known.zone.value),
        zone_text=zone_text,
        route=route,
        facts=(kilograms,) if kilograms else (),
        cycle=known.cycle_name,
        sscc=sscc,
    )


def _told(connection: Connection, known: Known) -> tuple[str, str, str]:
    body = connection.execute(
        select(tables.stop.c.body).where(tables.stop.c.wave_id == known.wave_id)
    ).scalar()
    if body is None:
        return "", "", ""
    stop = Stop.model_validate_json(body)
    grams = next((each.weight_g for each in stop.crates if each.crate_id == known.id), 0)
    return stop.pickup_point.address, stop.pickup_point.route or "", f"{grams / 1000:.1f} kg" if grams else ""
