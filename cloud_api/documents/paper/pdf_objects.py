"""The seam to reportlab's untyped document layer, so that what stands above it is typed."""

import zlib
from typing import cast

from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFDocument, PDFName, PDFObject, PDFStream
from reportlab.pdfbase.ttfonts import TTFontFace

_COMPRESSION = 1
"""Codes are most of a page, and pressing harder takes longer than drawing them."""


def referenced(document: PDFDocument, thing: PDFObject) -> PDFObject:
    """Put `thing` into the document; what others name it by."""
    return cast(PDFObject, document.Reference(thing))  # type: ignore[no-untyped-call]  # untyped in its stubs


def embedded(document: PDFDocument, face: TTFontFace, name: str, codes: list[int]) -> PDFObject:
    """Put the glyphs of `codes` (Unicode) into the document; a reference to the font's descriptor."""
    return cast(PDFObject, face.addSubsetObjects(document, name, codes))  # type: ignore[no-untyped-call]  # untyped in its stubs


def packed(content: bytes, compression: int = _COMPRESSION) -> PDFStream:
    """A compressed stream, without the text encoding reportlab wraps around it by default."""
    flate = PDFDictionary({"Filter": PDFName("FlateDecode")})
    return PDFStream(dictionary=flate, content=zlib.compress(content, compression))
