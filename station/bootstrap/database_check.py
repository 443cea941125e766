"""Looks into the station's database without touching it, while the station runs or when it is broken."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

from station.bootstrap.finding import Area, Fact, Finding
from station.devices.model.device import DeviceKind, DeviceSpec
from station.kernel.messages import Message
from station.printing.queue import JobState
from station.storage.database import HEAD
from station.sync.clock_offset import NAME as CLOCK_ROW
from station.sync.engine import CLOCK_TOLERANCE
from station.sync.outbox import FactState

BUSY_S = 5.0
UNSENT_TOO_LONG = timedelta(hours=1)
"""Older records than this mean that the cloud was away for longer than a bad network explains."""
T = TypeVar("T")


@dataclass(frozen=True)
class Look:
    """What the file told; what could not be read is empty."""

    findings: tuple[Finding, ...]
    cloud_url: str = ""
    devices: tuple[DeviceSpec, ...] = ()
    sights: dict[str, datetime] | None = None


def look_into(file: Path, now: datetime) -> Look:
    """Everything the doctor wants of the database at `file`. Never raises for what is wrong with it."""
    if not file.is_file():
        words = Message("There is no data yet: this PC was not enrolled")
        return Look((Finding(Area.DATABASE, True, words, facts={"exists": False}),))
    try:
        with closing(_open(file)) as connection:
            return _look(connection, file, now)
    except sqlite3.Error as error:
        return Look((_broken(file, error),))


def _open(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True, timeout=BUSY_S)
    connection.row_factory = sqlite3.Row
    return connection


def _look(connection: sqlite3.Connection, file: Path, now: datetime) -> Look:
    findings = [_integrity(connection, file)]
    for check in (_outbox, _clock, _printing):
        found = _attempt(lambda check=check: check(connection, now))  # type: ignore[misc]  # bound per turn
        if found is not None:
            findings.append(found)
    cloud = _attempt(lambda: connection.execute("SELECT cloud_url FROM station").fetchone())
    return Look(
        findings=tuple(findings),
        cloud_url="" if cloud is None else str(cloud[0]),
        devices=_attempt(lambda: _devices(connection)) or (),
        sights=_attempt(lambda: _sights(connection)),
    )


def _attempt(ask: Callable[[], T]) -> T | None:
    """One question more; a table that is damaged or not there yet leaves the others readable."""
    try:
        return ask()
    except (sqlite3.Error, ValueError):
        return None


def _integrity(connection: sqlite3.Connection, file: Path) -> Finding:
    found = str(connection.execute("PRAGMA integrity_check(5)").fetchone()[0])
    version = _attempt(
        lambda: str(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0])
    )
    size = file.stat().st_size
    facts: dict[str, Fact] = {
        "exists": True,
        "sound": found == "ok",
        "bytes": size,
        "migration": version if version is not None and version.isdigit() and len(version) == 4 else None,
        "newest_migration": HEAD,
    }
    if found != "ok":
        return _damaged(file, facts)
    words = Message("The data file is sound: {size} MB, version {version}", size=_mb(size), version=version)
    if version is not None and version > HEAD:
        remedy = Message("Install the newest station on this PC; the data is untouched")
        return Finding(Area.DATABASE, False, words, remedy, facts)
    return Finding(Area.DATABASE, True, words, facts=facts)


def _broken(file: Path, error: sqlite3.Error) -> Finding:
    facts: dict[str, Fact] = {"exists": True, "sound": False, "error": type(error).__name__}
    return _damaged(file, facts | {"bytes": file.stat().st_size})


def _damaged(file: Path, facts: dict[str, Fact]) -> Finding:
    words = Message("The data file is damaged")
    remedy = Message("Call IT: keep the file {path}, it holds what was not sent yet", path=str(file))
    return Finding(Area.DATABASE, False, words, remedy, facts)


def _outbox(connection: sqlite3.Connection, now: datetime) -> Finding:
    query = "SELECT count(*), min(happened_at) FROM fact WHERE state = ?"
    waiting, oldest = connection.execute(query, (FactState.WAITING.value,)).fetchone()
    refused = connection.execute(query, (FactState.REFUSED.value,)).fetchone()[0]
    age_s = 0 if not oldest else max(0, round((now - datetime.fromisoformat(oldest)).total_seconds()))
    facts: dict[str, Fact] = {"waiting": waiting, "refused": refused, "oldest_waiting_s": age_s}
    words = Message(
        "Records not sent yet: {waiting}, the oldest {minutes} min old; refused by the cloud: {refused}",
        waiting=waiting,
        minutes=age_s // 60,
        refused=refused,
    )
    if refused:
        remedy = Message("Open the room Cloud and settle each refused record with the office")
        return Finding(Area.OUTBOX, False, words, remedy, facts)
    if age_s > UNSENT_TOO_LONG.total_seconds():
        remedy = Message("Check the network. Nothing is lost: they are sent when the cloud is back")
        return Finding(Area.OUTBOX, False, words, remedy, facts)
    return Finding(Area.OUTBOX, True, words, facts=facts)


def _clock(connection: sqlite3.Connection, now: datetime) -> Finding:
    row = connection.execute("SELECT cursor FROM inbox WHERE name = ?", (CLOCK_ROW,)).fetchone()
    offset = timedelta(milliseconds=0 if row is None else int(row[0]))
    words = Message(
        "The cloud's clock is {seconds} s ahead of this PC's", seconds=round(offset.total_seconds())
    )
    facts: dict[str, Fact] = {
        "offset_ms": round(offset / timedelta(milliseconds=1)),
        "measured": row is not None,
    }
    is_well = abs(offset) <= CLOCK_TOLERANCE
    remedy = Message("Set the clock of this PC, or ask IT to. Times are recorded by the cloud's clock")
    return Finding(Area.CLOCK, is_well, words, Message("") if is_well else remedy, facts)


def _printing(connection: sqlite3.Connection, now: datetime) -> Finding:
    rows = connection.execute("SELECT state, count(*) FROM print_job GROUP BY state").fetchall()
    known = {state.value for state in JobState}
    counts: dict[str, Fact] = {state: number for state, number in rows if state in known}
    open_jobs = sum(int(counts.get(state.value) or 0) for state in (JobState.WAITING, JobState.FAILED))
    unknown = int(counts.get(JobState.UNKNOWN.value) or 0)
    words = Message("Labels: {waiting} to print, {unknown} to look at", waiting=open_jobs, unknown=unknown)
    is_well = not unknown and not counts.get(JobState.FAILED.value)
    remedy = Message("Open the room Printing: it says what each label needs")
    return Finding(Area.PRINTING, is_well, words, Message("") if is_well else remedy, counts)


def _devices(connection: sqlite3.Connection) -> tuple[DeviceSpec, ...]:
    known = {kind.value for kind in DeviceKind}
    rows = connection.execute("SELECT kind, name, address FROM device ORDER BY created_at").fetchall()
    return tuple(
        DeviceSpec(None, DeviceKind(row["kind"]), row["name"], row["address"])
        for row in rows
        if row["kind"] in known
    )


def _sights(connection: sqlite3.Connection) -> dict[str, datetime]:
    rows = connection.execute("SELECT address, seen_at FROM device_sight").fetchall()
    return {row["address"]: datetime.fromisoformat(row["seen_at"]) for row in rows}


def _mb(size: int) -> str:
    return f"{size / 1_000_000:.1f}"
