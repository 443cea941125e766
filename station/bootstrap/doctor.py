"""python -m station doctor: everything the devices room shows and what stands under it, in one look."""

import argparse
import json
import platform
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from urllib.parse import urlsplit

import requests
from filelock import FileLock, Timeout

from hardware.errors import FontsMissing
from hardware.raster import BadTemplate, LabelPainter
from station.bootstrap.core import DATABASE_FILE
from station.bootstrap.database_check import Look, look_into
from station.bootstrap.device_check import (
    ask_device,
    device_finding,
    kept_state,
    kept_status,
    station_finding,
)
from station.bootstrap.finding import NOTHING, Area, Fact, Finding
from station.bootstrap.fixed_devices import fixed_devices
from station.bootstrap.opened import Openers
from station.bootstrap.resources import Resources
from station.bootstrap.state_file import StateFile
from station.bootstrap.support_bundle import write_bundle
from station.kernel.clock import Clock, SystemClock
from station.kernel.messages import Message, Texts
from station.kernel.settings import Settings, read_settings
from station.kernel.trouble import Trouble
from station.sync.client import RELEASE
from station.sync.engine import CLOCK_TOLERANCE

ALL_WELL, WANTS_A_HAND = 0, 1
ASK_CLOUD_TIMEOUT_S = 5.0
LEAST_FREE_BYTES = 1_000_000_000
"""A night's records take some tens of megabytes; below this the system itself begins to fail."""
PARTS = ("PySide6-Essentials", "SQLAlchemy", "pyserial", "Pillow", "zxing-cpp", "python-escpos")


@dataclass(frozen=True)
class Ward:
    """What the doctor looks at."""

    settings: Settings
    resources: Resources
    clock: Clock
    openers: Openers

    @property
    def database(self) -> Path:
        """The station's database file."""
        return self.settings.data_folder / DATABASE_FILE


def doctor(options: argparse.Namespace, resources_folder: Path) -> int:
    """Look, tell, keep the bundle where one is wanted; returns the exit code. Raises Trouble."""
    settings, trouble = read_settings(options.settings)
    resources = Resources(resources_folder)
    ward = Ward(settings, resources, SystemClock(), Openers())
    findings = tuple(examine(ward, trouble))
    texts = Texts(resources.texts, settings.language)
    if options.bundle is not None:
        _keep(options.bundle, ward, findings)
    sys.stdout.write(_as_json(findings, texts) if options.json else _as_text(findings, texts))
    return ALL_WELL if all(finding.is_well for finding in findings) else WANTS_A_HAND


def examine(ward: Ward, settings_trouble: Trouble | None = None) -> Iterator[Finding]:
    """Every finding, the ground first. Never raises for what is wrong with the PC."""
    yield _versions()
    yield _settings(settings_trouble)
    yield _fonts(ward.resources.fonts)
    yield _disk(ward.settings.data_folder)
    look = look_into(ward.database, ward.clock.now())
    yield from look.findings
    if look.cloud_url:
        yield _cloud(look.cloud_url, ward.clock)
    yield from _devices(ward, look)


def is_running(database: Path) -> bool:
    """Whether a station works on this database now."""
    lock = FileLock(f"{database}.lock")
    try:
        if not Path(lock.lock_file).exists():
            return False
        with lock.acquire(timeout=0):
            return False
    except Timeout:
        return True
    except OSError:
        return False


def _versions() -> Finding:
    facts: dict[str, Fact] = {
        "station": RELEASE,
        "python": platform.python_version(),
        "system": platform.system(),
        "system_release": platform.release(),
        "sqlite": sqlite3.sqlite_version,
        **{name: _version(name) for name in PARTS},
    }
    words = Message(
        "Station {station}, Python {python}, {system}",
        station=RELEASE,
        python=platform.python_version(),
        system=platform.platform(),
    )
    return Finding(Area.VERSIONS, True, words, facts=facts)


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


_INSTALL_AGAIN = Message("Install the program again")


def _settings(trouble: Trouble | None) -> Finding:
    if trouble is None:
        return Finding(Area.SETTINGS, True, Message("The settings can be read"))
    return Finding(Area.SETTINGS, False, trouble.what, trouble.remedy)


