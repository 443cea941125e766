"""The type of the documents: embedded whole enough that each character is found again in the PDF's text."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from reportlab.pdfbase.pdfdoc import (
    PDFArray,
    PDFDictionary,
    PDFDocument,
    PDFName,
    PDFObject,
    PDFString,
)
from reportlab.pdfbase.ttfonts import TTFontFace

from cloud_api.documents.paper.pdf_objects import embedded, packed, referenced

LACKING = "〓"
"""The geta mark: what printers set where a character is not in the case; the foot of the page says so."""
_PER_EM = 1000
_NEVER_FIRST = frozenset("，。；：、）》」』】？！…%")
_NEVER_LAST = frozenset("（《「『【¥")
_MOST_REMEMBERED = 50_000
"""Texts broken into lines that a face remembers."""
_MAP_PIECE = 100
"""Most entries one block of a character map may hold (Adobe Technical Note 5411)."""


class FontsMissingError(Exception):
    """The folder of fonts is not there; the message says where it was looked for."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"The fonts of documents are missing in {folder}. Install the program again.")


class Typeface:
    """One font file, read once; measures and breaks text. Threads may share it: all it remembers is facts."""

    def __init__(self, file: Path) -> None:
        """`file` is a TrueType font. Raises FontsMissingError where there is none."""
        if not file.is_file():
            raise FontsMissingError(file.parent)
        self.face = TTFontFace(str(file))
        self.name = file.stem
        self._broken: dict[tuple[str, float], tuple[str, ...]] = {}
        self._widths: dict[str, float] = {
            chr(code): width / _PER_EM for code, width in self.face.charWidths.items()
        }

    def width(self, text: str, size: float = 1.0) -> float:
        """Width of `text` in the unit of `size`; text is set without kerning, so characters add up."""
        return size * sum(map(self._widths.__getitem__, text))

    def printable(self, text: str) -> str:
        """`text` on one line as this face can set it.

        What it lacks becomes LACKING; line breaks, marks of direction and the like go.
        """
        if text.isprintable() and self._widths.keys() >= set(text):
            return text
        return "".join(self._settable(character) for character in " ".join(text.split()))

    def lines(self, text: str, width: float) -> tuple[str, ...]:
        """`text` as this face can set it, in as many lines of `width` (in text sizes) as it needs.

        Remembered, since the names of products recur on every sheet.
        """
        key = text, width
        known = self._broken.get(key)
        if known is None:
            if len(self._broken) > _MOST_REMEMBERED:
                self._broken.clear()
            known = self._broken[key] = tuple(self._break(self.printable(text), width))
        return known

    def one_line(self, text: str, width_mm: float, size: float) -> str:
        """`text` on one line of `width_mm` at `size` points; what does not fit is cut with an …"""
        width = width_mm * 72 / 25.4 / size
        text = self.printable(text)
        if self.width(text) <= width:
            return text
        return text[: self._fitting(text, width - self.width("…"), whole_words=False)].rstrip() + "…"

    def _break(self, text: str, width: float) -> Iterator[str]:
        left = text
        while self.width(left) > width:
            fits = self._fitting(left, width)
            yield left[:fits].rstrip()
            left = left[fits:].lstrip()
        yield left

    def _fitting(self, text: str, width: float, *, whole_words: bool = True) -> int:
        """How many characters fit into `width`, at least one; a word or number moves whole where it can."""
        used, fits = 0.0, 0
        for character in text:
            used += self._widths[character]
            if used > width:
                break
            fits += 1
        if whole_words and fits < len(text) and _is_word(text[fits]):
            start = fits
            while start and _is_word(text[start - 1]):
                start -= 1
            fits = start or fits
        if fits < len(text) and (text[fits] in _NEVER_FIRST or text[fits - 1] in _NEVER_LAST):
            fits -= 1
        return max(1, fits)

    def _settable(self, character: str) -> str:
        if not character.isprintable() or unicodedata.name(character, "").startswith("VARIATION SELECTOR"):
            return ""
        return character if character in self._widths else LACKING


