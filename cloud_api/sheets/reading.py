"""Finds out what a file really is, whatever its name says, and reads its tables."""

from dataclasses import dataclass

from cloud_api.sheets.csv_reading import read_csv
from cloud_api.sheets.table import MOST_BYTES, MOST_ROWS, Glance, SheetRefusedError, Table

_ZIP = b"PK\x03\x04"
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""Old Office files, and new ones under a password."""
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_NO_TABLES = {
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"Rar!": "a RAR archive",
    b"7z\xbc\xaf": "a 7z archive",
    b"\x1f\x8b": "a gzip archive",
    b"SQLite format 3": "a database",
}
_MARKUP_WITHIN = 1024


@dataclass(frozen=True)
class Glanced:
    """The tables at the beginning of a file, and whether that is all of it."""

    tables: list[Table]
    is_whole: bool


def read_tables(data: bytes, name: str) -> list[Table]:
    """The whole tables of a file, as `glance_at` describes them. Raises SheetRefusedError."""
    return glance_at(data, name, MOST_ROWS).tables


def glance_at(data: bytes, name: str, most_rows: int) -> Glanced:
    """The tables of a CSV or XLSX file, in the order of its sheets; blank sheets are left out.

    `name` is the file's name, for words only: what the file is, its bytes say. Every text of a cell is as
    it was typed; numbers are without an idle ".0", times as 2026-06-18 19:00:00. Of each sheet not much
    more than its first `most_rows` filled rows are read. Raises SheetRefusedError.
    """
    shown = _short(name)
    if not data.strip(b"\0 \t\r\n"):
        raise SheetRefusedError(f"{shown} is empty. Save it again and send it again.")
    if len(data) > MOST_BYTES:
        raise SheetRefusedError(
            f"{shown} has {len(data):,} bytes; at most {MOST_BYTES:,} are read. Split it into several files."
        )
    _refuse_other_kinds(data, shown)
    glance = Glance(most_rows)
    tables = _read_workbook(data, shown, glance) if data.startswith(_ZIP) else read_csv(data, shown, glance)
    if not tables:
        raise SheetRefusedError(
            f"{shown} holds no table: every cell is blank. Look whether it is the right file."
        )
    return Glanced(tables, glance.is_whole)


def _read_workbook(data: bytes, shown: str, glance: Glance) -> list[Table]:
    from cloud_api.sheets.xlsx_reading import read_xlsx  # here: a service that starts need not wait for it

    return read_xlsx(data, shown, glance)


def _short(name: str) -> str:
    """A name fit to stand in a sentence."""
    kept = "".join(character if character.isprintable() else "?" for character in name)
    return kept[-80:].strip() or "The file"


def _refuse_other_kinds(data: bytes, shown: str) -> None:
    if data.startswith(_COMPOUND):
        if _ENCRYPTED in data:
            raise SheetRefusedError(
                f"{shown} is under a password. Open it in Excel, save it without the password, and send that."
            )
        raise SheetRefusedError(
            f"{shown} is of the old form .xls. Open it in Excel or WPS, save it as .xlsx, and send that."
        )
    for start, what in _NO_TABLES.items():
        if data.startswith(start):
            raise SheetRefusedError(f"{shown} is {what}, no table. Send the CSV or XLSX file itself.")
    head = data[:_MARKUP_WITHIN].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<html", b"<!doctype", b"<table", b"<meta", b"<?xml", b"<head", b"<div", b"<style")):
        raise SheetRefusedError(
            f"{shown} is a web page or XML under the name of a table. Open it in Excel or WPS, "
            "save it as .xlsx, and send that."
        )
