"""The stops of a sheet in the order they are driven to, each with its code, its crates and a line to sign."""

from itertools import pairwise

from station.dispatch.documents.content import Letterhead, StopLines
from station.dispatch.documents.crate_grid import ROW_MM, GridLine, draw_line, grid_lines
from station.dispatch.documents.flow import BOTTOM_MM, TOP_MM, SheetFlow
from station.dispatch.documents.paper import LEFT_MM, RIGHT_MM, Page
from station.kernel.messages import Message

_TIME_MM, _CODE_MM = 36.0, 21.0
_QUIET_MM = 3.0
_MIDDLE_MM = LEFT_MM + _TIME_MM
_MIDDLE_WIDTH_MM = RIGHT_MM - _CODE_MM - _QUIET_MM - 1 - _MIDDLE_MM
_GAP_MM = 3.2
_SIGN_MM = 12.0
_NAME_SIZE, _TEXT_SIZE, _NUMBER_SIZE, _TIME_SIZE = 12.0, 9.5, 20.0, 14.0
_NAME_PITCH, _TEXT_PITCH = 5.6, 4.5
_MOST_NAME_LINES, _MOST_ADDRESS_LINES, _MOST_CONTACT_LINES, _MOST_NOTE_LINES = 3, 8, 2, 2
_CODE_BLOCK_MM = _CODE_MM + 4.5


class StopBlock:
    """One stop, measured before it is drawn, so that it moves to the next page whole where it can."""

    def __init__(self, head: Letterhead, page: Page, stop: StopLines) -> None:
        self._head, self._stop = head, stop
        width = _MIDDLE_WIDTH_MM
        self._name = page.lines(stop.name, width, _NAME_SIZE, _MOST_NAME_LINES, bold=True)
        self._texts = [
            line
            for text, most in (
                (stop.address, _MOST_ADDRESS_LINES),
                (stop.contact, _MOST_CONTACT_LINES),
                (stop.note, _MOST_NOTE_LINES),
            )
            if text.strip()
            for line in page.lines(text, width, _TEXT_SIZE, most)
        ]
        self._grid = list(grid_lines(stop.rows, width))
        self._head_mm = len(self._name) * _NAME_PITCH + len(self._texts) * _TEXT_PITCH + 1.5

    @property
    def height(self) -> float:
        """Millimetres of the whole block with the white around it."""
        body = self._head_mm + len(self._grid) * ROW_MM
        return _GAP_MM + max(body, _CODE_BLOCK_MM if self._stop.link else 0, 19) + _SIGN_MM

    def draw(self, flow: SheetFlow) -> None:
        """Draw it at the flow's place, over several pages where it is longer than one."""
        if self.height > flow.room and (self.height <= BOTTOM_MM - TOP_MM or flow.room < self._least):
            flow.turn()
        self._draw_head(flow.page, flow.y)
        least_end = flow.y + _GAP_MM + max(self._head_mm, _CODE_BLOCK_MM if self._stop.link else 0, 19)
        flow.y += _GAP_MM + self._head_mm
        first = flow.page
        for index, line in enumerate(self._grid):
            self._draw_grid_line(flow, line, last=index == len(self._grid) - 1)
        if flow.page is first:
            flow.y = max(flow.y, least_end)
        self._draw_sign(flow.page, flow.y)
        flow.y += _SIGN_MM

    @property
    def _least(self) -> float:
        """What must fit below the head for a start on this page to make sense."""
        return _GAP_MM + max(self._head_mm + 2 * ROW_MM, _CODE_BLOCK_MM) + _SIGN_MM

    def _draw_head(self, page: Page, y: float) -> None:
        page.rule(LEFT_MM, y, RIGHT_MM - LEFT_MM)
        top = y + _GAP_MM
        self._draw_left(page, top)
        base = top + 4.2
        for line in self._name:
            page.text(_MIDDLE_MM, base, line, _NAME_SIZE, bold=True)
            base += _NAME_PITCH
        for line in self._texts:
            page.text(_MIDDLE_MM, base - 0.6, line, _TEXT_SIZE)
            base += _TEXT_PITCH
        if self._stop.link:
            left = RIGHT_MM - _CODE_MM
            page.qr(left, top, _CODE_MM, self._stop.link)
            words = page.line(self._head.say(Message("Navigate")), _CODE_MM, 7.5)
            page.text(left, top + _CODE_MM + 3.4, words, 7.5)

    def _draw_left(self, page: Page, top: float) -> None:
        stop = self._stop
        number = str(stop.number)
        page.text(LEFT_MM, top + 6.2, number, _NUMBER_SIZE, bold=True)
        left = LEFT_MM + max(11, page.width(number, _NUMBER_SIZE, bold=True) + 2)
        time = page.line(stop.arrives, _MIDDLE_MM - left - 2, _TIME_SIZE, bold=True)
        page.text(left, top + 6.2, time, _TIME_SIZE, bold=True)
        base = top + 11.2
        for text in (stop.window, *_paired(stop.facts)):
            if text:
                page.text(LEFT_MM, base, page.line(text, _TIME_MM - 2, 8.5), 8.5)
                base += 4.2

    def _draw_grid_line(self, flow: SheetFlow, line: GridLine, *, last: bool) -> None:
        turns = flow.room < ROW_MM + (_SIGN_MM if last else 0)
        if turns:
            flow.turn()
            flow.page.rule(LEFT_MM, flow.y, RIGHT_MM - LEFT_MM)
            words = self._head.say(
                Message("{number} {name}, continued", number=self._stop.number, name=self._name[0])
            )
            words = flow.page.line(words, RIGHT_MM - LEFT_MM, _NAME_SIZE, bold=True)
            flow.page.text(LEFT_MM, flow.y + _GAP_MM + 4.2, words, _NAME_SIZE, bold=True)
            flow.y += _GAP_MM + _NAME_PITCH + 1.5
        draw_line(flow.page, _MIDDLE_MM, flow.y, line, labelled=turns or line.is_first)
        flow.y += ROW_MM

    def _draw_sign(self, page: Page, y: float) -> None:
        """Blanks to write on: crates received, signature, trouble."""
        blanks = (Message("Crates received"), Message("Signature"), Message("Trouble"))
        starts = (LEFT_MM, LEFT_MM + 44, LEFT_MM + 108, RIGHT_MM + 3)
        base = y + _SIGN_MM - 4.2
        for word, (start, end) in zip(blanks, pairwise(starts), strict=True):
            said = page.line(self._head.say(word), (end - start) * 0.6, 8.5)
            page.text(start, base, said, 8.5)
            right = start + page.width(said, 8.5)
            page.rule(right + 1.5, base + 0.8, end - 3 - right - 1.5)


def _paired(facts: tuple[str, ...]) -> tuple[str, str]:
    """Crates and weight on one line, the way from the stop before on the next."""
    *load, way = facts
    return " · ".join(filter(None, load)), way
