"""Turns contents of documents into files; what draws, and its fonts, is loaded for the first PDF."""

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cloud_api.documents.heads import Content, unpack, unpack_json
from cloud_api.documents.spreadsheets import as_csv, as_xlsx
from cloud_api.wire.documents import FileFormat

if TYPE_CHECKING:
    from cloud_api.documents.paper.typeface import Typefaces

MEDIA_TYPES = {
    FileFormat.PDF: "application/pdf",
    FileFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileFormat.CSV: "text/csv; charset=utf-8",
    FileFormat.JSON: "application/json",
}


def fonts_folder() -> Path:
    """Where the fonts of this installation lie."""
    return Path(__file__).resolve().parents[2] / "resources" / "fonts"


class Press:
    """Draws documents. Threads may share one; it keeps nothing but the fonts."""

    def __init__(self, fonts: Path | None = None) -> None:
        """`fonts` holds NotoSansSC-Regular.ttf and -Bold.ttf; by default those of this installation."""
        self.fonts = fonts or fonts_folder()
        self._faces: Typefaces | None = None
        self._loading = threading.Lock()

    def render(self, packed: bytes, wanted: FileFormat) -> bytes:
        """A stored content as a file. Raises FontsMissingError."""
        if wanted is FileFormat.JSON:
            return unpack_json(packed)
        content = unpack(packed)
        if wanted is FileFormat.PDF:
            return self.pdf([content])
        return as_xlsx(content) if wanted is FileFormat.XLSX else as_csv(content)

    def pdf(self, contents: Sequence[Content]) -> bytes:
        """Documents one behind the other in one PDF, at least one; each numbers its own pages."""
        # Here, because a service that starts need not wait for reportlab, numpy and zxing.
        from cloud_api.documents.drawing.papers import draw_pdf
        from cloud_api.documents.paper.typeface import Typefaces

        with self._loading:
            if self._faces is None:
                self._faces = Typefaces.load(self.fonts)
        return draw_pdf(self._faces, contents)
