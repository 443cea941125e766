"""Weighings of crates, and what empty ones weigh, as rows."""

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, insert, select, update

from cloud_api.wire.crates import Weighed
from cloud_api.wire.waves import Wave
from station.storage import tables

CRATE_TARE, BOX_TARE = "crates.crate_tare_g", "crates.box_tare_g"
"""Keys of what an empty one-way crate and an empty re-usable box weigh, as somebody weighed them here."""
MOST_SHOWN = 200


@dataclass(frozen=True)
class Weighing:
    """One weighing; `let_pass_by` is empty where no supervisor let it pass."""

    weight_g: int
    planned_g: int
    tolerance_g: int
    verdict: Weighed
    let_pass_by: str = ""


@dataclass(frozen=True)
class Unweighed:
    """A crate closed here that nobody weighed, or whose last weight differed unexplained."""

    crate_id: UUID
    number: int
    of: int
    shop: str
    closed_at: datetime
    differs_g: int | None


def keep_weighing(connection: Connection, crate_id: UUID, at: datetime, told: Weighing) -> None:
    """Keep it; an earlier one stays."""
    row = {
        "crate_id": crate_id,
        "at": at,
        "weight_g": told.weight_g,
        "planned_g": told.planned_g,
        "tolerance_g": told.tolerance_g,
        "verdict": told.verdict.value,
        "let_pass_by": told.let_pass_by,
    }
    connection.execute(insert(tables.crate_weighing).values(row))
    known = tables.stop_crate
    fits = told.verdict is Weighed.OK or told.let_pass_by
    weighed = (Weighed.OK if fits else told.verdict).value
    connection.execute(update(known).where(known.c.crate_id == crate_id).values(weighed=weighed))


def last_weighing(connection: Connection, crate_id: UUID, closed_at: datetime | None) -> Weighing | None:
    """The newest of a crate since it was closed; None when there is none."""
    told = tables.crate_weighing
    query = select(told).where(told.c.crate_id == crate_id).order_by(told.c.ordinal.desc()).limit(1)
    row = connection.execute(query).first()
    if row is None or (closed_at is not None and row.at < closed_at):
        return None
    return Weighing(row.weight_g, row.planned_g, row.tolerance_g, Weighed(row.verdict), row.let_pass_by)


def closed_at(connection: Connection, crate_id: UUID) -> datetime | None:
    """When a crate was closed here."""
    moment: datetime | None = connection.execute(
        select(tables.crate.c.closed_at).where(tables.crate.c.id == crate_id)
    ).scalar()
    return moment


def unweighed(connection: Connection) -> list[Unweighed]:
    """Crates closed here that are still in the warehouse and want the scale, those closed first on top."""
    crate, stop, wave = tables.crate, tables.stop_crate, tables.wave
    still_here = stop.c.moved.is_(None) | (stop.c.moved == "unloaded")
    query = (
        select(crate.c.id, crate.c.number, crate.c.closed_at, crate.c.wave_id, wave.c.body)
        .join(wave, wave.c.id == crate.c.wave_id)
        .outerjoin(stop, stop.c.crate_id == crate.c.id)
        .where(crate.c.closed_at.is_not(None), crate.c.state == "closed", still_here)
        .where(wave.c.state.in_(("started", "completed")))
        .order_by(crate.c.closed_at)
    )
    found: list[Unweighed] = []
    for row in connection.execute(query):
        last = last_weighing(connection, row.id, row.closed_at)
        fits = last is not None and (last.verdict is Weighed.OK or last.let_pass_by)
        if fits:
            continue
        shop = Wave.model_validate_json(row.body).pickup_point.name
        of = connection.execute(select(crate.c.id).where(crate.c.wave_id == row.wave_id)).all()
        off = None if last is None else last.weight_g - last.planned_g
        found.append(Unweighed(row.id, row.number, len(of), shop, row.closed_at, off))
        if len(found) == MOST_SHOWN:
            break
    return found


def tare_of(connection: Connection, key: str) -> int | None:
    """What an empty one weighs in grams; None until somebody weighed one here."""
    setting = tables.device_setting.c
    kept = connection.execute(select(setting.value).where(setting.key == key)).scalar()
    return None if kept is None else int(json.loads(kept))


def keep_tare(connection: Connection, key: str, weight_g: int) -> None:
    """An empty one was weighed."""
    row = {"key": key, "value": json.dumps(weight_g)}
    connection.execute(insert(tables.device_setting).prefix_with("OR REPLACE"), row)
