"""Draws workbooks with openpyxl, which takes a third of a second to load: only who draws waits for it."""

import io
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from cloud_api.sheets.guarding import DANGEROUS, NOT_STORABLE
from cloud_api.sheets.table import MOST_CHARACTERS, Sheet, Value

_NOT_IN_SHEET_NAME = re.compile(r"[\[\]:*?/\\']")
_LONGEST_SHEET_NAME = 31
_DEFAULT_WIDTH = 14.0


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """A workbook with a bold, standing header row in each sheet; a text stays one whatever it looks like."""
    book = Workbook(write_only=True)
    names: set[str] = set()
    for sheet in sheets:
        _write_sheet(book, sheet, _free_name(sheet.name, names))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _write_sheet(book: Workbook, sheet: Sheet, name: str) -> None:
    page, rows = book.create_sheet(name), list(sheet.rows)
    columns, height = max(1, len(sheet.header), *map(len, rows)), len(rows) + 1
    # openpyxl writes the answer at the top; without it readers walk all rows to know how many there are.
    page.calculate_dimension = lambda: f"A1:{get_column_letter(columns)}{height}"
    page.freeze_panes = "A2"
    for place in range(len(sheet.header)):
        widths = sheet.widths
        width = widths[min(place, len(widths) - 1)] if widths else _DEFAULT_WIDTH
        page.column_dimensions[get_column_letter(place + 1)].width = width
    bold, wrapped = Font(bold=True), Alignment(wrap_text=True, vertical="top")
    head: list[Any] = []
    for text in sheet.header:
        cell = _text_cell(page, text)
        cell.font, cell.alignment = bold, wrapped
        head.append(cell)
    page.append(head)
    for row in rows:
        page.append([_xlsx_cell(page, value) for value in row])


def _xlsx_cell(page: Any, value: Value) -> Any:
    if isinstance(value, str):
        return _text_cell(page, value) if _needs_care(value) else value
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.replace(tzinfo=None)
    return value


def _needs_care(text: str) -> bool:
    return bool(DANGEROUS.match(text) or NOT_STORABLE.search(text)) or len(text) > MOST_CHARACTERS


def _text_cell(page: Any, text: str) -> Any:
    """A cell that is text even if it begins like a formula."""
    cell = WriteOnlyCell(page, NOT_STORABLE.sub("?", text)[:MOST_CHARACTERS])
    cell.data_type = "s"
    if DANGEROUS.match(text):
        cell.quotePrefix = True
    return cell


def _free_name(wanted: str, taken: set[str]) -> str:
    """A sheet name Excel takes: 31 characters, none of []:*?/\\', each name once."""
    base = _NOT_IN_SHEET_NAME.sub(" ", NOT_STORABLE.sub("?", wanted)).strip()[:_LONGEST_SHEET_NAME] or "Sheet"
    name, number = base, 1
    while name.casefold() in taken:
        number += 1
        ending = f" {number}"
        name = base[: _LONGEST_SHEET_NAME - len(ending)] + ending
    taken.add(name.casefold())
    return name
