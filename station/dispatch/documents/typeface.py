"""The type of the sheets: embedded whole enough that each character is found again in the PDF's text."""

import unicodedata
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

from hardware.errors import FontsMissing
from station.dispatch.documents.pdf_objects import embedded, packed, referenced

LACKING = "〓"
"""The geta mark: what printers set where a character is not in the case; the foot of the page says so."""
_PER_EM = 1000
_MAP_PIECE = 100
"""Most entries one block of a character map may hold (Adobe Technical Note 5411)."""


class Typeface:
    """One font file, read once; measures text. It is not changed by use, so threads may share it."""

    def __init__(self, file: Path) -> None:
        """`file` is a TrueType font. Raises FontsMissing where there is none."""
        if not file.is_file():
            raise FontsMissing(str(file.parent))
        self.face = TTFontFace(str(file))
        self.name = file.stem
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

    def _settable(self, character: str) -> str:
        if not character.isprintable() or unicodedata.name(character, "").startswith("VARIATION SELECTOR"):
            return ""
        return character if character in self._widths else LACKING


@dataclass(frozen=True)
class Typefaces:
    """The two weights of the sheets."""

    regular: Typeface
    bold: Typeface

    @classmethod
    def load(cls, folder: Path) -> "Typefaces":
        """Both weights from the folder of fonts. Raises FontsMissing."""
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
