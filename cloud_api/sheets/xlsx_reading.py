"""Reads XLSX with the results of its formulas, and keeps out files made to fill the memory."""

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from openpyxl import load_workbook

from cloud_api.sheets.formulas import Formulas, Place
from cloud_api.sheets.table import Budget, Glance, Row, SheetRefusedError, Table, column_letter, make_table

_MOST_UNPACKED_BYTES = 400 * 1024 * 1024
_MOST_PARTS = 2_000
_MOST_SHEETS = 50
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_READ_BYTES = 1024 * 1024
_ERRORS = frozenset({"#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!"})
_MOST_DIGITS = 10**15
"""Excel keeps 15 digits of a number; of a longer one the end is 0."""
_OTHER_DOCUMENTS = {
    "word/document.xml": "a Word document",
    "ppt/presentation.xml": "a presentation",
    "content.xml": "an OpenDocument file",
    "xl/workbook.bin": "an XLSB file",
    "Index/Document.iwa": "a Numbers file",
}


def read_xlsx(data: bytes, shown: str, glance: Glance) -> list[Table]:
    """The tables of a workbook, in the order of its visible sheets. Raises SheetRefusedError."""
    try:
        with_formulas = _looked_through(data, shown)
        with warnings.catch_warnings():
            # openpyxl warns of styles and extensions it will not keep; nothing is written back here.
            warnings.simplefilter("ignore")
            return _tables(data, with_formulas, glance)
    except SheetRefusedError:
        raise
    except MemoryError as error:
        raise SheetRefusedError(
            f"{shown} is too large to be read here. Split it into several files."
        ) from error
    except Exception as error:
        # A broken file makes openpyxl fail in every way there is.
        raise SheetRefusedError(
            f"{shown} is broken or was cut off on its way ({type(error).__name__}). Open it in Excel or WPS, "
            "save it again as .xlsx, and send that."
        ) from error


