"""A file for whoever helps from afar: all the doctor found, and nothing that names a person.

What goes in is chosen, not what is left out: figures, versions, states, choices from short lists, and of
crash reports only where in the program they happened. Free text never goes in.
"""

import json
import re
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from station.bootstrap.device_check import plain_address
from station.bootstrap.finding import Fact, Finding
from station.bootstrap.fixed_devices import fixed_devices
from station.kernel.messages import LANGUAGES
from station.kernel.settings import Settings

REPORTS = "reports"
LOOKS = ("light", "dark")
_KEPT_LINES = (
    re.compile(r"version: ([\w.]{1,20})", re.ASCII),
    re.compile(r"time: (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)"),
)
_FRAME = re.compile(
    r'\s*File ".*?[/\\]((?:station|hardware|cloud_api|site-packages)[/\\][\w./\\-]{1,160}\.py)", '
    r"line (\d{1,6}), in ([\w<>]{1,60})",
    re.ASCII,
)
_ERROR = re.compile(r"([A-Za-z_][\w.]{0,80}(?:Error|Exception|Warning|Trouble|Exit))(?::.*)?", re.ASCII)


def write_bundle(file: Path, settings: Settings, findings: Iterable[Finding], at: datetime) -> None:
    """Write the bundle to `file`. Raises OSError."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr("doctor.json", _json([plain_finding(finding) for finding in findings]))
        bundle.writestr("settings.json", _json(plain_settings(settings)))
        bundle.writestr("about.json", _json({"made_at": at.isoformat(timespec="seconds")}))
        for report in sorted((settings.data_folder / REPORTS).glob("crash-*.txt")):
            bundle.writestr(f"{REPORTS}/{_name(report)}", plain_report(_text(report)))


def plain_finding(finding: Finding) -> dict[str, object]:
    """A finding without the values of its sentences: they may hold names."""
    return {
        "area": finding.area.value,
        "ok": finding.is_well,
        "sentence": finding.words.text,
        "facts": finding.facts,
    }


def plain_settings(settings: Settings) -> dict[str, object]:
    """The settings that are figures, switches or choices; addresses as far as they name nobody."""
    plain: dict[str, Fact] = {
        name: value for name, value in settings.model_dump().items() if isinstance(value, bool | int | float)
    }
    return {
        **plain,
        "language": settings.language if settings.language in LANGUAGES else "…",
        "look": settings.look if settings.look in LOOKS else "…",
        "travel_times": settings.travel_times.partition(":")[0],
        "weight_layouts": len(settings.weight_layouts),
        "devices": [f"{spec.kind} {plain_address(spec)}" for spec in fixed_devices(settings)],
    }


def plain_report(text: str) -> str:
    """Where a crash happened and what kind it was: neither its message nor any value."""
    return "\n".join(_plain_lines(text.splitlines())) + "\n"


def _plain_lines(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        if any(pattern.fullmatch(line) for pattern in _KEPT_LINES):
            yield line
        elif frame := _FRAME.fullmatch(line):
            yield f"  {frame[1]}:{frame[2]} {frame[3]}"
        elif (error := _ERROR.fullmatch(line)) and _is_known(error[1]):
            yield error[1]


def _is_known(kind: str) -> bool:
    """Whether a word at the start of a line is a kind of error, told by where it is from."""
    return "." not in kind or kind.partition(".")[0] in _HOMES


_HOMES = ("station", "hardware", "cloud_api", "sqlalchemy", "sqlite3", "requests", "pydantic", "serial")


def _name(report: Path) -> str:
    """The name of a report, if it is one of ours."""
    return report.name if re.fullmatch(r"crash-[\dTZ]{10,20}-\d{1,4}\.txt", report.name) else "crash.txt"


def _text(report: Path) -> str:
    try:
        return report.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
