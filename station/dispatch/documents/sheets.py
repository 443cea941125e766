"""Route sheets as one PDF: of one van, or of all vans one behind the other."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from cloud_api.wire.catalogue import Van
from cloud_api.wire.routes import Route, Stop
from station.dispatch.documents.content import Letterhead, Sheet, sheet_of
from station.dispatch.documents.flow import SheetFlow
from station.dispatch.documents.loading import draw_loading_list
from station.dispatch.documents.paper import LEFT_MM, RIGHT_MM, Page, Paper
from station.dispatch.documents.stops import StopBlock
from station.dispatch.documents.typeface import Typefaces
from station.kernel.messages import Message

_CODE_MM = 26.0
_FACT_MM = (29.0, 25.0, 27.0, 20.0, 22.0, 27.0)
_TEXT_WIDTH_MM = RIGHT_MM - LEFT_MM - _CODE_MM - 8


def route_sheets(
    faces: Typefaces,
    head: Letterhead,
    routes: Sequence[Route],
    stops: Mapping[UUID, Stop],
    vans: Mapping[str, Van],
) -> bytes:
    """The sheets of `routes` in their order as one PDF (A4), each followed by its loading list.

    `stops` by wave id, `vans` by code; what is missing there is printed by its code alone. Each sheet
    numbers its own pages. No text can make it fail: what the font lacks is shown as 〓 and said so.
    Raises ValueError where `routes` is empty.
    """
    if not routes:
        raise ValueError("no route to print")
    paper = Paper(faces)
    sheets = [sheet_of(head, route, stops, vans) for route in routes]
    for sheet in sheets:
        _draw_sheet(paper, head, sheet)
    return paper.pdf(_title(head, sheets), head.brand, head.texts.language)


def _title(head: Letterhead, sheets: Sequence[Sheet]) -> str:
    kind = head.say(Message("Route sheet"))
    if len(sheets) > 1:
        return f"{kind} {sheets[0].cycle}".strip()
    return f"{kind} {sheets[0].number} {sheets[0].van}"


def _draw_sheet(paper: Paper, head: Letterhead, sheet: Sheet) -> None:
    flow = SheetFlow(paper, head, sheet)
    _draw_head(flow.page, flow.y, head, sheet)
    flow.y += _CODE_MM + 12
    for stop in sheet.stops:
        StopBlock(head, flow.page, stop).draw(flow)
    draw_loading_list(flow, head, sheet)
    flow.finish()


def _draw_head(page: Page, y: float, head: Letterhead, sheet: Sheet) -> None:
    """Who drives what when, and the code that opens this route at the loading desk."""
    left = RIGHT_MM - _CODE_MM
    page.qr(left, y, _CODE_MM, sheet.code)
    page.text_right(RIGHT_MM, y + _CODE_MM + 4.6, sheet.code, 10.5, bold=True)
    kind = " · ".join((head.brand, head.say(Message("Route sheet")), head.warehouse.name))
    page.text(LEFT_MM, y + 3, page.line(kind, _TEXT_WIDTH_MM, 9.5), 9.5)
    route = head.say(Message("Route {number}", number=sheet.number))
    title = f"{route}  {sheet.van}"
    page.text(LEFT_MM, y + 13.4, page.line(title, _TEXT_WIDTH_MM, 26, bold=True), 26, bold=True)
    people = "  ·  ".join(part for part in (sheet.cycle, _driver(head, sheet)) if part)
    page.text(LEFT_MM, y + 20, page.line(people, _TEXT_WIDTH_MM, 10.5), 10.5)
    x = LEFT_MM
    for (label, value), width in zip(sheet.facts, _FACT_MM, strict=True):
        page.text(x, y + 27, page.line(label, width - 2, 8), 8)
        page.text(x, y + 32.2, page.line(value, width - 2, 11.5, bold=True), 11.5, bold=True)
        x += width


def _driver(head: Letterhead, sheet: Sheet) -> str:
    return head.say(Message("Driver {name}", name=sheet.driver)) if sheet.driver else ""
