"""The loading list: the last stop first, since what goes in first comes out last."""

from station.dispatch.documents.content import Letterhead, Sheet, StopLines, crate_count
from station.dispatch.documents.crate_grid import ROW_MM, draw_line, grid_lines
from station.dispatch.documents.flow import BOTTOM_MM, TOP_MM, SheetFlow
from station.dispatch.documents.paper import LEFT_MM, RIGHT_MM, Page
from station.kernel.messages import Message

_CODE_MM = 18.0
_HEAD_MM = _CODE_MM + 6
_LINE_MM, _GAP_MM, _BELOW_MM = 6.4, 2.2, 1.2
_NUMBER_MM = 13.0
_GRID_LEFT_MM = LEFT_MM + _NUMBER_MM
_NAME_SIZE, _NOTE_SIZE = 11.0, 8.5


def draw_loading_list(flow: SheetFlow, head: Letterhead, sheet: Sheet) -> None:
    """Begin a page of its own, as it goes to another hand, and list all crates to tick."""
    flow.turn()
    _draw_title(flow.page, flow.y, head, sheet)
    flow.y += _HEAD_MM
    for stop in reversed(sheet.stops):
        _draw_stop(flow, stop)
    _draw_end(flow, head, sheet)


def _draw_title(page: Page, y: float, head: Letterhead, sheet: Sheet) -> None:
    page.text(LEFT_MM, y + 7, page.line(head.say(Message("Loading list")), 90, 20, bold=True), 20, bold=True)
    order = head.say(Message("Load the last stop first"))
    said = " · ".join(filter(None, (order, crate_count(head, sheet.crates), sheet.weight)))
    page.text(LEFT_MM, y + 14, page.line(said, 150, 10), 10)
    page.qr(RIGHT_MM - _CODE_MM, y, _CODE_MM, sheet.code)
    page.text_right(RIGHT_MM - _CODE_MM - 3, y + _CODE_MM, sheet.code, 10, bold=True)


def _draw_stop(flow: SheetFlow, stop: StopLines) -> None:
    lines = list(grid_lines(stop.rows, RIGHT_MM - _GRID_LEFT_MM))
    height = _GAP_MM + _LINE_MM + ROW_MM * len(lines) + _BELOW_MM
    if height > flow.room and (height <= BOTTOM_MM - TOP_MM or flow.room < _GAP_MM + _LINE_MM + 2 * ROW_MM):
        flow.turn()
    _draw_name(flow, stop)
    for line in lines:
        turns = flow.room < ROW_MM + _BELOW_MM
        if turns:
            flow.turn()
            _draw_name(flow, stop)
        draw_line(flow.page, _GRID_LEFT_MM, flow.y, line, labelled=turns or line.is_first)
        flow.y += ROW_MM
    flow.y += _BELOW_MM


def _draw_name(flow: SheetFlow, stop: StopLines) -> None:
    page = flow.page
    page.rule(LEFT_MM, flow.y, RIGHT_MM - LEFT_MM)
    base = flow.y + _GAP_MM + 4
    page.text(LEFT_MM, base, str(stop.number), 14, bold=True)
    load = " · ".join(filter(None, stop.facts[:2]))
    left = page.text_right(RIGHT_MM, base, load, _NOTE_SIZE)
    if stop.note and not stop.rows:
        note = page.line(stop.note, (left - _GRID_LEFT_MM) * 0.5, _NOTE_SIZE)
        left = page.text_right(left - 4, base, note, _NOTE_SIZE)
    name = page.line(stop.name, left - _GRID_LEFT_MM - 4, _NAME_SIZE, bold=True)
    page.text(_GRID_LEFT_MM, base, name, _NAME_SIZE, bold=True)
    flow.y += _GAP_MM + _LINE_MM


def _draw_end(flow: SheetFlow, head: Letterhead, sheet: Sheet) -> None:
    if flow.room < 16:
        flow.turn()
    page = flow.page
    page.rule(LEFT_MM, flow.y, RIGHT_MM - LEFT_MM)
    base = flow.y + 12
    blanks = ((Message("Loaded by"), LEFT_MM, 100.0), (Message("Driver"), 106.0, RIGHT_MM))
    for word, start, end in blanks:
        said = page.line(head.say(word), (end - start) * 0.5, 9)
        page.text(start, base, said, 9)
        right = start + page.width(said, 9)
        page.rule(right + 1.5, base + 0.8, end - right - 1.5)
