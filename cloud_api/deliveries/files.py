"""How the bytes of a document's files come here; who draws them is wired above."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, Row

from cloud_api.deliveries.words import document_code, kind_words, one_line
from cloud_api.wire.documents import FileFormat

FileOf = Callable[[Engine, UUID, FileFormat], bytes]
"""Answers a document as a file, made just then where none lies ready. Called outside of transactions."""

_NAME_LENGTH = 40
_NO_NAME = re.compile(r'[\\/:*?"<>|\s]+')
MEDIA_TYPES = {
    FileFormat.PDF: "application/pdf",
    FileFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileFormat.CSV: "text/csv; charset=utf-8",
    FileFormat.JSON: "application/json",
}


@dataclass(frozen=True)
class File:
    """A file as it is sent."""

    name: str
    media_type: str
    data: bytes


def read_file(engine: Engine, file_of: FileOf, document: Row[Any], form: FileFormat) -> File:
    """A document (see document_row) as a file."""
    return File(file_name(document, form), MEDIA_TYPES[form], file_of(engine, document.id, form))


def file_name(document: Row[Any], form: FileFormat) -> str:
    """采购指令单-7400000015-京郊果园.pdf, by what it is about; fits the file systems people keep it in."""
    kind = kind_words(document.kind, document.revision)
    name = f"{kind}-{document_code(document.number)}-{one_line(document.whose)[:_NAME_LENGTH]}"
    return f"{_NO_NAME.sub('_', name)}.{form}"