def _fonts(folder: Path) -> Finding:
    try:
        LabelPainter(folder)
    except FontsMissing:
        return Finding(Area.FONTS, False, Message("The fonts for labels are missing"), _INSTALL_AGAIN)
    except BadTemplate:
        return Finding(Area.FONTS, False, Message("The label templates cannot be used"), _INSTALL_AGAIN)
    return Finding(Area.FONTS, True, Message("The fonts for labels are there"))


def _disk(folder: Path) -> Finding:
    existing = next(each for each in (folder, *folder.parents) if each.exists())
    free = shutil.disk_usage(existing).free
    words = Message("Free on the disk: {free} GB", free=f"{free / 1e9:.1f}")
    is_well = free >= LEAST_FREE_BYTES
    remedy = NOTHING if is_well else Message("Free some space on the disk: records need it")
    return Finding(Area.DISK, is_well, words, remedy, {"free_bytes": free})


def _cloud(url: str, clock: Clock) -> Finding:
    remedy = Message("Check the network of this PC, and the address with IT. Work goes on without the cloud")
    try:
        reply = requests.get(f"{url.rstrip('/')}/healthz", timeout=ASK_CLOUD_TIMEOUT_S)
        reply.raise_for_status()
    except requests.RequestException as error:
        facts: dict[str, Fact] = {"reached": False, "error": type(error).__name__}
        return Finding(Area.CLOUD, False, Message("The cloud cannot be reached"), remedy, facts)
    offset_s = _offset_s(reply.headers.get("Date", ""), clock.now())
    facts = {"reached": True, "secure": urlsplit(url).scheme == "https", "offset_s": offset_s}
    if offset_s is not None and abs(offset_s) > CLOCK_TOLERANCE.total_seconds():
        words = Message("The cloud answers; its clock is {seconds} s ahead of this PC's", seconds=offset_s)
        set_clock = Message("Set the clock of this PC, or ask IT to. Times are recorded by the cloud's clock")
        return Finding(Area.CLOUD, False, words, set_clock, facts)
    return Finding(Area.CLOUD, True, Message("The cloud answers"), facts=facts)


def _offset_s(date: str, now: datetime) -> int | None:
    try:
        return round((parsedate_to_datetime(date) - now).total_seconds())
    except (TypeError, ValueError):
        return None


def _devices(ward: Ward, look: Look) -> Iterator[Finding]:
    """A running station holds the devices: what it told last is told; else each is asked."""
    running = is_running(ward.database)
    kept = StateFile(ward.settings.data_folder).read()
    yield station_finding(kept, ward.clock.now(), running=running)
    sights = look.sights or {}
    for number, spec in enumerate((*fixed_devices(ward.settings), *look.devices), start=1):
        told = kept_state(spec, kept)
        status = kept_status(told) if running else ask_device(spec, ward.openers)
        seen = (sights.get(spec.address), None if told is None else told.seen_at)
        yield device_finding(spec, status, max((at for at in seen if at), default=None), number)


def _keep(file: Path, ward: Ward, findings: tuple[Finding, ...]) -> None:
    try:
        write_bundle(file, ward.settings, findings, ward.clock.now())
    except OSError as error:
        raise Trouble(
            Message("The support bundle cannot be written: {reason}", reason=error.strerror or ""),
            Message("Name a file in a folder that may be written"),
            retry_helps=True,
        ) from error


def _as_text(findings: tuple[Finding, ...], texts: Texts) -> str:
    lines = []
    for finding in findings:
        lines.append(f"{'✓' if finding.is_well else '✕'} {texts.say(finding.words)}")
        if finding.remedy != NOTHING:
            lines.append(f"    → {texts.say(finding.remedy)}")
    return "\n".join(lines) + "\n"


def _as_json(findings: tuple[Finding, ...], texts: Texts) -> str:
    rows = [
        {
            "area": finding.area.value,
            "ok": finding.is_well,
            "words": texts.say(finding.words),
            "remedy": texts.say(finding.remedy),
            "facts": finding.facts,
        }
        for finding in findings
    ]
    ok = all(finding.is_well for finding in findings)
    return json.dumps({"ok": ok, "findings": rows}, ensure_ascii=False, indent=2) + "\n"
