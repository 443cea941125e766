"""What the demonstration came to: counted while it runs, told as a table and kept as files."""

import json
import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SUMMARY = "summary.json"
TABLE = "summary.txt"
SCANS = {"scan": "picking:", "load_scan": "loading:", "pickup_scan": "shop:"}
"""Tables of scans by the room they were made in."""


@dataclass
class DemoReport:
    """Figures of one demonstration."""

    folder: Path
    intake: dict[str, Any] = field(default_factory=dict)
    """Rows of the sources used and refused, orders accepted and refused by the cloud."""
    verdicts: Counter[str] = field(default_factory=Counter)
    mistakes: Counter[str] = field(default_factory=Counter)
    waves: list[dict[str, Any]] = field(default_factory=list)
    order_statuses: Counter[str] = field(default_factory=Counter)
    facts: dict[str, int] = field(default_factory=dict)
    labels: int = 0
    routes: dict[str, Any] = field(default_factory=dict)
    """What the plan of the day comes to."""
    colleague_waves: int = 0
    colleague_scans: int = 0
    crates_loaded: int = 0
    crates_received: int = 0
    handovers: int = 0
    sheets: int = 0
    pages: int = 0
    documents: int = 0
    """PDFs of the cut-off: purchase orders, pick sheets, delivery sheets."""
    screenshots: list[str] = field(default_factory=list)

    def count_station(self, database: Path) -> None:
        """Count scans by verdict and facts by state, as they lie in the station's file."""
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
            for table, room in SCANS.items():
                rows = connection.execute(f"SELECT verdict, count(*) FROM {table} GROUP BY 1")  # noqa: S608
                self.verdicts.update({f"{room} {verdict}": count for verdict, count in rows})
            self.facts = dict(connection.execute("SELECT state, count(*) FROM fact GROUP BY 1"))

    def as_json(self) -> dict[str, Any]:
        """The report for programs."""
        return {
            "folder": str(self.folder),
            "intake": self.intake,
            "waves": self.waves,
            "orders_by_status": dict(self.order_statuses),
            "scans": sum(self.verdicts.values()),
            "verdicts": dict(self.verdicts.most_common()),
            "mistakes_made": dict(self.mistakes.most_common()),
            "facts": self.facts,
            "labels": self.labels,
            "routes": self.routes,
            "colleague": {"waves": self.colleague_waves, "scans": self.colleague_scans},
            "crates_loaded": self.crates_loaded,
            "crates_received": self.crates_received,
            "handovers": self.handovers,
            "sheets": self.sheets,
            "pages": self.pages,
            "documents": self.documents,
            "screenshots": self.screenshots,
        }

    def as_table(self) -> str:
        """The report for people."""
        rows = [
            ("orders sent / accepted / refused", _slashed(self.intake, "sent", "accepted", "refused")),
            ("rows refused in the source data", json.dumps(self.intake.get("rows_refused", {}))),
            ("waves of the cycle", str(self.intake.get("waves", 0))),
            ("waves picked here", str(len(self.waves))),
            *((f"  {wave['pickup_point']}", _wave_line(wave)) for wave in self.waves),
            ("waves packed by a colleague", f"{self.colleague_waves} ({self.colleague_scans} scans)"),
            ("vans / stops / stops on time", _slashed(self.routes, "vans", "stops", "stops_on_time")),
            ("kilometres / yuan", _slashed(self.routes, "km", "cost_yuan")),
            ("crates loaded / received", f"{self.crates_loaded} / {self.crates_received}"),
            ("orders handed over", str(self.handovers)),
            ("orders by status in the cloud", _counted(self.order_statuses)),
            ("scans", str(sum(self.verdicts.values()))),
            *((f"  {verdict}", str(count)) for verdict, count in self.verdicts.most_common()),
            ("mistakes made on purpose", _counted(self.mistakes)),
            ("facts accepted / waiting / refused", _slashed(self.facts, "accepted", "waiting", "refused")),
            ("labels printed", str(self.labels)),
            ("labels lie in", str(self.folder / "labels")),
            ("route sheets lie in", f"{self.folder / 'sheets'} ({self.sheets} files)"),
            ("customers' pages lie in", f"{self.folder / 'pages'} ({self.pages} files)"),
            self._documents_row(),
            ("screenshots lie in", str(self.folder / "screenshots")),
        ]
        width = max(len(name) for name, _ in rows)
        return "\n".join(f"{name:<{width}}  {value}" for name, value in rows)

    def _documents_row(self) -> tuple[str, str]:
        if self.documents:
            return "documents lie in", f"{self.folder / 'documents'} ({self.documents} files)"
        return "documents", f"NONE: the cloud did not make them in time; see {self.folder / 'cloud.log'}"

    def write(self) -> None:
        """Keep the report in the folder."""
        text = json.dumps(self.as_json(), ensure_ascii=False, indent=2)
        (self.folder / SUMMARY).write_text(text + "\n", encoding="utf-8")
        (self.folder / TABLE).write_text(self.as_table() + "\n", encoding="utf-8")


def _slashed(values: dict[str, Any], *names: str) -> str:
    return " / ".join(str(values.get(name, 0)) for name in names)


def _counted(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.most_common()) or "none"


def _wave_line(wave: dict[str, Any]) -> str:
    return f"{wave['orders']} orders, {wave['pieces']} pieces, {wave['crates']} crates"