def _looked_through(data: bytes, shown: str) -> bool:
    """Whether a sheet holds formulas; refuses what is no workbook or unpacks to far too much."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
        names = {part.filename for part in parts}
        for name, what in _OTHER_DOCUMENTS.items():
            if name in names:
                raise SheetRefusedError(f"{shown} is {what}. Save it as .xlsx and send that.")
        if "[Content_Types].xml" not in names:
            raise SheetRefusedError(f"{shown} is a ZIP archive, no table. Send the file inside it.")
        if any(part.flag_bits & 1 for part in parts):
            raise SheetRefusedError(
                f"{shown} is under a password. Save it without the password and send that."
            )
        if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED_BYTES:
            raise SheetRefusedError(
                f"{shown} unpacks to far more than a table needs. Copy its cells into a new workbook "
                "and send that."
            )
        return any(_holds_formula(archive, part) for part in parts if "worksheets/" in part.filename)


def _holds_formula(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    with archive.open(part) as stream:
        tail = b""
        while read := stream.read(_READ_BYTES):
            if _FORMULA.search(tail + read):
                return True
            tail = read[-16:]
    return False


def _tables(data: bytes, with_formulas: bool, glance: Glance) -> list[Table]:
    budget = Budget()
    sheets = _sheets(data, values_only=True)
    told = _sheets(data, values_only=False) if with_formulas else iter(())
    tables: list[Table] = []
    for name, values in sheets:
        formulas = _formulas_of(next(told)[1], glance) if with_formulas else {}
        table = make_table(name, _rows(values, formulas, budget, glance))
        if table is not None:
            tables.append(table)
    return tables


def _sheets(data: bytes, *, values_only: bool) -> Iterator[tuple[str, Iterator[tuple[Any, ...]]]]:
    """Names and rows of the visible sheets: their values, or their cells with formulas."""
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=values_only, keep_links=False)
    try:
        for sheet in book.worksheets[:_MOST_SHEETS]:
            if sheet.sheet_state == "visible":
                # What a file says of its size is often wrong, and in hostile ones a trap.
                sheet.reset_dimensions()
                yield sheet.title, sheet.iter_rows(values_only=values_only)
    finally:
        book.close()


def _formulas_of(rows: Iterator[tuple[Any, ...]], glance: Glance) -> dict[Place, str]:
    budget = Budget()
    found: dict[Place, str] = {}
    filled = 0
    for number, cells in enumerate(rows, start=1):
        budget.take(number, cells)
        if glance.is_enough(filled):
            break
        filled += any(cell.value is not None for cell in cells)
        for column, cell in enumerate(cells, start=1):
            if cell.data_type == "f":
                text = cell.value if isinstance(cell.value, str) else getattr(cell.value, "text", None)
                found[number, column] = str(text or "=")
    return found


def _rows(
    values: Iterator[tuple[Any, ...]], formulas: dict[Place, str], budget: Budget, glance: Glance
) -> list[Row]:
    read: list[tuple[int, list[str], str | None]] = []
    for number, cells in enumerate(values, start=1):
        budget.take(number, cells)
        if glance.is_enough(len(read)):
            break
        if any(cell is not None for cell in cells) or any(
            (number, 1 + c) in formulas for c in range(len(cells))
        ):
            read.append((number, *_texts(cells, number)))
    if formulas:
        _work_out(read, formulas)
    return [Row(number, tuple(texts), fault) for number, texts, fault in read]


def _texts(cells: tuple[Any, ...], number: int) -> tuple[list[str], str | None]:
    texts: list[str] = []
    fault: str | None = None
    for place, cell in enumerate(cells):
        if type(cell) is str and cell[:1] != "#" and "_x" not in cell and "\r" not in cell:
            texts.append(cell)
            continue
        texts.append(_text(cell))
        fault = fault or _fault_of(cell, place, number)
    return texts, fault


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < _MOST_DIGITS else format(cell, ".15g")
    if isinstance(cell, datetime):
        return _moment_text(cell)
    if isinstance(cell, timedelta):
        minutes, seconds = divmod(round(cell.total_seconds()), 60)
        return f"{minutes // 60:02d}:{minutes % 60:02d}" + (f":{seconds:02d}" if seconds else "")
    if isinstance(cell, time):
        return cell.isoformat("minutes" if not cell.second else "seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell).replace("_x000D_", "").replace("\r\n", "\n")


def _moment_text(cell: datetime) -> str:
    """To the second: Excel keeps a time as a fraction of a day and is off by microseconds."""
    moment = (cell + timedelta(microseconds=500_000)).replace(microsecond=0) if cell.microsecond else cell
    return moment.isoformat(" ") if moment.time() != time(0) else moment.date().isoformat()


def _fault_of(cell: Any, place: int, number: int) -> str | None:
    where = f"Cell {column_letter(place)}{number}"
    if isinstance(cell, str) and cell in _ERRORS:
        return f"{where} holds the error {cell}. Put the value itself there."
    if isinstance(cell, int | float) and not isinstance(cell, bool) and abs(cell) >= _MOST_DIGITS:
        return (
            f"{where} holds a number of more than 15 digits, of which Excel keeps 15. Give the column the "
            "format Text and fill the number in again."
        )
    return None


def _work_out(read: list[tuple[int, list[str], str | None]], formulas: dict[Place, str]) -> None:
    """Fill in what a formula shows where the file does not carry its result."""
    missing = {
        (number, column): formulas[number, column]
        for number, texts, _fault in read
        for column, text in enumerate(texts, start=1)
        if not text and (number, column) in formulas
    }
    if not missing:
        return
    values = {
        (number, column): text
        for number, texts, _fault in read
        for column, text in enumerate(texts, start=1)
        if (number, column) not in missing
    }
    sheet = Formulas(missing, values)
    for index, (number, texts, fault) in enumerate(read):
        for column in range(1, len(texts) + 1):
            if (number, column) in missing:
                result = sheet.result((number, column))
                texts[column - 1] = missing[number, column] if result is None else result
                if result is None:
                    fault = fault or _without_result(number, column, missing[number, column])
        read[index] = (number, texts, fault)


def _without_result(number: int, column: int, formula: str) -> str:
    return (
        f"Cell {column_letter(column - 1)}{number} holds the formula {formula[:60]}, without its "
        "result in the file. Open it in Excel, save it and send it again, or put the value itself there."
    )
