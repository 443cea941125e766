"""Numbers of documents: one sequence for all, and the code a scanner reads from the paper."""

from sqlalchemy import Connection, func, select

from cloud_api.storage.check_digits import DOCUMENT_DIGITS, DOCUMENT_PREFIX, is_complete
from cloud_api.storage.check_digits import document_code as document_code
from cloud_api.storage.tables.documents import documents
from cloud_api.storage.transaction import Lock, lock_exclusive


def read_code(code: str) -> int | None:
    """The document number in a scanned code, or None where it is none."""
    fits = len(code) == DOCUMENT_DIGITS and code.isascii() and code.isdecimal()
    is_ours = fits and code.startswith(DOCUMENT_PREFIX) and is_complete(code)
    return int(code[len(DOCUMENT_PREFIX) : -1]) if is_ours else None


def next_number(connection: Connection) -> int:
    """The first free number; it and those after it are the caller's until its transaction ends."""
    lock_exclusive(connection, Lock.DOCUMENTS)
    return 1 + (connection.scalar(select(func.max(documents.c.number))) or 0)
