"""Inputs with their answers, and codes that missed; no row holds a code that opens anything."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from station.kernel.ids import OperatorId
from station.kernel.messages import Message, Tone
from station.kernel.scan import Scan
from station.pickup.model.lock import REMEMBERED
from station.pickup.model.rules import Ruling
from station.pickup.model.verdicts import VERDICTS, Verdict
from station.storage import tables

PICKUP_DESK = "pickup"


@dataclass(frozen=True)
class LoggedInput:
    """An input, masked, and what was answered."""

    at: datetime
    shown: str
    tone: Tone
    ruling: Ruling


def was_scanned(connection: Connection, scan: Scan) -> bool:
    """Whether this very scan was answered already."""
    known = select(tables.pickup_scan.c.id).where(tables.pickup_scan.c.id == scan.id)
    return connection.execute(known).first() is not None


def log_input(
    connection: Connection, scan: Scan, shown: str, ruling: Ruling, at: datetime, by: OperatorId | None
) -> None:
    """Keep an input with its answer; `shown` is masked by the caller."""
    row = {
        "id": scan.id,
        "desk": PICKUP_DESK,
        "operator_id": by,
        "at": at,
        "shown": shown,
        "device": scan.device,
        "verdict": ruling.verdict.value,
        "tone": VERDICTS[ruling.verdict].tone.value,
        "values": json.dumps(ruling.values, ensure_ascii=False, default=_message_out),
    }
    connection.execute(insert(tables.pickup_scan), row)


def last_inputs(connection: Connection, limit: int) -> list[LoggedInput]:
    """The newest inputs, newest first."""
    row_of = tables.pickup_scan.c
    rows = connection.execute(select(tables.pickup_scan).order_by(row_of.ordinal.desc()).limit(limit))
    return [
        LoggedInput(
            row.at, row.shown, Tone(row.tone), Ruling(Verdict(row.verdict), _values(row._mapping["values"]))
        )
        for row in rows
    ]


def misses(connection: Connection, now: datetime) -> tuple[int, datetime | None]:
    """How many codes missed since the last handover by code, and when the last one did."""
    miss = tables.code_miss.c
    row = connection.execute(
        select(func.count(), func.max(miss.at)).where(miss.cleared.is_(False), miss.at > now - REMEMBERED)
    ).one()
    return row[0], row[1]


def add_miss(connection: Connection, means: str, at: datetime) -> None:
    """A code missed."""
    connection.execute(insert(tables.code_miss), {"means": means, "at": at})


def clear_misses(connection: Connection) -> None:
    """A customer with a right code got the goods: the misses before were slips."""
    connection.execute(
        update(tables.code_miss).where(tables.code_miss.c.cleared.is_(False)).values(cleared=True)
    )


def _message_out(value: Any) -> dict[str, Any]:
    if isinstance(value, Message):
        return {"sentence": value.text, "values": value.values}
    raise TypeError(f"not to be kept: {value!r}")


def _values(text: str) -> dict[str, Any]:
    values: dict[str, Any] = json.loads(text, object_hook=_message_in)
    return values


def _message_in(value: dict[str, Any]) -> Any:
    if value.keys() == {"sentence", "values"}:
        text = value["sentence"]
        return Message(text, **value["values"])
    return value
