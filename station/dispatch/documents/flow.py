"""Fills page after page of one sheet from top to bottom, with the strip that says whose page it is."""

from station.dispatch.documents.content import Letterhead, Sheet
from station.dispatch.documents.paper import HEIGHT_MM, LEFT_MM, MARGIN_MM, RIGHT_MM, Page, Paper
from station.kernel.messages import Message

FOOT_MM = 8.0
BOTTOM_MM = HEIGHT_MM - MARGIN_MM - FOOT_MM
STRIP_MM = 9.0
TOP_MM = MARGIN_MM + STRIP_MM
LACKING_WORDS = Message("〓 stands for a character this font does not have")
_SMALL = 8.0


class SheetFlow:
    """Where the next thing goes: `page` and `y`, the upper edge of what is still free."""

    def __init__(self, paper: Paper, head: Letterhead, sheet: Sheet) -> None:
        self._paper, self._head, self._sheet = paper, head, sheet
        self._first = len(paper)
        self.page = paper.new_page()
        self.y = MARGIN_MM

    @property
    def room(self) -> float:
        """Millimetres left on this page."""
        return BOTTOM_MM - self.y

    def turn(self) -> None:
        """Go on with a new page under its strip."""
        self.page = self._paper.new_page()
        route = self._head.say(Message("Route {number}", number=self._sheet.number))
        strip = f"{route} · {self._sheet.van}"
        base = MARGIN_MM + 4
        left = self.page.text_right(RIGHT_MM, base, self._sheet.code, _SMALL + 1)
        strip = self.page.line(strip, 100, 10, bold=True)
        self.page.text(LEFT_MM, base, strip, 10, bold=True)
        end = LEFT_MM + self.page.width(strip, 10, bold=True)
        cycle = self.page.line(self._sheet.cycle, left - end - 10, _SMALL)
        self.page.text(end + 4, base, cycle, _SMALL)
        self.y = TOP_MM

    def finish(self) -> None:
        """Number the pages, now that their count is known."""
        pages = self._paper.pages_since(self._first)
        for number, page in enumerate(pages, 1):
            self._draw_foot(page, number, len(pages))

    def _draw_foot(self, page: Page, number: int, count: int) -> None:
        head, base = self._head, HEIGHT_MM - MARGIN_MM
        numbered = head.say(Message("Page {page} of {pages}", page=number, pages=count))
        left = page.text_right(RIGHT_MM, base, numbered, _SMALL)
        at = head.printed_at.astimezone(head.zone)
        moment = f"{at:%Y-%m-%d %H:%M}"
        printed = Message("Printed {at} by {name}", at=moment, name=head.printed_by)
        said = (
            f"{head.brand} · {head.say(printed if head.printed_by else Message('Printed {at}', at=moment))}"
        )
        lacking = head.say(LACKING_WORDS) if page.lacks else ""
        said = page.line(said, (left - LEFT_MM) * (0.55 if lacking else 1) - 4, _SMALL)
        page.text(LEFT_MM, base, said, _SMALL)
        end = LEFT_MM + page.width(said, _SMALL)
        if lacking:
            page.text(end + 5, base, page.line(lacking, left - end - 8, _SMALL), _SMALL)
