"""Reads CSV as shops save it: four encodings, three separators, with or without a byte order mark."""

import codecs
import csv
import io
import re
from collections.abc import Iterator

from cloud_api.sheets.table import Budget, Glance, Row, SheetRefusedError, Table, make_table

_SEPARATORS = ",;\t"
_SAMPLE_CHARACTERS = 20_000
_GUARDED = re.compile(r"^'+[=+\-@\t\r]")
"""What the guard against formulas made of a text, see writing.guarded."""
_NOT_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f]")
_SHORTENED = re.compile(r"^\d\.\d+E\+\d{2}$")
"""6.90123E+12: Excel's short form of a long number, saved instead of the number."""
_UTF_16 = ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def read_csv(data: bytes, shown: str, glance: Glance) -> list[Table]:
    """The one table of a CSV file; none when all its cells are blank. Raises SheetRefusedError."""
    text = decoded(data, shown)
    rows = list(_rows(text, _separator(text), shown, glance))
    table = make_table(shown, rows)
    return [] if table is None else [table]


def decoded(data: bytes, shown: str) -> str:
    """The text of a file in the encodings Excel, WPS and shop systems save. Raises SheetRefusedError."""
    text = _decoded(data)
    if text is None:
        raise SheetRefusedError(
            f"{shown} is neither UTF-8 nor UTF-16 nor GB18030 text. Save it as .xlsx or as CSV UTF-8."
        )
    if _NOT_TEXT.search(text):
        raise SheetRefusedError(f"{shown} holds bytes that are no text. Save it as .xlsx or as CSV UTF-8.")
    return text


def _decoded(data: bytes) -> str | None:
    for encoding in _encodings(data):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _encodings(data: bytes) -> tuple[str, ...]:
    for mark, encoding in _UTF_16:
        if data.startswith(mark):
            return (encoding,)
    low, high = data[:_SAMPLE_CHARACTERS:2].count(0), data[1:_SAMPLE_CHARACTERS:2].count(0)
    if low + high:
        # No other encoding holds a zero byte; in UTF-16 it is the high half of each separator and digit.
        return ("utf-16-le" if high > low else "utf-16-be",)
    return ("utf-8-sig", "gb18030")


def _separator(text: str) -> str:
    """The separator that stands most often outside quotes in the first rows."""
    outside = re.sub(r'"[^"]*"', "", text[:_SAMPLE_CHARACTERS])
    lines = [line for line in outside.splitlines() if line.strip()][:10]
    return max(_SEPARATORS, key=lambda each: sum(line.count(each) for line in lines))


def _rows(text: str, separator: str, shown: str, glance: Glance) -> Iterator[Row]:
    budget = Budget()
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    number = filled = 0
    try:
        for cells in reader:
            # A row with a line break inside a cell stands where it begins; Excel counts rows, not lines.
            number += 1
            budget.take(number, cells)
            if glance.is_enough(filled):
                return
            kept = tuple(_unguarded(cell) for cell in cells)
            filled += any(kept)
            yield Row(number, kept, _fault(kept, number))
    except csv.Error as error:
        raise SheetRefusedError(
            f"{shown} breaks off at row {number + 1}: {error}. Save it as .xlsx and send that."
        ) from error


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _GUARDED.match(cell) else cell


def _fault(cells: tuple[str, ...], number: int) -> str | None:
    for cell in cells:
        if "E+" in cell and _SHORTENED.match(cell.strip()):
            return (
                f"Row {number} holds {cell.strip()}: Excel shortened a long number when it saved the CSV. "
                "Give the column the format Text, fill the number in again, and save as .xlsx."
            )
    return None
