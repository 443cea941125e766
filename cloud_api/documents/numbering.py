"""Numbers of documents: one sequence for all, and the code a scanner reads from the paper."""

from sqlalchemy import Connection, func, select

from cloud_api.storage.check_digits import is_complete, with_check_digit
from cloud_api.storage.tables.documents import documents
from cloud_api.storage.transaction import Lock, lock_exclusive

_PREFIX = "74"
_DIGITS = 7


def document_code(number: int) -> str:
    """The scannable code of a document number."""
    return with_check_digit(f"{_PREFIX}{number:0{_DIGITS}d}")


def read_code(code: str) -> int | None:
    """The document number in a scanned code, or None where it is none."""
    fits = len(code) == len(_PREFIX) + _DIGITS + 1 and code.isascii() and code.isdecimal()
    return int(code[len(_PREFIX) : -1]) if fits and code.startswith(_PREFIX) and is_complete(code) else None


def next_number(connection: Connection) -> int:
    """The first free number; it and those after it are the caller's until its transaction ends."""
    lock_exclusive(connection, Lock.DOCUMENTS)
    return 1 + (connection.scalar(select(func.max(documents.c.number))) or 0)
