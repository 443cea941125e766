"""Bench of the route sheets: 200 sheets as one PDF, beside plain reportlab drawing the same words."""

import io
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pypdf import PdfReader
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from cloud_api.wire.routes import Route, Stop
from station.dispatch.documents.sheets import route_sheets
from station.dispatch.documents.typeface import Typefaces
from tests.bench.rows import row
from tests.station.dispatch.sheet_kit import FONTS, VANS, crates, letterhead, route, stop

SHEETS = 200
STOPS = 20
"""Stops of one van on the reference day: 200 pickup points, 10 vans."""
_LINES_A_PAGE = 50


def run(scratch: Path) -> list[dict[str, Any]]:
    """Rows for all sheets as one file and for one sheet alone."""
    stops, routes = _day()
    by_wave = {each.wave_id: each for each in stops}
    vans = {van.code: van for van in VANS}
    head = letterhead("zh_CN")
    faces: list[Typefaces] = []
    load_s = _timed(lambda: faces.append(Typefaces.load(FONTS)))
    made: list[bytes] = []
    all_s = _timed(lambda: made.append(route_sheets(faces[0], head, routes, by_wave, vans)))
    (scratch / "sheets.pdf").write_bytes(made[0])
    lines = _lines(made[0])
    plain_s = _timed(lambda: _plain(lines))
    one_s = _timed(lambda: route_sheets(faces[0], head, routes[:1], by_wave, vans))
    plain_one_s = _timed(lambda: _plain(lines[: len(lines) // SHEETS]))
    beside = "plain reportlab drawing the same words, without codes or layout"
    return [
        row(f"sheets: {SHEETS} route sheets of {STOPS} stops to one PDF", all_s, "s", beside, plain_s),
        row("sheets: one route sheet to PDF, fonts loaded", one_s, "s", beside, plain_one_s),
        row("sheets: loading the fonts, once a station", load_s, "s", "the sheet after it", one_s),
    ]


def _day() -> tuple[list[Stop], list[Route]]:
    """Every stop of every sheet is another one, with one to seven crates."""
    stops = [stop(number, crates(number, 1 + number % 7)) for number in range(1, SHEETS * STOPS + 1)]
    routes = [route(n + 1, stops[n * STOPS : (n + 1) * STOPS]) for n in range(SHEETS)]
    return stops, routes


def _lines(pdf: bytes) -> list[str]:
    """The words of the first sheet as lines, as often as there are sheets."""
    reader = PdfReader(io.BytesIO(pdf))
    pages = len(reader.pages) // SHEETS
    text = "\n".join(page.extract_text() for page in reader.pages[:pages])
    return [line for line in text.splitlines() if line.strip()] * SHEETS


def _plain(lines: list[str]) -> bytes:
    """The lines one below the other by reportlab's own canvas with the same font."""
    pdfmetrics.registerFont(TTFont("Plain", str(FONTS / "NotoSansSC-Regular.ttf")))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    for start in range(0, len(lines), _LINES_A_PAGE):
        canvas.setFont("Plain", 9)
        for index, line in enumerate(lines[start : start + _LINES_A_PAGE]):
            canvas.drawString(36, 800 - 15 * index, line)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