def _is_word(character: str) -> bool:
    return character.isascii() and not character.isspace()


@dataclass(frozen=True)
class Typefaces:
    """The two weights of the sheets."""

    regular: Typeface
    bold: Typeface

    @classmethod
    def load(cls, folder: Path) -> "Typefaces":
        """Both weights from the folder of fonts. Raises FontsMissingError."""
        names = ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf")
        return cls(*(Typeface(folder / name) for name in names))


class EmbeddedFont(dict[str, str]):
    """Codes (four hex digits) of the characters one PDF uses of a face, given out as they come.

    A composite font (PDF 32000-1, 9.7) of exactly these glyphs. reportlab's own TrueType fonts hold 255
    characters each and write a wrong text for those beyond the basic plane, as in many names.
    """

    def __init__(self, typeface: Typeface, resource: str) -> None:
        """`resource` is what pages call the font."""
        super().__init__()
        self.resource = resource
        self._typeface = typeface

    def __missing__(self, character: str) -> str:
        code = self[character] = f"{len(self) + 1:04X}"
        return code

    def codes(self, text: str) -> str:
        """The text as a PDF string operand."""
        return f"<{''.join(map(self.__getitem__, text))}>"

    def add_to(self, document: PDFDocument) -> None:
        """Write the font of all characters used so far into the document. Called once, at its end."""
        name = f"{self._tag()}+{self._typeface.name}"
        font = PDFDictionary(
            {
                "Type": PDFName("Font"),
                "Subtype": PDFName("Type0"),
                "BaseFont": PDFName(name),
                "Encoding": PDFName("Identity-H"),
                "DescendantFonts": PDFArray([referenced(document, self._descendant(document, name))]),
                "ToUnicode": referenced(document, packed(self._to_unicode().encode("ascii"))),
            }
        )
        fonts: dict[str, PDFObject] = document.idToObject["BasicFonts"].dict  # type: ignore[attr-defined]  # a PDFDictionary, said nowhere
        fonts[self.resource] = referenced(document, font)

    def _tag(self) -> str:
        """Six letters that mark a subset (PDF 32000-1, 9.6.4)."""
        return f"YOULI{self.resource[-1].translate(str.maketrans('0123456789', 'ABCDEFGHIJ'))}"

    def _descendant(self, document: PDFDocument, name: str) -> PDFDictionary:
        widths = [round(_PER_EM * self._typeface.width(character)) for character in self]
        codes = [ord(character) for character in self]
        system = {"Registry": PDFString("Adobe"), "Ordering": PDFString("Identity"), "Supplement": 0}
        return PDFDictionary(
            {
                "Type": PDFName("Font"),
                "Subtype": PDFName("CIDFontType2"),
                "BaseFont": PDFName(name),
                "CIDSystemInfo": PDFDictionary(system),
                "FontDescriptor": embedded(document, self._typeface.face, name, codes),
                "DW": _PER_EM,
                "W": PDFArray([1, PDFArray(widths)]),
                "CIDToGIDMap": referenced(document, packed(self._glyphs(codes))),
            }
        )

    def _glyphs(self, codes: list[int]) -> bytes:
        """Glyph of each code: the subset holds a glyph once, also where two characters look the same."""
        places = {0: 0}
        glyphs = [0]
        for code in codes:
            glyph = self._typeface.face.charToGlyph[code]
            glyphs.append(places.setdefault(glyph, len(places)))
        return b"".join(glyph.to_bytes(2, "big") for glyph in glyphs)

    def _to_unicode(self) -> str:
        entries = [f"<{code}> <{character.encode('utf-16-be').hex()}>" for character, code in self.items()]
        blocks = [entries[at : at + _MAP_PIECE] for at in range(0, len(entries), _MAP_PIECE)]
        maps = [f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks]
        return "\n".join([_MAP_HEAD, *maps, _MAP_END])


_MAP_HEAD = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange"""
_MAP_END = "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
