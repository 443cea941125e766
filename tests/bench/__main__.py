"""Runs the benches, each module in its own process: a table for people, build/bench.json for programs."""

import argparse
import importlib
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

NAMES = (
    "desk",
    "full_desk",
    "start",
    "memory",
    "cloud",
    "intake",
    "documents",
    "exchange",
    "planner",
    "dividing",
    "slotting",
    "wave_board",
    "hardware",
    "labels",
    "printers",
    "receipts",
    "scanners",
    "sheets",
    "pickup",
    "routes",
    "deliveries",
    "imports",
    "shortages",
)
ROOT = Path(__file__).resolve().parents[2]
RESULT = ROOT / "build" / "bench.json"
HEADINGS = ("name", "value", "unit", "beside", "ratio")

Rows = list[dict[str, Any]]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the named benches (all by default); 0 when all could be measured, else 1."""
    options = _parser().parse_args(arguments)
    if options.alone:
        return _alone(options.names[0], options.alone)
    rows: Rows = []
    failed: dict[str, str] = {}
    for name in options.names or NAMES:
        _run(name, rows, failed)
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(table(rows))
    print(f"\n{len(rows)} rows in {RESULT.relative_to(ROOT)}")
    for name, reason in failed.items():
        print(f"{name} failed: {reason}", file=sys.stderr)
    return 1 if failed else 0


def table(rows: Rows) -> str:
    """The rows for people, a column each."""
    cells = [HEADINGS, *(tuple(_told(row[heading]) for heading in HEADINGS) for row in rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(HEADINGS))]
    lines = ["  ".join(_aligned(line, widths)).rstrip() for line in cells]
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:]])


def _aligned(line: Sequence[str], widths: Sequence[int]) -> list[str]:
    """Numbers stand right, words left."""
    return [
        cell.rjust(width) if heading in ("value", "ratio") else cell.ljust(width)
        for cell, width, heading in zip(line, widths, HEADINGS, strict=True)
    ]


def _told(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _run(name: str, rows: Rows, failed: dict[str, str]) -> None:
    """Run one module in a process and a folder of its own; its rows or its reason are added."""
    begun = time.monotonic()
    print(f"bench {name} …", file=sys.stderr, flush=True)
    with tempfile.TemporaryDirectory(prefix=f"bench-{name}-") as folder:
        command = [sys.executable, "-m", "tests.bench", name, "--alone", folder]
        last = "it gave no reason"
        with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as bench:
            assert bench.stderr is not None
            for line in bench.stderr:
                sys.stderr.write(line)
                last = line.strip() or last
        if bench.returncode:
            failed[name] = last
        else:
            rows += json.loads((Path(folder) / "rows.json").read_text(encoding="utf-8"))
    print(f"bench {name}: {time.monotonic() - begun:.0f} s", file=sys.stderr, flush=True)


def _alone(name: str, folder: Path) -> int:
    """Measure one module here, in this process."""
    scratch = folder / "scratch"
    scratch.mkdir()
    try:
        rows = importlib.import_module(f"tests.bench.{name}").run(scratch)
        (folder / "rows.json").write_text(json.dumps(rows), encoding="utf-8")
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench",
        description="Measure station, cloud and devices. What each row means: docs/benchmarks.md.",
        epilog=f"benches: {', '.join(NAMES)}",
    )
    # choices= would refuse the empty list that asks for all of them
    parser.add_argument("names", nargs="*", metavar="NAME", type=_bench, help="benches to run (default: all)")
    parser.add_argument("--alone", type=Path, metavar="FOLDER", help=argparse.SUPPRESS)
    return parser


def _bench(name: str) -> str:
    if name not in NAMES:
        raise argparse.ArgumentTypeError(f"{name} is no bench; there are {', '.join(NAMES)}")
    return name


if __name__ == "__main__":
    sys.exit(main())
